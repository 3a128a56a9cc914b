/* SPDX-License-Identifier: EUPL-1.2 */
/* Kernel density at some places, without a frame: points in a coarse grid, and the part of a kernel inside the zones
 * from their border. */
#include "base/memory.h"
#include "geo/density_points.h"

#include <math.h>
#include <omp.h>

static const double pi = 3.14159265358979323846;

typedef struct places_work {
  const wijk_density_points *points;
  const wijk_density_options *options;
  const window *ground;
  window_kernel kernel;
  double square_m, peak;
  size_t count, *list; /* the points that count */
  double *weight;      /* of each of them, per km2 at its middle */
  /* Points in squares at least as wide as the reach, rows of squares after one another. */
  double left_m, low_m;
  size_t columns, rows, *first, *member;
  int threads;
} places_work;

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for the density");
}

static void weigh(places_work *work) {
  const wijk_density_points *points = work->points;
  bool by_part = work->options->edge == WIJK_DENSITY_EDGE_BOUNDARY;
#pragma omp parallel for schedule(dynamic, 16) num_threads(work->threads)
  for (size_t i = 0; i < work->count; i++) {
    size_t k = work->list[i];
    double part = by_part ? window_kernel_part(work->ground, &work->kernel, points->x[k], points->y[k]) : 1;
    work->weight[i] = points->weight[k] * work->peak * 1e6 / part;
  }
}

/* ---- points by square ---- */

static size_t square_of(const places_work *work, double x, double y, size_t *column, size_t *row) {
  double c = (x - work->left_m) / work->square_m, r = (y - work->low_m) / work->square_m;
  *column = c > 0 ? (size_t)fmin(c, (double)(work->columns - 1)) : 0;
  *row = r > 0 ? (size_t)fmin(r, (double)(work->rows - 1)) : 0;
  return *row * work->columns + *column;
}

/* Squares where points are few and far between are made larger: never many more than points. */
static void set_squares(places_work *work) {
  double right = -INFINITY, top = -INFINITY;
  work->left_m = work->low_m = INFINITY;
  size_t count = work->count + 1;
  for (size_t i = 0; i < work->count; i++) {
    size_t k = work->list[i];
    work->left_m = fmin(work->left_m, work->points->x[k]);
    work->low_m = fmin(work->low_m, work->points->y[k]);
    right = fmax(right, work->points->x[k]);
    top = fmax(top, work->points->y[k]);
  }
  if (!(right >= work->left_m))
    work->left_m = right = work->low_m = top = 0;
  double width = right - work->left_m, height = top - work->low_m;
  work->square_m = fmax(work->square_m, sqrt(width * height / (4.0 * (double)count)));
  work->square_m = fmax(work->square_m, fmax(width, height) / (4.0 * (double)count));
  work->columns = (size_t)(width / work->square_m) + 1;
  work->rows = (size_t)(height / work->square_m) + 1;
}

static wijk_status gather(places_work *work, wijk_error *err) {
  const wijk_density_points *points = work->points;
  set_squares(work);
  size_t squares = work->columns * work->rows, column, row, total = 0;
  work->first = memory_new_zeroed(squares + 2, sizeof *work->first);
  work->member = memory_resize(NULL, work->count + 1, sizeof *work->member);
  if (!work->first || !work->member)
    return no_memory(err);
  for (size_t i = 0; i < work->count; i++)
    work->first[square_of(work, points->x[work->list[i]], points->y[work->list[i]], &column, &row) + 2]++;
  for (size_t s = 2; s < squares + 2; s++) {
    total += work->first[s];
    work->first[s] = total;
  }
  for (size_t i = 0; i < work->count; i++)
    work->member[work->first[square_of(work, points->x[work->list[i]], points->y[work->list[i]], &column, &row) +
                             1]++] = i;
  return WIJK_OK;
}

/* ---- places ---- */

static double crossing(const places_work *work, double dx, double dy) {
  double h = work->options->bandwidth_m, square = (dx * dx + dy * dy) / (h * h);
  if (work->options->kernel == WIJK_KERNEL_QUARTIC)
    return square < 1 ? (1 - square) * (1 - square) : 0;
  double reach = wijk_density_reach(WIJK_KERNEL_GAUSSIAN, h);
  return fabs(dx) <= reach && fabs(dy) <= reach ? exp(-square / 2) : 0;
}

static double sum_points(const places_work *work, double x, double y) {
  size_t column, row;
  double sum = 0;
  square_of(work, x, y, &column, &row);
  for (size_t r = row ? row - 1 : 0; r <= row + 1 && r < work->rows; r++)
    for (size_t c = column ? column - 1 : 0; c <= column + 1 && c < work->columns; c++)
      for (size_t m = work->first[r * work->columns + c]; m < work->first[r * work->columns + c + 1]; m++) {
        size_t k = work->list[work->member[m]];
        sum += work->weight[work->member[m]] * crossing(work, work->points->x[k] - x, work->points->y[k] - y);
      }
  return sum;
}

static void find_places(const places_work *work, size_t count, const double *x, const double *y, double *density) {
  bool by_part = work->options->edge == WIJK_DENSITY_EDGE_UNIFORM;
#pragma omp parallel for schedule(dynamic, 16) num_threads(work->threads)
  for (size_t i = 0; i < count; i++) {
    bool somewhere = isfinite(x[i]) && isfinite(y[i]);
    double part = by_part && somewhere ? window_kernel_part(work->ground, &work->kernel, x[i], y[i]) : 1;
    density[i] = somewhere ? sum_points(work, x[i], y[i]) / part : NAN;
  }
}

static wijk_status check_bandwidth(const wijk_density_options *options, wijk_error *err) {
  return options->bandwidth_m > 0 && isfinite(options->bandwidth_m)
             ? WIJK_OK
             : wijk_error_set(err, WIJK_USAGE, "a bandwidth is a number of metres above 0");
}

wijk_status density_find_in(const window *ground, const wijk_density_points *points,
                            const wijk_density_options *options, size_t count, const double *x, const double *y,
                            double *density, wijk_error *err) {
  double h = options->bandwidth_m, reach_m = wijk_density_reach(options->kernel, h);
  if (check_bandwidth(options, err) != WIJK_OK)
    return err->status;
  places_work work = {.points = points,
                      .options = options,
                      .ground = ground,
                      .kernel = {options->kernel, h, reach_m},
                      .square_m = reach_m,
                      .peak = options->kernel == WIJK_KERNEL_GAUSSIAN ? 1 / (2 * pi * h * h) : 3 / (pi * h * h),
                      .threads = options->threads > 0 ? options->threads : omp_get_max_threads()};
  work.list = memory_resize(NULL, points->count + 1, sizeof *work.list);
  work.weight = memory_resize(NULL, points->count + 1, sizeof *work.weight);
  wijk_status status = work.list && work.weight ? WIJK_OK : no_memory(err);
  if (status == WIJK_OK)
    status = density_points_list(points, options->edge, work.list, &work.count, err);
  if (status == WIJK_OK)
    weigh(&work);
  if (status == WIJK_OK)
    status = gather(&work, err);
  if (status == WIJK_OK)
    find_places(&work, count, x, y, density);
  memory_free(work.list);
  memory_free(work.weight);
  memory_free(work.first);
  memory_free(work.member);
  return status;
}

wijk_status wijk_density_find(const wijk_layer *zones, const wijk_density_points *points,
                              const wijk_density_options *options, size_t count, const double *x, const double *y,
                              double *density, wijk_error *err) {
  window ground = {0};
  bool needed = options->edge != WIJK_DENSITY_EDGE_NONE;
  if (check_bandwidth(options, err) != WIJK_OK)
    return err->status;
  wijk_arena *own = needed ? wijk_arena_new(err) : NULL;
  if (!needed || (own && window_new(zones, own, &ground, err) == WIJK_OK))
    density_find_in(needed ? &ground : NULL, points, options, count, x, y, density, err);
  window_close(&ground);
  wijk_arena_free(own);
  return err->status;
}

double wijk_density_reference(const wijk_density_points *points, wijk_kernel kind) {
  double mean_x = 0, mean_y = 0, square = 0;
  size_t n = 0;
  for (size_t k = 0; k < points->count; k++)
    if (isfinite(points->x[k]) && isfinite(points->y[k]) && points->weight[k] > 0) {
      mean_x += points->x[k];
      mean_y += points->y[k];
      n++;
    }
  mean_x /= (double)n;
  mean_y /= (double)n;
  for (size_t k = 0; k < points->count; k++)
    if (isfinite(points->x[k]) && isfinite(points->y[k]) && points->weight[k] > 0)
      square += (points->x[k] - mean_x) * (points->x[k] - mean_x) + (points->y[k] - mean_y) * (points->y[k] - mean_y);
  if (n < 2 || !(square > 0))
    return NAN;
  double sigma = sqrt(square / (2 * (double)(n - 1)));
  return sigma * pow((double)n, -1.0 / 6) * (kind == WIJK_KERNEL_GAUSSIAN ? 1 : sqrt(8));
}
