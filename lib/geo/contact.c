/* SPDX-License-Identifier: EUPL-1.2 */
/* Zones are compared by runs of a few border pieces, each with its box: of two neighbours only the runs along their
 * common border are looked into, of two zones that only lie near hardly any. */
#include "geo/contact.h"

#include "base/memory.h"
#include "geo/orientation.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
  RUN = 8,  /* pieces: longer ones have larger boxes, shorter ones are more to look at */
  DRIFT = 4 /* side by side is: apart by no more than 1 in so many */
};

static inline double lower(double a, double b) {
  return a < b ? a : b;
}

static inline double upper(double a, double b) {
  return a > b ? a : b;
}

/* ---- runs ---- */

static size_t count_runs(const wijk_geometry *shapes, size_t first_ring, size_t end_ring) {
  size_t count = 0;
  for (size_t ring = first_ring; ring < end_ring; ring++) {
    size_t points = shapes->point_of_ring[ring + 1] - shapes->point_of_ring[ring];
    count += points > 1 ? (points - 1 + RUN - 1) / RUN : 0;
  }
  return count;
}

static polygon_box box_of_points(const wijk_geometry *shapes, size_t first, size_t last) {
  polygon_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = first; i <= last; i++) {
    box.min_x = lower(shapes->x[i], box.min_x);
    box.min_y = lower(shapes->y[i], box.min_y);
    box.max_x = upper(shapes->x[i], box.max_x);
    box.max_y = upper(shapes->y[i], box.max_y);
  }
  return box;
}

static void box_widen(polygon_box *box, const polygon_box *by) {
  box->min_x = lower(by->min_x, box->min_x);
  box->min_y = lower(by->min_y, box->min_y);
  box->max_x = upper(by->max_x, box->max_x);
  box->max_y = upper(by->max_y, box->max_y);
}

static void rings_of_zone(const wijk_geometry *shapes, size_t zone, size_t *first, size_t *end) {
  *first = shapes->ring_of_part[shapes->part_of_row[zone]];
  *end = shapes->ring_of_part[shapes->part_of_row[zone + 1]];
}

static void fill_zone(contact_borders *borders, size_t zone) {
  const wijk_geometry *shapes = borders->shapes;
  contact_run *run = borders->runs + borders->run_of_zone[zone];
  polygon_box *box = &borders->boxes[zone];
  *box = (polygon_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
  size_t first_ring, end_ring;
  rings_of_zone(shapes, zone, &first_ring, &end_ring);
  for (size_t ring = first_ring; ring < end_ring; ring++) {
    size_t last = shapes->point_of_ring[ring + 1] - 1;
    for (size_t first = shapes->point_of_ring[ring]; first < last; first += RUN, run++) {
      size_t end = first + RUN < last ? first + RUN : last;
      *run = (contact_run){box_of_points(shapes, first, end), (uint32_t)first, (uint32_t)end};
      box_widen(box, &run->box);
    }
  }
}

/* The size of the largest coordinate; infinite where one is no number. */
static double find_largest(const contact_borders *borders, size_t zone_count) {
  double largest = 0;
  for (size_t zone = 0; zone < zone_count; zone++) {
    const polygon_box *box = &borders->boxes[zone];
    if (box->min_x <= box->max_x)
      largest = upper(largest, upper(upper(-box->min_x, box->max_x), upper(-box->min_y, box->max_y)));
  }
  return largest;
}

wijk_status contact_borders_new(const wijk_layer *zones, double snap, int threads, contact_borders *borders,
                                wijk_error *err) {
  const wijk_geometry *shapes = &zones->geometry;
  size_t zone_count = zones->row_count;
  *borders = (contact_borders){.shapes = shapes, .snap = snap};
  if (shapes->point_count >= UINT32_MAX)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has four thousand million points or more",
                          zones->name ? zones->name : "");
  borders->run_of_zone = memory_resize(NULL, zone_count + 1, sizeof *borders->run_of_zone);
  borders->boxes = memory_resize(NULL, zone_count, sizeof *borders->boxes);
  if (!borders->run_of_zone || !borders->boxes)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  borders->run_of_zone[0] = 0;
  for (size_t zone = 0; zone < zone_count; zone++) {
    size_t first, end;
    rings_of_zone(shapes, zone, &first, &end);
    borders->run_of_zone[zone + 1] = borders->run_of_zone[zone] + count_runs(shapes, first, end);
  }
  borders->runs = memory_resize(NULL, borders->run_of_zone[zone_count], sizeof *borders->runs);
  if (!borders->runs)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
#pragma omp parallel for schedule(static) num_threads(threads) if (zone_count > 64)
  for (size_t zone = 0; zone < zone_count; zone++)
    fill_zone(borders, zone);
  double largest = find_largest(borders, zone_count);
  if (!(largest < 1e100)) /* products of differences stay numbers */
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has a coordinate that is no place",
                          zones->name ? zones->name : "");
  borders->reach = snap * (1 + 1e-9) + 8 * DBL_EPSILON * largest;
  return WIJK_OK;
}

void contact_borders_free(contact_borders *borders) {
  memory_free(borders->runs);
  memory_free(borders->run_of_zone);
  memory_free(borders->boxes);
  *borders = (contact_borders){0};
}

void contact_room_free(contact_room *room) {
  memory_free(room->spans);
  *room = (contact_room){0};
}

/* ---- two pieces ---- */

typedef struct border_piece {
  double ax, ay, bx, by;
} border_piece;

static inline border_piece piece_at(const wijk_geometry *shapes, size_t point) {
  return (border_piece){shapes->x[point], shapes->y[point], shapes->x[point + 1], shapes->y[point + 1]};
}

static inline polygon_box box_of_piece(const border_piece *p) {
  return (polygon_box){lower(p->ax, p->bx), lower(p->ay, p->by), upper(p->ax, p->bx), upper(p->ay, p->by)};
}

/* Squared distance of a point to a piece; 0 at its ends, whatever the rounding. */
static inline double squared_distance(const border_piece *p, double x, double y) {
  double dx = p->bx - p->ax, dy = p->by - p->ay, length2 = dx * dx + dy * dy;
  double along = (x - p->ax) * dx + (y - p->ay) * dy;
  double to_x = p->ax, to_y = p->ay;
  if (along >= length2) {
    to_x = p->bx;
    to_y = p->by;
  } else if (along > 0) {
    to_x = p->ax + along / length2 * dx;
    to_y = p->ay + along / length2 * dy;
  }
  return (x - to_x) * (x - to_x) + (y - to_y) * (y - to_y);
}

static bool pieces_cross(const border_piece *p, const border_piece *q) {
  return orientation_find(p->ax, p->ay, p->bx, p->by, q->ax, q->ay) *
                 orientation_find(p->ax, p->ay, p->bx, p->by, q->bx, q->by) <
             0 &&
         orientation_find(q->ax, q->ay, q->bx, q->by, p->ax, p->ay) *
                 orientation_find(q->ax, q->ay, q->bx, q->by, p->bx, p->by) <
             0;
}

/* Two pieces that do not cross are nearest to each other at an end of one of them. */
static inline bool pieces_touch(const border_piece *p, const border_piece *q, double snap) {
  double most = snap * snap;
  return squared_distance(p, q->ax, q->ay) <= most || squared_distance(p, q->bx, q->by) <= most ||
         squared_distance(q, p->ax, p->ay) <= most || squared_distance(q, p->bx, p->by) <= most || pieces_cross(p, q);
}

static bool runs_touch(const contact_borders *borders, const contact_run *a, const contact_run *b) {
  for (size_t i = a->first; i < a->end; i++) {
    border_piece p = piece_at(borders->shapes, i);
    polygon_box box = box_of_piece(&p);
    if (!contact_boxes_near(&box, &b->box, borders->reach))
      continue;
    for (size_t k = b->first; k < b->end; k++) {
      border_piece q = piece_at(borders->shapes, k);
      polygon_box other = box_of_piece(&q);
      if (contact_boxes_near(&box, &other, borders->reach) && pieces_touch(&p, &q, borders->snap))
        return true;
    }
  }
  return false;
}

bool contact_touches(const contact_borders *borders, size_t a, size_t b) {
  for (size_t i = borders->run_of_zone[a]; i < borders->run_of_zone[a + 1]; i++) {
    const contact_run *run = &borders->runs[i];
    if (!contact_boxes_near(&run->box, &borders->boxes[b], borders->reach))
      continue;
    for (size_t k = borders->run_of_zone[b]; k < borders->run_of_zone[b + 1]; k++)
      if (contact_boxes_near(&run->box, &borders->runs[k].box, borders->reach) &&
          runs_touch(borders, run, &borders->runs[k]))
        return true;
  }
  return false;
}

/* ---- side by side ---- */

/* Adds a stretch of a piece to those found, which stand in order and apart. False without memory. */
static bool add_span(contact_room *room, size_t *count, double from, double to) {
  size_t first = 0;
  while (first < *count && room->spans[first].to < from)
    first++;
  size_t end = first;
  for (; end < *count && room->spans[end].from <= to; end++) {
    from = lower(from, room->spans[end].from);
    to = upper(to, room->spans[end].to);
  }
  if (end == first && *count == room->capacity) {
    size_t capacity = 2 * room->capacity + 16;
    struct contact_span *wider = memory_resize(room->spans, capacity, sizeof *wider);
    if (!wider)
      return false;
    room->spans = wider;
    room->capacity = capacity;
  }
  memmove(room->spans + first + 1, room->spans + end, (*count - end) * sizeof *room->spans);
  room->spans[first] = (struct contact_span){from, to};
  *count += 1 - (end - first);
  return true;
}

/* A piece as an axis: along it u, from 0 to its length, and across it v. */
typedef struct axis {
  double ax, ay, dx, dy, length;
} axis;

/* The stretch of the axis beside which the piece runs within the tolerance; false when there is none. */
static bool span_beside(const axis *a, const border_piece *q, double snap, struct contact_span *span) {
  double u0 = ((q->ax - a->ax) * a->dx + (q->ay - a->ay) * a->dy) / a->length;
  double u1 = ((q->bx - a->ax) * a->dx + (q->by - a->ay) * a->dy) / a->length;
  double v0 = (a->dx * (q->ay - a->ay) - a->dy * (q->ax - a->ax)) / a->length;
  double v1 = (a->dx * (q->by - a->ay) - a->dy * (q->bx - a->ax)) / a->length;
  if (fabs(v1 - v0) * DRIFT > fabs(u1 - u0) || (v0 > snap && v1 > snap) || (v0 < -snap && v1 < -snap))
    return false;
  if (fabs(v0) > snap || fabs(v1) > snap) { /* then v0 and v1 differ */
    double slope = (u1 - u0) / (v1 - v0), start = u0 - v0 * slope;
    double at0 = start + upper(-snap, lower(v0, snap)) * slope, at1 = start + upper(-snap, lower(v1, snap)) * slope;
    u0 = at0;
    u1 = at1;
  }
  span->from = upper(0, lower(u0, u1));
  span->to = lower(a->length, upper(u0, u1));
  return span->from < span->to;
}

/* How much of one piece the zone's border runs beside. */
static double length_beside(const contact_borders *borders, const border_piece *p, size_t zone, contact_room *room) {
  axis along = {p->ax, p->ay, p->bx - p->ax, p->by - p->ay, 0};
  along.length = sqrt(along.dx * along.dx + along.dy * along.dy);
  if (!(along.length > 0))
    return 0;
  polygon_box box = box_of_piece(p);
  size_t count = 0;
  for (size_t k = borders->run_of_zone[zone]; k < borders->run_of_zone[zone + 1]; k++) {
    const contact_run *run = &borders->runs[k];
    if (!contact_boxes_near(&box, &run->box, borders->reach))
      continue;
    for (size_t i = run->first; i < run->end; i++) {
      border_piece q = piece_at(borders->shapes, i);
      polygon_box other = box_of_piece(&q);
      struct contact_span span;
      if (contact_boxes_near(&box, &other, borders->reach) && span_beside(&along, &q, borders->snap, &span) &&
          !add_span(room, &count, span.from, span.to))
        room->no_memory = true;
    }
  }
  double total = 0;
  for (size_t i = 0; i < count; i++)
    total += room->spans[i].to - room->spans[i].from;
  return total;
}

/* Of the border of `a`, is a length beside that of `b` greater than the tolerance? */
static bool has_length_beside(const contact_borders *borders, size_t a, size_t b, contact_room *room) {
  double total = 0;
  for (size_t i = borders->run_of_zone[a]; i < borders->run_of_zone[a + 1]; i++) {
    const contact_run *run = &borders->runs[i];
    if (!contact_boxes_near(&run->box, &borders->boxes[b], borders->reach))
      continue;
    for (size_t k = run->first; k < run->end; k++) {
      border_piece p = piece_at(borders->shapes, k);
      polygon_box box = box_of_piece(&p);
      if (contact_boxes_near(&box, &borders->boxes[b], borders->reach))
        total += length_beside(borders, &p, b, room);
      if (total > borders->snap)
        return true;
    }
  }
  return false;
}

bool contact_runs_along(const contact_borders *borders, size_t a, size_t b, contact_room *room) {
  return has_length_beside(borders, a, b, room) || has_length_beside(borders, b, a, room);
}
