/* SPDX-License-Identifier: EUPL-1.2 */
/* Publishing inside the room: sets of files, and a stream into a publication. */
#ifndef WIJK_WRITE_PUBLISH_H
#define WIJK_WRITE_PUBLISH_H

#include <stdint.h>
#include <wijk/text.h>
#include <wijk/write.h>

/* ".gpkg": the last dot of the name and what follows it; the empty end of the path where there is none. */
const char *path_extension(const char *path);

/* Neighbours of the target that go when it is put in place, by extension (closed by NULL): an index of the old shapes
 * would contradict the new ones. */
void publication_add_stale(wijk_publication *publication, const char *const *extensions);
/* The path as the caller wrote it. */
const char *publication_asked(const wijk_publication *publication);

/* Text on its way to a file, a piece at a time: add to `text`, call `stream_drain` after each row. The first
 * failed write is kept and told by `stream_close`. */
typedef struct write_stream {
  wijk_text text;
  int descriptor;
  bool own; /* the descriptor is ours to close */
  const char *target;
  int failed; /* errno of the first failed write */
  uint64_t written;
} write_stream;

#define STREAM_FULL ((size_t)1 << 20)

/* NULL publication = stdout. */
wijk_status stream_open(write_stream *stream, const wijk_publication *publication, wijk_error *err);
void stream_drain(write_stream *stream); /* writes once there is a lot */
void stream_add(write_stream *stream, const char *bytes, size_t length);
/* A piece of text made elsewhere, after all that went before; leaves it empty, with its room. */
void stream_take(write_stream *stream, wijk_text *piece);
wijk_status stream_close(write_stream *stream, wijk_error *err); /* writes the rest; closes whatever happens */

#endif
