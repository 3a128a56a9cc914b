/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder of files, published as one: made in a temporary folder beside the target, then moved. */
#include "demo/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wijk/text.h>

struct demo_folder {
  char *target, *temporary;
  bool overwrite;
};

typedef wijk_status visit_file(const demo_folder *folder, const char *name, wijk_error *err);

static char *join(const char *folder, const char *name) {
  wijk_text path = {0};
  wijk_text_add_format(&path, "%s/%s", folder, name);
  if (path.failed)
    wijk_text_free(&path);
  return path.bytes;
}

static wijk_status each_file(const demo_folder *folder, visit_file *visit, wijk_error *err) {
  DIR *list = opendir(folder->temporary);
  if (!list)
    return wijk_error_set(err, WIJK_IO, "'%s' cannot be read: %s", folder->temporary, strerror(errno));
  wijk_status status = WIJK_OK;
  for (struct dirent *entry; status == WIJK_OK && (entry = readdir(list));)
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      status = visit(folder, entry->d_name, err);
  closedir(list);
  return status;
}

static wijk_status remove_file(const demo_folder *folder, const char *name, wijk_error *err) {
  (void)err;
  char *path = join(folder->temporary, name);
  if (path)
    unlink(path);
  free(path);
  return WIJK_OK;
}

static wijk_status refuse_existing(const demo_folder *folder, const char *name, wijk_error *err) {
  char *path = join(folder->target, name);
  struct stat info;
  bool exists = path && lstat(path, &info) == 0;
  wijk_status status = path ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for the name of a file");
  if (exists) {
    wijk_error_set(err, WIJK_IO, "'%s' exists", path);
    status = wijk_error_hint(err, "give --overwrite to replace it, or name another folder");
  }
  free(path);
  return status;
}

static wijk_status move_file(const demo_folder *folder, const char *name, wijk_error *err) {
  char *from = join(folder->temporary, name), *to = join(folder->target, name);
  wijk_status status = from && to ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for the name of a file");
  if (status == WIJK_OK && rename(from, to) != 0)
    status = wijk_error_set(err, WIJK_IO, "'%s' cannot be written: %s", to, strerror(errno));
  free(from);
  free(to);
  return status;
}

static void close_folder(demo_folder *folder) {
  if (folder->temporary) {
    each_file(folder, remove_file, NULL);
    rmdir(folder->temporary);
  }
  free(folder->temporary);
  free(folder->target);
  free(folder);
}

wijk_status demo_folder_open(const char *target, bool overwrite, demo_folder **folder, wijk_error *err) {
  demo_folder *made = calloc(1, sizeof *made);
  wijk_text temporary = {0};
  size_t length = strlen(target);
  while (length > 1 && target[length - 1] == '/')
    length--;
  wijk_text_add_part(&temporary, target, length);
  char *clean = temporary.bytes ? strdup(temporary.bytes) : NULL;
  wijk_text_add(&temporary, ".XXXXXX");
  if (!made || !clean || temporary.failed) {
    free(made);
    free(clean);
    wijk_text_free(&temporary);
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the name of a folder");
  }
  made->target = clean;
  made->overwrite = overwrite;
  if (!mkdtemp(temporary.bytes)) {
    wijk_error_set(err, WIJK_IO, "no folder can be made beside '%s': %s", clean, strerror(errno));
    wijk_text_free(&temporary);
    close_folder(made);
    return wijk_error_hint(err, "the folder above it must exist and be writable");
  }
  made->temporary = temporary.bytes;
  *folder = made;
  return WIJK_OK;
}

const char *demo_folder_path(const demo_folder *folder) {
  return folder->temporary;
}

wijk_status demo_folder_commit(demo_folder *folder, wijk_error *err) {
  wijk_status status = WIJK_OK;
  if (mkdir(folder->target, 0777) != 0 && errno != EEXIST)
    status = wijk_error_set(err, WIJK_IO, "'%s' cannot be made: %s", folder->target, strerror(errno));
  if (status == WIJK_OK && !folder->overwrite)
    status = each_file(folder, refuse_existing, err);
  if (status == WIJK_OK)
    status = each_file(folder, move_file, err);
  close_folder(folder);
  return status;
}

void demo_folder_discard(demo_folder *folder) {
  if (folder)
    close_folder(folder);
}
