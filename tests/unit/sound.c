/* SPDX-License-Identifier: EUPL-1.2 */
/* The proof that a zone is sound against GEOS's own check, over shapes with every fault that a border can have: what is
 * proven sound is valid, and what should be easy to prove is proven. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/geos.h"
#include "geo/sound.h"
#include "unit/shapes.h"
#include <wijk/geo.h>
#include <wijk/random.h>

typedef struct verdict {
  bool proven, valid;
} verdict;

static verdict judge(const wijk_geometry *shapes, size_t row) {
  static sound_room room; /* kept from shape to shape, as the library does */
  wijk_error err = {0};
  geos *door = geos_open(&err);
  geos_shape *shape = geos_shape_new(door, shapes, row);
  assert_non_null(shape);
  int valid = geos_shape_check(door, shape, NULL), proven = sound_prove(&room, shapes, row);
  geos_shape_free(door, shape);
  geos_close(door);
  assert_true(valid >= 0 && proven >= 0);
  if (proven && !valid)
    fail_msg("proven sound, but GEOS says it is not valid");
  return (verdict){proven, valid};
}

/* ---- by hand ---- */

static verdict judge_text(const char *text) {
  wijk_arena *arena = wijk_arena_new(NULL);
  verdict found = judge(&shapes_layer(arena, &text, 1)->geometry, 0);
  wijk_arena_free(arena);
  return found;
}

static void test_by_hand(void **state) {
  (void)state;
  static const char *const sound[] = {
      "0 0, 4 0, 4 4, 0 4",
      "0 0, 4 0, 0 4",
      "0 0, 1 0, 2 0, 3 0, 4 0, 4 2, 4 4, 0 4", /* points on a straight side */
      "0 0, 9 0, 9 9, 0 9 / 1 1, 8 1, 8 8, 1 8",
      "0 0, 9 0, 9 9, 0 9 / 1 1, 2 1, 2 2, 1 2 / 3 1, 4 1, 4 2, 3 2",
      "0 0, 9 0, 9 9, 0 9 / 1 1, 8 1, 8 8, 1 8 + 3 3, 4 3, 4 4, 3 4", /* an island in the lake */
      "0 0, 1 0, 1 1 + 5 0, 6 0, 6 1",
      "0 0, 9 0, 9 9, 8 9, 8 1, 1 1, 1 9, 0 9",
  };
  static const char *const faulty[] = {
      "0 0, 4 4, 4 0, 0 4",                                 /* bow-tie */
      "0 0, 4 4, 8 8",                                      /* no area */
      "0 0, 4 0, 4 4, 2 4, 2 9, 2 4, 0 4",                  /* spike outward */
      "0 0, 4 0, 4 4, 2 4, 2 1, 2 4, 0 4",                  /* cut inward */
      "2 0, 4 0, 4 4, 0 4, 0 0, 2 0, 2 -3",                 /* spike where the ring closes */
      "0 0, 4 0, 4 4, 2 0, 0 4",                            /* a corner on another side */
      "0 0, 2 2, 4 0, 4 4, 2 2, 0 4",                       /* a corner on a corner */
      "0 0, 4 0, 4 4, 0 4, 0 0, 4 0, 4 4, 0 4",             /* round twice */
      "0 0, 4 0, 4 4, 0 4 / 10 1, 11 1, 11 2",              /* hole outside */
      "0 0, 4 0, 4 4, 0 4 / 3 1, 6 1, 6 2",                 /* hole across */
      "0 0, 4 0, 4 4, 0 4 / 0 0, 4 0, 4 4, 0 4",            /* hole as large as the shell */
      "0 0, 9 0, 9 9, 0 9 / 1 1, 8 1, 8 8 / 5 2, 6 2, 6 3", /* hole in a hole */
      "0 0, 4 0, 4 4, 0 4 + 1 1, 2 1, 2 2",                 /* part in a part */
      "0 0, 4 0, 4 4, 0 4 + 0 0, 4 0, 4 4, 0 4",            /* part twice */
      "0 0, 4 0, 4 4, 0 4 + 4 0, 8 0, 8 4, 4 4",            /* parts that share a side */
      "1 1, 2 1, 2 2 / 0 0, 4 0, 4 4, 0 4",                 /* shell in its hole */
      "0 0, 9 0, 9 9, 0 9 / 0 0, 4 4, 9 9, 4 3",            /* hole that cuts the shell in two */
  };
  for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
    verdict found = judge_text(sound[i]);
    if (!found.proven || !found.valid)
      fail_msg("%s: proven %d, valid %d", sound[i], found.proven, found.valid);
  }
  for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
    verdict found = judge_text(faulty[i]);
    if (found.proven || found.valid)
      fail_msg("%s: proven %d, valid %d", faulty[i], found.proven, found.valid);
  }
  /* Valid, but rings touch: left to GEOS. */
  assert_true(judge_text("0 0, 4 0, 4 4, 0 4 / 0 0, 2 1, 1 2").valid);
  assert_true(judge_text("0 0, 4 0, 4 4, 0 4 + 4 4, 5 4, 5 5").valid);
}

/* ---- a random zone, and a fault put into it ---- */

enum { MOST_POINTS = 6000 };

typedef struct drawn_ring {
  double x[MOST_POINTS], y[MOST_POINTS];
  size_t count; /* open */
} drawn_ring;

/* A star with rays of wandering length; `rough` from 0 to just below 1. */
static void draw_star(drawn_ring *ring, wijk_random *random, size_t count, double x, double y, double radius,
                      double rough) {
  ring->count = count;
  for (size_t i = 0; i < count; i++) {
    double angle = 6.283185307179586 * ((double)i + 0.8 * wijk_random_share(random)) / (double)count;
    double ray = radius * (1 - rough * wijk_random_share(random));
    ring->x[i] = x + ray * cos(angle);
    ring->y[i] = y + ray * sin(angle);
  }
}

static void add_ring(shape_builder *builder, const drawn_ring *ring) {
  shape_builder_add_points(builder, ring->x, ring->y, ring->count);
  shape_builder_add_point(builder, ring->x[0], ring->y[0]);
  shape_builder_end_ring(builder);
}

static void insert_point(drawn_ring *ring, size_t at, double x, double y) {
  memmove(ring->x + at + 1, ring->x + at, (ring->count - at) * sizeof *ring->x);
  memmove(ring->y + at + 1, ring->y + at, (ring->count - at) * sizeof *ring->y);
  ring->x[at] = x;
  ring->y[at] = y;
  ring->count++;
}

static void move_point(drawn_ring *ring, size_t from, const drawn_ring *other, size_t to) {
  ring->x[from] = other->x[to];
  ring->y[from] = other->y[to];
}

typedef enum fault {
  NONE,
  JUNCTIONS, /* points on straight sides: no fault, as near to one as roundings go */
  LAKE,
  LAKE_AND_ISLAND,
  ISLAND,
  SOUND_KINDS,
  SWAPPED = SOUND_KINDS, /* two points change places: most often a bow-tie */
  SPIKE,
  TOUCHES_ITSELF,
  CORNER_ON_SIDE,
  LAKE_OUTSIDE,
  LAKE_TOUCHES,
  LAKE_CROSSES,
  LAKE_IN_LAKE,
  LAKE_TWICE,
  PART_IN_PART,
  PART_OVERLAPS,
  PART_TWICE,
  PART_TOUCHES,
  SLIVER, /* the border comes within roundings of itself */
  FAULT_KINDS
} fault;

static void draw_zone(shape_builder *builder, wijk_random *random, fault kind, size_t count) {
  static drawn_ring shell, second, third;
  double rough = wijk_random_share(random) * (count < 60 ? 0.7 : 30 / (double)count), x = 92000, y = 437000,
         radius = 1000;
  draw_star(&shell, random, count, x, y, radius, rough);
  draw_star(&second, random, 3 + count / 8, x, y, 0.2 * radius, rough);
  draw_star(&third, random, 3 + count / 9, x, y, 0.05 * radius, rough);
  size_t a = (size_t)wijk_random_below(random, (uint32_t)count), b = (a + count / 2) % count, next = (a + 1) % count;
  bool hole = true, whole = false, as_parts = false;
  switch (kind) {
  case JUNCTIONS:
    for (int k = 0; k < 5; k++) {
      size_t at = (size_t)wijk_random_below(random, (uint32_t)shell.count - 1);
      double share = wijk_random_share(random);
      insert_point(&shell, at + 1, shell.x[at] + share * (shell.x[at + 1] - shell.x[at]),
                   shell.y[at] + share * (shell.y[at + 1] - shell.y[at]));
    }
    break;
  case ISLAND:
  case PART_TOUCHES:
    draw_star(&second, random, 3 + count / 8, x + 3 * radius, y, radius, rough);
    if (kind == PART_TOUCHES)
      move_point(&second, 0, &shell, a);
    as_parts = true;
    break;
  case SWAPPED: {
    double kept_x = shell.x[a], kept_y = shell.y[a];
    move_point(&shell, a, &shell, next);
    shell.x[next] = kept_x;
    shell.y[next] = kept_y;
    break;
  }
  case SPIKE:
    insert_point(&shell, a + 1, shell.x[a] * 2 - x + 0.1, shell.y[a] * 2 - y);
    insert_point(&shell, a + 2, shell.x[a], shell.y[a]);
    break;
  case TOUCHES_ITSELF:
    move_point(&shell, a, &shell, b);
    break;
  case CORNER_ON_SIDE:
    shell.x[b] = (shell.x[a] + shell.x[next]) / 2;
    shell.y[b] = (shell.y[a] + shell.y[next]) / 2;
    break;
  case LAKE_OUTSIDE:
    draw_star(&second, random, 3 + count / 8, x + 3 * radius, y, radius, rough);
    break;
  case LAKE_TOUCHES:
    move_point(&second, 0, &shell, a);
    break;
  case LAKE_CROSSES:
  case PART_OVERLAPS:
    draw_star(&second, random, 3 + count / 8, x + radius, y, radius / 2, rough);
    as_parts = kind == PART_OVERLAPS;
    break;
  case LAKE_TWICE:
    third = second;
    break;
  case PART_IN_PART:
    as_parts = true;
    break;
  case PART_TWICE:
    second = shell;
    as_parts = true;
    break;
  case SLIVER: {
    double share = wijk_random_share(random) - 0.5;
    insert_point(&shell, next, (shell.x[a] + shell.x[b]) / 2 + share * 1e-9, (shell.y[a] + shell.y[b]) / 2);
    insert_point(&shell, next + 1, shell.x[b] + share * 1e-9, shell.y[b]);
    break;
  }
  default:
    break;
  }
  hole = kind == LAKE || kind == LAKE_AND_ISLAND || (kind >= LAKE_OUTSIDE && kind <= LAKE_TWICE);
  whole = kind == LAKE_AND_ISLAND || kind == LAKE_IN_LAKE || kind == LAKE_TWICE;
  add_ring(builder, &shell);
  if (as_parts)
    shape_builder_end_part(builder);
  if (hole || as_parts)
    add_ring(builder, &second);
  if (kind == LAKE_AND_ISLAND)
    shape_builder_end_part(builder);
  if (whole)
    add_ring(builder, &third);
  shape_builder_end_part(builder);
  shape_builder_end_row(builder);
}

static void test_random_zones(void **state) {
  (void)state;
  enum { ROUNDS = 220 };
  size_t valid_count = 0, invalid_count = 0;
  for (fault kind = NONE; kind < FAULT_KINDS; kind++)
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
      wijk_random random = wijk_random_new(seed, 100 + kind);
      size_t count = 4 + (size_t)wijk_random_below(&random, seed % 10 ? 40 : seed % 100 ? 800 : 5000);
      shape_builder builder = {0};
      wijk_geometry shapes;
      wijk_error err = {0};
      draw_zone(&builder, &random, kind, count);
      assert_int_equal(shape_builder_view(&builder, &shapes, &err), WIJK_OK);
      verdict found = judge(&shapes, 0);
      bool easy = kind < SOUND_KINDS && kind != JUNCTIONS;
      if (easy && found.valid && !found.proven)
        fail_msg("kind %d, seed %d: valid, but not proven", (int)kind, (int)seed);
      valid_count += found.valid;
      invalid_count += !found.valid;
      shape_builder_free(&builder);
    }
  assert_true(valid_count > 5 * ROUNDS && invalid_count > 10 * ROUNDS); /* or the case would prove nothing */
}

/* Wild rings of few whole numbers: every way in which pieces meet, level, upright, on end and in line. */
static void test_random_rings(void **state) {
  (void)state;
  enum { ROUNDS = 6000, SPAN = 7 };
  size_t proven = 0;
  for (uint64_t seed = 0; seed < ROUNDS; seed++) {
    wijk_random random = wijk_random_new(seed, 3);
    shape_builder builder = {0};
    size_t rings = 1 + (size_t)wijk_random_below(&random, 3);
    for (size_t ring = 0; ring < rings; ring++) {
      static drawn_ring drawn;
      drawn.count = 0;
      for (size_t left = 3 + (size_t)wijk_random_below(&random, 4 + 5 * (seed % 2)); left; left--) {
        double x = (double)wijk_random_below(&random, SPAN), y = (double)wijk_random_below(&random, SPAN);
        if (drawn.count && x == drawn.x[drawn.count - 1] && y == drawn.y[drawn.count - 1])
          continue;
        insert_point(&drawn, drawn.count, x, y);
      }
      while (drawn.count > 1 && drawn.x[drawn.count - 1] == drawn.x[0] && drawn.y[drawn.count - 1] == drawn.y[0])
        drawn.count--;
      if (drawn.count < 3)
        continue;
      add_ring(&builder, &drawn);
      if (wijk_random_below(&random, 2))
        shape_builder_end_part(&builder);
    }
    if (builder.rings.count > (builder.parts.count ? builder.parts.ends[builder.parts.count] : 0))
      shape_builder_end_part(&builder);
    shape_builder_end_row(&builder);
    wijk_geometry shapes;
    wijk_error err = {0};
    assert_int_equal(shape_builder_view(&builder, &shapes, &err), WIJK_OK);
    if (shapes.part_count)
      proven += judge(&shapes, 0).proven;
    shape_builder_free(&builder);
  }
  assert_true(proven > 200);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_random_zones),
                                     cmocka_unit_test(test_random_rings)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
