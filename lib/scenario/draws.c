/* SPDX-License-Identifier: EUPL-1.2 */
/* How sure a forecast is: many of them, with chances and inflow drawn about what was given. */
#include "scenario/flows.h"
#include <math.h>
#include <omp.h>
#include <string.h>
#include <wijk/random.h>

/* Memory of one thread. */
typedef struct drawing_room {
  double *chance, *inflow;
  wijk_flows flows;
} drawing_room;

/* A gamma draw with this mean and variance; the mean itself where either is 0. */
static double draw_gamma(wijk_random *random, double mean, double variance) {
  if (!(mean > 0) || !(variance > 0))
    return mean;
  double scale = variance / mean;
  return wijk_random_gamma(random, mean / scale) * scale;
}

/* A row of chances, the share that stays among them: Dirichlet through gamma draws. Chances of 0 stay 0. */
static void draw_row(wijk_random *random, const double *given, size_t forms, size_t own, double count, double *drawn) {
  double stays = 1, sum = 0;
  for (size_t j = 0; j <= forms; j++)
    stays -= j == own ? 0 : given[j];
  for (size_t j = 0; j <= forms; j++) {
    double mean = j == own ? fmax(0, stays) : given[j];
    drawn[j] = mean * count > 1e-9 ? wijk_random_gamma(random, mean * count) : 0;
    sum += drawn[j];
  }
  for (size_t j = 0; j <= forms; j++)
    drawn[j] = j == own || sum == 0 ? 0 : fmin(1, drawn[j] / sum);
}

static void draw_model(const wijk_flow_model *model, const wijk_spread *spread, size_t draw, drawing_room *room) {
  const size_t forms = model->form_count;
  wijk_random random = wijk_random_new(spread->seed, draw);
  for (size_t i = 0; i < forms; i++) {
    const double *given = &model->chance[i * (forms + 1)];
    if (spread->chance_count > 0)
      draw_row(&random, given, forms, i, spread->chance_count, &room->chance[i * (forms + 1)]);
    else
      memcpy(&room->chance[i * (forms + 1)], given, (forms + 1) * sizeof *given);
  }
  for (size_t i = 0; i < forms; i++) {
    double level = draw_gamma(&random, 1, spread->inflow_share * spread->inflow_share);
    for (size_t year = 0; year < model->year_count; year++) {
      double mean = model->inflow[year * forms + i] * level;
      room->inflow[year * forms + i] = fmin(WIJK_PEOPLE_MOST, draw_gamma(&random, mean, mean));
    }
  }
}

static double quantile(const double *sorted, size_t count, double share) {
  double at = share * (double)(count - 1);
  size_t low = (size_t)at;
  return low + 1 < count ? sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]) : sorted[count - 1];
}

/* In place: heap sort, for it needs no memory and cannot fail. */
static void sort_values(double *values, size_t count) {
  for (size_t end = count, start = count / 2; end > 1;) {
    double value;
    if (start > 0) {
      value = values[--start];
    } else {
      value = values[--end];
      values[end] = values[0];
    }
    size_t hole = start, child;
    while ((child = 2 * hole + 1) < end) {
      child += child + 1 < end && values[child + 1] > values[child];
      if (!(values[child] > value))
        break;
      values[hole] = values[child];
      hole = child;
    }
    values[hole] = value;
  }
}

static wijk_status check_spread(const wijk_spread *spread, wijk_error *err) {
  if (spread->draws == 0)
    return wijk_error_set(err, WIJK_USAGE, "a spread of no draws");
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
      sort_values(values, draws);
      low[cell] = quantile(values, draws, 0.1);
      middle[cell] = quantile(values, draws, 0.5);
      high[cell] = quantile(values, draws, 0.9);
    }
  }
  wijk_arena_reset(arena, mark);
  return WIJK_OK;
}
