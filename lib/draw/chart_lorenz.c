/* SPDX-License-Identifier: EUPL-1.2 */
/* Lorenz curves in their square: the line of equality, a line for each column, and what is read from them in the corner
 * above it, which no curve enters. */
#include "draw/chart.h"
#include "draw/lorenz.h"
#include "draw/shade.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

#define TICKS 5
#define KEY_DEPTH 0.46 /* of the square: how far down its corner is wide enough for words */

typedef struct one_curve {
  const char *title; /* as in a sentence: "plaatsen (opvang)" */
  lorenz by_weight;
  const char *gini, *even, *half; /* as written */
} one_curve;

typedef struct curves {
  chart *c;
  const wijk_chart_lorenz *request;
  one_curve all[WIJK_CHART_LINES_MOST];
  size_t zone_count; /* in the curves */
  draw_box plot, key;
  bool beside; /* the key stands beside the plot */
} curves;

/* ---- compute ---- */

static bool is_known(const wijk_chart_lorenz *r, const wijk_column *weight, size_t row) {
  for (size_t k = 0; k < r->count; k++)
    if (!wijk_column_has(r->columns[k], row))
      return false;
  return !weight || wijk_column_has(weight, row);
}

static wijk_status check_amount(const wijk_chart_lorenz *r, const wijk_column *column, size_t row, wijk_error *err) {
  double value = column->numbers[row];
  if (value >= 0 && !isinf(value))
    return WIJK_OK;
  char digits[WIJK_NUMBER_SIZE];
  wijk_number_write(value, digits);
  return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s %s is no amount to divide", r->zones->name,
                        r->zones->source_rows ? r->zones->source_rows[row] : row + 1, column->name, digits);
}

/* Zones on land of which all amounts are known, and the weight where there is one. */
typedef struct chosen {
  size_t *rows;
  double *weights; /* 1 without a weight */
  size_t count, missing;
} chosen;

/* Every curve is of the same zones: two of different zones would not compare. */
static wijk_status choose_zones(const curves *u, const wijk_column *weight, chosen *zones, wijk_error *err) {
  const wijk_chart_lorenz *r = u->request;
  const wijk_column *water = wijk_layer_find_role(r->zones, "water");
  const size_t rows = r->zones->row_count;
  *zones = (chosen){.rows = WIJK_ARENA_ADD(u->c->arena, size_t, rows, err),
                    .weights = WIJK_ARENA_ADD(u->c->arena, double, rows, err)};
  for (size_t row = 0; row < rows && err->status == WIJK_OK; row++) {
    if (shade_is_water(water, row))
      continue;
    if (!is_known(r, weight, row)) {
      zones->missing++;
      continue;
    }
    for (size_t k = 0; k < r->count; k++)
      check_amount(r, r->columns[k], row, err);
    if (weight)
      check_amount(r, weight, row, err);
    zones->weights[zones->count] = weight ? weight->numbers[row] : 1;
    zones->rows[zones->count++] = row;
  }
  if (err->status != WIJK_OK || zones->count >= 2)
    return err->status;
  return wijk_error_set(err, WIJK_DATA, "'%s' has %zu %s with a value: a Lorenz curve needs two or more",
                        r->zones->name, zones->count, wijk_plural(zones->count, "zone", "zones"));
}

static double sum_of(const double *values, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++)
    sum += values[i];
  return sum;
}

static wijk_status compute_one(const curves *u, size_t k, const chosen *zones, lorenz *curve, wijk_error *err) {
  const wijk_column *column = u->request->columns[k];
  double *amounts = WIJK_ARENA_ADD(u->c->arena, double, zones->count, err);
  for (size_t i = 0; i < zones->count && amounts; i++)
    amounts[i] = column->numbers[zones->rows[i]];
  if (!amounts)
    return WIJK_MEMORY;
  if (!(sum_of(amounts, zones->count) > 0))
    return wijk_error_set(err, WIJK_DATA, "column '%s' is 0 in every zone: there is nothing to divide", column->name);
  return lorenz_compute(amounts, zones->weights, zones->count, u->c->arena, curve, err);
}

/* The Gini of the metrics is of every zone on land, whether anybody is known to live there or not. */
static wijk_status compute(curves *u, wijk_chart_result *result, wijk_error *err) {
  const wijk_column *weight = u->request->weight;
  chosen weighed, even;
  lorenz plain;
  if (choose_zones(u, weight, &weighed, err) != WIJK_OK || choose_zones(u, NULL, &even, err) != WIJK_OK)
    return err->status;
  if (!(sum_of(weighed.weights, weighed.count) > 0))
    return wijk_error_set(err, WIJK_DATA, "column '%s' is 0 in every zone: there is nobody to divide over",
                          weight->name);
  for (size_t k = 0; k < u->request->count; k++) {
    if (compute_one(u, k, &weighed, &u->all[k].by_weight, err) != WIJK_OK ||
        compute_one(u, k, &even, &plain, err) != WIJK_OK)
      return err->status;
    result->gini[k] = u->all[k].by_weight.gini;
    result->gini_even[k] = plain.gini;
  }
  u->zone_count = weighed.count;
  result->missing_count = weighed.missing;
  return WIJK_OK;
}

/* ---- words ---- */

static const char *percent(const chart *c, double share, wijk_error *err) {
  const double value = 100 * share;
  const char *digits = grouped_number(value, value < 10 && value > 0, c->dutch, c->arena, err);
  return digits ? wijk_arena_format(c->arena, err, "%s %%", digits) : NULL;
}

static const char *gini_text(const chart *c, double gini, wijk_error *err) {
  return grouped_number(gini, 2, c->dutch, c->arena, err);
}

/* "De helft van de inwoners woont waar 12 % van de plaatsen is." */
static const char *sentence_of(const curves *u, size_t k, wijk_error *err) {
  const chart *c = u->c;
  const char *half = u->all[k].half, *title = u->all[k].title;
  if (u->request->weight)
    return wijk_arena_format(c->arena, err,
                             c->dutch ? "De helft van de %s woont waar %s van de %s is."
                                      : "Half of the %s live where %s of the %s is.",
                             u->request->weight_title, half, title);
  return wijk_arena_format(c->arena, err,
                           c->dutch ? "De helft van de %s heeft samen %s van de %s."
                                    : "Half of the %s together have %s of the %s.",
                           zones_noun(u->request->zones, c->dutch, false), half, title);
}

/* "Aantal plaatsen: opvang" within a sentence, after an article: "plaatsen (opvang)". A field's name stays. */
static const char *within_sentence(const chart *c, const char *title, wijk_error *err) {
  static const char *const counts[] = {"Aantal ", "Number of "};
  for (size_t i = 0; i < 2; i++)
    if (strncmp(title, counts[i], strlen(counts[i])) == 0)
      title += strlen(counts[i]);
  const char *colon = strstr(title, ": ");
  char *words = colon ? wijk_arena_format(c->arena, err, "%.*s (%s)", (int)(colon - title), title, colon + 2)
                      : wijk_arena_text(c->arena, title, err);
  if (words && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a' && words[1] <= 'z')
    words[0] = (char)(words[0] + 32);
  return words;
}

static wijk_status word_curves(curves *u, const wijk_chart_result *result, wijk_error *err) {
  for (size_t k = 0; k < u->request->count; k++) {
    one_curve *one = &u->all[k];
    one->title = within_sentence(u->c, u->request->titles[k], err);
    one->half = percent(u->c, lorenz_half(&one->by_weight), err);
    one->gini = gini_text(u->c, result->gini[k], err);
    one->even = gini_text(u->c, result->gini_even[k], err);
    if (!one->title || !one->half || !one->gini || !one->even)
      return err->status;
  }
  return WIJK_OK;
}

static const char *describe(const curves *u, wijk_error *err) {
  const chart *c = u->c;
  wijk_text text = {0};
  wijk_text_add_format(&text, c->dutch ? "Lorenzcurve over %zu %s." : "Lorenz curve over %zu %s.", u->zone_count,
                       zones_noun(u->request->zones, c->dutch, u->zone_count == 1));
  for (size_t k = 0; k < u->request->count; k++) {
    const char *sentence = sentence_of(u, k, err);
    wijk_text_add_format(&text, " %s Gini %s.", sentence ? sentence : "", u->all[k].gini);
  }
  return chart_keep(c, &text, err);
}

static const char *note_of(const curves *u, const wijk_chart_result *result, wijk_error *err) {
  const chart *c = u->c;
  if (result->missing_count == 0)
    return NULL;
  return wijk_arena_format(
      c->arena, err, c->dutch ? "Zonder gegevens en niet meegeteld: %zu %s." : "Without data, and left out: %zu %s.",
      result->missing_count, zones_noun(u->request->zones, c->dutch, result->missing_count == 1));
}

/* ---- draw ---- */

static wijk_status no_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                             wijk_error *err) {
  (void)context;
  (void)theme;
  (void)blocks;
  *count = 0;
  return err->status;
}

static double x_mm(const curves *u, double share) {
  return u->plot.x + share * u->plot.width;
}

static double y_mm(const curves *u, double share) {
  return u->plot.y + (1 - share) * u->plot.height;
}

static wijk_status draw_axes(const curves *u, wijk_error *err) {
  chart *c = u->c;
  const draw_theme *t = &c->page.theme;
  const wijk_chart_lorenz *r = u->request;
  for (int k = 0; k <= TICKS; k++) {
    double share = (double)k / TICKS;
    const draw_style *style = k == 0 ? &t->axis : &t->grid;
    chart_stroke(c, x_mm(u, share), y_mm(u, 0), x_mm(u, share), y_mm(u, 1), style);
    chart_stroke(c, x_mm(u, 0), y_mm(u, share), x_mm(u, 1), y_mm(u, share), style);
    const char *words = wijk_arena_format(c->arena, err, "%d %%", 100 * k / TICKS);
    drawing_text(c->drawing, x_mm(u, share), y_mm(u, 0) + 1.6 * t->small.size_mm, ANCHOR_MIDDLE, &t->small, words);
    drawing_text(c->drawing, x_mm(u, 0) - 1.4 * t->scale, y_mm(u, share) + 0.36 * t->small.size_mm, ANCHOR_END,
                 &t->small, words);
  }
  const char *title = r->count == 1 ? u->all[0].title : c->dutch ? "het totaal" : "the total";
  const char *one = zones_noun(r->zones, c->dutch, true), *many = zones_noun(r->zones, c->dutch, false);
  const char *across =
      r->weight
          ? wijk_arena_format(c->arena, err,
                              c->dutch ? "aandeel van de %s, van de %s met het minst per hoofd naar die met het meest"
                                       : "share of the %s, from the %s with least per head to that with most",
                              r->weight_title, one)
          : wijk_arena_format(c->arena, err,
                              c->dutch ? "aandeel van de %s, van die met het minst naar die met het meest"
                                       : "share of the %s, from those with least to those with most",
                              many);
  const char *up = wijk_arena_format(c->arena, err,
                                     !c->dutch       ? "share of %s"
                                     : r->count == 1 ? "aandeel van de %s"
                                                     : "aandeel van %s",
                                     title);
  drawing_text(c->drawing, u->plot.x + u->plot.width / 2, y_mm(u, 0) + 3.4 * t->small.size_mm, ANCHOR_MIDDLE, &t->small,
               across);
  drawing_text(c->drawing, x_mm(u, 0) - 8 * t->scale, y_mm(u, 1) - 1.2 * t->small.size_mm, ANCHOR_START, &t->small, up);
  return err->status;
}

static wijk_status draw_curve(const curves *u, size_t k, wijk_error *err) {
  chart *c = u->c;
  const draw_theme *t = &c->page.theme;
  const lorenz *curve = &u->all[k].by_weight;
  double *x = WIJK_ARENA_ADD(c->arena, double, curve->count, err),
         *y = WIJK_ARENA_ADD(c->arena, double, curve->count, err);
  if (!x || !y)
    return WIJK_MEMORY;
  for (size_t i = 0; i < curve->count; i++) {
    x[i] = x_mm(u, curve->weight[i]);
    y[i] = y_mm(u, curve->amount[i]);
  }
  chart_line(c, x, y, curve->count, k, t->curves[k], 0.75 * t->scale, u->all[k].title);
  return WIJK_OK;
}

/* From half of the residents up to the curve and over to the scale. */
static void draw_reading(const curves *u) {
  chart *c = u->c;
  const draw_theme *t = &c->page.theme;
  double half = lorenz_half(&u->all[0].by_weight);
  chart_line(c, (double[]){x_mm(u, 0.5), x_mm(u, 0.5), x_mm(u, 0)},
             (double[]){y_mm(u, 0), y_mm(u, half), y_mm(u, half)}, 3, 1, t->ink, 0.25 * t->scale, NULL);
  drawing_circle(c->drawing, x_mm(u, 0.5), y_mm(u, half), 1.1 * t->scale);
  drawing_paint(c->drawing,
                &(draw_style){.fill = ink_of(t->casing), .stroke = ink_of(t->ink), .stroke_mm = 0.35 * t->scale}, NULL);
}

static wijk_status add_lines(const curves *u, const char *words, const draw_type *type, double left, double width,
                             double *y, wijk_error *err) {
  page_text lines = {0};
  if (!words || page_wrap(words, type, width, u->c->pen, u->c->arena, &lines, err) != WIJK_OK)
    return err->status;
  *y = page_lines_draw(&lines, type, u->c->drawing, left, *y);
  return WIJK_OK;
}

/* The figure of the metrics counts every zone as heavy: by residents it is another number, so both stand there. */
static const char *even_words(const curves *u, size_t k, wijk_error *err) {
  const chart *c = u->c;
  const char *one = zones_noun(u->request->zones, c->dutch, true);
  if (!u->request->weight)
    return wijk_arena_format(c->arena, err, c->dutch ? "Elke %s telt even zwaar." : "Every %s is as heavy.", one);
  return wijk_arena_format(c->arena, err,
                           c->dutch ? "Telt elke %s even zwaar: Gini %s." : "With every %s as heavy: Gini %s.", one,
                           u->all[k].even);
}

/* A sample of the line, what it is, its Gini, and the sentence: beside the square, else in its corner, which narrows.
 */
static wijk_status draw_key(const curves *u, wijk_error *err) {
  chart *c = u->c;
  const draw_theme *t = &c->page.theme;
  const double sample = 9 * t->scale, x = u->key.x, left = x + sample + 1.6 * t->scale;
  double y = u->key.y;
  for (size_t k = 0; k < u->request->count; k++) {
    const one_curve *one = &u->all[k];
    const double middle = y + 0.64 * t->heading.size_mm;
    const double depth = u->beside ? 0 : (y + 3 * t->body.size_mm - u->plot.y) / u->plot.height;
    const double width = u->key.width * (1 - depth) - (left - x);
    chart_line(c, (double[]){x, x + sample}, (double[]){middle, middle}, 2, k, t->curves[k], 0.75 * t->scale, NULL);
    char *head = wijk_arena_format(c->arena, err, "%s: Gini %s", one->title, one->gini);
    if (head && head[0] >= 'a' && head[0] <= 'z')
      head[0] = (char)(head[0] - 32);
    if (add_lines(u, head, &t->heading, left, width, &y, err) != WIJK_OK ||
        add_lines(u, sentence_of(u, k, err), &t->body, left, width, &y, err) != WIJK_OK ||
        add_lines(u, even_words(u, k, err), &t->small, left, width, &y, err) != WIJK_OK)
      return err->status;
    y += 2 * t->scale;
  }
  if (y <= u->key.y + u->key.height)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the page is too small for the words beside %zu %s", u->request->count,
                 wijk_plural(u->request->count, "curve", "curves"));
  return wijk_error_hint(err, "give a larger --size, or shorter titles");
}

/* A square, as large as can be; the key beside it where a lying page leaves room. */
static void place_plot(curves *u) {
  const draw_theme *t = &u->c->page.theme;
  const draw_box *room = &u->c->page.map;
  const double left = 12 * t->scale, head = 3 * t->small.size_mm, foot = 4.2 * t->small.size_mm, right = 6 * t->scale;
  const double side = fmin(room->width - left - right, room->height - head - foot);
  const double spare = room->width - left - right - side;
  u->beside = spare > 55 * t->scale;
  u->plot = (draw_box){room->x + left + (u->beside ? 0 : spare / 2), room->y + head, side, side};
  u->key = u->beside
               ? (draw_box){u->plot.x + side + t->gap, u->plot.y, spare + right - t->gap, side}
               : (draw_box){u->plot.x + 3 * t->scale, u->plot.y + 3 * t->scale, side - 9 * t->scale, KEY_DEPTH * side};
}

static wijk_status draw(curves *u, wijk_error *err) {
  chart *c = u->c;
  const draw_theme *t = &c->page.theme;
  place_plot(u);
  drawing_open(c->drawing, c->dutch ? "Lorenzcurve" : "Lorenz curve", NULL);
  if (draw_axes(u, err) != WIJK_OK)
    return err->status;
  chart_stroke(c, x_mm(u, 0), y_mm(u, 0), x_mm(u, 1), y_mm(u, 1),
               &(draw_style){.stroke = ink_of(t->quiet), .stroke_mm = 0.3 * t->scale});
  const char *even = c->dutch ? "gelijk verdeeld" : "equally divided";
  drawing_text(c->drawing, x_mm(u, 0.93) - 1.6 * t->scale, y_mm(u, 0.93), ANCHOR_END, &t->small, even);
  for (size_t k = u->request->count; k-- > 0;)
    if (draw_curve(u, k, err) != WIJK_OK)
      return err->status;
  if (u->request->count == 1)
    draw_reading(u);
  if (draw_key(u, err) != WIJK_OK)
    return err->status;
  drawing_close(c->drawing);
  return WIJK_OK;
}

static wijk_status make(chart *c, const wijk_chart_lorenz *request, wijk_chart_result *result, wijk_error *err) {
  curves u = {.c = c, .request = request};
  if (request->count < 1 || request->count > WIJK_CHART_LINES_MOST) {
    wijk_error_set(err, WIJK_USAGE, "%zu columns are not the 1 to %d curves of a chart", request->count,
                   WIJK_CHART_LINES_MOST);
    return wijk_error_hint(err, "show fewer columns at once");
  }
  if (compute(&u, result, err) != WIJK_OK || word_curves(&u, result, err) != WIJK_OK)
    return err->status;
  c->note = note_of(&u, result, err);
  if (err->status != WIJK_OK || chart_begin(c, 1.4, no_legend, NULL, err) != WIJK_OK || draw(&u, err) != WIJK_OK)
    return err->status;
  const char *text = describe(&u, err);
  return text ? chart_finish(c, c->dutch ? "Lorenzcurve" : "Lorenz curve", text, result, err) : err->status;
}

wijk_status wijk_chart_draw_lorenz(const wijk_chart_lorenz *request, wijk_arena *arena, wijk_chart_result *result,
                                   wijk_error *err) {
  wijk_chart_result made;
  chart c;
  if (chart_open(request->page, arena, &c, &made, err) != WIJK_OK)
    return err->status;
  if (make(&c, request, &made, err) == WIJK_OK)
    *result = made;
  pen_close(c.pen);
  return err->status;
}
