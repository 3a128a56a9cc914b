/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities on the map: a shape and a colour for each form, an area in proportion to places. */
#ifndef WIJK_DRAW_SYMBOL_H
#define WIJK_DRAW_SYMBOL_H

#include "draw/arcs.h"
#include "draw/theme.h"

typedef enum symbol_shape {
  SYMBOL_SQUARE,
  SYMBOL_TRIANGLE,
  SYMBOL_DIAMOND,
  SYMBOL_CIRCLE,
  SYMBOL_DOWN, /* a triangle on its point */
  SYMBOL_PENTAGON,
  SYMBOL_CROSS,
  SYMBOL_STAR,
  SYMBOL_COUNT
} symbol_shape;

typedef struct symbol_form {
  const char *name; /* NULL = facilities without a form */
  symbol_shape shape;
  wijk_colour colour;
  size_t count;
} symbol_form;

typedef struct symbol {
  size_t row;
  size_t form;
  double x, y, area_mm2;
  bool places_known;
} symbol;

typedef struct symbol_set {
  symbol_form forms[SYMBOL_COUNT];
  size_t form_count, rest; /* rest: which form is that of facilities without one of their own */
  symbol *symbols;         /* largest first, so that none hides another */
  size_t count, outside, unknown_places;
  double mm2_per_place; /* 0 = the source knows no places: all are alike */
  double shrink;        /* of all areas, where symbols crowd */
  double most_places;
  draw_box *boxes; /* [count] what each covers */
} symbol_set;

/* Symbols of the facilities that lie within `frame`, smaller where they crowd: together they cover no more than a
 * quarter of the ground they stand on. The heaviest forms come first; beyond SYMBOL_COUNT - 1 forms the
 * rarest share the last shape. WIJK_MEMORY. */
wijk_status symbols_compute(const wijk_layer *facilities, const draw_view *view, const draw_box *frame,
                            const draw_theme *theme, bool dutch, wijk_arena *arena, symbol_set *set, wijk_error *err);

/* Symbols for an inset, in the forms and sizes of the `main` map: of the facilities outside main's frame that lie in
 * the inset's. Those are no longer outside main's, and its unknown places count theirs. WIJK_MEMORY. */
wijk_status symbols_compute_inset(const wijk_layer *facilities, symbol_set *main, const draw_view *main_view,
                                  const draw_box *main_frame, const draw_view *view, const draw_box *frame,
                                  const draw_theme *theme, wijk_arena *arena, symbol_set *set, wijk_error *err);

/* The column that says what form a facility has, NULL = none; and which form of the set that of a row is. */
const wijk_column *symbol_form_column(const wijk_layer *facilities);
size_t symbol_form_of(const symbol_set *set, const wijk_column *form, size_t row);

/* Area of one place where nothing crowds, when the largest facility has `most_places`. */
double symbol_place_mm2(const draw_theme *theme, double most_places);

/* One symbol: a dark edge and a white casing keep it apart from any colour below. */
void symbol_add(wijk_drawing *drawing, const draw_theme *theme, symbol_shape shape, wijk_colour colour, bool filled,
                double x, double y, double area_mm2, const char *title);

#endif
