/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/quantise.h"
#include "base/memory.h"
#include "base/sort.h"
#include <stdlib.h>

#define SLOTS 65536
#define COLOURS_MOST 40000

/* Every colour of the image, how often it occurs, and its place in the palette. */
typedef struct colour_count {
  uint32_t colour, count;
  uint8_t place;
} colour_count;

typedef struct colour_table {
  uint32_t slots[SLOTS]; /* number of the colour + 1; 0 = free */
  colour_count colours[COLOURS_MOST];
  size_t count;
} colour_table;

/* NULL when there are too many. */
static colour_count *table_find(colour_table *table, uint32_t colour) {
  size_t slot = (colour * 2654435761u) >> 16;
  while (table->slots[slot] && table->colours[table->slots[slot] - 1].colour != colour)
    slot = (slot + 1) % SLOTS;
  if (!table->slots[slot]) {
    if (table->count == COLOURS_MOST)
      return NULL;
    table->colours[table->count] = (colour_count){colour, 0, 0};
    table->slots[slot] = (uint32_t)++table->count;
  }
  return &table->colours[table->slots[slot] - 1];
}

/* Each pixel gets the number of its colour, so that it is looked up once. */
static bool count_colours(const draw_image *image, colour_table *table, uint16_t *numbers) {
  size_t n = image->width * image->height;
  for (size_t i = 0; i < n;) {
    uint32_t pixel = image->pixels[i];
    size_t start = i;
    while (i < n && image->pixels[i] == pixel)
      i++;
    colour_count *found = table_find(table, pixel | 0xff000000u);
    if (!found)
      return false;
    found->count += (uint32_t)(i - start);
    for (size_t k = start; k < i; k++)
      numbers[k] = (uint16_t)(found - table->colours);
  }
  return true;
}

/* The largest difference of the three channels. */
static int distance(uint32_t a, uint32_t b) {
  int most = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    int off = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
    most = off > most ? off : most;
  }
  return most;
}

static size_t nearest(const draw_palette *palette, uint32_t colour, int *off) {
  size_t best = 0;
  *off = 256;
  for (size_t i = 0; i<palette->count && * off> 0; i++) {
    int d = distance(palette->colours[i], colour);
    if (d < *off) {
      *off = d;
      best = i;
    }
  }
  return best;
}

static int order_by_count(const void *context, size_t a, size_t b) {
  const colour_count *colours = ((const colour_table *)context)->colours;
  if (colours[a].count != colours[b].count)
    return colours[a].count < colours[b].count ? 1 : -1;
  return (colours[a].colour > colours[b].colour) - (colours[a].colour < colours[b].colour);
}

/* Takes colours by frequency, and of the rare ones only those further than `off_most` from all that were taken. */
static bool choose_colours(const colour_table *table, const size_t *order, uint32_t frequent, int off_most,
                           draw_palette *palette) {
  palette->count = 0;
  for (size_t i = 0; i < table->count; i++) {
    const colour_count *c = &table->colours[order[i]];
    int off;
    nearest(palette, c->colour, &off);
    if (c->count < frequent && off <= off_most)
      continue;
    if (palette->count == 256)
      return false;
    palette->colours[palette->count++] = c->colour;
  }
  return true;
}

static void place_pixels(size_t pixel_count, const uint16_t *numbers, colour_table *table, const draw_palette *palette,
                         uint8_t *places) {
  for (size_t i = 0; i < table->count; i++) {
    int off;
    table->colours[i].place = (uint8_t)nearest(palette, table->colours[i].colour, &off);
  }
  for (size_t i = 0; i < pixel_count; i++)
    places[i] = table->colours[numbers[i]].place;
}

wijk_status image_quantise(const draw_image *image, draw_palette *palette, uint8_t *places, bool *possible,
                           wijk_error *err) {
  colour_table *table = memory_new_zeroed(1, sizeof *table);
  size_t *order = memory_new_zeroed(COLOURS_MOST, sizeof *order), pixels = image->width * image->height;
  uint16_t *numbers = memory_new_zeroed(pixels, sizeof *numbers);
  wijk_status status =
      table && order && numbers ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for a palette");
  *possible = false;
  if (status == WIJK_OK && count_colours(image, table, numbers)) {
    status = wijk_sort(table->count, order_by_count, table, order, err);
    uint32_t frequent = (uint32_t)(image->width * image->height / 500) + 1;
    for (int off = table->count > 256 ? 4 : 0; off <= QUANTISE_OFF_MOST && !*possible && status == WIJK_OK; off += 4)
      *possible = choose_colours(table, order, off == 0 ? 0 : frequent, off, palette);
    if (*possible)
      place_pixels(pixels, numbers, table, palette, places);
  }
  memory_free(table);
  memory_free(order);
  memory_free(numbers);
  return status;
}
