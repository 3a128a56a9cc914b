/* SPDX-License-Identifier: EUPL-1.2 */
/* Bytes from files, plain or inside an archive; what a path may name; how much is too much. */
#ifndef WIJK_READ_FILE_H
#define WIJK_READ_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>
#include <wijk/error.h>

/* Limits of one source. Generous: the buildings of the Netherlands fit. They stop a file that claims more than it can
 * be meant to hold, and an archive that unpacks to more than the machine can take. */
#define WIJK_LIMIT_BYTES ((uint64_t)4 << 30)
#define WIJK_LIMIT_ROWS ((uint64_t)50000000)
#define WIJK_LIMIT_POINTS ((uint64_t)500000000)
#define WIJK_LIMIT_COLUMNS ((uint64_t)4096)

/* WIJK_DATA with an own message ("… is over the limit of …") when `found` is over `limit`. */
wijk_status wijk_limit_check(const char *file, const char *what, uint64_t found, uint64_t limit, wijk_error *err);

typedef struct wijk_file {
  const char *path;
  unsigned char *bytes; /* closed by a NUL beyond `length`; owned by the file: wijk_file_close */
  size_t length;
} wijk_file;

/* All bytes of a file, /vsizip/ and its like included. WIJK_IO when it is not there or cannot be read. */
wijk_status wijk_file_open(const char *path, wijk_file *file, wijk_error *err);
void wijk_file_close(wijk_file *file);
bool wijk_file_exists(const char *path);
/* Every byte of it, by trying: for telling a disk that fails from a file that is wrong. */
bool wijk_file_is_readable(const char *path);
bool wijk_file_size(const char *path, uint64_t *size);

const char *wijk_path_name(const char *path);      /* without folders */
const char *wijk_path_extension(const char *path); /* ".shp"; "" where there is none */
/* `path` with another extension, in the case of the old one if such a file exists, else as given. */
const char *wijk_path_beside(const char *path, const char *extension, wijk_arena *arena, wijk_error *err);
/* WIJK_USAGE for a path that would go to the network. */
wijk_status wijk_path_check(const char *path, bool allow_network, wijk_error *err);

/* SHA-256 of the files one after another, as hexadecimal digits in `arena`. Over 256 MiB together, unless `full`: of
 * the total size (8 bytes, little-endian) and 1024 blocks of 64 KiB at even distances, under the name
 * "sha256_sampled". */
wijk_status wijk_hash_files(const wijk_file *files, size_t count, bool full, wijk_arena *arena, const char **name,
                            const char **hash, wijk_error *err);
/* The same of one file on disk that is never wholly in memory. */
wijk_status wijk_hash_path(const char *path, bool full, wijk_arena *arena, const char **name, const char **hash,
                           wijk_error *err);

/* The same beside other work, on a thread of its own unless `threads` is 1 (0 = all). Files in memory must last, and
 * the one on disk stays open, until the end, which alone frees what the beginning gave; it says nothing where `err`
 * holds a failure, and takes the NULL of a beginning that failed. */
typedef struct wijk_hashing wijk_hashing;
wijk_hashing *wijk_hash_begin_files(const wijk_file *files, size_t count, bool full, int threads, wijk_error *err);
wijk_hashing *wijk_hash_begin_path(const char *path, bool full, int threads, wijk_error *err);
wijk_status wijk_hash_end(wijk_hashing *hashing, wijk_arena *arena, const char **name, const char **hash,
                          wijk_error *err);

/* ---- for those who read a file piece by piece ---- */
typedef struct wijk_stream wijk_stream;
wijk_stream *wijk_stream_open(const char *path, wijk_error *err);
size_t wijk_stream_read(wijk_stream *stream, uint64_t offset, void *bytes, size_t length);
void wijk_stream_close(wijk_stream *stream);

#endif
