/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a name stands. Each zone is laid out in small cells; sums over cells say at once whether a box lies wholly
 * inside, and how much of it lies over symbols. */
#include "draw/label.h"
#include "base/sort.h"
#include <math.h>
#include <string.h>

#define CELL_MM 0.3
#define COVERED_MOST 0.34 /* share of a name that may lie over symbols */

/* A zone in cells. `inside` and `taken` are sums of all cells up and left of a corner. */
typedef struct raster {
  double x, y; /* upper left corner, mm */
  size_t columns, rows;
  uint8_t *mark;
  uint32_t *inside, *taken; /* [(rows + 1) * (columns + 1)] */
  double centre_x, centre_y;
} raster;

typedef struct zone_shape {
  size_t row;
  size_t first_ring, ring_count; /* of its largest part */
  double area;                   /* mm² */
  draw_box bounds;
} zone_shape;

static double ring_area(const double *x, const double *y, size_t count) {
  double sum = 0;
  for (size_t i = 0, j = count - 1; i < count; j = i++)
    sum += (x[j] - x[0]) * (y[i] - y[0]) - (x[i] - x[0]) * (y[j] - y[0]);
  return fabs(sum) / 2;
}

static void find_largest_part(const wijk_layer *zones, const draw_arcs *arcs, double *x, double *y, zone_shape *shape) {
  const wijk_geometry *g = &zones->geometry;
  for (size_t part = g->part_of_row[shape->row]; part < g->part_of_row[shape->row + 1]; part++) {
    size_t shell = g->ring_of_part[part];
    if (shell == g->ring_of_part[part + 1])
      continue;
    size_t count = arcs_ring(arcs, shell, x, y);
    double area = count < 3 ? 0 : ring_area(x, y, count);
    if (area <= shape->area)
      continue;
    double low_x = HUGE_VAL, low_y = HUGE_VAL, high_x = -HUGE_VAL, high_y = -HUGE_VAL;
    for (size_t i = 0; i < count; i++) {
      low_x = fmin(low_x, x[i]);
      high_x = fmax(high_x, x[i]);
      low_y = fmin(low_y, y[i]);
      high_y = fmax(high_y, y[i]);
    }
    shape->area = area;
    shape->first_ring = shell;
    shape->ring_count = g->ring_of_part[part + 1] - shell;
    shape->bounds = (draw_box){low_x, low_y, high_x - low_x, high_y - low_y};
  }
}

/* Turns the cell right of every crossing of an edge with a row's middle: summing along the row tells in from out. */
static void mark_ring(raster *r, const double *x, const double *y, size_t count) {
  for (size_t i = 0, j = count - 1; i < count; j = i++) {
    double y1 = (y[j] - r->y) / CELL_MM, y2 = (y[i] - r->y) / CELL_MM;
    double x1 = (x[j] - r->x) / CELL_MM, x2 = (x[i] - r->x) / CELL_MM;
    double low = fmin(y1, y2), high = fmax(y1, y2);
    for (double row = ceil(low - 0.5); row + 0.5 < high; row++) {
      if (row < 0 || row >= (double)r->rows)
        continue;
      double column = ceil(x1 + (row + 0.5 - y1) / (y2 - y1) * (x2 - x1) - 0.5);
      column = fmax(0, column);
      if (column < (double)r->columns)
        r->mark[(size_t)row * r->columns + (size_t)column] ^= 1;
    }
  }
}

static void sum_cells(raster *r, uint32_t *sums, bool fill_rows) {
  size_t stride = r->columns + 1;
  memset(sums, 0, stride * sizeof *sums);
  for (size_t row = 0; row < r->rows; row++) {
    uint32_t line = 0;
    uint8_t inside = 0;
    sums[(row + 1) * stride] = 0;
    for (size_t column = 0; column < r->columns; column++) {
      uint8_t *mark = &r->mark[row * r->columns + column];
      if (fill_rows)
        *mark = inside ^= *mark;
      line += *mark;
      sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
    }
  }
}

static void find_centre(raster *r) {
  double sum_x = 0, sum_y = 0, count = 0;
  for (size_t row = 0; row < r->rows; row++)
    for (size_t column = 0; column < r->columns; column++)
      if (r->mark[row * r->columns + column]) {
        sum_x += (double)column + 0.5;
        sum_y += (double)row + 0.5;
        count++;
      }
  r->centre_x = count > 0 ? sum_x / count : 0;
  r->centre_y = count > 0 ? sum_y / count : 0;
}

static void mark_taken(raster *r, const draw_box *boxes, size_t count) {
  memset(r->mark, 0, r->rows * r->columns);
  for (size_t b = 0; b < count; b++) {
    double left = floor((boxes[b].x - r->x) / CELL_MM), right = ceil((boxes[b].x + boxes[b].width - r->x) / CELL_MM);
    double top = floor((boxes[b].y - r->y) / CELL_MM), base = ceil((boxes[b].y + boxes[b].height - r->y) / CELL_MM);
    left = fmax(0, left);
    top = fmax(0, top);
    right = fmin(right, (double)r->columns);
    base = fmin(base, (double)r->rows);
    for (double row = top; row < base; row++)
      for (double column = left; column < right; column++)
        r->mark[(size_t)row * r->columns + (size_t)column] = 1;
  }
}

static wijk_status raster_build(const draw_arcs *arcs, const zone_shape *shape, const label_rules *rules, double *x,
                                double *y, wijk_arena *arena, raster *r, wijk_error *err) {
  r->x = shape->bounds.x;
  r->y = shape->bounds.y;
  r->columns = (size_t)ceil(shape->bounds.width / CELL_MM) + 1;
  r->rows = (size_t)ceil(shape->bounds.height / CELL_MM) + 1;
  size_t corners = (r->columns + 1) * (r->rows + 1);
  r->mark = WIJK_ARENA_ADD(arena, uint8_t, r->columns * r->rows, err);
  r->inside = WIJK_ARENA_ADD(arena, uint32_t, corners, err);
  r->taken = WIJK_ARENA_ADD(arena, uint32_t, corners, err);
  if (!r->mark || !r->inside || !r->taken)
    return WIJK_MEMORY;
  for (size_t ring = shape->first_ring; ring < shape->first_ring + shape->ring_count; ring++)
    mark_ring(r, x, y, arcs_ring(arcs, ring, x, y));
  sum_cells(r, r->inside, true);
  find_centre(r);
  mark_taken(r, rules->taken, rules->taken_count);
  sum_cells(r, r->taken, false);
  return WIJK_OK;
}

static uint32_t cells_in(const raster *r, const uint32_t *sums, size_t column, size_t row, size_t width,
                         size_t height) {
  size_t stride = r->columns + 1;
  return sums[(row + height) * stride + column + width] - sums[row * stride + column + width] -
         sums[(row + height) * stride + column] + sums[row * stride + column];
}

/* The best place for a box of this size: near the middle of the zone, clear of symbols. HUGE_VAL when there is none. */
static double find_place(const raster *r, double width_mm, double height_mm, double clear_mm, draw_box *box,
                         double *covered) {
  size_t width = (size_t)ceil((width_mm + 2 * clear_mm) / CELL_MM) + 1;
  size_t height = (size_t)ceil((height_mm + 2 * clear_mm) / CELL_MM) + 1;
  double best = HUGE_VAL;
  for (size_t row = 0; row + height <= r->rows; row++)
    for (size_t column = 0; column + width <= r->columns; column++) {
      if (cells_in(r, r->inside, column, row, width, height) != width * height)
        continue;
      double share = cells_in(r, r->taken, column, row, width, height) / (double)(width * height);
      double x = (double)column + (double)width / 2, y = (double)row + (double)height / 2;
      double cost = hypot(x - r->centre_x, y - r->centre_y) * CELL_MM + 40 * share;
      if (cost >= best)
        continue;
      best = cost;
      *covered = share;
      *box = (draw_box){r->x + x * CELL_MM - width_mm / 2, r->y + y * CELL_MM - height_mm / 2, width_mm, height_mm};
    }
  return best;
}

static bool boxes_meet(const draw_box *a, const draw_box *b, double clear_mm) {
  return a->x < b->x + b->width + clear_mm && b->x < a->x + a->width + clear_mm && a->y < b->y + b->height + clear_mm &&
         b->y < a->y + a->height + clear_mm;
}

/* Tries sizes from large to small and, for each, fewer lines first; the first place that hides no symbol wins, else
 * the one that hides least. */
static bool place_label(const raster *r, const label_request *request, const label_rules *rules, const label *placed,
                        size_t placed_count, label *result) {
  double least = COVERED_MOST;
  bool found = false;
  for (size_t size = 0; size < rules->size_count; size++)
    for (size_t way = 0; way < request->way_count; way++) {
      const label_text *text = &request->ways[way];
      double mm = rules->sizes_mm[size], covered = 1;
      draw_box box = {0};
      double height = mm * (1 + rules->line_em * (double)(text->line_count - 1));
      if (find_place(r, text->width_em * mm, height, rules->clear_mm, &box, &covered) == HUGE_VAL || covered >= least)
        continue;
      bool meets = false;
      for (size_t other = 0; other < placed_count && !meets; other++)
        meets = boxes_meet(&box, &placed[other].box, rules->clear_mm);
      if (meets)
        continue;
      *result = (label){request->row, *text, mm, box};
      found = true;
      least = covered;
      if (covered < 0.02)
        return true;
    }
  return found;
}

static int order_by_area(const void *context, size_t a, size_t b) {
  const zone_shape *shapes = context;
  return (shapes[a].area < shapes[b].area) - (shapes[a].area > shapes[b].area);
}

/* Symbols near the zone, so that each raster looks at few. */
static size_t select_taken(const label_rules *rules, const draw_box *bounds, draw_box *near) {
  size_t count = 0;
  for (size_t i = 0; i < rules->taken_count; i++)
    if (boxes_meet(&rules->taken[i], bounds, 0))
      near[count++] = rules->taken[i];
  return count;
}

wijk_status labels_place(const wijk_layer *zones, const draw_arcs *arcs, const label_request *requests,
                         size_t request_count, const label_rules *rules, wijk_arena *arena, label *labels,
                         size_t *label_count, wijk_error *err) {
  size_t most = arcs_ring_most(arcs);
  double *x = WIJK_ARENA_ADD(arena, double, most, err), *y = WIJK_ARENA_ADD(arena, double, most, err);
  zone_shape *shapes = WIJK_ARENA_ADD(arena, zone_shape, request_count, err);
  size_t *order = WIJK_ARENA_ADD(arena, size_t, request_count, err);
  draw_box *near = WIJK_ARENA_ADD(arena, draw_box, rules->taken_count, err);
  if (!x || !y || !shapes || !order || !near)
    return WIJK_MEMORY;
  for (size_t i = 0; i < request_count; i++) {
    shapes[i].row = requests[i].row;
    find_largest_part(zones, arcs, x, y, &shapes[i]);
  }
  if (wijk_sort(request_count, order_by_area, shapes, order, err) != WIJK_OK)
    return err->status;
  *label_count = 0;
  for (size_t i = 0; i < request_count; i++) {
    const zone_shape *shape = &shapes[order[i]];
    double smallest = rules->sizes_mm[rules->size_count - 1];
    if (shape->bounds.width < 2 * smallest || shape->bounds.height < smallest)
      continue;
    wijk_arena_mark mark = wijk_arena_now(arena);
    label_rules local = *rules;
    local.taken = near;
    local.taken_count = select_taken(rules, &shape->bounds, near);
    raster r = {0};
    if (raster_build(arcs, shape, &local, x, y, arena, &r, err) != WIJK_OK)
      return err->status;
    if (place_label(&r, &requests[order[i]], &local, labels, *label_count, &labels[*label_count]))
      ++*label_count;
    wijk_arena_reset(arena, mark);
  }
  return WIJK_OK;
}
