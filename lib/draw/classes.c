/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes of a choropleth. Every method says where classes should start; what is kept is the round number nearest to
 * that place between two neighbouring values, so that a legend reads well and no member changes class. */
#include "base/memory.h"
#include "draw/round.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wijk/arena.h>
#include <wijk/draw.h>
#include <wijk/fisher.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* A place where a class starts: the break may lie anywhere in (sorted[start - 1], sorted[start]], and within
 * `slack` of the place wanted. */
typedef struct cut {
  size_t start;
  double wanted, slack;
} cut;

typedef struct cuts {
  const double *sorted;
  size_t count;
  cut at[WIJK_CLASSES_MOST];
  size_t cut_count;
} cuts;

static const struct {
  const char *name;
  wijk_class_method method;
} method_names[] = {{"fisher", WIJK_CLASSES_FISHER},    {"quantile", WIJK_CLASSES_QUANTILE},
                    {"equal", WIJK_CLASSES_EQUAL},      {"pretty", WIJK_CLASSES_PRETTY},
                    {"stddev", WIJK_CLASSES_DEVIATION}, {"fixed", WIJK_CLASSES_FIXED}};

bool wijk_class_method_find(const char *name, wijk_class_method *method) {
  for (size_t i = 0; i < sizeof method_names / sizeof *method_names; i++)
    if (wijk_text_same(name, method_names[i].name)) {
      *method = method_names[i].method;
      return true;
    }
  return false;
}

static int order_numbers(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* First index whose value is not below `limit`. */
static size_t cuts_lower(const cuts *c, double limit) {
  size_t low = 0, high = c->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (c->sorted[middle] < limit)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* An empty class joins the one below it (the lowest the one above): of cuts with one start the last stays. */
static void cuts_add(cuts *c, size_t start, double wanted, double slack) {
  if (start == 0 || start >= c->count)
    return;
  if (c->cut_count > 0 && c->at[c->cut_count - 1].start == start)
    c->cut_count--;
  if (c->cut_count < WIJK_CLASSES_MOST - 1)
    c->at[c->cut_count++] = (cut){start, wanted, slack};
}

/* Between two values any break is as good: the middle is aimed at, and a break that stays clear of both. */
static void cuts_add_between(cuts *c, size_t start) {
  if (start == 0 || start >= c->count)
    return;
  double gap = c->sorted[start] - c->sorted[start - 1];
  cuts_add(c, start, c->sorted[start - 1] + gap / 2, 0.4 * gap);
}

/* Equal numbers of members; a run of equal values that straddles the place goes whole to the side that needs the
 * smaller shift (up when alike). */
static void cuts_find_quantiles(cuts *c, size_t class_count) {
  for (size_t k = 1; k < class_count; k++) {
    double place = (double)c->count * (double)k / (double)class_count;
    size_t at = (size_t)place;
    if (at >= c->count)
      continue;
    size_t low = cuts_lower(c, c->sorted[at]), high = at;
    while (high < c->count && c->sorted[high] == c->sorted[at])
      high++;
    cuts_add_between(c, place - (double)low <= (double)high - place ? low : high);
  }
}

static void cuts_find_equal(cuts *c, size_t class_count) {
  double low = c->sorted[0], width = (c->sorted[c->count - 1] - low) / (double)class_count;
  for (size_t k = 1; k < class_count; k++) {
    double wanted = low + (double)k * width;
    cuts_add(c, cuts_lower(c, wanted), wanted, width / 20);
  }
}

/* The sample's standard deviation (n - 1). An odd number of classes has one about the mean, an even number a break
 * at the mean. */
static void cuts_find_deviations(cuts *c, size_t class_count) {
  double mean = 0, sum = 0;
  for (size_t i = 0; i < c->count; i++)
    mean += c->sorted[i] / (double)c->count;
  for (size_t i = 0; i < c->count; i++)
    sum += (c->sorted[i] - mean) * (c->sorted[i] - mean);
  double deviation = c->count > 1 ? sqrt(sum / (double)(c->count - 1)) : 0;
  for (size_t k = 1; k < class_count && deviation > 0; k++) {
    double wanted = mean + ((double)k - (double)class_count / 2) * deviation;
    cuts_add(c, cuts_lower(c, wanted), wanted, deviation / 20);
  }
}

static wijk_status cuts_find_fisher(cuts *c, size_t class_count, wijk_error *err) {
  size_t starts[WIJK_CLASSES_MOST], distinct = c->count > 0;
  for (size_t i = 1; i < c->count; i++)
    distinct += c->sorted[i] != c->sorted[i - 1];
  if (class_count > distinct)
    class_count = distinct;
  wijk_status status = wijk_fisher_compute(c->sorted, c->count, class_count, starts, err);
  for (size_t k = 1; k < class_count && status == WIJK_OK; k++)
    cuts_add_between(c, starts[k]);
  return status;
}

/* Multiples of the smallest step of 1, 2, 2.5 or 5 times a power of ten that needs no more classes than asked for. */
static void cuts_find_pretty(cuts *c, size_t class_count, double limits[2]) {
  double low = c->sorted[0], high = c->sorted[c->count - 1];
  if (!(high > low))
    return;
  static const int factors[] = {10, 20, 25, 50}; /* tenths */
  int power = (int)floor(log10((high - low) / (double)class_count));
  for (int p = power;; p++)
    for (int f = 0; f < 4; f++) {
      double step = wijk_round_multiple(1, p - 1, factors[f]);
      double first = floor(low / step), last = ceil(high / step);
      if (last - first > (double)class_count)
        continue;
      for (double k = first + 1; k < last; k++) {
        double wanted = wijk_round_multiple(k, p - 1, factors[f]);
        cuts_add(c, cuts_lower(c, wanted), wanted, 0);
      }
      limits[0] = fmin(low, wijk_round_multiple(first, p - 1, factors[f]));
      limits[1] = fmax(high, wijk_round_multiple(last, p - 1, factors[f]));
      return;
    }
}

static double cut_round(const cuts *c, const cut *at, bool whole) {
  double below = c->sorted[at->start - 1], above = c->sorted[at->start];
  if (at->slack == 0 && at->wanted > below)
    return at->wanted;
  double low = fmax(below, at->wanted - at->slack), high = fmin(above, at->wanted + at->slack);
  double result = low < high ? wijk_round_between(low, high, at->wanted) : above;
  return whole ? ceil(result) : result;
}

/* The outermost limits, no finer than the breaks between, rounded outward. */
static void limits_round(wijk_classes *classes, double low, double high) {
  int decimals = 0;
  for (size_t k = 1; k < classes->count; k++) {
    int needed = wijk_round_decimals(classes->breaks[k], CLASS_DECIMALS);
    decimals = needed > decimals ? needed : decimals;
  }
  if (classes->count == 1 && high > low)
    decimals = (int)fmax(0, fmin(12, 2 - floor(log10(high - low))));
  else if (classes->count == 1)
    decimals = 12;
  double step = wijk_round_multiple(1, -decimals, 1);
  double first = wijk_round_multiple(floor(low / step), -decimals, 1);
  double last = wijk_round_multiple(ceil(high / step), -decimals, 1);
  classes->breaks[0] = first <= low && isfinite(first) && low - first < step ? first : low;
  classes->breaks[classes->count] = last >= high && isfinite(last) && last - high < step ? last : high;
}

/* A last class of the highest value alone gets two limits all the same: its break moves down, clear of the value below;
 * where that would not be whole, as it must, its upper limit moves up. */
static void part_top(const cuts *c, bool whole, wijk_classes *classes) {
  if (c->cut_count == 0)
    return;
  double *last = &classes->breaks[classes->count - 1], *top = &classes->breaks[classes->count];
  double below = c->sorted[c->at[c->cut_count - 1].start - 1], gap = *top - below;
  if (*last < *top)
    return;
  if (!whole && *top - 0.1 * gap < *top)
    *last = wijk_round_between(below, *top - 0.1 * gap, below + gap / 2);
  else
    *top = fmax(*top + whole, nextafter(*top, HUGE_VAL));
}

static wijk_status classes_count(const cuts *c, wijk_classes *classes, wijk_error *err) {
  for (size_t i = 0; i < c->count; i++) {
    int class = wijk_classes_find(classes, c->sorted[i]);
    if (class < 0)
      return wijk_error_set(err, WIJK_BUG, "a value fell outside its classes");
    classes->members[class]++;
  }
  return WIJK_OK;
}

static wijk_status classes_fix(const cuts *c, const double *fixed, size_t fixed_count, wijk_classes *classes,
                               wijk_error *err) {
  if (!fixed || fixed_count < 2 || fixed_count > WIJK_CLASSES_MOST + 1)
    return wijk_error_set(err, WIJK_USAGE, "fixed classes need 2 to %d breaks, from the lowest limit to the highest",
                          WIJK_CLASSES_MOST + 1);
  for (size_t k = 0; k < fixed_count; k++) {
    if (!isfinite(fixed[k]) || (k > 0 && !(fixed[k] > fixed[k - 1]))) {
      wijk_error_set(err, WIJK_USAGE, "break %zu is not above the one before it", k + 1);
      return wijk_error_hint(err, "give breaks in ascending order, each one once");
    }
    classes->breaks[k] = fixed[k];
  }
  classes->count = fixed_count - 1;
  size_t outside = cuts_lower(c, fixed[0]);
  for (size_t i = c->count; i > 0 && c->sorted[i - 1] > fixed[fixed_count - 1]; i--)
    outside++;
  if (outside > 0) {
    char low[WIJK_NUMBER_SIZE], high[WIJK_NUMBER_SIZE];
    wijk_number_write(c->sorted[0], low);
    wijk_number_write(c->sorted[c->count - 1], high);
    wijk_error_set(err, WIJK_USAGE, "%zu %s outside the breaks", outside,
                   wijk_plural(outside, "value lies", "values lie"));
    return wijk_error_hint(err, "the values run from %s to %s; the first and last break must hold them", low, high);
  }
  return classes_count(c, classes, err);
}

static wijk_status classes_cut(cuts *c, wijk_class_method method, size_t class_count, wijk_classes *classes,
                               wijk_error *err) {
  double limits[2] = {c->sorted[0], c->sorted[c->count - 1]};
  bool whole = true;
  for (size_t i = 0; i < c->count; i++)
    whole = whole && c->sorted[i] == floor(c->sorted[i]);
  wijk_status status = WIJK_OK;
  if (method == WIJK_CLASSES_QUANTILE)
    cuts_find_quantiles(c, class_count);
  else if (method == WIJK_CLASSES_EQUAL)
    cuts_find_equal(c, class_count);
  else if (method == WIJK_CLASSES_PRETTY)
    cuts_find_pretty(c, class_count, limits);
  else if (method == WIJK_CLASSES_DEVIATION)
    cuts_find_deviations(c, class_count);
  else
    status = cuts_find_fisher(c, class_count, err);
  if (status != WIJK_OK)
    return status;
  classes->count = c->cut_count + 1;
  for (size_t k = 0; k < c->cut_count; k++)
    classes->breaks[k + 1] = cut_round(c, &c->at[k], whole);
  limits_round(classes, limits[0], limits[1]);
  part_top(c, whole, classes);
  return classes_count(c, classes, err);
}

wijk_status wijk_classes_compute(const double *values, size_t value_count, wijk_class_method method, size_t class_count,
                                 const double *fixed, size_t fixed_count, wijk_classes *classes, wijk_error *err) {
  if (method != WIJK_CLASSES_FIXED && (class_count < 1 || class_count > WIJK_CLASSES_MOST))
    return wijk_error_set(err, WIJK_USAGE, "%zu classes asked for; from 1 to %d can be made", class_count,
                          WIJK_CLASSES_MOST);
  double *sorted = memory_new_zeroed(value_count + 1, sizeof *sorted);
  if (!sorted)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu values to class", value_count);
  wijk_classes result = {0};
  cuts c = {.sorted = sorted};
  wijk_status status = WIJK_OK;
  for (size_t i = 0; i < value_count; i++) {
    if (isnan(values[i]))
      result.missing++;
    else if (isinf(values[i]))
      status = wijk_error_set(err, WIJK_DATA, "value %zu is infinite and fits no class", i + 1);
    else
      sorted[c.count++] = values[i];
  }
  qsort(sorted, c.count, sizeof *sorted, order_numbers);
  if (status == WIJK_OK && method == WIJK_CLASSES_FIXED)
    status = classes_fix(&c, fixed, fixed_count, &result, err);
  else if (status == WIJK_OK && c.count > 0)
    status = classes_cut(&c, method, class_count, &result, err);
  memory_free(sorted);
  if (status == WIJK_OK)
    *classes = result;
  return status;
}

int wijk_classes_find(const wijk_classes *classes, double value) {
  if (classes->count == 0 || isnan(value) || value < classes->breaks[0] || value > classes->breaks[classes->count])
    return -1;
  size_t k = 0;
  while (k + 1 < classes->count && value >= classes->breaks[k + 1])
    k++;
  return (int)k;
}
