/* SPDX-License-Identifier: EUPL-1.2 */
/* SVG from the drawing list: real text, a title on everything that means something, hatches as patterns. */
#include "draw/ends.h"
#include "draw/fonts.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

static const char *const face_attributes[FACE_COUNT] = {"", " font-weight=\"bold\"", " font-style=\"italic\""};
static const char *const anchor_attributes[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};

/* A hundredth of a millimetre is finer than any printer. */
static void add_mm(wijk_text *svg, double value) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_text_add_part(svg, digits, wijk_number_write_fixed(value, 2, digits));
}

static void add_attribute(wijk_text *svg, const char *name, double value) {
  wijk_text_add_format(svg, " %s=\"", name);
  add_mm(svg, value);
  wijk_text_add(svg, "\"");
}

static void add_colour(wijk_text *svg, const char *name, wijk_colour colour, double opacity) {
  wijk_text_add_format(svg, " %s=\"#%02x%02x%02x\"", name, colour.red, colour.green, colour.blue);
  if (opacity < 1) {
    wijk_text_add_format(svg, " %s-opacity=\"", name);
    add_mm(svg, opacity);
    wijk_text_add(svg, "\"");
  }
}

static bool same_hatch(const draw_hatch *a, const draw_hatch *b) {
  return a->kind == b->kind && a->spacing_mm == b->spacing_mm && a->width_mm == b->width_mm &&
         a->opacity == b->opacity && memcmp(&a->colour, &b->colour, sizeof a->colour) == 0;
}

/* The number of the first item with the same hatch names the pattern. */
static size_t hatch_name(const wijk_drawing *drawing, size_t item) {
  for (size_t i = 0; i < item; i++)
    if (drawing->items[i].kind == DRAW_PATH &&
        same_hatch(&drawing->items[i].style.hatch, &drawing->items[item].style.hatch))
      return i;
  return item;
}

static void add_hatch(wijk_text *svg, const draw_hatch *hatch, size_t name) {
  static const int turns[HATCH_KIND_COUNT] = {
      [HATCH_RISING] = -45, [HATCH_FALLING] = 45, [HATCH_CROSS] = 45, [HATCH_LEVEL] = 0, [HATCH_UPRIGHT] = 90};
  double s = hatch->spacing_mm;
  wijk_text_add_format(svg, "<pattern id=\"h%zu\" patternUnits=\"userSpaceOnUse\"", name);
  add_attribute(svg, "width", s);
  add_attribute(svg, "height", hatch->kind == HATCH_DOTS ? 2 * s : s);
  if (turns[hatch->kind] != 0)
    wijk_text_add_format(svg, " patternTransform=\"rotate(%d)\"", turns[hatch->kind]);
  wijk_text_add(svg, ">");
  if (hatch->kind == HATCH_DOTS) {
    for (int dot = 0; dot < 2; dot++) {
      wijk_text_add(svg, "<circle");
      add_attribute(svg, "cx", dot == 0 ? s / 4 : 3 * s / 4);
      add_attribute(svg, "cy", dot == 0 ? s / 2 : 3 * s / 2);
      add_attribute(svg, "r", hatch->width_mm);
      add_colour(svg, "fill", hatch->colour, hatch->opacity);
      wijk_text_add(svg, "/>");
    }
  } else {
    wijk_text_add(svg, "<path d=\"M0 ");
    add_mm(svg, s / 2);
    wijk_text_add(svg, "H");
    add_mm(svg, s);
    if (hatch->kind == HATCH_CROSS) {
      wijk_text_add(svg, "M");
      add_mm(svg, s / 2);
      wijk_text_add(svg, " 0V");
      add_mm(svg, s);
    }
    wijk_text_add(svg, "\"");
    add_colour(svg, "stroke", hatch->colour, hatch->opacity);
    add_attribute(svg, "stroke-width", hatch->width_mm);
    wijk_text_add(svg, "/>");
  }
  wijk_text_add(svg, "</pattern>\n");
}

static void add_path_data(wijk_text *svg, const wijk_drawing *drawing, const draw_item *item) {
  wijk_text_add(svg, " d=\"");
  for (size_t r = item->first_run; r < item->first_run + item->run_count; r++) {
    const draw_run *run = &drawing->runs[r];
    for (size_t i = run->first; i < run->first + run->count; i++) {
      wijk_text_add(svg, i == run->first ? "M" : i == run->first + 1 ? "L" : " ");
      add_mm(svg, drawing->x[i]);
      wijk_text_add(svg, " ");
      add_mm(svg, drawing->y[i]);
    }
    if (run->closed)
      wijk_text_add(svg, "Z");
  }
  wijk_text_add(svg, "\"");
}

static void add_title(wijk_text *svg, const char *title) {
  if (!title)
    return;
  wijk_text_add(svg, "<title>");
  wijk_text_add_xml(svg, title);
  wijk_text_add(svg, "</title>");
}

/* A fill and a hatch are two elements: the colour below, the pattern above it. */
static void add_path(wijk_text *svg, const wijk_drawing *drawing, size_t number) {
  const draw_item *item = &drawing->items[number];
  const draw_style *style = &item->style;
  bool hatched = style->hatch.kind != HATCH_NONE;
  if (hatched && style->fill.on) {
    wijk_text_add(svg, "<path");
    add_colour(svg, "fill", style->fill.colour, style->fill.opacity);
    add_path_data(svg, drawing, item);
    wijk_text_add(svg, "/>");
  }
  wijk_text_add(svg, "<path");
  if (hatched)
    wijk_text_add_format(svg, " fill=\"url(#h%zu)\"", hatch_name(drawing, number));
  else if (style->fill.on)
    add_colour(svg, "fill", style->fill.colour, style->fill.opacity);
  else
    wijk_text_add(svg, " fill=\"none\"");
  if (style->stroke.on) {
    add_colour(svg, "stroke", style->stroke.colour, style->stroke.opacity);
    add_attribute(svg, "stroke-width", style->stroke_mm);
  }
  add_path_data(svg, drawing, item);
  wijk_text_add(svg, item->title ? ">" : "/>\n");
  add_title(svg, item->title);
  if (item->title)
    wijk_text_add(svg, "</path>\n");
}

static void add_words(wijk_text *svg, const draw_item *item) {
  wijk_text_add(svg, "<text");
  add_attribute(svg, "x", item->x);
  add_attribute(svg, "y", item->y);
  add_attribute(svg, "font-size", item->type.size_mm);
  wijk_text_add_format(svg, "%s%s", face_attributes[item->type.face], anchor_attributes[item->anchor]);
  add_colour(svg, "fill", item->type.colour, 1);
  if (item->type.halo_mm > 0) {
    add_colour(svg, "stroke", item->type.halo, HALO_OPACITY);
    wijk_text_add(svg, " paint-order=\"stroke\"");
    add_attribute(svg, "stroke-width", 2 * item->type.halo_mm);
  }
  wijk_text_add(svg, ">");
  wijk_text_add_xml(svg, item->title);
  wijk_text_add(svg, "</text>\n");
}

static void add_definitions(wijk_text *svg, const wijk_drawing *drawing) {
  wijk_text_add(svg, "<defs>\n");
  for (size_t i = 0; i < drawing->item_count; i++) {
    const draw_item *item = &drawing->items[i];
    if (item->kind == DRAW_PATH && item->style.hatch.kind != HATCH_NONE && hatch_name(drawing, i) == i)
      add_hatch(svg, &item->style.hatch, i);
    if (item->kind == DRAW_OPEN && item->clip.width > 0) {
      wijk_text_add_format(svg, "<clipPath id=\"c%zu\"><rect", i);
      add_attribute(svg, "x", item->clip.x);
      add_attribute(svg, "y", item->clip.y);
      add_attribute(svg, "width", item->clip.width);
      add_attribute(svg, "height", item->clip.height);
      wijk_text_add(svg, "/></clipPath>\n");
    }
  }
  wijk_text_add(svg, "</defs>\n");
}

/* The theme's letters first, by name: who looks at the file brings them, or sees the next. */
static wijk_status add_family(wijk_text *svg, const wijk_theme *theme, wijk_error *err) {
  wijk_text name = {0};
  if (fonts_name(theme, &name, err) == WIJK_OK && name.length > 0 && !wijk_text_same(name.bytes, "Open Sans")) {
    for (char *letter = name.bytes; *letter; letter++) /* a quote would end the name */
      *letter = *letter == '\'' ? ' ' : *letter;
    wijk_text_add(svg, "'");
    wijk_text_add_xml(svg, name.bytes);
    wijk_text_add(svg, "', ");
  }
  wijk_text_add(svg, "'Open Sans', sans-serif");
  wijk_text_free(&name);
  return err->status;
}

static wijk_status add_head(wijk_text *svg, const wijk_drawing *drawing, const char *provenance, wijk_error *err) {
  wijk_text_add(svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
  add_mm(svg, drawing->width_mm);
  wijk_text_add(svg, "mm\" height=\"");
  add_mm(svg, drawing->height_mm);
  wijk_text_add(svg, "mm\" viewBox=\"0 0 ");
  add_mm(svg, drawing->width_mm);
  wijk_text_add(svg, " ");
  add_mm(svg, drawing->height_mm);
  wijk_text_add_format(svg,
                       "\" xml:lang=\"%s\" lang=\"%s\" role=\"graphics-document document\" aria-labelledby=\"title "
                       "description\" font-family=\"",
                       drawing->language, drawing->language);
  if (add_family(svg, drawing->theme, err) != WIJK_OK)
    return err->status;
  wijk_text_add(svg, "\" fill-rule=\"evenodd\" stroke-linejoin=\"round\">\n<title id=\"title\">");
  wijk_text_add_xml(svg, drawing->title);
  wijk_text_add(svg, "</title>\n<desc id=\"description\">");
  wijk_text_add_xml(svg, drawing->description);
  wijk_text_add(svg, "</desc>\n<metadata>");
  wijk_text_add_xml(svg, provenance);
  wijk_text_add(svg, "</metadata>\n");
  return WIJK_OK;
}

wijk_status drawing_svg(const wijk_drawing *drawing, const char *provenance, wijk_text *bytes, wijk_error *err) {
  if (add_head(bytes, drawing, provenance, err) != WIJK_OK)
    return err->status;
  add_definitions(bytes, drawing);
  wijk_text_add(bytes, "<rect width=\"100%\" height=\"100%\"");
  add_colour(bytes, "fill", drawing->theme->colours[WIJK_THEME_PAPER], 1);
  wijk_text_add(bytes, "/>\n");
  for (size_t i = 0; i < drawing->item_count; i++) {
    const draw_item *item = &drawing->items[i];
    if (item->kind == DRAW_OPEN) {
      wijk_text_add(bytes, item->title ? "<g role=\"group\"" : "<g");
      if (item->clip.width > 0)
        wijk_text_add_format(bytes, " clip-path=\"url(#c%zu)\"", i);
      wijk_text_add(bytes, ">");
      add_title(bytes, item->title);
      wijk_text_add(bytes, "\n");
    } else if (item->kind == DRAW_CLOSE) {
      wijk_text_add(bytes, "</g>\n");
    } else if (item->kind == DRAW_PATH) {
      add_path(bytes, drawing, i);
    } else {
      add_words(bytes, item);
    }
  }
  wijk_text_add(bytes, "</svg>\n");
  return wijk_text_check(bytes, err);
}
