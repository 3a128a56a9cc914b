/* SPDX-License-Identifier: EUPL-1.2 */
#include "world.h"

#include <math.h>
#include <string.h>

const char *const world_names[WORLD_KINDS] = {"random",      "one zone", "two zones", "all in one zone", "all equal",
                                              "mostly zero", "empty",    "missing",   "crowded"};

static const char *const forms[] = {"opvang", "beschermd", "begeleid"};
static const char *const providers[] = {"P", "Q", "R", "S"};
static const char *const classes[CLASSES] = {"kwetsbaar", "aandacht", "draagkrachtig"};
static const double radii[] = {200, 1500};

static void add_facility(world *w, size_t zone, double capacity, wijk_random *random) {
  const size_t f = w->facilities++;
  w->zone_of_facility[f] = zone;
  w->x[f] = w->interior_x[zone] + 400 * wijk_random_share(random);
  w->y[f] = w->interior_y[zone] + 400 * wijk_random_share(random);
  w->capacity[f] = capacity;
  w->occupied[f] = floor(capacity * wijk_random_share(random));
  w->form[f] = forms[wijk_random_below(random, 3)];
  w->provider[f] = providers[wijk_random_below(random, 4)];
}

static void add_zone(world *w, wijk_random *random) {
  const size_t i = w->zones++;
  w->key[i] = (unsigned)i;
  w->residents[i] = 200 + (double)wijk_random_below(random, 5000);
  w->land[i] = 0.1 + 3 * wijk_random_share(random);
  w->interior_x[i] = 1000 * (double)(i % 8);
  w->interior_y[i] = 1000 * (double)(i / 8);
  w->zone_class[i] = (int)wijk_random_below(random, CLASSES + 1) - 1;
  double sum = 0;
  for (size_t k = 0; k < CLASSES; k++) {
    sum += w->class_share[i * CLASSES + k] = wijk_random_share(random);
  }
  for (size_t k = 0; k < CLASSES; k++) {
    w->class_share[i * CLASSES + k] /= sum;
  }
  for (size_t p = 0; p < 2 && i % 5 != 4; p++) { /* every fifth zone is measured from inside */
    w->people_x[w->people] = w->interior_x[i] + 400 * wijk_random_share(random);
    w->people_y[w->people] = w->interior_y[i] + 400 * wijk_random_share(random);
    w->weight[w->people] = 1 + (double)wijk_random_below(random, 300);
    w->zone_of_people[w->people++] = i;
  }
}

static void spoil(world *w) {
  for (size_t i = 0; i < w->zones; i++) {
    w->residents[i] = i % 4 == 1 ? NAN : i % 4 == 2 ? 0 : w->residents[i];
    w->water[i] = i % 7 == 3;
    w->land[i] = w->water[i] ? 0 : w->land[i];
  }
  for (size_t f = 0; f < w->facilities; f++) {
    w->capacity[f] = f % 9 == 4 ? NAN : w->capacity[f];
    w->form[f] = f % 11 == 5 ? NULL : w->form[f];
    w->provider[f] = f % 13 == 6 ? NULL : w->provider[f];
  }
}

void world_make(world *w, world_kind kind, wijk_random *random) {
  memset(w, 0, sizeof *w);
  const size_t zones = kind == WORLD_ONE_ZONE    ? 1
                       : kind == WORLD_TWO_ZONES ? 2
                                                 : 3 + (size_t)wijk_random_below(random, 20);
  for (size_t i = 0; i < zones; i++) {
    add_zone(w, random);
    if (kind == WORLD_EQUAL) {
      w->residents[i] = 1000;
      w->land[i] = 1;
    }
  }
  const size_t only = (size_t)wijk_random_below(random, zones);
  for (size_t i = 0; i < zones && kind != WORLD_EMPTY; i++) {
    const size_t some = (size_t)wijk_random_below(random, 5);
    const size_t count = kind == WORLD_EQUAL         ? 2
                         : kind == WORLD_IN_ONE      ? (i == only ? 5 : 0)
                         : kind == WORLD_MOSTLY_ZERO ? (wijk_random_below(random, 6) == 0 ? some : 0)
                                                     : some;
    for (size_t k = 0; k < count; k++) {
      add_facility(w, i, kind == WORLD_EQUAL ? 10 : 1 + (double)wijk_random_below(random, 20), random);
    }
  }
  if (kind == WORLD_MISSING) {
    spoil(w);
  }
  if (kind == WORLD_CROWDED) {
    add_facility(w, only, 20000, random);
  }
}

void world_scale_group(world *w, double factor) {
  for (size_t f = 0; f < w->facilities; f++) {
    w->capacity[f] *= factor;
  }
}

void world_scale_total(world *w, double factor) {
  for (size_t i = 0; i < w->zones; i++) {
    w->residents[i] *= factor;
  }
  for (size_t p = 0; p < w->people; p++) {
    w->weight[p] *= factor;
  }
}

void world_permute(world *w, const size_t *to) {
  static world old;
  old = *w;
  for (size_t i = 0; i < w->zones; i++) {
    w->key[to[i]] = old.key[i];
    w->residents[to[i]] = old.residents[i];
    w->land[to[i]] = old.land[i];
    w->water[to[i]] = old.water[i];
    w->interior_x[to[i]] = old.interior_x[i];
    w->interior_y[to[i]] = old.interior_y[i];
    w->zone_class[to[i]] = old.zone_class[i];
    memcpy(w->class_share + to[i] * CLASSES, old.class_share + i * CLASSES, CLASSES * sizeof(double));
  }
  for (size_t f = 0; f < w->facilities; f++) {
    w->zone_of_facility[f] = to[old.zone_of_facility[f]];
  }
  for (size_t p = 0; p < w->people; p++) {
    w->zone_of_people[p] = to[old.zone_of_people[p]];
  }
}

#define TWICE(array, count) memcpy((array) + (count), (array), (count) * sizeof *(array))

void world_double(world *w) {
  const size_t n = w->zones, f = w->facilities, p = w->people;
  TWICE(w->residents, n);
  TWICE(w->land, n);
  TWICE(w->water, n);
  TWICE(w->interior_x, n);
  TWICE(w->interior_y, n);
  TWICE(w->zone_class, n);
  TWICE(w->class_share, n * CLASSES);
  TWICE(w->x, f);
  TWICE(w->y, f);
  TWICE(w->capacity, f);
  TWICE(w->occupied, f);
  TWICE(w->form, f);
  TWICE(w->provider, f);
  TWICE(w->people_x, p);
  TWICE(w->people_y, p);
  TWICE(w->weight, p);
  for (size_t k = 0; k < n; k++) {
    w->key[n + k] = (unsigned)(n + k);
  }
  for (size_t k = 0; k < f; k++) {
    w->zone_of_facility[f + k] = w->zone_of_facility[k] + n;
  }
  for (size_t k = 0; k < p; k++) {
    w->zone_of_people[p + k] = w->zone_of_people[k] + n;
  }
  w->zones *= 2;
  w->facilities *= 2;
  w->people *= 2;
}

void world_even(world *w) {
  wijk_random random = wijk_random_new(1, 1);
  w->facilities = 0;
  for (size_t i = 0; i < w->zones; i++) {
    add_facility(w, i, w->residents[i] / 10, &random);
  }
}

/* A square of a kilometre around each zone's place: neighbours touch, and zones that are there twice lie on each other.
 */
static const wijk_layer *add_squares(const world *w, wijk_arena *arena, wijk_error *err) {
  static const double corner[5][2] = {{-500, -500}, {500, -500}, {500, 500}, {-500, 500}, {-500, -500}};
  wijk_layer *layer = wijk_layer_new(arena, "zones", w->zones, err);
  const size_t n = w->zones;
  size_t *number = WIJK_ARENA_ADD(arena, size_t, n + 1, err), *point = WIJK_ARENA_ADD(arena, size_t, n + 1, err);
  double *x = WIJK_ARENA_ADD(arena, double, 5 * n, err), *y = WIJK_ARENA_ADD(arena, double, 5 * n, err);
  wijk_column *key = layer == NULL ? NULL : wijk_layer_add_column(layer, "zone", WIJK_COLUMN_CODE, err);
  if (key == NULL || number == NULL || point == NULL || x == NULL || y == NULL) {
    return NULL;
  }
  key->role = "key";
  for (size_t i = 0; i < n; i++) {
    key->texts[i] = wijk_arena_format(arena, err, "Z%03u", w->key[i]);
    number[i + 1] = i + 1;
    point[i + 1] = 5 * (i + 1);
    for (size_t k = 0; k < 5; k++) {
      x[5 * i + k] = w->interior_x[i] + corner[k][0];
      y[5 * i + k] = w->interior_y[i] + corner[k][1];
    }
  }
  layer->crs = "EPSG:28992";
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POLYGON,
                                    .part_of_row = number,
                                    .ring_of_part = number,
                                    .point_of_ring = point,
                                    .part_count = n,
                                    .ring_count = n,
                                    .point_count = 5 * n,
                                    .x = x,
                                    .y = y};
  return layer;
}

wijk_status world_subject(const world *w, const wijk_roads *roads, wijk_arena *arena, wijk_subject *subject,
                          wijk_error *err) {
  wijk_zone_norm *norms = WIJK_ARENA_ADD(arena, wijk_zone_norm, w->zones, err);
  bool *keep = WIJK_ARENA_ADD(arena, bool, w->facilities, err);
  for (size_t i = 0; i < w->zones; i++) { /* without a class: what a zone may have where there is no zoning */
    norms[i] = w->zone_class[i] < 0 ? (wijk_zone_norm){WIJK_NORM_CITY_TIMES, NAN, 1}
                                    : wijk_norm_preset(classes[w->zone_class[i]]);
  }
  for (size_t f = 0; f < w->facilities; f++) {
    keep[f] = true;
  }
  wijk_method *method = WIJK_ARENA_ADD(arena, wijk_method, 1, err);
  if (method == NULL) {
    return WIJK_MEMORY;
  }
  *method = wijk_method_default();
  method->centre_x = 1500; /* to which several zones are equally near */
  method->centre_y = 1000;
  const wijk_layer *squares = add_squares(w, arena, err);
  if (squares == NULL) {
    return WIJK_MEMORY;
  }
  wijk_subject raw = {.zone_count = w->zones,
                      .roads = roads,
                      .zones = squares,
                      .method = method,
                      .residents = w->residents,
                      .land_km2 = w->land,
                      .water = w->water,
                      .interior_x = w->interior_x,
                      .interior_y = w->interior_y,
                      .has_facilities = true,
                      .facility_count = w->facilities,
                      .facility_x = w->x,
                      .facility_y = w->y,
                      .capacity = w->capacity,
                      .occupied = w->occupied,
                      .zone_of_facility = w->zone_of_facility,
                      .form = w->form,
                      .provider = w->provider,
                      .forms = forms,
                      .form_count = 3,
                      .population_count = w->people,
                      .population_x = w->people_x,
                      .population_y = w->people_y,
                      .population_weight = w->weight,
                      .zone_of_population = w->zone_of_people,
                      .zone_class = w->zone_class,
                      .class_share = w->class_share,
                      .zone_norm = norms,
                      .classes = classes,
                      .class_count = CLASSES,
                      .radii_m = radii,
                      .radius_count = 2,
                      .threads = 1,
                      .seed = 1};
  return wijk_subject_snap(&raw, arena, err) == WIJK_OK ? wijk_subject_select(&raw, keep, arena, subject, err)
                                                        : err->status;
}
