/* SPDX-License-Identifier: EUPL-1.2 */
/* From zones, a table of households and bases to how many live where, and how far it is. */
#include <math.h>
#include <wijk/coverage.h>
#include <wijk/geo.h>

/* Points of population by the zone they lie in: those of zone z are order[first[z]] .. order[first[z + 1] - 1]. */
typedef struct crowd {
  const wijk_layer *points;
  const double *residents;
  size_t *first, *order;
} crowd;

typedef struct locating {
  wijk_coverage_places *made;
  wijk_arena *arena;
  wijk_report *report;
} locating;

static wijk_status say(const locating *l, wijk_finding finding, wijk_error *err, const char *text, const char *zone) {
  finding.value = zone;
  return wijk_report_add_finding(l->report, &finding, err, "%s '%s'%s", text, zone ? zone : "",
                                 finding.severity == WIJK_FAULT ? "" : ": nobody is counted there");
}

/* ---- households ---- */

static wijk_status tell_unlisted(const locating *l, wijk_error *err) {
  const wijk_layer *zones = l->made->sources.zones;
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  const wijk_finding finding = {
      .severity = WIJK_WARNING, .code = "not-joined", .source = l->made->sources.households->file};
  for (size_t z = 0; z < zones->row_count && err->status == WIJK_OK; z++)
    if (!l->made->known[z] && !wijk_zones_is_water(zones, z))
      say(l, finding, err, "it has no row for zone", key->texts[z]);
  return err->status;
}

static wijk_status count_households(const locating *l, double *households, wijk_error *err) {
  const wijk_layer *zones = l->made->sources.zones, *table = l->made->sources.households->layer;
  const wijk_column *key = wijk_layer_find_role(zones, "key"), *zone = wijk_layer_find_role(table, "zone"),
                    *many = wijk_layer_find_role(table, "households");
  size_t *row_of = WIJK_ARENA_ADD(l->arena, size_t, table->row_count, err);
  bool *known = l->made->known;
  if (!row_of || wijk_layer_join(zones, key, zone->texts, table->row_count, row_of, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < table->row_count && err->status == WIJK_OK; row++) {
    wijk_finding finding = {.severity = WIJK_FAULT,
                            .code = "unknown-zone",
                            .source = l->made->sources.households->file,
                            .row = table->source_rows ? table->source_rows[row] : row + 1,
                            .field = zone->name,
                            .hint = "use the codes of the zones, of the same year"};
    if (row_of[row] == WIJK_NONE)
      say(l, finding, err, "there is no zone", zone->texts[row]);
    else if (known[row_of[row]]) {
      finding.code = "twice";
      finding.hint = "keep one row for each zone";
      say(l, finding, err, "a row before it is about the same zone", zone->texts[row]);
    } else {
      known[row_of[row]] = true;
      households[row_of[row]] = many->numbers[row];
    }
  }
  return err->status;
}

/* ---- places ---- */

static wijk_status find_crowd(const locating *l, crowd *c, wijk_error *err) {
  const wijk_layer *zones = l->made->sources.zones, *points = l->made->sources.population;
  *c = (crowd){.points = points};
  c->first = WIJK_ARENA_ADD(l->arena, size_t, zones->row_count + 2, err);
  if (!points || !c->first)
    return err->status;
  const size_t count = points->row_count;
  size_t *zone = WIJK_ARENA_ADD(l->arena, size_t, count, err);
  c->order = WIJK_ARENA_ADD(l->arena, size_t, count, err);
  c->residents = wijk_layer_find_role(points, "residents")->numbers;
  wijk_zone_index *index = zone && c->order ? wijk_zone_index_new(zones, count, err) : NULL;
  if (index)
    wijk_zone_index_find(index, count, points->geometry.x, points->geometry.y, l->made->sources.threads, zone, NULL,
                         err);
  wijk_zone_index_free(index);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t p = 0; p < count; p++)
    if (zone[p] != WIJK_NONE && c->residents[p] > 0)
      c->first[zone[p] + 2]++;
  for (size_t z = 0; z < zones->row_count; z++)
    c->first[z + 2] += c->first[z + 1];
  for (size_t p = 0; p < count; p++)
    if (zone[p] != WIJK_NONE && c->residents[p] > 0)
      c->order[c->first[zone[p] + 1]++] = p;
  return WIJK_OK;
}

/* The mean of the zone's points by residents; where there are none its centre stays. */
static void centre_on_people(const crowd *c, size_t zone, double *x, double *y) {
  double people = 0, sum_x = 0, sum_y = 0;
  for (size_t k = c->first[zone]; k < c->first[zone + 1]; k++) {
    const size_t p = c->order[k];
    people += c->residents[p];
    sum_x += c->residents[p] * c->points->geometry.x[p];
    sum_y += c->residents[p] * c->points->geometry.y[p];
  }
  if (people > 0) {
    *x = sum_x / people;
    *y = sum_y / people;
  }
}

static double distance_to_zone(const locating *l, const crowd *c, size_t zone, double x, double y) {
  double people = 0, sum = 0;
  for (size_t k = c->first[zone]; k < c->first[zone + 1]; k++) {
    const size_t p = c->order[k];
    people += c->residents[p];
    sum += c->residents[p] * hypot(c->points->geometry.x[p] - x, c->points->geometry.y[p] - y);
  }
  return people > 0 ? sum / people : hypot(l->made->home_x[zone] - x, l->made->home_y[zone] - y);
}

static wijk_status place_bases(const locating *l, wijk_error *err) {
  wijk_coverage_places *m = l->made;
  const wijk_layer *bases = m->sources.bases, *zones = m->sources.zones;
  const size_t count = bases ? bases->row_count : zones->row_count;
  if (bases && bases->geometry.type != WIJK_GEOMETRY_POINT)
    return wijk_error_set(err, WIJK_DATA, "'%s' has no points, so nothing says where workers may be based",
                          bases->name);
  m->problem.base_count = count;
  m->base_x = bases ? bases->geometry.x : m->home_x;
  m->base_y = bases ? bases->geometry.y : m->home_y;
  m->base_zone = WIJK_ARENA_ADD(l->arena, size_t, count, err);
  for (size_t j = 0; m->base_zone && j < count; j++)
    m->base_zone[j] = j;
  if (!m->base_zone || !bases)
    return err->status;
  wijk_zone_index *index = wijk_zone_index_new(zones, count, err);
  if (index)
    wijk_zone_index_find(index, count, m->base_x, m->base_y, m->sources.threads, m->base_zone, NULL, err);
  wijk_zone_index_free(index);
  return err->status;
}

wijk_status wijk_coverage_locate(const wijk_coverage_sources *sources, size_t first, wijk_arena *arena,
                                 wijk_report *report, wijk_coverage_places *places, wijk_error *err) {
  const size_t homes = sources->zones->row_count;
  wijk_coverage_places m = {.problem = {.home_count = homes, .workers = WIJK_NONE, .furthest_m = NAN},
                            .sources = *sources};
  const locating l = {&m, arena, report};
  crowd people;
  double *households = WIJK_ARENA_ADD(arena, double, homes, err);
  m.known = WIJK_ARENA_ADD(arena, bool, homes, err);
  m.home_x = WIJK_ARENA_ADD(arena, double, homes, err);
  m.home_y = WIJK_ARENA_ADD(arena, double, homes, err);
  if (err->status != WIJK_OK || count_households(&l, households, err) != WIJK_OK ||
      wijk_report_check(report, first, err) != WIJK_OK || tell_unlisted(&l, err) != WIJK_OK ||
      wijk_polygons_interior(sources->zones, m.home_x, m.home_y, err) != WIJK_OK ||
      find_crowd(&l, &people, err) != WIJK_OK)
    return err->status;
  for (size_t z = 0; z < homes; z++)
    centre_on_people(&people, z, &m.home_x[z], &m.home_y[z]);
  if (place_bases(&l, err) != WIJK_OK)
    return err->status;
  const size_t bases = m.problem.base_count;
  double *distance_m = WIJK_ARENA_ADD(arena, double, homes *bases, err);
  for (size_t z = 0; distance_m && z < homes; z++)
    for (size_t j = 0; j < bases; j++)
      distance_m[z * bases + j] = distance_to_zone(&l, &people, z, m.base_x[j], m.base_y[j]);
  m.problem.households = households;
  m.problem.distance_m = distance_m;
  *places = m;
  return err->status;
}
