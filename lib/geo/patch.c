/* SPDX-License-Identifier: EUPL-1.2 */
/* Why this may stand in for PROJ. The steps allowed (projection_is_smooth) are analytic, with features of the size of
 * the earth. On a square of 33 km the terms of a polynomial fall by a factor of about (16 km / 6380 km) per degree, so
 * that what degree 5 leaves out of a coordinate in degrees is 1e-15; what remains is the rounding of PROJ and of the
 * sums here, 1e-13 or less. That is not believed but measured, on every patch, at 49 places that the fit did not use,
 * corners included: a patch more than a hundred-thousandth of the wanted part off anywhere is not used. A result is
 * then taken only where it lies further from the middle between two whole numbers than a hundred times that; the few
 * others (1 in 500) are PROJ's own. So the numbers are PROJ's, at a tenth of the cost. */
#include "geo/patch.h"

#include "base/memory.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#define SIDE 32768.0 /* a power of two: dividing by it is exact */
#define NODES 6
#define CHECKS 7
#define POINTS_LEAST 200    /* fitting and measuring costs PROJ 85 points */
#define PATCHES_MOST 100000 /* of a source spread over the world */
#define OFF_MOST 1e-5       /* of a part, between patch and PROJ */
#define UNSURE 1e-3         /* of a part, about the middle between two whole numbers */
#define WHOLE_MOST 2e9      /* so that every number fits 32 bits */

typedef struct patch {
  double base[2];                 /* whole numbers; sums are about them, so that no digit is lost */
  double factor[NODES][NODES][2]; /* of u^i v^k, u and v from -1 to 1 across the patch */
} patch;

struct patch_map {
  double first_x, first_y; /* patches count from multiples of SIDE: the same wherever a layer ends */
  size_t columns, rows;
  int32_t *at; /* [columns * rows] patch, or -1 */
  patch *patches;
  size_t *cell; /* [patch_count] */
  bool *sound;
  size_t patch_count;
  double per_unit;
  double to_factor[NODES][NODES]; /* from values at the nodes to factors of powers, along one axis */
};

/* The nodes of Chebyshev, where a polynomial through them strays least. */
static double node(size_t i) {
  return cos(M_PI * ((double)i + 0.5) / NODES);
}

/* Factors of powers of the polynomial that is 1 at one node and 0 at the others (Lagrange). */
static void find_factors(double to_factor[NODES][NODES]) {
  for (size_t own = 0; own < NODES; own++) {
    double product[NODES] = {1}, divisor = 1;
    size_t degree = 0;
    for (size_t other = 0; other < NODES; other++) {
      if (other == own)
        continue;
      divisor *= node(own) - node(other);
      for (size_t k = ++degree; k > 0; k--)
        product[k] = product[k - 1] - node(other) * product[k];
      product[0] *= -node(other);
    }
    for (size_t k = 0; k < NODES; k++)
      to_factor[k][own] = product[k] / divisor;
  }
}

/* ---- which patches ---- */

/* First and last multiple of SIDE among the finite points; false where there are none, or too far apart. */
static bool find_extent(patch_map *map, const double *x, const double *y, size_t count) {
  double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
  for (size_t i = 0; i < count; i++) {
    if (!isfinite(x[i]) || !isfinite(y[i]))
      continue;
    low[0] = x[i] < low[0] ? x[i] : low[0];
    low[1] = y[i] < low[1] ? y[i] : low[1];
    high[0] = x[i] > high[0] ? x[i] : high[0];
    high[1] = y[i] > high[1] ? y[i] : high[1];
  }
  if (!(low[0] <= high[0]))
    return false;
  map->first_x = floor(low[0] / SIDE);
  map->first_y = floor(low[1] / SIDE);
  double columns = floor(high[0] / SIDE) - map->first_x + 1, rows = floor(high[1] / SIDE) - map->first_y + 1;
  if (!(columns * rows <= PATCHES_MOST))
    return false;
  map->columns = (size_t)columns;
  map->rows = (size_t)rows;
  return true;
}

/* NaN and what lies outside are in no cell. */
static bool find_cell(const patch_map *map, double x, double y, size_t *column, size_t *row) {
  double across = x / SIDE - map->first_x, up = y / SIDE - map->first_y;
  if (!(across >= 0 && up >= 0 && across < (double)map->columns && up < (double)map->rows))
    return false;
  *column = (size_t)across;
  *row = (size_t)up;
  return true;
}

static wijk_status choose_cells(patch_map *map, const double *x, const double *y, size_t count, wijk_error *err) {
  size_t cells = map->columns * map->rows;
  map->at = memory_new_zeroed(cells, sizeof *map->at);
  if (!map->at)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  for (size_t i = 0; i < count; i++) {
    size_t column, row;
    if (!find_cell(map, x[i], y[i], &column, &row))
      continue;
    int32_t *points = &map->at[row * map->columns + column];
    if (*points < POINTS_LEAST && ++*points == POINTS_LEAST)
      map->patch_count++;
  }
  map->patches = memory_new_zeroed(map->patch_count + 1, sizeof *map->patches);
  map->cell = memory_new_zeroed(map->patch_count + 1, sizeof *map->cell);
  map->sound = memory_new_zeroed(map->patch_count + 1, sizeof *map->sound);
  if (!map->patches || !map->cell || !map->sound)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  int32_t next = 0;
  for (size_t cell = 0; cell < cells; cell++) {
    bool dense = map->at[cell] == POINTS_LEAST;
    if (dense)
      map->cell[next] = cell;
    map->at[cell] = dense ? next++ : -1;
  }
  return WIJK_OK;
}

/* ---- fitting ---- */

static double centre(double first, size_t number) {
  return (first + (double)number + 0.5) * SIDE;
}

static void patch_compute(const patch *p, double u, double v, double result[2]) {
  double outer[2] = {0, 0};
  for (size_t i = NODES; i-- > 0;) {
    double inner[2] = {p->factor[i][NODES - 1][0], p->factor[i][NODES - 1][1]};
    for (size_t k = NODES - 1; k-- > 0;)
      for (int axis = 0; axis < 2; axis++)
        inner[axis] = inner[axis] * v + p->factor[i][k][axis];
    for (int axis = 0; axis < 2; axis++)
      outer[axis] = outer[axis] * u + inner[axis];
  }
  result[0] = outer[0];
  result[1] = outer[1];
}

/* PROJ's results on a square lattice of places, in parts of the unit about the patch's base. */
static bool ask(const patch_map *map, size_t cell, wijk_projection *projection, size_t side, const double *places,
                double *x, double *y) {
  size_t lost = 0, count = side * side;
  wijk_error err = {0};
  for (size_t n = 0; n < count; n++) {
    x[n] = centre(map->first_x, cell % map->columns) + places[n / side] * (SIDE / 2);
    y[n] = centre(map->first_y, cell / map->columns) + places[n % side] * (SIDE / 2);
  }
  if (wijk_projection_compute(projection, count, x, y, &lost, &err) != WIJK_OK || lost)
    return false;
  for (size_t n = 0; n < count; n++) {
    x[n] *= map->per_unit;
    y[n] *= map->per_unit;
    if (!(fabs(x[n]) < WHOLE_MOST && fabs(y[n]) < WHOLE_MOST))
      return false;
  }
  return true;
}

static bool patch_fit(const patch_map *map, size_t cell, wijk_projection *projection, patch *p) {
  double nodes[NODES], values[2][NODES * NODES], half[NODES][NODES][2] = {{{0}}};
  for (size_t i = 0; i < NODES; i++)
    nodes[i] = node(i);
  if (!ask(map, cell, projection, NODES, nodes, values[0], values[1]))
    return false;
  for (int axis = 0; axis < 2; axis++) {
    p->base[axis] = nearbyint(values[axis][0]);
    for (size_t i = 0; i < NODES; i++)
      for (size_t k = 0; k < NODES; k++)
        for (size_t n = 0; n < NODES; n++)
          half[i][k][axis] += map->to_factor[i][n] * (values[axis][n * NODES + k] - p->base[axis]);
    for (size_t i = 0; i < NODES; i++)
      for (size_t k = 0; k < NODES; k++)
        for (size_t n = 0; n < NODES; n++)
          p->factor[i][k][axis] += map->to_factor[k][n] * half[i][n][axis];
  }
  return true;
}

static bool patch_is_sound(const patch_map *map, size_t cell, wijk_projection *projection, const patch *p) {
  double places[CHECKS], x[CHECKS * CHECKS], y[CHECKS * CHECKS];
  for (size_t i = 0; i < CHECKS; i++)
    places[i] = 2 * (double)i / (CHECKS - 1) - 1;
  if (!ask(map, cell, projection, CHECKS, places, x, y))
    return false;
  for (size_t n = 0; n < CHECKS * CHECKS; n++) {
    double found[2];
    patch_compute(p, places[n / CHECKS], places[n % CHECKS], found);
    if (!(fabs(found[0] - (x[n] - p->base[0])) <= OFF_MOST && fabs(found[1] - (y[n] - p->base[1])) <= OFF_MOST))
      return false;
  }
  return true;
}

static wijk_status fit_all(patch_map *map, const wijk_projection *projection, int threads, wijk_error *err) {
  wijk_status worst = WIJK_OK;
  long count = (long)map->patch_count;
#pragma omp parallel num_threads(threads) if (count > 8)
  {
    wijk_error own = {0}; /* threads must not write the caller's at once */
    wijk_projection *copy = projection_copy(projection, &own);
#pragma omp for schedule(dynamic)
    for (long i = 0; i < count; i++)
      map->sound[i] = copy && patch_fit(map, map->cell[i], copy, &map->patches[i]) &&
                      patch_is_sound(map, map->cell[i], copy, &map->patches[i]);
    wijk_projection_close(copy);
#pragma omp critical
    if (own.status != WIJK_OK && worst == WIJK_OK) {
      worst = own.status;
      *err = own;
    }
  }
  for (size_t i = 0; i < map->patch_count; i++)
    if (!map->sound[i])
      map->at[map->cell[i]] = -1;
  return worst;
}

patch_map *patches_fit(const wijk_projection *projection, const double *x, const double *y, size_t count,
                       double per_unit, int threads, wijk_error *err) {
  patch_map *map = memory_new_zeroed(1, sizeof *map);
  if (!map) {
    wijk_error_set(err, WIJK_MEMORY, "out of memory");
    return NULL;
  }
  map->per_unit = per_unit;
  find_factors(map->to_factor);
  if (!projection_is_smooth(projection) || !find_extent(map, x, y, count))
    return map;
  if (choose_cells(map, x, y, count, err) == WIJK_OK && fit_all(map, projection, threads, err) == WIJK_OK)
    return map;
  patches_free(map);
  return NULL;
}

void patches_free(patch_map *map) {
  if (!map)
    return;
  memory_free(map->at);
  memory_free(map->patches);
  memory_free(map->cell);
  memory_free(map->sound);
  memory_free(map);
}

/* To the nearest whole number, for numbers below 2^51: there a double this large has no room for a fraction. */
static double nearest_whole(double value) {
  const double large = 6755399441055744; /* 1.5 * 2^52 */
  return (value + large) - large;
}

bool patches_round(const patch_map *map, double x, double y, int32_t rounded[2]) {
  size_t column, row;
  if (!find_cell(map, x, y, &column, &row))
    return false;
  int32_t number = map->at[row * map->columns + column];
  if (number < 0)
    return false;
  const patch *p = &map->patches[number];
  double found[2];
  patch_compute(p, (x - centre(map->first_x, column)) / (SIDE / 2), (y - centre(map->first_y, row)) / (SIDE / 2),
                found);
  double whole_x = nearest_whole(found[0]), whole_y = nearest_whole(found[1]);
  if (fabs(found[0] - whole_x) > 0.5 - UNSURE || fabs(found[1] - whole_y) > 0.5 - UNSURE)
    return false;
  rounded[0] = (int32_t)(p->base[0] + whole_x);
  rounded[1] = (int32_t)(p->base[1] + whole_y);
  return true;
}
