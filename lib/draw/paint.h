/* SPDX-License-Identifier: EUPL-1.2 */
/* A drawing list painted with cairo, wherever cairo paints to. */
#ifndef WIJK_DRAW_PAINT_H
#define WIJK_DRAW_PAINT_H

#include "draw/ends.h"

typedef struct _cairo cairo_t;

/* In millimetres: the caller has set the scale. */
void paint_drawing(draw_pen *pen, cairo_t *cairo, const wijk_drawing *drawing);
/* WIJK_OK for cairo's success, WIJK_MEMORY, else WIJK_IO. */
wijk_status paint_failure(int status, wijk_error *err);

#endif
