/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/style.h"

#include <math.h>

enum { NUMBER_CLASSES = 5 };

static const char *hex_of(run *run, wijk_colour colour, wijk_error *err) {
  return wijk_arena_format(run->arena, err, "#%02x%02x%02x", colour.red, colour.green, colour.blue);
}

static wijk_status add_colours(run *run, size_t count, bool dark_first, const char **hex, wijk_error *err) {
  wijk_colour colours[WIJK_CLASSES_MOST];
  bool reversed;
  const wijk_palette *palette = wijk_palette_find("YlOrBr", &reversed);
  if (wijk_palette_compute(palette, dark_first, count, colours, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t k = 0; k < count; k++) {
    hex[k] = hex_of(run, colours[k], err);
  }
  return err->status;
}

/* As many decimals as tell the classes apart. */
static int decimals_of(const wijk_classes *classes) {
  const double width = (classes->breaks[classes->count] - classes->breaks[0]) / (double)classes->count;
  return width >= 10 ? 0 : width >= 1 ? 1 : width >= 0.1 ? 2 : 3;
}

wijk_status run_style_numbers(run *run, const wijk_layer *layer, const char *column, const wijk_style **style,
                              wijk_error *err) {
  const wijk_column *found = wijk_layer_find(layer, column);
  wijk_classes *classes = WIJK_ARENA_ADD(run->arena, wijk_classes, 1, err);
  wijk_style *made = WIJK_ARENA_ADD(run->arena, wijk_style, 1, err);
  const char **colours = WIJK_ARENA_ADD(run->arena, const char *, NUMBER_CLASSES, err);
  const char **labels = WIJK_ARENA_ADD(run->arena, const char *, NUMBER_CLASSES, err);
  *style = NULL;
  if (err->status != WIJK_OK || found == NULL || found->type != WIJK_COLUMN_NUMBER) {
    return err->status;
  }
  if (wijk_classes_compute(found->numbers, layer->row_count, WIJK_CLASSES_FISHER, NUMBER_CLASSES, NULL, 0, classes,
                           err) != WIJK_OK ||
      classes->count == 0) {
    return err->status;
  }
  const int decimals = decimals_of(classes);
  for (size_t k = 0; k < classes->count; k++) {
    char from[64], to[64];
    wijk_number_write_grouped(classes->breaks[k], decimals, run_dutch(run), from, sizeof from);
    wijk_number_write_grouped(classes->breaks[k + 1], decimals, run_dutch(run), to, sizeof to);
    labels[k] = wijk_arena_format(run->arena, err, "%s – %s", from, to);
  }
  *made = (wijk_style){.column = found->name,
                       .class_count = classes->count,
                       .breaks = classes->breaks,
                       .colours = colours,
                       .labels = labels};
  *style = made;
  return err->status == WIJK_OK ? add_colours(run, classes->count, false, colours, err) : err->status;
}

wijk_status run_style_words(run *run, const char *column, const char *const *words, size_t count, const char *rest,
                            const wijk_style **style, wijk_error *err) {
  wijk_style *made = WIJK_ARENA_ADD(run->arena, wijk_style, 1, err);
  const char **values = WIJK_ARENA_ADD(run->arena, const char *, count + 1, err);
  const char **colours = WIJK_ARENA_ADD(run->arena, const char *, count + 1, err);
  bool reversed;
  *style = NULL;
  if (err->status != WIJK_OK || count == 0 || count > wijk_palette_most(wijk_palette_find("YlOrBr", &reversed))) {
    return err->status;
  }
  if (add_colours(run, count, true, colours, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t k = 0; k < count; k++) {
    values[k] = words[k];
  }
  if (rest != NULL) {
    values[count] = rest;
    colours[count] = "#c8c8c8";
  }
  *made = (wijk_style){
      .column = column, .class_count = count + (rest != NULL), .values = values, .colours = colours, .labels = values};
  *style = made;
  return WIJK_OK;
}

/* The numbers … 0.5, 1, 2, 5, 10, 20, 50 …: that of `rank` 0 is 1. */
static double round_number(int rank) {
  static const double rounds[] = {1, 2, 5};
  const int power = rank >= 0 ? rank / 3 : -((2 - rank) / 3), rest = rank - 3 * power;
  return power < 0 ? rounds[rest] / pow(10, -power) : rounds[rest] * pow(10, power);
}

static int rank_at_least(double value) {
  int rank = 3 * (int)floor(log10(value)) - 1;
  while (round_number(rank) < value) {
    rank++;
  }
  return rank;
}

static const char *write_round(run *run, int rank, char *out, size_t size) {
  const int decimals = rank >= 0 ? 0 : (2 - rank) / 3;
  wijk_number_write_grouped(round_number(rank), decimals, run_dutch(run), out, size);
  return out;
}

/* Each class is about twice the one before: most of a town has little of what is dense in a few places, and steps of
 * one width would show the densest place and nothing else. The limits are round, so that those of two runs are the same
 * numbers. */
wijk_status run_style_raster(run *run, const wijk_raster *raster, const wijk_style **style, wijk_error *err) {
  enum { CLASSES = 7 };
  double top = 0;
  for (size_t i = 0; i < raster->rows * raster->columns; i++) {
    top = raster->values[i] > top ? raster->values[i] : top;
  }
  const size_t count = top > 0 ? CLASSES : 1;
  const int low = top > 0 ? rank_at_least(top) - CLASSES + 1 : 0; /* the upper limit of the first class */
  wijk_style *made = WIJK_ARENA_ADD(run->arena, wijk_style, 1, err);
  double *breaks = WIJK_ARENA_ADD(run->arena, double, CLASSES + 1, err);
  const char **colours = WIJK_ARENA_ADD(run->arena, const char *, CLASSES, err);
  const char **labels = WIJK_ARENA_ADD(run->arena, const char *, CLASSES, err);
  if (err->status != WIJK_OK) {
    return err->status;
  }
  for (size_t k = 0; k < count; k++) {
    char from[64], to[64];
    breaks[k + 1] = round_number(low + (int)k);
    labels[k] = wijk_arena_format(run->arena, err, "%s – %s",
                                  k == 0 ? "0" : write_round(run, low + (int)k - 1, from, sizeof from),
                                  write_round(run, low + (int)k, to, sizeof to));
  }
  *made = (wijk_style){
      .column = raster->name, .class_count = count, .breaks = breaks, .colours = colours, .labels = labels};
  *style = made;
  return err->status == WIJK_OK ? add_colours(run, count, false, colours, err) : err->status;
}
