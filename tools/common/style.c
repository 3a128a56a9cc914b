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

/* The narrowest of 1, 2, 5, 10, 20 … of which `most` steps reach the value. */
static double round_step(double value, int most) {
  static const double rounds[] = {1, 2, 5, 10};
  const double power = pow(10, floor(log10(value / most)));
  size_t r = 0;
  while (r < 3 && rounds[r] * power * most < value) {
    r++;
  }
  return rounds[r] * power;
}

wijk_status run_style_raster(run *run, const wijk_raster *raster, const wijk_style **style, wijk_error *err) {
  enum { MOST = 9 };
  double top = 0;
  for (size_t i = 0; i < raster->rows * raster->columns; i++) {
    top = raster->values[i] > top ? raster->values[i] : top;
  }
  const double step = top > 0 ? round_step(top, MOST) : 1;
  wijk_style *made = WIJK_ARENA_ADD(run->arena, wijk_style, 1, err);
  double *breaks = WIJK_ARENA_ADD(run->arena, double, MOST + 1, err);
  const char **colours = WIJK_ARENA_ADD(run->arena, const char *, MOST, err);
  const char **labels = WIJK_ARENA_ADD(run->arena, const char *, MOST, err);
  if (err->status != WIJK_OK) {
    return err->status;
  }
  *made = (wijk_style){.column = raster->name, .breaks = breaks, .colours = colours, .labels = labels};
  const int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
  while (made->class_count == 0 || (made->class_count < MOST && breaks[made->class_count] < top)) {
    const size_t k = made->class_count++;
    char from[64], to[64];
    breaks[k + 1] = step * (double)(k + 1);
    wijk_number_write_grouped(breaks[k], decimals, run_dutch(run), from, sizeof from);
    wijk_number_write_grouped(breaks[k + 1], decimals, run_dutch(run), to, sizeof to);
    labels[k] = wijk_arena_format(run->arena, err, "%s – %s", from, to);
  }
  *style = made;
  return err->status == WIJK_OK ? add_colours(run, made->class_count, false, colours, err) : err->status;
}
