/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/kernel.h"

#include "base/memory.h"

#include <math.h>

#define CUT 5.0 /* where a gaussian is cut off, in bandwidths */
static const double pi = 3.14159265358979323846;

double wijk_density_reach(wijk_kernel kind, double bandwidth_m) {
  return kind == WIJK_KERNEL_GAUSSIAN ? CUT * bandwidth_m : bandwidth_m;
}

wijk_status kernel_make(const wijk_frame *frame, const wijk_density_options *options, kernel *made, wijk_error *err) {
  double h = options->bandwidth_m, cells = h / frame->cell_m;
  if (!(h > 0) || !isfinite(h))
    return wijk_error_set(err, WIJK_USAGE, "a bandwidth is a number of metres above 0");
  if (cells < 1) {
    wijk_error_set(err, WIJK_USAGE,
                   "the bandwidth is less than a cell: most of what lies about a point would be missed");
    return wijk_error_hint(err, "take smaller cells, or a larger bandwidth");
  }
  if (cells > 100000)
    return wijk_error_set(err, WIJK_USAGE, "the bandwidth is more than 100000 cells");
  *made = (kernel){.kind = options->kernel,
                   .frame = frame,
                   .bandwidth_m = h,
                   .reach_m = wijk_density_reach(options->kernel, h),
                   .peak = options->kernel == WIJK_KERNEL_GAUSSIAN ? 1 / (2 * pi * h * h) : 3 / (pi * h * h)};
  size_t longest = frame->columns > frame->rows ? frame->columns : frame->rows;
  made->most = (size_t)(2 * made->reach_m / frame->cell_m) + 2;
  made->most = made->most < longest ? made->most : longest;
  if (options->kernel != WIJK_KERNEL_GAUSSIAN)
    return WIJK_OK;
  made->fall = memory_resize(NULL, made->most + 1, sizeof *made->fall);
  if (!made->fall)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for a kernel");
  for (size_t m = 0; m <= made->most; m++) {
    double distance = (double)m * frame->cell_m / h;
    made->fall[m] = exp(-distance * distance / 2);
  }
  return WIJK_OK;
}

void kernel_free(kernel *kernel) {
  memory_free(kernel->fall);
  kernel->fall = NULL;
}

/* Cells whose middles lie from `middle` - `reach` to `middle` + `reach`, all in cells from the frame's corner. */
static bool span_find(double middle, double reach, size_t count, size_t *first, size_t *end) {
  double low = ceil(middle - 0.5 - reach), high = floor(middle - 0.5 + reach) + 1;
  low = low > 0 ? low : 0;
  high = high < (double)count ? high : (double)count;
  if (!(low < high))
    return false;
  *first = (size_t)low;
  *end = (size_t)high;
  return true;
}

bool kernel_window_find(const kernel *kernel, double x, double y, kernel_window *window) {
  const wijk_frame *frame = kernel->frame;
  double reach = kernel->reach_m / frame->cell_m;
  return span_find((x - frame->left_m) / frame->cell_m, reach, frame->columns, &window->first_column,
                   &window->end_column) &&
         span_find((frame->top_m - y) / frame->cell_m, reach, frame->rows, &window->first_row, &window->end_row);
}

/* exp(-(d + m s)^2 / 2) = exp(-d^2 / 2) exp(-d s)^m exp(-(m s)^2 / 2), away to both sides of the middle nearest to the
 * point: two exponentials for all of them. The power is right to m halves of the last bit. */
static void bells(const kernel *kernel, double middle, size_t first, size_t end, double *numbers) {
  double step = kernel->frame->cell_m / kernel->bandwidth_m, place = middle - 0.5;
  size_t nearest = place <= (double)first ? first : place >= (double)(end - 1) ? end - 1 : (size_t)(place + 0.5);
  double away = ((double)nearest - place) * step, here = exp(-away * away / 2), ratio = exp(-away * step);
  double power = here;
  for (size_t i = nearest; i < end; i++, power *= ratio)
    numbers[i - first] = power * kernel->fall[i - nearest];
  ratio = 1 / ratio;
  power = here * ratio;
  for (size_t i = nearest; i-- > first; power *= ratio)
    numbers[i - first] = power * kernel->fall[nearest - i];
}

static void squares(const kernel *kernel, double middle, size_t first, size_t end, double *numbers) {
  double step = kernel->frame->cell_m / kernel->bandwidth_m;
  for (size_t i = first; i < end; i++) {
    double away = ((double)i + 0.5 - middle) * step;
    numbers[i - first] = away * away;
  }
}

void kernel_columns(const kernel *kernel, double x, size_t first, size_t end, double *numbers) {
  double middle = (x - kernel->frame->left_m) / kernel->frame->cell_m;
  if (kernel->kind == WIJK_KERNEL_GAUSSIAN)
    bells(kernel, middle, first, end, numbers);
  else
    squares(kernel, middle, first, end, numbers);
}

void kernel_rows(const kernel *kernel, double y, size_t first, size_t end, double *numbers) {
  double middle = (kernel->frame->top_m - y) / kernel->frame->cell_m;
  if (kernel->kind == WIJK_KERNEL_GAUSSIAN) {
    bells(kernel, middle, first, end, numbers);
    return;
  }
  squares(kernel, middle, first, end, numbers);
  for (size_t i = 0; i < end - first; i++)
    numbers[i] = 1 - numbers[i];
}

/* ---- adding ---- */

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define ADDER_ARGUMENTS                                                                                                \
  double *restrict z, size_t stride, size_t rows, const double *restrict row_numbers, size_t columns,                  \
      const double *restrict column_numbers, double weight

ALWAYS_INLINE void add_bells(ADDER_ARGUMENTS) {
  for (size_t r = 0; r < rows; r++) {
    double *restrict row = z + r * stride, high = weight * row_numbers[r];
    for (size_t c = 0; c < columns; c++)
      row[c] += high * column_numbers[c];
  }
}

ALWAYS_INLINE void add_quartics(ADDER_ARGUMENTS) {
  for (size_t r = 0; r < rows; r++) {
    double *restrict row = z + r * stride, high = row_numbers[r];
    for (size_t c = 0; c < columns; c++) {
      double over = high - column_numbers[c];
      over = over > 0 ? over : 0;
      row[c] += weight * (over * over);
    }
  }
}

#define ADDER(name, body, machine)                                                                                     \
  machine static void name(ADDER_ARGUMENTS) {                                                                          \
    body(z, stride, rows, row_numbers, columns, column_numbers, weight);                                               \
  }
ADDER(bells_plain, add_bells, )
ADDER(quartics_plain, add_quartics, )

#if defined(__x86_64__)
ADDER(bells_avx2, add_bells, __attribute__((target("avx2"))))
ADDER(quartics_avx2, add_quartics, __attribute__((target("avx2"))))
ADDER(bells_avx512, add_bells, __attribute__((target("avx512f"))))
ADDER(quartics_avx512, add_quartics, __attribute__((target("avx512f"))))
#endif

kernel_adder kernel_find_adder(wijk_kernel kind) {
  bool gaussian = kind == WIJK_KERNEL_GAUSSIAN;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return gaussian ? bells_avx512 : quartics_avx512;
  if (__builtin_cpu_supports("avx2"))
    return gaussian ? bells_avx2 : quartics_avx2;
#endif
  return gaussian ? bells_plain : quartics_plain;
}

/* ---- the part inside ---- */

/* The crossings of one row and the columns from first up to end: of bells the row's number times a difference of
 * sums; of quartics, over the columns where b > a, the sum of b^2 - 2ab + a^2. */
typedef struct inside_sums {
  const kernel *kernel;
  kernel_window window;
  double x, *columns, *rows, *ones, *squares; /* sums over the columns before each, of a and of a^2 */
} inside_sums;

static double crossing(const inside_sums *s, double row, size_t column) {
  double a = s->columns[column - s->window.first_column];
  if (s->kernel->kind == WIJK_KERNEL_GAUSSIAN)
    return row * a;
  return row > a ? (row - a) * (row - a) : 0;
}

static double sum_columns(const inside_sums *s, double row, size_t first, size_t end) {
  size_t offset = s->window.first_column;
  if (s->kernel->kind == WIJK_KERNEL_GAUSSIAN)
    return row * (s->ones[end - offset] - s->ones[first - offset]);
  double cell = s->kernel->frame->cell_m, middle = (s->x - s->kernel->frame->left_m) / cell;
  size_t from, to;
  if (!(row > 0) ||
      !span_find(middle, sqrt(row) * s->kernel->bandwidth_m / cell, s->kernel->frame->columns, &from, &to))
    return 0;
  from = from > first ? from : first;
  to = to < end ? to : end;
  if (from >= to)
    return 0;
  double ones = s->ones[to - offset] - s->ones[from - offset];
  return row * row * (double)(to - from) - 2 * row * ones + s->squares[to - offset] - s->squares[from - offset];
}

/* `plainly`: each cell by itself, for what is so small that a difference of sums is mostly rounding. */
static double sum_rows(const inside_sums *s, bool plainly) {
  const wijk_frame *frame = s->kernel->frame;
  const kernel_window *w = &s->window;
  double sum = 0;
  for (size_t r = w->first_row; r < w->end_row; r++)
    for (size_t k = frame->first[r]; k < frame->first[r + 1]; k++) {
      size_t first = frame->start[k] > w->first_column ? frame->start[k] : w->first_column;
      size_t end = frame->end[k] < w->end_column ? frame->end[k] : w->end_column;
      double row = s->rows[r - w->first_row];
      if (first < end && !plainly)
        sum += sum_columns(s, row, first, end);
      for (size_t c = first; plainly && c < end; c++)
        sum += crossing(s, row, c);
    }
  return sum;
}

double kernel_inside(const kernel *kernel, double x, double y, double *room) {
  inside_sums s = {.kernel = kernel, .x = x, .columns = room};
  s.rows = room + kernel->most + 1;
  s.ones = s.rows + kernel->most + 1;
  s.squares = s.ones + kernel->most + 1;
  if (!kernel_window_find(kernel, x, y, &s.window))
    return 0;
  size_t count = s.window.end_column - s.window.first_column;
  kernel_columns(kernel, x, s.window.first_column, s.window.end_column, s.columns);
  kernel_rows(kernel, y, s.window.first_row, s.window.end_row, s.rows);
  s.ones[0] = s.squares[0] = 0;
  for (size_t c = 0; c < count; c++) {
    s.ones[c + 1] = s.ones[c] + s.columns[c];
    s.squares[c + 1] = s.squares[c] + s.columns[c] * s.columns[c];
  }
  double sum = sum_rows(&s, false), cell = kernel->frame->cell_m;
  return sum * cell * cell * kernel->peak > 0.001 ? sum : sum_rows(&s, true);
}
