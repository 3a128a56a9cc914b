/* SPDX-License-Identifier: EUPL-1.2 */
/* Points stand in a grid whose cells are as wide as the largest radius, so that what is near lies in nine cells. */
#include "geo/pattern.h"

#include "base/memory.h"

#include <math.h>
#include <omp.h>
#include <string.h>

typedef struct near_point {
  double square;
  uint32_t number;
} near_point;

/* One thread's grid, and room for what is near one point. */
typedef struct pattern_room {
  size_t count, columns, rows;
  double min_x, min_y, cell_m;
  const double *x, *y;
  uint32_t *first, *number; /* points of cell c: number[first[c]] .. */
  near_point *near;
  double *square, *share, *weight;
  circle_turn *turn;
} pattern_room;

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for pairs of points");
}

static void room_free(pattern_room *room) {
  memory_free(room->first);
  memory_free(room->number);
  memory_free(room->near);
  memory_free(room->square);
  memory_free(room->share);
  memory_free(room->turn);
  memory_free(room->weight);
  *room = (pattern_room){0};
}

/* ---- grid ---- */

static size_t cells_along(double length, double cell_m) {
  double cells = floor(length / cell_m) + 1;
  return cells < 1024 ? (size_t)cells : 1024;
}

static size_t place(double value, double start, double cell_m, size_t count) {
  double cell = (value - start) / cell_m;
  return cell >= (double)count ? count - 1 : cell > 0 ? (size_t)cell : 0;
}

static size_t cell_of(const pattern_room *room, double x, double y) {
  return place(y, room->min_y, room->cell_m, room->rows) * room->columns +
         place(x, room->min_x, room->cell_m, room->columns);
}

/* Room for patterns of `count` points. The grid is the window's: every pattern lies in it. */
static bool room_open(const pattern_rule *rule, size_t count, pattern_room *room) {
  const polygon_box *box = &rule->window->box;
  double wide = box->max_x - box->min_x, high = box->max_y - box->min_y;
  double reach = rule->radius_count ? rule->radii[rule->radius_count - 1] : 0;
  *room = (pattern_room){.count = count, .min_x = box->min_x, .min_y = box->min_y};
  room->cell_m = fmax(reach, fmax(wide, high) / 1000);
  room->cell_m = fmax(room->cell_m, sqrt(wide * high / (4 * (double)count + 1)));
  room->columns = cells_along(wide, room->cell_m);
  room->rows = cells_along(high, room->cell_m);
  room->first = memory_new_zeroed(room->columns * room->rows + 1, sizeof *room->first);
  room->number = memory_new_zeroed(count + 1, sizeof *room->number);
  room->near = memory_new_zeroed(count + 1, sizeof *room->near);
  room->square = memory_new_zeroed(count + 1, sizeof *room->square);
  room->share = memory_new_zeroed(count + 1, sizeof *room->share);
  room->turn = memory_new_zeroed(count + 1, sizeof *room->turn);
  room->weight = memory_new_zeroed(count + 1, sizeof *room->weight);
  return count < UINT32_MAX && room->first && room->number && room->near && room->square && room->share && room->turn &&
         room->weight;
}

static void room_fill(pattern_room *room, const double *x, const double *y) {
  size_t cells = room->columns * room->rows;
  room->x = x;
  room->y = y;
  memset(room->first, 0, (cells + 1) * sizeof *room->first);
  for (size_t i = 0; i < room->count; i++)
    room->first[cell_of(room, x[i], y[i])]++;
  uint32_t sum = 0;
  for (size_t cell = 0; cell <= cells; cell++) {
    uint32_t here = room->first[cell];
    room->first[cell] = sum += here; /* its end; filling from the back makes it its beginning */
  }
  for (size_t i = room->count; i-- > 0;)
    room->number[--room->first[cell_of(room, x[i], y[i])]] = (uint32_t)i;
}

/* ---- what is near ---- */

/* Points within the largest radius of point i, but itself; `later` = only those with a higher number. */
static size_t find_near(const pattern_rule *rule, pattern_room *room, size_t i, bool later) {
  double reach = rule->radii[rule->radius_count - 1], limit = reach * reach;
  size_t column = place(room->x[i], room->min_x, room->cell_m, room->columns);
  size_t row = place(room->y[i], room->min_y, room->cell_m, room->rows), found = 0;
  size_t left = column ? column - 1 : 0, right = column + 1 < room->columns ? column + 1 : column;
  for (size_t r = row ? row - 1 : 0; r <= row + 1 && r < room->rows; r++)
    for (size_t k = room->first[r * room->columns + left]; k < room->first[r * room->columns + right + 1]; k++) {
      uint32_t other = room->number[k];
      double dx = room->x[other] - room->x[i], dy = room->y[other] - room->y[i], square = dx * dx + dy * dy;
      if (square <= limit && other != i && (!later || other > i))
        room->near[found++] = (near_point){square, other};
    }
  return found;
}

/* The weight of each of the near points, into `weight`. */
static void weigh(const pattern_rule *rule, pattern_room *room, size_t i, size_t count) {
  double x = room->x[i], y = room->y[i];
  if (rule->edge == PATTERN_EDGE_CIRCLE) {
    for (size_t k = 0; k < count; k++)
      room->square[k] = room->near[k].square;
    window_circle_shares(rule->window, x, y, count, room->square, room->share, room->turn);
  }
  double area = rule->edge == PATTERN_EDGE_SHIFT ? window_shift_area(rule->shift) : 0;
  for (size_t k = 0; k < count; k++) {
    uint32_t other = room->near[k].number;
    double weight = 1;
    if (rule->edge == PATTERN_EDGE_CIRCLE)
      weight = 1 / room->share[k];
    else if (rule->edge == PATTERN_EDGE_SHIFT)
      weight = area / window_shift_overlap(rule->shift, room->x[other] - x, room->y[other] - y);
    room->weight[k] = weight < PATTERN_MOST_WEIGHT ? weight : PATTERN_MOST_WEIGHT;
  }
}

static size_t bin_of(const pattern_rule *rule, double square) {
  size_t bin = 0;
  while (square > rule->radii[bin] * rule->radii[bin])
    bin++;
  return bin;
}

bool pattern_is_mutual(const pattern_rule *rule) {
  return rule->edge != PATTERN_EDGE_CIRCLE;
}

/* Weights that are the same both ways are computed once. */
static void add_sums(const pattern_rule *rule, pattern_room *room, double *sums) {
  bool both_ways = pattern_is_mutual(rule);
  for (size_t r = 0; r < rule->radius_count; r++)
    sums[r] = 0;
  for (size_t i = 0; rule->radius_count && i < room->count; i++) {
    size_t count = find_near(rule, room, i, both_ways);
    weigh(rule, room, i, count);
    for (size_t k = 0; k < count; k++)
      sums[bin_of(rule, room->near[k].square)] += both_ways ? 2 * room->weight[k] : room->weight[k];
  }
  for (size_t r = 1; r < rule->radius_count; r++)
    sums[r] += sums[r - 1];
}

/* ---- questions ---- */

wijk_status pattern_sums(const pattern_rule *rule, size_t count, const double *x, const double *y, double *sums,
                         wijk_error *err) {
  pattern_room room;
  bool ready = room_open(rule, count, &room);
  if (ready) {
    room_fill(&room, x, y);
    add_sums(rule, &room, sums);
  }
  room_free(&room);
  return ready ? WIJK_OK : no_memory(err);
}

wijk_status pattern_each(const pattern_rule *rule, size_t count, const double *x, const double *y, pattern_take *take,
                         void *context, wijk_error *err) {
  pattern_room room;
  bool ready = room_open(rule, count, &room), both_ways = pattern_is_mutual(rule);
  if (ready)
    room_fill(&room, x, y);
  for (size_t i = 0; ready && rule->radius_count && i < count; i++) {
    size_t near = find_near(rule, &room, i, both_ways);
    weigh(rule, &room, i, near);
    for (size_t k = 0; k < near; k++)
      take(context, &(pattern_pair){i, room.near[k].number, bin_of(rule, room.near[k].square), room.weight[k]});
  }
  room_free(&room);
  return ready ? WIJK_OK : no_memory(err);
}

wijk_status pattern_nearest_mean(size_t count, const double *x, const double *y, double *mean_m, wijk_error *err) {
  double *distance = memory_new_zeroed(count + 1, sizeof *distance);
  size_t *self = memory_new_zeroed(count + 1, sizeof *self), *nearest = memory_new_zeroed(count + 1, sizeof *nearest);
  wijk_status status = distance && self && nearest ? WIJK_OK : no_memory(err);
  wijk_point_index *index = status == WIJK_OK ? wijk_point_index_new(count, x, y, err) : NULL;
  for (size_t i = 0; index && i < count; i++)
    self[i] = i;
  if (status == WIJK_OK)
    status = index ? wijk_point_index_nearest(index, count, x, y, self, 1, distance, nearest, err) : WIJK_MEMORY;
  if (status == WIJK_OK) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
      sum += distance[i];
    *mean_m = sum / (double)count;
  }
  wijk_point_index_free(index);
  memory_free(distance);
  memory_free(self);
  memory_free(nearest);
  return status;
}

/* ---- chance ---- */

static wijk_status simulate_one(const pattern_rule *rule, pattern_room *room, wijk_random random, double *x, double *y,
                                double *sums, double *nearest_m, wijk_error *err) {
  wijk_status status = window_scatter(rule->window, &random, room->count, x, y, err);
  if (status == WIJK_OK && rule->radius_count) {
    room_fill(room, x, y);
    add_sums(rule, room, sums);
  }
  return status == WIJK_OK && nearest_m ? pattern_nearest_mean(room->count, x, y, nearest_m, err) : status;
}

wijk_status pattern_simulate(const pattern_rule *rule, size_t count, size_t simulations, uint64_t seed,
                             uint64_t first_stream, int threads, double *sums, double *nearest_m, wijk_error *err) {
  int workers = threads > 0 ? threads : omp_get_max_threads();
  bool failed = false;
#pragma omp parallel num_threads(workers)
  {
    pattern_room room;
    double *x = memory_new_zeroed(count + 1, sizeof *x), *y = memory_new_zeroed(count + 1, sizeof *y);
    bool ready = room_open(rule, count, &room) && x && y;
#pragma omp for schedule(dynamic)
    for (size_t s = 0; s < simulations; s++) {
      wijk_error own = {0}; /* threads must not write the caller's at once */
      wijk_random random = wijk_random_new(seed, first_stream + s);
      if (!ready || simulate_one(rule, &room, random, x, y, sums ? sums + s * rule->radius_count : NULL,
                                 nearest_m ? nearest_m + s : NULL, &own) != WIJK_OK) {
#pragma omp atomic write
        failed = true;
      }
    }
    room_free(&room);
    memory_free(x);
    memory_free(y);
  }
  return failed ? no_memory(err) : WIJK_OK;
}
