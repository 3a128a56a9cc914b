/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/flows.h"
#include "base/sort.h"
#include "draw/lines.h"
#include "draw/round.h"
#include "draw/shade.h"
#include <math.h>

#define WIDEST_MM 3.4 /* of the heaviest flow, on A4 */
#define THINNEST_MM 0.22
#define TAIL_SHARE 0.35
#define BOW_SHARE 0.12
#define BOW_MOST_MM 14.0
#define GAP_MM 0.9
#define LEAST_MM 1.6 /* a shorter arrow is a blot */
#define LOOP_MM 1.5
#define WIDE_MM 0.9 /* no name lies over a body of this width */
#define EDGE_MM 1.6 /* an arrow that leaves the map ends so far before its edge */
#define NUMBERS_MOST 5

/* ---- which ---- */

static void ends_of(const wijk_geometry *g, size_t row, flow *f) {
  size_t first = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]];
  size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  f->from[0] = g->x[first];
  f->from[1] = g->y[first];
  f->to[0] = g->x[end - 1];
  f->to[1] = g->y[end - 1];
}

static int compare(double a, double b) {
  return (a > b) - (a < b);
}

static int order_by_ends(const void *context, size_t a, size_t b) {
  const flow *x = (const flow *)context + a, *y = (const flow *)context + b;
  for (int axis = 0; axis < 2; axis++)
    if (compare(x->from[axis], y->from[axis]) != 0)
      return compare(x->from[axis], y->from[axis]);
  for (int axis = 0; axis < 2; axis++)
    if (compare(x->to[axis], y->to[axis]) != 0)
      return compare(x->to[axis], y->to[axis]);
  return 0;
}

static int order_by_weight(const void *context, size_t a, size_t b) {
  const flow *x = (const flow *)context + a, *y = (const flow *)context + b;
  return x->weight != y->weight ? compare(y->weight, x->weight) : (x->row > y->row) - (x->row < y->row);
}

/* Those with the same ends, which the order has brought together, become one. */
static size_t join_alike(const flow *flows, const size_t *order, size_t count, flow *joined) {
  size_t made = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && order_by_ends(flows, order[i - 1], order[i]) == 0)
      joined[made - 1].weight += flows[order[i]].weight;
    else
      joined[made++] = flows[order[i]];
  }
  return made;
}

wijk_status flows_find(const wijk_map_request *request, const draw_theme *theme, wijk_arena *arena, flow_set *set,
                       wijk_error *err) {
  const wijk_layer *layer = request->flows;
  const wijk_geometry *g = &layer->geometry;
  const double *weights = request->flow_weight->numbers;
  *set = (flow_set){0};
  size_t n = layer->row_count, count = 0;
  flow *read = WIJK_ARENA_ADD(arena, flow, n, err), *joined = WIJK_ARENA_ADD(arena, flow, n, err);
  size_t *order = WIJK_ARENA_ADD(arena, size_t, n, err);
  set->flows = WIJK_ARENA_ADD(arena, flow, n, err);
  if (!read || !joined || !order || !set->flows)
    return WIJK_MEMORY;
  for (size_t row = 0; row < n; row++) {
    if (!(weights[row] > 0) || g->part_of_row[row] == g->part_of_row[row + 1]) {
      set->none++;
      continue;
    }
    ends_of(g, row, &read[count]);
    read[count].weight = weights[row];
    read[count++].row = row;
  }
  if (wijk_sort(count, order_by_ends, read, order, err) != WIJK_OK)
    return err->status;
  count = join_alike(read, order, count, joined);
  if (wijk_sort(count, order_by_weight, joined, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    const flow *f = &joined[order[i]];
    if (f->weight < request->flow_least) {
      set->below++;
      continue;
    }
    set->flows[set->count++] = *f;
    set->total += f->weight;
  }
  set->most = set->count > 0 ? set->flows[0].weight : 0;
  set->mm_per_weight = set->most > 0 ? WIDEST_MM * theme->scale / set->most : 0;
  set->thin = set->count > 0 && set->flows[set->count - 1].weight * set->mm_per_weight < THINNEST_MM * theme->scale;
  return WIJK_OK;
}

/* As few decimals as a weight needs to be told. */
const char *flows_number(double weight, bool dutch, wijk_arena *arena, wijk_error *err) {
  int decimals = weight == nearbyint(weight) || weight >= 100 ? 0 : weight >= 10 ? 1 : 2;
  return grouped_number(weight, decimals, dutch, arena, err);
}

/* ---- where ---- */

arrow_style flow_style(const draw_theme *theme, double width_mm) {
  double s = theme->scale;
  return (arrow_style){.width_mm = width_mm,
                       .tail_share = TAIL_SHARE,
                       .head_mm = fmax(1.7 * s, 1.25 * width_mm),
                       .barb_mm = fmax(0.55 * s, 0.3 * width_mm),
                       .bow_share = BOW_SHARE,
                       .bow_most_mm = BOW_MOST_MM * s,
                       .gap_from_mm = GAP_MM * s,
                       .gap_to_mm = GAP_MM * s,
                       .least_mm = LEAST_MM * s};
}

static bool holds(const draw_box *box, double x, double y) {
  return x >= box->x && x <= box->x + box->width && y >= box->y && y <= box->y + box->height;
}

/* How far an end stays away from its place: beyond whatever stands there. */
static double gap_at(const flow_frame *frame, const double at[2], double gap) {
  double most = gap;
  for (size_t i = 0; i < frame->taken_count; i++) {
    const draw_box *b = &frame->taken[i];
    if (holds(b, at[0], at[1]))
      most =
          fmax(most, hypot(fmax(at[0] - b->x, b->x + b->width - at[0]), fmax(at[1] - b->y, b->y + b->height - at[1])) +
                         0.4 * gap);
  }
  return most;
}

/* An end outside what is seen comes to its edge, so that the arrow shows whether it goes out or comes in. */
static bool bring_in(const draw_box *ground, double edge, double from[2], double to[2]) {
  draw_box within = {ground->x + edge, ground->y + edge, ground->width - 2 * edge, ground->height - 2 * edge};
  bool from_in = holds(ground, from[0], from[1]), to_in = holds(ground, to[0], to[1]);
  if (from_in && to_in)
    return true;
  if (!from_in && !to_in)
    return false;
  double a[2] = {from[0], from[1]}, b[2] = {to[0], to[1]};
  if (!line_clip(&within, &a[0], &a[1], &b[0], &b[1]))
    return false;
  double *out = from_in ? to : from;
  const double *in = from_in ? b : a;
  out[0] = in[0];
  out[1] = in[1];
  return true;
}

static void place_one(const flow_set *set, const draw_theme *theme, const flow_frame *frame, const flow *f,
                      flow_view *shown) {
  double s = theme->scale, width = fmax(THINNEST_MM * s, f->weight * set->mm_per_weight);
  double from[2] = {view_x(frame->view, f->from[0]), view_y(frame->view, f->from[1])};
  double to[2] = {view_x(frame->view, f->to[0]), view_y(frame->view, f->to[1])};
  arrow_style style = flow_style(theme, width);
  arrow *made = &shown->arrows[shown->count];
  bool within = f->from[0] == f->to[0] && f->from[1] == f->to[1];
  if (!bring_in(frame->ground, EDGE_MM * s, from, to)) {
    shown->beyond++;
    return;
  }
  style.gap_from_mm = gap_at(frame, from, style.gap_from_mm);
  style.gap_to_mm = gap_at(frame, to, style.gap_to_mm);
  if (within)
    arrow_loop(to, LOOP_MM * s + 0.7 * width, &style, made);
  else if (!arrow_compute(from, to, &style, made)) {
    shown->too_short++;
    return;
  }
  shown->of[shown->count++] = f;
}

/* Heads, and bodies that are wide enough to hide a name. */
static wijk_status find_boxes(const draw_theme *theme, wijk_arena *arena, flow_view *shown, wijk_error *err) {
  shown->boxes = WIJK_ARENA_ADD(arena, draw_box, shown->count * (ARROW_STEPS + 2) + NUMBERS_MOST, err);
  for (size_t i = 0; i < shown->count && shown->boxes; i++) {
    const arrow *a = &shown->arrows[i];
    shown->boxes[shown->box_count++] = a->head;
    for (int k = 0; k <= ARROW_STEPS && a->width_mm >= WIDE_MM * theme->scale; k++)
      shown->boxes[shown->box_count++] =
          (draw_box){a->line_x[k] - a->width_mm / 2, a->line_y[k] - a->width_mm / 2, a->width_mm, a->width_mm};
  }
  return shown->boxes ? WIJK_OK : WIJK_MEMORY;
}

static bool is_clear(const draw_box *box, const draw_box *others, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (box->x < others[i].x + others[i].width && others[i].x < box->x + box->width &&
        box->y < others[i].y + others[i].height && others[i].y < box->y + box->height)
      return false;
  return true;
}

static bool lies_within(const draw_box *box, const draw_box *ground) {
  return holds(ground, box->x, box->y) && holds(ground, box->x + box->width, box->y + box->height);
}

/* Beside the middle of the body, else further along it, on the outer side of the bow first. */
static bool place_number(const flow_frame *frame, const flow_view *shown, const arrow *a, double width, double height,
                         double gap, draw_box *box) {
  static const int steps[] = {12, 15, 9, 18, 6};
  for (int side = 0; side < 2; side++)
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
      int k = steps[i];
      double dx = a->line_x[k + 1] - a->line_x[k - 1], dy = a->line_y[k + 1] - a->line_y[k - 1];
      double length = hypot(dx, dy), turn = side == 0 ? 1 : -1;
      if (!(length > 0))
        continue;
      double nx = turn * dy / length, ny = -turn * dx / length;
      /* far enough aside for the box to clear the body */
      double away = a->width_mm / 2 + gap + fabs(nx) * width / 2 + fabs(ny) * height / 2;
      *box = (draw_box){a->line_x[k] + nx * away - width / 2, a->line_y[k] + ny * away - height / 2, width, height};
      if (lies_within(box, frame->ground) && is_clear(box, frame->taken, frame->taken_count) &&
          is_clear(box, shown->boxes, shown->box_count))
        return true;
    }
  return false;
}

wijk_status flows_place_numbers(const wijk_map_request *request, const draw_theme *theme, draw_pen *pen,
                                const flow_frame *frame, wijk_arena *arena, flow_view *shown, wijk_error *err) {
  const draw_type *type = &theme->flow_number;
  shown->numbers = WIJK_ARENA_ADD(arena, flow_number, NUMBERS_MOST, err);
  for (size_t i = 0; i < shown->count && i < NUMBERS_MOST && shown->numbers; i++) {
    const char *words = flows_number(shown->of[i]->weight, request->dutch, arena, err);
    draw_box box;
    if (!words)
      return WIJK_MEMORY;
    double size = fmax(type->size_mm, 7 * request->pixel_mm);
    double width = pen_width(pen, type, words) * size / type->size_mm;
    if (!place_number(frame, shown, &shown->arrows[i], width, 0.8 * size, 0.35 * theme->scale, &box))
      continue;
    shown->numbers[shown->number_count++] = (flow_number){box.x + box.width / 2, box.y + box.height, words};
    shown->boxes[shown->box_count++] = box;
  }
  return shown->numbers ? WIJK_OK : WIJK_MEMORY;
}

wijk_status flows_place(const flow_set *set, const draw_theme *theme, const flow_frame *frame, wijk_arena *arena,
                        flow_view *shown, wijk_error *err) {
  *shown = (flow_view){.arrows = WIJK_ARENA_ADD(arena, arrow, set->count, err),
                       .of = WIJK_ARENA_ADD(arena, const flow *, set->count, err)};
  if (!shown->arrows || !shown->of)
    return WIJK_MEMORY;
  for (size_t i = 0; i < set->count; i++)
    if (!frame->choice || frame->choice(frame->context, &set->flows[i]))
      place_one(set, theme, frame, &set->flows[i], shown);
  return find_boxes(theme, arena, shown, err);
}

/* ---- how ---- */

void flows_draw(const wijk_map_request *request, const flow_view *shown, const draw_theme *theme, wijk_drawing *drawing,
                wijk_arena *arena, wijk_error *err) {
  drawing_open(drawing, flows_title(request), NULL);
  for (size_t i = 0; i < shown->count; i++) {
    const char *title = flows_number(shown->of[i]->weight, request->dutch, arena, err);
    arrow_add(drawing, &shown->arrows[i]);
    drawing_paint(drawing, &theme->flow_casing, NULL);
    arrow_add(drawing, &shown->arrows[i]);
    drawing_paint(drawing, &theme->flow, title);
  }
  drawing_close(drawing);
}

void flows_draw_numbers(const wijk_map_request *request, const flow_view *shown, const draw_theme *theme,
                        wijk_drawing *drawing) {
  draw_type type = theme->flow_number;
  type.size_mm = fmax(type.size_mm, 7 * request->pixel_mm);
  for (size_t i = 0; i < shown->number_count; i++)
    drawing_text(drawing, shown->numbers[i].x, shown->numbers[i].y, ANCHOR_MIDDLE, &type, shown->numbers[i].words);
}

/* ---- legend ---- */

const char *flows_title(const wijk_map_request *request) {
  const wijk_column *c = request->flow_weight;
  const char *title = request->dutch ? c->title_nl : c->title_en;
  return request->flow_legend ? request->flow_legend : title ? title : c->name;
}

/* What the arrows are in numbers. */
static void add_notes(const wijk_map_request *request, const flow_set *set, const draw_theme *theme, wijk_arena *arena,
                      legend_block *block, wijk_error *err) {
  bool dutch = request->dutch;
  size_t note = 0;
  const char *total = flows_number(set->total, dutch, arena, err);
  const char *noun = dutch ? (set->count == 1 ? "pijl" : "pijlen") : set->count == 1 ? "arrow" : "arrows";
  block->notes[note++] = wijk_arena_format(arena, err, dutch ? "%zu %s, samen %s" : "%zu %s, %s in all", set->count,
                                           noun, total ? total : "");
  if (request->flow_least > 0) {
    const char *least = flows_number(request->flow_least, dutch, arena, err);
    block->notes[note++] = wijk_arena_format(arena, err, dutch ? "minder dan %s: geen pijl" : "less than %s: no arrow",
                                             least ? least : "");
  }
  if (set->thin) {
    const char *most = flows_number(ceil(THINNEST_MM * theme->scale / set->mm_per_weight), dutch, arena, err);
    block->notes[note] = wijk_arena_format(
        arena, err, dutch ? "dunste pijl: minder dan %s" : "thinnest arrow: less than %s", most ? most : "");
  }
}

wijk_status flows_legend(const wijk_map_request *request, const flow_set *set, bool of_zone, const draw_theme *theme,
                         wijk_arena *arena, legend_block *block, wijk_error *err) {
  bool dutch = request->dutch;
  static const double shares[] = {0.1, 0.4, 1};
  *block = (legend_block){.heading = flows_title(request)};
  /* the largest to one digit, so that it is near the widest arrow */
  double power = set->count > 0 ? pow(10, floor(log10(set->most) + 1e-9)) : 1;
  double largest = floor(set->most / power + 1e-9) * power, shown = 0;
  for (int i = 0; i < 3 && set->count > 0; i++) {
    double weight = i == 2 ? largest : wijk_round_down(largest * shares[i], 0);
    if (weight <= shown)
      continue;
    shown = weight;
    block->rows[block->row_count++] =
        (legend_row){.swatch = SWATCH_ARROW,
                     .width_mm = fmax(THINNEST_MM * theme->scale, weight * set->mm_per_weight),
                     .label = flows_number(weight, dutch, arena, err)};
  }
  if (of_zone)
    block->notes[0] = dutch ? "van en naar dit gebied" : "from and to this area";
  else if (set->count > 0)
    add_notes(request, set, theme, arena, block, err);
  else
    block->notes[0] = dutch ? "geen op deze kaart" : "none on this map";
  return err->status;
}
