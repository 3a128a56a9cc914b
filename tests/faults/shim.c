/* SPDX-License-Identifier: EUPL-1.2 */
/* Preloaded into a program under test: counts what it asks of the machine and refuses one request, as the ledger
 * says. The sweep itself, in sweep.c, runs inside the program, before its main. */
#define _GNU_SOURCE
#include "shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

ledger *shim_ledger;
char shim_inputs[256];

/* How a descriptor came to be: 'r' an input, 'w' something written. */
enum { DESCRIPTORS = 1024 };
static char use_of[DESCRIPTORS];

static void *real(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (!function) {
    static const char lost[] = "shim: a function is missing\n";
    (void)!write(STDERR_FILENO, lost, sizeof lost - 1);
    _exit(99);
  }
  return function;
}
#define REAL(name, ...) ((__typeof__(&name))real(#name))(__VA_ARGS__)

/* True: this one is refused. */
static int happens(request what, const char *operation, const char *path) {
  ledger *l = shim_ledger;
  long number = l ? atomic_fetch_add(&l->count[what], 1) + 1 : 0;
  bool again = l && what == READS && number > l->at; /* a disk that cannot be read stays so */
  if (!l || (number != l->at && !again) || l->what != what || l->mishap == NOTHING)
    return 0;
  if (again)
    return 1;
  snprintf(l->refused, sizeof l->refused, "%s", operation);
  snprintf(l->path, sizeof l->path, "%s", path ? path : "");
  if (l->mishap == KILL)
    raise(SIGKILL);
  if (l->mishap == SIGNAL)
    raise(l->signal);
  return l->mishap == REFUSE || l->mishap == KILL_HALF;
}

static int half_and_end(void) {
  return shim_ledger->mishap == KILL_HALF;
}

static int is_input(const char *path) {
  return shim_inputs[0] && strncmp(path, shim_inputs, strlen(shim_inputs)) == 0;
}

static int used_as(int fd, char use) {
  return fd >= 0 && fd < DESCRIPTORS && use_of[fd] == use;
}

/* ---- memory ---- */

void *memory_new(size_t size);
void *memory_new_zeroed(size_t count, size_t size);
void *memory_resize(void *old, size_t count, size_t size);

void *memory_new(size_t size) {
  return happens(MEMORY, "memory_new", NULL) ? NULL : malloc(size ? size : 1);
}

void *memory_new_zeroed(size_t count, size_t size) {
  return happens(MEMORY, "memory_new_zeroed", NULL) ? NULL : calloc(count ? count : 1, size ? size : 1);
}

void *memory_resize(void *old, size_t count, size_t size) {
  if (happens(MEMORY, "memory_resize", NULL) || (size && count > SIZE_MAX / size))
    return NULL;
  size_t wanted = count * size;
  return realloc(old, wanted == 0 ? 1 : wanted);
}

/* ---- opening and closing ---- */

static int is_device(const char *path) {
  return (strncmp(path, "/dev/", 5) == 0 && strncmp(path, "/dev/shm/", 9) != 0) || strncmp(path, "/proc/", 6) == 0 ||
         strncmp(path, "/sys/", 5) == 0;
}

static int note_opened(int fd, const char *path, int writes) {
  if (fd >= 0 && fd < DESCRIPTORS)
    use_of[fd] = writes && !is_device(path) ? 'w' : is_input(path) ? 'r' : 0;
  return fd;
}

/* An input that is not there is no refusal: only one that could be opened can be refused. */
static int refuse_open(const char *operation, const char *path, int writes) {
  if (writes && !is_device(path))
    return happens(FILES, operation, path);
  struct stat found;
  return !writes && is_input(path) && stat(path, &found) == 0 && happens(READS, operation, path);
}

#define OPEN(name, parameters, arguments)                                                                              \
  int name parameters {                                                                                                \
    va_list more;                                                                                                      \
    va_start(more, flags);                                                                                             \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0;                                          \
    va_end(more);                                                                                                      \
    int writes = (flags & O_ACCMODE) != O_RDONLY;                                                                      \
    if (refuse_open(#name, path, writes)) {                                                                            \
      errno = writes ? EACCES : EIO;                                                                                   \
      return -1;                                                                                                       \
    }                                                                                                                  \
    return note_opened(REAL(name, arguments), path, writes);                                                           \
  }
#define FLAT path, flags, mode
#define BESIDE folder, path, flags, mode
OPEN(open, (const char *path, int flags, ...), FLAT)
OPEN(open64, (const char *path, int flags, ...), FLAT)
OPEN(openat, (int folder, const char *path, int flags, ...), BESIDE)
OPEN(openat64, (int folder, const char *path, int flags, ...), BESIDE)

#define FOPEN(name)                                                                                                    \
  FILE *name(const char *path, const char *mode) {                                                                     \
    int writes = strpbrk(mode, "wa+") != NULL;                                                                         \
    if (refuse_open(#name, path, writes)) {                                                                            \
      errno = writes ? EACCES : EIO;                                                                                   \
      return NULL;                                                                                                     \
    }                                                                                                                  \
    FILE *file = REAL(name, path, mode);                                                                               \
    if (file)                                                                                                          \
      note_opened(fileno(file), path, writes);                                                                         \
    return file;                                                                                                       \
  }
FOPEN(fopen)
FOPEN(fopen64)

/* A close that fails has closed all the same. */
int close(int fd) {
  int refused = used_as(fd, 'w') && happens(FILES, "close", NULL);
  note_opened(fd, "", 0);
  int done = REAL(close, fd);
  if (!refused)
    return done;
  errno = EIO;
  return -1;
}

int fclose(FILE *file) {
  int fd = fileno(file), refused = used_as(fd, 'w') && happens(FILES, "fclose", NULL);
  note_opened(fd, "", 0);
  int done = REAL(fclose, file);
  if (!refused)
    return done;
  errno = EIO;
  return EOF;
}

/* ---- what changes something ---- */

static int refuse_change(int fd, const char *operation) {
  return (fd < 0 || fd > STDERR_FILENO) && happens(FILES, operation, NULL);
}

/* A write comes to half and the process to its end, or it finds no room. */
#define WRITE(result, name, parameters, fd, whole, half, failure)                                                      \
  result name parameters {                                                                                             \
    if (!refuse_change(fd, #name))                                                                                     \
      return whole;                                                                                                    \
    if (half_and_end()) {                                                                                              \
      half;                                                                                                            \
      raise(SIGKILL);                                                                                                  \
    }                                                                                                                  \
    errno = ENOSPC;                                                                                                    \
    return failure;                                                                                                    \
  }
WRITE(ssize_t, write, (int fd, const void *bytes, size_t count), fd, REAL(write, fd, bytes, count),
      (void)!REAL(write, fd, bytes, count / 2), -1)
WRITE(ssize_t, pwrite, (int fd, const void *bytes, size_t count, off_t at), fd, REAL(pwrite, fd, bytes, count, at),
      (void)!REAL(pwrite, fd, bytes, count / 2, at), -1)
WRITE(ssize_t, pwrite64, (int fd, const void *bytes, size_t count, off64_t at), fd,
      REAL(pwrite64, fd, bytes, count, at), (void)!REAL(pwrite64, fd, bytes, count / 2, at), -1)
WRITE(ssize_t, writev, (int fd, const struct iovec *parts, int count), fd, REAL(writev, fd, parts, count),
      (void)!REAL(writev, fd, parts, 1), -1)
WRITE(size_t, fwrite, (const void *bytes, size_t size, size_t count, FILE *file), fileno(file),
      REAL(fwrite, bytes, size, count, file), (void)!REAL(fwrite, bytes, size, count / 2, file), 0)
WRITE(int, fflush, (FILE * file), file ? fileno(file) : 1, REAL(fflush, file), (void)0, EOF)

#define CHANGE(name, parameters, fd, path, error, ...)                                                                 \
  int name parameters {                                                                                                \
    if (!((fd) >= 0 && (fd) <= STDERR_FILENO) && happens(FILES, #name, path)) {                                        \
      errno = error;                                                                                                   \
      return -1;                                                                                                       \
    }                                                                                                                  \
    return REAL(name, __VA_ARGS__);                                                                                    \
  }
CHANGE(fsync, (int fd), fd, NULL, EIO, fd)
CHANGE(fdatasync, (int fd), fd, NULL, EIO, fd)
CHANGE(ftruncate, (int fd, off_t length), fd, NULL, EIO, fd, length)
CHANGE(ftruncate64, (int fd, off64_t length), fd, NULL, EIO, fd, length)
CHANGE(flock, (int fd, int operation), fd, NULL, ENOLCK, fd, operation)
CHANGE(fchmod, (int fd, mode_t mode), fd, NULL, EPERM, fd, mode)
CHANGE(chmod, (const char *path, mode_t mode), -1, path, EPERM, path, mode)
CHANGE(rename, (const char *from, const char *to), -1, from, EIO, from, to)
CHANGE(renameat, (int a, const char *from, int b, const char *to), -1, from, EIO, a, from, b, to)
CHANGE(renameat2, (int a, const char *from, int b, const char *to, unsigned flags), -1, from, EIO, a, from, b, to,
       flags)
CHANGE(link, (const char *from, const char *to), -1, from, EIO, from, to)
CHANGE(unlink, (const char *path), -1, path, EIO, path)
CHANGE(unlinkat, (int folder, const char *path, int flags), -1, path, EIO, folder, path, flags)
CHANGE(mkdir, (const char *path, mode_t mode), -1, path, EACCES, path, mode)
CHANGE(rmdir, (const char *path), -1, path, EIO, path)

/* ---- what reads an input ---- */

#define READ(result, name, parameters, fd, failure, ...)                                                               \
  result name parameters {                                                                                             \
    if (used_as(fd, 'r') && happens(READS, #name, NULL)) {                                                             \
      errno = EIO;                                                                                                     \
      return failure;                                                                                                  \
    }                                                                                                                  \
    return REAL(name, __VA_ARGS__);                                                                                    \
  }
READ(ssize_t, read, (int fd, void *bytes, size_t count), fd, -1, fd, bytes, count)
READ(ssize_t, pread, (int fd, void *bytes, size_t count, off_t at), fd, -1, fd, bytes, count, at)
READ(ssize_t, pread64, (int fd, void *bytes, size_t count, off64_t at), fd, -1, fd, bytes, count, at)
READ(void *, mmap, (void *where, size_t length, int protection, int flags, int fd, off_t at), fd, MAP_FAILED, where,
     length, protection, flags, fd, at)
READ(void *, mmap64, (void *where, size_t length, int protection, int flags, int fd, off64_t at), fd, MAP_FAILED, where,
     length, protection, flags, fd, at)

size_t fread(void *bytes, size_t size, size_t count, FILE *file) {
  if (!used_as(fileno(file), 'r') || !happens(READS, "fread", NULL))
    return REAL(fread, bytes, size, count, file);
  errno = EIO;
  return 0;
}
