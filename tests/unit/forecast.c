/* SPDX-License-Identifier: EUPL-1.2 */
/* The forecast: figures worked by hand, balances that hold to the bit, whole people, and draws that know no threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <wijk/forecast.h>
#include <wijk/random.h>

static wijk_arena *arena;

static int open_arena(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static void near(double a, double b, double within) {
  if (!(fabs(a - b) <= within))
    fail_msg("%.15g is not %.15g", a, b);
}

/* A chain nobody leaves: P = [.8 .15 .05; .05 .85 .10; 0 .05 .95]. From [300 200 500] after a year
 * .8*300 + .05*200 = 250, .15*300 + .85*200 + .05*500 = 240, .05*300 + .10*200 + .95*500 = 510; its long run is
 * 1/14, 4/14, 9/14. */
static const double closed[] = {0, .15, .05, 0, .05, 0, .10, 0, 0, .05, 0, 0};

static void a_closed_chain(void **state) {
  (void)state;
  enum { YEARS = 400 };
  wijk_error err = {0};
  const double stock[] = {300, 200, 500};
  double *inflow = WIJK_ARENA_ADD(arena, double, 3 * YEARS, &err);
  wijk_flow_model model = {3, YEARS, stock, closed, inflow, NULL};
  wijk_flows flows;
  assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_OK);
  const double first[] = {250, 240, 510}, fifth[] = {143.28675, 302.968, 553.74525}, long_run[] = {1, 4, 9};
  for (size_t i = 0; i < 3; i++) {
    near(flows.closing[i], first[i], 1e-7);
    near(flows.closing[4 * 3 + i], fifth[i], 1e-7);
    near(flows.closing[(YEARS - 1) * 3 + i], long_run[i] / 14 * 1000, 1e-5);
  }
  double years[3];
  assert_int_equal(wijk_flows_stay(&model, &flows, 0, years, &err), WIJK_OK);
  for (size_t i = 0; i < 3; i++)
    assert_true(isnan(years[i]));
}

/* Q = [.7 .2; .1 .6]: (I - Q)^-1 = [4 2; 1 3], so stays of 6 and 4 years; a visit 1 / .3 and 1 / .4. */
static const double leaving[] = {0, .2, .1, .1, 0, .3};

static void stays(void **state) {
  (void)state;
  wijk_error err = {0};
  const double stock[] = {100, 50}, inflow[] = {0, 0, 0, 0};
  const double leave[] = {NAN, 0};
  wijk_flow_model model = {2, 2, stock, leaving, inflow, leave};
  wijk_flows flows;
  double years[2];
  assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_OK);
  assert_int_equal(wijk_flows_stay(&model, &flows, 0, years, &err), WIJK_OK);
  near(years[0], 6, 1e-12);
  near(years[1], 4, 1e-12);
  assert_int_equal(wijk_flows_visit(&model, &flows, 0, years, &err), WIJK_OK);
  near(years[0], 1 / .3, 1e-12);
  near(years[1], 1 / .4, 1e-12);
  /* In the second year there is no home for anybody. */
  assert_int_equal(wijk_flows_stay(&model, &flows, 1, years, &err), WIJK_OK);
  assert_true(isnan(years[0]) && isnan(years[1]));
}

/* 100 and 50 people: .1 * 100 + .3 * 50 = 25 want to leave, 10 homes: 4 and 6 go, 6 and 9 are kept back. */
static void homes_fall_short(void **state) {
  (void)state;
  wijk_error err = {0};
  const double stock[] = {100, 50}, inflow[] = {7, 0}, leave[] = {10};
  wijk_flow_model model = {2, 1, stock, leaving, inflow, leave};
  wijk_flows flows;
  assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_OK);
  near(flows.outflow[0], 4, 1e-8);
  near(flows.outflow[1], 6, 1e-8);
  near(flows.blocked[0], 6, 1e-8);
  near(flows.blocked[1], 9, 1e-8);
  near(flows.closing[0], 100 + 7 - 20 - 4 + 5, 1e-8);
  near(flows.closing[1], 50 + 20 - 5 - 6, 1e-8);
  /* Kept back: the stay of the first is 6 years no longer. (I - Q) = [1 - .7 - .06, -.2; -.1, 1 - .6 - .18]. */
  double years[2], a = .24, b = .22, det = a * b - .02;
  assert_int_equal(wijk_flows_stay(&model, &flows, 0, years, &err), WIJK_OK);
  near(years[0], (b + .2) / det, 1e-7);
  near(years[1], (a + .1) / det, 1e-7);
}

/* From the first form one may end in the second, which nobody leaves. */
static void no_way_out(void **state) {
  (void)state;
  wijk_error err = {0};
  const double stock[] = {10, 10, 10}, inflow[] = {0, 0, 0}, chance[] = {0, .1, 0, .5, 0, 0, 0, 0, 0, 0, 0, .25};
  wijk_flow_model model = {3, 1, stock, chance, inflow, NULL};
  wijk_flows flows;
  double years[3];
  assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_OK);
  assert_int_equal(wijk_flows_stay(&model, &flows, 0, years, &err), WIJK_OK);
  assert_true(isnan(years[0]) && isnan(years[1]));
  near(years[2], 4, 1e-12);
}

/* Erlang B of 10 erlangs with 12 places 0.119739188445, with 15 0.0364969454724; C with 12 0.449388224298 (tables of
 * Erlang's formulas). One place: B = a / (1 + a), C = a, and the wait is that of M/M/1. */
static void queues(void **state) {
  (void)state;
  near(wijk_erlang_b(10, 12), 0.119739188445, 1e-12);
  near(wijk_erlang_b(10, 15), 0.0364969454724, 1e-13);
  near(wijk_erlang_c(10, 12), 0.449388224298, 1e-12);
  near(wijk_erlang_b(.5, 1), .5 / 1.5, 1e-15);
  near(wijk_erlang_c(.5, 1), .5, 1e-15);
  near(wijk_erlang_wait(.5, 1, 3), .5 * 3 / .5, 1e-15);
  near(wijk_erlang_b(3, 0), 1, 0);
  near(wijk_erlang_b(0, 4), 0, 0);
  near(wijk_erlang_b(1e6, 1e6 + 5e3), 0, 1e-6);
  assert_true(isnan(wijk_erlang_c(12, 12)) && isnan(wijk_erlang_wait(13, 12, 1)));
}

/* ---- laws over many models ---- */

static wijk_flow_model any_model(wijk_random *random, size_t forms, size_t years) {
  wijk_error err = {0};
  double *stock = WIJK_ARENA_ADD(arena, double, forms, &err), *leave = WIJK_ARENA_ADD(arena, double, years, &err);
  double *chance = WIJK_ARENA_ADD(arena, double, forms *(forms + 1), &err);
  double *inflow = WIJK_ARENA_ADD(arena, double, forms *years, &err);
  const bool whole = wijk_random_below(random, 2) == 0;
  for (size_t i = 0; i < forms; i++) {
    stock[i] = wijk_random_below(random, 4) ? wijk_random_share(random) * 3000 : 0;
    stock[i] = whole ? floor(stock[i]) : stock[i];
    double left = wijk_random_below(random, 5) ? wijk_random_share(random) : 1;
    for (size_t j = 0; j <= forms; j++) {
      double share = j == i || wijk_random_below(random, 3) == 0 ? 0 : j == forms ? left : left * .5;
      chance[i * (forms + 1) + j] = share;
      left -= share;
    }
  }
  for (size_t k = 0; k < forms * years; k++)
    inflow[k] = whole ? (double)wijk_random_below(random, 300) : wijk_random_share(random) * 300;
  for (size_t year = 0; year < years; year++)
    leave[year] = wijk_random_below(random, 2) ? NAN : wijk_random_share(random) * 500;
  return (wijk_flow_model){forms, years, stock, chance, inflow, leave};
}

static void balances(const wijk_flows *f) {
  const size_t forms = f->form_count;
  for (size_t year = 0; year < f->year_count; year++) {
    for (size_t i = 0; i < forms; i++) {
      size_t k = year * forms + i;
      double in = 0, out = 0;
      for (size_t j = 0; j < forms; j++) {
        in += f->moves[(year * forms + j) * forms + i];
        out += f->moves[k * forms + j];
      }
      assert_true(in == f->moved_in[k] && out == f->moved_out[k]);
      assert_true(f->opening[k] + f->inflow[k] + f->moved_in[k] == f->closing[k] + f->moved_out[k] + f->outflow[k]);
      assert_true(f->closing[k] >= 0 && f->outflow[k] >= 0 && f->blocked[k] >= 0 && f->moves[k * forms + i] == 0);
      if (year > 0)
        assert_true(f->opening[k] == f->closing[k - forms]);
    }
  }
}

static void rounded(double whole, double real) {
  if (whole != floor(real) && whole != ceil(real))
    fail_msg("%.15g is rounded to %.15g", real, whole);
}

static void every_balance_holds_real_and_whole(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(7, 0);
  for (int round = 0; round < 300; round++) {
    wijk_error err = {0};
    wijk_flow_model model = any_model(&random, 1 + wijk_random_below(&random, 7), 1 + wijk_random_below(&random, 12));
    wijk_flows flows, whole;
    assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_OK);
    assert_int_equal(wijk_flows_round(&flows, arena, &whole, &err), WIJK_OK);
    balances(&flows);
    balances(&whole);
    const size_t forms = model.form_count, cells = forms * model.year_count;
    double came = 0, came_whole = 0, left = 0, left_whole = 0;
    for (size_t k = 0; k < cells; k++) {
      rounded(whole.opening[k], flows.opening[k]);
      rounded(whole.closing[k], flows.closing[k]);
      rounded(whole.inflow[k], flows.inflow[k]);
      rounded(whole.outflow[k], flows.outflow[k]);
      rounded(whole.moved_in[k], flows.moved_in[k]);
      rounded(whole.moved_out[k], flows.moved_out[k]);
      rounded(whole.blocked[k], flows.blocked[k]);
      for (size_t j = 0; j < forms; j++)
        rounded(whole.moves[k * forms + j], flows.moves[k * forms + j]);
      came += flows.inflow[k];
      came_whole += whole.inflow[k];
      left += flows.outflow[k];
      left_whole += whole.outflow[k];
      if ((k + 1) % forms == 0) {
        rounded(came_whole, came);
        rounded(left_whole, left);
      }
    }
  }
}

/* The plain recursion, in ordinary numbers. */
static void as_the_plain_recursion(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(11, 0);
  for (int round = 0; round < 100; round++) {
    wijk_error err = {0};
    wijk_flow_model m = any_model(&random, 5, 10);
    wijk_flows flows;
    double now[5], next[5];
    assert_int_equal(wijk_flows_compute(&m, arena, &flows, &err), WIJK_OK);
    memcpy(now, m.stock, sizeof now);
    for (size_t year = 0; year < 10; year++) {
      double want = 0;
      for (size_t i = 0; i < 5; i++)
        want += now[i] * m.chance[i * 6 + 5];
      double share = want > m.leave[year] ? m.leave[year] / want : 1;
      for (size_t j = 0; j < 5; j++) {
        next[j] = m.inflow[year * 5 + j] + now[j];
        for (size_t i = 0; i < 5; i++)
          next[j] += i == j ? 0 : now[i] * m.chance[i * 6 + j] - now[j] * m.chance[j * 6 + i];
        next[j] -= now[j] * m.chance[j * 6 + 5] * share;
        near(flows.closing[year * 5 + j], next[j], 1e-6);
      }
      memcpy(now, next, sizeof now);
    }
  }
}

/* ---- draws ---- */

static void draws_know_no_threads(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(3, 0);
  wijk_error err = {0};
  wijk_flow_model model = any_model(&random, 5, 10);
  double bands[3][3][50];
  const int threads[] = {1, 2, 7};
  for (int t = 0; t < 3; t++) {
    wijk_spread spread = {500, 42, .1, 100, threads[t]};
    assert_int_equal(wijk_flows_draw(&model, &spread, arena, bands[t][0], bands[t][1], bands[t][2], &err), WIJK_OK);
  }
  assert_memory_equal(bands[0], bands[1], sizeof bands[0]);
  assert_memory_equal(bands[0], bands[2], sizeof bands[0]);
  for (size_t k = 0; k < 50; k++)
    assert_true(bands[0][0][k] <= bands[0][1][k] && bands[0][1][k] <= bands[0][2][k]);
}

/* One form that all leave every year: demand is the inflow of the year, a count of mean 400. Its standard deviation is
 * 20, with a level that varies by a tenth sqrt(400 + 40^2) = 44.7; a tenth lies below mean - 1.2816 of it, about. */
static void the_spread_is_what_was_asked(void **state) {
  (void)state;
  wijk_error err = {0};
  const double stock[] = {0}, chance[] = {0, 1}, inflow[] = {400};
  wijk_flow_model model = {1, 1, stock, chance, inflow, NULL};
  double low, middle, high;
  wijk_spread spread = {20000, 1, 0, 0, 0};
  assert_int_equal(wijk_flows_draw(&model, &spread, arena, &low, &middle, &high, &err), WIJK_OK);
  near(low, 400 - 1.2816 * 20, 1);
  near(middle, 400, 1);
  near(high, 400 + 1.2816 * 20, 1);
  spread.inflow_share = .1;
  assert_int_equal(wijk_flows_draw(&model, &spread, arena, &low, &middle, &high, &err), WIJK_OK);
  near(low, 400 - 1.2816 * 44.72, 2.5);
  near(high, 400 + 1.2816 * 44.72, 2.5);
}

/* 1,000 people of whom a fifth moves, known from 50: a beta of mean .2 and sd sqrt(.16 / 51) = .056. */
static void chances_are_drawn_about_the_given(void **state) {
  (void)state;
  wijk_error err = {0};
  const double stock[] = {1000, 0}, chance[] = {0, .2, 0, 0, 0, 0}, inflow[] = {0, 0};
  wijk_flow_model model = {2, 1, stock, chance, inflow, NULL};
  double low[2], middle[2], high[2];
  wijk_spread spread = {20000, 1, .5, 50, 0};
  assert_int_equal(wijk_flows_draw(&model, &spread, arena, low, middle, high, &err), WIJK_OK);
  near(low[1], 131, 4); /* quantiles of beta(10, 40) */
  near(middle[1], 196.6, 3);
  near(high[1], 274.6, 4);
  near(low[0], 1000 - high[1], 1e-6);
}

static void what_cannot_be(void **state) {
  (void)state;
  const double stock[] = {10, 10}, inflow[] = {0, 0}, bad_stock[] = {10, -1};
  const double over[] = {0, .8, .3, 0, 0, 0}, negative[] = {0, -.1, 0, 0, 0, 0}, unknown[] = {0, NAN, 0, 0, 0, 0};
  const double *const chances[] = {over, negative, unknown};
  wijk_flows flows;
  for (int i = 0; i < 3; i++) {
    wijk_error err = {0};
    wijk_flow_model model = {2, 1, stock, chances[i], inflow, NULL};
    assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_DATA);
  }
  wijk_error err = {0};
  wijk_flow_model model = {2, 1, bad_stock, leaving, inflow, NULL};
  assert_int_equal(wijk_flows_compute(&model, arena, &flows, &err), WIJK_DATA);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_closed_chain),
      cmocka_unit_test(stays),
      cmocka_unit_test(homes_fall_short),
      cmocka_unit_test(no_way_out),
      cmocka_unit_test(queues),
      cmocka_unit_test(every_balance_holds_real_and_whole),
      cmocka_unit_test(as_the_plain_recursion),
      cmocka_unit_test(draws_know_no_threads),
      cmocka_unit_test(the_spread_is_what_was_asked),
      cmocka_unit_test(chances_are_drawn_about_the_given),
      cmocka_unit_test(what_cannot_be),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
