/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons cut off at a box, for a map that shows a part of a city. */
#ifndef WIJK_DRAW_CLIP_H
#define WIJK_DRAW_CLIP_H

#include <wijk/layer.h>

/* The rows `rows[count]` of `zones` with what lies within `box` (low x, low y, high x, high y, in metres). Where a
 * border crosses the box, both its sides get the same point to the bit. A part that is cut in two stays one, joined
 * along the edge of the box (Sutherland and Hodgman 1974): for drawing under a clip, not for measuring. WIJK_MEMORY. */
wijk_status layer_clip(const wijk_layer *zones, const size_t *rows, size_t count, const double box[4],
                       wijk_arena *arena, wijk_layer **clipped, wijk_error *err);

#endif
