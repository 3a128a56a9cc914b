/* SPDX-License-Identifier: EUPL-1.2 */
/* Every law that a metric declares, on random input and in the corners. Random input alone lets a false law pass
 * hundreds of rounds: the corners are where formulas divide by nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

enum { ROUNDS = 25, WIDTH = MOST_ZONES };
static const double tolerance = 1e-9;

/* Values of every figure: [figure][zone], one for the city. NaN = undefined. */
typedef struct figures {
  size_t zones, count;
  const wijk_metric *metric[256];
  const char *name[256], *by[256];
  double value[256][WIDTH];
  bool alone[256][WIDTH]; /* undefined for want of another zone */
} figures;

static size_t broken, checked;
static wijk_roads *roads;

static void tell(const wijk_metric *metric, const char *name, const char *law, world_kind kind, uint64_t seed, double a,
                 double b) {
  if (broken++ < 40) {
    printf("%s (%s) breaks '%s' in a world '%s', seed %llu: %.17g against %.17g\n", name,
           metric->level == WIJK_METRIC_ZONE ? "zone" : "city", law, world_names[kind], (unsigned long long)seed, a, b);
  }
}

static const wijk_metric *metric_of(const char *name, wijk_metric_level level, bool of_class) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const char *open = strchr(metric->id, '{');
      const size_t head = open == NULL ? strlen(metric->id) : (size_t)(open - metric->id);
      const char *tail = open == NULL ? "" : strchr(open, '}') + 1;
      const size_t length = strlen(name), end = strlen(tail);
      const bool fits = open == NULL ? strcmp(metric->id, name) == 0
                                     : length > head + end && strncmp(name, metric->id, head) == 0 &&
                                           strcmp(name + length - end, tail) == 0 &&
                                           memchr(name + head, '_', length - head - end) == NULL;
      if (fits && metric->level == level &&
          (level == WIJK_METRIC_ZONE || of_class == (metric->part == WIJK_PART_CLASS))) {
        return metric;
      }
    }
  }
  return NULL;
}

/* Everything there is to compute of a world. */
static bool compute(const world *w, wijk_arena *arena, figures *out) {
  wijk_error err = {0};
  wijk_report report;
  wijk_subject subject;
  wijk_layer *zones, *result;
  memset(out, 0, sizeof *out);
  out->zones = w->zones;
  wijk_report_new("laws", arena, &report, &err);
  zones = wijk_layer_new(arena, "zones", w->zones, &err);
  const wijk_metric_request all = {0};
  if (zones == NULL || world_subject(w, roads, arena, &subject, &err) != WIJK_OK ||
      wijk_metrics_compute(&subject, zones, NULL, &all, arena, &report, &result, &err) != WIJK_OK) {
    printf("computing failed: %s\n", err.message);
    broken++;
    return false;
  }
  for (size_t c = 0; c < result->column_count; c++) {
    const wijk_column *column = &result->columns[c];
    if (column->type == WIJK_COLUMN_NUMBER) {
      out->name[out->count] = column->name;
      out->metric[out->count] = metric_of(column->name, WIJK_METRIC_ZONE, false);
      memcpy(out->value[out->count++], column->numbers, w->zones * sizeof(double));
      for (size_t i = 0; i < w->zones; i++) {
        out->alone[out->count - 1][i] = column->reasons[i] == WIJK_REASON_TOO_FEW;
        if (isnan(column->numbers[i]) == (column->reasons[i] == WIJK_PRESENT)) {
          tell(out->metric[out->count - 1], column->name, "null with a reason, and only null", 0, 0, column->numbers[i],
               column->reasons[i]);
        }
      }
    }
  }
  for (size_t v = 0; v < report.city_count; v++) {
    const wijk_city_value *city = &report.city[v];
    out->name[out->count] = city->id;
    out->by[out->count] = city->by;
    out->metric[out->count] = metric_of(city->id, WIJK_METRIC_CITY, city->by != NULL);
    out->alone[out->count][0] = city->reason != NULL && strcmp(city->reason, "too few zones") == 0;
    out->value[out->count++][0] = city->value;
    if (isnan(city->value) == (city->reason == NULL)) {
      tell(out->metric[out->count - 1], city->id, "null with a reason, and only null", 0, 0, city->value, 0);
    }
  }
  return true;
}

static bool same(double a, double b) {
  return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance * fmax(1, fmax(fabs(a), fabs(b)));
}

/* `to[i]` is where zone i of `before` is in `after`. */
static void compare(const figures *before, const figures *after, const size_t *to, wijk_metric_law law,
                    const char *name, world_kind kind, uint64_t seed) {
  for (size_t k = 0; k < before->count; k++) {
    const wijk_metric *metric = before->metric[k];
    if (!(metric->laws & law)) {
      continue;
    }
    const size_t width = metric->level == WIJK_METRIC_ZONE ? before->zones : 1;
    for (size_t i = 0; i < width; i++) {
      const double a = before->value[k][i], b = after->value[k][width > 1 && to != NULL ? to[i] : i];
      checked++;
      if (law == WIJK_LAW_DOUBLING_FREE && before->alone[k][i]) {
        continue; /* one zone is no city, and two are */
      }
      if (!same(a, b)) {
        tell(metric, before->name[k], name, kind, seed, a, b);
      }
    }
  }
}

static void check_range(const figures *f, world_kind kind, uint64_t seed) {
  for (size_t k = 0; k < f->count; k++) {
    const wijk_metric *metric = f->metric[k];
    const size_t width = metric->level == WIJK_METRIC_ZONE ? f->zones : 1;
    double sum = 0;
    size_t defined = 0;
    for (size_t i = 0; i < width; i++) {
      const double v = f->value[k][i];
      checked++;
      if (isinf(v)) {
        tell(metric, f->name[k], "finite", kind, seed, v, 0);
      }
      if (metric->laws & WIJK_LAW_UNIT_INTERVAL && !isnan(v) && !(v >= 0 && v <= 1)) {
        tell(metric, f->name[k], "in [0, 1]", kind, seed, v, 1);
      }
      if (metric->laws & WIJK_LAW_NOT_NEGATIVE && v < 0) {
        tell(metric, f->name[k], "not negative", kind, seed, v, 0);
      }
      sum += isnan(v) ? 0 : v;
      defined += !isnan(v);
    }
    if (metric->laws & WIJK_LAW_SUMS_TO_ONE && defined > 0 && !same(sum, 1)) {
      tell(metric, f->name[k], "sums to one", kind, seed, sum, 1);
    }
  }
}

/* Not where an unknown capacity leaves a zone out of the sum. */
static void check_shared_out(const figures *f, const world *w, world_kind kind, uint64_t seed) {
  for (size_t k = 0; k < f->count; k++) {
    double people[MOST_ZONES], sum = 0;
    if (!(f->metric[k]->laws & WIJK_LAW_SHARED_OUT)) {
      continue;
    }
    /* 3 km is the catchment and the last ring of the default */
    const bool net = f->metric[k]->needs & WIJK_NEEDS_ROADS;
    const double served = world_served(w, net ? roads : NULL, 3000, people);
    for (size_t i = 0; i < f->zones; i++) {
      sum += people[i] > 0 ? people[i] * f->value[k][i] / 1000 : 0;
    }
    checked++;
    if (!isnan(sum) && !same(sum, served)) {
      tell(f->metric[k], f->name[k], "shares all places out", kind, seed, sum, served);
    }
  }
}

static void check_even(const figures *f, world_kind kind, uint64_t seed) {
  for (size_t k = 0; k < f->count; k++) {
    const size_t width = f->metric[k]->level == WIJK_METRIC_ZONE ? f->zones : 1;
    for (size_t i = 0; i < width && f->metric[k]->laws & WIJK_LAW_ZERO_WHEN_EVEN; i++) {
      checked++;
      if (fabs(f->value[k][i]) > 1e-6) {
        tell(f->metric[k], f->name[k], "zero when even", kind, seed, f->value[k][i], 0);
      }
    }
  }
}

static void check_world(world_kind kind, uint64_t seed, wijk_arena *arena) {
  static world made, w;
  static figures before, after;
  wijk_random random = wijk_random_new(seed, kind);
  size_t to[MOST_ZONES];
  world_make(&made, kind, &random);
  if (!compute(&made, arena, &before)) {
    return;
  }
  check_range(&before, kind, seed);
  check_shared_out(&before, &made, kind, seed);

  w = made;
  world_scale_group(&w, 3);
  if (compute(&w, arena, &after)) {
    compare(&before, &after, NULL, WIJK_LAW_GROUP_SCALE_FREE, "unchanged when every x_i is multiplied", kind, seed);
  }
  w = made;
  world_scale_total(&w, 7);
  if (compute(&w, arena, &after)) {
    compare(&before, &after, NULL, WIJK_LAW_TOTAL_SCALE_FREE, "unchanged when every t_i is multiplied", kind, seed);
  }
  for (size_t i = 0; i < made.zones; i++) {
    to[i] = i;
  }
  for (size_t i = made.zones; i-- > 1;) {
    const size_t j = (size_t)wijk_random_below(&random, i + 1), kept = to[i];
    to[i] = to[j];
    to[j] = kept;
  }
  w = made;
  world_permute(&w, to);
  if (compute(&w, arena, &after)) {
    compare(&before, &after, to, WIJK_LAW_ORDER_FREE, "unchanged when zones change places", kind, seed);
  }
  w = made;
  world_double(&w);
  if (compute(&w, arena, &after)) {
    compare(&before, &after, NULL, WIJK_LAW_DOUBLING_FREE, "unchanged when every zone is there twice", kind, seed);
  }
  w = made;
  for (size_t i = 0; i < w.zones; i++) {
    w.zone_class[i] = -1; /* norms of classes may ask for less than the same everywhere */
  }
  world_even(&w);
  if (kind != WORLD_MISSING && compute(&w, arena, &after)) {
    check_even(&after, kind, seed);
  }
}

int main(void) {
  wijk_error err = {0};
  wijk_arena *kept = wijk_arena_new(&err);
  roads = kept == NULL ? NULL : world_roads(kept);
  if (roads == NULL) {
    return 1;
  }
  for (int kind = 0; kind < WORLD_KINDS; kind++) {
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
      wijk_arena *arena = wijk_arena_new(&err);
      if (arena == NULL) {
        return 1;
      }
      check_world((world_kind)kind, seed, arena);
      wijk_arena_free(arena);
    }
  }
  wijk_roads_free(roads);
  wijk_arena_free(kept);
  printf("%zu comparisons, %zu broken\n", checked, broken);
  return broken > 0;
}
