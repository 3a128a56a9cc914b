/* SPDX-License-Identifier: EUPL-1.2 */
/* Ways over roads: by hand, and against the plain algorithm on thousands of small graphs. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "unit/roads.h"
#include <wijk/random.h>

static wijk_arena *arena;
static wijk_report report;

static int open_arena(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return wijk_report_new("test", arena, &report, &err);
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static wijk_roads *make_roads(const wijk_layer *layer, const wijk_roads_rule *rule) {
  wijk_error err = {0};
  wijk_roads *roads = NULL;
  if (wijk_roads_new(layer, rule, 3, &report, &roads, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return roads;
}

/* A block of one-way streets, 100 m a side, anticlockwise from (0, 0), with a two-way street of 50 m from its first
 * corner to the left. Over it:
 *   from 40 m along the south side to 60 m along it   20 m ahead
 *   and back                                           380 m round the block
 *   from the end of the left street to (100, 100)      50 + 200 m; and back 200 + 50 m
 *   from (100, 100), a corner, to 60 m on the south    200 + 60 m; the other way 40 + 100 m */
static void test_by_hand(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 100 0", "100 0, 100 100", "100 100, 0 100", "0 100, 0 0", "0 0, -50 0"};
  const double oneway[] = {1, 1, 1, 1, 0}, kmh[] = {30, 30, 30, 30, 15};
  wijk_layer *layer = roads_layer(arena, 5, lines);
  roads_add_numbers(layer, "eenricht", "oneway", oneway);
  roads_add_numbers(layer, "kmh", "speed", kmh);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  wijk_roads *roads = make_roads(layer, &rule);
  const double x[] = {40, 60, -50, 100, 60}, y[] = {-5, 2, 0, 100, 0};
  wijk_road_place at[5];
  wijk_error err = {0};
  assert_int_equal(wijk_roads_snap(roads, 5, x, y, 10, 1, at, &err), WIJK_OK);
  assert_true(at[0].edge == 0 && at[0].share == 0.4 && at[0].off_m == 5);
  assert_true(at[3].edge == 1 && at[3].share == 1 && at[3].off_m == 0);
  const struct {
    int from, to;
    double metres, minutes;
  } ways[] = {{0, 1, 20, 0.04},  {1, 0, 380, 0.76}, {2, 3, 250, 0.6}, {3, 2, 250, 0.6},
              {3, 1, 260, 0.52}, {1, 3, 140, 0.28}, {1, 4, 0, 0},     {4, 1, 0, 0}};
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    double metres, minutes;
    size_t nearest;
    wijk_roads_nearest(roads, WIJK_ROAD_METRES, 1, &at[ways[i].to], 1, &at[ways[i].from], &metres, &nearest, &err);
    wijk_roads_nearest(roads, WIJK_ROAD_MINUTES, 1, &at[ways[i].to], 1, &at[ways[i].from], &minutes, &nearest, &err);
    if (fabs(metres - ways[i].metres) > 1e-9 || fabs(minutes - ways[i].minutes) > 1e-12)
      fail_msg("way %zu: %.17g m, %.17g min", i, metres, minutes);
    assert_int_equal(nearest, 0);
  }
  wijk_roads_free(roads);
}

/* ---- chance ---- */

enum { NODES = 7, EDGES = 11, PLACES = 12, ROUNDS = 3000 };

typedef struct dice {
  wijk_random random;
} dice;

static size_t throw_dice(dice *d, size_t sides) {
  return (size_t)wijk_random_below(&d->random, (uint64_t)sides);
}

/* Lengths are multiples of 4 and shares of a quarter: all sums are exact, so answers are equal or wrong. */
static wijk_layer *throw_layer(dice *d, size_t edge_count) {
  static char texts[EDGES][64];
  const char *lines[EDGES];
  double from[EDGES], to[EDGES], length[EDGES], kmh[EDGES], oneway[EDGES];
  size_t nodes = 1 + throw_dice(d, NODES);
  for (size_t e = 0; e < edge_count; e++) {
    size_t a = throw_dice(d, nodes), b = throw_dice(d, nodes);
    snprintf(texts[e], sizeof texts[e], "%zu %zu, %zu %zu, %zu %zu", a * a, 7 * a, 50 + e, 3 * e, b * b, 7 * b);
    lines[e] = texts[e];
    from[e] = (double)a, to[e] = (double)b;
    length[e] = 4.0 * (double)throw_dice(d, 6); /* some are 0 */
    kmh[e] = (double)throw_dice(d, 4) * 15;     /* some have none */
    oneway[e] = (double)throw_dice(d, 3) - 1;
  }
  wijk_layer *layer = roads_layer(arena, edge_count, lines);
  roads_add_numbers(layer, "van", "from", from);
  roads_add_numbers(layer, "naar", "to", to);
  roads_add_numbers(layer, "lengte_m", "length", length);
  roads_add_numbers(layer, "kmh", "speed", kmh);
  roads_add_numbers(layer, "eenricht", "oneway", oneway);
  return layer;
}

static void throw_places(dice *d, size_t edge_count, size_t count, wijk_road_place *places) {
  for (size_t i = 0; i < count; i++) {
    size_t edge = throw_dice(d, edge_count + 1);
    places[i] = (wijk_road_place){edge < edge_count ? (uint32_t)edge : WIJK_NO_EDGE, (double)throw_dice(d, 5) / 4, 0};
  }
}

static void check_nearest(const wijk_roads *roads, wijk_road_cost kind, const plain_costs *plain,
                          const wijk_road_place *to, size_t to_count, const wijk_road_place *from, size_t from_count,
                          int round) {
  double distance[PLACES];
  size_t nearest[PLACES];
  wijk_error err = {0};
  assert_int_equal(wijk_roads_nearest(roads, kind, to_count, to, from_count, from, distance, nearest, &err), WIJK_OK);
  for (size_t f = 0; f < from_count; f++) {
    double best = INFINITY;
    size_t which = WIJK_NONE;
    for (size_t t = 0; t < to_count; t++) {
      double cost = plain_between(plain, to_count + f, t);
      if (from[f].edge == WIJK_NO_EDGE || to[t].edge == WIJK_NO_EDGE)
        cost = INFINITY;
      if (cost < best)
        best = cost, which = t;
    }
    if (best == INFINITY ? !isnan(distance[f]) : fabs(distance[f] - best) > 1e-12 * best)
      fail_msg("round %d, kind %d, from %zu: %.17g, but plainly %.17g", round, (int)kind, f, distance[f], best);
    if (kind == WIJK_ROAD_METRES ? nearest[f] != which : (nearest[f] == WIJK_NONE) != (which == WIJK_NONE))
      fail_msg("round %d, kind %d, from %zu: nearest %zu, but plainly %zu", round, (int)kind, f, nearest[f], which);
  }
}

static void check_within(const wijk_roads *roads, wijk_road_cost kind, const plain_costs *plain,
                         const wijk_road_place *to, size_t to_count, const wijk_road_place *from, size_t from_count,
                         double limit, int threads, int round) {
  wijk_road_pairs pairs;
  wijk_error err = {0};
  assert_int_equal(wijk_roads_within(roads, kind, limit, to_count, to, from_count, from, threads, arena, &pairs, &err),
                   WIJK_OK);
  assert_int_equal(pairs.to_count, to_count);
  size_t at = 0;
  for (size_t t = 0; t < to_count; t++) {
    assert_int_equal(pairs.first[t], at);
    for (size_t f = 0; f < from_count; f++) {
      double cost = plain_between(plain, to_count + f, t);
      if (from[f].edge == WIJK_NO_EDGE || to[t].edge == WIJK_NO_EDGE || !(cost <= limit) || cost == INFINITY)
        continue;
      if (at >= pairs.first[t + 1] || pairs.from[at] != f || fabs(pairs.distance[at] - cost) > 1e-12 * cost)
        fail_msg("round %d: pair %zu of place %zu is not from %zu at %.17g", round, at, t, f, cost);
      at++;
    }
    assert_int_equal(pairs.first[t + 1], at);
  }
}

static void test_against_plain(void **state) {
  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    dice d = {wijk_random_new(7, (uint64_t)round)};
    size_t edge_count = 1 + throw_dice(&d, EDGES), to_count = throw_dice(&d, PLACES / 2 + 1);
    size_t from_count = throw_dice(&d, PLACES / 2 + 1);
    wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_report_new("test", arena, &report, &(wijk_error){0});
    wijk_layer *layer = throw_layer(&d, edge_count);
    wijk_roads_rule rule = wijk_roads_rule_find(layer);
    rule.length_field = "lengte_m";
    wijk_roads *roads = make_roads(layer, &rule);
    wijk_road_place places[PLACES];
    throw_places(&d, edge_count, to_count + from_count, places);
    for (int kind = 0; kind < 2; kind++) {
      plain_costs plain = plain_costs_new(roads, (wijk_road_cost)kind, to_count + from_count, places);
      check_nearest(roads, (wijk_road_cost)kind, &plain, places, to_count, places + to_count, from_count, round);
      double limit = kind ? 0.04 * (double)throw_dice(&d, 5) : (double)throw_dice(&d, 60);
      check_within(roads, (wijk_road_cost)kind, &plain, places, to_count, places + to_count, from_count,
                   throw_dice(&d, 9) ? limit + 1e-9 * kind : INFINITY, 1 + round % 3, round);
      free(plain.cost);
    }
    wijk_roads_free(roads);
    wijk_arena_reset(arena, mark);
  }
}

/* ---- a graph of many tiles, against sweeps over all edges until nothing changes (Bellman 1958; Ford 1956) ---- */

enum { SIDE = 90, STREETS = 2 * SIDE * (SIDE - 1), MOST_TO = 400 };

typedef struct sweep_label {
  double cost;
  size_t source;
} sweep_label;

static bool sweep_lower(sweep_label *label, double cost, size_t source) {
  if (cost > label->cost || (cost == label->cost && source >= label->source) || cost == INFINITY)
    return false;
  *label = (sweep_label){cost, source};
  return true;
}

static sweep_label sweep_of(const wijk_road_edge *edge, const sweep_label *labels, double share) {
  sweep_label best = {INFINITY, WIJK_NONE};
  if (edge->forward || share == 1)
    sweep_lower(&best, labels[edge->to].cost + edge->metres * (1 - share), labels[edge->to].source);
  if (edge->backward || share == 0)
    sweep_lower(&best, labels[edge->from].cost + edge->metres * share, labels[edge->from].source);
  return best;
}

static wijk_layer *throw_town(dice *d) {
  static char texts[STREETS][48];
  static const char *lines[STREETS];
  static double length[STREETS], oneway[STREETS];
  size_t count = 0;
  for (size_t y = 0; y < SIDE; y++)
    for (size_t x = 0; x < SIDE; x++)
      for (size_t up = 0; up < 2; up++) {
        if (up ? y + 1 == SIDE : x + 1 == SIDE)
          continue;
        snprintf(texts[count], sizeof texts[count], "%zu %zu, %zu %zu", 10 * x, 10 * y, 10 * (x + !up), 10 * (y + up));
        lines[count] = texts[count];
        length[count] = 4.0 * (double)throw_dice(d, 12);
        oneway[count] = throw_dice(d, 3) ? 0 : (double)throw_dice(d, 3) - 1;
        count++;
      }
  wijk_layer *layer = roads_layer(arena, count, lines);
  roads_add_numbers(layer, "lengte_m", "length", length);
  roads_add_numbers(layer, "eenricht", "oneway", oneway);
  return layer;
}

static void sweep(const wijk_roads *roads, const wijk_road_place *to, size_t to_count, sweep_label *labels) {
  for (size_t node = 0; node < SIDE * SIDE; node++)
    labels[node] = (sweep_label){INFINITY, WIJK_NONE};
  for (size_t t = 0; t < to_count; t++) {
    wijk_road_edge edge = wijk_roads_edge(roads, to[t].edge);
    if (edge.forward || to[t].share == 0)
      sweep_lower(&labels[edge.from], edge.metres * to[t].share, t);
    if (edge.backward || to[t].share == 1)
      sweep_lower(&labels[edge.to], edge.metres * (1 - to[t].share), t);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t e = 0; e < STREETS; e++) {
      wijk_road_edge edge = wijk_roads_edge(roads, e);
      if (edge.forward)
        changed |= sweep_lower(&labels[edge.from], labels[edge.to].cost + edge.metres, labels[edge.to].source);
      if (edge.backward)
        changed |= sweep_lower(&labels[edge.to], labels[edge.from].cost + edge.metres, labels[edge.from].source);
    }
  }
}

static void test_many_tiles(void **state) {
  (void)state;
  static wijk_road_place to[MOST_TO], from[STREETS];
  static sweep_label labels[SIDE * SIDE];
  static double distance[STREETS];
  static size_t nearest[STREETS];
  static const size_t counts[] = {1, 3, 40, MOST_TO};
  for (size_t round = 0; round < sizeof counts / sizeof *counts; round++) {
    dice d = {wijk_random_new(13, round)};
    wijk_layer *layer = throw_town(&d);
    wijk_roads_rule rule = wijk_roads_rule_find(layer);
    rule.length_field = "lengte_m";
    wijk_roads *roads = make_roads(layer, &rule);
    for (size_t t = 0; t < counts[round]; t++)
      to[t] = (wijk_road_place){(uint32_t)throw_dice(&d, STREETS), (double)throw_dice(&d, 5) / 4, 0};
    for (uint32_t e = 0; e < STREETS; e++)
      from[e] = (wijk_road_place){e, (double)(e % 5) / 4, 0};
    wijk_error err = {0};
    assert_int_equal(
        wijk_roads_nearest(roads, WIJK_ROAD_METRES, counts[round], to, STREETS, from, distance, nearest, &err),
        WIJK_OK);
    sweep(roads, to, counts[round], labels);
    for (uint32_t e = 0; e < STREETS; e++) {
      wijk_road_edge edge = wijk_roads_edge(roads, e);
      sweep_label best = sweep_of(&edge, labels, from[e].share);
      for (size_t t = 0; t < counts[round]; t++) {
        double ahead = to[t].share - from[e].share;
        if (to[t].edge == e && (ahead == 0 || (ahead > 0 ? edge.forward : edge.backward)))
          sweep_lower(&best, edge.metres * fabs(ahead), t);
      }
      if (best.cost == INFINITY ? !isnan(distance[e]) : distance[e] != best.cost || nearest[e] != best.source)
        fail_msg("%zu places, from %u: %.17g to %zu, but plainly %.17g to %zu", counts[round], e, distance[e],
                 nearest[e], best.cost, best.source);
    }
    wijk_roads_free(roads);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_by_hand, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_against_plain, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_many_tiles, open_arena, close_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
