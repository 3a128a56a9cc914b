/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows as text that several threads make, on their way to one stream in their right order. */
#ifndef WIJK_WRITE_RELAY_H
#define WIJK_WRITE_RELAY_H

#include "write/publish.h"

/* The rows of a layer as text, one after another, made on `threads` (0 = all): `add` appends one row, and may be called
 * by several threads at once. WIJK_MEMORY. */
typedef void (*relay_add_row)(const void *what, size_t row, wijk_text *text);
wijk_status relay_rows(write_stream *stream, size_t row_count, int threads, relay_add_row add, const void *what,
                       wijk_error *err);

#endif
