/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/seam.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

/* Pieces between the same two points, whichever way they run. */
typedef struct seam_slot {
  uint32_t piece; /* the first of them, plus 1; 0 = free */
  uint8_t forth, back;
} seam_slot;

typedef struct seam_table {
  const wijk_geometry *shapes;
  seam_slot *slots;
  size_t mask;
} seam_table;

static uint64_t mix(uint64_t hash, double coordinate) {
  uint64_t bits;
  coordinate += 0.0; /* -0 is 0 */
  memcpy(&bits, &coordinate, sizeof bits);
  hash = (hash ^ bits) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

static bool runs_forth(const wijk_geometry *shapes, size_t piece) {
  double ax = shapes->x[piece], bx = shapes->x[piece + 1];
  return ax < bx || (ax == bx && shapes->y[piece] < shapes->y[piece + 1]);
}

static seam_slot *find_slot(const seam_table *table, size_t piece) {
  const double *x = table->shapes->x, *y = table->shapes->y;
  size_t low = runs_forth(table->shapes, piece) ? piece : piece + 1, high = 2 * piece + 1 - low;
  uint64_t hash = mix(mix(mix(mix(0, x[low]), y[low]), x[high]), y[high]);
  for (size_t at = (size_t)(hash >> 16) & table->mask;; at = (at + 1) & table->mask) {
    seam_slot *slot = &table->slots[at];
    if (!slot->piece)
      return slot;
    size_t other = slot->piece - 1;
    size_t other_low = runs_forth(table->shapes, other) ? other : other + 1, other_high = 2 * other + 1 - other_low;
    if (x[low] == x[other_low] && y[low] == y[other_low] && x[high] == x[other_high] && y[high] == y[other_high])
      return slot;
  }
}

static void count_piece(const seam_table *table, size_t piece) {
  seam_slot *slot = find_slot(table, piece);
  if (!slot->piece)
    slot->piece = (uint32_t)(piece + 1);
  uint8_t *way = runs_forth(table->shapes, piece) ? &slot->forth : &slot->back;
  *way = (uint8_t)(*way < UINT8_MAX ? *way + 1 : UINT8_MAX);
}

static void add_open(const seam_table *table, size_t ring, shape_builder *lines) {
  const wijk_geometry *shapes = table->shapes;
  bool running = false;
  for (size_t piece = shapes->point_of_ring[ring]; piece + 1 < shapes->point_of_ring[ring + 1]; piece++) {
    const seam_slot *slot = find_slot(table, piece);
    bool open = slot->forth != 1 || slot->back != 1;
    if (open && !running)
      shape_builder_add_point(lines, shapes->x[piece], shapes->y[piece]);
    if (open)
      shape_builder_add_point(lines, shapes->x[piece + 1], shapes->y[piece + 1]);
    if (!open && running)
      shape_builder_end_ring(lines);
    running = open;
  }
  if (running)
    shape_builder_end_ring(lines);
}

wijk_status seam_find_open(const wijk_geometry *shapes, shape_builder *lines, wijk_error *err) {
  if (shapes->point_count >= UINT32_MAX)
    return wijk_error_set(err, WIJK_DATA, "more than four thousand million points of zones");
  size_t size = 16;
  while (size < 2 * shapes->point_count)
    size *= 2;
  seam_table table = {shapes, memory_new_zeroed(size, sizeof *table.slots), size - 1};
  if (!table.slots)
    return wijk_error_set(err, WIJK_MEMORY, "no memory to compare the borders of zones");
  for (size_t ring = 0; ring < shapes->ring_count; ring++)
    for (size_t piece = shapes->point_of_ring[ring]; piece + 1 < shapes->point_of_ring[ring + 1]; piece++)
      count_piece(&table, piece);
  for (size_t ring = 0; ring < shapes->ring_count; ring++)
    add_open(&table, ring, lines);
  memory_free(table.slots);
  return lines->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory to compare the borders of zones") : WIJK_OK;
}
