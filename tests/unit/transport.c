/* SPDX-License-Identifier: EUPL-1.2 */
/* What is sent from sources to sinks: that it is the least is proved by prices, which is checked pair by pair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/transport.h"
#include <math.h>
#include <time.h>
#include <wijk/layer.h>
#include <wijk/random.h>

static wijk_arena *arena;

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

typedef struct field {
  double *x, *y, *supply, *room, *sent;
  size_t *own, source_count, sink_count;
  double furthest;
  transport_common common[2];
  transport_problem problem;
} field;

static double below(wijk_random *random, size_t limit) {
  return (double)wijk_random_below(random, limit);
}

static int64_t length(const field *f, size_t source, size_t sink) {
  const size_t at = f->source_count + sink;
  const double metres = hypot(f->x[source] - f->x[at], f->y[source] - f->y[at]);
  return metres > f->furthest ? -1 : llround(1024 * metres);
}

static void find_lengths(const void *context, size_t source, int64_t *lengths) {
  const field *f = context;
  for (size_t t = 0; t < f->sink_count; t++)
    lengths[t] = length(f, source, t);
}

/* On a square; a source has a sink of its own where there is one of its number, with people in it now and then. */
static void make_field(wijk_random *random, size_t sources, size_t sinks, size_t people, double furthest, field *f) {
  wijk_error err = {0};
  *f = (field){.source_count = sources, .sink_count = sinks, .furthest = furthest};
  f->x = WIJK_ARENA_ADD(arena, double, sources + sinks, &err);
  f->y = WIJK_ARENA_ADD(arena, double, sources + sinks, &err);
  f->supply = WIJK_ARENA_ADD(arena, double, sources, &err);
  f->sent = WIJK_ARENA_ADD(arena, double, sources, &err);
  f->room = WIJK_ARENA_ADD(arena, double, sinks, &err);
  f->own = WIJK_ARENA_ADD(arena, size_t, sources, &err);
  assert_int_equal(err.status, WIJK_OK);
  for (size_t i = 0; i < sources + sinks; i++) {
    f->x[i] = below(random, 10000);
    f->y[i] = below(random, 10000);
  }
  for (size_t s = 0; s < sources; s++) {
    f->supply[s] = below(random, 2 * people / sources + 1);
    f->own[s] = s < sinks ? s : WIJK_NONE;
    f->sent[s] = s < sinks ? below(random, 3) : 0;
  }
  for (size_t t = 0; t < sinks; t++)
    f->room[t] = below(random, 2 * people / sinks + 1);
  f->common[0] = (transport_common){below(random, people / 8 + 1), below(random, 3)};
  f->common[1] = (transport_common){INFINITY, (transport_cost)1 << 60};
  f->problem = (transport_problem){.source_count = sources,
                                   .sink_count = sinks,
                                   .common_count = 2,
                                   .supply = f->supply,
                                   .room = f->room,
                                   .own = f->own,
                                   .own_sent = f->sent,
                                   .common = f->common,
                                   .lengths = find_lengths,
                                   .context = f,
                                   .a_way = (transport_cost)1 << 50,
                                   .a_length = 1};
}

/* -1 where there is no way. */
static transport_cost cost(const field *f, size_t source, size_t sink) {
  if (sink >= f->sink_count)
    return f->common[sink - f->sink_count].cost;
  if (sink == f->own[source])
    return 0;
  const int64_t far = length(f, source, sink);
  return far < 0 ? -1 : f->problem.a_way + far;
}

static void check(const field *f, const transport_answer *a) {
  const size_t sinks = f->sink_count + f->problem.common_count;
  wijk_error err = {0};
  double *left = WIJK_ARENA_ADD(arena, double, f->source_count, &err);
  double *room = WIJK_ARENA_ADD(arena, double, sinks, &err);
  for (size_t s = 0; s < f->source_count; s++)
    left[s] = f->supply[s] + f->sent[s];
  for (size_t t = 0; t < sinks; t++)
    room[t] = t < f->sink_count ? f->room[t] : f->common[t - f->sink_count].room;
  for (size_t s = 0; s < f->source_count; s++)
    if (f->own[s] != WIJK_NONE)
      room[f->own[s]] += f->sent[s];
  for (size_t k = 0; k < a->flow_count; k++) {
    const transport_flow *flow = &a->flows[k];
    assert_true(flow->amount >= 0 && flow->amount == nearbyint(flow->amount));
    left[flow->source] -= flow->amount;
    room[flow->sink] -= flow->amount;
    if (flow->amount > 0)
      assert_true(cost(f, flow->source, flow->sink) == a->source_price[flow->source] + a->sink_price[flow->sink]);
  }
  for (size_t s = 0; s < f->source_count; s++)
    assert_true(left[s] == 0);
  for (size_t t = 0; t < sinks; t++)
    assert_true(room[t] >= 0 && a->sink_price[t] <= 0 && (room[t] == 0 || a->sink_price[t] == 0));
  for (size_t s = 0; s < f->source_count; s++)
    for (size_t t = 0; t < sinks; t++)
      assert_true(cost(f, s, t) < 0 || cost(f, s, t) >= a->source_price[s] + a->sink_price[t]);
}

static void proved_by_prices(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(1972, 0);
  size_t chains = 0;
  for (int round = 0; round < 400; round++) {
    const wijk_arena_mark mark = wijk_arena_now(arena);
    const size_t sources = 1 + (size_t)below(&random, 40), sinks = 1 + (size_t)below(&random, 40);
    transport_answer answer;
    wijk_error err = {0};
    field f;
    make_field(&random, sources, sinks, 20 + (size_t)below(&random, 200), round % 2 ? INFINITY : 2500, &f);
    assert_int_equal(transport_solve(&f.problem, arena, &answer, &err), WIJK_OK);
    check(&f, &answer);
    for (size_t k = 0; k < answer.flow_count; k++)
      chains += answer.flows[k].sink == f.own[answer.flows[k].source] &&
                answer.flows[k].amount < f.sent[answer.flows[k].source];
    wijk_arena_reset(arena, mark);
  }
  assert_true(chains > 100); /* people who made room */
}

/* 2,000 sites and 3,000 people who move, where there is room enough, just enough, and too little. */
static void many(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(1971, 0);
  for (int round = 0; round < 6; round++) {
    static const size_t sinks[] = {2000, 1200, 700};
    const wijk_arena_mark mark = wijk_arena_now(arena);
    transport_answer answer;
    wijk_error err = {0};
    field f;
    make_field(&random, 2000, sinks[round % 3], 3000, round < 3 ? INFINITY : 3000, &f);
    const clock_t start = clock();
    assert_int_equal(transport_solve(&f.problem, arena, &answer, &err), WIJK_OK);
    print_message("2000 sources, %zu sinks: %.3f s\n", sinks[round % 3], (double)(clock() - start) / CLOCKS_PER_SEC);
    check(&f, &answer);
    wijk_arena_reset(arena, mark);
  }
}

static void nowhere_to_go(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(1972, 1);
  transport_answer answer;
  wijk_error err = {0};
  field f;
  make_field(&random, 3, 2, 50, INFINITY, &f);
  f.room[0] = f.room[1] = f.common[0].room = f.common[1].room = 0;
  f.supply[0] = 1;
  assert_int_equal(transport_solve(&f.problem, arena, &answer, &err), WIJK_BUG);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(proved_by_prices), cmocka_unit_test(many),
                                     cmocka_unit_test(nowhere_to_go)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
