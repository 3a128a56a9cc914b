/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/palettes.h"
#include <math.h>
#include <string.h>
#include <wijk/draw.h>
#include <wijk/text.h>

struct wijk_palette {
  const char *name;
  wijk_palette_kind kind;
  enum { TABLES, RAMP, LIST } form; /* one table for each number from 3; evenly spaced points; taken in order */
  size_t most;
  const unsigned *colours;
};

#define SEQUENTIAL(name, list)                                                                                         \
  { name, WIJK_PALETTE_SEQUENTIAL, TABLES, 9, list }
#define DIVERGING(name, list)                                                                                          \
  { name, WIJK_PALETTE_DIVERGING, TABLES, 10, list }
#define CATEGORICAL(name, list)                                                                                        \
  { name, WIJK_PALETTE_CATEGORICAL, LIST, 8, list }
static const wijk_palette palettes[] = {
    SEQUENTIAL("YlOrBr", colours_ylorbr),
    SEQUENTIAL("YlOrRd", colours_ylorrd),
    SEQUENTIAL("OrRd", colours_orrd),
    SEQUENTIAL("YlGnBu", colours_ylgnbu),
    SEQUENTIAL("BuPu", colours_bupu),
    SEQUENTIAL("Blues", colours_blues),
    SEQUENTIAL("Greens", colours_greens),
    SEQUENTIAL("Greys", colours_greys),
    SEQUENTIAL("Oranges", colours_oranges),
    SEQUENTIAL("Purples", colours_purples),
    SEQUENTIAL("Reds", colours_reds),
    {"viridis", WIJK_PALETTE_SEQUENTIAL, RAMP, 10, colours_viridis},
    {"cividis", WIJK_PALETTE_SEQUENTIAL, RAMP, 10, colours_cividis},
    DIVERGING("PuOr", colours_puor),
    DIVERGING("RdBu", colours_rdbu),
    DIVERGING("BrBG", colours_brbg),
    DIVERGING("PRGn", colours_prgn),
    DIVERGING("RdYlBu", colours_rdylbu),
    CATEGORICAL("OkabeIto", colours_okabeito),
    CATEGORICAL("Set2", colours_set2),
    CATEGORICAL("Dark2", colours_dark2),
};
#define PALETTE_COUNT (sizeof palettes / sizeof *palettes)

const wijk_palette *wijk_palette_at(size_t number) {
  return number < PALETTE_COUNT ? &palettes[number] : NULL;
}

const char *wijk_palette_name(const wijk_palette *palette) {
  return palette->name;
}

wijk_palette_kind wijk_palette_sort(const wijk_palette *palette) {
  return palette->kind;
}

size_t wijk_palette_most(const wijk_palette *palette) {
  return palette->most;
}

const wijk_palette *wijk_palette_find(const char *name, bool *reversed) {
  char plain[40];
  size_t length = strlen(name);
  *reversed = length > 2 && wijk_text_same(name + length - 2, "-r");
  length -= *reversed ? 2 : 0;
  if (length >= sizeof plain)
    return NULL;
  memcpy(plain, name, length);
  plain[length] = '\0';
  for (size_t i = 0; i < PALETTE_COUNT; i++)
    if (wijk_text_same(plain, palettes[i].name))
      return &palettes[i];
  return NULL;
}

static wijk_colour colour_of(unsigned rgb) {
  return (wijk_colour){(unsigned char)(rgb >> 16), (unsigned char)(rgb >> 8), (unsigned char)rgb};
}

/* Point `share` (0 to 1) of a ramp, between its neighbours. */
static wijk_colour colour_between(const unsigned *points, size_t count, double share) {
  double place = share * (double)(count - 1);
  size_t at = (size_t)place < count - 1 ? (size_t)place : count - 2;
  double rest = place - (double)at;
  wijk_colour a = colour_of(points[at]), b = colour_of(points[at + 1]);
  return (wijk_colour){(unsigned char)lround(a.red + rest * (b.red - a.red)),
                       (unsigned char)lround(a.green + rest * (b.green - a.green)),
                       (unsigned char)lround(a.blue + rest * (b.blue - a.blue))};
}

/* The colours made for `count` classes (3 or more) start after those for 3, 4, … count - 1. */
static const unsigned *table_for(const wijk_palette *palette, size_t count) {
  return palette->colours + (count * (count - 1) / 2 - 3);
}

static wijk_colour palette_colour(const wijk_palette *palette, size_t count, size_t k) {
  if (palette->form == LIST)
    return colour_of(palette->colours[k]);
  if (palette->form == RAMP)
    return colour_between(palette->colours, palette->most, count == 1 ? 0.5 : (double)k / (double)(count - 1));
  if (count == 1)
    return colour_of(table_for(palette, 3)[1]);
  if (count == 2)
    return colour_of(table_for(palette, 3)[k == 0 ? 0 : 2]);
  return colour_of(table_for(palette, count)[k]);
}

wijk_status wijk_palette_compute(const wijk_palette *palette, bool reversed, size_t count, wijk_colour *colours,
                                 wijk_error *err) {
  if (count == 0 || count > palette->most) {
    wijk_error_set(err, WIJK_USAGE, "palette %s has no colours for %zu classes", palette->name, count);
    return wijk_error_hint(err, "it goes up to %zu; ask for fewer classes, or for another palette", palette->most);
  }
  for (size_t k = 0; k < count; k++)
    colours[reversed ? count - 1 - k : k] = palette_colour(palette, count, k);
  return WIJK_OK;
}

wijk_status wijk_palette_compute_diverging(const wijk_palette *palette, bool reversed, size_t below, bool neutral,
                                           size_t above, wijk_colour *colours, wijk_error *err) {
  size_t side = below > above ? below : above, centre = neutral ? 1 : 0, count = 2 * side + centre;
  wijk_colour all[2 * WIJK_CLASSES_MOST + 1];
  if (count > sizeof all / sizeof *all)
    return wijk_error_set(err, WIJK_USAGE, "%zu classes are too many for a palette with two sides", below + above);
  wijk_status status = wijk_palette_compute(palette, reversed, count, all, err);
  for (size_t k = 0; k < below + centre + above && status == WIJK_OK; k++)
    colours[k] = all[side - below + k];
  return status;
}
