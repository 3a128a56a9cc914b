/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/nest.h"

#include "base/memory.h"
#include "geo/polygon.h"

#include <math.h>

enum { MOST_RINGS = 5000 };

typedef struct nest_ring {
  const double *x, *y;
  size_t count;
  double area;
  polygon_box box;
  size_t depth, around; /* number of rings around it; the smallest of them */
} nest_ring;

/* The first point of `inner` that is not on `outer` decides; where all are on it, the middle of a side. */
static bool holds(const nest_ring *outer, const nest_ring *inner) {
  const polygon_box *in = &inner->box, *out = &outer->box;
  if (in->min_x < out->min_x || in->max_x > out->max_x || in->min_y < out->min_y || in->max_y > out->max_y)
    return false;
  for (int middles = 0; middles < 2; middles++)
    for (size_t i = 0; i + 1 < inner->count; i++) {
      size_t next = middles ? i + 1 : i;
      int side = ring_side(outer->x, outer->y, outer->count, (inner->x[i] + inner->x[next]) / 2,
                           (inner->y[i] + inner->y[next]) / 2);
      if (side)
        return side > 0;
    }
  return false;
}

static void measure_rings(const wijk_geometry *shapes, size_t first, nest_ring *rings, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t start = shapes->point_of_ring[first + i];
    nest_ring *ring = &rings[i];
    *ring = (nest_ring){.x = shapes->x + start,
                        .y = shapes->y + start,
                        .count = shapes->point_of_ring[first + i + 1] - start,
                        .box = polygon_box_of_rings(shapes, first + i, first + i + 1),
                        .around = WIJK_NONE};
    ring->area = fabs(ring_area(ring->x, ring->y, ring->count));
  }
}

static void find_depths(nest_ring *rings, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < count; j++) {
      if (i == j || rings[j].area < rings[i].area || (rings[j].area == rings[i].area && j > i) ||
          !holds(&rings[j], &rings[i]))
        continue;
      rings[i].depth++;
      if (rings[i].around == WIJK_NONE || rings[j].area < rings[rings[i].around].area)
        rings[i].around = j;
    }
}

wijk_status nest_compute(const wijk_geometry *shapes, size_t row, shape_builder *builder, wijk_error *err) {
  size_t first_part = shapes->part_of_row[row], end_part = shapes->part_of_row[row + 1];
  size_t first = shapes->ring_of_part[first_part], count = shapes->ring_of_part[end_part] - first;
  nest_ring *rings = memory_new_zeroed(count + 1, sizeof *rings);
  if (!rings)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu rings", count);
  measure_rings(shapes, first, rings, count);
  if (count <= MOST_RINGS) {
    find_depths(rings, count);
  } else {
    for (size_t part = first_part; part < end_part; part++)
      for (size_t ring = shapes->ring_of_part[part] + 1; ring < shapes->ring_of_part[part + 1]; ring++) {
        rings[ring - first].depth = 1;
        rings[ring - first].around = shapes->ring_of_part[part] - first;
      }
  }
  for (size_t shell = 0; shell < count; shell++) {
    if (rings[shell].depth % 2)
      continue;
    shape_builder_add_points(builder, rings[shell].x, rings[shell].y, rings[shell].count);
    shape_builder_end_ring(builder);
    for (size_t hole = 0; hole < count; hole++)
      if (rings[hole].depth % 2 && rings[hole].around == shell) {
        shape_builder_add_points(builder, rings[hole].x, rings[hole].y, rings[hole].count);
        shape_builder_end_ring(builder);
      }
    shape_builder_end_part(builder);
  }
  memory_free(rings);
  return builder->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory for the shapes of zones") : WIJK_OK;
}
