/* SPDX-License-Identifier: EUPL-1.2 */
/* The ground before anybody lives on it: the municipality's outline, rivers and a lake, how urban each cell is, and
 * the parks. */
#include "demo/city.h"

#include <math.h>

#define BUURT_KM2 1.25
#define STRETCH 1.2 /* the city is longer along its river than across */
/* The middle of the Markermeer: nobody lives there, so no figure can be taken for that of a real place. */
#define MIDDLE_X 144000.0
#define MIDDLE_Y 505500.0

static bool plan_mesh(demo_city *city, wijk_error *err) {
  double area_m2 = BUURT_KM2 * 1e6 * (double)city->demo->buurten;
  city->x = MIDDLE_X;
  city->y = MIDDLE_Y;
  city->radius_m = sqrt(area_m2 / 3.14159265);
  double half_width = city->radius_m * STRETCH * 1.25 + 10 * DEMO_CELL_M;
  double half_height = city->radius_m / STRETCH * 1.25 + 10 * DEMO_CELL_M;
  city->columns = (size_t)(2 * half_width / (1.7320508075688772 * DEMO_CELL_M)) + 2;
  city->rows = (size_t)(2 * half_height / (1.5 * DEMO_CELL_M)) + 2;
  city->cell_count = city->columns * city->rows;
  city->x0 = city->x - half_width;
  city->y0 = city->y - half_height;
  city->ground = WIJK_ARENA_ADD(city->arena, uint8_t, city->cell_count, err);
  city->urban = WIJK_ARENA_ADD(city->arena, uint8_t, city->cell_count, err);
  city->park = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, err);
  return city->ground && city->urban && city->park;
}

static bool plan_centres(demo_city *city, wijk_error *err) {
  size_t count = 1 + city->demo->buurten / 20;
  city->centres = WIJK_ARENA_ADD(city->arena, demo_centre, count, err);
  if (!city->centres)
    return false;
  city->centre_count = count;
  double main_radius = city->radius_m * 0.42;
  city->centres[0] = (demo_centre){city->x, city->y, main_radius < 6000 ? main_radius : 6000, 1};
  for (size_t i = 1; i < count; i++) {
    wijk_random random = demo_random(city, DEMO_CENTRES, i);
    double u, v;
    do { /* a fair place in the disc */
      u = 2 * wijk_random_share(&random) - 1;
      v = 2 * wijk_random_share(&random) - 1;
    } while (u * u + v * v > 0.8);
    bool town = i % 7 == 0;
    double radius = (town ? 1500 : 700) * (0.7 + wijk_random_share(&random));
    double weight = (town ? 0.6 : 0.45) + 0.3 * wijk_random_share(&random);
    city->centres[i] =
        (demo_centre){city->x + u * city->radius_m * STRETCH, city->y + v * city->radius_m / STRETCH, radius, weight};
  }
  return true;
}

static double urbanity_at(const demo_city *city, double x, double y) {
  double most = 0;
  for (size_t i = 0; i < city->centre_count; i++) {
    const demo_centre *centre = &city->centres[i];
    double dx = x - centre->x, dy = y - centre->y, far = 6 * centre->radius_m;
    if (dx > far || -dx > far || dy > far || -dy > far)
      continue;
    double share = centre->weight / (1 + (dx * dx + dy * dy) / (centre->radius_m * centre->radius_m));
    most = share > most ? share : most;
  }
  return most * (0.72 + 0.56 * demo_noise(city, DEMO_URBANITY, x, y, 1400, 3));
}

static bool is_inside(const demo_city *city, double x, double y) {
  double u = (x - city->x) / (city->radius_m * STRETCH), v = (y - city->y) / (city->radius_m / STRETCH);
  double broad = demo_noise(city, DEMO_OUTLINE, x, y, city->radius_m * 0.8, 2);
  double fine = demo_noise(city, DEMO_OUTLINE, x + 5e5, y, 900, 3);
  return u * u + v * v < 0.48 + 0.86 * broad + 0.22 * fine;
}

static double river_middle(const demo_city *city, size_t river, double offset, double x) {
  double lane = 1e6 * (double)(river + 1); /* each river has its own strip of noise */
  double wave = city->radius_m < 20000 ? city->radius_m : 20000;
  double bend = demo_noise(city, DEMO_RIVER, x, lane, wave * 0.75, 2) - 0.5;
  return city->y + offset + 0.75 * wave * bend;
}

/* Where the rivers run, for each distance from the west that the middle of a cell can have: those of even rows and
 * those of odd ones. */
typedef struct rivers {
  size_t count;
  double *middle, *steep; /* of river r at place p: [r + count * p] */
  double *half;           /* of all rivers at a place */
} rivers;

static size_t river_place(const demo_city *city, size_t cell) {
  return 2 * (cell % city->columns) + (cell / city->columns & 1);
}

static bool trace_rivers(const demo_city *city, rivers *rivers, wijk_error *err) {
  size_t count = 1 + city->demo->buurten / 1500, places = 2 * city->columns;
  *rivers = (struct rivers){count, WIJK_ARENA_ADD(city->arena, double, count *places, err),
                            WIJK_ARENA_ADD(city->arena, double, count *places, err),
                            WIJK_ARENA_ADD(city->arena, double, places, err)};
  if (!rivers->middle || !rivers->steep || !rivers->half)
    return false;
  double reach = 2 * city->radius_m / STRETCH / (double)count;
  for (size_t river = 0; river < count; river++) {
    double offset = reach * ((double)river - 0.5 * (double)(count - 1));
    /* The city was founded on a bank: the first river runs past its centre. */
    double shift = river_middle(city, river, 0, city->x) - city->y;
    double past = count == 1 ? -0.13 * city->radius_m - shift : offset;
    for (size_t place = 0; place < places; place++) {
      double x, y;
      demo_cell_middle(city, place / 2 + (place & 1) * city->columns, &x, &y);
      double middle = river_middle(city, river, past, x);
      double slope = (river_middle(city, river, past, x + 50) - middle) / 50;
      rivers->middle[river + count * place] = middle;
      rivers->steep[river + count * place] = sqrt(1 + slope * slope);
      rivers->half[place] = 150 + 110 * demo_noise(city, DEMO_RIVER, x, -5e6, 1800, 2);
    }
  }
  return true;
}

static bool in_river(const rivers *rivers, size_t place, double y) {
  for (size_t river = rivers->count * place; river < rivers->count * (place + 1); river++) {
    double away = (y - rivers->middle[river]) / rivers->steep[river];
    if (away < rivers->half[place] && -away < rivers->half[place])
      return true;
  }
  return false;
}

/* How deep in the lake (below 1), on its green shore (below 2.6) or away from it. */
static double lake_depth(const demo_city *city, double x, double y) {
  double radius = city->radius_m < 8000 ? city->radius_m * 0.085 : 700;
  double dx = x - (city->x + 0.42 * city->radius_m), dy = y - (city->y + 0.33 * city->radius_m);
  double ragged = 0.55 + 0.9 * demo_noise(city, DEMO_LAKE, x, y, radius, 3);
  return (dx * dx + 1.8 * dy * dy) / (radius * radius * ragged);
}

static void lay_ground(demo_city *city, const rivers *rivers) {
#pragma omp parallel for schedule(static)
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    double x, y;
    demo_cell_middle(city, cell, &x, &y);
    city->park[cell] = DEMO_NO_ZONE;
    if (demo_cell_on_rim(city, cell) || !is_inside(city, x, y))
      continue;
    city->ground[cell] = DEMO_LAND;
    double depth = lake_depth(city, x, y);
    if (in_river(rivers, river_place(city, cell), y) || depth < 1)
      city->ground[cell] = DEMO_WATER;
    else if (depth < 2.6)
      city->park[cell] = 0;
    double urbanity = urbanity_at(city, x, y);
    city->urban[cell] = (uint8_t)(urbanity >= 1 ? 255 : 255 * urbanity);
  }
}

/* Cells of one kind that hang together. */
typedef struct patches {
  uint32_t *patch; /* per cell; DEMO_NO_ZONE where it is of another kind, or on the rim */
  size_t count, *size;
  bool *beside_outside; /* per patch: it touches what is outside the city, or the rim */
} patches;

static wijk_status find_patches(const demo_city *city, demo_ground kind, patches *found, wijk_error *err) {
  uint32_t *label = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, err);
  found->patch = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, err);
  if (!label || !found->patch)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    label[cell] = city->ground[cell] == kind && !demo_cell_on_rim(city, cell) ? 0 : DEMO_NO_ZONE;
  wijk_status status = demo_components_compute(city, label, found->patch, &found->count, err);
  if (status != WIJK_OK)
    return status;
  found->size = WIJK_ARENA_ADD(city->arena, size_t, found->count, err);
  found->beside_outside = WIJK_ARENA_ADD(city->arena, bool, found->count, err);
  if (!found->size || !found->beside_outside)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    uint32_t patch = found->patch[cell];
    if (patch == DEMO_NO_ZONE)
      continue;
    size_t neighbours[6];
    demo_cell_neighbours(city, cell, neighbours);
    found->size[patch]++;
    for (int k = 0; k < 6; k++)
      if (city->ground[neighbours[k]] == DEMO_OUTSIDE && found->patch[neighbours[k]] == DEMO_NO_ZONE)
        found->beside_outside[patch] = true;
  }
  return WIJK_OK;
}

/* What the outline encloses belongs to the city. */
static wijk_status fill_holes(demo_city *city, wijk_error *err) {
  wijk_arena_mark mark = wijk_arena_now(city->arena);
  patches outside;
  wijk_status status = find_patches(city, DEMO_OUTSIDE, &outside, err);
  for (size_t cell = 0; status == WIJK_OK && cell < city->cell_count; cell++)
    if (outside.patch[cell] != DEMO_NO_ZONE && !outside.beside_outside[outside.patch[cell]])
      city->ground[cell] = DEMO_LAND;
  wijk_arena_reset(city->arena, mark);
  return status;
}

/* Puddles are filled in; islets and cut-off corners, too small to hold a zone, go under, or are left outside. */
static wijk_status drop_crumbs(demo_city *city, demo_ground kind, size_t least, wijk_error *err) {
  wijk_arena_mark mark = wijk_arena_now(city->arena);
  patches found;
  wijk_status status = find_patches(city, kind, &found, err);
  for (size_t cell = 0; status == WIJK_OK && cell < city->cell_count; cell++) {
    uint32_t patch = found.patch[cell];
    if (patch == DEMO_NO_ZONE || found.size[patch] >= least)
      continue;
    city->ground[cell] = kind == DEMO_WATER ? DEMO_LAND : found.beside_outside[patch] ? DEMO_OUTSIDE : DEMO_WATER;
    city->park[cell] = DEMO_NO_ZONE;
  }
  wijk_arena_reset(city->arena, mark);
  return status;
}

static void plant_park(demo_city *city, uint32_t number) {
  wijk_random random = demo_random(city, DEMO_PARKS, number);
  size_t cell;
  int tries = 0;
  do
    cell = (size_t)wijk_random_below(&random, city->cell_count);
  while ((city->ground[cell] != DEMO_LAND || city->urban[cell] < 40) && ++tries < 200);
  double x, y, radius = 140 + 420 * wijk_random_share(&random) * wijk_random_share(&random);
  double flat = 0.5 + 1.3 * wijk_random_share(&random);
  demo_cell_middle(city, cell, &x, &y);
  double west = x - 2.5 * radius, south = y - 2.5 * radius;
  size_t first_row = south > city->y0 ? (size_t)((south - city->y0) / (1.5 * DEMO_CELL_M)) : 0;
  size_t row_count = (size_t)(5 * radius / (1.5 * DEMO_CELL_M)) + 2;
  size_t first_column = west > city->x0 ? (size_t)((west - city->x0) / (1.7320508075688772 * DEMO_CELL_M)) : 0;
  size_t column_count = (size_t)(5 * radius / (1.7320508075688772 * DEMO_CELL_M)) + 2;
  for (size_t row = first_row; row < first_row + row_count && row < city->rows; row++)
    for (size_t column = first_column; column < first_column + column_count && column < city->columns; column++) {
      size_t here = row * city->columns + column;
      double cx, cy;
      demo_cell_middle(city, here, &cx, &cy);
      double dx = (cx - x) / radius, dy = (cy - y) / radius;
      double ragged = 0.5 + demo_noise(city, DEMO_PARKS, cx, cy, 300, 2);
      if (city->ground[here] == DEMO_LAND && city->park[here] == DEMO_NO_ZONE &&
          flat * dx * dx + dy * dy / flat < ragged)
        city->park[here] = number;
    }
}

wijk_status demo_terrain_compute(demo_city *city, wijk_error *err) {
  rivers rivers;
  if (!plan_mesh(city, err) || !plan_centres(city, err) || !trace_rivers(city, &rivers, err))
    return WIJK_MEMORY;
  lay_ground(city, &rivers);
  wijk_status status = fill_holes(city, err);
  if (status == WIJK_OK)
    status = drop_crumbs(city, DEMO_WATER, 60, err);
  if (status == WIJK_OK)
    status = drop_crumbs(city, DEMO_LAND, 240, err);
  if (status != WIJK_OK)
    return status;
  city->park_count = 3 + city->demo->buurten / 6; /* number 0 is the lake's shore */
  for (uint32_t park = 1; park < city->park_count; park++)
    plant_park(city, park);
  return WIJK_OK;
}
