/* SPDX-License-Identifier: EUPL-1.2 */
/* Kernel density over a frame. Points are taken in an order that follows the rows of the frame, some at a time; each
 * thread has a band of rows, and within it a few rows at a time stay in the nearest memory while all points of the lot
 * add to them. Whatever the bands, a cell adds its points in that one order. */
#include "base/memory.h"
#include "base/sort.h"
#include "geo/density_points.h"
#include "geo/kernel.h"

#include <math.h>
#include <omp.h>
#include <wijk/density.h>

enum { ROWS_TOGETHER = 16, POINTS_TOGETHER = 32 };

/* The points that count, in order, with what each cell gets of them over the kernel's crossing. */
typedef struct density_work {
  kernel kernel;
  const wijk_frame *frame;
  const wijk_density_options *options;
  const double *x, *y;
  size_t count, *order;
  double *weight; /* by number of the point in the source, per km2 */
  double *values;
  int threads;
} density_work;

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for the density");
}

/* ---- which points, in which order ---- */

static double place_of(double value, size_t count) {
  return value > 0 ? fmin(floor(value), (double)count) : 0;
}

static wijk_status gather(density_work *work, const wijk_density_points *points, wijk_density_sums *sums,
                          wijk_error *err) {
  const wijk_frame *frame = work->frame;
  double *place = memory_resize(NULL, points->count + 1, sizeof *place);
  size_t *source = memory_resize(NULL, points->count + 1, sizeof *source), listed = 0;
  work->order = memory_resize(NULL, points->count + 1, sizeof *work->order);
  work->weight = memory_new_zeroed(points->count + 1, sizeof *work->weight);
  wijk_status status = place && source && work->order && work->weight ? WIJK_OK : no_memory(err);
  if (status == WIJK_OK)
    status = density_points_list(points, work->options->edge, source, &listed, err);
  for (size_t i = 0; status == WIJK_OK && i < listed; i++) {
    size_t k = source[i];
    kernel_window window;
    sums->inside += points->weight[k];
    if (!kernel_window_find(&work->kernel, points->x[k], points->y[k], &window)) {
      sums->unreached += points->weight[k];
      sums->unreached_count++;
      continue;
    }
    double row = place_of((frame->top_m - points->y[k]) / frame->cell_m, frame->rows);
    place[work->count] = floor(row / ROWS_TOGETHER) * (double)(frame->columns + 1) +
                         place_of((points->x[k] - frame->left_m) / frame->cell_m, frame->columns);
    source[work->count++] = k;
  }
  if (status == WIJK_OK)
    status = wijk_sort_numbers(work->count, place, work->order, err);
  for (size_t i = 0; status == WIJK_OK && i < work->count; i++)
    work->order[i] = source[work->order[i]];
  memory_free(place);
  memory_free(source);
  return status;
}

/* ---- what a point weighs ---- */

/* The part of each kernel in the zones as the sum over its cells there, so that it is spread over just those. */
static wijk_status weigh_by_part(density_work *work, const wijk_density_points *points, wijk_error *err) {
  double cell_km2 = work->frame->cell_m * work->frame->cell_m / 1e6;
  bool failed = false;
#pragma omp parallel num_threads(work->threads) reduction(|| : failed)
  {
    double *room = memory_resize(NULL, 4 * (work->kernel.most + 1), sizeof *room);
    failed = room == NULL;
#pragma omp for schedule(dynamic, 64)
    for (size_t i = 0; i < work->count; i++) {
      size_t k = work->order[i];
      double part = room ? kernel_inside(&work->kernel, points->x[k], points->y[k], room) : 0;
      work->weight[k] = part > 0 ? points->weight[k] / part / cell_km2 : 0;
    }
    memory_free(room);
  }
  return failed ? no_memory(err) : WIJK_OK;
}

static wijk_status weigh(density_work *work, const wijk_density_points *points, wijk_density_sums *sums,
                         wijk_error *err) {
  bool by_part = work->options->edge == WIJK_DENSITY_EDGE_BOUNDARY;
  if (by_part && weigh_by_part(work, points, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < work->count; i++) {
    size_t k = work->order[i];
    if (!by_part)
      work->weight[k] = points->weight[k] * work->kernel.peak * 1e6;
    if (work->weight[k] == 0) {
      sums->unreached += points->weight[k];
      sums->unreached_count++;
    }
  }
  return WIJK_OK;
}

/* ---- the surface ---- */

/* The numbers of a lot of points, one after the other, `most` apart. */
typedef struct density_lot {
  size_t count;
  kernel_window window[POINTS_TOGETHER];
  double weight[POINTS_TOGETHER];
  double *columns, *rows;
} density_lot;

static void fill_lot(const density_work *work, size_t from, size_t low, size_t high, density_lot *lot) {
  size_t most = work->kernel.most;
  lot->count = 0;
  for (size_t i = from; i < work->count && i < from + POINTS_TOGETHER; i++) {
    size_t k = work->order[i], at = lot->count;
    kernel_window *window = &lot->window[at];
    if (!kernel_window_find(&work->kernel, work->x[k], work->y[k], window))
      continue;
    if (window->first_row >= high || window->end_row <= low)
      continue;
    lot->weight[at] = work->weight[k];
    /* All rows, also those of other bands: a number must not depend on where it was begun. */
    kernel_columns(&work->kernel, work->x[k], window->first_column, window->end_column, lot->columns + at * most);
    kernel_rows(&work->kernel, work->y[k], window->first_row, window->end_row, lot->rows + at * most);
    lot->count++;
  }
}

static void add_lot(const density_work *work, const density_lot *lot, size_t low, size_t high, kernel_adder add) {
  size_t most = work->kernel.most, stride = work->frame->columns, first_row = high, end_row = low;
  for (size_t i = 0; i < lot->count; i++) {
    first_row = lot->window[i].first_row < first_row ? lot->window[i].first_row : first_row;
    end_row = lot->window[i].end_row > end_row ? lot->window[i].end_row : end_row;
  }
  first_row = first_row > low ? first_row : low;
  end_row = end_row < high ? end_row : high;
  for (size_t row = first_row; row < end_row; row += ROWS_TOGETHER) {
    size_t limit = row + ROWS_TOGETHER < end_row ? row + ROWS_TOGETHER : end_row;
    for (size_t i = 0; i < lot->count; i++) {
      const kernel_window *window = &lot->window[i];
      size_t first = window->first_row > row ? window->first_row : row;
      size_t end = window->end_row < limit ? window->end_row : limit;
      if (first < end)
        add(work->values + first * stride + window->first_column, stride, end - first,
            lot->rows + i * most + (first - window->first_row), window->end_column - window->first_column,
            lot->columns + i * most, lot->weight[i]);
    }
  }
}

/* Bands of equal work: limit[b] … limit[b + 1] - 1 are the rows of band b. */
static wijk_status cut_bands(const density_work *work, size_t bands, size_t *limit, wijk_error *err) {
  size_t rows = work->frame->rows;
  double *cost = memory_new_zeroed(rows + 1, sizeof *cost), total = 0, before = 0, level = 0;
  if (!cost)
    return no_memory(err);
  for (size_t i = 0; i < work->count; i++) {
    kernel_window window;
    size_t k = work->order[i];
    if (kernel_window_find(&work->kernel, work->x[k], work->y[k], &window)) {
      double width = (double)(window.end_column - window.first_column);
      cost[window.first_row] += width;
      cost[window.end_row] -= width;
      total += width * (double)(window.end_row - window.first_row);
    }
  }
  for (size_t row = 0, band = 1; row <= rows && band <= bands; row++) {
    while (band <= bands && (row == rows || before >= total * (double)band / (double)bands))
      limit[band++] = row;
    level += cost[row];
    before += level;
  }
  limit[0] = 0;
  limit[bands] = rows;
  memory_free(cost);
  return WIJK_OK;
}

static bool add_band(const density_work *work, size_t low, size_t high) {
  density_lot lot = {.columns = memory_resize(NULL, POINTS_TOGETHER * work->kernel.most, sizeof(double)),
                     .rows = memory_resize(NULL, POINTS_TOGETHER * work->kernel.most, sizeof(double))};
  kernel_adder add = kernel_find_adder(work->kernel.kind);
  bool made = lot.columns && lot.rows;
  for (size_t i = 0; made && i < work->count; i += POINTS_TOGETHER) {
    fill_lot(work, i, low, high, &lot);
    add_lot(work, &lot, low, high, add);
  }
  memory_free(lot.columns);
  memory_free(lot.rows);
  return made;
}

static wijk_status add_points(const density_work *work, wijk_error *err) {
  size_t bands = (size_t)work->threads;
  size_t *limit = memory_new_zeroed(bands + 1, sizeof *limit);
  bool failed = false;
  wijk_status status = limit ? cut_bands(work, bands, limit, err) : no_memory(err);
  if (status == WIJK_OK) {
#pragma omp parallel for schedule(static, 1) num_threads(work->threads) reduction(|| : failed)
    for (size_t band = 0; band < bands; band++)
      if (limit[band] < limit[band + 1])
        failed = failed || !add_band(work, limit[band], limit[band + 1]);
  }
  memory_free(limit);
  return failed ? no_memory(err) : status;
}

/* Each cell over the part of the kernel about it that lies inside. */
static wijk_status even_out(const density_work *work, wijk_error *err) {
  const wijk_frame *frame = work->frame;
  double peak = work->kernel.peak * frame->cell_m * frame->cell_m;
  bool failed = false;
#pragma omp parallel num_threads(work->threads) reduction(|| : failed)
  {
    double *room = memory_resize(NULL, 4 * (work->kernel.most + 1), sizeof *room);
    failed = room == NULL;
#pragma omp for schedule(dynamic, 4)
    for (size_t row = 0; row < frame->rows; row++)
      for (size_t k = frame->first[row]; room && k < frame->first[row + 1]; k++)
        for (size_t column = frame->start[k]; column < frame->end[k]; column++)
          work->values[row * frame->columns + column] /=
              peak * kernel_inside(&work->kernel, frame->left_m + ((double)column + 0.5) * frame->cell_m,
                                   frame->top_m - ((double)row + 0.5) * frame->cell_m, room);
    memory_free(room);
  }
  return failed ? no_memory(err) : WIJK_OK;
}

/* Outside there is no number; inside they are added up, row by row. */
static double finish(const wijk_frame *frame, double *values) {
  double integral = 0, cell_km2 = frame->cell_m * frame->cell_m / 1e6;
  for (size_t row = 0; row < frame->rows; row++) {
    double *of_row = values + row * frame->columns, sum = 0;
    size_t column = 0;
    for (size_t k = frame->first[row]; k < frame->first[row + 1]; k++) {
      for (; column < frame->start[k]; column++)
        of_row[column] = NAN;
      for (; column < frame->end[k]; column++)
        sum += of_row[column];
    }
    for (; column < frame->columns; column++)
      of_row[column] = NAN;
    integral += sum;
  }
  return integral * cell_km2;
}

wijk_status wijk_density_compute(const wijk_frame *frame, const wijk_density_points *points,
                                 const wijk_density_options *options, double *values, wijk_density_sums *sums,
                                 wijk_error *err) {
  density_work work = {.frame = frame,
                       .options = options,
                       .x = points->x,
                       .y = points->y,
                       .values = values,
                       .threads = options->threads > 0 ? options->threads : omp_get_max_threads()};
  wijk_density_sums made = {0};
  if (kernel_make(frame, options, &work.kernel, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < frame->rows * frame->columns; i++)
    values[i] = 0;
  wijk_status status = gather(&work, points, &made, err);
  if (status == WIJK_OK)
    status = weigh(&work, points, &made, err);
  if (status == WIJK_OK)
    status = add_points(&work, err);
  if (status == WIJK_OK && options->edge == WIJK_DENSITY_EDGE_UNIFORM)
    status = even_out(&work, err);
  if (status == WIJK_OK) {
    made.integral = finish(frame, values);
    *sums = made;
  }
  memory_free(work.order);
  memory_free(work.weight);
  kernel_free(&work.kernel);
  return status;
}
