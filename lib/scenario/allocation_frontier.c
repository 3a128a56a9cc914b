/* SPDX-License-Identifier: EUPL-1.2 */
/* The frontier of two goals: one is the least it can be while the other is at most a value, for one value after
 * another.
 */
#include <math.h>
#include <string.h>
#include <wijk/allocate.h>

enum { HELD_AND_TWO = WIJK_GOAL_COUNT + 2 };

typedef struct search {
  wijk_allocation_problem problem; /* with goals that may be no worse than `most` */
  wijk_allocation_limits limits;
  wijk_allocation_goal goals[HELD_AND_TWO]; /* those that are held, then the two */
  size_t held;
  double most[WIJK_GOAL_COUNT];
  wijk_allocation_goal first, stepped, other; /* `stepped` is given values, `other` is made small */
  wijk_arena *arena;
  wijk_frontier *frontier;
  size_t room;
} search;

static bool is_count(wijk_allocation_goal goal) {
  return goal == WIJK_GOAL_UNMET || goal == WIJK_GOAL_MOVED || goal == WIJK_GOAL_OPENED;
}

static void start(search *s, const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                  wijk_allocation_goal first, wijk_allocation_goal second) {
  s->problem = *problem;
  s->problem.most = s->most;
  s->limits = *limits;
  s->limits.goals = s->goals;
  s->first = first;
  s->stepped = !is_count(first) && is_count(second) ? second : first;
  s->other = s->stepped == first ? second : first;
  for (size_t g = 0; g < WIJK_GOAL_COUNT; g++)
    s->most[g] = problem->most ? problem->most[g] : NAN;
  const size_t count = limits->goals ? limits->goal_count : WIJK_GOAL_OPENED;
  for (size_t g = 0; g < count && s->held < WIJK_GOAL_COUNT; g++) {
    const wijk_allocation_goal goal = limits->goals ? limits->goals[g] : (wijk_allocation_goal)g;
    if (goal == first || goal == second)
      return;
    s->goals[s->held++] = goal;
  }
  s->held = 0; /* the order of goals has neither of the two: nothing comes before them */
}

/* The allocation with `a` as small as can be and then `b`. Goals that are held are so by `most` once they are known. */
static wijk_status solve(search *s, wijk_allocation_goal a, wijk_allocation_goal b, bool begin, wijk_allocation *found,
                         wijk_error *err) {
  size_t count = begin ? s->held : 0;
  wijk_allocation_goal goals[HELD_AND_TWO];
  memcpy(goals, s->goals, sizeof goals);
  goals[count++] = a;
  goals[count++] = b;
  wijk_allocation_limits limits = s->limits;
  limits.goals = goals;
  limits.goal_count = count;
  return wijk_allocation_compute(&s->problem, &limits, s->arena, found, err);
}

static double value_of(const search *s, const wijk_allocation *a, wijk_allocation_goal goal) {
  return wijk_allocation_value(&s->problem, a, goal);
}

/* Room is twice what it was each time that it is full. */
static wijk_status add_point(search *s, const wijk_allocation *a, wijk_error *err) {
  wijk_frontier *f = s->frontier;
  if (f->count >= s->room) {
    wijk_frontier_point *points = WIJK_ARENA_ADD(s->arena, wijk_frontier_point, 2 * s->room + 4, err);
    if (!points)
      return err->status;
    if (f->count > 0)
      memcpy(points, f->points, f->count * sizeof *points);
    f->points = points;
    s->room = 2 * s->room + 4;
  }
  wijk_frontier_point *point = &f->points[f->count++];
  *point = (wijk_frontier_point){.allocation = *a, .proved = true};
  for (size_t g = 0; g < a->goal_count; g++) {
    const size_t at = a->goals[g].goal == s->first ? 0 : 1;
    point->proved &= a->goals[g].proved;
    if (g + 2 < a->goal_count)
      continue; /* a goal that is held */
    point->value[at] = a->goals[g].value;
    point->bound[at] = a->goals[g].bound;
    if (point->value[at] - point->bound[at] <= 1e-9 * fmax(1, fabs(point->value[at])))
      point->bound[at] = point->value[at]; /* they differ by how numbers are rounded */
  }
  return WIJK_OK;
}

/* The value that the goal may have at most for the next point; below `low` there is none. */
static double next_value(const search *s, double low, double high, double last, size_t steps) {
  const bool count = is_count(s->stepped);
  const double smallest = count ? 1 : 1e-6 * fmax(1, fabs(last));
  if (steps == 0 || (count && high - low < (double)steps))
    return last - smallest;
  double at = last;
  for (size_t k = steps - 2; k > 0 && at >= last; k--)
    at = low + (high - low) * (double)k / (double)(steps - 1);
  at = at >= last ? low - 1 : at;
  return count ? floor(at) : at;
}

/* From the end where the other goal is least to the one where the stepped goal is. */
static wijk_status walk(search *s, size_t steps, double low, double high, wijk_error *err) {
  double last = high;
  for (double at; (at = next_value(s, low, high, last, steps)) > low;) {
    wijk_allocation found;
    s->most[s->stepped] = at;
    if (solve(s, s->other, s->stepped, false, &found, err) != WIJK_OK)
      return err->status;
    if (!found.found)
      return wijk_error_set(err, WIJK_BUG, "between two points of the frontier there is no allocation");
    const double value = value_of(s, &found, s->stepped);
    if (!(value < last) || value <= low)
      break; /* the end itself */
    last = value;
    if (add_point(s, &found, err) != WIJK_OK)
      return err->status;
  }
  return err->status;
}

/* From the least of the first goal on. Where a limit ended a search, a point may be no better than its neighbour. */
static void tidy(search *s) {
  wijk_frontier *f = s->frontier;
  for (size_t k = 0; s->stepped == s->first && k < f->count / 2; k++) {
    wijk_frontier_point kept = f->points[k];
    f->points[k] = f->points[f->count - 1 - k];
    f->points[f->count - 1 - k] = kept;
  }
  size_t kept = 0;
  for (size_t k = 0; k < f->count; k++) {
    const wijk_frontier_point *point = &f->points[k];
    while (kept > 0 && point->value[0] <= f->points[kept - 1].value[0] &&
           point->value[1] <= f->points[kept - 1].value[1])
      kept--;
    if (kept == 0 || point->value[1] < f->points[kept - 1].value[1] - 1e-9 * fmax(1, fabs(point->value[1])))
      f->points[kept++] = *point;
  }
  f->count = kept;
}

wijk_status wijk_allocation_frontier(const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                                     wijk_allocation_goal first, wijk_allocation_goal second, size_t steps,
                                     wijk_arena *arena, wijk_frontier *frontier, wijk_error *err) {
  wijk_frontier made = {0};
  search s = {.arena = arena, .frontier = &made};
  wijk_allocation low, high;
  if (first == second || steps == 1)
    return wijk_error_set(err, WIJK_USAGE, "a frontier is of two goals, and has two ends");
  start(&s, problem, limits, first, second);
  if (solve(&s, s.stepped, s.other, true, &low, err) != WIJK_OK)
    return err->status;
  if (!low.found) {
    *frontier = (wijk_frontier){.clash = low.clash, .clash_count = low.clash_count};
    return WIJK_OK;
  }
  for (size_t g = 0; g < s.held; g++)
    s.most[s.goals[g]] = value_of(&s, &low, s.goals[g]);
  if (solve(&s, s.other, s.stepped, false, &high, err) != WIJK_OK || add_point(&s, &high, err) != WIJK_OK ||
      walk(&s, steps, value_of(&s, &low, s.stepped), value_of(&s, &high, s.stepped), err) != WIJK_OK ||
      add_point(&s, &low, err) != WIJK_OK)
    return err->status;
  tidy(&s);
  *frontier = made;
  return WIJK_OK;
}
