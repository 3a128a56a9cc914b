/* SPDX-License-Identifier: EUPL-1.2 */
/* Two layers of zones as one. */
#ifndef WIJK_METRICS_CONTEXT_LAYER_H
#define WIJK_METRICS_CONTEXT_LAYER_H

#include <wijk/layer.h>

/* The zones of the context that are not among `zones`, by key. NULL with `err`. */
const wijk_layer *wijk_context_around(const wijk_layer *zones, const wijk_layer *context, wijk_arena *arena,
                                      wijk_error *err);

/* The column of `layer` with the role of this one, or else its name, of the same kind; NULL = none. */
const wijk_column *wijk_context_twin(const wijk_layer *layer, const wijk_column *column);

/* The zones and those around them, by key: the columns of `zones`, filled from those of the context with the same role,
 * or else the same name and kind; a role that only the context has is a column too. `(*row)[i]` is where zone i is. */
wijk_status wijk_context_join(const wijk_layer *zones, const wijk_layer *context, wijk_arena *arena,
                              wijk_layer **joined, size_t **row, wijk_error *err);

#endif
