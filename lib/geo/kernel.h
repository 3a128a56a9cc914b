/* SPDX-License-Identifier: EUPL-1.2 */
/* Both kernels over a frame, seen the same way: a number for each column in reach of a point and one for each row, from
 * which follows the kernel at their crossing, times its peak:
 *
 *   gaussian  the product of exp(-dx^2 / 2h^2) and exp(-dy^2 / 2h^2)
 *   quartic   (b - a)^2 where b > a, with a = dx^2 / h^2 and b = 1 - dy^2 / h^2 */
#ifndef WIJK_GEO_KERNEL_H
#define WIJK_GEO_KERNEL_H

#include <wijk/density.h>

typedef struct kernel {
  wijk_kernel kind;
  const wijk_frame *frame;
  double bandwidth_m, reach_m;
  double peak;  /* at its middle, per m2 */
  size_t most;  /* columns, or rows, in reach of a point, at most */
  double *fall; /* gaussian: exp(-(m cell)^2 / 2h^2) for m = 0 … most; else NULL */
} kernel;

wijk_status kernel_make(const wijk_frame *frame, const wijk_density_options *options, kernel *made, wijk_error *err);
void kernel_free(kernel *kernel);

/* From first up to, and not with, end. */
typedef struct kernel_window {
  size_t first_column, end_column, first_row, end_row;
} kernel_window;
/* The cells in reach of (x, y), whole rows and columns; false when there are none. */
bool kernel_window_find(const kernel *kernel, double x, double y, kernel_window *window);

/* The numbers of columns first … end - 1 (at most `most`), and of rows; `x` and `y` of the point. */
void kernel_columns(const kernel *kernel, double x, size_t first, size_t end, double *numbers);
void kernel_rows(const kernel *kernel, double y, size_t first, size_t end, double *numbers);

/* What many points add to rows of cells: to z[r * stride + c] `weight` times the crossing of row r and column c. The
 * widest vectors that the machine has are used; a cell's number comes out the same for all of them. */
typedef void (*kernel_adder)(double *z, size_t stride, size_t rows, const double *row_numbers, size_t columns,
                             const double *column_numbers, double weight);
kernel_adder kernel_find_adder(wijk_kernel kind);

/* The sum over the cells inside of the kernel about (x, y) over its peak. `room` is 4 * (most + 1) numbers. */
double kernel_inside(const kernel *kernel, double x, double y, double *room);

#endif
