/* SPDX-License-Identifier: EUPL-1.2 */
/* Wijken and buurten: how many where, their cells, codes and characters. */
#include "demo/city.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIJKEN_PER_GEMEENTE 60
#define FIRST_GEMEENTE 9901 /* real municipality numbers end far below */
#define BUURTEN_PER_WIJK 98

/* Seats by Webster's method: everybody one, then each next to whom it is due most; nobody above its cap. */
static bool share_out(const double *weights, const size_t *caps, size_t count, size_t seats, size_t *given) {
  size_t left = seats;
  for (size_t i = 0; i < count; i++)
    given[i] = 1;
  if (count > seats)
    return false;
  for (left -= count; left > 0; left--) {
    size_t best = WIJK_NONE;
    double most = -1;
    for (size_t i = 0; i < count; i++) {
      double due = weights[i] / (double)(2 * given[i] + 1);
      if (given[i] < caps[i] && due > most) {
        most = due;
        best = i;
      }
    }
    if (best == WIJK_NONE)
      return false;
    given[best]++;
  }
  return true;
}

typedef struct plan {
  uint32_t *group, *piece;
  double *weights;
  size_t *caps, *parts;
  size_t group_count, land_count; /* land groups first */
  size_t capacity;
} plan;

static wijk_status refuse_size(const demo_city *city, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "no city has %zu wijken and %zu buurten", city->demo->wijken, city->demo->buurten);
  return wijk_error_hint(err, "give at least two, and at most %d, buurten for each wijk", BUURTEN_PER_WIJK);
}

/* Weighs the groups that plan->group names; a cap of one piece for every 12 cells keeps each piece a place. */
static void weigh_groups(const demo_city *city, plan *plan, size_t limit) {
  for (size_t i = 0; i < plan->group_count; i++) {
    plan->weights[i] = 0;
    plan->caps[i] = 0;
  }
  for (size_t cell = 0; cell < city->cell_count; cell++)
    if (plan->group[cell] != DEMO_NO_ZONE) {
      plan->weights[plan->group[cell]] += 24.0 + city->urban[cell];
      plan->caps[plan->group[cell]]++;
    }
  for (size_t i = 0; i < plan->group_count; i++) {
    size_t cap = plan->caps[i] / 12;
    plan->caps[i] = cap < 1 ? 1 : cap > limit ? limit : cap;
  }
}

static wijk_status divide_land(const demo_city *city, plan *plan, wijk_error *err) {
  for (size_t cell = 0; cell < city->cell_count; cell++)
    plan->piece[cell] = city->ground[cell] == DEMO_LAND ? 0 : DEMO_NO_ZONE;
  wijk_status status = demo_components_compute(city, plan->piece, plan->group, &plan->group_count, err);
  if (status != WIJK_OK)
    return status;
  if (plan->group_count > plan->capacity)
    return refuse_size(city, err);
  weigh_groups(city, plan, city->demo->wijken);
  if (!share_out(plan->weights, plan->caps, plan->group_count, city->demo->wijken - 1, plan->parts))
    return refuse_size(city, err);
  return demo_growth_compute(city, plan->group, plan->group_count, plan->parts, DEMO_SEEDS, plan->piece, err);
}

/* Groups for the second division: each land wijk, then each body of water. */
static wijk_status group_wijken(const demo_city *city, plan *plan, wijk_arena *scratch, wijk_error *err) {
  uint32_t *water = WIJK_ARENA_ADD(scratch, uint32_t, city->cell_count, err);
  if (!water)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    water[cell] = city->ground[cell] == DEMO_WATER ? 0 : DEMO_NO_ZONE;
  size_t bodies;
  wijk_status status = demo_components_compute(city, water, plan->group, &bodies, err);
  if (status != WIJK_OK)
    return status;
  plan->land_count = city->demo->wijken - 1;
  plan->group_count = plan->land_count + bodies;
  if (plan->group_count > plan->capacity)
    return refuse_size(city, err);
  for (size_t cell = 0; cell < city->cell_count; cell++)
    if (city->ground[cell] == DEMO_LAND)
      plan->group[cell] = plan->piece[cell];
    else if (plan->group[cell] != DEMO_NO_ZONE)
      plan->group[cell] += (uint32_t)plan->land_count;
  return WIJK_OK;
}

static wijk_status divide_wijken(const demo_city *city, plan *plan, wijk_error *err) {
  size_t bodies = plan->group_count - plan->land_count, water = city->demo->buurten / 30;
  water = water > BUURTEN_PER_WIJK ? BUURTEN_PER_WIJK : water; /* all water is one wijk */
  if (water < bodies)
    water = bodies;
  if (water > BUURTEN_PER_WIJK || water + plan->land_count > city->demo->buurten)
    return refuse_size(city, err);
  weigh_groups(city, plan, BUURTEN_PER_WIJK);
  size_t land = plan->land_count;
  bool fits = share_out(plan->weights, plan->caps, land, city->demo->buurten - water, plan->parts) &&
              share_out(plan->weights + land, plan->caps + land, bodies, water, plan->parts + land);
  if (!fits)
    return refuse_size(city, err);
  return demo_growth_compute(city, plan->group, plan->group_count, plan->parts, DEMO_GROWTH, plan->piece, err);
}

/* Which wijk a piece lies in: the last one is the water. */
static void describe(demo_city *city, const plan *plan) {
  for (size_t wijk = 0; wijk < city->wijk_count; wijk++)
    city->wijken[wijk].wijk = (uint32_t)wijk;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (plan->piece[cell] == DEMO_NO_ZONE)
      continue;
    demo_zone *buurt = &city->buurten[plan->piece[cell]];
    size_t group = plan->group[cell];
    bool water = group >= plan->land_count;
    buurt->wijk = (uint32_t)(water ? plan->land_count : group);
    demo_zone *both[2] = {buurt, &city->wijken[buurt->wijk]};
    double x, y;
    demo_cell_middle(city, cell, &x, &y);
    for (int i = 0; i < 2; i++) {
      both[i]->water = water;
      both[i]->x += x - city->x;
      both[i]->y += y - city->y;
      both[i]->urbanity += city->urban[cell] / 255.0;
      both[i]->area_km2 += 1; /* cells, until finish() */
    }
  }
}

static void finish(const demo_city *city, demo_zone *zone) {
  double cells = zone->area_km2;
  zone->x = city->x + zone->x / cells;
  zone->y = city->y + zone->y / cells;
  zone->urbanity /= cells;
  zone->area_km2 = cells * 2.598076211353316 * DEMO_CELL_M * DEMO_CELL_M / 1e6;
  /* Neighbouring zones fare alike; the edge of town a little better than the centre. */
  wijk_random random = demo_random(city, DEMO_PROFILE, (uint64_t)(int64_t)floor(zone->x * 7 + zone->y));
  double lie = demo_noise(city, DEMO_PROFILE, zone->x, zone->y, 3300, 2);
  double strength = 0.5 + 2.3 * (lie - 0.5) + 0.25 * (0.4 - zone->urbanity) + 0.06 * demo_bell(&random);
  zone->strength = strength < 0.02 ? 0.02 : strength > 0.98 ? 0.98 : strength;
}

/* Business parks and docks: the land that touches the water most and the city least. */
static wijk_status place_industry(demo_city *city, const plan *plan, wijk_arena *scratch, wijk_error *err) {
  double *score = WIJK_ARENA_ADD(scratch, double, city->buurt_count, err);
  if (!score)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (city->ground[cell] != DEMO_LAND)
      continue;
    size_t neighbours[6];
    demo_cell_neighbours(city, cell, neighbours);
    for (int k = 0; k < 6; k++) {
      if (city->ground[neighbours[k]] != DEMO_WATER)
        continue;
      bool shore = city->park[cell] == 0; /* of the lake: no place for docks */
      score[plan->piece[cell]] += shore ? -1 : 1;
      if (shore)
        city->buurten[plan->piece[neighbours[k]]].lake = true;
    }
  }
  for (size_t industry = 0; industry < city->buurt_count / 25; industry++) {
    size_t best = WIJK_NONE;
    double most = 0;
    for (size_t i = 0; i < city->buurt_count; i++) {
      const demo_zone *buurt = &city->buurten[i];
      double docks = score[i] / sqrt(buurt->area_km2) - 300 * buurt->urbanity;
      if (!buurt->water && !buurt->industrial && (best == WIJK_NONE || docks > most)) {
        best = i;
        most = docks;
      }
    }
    if (best != WIJK_NONE)
      city->buurten[best].industrial = true;
  }
  return WIJK_OK;
}

typedef struct rank {
  double key1, key2;
  uint32_t number;
} rank;

static int rank_order(const void *a, const void *b) {
  const rank *p = a, *q = b;
  if (p->key1 != q->key1)
    return p->key1 < q->key1 ? -1 : 1;
  if (p->key2 != q->key2)
    return p->key2 < q->key2 ? -1 : 1;
  return p->number < q->number ? -1 : p->number > q->number;
}

static double from_centre(const demo_city *city, const demo_zone *zone) {
  double dx = zone->x - city->x, dy = zone->y - city->y;
  return dx * dx + dy * dy;
}

/* Wijk numbers run outward from the centre, in a region of many municipalities strip by strip; water comes last. */
static void rank_wijken(const demo_city *city, rank *ranks) {
  bool region = city->wijk_count > BUURTEN_PER_WIJK;
  for (size_t i = 0; i < city->wijk_count; i++) {
    const demo_zone *wijk = &city->wijken[i];
    double strip = floor((wijk->y - city->y) / 12000);
    ranks[i] = (rank){region ? strip : 0, region ? wijk->x : from_centre(city, wijk), (uint32_t)i};
    if (wijk->water)
      ranks[i].key1 = INFINITY;
  }
  qsort(ranks, city->wijk_count, sizeof *ranks, rank_order);
}

static void name_zone(const demo_city *city, demo_zone *zone, bool is_wijk, size_t number, size_t *waters) {
  if (zone->water && is_wijk)
    snprintf(zone->name, sizeof zone->name, "De Zoel");
  else if (zone->water && zone->lake)
    snprintf(zone->name, sizeof zone->name, "Zoelplas");
  else if (zone->water)
    snprintf(zone->name, sizeof zone->name, "Zoel %zu", ++*waters);
  else
    demo_name_find(city,
                   is_wijk            ? DEMO_NAME_WIJK
                   : zone->industrial ? DEMO_NAME_INDUSTRY
                                      : DEMO_NAME_BUURT,
                   number, zone->name, sizeof zone->name);
}

/* Renumbers wijken and buurten in the order of their codes, which they get here. `place[piece]` is the new row. */
static wijk_status give_codes(demo_city *city, uint32_t *place, wijk_arena *scratch, wijk_error *err) {
  rank *ranks = WIJK_ARENA_ADD(scratch, rank, city->buurt_count + city->wijk_count, err);
  demo_zone *wijken = WIJK_ARENA_ADD(city->arena, demo_zone, city->wijk_count, err);
  demo_zone *buurten = WIJK_ARENA_ADD(city->arena, demo_zone, city->buurt_count, err);
  uint32_t *wijk_place = WIJK_ARENA_ADD(scratch, uint32_t, city->wijk_count, err);
  if (!ranks || !wijken || !buurten || !wijk_place)
    return WIJK_MEMORY;
  bool region = city->wijk_count > BUURTEN_PER_WIJK;
  size_t waters = 0;
  rank_wijken(city, ranks);
  for (size_t row = 0; row < city->wijk_count; row++) {
    wijken[row] = city->wijken[ranks[row].number];
    wijk_place[ranks[row].number] = (uint32_t)row;
    size_t gemeente = FIRST_GEMEENTE + (region ? row / WIJKEN_PER_GEMEENTE : 0);
    size_t number = wijken[row].water ? 99 : 1 + (region ? row % WIJKEN_PER_GEMEENTE : row);
    snprintf(wijken[row].code, sizeof wijken[row].code, "WK%04zu%02zu", gemeente % 10000, number % 100);
    name_zone(city, &wijken[row], true, row, &waters);
    wijken[row].wijk = (uint32_t)row;
  }
  for (size_t i = 0; i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    ranks[i] = (rank){wijk_place[buurt->wijk], buurt->water ? buurt->x : from_centre(city, buurt), (uint32_t)i};
  }
  qsort(ranks, city->buurt_count, sizeof *ranks, rank_order);
  for (size_t row = 0, number = 0; row < city->buurt_count; row++) {
    buurten[row] = city->buurten[ranks[row].number];
    place[ranks[row].number] = (uint32_t)row;
    buurten[row].wijk = wijk_place[buurten[row].wijk];
    number = row > 0 && buurten[row].wijk == buurten[row - 1].wijk ? number + 1 : 1;
    snprintf(buurten[row].code, sizeof buurten[row].code, "BU%.6s%02zu", wijken[buurten[row].wijk].code + 2,
             number % 100);
    name_zone(city, &buurten[row], false, row, &waters);
  }
  city->wijken = wijken;
  city->buurten = buurten;
  return WIJK_OK;
}

static wijk_status divide(demo_city *city, wijk_arena *scratch, wijk_error *err) {
  plan plan = {.capacity = city->demo->wijken + 4096};
  plan.group = WIJK_ARENA_ADD(scratch, uint32_t, city->cell_count, err);
  plan.piece = city->buurt;
  plan.weights = WIJK_ARENA_ADD(scratch, double, plan.capacity, err);
  plan.caps = WIJK_ARENA_ADD(scratch, size_t, plan.capacity, err);
  plan.parts = WIJK_ARENA_ADD(scratch, size_t, plan.capacity, err);
  uint32_t *place = WIJK_ARENA_ADD(scratch, uint32_t, city->buurt_count, err);
  if (!plan.group || !plan.weights || !plan.caps || !plan.parts || !place)
    return WIJK_MEMORY;
  wijk_status status = divide_land(city, &plan, err);
  if (status == WIJK_OK)
    status = group_wijken(city, &plan, scratch, err);
  if (status == WIJK_OK)
    status = divide_wijken(city, &plan, err);
  if (status != WIJK_OK)
    return status;
  describe(city, &plan);
  for (size_t i = 0; i < city->wijk_count; i++)
    finish(city, &city->wijken[i]);
  for (size_t i = 0; i < city->buurt_count; i++)
    finish(city, &city->buurten[i]);
  status = place_industry(city, &plan, scratch, err);
  if (status == WIJK_OK)
    status = give_codes(city, place, scratch, err);
  for (size_t cell = 0; status == WIJK_OK && cell < city->cell_count; cell++)
    if (city->buurt[cell] != DEMO_NO_ZONE)
      city->buurt[cell] = place[city->buurt[cell]];
  return status;
}

wijk_status demo_zones_compute(demo_city *city, wijk_error *err) {
  city->wijk_count = city->demo->wijken;
  city->buurt_count = city->demo->buurten;
  city->wijken = WIJK_ARENA_ADD(city->arena, demo_zone, city->wijk_count, err);
  city->buurten = WIJK_ARENA_ADD(city->arena, demo_zone, city->buurt_count, err);
  city->buurt = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, err);
  wijk_arena *scratch = wijk_arena_new(err);
  wijk_status status = WIJK_MEMORY;
  if (city->wijken && city->buurten && city->buurt && scratch)
    status = divide(city, scratch, err);
  wijk_arena_free(scratch);
  return status;
}
