/* SPDX-License-Identifier: EUPL-1.2 */
#define _GNU_SOURCE /* O_DIRECTORY, getdents64 */
#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PREFIX ".wijk-"

/* ---- those of this process ---- */

/* Their paths stand still, so that a signal handler may read them at any moment. One that finds no room is left to the
 * next run if this one is ended by a signal. */
enum { SLOTS = 64 };
typedef enum slot_use { FREE, TAKEN, A_FILE, A_FOLDER } slot_use;
static struct {
  atomic_int use; /* slot_use */
  char path[PATH_MAX];
} slots[SLOTS];
static atomic_int holding;
static atomic_bool asked; /* to remove all, while that could not be */

/* Only once it is made: before that the name might be another's. */
static int take_slot(const char *path, bool folder) {
  for (int i = 0; i < SLOTS; i++) {
    int expected = FREE;
    if (!atomic_compare_exchange_strong(&slots[i].use, &expected, TAKEN))
      continue;
    memcpy(slots[i].path, path, strlen(path) + 1);
    atomic_store(&slots[i].use, folder ? A_FOLDER : A_FILE);
    return i;
  }
  return -1;
}

bool temporaries_have(const char *path) {
  for (int i = 0; i < SLOTS; i++)
    if (atomic_load(&slots[i].use) == A_FOLDER && strcmp(slots[i].path, path) == 0)
      return true;
  return false;
}

void temporaries_hold(bool hold) {
  atomic_fetch_add(&holding, hold ? 1 : -1);
}

/* What the kernel says of an entry of a folder. readdir would ask for memory, which a signal handler may not. */
struct entry {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

/* A folder of files, never of folders. */
static void empty_folder(int folder) {
  _Alignas(struct entry) char room[4096];
  lseek(folder, 0, SEEK_SET);
  for (long got; (got = syscall(SYS_getdents64, folder, room, sizeof room)) > 0;)
    for (long at = 0; at < got;) {
      const struct entry *entry = (const struct entry *)(const void *)(room + at);
      unlinkat(folder, entry->name, 0); /* "." and ".." stay: they are folders */
      at += entry->length;
    }
}

static void remove_path(const char *path, bool is_folder) {
  if (!is_folder) {
    unlink(path);
    return;
  }
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder >= 0) {
    empty_folder(folder);
    close(folder);
  }
  rmdir(path);
}

bool temporaries_remove(void) {
  if (atomic_load(&holding)) {
    atomic_store(&asked, true);
    return false;
  }
  for (int i = 0; i < SLOTS; i++) {
    int use = atomic_load(&slots[i].use);
    if (use == A_FILE || use == A_FOLDER)
      remove_path(slots[i].path, use == A_FOLDER);
  }
  return true;
}

/* ---- those of the dead ---- */

/* File systems of this machine alone, where flock says what it means. Over a network it may reach one machine only, or
 * keep ourselves from writing. */
static bool locks_hold(int folder) {
  static const unsigned long local[] = {
      0xEF53,     0x58465342, 0x9123683E, 0x01021994,
      0x794c7630, 0x2fc12fc1, 0xF2F52010}; /* ext, xfs, btrfs, tmpfs, overlay, zfs, f2fs */
  struct statfs facts;
  if (fstatfs(folder, &facts) != 0)
    return false;
  for (size_t i = 0; i < sizeof local / sizeof *local; i++)
    if ((unsigned long)facts.f_type == local[i])
      return true;
  return false;
}

/* ".wijk-123-4.gpkg" */
static bool is_ours(const char *name) {
  if (strncmp(name, PREFIX, sizeof PREFIX - 1) != 0)
    return false;
  const char *at = name + sizeof PREFIX - 1;
  size_t digits = strspn(at, "0123456789");
  if (!digits || at[digits] != '-')
    return false;
  at += digits + 1;
  digits = strspn(at, "0123456789");
  return digits && (at[digits] == '.' || !at[digits]);
}

/* Removes it unless somebody holds its lock. The maker of one that is only just made finds that out after locking. */
static void remove_if_stale(int folder, const char *name) {
  struct stat found;
  if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0 || found.st_uid != geteuid() ||
      (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode)))
    return;
  int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return;
  if (flock(file, LOCK_EX | LOCK_NB) == 0) {
    if (S_ISDIR(found.st_mode))
      empty_folder(file);
    unlinkat(folder, name, S_ISDIR(found.st_mode) ? AT_REMOVEDIR : 0);
  }
  close(file);
}

/* Once per folder is enough for one process; the last one is remembered. */
static void remove_stale(int folder) {
  static atomic_ullong last;
  struct stat found;
  if (fstat(folder, &found) != 0 || atomic_exchange(&last, (unsigned long long)found.st_ino) == found.st_ino)
    return;
  int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* While another run puts its files in place, the old ones, which it may want back, stand here under such names. */
  DIR *list = again >= 0 && flock(again, LOCK_SH | LOCK_NB) == 0 ? fdopendir(again) : NULL;
  if (!list) {
    if (again >= 0)
      close(again);
    return;
  }
  for (const struct dirent *entry; (entry = readdir(list));)
    if (is_ours(entry->d_name))
      remove_if_stale(folder, entry->d_name);
  closedir(list);
}

/* ---- making one ---- */

static int create(const temporary *made, bool folder, mode_t mode) {
  if (!folder)
    return open(made->path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
  if (mkdir(made->path, mode) != 0)
    return -1;
  int descriptor = open(made->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), failed = errno;
  if (descriptor < 0)
    rmdir(made->path);
  errno = failed;
  return descriptor;
}

/* Whether the lock can be had; `*kept` where the file system gives none at all. False: between its making and this it
 * was taken for stale, and its name is no longer ours. */
static bool lock(const temporary *made, int descriptor, bool *kept) {
  struct stat named, held;
  *kept = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  if (!*kept)
    return errno != EWOULDBLOCK;
  return fstat(descriptor, &held) == 0 && lstat(made->path, &named) == 0 && named.st_ino == held.st_ino &&
         named.st_dev == held.st_dev;
}

/* 0, errno, or EEXIST where another name is to be tried. */
static int make(temporary *made, bool folder, mode_t mode, bool locked) {
  int descriptor = create(made, folder, mode);
  if (descriptor < 0)
    return errno;
  if (locked && !lock(made, descriptor, &locked)) {
    close(descriptor);
    return EEXIST;
  }
  made->slot = take_slot(made->path, folder);
  if (locked)
    made->lock = descriptor;
  else
    close(descriptor);
  return 0;
}

int temporary_make(temporary *made, const char *folder, const char *extension, mode_t mode) {
  static atomic_uint counter;
  *made = (temporary){.lock = -1, .slot = -1};
  int looked = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* a folder may be written to and not be listed */
  bool locked = looked >= 0 && locks_hold(looked);
  if (locked)
    remove_stale(looked);
  if (looked >= 0)
    close(looked);
  int failed = EEXIST;
  temporaries_hold(true); /* between its making and its place among ours nobody would remove it */
  for (int attempt = 0; attempt < 10000 && failed == EEXIST; attempt++) {
    int length = snprintf(made->path, sizeof made->path, "%s/" PREFIX "%ld-%u%s", folder, (long)getpid(),
                          atomic_fetch_add(&counter, 1U), extension ? extension : "");
    failed = length < 0 || (size_t)length >= sizeof made->path ? ENAMETOOLONG : make(made, !extension, mode, locked);
  }
  temporaries_hold(false);
  if (failed) {
    made->path[0] = '\0';
    return failed;
  }
  if (!atomic_load(&asked))
    return 0;
  temporary_remove(made);
  return EINTR;
}

void temporary_remove(temporary *made) {
  if (!made->path[0])
    return;
  struct stat found;
  if (lstat(made->path, &found) == 0)
    remove_path(made->path, S_ISDIR(found.st_mode));
  if (made->slot >= 0)
    atomic_store(&slots[made->slot].use, FREE);
  if (made->lock >= 0)
    close(made->lock);
  *made = (temporary){.lock = -1, .slot = -1};
}
