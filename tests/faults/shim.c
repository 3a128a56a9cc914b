/* SPDX-License-Identifier: EUPL-1.2 */
/* Preloaded into a program under test: refuses its request number N for memory, or its operation number N on files,
 * and leaves all others alone.
 *
 *   WIJK_FAULT=memory:N | files:N | none     what to refuse; counted from 1
 *   WIJK_FAULT_COUNT=FILE                    where to write "memory M files F" at the end: how many there were
 *
 * Memory is what wijkatlas itself asks for (lib/base/memory.h); what GDAL or glib ask for ends the process by their
 * own choice. File operations are those that change something on disk, whoever asks: write, sync, rename, truncate. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long memory_count, file_count;
static long refused_memory = -1, refused_file = -1;

__attribute__((constructor)) static void read_wish(void) {
  const char *wish = getenv("WIJK_FAULT");
  if (wish && strncmp(wish, "memory:", 7) == 0)
    refused_memory = strtol(wish + 7, NULL, 10);
  if (wish && strncmp(wish, "files:", 6) == 0)
    refused_file = strtol(wish + 6, NULL, 10);
}

__attribute__((destructor)) static void write_counts(void) {
  const char *path = getenv("WIJK_FAULT_COUNT");
  if (!path)
    return;
  refused_file = -1;
  char line[80];
  int length = snprintf(line, sizeof line, "memory %ld files %ld\n", (long)memory_count, (long)file_count);
  FILE *file = fopen(path, "w");
  if (file) {
    fprintf(file, "%.*s", length, line);
    fclose(file);
  }
}

static void *real(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (!function) {
    static const char lost[] = "shim: a function is missing\n";
    (void)!write(STDERR_FILENO, lost, sizeof lost - 1);
    _exit(99);
  }
  return function;
}

static int refuse_memory(void) {
  return atomic_fetch_add(&memory_count, 1) + 1 == refused_memory;
}

static int refuse_file(int fd, int error) {
  if (fd >= 0 && fd <= STDERR_FILENO)
    return 0;
  if (atomic_fetch_add(&file_count, 1) + 1 != refused_file)
    return 0;
  errno = error;
  return 1;
}

void *memory_new(size_t size);
void *memory_new_zeroed(size_t count, size_t size);
void *memory_resize(void *old, size_t count, size_t size);

void *memory_new(size_t size) {
  return refuse_memory() ? NULL : malloc(size ? size : 1);
}

void *memory_new_zeroed(size_t count, size_t size) {
  return refuse_memory() ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *memory_resize(void *old, size_t count, size_t size) {
  if (refuse_memory() || (size && count > SIZE_MAX / size))
    return NULL;
  size_t wanted = count * size;
  return realloc(old, wanted == 0 ? 1 : wanted);
}

#define REPLACE(result, name, parameters, arguments, fd, error, failure)                                               \
  result name parameters {                                                                                             \
    static result(*original) parameters;                                                                               \
    if (!original)                                                                                                     \
      original = (result(*) parameters)real(#name);                                                                    \
    return refuse_file(fd, error) ? (failure) : original arguments;                                                    \
  }

REPLACE(ssize_t, write, (int fd, const void *bytes, size_t count), (fd, bytes, count), fd, ENOSPC, -1)
REPLACE(ssize_t, pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), fd, ENOSPC, -1)
REPLACE(ssize_t, pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), fd, ENOSPC,
        -1)
REPLACE(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count), fd, ENOSPC, -1)
REPLACE(size_t, fwrite, (const void *bytes, size_t size, size_t count, FILE *file), (bytes, size, count, file),
        fileno(file), ENOSPC, 0)
REPLACE(int, fflush, (FILE * file), (file), file ? fileno(file) : 1, ENOSPC, EOF)
REPLACE(int, fsync, (int fd), (fd), fd, EIO, -1)
REPLACE(int, fdatasync, (int fd), (fd), fd, EIO, -1)
REPLACE(int, rename, (const char *from, const char *to), (from, to), -1, EIO, -1)
REPLACE(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), -1, EIO, -1)
REPLACE(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags), -1,
        EIO, -1)
REPLACE(int, link, (const char *from, const char *to), (from, to), -1, EIO, -1)
REPLACE(int, ftruncate, (int fd, off_t length), (fd, length), fd, EIO, -1)
REPLACE(int, ftruncate64, (int fd, off64_t length), (fd, length), fd, EIO, -1)
