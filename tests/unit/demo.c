/* SPDX-License-Identifier: EUPL-1.2 */
/* The invented city: zones nest and share their boundaries to the bit, and every address lies where it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "demo/city.h"
#include <wijk/geo.h>

typedef struct town {
  wijk_demo demo;
  demo_city city;
  demo_borders *borders;
  wijk_layer *buurten, *wijken;
} town;

static void make(town *town, uint64_t seed, size_t wijken, size_t buurten) {
  wijk_error err = {0};
  *town = (struct town){.demo = {.seed = seed, .wijken = wijken, .buurten = buurten}};
  demo_city *city = &town->city;
  town->demo.population_points = town->demo.facilities = town->demo.roads = 100;
  city->demo = &town->demo;
  city->arena = wijk_arena_new(&err);
  assert_int_equal(demo_terrain_compute(city, &err), WIJK_OK);
  assert_int_equal(demo_zones_compute(city, &err), WIJK_OK);
  assert_int_equal(demo_borders_compute(city, &town->borders, &err), WIJK_OK);
  town->buurten = wijk_layer_new(city->arena, "buurten", buurten, &err);
  town->wijken = wijk_layer_new(city->arena, "wijken", wijken, &err);
  uint32_t *label = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, &err);
  for (size_t cell = 0; cell < city->cell_count; cell++)
    label[cell] = city->buurt[cell] == DEMO_NO_ZONE ? DEMO_NO_ZONE : city->buurten[city->buurt[cell]].wijk;
  assert_int_equal(demo_borders_trace(city, town->borders, city->buurt, town->buurten, &err), WIJK_OK);
  assert_int_equal(demo_borders_trace(city, town->borders, label, town->wijken, &err), WIJK_OK);
}

typedef struct edge {
  double from_x, from_y, to_x, to_y;
} edge;

static int edge_order(const void *a, const void *b) {
  return memcmp(a, b, sizeof(edge));
}

static edge *edges_of(const wijk_layer *layer, size_t *count) {
  const wijk_geometry *shapes = &layer->geometry;
  *count = shapes->point_count - shapes->ring_count;
  edge *edges = calloc(*count, sizeof *edges);
  for (size_t ring = 0, next = 0; ring < shapes->ring_count; ring++)
    for (size_t i = shapes->point_of_ring[ring]; i + 1 < shapes->point_of_ring[ring + 1]; i++)
      edges[next++] = (edge){shapes->x[i], shapes->y[i], shapes->x[i + 1], shapes->y[i + 1]};
  qsort(edges, *count, sizeof *edges, edge_order);
  return edges;
}

static bool has_edge(const edge *edges, size_t count, edge wanted) {
  return bsearch(&wanted, edges, count, sizeof *edges, edge_order) != NULL;
}

static edge reversed(edge e) {
  return (edge){e.to_x, e.to_y, e.from_x, e.from_y};
}

/* Each edge bounds one zone; seen the other way it bounds the neighbour, or it is the outline. A wijk's boundary is
 * made of the edges of its buurten. */
static void shared_boundaries_are_the_same_to_the_bit(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    town town;
    make(&town, seed, 9, 40);
    size_t fine, coarse, inner = 0;
    edge *of_buurten = edges_of(town.buurten, &fine), *of_wijken = edges_of(town.wijken, &coarse);
    for (size_t i = 0; i < fine; i++) {
      assert_false(i > 0 && edge_order(&of_buurten[i - 1], &of_buurten[i]) == 0);
      inner += has_edge(of_buurten, fine, reversed(of_buurten[i]));
    }
    assert_true(inner > fine / 2);
    for (size_t i = 0; i < coarse; i++) {
      assert_true(has_edge(of_buurten, fine, of_wijken[i]));
      /* what is the outline of the wijken is the outline of the buurten */
      assert_int_equal(has_edge(of_wijken, coarse, reversed(of_wijken[i])),
                       has_edge(of_buurten, fine, reversed(of_wijken[i])));
    }
    free(of_buurten);
    free(of_wijken);
    wijk_arena_free(town.city.arena);
  }
}

static double ring_area(const wijk_geometry *shapes, size_t ring) {
  double twice = 0;
  size_t first = shapes->point_of_ring[ring];
  for (size_t i = first; i + 1 < shapes->point_of_ring[ring + 1]; i++)
    twice += (shapes->x[i] - shapes->x[first]) * (shapes->y[i + 1] - shapes->y[first]) -
             (shapes->x[i + 1] - shapes->x[first]) * (shapes->y[i] - shapes->y[first]);
  return twice / 2;
}

/* The number of holes. */
static size_t check_rings(const wijk_layer *zones) {
  const wijk_geometry *shapes = &zones->geometry;
  for (size_t part = 0; part < shapes->part_count; part++)
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++) {
      size_t first = shapes->point_of_ring[ring], last = shapes->point_of_ring[ring + 1] - 1;
      bool shell = ring == shapes->ring_of_part[part];
      assert_true(shapes->x[first] == shapes->x[last] && shapes->y[first] == shapes->y[last]);
      assert_true(shell ? ring_area(shapes, ring) > 0 : ring_area(shapes, ring) < 0);
    }
  return shapes->ring_count - shapes->part_count;
}

static double area_of(const wijk_layer *zones) {
  double area = 0;
  for (size_t i = 0; i < zones->row_count; i++) {
    assert_true(zones->geometry.part_of_row[i + 1] > zones->geometry.part_of_row[i]);
    area += wijk_layer_area(zones, i);
  }
  return area;
}

static void rings_are_closed_shells_first_and_areas_add_up(void **state) {
  (void)state;
  size_t holes = 0;
  for (uint64_t seed = 5; seed < 11; seed++) {
    town town;
    make(&town, seed, 5, 60);
    double buurten = area_of(town.buurten), wijken = area_of(town.wijken);
    assert_true(buurten > 30e6 && buurten - wijken < 0.001 && wijken - buurten < 0.001);
    check_rings(town.buurten);
    holes += check_rings(town.wijken);
    wijk_arena_free(town.city.arena);
  }
  assert_true(holes > 0); /* a lake within a wijk: the case was met */
}

static void codes_nest_and_every_name_is_its_own(void **state) {
  (void)state;
  town town;
  make(&town, 6, 22, 90);
  const demo_city *city = &town.city;
  for (size_t i = 0; i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    assert_memory_equal(buurt->code + 2, city->wijken[buurt->wijk].code + 2, 6);
    assert_int_equal(buurt->water, city->wijken[buurt->wijk].water);
    assert_true(i == 0 || strcmp(city->buurten[i - 1].code, buurt->code) < 0);
    for (size_t k = 0; k < i; k++)
      assert_string_not_equal(city->buurten[k].name, buurt->name);
  }
  assert_string_equal(city->wijken[21].code, "WK990199");
  wijk_arena_free(town.city.arena);
}

/* A hundred buurten of water would not fit in the two digits of a wijk. */
static void codes_of_a_region_are_unique(void **state) {
  (void)state;
  town town;
  make(&town, 1, 110, 3030);
  size_t waters = 0;
  for (size_t i = 0; i < town.city.buurt_count; i++) {
    waters += town.city.buurten[i].water;
    assert_true(i == 0 || strcmp(town.city.buurten[i - 1].code, town.city.buurten[i].code) < 0);
  }
  assert_int_equal(waters, 98);
  wijk_arena_free(town.city.arena);
}

static void addresses_lie_in_their_buurt(void **state) {
  (void)state;
  town town;
  make(&town, 7, 9, 40);
  wijk_error err = {0};
  demo_places *places;
  assert_int_equal(demo_places_new(&town.city, &places, &err), WIJK_OK);
  wijk_zone_index *index = wijk_zone_index_new(town.buurten, 8000, &err);
  assert_non_null(index);
  for (uint32_t buurt = 0; buurt < 40; buurt++)
    for (uint64_t number = 0; number < 200; number++) {
      wijk_random random = demo_random(&town.city, DEMO_TABLES, number);
      double x, y;
      size_t zone;
      bool on_boundary;
      demo_places_find(places, buurt, &random, &x, &y);
      assert_int_equal(wijk_zone_index_find(index, 1, &x, &y, 1, &zone, &on_boundary, &err), WIJK_OK);
      assert_int_equal(zone, buurt);
      assert_false(on_boundary);
    }
  wijk_zone_index_free(index);
  wijk_arena_free(town.city.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shared_boundaries_are_the_same_to_the_bit),
      cmocka_unit_test(rings_are_closed_shells_first_and_areas_add_up),
      cmocka_unit_test(codes_nest_and_every_name_is_its_own),
      cmocka_unit_test(codes_of_a_region_are_unique),
      cmocka_unit_test(addresses_lie_in_their_buurt),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
