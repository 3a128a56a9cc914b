/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes in: files of the machine as they are, and through GDAL's virtual file system what is named /vsi…, so that
 * /vsizip/ works for every format. */
#define _LARGEFILE64_SOURCE /* struct stat64, which GDAL's header builds on */
#include "read/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "geo/gdal.h"

wijk_status wijk_limit_check(const char *file, const char *what, uint64_t found, uint64_t limit, wijk_error *err) {
  if (found <= limit)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' claims %llu %s, over the limit of %llu", file, (unsigned long long)found, what,
                 (unsigned long long)limit);
  return wijk_error_hint(err, "split the file, or leave out what is not needed");
}

/* ---- what is there ---- */

typedef enum path_kind { PATH_NOTHING, PATH_FILE, PATH_FOLDER } path_kind;

static bool is_virtual(const char *path) {
  return strncmp(path, "/vsi", 4) == 0;
}

static path_kind look_up(const char *path, uint64_t *size) {
  wijk_error unsaid = {0};
  if (is_virtual(path)) {
    VSIStatBufL facts;
    if (gdal_bind(&unsaid) != WIJK_OK ||
        gdal.VSIStatExL(path, &facts, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG | VSI_STAT_SIZE_FLAG) != 0)
      return PATH_NOTHING;
    *size = (uint64_t)facts.st_size;
    return VSI_ISDIR(facts.st_mode) ? PATH_FOLDER : PATH_FILE;
  }
  struct stat facts;
  if (stat(path, &facts) != 0)
    return PATH_NOTHING;
  *size = (uint64_t)facts.st_size;
  return S_ISDIR(facts.st_mode) ? PATH_FOLDER : PATH_FILE;
}

bool wijk_file_size(const char *path, uint64_t *size) {
  return look_up(path, size) == PATH_FILE;
}

bool wijk_file_exists(const char *path) {
  uint64_t size;
  return wijk_file_size(path, &size);
}

static wijk_status cannot_open(const char *path, wijk_error *err) {
  uint64_t size;
  if (is_virtual(path) && gdal_bind(err) != WIJK_OK)
    return wijk_error_frame(err, "opening '%s'", path);
  switch (look_up(path, &size)) {
  case PATH_NOTHING:
    wijk_error_set(err, WIJK_IO, "'%s' is not there", path);
    return wijk_error_hint(err, "check the spelling of the path");
  case PATH_FOLDER:
    return wijk_error_set(err, WIJK_IO, "'%s' is a folder, not a file", path);
  default:
    return wijk_error_set(err, WIJK_IO, "'%s' cannot be read", path);
  }
}

/* ---- streams ---- */

struct wijk_stream {
  int descriptor;
  VSILFILE *handle; /* of a virtual file; NULL = `descriptor` */
};

wijk_stream *wijk_stream_open(const char *path, wijk_error *err) {
  wijk_stream *stream = memory_new(sizeof *stream);
  if (!stream) {
    wijk_error_set(err, WIJK_MEMORY, "no memory to open '%s'", path);
    return NULL;
  }
  *stream = (wijk_stream){.descriptor = -1};
  if (!is_virtual(path))
    stream->descriptor = open(path, O_RDONLY | O_CLOEXEC);
  else if (gdal_bind(err) == WIJK_OK)
    stream->handle = gdal.VSIFOpenL(path, "rb");
  if (!stream->handle && stream->descriptor < 0) {
    memory_free(stream);
    cannot_open(path, err);
    return NULL;
  }
  return stream;
}

size_t wijk_stream_read(wijk_stream *stream, uint64_t offset, void *bytes, size_t length) {
  if (stream->handle)
    return gdal.VSIFSeekL(stream->handle, offset, SEEK_SET) == 0 ? gdal.VSIFReadL(bytes, 1, length, stream->handle) : 0;
  size_t done = 0;
  while (done < length) {
    ssize_t got = pread(stream->descriptor, (char *)bytes + done, length - done, (off_t)(offset + done));
    if (got == 0 || (got < 0 && errno != EINTR))
      break;
    done += got > 0 ? (size_t)got : 0;
  }
  return done;
}

void wijk_stream_close(wijk_stream *stream) {
  if (!stream)
    return;
  if (stream->handle)
    gdal.VSIFCloseL(stream->handle);
  else
    close(stream->descriptor);
  memory_free(stream);
}

/* ---- whole files ---- */

bool wijk_file_is_readable(const char *path) {
  char piece[65536];
  uint64_t size = 0, at = 0;
  wijk_error unsaid = {0};
  wijk_stream *stream = wijk_file_size(path, &size) ? wijk_stream_open(path, &unsaid) : NULL;
  if (!stream)
    return false;
  for (size_t got = 1; got > 0 && at < size; at += got)
    got = wijk_stream_read(stream, at, piece, sizeof piece);
  wijk_stream_close(stream);
  return at == size;
}

wijk_status wijk_file_open(const char *path, wijk_file *file, wijk_error *err) {
  *file = (wijk_file){0};
  uint64_t size = 0;
  if (!wijk_file_size(path, &size))
    return cannot_open(path, err);
  wijk_status status = wijk_limit_check(wijk_path_name(path), "bytes", size, WIJK_LIMIT_BYTES, err);
  if (status != WIJK_OK)
    return status;
  wijk_stream *stream = wijk_stream_open(path, err);
  if (!stream)
    return err->status;
  unsigned char *bytes = memory_new((size_t)size + 1);
  if (!bytes) {
    wijk_stream_close(stream);
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the %llu bytes of '%s'", (unsigned long long)size, path);
  }
  size_t read = wijk_stream_read(stream, 0, bytes, (size_t)size);
  wijk_stream_close(stream);
  if (read != size) {
    memory_free(bytes);
    return wijk_error_set(err, WIJK_IO, "'%s' has %llu bytes, of which only %zu can be read", path,
                          (unsigned long long)size, read);
  }
  bytes[read] = '\0';
  *file = (wijk_file){path, bytes, read};
  return WIJK_OK;
}

void wijk_file_close(wijk_file *file) {
  memory_free(file->bytes);
  *file = (wijk_file){0};
}

/* ---- paths ---- */

const char *wijk_path_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash && slash[1] ? slash + 1 : path;
}

const char *wijk_path_extension(const char *path) {
  const char *name = wijk_path_name(path), *dot = strrchr(name, '.');
  return dot && dot != name ? dot : "";
}

const char *wijk_path_beside(const char *path, const char *extension, wijk_arena *arena, wijk_error *err) {
  const char *old = wijk_path_extension(path);
  size_t stem = strlen(path) - strlen(old), length = strlen(extension);
  char *beside = WIJK_ARENA_ADD(arena, char, stem + length + 1, err);
  if (!beside)
    return NULL;
  memcpy(beside, path, stem);
  memcpy(beside + stem, extension, length);
  if (wijk_file_exists(beside))
    return beside;
  for (size_t i = 0; i < length; i++)
    if (extension[i] >= 'a' && extension[i] <= 'z')
      beside[stem + i] = (char)(extension[i] - 'a' + 'A');
  if (!wijk_file_exists(beside))
    memcpy(beside + stem, extension, length);
  return beside;
}

wijk_status wijk_path_check(const char *path, bool allow_network, wijk_error *err) {
  static const char *const remote[] = {"/vsicurl", "/vsis3",    "/vsigs",   "/vsiaz",      "/vsiadls",
                                       "/vsioss",  "/vsiswift", "/vsihdfs", "/vsiwebhdfs", "/vsistdin",
                                       "http:",    "https:",    "ftp:",     "ftps:"};
  for (size_t i = 0; !allow_network && i < sizeof remote / sizeof *remote; i++)
    for (const char *at = path; *at; at++)
      if (strncasecmp(at, remote[i], strlen(remote[i])) == 0) {
        wijk_error_set(err, WIJK_USAGE, "'%s' is not on this machine", path);
        return wijk_error_hint(err, "download it first, or give --allow-network");
      }
  return WIJK_OK;
}
