/* SPDX-License-Identifier: EUPL-1.2 */
/* An inset: where it finds room beside the zones, and how it is drawn. */
#include "draw/cells.h"
#include "draw/map.h"
#include <math.h>
#include <string.h>

#define CELL_MM 1.0
#define CLEAR_MM 2.5     /* to zones and symbols */
#define PADDING_MM 2.0   /* within the frame */
#define HEAD_MM 5.0      /* its title */
#define FOOT_MM 7.5      /* its scale bar */
#define GAIN_KEPT 1.15   /* what the map must grow by, when all has found its place */
#define INSET_LEAST 0.3  /* of the scale the zones had on the whole map */
#define INSET_WEIGHT 0.3 /* what the inset's scale counts for beside the map's */
#define ASIDE_WEIGHT 0.3 /* and what it counts for that the inset stands where its zones lie */
#define AREA_MOST 0.3    /* of the room */
#define STEPS 24
#define ROOM_SHARE 0.03 /* about the zones of the inset */

static double fit(const draw_box *room, const double bounds[4]) {
  return fmin(room->width / (bounds[2] - bounds[0]), room->height / (bounds[3] - bounds[1]));
}

static draw_box frame_of(const double bounds[4], double mm_per_m, double x, double y) {
  return (draw_box){x, y, (bounds[2] - bounds[0]) * mm_per_m, (bounds[3] - bounds[1]) * mm_per_m};
}

static draw_view view_of(const double bounds[4], double mm_per_m, const draw_box *frame) {
  return (draw_view){bounds[0], bounds[1], frame->x, frame->y + frame->height, mm_per_m};
}

/* ---- which ground is taken ---- */

/* The map's frame in cells, zones and facilities marked, and sums of what is free. Found once, at the largest scale:
 * the side of the cells follows the scale. */
typedef struct ground {
  cells cells;
  uint32_t *free;
} ground;

static wijk_status find_ground(const map *m, double mm_per_m, ground *g, wijk_error *err) {
  const wijk_map_request *request = m->request;
  draw_box frame = frame_of(m->bounds, mm_per_m, 0, 0);
  draw_view view = view_of(m->bounds, mm_per_m, &frame);
  draw_arcs arcs;
  if (cells_new(&frame, CELL_MM * m->page.theme.scale, m->arena, &g->cells, err) != WIJK_OK ||
      arcs_compute(request->zones, &view, 0.2, m->arena, &arcs, err) != WIJK_OK)
    return err->status;
  size_t most = arcs_ring_most(&arcs);
  double *x = WIJK_ARENA_ADD(m->arena, double, most, err), *y = WIJK_ARENA_ADD(m->arena, double, most, err);
  g->free = WIJK_ARENA_ADD(m->arena, uint32_t, (g->cells.columns + 1) * (g->cells.rows + 1), err);
  if (!x || !y || !g->free)
    return WIJK_MEMORY;
  for (size_t row = 0; row < request->zones->row_count; row++)
    if (cells_add_zone(&g->cells, request->zones, &arcs, row, x, y, m->arena, err) != WIJK_OK)
      return err->status;
  double half = 2.5 * m->page.theme.scale;
  for (size_t i = 0; request->facilities && i < request->facilities->row_count; i++)
    cells_add_box(&g->cells, &(draw_box){view_x(&view, request->facilities->geometry.x[i]) - half,
                                         view_y(&view, request->facilities->geometry.y[i]) - half, 2 * half, 2 * half});
  cells_sum(&g->cells, CELL_ANY, 0, g->free);
  return WIJK_OK;
}

/* Whether a box is clear of all that is in the frame, which stands at (left, top). */
static bool is_clear(const ground *g, const draw_box *frame, const draw_box *box, double clear_mm) {
  const cells *c = &g->cells;
  double left = fmax(0, floor((box->x - clear_mm - frame->x) / c->side));
  double top = fmax(0, floor((box->y - clear_mm - frame->y) / c->side));
  double right = fmin((double)c->columns, ceil((box->x + box->width + clear_mm - frame->x) / c->side));
  double base = fmin((double)c->rows, ceil((box->y + box->height + clear_mm - frame->y) / c->side));
  if (right <= left || base <= top)
    return true;
  size_t width = (size_t)(right - left), height = (size_t)(base - top);
  return cells_count(c, g->free, (size_t)left, (size_t)top, width, height) == width * height;
}

/* ---- where it stands ---- */

typedef struct arrangement {
  double worth, main_scale, inset_scale;
  draw_box frame, inset;
} arrangement;

/* A place for a box of this size in the room: at its edges, near where its zones lie. */
static bool find_place(const map *m, const ground *g, const draw_box *frame, const double aim[2], draw_box *box) {
  const draw_box *room = &m->room;
  double s = m->page.theme.scale, step = 3 * s, best = HUGE_VAL;
  draw_box at = *box;
  double right = room->x + room->width - box->width, base = room->y + room->height - box->height;
  for (int row = 0; room->y + row * step <= base; row++)
    for (int column = 0; room->x + column * step <= right; column++) {
      at.x = room->x + column * step;
      at.y = room->y + row * step;
      double edges = fmin(at.x - room->x, right - at.x) + fmin(at.y - room->y, base - at.y);
      if (edges >= best)
        continue;
      double cost = edges + 0.3 * hypot(at.x + at.width / 2 - aim[0], at.y + at.height / 2 - aim[1]);
      if (cost < best && is_clear(g, frame, &at, CLEAR_MM * s)) {
        best = cost;
        *box = at;
      }
    }
  return best < HUGE_VAL;
}

static draw_box inset_size(const map *m, const double bounds[4], double mm_per_m) {
  double s = m->page.theme.scale;
  draw_box map_box = frame_of(bounds, mm_per_m, 0, 0);
  return (draw_box){0, 0, fmax(map_box.width, 40 * s) + 2 * PADDING_MM * s,
                    map_box.height + (PADDING_MM + HEAD_MM + FOOT_MM) * s};
}

/* The largest inset that finds a place beside the frame. Its zones lie in the direction of `way`. */
static void try_frame(const map *m, const ground *g, const double bounds[4], double whole, const double way[2],
                      arrangement *tried, arrangement *best) {
  const draw_box *room = &m->room;
  const double aim[2] = {room->x + room->width * (0.5 + 0.5 * way[0]), room->y + room->height * (0.5 - 0.5 * way[1])};
  for (int step = 0; step < STEPS; step++) {
    tried->inset_scale = fmin(2 * whole, 0.8 * tried->main_scale) * pow(0.92, step);
    tried->worth = (1 - INSET_WEIGHT) * log(tried->main_scale) + INSET_WEIGHT * log(tried->inset_scale);
    if (tried->inset_scale < INSET_LEAST * whole || (best->main_scale > 0 && tried->worth <= best->worth))
      return;
    tried->inset = inset_size(m, bounds, tried->inset_scale);
    if (tried->inset.width * tried->inset.height > AREA_MOST * room->width * room->height ||
        !find_place(m, g, &tried->frame, aim, &tried->inset))
      continue;
    const draw_box *box = &tried->inset;
    tried->worth -= ASIDE_WEIGHT * hypot(box->x + box->width / 2 - aim[0], box->y + box->height / 2 - aim[1]) /
                    hypot(room->width, room->height);
    if (best->main_scale == 0 || tried->worth > best->worth)
      *best = *tried;
  }
}

/* Frames from large to small, each in nine places of the room. */
static wijk_status arrange(map *m, const double bounds[4], arrangement *best, wijk_error *err) {
  const double way[2] = {(bounds[0] + bounds[2] - m->bounds[0] - m->bounds[2]) / (m->whole[2] - m->whole[0]),
                         (bounds[1] + bounds[3] - m->bounds[1] - m->bounds[3]) / (m->whole[3] - m->whole[1])};
  double most = fit(&m->room, m->bounds), whole = fit(&m->room, m->whole);
  double least = m->request->inset == WIJK_INSET_GIVEN ? 0.5 * whole : GAIN_KEPT * whole;
  ground g;
  if (find_ground(m, most, &g, err) != WIJK_OK)
    return err->status;
  double side = g.cells.side;
  for (double scale = most; scale >= least && scale > 0.4 * most; scale *= 0.96) {
    g.cells.side = side * scale / most;
    for (int place = 0; place < 9; place++) {
      arrangement tried = {.main_scale = scale, .frame = frame_of(m->bounds, scale, 0, 0)};
      tried.frame.x = m->room.x + (m->room.width - tried.frame.width) * 0.5 * (place % 3);
      tried.frame.y = m->room.y + (m->room.height - tried.frame.height) * 0.5 * (place / 3);
      try_frame(m, &g, bounds, whole, way, &tried, best);
    }
  }
  return WIJK_OK;
}

static void find_bounds(const map *m, double bounds[4]) {
  const wijk_geometry *g = &m->request->zones->geometry;
  bounds[0] = bounds[1] = HUGE_VAL;
  bounds[2] = bounds[3] = -HUGE_VAL;
  for (size_t row = 0; row < m->request->zones->row_count; row++) {
    size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
    for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; m->elsewhere[row] && i < end; i++) {
      bounds[0] = fmin(bounds[0], g->x[i]);
      bounds[1] = fmin(bounds[1], g->y[i]);
      bounds[2] = fmax(bounds[2], g->x[i]);
      bounds[3] = fmax(bounds[3], g->y[i]);
    }
  }
  double room = ROOM_SHARE * fmax(bounds[2] - bounds[0], bounds[3] - bounds[1]);
  for (int side = 0; side < 4; side++)
    bounds[side] += side < 2 ? -room : room;
}

static wijk_status make_inset(map *m, const double bounds[4], const arrangement *found, wijk_error *err) {
  size_t n = m->request->zones->row_count;
  map *inset = WIJK_ARENA_ADD(m->arena, map, 1, err);
  uint8_t *elsewhere = WIJK_ARENA_ADD(m->arena, uint8_t, n, err);
  if (!inset || !elsewhere)
    return WIJK_MEMORY;
  for (size_t row = 0; row < n; row++)
    elsewhere[row] = !m->elsewhere[row];
  double s = m->page.theme.scale;
  const draw_box *box = &found->inset;
  *inset = *m;
  inset->elsewhere = elsewhere;
  memcpy(inset->bounds, bounds, sizeof inset->bounds);
  inset->room = (draw_box){box->x + PADDING_MM * s, box->y + HEAD_MM * s, box->width - 2 * PADDING_MM * s,
                           box->height - (PADDING_MM + HEAD_MM + FOOT_MM) * s};
  inset->frame = frame_of(bounds, found->inset_scale, inset->room.x, inset->room.y);
  inset->frame.x += (inset->room.width - inset->frame.width) / 2;
  inset->view = view_of(bounds, found->inset_scale, &inset->frame);
  m->inset = inset;
  m->inset_box = *box;
  return map_compute_arcs(inset, err);
}

wijk_status map_place_inset(map *m, wijk_error *err) {
  arrangement best = {0};
  double bounds[4];
  m->elsewhere = m->split;
  memcpy(m->bounds, m->split_bounds, sizeof m->bounds);
  find_bounds(m, bounds);
  m->inset = NULL;
  if (arrange(m, bounds, &best, err) != WIJK_OK)
    return err->status;
  if (best.main_scale > 0) {
    m->frame = best.frame;
    m->view = view_of(m->bounds, best.main_scale, &m->frame);
    return make_inset(m, bounds, &best, err);
  }
  if (m->request->inset == WIJK_INSET_GIVEN) {
    wijk_error_set(err, WIJK_USAGE, "the page has no room for the inset");
    return wijk_error_hint(err, "give a larger --size, or an inset of less ground");
  }
  memcpy(m->bounds, m->whole, sizeof m->bounds);
  m->elsewhere = NULL;
  return WIJK_OK;
}

wijk_status map_inset_symbols(map *m, wijk_error *err) {
  map *inset = m->inset;
  return symbols_compute_inset(m->request->facilities, &m->symbols, &m->view, &m->frame, &inset->view, &inset->frame,
                               &m->page.theme, m->arena, &inset->symbols, err);
}

/* ---- how it is drawn ---- */

/* By where its middle lies from that of the map, in eighths of a turn. */
const char *map_inset_title(const map *m) {
  static const char *const words[2][8] = {{"eastern part", "northeastern part", "northern part", "northwestern part",
                                           "western part", "southwestern part", "southern part", "southeastern part"},
                                          {"oostelijk deel", "noordoostelijk deel", "noordelijk deel",
                                           "noordwestelijk deel", "westelijk deel", "zuidwestelijk deel",
                                           "zuidelijk deel", "zuidoostelijk deel"}};
  const double *a = m->bounds, *b = m->inset->bounds;
  double turn = atan2(b[1] + b[3] - a[1] - a[3], b[0] + b[2] - a[0] - a[2]) / (2 * M_PI);
  return words[m->request->dutch][(int)round((turn + 1) * 8) % 8];
}

wijk_status map_draw_inset(map *m, wijk_error *err) {
  map *inset = m->inset;
  const draw_theme *t = &m->page.theme;
  const draw_box *box = &m->inset_box;
  bool dutch = m->request->dutch;
  double s = t->scale;
  const char *title = wijk_arena_format(m->arena, err, dutch ? "Inzet: %s" : "Inset: %s", map_inset_title(m));
  if (!title)
    return WIJK_MEMORY;
  inset->drawing = m->drawing;
  inset->result = m->result;
  drawing_open(m->drawing, title, NULL);
  drawing_box(m->drawing, *box);
  drawing_paint(m->drawing, &t->inset, NULL);
  drawing_text(m->drawing, box->x + PADDING_MM * s, box->y + 0.8 * HEAD_MM * s, ANCHOR_START, &t->heading, title);
  if (map_draw(inset, NULL, err) != WIJK_OK)
    return err->status;
  legend_block scale = {0};
  if (map_legend_scale(inset, 0.5, &scale, err) != WIJK_OK)
    return err->status;
  double foot = box->y + box->height - FOOT_MM * s;
  legend_draw(&scale, t, m->drawing, box->x + 1.5 * PADDING_MM * s, foot);
  drawing_text(m->drawing, box->x + box->width - PADDING_MM * s, foot + t->body.size_mm * 1.4 + s, ANCHOR_END,
               &t->small, dutch ? "grijs: zie kaart" : "grey: see map");
  drawing_close(m->drawing);
  return WIJK_OK;
}
