/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/shade.h"
#include "draw/parting.h"
#include "draw/round.h"
#include "draw/tint.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* Zoning classes have an order and colours of their own, so that they look alike on every map. */
static const struct {
  const char *name;
  wijk_colour colour;
} zoning_words[] = {{"kwetsbaar", {0xd5, 0x5e, 0x00}},
                    {"aandacht", {0xf0, 0xe4, 0x42}},
                    {"draagkrachtig", {0x00, 0x9e, 0x73}},
                    {"onbekend", {0xbd, 0xbd, 0xbd}}};
#define ZONING_WORDS (sizeof zoning_words / sizeof *zoning_words)

static const wijk_theme *theme_of(const wijk_map_request *request) {
  return request->theme ? request->theme : wijk_theme_find("light");
}

bool shade_is_water(const wijk_column *water, size_t row) {
  if (!water || !wijk_column_has(water, row))
    return false;
  if (water->type == WIJK_COLUMN_NUMBER)
    return water->numbers[row] != 0;
  static const char *const yes[] = {"ja", "yes", "true", "1", "j", "y"};
  for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
    if (wijk_text_same(water->texts[row], yes[i]))
      return true;
  return false;
}

/* ---- numbers ---- */

static double mean_of(const double *values, size_t count) {
  double sum = 0, n = 0;
  for (size_t i = 0; i < count; i++)
    if (!isnan(values[i])) {
      sum += values[i];
      n++;
    }
  return sum / n;
}

/* Gives class `k` the first of the marks from `first` on, `but` not one of them, that no class before it has whose
 * colour could be taken for its own. */
static void choose_mark(shade *s, size_t k, uint8_t first, uint8_t but) {
  bool taken = true;
  for (uint8_t mark = first; taken; mark++) {
    taken = mark == but;
    for (size_t j = 0; j < k && !taken; j++)
      taken = s->mark[j] == mark && !wijk_colours_survive((const wijk_colour[]){s->colours[j], s->colours[k]}, 2);
    s->mark[k] = mark;
  }
}

/* A class alone, or every other one where neighbours in the scale are what is confused; further marks where they are
 * not the only ones. */
static void mark_scale(shade *s) {
  bool survives = wijk_colours_survive(s->colours, s->count);
  for (size_t k = 0; k < s->count; k++)
    choose_mark(s, k, !survives && k % 2 == 1, UINT8_MAX);
}

/* Below the midpoint all are dotted, that no side is told by its hue alone. */
static void mark_sides(shade *s, size_t below) {
  s->sided = below > 0 && below < s->count;
  for (size_t k = 0; k < s->count; k++)
    choose_mark(s, k, s->sided && k < below, s->sided && k >= below ? 1 : UINT8_MAX);
}

/* Colours away from the middle: below and above it, with a neutral one for a class that holds it well inside. */
static wijk_status colour_sides(const wijk_palette *palette, bool reversed, double middle, const wijk_theme *theme,
                                shade *s, wijk_error *err) {
  const wijk_classes *c = &s->classes;
  size_t below = 0, above = 0;
  bool neutral = false;
  for (size_t k = 0; k < c->count; k++) {
    double slack = 0.15 * (c->breaks[k + 1] - c->breaks[k]);
    bool apart = (int)k == s->still;
    if (!apart && c->breaks[k + 1] <= middle + slack)
      below++;
    else if (!apart && c->breaks[k] >= middle - slack)
      above++;
    else
      neutral = true;
  }
  wijk_status status = tint_compute_sides(palette, reversed, below, neutral, above, theme, s->colours, err);
  if (status == WIJK_OK)
    mark_sides(s, below);
  return status;
}

static wijk_status find_palette(const char *name, const wijk_palette **palette, bool *reversed, wijk_error *err) {
  *palette = wijk_palette_find(name, reversed);
  if (*palette)
    return WIJK_OK;
  const char *names[64];
  size_t count = 0;
  wijk_text list = {0};
  for (const wijk_palette *p; count < 64 && (p = wijk_palette_at(count)); count++) {
    names[count] = wijk_palette_name(p);
    wijk_text_add_format(&list, "%s%s", count > 0 ? ", " : "", names[count]);
  }
  const char *nearest = wijk_text_find_nearest(name, names, count);
  wijk_error_set(err, WIJK_USAGE, "there is no palette '%s'", name);
  if (nearest)
    wijk_error_hint(err, "did you mean %s? there are %s", nearest, list.bytes ? list.bytes : "others");
  else
    wijk_error_hint(err, "there are %s", list.bytes ? list.bytes : "others");
  wijk_text_free(&list);
  return WIJK_USAGE;
}

/* Values of the whole series behind each other; NaN where there is water. */
static double *series_values(const wijk_map_request *request, const shade *s, wijk_arena *arena, wijk_error *err) {
  size_t rows = request->zones->row_count;
  double *values = WIJK_ARENA_ADD(arena, double, rows * request->series_count, err);
  for (size_t c = 0; c < request->series_count && values; c++)
    for (size_t i = 0; i < rows; i++)
      values[c * rows + i] = s->of_row[i] == SHADE_WATER ? NAN : request->series[c]->numbers[i];
  return values;
}

/* Members among these values of classes that were made from more. */
static void count_members(const double *values, size_t count, wijk_classes *classes) {
  memset(classes->members, 0, sizeof classes->members);
  classes->missing = 0;
  for (size_t i = 0; i < count; i++) {
    int k = wijk_classes_find(classes, values[i]);
    if (k < 0)
      classes->missing++;
    else
      classes->members[k]++;
  }
}

static wijk_status shade_numbers(const wijk_map_request *request, const double *own, wijk_arena *arena, shade *s,
                                 wijk_error *err) {
  size_t own_count = request->zones->row_count, count = own_count * (request->series ? request->series_count : 1);
  const double *values = request->series ? series_values(request, s, arena, err) : own;
  if (!values)
    return WIJK_MEMORY;
  bool reversed, middled = !isnan(request->midpoint) || request->method == WIJK_CLASSES_DEVIATION;
  const wijk_palette *palette;
  const wijk_theme *theme = theme_of(request);
  if (find_palette(request->palette ? request->palette
                   : middled        ? theme->diverging
                                    : theme->sequential,
                   &palette, &reversed, err) != WIJK_OK ||
      wijk_classes_compute(values, count, request->method, request->class_count, request->breaks, request->break_count,
                           &s->classes, err) != WIJK_OK)
    return err->status;
  if (!isnan(request->midpoint) && request->method != WIJK_CLASSES_FIXED &&
      classes_part(request->midpoint, values, count, &s->classes, &s->still, err) != WIJK_OK)
    return err->status;
  if (request->series)
    count_members(own, own_count, &s->classes);
  s->count = s->classes.count;
  memcpy(s->members, s->classes.members, sizeof s->members);
  s->whole = true;
  for (size_t i = 0; i < count; i++)
    s->whole = s->whole && (isnan(values[i]) || values[i] == floor(values[i]));
  s->top = -HUGE_VAL;
  for (size_t i = 0; i < count; i++)
    s->top = values[i] > s->top ? values[i] : s->top;
  for (size_t k = 0; k <= s->count && s->count > 0; k++) {
    int decimals = wijk_round_decimals(s->classes.breaks[k], CLASS_DECIMALS);
    s->decimals = decimals > s->decimals ? decimals : s->decimals;
  }
  s->whole = s->whole && s->decimals == 0;
  for (size_t i = 0; i < own_count; i++)
    if (s->of_row[i] != SHADE_WATER)
      s->of_row[i] = wijk_classes_find(&s->classes, own[i]);
  if (s->count == 0)
    return WIJK_OK;
  if (middled && wijk_palette_sort(palette) == WIJK_PALETTE_DIVERGING)
    return colour_sides(palette, reversed, isnan(request->midpoint) ? mean_of(values, count) : request->midpoint, theme,
                        s, err);
  if (tint_compute(palette, reversed, s->count, theme, s->colours, err) != WIJK_OK)
    return err->status;
  mark_scale(s);
  return WIJK_OK;
}

/* ---- texts ---- */

static size_t zoning_place(const char *name) {
  for (size_t i = 0; i < ZONING_WORDS; i++)
    if (wijk_text_same(name, zoning_words[i].name))
      return i;
  return ZONING_WORDS;
}

bool zoning_before(const char *a, const char *b) {
  size_t x = zoning_place(a), y = zoning_place(b);
  return x != y ? x < y : wijk_text_order(a, b) < 0;
}

/* Puts a name where it belongs among those found; false when there are too many. */
static bool add_name(shade *s, const char *name) {
  size_t at = 0;
  while (at < s->count && zoning_before(s->names[at], name))
    at++;
  if (at < s->count && strcmp(s->names[at], name) == 0)
    return true;
  if (s->count == WIJK_CLASSES_MOST)
    return false;
  memmove(s->names + at + 1, s->names + at, (s->count - at) * sizeof *s->names);
  s->names[at] = name;
  s->count++;
  return true;
}

static wijk_status colour_names(const wijk_map_request *request, shade *s, wijk_error *err) {
  bool reversed, known = !request->palette;
  const wijk_palette *palette;
  for (size_t k = 0; k < s->count; k++)
    known = known && zoning_place(s->names[k]) < ZONING_WORDS;
  if (s->count > 0 && !known &&
      (find_palette(request->palette ? request->palette : theme_of(request)->categorical, &palette, &reversed, err) !=
           WIJK_OK ||
       tint_compute(palette, reversed, s->count, theme_of(request), s->colours, err) != WIJK_OK))
    return err->status;
  s->zoning = known;
  for (size_t k = 0; k < s->count && known; k++)
    s->colours[k] = zoning_words[zoning_place(s->names[k])].colour;
  bool survives = wijk_colours_survive(s->colours, s->count);
  for (size_t k = 0; k < s->count; k++)
    s->mark[k] = survives ? 0 : (uint8_t)k;
  return WIJK_OK;
}

static wijk_status shade_texts(const wijk_map_request *request, shade *s, wijk_error *err) {
  s->categories = true;
  const char **texts = request->column->texts;
  const wijk_column *const *columns = request->series ? request->series : &request->column;
  for (size_t c = 0; c < (request->series ? request->series_count : 1); c++)
    for (size_t i = 0; i < request->zones->row_count; i++)
      if (s->of_row[i] != SHADE_WATER && columns[c]->texts[i] && !add_name(s, columns[c]->texts[i])) {
        wijk_error_set(err, WIJK_USAGE, "column '%s' holds more than %d different texts", columns[c]->name,
                       WIJK_CLASSES_MOST);
        return wijk_error_hint(err, "a map can show a column of a few categories, or of numbers");
      }
  for (size_t i = 0; i < request->zones->row_count; i++)
    for (size_t k = 0; k < s->count && texts[i] && s->of_row[i] != SHADE_WATER; k++)
      if (strcmp(s->names[k], texts[i]) == 0) {
        s->of_row[i] = (int)k;
        s->members[k]++;
      }
  return colour_names(request, s, err);
}

wijk_status shade_compute(const wijk_map_request *request, wijk_arena *arena, shade *result, wijk_error *err) {
  const wijk_layer *zones = request->zones;
  const wijk_column *water = wijk_layer_find_role(zones, "water");
  *result = (shade){.still = -1, .midpoint = request->midpoint};
  for (size_t c = 0; request->series && c < request->series_count; c++)
    if ((request->series[c]->type == WIJK_COLUMN_NUMBER) != (request->column->type == WIJK_COLUMN_NUMBER))
      return wijk_error_set(err, WIJK_USAGE, "columns '%s' and '%s' cannot share classes: one holds numbers, one texts",
                            request->column->name, request->series[c]->name);
  result->of_row = WIJK_ARENA_ADD(arena, int, zones->row_count, err);
  double *values = WIJK_ARENA_ADD(arena, double, zones->row_count, err);
  if (!result->of_row || !values)
    return WIJK_MEMORY;
  for (size_t i = 0; i < zones->row_count; i++) {
    bool wet = shade_is_water(water, i);
    result->of_row[i] = wet ? SHADE_WATER : SHADE_NULL;
    values[i] = wet || request->column->type != WIJK_COLUMN_NUMBER ? NAN : request->column->numbers[i];
  }
  wijk_status status = request->column->type == WIJK_COLUMN_NUMBER ? shade_numbers(request, values, arena, result, err)
                                                                   : shade_texts(request, result, err);
  for (size_t i = 0; i < zones->row_count; i++) {
    result->null_count += result->of_row[i] == SHADE_NULL;
    result->water_count += result->of_row[i] == SHADE_WATER;
  }
  return status;
}

draw_style shade_style(const shade *s, const draw_theme *theme, int of_row) {
  if (of_row == SHADE_WATER)
    return theme->water;
  if (of_row == SHADE_NULL)
    return theme->null_zone;
  draw_style style = {.fill = ink_of(s->colours[of_row])};
  bool zoning = s->categories && s->zoning;
  if (zoning || s->mark[of_row] > 0) {
    style.hatch = zoning ? theme_zoning(theme, s->names[of_row], (size_t)of_row) : theme_mark(theme, s->mark[of_row]);
    style.hatch.colour = theme_ink_on(theme, s->colours[of_row]);
  }
  return style;
}
