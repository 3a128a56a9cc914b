/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/symbol.h"
#include "base/sort.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

#define LARGEST_MM2 15.0  /* of the facility with most places, on A4 */
#define ALIKE_MM2 2.6     /* where no places are known */
#define UNKNOWN_MM2 1.6   /* of one whose places are not known */
#define SMALLEST_MM2 0.12 /* a facility with no places is still there */
#define COVERED_SHARE 0.3 /* of the ground where symbols stand */
#define CASING_MM 0.5     /* of a full-grown symbol */
#define HOLLOW_MM 0.6     /* of one whose places are not known */
#define GROUND_MM 5.0     /* that ground is counted in squares of this side */

/* From heavy to light; other forms come after these, by name. */
static const char *const ladder[] = {"opvang", "verblijf", "beschermd", "begeleid", "zelfstandig", "regulier"};
#define LADDER_COUNT (sizeof ladder / sizeof *ladder)

/* Okabe and Ito's, in an order that keeps neighbours in the ladder apart. */
static const wijk_colour form_colours[SYMBOL_COUNT] = {{0x00, 0x72, 0xb2}, {0xcc, 0x79, 0xa7}, {0x00, 0x9e, 0x73},
                                                       {0x56, 0xb4, 0xe9}, {0xf0, 0xe4, 0x42}, {0xff, 0xff, 0xff},
                                                       {0xd5, 0x5e, 0x00}, {0x99, 0x99, 0x99}};

/* Corners on a circle of radius 1, from the top on, clockwise; `inner` above 0 puts a second corner between. */
static void add_star(wijk_drawing *drawing, double x, double y, double radius, int corners, double turn, double inner) {
  int count = inner > 0 ? 2 * corners : corners;
  for (int i = 0; i < count; i++) {
    double angle = turn + 2 * M_PI * i / count, r = inner > 0 && i % 2 ? radius * inner : radius;
    (i == 0 ? drawing_move : drawing_line)(drawing, x + r * sin(angle), y - r * cos(angle));
  }
  drawing_join(drawing);
}

static void add_cross(wijk_drawing *drawing, double x, double y, double arm) {
  static const int corners[12][2] = {{-1, -3}, {1, -3}, {1, -1}, {3, -1}, {3, 1},   {1, 1},
                                     {1, 3},   {-1, 3}, {-1, 1}, {-3, 1}, {-3, -1}, {-1, -1}};
  for (int i = 0; i < 12; i++)
    (i == 0 ? drawing_move : drawing_line)(drawing, x + arm * corners[i][0], y + arm * corners[i][1]);
  drawing_join(drawing);
}

/* A regular polygon with n corners on radius r has area n/2 r² sin(2π/n). */
static double corner_radius(double area, int corners) {
  return sqrt(2 * area / (corners * sin(2 * M_PI / corners)));
}

static void add_shape(wijk_drawing *drawing, symbol_shape shape, double x, double y, double area) {
  switch (shape) {
  case SYMBOL_SQUARE:
    add_star(drawing, x, y, corner_radius(area, 4), 4, M_PI / 4, 0);
    break;
  case SYMBOL_TRIANGLE:
    add_star(drawing, x, y, corner_radius(area, 3), 3, 0, 0);
    break;
  case SYMBOL_DIAMOND:
    add_star(drawing, x, y, corner_radius(area, 4), 4, 0, 0);
    break;
  case SYMBOL_DOWN:
    add_star(drawing, x, y, corner_radius(area, 3), 3, M_PI, 0);
    break;
  case SYMBOL_PENTAGON:
    add_star(drawing, x, y, corner_radius(area, 5), 5, 0, 0);
    break;
  case SYMBOL_CROSS:
    add_cross(drawing, x, y, sqrt(area / 20));
    break;
  case SYMBOL_STAR: /* ten triangles with sides r and r/2 about a tenth of a turn */
    add_star(drawing, x, y, sqrt(area / (2.5 * sin(M_PI / 5))), 5, 0, 0.5);
    break;
  default:
    drawing_circle(drawing, x, y, sqrt(area / M_PI));
  }
}

void symbol_add(wijk_drawing *drawing, const draw_theme *theme, symbol_shape shape, wijk_colour colour, bool filled,
                double x, double y, double area_mm2, const char *title) {
  double thin = fmin(1, sqrt(area_mm2) / (1.2 * theme->scale)) * theme->scale;
  add_shape(drawing, shape, x, y, area_mm2);
  draw_style casing = {.stroke = ink_of(theme->casing), .stroke_mm = (filled ? CASING_MM : HOLLOW_MM + 0.3) * thin};
  casing.fill = (draw_ink){!filled, theme->casing, 0.8};
  drawing_paint(drawing, &casing, NULL);
  if (!filled) { /* a hollow one is a band of its colour on both sides of the edge */
    add_shape(drawing, shape, x, y, area_mm2);
    drawing_paint(drawing, &(draw_style){.stroke = ink_of(colour), .stroke_mm = HOLLOW_MM * thin}, NULL);
  }
  add_shape(drawing, shape, x, y, area_mm2);
  drawing_paint(drawing,
                &(draw_style){.fill = {filled, colour, 1}, .stroke = ink_of(theme->ink), .stroke_mm = 0.16 * thin},
                title);
}

/* ---- forms ---- */

static size_t ladder_place(const char *name) {
  for (size_t i = 0; i < LADDER_COUNT; i++)
    if (wijk_text_same(name, ladder[i]))
      return i;
  return LADDER_COUNT;
}

/* Counts of the distinct forms, before those too many are put together. */
typedef struct form_count {
  const char *name;
  size_t count;
} form_count;

typedef struct form_list {
  form_count *forms;
  size_t count;
} form_list;

static int order_by_number(const void *context, size_t a, size_t b) {
  const form_list *list = context;
  return (list->forms[a].count < list->forms[b].count) - (list->forms[a].count > list->forms[b].count);
}

static int order_by_ladder(const void *context, size_t a, size_t b) {
  const form_list *list = context;
  size_t x = ladder_place(list->forms[a].name), y = ladder_place(list->forms[b].name);
  return x != y ? (x > y) - (x < y) : wijk_text_order(list->forms[a].name, list->forms[b].name);
}

/* The distinct forms in byte order of their names. O(n log n) through the layer's own order. */
static wijk_status count_forms(const wijk_layer *facilities, const wijk_column *form, wijk_arena *arena,
                               form_list *list, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(arena, size_t, facilities->row_count, err);
  list->forms = WIJK_ARENA_ADD(arena, form_count, facilities->row_count + 1, err);
  if (!order || !list->forms || wijk_layer_order(facilities, form, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < facilities->row_count; i++) {
    const char *name = form->texts[order[i]];
    if (!name)
      continue;
    if (list->count == 0 || strcmp(list->forms[list->count - 1].name, name) != 0)
      list->forms[list->count++].name = name;
    list->forms[list->count - 1].count++;
  }
  return WIJK_OK;
}

/* Keeps the most frequent where there are more than can be told apart, in the order of the ladder. */
static wijk_status choose_forms(form_list *list, size_t most, wijk_arena *arena, wijk_error *err) {
  for (int pass = 0; pass < 2; pass++) {
    size_t *order = WIJK_ARENA_ADD(arena, size_t, list->count, err);
    form_count *sorted = WIJK_ARENA_ADD(arena, form_count, list->count, err);
    if (!order || !sorted ||
        wijk_sort(list->count, pass == 0 ? order_by_number : order_by_ladder, list, order, err) != WIJK_OK)
      return err->status;
    for (size_t i = 0; i < list->count; i++)
      sorted[i] = list->forms[order[i]];
    list->forms = sorted;
    if (list->count > most)
      list->count = most;
  }
  return WIJK_OK;
}

/* The shape of a form: the ladder's own, so that it looks the same on every map, else the first that is free. */
static symbol_shape free_shape(const symbol_set *set, size_t form_count, const char *name) {
  size_t wanted = ladder_place(name);
  for (size_t shape = wanted < LADDER_COUNT ? wanted : 0; shape < SYMBOL_STAR; shape++) {
    bool used = false;
    for (size_t i = 0; i < form_count; i++)
      used = used || set->forms[i].shape == (symbol_shape)shape;
    if (!used)
      return (symbol_shape)shape;
  }
  return SYMBOL_STAR;
}

/* The theme's own colour for a form, else that of its shape. */
static wijk_colour colour_of(const wijk_theme *theme, const char *name, symbol_shape shape) {
  for (size_t i = 0; i < theme->form_count && name; i++)
    if (wijk_text_same(theme->forms[i].name, name))
      return theme->forms[i].colour;
  return form_colours[shape];
}

static wijk_status find_forms(const wijk_layer *facilities, const wijk_column *form, const wijk_theme *theme,
                              bool dutch, wijk_arena *arena, symbol_set *set, wijk_error *err) {
  form_list list = {0};
  if (form && count_forms(facilities, form, arena, &list, err) != WIJK_OK)
    return err->status;
  bool more = list.count > SYMBOL_COUNT - 1;
  if (choose_forms(&list, SYMBOL_COUNT - 1, arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < list.count; i++) {
    symbol_shape shape = free_shape(set, i, list.forms[i].name);
    set->forms[i] = (symbol_form){list.forms[i].name, shape, colour_of(theme, list.forms[i].name, shape), 0};
  }
  set->form_count = set->rest = list.count;
  symbol_form *rest = &set->forms[list.count]; /* those without a form, and those too many */
  if (list.count == 0)
    *rest = (symbol_form){NULL, SYMBOL_CIRCLE, form_colours[SYMBOL_SQUARE], 0};
  else if (more)
    *rest = (symbol_form){dutch ? "overige" : "other", SYMBOL_STAR, form_colours[SYMBOL_STAR], 0};
  else
    *rest = (symbol_form){dutch ? "onbekend" : "unknown", SYMBOL_STAR, form_colours[SYMBOL_STAR], 0};
  return WIJK_OK;
}

size_t symbol_form_of(const symbol_set *set, const wijk_column *form, size_t row) {
  const char *name = form ? form->texts[row] : NULL;
  for (size_t i = 0; i < set->rest && name; i++)
    if (strcmp(set->forms[i].name, name) == 0)
      return i;
  return set->rest;
}

/* ---- symbols ---- */

static int order_by_size(const void *context, size_t a, size_t b) {
  const symbol *symbols = context;
  return (symbols[a].area_mm2 < symbols[b].area_mm2) - (symbols[a].area_mm2 > symbols[b].area_mm2);
}

/* How far each shape of area 1 reaches to its sides, up and down. */
static const double reaches[SYMBOL_COUNT][3] = {
    [SYMBOL_SQUARE] = {0.5, 0.5, 0.5},           [SYMBOL_TRIANGLE] = {0.7599, 0.8774, 0.4387},
    [SYMBOL_DIAMOND] = {0.7072, 0.7072, 0.7072}, [SYMBOL_CIRCLE] = {0.5642, 0.5642, 0.5642},
    [SYMBOL_DOWN] = {0.7599, 0.4387, 0.8774},    [SYMBOL_PENTAGON] = {0.6168, 0.6486, 0.5247},
    [SYMBOL_CROSS] = {0.6709, 0.6709, 0.6709},   [SYMBOL_STAR] = {0.7846, 0.825, 0.6675}};

static draw_box box_of(const symbol *s, symbol_shape shape, const draw_theme *theme) {
  const double *reach = reaches[shape];
  double unit = sqrt(s->area_mm2), casing = CASING_MM / 2 * theme->scale;
  return (draw_box){s->x - reach[0] * unit - casing, s->y - reach[1] * unit - casing, 2 * (reach[0] * unit + casing),
                    (reach[1] + reach[2]) * unit + 2 * casing};
}

static wijk_status sort_symbols(symbol_set *set, const draw_theme *theme, wijk_arena *arena, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(arena, size_t, set->count, err);
  symbol *sorted = WIJK_ARENA_ADD(arena, symbol, set->count, err);
  set->boxes = WIJK_ARENA_ADD(arena, draw_box, set->count, err);
  if (!order || !sorted || !set->boxes || wijk_sort(set->count, order_by_size, set->symbols, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < set->count; i++) {
    sorted[i] = set->symbols[order[i]];
    set->boxes[i] = box_of(&sorted[i], set->forms[sorted[i].form].shape, theme);
  }
  set->symbols = sorted;
  return WIJK_OK;
}

double symbol_place_mm2(const draw_theme *theme, double most_places) {
  return LARGEST_MM2 * theme->scale * theme->scale / most_places;
}

static double area_of(const symbol_set *set, const wijk_column *capacity, size_t row, const draw_theme *theme) {
  double size = theme->scale * theme->scale;
  if (set->mm2_per_place == 0)
    return ALIKE_MM2 * size;
  double places = capacity->numbers[row];
  return isnan(places) ? UNKNOWN_MM2 * size : fmax(places * set->mm2_per_place, SMALLEST_MM2 * size);
}

/* Where symbols crowd all of them shrink alike, so that areas stay in proportion. */
static wijk_status shrink_symbols(symbol_set *set, const draw_box *frame, const draw_theme *theme, wijk_arena *arena,
                                  wijk_error *err) {
  double side = GROUND_MM * theme->scale, covered = 0, ground = 0;
  size_t columns = (size_t)(frame->width / side) + 1, rows = (size_t)(frame->height / side) + 1;
  uint8_t *squares = WIJK_ARENA_ADD(arena, uint8_t, columns * rows, err);
  if (!squares)
    return WIJK_MEMORY;
  for (size_t i = 0; i < set->count; i++) {
    const symbol *s = &set->symbols[i];
    uint8_t *square = &squares[(size_t)((s->y - frame->y) / side) * columns + (size_t)((s->x - frame->x) / side)];
    ground += *square ? 0 : side * side;
    *square = 1;
    covered += s->area_mm2;
  }
  double shrink = covered > 0 ? fmin(1, COVERED_SHARE * ground / covered) : 1;
  for (size_t i = 0; i < set->count; i++)
    set->symbols[i].area_mm2 *= shrink;
  set->shrink = shrink;
  set->mm2_per_place *= shrink;
  return WIJK_OK;
}

const wijk_column *symbol_form_column(const wijk_layer *facilities) {
  const wijk_column *form = wijk_layer_find_role(facilities, "form");
  return form && form->type != WIJK_COLUMN_NUMBER ? form : NULL;
}

static const wijk_column *capacity_column(const wijk_layer *facilities) {
  const wijk_column *capacity = wijk_layer_find_role(facilities, "capacity");
  return capacity && capacity->type == WIJK_COLUMN_NUMBER ? capacity : NULL;
}

static bool lies_in(const draw_box *frame, double x, double y) {
  return x >= frame->x && x <= frame->x + frame->width && y >= frame->y && y <= frame->y + frame->height;
}

wijk_status symbols_compute(const wijk_layer *facilities, const draw_view *view, const draw_box *frame,
                            const draw_theme *theme, bool dutch, wijk_arena *arena, symbol_set *set, wijk_error *err) {
  *set = (symbol_set){0};
  const wijk_column *form = symbol_form_column(facilities), *capacity = capacity_column(facilities);
  size_t n = facilities->row_count;
  set->symbols = WIJK_ARENA_ADD(arena, symbol, n, err);
  if (!set->symbols || find_forms(facilities, form, theme->source, dutch, arena, set, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < n && capacity; row++)
    set->most_places = fmax(set->most_places, capacity->numbers[row]);
  if (set->most_places > 0)
    set->mm2_per_place = symbol_place_mm2(theme, set->most_places);
  for (size_t row = 0; row < n; row++) {
    double x = view_x(view, facilities->geometry.x[row]), y = view_y(view, facilities->geometry.y[row]);
    if (!lies_in(frame, x, y)) {
      set->outside++;
      continue;
    }
    bool known = set->mm2_per_place == 0 || !isnan(capacity->numbers[row]);
    size_t number = symbol_form_of(set, form, row);
    set->forms[number].count++;
    set->unknown_places += !known;
    set->symbols[set->count++] = (symbol){row, number, x, y, area_of(set, capacity, row, theme), known};
  }
  if (set->forms[set->form_count].count > 0)
    set->form_count++;
  if (shrink_symbols(set, frame, theme, arena, err) != WIJK_OK)
    return err->status;
  return sort_symbols(set, theme, arena, err);
}

wijk_status symbols_compute_inset(const wijk_layer *facilities, symbol_set *main, const draw_view *main_view,
                                  const draw_box *main_frame, const draw_view *view, const draw_box *frame,
                                  const draw_theme *theme, wijk_arena *arena, symbol_set *set, wijk_error *err) {
  const wijk_column *form = symbol_form_column(facilities), *capacity = capacity_column(facilities);
  const double *x = facilities->geometry.x, *y = facilities->geometry.y;
  *set = *main;
  set->count = set->outside = set->unknown_places = 0;
  set->symbols = WIJK_ARENA_ADD(arena, symbol, facilities->row_count, err);
  if (!set->symbols)
    return WIJK_MEMORY;
  symbol_set unshrunk = *main;
  unshrunk.mm2_per_place /= main->shrink;
  for (size_t row = 0; row < facilities->row_count; row++) {
    double mm_x = view_x(view, x[row]), mm_y = view_y(view, y[row]);
    if (lies_in(main_frame, view_x(main_view, x[row]), view_y(main_view, y[row])) || !lies_in(frame, mm_x, mm_y))
      continue;
    bool known = set->mm2_per_place == 0 || !isnan(capacity->numbers[row]);
    size_t number = symbol_form_of(set, form, row);
    set->unknown_places += !known;
    set->symbols[set->count++] =
        (symbol){row, number, mm_x, mm_y, main->shrink * area_of(&unshrunk, capacity, row, theme), known};
  }
  main->outside -= set->count;
  main->unknown_places += set->unknown_places;
  return sort_symbols(set, theme, arena, err);
}
