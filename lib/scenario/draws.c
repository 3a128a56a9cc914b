/* SPDX-License-Identifier: EUPL-1.2 */
/* How sure a forecast is: many of them, with chances and inflow drawn about what was given. */
#include "scenario/flows.h"
#include <math.h>
#include <omp.h>
#include <string.h>
#include <wijk/random.h>

/* ---- chance, in bulk: a forecast takes about a hundred draws of gamma ---- */

enum { BITS = 64 };
typedef struct chance {
  wijk_random random;
  uint64_t bits[BITS];
  size_t used;  /* of the bits */
  double spare; /* the other one of a pair of normal draws; NaN = none */
} chance;

static void chance_open(chance *c, uint64_t seed, uint64_t draw) {
  c->random = wijk_random_new(seed, draw);
  c->used = BITS;
  c->spare = NAN;
}

/* In (0, 1]. */
static double chance_share(chance *c) {
  if (c->used == BITS) {
    wijk_random_fill(&c->random, BITS, c->bits);
    c->used = 0;
  }
  return (double)((c->bits[c->used++] >> 11) + 1) * 0x1p-53;
}

/* Polar method (Marsaglia and Bray 1964): a pair of draws for one logarithm. */
static double chance_normal(chance *c) {
  double normal = c->spare, x, y, square;
  c->spare = NAN;
  if (!isnan(normal))
    return normal;
  do {
    x = 2 * chance_share(c) - 1;
    y = 2 * chance_share(c) - 1;
    square = x * x + y * y;
  } while (square >= 1 || square == 0);
  double stretch = sqrt(-2 * log(square) / square);
  c->spare = y * stretch;
  return x * stretch;
}

/* Scale 1 (Marsaglia and Tsang 2000), as wijk_random_gamma. */
static double chance_gamma(chance *c, double shape) {
  if (shape < 1)
    return chance_gamma(c, shape + 1) * pow(chance_share(c), 1 / shape);
  double d = shape - 1.0 / 3, k = 1 / sqrt(9 * d);
  for (;;) {
    double normal = chance_normal(c), v = 1 + k * normal;
    if (v <= 0)
      continue;
    v = v * v * v;
    double share = chance_share(c), square = normal * normal;
    if (share < 1 - 0.0331 * square * square || log(share) < 0.5 * square + d - d * v + d * log(v))
      return d * v;
  }
}

/* ---- one forecast ---- */

/* A gamma draw with this mean and variance; the mean itself where either is 0. */
static double draw_gamma(chance *c, double mean, double variance) {
  if (!(mean > 0) || !(variance > 0))
    return mean;
  double scale = variance / mean;
  return chance_gamma(c, mean / scale) * scale;
}

/* Memory of one thread. */
typedef struct drawing_room {
  double *chance, *inflow;
  struct chance chance_source;
  wijk_flows flows;
} drawing_room;

/* A row of chances, the share that stays among them: Dirichlet through gamma draws. Chances of 0 stay 0. */
static void draw_row(chance *c, const double *given, size_t forms, size_t own, double count, double *drawn) {
  double stays = 1, sum = 0;
  for (size_t j = 0; j <= forms; j++)
    stays -= j == own ? 0 : given[j];
  for (size_t j = 0; j <= forms; j++) {
    double mean = j == own ? fmax(0, stays) : given[j];
    drawn[j] = mean * count > 1e-9 ? chance_gamma(c, mean * count) : 0;
    sum += drawn[j];
  }
  for (size_t j = 0; j <= forms; j++)
    drawn[j] = j == own || sum == 0 ? 0 : fmin(1, drawn[j] / sum);
}

static void draw_model(const wijk_flow_model *model, const wijk_spread *spread, size_t draw, drawing_room *room) {
  const size_t forms = model->form_count;
  chance *c = &room->chance_source;
  chance_open(c, spread->seed, draw);
  for (size_t i = 0; i < forms; i++) {
    const double *given = &model->chance[i * (forms + 1)];
    if (spread->chance_count > 0)
      draw_row(c, given, forms, i, spread->chance_count, &room->chance[i * (forms + 1)]);
    else
      memcpy(&room->chance[i * (forms + 1)], given, (forms + 1) * sizeof *given);
  }
  for (size_t i = 0; i < forms; i++) {
    double level = draw_gamma(c, 1, spread->inflow_share * spread->inflow_share);
    for (size_t year = 0; year < model->year_count; year++) {
      double mean = model->inflow[year * forms + i] * level;
      room->inflow[year * forms + i] = fmin(WIJK_PEOPLE_MOST, draw_gamma(c, mean, mean));
    }
  }
}

/* ---- quantiles ---- */

/* Puts the value of rank `rank` at its place, smaller ones before it, larger ones behind (Hoare 1961). */
static void select_rank(double *values, size_t count, size_t rank) {
  size_t low = 0, high = count - 1;
  while (low < high) {
    double middle = values[low + (high - low) / 2];
    size_t i = low, j = high;
    while (i <= j) {
      while (values[i] < middle)
        i++;
      while (values[j] > middle)
        j--;
      if (i > j)
        break;
      double value = values[i];
      values[i++] = values[j];
      values[j] = value;
      if (j == 0)
        break;
      j--;
    }
    if (rank <= j && j < high)
      high = j;
    else if (rank >= i)
      low = i;
    else
      return;
  }
}

static double quantile(double *values, size_t count, double share) {
  double at = share * (double)(count - 1);
  size_t rank = (size_t)at;
  select_rank(values, count, rank);
  if (rank + 1 == count)
    return values[rank];
  double next = values[rank + 1];
  for (size_t i = rank + 2; i < count; i++)
    next = fmin(next, values[i]);
  return values[rank] + (at - (double)rank) * (next - values[rank]);
}

static wijk_status check_spread(const wijk_spread *spread, wijk_error *err) {
  if (spread->draws == 0)
    return wijk_error_set(err, WIJK_USAGE, "a spread of no draws");
  if (spread->draws > WIJK_DRAWS_MOST) {
    wijk_error_set(err, WIJK_USAGE, "%zu draws are more than %d", spread->draws, WIJK_DRAWS_MOST);
    return wijk_error_hint(err, "a thousand say what a band is to within some percent of its width");
  }
  if (!(spread->inflow_share >= 0 && spread->inflow_share <= 10) || !(spread->chance_count >= 0))
    return wijk_error_set(err, WIJK_USAGE, "a spread is 0 or more: the level of inflow up to 10, the count of chances");
  return WIJK_OK;
}

static wijk_status open_rooms(const wijk_flow_model *model, int threads, wijk_arena *arena, drawing_room *rooms,
                              wijk_error *err) {
  const size_t forms = model->form_count;
  for (int t = 0; t < threads && err->status == WIJK_OK; t++) {
    rooms[t].chance = WIJK_ARENA_ADD(arena, double, forms *(forms + 1), err);
    rooms[t].inflow = WIJK_ARENA_ADD(arena, double, forms * model->year_count, err);
    flows_new(forms, model->year_count, arena, &rooms[t].flows, err);
  }
  return err->status;
}

wijk_status wijk_flows_draw(const wijk_flow_model *model, const wijk_spread *spread, wijk_arena *arena, double *low,
                            double *middle, double *high, wijk_error *err) {
  const size_t cells = model->form_count * model->year_count, draws = spread->draws;
  const int threads = spread->threads > 0 ? spread->threads : omp_get_max_threads();
  if (flow_model_check(model, err) != WIJK_OK || check_spread(spread, err) != WIJK_OK)
    return err->status;
  wijk_arena_mark mark = wijk_arena_now(arena);
  drawing_room *rooms = WIJK_ARENA_ADD(arena, drawing_room, threads, err);
  double *demand = WIJK_ARENA_ADD(arena, double, cells *draws, err);
  if (!rooms || !demand || open_rooms(model, threads, arena, rooms, err) != WIJK_OK) {
    wijk_arena_reset(arena, mark);
    return err->status;
  }
#pragma omp parallel num_threads(threads)
  {
    drawing_room *room = &rooms[omp_get_thread_num()];
    wijk_flow_model drawn = *model;
    drawn.chance = room->chance;
    drawn.inflow = room->inflow;
#pragma omp for schedule(static)
    for (size_t draw = 0; draw < draws; draw++) {
      draw_model(model, spread, draw, room);
      flows_fill(&drawn, &room->flows);
      for (size_t cell = 0; cell < cells; cell++)
        demand[cell * draws + draw] = room->flows.closing[cell];
    }
#pragma omp for schedule(static)
    for (size_t cell = 0; cell < cells; cell++) {
      double *values = &demand[cell * draws];
      low[cell] = quantile(values, draws, 0.1);
      middle[cell] = quantile(values, draws, 0.5);
      high[cell] = quantile(values, draws, 0.9);
    }
  }
  wijk_arena_reset(arena, mark);
  return WIJK_OK;
}
