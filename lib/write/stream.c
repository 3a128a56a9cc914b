/* SPDX-License-Identifier: EUPL-1.2 */
/* Text into a publication or to stdout, a piece at a time. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "write/publication.h"

static wijk_status stream_start(write_stream *stream, const char *path, const char *target, wijk_error *err) {
  *stream = (write_stream){.target = target, .descriptor = STDOUT_FILENO};
  if (!path)
    return WIJK_OK;
  stream->descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  stream->own = true;
  return stream->descriptor < 0 ? publication_fail(err, target, "cannot be written", errno) : WIJK_OK;
}

wijk_status stream_open(write_stream *stream, const wijk_publication *publication, wijk_error *err) {
  return publication ? stream_start(stream, wijk_publication_path(publication), publication_asked(publication), err)
                     : stream_start(stream, NULL, "stdout", err);
}

void stream_add(write_stream *stream, const char *bytes, size_t length) {
  while (length > 0 && !stream->failed) {
    ssize_t put = write(stream->descriptor, bytes, length);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0) {
      stream->failed = put < 0 ? errno : ENOSPC;
      return;
    }
    bytes += put;
    length -= (size_t)put;
    stream->written += (uint64_t)put;
  }
}

static void stream_flush(write_stream *stream) {
  stream_add(stream, stream->text.bytes, stream->text.length);
  stream->text.length = 0;
}

void stream_drain(write_stream *stream) {
  if (stream->text.length >= STREAM_FULL)
    stream_flush(stream);
}

void stream_take(write_stream *stream, wijk_text *piece) {
  if (piece->failed)
    stream->text.failed = true;
  if (piece->length < STREAM_FULL / 16) {
    wijk_text_add_part(&stream->text, piece->bytes, piece->length);
    stream_drain(stream);
  } else {
    stream_flush(stream);
    stream_add(stream, piece->bytes, piece->length);
  }
  piece->length = 0;
}

wijk_status stream_close(write_stream *stream, wijk_error *err) {
  stream_flush(stream);
  wijk_status status = wijk_text_check(&stream->text, err);
  wijk_text_free(&stream->text);
  if (stream->own && stream->descriptor >= 0 && close(stream->descriptor) != 0 && !stream->failed)
    stream->failed = errno;
  stream->descriptor = -1;
  if (status == WIJK_OK && stream->failed)
    status = publication_fail(err, stream->target, "cannot be written", stream->failed);
  return status;
}

struct wijk_writing {
  write_stream stream;
  wijk_publication *publication;
};

wijk_writing *wijk_write_open(const char *path, bool overwrite, wijk_error *err) {
  wijk_writing *made = memory_new_zeroed(1, sizeof *made);
  if (!made) {
    wijk_error_set(err, WIJK_MEMORY, "no memory to write '%s'", path);
    return NULL;
  }
  made->publication = wijk_publication_open(path, overwrite, err);
  if (made->publication && stream_open(&made->stream, made->publication, err) == WIJK_OK)
    return made;
  wijk_publication_discard(made->publication);
  memory_free(made);
  return NULL;
}

bool wijk_write_add(wijk_writing *stream, const void *bytes, size_t length) {
  stream_add(&stream->stream, bytes, length);
  return stream->stream.failed == 0;
}

wijk_status wijk_write_close(wijk_writing *stream, wijk_outputs *outputs, wijk_error *err) {
  if (!stream)
    return err->status;
  wijk_error failure = {0};
  if (stream_close(&stream->stream, &failure) != WIJK_OK)
    *err = failure; /* what else went wrong followed from it */
  if (err->status != WIJK_OK)
    wijk_publication_discard(stream->publication);
  else if (outputs)
    wijk_outputs_add(outputs, stream->publication);
  else
    wijk_publication_commit(stream->publication, err);
  memory_free(stream);
  return err->status;
}

wijk_status wijk_write_bytes(const char *path, bool overwrite, const void *bytes, size_t length, wijk_outputs *outputs,
                             wijk_error *err) {
  if (strcmp(path, "-") == 0) {
    write_stream stream;
    if (stream_open(&stream, NULL, err) != WIJK_OK)
      return err->status;
    stream_add(&stream, bytes, length);
    return stream_close(&stream, err);
  }
  wijk_writing *stream = wijk_write_open(path, overwrite, err);
  if (stream)
    wijk_write_add(stream, bytes, length);
  return wijk_write_close(stream, outputs, err);
}
