/* SPDX-License-Identifier: EUPL-1.2 */
/* Names that find no room on the map: a number in the zone, and the name in a key on the page. First where the page is
 * empty anyway; else the page is laid out anew with room kept for the key, which leaves the map smaller. */
#include "base/sort.h"
#include "draw/cells.h"
#include "draw/label_zone.h"
#include "draw/map.h"
#include <math.h>
#include <wijk/text.h>

#define KEY_MOST_AUTO 60 /* names, and */
#define SHARE_MOST 0.5   /* of all: more is a list with a picture */
#define SCALE_KEPT 0.85  /* of the map's scale, by itself */
#define SCALE_ASKED 0.5  /* when a key was asked for */
#define ATTEMPTS 4       /* at a page with the room that its own names need */
#define CELL_MM 1.0
#define CLEAR_MM 2.5    /* to all else */
#define COLUMN_COST 2.0 /* mm from the edge of the page that a column less is worth */

typedef struct naming {
  map *m;
  const page_request *words;
  key key;
  const char **names; /* [zones] of the key, in its order */
  label **labels;     /* [zones] and their numbers */
} naming;

/* ---- names and numbers ---- */

static wijk_status for_frames(map *m, wijk_status (*each)(map *m, wijk_error *err), wijk_error *err) {
  if (each(m, err) == WIJK_OK && m->inset) {
    m->inset->result = m->result;
    each(m->inset, err);
  }
  return err->status;
}

static size_t count_unnamed(const map *m) {
  return m->names_asked - m->label_count + (m->inset ? m->inset->names_asked - m->inset->label_count : 0);
}

/* No more in the key than makes sense, and as many digits as that takes. */
static bool wants_key(const map *m) {
  const size_t without = count_unnamed(m), asked = m->names_asked + (m->inset ? m->inset->names_asked : 0);
  const wijk_map_request *request = m->request;
  if (without == 0 || request->zones->row_count > WIJK_NAMES_ZONES)
    return false;
  return request->names == WIJK_NAMES_KEY || (request->names == WIJK_NAMES_AUTO && without <= KEY_MOST_AUTO &&
                                              (double)without <= SHARE_MOST * (double)asked);
}

static int order_by_name(const void *context, size_t a, size_t b) {
  const naming *n = context;
  return wijk_text_order(n->names[a], n->names[b]);
}

static void gather(naming *n, map *m, size_t *count) {
  const wijk_column *name = wijk_layer_find_role(m->request->zones, "name");
  for (size_t i = 0; m && i < m->label_count; i++)
    if (m->labels[i].number > 0) {
      n->names[*count] = name->texts[m->labels[i].row];
      n->labels[(*count)++] = &m->labels[i];
    }
}

/* Numbers go by the alphabet of names, so that the key can be searched both ways. */
static wijk_status number_names(naming *n, wijk_error *err) {
  map *m = n->m;
  size_t rows = m->request->zones->row_count, count = 0;
  n->names = WIJK_ARENA_ADD(m->arena, const char *, rows, err);
  n->labels = WIJK_ARENA_ADD(m->arena, label *, rows, err);
  size_t *order = WIJK_ARENA_ADD(m->arena, size_t, rows, err);
  const char **sorted = WIJK_ARENA_ADD(m->arena, const char *, rows, err);
  if (!n->names || !n->labels || !order || !sorted)
    return WIJK_MEMORY;
  gather(n, m, &count);
  if (m->inset)
    gather(n, m->inset, &count);
  if (wijk_sort(count, order_by_name, n, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    const char *digits = wijk_arena_format(m->arena, err, "%zu", i + 1);
    if (!digits)
      return WIJK_MEMORY;
    map_set_number(m, n->labels[order[i]], i + 1, digits);
    sorted[i] = n->names[order[i]];
  }
  n->key.names = n->names = sorted;
  n->key.count = count;
  return WIJK_OK;
}

static wijk_status place_all(naming *n, wijk_error *err) {
  map *m = n->m;
  if (for_frames(m, map_place_names, err) != WIJK_OK)
    return err->status;
  n->key.count = 0;
  if (!wants_key(m))
    return WIJK_OK;
  const size_t without = count_unnamed(m);
  const char *widest = without < 10 ? "8" : without < 100 ? "88" : "888";
  if (map_place_numbers(m, widest, err) != WIJK_OK ||
      (m->inset && map_place_numbers(m->inset, widest, err) != WIJK_OK) ||
      for_frames(m, map_place_beside, err) != WIJK_OK)
    return err->status;
  return number_names(n, err);
}

/* ---- where the page is empty ---- */

typedef struct empty {
  cells cells;
  uint32_t *free;
} empty;

/* The zones as far as they are seen: the frame cuts off those that the inset shows. */
static wijk_status take_zones(const map *m, cells *c, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  cells frame;
  size_t most = arcs_ring_most(&m->arcs);
  double *x = WIJK_ARENA_ADD(m->arena, double, most + 1, err), *y = WIJK_ARENA_ADD(m->arena, double, most + 1, err);
  if (!x || !y || cells_new(&m->frame, c->side, m->arena, &frame, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < zones->row_count; row++)
    if (cells_add_zone(&frame, zones, &m->arcs, row, x, y, m->arena, err) != WIJK_OK)
      return err->status;
  for (size_t row = 0; row < frame.rows; row++)
    for (size_t column = 0; column < frame.columns; column++)
      if (frame.mark[row * frame.columns + column])
        cells_add_box(
            c, &(draw_box){frame.x + (double)column * c->side, frame.y + (double)row * c->side, c->side, c->side});
  return WIJK_OK;
}

static wijk_status find_empty(const map *m, empty *e, wijk_error *err) {
  const page *p = &m->page;
  double left = p->theme.margin, top = p->map.y, base = p->foot_y - (p->foot.count > 0 ? 0.5 * p->theme.gap : 0);
  draw_box body = {left, top, p->width_mm - 2 * left, base - top};
  double side = CELL_MM * p->theme.scale;
  if (cells_new(&body, side, m->arena, &e->cells, err) != WIJK_OK)
    return err->status;
  e->free = WIJK_ARENA_ADD(m->arena, uint32_t, (e->cells.columns + 1) * (e->cells.rows + 1), err);
  if (!e->free || take_zones(m, &e->cells, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->block_count; i++)
    cells_add_box(&e->cells, &(draw_box){p->block_x[i], p->block_y[i], p->blocks[i].width, p->blocks[i].height});
  for (size_t i = 0; i < m->symbols.count; i++)
    cells_add_box(&e->cells, &m->symbols.boxes[i]);
  for (size_t i = 0; i < m->over_count; i++)
    cells_add_box(&e->cells, &m->over[i]);
  for (size_t i = 0; i < m->label_count; i++)
    label_take(&m->labels[i], 0.5 * side, &e->cells);
  if (m->inset)
    cells_add_box(&e->cells, &m->inset_box);
  if (context_asked(m->request)) /* what lies about the zones fills it */
    cells_add_box(&e->cells, &m->ground);
  cells_sum(&e->cells, CELL_ANY, 0, e->free);
  return WIJK_OK;
}

/* Whether a box in the body of the page is clear of all that stands there; beyond the body nothing does. */
static bool is_clear(const empty *e, const draw_box *box, double clear_mm) {
  const cells *c = &e->cells;
  double left = fmax(0, floor((box->x - clear_mm - c->x) / c->side));
  double top = fmax(0, floor((box->y - clear_mm - c->y) / c->side));
  double right = fmin((double)c->columns, ceil((box->x + box->width + clear_mm - c->x) / c->side));
  double base = fmin((double)c->rows, ceil((box->y + box->height + clear_mm - c->y) / c->side));
  size_t width = (size_t)(right - left), height = (size_t)(base - top);
  return cells_count(c, e->free, (size_t)left, (size_t)top, width, height) == width * height;
}

/* Under the legend where that stands beside the map. */
static bool find_under_legend(const map *m, const empty *e, const key *k, draw_box *found) {
  const page *p = &m->page;
  const size_t last = p->block_count - 1;
  double right = p->width_mm - p->theme.margin, base = e->cells.y + (double)e->cells.rows * e->cells.side;
  *found =
      (draw_box){p->block_x[0], p->block_y[last] + p->blocks[last].height + 0.75 * p->theme.gap, k->width, k->height};
  return p->block_x[0] == p->block_x[last] && p->block_x[0] >= p->map.x + p->map.width &&
         found->x + k->width <= right && found->y + k->height <= base && is_clear(e, found, 0);
}

/* The place nearest to two edges of the page, for this many columns; `cost` is the least so far. */
static void find_at_edges(const map *m, const empty *e, const key *k, double *cost, draw_box *found, size_t *columns) {
  const cells *c = &e->cells;
  double width = c->side * (double)c->columns - k->width, height = c->side * (double)c->rows - k->height;
  double clear = CLEAR_MM * m->page.theme.scale;
  for (double y = 0; y <= height; y += c->side)
    for (double x = 0; x <= width; x += c->side) {
      double here = fmin(x, width - x) + fmin(y, height - y) + COLUMN_COST * m->page.theme.scale * (double)k->columns;
      draw_box box = {c->x + x, c->y + y, k->width, k->height};
      if (here >= *cost || !is_clear(e, &box, clear))
        continue;
      *cost = here;
      *found = box;
      *columns = k->columns;
    }
}

/* The key where nothing else stands; false when there is no such place. */
static wijk_status find_room(naming *n, bool *found, wijk_error *err) {
  map *m = n->m;
  empty e;
  wijk_arena_mark mark = wijk_arena_now(m->arena);
  if (find_empty(m, &e, err) != WIJK_OK)
    return err->status;
  double cost = HUGE_VAL;
  size_t columns = 0;
  *found = false;
  for (size_t c = 1; c <= KEY_COLUMNS_MOST && c <= n->key.count && !*found; c++) {
    n->key.columns = c;
    key_measure(&n->key, &m->page.theme, m->pen);
    *found = find_under_legend(m, &e, &n->key, &m->key_box);
  }
  for (size_t c = 1; c <= KEY_COLUMNS_MOST && c <= n->key.count && !*found; c++) {
    n->key.columns = c;
    key_measure(&n->key, &m->page.theme, m->pen);
    find_at_edges(m, &e, &n->key, &cost, &m->key_box, &columns);
  }
  if (columns > 0) {
    n->key.columns = columns;
    key_measure(&n->key, &m->page.theme, m->pen);
    *found = true;
  }
  wijk_arena_reset(m->arena, mark);
  return WIJK_OK;
}

/* ---- a page with room for it ---- */

static double fit(const map *m) {
  return fmin(m->page.map.width / (m->bounds[2] - m->bounds[0]), m->page.map.height / (m->bounds[3] - m->bounds[1]));
}

/* The page that leaves the map largest with this key on it; false when none does. */
static wijk_status lay_out(naming *n, bool *found, wijk_error *err) {
  map *m = n->m;
  size_t best = 0;
  double largest = 0;
  m->key = &n->key;
  *found = false;
  for (size_t columns = 1; columns <= KEY_COLUMNS_MOST + 1; columns++) {
    const bool last = columns == KEY_COLUMNS_MOST + 1;
    wijk_error unfit = {0};
    if (last && best == 0)
      return WIJK_OK;
    n->key.columns = last ? best : columns;
    wijk_status status = page_compute(n->words, map_legend_fill, m, m->pen, m->arena, &m->page, &unfit);
    if (status != WIJK_OK && status != WIJK_USAGE) {
      *err = unfit;
      return status;
    }
    if (status == WIJK_OK && !last && fit(m) > 1.02 * largest) {
      largest = fit(m);
      best = columns;
    }
  }
  *found = true;
  return map_place(m, &m->page.map, err);
}

/* Back to the page without a key. */
static wijk_status give_up(naming *n, wijk_error *err) {
  map *m = n->m;
  m->key = NULL;
  if (page_compute(n->words, map_legend_fill, m, m->pen, m->arena, &m->page, err) != WIJK_OK ||
      map_place(m, &m->page.map, err) != WIJK_OK)
    return err->status;
  return for_frames(m, map_place_names, err);
}

static wijk_status make_room(naming *n, wijk_error *err) {
  map *m = n->m;
  double least = (m->request->names == WIJK_NAMES_KEY ? SCALE_ASKED : SCALE_KEPT) * m->view.mm_per_m;
  for (int attempt = 0; attempt < ATTEMPTS && n->key.count > 0; attempt++) {
    bool found;
    if (lay_out(n, &found, err) != WIJK_OK)
      return err->status;
    if (!found || m->view.mm_per_m < least)
      break;
    const double width = n->key.width, height = n->key.height;
    const size_t columns = n->key.columns, block = m->page.block_count - 1;
    if (place_all(n, err) != WIJK_OK)
      return err->status;
    if (n->key.count == 0)
      break;
    n->key.columns = columns;
    key_measure(&n->key, &m->page.theme, m->pen);
    m->key_box = (draw_box){m->page.block_x[block], m->page.block_y[block], n->key.width, n->key.height};
    if (n->key.width <= width + 1e-9 && n->key.height <= height + 1e-9)
      return WIJK_OK;
  }
  return give_up(n, err);
}

wijk_status map_name_zones(map *m, const page_request *words, wijk_error *err) {
  naming *n = WIJK_ARENA_ADD(m->arena, naming, 1, err);
  if (!n || m->request->names == WIJK_NAMES_NONE)
    return err->status;
  *n =
      (naming){.m = m, .words = words, .key.heading = m->request->dutch ? "Nummers op de kaart" : "Numbers on the map"};
  if (place_all(n, err) != WIJK_OK)
    return err->status;
  bool found = false;
  if (n->key.count > 0 && find_room(n, &found, err) != WIJK_OK)
    return err->status;
  if (n->key.count > 0 && !found && make_room(n, err) != WIJK_OK)
    return err->status;
  m->key = found ? &n->key : m->key;
  return for_frames(m, map_tell_names, err);
}
