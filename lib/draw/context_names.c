/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of what lies about the zones: outside them, and clear of all that matters more. */
#include "draw/cells.h"
#include "draw/context.h"
#include <math.h>
#include <string.h>

#define LINE_EM 1.05
#define BASE_EM 0.77
#define CELL_MM 1.2
#define SEEN_MM2 90.0 /* a neighbour of which less is seen needs no name */

/* The zones as boxes, a row of cells each: no name may lie over them. */
static wijk_status add_zones(const cells *covered, const draw_box *taken, size_t taken_count, wijk_arena *arena,
                             label_rules *rules, wijk_error *err) {
  size_t most = taken_count;
  for (int pass = 0; pass < 2; pass++) {
    draw_box *boxes = pass == 1 ? WIJK_ARENA_ADD(arena, draw_box, most, err) : NULL;
    if (pass == 1 && !boxes)
      return WIJK_MEMORY;
    if (pass == 1 && taken_count > 0)
      memcpy(boxes, taken, taken_count * sizeof *boxes);
    size_t count = taken_count;
    for (size_t row = 0; row < covered->rows; row++)
      for (size_t column = 0, first; column < covered->columns; column++) {
        const uint8_t *mark = covered->mark + row * covered->columns;
        for (first = column; column < covered->columns && mark[column]; column++) {
        }
        if (column == first)
          continue;
        if (pass == 1)
          boxes[count] =
              (draw_box){covered->x + (double)first * covered->side, covered->y + (double)row * covered->side,
                         (double)(column - first) * covered->side, covered->side};
        count++;
      }
    most = count;
    rules->taken = boxes;
    rules->taken_count = count;
  }
  return WIJK_OK;
}

static wijk_status cover(const context *c, const wijk_layer *zones, const draw_arcs *arcs, size_t row, cells *covered,
                         wijk_arena *arena, wijk_error *err) {
  size_t most = arcs_ring_most(arcs);
  double *x = WIJK_ARENA_ADD(arena, double, most + 1, err), *y = WIJK_ARENA_ADD(arena, double, most + 1, err);
  if (!x || !y || cells_new(&c->ground, CELL_MM * c->theme->scale, arena, covered, err) != WIJK_OK)
    return err->status;
  size_t end = row == WIJK_NONE ? zones->row_count : row + 1;
  for (size_t i = row == WIJK_NONE ? 0 : row; i < end; i++)
    if (cells_add_zone(covered, zones, arcs, i, x, y, arena, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

/* Which neighbours show enough of themselves beside the zones to be named. */
static wijk_status ask_names(const context *c, const cells *covered, pen_letters *type, wijk_arena *arena,
                             label_request *requests, size_t *count, wijk_error *err) {
  const wijk_column *name = wijk_layer_find_role(c->neighbours, "name");
  double least = SEEN_MM2 * c->theme->scale * c->theme->scale / (covered->side * covered->side);
  *count = 0;
  for (size_t row = 0; row < c->neighbours->row_count; row++) {
    cells own;
    size_t seen = 0;
    if (!name->texts[row] || !name->texts[row][0])
      continue;
    wijk_arena_mark mark = wijk_arena_now(arena);
    if (cover(c, c->neighbours, &c->neighbour_arcs, row, &own, arena, err) != WIJK_OK)
      return err->status;
    for (size_t i = 0; i < own.columns * own.rows; i++)
      seen += own.mark[i] && !covered->mark[i];
    wijk_arena_reset(arena, mark);
    if ((double)seen < least)
      continue;
    label_request *request = &requests[(*count)++];
    request->row = row;
    if (label_split(name->texts[row], pen_width_em, type, arena, request->ways, &request->way_count, err) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

wijk_status context_place_names(context *c, const wijk_layer *zones, const draw_arcs *arcs, const draw_box *taken,
                                size_t taken_count, draw_pen *pen, wijk_arena *arena, size_t *left_out,
                                wijk_error *err) {
  const wijk_column *name = c->neighbours ? wijk_layer_find_role(c->neighbours, "name") : NULL;
  if (!name || !name->texts)
    return WIJK_OK;
  const draw_type *type = &c->theme->neighbour_name;
  const double size = fmax(type->size_mm, 7 * c->request->pixel_mm);
  label_request *requests = WIJK_ARENA_ADD(arena, label_request, c->neighbours->row_count, err);
  c->names = WIJK_ARENA_ADD(arena, label, c->neighbours->row_count, err);
  pen_letters pen_type = {pen, *type};
  cells covered;
  size_t count;
  label_rules rules = {
      .sizes_mm = &size, .size_count = 1, .line_em = LINE_EM, .tall_em = 1, .clear_mm = 0.8 * c->theme->scale};
  if (!requests || !c->names || cover(c, zones, arcs, WIJK_NONE, &covered, arena, err) != WIJK_OK ||
      ask_names(c, &covered, &pen_type, arena, requests, &count, err) != WIJK_OK ||
      add_zones(&covered, taken, taken_count, arena, &rules, err) != WIJK_OK)
    return err->status;
  if (count > 0 && labels_place(c->neighbours, &c->neighbour_arcs, requests, count, &rules, arena, c->names,
                                &c->name_count, err) != WIJK_OK)
    return err->status;
  *left_out += count - c->name_count;
  return WIJK_OK;
}

void context_draw_names(const context *c, wijk_drawing *drawing) {
  if (c->name_count == 0)
    return;
  drawing_open(drawing, c->request->dutch ? "namen van omliggende gebieden" : "names of surrounding areas", NULL);
  for (size_t i = 0; i < c->name_count; i++) {
    const label *l = &c->names[i];
    draw_type type = c->theme->neighbour_name;
    type.size_mm = l->size_mm;
    for (size_t line = 0; line < l->text.line_count; line++)
      drawing_text(drawing, l->box.x + 0.5 * l->box.width, l->box.y + l->size_mm * (BASE_EM + LINE_EM * (double)line),
                   ANCHOR_MIDDLE, &type, l->text.lines[line]);
  }
  drawing_close(drawing);
}
