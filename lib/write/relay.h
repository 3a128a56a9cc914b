/* SPDX-License-Identifier: EUPL-1.2 */
/* Pieces of a text that several threads make, on their way to one stream in their right order. */
#ifndef WIJK_WRITE_RELAY_H
#define WIJK_WRITE_RELAY_H

#include "write/publish.h"

typedef struct relay relay;

/* For pieces 0 … `count` - 1. NULL with `err` set when there is no memory. */
relay *relay_open(write_stream *stream, size_t count, wijk_error *err);

/* Piece `number` is ready. Whoever finds the pieces before it written writes it, and those after it that wait; nobody
 * waits for another's turn, unless many pieces do. Leaves `piece` empty. May be called by several threads at once, for
 * each piece once, from the first to the last. */
void relay_put(relay *relay, size_t number, wijk_text *piece);

/* After all pieces were put. NULL is fine. */
void relay_close(relay *relay);

#endif
