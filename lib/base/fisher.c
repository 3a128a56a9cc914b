/* SPDX-License-Identifier: EUPL-1.2 */
/* Natural breaks, exactly: least squared deviation by dynamic programming. W. D. Fisher, "On grouping for maximum
 * homogeneity", J. Am. Stat. Assoc. 53 (1958). The cost of a class obeys the quadrangle inequality, so the best start
 * of the last class moves one way only, and each row of the table is filled by halving. */
#include <stdint.h>
#include <string.h>
#include <wijk/arena.h>
#include <wijk/fisher.h>

/* Distinct values with their numbers: equal values never part. Sums are about the mean, so that large values that
 * differ little lose no digits. */
typedef struct fisher {
  size_t distinct;
  size_t *first;          /* [distinct + 1] index of the first of equals in the sorted values */
  double *sum, *squares;  /* [distinct + 1] of all before */
  double *before, *after; /* [distinct] least cost of the first i+1 values with one class less, and with this many */
} fisher;

static double fisher_cost(const fisher *f, size_t from, size_t to) {
  double n = (double)(f->first[to + 1] - f->first[from]);
  double sum = f->sum[to + 1] - f->sum[from];
  double cost = f->squares[to + 1] - f->squares[from] - sum * sum / n;
  return cost > 0 ? cost : 0;
}

static wijk_status fisher_prepare(const double *sorted, size_t count, wijk_arena *arena, fisher *f, wijk_error *err) {
  f->first = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  f->sum = WIJK_ARENA_ADD(arena, double, count + 1, err);
  f->squares = WIJK_ARENA_ADD(arena, double, count + 1, err);
  f->before = WIJK_ARENA_ADD(arena, double, count, err);
  f->after = WIJK_ARENA_ADD(arena, double, count, err);
  if (!f->first || !f->sum || !f->squares || !f->before || !f->after)
    return WIJK_MEMORY;
  double mean = 0;
  for (size_t i = 0; i < count; i++)
    mean += sorted[i] / (double)count;
  for (size_t i = 0; i < count;) {
    size_t end = i + 1;
    while (end < count && sorted[end] == sorted[i])
      end++;
    double deviation = sorted[i] - mean, n = (double)(end - i);
    f->first[f->distinct] = i;
    f->sum[f->distinct + 1] = f->sum[f->distinct] + n * deviation;
    f->squares[f->distinct + 1] = f->squares[f->distinct] + n * deviation * deviation;
    f->distinct++;
    i = end;
  }
  f->first[f->distinct] = count;
  return WIJK_OK;
}

/* Fills after[low..high]; the best start of the last class lies within [start_low, start_high]. Of equal costs the
 * lowest start wins, so that the answer does not depend on the order of the work. */
static void fisher_row(fisher *f, size_t low, size_t high, size_t start_low, size_t start_high, uint32_t *best) {
  size_t middle = low + (high - low) / 2;
  size_t last = start_high < middle ? start_high : middle;
  double least = -1;
  for (size_t start = start_low; start <= last; start++) {
    double cost = f->before[start - 1] + fisher_cost(f, start, middle);
    if (least < 0 || cost < least) {
      least = cost;
      best[middle] = (uint32_t)start;
    }
  }
  f->after[middle] = least;
  if (middle > low)
    fisher_row(f, low, middle - 1, start_low, best[middle], best);
  if (middle < high)
    fisher_row(f, middle + 1, high, best[middle], start_high, best);
}

static wijk_status fisher_solve(const double *sorted, size_t count, size_t class_count, size_t *starts,
                                wijk_arena *arena, wijk_error *err) {
  fisher f = {0};
  if (fisher_prepare(sorted, count, arena, &f, err) != WIJK_OK)
    return WIJK_MEMORY;
  if (class_count > f.distinct)
    return wijk_error_set(err, WIJK_DATA, "%zu classes asked for, but there are %zu different values", class_count,
                          f.distinct);
  uint32_t *best = WIJK_ARENA_ADD(arena, uint32_t, class_count * f.distinct, err);
  if (!best)
    return WIJK_MEMORY;
  for (size_t i = 0; i < f.distinct; i++)
    f.after[i] = fisher_cost(&f, 0, i);
  for (size_t k = 1; k < class_count; k++) {
    double *swap = f.before;
    f.before = f.after;
    f.after = swap;
    fisher_row(&f, k, f.distinct - 1, k, f.distinct - 1, best + k * f.distinct);
  }
  size_t end = f.distinct - 1;
  for (size_t k = class_count; k-- > 0;) {
    size_t start = k == 0 ? 0 : best[k * f.distinct + end];
    starts[k] = f.first[start];
    end = start - 1;
  }
  return WIJK_OK;
}

wijk_status wijk_fisher_compute(const double *sorted, size_t count, size_t class_count, size_t *starts,
                                wijk_error *err) {
  if (count == 0 || class_count == 0 || count > UINT32_MAX)
    return wijk_error_set(err, WIJK_DATA, "natural breaks need at least one value and one class");
  wijk_arena *arena = wijk_arena_new(err);
  if (!arena)
    return WIJK_MEMORY;
  wijk_status status = fisher_solve(sorted, count, class_count, starts, arena, err);
  wijk_arena_free(arena);
  return status;
}
