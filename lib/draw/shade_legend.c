/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/shade.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

const char *zones_noun(const wijk_layer *zones, bool dutch, bool one) {
  static const char *const nouns[][5] = {{"WK", "wijk", "wijken", "district", "districts"},
                                         {"BU", "buurt", "buurten", "neighbourhood", "neighbourhoods"},
                                         {"GM", "gemeente", "gemeenten", "municipality", "municipalities"},
                                         {"", "gebied", "gebieden", "area", "areas"}};
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  size_t found = 3;
  for (size_t n = 0; n < 3 && key && key->texts && found == 3; n++) {
    size_t alike = 0;
    for (size_t i = 0; i < zones->row_count; i++)
      alike += key->texts[i] && strncmp(key->texts[i], nouns[n][0], 2) == 0;
    found = alike > 0 && alike == zones->row_count ? n : found;
  }
  return nouns[found][(dutch ? 1 : 3) + (one ? 0 : 1)];
}

const char *request_legend(const wijk_map_request *request) {
  const wijk_column *column = request->column;
  const char *title = request->dutch ? column->title_nl : column->title_en;
  if (!title && column->role && strcmp(column->role, "residents") == 0)
    title = request->dutch ? "Inwoners" : "Residents";
  return request->legend ? request->legend : title ? title : column->name;
}

const char *zone_called(const wijk_layer *zones, size_t row) {
  static const char *const roles[] = {"name", "key"};
  const char *called = NULL;
  for (size_t i = 0; i < 2 && !called; i++) {
    const wijk_column *column = wijk_layer_find_role(zones, roles[i]);
    called = column && column->texts ? column->texts[row] : NULL;
  }
  return called;
}

const char *grouped_number(double value, int decimals, bool dutch, wijk_arena *arena, wijk_error *err) {
  char digits[64];
  wijk_number_write_grouped(value == 0 ? 0 : value, decimals, dutch, digits, sizeof digits);
  return wijk_arena_text(arena, digits, err);
}

const char *shade_number(const shade *s, double value, bool dutch, wijk_arena *arena, wijk_error *err) {
  int decimals = s->whole || value == 0 ? 0 : s->decimals > 1 ? s->decimals : 1; /* none is none, not 0,0 */
  return grouped_number(value, decimals, dutch, arena, err);
}

/* "1,5 tot 3,3"; whole numbers and the last class say what they hold: "12 t/m 39". */
static const char *class_label(const shade *s, size_t k, bool dutch, wijk_arena *arena, wijk_error *err) {
  const double *breaks = s->classes.breaks;
  bool last = k + 1 == s->count, closed = last || s->whole;
  double high = s->whole && !last ? breaks[k + 1] - 1 : breaks[k + 1];
  high = s->whole && last && s->top == breaks[k] ? s->top : high; /* one value: "10", not "10 t/m 11" */
  if ((int)k == s->still)
    return shade_number(s, s->midpoint, dutch, arena, err);
  const char *a = grouped_number(breaks[k], s->decimals, dutch, arena, err);
  const char *b = grouped_number(high, s->decimals, dutch, arena, err);
  if (!a || !b || breaks[k] == high)
    return a;
  const char *words = dutch ? (closed ? "t/m" : "tot") : closed ? "to" : "to under";
  return wijk_arena_format(arena, err, "%s %s %s", a, words, b);
}

static size_t members_of(const shade *s, int class) {
  return class == SHADE_WATER ? s->water_count : class == SHADE_NULL ? s->null_count : s->members[class];
}

static wijk_status add_row(legend_block *block, const draw_theme *theme, const shade *const *shades, int class,
                           const char *label, bool dutch, wijk_arena *arena, wijk_error *err) {
  legend_row *row = &block->rows[block->row_count++];
  *row = (legend_row){.swatch = SWATCH_AREA, .style = shade_style(shades[0], theme, class), .label = label};
  for (size_t c = 0; c < block->count_columns; c++)
    row->counts[c] = grouped_number((double)members_of(shades[c], class), 0, dutch, arena, err);
  return err->status;
}

static const char *method_note(const wijk_map_request *request, bool dutch) {
  switch (request->method) {
  case WIJK_CLASSES_QUANTILE:
    return dutch ? "klassen met gelijke aantallen (kwantielen)" : "classes of equal number (quantiles)";
  case WIJK_CLASSES_EQUAL:
    return dutch ? "klassen van gelijke breedte" : "classes of equal width";
  case WIJK_CLASSES_FISHER:
    return dutch ? "klassen naar natuurlijke grenzen (Fisher)" : "natural breaks (Fisher)";
  case WIJK_CLASSES_PRETTY:
    return dutch ? "klassen met ronde grenzen" : "classes with round limits";
  case WIJK_CLASSES_DEVIATION:
    return dutch ? "klassen naar standaarddeviatie" : "classes by standard deviation";
  default:
    return dutch ? "vaste klassengrenzen" : "fixed classes";
  }
}

wijk_status shade_legend(const shade *const *shades, size_t count, const wijk_map_request *request,
                         const draw_theme *theme, wijk_arena *arena, legend_block *block, wijk_error *err) {
  const shade *s = shades[0];
  bool dutch = request->dutch;
  size_t missing = 0;
  *block = (legend_block){.heading = request_legend(request), .count_columns = count <= LEGEND_COUNTS_MOST ? count : 0};
  block->count_headings[0] = zones_noun(request->zones, dutch, false);
  for (size_t c = 0; c < count; c++)
    missing += shades[c]->null_count;
  for (size_t k = 0; k < s->count; k++) {
    const char *label = s->categories ? s->names[k] : class_label(s, k, dutch, arena, err);
    if (!label || add_row(block, theme, shades, (int)k, label, dutch, arena, err) != WIJK_OK)
      return err->status;
  }
  if (missing > 0 &&
      add_row(block, theme, shades, SHADE_NULL, dutch ? "geen gegevens" : "no data", dutch, arena, err) != WIJK_OK)
    return err->status;
  if (s->water_count > 0 && add_row(block, theme, shades, SHADE_WATER, "water", dutch, arena, err) != WIJK_OK)
    return err->status;
  size_t note = 0;
  if (!s->categories && s->count > 1)
    block->notes[note++] = method_note(request, dutch);
  if (s->sided)
    block->notes[note++] = dutch ? "gestippeld: onder het midden" : "dotted: below the midpoint";
  return WIJK_OK;
}
