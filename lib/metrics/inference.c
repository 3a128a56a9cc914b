/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/inference.h"

#include <omp.h>
#include <string.h>

#include <wijk/text.h>

#include "metrics/indices.h"
#include "metrics/null.h"

enum { MOST_INDICES = 64, MOST_THREADS = 64 };

/* The zones that some of the indices run over. Worlds of the same zones share their draws. */
typedef struct world {
  wijk_universe u;
  wijk_ranking by_area, by_distance;
  wijk_weights neighbours;
  bool needs_neighbours, needs_near[2]; /* by distance, by contiguity */
  bool wanted;
  size_t same_as; /* an earlier world, or itself */
  wijk_null null;
} world;

typedef struct tested {
  const wijk_index *index;
  double observed;
  double *values; /* of each draw; NaN = undefined */
} tested;

typedef struct inference {
  const wijk_subject *subject;
  world worlds[WIJK_WORLDS];
  tested tests[MOST_INDICES];
  size_t test_count, draws;
  int threads;
  wijk_universe u_of[MOST_THREADS][WIJK_WORLDS];
  wijk_index_view views[MOST_THREADS][WIJK_WORLDS];
  wijk_ascending ascending[MOST_THREADS];
  wijk_vicinity vicinities[MOST_THREADS][2];
} inference;

/* Pairs of zones times draws: beyond, indices of what is near by distance would take minutes. */
#define MOST_PAIRS 1e9

/* ---- which are tested ---- */

static bool by_contiguity(const wijk_subject *subject, const wijk_index *index) {
  return index->need == WIJK_INDEX_KIN && subject->method->clustering_contiguity;
}

/* Is the index asked for, and can it be had for each draw in time? */
static bool is_tested(const wijk_subject *subject, const wijk_results *results, const wijk_index *index) {
  const double zones = (double)subject->zone_count;
  const bool dear = (index->need == WIJK_INDEX_NEAR || index->need == WIJK_INDEX_KIN) && !by_contiguity(subject, index);
  return wijk_results_has_city(results, index->id, 0) &&
         !(dear && zones * zones * (double)subject->method->inference > MOST_PAIRS);
}

/* ---- worlds ---- */

static wijk_status make_world(const wijk_subject *subject, wijk_index_world kind, world *w, wijk_arena *scratch,
                              wijk_error *err) {
  static wijk_status (*const universes[])(const wijk_subject *, wijk_arena *, wijk_universe *,
                                          wijk_error *) = {[WIJK_WORLD_RATIO] = wijk_universe_ratio,
                                                           [WIJK_WORLD_LAND] = wijk_universe_land,
                                                           [WIJK_WORLD_SETTLED] = wijk_universe_settled};
  wijk_status status = universes[kind](subject, scratch, &w->u, err);
  if (status == WIJK_OK && kind == WIJK_WORLD_SETTLED) {
    status = wijk_ranking_new(w->u.a, w->u.count, scratch, &w->by_area, err);
    if (status == WIJK_OK && !isnan(subject->method->centre_x) && subject->zones != NULL &&
        subject->zones->geometry.type == WIJK_GEOMETRY_POLYGON) {
      status = wijk_centralisation_ranking(subject, &w->u, scratch, &w->by_distance, err);
    }
  }
  return status;
}

/* What is near is made once; each thread has room of its own to sum it in. */
static wijk_status make_near(inference *job, wijk_arena *scratch, wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (size_t k = 0; k < WIJK_WORLDS && status == WIJK_OK; k++) {
    world *w = &job->worlds[k];
    if (w->wanted && w->needs_neighbours) {
      status = wijk_universe_neighbours(job->subject, &w->u, scratch, &w->neighbours, err);
    }
    for (int way = 0; way < 2 && w->wanted && w->needs_near[way] && status == WIJK_OK; way++) {
      status = wijk_vicinity_new(job->subject, &w->u, way == 1, scratch, &job->vicinities[0][way], err);
    }
    for (int thread = 0; thread < job->threads && w->wanted && status == WIJK_OK; thread++) {
      wijk_index_view *view = &job->views[thread][k];
      view->neighbours = &w->neighbours;
      view->share = WIJK_ARENA_ADD(scratch, double, job->subject->zone_count, err);
      status = view->share == NULL ? WIJK_MEMORY : WIJK_OK;
      for (int way = 0; way < 2 && w->needs_near[way] && status == WIJK_OK; way++) {
        view->vicinity[way] = &job->vicinities[thread][way];
        *view->vicinity[way] = job->vicinities[0][way];
        view->vicinity[way]->rest = WIJK_ARENA_ADD(scratch, double, w->u.count, err);
        status =
            view->vicinity[way]->rest == NULL ? WIJK_MEMORY : wijk_nearness_new(&w->u, scratch, &view->near[way], err);
      }
    }
  }
  return status;
}

static bool same_zones(const wijk_universe *a, const wijk_universe *b) {
  return a->count == b->count && memcmp(a->zone, b->zone, a->count * sizeof *a->zone) == 0;
}

static wijk_status make_worlds(inference *job, const bool wanted[WIJK_WORLDS], wijk_arena *scratch, wijk_error *err) {
  for (size_t k = 0; k < WIJK_WORLDS; k++) {
    world *w = &job->worlds[k];
    if (!wanted[k]) {
      continue;
    }
    if (make_world(job->subject, (wijk_index_world)k, w, scratch, err) != WIJK_OK) {
      return err->status;
    }
    w->wanted = w->u.count > 0 && w->u.x_sum > 0;
    w->same_as = k;
    for (size_t other = 0; other < k && w->same_as == k; other++) {
      w->same_as = job->worlds[other].wanted && same_zones(&w->u, &job->worlds[other].u) ? other : k;
    }
    if (w->wanted && w->same_as == k &&
        wijk_null_new(job->subject, &w->u, job->draws, scratch, &w->null, err) != WIJK_OK) {
      return err->status;
    }
    w->wanted = w->wanted && job->worlds[w->same_as].null.kind != WIJK_NULL_NONE;
  }
  return WIJK_OK;
}

static wijk_status make_views(inference *job, wijk_arena *scratch, wijk_error *err) {
  size_t most = 0;
  for (size_t k = 0; k < WIJK_WORLDS; k++) {
    most = job->worlds[k].wanted && job->worlds[k].u.count > most ? job->worlds[k].u.count : most;
  }
  for (int thread = 0; thread < job->threads; thread++) {
    if (wijk_ascending_new(most, scratch, &job->ascending[thread], err) != WIJK_OK) {
      return WIJK_MEMORY;
    }
    for (size_t k = 0; k < WIJK_WORLDS; k++) {
      const world *w = &job->worlds[k];
      wijk_universe *u = &job->u_of[thread][k];
      *u = w->u;
      u->x = !w->wanted        ? NULL
             : w->same_as == k ? WIJK_ARENA_ADD(scratch, double, w->u.count, err)
                               : job->u_of[thread][w->same_as].x;
      if (w->wanted && u->x == NULL) {
        return WIJK_MEMORY;
      }
      job->views[thread][k] = (wijk_index_view){.subject = job->subject,
                                                .u = u,
                                                .ascending = &job->ascending[thread],
                                                .by_area = &w->by_area,
                                                .by_distance = w->by_distance.count > 0 ? &w->by_distance : NULL};
    }
  }
  return WIJK_OK;
}

/* ---- draws ---- */

static void sum_up(wijk_universe *u) {
  u->x_sum = 0;
  u->exceeding = 0;
  for (size_t i = 0; i < u->count; i++) {
    u->x_sum += u->x[i];
    u->exceeding += u->x[i] > u->t[i];
  }
}

static void test_draw(inference *job, size_t thread, size_t draw) {
  for (size_t k = 0; k < WIJK_WORLDS; k++) {
    const world *w = &job->worlds[k];
    if (w->wanted) {
      if (w->same_as == k) {
        wijk_null_draw(&w->null, draw, job->u_of[thread][k].x);
      }
      sum_up(&job->u_of[thread][k]);
      job->views[thread][k].found[0] = job->views[thread][k].found[1] = false;
    }
  }
  for (size_t i = 0; i < job->test_count; i++) {
    const tested *test = &job->tests[i];
    wijk_index_view *view = &job->views[thread][test->index->world];
    test->values[draw] = view->u->x_sum > 0 ? test->index->value(view) : NAN;
  }
}

static wijk_status draw_all(inference *job, wijk_error *err) {
  size_t block = job->draws;
  for (size_t k = 0; k < WIJK_WORLDS; k++) {
    const world *w = &job->worlds[k];
    block = w->wanted && w->same_as == k && w->null.block < block ? w->null.block : block;
  }
  wijk_status status = WIJK_OK;
  for (size_t first = 0; first < job->draws && status == WIJK_OK; first += block) {
    const size_t end = job->draws - first < block ? job->draws : first + block;
    for (size_t k = 0; k < WIJK_WORLDS && status == WIJK_OK; k++) {
      world *w = &job->worlds[k];
      if (w->wanted && w->same_as == k) {
        status = wijk_null_prepare(&w->null, first, end - first, job->threads, err);
      }
    }
    if (status == WIJK_OK) {
#pragma omp parallel for schedule(dynamic, 4) num_threads(job->threads)
      for (size_t draw = first; draw < end; draw++) {
        test_draw(job, (size_t)omp_get_thread_num(), draw);
      }
    }
  }
  for (int thread = 0; thread < job->threads; thread++) {
    for (size_t k = 0; k < WIJK_WORLDS && status == WIJK_OK; k++) {
      status = job->views[thread][k].failed ? wijk_error_set(err, WIJK_MEMORY, "no memory to draw from") : WIJK_OK;
    }
  }
  return status;
}

/* ---- what the draws say ---- */

static wijk_inference judge(const tested *test, size_t draws, size_t *undefined) {
  double sum = 0, squares = 0;
  size_t defined = 0, as_far = 0;
  for (size_t r = 0; r < draws; r++) {
    sum += isnan(test->values[r]) ? 0 : test->values[r] - test->observed; /* what never differs leaves no rounding */
    defined += !isnan(test->values[r]);
  }
  *undefined = draws - defined;
  if (defined == 0 || isnan(test->observed)) {
    return (wijk_inference){NAN, NAN, NAN};
  }
  const double mean = test->observed + sum / (double)defined;
  const double rounding = 1e-12 * fmax(fabs(test->observed), fabs(mean));
  const double far = fabs(test->observed - mean) - rounding;
  for (size_t r = 0; r < draws; r++) {
    const double away = isnan(test->values[r]) ? NAN : test->values[r] - mean;
    squares += isnan(away) ? 0 : away * away;
    as_far += fabs(away) >= far;
  }
  return (wijk_inference){.expected = mean,
                          .variance = defined > 1 ? squares / (double)(defined - 1) : NAN,
                          .p = (double)(as_far + 1) / (double)(defined + 1)};
}

/* ---- what the user should know ---- */

static bool nobody_lives_in(const wijk_universe *u) {
  for (size_t k = 0; k < u->count; k++) {
    if (u->t[k] > 0) {
      return false;
    }
  }
  return true;
}

static wijk_status tell_nulls(const inference *job, const char *value, wijk_report *report, wijk_error *err) {
  const wijk_finding finding = {.severity = WIJK_WARNING, .code = "inference-units", .value = value};
  bool alone = false, none = false, empty = false;
  for (size_t k = 0; k < WIJK_WORLDS; k++) {
    const world *w = &job->worlds[k];
    const bool undrawn = w->u.x_sum > 0 && !w->wanted && job->worlds[w->same_as].null.kind == WIJK_NULL_NONE;
    empty = empty || (undrawn && nobody_lives_in(&w->u));
    none = none || undrawn;
    alone = alone || (w->wanted && (w->null.kind == WIJK_NULL_MEMBERS || w->null.kind == WIJK_NULL_UNITS));
  }
  if (empty) {
    return wijk_report_add_finding(report, &finding, err,
                                   "nobody lives in the zones, so that chance has nowhere to move what is counted: "
                                   "indices have no p (try --inference-by permutation)");
  }
  if (none) {
    return wijk_report_add_finding(
        report, &finding, err,
        "the counts are no whole numbers of units, or too many of them to draw: indices have "
        "no p (try --inference-by permutation)");
  }
  return alone ? wijk_report_add_finding(report, &finding, err,
                                         "counts have no facilities: chance moves every unit by itself, so that p is "
                                         "smaller than where units come in facilities")
               : WIJK_OK;
}

static wijk_status tell_undefined(const inference *job, const size_t *undefined, const char *value, wijk_report *report,
                                  wijk_error *err) {
  wijk_text list = {0};
  size_t most = 0, told = 0;
  for (size_t i = 0; i < job->test_count; i++) {
    if (undefined[i] > 0 && !isnan(job->tests[i].observed)) {
      wijk_text_add_format(&list, "%s%s", told++ == 0 ? "" : ", ", job->tests[i].index->id);
      most = undefined[i] > most ? undefined[i] : most;
    }
  }
  wijk_status status = wijk_text_check(&list, err);
  if (status == WIJK_OK && told > 0) {
    status = wijk_report_add_finding(
        report, &(wijk_finding){.severity = WIJK_WARNING, .code = "inference-undefined", .value = value}, err,
        "in up to %zu of %zu draws of chance some indices are undefined, as where a zone would hold more than its "
        "residents; these draws are not counted: %s",
        most, job->draws, list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

/* Indices that were asked for and would take too long: of all zones together, and so the same for every value of --by.
 * Statistics of autocorrelation are in no list of ours: they have a test of their own. */
static wijk_status tell_left_out(const wijk_subject *subject, const wijk_results *results, wijk_report *report,
                                 wijk_error *err) {
  wijk_text list = {0};
  size_t told = 0;
  for (size_t i = 0; i < wijk_index_count; i++) {
    const wijk_index *index = &wijk_index_list[i];
    if (wijk_results_has_city(results, index->id, 0) && !is_tested(subject, results, index)) {
      wijk_text_add_format(&list, "%s%s", told++ == 0 ? "" : ", ", index->id);
    }
  }
  wijk_status status = wijk_text_check(&list, err);
  if (status == WIJK_OK && told > 0) {
    status = wijk_report_add_finding(
        report, &(wijk_finding){.severity = WIJK_NOTE, .code = "inference-left-out"}, err,
        "--inference leaves out what needs the distances between all zones, which times the draws are more than a "
        "thousand million: %s",
        list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

/* ---- the whole ---- */

static wijk_status plan(inference *job, const wijk_results *results, wijk_arena *scratch, wijk_error *err) {
  bool wanted[WIJK_WORLDS] = {false};
  for (size_t i = 0; i < wijk_index_count; i++) {
    const wijk_index *index = &wijk_index_list[i];
    if (is_tested(job->subject, results, index)) {
      world *w = &job->worlds[index->world];
      wanted[index->world] = true;
      w->needs_neighbours = w->needs_neighbours || index->need == WIJK_INDEX_NEIGHBOURS;
      if (index->need == WIJK_INDEX_NEAR || index->need == WIJK_INDEX_KIN) {
        w->needs_near[by_contiguity(job->subject, index)] = true;
      }
    }
  }
  if (make_worlds(job, wanted, scratch, err) != WIJK_OK || make_views(job, scratch, err) != WIJK_OK ||
      make_near(job, scratch, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t i = 0; i < wijk_index_count; i++) {
    const wijk_index *index = &wijk_index_list[i];
    world *w = &job->worlds[index->world];
    if (!w->wanted || !is_tested(job->subject, results, index)) {
      continue;
    }
    wijk_index_view view = job->views[0][index->world];
    view.u = &w->u;
    view.found[0] = view.found[1] = false;
    tested *test = &job->tests[job->test_count++];
    *test = (tested){index, index->value(&view), WIJK_ARENA_ADD(scratch, double, job->draws, err)};
    if (test->values == NULL) {
      return WIJK_MEMORY;
    }
  }
  return WIJK_OK;
}

wijk_status wijk_inference_compute(const wijk_subject *subject, const wijk_round *round, wijk_results *results,
                                   wijk_arena *scratch, wijk_report *report, wijk_error *err) {
  inference *job = subject->method->inference > 0 ? WIJK_ARENA_ADD(scratch, inference, 1, err) : NULL;
  if (job == NULL) {
    return subject->method->inference > 0 ? WIJK_MEMORY : WIJK_OK;
  }
  const int threads = subject->threads > 0 ? subject->threads : omp_get_max_threads();
  job->subject = subject;
  job->draws = subject->method->inference;
  job->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
  size_t undefined[MOST_INDICES] = {0};
  wijk_status status = plan(job, results, scratch, err);
  if (status == WIJK_OK && job->test_count > 0) {
    status = draw_all(job, err);
  }
  for (size_t i = 0; status == WIJK_OK && i < job->test_count; i++) {
    const wijk_inference chance = judge(&job->tests[i], job->draws, &undefined[i]);
    wijk_results_set_chance(results, job->tests[i].index->id, 0, &chance);
  }
  if (status == WIJK_OK) {
    status = tell_nulls(job, round->value, report, err);
  }
  if (status == WIJK_OK) {
    status = tell_undefined(job, undefined, round->value, report, err);
  }
  return status == WIJK_OK && round->value == NULL ? tell_left_out(subject, results, report, err) : status;
}
