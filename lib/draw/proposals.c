/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/proposals.h"
#include "draw/shade.h"
#include <math.h>
#include <wijk/text.h>

#define HEAD_MM 1.9
#define REACH_MM 4.0 /* from the place to the middle of the head */
#define FAR 1.5      /* times that, where nearer there is no room */
#define CLEAR_MM 0.4

double proposal_head_mm(const draw_theme *theme) {
  return HEAD_MM * theme->scale;
}

/* "V12", of voorstel, or "P12": zones without room for their name have bare numbers. */
static const char *proposal_mark(const wijk_map_request *request, size_t row, wijk_arena *arena, wijk_error *err) {
  const char *mark = wijk_arena_format(arena, err, "%c%zu", request->dutch ? 'V' : 'P', row + 1);
  return mark ? mark : "";
}

/* ---- where ---- */

static bool head_is_clear(const proposal_set *set, double x, double y, double radius, double clear) {
  for (size_t i = 0; i < set->count; i++)
    if (hypot(x - set->pins[i].head_x, y - set->pins[i].head_y) < 2 * radius + clear)
      return false;
  return true;
}

static bool box_is_clear(const draw_box *taken, size_t count, double x, double y, double radius) {
  for (size_t i = 0; i < count; i++)
    if (hypot(x - fmax(taken[i].x, fmin(x, taken[i].x + taken[i].width)),
              y - fmax(taken[i].y, fmin(y, taken[i].y + taken[i].height))) < radius)
      return false;
  return true;
}

static bool lies_within(const double bounds[4], double x, double y) {
  return x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3];
}

static bool lies_in(const draw_box *frame, double x, double y) {
  return x >= frame->x && x <= frame->x + frame->width && y >= frame->y && y <= frame->y + frame->height;
}

/* Upright where it can be, else leaning ever further; clear of symbols where it can be, of other heads first. */
static void place_head(const proposal_set *set, const draw_theme *theme, const draw_box *frame, const draw_box *taken,
                       size_t taken_count, proposal_pin *pin) {
  static const double turns[] = {0, 35, -35, 70, -70, 105, -105, 140, -140, 180};
  double radius = proposal_head_mm(theme), clear = CLEAR_MM * theme->scale;
  pin->head_x = pin->x;
  pin->head_y = pin->y - REACH_MM * theme->scale;
  for (int pass = 0; pass < 2; pass++)
    for (int far = 0; far < 2; far++)
      for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        double angle = turns[i] * M_PI / 180, reach = REACH_MM * theme->scale * (far ? FAR : 1);
        double x = pin->x + reach * sin(angle), y = pin->y - reach * cos(angle);
        if (!lies_in(frame, x - radius, y - radius) || !lies_in(frame, x + radius, y + radius) ||
            !head_is_clear(set, x, y, radius, clear) || (pass == 0 && !box_is_clear(taken, taken_count, x, y, radius)))
          continue;
        pin->head_x = x;
        pin->head_y = y;
        return;
      }
}

wijk_status proposals_place(const wijk_map_request *request, const draw_theme *theme, const draw_view *view,
                            const draw_box *frame, const double shown[4], const draw_box *taken, size_t taken_count,
                            wijk_arena *arena, proposal_set *set, wijk_error *err) {
  const wijk_layer *layer = request->proposals;
  size_t n = layer->row_count;
  double radius = proposal_head_mm(theme), dot = 0.5 * theme->scale;
  *set = (proposal_set){.pins = WIJK_ARENA_ADD(arena, proposal_pin, n, err),
                        .boxes = WIJK_ARENA_ADD(arena, draw_box, 2 * n, err)};
  if (!set->pins || !set->boxes)
    return WIJK_MEMORY;
  for (size_t row = 0; row < n; row++) {
    proposal_pin pin = {
        .row = row, .x = view_x(view, layer->geometry.x[row]), .y = view_y(view, layer->geometry.y[row])};
    if (!lies_in(frame, pin.x, pin.y) || (shown && lies_within(shown, layer->geometry.x[row], layer->geometry.y[row])))
      continue;
    pin.number = n > 1 ? proposal_mark(request, row, arena, err) : NULL;
    place_head(set, theme, frame, taken, taken_count, &pin);
    set->boxes[2 * set->count] = (draw_box){pin.head_x - radius, pin.head_y - radius, 2 * radius, 2 * radius};
    set->boxes[2 * set->count + 1] = (draw_box){pin.x - dot, pin.y - dot, 2 * dot, 2 * dot};
    set->pins[set->count++] = pin;
  }
  return WIJK_OK;
}

/* ---- how ---- */

/* The head is a circle; both tangents from the place to it make the point. */
static void add_outline(wijk_drawing *drawing, double x, double y, double head_x, double head_y, double radius) {
  double reach = hypot(head_x - x, head_y - y), towards = atan2(y - head_y, x - head_x), half = acos(radius / reach);
  const int steps = 32;
  drawing_move(drawing, x, y);
  for (int i = 0; i <= steps; i++) {
    double angle = towards + half + (2 * M_PI - 2 * half) * i / steps;
    drawing_line(drawing, head_x + radius * cos(angle), head_y + radius * sin(angle));
  }
  drawing_join(drawing);
}

void proposal_add(wijk_drawing *drawing, const draw_theme *theme, double x, double y, double head_x, double head_y,
                  double radius, const char *number, const char *title) {
  double s = theme->scale;
  add_outline(drawing, x, y, head_x, head_y, radius);
  drawing_paint(drawing, &(draw_style){.stroke = ink_of(theme->casing), .stroke_mm = 0.8 * s}, NULL);
  add_outline(drawing, x, y, head_x, head_y, radius);
  drawing_paint(drawing, &theme->proposal, title);
  if (!number) {
    drawing_circle(drawing, head_x, head_y, 0.4 * radius);
    drawing_paint(drawing, &(draw_style){.fill = ink_of(theme->casing)}, NULL);
    return;
  }
  draw_type type = theme->proposal_number;
  type.size_mm *= radius / proposal_head_mm(theme) * (!number[2] ? 1 : !number[3] ? 0.8 : 0.62); /* V1, V12, V123 */
  drawing_text(drawing, head_x, head_y + 0.36 * type.size_mm, ANCHOR_MIDDLE, &type, number);
}

static const char *text_of(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  const char *text = column && column->texts ? column->texts[row] : NULL;
  return text && text[0] ? text : NULL;
}

/* "Voorstel Beverhof, begeleid" */
const char *proposal_words(const wijk_map_request *request, size_t row, wijk_arena *arena, wijk_error *err) {
  const char *name = text_of(request->proposals, "name", row), *form = text_of(request->proposals, "form", row);
  name = name ? name : text_of(request->proposals, "id", row);
  name = name ? name : request->dutch ? "voorstel" : "proposal";
  return form ? wijk_arena_format(arena, err, "%s, %s", name, form) : name;
}

void proposals_draw(const wijk_map_request *request, const proposal_set *set, const draw_theme *theme,
                    wijk_drawing *drawing, wijk_arena *arena, wijk_error *err) {
  drawing_open(drawing, request->dutch ? "voorstellen" : "proposals", NULL);
  for (size_t i = 0; i < set->count; i++) {
    const proposal_pin *p = &set->pins[i];
    proposal_add(drawing, theme, p->x, p->y, p->head_x, p->head_y, proposal_head_mm(theme), p->number,
                 proposal_words(request, p->row, arena, err));
  }
  drawing_close(drawing);
}

/* ---- legend ---- */

wijk_status proposals_legend(const wijk_map_request *request, const double bounds[4], bool in_short, wijk_arena *arena,
                             legend_block *block, wijk_error *err) {
  const wijk_layer *layer = request->proposals;
  const wijk_column *places = wijk_layer_find_role(layer, "capacity");
  bool dutch = request->dutch, any_places = places && places->type == WIJK_COLUMN_NUMBER;
  size_t seen = 0;
  for (size_t row = 0; row < layer->row_count; row++)
    seen += lies_within(bounds, layer->geometry.x[row], layer->geometry.y[row]);
  in_short = in_short || seen > LEGEND_ROWS_MOST;
  *block = (legend_block){.heading = dutch ? "Voorstellen" : "Proposals"};
  block->count_columns = 1;
  block->count_headings[0] = in_short     ? (dutch ? "aantal" : "number")
                             : any_places ? (dutch ? "plaatsen" : "places")
                                          : NULL;
  if (in_short && seen > 0)
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_PIN,
                                                   .label = dutch ? "voorstel" : "proposal",
                                                   .counts = {grouped_number((double)seen, 0, dutch, arena, err)}};
  for (size_t row = 0; row < layer->row_count && !in_short; row++) {
    if (!lies_within(bounds, layer->geometry.x[row], layer->geometry.y[row]))
      continue;
    legend_row *r = &block->rows[block->row_count++];
    *r = (legend_row){.swatch = SWATCH_PIN, .label = proposal_words(request, row, arena, err)};
    r->mark = layer->row_count > 1 ? proposal_mark(request, row, arena, err) : NULL;
    r->counts[0] = !any_places                   ? NULL
                   : isnan(places->numbers[row]) ? "?"
                                                 : grouped_number(places->numbers[row], 0, dutch, arena, err);
  }
  return err->status;
}

const char *proposals_list(const wijk_map_request *request, const double bounds[4], wijk_arena *arena,
                           wijk_error *err) {
  const wijk_geometry *g = &request->proposals->geometry;
  wijk_text list = {0};
  const char *text = NULL;
  for (size_t row = 0; row < request->proposals->row_count; row++)
    if (lies_within(bounds, g->x[row], g->y[row]))
      wijk_text_add_format(&list, "%s%s %s", list.length > 0 ? "; " : "", proposal_mark(request, row, arena, err),
                           proposal_words(request, row, arena, err));
  if (err->status == WIJK_OK && wijk_text_check(&list, err) == WIJK_OK)
    text = wijk_arena_text(arena, list.bytes ? list.bytes : "", err);
  wijk_text_free(&list);
  return text;
}
