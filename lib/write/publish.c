/* SPDX-License-Identifier: EUPL-1.2 */
/* A file appears whole or not at all: written beside its place under a hidden name, synced, renamed (outputs.c). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "write/publication.h"

wijk_status publication_fail(wijk_error *err, const char *path, const char *what, int number) {
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
wijk_status publication_check(const wijk_publication *publication, wijk_error *err) {
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
    return publication_fail(err, publication->asked, "cannot be looked at", errno);
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

/* Keeps the permissions of what it will replace. The target's extension comes last, since some libraries choose the
 * format by it; its name does not, since it may be as long as names get. */
static wijk_status make_temporary(wijk_publication *publication, wijk_error *err) {
  int failed = temporary_make(&publication->temporary, publication->folder, path_extension(publication->target), 0666);
  if (failed)
    return publication_fail(err, publication->asked, "cannot be written", failed);
  struct stat old;
  if (stat(publication->target, &old) == 0 && chmod(publication->temporary.path, old.st_mode & 0777) != 0) {
    /* A file system without permissions: the new file then has that file system's own. */
  }
  return WIJK_OK;
}

wijk_publication *wijk_publication_open(const char *path, bool overwrite, wijk_error *err) {
  size_t length = strlen(path);
  if (length == 0 || path[length - 1] == '/') {
    wijk_error_set(err, WIJK_IO, "'%s' is not the name of a file", path);
    return NULL;
  }
  if (length >= PATH_MAX) {
    publication_fail(err, path, "cannot be written", ENAMETOOLONG);
    return NULL;
  }
  wijk_publication *publication = memory_new_zeroed(1, sizeof *publication);
  if (!publication) {
    wijk_error_set(err, WIJK_MEMORY, "out of memory");
    return NULL;
  }
  memcpy(publication->asked, path, length + 1);
  publication->overwrite = overwrite;
  publication->folder_lock = -1;
  if (find_target(publication, err) != WIJK_OK || check_folder(publication, err) != WIJK_OK ||
      publication_check(publication, err) != WIJK_OK || make_temporary(publication, err) != WIJK_OK) {
    memory_free(publication);
    return NULL;
  }
  return publication;
}

const char *wijk_publication_path(const wijk_publication *publication) {
  return publication->temporary.path;
}

const char *publication_asked(const wijk_publication *publication) {
  return publication->asked;
}

void publication_add_stale(wijk_publication *publication, const char *const *extensions) {
  publication->stale = extensions;
}

void wijk_publication_discard(wijk_publication *publication) {
  if (!publication)
    return;
  temporary_remove(&publication->temporary);
  memory_free(publication);
}
