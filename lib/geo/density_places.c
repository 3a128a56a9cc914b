/* SPDX-License-Identifier: EUPL-1.2 */
/* Kernel density at some places, without a frame: points in a coarse grid, and the part of a kernel inside the zones
 * from spots spread over it. */
#include "base/memory.h"
#include "base/sort.h"
#include "geo/kernel.h"

#include <math.h>
#include <omp.h>
#include <wijk/density.h>
#include <wijk/geo.h>

enum { SPOTS = 1000 };
static const double pi = 3.14159265358979323846;

typedef struct places_work {
  const wijk_density_points *points;
  const wijk_density_options *options;
  double reach_m, peak;
  const wijk_zone_index *index;
  double spot_x[SPOTS], spot_y[SPOTS]; /* about a middle, each standing for 1 / SPOTS of the kernel */
  double *weight;                      /* of each point, per km2 at its middle; 0 = does not count */
  /* Points in squares as wide as the reach, rows of squares after one another. */
  double left_m, low_m;
  size_t columns, rows, *first, *member;
  int threads;
} places_work;

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for the density");
}

/* Seeds of a sunflower (Vogel 1979), drawn in or out so that each ring holds its part of the kernel: the part within r
 * is 1 - (1 - r^2/h^2)^3 of a quartic and 1 - exp(-r^2 / 2h^2) of a gaussian. */
static void spread_spots(places_work *work) {
  double h = work->options->bandwidth_m, turn = pi * (3 - sqrt(5));
  for (size_t i = 0; i < SPOTS; i++) {
    double part = ((double)i + 0.5) / SPOTS;
    double r =
        h * (work->options->kernel == WIJK_KERNEL_GAUSSIAN ? sqrt(-2 * log(1 - part)) : sqrt(1 - cbrt(1 - part)));
    work->spot_x[i] = r * cos(turn * (double)i);
    work->spot_y[i] = r * sin(turn * (double)i);
  }
}

static wijk_status part_inside(const places_work *work, double x, double y, double *part, wijk_error *err) {
  double at_x[SPOTS], at_y[SPOTS];
  size_t zone[SPOTS], inside = 0;
  for (size_t i = 0; i < SPOTS; i++) {
    at_x[i] = x + work->spot_x[i];
    at_y[i] = y + work->spot_y[i];
  }
  wijk_status status = wijk_zone_index_find(work->index, SPOTS, at_x, at_y, 1, zone, NULL, err);
  for (size_t i = 0; i < SPOTS; i++)
    inside += zone[i] != WIJK_NONE;
  *part = (double)inside / SPOTS;
  return status;
}

static wijk_status weigh(places_work *work, wijk_error *err) {
  const wijk_density_points *points = work->points;
  wijk_density_edge edge = work->options->edge;
  bool failed = false;
#pragma omp parallel for schedule(dynamic, 16) num_threads(work->threads) reduction(|| : failed)
  for (size_t k = 0; k < points->count; k++) {
    double part = 1;
    wijk_error own = {0};
    if (!isfinite(points->x[k]) || !isfinite(points->y[k]) || !isfinite(points->weight[k]) || points->weight[k] == 0 ||
        (edge != WIJK_DENSITY_EDGE_NONE && !points->inside[k]))
      continue;
    if (edge == WIJK_DENSITY_EDGE_BOUNDARY)
      failed = failed || part_inside(work, points->x[k], points->y[k], &part, &own) != WIJK_OK;
    /* One inside a zone too narrow for any spot stands for itself alone. */
    work->weight[k] = points->weight[k] * work->peak * 1e6 / fmax(part, 1.0 / SPOTS);
  }
  return failed ? no_memory(err) : WIJK_OK;
}

/* ---- points by square ---- */

static size_t square_of(const places_work *work, double x, double y, size_t *column, size_t *row) {
  double c = (x - work->left_m) / work->reach_m, r = (y - work->low_m) / work->reach_m;
  *column = c > 0 ? (size_t)fmin(c, (double)(work->columns - 1)) : 0;
  *row = r > 0 ? (size_t)fmin(r, (double)(work->rows - 1)) : 0;
  return *row * work->columns + *column;
}

/* Squares where points are few and far between are made larger: never many more than points. */
static void set_squares(places_work *work) {
  double right = -INFINITY, top = -INFINITY;
  work->left_m = work->low_m = INFINITY;
  size_t count = 1;
  for (size_t k = 0; k < work->points->count; k++)
    if (work->weight[k] != 0) {
      work->left_m = fmin(work->left_m, work->points->x[k]);
      work->low_m = fmin(work->low_m, work->points->y[k]);
      right = fmax(right, work->points->x[k]);
      top = fmax(top, work->points->y[k]);
      count++;
    }
  if (!(right >= work->left_m))
    work->left_m = right = work->low_m = top = 0;
  double width = right - work->left_m, height = top - work->low_m;
  work->reach_m = fmax(work->reach_m, sqrt(width * height / (4.0 * (double)count)));
  work->reach_m = fmax(work->reach_m, fmax(width, height) / (4.0 * (double)count));
  work->columns = (size_t)(width / work->reach_m) + 1;
  work->rows = (size_t)(height / work->reach_m) + 1;
}

static wijk_status gather(places_work *work, wijk_error *err) {
  const wijk_density_points *points = work->points;
  set_squares(work);
  size_t squares = work->columns * work->rows, column, row, total = 0;
  work->first = memory_new_zeroed(squares + 2, sizeof *work->first);
  work->member = memory_resize(NULL, points->count + 1, sizeof *work->member);
  if (!work->first || !work->member)
    return no_memory(err);
  for (size_t k = 0; k < points->count; k++)
    if (work->weight[k] != 0)
      work->first[square_of(work, points->x[k], points->y[k], &column, &row) + 2]++;
  for (size_t s = 2; s < squares + 2; s++) {
    total += work->first[s];
    work->first[s] = total;
  }
  for (size_t k = 0; k < points->count; k++)
    if (work->weight[k] != 0)
      work->member[work->first[square_of(work, points->x[k], points->y[k], &column, &row) + 1]++] = k;
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
        size_t k = work->member[m];
        sum += work->weight[k] * crossing(work, work->points->x[k] - x, work->points->y[k] - y);
      }
  return sum;
}

static wijk_status find_places(const places_work *work, size_t count, const double *x, const double *y, double *density,
                               wijk_error *err) {
  bool failed = false;
#pragma omp parallel for schedule(dynamic, 16) num_threads(work->threads) reduction(|| : failed)
  for (size_t i = 0; i < count; i++) {
    double part = 1;
    wijk_error own = {0};
    density[i] = NAN;
    if (!isfinite(x[i]) || !isfinite(y[i]))
      continue;
    if (work->options->edge == WIJK_DENSITY_EDGE_UNIFORM)
      failed = failed || part_inside(work, x[i], y[i], &part, &own) != WIJK_OK;
    density[i] = sum_points(work, x[i], y[i]) / fmax(part, 1.0 / SPOTS);
  }
  return failed ? no_memory(err) : WIJK_OK;
}

wijk_status wijk_density_find(const wijk_layer *zones, const wijk_density_points *points,
                              const wijk_density_options *options, size_t count, const double *x, const double *y,
                              double *density, wijk_error *err) {
  double h = options->bandwidth_m;
  if (!(h > 0) || !isfinite(h))
    return wijk_error_set(err, WIJK_USAGE, "a bandwidth is a number of metres above 0");
  places_work *work = memory_new_zeroed(1, sizeof *work);
  if (!work)
    return no_memory(err);
  work->points = points;
  work->options = options;
  work->reach_m = wijk_density_reach(options->kernel, h);
  work->peak = options->kernel == WIJK_KERNEL_GAUSSIAN ? 1 / (2 * pi * h * h) : 3 / (pi * h * h);
  work->threads = options->threads > 0 ? options->threads : omp_get_max_threads();
  work->weight = memory_new_zeroed(points->count + 1, sizeof *work->weight);
  wijk_zone_index *index =
      options->edge == WIJK_DENSITY_EDGE_NONE || !work->weight ? NULL : wijk_zone_index_new(zones, SIZE_MAX, err);
  work->index = index;
  wijk_status status = !work->weight ? no_memory(err) : err->status;
  if (status == WIJK_OK) {
    spread_spots(work);
    status = weigh(work, err);
  }
  if (status == WIJK_OK)
    status = gather(work, err);
  if (status == WIJK_OK)
    status = find_places(work, count, x, y, density, err);
  wijk_zone_index_free(index);
  memory_free(work->weight);
  memory_free(work->first);
  memory_free(work->member);
  memory_free(work);
  return status;
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
