/* SPDX-License-Identifier: EUPL-1.2 */
/* Which zones an inset is to show: those at one end of the map, when without them the others grow enough. */
#include "base/sort.h"
#include "draw/map.h"
#include <math.h>
#include <string.h>

#define GAIN_LEAST 1.3
#define ZONES_SHARE_MOST 0.2
#define LOST_MOST 0.05  /* of residents, and of facilities */
#define ZONES_MOST 2000 /* of a country's neighbourhoods none are few */

typedef struct extents {
  const double (*boxes)[4]; /* of each zone; the left above the right where it has no shape */
  int axis;                 /* 0 or 1 */
  bool high;                /* ordered from the right or upper end */
} extents;

static bool has_shape(const double box[4]) {
  return box[0] <= box[2];
}

static double middle(const double box[4], int axis) {
  return (box[axis] + box[axis + 2]) / 2;
}

static int order_from_end(const void *context, size_t a, size_t b) {
  const extents *e = context;
  if (has_shape(e->boxes[a]) != has_shape(e->boxes[b]))
    return has_shape(e->boxes[a]) ? 1 : -1; /* those without a shape go first, and take no room */
  if (!has_shape(e->boxes[a]))
    return 0;
  double x = middle(e->boxes[a], e->axis), y = middle(e->boxes[b], e->axis);
  return e->high ? (x < y) - (x > y) : (x > y) - (x < y);
}

static void widen(double bounds[4], const double box[4]) {
  bounds[0] = fmin(bounds[0], box[0]);
  bounds[1] = fmin(bounds[1], box[1]);
  bounds[2] = fmax(bounds[2], box[2]);
  bounds[3] = fmax(bounds[3], box[3]);
}

static const double nowhere[4] = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};

static double (*find_boxes(const wijk_layer *zones, wijk_arena *arena, wijk_error *err))[4] {
  double(*boxes)[4] = wijk_arena_add(arena, zones->row_count, sizeof *boxes, err);
  const wijk_geometry *g = &zones->geometry;
  for (size_t row = 0; row < zones->row_count && boxes; row++) {
    memcpy(boxes[row], nowhere, sizeof nowhere);
    size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
    for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++)
      widen(boxes[row], (double[4]){g->x[i], g->y[i], g->x[i], g->y[i]});
  }
  return boxes;
}

/* Millimetres to a metre that bounds get on the page, roughly: with the legend beside or below, on the page that was
 * asked for or on A4 either way. */
static double rough_scale(const wijk_map_request *request, const double bounds[4]) {
  const double sizes[][2] = {{297, 210}, {210, 297}, {request->width_mm, request->height_mm}};
  bool given = request->width_mm > 0;
  double best = 0, width = bounds[2] - bounds[0], height = bounds[3] - bounds[1];
  for (size_t i = given ? 2 : 0; i < (given ? 3 : 2); i++) {
    double s = theme_for(request->theme, sizes[i][0], sizes[i][1]).scale;
    double across = fmax(1, sizes[i][0] - 20 * s), down = fmax(1, sizes[i][1] - 40 * s);
    best = fmax(best, fmin((across - 55 * s) / width, down / height));
    best = fmax(best, fmin(across / width, (down - 40 * s) / height));
  }
  return best;
}

static double share_outside(const wijk_layer *facilities, const double bounds[4]) {
  if (!facilities || facilities->row_count == 0)
    return 0;
  double outside = 0;
  for (size_t i = 0; i < facilities->row_count; i++) {
    double x = facilities->geometry.x[i], y = facilities->geometry.y[i];
    outside += !(x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3]);
  }
  return outside / (double)facilities->row_count;
}

typedef struct split {
  double worth;
  size_t count; /* how many from the end */
  int end;      /* 0 west, 1 south, 2 east, 3 north */
} split;

/* The best number of zones to take from one end. Bounds of those that stay grow from the far end. */
static wijk_status try_end(map *m, const double (*boxes)[4], int end, size_t *order, split *best, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  const wijk_column *residents = wijk_layer_find_role(zones, "residents");
  extents e = {boxes, end % 2, end > 1};
  double(*rest)[4] = wijk_arena_add(m->arena, zones->row_count + 1, sizeof *rest, err), people = 0, moved = 0;
  if (!rest || wijk_sort(zones->row_count, order_from_end, &e, order, err) != WIJK_OK)
    return err->status;
  memcpy(rest[zones->row_count], nowhere, sizeof nowhere);
  for (size_t i = zones->row_count; i-- > 0;) {
    memcpy(rest[i], rest[i + 1], sizeof *rest);
    widen(rest[i], boxes[order[i]]);
  }
  const double *number = residents && residents->type == WIJK_COLUMN_NUMBER ? residents->numbers : NULL;
  for (size_t i = 0; i < zones->row_count && number; i++)
    people += isnan(number[i]) ? 0 : number[i];
  double whole = rough_scale(m->request, m->bounds);
  for (size_t k = 1; (double)k <= ZONES_SHARE_MOST * (double)zones->row_count; k++) {
    size_t row = order[k - 1];
    moved += number && !isnan(number[row]) ? number[row] : 0;
    double gain = rough_scale(m->request, rest[k]) / whole;
    if (gain < GAIN_LEAST || (people > 0 && moved > LOST_MOST * people) ||
        share_outside(m->request->facilities, rest[k]) > LOST_MOST)
      continue;
    double worth = log(gain) * (1 - (double)k / (double)zones->row_count);
    if (worth > best->worth)
      *best = (split){worth, k, end};
  }
  return WIJK_OK;
}

static wijk_status split_by_itself(map *m, const double (*boxes)[4], uint8_t *elsewhere, bool *found, wijk_error *err) {
  size_t n = m->request->zones->row_count;
  split best = {0};
  size_t *order = WIJK_ARENA_ADD(m->arena, size_t, n, err);
  if (!order)
    return WIJK_MEMORY;
  for (int end = 0; end < 4; end++)
    if (try_end(m, boxes, end, order, &best, err) != WIJK_OK)
      return err->status;
  *found = best.count > 0;
  extents e = {boxes, best.end % 2, best.end > 1};
  if (!*found || wijk_sort(n, order_from_end, &e, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < best.count; i++)
    elsewhere[order[i]] = has_shape(boxes[order[i]]);
  return WIJK_OK;
}

static wijk_status split_as_told(const map *m, const double (*boxes)[4], uint8_t *elsewhere, wijk_error *err) {
  const double *b = m->request->inset_bounds;
  size_t inside = 0, shapes = 0;
  for (size_t row = 0; row < m->request->zones->row_count; row++) {
    if (!has_shape(boxes[row]))
      continue;
    double x = middle(boxes[row], 0), y = middle(boxes[row], 1);
    elsewhere[row] = x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3];
    inside += elsewhere[row];
    shapes++;
  }
  if (inside > 0 && inside < shapes)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "%s zones have their middle in the inset", inside > 0 ? "all" : "no");
  return wijk_error_hint(err, "give its lower left and upper right corner in metres, in the coordinates of the map");
}

wijk_status map_split(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  size_t n = request->zones->row_count;
  if (request->inset == WIJK_INSET_NONE || (request->inset == WIJK_INSET_AUTO && n > ZONES_MOST))
    return WIJK_OK;
  double(*boxes)[4] = find_boxes(request->zones, m->arena, err);
  uint8_t *elsewhere = WIJK_ARENA_ADD(m->arena, uint8_t, n, err);
  bool found = true;
  if (!boxes || !elsewhere)
    return WIJK_MEMORY;
  wijk_status status = request->inset == WIJK_INSET_GIVEN
                           ? split_as_told(m, (const double(*)[4])boxes, elsewhere, err)
                           : split_by_itself(m, (const double(*)[4])boxes, elsewhere, &found, err);
  if (status != WIJK_OK || !found)
    return status;
  memcpy(m->whole, m->bounds, sizeof m->whole);
  memcpy(m->bounds, nowhere, sizeof m->bounds);
  for (size_t row = 0; row < n; row++)
    if (!elsewhere[row])
      widen(m->bounds, boxes[row]);
  double room = 0.012 * fmax(m->bounds[2] - m->bounds[0], m->bounds[3] - m->bounds[1]);
  for (int side = 0; side < 4; side++)
    m->bounds[side] += side < 2 ? -room : room;
  memcpy(m->split_bounds, m->bounds, sizeof m->bounds);
  m->split = m->elsewhere = elsewhere;
  return WIJK_OK;
}
