/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/arcs.h"
#include <math.h>
#include <string.h>

#define NOWHERE UINT32_MAX

/* The rings of a layer as numbers of distinct points, and where arcs must end. */
typedef struct topology {
  const wijk_geometry *geometry;
  uint32_t *vertex;      /* [point_count] number of the distinct point */
  uint32_t *one, *other; /* [vertex_count] its neighbours at first sight */
  uint8_t *junction;     /* [vertex_count] neighbours differ between rings */
  uint32_t *place;       /* [vertex_count] a point with these coordinates */
  size_t vertex_count;
  uint32_t *slots; /* hash table */
  size_t slot_mask;
} topology;

double view_x(const draw_view *view, double x_m) {
  return view->left_mm + (x_m - view->x0_m) * view->mm_per_m;
}

double view_y(const draw_view *view, double y_m) {
  return view->base_mm - (y_m - view->y0_m) * view->mm_per_m;
}

static uint64_t mix(uint64_t value) {
  value ^= value >> 32;
  value *= 0x9e3779b97f4a7c15u;
  return value ^ value >> 29;
}

static uint64_t hash_point(double x, double y) {
  uint64_t a, b;
  memcpy(&a, &x, sizeof a);
  memcpy(&b, &y, sizeof b);
  return mix(mix(a) + b);
}

static size_t table_size(size_t entries) {
  size_t size = 64;
  while (size < 2 * entries)
    size *= 2;
  return size;
}

/* A closed ring repeats its first point: that one is left out. */
static size_t ring_length(const wijk_geometry *g, size_t ring) {
  size_t first = g->point_of_ring[ring], count = g->point_of_ring[ring + 1] - first;
  if (count > 1 && g->x[first] == g->x[first + count - 1] && g->y[first] == g->y[first + count - 1])
    count--;
  return count;
}

static bool is_at(const topology *t, uint32_t vertex, double x, double y) {
  return t->geometry->x[t->place[vertex]] == x && t->geometry->y[t->place[vertex]] == y;
}

/* `near`: the vertex of the point before. A ring follows its neighbour's border forwards or, nearly always, backwards,
 * so the next vertex is seldom far to seek. */
static uint32_t find_vertex(topology *t, size_t point, uint32_t near) {
  double x = t->geometry->x[point], y = t->geometry->y[point];
  if (near > 0 && near < t->vertex_count && is_at(t, near - 1, x, y))
    return near - 1;
  if (near < t->vertex_count && near + 1 < t->vertex_count && is_at(t, near + 1, x, y))
    return near + 1;
  size_t slot = hash_point(x, y) & t->slot_mask;
  while (t->slots[slot] != NOWHERE) {
    uint32_t vertex = t->slots[slot];
    if (is_at(t, vertex, x, y))
      return vertex;
    slot = (slot + 1) & t->slot_mask;
  }
  t->slots[slot] = (uint32_t)t->vertex_count;
  t->place[t->vertex_count] = (uint32_t)point;
  return (uint32_t)t->vertex_count++;
}

static void note_neighbours(topology *t, size_t ring) {
  size_t first = t->geometry->point_of_ring[ring], count = ring_length(t->geometry, ring);
  for (size_t i = 0; i < count; i++) {
    uint32_t vertex = t->vertex[first + i];
    uint32_t before = t->vertex[first + (i > 0 ? i - 1 : count - 1)];
    uint32_t after = t->vertex[first + (i + 1 < count ? i + 1 : 0)];
    uint32_t low = before < after ? before : after, high = before < after ? after : before;
    if (t->one[vertex] == NOWHERE) {
      t->one[vertex] = low;
      t->other[vertex] = high;
    } else if (t->one[vertex] != low || t->other[vertex] != high) {
      t->junction[vertex] = 1;
    }
  }
}

static wijk_status topology_build(topology *t, const wijk_geometry *g, wijk_arena *arena, wijk_error *err) {
  size_t n = g->point_count;
  if (n >= NOWHERE)
    return wijk_error_set(err, WIJK_DATA, "%zu points are too many to draw", n);
  t->geometry = g;
  t->slot_mask = table_size(n) - 1;
  t->vertex = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  t->one = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  t->other = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  t->place = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  t->junction = WIJK_ARENA_ADD(arena, uint8_t, n, err);
  t->slots = WIJK_ARENA_ADD(arena, uint32_t, t->slot_mask + 1, err);
  if (!t->vertex || !t->one || !t->other || !t->place || !t->junction || !t->slots)
    return WIJK_MEMORY;
  memset(t->slots, 0xff, (t->slot_mask + 1) * sizeof *t->slots);
  memset(t->one, 0xff, n * sizeof *t->one);
  for (size_t i = 0; i < n; i++)
    t->vertex[i] = find_vertex(t, i, i > 0 ? t->vertex[i - 1] : NOWHERE);
  for (size_t ring = 0; ring < g->ring_count; ring++)
    note_neighbours(t, ring);
  return WIJK_OK;
}

/* ---- cutting ---- */

/* Arcs by their first edge: within an arc every vertex has one pair of neighbours, so two arcs that start alike are
 * alike. */
typedef struct arc_index {
  uint32_t *slots;
  size_t mask;
  uint32_t *from, *to; /* [arc] first edge, in the direction it is kept */
} arc_index;

typedef struct cutter {
  const topology *topology;
  const draw_view *view;
  double tolerance;
  arc_index index;
  draw_arcs *arcs;
  double *line_x, *line_y; /* one arc on the page before it is thinned */
  uint8_t *keep;
  size_t *stack;
} cutter;

/* Square of the distance from point p to the line piece a-b. */
static double distance2(const double *x, const double *y, size_t p, size_t a, size_t b) {
  double dx = x[b] - x[a], dy = y[b] - y[a], px = x[p] - x[a], py = y[p] - y[a];
  double length2 = dx * dx + dy * dy;
  double t = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  return (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy);
}

/* Marks the points to keep (Douglas and Peucker 1973), without recursion. */
static void thin(cutter *c, size_t count) {
  memset(c->keep, 0, count);
  c->keep[0] = c->keep[count - 1] = 1;
  size_t depth = 0;
  c->stack[depth++] = 0;
  c->stack[depth++] = count - 1;
  while (depth > 0) {
    size_t b = c->stack[--depth], a = c->stack[--depth], worst = a;
    double most = c->tolerance * c->tolerance;
    for (size_t p = a + 1; p < b; p++) {
      double d = distance2(c->line_x, c->line_y, p, a, b);
      if (d > most) {
        most = d;
        worst = p;
      }
    }
    if (worst == a)
      continue;
    c->keep[worst] = 1;
    c->stack[depth++] = a;
    c->stack[depth++] = worst;
    c->stack[depth++] = worst;
    c->stack[depth++] = b;
  }
}

/* Puts points first, first + 1, … (or first - 1, …) of a ring on the page and keeps what is seen of them. */
static void add_arc_points(cutter *c, size_t ring, size_t start, size_t count, bool backwards) {
  const wijk_geometry *g = c->topology->geometry;
  size_t first = g->point_of_ring[ring], length = ring_length(g, ring);
  size_t at = (backwards ? start + count - 1 : start) % length;
  for (size_t i = 0; i < count; i++) {
    c->line_x[i] = view_x(c->view, g->x[first + at]);
    c->line_y[i] = view_y(c->view, g->y[first + at]);
    if (backwards)
      at = at > 0 ? at - 1 : length - 1;
    else
      at = at + 1 < length ? at + 1 : 0;
  }
  thin(c, count);
  draw_arcs *arcs = c->arcs;
  size_t end = arcs->first[arcs->arc_count];
  for (size_t i = 0; i < count; i++)
    if (c->keep[i]) {
      arcs->x[end] = c->line_x[i];
      arcs->y[end++] = c->line_y[i];
    }
  arcs->first[++arcs->arc_count] = end;
}

/* The arc of `count` points from `start` on in the ring: found, or added. */
static void refer_arc(cutter *c, size_t ring, size_t start, size_t count, size_t ref) {
  const wijk_geometry *g = c->topology->geometry;
  const uint32_t *vertex = c->topology->vertex + g->point_of_ring[ring];
  size_t length = ring_length(g, ring);
  uint32_t a = vertex[start % length], b = vertex[(start + 1) % length];
  uint32_t y = vertex[(start + count - 2) % length], z = vertex[(start + count - 1) % length];
  bool backwards = z < a || (z == a && y < b);
  uint32_t from = backwards ? z : a, to = backwards ? y : b;
  size_t slot = mix((uint64_t)from << 32 | to) & c->index.mask;
  while (c->index.slots[slot] != NOWHERE) {
    uint32_t arc = c->index.slots[slot];
    if (c->index.from[arc] == from && c->index.to[arc] == to)
      break;
    slot = (slot + 1) & c->index.mask;
  }
  if (c->index.slots[slot] == NOWHERE) {
    uint32_t arc = (uint32_t)c->arcs->arc_count;
    c->index.slots[slot] = arc;
    c->index.from[arc] = from;
    c->index.to[arc] = to;
    add_arc_points(c, ring, start, count, backwards);
  }
  uint32_t arc = c->index.slots[slot];
  if (c->arcs->uses[arc] < 255)
    c->arcs->uses[arc]++;
  c->arcs->arc[ref] = arc;
  c->arcs->backwards[ref] = backwards;
}

/* Returns the number of references used so far. */
static size_t cut_ring(cutter *c, size_t ring, size_t ref) {
  const topology *t = c->topology;
  size_t first = t->geometry->point_of_ring[ring], count = ring_length(t->geometry, ring), start = 0;
  if (count < 3)
    return ref;
  while (start < count && !t->junction[t->vertex[first + start]])
    start++;
  if (start == count) { /* an island: it starts at its lowest vertex, whichever ring comes first */
    start = 0;
    for (size_t i = 1; i < count; i++)
      if (t->vertex[first + i] < t->vertex[first + start])
        start = i;
    refer_arc(c, ring, start, count + 1, ref);
    return ref + 1;
  }
  for (size_t from = start; from < start + count;) {
    size_t to = from + 1;
    while (to < start + count && !t->junction[t->vertex[first + to % count]])
      to++;
    refer_arc(c, ring, from, to - from + 1, ref++);
    from = to;
  }
  return ref;
}

static wijk_status cutter_open(cutter *c, size_t n, wijk_arena *arena, wijk_error *err) {
  draw_arcs *arcs = c->arcs;
  c->index.mask = table_size(n) - 1;
  c->index.slots = WIJK_ARENA_ADD(arena, uint32_t, c->index.mask + 1, err);
  c->index.from = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  c->index.to = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  c->line_x = WIJK_ARENA_ADD(arena, double, n + 1, err);
  c->line_y = WIJK_ARENA_ADD(arena, double, n + 1, err);
  c->keep = WIJK_ARENA_ADD(arena, uint8_t, n + 1, err);
  c->stack = WIJK_ARENA_ADD(arena, size_t, 4 * n + 8, err);
  arcs->first = WIJK_ARENA_ADD(arena, size_t, n + 1, err);
  arcs->uses = WIJK_ARENA_ADD(arena, uint8_t, n, err);
  arcs->x = WIJK_ARENA_ADD(arena, double, 2 * n + 1, err);
  arcs->y = WIJK_ARENA_ADD(arena, double, 2 * n + 1, err);
  arcs->first_ref = WIJK_ARENA_ADD(arena, size_t, n + 1, err);
  arcs->arc = WIJK_ARENA_ADD(arena, uint32_t, n, err);
  arcs->backwards = WIJK_ARENA_ADD(arena, uint8_t, n, err);
  if (!c->index.slots || !c->index.from || !c->index.to || !c->line_x || !c->line_y || !c->keep || !c->stack ||
      !arcs->first || !arcs->uses || !arcs->x || !arcs->y || !arcs->first_ref || !arcs->arc || !arcs->backwards)
    return WIJK_MEMORY;
  memset(c->index.slots, 0xff, (c->index.mask + 1) * sizeof *c->index.slots);
  return WIJK_OK;
}

wijk_status arcs_compute(const wijk_layer *zones, const draw_view *view, double tolerance_mm, wijk_arena *arena,
                         draw_arcs *arcs, wijk_error *err) {
  const wijk_geometry *g = &zones->geometry;
  topology t = {0};
  *arcs = (draw_arcs){.ring_count = g->ring_count};
  cutter c = {.topology = &t, .view = view, .tolerance = tolerance_mm, .arcs = arcs};
  if (topology_build(&t, g, arena, err) != WIJK_OK || cutter_open(&c, g->point_count, arena, err) != WIJK_OK)
    return err->status;
  size_t ref = 0;
  for (size_t ring = 0; ring < g->ring_count; ring++) {
    arcs->first_ref[ring] = ref;
    ref = cut_ring(&c, ring, ref);
  }
  arcs->first_ref[g->ring_count] = ref;
  return WIJK_OK;
}

size_t arcs_ring(const draw_arcs *arcs, size_t ring, double *x, double *y) {
  size_t count = 0;
  for (size_t ref = arcs->first_ref[ring]; ref < arcs->first_ref[ring + 1]; ref++) {
    size_t first = arcs->first[arcs->arc[ref]], length = arcs->first[arcs->arc[ref] + 1] - first;
    for (size_t i = 0; i + 1 < length; i++) { /* the last point starts the next arc */
      size_t at = arcs->backwards[ref] ? first + length - 1 - i : first + i;
      x[count] = arcs->x[at];
      y[count++] = arcs->y[at];
    }
  }
  return count;
}

size_t arcs_ring_most(const draw_arcs *arcs) {
  size_t most = 0;
  for (size_t ring = 0; ring < arcs->ring_count; ring++) {
    size_t count = 0;
    for (size_t ref = arcs->first_ref[ring]; ref < arcs->first_ref[ring + 1]; ref++)
      count += arcs->first[arcs->arc[ref] + 1] - arcs->first[arcs->arc[ref]];
    most = count > most ? count : most;
  }
  return most;
}
