/* SPDX-License-Identifier: EUPL-1.2 */
/* Load against norm: a bar for each zone, from the heaviest to the lightest, its part over the norm hatched, in as many
 * columns as let all of them be read. */
#include "base/sort.h"
#include "draw/chart.h"
#include "draw/label.h"
#include "draw/map.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

#define COLUMNS_MOST 4
#define NAME_SHARE 0.42 /* of a column's width, at most */
#define ROW_EM 1.5      /* of a row of one line, at its closest */
#define ROW_WIDE_EM 3.2 /* and where there is room */

typedef struct bar {
  size_t row;
  double load, norm; /* NaN = no norm */
  const char *zone_class, *value;
  label_text name;
} bar;

typedef struct bars {
  chart *c;
  const wijk_chart_load *request;
  bar *all;
  size_t count, shown, over_count, missing_count, norm_missing;
  double most;
  zoning_names classes;
  size_t columns, per_column;
  double em, row_em, name_width, value_width, swatch;
  draw_axis axis; /* not placed */
} bars;

static const draw_theme *theme_of(const bars *b) {
  return &b->c->page.theme;
}

/* ---- values ---- */

static wijk_status check_value(const bars *b, const wijk_column *column, size_t row, wijk_error *err) {
  double value = column->numbers[row];
  const wijk_layer *zones = b->request->zones;
  if (value >= 0 && !isinf(value))
    return WIJK_OK;
  char digits[WIJK_NUMBER_SIZE];
  wijk_number_write(value, digits);
  return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s %s is no load or norm", zones->name,
                        zones->source_rows ? zones->source_rows[row] : row + 1, column->name, digits);
}

static wijk_status collect(bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const wijk_column *water = wijk_layer_find_role(r->zones, "water");
  const size_t rows = r->zones->row_count;
  bar *found = WIJK_ARENA_ADD(b->c->arena, bar, rows, err);
  double *order_by = WIJK_ARENA_ADD(b->c->arena, double, rows, err);
  size_t *order = WIJK_ARENA_ADD(b->c->arena, size_t, rows, err);
  b->all = WIJK_ARENA_ADD(b->c->arena, bar, rows, err);
  if (!found || !order_by || !order || !b->all)
    return WIJK_MEMORY;
  for (size_t row = 0; row < rows; row++) {
    if (shade_is_water(water, row))
      continue;
    if (!wijk_column_has(r->column, row)) {
      b->missing_count++;
      continue;
    }
    const bool normed = r->norm && wijk_column_has(r->norm, row);
    if (check_value(b, r->column, row, err) != WIJK_OK || (normed && check_value(b, r->norm, row, err) != WIJK_OK))
      return err->status;
    bar *one = &found[b->count];
    *one = (bar){.row = row, .load = r->column->numbers[row], .norm = normed ? r->norm->numbers[row] : NAN};
    one->zone_class = r->zone_class ? r->zone_class->texts[row] : NULL;
    one->value = chart_number(b->c, one->load, 1, err);
    order_by[b->count++] = -one->load;
    b->norm_missing += r->norm && !normed;
    b->over_count += one->load > one->norm;
    b->most = fmax(b->most, normed ? fmax(one->load, one->norm) : one->load);
  }
  if (b->count == 0)
    return wijk_error_set(err, WIJK_DATA, "no zone of '%s' has a value of %s", r->zones->name, r->column->name);
  if (wijk_sort_numbers(b->count, order_by, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < b->count; i++)
    b->all[i] = found[order[i]];
  return WIJK_OK;
}

/* ---- legend ---- */

/* The zoning map's hatching, closer: a swatch beside a bar is small, and its lines are to be seen. */
static draw_style class_style(const draw_theme *theme, const char *zone_class, size_t number) {
  draw_style style = {.fill = ink_of(theme->paper), .hatch = theme_zoning(theme, zone_class, number)};
  style.hatch.spacing_mm *= 0.5;
  style.hatch.width_mm *= 0.8;
  return style;
}

static wijk_status fill_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                               wijk_error *err) {
  const bars *b = context;
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  legend_block *load = &blocks[0];
  *load = (legend_block){.heading = r->title, .row_count = 1};
  load->rows[0] = (legend_row){.swatch = SWATCH_AREA,
                               .style = theme->bar,
                               .label = !r->norm ? (dutch ? "per gebied" : "by area")
                                        : dutch  ? "tot de norm"
                                                 : "up to the norm"};
  if (b->over_count > 0)
    load->rows[load->row_count++] =
        (legend_row){.swatch = SWATCH_AREA, .style = theme->over, .label = dutch ? "boven de norm" : "over the norm"};
  if (r->norm)
    load->notes[0] = dutch ? "dwarsstreep: de norm" : "mark across: the norm";
  *count = 1;
  if (b->classes.count == 0)
    return err->status;
  legend_block *zoning = &blocks[(*count)++];
  *zoning = (legend_block){.heading = dutch ? "Zonering" : "Zoning",
                           .count_headings = {zones_noun(r->zones, dutch, false)},
                           .count_columns = 1};
  for (size_t k = 0; k < b->classes.count; k++)
    if (b->classes.members[k] > 0)
      zoning->rows[zoning->row_count++] =
          (legend_row){.swatch = SWATCH_AREA,
                       .style = class_style(theme, b->classes.names[k], k),
                       .label = b->classes.names[k],
                       .counts = {grouped_number((double)b->classes.members[k], 0, dutch, b->c->arena, err)}};
  return err->status;
}

/* The classes of the zones that have a bar, as the map's legend has them. */
static wijk_status find_classes(bars *b, wijk_error *err) {
  if (!b->request->zone_class)
    return WIJK_OK;
  wijk_map_request zoning = {.zoning = b->request->zones, .zoning_class = b->request->zone_class};
  if (zoning_find(&zoning, &b->classes, err) != WIJK_OK)
    return err->status;
  memset(b->classes.members, 0, sizeof b->classes.members);
  for (size_t i = 0; i < b->count; i++)
    for (size_t k = 0; k < b->classes.count && b->all[i].zone_class; k++)
      b->classes.members[k] += strcmp(b->classes.names[k], b->all[i].zone_class) == 0;
  return WIJK_OK;
}

/* ---- how rows stand ---- */

typedef struct ems {
  draw_pen *pen;
  const draw_type *type;
} ems;

static double measure_em(void *context, const char *words) {
  const ems *m = context;
  return pen_width(m->pen, m->type, words) / m->type->size_mm;
}

static wijk_status split_names(bars *b, double width_em, wijk_error *err) {
  ems m = {b->c->pen, &theme_of(b)->body};
  double widest = 0;
  for (size_t i = 0; i < b->count; i++) {
    const char *name = zone_called(b->request->zones, b->all[i].row);
    label_text ways[LABEL_WAYS];
    size_t count, way = 0;
    if (label_split(name ? name : "?", measure_em, &m, b->c->arena, ways, &count, err) != WIJK_OK)
      return err->status;
    while (way + 1 < count && ways[way].width_em > width_em)
      way++;
    b->all[i].name = ways[way];
    widest = fmax(widest, ways[way].width_em);
  }
  b->name_width = widest;
  return WIJK_OK;
}

/* Height of the rows first..first+count-1, in ems. */
static double rows_em(const bars *b, size_t first, size_t count) {
  double height = 0;
  for (size_t i = first; i < first + count && i < b->shown; i++)
    height += b->row_em + 1.05 * (double)(b->all[i].name.line_count - 1);
  return height;
}

/* The tallest of the columns when each gets `per_column` rows. */
static double tallest_em(const bars *b) {
  double tallest = 0;
  for (size_t first = 0; first < b->shown; first += b->per_column)
    tallest = fmax(tallest, rows_em(b, first, b->per_column));
  return tallest;
}

static double between_columns(const bars *b) {
  return 1.2 * theme_of(b)->gap;
}

static double column_width(const bars *b) {
  return (b->c->page.map.width - between_columns(b) * (double)(b->columns - 1)) / (double)b->columns;
}

static double head_mm(const bars *b) {
  return 2 * theme_of(b)->small.size_mm;
}

/* Few columns of large letters are liked best: then more columns, then smaller letters, then fewer rows. */
static wijk_status arrange(bars *b, wijk_error *err) {
  const draw_theme *t = theme_of(b);
  const double sizes[] = {1, 0.9, 0.8, 0.7}, room = b->c->page.map.height - head_mm(b);
  b->shown = b->count;
  b->row_em = ROW_EM;
  for (size_t size = 0; size < 4; size++)
    for (b->columns = 1; b->columns <= COLUMNS_MOST; b->columns++) {
      b->em = sizes[size] * t->body.size_mm;
      b->per_column = (b->count + b->columns - 1) / b->columns;
      double width = column_width(b);
      if (width < 34 * b->em)
        break;
      if (split_names(b, NAME_SHARE * width / b->em, err) != WIJK_OK)
        return err->status;
      if (tallest_em(b) * b->em <= room)
        return WIJK_OK;
    }
  b->columns = b->columns > COLUMNS_MOST ? COLUMNS_MOST : b->columns > 1 ? b->columns - 1 : 1;
  if (split_names(b, NAME_SHARE * column_width(b) / b->em, err) != WIJK_OK)
    return err->status;
  while (b->shown > 0 && tallest_em(b) * b->em > room) {
    b->shown--;
    b->per_column = (b->shown + b->columns - 1) / b->columns;
  }
  if (b->shown >= 3)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the page is too small for bars with names");
  return wijk_error_hint(err, "give a larger --size");
}

/* Rows spread over the height there is, up to a comfortable distance. */
static void spread_rows(bars *b) {
  const double room = (b->c->page.map.height - head_mm(b)) / b->em;
  double spare = (room - tallest_em(b)) / (double)b->per_column;
  b->row_em = fmin(ROW_WIDE_EM, b->row_em + fmax(0, spare));
}

/* ---- draw ---- */

/* Bars grow with the room between rows. */
static double bar_em(const bars *b) {
  return fmin(1.3, fmax(0.8, 0.5 * b->row_em));
}

static void draw_bar(const bars *b, const bar *one, const draw_axis *axis, double middle) {
  const draw_theme *t = theme_of(b);
  wijk_drawing *drawing = b->c->drawing;
  const double height = bar_em(b) * b->em, top = middle - height / 2, zero = axis_mm(axis, 0),
               end = axis_mm(axis, one->load);
  const double mark = height / 2 + 0.26 * b->em;
  const bool over = one->load > one->norm;
  const double at_norm = isnan(one->norm) ? end : axis_mm(axis, one->norm);
  drawing_box(drawing, (draw_box){zero, top, (over ? at_norm : end) - zero, height});
  drawing_paint(drawing, &t->bar, one->value);
  if (over) {
    drawing_box(drawing, (draw_box){at_norm, top, end - at_norm, height});
    drawing_paint(drawing, &t->over, b->c->dutch ? "boven de norm" : "over the norm");
  }
  if (!isnan(one->norm))
    chart_stroke(b->c, at_norm, middle - mark, at_norm, middle + mark,
                 &(draw_style){.stroke = ink_of(t->ink), .stroke_mm = 0.45 * t->scale});
}

static void draw_class(const bars *b, const bar *one, double x, double middle) {
  const draw_theme *t = theme_of(b);
  if (!one->zone_class)
    return;
  size_t number = 0;
  while (number < b->classes.count && strcmp(b->classes.names[number], one->zone_class) != 0)
    number++;
  draw_style style = class_style(t, one->zone_class, number);
  style.stroke = t->swatch_border.stroke;
  style.stroke_mm = t->swatch_border.stroke_mm;
  drawing_box(b->c->drawing, (draw_box){x, middle - 0.55 * b->em, b->swatch, 1.1 * b->em});
  drawing_paint(b->c->drawing, &style, one->zone_class);
}

static void draw_row(const bars *b, const bar *one, const draw_axis *axis, double x, double y, double height) {
  const draw_theme *t = theme_of(b);
  wijk_drawing *drawing = b->c->drawing;
  draw_type type = t->body;
  type.size_mm = b->em;
  const double middle = y + height / 2, line = 1.05 * b->em;
  const double gap = b->swatch > 0 ? b->swatch + 0.6 * b->em : 0;
  drawing_open(drawing, zone_called(b->request->zones, one->row), NULL);
  draw_class(b, one, x, middle);
  double base = middle - line * (double)(one->name.line_count - 1) / 2 + 0.36 * b->em;
  for (size_t l = 0; l < one->name.line_count; l++)
    drawing_text(drawing, x + gap, base + line * (double)l, ANCHOR_START, &type, one->name.lines[l]);
  draw_bar(b, one, axis, middle);
  double end = axis_mm(axis, one->load), norm = isnan(one->norm) ? end : axis_mm(axis, one->norm);
  if (norm > end && end + b->value_width + b->em > norm) /* between bar and mark where it fits */
    end = norm;
  drawing_text(drawing, end + 0.5 * b->em, middle + 0.36 * b->em, ANCHOR_START, &type, one->value);
  drawing_close(drawing);
}

static wijk_status draw_grid(const bars *b, const draw_axis *axis, double top, double height, wijk_error *err) {
  const draw_theme *t = theme_of(b);
  for (size_t k = 0; k < axis->tick_count; k++) {
    double x = axis_mm(axis, axis_tick(axis, k));
    chart_stroke(b->c, x, top, x, top + height, k == 0 ? &t->axis : &t->grid);
    drawing_text(b->c->drawing, x, top - 0.5 * t->small.size_mm, ANCHOR_MIDDLE, &t->small,
                 axis_text(axis, k, b->c->dutch, b->c->arena, err));
  }
  return err->status;
}

static wijk_status draw_columns(bars *b, wijk_error *err) {
  const draw_box *room = &b->c->page.map;
  const double width = column_width(b), top = room->y + head_mm(b);
  const double names = b->name_width * b->em + (b->swatch > 0 ? b->swatch + 0.6 * b->em : 0) + b->em;
  for (size_t column = 0; column < b->columns; column++) {
    const size_t first = column * b->per_column;
    double x = room->x + (width + between_columns(b)) * (double)column, y = top;
    draw_axis axis = b->axis;
    axis_place(&axis, x + names, x + width - b->value_width - 0.6 * b->em);
    if (first < b->shown && draw_grid(b, &axis, top, rows_em(b, first, b->per_column) * b->em, err) != WIJK_OK)
      return err->status;
    for (size_t i = first; i < first + b->per_column && i < b->shown; i++) {
      double height = rows_em(b, i, 1) * b->em;
      draw_row(b, &b->all[i], &axis, x, y, height);
      y += height;
    }
  }
  return WIJK_OK;
}

static wijk_status draw(bars *b, wijk_error *err) {
  spread_rows(b);
  drawing_open(b->c->drawing, b->request->title, NULL);
  if (draw_columns(b, err) != WIJK_OK)
    return err->status;
  drawing_close(b->c->drawing);
  return WIJK_OK;
}

/* ---- words ---- */

static const char *number_of(const bars *b, size_t i) {
  return b->all[i].value;
}

/* "Plaatsen per 1.000 inwoners, per wijk (21 wijken): het hoogst in Cool (37,3), het laagst in …; 8 wijken boven de
 * norm, het verst Cool (12,1 erboven)." */
static const char *describe(const bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  const char *high = zone_called(r->zones, b->all[0].row), *low = zone_called(r->zones, b->all[b->count - 1].row);
  wijk_text text = {0};
  wijk_text_add_format(&text,
                       dutch ? "%s, per %s (%zu %s): het hoogst in %s (%s)" : "%s, by %s (%zu %s): highest in %s (%s)",
                       r->title, zones_noun(r->zones, dutch, true), b->count,
                       zones_noun(r->zones, dutch, b->count == 1), high ? high : "?", number_of(b, 0));
  if (b->count > 1)
    wijk_text_add_format(&text, dutch ? ", het laagst in %s (%s)" : ", lowest in %s (%s)", low ? low : "?",
                         number_of(b, b->count - 1));
  if (r->norm) {
    size_t worst = 0;
    for (size_t i = 1; i < b->count; i++)
      if (b->all[i].load - b->all[i].norm > b->all[worst].load - b->all[worst].norm || isnan(b->all[worst].norm))
        worst = i;
    wijk_text_add_format(&text, dutch ? "; %zu %s boven de norm" : "; %zu %s over the norm", b->over_count,
                         zones_noun(r->zones, dutch, b->over_count == 1));
    const char *name = zone_called(r->zones, b->all[worst].row);
    if (b->over_count > 0)
      wijk_text_add_format(&text, dutch ? ", het verst %s (%s erboven)" : ", furthest %s (%s over it)",
                           name ? name : "?", chart_number(b->c, b->all[worst].load - b->all[worst].norm, 1, err));
  }
  if (b->missing_count > 0)
    wijk_text_add_format(&text, dutch ? "; van %zu %s is niets bekend" : "; nothing is known of %zu %s",
                         b->missing_count, zones_noun(r->zones, dutch, b->missing_count == 1));
  wijk_text_add(&text, ".");
  return chart_keep(b->c, &text, err);
}

static const char *note_of(const bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  wijk_text text = {0};
  if (b->shown < b->count)
    wijk_text_add_format(
        &text, dutch ? "Nog %zu %s met minder passen hier niet. " : "%zu more %s with less find no room here. ",
        b->count - b->shown, zones_noun(r->zones, dutch, b->count - b->shown == 1));
  if (b->missing_count > 0)
    wijk_text_add_format(&text, dutch ? "Zonder gegevens: %zu %s. " : "Without data: %zu %s. ", b->missing_count,
                         zones_noun(r->zones, dutch, b->missing_count == 1));
  if (b->norm_missing > 0)
    wijk_text_add_format(&text, dutch ? "Zonder norm: %zu %s." : "Without a norm: %zu %s.", b->norm_missing,
                         zones_noun(r->zones, dutch, b->norm_missing == 1));
  return text.bytes || text.failed ? chart_keep(b->c, &text, err) : NULL;
}

static void measure_values(bars *b) {
  const draw_theme *t = theme_of(b);
  b->value_width = 0;
  for (size_t i = 0; i < b->count; i++)
    b->value_width = fmax(b->value_width, pen_width(b->c->pen, &t->body, b->all[i].value) * b->em / t->body.size_mm);
  b->swatch = b->classes.count > 0 ? 2 * b->em : 0;
}

static wijk_status make(bars *b, wijk_chart_result *result, wijk_error *err) {
  const double aspect = 0.75; /* names and bars below each other: an upright page */
  if (collect(b, err) != WIJK_OK || find_classes(b, err) != WIJK_OK)
    return err->status;
  axis_compute(0, b->most, 6, false, &b->axis);
  for (int pass = 0; pass < 2; pass++) { /* how many fit says what stands below, and that takes room */
    b->c->note = pass == 0 ? " " : note_of(b, err);
    if (chart_begin(b->c, aspect, fill_legend, b, err) != WIJK_OK || arrange(b, err) != WIJK_OK)
      return err->status;
    measure_values(b);
  }
  const char *text = describe(b, err);
  if (draw(b, err) != WIJK_OK || !text)
    return err->status;
  result->missing_count = b->missing_count;
  result->left_out_count = b->count - b->shown;
  return chart_finish(b->c, b->request->title, text, result, err);
}

wijk_status wijk_chart_draw_load(const wijk_chart_load *request, wijk_arena *arena, wijk_chart_result *result,
                                 wijk_error *err) {
  wijk_chart_result made = {.gini = {NAN, NAN, NAN, NAN}, .gini_even = {NAN, NAN, NAN, NAN}};
  chart c = {.request = request->page,
             .arena = arena,
             .pen = pen_open(request->page->theme, err),
             .dutch = request->page->dutch};
  bars b = {.c = &c, .request = request};
  if (!c.pen)
    return err->status;
  if (make(&b, &made, err) == WIJK_OK)
    *result = made;
  pen_close(c.pen);
  return err->status;
}
