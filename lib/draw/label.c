/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a name stands within its zone. Each zone is laid out in small cells; sums over cells say at once whether a box
 * lies wholly inside, clear of the border and of symbols. */
#include "draw/label.h"
#include "base/sort.h"
#include "draw/label_zone.h"
#include <math.h>
#include <string.h>

static double ring_area(const double *x, const double *y, size_t count) {
  double sum = 0;
  for (size_t i = 0, j = count - 1; i < count; j = i++)
    sum += (x[j] - x[0]) * (y[i] - y[0]) - (x[i] - x[0]) * (y[j] - y[0]);
  return fabs(sum) / 2;
}

static void find_largest_part(const label_job *job, label_zone *shape) {
  const wijk_geometry *g = &job->zones->geometry;
  const double *x = job->x, *y = job->y;
  for (size_t part = g->part_of_row[shape->row]; part < g->part_of_row[shape->row + 1]; part++) {
    size_t shell = g->ring_of_part[part];
    if (shell == g->ring_of_part[part + 1])
      continue;
    size_t count = arcs_ring(job->arcs, shell, job->x, job->y);
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

bool boxes_meet(const draw_box *a, const draw_box *b, double clear_mm) {
  return a->x < b->x + b->width + clear_mm && b->x < a->x + a->width + clear_mm && a->y < b->y + b->height + clear_mm &&
         b->y < a->y + a->height + clear_mm;
}

wijk_status label_zone_cells(label_job *job, const label_zone *shape, cells *made, wijk_error *err) {
  if (cells_new(&shape->bounds, LABEL_CELL_MM, job->arena, made, err) != WIJK_OK)
    return err->status;
  cells_add_rings(made, job->arcs, shape->first_ring, shape->ring_count, job->x, job->y);
  for (size_t i = 0; i < job->rules->taken_count; i++)
    if (boxes_meet(&job->rules->taken[i], &shape->bounds, 0))
      cells_add_box(made, &job->rules->taken[i]);
  for (size_t i = 0; i < job->standing; i++)
    if (job->labels[i].row != shape->row)
      label_take(&job->labels[i], job->rules->clear_mm, made);
  return WIJK_OK;
}

/* A leader as small boxes along it: boxes are what cells know. */
void label_take(const label *l, double clear_mm, cells *c) {
  cells_add_box(c, &l->box);
  double length = l->led ? hypot(l->end_x - l->dot_x, l->end_y - l->dot_y) : 0;
  size_t steps = (size_t)ceil(length / (0.5 * c->side));
  for (size_t i = 0; l->led && i <= steps; i++) {
    double share = steps > 0 ? (double)i / (double)steps : 0;
    double x = l->dot_x + share * (l->end_x - l->dot_x), y = l->dot_y + share * (l->end_y - l->dot_y);
    cells_add_box(c, &(draw_box){x - clear_mm, y - clear_mm, 2 * clear_mm, 2 * clear_mm});
  }
}

double label_height(const label_text *text, double size_mm, const label_rules *rules) {
  return size_mm * (rules->tall_em + rules->line_em * (double)(text->line_count - 1));
}

/* A zone in cells, how many free ones there are up and left of each corner, and its middle, in cells. */
typedef struct zone_room {
  cells cells;
  uint32_t *free; /* [(rows + 1) * (columns + 1)] */
  double centre_x, centre_y;
} zone_room;

static void find_centre(zone_room *room) {
  const cells *c = &room->cells;
  double sum_x = 0, sum_y = 0, count = 0;
  for (size_t row = 0; row < c->rows; row++)
    for (size_t column = 0; column < c->columns; column++)
      if (c->mark[row * c->columns + column] & CELL_INSIDE) {
        sum_x += (double)column + 0.5;
        sum_y += (double)row + 0.5;
        count++;
      }
  room->centre_x = count > 0 ? sum_x / count : 0;
  room->centre_y = count > 0 ? sum_y / count : 0;
}

static wijk_status room_compute(label_job *job, const label_zone *shape, zone_room *room, wijk_error *err) {
  if (label_zone_cells(job, shape, &room->cells, err) != WIJK_OK)
    return err->status;
  room->free = WIJK_ARENA_ADD(job->arena, uint32_t, (room->cells.columns + 1) * (room->cells.rows + 1), err);
  if (!room->free)
    return WIJK_MEMORY;
  cells_sum(&room->cells, CELL_ANY, CELL_INSIDE, room->free);
  find_centre(room);
  return WIJK_OK;
}

/* The free place nearest to the middle of the zone for a box of this size. False when there is none. */
static bool find_place(const zone_room *room, double width_mm, double height_mm, double clear_mm, draw_box *box) {
  const cells *c = &room->cells;
  size_t width = (size_t)ceil((width_mm + 2 * clear_mm) / c->side) + 1;
  size_t height = (size_t)ceil((height_mm + 2 * clear_mm) / c->side) + 1;
  double nearest = HUGE_VAL;
  for (size_t row = 0; row + height <= c->rows; row++) {
    double y = (double)row + (double)height / 2, dy = y - room->centre_y;
    if (dy * dy >= nearest)
      continue;
    for (size_t column = 0; column + width <= c->columns; column++) {
      double x = (double)column + (double)width / 2, dx = x - room->centre_x;
      if (dx * dx + dy * dy >= nearest || cells_count(c, room->free, column, row, width, height) != width * height)
        continue;
      nearest = dx * dx + dy * dy;
      *box = (draw_box){c->x + x * c->side - width_mm / 2, c->y + y * c->side - height_mm / 2, width_mm, height_mm};
    }
  }
  return nearest < HUGE_VAL;
}

/* Tries sizes from large to small and, for each, fewer lines first; words are broken only where no size fits whole. */
static bool place_label(const label_job *job, const zone_room *room, const label_request *request, label *result) {
  const label_rules *rules = job->rules;
  for (int broken = 0; broken < 2; broken++)
    for (size_t size = 0; size < rules->size_count; size++)
      for (size_t way = 0; way < request->way_count; way++) {
        const label_text *text = &request->ways[way];
        double mm = rules->sizes_mm[size];
        draw_box box = {0};
        if (text->broken != broken ||
            !find_place(room, text->width_em * mm, label_height(text, mm, rules), rules->clear_mm, &box))
          continue;
        bool meets = false;
        for (size_t other = 0; other < job->label_count && !meets; other++)
          meets = boxes_meet(&box, &job->labels[other].box, rules->clear_mm);
        if (meets)
          continue;
        *result = (label){.row = request->row, .text = *text, .size_mm = mm, .box = box, .anchor = ANCHOR_MIDDLE};
        return true;
      }
  return false;
}

static int order_by_area(const void *context, size_t a, size_t b) {
  const label_zone *shapes = context;
  return (shapes[a].area < shapes[b].area) - (shapes[a].area > shapes[b].area);
}

static wijk_status place_within(label_job *job, wijk_error *err) {
  double smallest = job->rules->sizes_mm[job->rules->size_count - 1];
  for (size_t i = 0; i < job->request_count; i++) {
    size_t request = job->order[i];
    const label_zone *shape = &job->shapes[request];
    if (shape->bounds.width < 2 * smallest || shape->bounds.height < smallest)
      continue;
    wijk_arena_mark mark = wijk_arena_now(job->arena);
    zone_room room = {0};
    if (room_compute(job, shape, &room, err) != WIJK_OK)
      return err->status;
    job->placed[request] = place_label(job, &room, &job->requests[request], &job->labels[job->label_count]);
    job->label_count += job->placed[request];
    wijk_arena_reset(job->arena, mark);
  }
  return WIJK_OK;
}

wijk_status labels_place(const wijk_layer *zones, const draw_arcs *arcs, const label_request *requests,
                         size_t request_count, const label_rules *rules, wijk_arena *arena, label *labels,
                         size_t *label_count, wijk_error *err) {
  size_t most = arcs_ring_most(arcs);
  label_job job = {.zones = zones,
                   .arcs = arcs,
                   .requests = requests,
                   .request_count = request_count,
                   .rules = rules,
                   .shapes = WIJK_ARENA_ADD(arena, label_zone, request_count, err),
                   .order = WIJK_ARENA_ADD(arena, size_t, request_count, err),
                   .placed = WIJK_ARENA_ADD(arena, bool, request_count, err),
                   .x = WIJK_ARENA_ADD(arena, double, most, err),
                   .y = WIJK_ARENA_ADD(arena, double, most, err),
                   .arena = arena,
                   .labels = labels,
                   .label_count = *label_count,
                   .standing = *label_count};
  if (!job.shapes || !job.order || !job.placed || !job.x || !job.y)
    return WIJK_MEMORY;
  for (size_t i = 0; i < request_count; i++) {
    job.shapes[i].row = requests[i].row;
    find_largest_part(&job, &job.shapes[i]);
  }
  if (wijk_sort(request_count, order_by_area, job.shapes, job.order, err) != WIJK_OK ||
      (!rules->beside && place_within(&job, err) != WIJK_OK) ||
      (rules->room.width > 0 && labels_lead(&job, err) != WIJK_OK))
    return err->status;
  *label_count = job.label_count;
  return WIJK_OK;
}
