/* SPDX-License-Identifier: EUPL-1.2 */
/* Indices against chance: small cities of which every reallocation can be written down, each with its chance, so that
 * expectation, variance and p are known. What is drawn must come within five standard errors of them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <wijk/wijk.h>

enum { MOST = 400, DRAWS = 40000 };

typedef struct city {
  size_t zones, facilities;
  double residents[MOST], land[MOST], group[MOST], capacity[MOST], x[MOST], y[MOST];
  uint8_t water[MOST];
  size_t zone[MOST];
  bool given; /* `group` instead of facilities */
  wijk_method method;
  int threads;
  uint64_t seed;
} city;

static wijk_arena *arena;
static wijk_report report;

static city city_of(size_t zones, const double *residents) {
  city c = {.zones = zones, .method = wijk_method_default(), .threads = 1, .seed = 1};
  for (size_t i = 0; i < zones; i++) {
    c.residents[i] = residents[i];
    c.land[i] = 1;
  }
  c.method.inference = DRAWS;
  return c;
}

static void add_facility(city *c, size_t zone, double capacity) {
  c->zone[c->facilities] = zone;
  c->capacity[c->facilities++] = capacity;
}

/* The figure `id` with all that is known of its chance. */
static wijk_city_value compute(const city *c, const char *id) {
  wijk_error err = {0};
  wijk_subject subject;
  wijk_layer *zones = wijk_layer_new(arena, "zones", c->zones, &err), *result;
  wijk_zone_norm *norms = WIJK_ARENA_ADD(arena, wijk_zone_norm, c->zones, &err);
  bool *keep = WIJK_ARENA_ADD(arena, bool, MOST, &err);
  memset(keep, 1, MOST * sizeof *keep);
  const wijk_subject raw = {.zone_count = c->zones,
                            .zones = zones,
                            .method = &c->method,
                            .residents = c->residents,
                            .land_km2 = c->land,
                            .water = c->water,
                            .has_facilities = !c->given,
                            .facility_count = c->facilities,
                            .facility_x = c->x,
                            .facility_y = c->y,
                            .capacity = c->given ? NULL : c->capacity,
                            .zone_of_facility = c->zone,
                            .group = c->group,
                            .group_name = c->given ? "group" : NULL,
                            .facilities_of_zone = c->group,
                            .places_of_zone = c->given ? c->group : NULL,
                            .zone_norm = norms,
                            .threads = c->threads,
                            .seed = c->seed};
  assert_int_equal(wijk_subject_select(&raw, keep, arena, &subject, &err), WIJK_OK);
  assert_int_equal(wijk_report_new("unit", arena, &report, &err), WIJK_OK);
  const wijk_metric_request request = {.ids = &id, .id_count = 1};
  assert_int_equal(wijk_metrics_compute(&subject, zones, NULL, &request, arena, &report, &result, &err), WIJK_OK);
  for (size_t i = 0; i < report.city_count; i++) {
    if (strcmp(report.city[i].id, id) == 0) {
      return report.city[i];
    }
  }
  fail_msg("no %s", id);
  return (wijk_city_value){0};
}

static bool found(const char *code) {
  for (size_t i = 0; i < report.finding_count; i++) {
    if (strcmp(report.findings[i].code, code) == 0) {
      return true;
    }
  }
  return false;
}

/* What every possible city gives, and with what chance. */
typedef struct chances {
  size_t count;
  double value[MOST], chance[MOST];
} chances;

static void add_chance(chances *all, double value, double chance) {
  all->value[all->count] = value;
  all->chance[all->count++] = chance;
}

static void check(const wijk_city_value *made, const chances *all) {
  double mean = 0, variance = 0, fourth = 0, p = 0, sum = 0;
  for (size_t i = 0; i < all->count; i++) {
    mean += all->value[i] * all->chance[i];
    sum += all->chance[i];
  }
  assert_true(fabs(sum - 1) < 1e-12);
  for (size_t i = 0; i < all->count; i++) {
    const double away = all->value[i] - mean;
    variance += away * away * all->chance[i];
    fourth += away * away * away * away * all->chance[i];
    p += fabs(away) >= fabs(made->value - mean) - 1e-9 ? all->chance[i] : 0;
  }
  assert_true(fabs(made->expected - mean) <= 5 * sqrt(variance / DRAWS));
  assert_true(fabs(made->variance - variance) <= 5 * sqrt((fourth - variance * variance) / DRAWS) + 1e-4 * variance);
  assert_true(fabs(made->p - p) <= 5 * sqrt(p * (1 - p) / DRAWS) + 2.0 / DRAWS);
}

static double hoover(double x0, double x1, double t0, double t1) {
  return (fabs(x0 / (x0 + x1) - t0 / (t0 + t1)) + fabs(x1 / (x0 + x1) - t1 / (t0 + t1))) / 2;
}

/* Zones of 100 and 300 residents; facilities of 1, 2 and 5 places, all in the first. Each falls in the first with
 * chance 1/4: of the eight ways, with x the places that do (X = 8, t/T = 1/4), none 27/64 x 0, hoover 1/4;  {1} 9/64 x
 * 1, 1/8;  {2} 9/64 x 2, 0;  {5} 9/64 x 5, 3/8; {1,2} 3/64 x 3, 1/8;  {1,5} 3/64 x 6, 1/2;  {2,5} 3/64 x 7, 5/8;  all
 * 1/64 x 8, 3/4 */
static void test_whole_facilities(void **state) {
  (void)state;
  city c = city_of(2, (const double[]){100, 300});
  add_facility(&c, 0, 5);
  add_facility(&c, 0, 1);
  add_facility(&c, 0, 2);
  chances all = {8, {0.25, 0.125, 0, 0.375, 0.125, 0.5, 0.625, 0.75}, {27, 9, 9, 9, 3, 3, 3, 1}};
  for (size_t i = 0; i < 8; i++) {
    all.chance[i] /= 64;
  }
  const wijk_city_value made = compute(&c, "hoover");
  assert_true(made.value == 0.75);
  check(&made, &all);
  /* Single places moved one by one would call the same city more extreme: 8 places in one zone have chance 4^-8. */
  assert_true(made.p > 1.0 / 64 / 2);
}

/* Zones of 3 and 4 of whom 3 and 1 belong to the group: each of the seven does with chance 4/7, by itself. */
static void test_members(void **state) {
  (void)state;
  city c = city_of(2, (const double[]){3, 4});
  c.given = true;
  c.group[0] = 3;
  c.group[1] = 1;
  static const double choose3[] = {1, 3, 3, 1}, choose4[] = {1, 4, 6, 4, 1};
  chances all = {0};
  double possible = 0;
  for (int a = 0; a <= 3; a++) {
    for (int b = 0; b <= 4; b++) {
      if (a + b > 0 && a + b < 7) { /* nobody, or all: the index of two groups is undefined, and the draw not counted */
        const double chance = choose3[a] * choose4[b] * pow(4.0 / 7, a + b) * pow(3.0 / 7, 7 - a - b);
        const double x = a + b, y = 7 - x;
        add_chance(&all, (fabs(a / x - (3 - a) / y) + fabs(b / x - (4 - b) / y)) / 2, chance);
        possible += chance;
      }
    }
  }
  for (size_t i = 0; i < all.count; i++) {
    all.chance[i] /= possible;
  }
  const wijk_city_value made = compute(&c, "dissimilarity");
  check(&made, &all);
  assert_true(found("inference-units") && found("inference-undefined"));
}

/* Half a unit is in no zone, but three units of a zone of two are: then units go by themselves. x_1 ~ B(3, 1/3). */
static void test_units(void **state) {
  (void)state;
  city c = city_of(2, (const double[]){1, 2});
  c.given = true;
  c.group[1] = 3;
  chances all = {0};
  static const double choose[] = {1, 3, 3, 1};
  for (int k = 0; k <= 3; k++) {
    add_chance(&all, hoover(k, 3 - k, 1, 2), choose[k] * pow(1.0 / 3, k) * pow(2.0 / 3, 3 - k));
  }
  wijk_city_value made = compute(&c, "hoover");
  check(&made, &all);
  c.group[1] = 2.5;
  made = compute(&c, "hoover");
  assert_true(!isnan(made.value) && isnan(made.p) && isnan(made.expected) && found("inference-units"));
}

/* x = 1 2 3 over t = 10 20 70: six orders of equal chance. */
static void test_permutation(void **state) {
  (void)state;
  static const int orders[6][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
  city c = city_of(3, (const double[]){10, 20, 70});
  c.method.inference_permutes = true;
  chances all = {0};
  for (size_t k = 0; k < 6; k++) {
    add_chance(&all,
               (fabs(orders[k][0] / 6.0 - 0.1) + fabs(orders[k][1] / 6.0 - 0.2) + fabs(orders[k][2] / 6.0 - 0.7)) / 2,
               1.0 / 6);
  }
  for (size_t i = 0; i < 3; i++) {
    add_facility(&c, i, (double)(3 - i));
  }
  wijk_city_value made = compute(&c, "hoover");
  check(&made, &all);
  made = compute(&c, "gini"); /* does not depend on where: every order is as far as this one */
  assert_true(made.p == 1 && made.variance < 1e-30);
}

/* A zone of 2 residents cannot hold 3 places: of the draws (1/4, 3/4) only the second counts. */
static void test_impossible_draws(void **state) {
  (void)state;
  city c = city_of(2, (const double[]){2, 6});
  add_facility(&c, 1, 3);
  const wijk_city_value made = compute(&c, "dissimilarity");
  assert_true(made.p == 1 && made.expected == made.value && made.variance == 0);
  assert_true(found("inference-undefined"));
  const wijk_city_value any = compute(&c, "hoover"); /* one group may be anywhere */
  assert_true(fabs(any.expected - (0.75 * 0.25 + 0.25 * 0.75)) < 0.01 && !found("inference-undefined"));
}

static void test_nothing_to_test(void **state) {
  (void)state;
  city c = city_of(2, (const double[]){2, 6});
  wijk_city_value made = compute(&c, "hoover"); /* no facilities */
  assert_true(isnan(made.value) && isnan(made.p) && isnan(made.expected));
  c = city_of(1, (const double[]){5});
  add_facility(&c, 0, 3);
  made = compute(&c, "hoover"); /* one zone always holds everything */
  assert_true(isnan(made.value) && isnan(made.p) && isnan(made.variance));
  c = city_of(2, (const double[]){NAN, 0});
  add_facility(&c, 0, 3);
  made = compute(&c, "hhi"); /* land without people: nowhere to go by their number */
  assert_true(made.value == 1 && isnan(made.p));
  c = city_of(2, (const double[]){2, 6});
  add_facility(&c, 0, NAN);
  made = compute(&c, "hoover"); /* unknown in the first zone: it is left out, and nothing is in the other */
  assert_true(isnan(made.value) && isnan(made.p));
}

static city random_city(void) {
  wijk_random random = wijk_random_new(9, 0);
  city c = city_of(60, (const double[60]){0});
  for (size_t i = 0; i < c.zones; i++) {
    c.residents[i] = i == 7 ? 0 : 200 + floor(2000 * wijk_random_share(&random));
    c.land[i] = 0.1 + wijk_random_share(&random);
    c.group[i] = floor(c.residents[i] * wijk_random_share(&random));
  }
  for (size_t f = 0; f < 150; f++) {
    add_facility(&c, (size_t)wijk_random_below(&random, c.zones), 1 + floor(20 * wijk_random_share(&random)));
  }
  c.method.inference = 999;
  return c;
}

static bool same_chance(const wijk_city_value *a, const wijk_city_value *b) {
  return a->p == b->p && a->expected == b->expected && a->variance == b->variance && !isnan(a->p);
}

/* The same bytes for any number of threads; and in whatever order the facilities stand. */
static void test_threads_and_order(void **state) {
  (void)state;
  static const char *const ids[] = {"dissimilarity", "gini_segregation", "information_theory_h", "theil_t", "delta"};
  for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
    for (int given = 0; given < 2; given++) {
      city c = random_city();
      c.given = given;
      const wijk_city_value one = compute(&c, ids[k]);
      for (int threads = 2; threads <= 7; threads += 5) {
        c.threads = threads;
        const wijk_city_value more = compute(&c, ids[k]);
        assert_true(same_chance(&one, &more));
      }
      for (size_t f = 0; f < c.facilities / 2; f++) {
        const size_t other = c.facilities - 1 - f, zone = c.zone[f];
        const double capacity = c.capacity[f];
        c.zone[f] = c.zone[other], c.capacity[f] = c.capacity[other];
        c.zone[other] = zone, c.capacity[other] = capacity;
      }
      const wijk_city_value turned = compute(&c, ids[k]);
      assert_true(same_chance(&one, &turned));
      c.seed = 2;
      const wijk_city_value other = compute(&c, ids[k]);
      assert_true(!same_chance(&one, &other));
    }
  }
}

/* Draws are made in blocks when they are many; where the blocks end must not show. */
static void test_blocks(void **state) {
  (void)state;
  city c = random_city();
  c.given = true;
  c.method.inference = 300001; /* more than 2^24 numbers for 60 zones */
  const wijk_city_value all = compute(&c, "hoover");
  c.method.inference = 999;
  const wijk_city_value some = compute(&c, "hoover");
  assert_true(fabs(all.expected - some.expected) < 5 * sqrt(some.variance / 999));
  assert_true(fabs(all.variance / some.variance - 1) < 0.25);
}

static int set_up(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena == NULL;
}

static int tear_down(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_whole_facilities),
      cmocka_unit_test(test_members),
      cmocka_unit_test(test_units),
      cmocka_unit_test(test_permutation),
      cmocka_unit_test(test_impossible_draws),
      cmocka_unit_test(test_nothing_to_test),
      cmocka_unit_test(test_threads_and_order),
      cmocka_unit_test(test_blocks),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
