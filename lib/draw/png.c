/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to libpng. */
#include "base/memory.h"
#include "draw/ends.h"
#include "draw/quantise.h"
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

static void add_bytes(png_structp png, png_bytep data, png_size_t length) {
  wijk_text_add_part(png_get_io_ptr(png), (const char *)data, length);
}

static void flush_bytes(png_structp png) {
  (void)png;
}

static void keep_quiet(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

/* libpng asks for writable texts and only reads them. */
static png_charp text_of(const char *text) {
  return (png_charp)(uintptr_t)text;
}

static void set_texts(png_structp png, png_infop info, const wijk_drawing *drawing, const char *provenance) {
  const char *keys[] = {"Title", "Description", "Software", "Provenance"};
  const char *values[] = {drawing->title, drawing->description, "wijkatlas", provenance};
  png_text texts[4];
  memset(texts, 0, sizeof texts);
  for (int i = 0; i < 4; i++) {
    texts[i].compression = PNG_ITXT_COMPRESSION_NONE;
    texts[i].key = text_of(keys[i]);
    texts[i].text = text_of(values[i]);
    texts[i].lang = text_of(i < 2 ? drawing->language : "");
    texts[i].lang_key = text_of("");
  }
  png_set_text(png, info, texts, 4);
}

static void set_palette(png_structp png, png_infop info, const draw_palette *palette) {
  png_color colours[256];
  for (size_t i = 0; i < palette->count; i++) {
    uint32_t c = palette->colours[i];
    colours[i] = (png_color){(png_byte)(c >> 16), (png_byte)(c >> 8), (png_byte)c};
  }
  png_set_PLTE(png, info, colours, (int)palette->count);
}

static void write_rows(png_structp png, const draw_image *image, const png_byte *places, png_byte *row) {
  for (size_t y = 0; y < image->height; y++) {
    if (places) {
      png_write_row(png, places + y * image->width);
      continue;
    }
    const uint32_t *pixels = image->pixels + y * image->width;
    for (size_t x = 0; x < image->width; x++) {
      row[3 * x] = (png_byte)(pixels[x] >> 16);
      row[3 * x + 1] = (png_byte)(pixels[x] >> 8);
      row[3 * x + 2] = (png_byte)pixels[x];
    }
    png_write_row(png, row);
  }
}

/* libpng leaves by longjmp when it fails: nothing here may change after setjmp and be read behind it. */
static bool write_png(png_structp png, png_infop info, const draw_image *image, const wijk_drawing *drawing, double dpi,
                      const char *provenance, const draw_palette *palette, const png_byte *places, png_byte *row) {
  if (setjmp(png_jmpbuf(png)))
    return false;
  png_uint_32 per_metre = (png_uint_32)lround(dpi / 0.0254);
  png_set_IHDR(png, info, (png_uint_32)image->width, (png_uint_32)image->height, 8,
               places ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  if (places)
    set_palette(png, info, palette);
  set_texts(png, info, drawing, provenance);
  png_set_compression_level(png, 4);
  png_set_filter(png, 0, places ? PNG_FILTER_NONE : PNG_FILTER_UP);
  png_write_info(png, info);
  write_rows(png, image, places, row);
  png_write_end(png, info);
  return true;
}

wijk_status image_png(const draw_image *image, const wijk_drawing *drawing, double dpi, const char *provenance,
                      wijk_text *bytes, wijk_error *err) {
  draw_palette palette;
  png_byte *places = memory_new(image->width * image->height), *row = memory_new(3 * image->width);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, keep_quiet);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  bool done = false, few = false;
  if (places && row && info && image_quantise(image, &palette, places, &few, err) == WIJK_OK) {
    png_set_write_fn(png, bytes, add_bytes, flush_bytes);
    done = write_png(png, info, image, drawing, dpi, provenance, &palette, few ? places : NULL, row);
  }
  png_destroy_write_struct(&png, &info);
  memory_free(places);
  memory_free(row);
  if (!done || bytes->failed)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for a PNG of %zu by %zu pixels", image->width, image->height);
  return WIJK_OK;
}
