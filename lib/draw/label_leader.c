/* SPDX-License-Identifier: EUPL-1.2 */
/* Names beside their zone, with a line that ends in a dot inside it. Free room of the page is laid out in cells; the
 * places found there for each name are as different as can be, so that the search has something to choose from. */
#include "draw/label_leader.h"
#include "base/sort.h"
#include <math.h>

#define LEADERS_MOST 200
#define ROOM_CELLS 1000.0 /* along the room's longer side, at most */
#define ROOM_CELL_MM 0.5
#define SECTORS 32 /* directions in which places are looked for */
#define RINGS 6    /* distances */
#define PLACES_SEEN (SECTORS * RINGS)
#define LINE_COST 3.0   /* mm of leader that a line of text less is worth */
#define BROADSIDE 2.0   /* mm that a leader to the side of a name is better than one to its top or foot */
#define LEFT_OUT 1000.0 /* mm */
#define SYMBOL_COST 3.0 /* mm that a symbol under the leader is worth */

bool line_meets_box(double x1, double y1, double x2, double y2, const draw_box *box, double clear_mm) {
  double start = 0, end = 1;
  const double from[2] = {x1, y1}, way[2] = {x2 - x1, y2 - y1};
  const double low[2] = {box->x - clear_mm, box->y - clear_mm};
  const double high[2] = {box->x + box->width + clear_mm, box->y + box->height + clear_mm};
  for (int axis = 0; axis < 2; axis++) {
    if (way[axis] == 0) {
      if (from[axis] <= low[axis] || from[axis] >= high[axis])
        return false;
      continue;
    }
    double a = (low[axis] - from[axis]) / way[axis], b = (high[axis] - from[axis]) / way[axis];
    start = fmax(start, fmin(a, b));
    end = fmin(end, fmax(a, b));
  }
  return start < end;
}

/* ---- free room ---- */

typedef struct free_room {
  cells cells;
  uint32_t *free;
} free_room;

static wijk_status find_free_room(label_job *job, free_room *room, wijk_error *err) {
  const draw_box *box = &job->rules->room;
  double side = fmax(ROOM_CELL_MM, fmax(box->width, box->height) / ROOM_CELLS);
  if (cells_new(box, side, job->arena, &room->cells, err) != WIJK_OK)
    return err->status;
  room->free = WIJK_ARENA_ADD(job->arena, uint32_t, (room->cells.columns + 1) * (room->cells.rows + 1), err);
  if (!room->free)
    return WIJK_MEMORY;
  for (size_t row = 0; row < job->zones->row_count; row++)
    if (cells_add_zone(&room->cells, job->zones, job->arcs, row, job->x, job->y, job->arena, err) != WIJK_OK)
      return err->status;
  for (size_t i = 0; i < job->rules->taken_count; i++)
    cells_add_box(&room->cells, &job->rules->taken[i]);
  for (size_t i = 0; i < job->label_count; i++)
    label_take(&job->labels[i], job->rules->clear_mm, &room->cells);
  cells_sum(&room->cells, CELL_ANY, 0, room->free);
  return WIJK_OK;
}

/* ---- where the dot stands ---- */

/* Steps from each free cell to the nearest that is not, in chess king's moves; the farthest cell is the dot's. */
static wijk_status find_dot(label_job *job, const label_zone *shape, double *x, double *y, bool *found,
                            wijk_error *err) {
  cells c;
  wijk_arena_mark mark = wijk_arena_now(job->arena);
  if (label_zone_cells(job, shape, &c, err) != WIJK_OK)
    return err->status;
  size_t stride = c.columns + 2;
  uint32_t *steps = WIJK_ARENA_ADD(job->arena, uint32_t, stride * (c.rows + 2), err), most = 0;
  if (!steps)
    return WIJK_MEMORY;
  for (size_t row = 1; row <= c.rows; row++)
    for (size_t column = 1; column <= c.columns; column++) {
      uint32_t *s = &steps[row * stride + column];
      if (c.mark[(row - 1) * c.columns + column - 1] != CELL_INSIDE)
        continue;
      uint32_t before = s[-1] < *(s - stride) ? s[-1] : *(s - stride);
      before = *(s - stride - 1) < before ? *(s - stride - 1) : before;
      before = *(s - stride + 1) < before ? *(s - stride + 1) : before;
      *s = before + 1;
    }
  for (size_t row = c.rows; row >= 1; row--)
    for (size_t column = c.columns; column >= 1; column--) {
      uint32_t *s = &steps[row * stride + column];
      uint32_t after = s[1] < *(s + stride) ? s[1] : *(s + stride);
      after = *(s + stride - 1) < after ? *(s + stride - 1) : after;
      after = *(s + stride + 1) < after ? *(s + stride + 1) : after;
      *s = *s > after + 1 ? after + 1 : *s;
      if (*s > most) {
        most = *s;
        *x = c.x + ((double)column - 0.5) * c.side;
        *y = c.y + ((double)row - 0.5) * c.side;
      }
    }
  *found = most > 0;
  wijk_arena_reset(job->arena, mark);
  return WIJK_OK;
}

/* ---- places ---- */

/* The leader goes to the middle of the side, top or foot that is nearest. */
static double attach(label *l, double clear_mm) {
  const draw_box *b = &l->box;
  double middle_x = b->x + b->width / 2, middle_y = b->y + b->height / 2;
  const double ends[4][2] = {{b->x - clear_mm, middle_y},
                             {b->x + b->width + clear_mm, middle_y},
                             {middle_x, b->y - clear_mm},
                             {middle_x, b->y + b->height + clear_mm}};
  static const draw_anchor anchors[4] = {ANCHOR_START, ANCHOR_END, ANCHOR_MIDDLE, ANCHOR_MIDDLE};
  double best = HUGE_VAL;
  for (int i = 0; i < 4; i++) {
    double cost = hypot(ends[i][0] - l->dot_x, ends[i][1] - l->dot_y) + (i < 2 ? 0 : BROADSIDE);
    if (cost >= best || line_meets_box(l->dot_x, l->dot_y, ends[i][0], ends[i][1], b, 0))
      continue;
    best = cost;
    l->end_x = ends[i][0];
    l->end_y = ends[i][1];
    l->anchor = anchors[i];
  }
  return best;
}

/* Keeps the cheapest in each direction and distance. */
static void keep_place(leader_place *seen, const label *l, double cost, double most_mm) {
  double length = hypot(l->end_x - l->dot_x, l->end_y - l->dot_y);
  double turn = atan2(l->end_y - l->dot_y, l->end_x - l->dot_x) / (2 * M_PI) + 0.5;
  size_t sector = (size_t)fmin(SECTORS - 1, turn * SECTORS), ring = (size_t)fmin(RINGS - 1, length / most_mm * RINGS);
  leader_place *place = &seen[ring * SECTORS + sector];
  if (place->label.led && place->cost <= cost)
    return;
  *place = (leader_place){.label = *l, .cost = cost};
}

static void look_about(const label_job *job, const free_room *room, const label_text *text, double size_mm, double x,
                       double y, leader_place *seen) {
  const cells *c = &room->cells;
  const label_rules *rules = job->rules;
  double reach = rules->leader_most_mm, clear = rules->clear_mm;
  label l = {.text = *text, .size_mm = size_mm, .led = true, .dot_x = x, .dot_y = y};
  l.box.width = text->width_em * size_mm;
  l.box.height = label_height(text, size_mm, rules);
  size_t width = (size_t)ceil((l.box.width + 2 * clear) / c->side),
         height = (size_t)ceil((l.box.height + 2 * clear) / c->side);
  if (width > c->columns || height > c->rows)
    return;
  double left = fmax(0, floor((x - reach - l.box.width - c->x) / c->side)), right = (x + reach - c->x) / c->side;
  double top = fmax(0, floor((y - reach - l.box.height - c->y) / c->side)), base = (y + reach - c->y) / c->side;
  for (double row = top; row < base && row + (double)height <= (double)c->rows; row += 2)
    for (double column = left; column < right && column + (double)width <= (double)c->columns; column += 2) {
      if (cells_count(c, room->free, (size_t)column, (size_t)row, width, height) != width * height)
        continue;
      l.box.x = c->x + (column + (double)width / 2) * c->side - l.box.width / 2;
      l.box.y = c->y + (row + (double)height / 2) * c->side - l.box.height / 2;
      double cost = attach(&l, clear) + LINE_COST * (double)(text->line_count - 1);
      if (hypot(l.end_x - x, l.end_y - y) <= reach)
        keep_place(seen, &l, cost, reach);
    }
}

static int order_by_cost(const void *context, size_t a, size_t b) {
  const leader_place *places = context;
  return (places[a].cost > places[b].cost) - (places[a].cost < places[b].cost);
}

static void set_hull(leader_place *place) {
  const label *l = &place->label;
  double left = fmin(l->box.x, l->dot_x), top = fmin(l->box.y, l->dot_y);
  place->hull = (draw_box){left, top, fmax(l->box.x + l->box.width, l->dot_x) - left,
                           fmax(l->box.y + l->box.height, l->dot_y) - top};
}

/* Whether the leader runs free of the names that stand already; symbols under it make it dearer. */
static bool leader_runs(const label_job *job, size_t row, leader_place *place) {
  const label *l = &place->label;
  for (size_t i = 0; i < job->label_count; i++)
    if (job->labels[i].row != row &&
        line_meets_box(l->dot_x, l->dot_y, l->end_x, l->end_y, &job->labels[i].box, job->rules->clear_mm))
      return false;
  for (size_t i = 0; i < job->rules->taken_count; i++)
    if (line_meets_box(l->dot_x, l->dot_y, l->end_x, l->end_y, &job->rules->taken[i], 0))
      place->cost += SYMBOL_COST;
  return true;
}

static wijk_status find_places(label_job *job, const free_room *room, leader_choice *choice, wijk_error *err) {
  const label_request *request = &job->requests[choice->request];
  leader_place *seen = WIJK_ARENA_ADD(job->arena, leader_place, PLACES_SEEN, err);
  size_t *order = WIJK_ARENA_ADD(job->arena, size_t, PLACES_SEEN, err);
  choice->places = WIJK_ARENA_ADD(job->arena, leader_place, LEADER_PLACES, err);
  double x = 0, y = 0;
  bool found = false;
  if (!seen || !order || !choice->places ||
      find_dot(job, &job->shapes[choice->request], &x, &y, &found, err) != WIJK_OK || !found)
    return err->status;
  double size = job->rules->sizes_mm[job->rules->size_count - 1];
  for (size_t way = 0; way < request->way_count; way++)
    if (!request->ways[way].broken)
      look_about(job, room, &request->ways[way], size, x, y, seen);
  size_t count = 0;
  for (size_t i = 0; i < PLACES_SEEN; i++)
    if (seen[i].label.led && leader_runs(job, request->row, &seen[i]))
      seen[count++] = seen[i];
  if (wijk_sort(count, order_by_cost, seen, order, err) != WIJK_OK)
    return err->status;
  choice->left_out = request->spare_mm > 0 ? request->spare_mm : LEFT_OUT;
  for (size_t i = 0; i < count && i < LEADER_PLACES && seen[order[i]].cost < choice->left_out; i++) {
    leader_place *place = &choice->places[choice->place_count++];
    *place = seen[order[i]];
    place->label.row = request->row;
    set_hull(place);
  }
  return WIJK_OK;
}

wijk_status labels_lead(label_job *job, wijk_error *err) {
  size_t count = 0;
  for (size_t i = 0; i < job->request_count; i++)
    count += !job->placed[i] && job->shapes[i].area > 0;
  if (count == 0 || count > LEADERS_MOST)
    return WIJK_OK;
  leader_choice *choices = WIJK_ARENA_ADD(job->arena, leader_choice, count, err);
  free_room room;
  if (!choices || find_free_room(job, &room, err) != WIJK_OK)
    return err->status;
  count = 0;
  for (size_t i = 0; i < job->request_count; i++) {
    size_t request = job->order[i];
    if (job->placed[request] || !(job->shapes[request].area > 0))
      continue;
    choices[count].request = request;
    if (find_places(job, &room, &choices[count++], err) != WIJK_OK)
      return err->status;
  }
  leaders_choose(choices, count, job->rules->clear_mm);
  for (size_t i = 0; i < count; i++)
    if (choices[i].chosen < choices[i].place_count) {
      job->placed[choices[i].request] = true;
      job->labels[job->label_count++] = choices[i].places[choices[i].chosen].label;
    }
  return WIJK_OK;
}
