/* SPDX-License-Identifier: EUPL-1.2 */
/* A city of three wijken in a row, each one kilometre square, and the allocation that is best for it, by hand.
 *
 *        Noord (kwetsbaar)         Midden (aandacht)        Zuid (draagkrachtig)
 *   +------------------------+------------------------+------------------------+
 *   |  L1       L2       P2  |      L3    L4          | P1            B1       |   y = 500
 *   +------------------------+------------------------+------------------------+
 *   0                      1000                     2000                     3000
 *
 *   now                   opvang  beschermd  begeleid    could be
 *   L1   200  8 places      8 people                     begeleid 6 (20,000)
 *   L2   600  6 places                6 people
 *   L3  1500 10 places                          7 people
 *   L4  1700  4 places                          3 people  closes
 *   P1  2200                                              begeleid 9 (90,000), from 2028-03-01
 *   P2   800                                              begeleid 4 (30,000)
 *   B1  2600 unit 1                                       opvang 8 (40,000), beschermd 6 (60,000), begeleid 4 (30,000)
 *            unit 2                                       beschermd 4 (25,000); both from 2027-07-01
 *   demand                    7        10          27
 *   norm    Noord 12 (14 places now), Midden 20 (14), Zuid 30 (0); budget 200,000
 *
 * By hand: beschermd needs 10 = L2 and unit 2 (6 in unit 1 would do for want of L2 only). Noord may have 14 places.
 * With opvang in L1 (8) and L2 (6) it is full, and begeleid has L3, P1 and unit 1: 23 places. With opvang in unit 1, L1
 * can be begeleid: 6 + 6 places in Noord, and P2 (4) does not fit any more: 10 + 9 + 6 = 25 places; P2 in place of L1
 * gives fewer. So unmet is 2, both of begeleid, and the norm of Noord stands in the way of P2. Noord then stands at 12
 * / 12 = 1, its heaviest, with no overload; 7 move from L1 to unit 1 over 2,400 m and one of the 8 goes, as demand for
 * opvang shrinks by one. L4's three move 200 m to what is free in L3: those without a place are new. Moved 10, metres 7
 * x 2,400 + 3 x 200 = 17,400, cost 20,000 + 40,000 + 25,000 + 90,000 = 175,000, opened 3. */
#ifndef WIJK_TEST_PLAN_FIXTURE_H
#define WIJK_TEST_PLAN_FIXTURE_H

#include <math.h>
#include <string.h>
#include <wijk/plan.h>

enum { HAND_OPVANG, HAND_BESCHERMD, HAND_BEGELEID, HAND_FORMS };
enum { HAND_L1, HAND_L2, HAND_L3, HAND_L4, HAND_P1, HAND_P2, HAND_B1_1, HAND_B1_2, HAND_SITES };
enum { HAND_NOORD, HAND_MIDDEN, HAND_ZUID, HAND_ZONES };
enum { HAND_MOVES = 2 };

/* The plan, its allocation, and what they are made of, to be changed by tests. */
typedef struct plan_fixture {
  wijk_plan plan;
  wijk_allocation allocation;
  wijk_site sites[HAND_SITES];
  wijk_ground grounds[HAND_ZONES];
  wijk_plan_site names[HAND_SITES];
  wijk_plan_zone zones[HAND_ZONES];
  double capacity[HAND_SITES][HAND_FORMS], cost[HAND_SITES][HAND_FORMS];
  double demand[HAND_FORMS], least[HAND_FORMS], spacing[HAND_FORMS];
  size_t form[HAND_SITES];
  double people[HAND_SITES], unmet[HAND_FORMS];
  wijk_move moves[HAND_MOVES];
  wijk_goal_value goals[6];
} plan_fixture;

static inline void plan_fixture_texts(wijk_layer *layer, const char *name, const char *role,
                                      const char *const *values) {
  wijk_error err = {0};
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_TEXT, &err);
  column->role = role;
  for (size_t i = 0; i < layer->row_count; i++)
    column->texts[i] = values[i];
}

static inline void plan_fixture_numbers(wijk_layer *layer, const char *name, const char *role, const double *values) {
  wijk_error err = {0};
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, &err);
  column->role = role;
  for (size_t i = 0; i < layer->row_count; i++)
    column->numbers[i] = values[i];
}

static inline wijk_layer *plan_fixture_zones(wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, "wijken", HAND_ZONES, &err);
  wijk_geometry *g = &layer->geometry;
  layer->crs = "EPSG:28992";
  plan_fixture_texts(layer, "wijkcode", "key", (const char *const[]){"WK01", "WK02", "WK03"});
  plan_fixture_texts(layer, "wijknaam", "name", (const char *const[]){"Noord", "Midden", "Zuid"});
  plan_fixture_numbers(layer, "inwoners", "residents", (const double[]){1000, 2000, 3000});
  *g = (wijk_geometry){WIJK_GEOMETRY_POLYGON,
                       HAND_ZONES,
                       HAND_ZONES,
                       5 * HAND_ZONES,
                       WIJK_ARENA_ADD(arena, size_t, HAND_ZONES + 1, &err),
                       WIJK_ARENA_ADD(arena, size_t, HAND_ZONES + 1, &err),
                       WIJK_ARENA_ADD(arena, size_t, HAND_ZONES + 1, &err),
                       WIJK_ARENA_ADD(arena, double, 5 * HAND_ZONES, &err),
                       WIJK_ARENA_ADD(arena, double, 5 * HAND_ZONES, &err)};
  for (size_t z = 0; z <= HAND_ZONES; z++) {
    g->part_of_row[z] = g->ring_of_part[z] = z;
    g->point_of_ring[z] = 5 * z;
  }
  for (size_t z = 0; z < HAND_ZONES; z++) {
    const double left = 1000.0 * (double)z, right = left + 1000;
    memcpy(g->x + 5 * z, (const double[]){left, right, right, left, left}, 5 * sizeof *g->x);
    memcpy(g->y + 5 * z, (const double[]){0, 0, 1000, 1000, 0}, 5 * sizeof *g->y);
  }
  return layer;
}

/* A layer of points at y = 500 with the fields that its door would have found. */
static inline wijk_layer *plan_fixture_points(wijk_arena *arena, const char *name, size_t count, const double *x,
                                              const char *const *ids, const char *const *names) {
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, name, count, &err);
  layer->crs = "EPSG:28992";
  layer->geometry.type = WIJK_GEOMETRY_POINT;
  layer->geometry.point_count = count;
  layer->geometry.x = WIJK_ARENA_ADD(arena, double, count, &err);
  layer->geometry.y = WIJK_ARENA_ADD(arena, double, count, &err);
  for (size_t i = 0; i < count; i++) {
    layer->geometry.x[i] = x[i];
    layer->geometry.y[i] = 500;
  }
  plan_fixture_texts(layer, "id", "id", ids);
  plan_fixture_texts(layer, "naam", "name", names);
  return layer;
}

static inline void plan_fixture_layers(plan_fixture *f, wijk_arena *arena) {
  wijk_layer *locations = plan_fixture_points(arena, "voorzieningen", 4, (const double[]){200, 600, 1500, 1700},
                                              (const char *const[]){"L1", "L2", "L3", "L4"},
                                              (const char *const[]){"Havenhuis", "De Linde", "Spoorzicht", "Oude Wal"});
  plan_fixture_texts(locations, "woonvorm", "form",
                     (const char *const[]){"opvang", "beschermd", "begeleid", "begeleid"});
  plan_fixture_numbers(locations, "capaciteit", "capacity", (const double[]){8, 6, 10, 4});
  plan_fixture_numbers(locations, "bezet", "occupied", (const double[]){8, 6, 7, 3});
  wijk_layer *proposals =
      plan_fixture_points(arena, "voorstellen", 2, (const double[]){2200, 800}, (const char *const[]){"P1", "P2"},
                          (const char *const[]){"Zuidpoort", "Kadehof"});
  plan_fixture_texts(proposals, "woonvorm", "form", (const char *const[]){"begeleid", "begeleid"});
  plan_fixture_numbers(proposals, "capaciteit", "capacity", (const double[]){9, 4});
  f->plan.zone_layer = plan_fixture_zones(arena);
  f->plan.layers[WIJK_ORIGIN_LOCATION] = locations;
  f->plan.layers[WIJK_ORIGIN_PROPOSAL] = proposals;
  f->plan.layers[WIJK_ORIGIN_BUILDING] = plan_fixture_points(
      arena, "panden", 1, (const double[]){2600}, (const char *const[]){"B1"}, (const char *const[]){"Oude school"});
}

static inline void plan_fixture_site(plan_fixture *f, size_t i, wijk_site site, wijk_plan_site name) {
  site.y = 500;
  site.capacity = f->capacity[i];
  site.cost = f->cost[i];
  f->sites[i] = site;
  f->names[i] = name;
}

static inline void plan_fixture_could_be(plan_fixture *f, size_t i, size_t form, double places, double cost) {
  f->capacity[i][form] = places;
  f->cost[i][form] = cost;
}

static inline void plan_fixture_sites(plan_fixture *f) {
  plan_fixture_site(f, HAND_L1,
                    (wijk_site){.x = 200, .zone = HAND_NOORD, .form = HAND_OPVANG, .places = 8, .occupied = 8},
                    (wijk_plan_site){WIJK_ORIGIN_LOCATION, 0, "L1", "Havenhuis", NULL, 400, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(f, HAND_L2,
                    (wijk_site){.x = 600, .zone = HAND_NOORD, .form = HAND_BESCHERMD, .places = 6, .occupied = 6},
                    (wijk_plan_site){WIJK_ORIGIN_LOCATION, 1, "L2", "De Linde", NULL, 300, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(f, HAND_L3,
                    (wijk_site){.x = 1500, .zone = HAND_MIDDEN, .form = HAND_BEGELEID, .places = 10, .occupied = 7},
                    (wijk_plan_site){WIJK_ORIGIN_LOCATION, 2, "L3", "Spoorzicht", NULL, 450, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(
      f, HAND_L4,
      (wijk_site){.x = 1700, .zone = HAND_MIDDEN, .form = HAND_BEGELEID, .places = 4, .occupied = 3, .closes = true},
      (wijk_plan_site){WIJK_ORIGIN_LOCATION, 3, "L4", "Oude Wal", NULL, NAN, WIJK_CLOSING_ASKED, NULL});
  plan_fixture_site(
      f, HAND_P1, (wijk_site){.x = 2200, .zone = HAND_ZUID, .form = WIJK_NONE},
      (wijk_plan_site){WIJK_ORIGIN_PROPOSAL, 0, "P1", "Zuidpoort", "2028-03-01", 420, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(f, HAND_P2, (wijk_site){.x = 800, .zone = HAND_NOORD, .form = WIJK_NONE},
                    (wijk_plan_site){WIJK_ORIGIN_PROPOSAL, 1, "P2", "Kadehof", NULL, 180, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(
      f, HAND_B1_1, (wijk_site){.x = 2600, .zone = HAND_ZUID, .form = WIJK_NONE},
      (wijk_plan_site){WIJK_ORIGIN_BUILDING, 0, "B1/1", "Oude school", "2027-07-01", 350, WIJK_CLOSING_NONE, NULL});
  plan_fixture_site(
      f, HAND_B1_2, (wijk_site){.x = 2600, .zone = HAND_ZUID, .form = WIJK_NONE},
      (wijk_plan_site){WIJK_ORIGIN_BUILDING, 0, "B1/2", "Oude school", "2027-07-01", 200, WIJK_CLOSING_NONE, NULL});
  plan_fixture_could_be(f, HAND_L1, HAND_OPVANG, 8, 0);
  plan_fixture_could_be(f, HAND_L1, HAND_BEGELEID, 6, 20000);
  plan_fixture_could_be(f, HAND_L2, HAND_BESCHERMD, 6, 0);
  plan_fixture_could_be(f, HAND_L3, HAND_BEGELEID, 10, 0);
  plan_fixture_could_be(f, HAND_L4, HAND_BEGELEID, 4, 0);
  plan_fixture_could_be(f, HAND_P1, HAND_BEGELEID, 9, 90000);
  plan_fixture_could_be(f, HAND_P2, HAND_BEGELEID, 4, 30000);
  plan_fixture_could_be(f, HAND_B1_1, HAND_OPVANG, 8, 40000);
  plan_fixture_could_be(f, HAND_B1_1, HAND_BESCHERMD, 6, 60000);
  plan_fixture_could_be(f, HAND_B1_1, HAND_BEGELEID, 4, 30000);
  plan_fixture_could_be(f, HAND_B1_2, HAND_BESCHERMD, 4, 25000);
}

static inline void plan_fixture_allocation(plan_fixture *f) {
  static const size_t form[HAND_SITES] = {HAND_BEGELEID, HAND_BESCHERMD, HAND_BEGELEID, WIJK_NONE,
                                          HAND_BEGELEID, WIJK_NONE,      HAND_OPVANG,   HAND_BESCHERMD};
  memcpy(f->form, form, sizeof form);
  memcpy(f->people, (const double[]){6, 6, 10, 0, 9, 0, 7, 4}, sizeof f->people);
  f->unmet[HAND_BEGELEID] = 2;
  f->moves[0] = (wijk_move){HAND_L1, HAND_B1_1, 7};
  f->moves[1] = (wijk_move){HAND_L4, HAND_L3, 3};
  static const double values[] = {2, 1, 0, 10, 17400, 175000};
  for (size_t k = 0; k < 6; k++)
    f->goals[k] = (wijk_goal_value){(wijk_allocation_goal)k, values[k], values[k], true, 1};
  f->allocation = (wijk_allocation){.found = true,
                                    .form = f->form,
                                    .people = f->people,
                                    .moves = f->moves,
                                    .move_count = HAND_MOVES,
                                    .unmet = f->unmet,
                                    .goals = f->goals,
                                    .goal_count = 6};
}

/* Everything above, into `f`; layers live in `arena`. */
static inline void plan_fixture_make(plan_fixture *f, wijk_arena *arena) {
  static const char *const forms[] = {"opvang", "beschermd", "begeleid"};
  memset(f, 0, sizeof *f);
  plan_fixture_sites(f);
  plan_fixture_layers(f, arena);
  plan_fixture_allocation(f);
  f->grounds[HAND_NOORD] = (wijk_ground){12, 12, true};
  f->grounds[HAND_MIDDEN] = (wijk_ground){20, 20, false};
  f->grounds[HAND_ZUID] = (wijk_ground){30, 30, false};
  f->zones[HAND_NOORD] = (wijk_plan_zone){"WK01", "Noord", "kwetsbaar", 1000, false};
  f->zones[HAND_MIDDEN] = (wijk_plan_zone){"WK02", "Midden", "aandacht", 2000, false};
  f->zones[HAND_ZUID] = (wijk_plan_zone){"WK03", "Zuid", "draagkrachtig", 3000, false};
  memcpy(f->demand, (const double[]){7, 10, 27}, sizeof f->demand);
  memcpy(f->least, (const double[]){4, 4, 4}, sizeof f->least);
  memcpy(f->spacing, (const double[]){500, 0, 0}, sizeof f->spacing);
  f->plan.problem = (wijk_allocation_problem){.form_count = HAND_FORMS,
                                              .site_count = HAND_SITES,
                                              .zone_count = HAND_ZONES,
                                              .sites = f->sites,
                                              .zones = f->grounds,
                                              .demand = f->demand,
                                              .least = f->least,
                                              .spacing = f->spacing,
                                              .budget = 200000,
                                              .furthest = NAN,
                                              .open_most = WIJK_NONE};
  f->plan.forms = forms;
  f->plan.sites = f->names;
  f->plan.zones = f->zones;
  f->plan.scenario = "gematigd";
  f->plan.year = 2030;
}

#endif
