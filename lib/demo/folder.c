/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder of files, published as one: made in a temporary folder beside the target. Where there is no target yet, the
 * folder gets its name; else its files are swapped with the old ones, and swapped back where one cannot. */
#define _GNU_SOURCE /* renameat2 */
#include "demo/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/temporary.h"

enum { MOST_FILES = 128 };

/* How a file came into the target, and so how it goes back. */
typedef enum step { WAITING, LINKED, SWAPPED, MOVED } step;

struct demo_folder {
  temporary temporary;
  char target[PATH_MAX];
  bool overwrite;
  char names[MOST_FILES][64]; /* of its files */
  step steps[MOST_FILES];
  size_t count;
};

wijk_status demo_folder_open(const char *target, bool overwrite, demo_folder **folder, wijk_error *err) {
  size_t length = strlen(target);
  while (length > 1 && target[length - 1] == '/')
    length--;
  demo_folder *made = memory_new_zeroed(1, sizeof *made);
  if (!made)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the name of a folder");
  int failed = ENAMETOOLONG;
  if (length < sizeof made->target) {
    memcpy(made->target, target, length);
    const char *slash = strrchr(made->target, '/');
    char above[PATH_MAX];
    snprintf(above, sizeof above, "%.*s", slash > made->target ? (int)(slash - made->target) : 1,
             slash ? made->target : ".");
    failed = temporary_make(&made->temporary, above, NULL, 0777);
  }
  if (failed) {
    memory_free(made);
    wijk_error_set(err, WIJK_IO, "no folder can be made beside '%.*s': %s", (int)length, target, strerror(failed));
    return wijk_error_hint(err, "the folder above it must exist and be writable");
  }
  made->overwrite = overwrite;
  *folder = made;
  return WIJK_OK;
}

const char *demo_folder_path(const demo_folder *folder) {
  return folder->temporary.path;
}

void demo_folder_discard(demo_folder *folder) {
  if (!folder)
    return;
  temporary_remove(&folder->temporary);
  memory_free(folder);
}

static wijk_status list_files(demo_folder *folder, wijk_error *err) {
  DIR *list = opendir(folder->temporary.path);
  if (!list)
    return wijk_error_set(err, WIJK_IO, "'%s' cannot be read: %s", folder->temporary.path, strerror(errno));
  for (const struct dirent *entry; folder->count < MOST_FILES && (entry = readdir(list));)
    if (entry->d_name[0] != '.')
      snprintf(folder->names[folder->count++], sizeof *folder->names, "%.*s", (int)sizeof *folder->names - 1,
               entry->d_name);
  closedir(list);
  return WIJK_OK;
}

static wijk_status cannot(const demo_folder *folder, const char *name, int number, wijk_error *err) {
  return wijk_error_set(err, WIJK_IO, "'%s%s%s' cannot be written: %s", folder->target, *name ? "/" : "", name,
                        strerror(number));
}

static wijk_status refuse_existing(const demo_folder *folder, int target, wijk_error *err) {
  struct stat found;
  for (size_t i = 0; i < folder->count; i++) {
    const char *name = folder->names[i];
    if (fstatat(target, name, &found, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    if (S_ISDIR(found.st_mode)) {
      wijk_error_set(err, WIJK_IO, "'%s/%s' is a folder", folder->target, name);
      return wijk_error_hint(err, "name another folder to write to");
    }
    if (!folder->overwrite) {
      wijk_error_set(err, WIJK_IO, "'%s/%s' exists", folder->target, name);
      return wijk_error_hint(err, "give --overwrite to replace it, or name another folder");
    }
  }
  return WIJK_OK;
}

static bool is_unknown_here(int number) {
  return number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EPERM;
}

static wijk_status put_in_place(demo_folder *folder, size_t i, int from, int to, wijk_error *err) {
  const char *name = folder->names[i];
  if (renameat2(from, name, to, name, RENAME_EXCHANGE) == 0)
    folder->steps[i] = SWAPPED;
  else if (errno == ENOENT && linkat(from, name, to, name, 0) == 0)
    folder->steps[i] = LINKED;
  else if ((is_unknown_here(errno) || errno == ENOENT) && renameat(from, name, to, name) == 0)
    folder->steps[i] = MOVED;
  else
    return cannot(folder, name, errno, err);
  return WIJK_OK;
}

static void put_back(const demo_folder *folder, int from, int to) {
  for (size_t i = 0; i < folder->count; i++)
    if (folder->steps[i] == SWAPPED)
      renameat2(from, folder->names[i], to, folder->names[i], RENAME_EXCHANGE);
    else if (folder->steps[i] == LINKED)
      unlinkat(to, folder->names[i], 0);
}

/* Into a folder that is there, under the lock that every run takes which puts something in it. */
static wijk_status put_files(demo_folder *folder, wijk_error *err) {
  int from = open(folder->temporary.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int to = open(folder->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (from < 0 || to < 0)
    cannot(folder, "", errno, err);
  else
    flock(to, LOCK_EX);
  temporaries_hold(true);
  if (err->status == WIJK_OK && refuse_existing(folder, to, err) == WIJK_OK) {
    for (size_t i = 0; i < folder->count && err->status == WIJK_OK; i++)
      put_in_place(folder, i, from, to, err);
    if (err->status == WIJK_OK)
      fsync(to);
    else
      put_back(folder, from, to);
  }
  temporaries_hold(false);
  if (from >= 0)
    close(from);
  if (to >= 0)
    close(to);
  return err->status;
}

wijk_status demo_folder_commit(demo_folder *folder, wijk_error *err) {
  struct stat found;
  bool there = stat(folder->target, &found) == 0;
  if (!there && rename(folder->temporary.path, folder->target) != 0)
    cannot(folder, "", errno, err);
  else if (there && list_files(folder, err) == WIJK_OK)
    put_files(folder, err);
  demo_folder_discard(folder);
  return err->status;
}
