/* SPDX-License-Identifier: EUPL-1.2 */
/* A file appears whole or not at all: written beside its place under a hidden name, synced, renamed. */
#include "write/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

struct wijk_publication {
  char asked[PATH_MAX];     /* as the caller wrote it */
  char target[PATH_MAX];    /* the file replaced: the end of a symbolic link */
  char folder[PATH_MAX];    /* of the target */
  char temporary[PATH_MAX]; /* in the same folder, so that rename is one step */
  bool overwrite;
};

static wijk_status io_error(wijk_error *err, const char *path, const char *what, int number) {
  wijk_error_set(err, WIJK_IO, "'%s': %s: %s", path, what, strerror(number));
  if (number == ENOSPC || number == EDQUOT)
    wijk_error_hint(err, "make room on that disk, or write to another one");
  else if (number == EACCES || number == EROFS || number == EPERM)
    wijk_error_hint(err, "choose a folder that you may write to");
  return WIJK_IO;
}

const char *path_extension(const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
  return dot && dot > name ? dot : path + strlen(path);
}

/* A program that has a GeoPackage open keeps a journal beside it; replacing the file under it loses its changes or
 * ours. */
static wijk_status check_unused(const wijk_publication *publication, wijk_error *err) {
  static const char *const journals[] = {"-wal", "-journal"};
  if (!wijk_text_same(path_extension(publication->target), ".gpkg"))
    return WIJK_OK;
  for (size_t i = 0; i < 2; i++) {
    char beside[PATH_MAX + 16];
    struct stat found;
    snprintf(beside, sizeof beside, "%s%s", publication->target, journals[i]);
    if (lstat(beside, &found) == 0) {
      wijk_error_set(err, WIJK_IO, "'%s' is in use: '%s%s' stands beside it", publication->asked, publication->asked,
                     journals[i]);
      return wijk_error_hint(err, "close it in QGIS or whatever has it open, then run again");
    }
  }
  return WIJK_OK;
}

/* What stands at the target now, if anything, may be replaced. */
static wijk_status check_target(const wijk_publication *publication, wijk_error *err) {
  struct stat found;
  if (stat(publication->target, &found) == 0) {
    if (S_ISDIR(found.st_mode)) {
      wijk_error_set(err, WIJK_IO, "'%s' is a folder", publication->asked);
      return wijk_error_hint(err, "name a file in it");
    }
    if (!S_ISREG(found.st_mode)) {
      wijk_error_set(err, WIJK_IO, "'%s' is not an ordinary file", publication->asked);
      return wijk_error_hint(err, "name a file, or write to stdout with '-'");
    }
    if (!publication->overwrite) {
      wijk_error_set(err, WIJK_IO, "'%s' exists already", publication->asked);
      return wijk_error_hint(err, "give --overwrite to replace it, or another name");
    }
    if ((found.st_mode & 0222) == 0 || access(publication->target, W_OK) != 0) {
      wijk_error_set(err, WIJK_IO, "'%s' is read-only", publication->asked);
      return wijk_error_hint(err, "make it writable, or choose another name");
    }
  } else if (errno != ENOENT && errno != ENOTDIR) {
    return io_error(err, publication->asked, "cannot be looked at", errno);
  }
  return check_unused(publication, err);
}

/* The file that a chain of symbolic links ends in, so that the link stays a link. */
static wijk_status find_target(wijk_publication *publication, wijk_error *err) {
  struct stat found;
  if (lstat(publication->asked, &found) != 0 || !S_ISLNK(found.st_mode)) {
    memcpy(publication->target, publication->asked, sizeof publication->target);
  } else {
    char *end = realpath(publication->asked, NULL);
    if (!end || strlen(end) >= sizeof publication->target) {
      free(end);
      wijk_error_set(err, WIJK_IO, "'%s' is a symbolic link that leads nowhere", publication->asked);
      return wijk_error_hint(err, "remove the link, or make the file it points to");
    }
    memcpy(publication->target, end, strlen(end) + 1);
    free(end);
  }
  const char *slash = strrchr(publication->target, '/');
  if (!slash)
    snprintf(publication->folder, sizeof publication->folder, ".");
  else if (slash == publication->target)
    snprintf(publication->folder, sizeof publication->folder, "/");
  else
    snprintf(publication->folder, sizeof publication->folder, "%.*s", (int)(slash - publication->target),
             publication->target);
  return WIJK_OK;
}

static wijk_status check_folder(const wijk_publication *publication, wijk_error *err) {
  struct stat found;
  if (stat(publication->folder, &found) == 0 && S_ISDIR(found.st_mode))
    return WIJK_OK;
  wijk_error_set(err, WIJK_IO, "'%s': there is no folder '%s'", publication->asked, publication->folder);
  return wijk_error_hint(err, "make the folder first: mkdir -p '%s'", publication->folder);
}

/* An empty file of a name that nobody else uses; keeps the permissions of what it will replace. The target's extension
 * comes last, since some libraries choose the format by it; its name does not, since it may be as long as names get. */
static wijk_status make_temporary(wijk_publication *publication, wijk_error *err) {
  static atomic_uint counter;
  const char *extension = path_extension(publication->target);
  for (int attempt = 0; attempt < 10000; attempt++) {
    int length = snprintf(publication->temporary, sizeof publication->temporary, "%s/.wijk-%ld-%u%s",
                          publication->folder, (long)getpid(), atomic_fetch_add(&counter, 1U), extension);
    if (length < 0 || (size_t)length >= sizeof publication->temporary)
      return io_error(err, publication->asked, "cannot be written", ENAMETOOLONG);
    int descriptor = open(publication->temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
      continue;
    if (descriptor < 0)
      return io_error(err, publication->asked, "cannot be written", errno);
    struct stat old;
    if (stat(publication->target, &old) == 0 && fchmod(descriptor, old.st_mode & 0777) != 0) {
      /* A file system without permissions: the new file then has that file system's own. */
    }
    close(descriptor);
    return WIJK_OK;
  }
  return io_error(err, publication->asked, "no temporary name is free", EEXIST);
}

wijk_publication *wijk_publication_open(const char *path, bool overwrite, wijk_error *err) {
  size_t length = strlen(path);
  if (length == 0 || path[length - 1] == '/') {
    wijk_error_set(err, WIJK_IO, "'%s' is not the name of a file", path);
    return NULL;
  }
  if (length >= PATH_MAX) {
    io_error(err, path, "cannot be written", ENAMETOOLONG);
    return NULL;
  }
  wijk_publication *publication = memory_new_zeroed(1, sizeof *publication);
  if (!publication) {
    wijk_error_set(err, WIJK_MEMORY, "out of memory");
    return NULL;
  }
  memcpy(publication->asked, path, length + 1);
  publication->overwrite = overwrite;
  if (find_target(publication, err) != WIJK_OK || check_folder(publication, err) != WIJK_OK ||
      check_target(publication, err) != WIJK_OK || make_temporary(publication, err) != WIJK_OK) {
    memory_free(publication);
    return NULL;
  }
  return publication;
}

const char *wijk_publication_path(const wijk_publication *publication) {
  return publication->temporary;
}

void wijk_publication_discard(wijk_publication *publication) {
  if (!publication)
    return;
  unlink(publication->temporary);
  memory_free(publication);
}

/* Removes what belonged to the old output and would contradict the new one: an index of the old shapes. */
static void remove_beside(const wijk_publication *publication, const char *extension) {
  char beside[PATH_MAX + 16];
  int stem = (int)(path_extension(publication->target) - publication->target);
  snprintf(beside, sizeof beside, "%.*s%s", stem, publication->target, extension);
  unlink(beside);
}

static wijk_status sync_file(const wijk_publication *publication, wijk_error *err) {
  int descriptor = open(publication->temporary, O_RDWR | O_CLOEXEC);
  if (descriptor < 0)
    return io_error(err, publication->asked, "cannot be written", errno);
  int failed = fsync(descriptor) == 0 ? 0 : errno;
  if (close(descriptor) != 0 && !failed)
    failed = errno;
  return failed ? io_error(err, publication->asked, "cannot be written", failed) : WIJK_OK;
}

/* Without leave to replace, the name is taken by a hard link, which never replaces; only file systems without hard
 * links fall back to a rename after a look. */
static wijk_status move_into_place(wijk_publication *publication, wijk_error *err) {
  if (check_target(publication, err) != WIJK_OK)
    return err->status;
  if (!publication->overwrite) {
    if (link(publication->temporary, publication->target) == 0) {
      unlink(publication->temporary);
      return WIJK_OK;
    }
    if (errno == EEXIST) {
      wijk_error_set(err, WIJK_IO, "'%s' was made by another program in the meantime", publication->asked);
      return wijk_error_hint(err, "give --overwrite to replace it, or another name");
    }
  }
  if (rename(publication->temporary, publication->target) != 0)
    return io_error(err, publication->asked, "cannot be put in place", errno);
  return WIJK_OK;
}

wijk_status publications_commit(wijk_publication **set, size_t count, const char *const *stale, wijk_error *err) {
  wijk_status status = WIJK_OK;
  const wijk_publication *first = NULL, *last = NULL;
  for (size_t i = 0; i < count && status == WIJK_OK; i++) {
    if (!set[i])
      continue;
    first = first ? first : set[i];
    last = set[i];
    status = sync_file(set[i], err);
  }
  int folder = -1;
  if (first && status == WIJK_OK) {
    folder = open(first->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
      status = io_error(err, first->asked, "its folder cannot be opened", errno);
    else
      flock(folder, LOCK_EX); /* where a file system knows no locks, the renames are still whole one by one */
  }
  for (size_t i = 0; i < count && status == WIJK_OK; i++)
    status = set[i] ? check_target(set[i], err) : WIJK_OK;
  for (size_t i = 0; i < count && status == WIJK_OK; i++)
    status = set[i] ? move_into_place(set[i], err) : WIJK_OK;
  for (; last && status == WIJK_OK && stale && *stale; stale++)
    remove_beside(last, *stale);
  if (folder >= 0) {
    fsync(folder); /* the names; a file system that cannot has told its writes above */
    close(folder);
  }
  for (size_t i = 0; i < count; i++) {
    wijk_publication_discard(set[i]); /* after a rename there is nothing left to remove */
    set[i] = NULL;
  }
  return status;
}

wijk_status wijk_publication_commit(wijk_publication *publication, wijk_error *err) {
  return publications_commit(&publication, 1, NULL, err);
}

/* ---- streams ---- */

static wijk_status stream_start(write_stream *stream, const char *path, const char *target, wijk_error *err) {
  *stream = (write_stream){.target = target, .descriptor = STDOUT_FILENO};
  if (!path)
    return WIJK_OK;
  stream->descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
  stream->own = true;
  return stream->descriptor < 0 ? io_error(err, target, "cannot be written", errno) : WIJK_OK;
}

wijk_status stream_open(write_stream *stream, const wijk_publication *publication, wijk_error *err) {
  return publication ? stream_start(stream, publication->temporary, publication->asked, err)
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
    status = io_error(err, stream->target, "cannot be written", stream->failed);
  return status;
}

wijk_status wijk_write_bytes(const char *path, bool overwrite, const void *bytes, size_t length, wijk_error *err) {
  bool to_stdout = strcmp(path, "-") == 0;
  wijk_publication *publication = to_stdout ? NULL : wijk_publication_open(path, overwrite, err);
  if (!to_stdout && !publication)
    return err->status;
  write_stream stream;
  wijk_status status = stream_open(&stream, publication, err);
  if (status == WIJK_OK) {
    stream_add(&stream, bytes, length);
    status = stream_close(&stream, err);
  }
  if (status != WIJK_OK || !publication) {
    wijk_publication_discard(publication);
    return status;
  }
  return wijk_publication_commit(publication, err);
}
