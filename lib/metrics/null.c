/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/null.h"

#include <omp.h>
#include <string.h>

#include <wijk/random.h>

#include "base/binomial.h"
#include "base/memory.h"
#include "base/sort.h"

enum { CHUNK = 512, TOGETHER = 16 }; /* words of chance at a time; zones that share a line of the cache */
#define MOST_DRAWN ((size_t)1 << 24) /* numbers of members kept at a time: 64 MiB */
#define MOST_UNITS 10000000.0

/* ---- what is drawn ---- */

static double resident(const wijk_universe *u, size_t k) {
  return u->t[k] > 0 ? u->t[k] : 0; /* on land without residents, or none known: chance 0 */
}

/* Facilities that lie in a zone of the universe, by their places. */
static wijk_status add_facilities(const wijk_subject *subject, wijk_arena *scratch, wijk_null *null, wijk_error *err) {
  bool *inside = WIJK_ARENA_ADD(scratch, bool, subject->zone_count, err);
  double *places = WIJK_ARENA_ADD(scratch, double, subject->facility_count, err);
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, subject->facility_count, err);
  null->capacity = WIJK_ARENA_ADD(scratch, double, subject->facility_count, err);
  if (inside == NULL || places == NULL || order == NULL || null->capacity == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < null->u->count; k++) {
    inside[null->u->zone[k]] = true;
  }
  size_t count = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    const size_t zone = subject->zone_of_facility[f];
    if (zone != WIJK_NONE && inside[zone]) {
      places[count++] = subject->capacity == NULL ? 1 : subject->capacity[f];
    }
  }
  if (wijk_sort_numbers(count, places, order, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < count; f++) {
    null->capacity[f] = places[order[f]];
  }
  null->unit_count = count;
  return WIJK_OK;
}

static wijk_status add_alias(wijk_arena *scratch, wijk_null *null, wijk_error *err) {
  const unsigned bits = wijk_alias_bits(null->u->count);
  const size_t columns = (size_t)1 << bits;
  double *weights = WIJK_ARENA_ADD(scratch, double, null->u->count, err);
  uint64_t *lots = WIJK_ARENA_ADD(scratch, uint64_t, columns, err), capacity;
  uint32_t *stack = WIJK_ARENA_ADD(scratch, uint32_t, columns, err);
  wijk_alias_column *table = WIJK_ARENA_ADD(scratch, wijk_alias_column, columns, err);
  if (weights == NULL || lots == NULL || stack == NULL || table == NULL) {
    return WIJK_MEMORY;
  }
  double sum = 0;
  for (size_t k = 0; k < null->u->count; k++) {
    sum += weights[k] = resident(null->u, k);
  }
  if (!(sum > 0)) {
    null->kind = WIJK_NULL_NONE;
    return WIJK_OK;
  }
  wijk_alias_share(weights, null->u->count, bits, lots, &capacity);
  null->alias = wijk_alias_make(lots, bits, capacity, table, stack);
  return WIJK_OK;
}

static wijk_status add_members(size_t draws, wijk_arena *scratch, wijk_null *null, wijk_error *err) {
  const size_t n = null->u->count, fit = MOST_DRAWN / n / 2 * 2;
  null->stride = ((n + TOGETHER - 1) / TOGETHER * TOGETHER) | TOGETHER; /* odd lines: rows do not share a set of them */
  null->block = fit < 64 ? 64 : fit;
  null->block = draws < null->block ? draws : null->block;
  null->drawn = WIJK_ARENA_ADD(scratch, uint32_t, null->stride * null->block, err);
  return null->drawn == NULL ? WIJK_MEMORY : WIJK_OK;
}

/* Members are drawn where people are whole and the group is part of them; else units, where these are whole. */
static wijk_null_kind kind_of_counts(const wijk_universe *u, double *share) {
  double total = 0;
  bool members = true;
  for (size_t k = 0; k < u->count; k++) {
    const double t = resident(u, k);
    members = members && t == floor(t) && t <= (double)UINT32_MAX && !(t > 0 && u->x[k] > t);
    total += t;
  }
  *share = u->x_sum / total;
  return members && u->x_sum <= total                            ? WIJK_NULL_MEMBERS
         : u->x_sum == floor(u->x_sum) && u->x_sum <= MOST_UNITS ? WIJK_NULL_UNITS
                                                                 : WIJK_NULL_NONE;
}

wijk_status wijk_null_new(const wijk_subject *subject, const wijk_universe *u, size_t draws, wijk_arena *scratch,
                          wijk_null *null, wijk_error *err) {
  *null = (wijk_null){.u = u, .seed = subject->seed, .block = draws};
  if (subject->method->inference_permutes) {
    null->kind = WIJK_NULL_PERMUTATION;
    return WIJK_OK;
  }
  null->kind = subject->group_name != NULL ? kind_of_counts(u, &null->share) : WIJK_NULL_FACILITIES;
  wijk_status status = WIJK_OK;
  if (null->kind == WIJK_NULL_MEMBERS) {
    return add_members(draws, scratch, null, err);
  }
  if (null->kind == WIJK_NULL_FACILITIES) {
    status = add_facilities(subject, scratch, null, err);
  } else if (null->kind == WIJK_NULL_UNITS) {
    null->unit_count = (size_t)u->x_sum;
  }
  return status == WIJK_OK && null->kind != WIJK_NULL_NONE ? add_alias(scratch, null, err) : status;
}

/* The thing that `bits` choose, or, where they leave some lots more chance than others, those of a later draw. */
static uint32_t draw_one(const wijk_alias *alias, uint64_t bits, wijk_random again) {
  uint32_t drawn;
  while (!wijk_alias_draw(alias, bits, &drawn)) {
    again.draw += (uint64_t)1 << 40; /* beyond every first draw */
    wijk_random other = again;
    bits = wijk_random_bits(&other);
  }
  return drawn;
}

/* ---- members: zone by zone, all draws of a block ---- */

typedef struct table_room {
  double *weights;
  uint64_t *lots;
  uint32_t *stack;
  wijk_alias_column *columns;
} table_room;

static bool room_new(unsigned bits, table_room *room) {
  const size_t columns = (size_t)1 << bits;
  room->weights = memory_resize(NULL, columns, sizeof *room->weights);
  room->lots = memory_resize(NULL, columns, sizeof *room->lots);
  room->stack = memory_resize(NULL, columns, sizeof *room->stack);
  room->columns = memory_resize(NULL, columns, sizeof *room->columns);
  return room->weights != NULL && room->lots != NULL && room->stack != NULL && room->columns != NULL;
}

static void room_free(table_room *room) {
  memory_free(room->weights);
  memory_free(room->lots);
  memory_free(room->stack);
  memory_free(room->columns);
}

static void draw_members(wijk_null *null, size_t k, size_t first, size_t count, table_room *room) {
  const wijk_binomial binomial = wijk_binomial_of(resident(null->u, k), null->share);
  const unsigned bits = wijk_alias_bits(binomial.count);
  uint64_t capacity, chance[CHUNK];
  wijk_binomial_weights(&binomial, room->weights);
  wijk_alias_share(room->weights, binomial.count, bits, room->lots, &capacity);
  const wijk_alias alias = wijk_alias_make(room->lots, bits, capacity, room->columns, room->stack);
  wijk_random random = wijk_random_new(null->seed, null->u->zone[k]);
  random.draw = first / 2;
  for (size_t from = 0; from < count; from += CHUNK) {
    const size_t some = count - from < CHUNK ? count - from : CHUNK;
    wijk_random again = random;
    wijk_random_fill(&random, some, chance);
    uint32_t *to = null->drawn + from * null->stride + k;
    for (size_t r = 0; r < some; r++, to += null->stride) {
      again.draw = (first + from + r) << 1;
      *to = (uint32_t)binomial.least + draw_one(&alias, chance[r], again);
    }
  }
}

static wijk_status prepare_members(wijk_null *null, size_t count, int threads, wijk_error *err) {
  size_t most = 0;
  for (size_t k = 0; k < null->u->count; k++) {
    const size_t values = wijk_binomial_of(resident(null->u, k), null->share).count;
    most = values > most ? values : most;
  }
  const unsigned bits = wijk_alias_bits(most);
  bool full = false;
#pragma omp parallel num_threads(threads) reduction(|| : full)
  {
    table_room room = {0};
    full = !room_new(bits, &room);
#pragma omp for schedule(dynamic)
    for (size_t group = 0; group < null->u->count; group += TOGETHER) {
      for (size_t k = group; k < group + TOGETHER && k < null->u->count && !full; k++) {
        draw_members(null, k, null->first, count, &room);
      }
    }
    room_free(&room);
  }
  return full ? wijk_error_set(err, WIJK_MEMORY, "no memory to draw from") : WIJK_OK;
}

wijk_status wijk_null_prepare(wijk_null *null, size_t first, size_t count, int threads, wijk_error *err) {
  null->first = first;
  return null->kind == WIJK_NULL_MEMBERS ? prepare_members(null, count, threads, err) : WIJK_OK;
}

/* ---- one draw ---- */

static void draw_units(const wijk_null *null, size_t draw, double *x) {
  uint64_t chance[CHUNK];
  wijk_random random = wijk_random_new(null->seed, draw);
  memset(x, 0, null->u->count * sizeof *x);
  for (size_t from = 0; from < null->unit_count; from += CHUNK) {
    const size_t some = null->unit_count - from < CHUNK ? null->unit_count - from : CHUNK;
    wijk_random again = random;
    wijk_random_fill(&random, some, chance);
    for (size_t f = 0; f < some; f++) {
      again.draw = from + f;
      const uint32_t zone = draw_one(&null->alias, chance[f], again);
      x[zone] += null->capacity == NULL ? 1 : null->capacity[from + f];
    }
  }
}

static void draw_permutation(const wijk_null *null, size_t draw, double *x) {
  wijk_random random = wijk_random_new(null->seed, draw);
  memcpy(x, null->u->x, null->u->count * sizeof *x);
  for (size_t i = null->u->count; i-- > 1;) {
    const size_t j = (size_t)wijk_random_below(&random, i + 1);
    const double moved = x[i];
    x[i] = x[j];
    x[j] = moved;
  }
}

void wijk_null_draw(const wijk_null *null, size_t draw, double *x) {
  if (null->kind == WIJK_NULL_PERMUTATION) {
    draw_permutation(null, draw, x);
  } else if (null->kind != WIJK_NULL_MEMBERS) {
    draw_units(null, draw, x);
  } else {
    const uint32_t *drawn = null->drawn + (draw - null->first) * null->stride;
    for (size_t k = 0; k < null->u->count; k++) {
      x[k] = drawn[k];
    }
  }
}
