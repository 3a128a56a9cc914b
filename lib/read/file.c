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

/* What GDAL would print of an archive that is none; that it failed is seen by what it returns. */
static void CPL_STDCALL keep_quiet(CPLErr level, CPLErrorNum number, const char *message) {
  (void)level, (void)number, (void)message;
}

static bool look_up_virtual(const char *path, VSIStatBufL *facts) {
  wijk_error unsaid = {0};
  if (gdal_bind(&unsaid) != WIJK_OK)
    return false;
  gdal.CPLPushErrorHandlerEx(keep_quiet, NULL);
  bool there = gdal.VSIStatExL(path, facts, VSI_STAT_EXISTS_FLAG | VSI_STAT_NATURE_FLAG | VSI_STAT_SIZE_FLAG) == 0;
  gdal.CPLPopErrorHandler();
  return there;
}

static path_kind look_up(const char *path, uint64_t *size) {
  if (is_virtual(path)) {
    VSIStatBufL facts;
    if (!look_up_virtual(path, &facts))
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

/* The size of the archive on disk that a path leads into; 0 = none. */
static uint64_t archive_size(const char *path, wijk_error *err) {
  while (is_virtual(path) && strchr(path + 4, '/'))
    path = strchr(path + 4, '/') + 1;
  char *file = memory_new(strlen(path) + 1);
  if (!file) {
    wijk_error_set(err, WIJK_MEMORY, "no memory to look up '%s'", path);
    return 0;
  }
  memcpy(file, path, strlen(path) + 1);
  uint64_t size = 0;
  char *slash = file;
  while (slash && look_up(file, &size) != PATH_FILE) {
    slash = strrchr(file, '/');
    if (slash)
      *slash = '\0';
  }
  memory_free(file);
  return slash ? size : 0;
}

/* A map of ten times its packed size is usual, of a hundred rare; zeros give a thousand, and fill the machine. */
static wijk_status check_unpacked(const char *path, wijk_error *err) {
  enum { MOST_TIMES = 200, SMALL = 64 << 20 };
  uint64_t size;
  if (!is_virtual(path) || !wijk_file_size(path, &size) || size <= SMALL)
    return WIJK_OK;
  uint64_t packed = archive_size(path, err);
  if (err->status != WIJK_OK || !packed || size / packed < MOST_TIMES)
    return err->status;
  wijk_error_set(err, WIJK_DATA, "'%s' unpacks to %llu bytes, %llu times its archive; no map does",
                 wijk_path_name(path), (unsigned long long)size, (unsigned long long)(size / packed));
  return wijk_error_hint(err, "if you trust it, unpack it first and name the file itself");
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
  else if (gdal_bind(err) == WIJK_OK && check_unpacked(path, err) == WIJK_OK) {
    gdal.CPLPushErrorHandlerEx(keep_quiet, NULL);
    stream->handle = gdal.VSIFOpenL(path, "rb");
    gdal.CPLPopErrorHandler();
  }
  if (!stream->handle && stream->descriptor < 0) {
    memory_free(stream);
    cannot_open(path, err);
    return NULL;
  }
  return stream;
}

size_t wijk_stream_read(wijk_stream *stream, uint64_t offset, void *bytes, size_t length) {
  if (stream->handle) {
    gdal.CPLPushErrorHandlerEx(keep_quiet, NULL);
    bool there = gdal.VSIFSeekL(stream->handle, offset, SEEK_SET) == 0;
    size_t got = there ? gdal.VSIFReadL(bytes, 1, length, stream->handle) : 0;
    gdal.CPLPopErrorHandler();
    return got;
  }
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
    return unsaid.status == WIJK_DATA; /* refused for what it unpacks to, not by the disk */
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
  static const char *const local[] = {"/vsizip/", "/vsitar/", "/vsigzip/", "/vsisubfile/", "/vsimem/"};
  for (size_t i = 0; !allow_network && i < sizeof remote / sizeof *remote; i++)
    for (const char *at = path; *at; at++)
      if (strncasecmp(at, remote[i], strlen(remote[i])) == 0) {
        wijk_error_set(err, WIJK_USAGE, "'%s' is not on this machine", path);
        return wijk_error_hint(err, "download it first, or give --allow-network");
      }
  bool known = !is_virtual(path) || allow_network;
  for (size_t i = 0; i < sizeof local / sizeof *local; i++)
    known |= strncmp(path, local[i], strlen(local[i])) == 0;
  if (known)
    return check_unpacked(path, err);
  wijk_error_set(err, WIJK_USAGE, "'%s' is neither a file nor in an archive", path);
  return wijk_error_hint(err, "a file in an archive is named as /vsizip/FILE.zip/NAME.csv");
}
