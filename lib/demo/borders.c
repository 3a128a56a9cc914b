/* SPDX-License-Identifier: EUPL-1.2 */
/* From cells to polygons. Each corner of a boundary has one place, whoever asks: that is what makes shared boundaries
 * the same to the bit. */
#include "demo/city.h"

#include <stdlib.h>

/* A corner may leave its place by this part of a cell's side. Below half a side no two edges can cross, and edges at
 * 120 degrees cannot fold over below 0.433. */
#define LEEWAY 0.4
#define SMOOTHING_ROUNDS 14

struct demo_borders {
  uint32_t *slot; /* per corner: which of the places below; DEMO_NO_ZONE where no boundary runs */
  double *x, *y;
};

typedef struct bend {
  uint32_t corner;
  uint32_t next[3]; /* slots of the corners along its boundary edges */
  uint8_t next_count;
  double home_x, home_y;
} bend;

static bool is_border(const demo_city *city, size_t a, size_t b) {
  return city->buurt[a] != city->buurt[b] || city->park[a] != city->park[b];
}

/* Calls for each boundary edge once, with the numbers of its two corners. */
typedef void visit_edge(void *context, size_t from, size_t to);
static void each_border(const demo_city *city, visit_edge *visit, void *context) {
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (demo_cell_on_rim(city, cell))
      continue;
    size_t neighbours[6], corners[6];
    demo_cell_neighbours(city, cell, neighbours);
    demo_cell_corners(city, cell, corners);
    for (int k = 0; k < 3; k++) /* the other three are seen from the other side */
      if (is_border(city, cell, neighbours[k]))
        visit(context, corners[k], corners[k + 1]);
    for (int k = 3; k < 6; k++) /* unless that is on the rim */
      if (demo_cell_on_rim(city, neighbours[k]) && is_border(city, cell, neighbours[k]))
        visit(context, corners[k], corners[(k + 1) % 6]);
  }
}

typedef struct survey {
  uint32_t *slot;
  bend *bends;
  size_t count;
} survey;

static void count_corners(void *context, size_t from, size_t to) {
  survey *survey = context;
  if (survey->slot[from] == DEMO_NO_ZONE)
    survey->slot[from] = (uint32_t)survey->count++;
  if (survey->slot[to] == DEMO_NO_ZONE)
    survey->slot[to] = (uint32_t)survey->count++;
}

static void join_corners(void *context, size_t from, size_t to) {
  survey *survey = context;
  bend *a = &survey->bends[survey->slot[from]], *b = &survey->bends[survey->slot[to]];
  a->corner = (uint32_t)from;
  b->corner = (uint32_t)to;
  a->next[a->next_count++] = survey->slot[to];
  b->next[b->next_count++] = survey->slot[from];
}

/* One round: each corner moves toward the mean of its neighbours, no farther from home than its leeway. */
static void smooth(const bend *bends, size_t count, const double *x, const double *y, double *to_x, double *to_y) {
  const double limit = LEEWAY * DEMO_CELL_M;
  for (size_t i = 0; i < count; i++) {
    double sum_x = 0, sum_y = 0, degree = bends[i].next_count;
    for (int k = 0; k < bends[i].next_count; k++) {
      sum_x += x[bends[i].next[k]];
      sum_y += y[bends[i].next[k]];
    }
    double keep = degree > 2 ? 0.7 : 0.4; /* where three zones meet, the place is firmer */
    double dx = keep * x[i] + (1 - keep) * sum_x / degree - bends[i].home_x;
    double dy = keep * y[i] + (1 - keep) * sum_y / degree - bends[i].home_y;
    double ax = dx < 0 ? -dx : dx, ay = dy < 0 ? -dy : dy;
    /* An octagon inside the circle of leeway: bounds without a root. */
    double reach = ax + ay > 1.4142 * (ax > ay ? ax : ay) ? (ax + ay) / 1.4142 : (ax > ay ? ax : ay);
    reach *= 1.0824;
    double scale = reach > limit ? limit / reach : 1;
    to_x[i] = bends[i].home_x + scale * dx;
    to_y[i] = bends[i].home_y + scale * dy;
  }
}

static bool place_corners(const demo_city *city, demo_borders *borders, wijk_arena *scratch, wijk_error *err) {
  survey survey = {.slot = borders->slot};
  each_border(city, count_corners, &survey);
  survey.bends = WIJK_ARENA_ADD(scratch, bend, survey.count, err);
  borders->x = WIJK_ARENA_ADD(city->arena, double, survey.count, err);
  borders->y = WIJK_ARENA_ADD(city->arena, double, survey.count, err);
  double *x = WIJK_ARENA_ADD(scratch, double, survey.count, err);
  double *y = WIJK_ARENA_ADD(scratch, double, survey.count, err);
  if (!survey.bends || !borders->x || !borders->y || !x || !y)
    return false;
  each_border(city, join_corners, &survey);
  for (size_t i = 0; i < survey.count; i++) {
    bend *bend = &survey.bends[i];
    demo_corner_place(city, bend->corner, &bend->home_x, &bend->home_y);
    borders->x[i] = bend->home_x;
    borders->y[i] = bend->home_y;
  }
  for (int round = 0; round < SMOOTHING_ROUNDS; round += 2) {
    smooth(survey.bends, survey.count, borders->x, borders->y, x, y);
    smooth(survey.bends, survey.count, x, y, borders->x, borders->y);
  }
  for (size_t i = 0; i < survey.count; i++) {
    borders->x[i] = demo_round(borders->x[i], 1000);
    borders->y[i] = demo_round(borders->y[i], 1000);
  }
  return true;
}

wijk_status demo_borders_compute(const demo_city *city, demo_borders **borders, wijk_error *err) {
  demo_borders *made = WIJK_ARENA_ADD(city->arena, demo_borders, 1, err);
  wijk_arena *scratch = wijk_arena_new(err);
  bool done = made && scratch;
  if (done)
    done = (made->slot = WIJK_ARENA_ADD(city->arena, uint32_t, 2 * city->cell_count, err)) != NULL;
  for (size_t corner = 0; done && corner < 2 * city->cell_count; corner++)
    made->slot[corner] = DEMO_NO_ZONE;
  done = done && place_corners(city, made, scratch, err);
  wijk_arena_free(scratch);
  if (done)
    *borders = made;
  return done ? WIJK_OK : WIJK_MEMORY;
}

typedef struct ring {
  uint32_t label, part, cell;
  uint8_t edge;
  bool hole;
  size_t number, point_count; /* closing point included */
} ring;

typedef struct trace {
  const demo_city *city;
  const demo_borders *borders;
  const uint32_t *label;
} trace;

/* Along the boundary with the label on the left: from one edge of a cell to the next edge of the same label. */
static void step(const trace *trace, size_t *cell, int *edge) {
  size_t neighbours[6];
  int turn = (*edge + 1) % 6;
  demo_cell_neighbours(trace->city, *cell, neighbours);
  if (trace->label[neighbours[turn]] != trace->label[*cell]) {
    *edge = turn;
    return;
  }
  *cell = neighbours[turn];
  *edge = (turn + 4) % 6;
}

static size_t slot_of(const trace *trace, size_t cell, int edge) {
  size_t corners[6];
  demo_cell_corners(trace->city, cell, corners);
  return trace->borders->slot[corners[edge]];
}

/* Walks one ring and marks its edges. A ring that turns clockwise bounds a hole. */
static void walk(const trace *trace, uint8_t *walked, ring *ring) {
  const double *x = trace->borders->x, *y = trace->borders->y;
  size_t cell = ring->cell, start = slot_of(trace, cell, ring->edge), here = start;
  int edge = ring->edge;
  double twice_area = 0;
  ring->point_count = 1;
  do {
    walked[cell] |= (uint8_t)(1u << edge);
    step(trace, &cell, &edge);
    size_t next = slot_of(trace, cell, edge);
    twice_area += (x[here] - x[start]) * (y[next] - y[start]) - (x[next] - x[start]) * (y[here] - y[start]);
    here = next;
    ring->point_count++;
  } while (cell != ring->cell || edge != ring->edge);
  ring->hole = twice_area < 0;
}

static size_t find_rings(const trace *trace, const uint32_t *part, uint8_t *walked, ring *rings) {
  const demo_city *city = trace->city;
  size_t count = 0;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (trace->label[cell] == DEMO_NO_ZONE)
      continue;
    size_t neighbours[6];
    demo_cell_neighbours(city, cell, neighbours);
    for (int k = 0; k < 6; k++) {
      if (trace->label[neighbours[k]] == trace->label[cell] || walked[cell] >> k & 1)
        continue;
      ring ring = {.label = trace->label[cell], .part = part[cell], .cell = (uint32_t)cell, .edge = (uint8_t)k};
      ring.number = count;
      walk(trace, walked, &ring);
      if (rings)
        rings[count] = ring;
      count++;
    }
  }
  return count;
}

static int ring_order(const void *a, const void *b) {
  const ring *p = a, *q = b;
  if (p->label != q->label)
    return p->label < q->label ? -1 : 1;
  if (p->part != q->part)
    return p->part < q->part ? -1 : 1;
  if (p->hole != q->hole)
    return p->hole ? 1 : -1;
  return p->number < q->number ? -1 : p->number > q->number;
}

static bool make_room(wijk_layer *layer, const ring *rings, size_t count, wijk_error *err) {
  wijk_geometry *geometry = &layer->geometry;
  geometry->type = WIJK_GEOMETRY_POLYGON;
  geometry->ring_count = count;
  for (size_t i = 0; i < count; i++) {
    geometry->point_count += rings[i].point_count;
    geometry->part_count += !rings[i].hole;
  }
  geometry->part_of_row = WIJK_ARENA_ADD(layer->arena, size_t, layer->row_count + 1, err);
  geometry->ring_of_part = WIJK_ARENA_ADD(layer->arena, size_t, geometry->part_count + 1, err);
  geometry->point_of_ring = WIJK_ARENA_ADD(layer->arena, size_t, count + 1, err);
  geometry->x = WIJK_ARENA_ADD(layer->arena, double, geometry->point_count, err);
  geometry->y = WIJK_ARENA_ADD(layer->arena, double, geometry->point_count, err);
  return geometry->part_of_row && geometry->ring_of_part && geometry->point_of_ring && geometry->x && geometry->y;
}

static void fill(const trace *trace, const ring *rings, wijk_layer *layer) {
  wijk_geometry *geometry = &layer->geometry;
  size_t part = 0, point = 0, row = 0;
  for (size_t i = 0; i < geometry->ring_count; i++) {
    while (row <= rings[i].label)
      geometry->part_of_row[row++] = part;
    geometry->point_of_ring[i] = point;
    if (!rings[i].hole)
      geometry->ring_of_part[part++] = i;
    size_t cell = rings[i].cell;
    int edge = rings[i].edge;
    for (size_t k = 0; k < rings[i].point_count; k++) {
      size_t slot = slot_of(trace, cell, edge);
      geometry->x[point] = trace->borders->x[slot];
      geometry->y[point++] = trace->borders->y[slot];
      step(trace, &cell, &edge);
    }
  }
  while (row <= layer->row_count)
    geometry->part_of_row[row++] = part;
  geometry->ring_of_part[part] = geometry->ring_count;
  geometry->point_of_ring[geometry->ring_count] = point;
}

wijk_status demo_borders_trace(const demo_city *city, const demo_borders *borders, const uint32_t *label,
                               wijk_layer *layer, wijk_error *err) {
  trace trace = {city, borders, label};
  wijk_arena *scratch = wijk_arena_new(err);
  uint32_t *part = scratch ? WIJK_ARENA_ADD(scratch, uint32_t, city->cell_count, err) : NULL;
  uint8_t *walked = part ? WIJK_ARENA_ADD(scratch, uint8_t, 2 * city->cell_count, err) : NULL;
  size_t part_count;
  wijk_status status = walked ? demo_components_compute(city, label, part, &part_count, err) : WIJK_MEMORY;
  if (status == WIJK_OK) {
    size_t count = find_rings(&trace, part, walked, NULL);
    ring *rings = WIJK_ARENA_ADD(scratch, ring, count, err);
    status = WIJK_MEMORY;
    if (rings) {
      find_rings(&trace, part, walked + city->cell_count, rings);
      qsort(rings, count, sizeof *rings, ring_order);
      if (make_room(layer, rings, count, err)) {
        fill(&trace, rings, layer);
        status = WIJK_OK;
      }
    }
  }
  wijk_arena_free(scratch);
  return status;
}
