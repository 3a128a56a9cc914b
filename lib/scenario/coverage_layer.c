/* SPDX-License-Identifier: EUPL-1.2 */
/* A coverage as zones, lines and a table of bases. */
#include "scenario/outcome.h"
#include <math.h>
#include <wijk/coverage.h>

typedef struct telling {
  const wijk_coverage_places *places;
  const wijk_coverage *coverage;
  wijk_arena *arena;
  wijk_layer *layer;
} telling;

static double distance_of(const telling *t, const wijk_coverage_flow *f) {
  return t->places->problem.distance_m[f->home * t->places->problem.base_count + f->base];
}

static const char *text_of(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column && column->texts ? column->texts[row] : NULL;
}

static const char *base_name(const telling *t, size_t base) {
  const wijk_coverage_sources *s = &t->places->sources;
  return text_of(s->bases ? s->bases : s->zones, "name", base);
}

/* The number of its row where it has no key. */
static const char *base_id(const telling *t, size_t base, wijk_error *err) {
  const wijk_coverage_sources *s = &t->places->sources;
  const char *key = text_of(s->bases ? s->bases : s->zones, "key", base);
  return key ? key : wijk_arena_format(t->arena, err, "%zu", base + 1);
}

/* Households and metres of some flows. */
typedef struct tally {
  double many, metres, longest;
  size_t ends;
} tally;

static void add_flow(tally *y, double many, double distance) {
  y->many += many;
  y->metres += many * distance;
  y->longest = fmax(y->longest, distance);
  y->ends++;
}

static void set_distances(const telling *t, size_t first, size_t row, const tally *y, wijk_reason none) {
  outcome_set(t->layer, first, row, y->many > 0 ? y->metres / y->many : NAN, none);
  outcome_set(t->layer, first + 1, row, y->many > 0 ? y->longest : NAN, none);
}

#define HOUSEHOLDS "huishoudens", "households"
#define WORKERS "wijkverbinders", "workers"
#define MEAN "Gemiddelde afstand", "Mean distance", "m", "m", 'n'
#define LONGEST "Grootste afstand", "Largest distance", "m", "m", 'n'

/* ---- zones ---- */

enum { HAS, SERVED, UNSERVED, BASED, MEAN_M, LONGEST_M, SERVED_BY, ZONE_COLUMNS };
static const outcome_column zone_columns[ZONE_COLUMNS] = {
    [HAS] = {"households_count", "Huishoudens", "Households", HOUSEHOLDS, 'p'},
    [SERVED] = {"served_count", "Huishoudens met een wijkverbinder", "Households with a worker", HOUSEHOLDS, 'p'},
    [UNSERVED] = {"unserved_count", "Huishoudens zonder wijkverbinder", "Households without a worker", HOUSEHOLDS, 'p'},
    [BASED] = {"workers_count", "Wijkverbinders met deze standplaats", "Workers based here", WORKERS, 'w'},
    [SERVED_BY] = {"served_by", "Wijkverbinders uit (huishoudens)", "Served from (households)", NULL, NULL, 't'},
    [MEAN_M] = {"distance_mean_m", MEAN},
    [LONGEST_M] = {"distance_max_m", LONGEST},
};

/* "Cool (24), Oude Westen (7)", by base. */
static const char *served_by(const telling *t, size_t home, wijk_error *err) {
  const char *text = NULL;
  for (size_t k = 0; k < t->coverage->flow_count && err->status == WIJK_OK; k++) {
    const wijk_coverage_flow *f = &t->coverage->flows[k];
    const char *name = base_name(t, f->base);
    if (f->home == home)
      text = wijk_arena_format(t->arena, err, "%s%s%s (%zu)", text ? text : "", text ? ", " : "",
                               name ? name : base_id(t, f->base, err), (size_t)f->households);
  }
  return text;
}

static void set_zone(const telling *t, size_t first, size_t z, const tally *y, wijk_error *err) {
  const wijk_coverage_places *p = t->places;
  const double many = p->problem.households[z];
  const wijk_reason none = !p->known[z]  ? WIJK_REASON_NOT_JOINED
                           : many == 0   ? WIJK_REASON_NO_HOUSEHOLDS
                           : y->many > 0 ? WIJK_PRESENT
                                         : WIJK_REASON_NO_WORKER;
  const char *by = served_by(t, z, err);
  double based = 0;
  for (size_t j = 0; j < p->problem.base_count; j++)
    based += p->base_zone[j] == z ? t->coverage->workers[j] : 0;
  outcome_set(t->layer, first + HAS, z, p->known[z] ? many : NAN, none);
  outcome_set(t->layer, first + SERVED, z, p->known[z] ? y->many : NAN, none);
  outcome_set(t->layer, first + UNSERVED, z, p->known[z] ? t->coverage->unserved[z] : NAN, none);
  outcome_set(t->layer, first + BASED, z, based, none);
  outcome_set_text(t->layer, first + SERVED_BY, z, by);
  if (!by)
    t->layer->columns[first + SERVED_BY].reasons[z] = (uint8_t)none;
  set_distances(t, first + MEAN_M, z, y, none);
}

wijk_status wijk_coverage_zones(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                wijk_arena *arena, wijk_layer **zones, wijk_error *err) {
  const wijk_layer *from = places->sources.zones;
  telling t = {places, coverage, arena,
               outcome_zone_layer(from, dutch ? "buurten" : "zones", zone_columns, ZONE_COLUMNS, arena, err)};
  tally *tallies = WIJK_ARENA_ADD(arena, tally, from->row_count, err);
  if (!tallies || !t.layer)
    return err->status;
  const size_t first = t.layer->column_count - ZONE_COLUMNS;
  for (size_t k = 0; k < coverage->flow_count; k++)
    add_flow(&tallies[coverage->flows[k].home], coverage->flows[k].households, distance_of(&t, &coverage->flows[k]));
  for (size_t z = 0; z < from->row_count && err->status == WIJK_OK; z++)
    set_zone(&t, first, z, &tallies[z], err);
  *zones = t.layer;
  return err->status;
}

/* ---- flows ---- */

enum { FROM_ID, FROM_NAME, TO_ID, TO_NAME, MANY, DISTANCE, FLOW_COLUMNS };
static const outcome_column flow_columns[FLOW_COLUMNS] = {
    [FROM_ID] = {"from_id", "Van (standplaats)", "From (base)", NULL, NULL, 'c'},
    [FROM_NAME] = {"from_name", "Van (naam)", "From (name)", NULL, NULL, 't'},
    [TO_ID] = {"to_id", "Naar", "To", NULL, NULL, 'c'},
    [TO_NAME] = {"to_name", "Naar (naam)", "To (name)", NULL, NULL, 't'},
    [MANY] = {"households_count", "Huishoudens", "Households", HOUSEHOLDS, 'p'},
    [DISTANCE] = {"distance_m", "Afstand", "Distance", "m", "m", 'n'},
};

wijk_status wijk_coverage_flows(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                wijk_arena *arena, wijk_layer **flows, wijk_error *err) {
  const size_t count = coverage->flow_count;
  telling t = {places, coverage, arena, wijk_layer_new(arena, dutch ? "ritten" : "routes", count, err)};
  if (!t.layer || outcome_columns_add(t.layer, flow_columns, FLOW_COLUMNS, err) != WIJK_OK)
    return err->status;
  t.layer->crs = places->sources.zones->crs;
  if (outcome_lines_open(t.layer, arena, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < count && err->status == WIJK_OK; row++) {
    const wijk_coverage_flow *f = &coverage->flows[row];
    outcome_set_text(t.layer, FROM_ID, row, base_id(&t, f->base, err));
    outcome_set_text(t.layer, FROM_NAME, row, base_name(&t, f->base));
    outcome_set_text(t.layer, TO_ID, row, text_of(places->sources.zones, "key", f->home));
    outcome_set_text(t.layer, TO_NAME, row, text_of(places->sources.zones, "name", f->home));
    outcome_set(t.layer, MANY, row, f->households, WIJK_REASON_MISSING);
    outcome_set(t.layer, DISTANCE, row, distance_of(&t, f), WIJK_REASON_MISSING);
    outcome_line_add(t.layer, row, places->base_x[f->base], places->base_y[f->base], places->home_x[f->home],
                     places->home_y[f->home]);
  }
  *flows = t.layer;
  return err->status;
}

/* ---- workers ---- */

enum { ID, NAME, ZONE, NUMBER, SERVES, ZONES, USED, WORKERS_MEAN_M, WORKERS_LONGEST_M, WORKER_COLUMNS };
static const outcome_column worker_columns[WORKER_COLUMNS] = {
    [ID] = {"base_id", "Standplaats", "Base", NULL, NULL, 'c'},
    [NAME] = {"base_name", "Naam", "Name", NULL, NULL, 't'},
    [ZONE] = {"zone_key", "Ligt in", "Lies in", NULL, NULL, 'c'},
    [NUMBER] = {"workers_count", "Wijkverbinders", "Workers", WORKERS, 'w'},
    [SERVES] = {"households_count", "Huishoudens", "Households", HOUSEHOLDS, 'p'},
    [ZONES] = {"zones_count", "Buurten", "Zones", "buurten", "zones", 'w'},
    [USED] = {"caseload_share", "Caseload benut", "Caseload used", "aandeel", "share", 's'},
    [WORKERS_MEAN_M] = {"distance_mean_m", MEAN},
    [WORKERS_LONGEST_M] = {"distance_max_m", LONGEST},
};

wijk_status wijk_coverage_workers(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                  wijk_arena *arena, wijk_layer **workers, wijk_error *err) {
  const size_t bases = places->problem.base_count;
  tally *tallies = WIJK_ARENA_ADD(arena, tally, bases, err);
  size_t rows = 0;
  for (size_t j = 0; j < bases; j++)
    rows += coverage->workers[j] > 0;
  telling t = {places, coverage, arena, wijk_layer_new(arena, dutch ? "wijkverbinders" : "workers", rows, err)};
  if (!tallies || !t.layer || outcome_columns_add(t.layer, worker_columns, WORKER_COLUMNS, err) != WIJK_OK)
    return err->status;
  t.layer->crs = places->sources.zones->crs;
  t.layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT,
                                      .point_count = rows,
                                      .x = WIJK_ARENA_ADD(arena, double, rows, err),
                                      .y = WIJK_ARENA_ADD(arena, double, rows, err)};
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < coverage->flow_count; k++)
    add_flow(&tallies[coverage->flows[k].base], coverage->flows[k].households, distance_of(&t, &coverage->flows[k]));
  for (size_t j = 0, row = 0; j < bases && err->status == WIJK_OK; j++) {
    const double number = coverage->workers[j];
    const size_t zone = places->base_zone[j];
    if (number == 0)
      continue;
    outcome_set_text(t.layer, ID, row, base_id(&t, j, err));
    outcome_set_text(t.layer, NAME, row, base_name(&t, j));
    outcome_set_text(t.layer, ZONE, row, zone == WIJK_NONE ? NULL : text_of(places->sources.zones, "key", zone));
    outcome_set(t.layer, NUMBER, row, number, WIJK_REASON_MISSING);
    outcome_set(t.layer, SERVES, row, tallies[j].many, WIJK_REASON_MISSING);
    outcome_set(t.layer, ZONES, row, (double)tallies[j].ends, WIJK_REASON_MISSING);
    t.layer->geometry.x[row] = places->base_x[j];
    t.layer->geometry.y[row] = places->base_y[j];
    outcome_set(t.layer, USED, row, tallies[j].many / (number * (double)places->problem.caseload), WIJK_REASON_MISSING);
    set_distances(&t, WORKERS_MEAN_M, row, &tallies[j], WIJK_REASON_NO_HOUSEHOLDS);
    row++;
  }
  *workers = t.layer;
  return err->status;
}

/* ---- the report ---- */

static wijk_status add_figure(wijk_report *report, const char *id, double value, const char *reason, wijk_error *err) {
  const wijk_city_value figure = {
      .id = id, .value = value, .reason = isnan(value) ? reason : NULL, .p = NAN, .expected = NAN, .variance = NAN};
  return wijk_report_add_city(report, &figure, err);
}

static wijk_status add_goals(const wijk_coverage *c, wijk_report *report, wijk_error *err) {
  static const char *const names[WIJK_COVERAGE_GOALS] = {"unserved", "workers", "metres"};
  for (size_t g = 0; g < WIJK_COVERAGE_GOALS && err->status == WIJK_OK; g++) {
    const wijk_coverage_value *goal = &c->goals[g];
    const struct {
      const char *what;
      double value;
    } figures[] = {{"", goal->value},
                   {"_bound", goal->bound},
                   {"_gap_share", goal->value > goal->bound ? (goal->value - goal->bound) / goal->value : 0},
                   {"_proved", goal->proved},
                   {"_nodes", (double)goal->nodes}};
    for (size_t k = 0; k < sizeof figures / sizeof *figures && err->status == WIJK_OK; k++) {
      const char *id = wijk_arena_format(report->arena, err, "goal_%s%s", names[g], figures[k].what);
      if (id)
        add_figure(report, id, figures[k].value, NULL, err);
    }
  }
  return err->status;
}

static wijk_status tell_unserved(const wijk_coverage_places *places, const wijk_coverage *c, double unserved,
                                 wijk_report *report, wijk_error *err) {
  const wijk_coverage_problem *p = &places->problem;
  size_t zones = 0;
  for (size_t i = 0; i < p->home_count; i++)
    zones += c->unserved[i] > 0;
  const wijk_finding finding = {
      .severity = WIJK_WARNING, .code = "unserved", .hint = "allow more workers, a larger caseload or longer ways"};
  return wijk_report_add_finding(report, &finding, err, "%zu %s in %zu %s have no worker: %s", (size_t)unserved,
                                 wijk_plural((size_t)unserved, "household", "households"), zones,
                                 wijk_plural(zones, "zone", "zones"),
                                 p->workers == WIJK_NONE ? "no base is near enough"
                                 : isnan(p->furthest_m)  ? "there are too few workers"
                                                         : "there are too few workers, or no base is near enough");
}

wijk_status wijk_coverage_report(const wijk_coverage_places *places, const wijk_coverage *c, wijk_report *report,
                                 wijk_error *err) {
  const double unserved = c->goals[WIJK_COVERAGE_UNSERVED].value, workers = c->goals[WIJK_COVERAGE_WORKERS].value;
  const telling t = {.places = places, .coverage = c};
  tally all = {0};
  for (size_t k = 0; k < c->flow_count; k++)
    add_flow(&all, c->flows[k].households, distance_of(&t, &c->flows[k]));
  const double capacity = workers * (double)places->problem.caseload;
  if (add_figure(report, "households_count", all.many + unserved, NULL, err) != WIJK_OK ||
      add_figure(report, "served_count", all.many, NULL, err) != WIJK_OK ||
      add_figure(report, "unserved_count", unserved, NULL, err) != WIJK_OK ||
      add_figure(report, "workers_count", workers, NULL, err) != WIJK_OK ||
      add_figure(report, "caseload_share", capacity > 0 ? all.many / capacity : NAN, "no worker", err) != WIJK_OK ||
      add_figure(report, "distance_mean_m", all.many > 0 ? all.metres / all.many : NAN, "no worker", err) != WIJK_OK ||
      add_figure(report, "distance_max_m", all.many > 0 ? all.longest : NAN, "no worker", err) != WIJK_OK ||
      add_goals(c, report, err) != WIJK_OK)
    return err->status;
  return unserved > 0 ? tell_unserved(places, c, unserved, report, err) : WIJK_OK;
}
