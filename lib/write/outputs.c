/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything a run has written is put in place together, or none of it: synced, each folder locked, each file swapped
 * with the old one, and swapped back where a later one cannot. */
#define _GNU_SOURCE /* renameat2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "write/publication.h"

void wijk_outputs_add(wijk_outputs *outputs, wijk_publication *publication) {
  publication->next = NULL;
  if (outputs->last)
    outputs->last->next = publication;
  else
    outputs->first = publication;
  outputs->last = publication;
}

static void free_all(wijk_outputs *outputs) {
  for (wijk_publication *p = outputs->first, *next; p; p = next) {
    next = p->next;
    wijk_publication_discard(p);
  }
  *outputs = (wijk_outputs){0};
}

void wijk_outputs_discard(wijk_outputs *outputs) {
  free_all(outputs);
}

bool wijk_outputs_abandon(void) {
  return temporaries_remove();
}

/* ---- before ---- */

static wijk_status sync_file(const wijk_publication *publication, wijk_error *err) {
  int descriptor = open(publication->temporary.path, O_RDWR | O_CLOEXEC);
  if (descriptor < 0)
    return publication_fail(err, publication->asked, "cannot be written", errno);
  int failed = fsync(descriptor) == 0 ? 0 : errno;
  if (close(descriptor) != 0 && !failed)
    failed = errno;
  return failed ? publication_fail(err, publication->asked, "cannot be written", failed) : WIJK_OK;
}

static bool comes_before(const wijk_publication *a, const wijk_publication *b) {
  return a->device != b->device ? a->device < b->device : a->inode < b->inode;
}

/* The first of the folders that come after `last` in an order that is the same for all runs, so that two of them never
 * wait for each other. */
static wijk_publication *next_folder(const wijk_outputs *outputs, const wijk_publication *last) {
  wijk_publication *next = NULL;
  for (wijk_publication *p = outputs->first; p; p = p->next)
    if ((!last || comes_before(last, p)) && (!next || comes_before(p, next)))
      next = p;
  return next;
}

static wijk_status lock_folders(const wijk_outputs *outputs, wijk_error *err) {
  for (wijk_publication *p = outputs->first; p; p = p->next) {
    struct stat found;
    if (stat(p->folder, &found) != 0)
      return publication_fail(err, p->asked, "its folder cannot be looked at", errno);
    p->device = found.st_dev;
    p->inode = found.st_ino;
  }
  for (wijk_publication *p = NULL; (p = next_folder(outputs, p));) {
    p->folder_lock = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (p->folder_lock < 0)
      return publication_fail(err, p->asked, "its folder cannot be opened", errno);
    while (!temporaries_have(p->folder) && flock(p->folder_lock, LOCK_EX) != 0 && errno == EINTR) {
      /* Where a file system knows no locks, each file is still whole by itself. */
    }
  }
  return WIJK_OK;
}

static void unlock_folders(const wijk_outputs *outputs, bool changed) {
  for (wijk_publication *p = outputs->first; p; p = p->next) {
    if (p->folder_lock < 0)
      continue;
    if (changed)
      fsync(p->folder_lock); /* the names; a file system that cannot has told its writes before */
    close(p->folder_lock);
    p->folder_lock = -1;
  }
}

/* ---- in place ---- */

static bool is_unknown_here(int number) {
  return number == EINVAL || number == ENOSYS || number == EOPNOTSUPP || number == EPERM || number == EMLINK;
}

static wijk_status move(wijk_publication *publication, wijk_error *err) {
  if (rename(publication->temporary.path, publication->target) != 0)
    return publication_fail(err, publication->asked, "cannot be put in place", errno);
  publication->step = STEP_MOVED;
  return WIJK_OK;
}

/* A hard link never replaces anything: without leave to replace that is what takes the name. */
static wijk_status take_name(wijk_publication *publication, wijk_error *err) {
  if (link(publication->temporary.path, publication->target) == 0) {
    publication->step = STEP_LINKED;
    return WIJK_OK;
  }
  if (errno == EEXIST && !publication->overwrite) {
    wijk_error_set(err, WIJK_IO, "'%s' was made by another program in the meantime", publication->asked);
    return wijk_error_hint(err, "give --overwrite to replace it, or another name");
  }
  return errno == EEXIST || is_unknown_here(errno)
             ? move(publication, err)
             : publication_fail(err, publication->asked, "cannot be put in place", errno);
}

static wijk_status put_in_place(wijk_publication *publication, wijk_error *err) {
  if (publication_check(publication, err) != WIJK_OK)
    return err->status;
  if (!publication->overwrite)
    return take_name(publication, err);
  if (renameat2(AT_FDCWD, publication->temporary.path, AT_FDCWD, publication->target, RENAME_EXCHANGE) == 0) {
    publication->step = STEP_SWAPPED;
    return WIJK_OK;
  }
  if (errno == ENOENT)
    return take_name(publication, err);
  return is_unknown_here(errno) ? move(publication, err)
                                : publication_fail(err, publication->asked, "cannot be put in place", errno);
}

static void put_back(const wijk_publication *publication) {
  if (publication->step == STEP_SWAPPED)
    renameat2(AT_FDCWD, publication->temporary.path, AT_FDCWD, publication->target, RENAME_EXCHANGE);
  else if (publication->step == STEP_LINKED)
    unlink(publication->target);
}

static void remove_stale(const wijk_publication *publication) {
  int stem = (int)(path_extension(publication->target) - publication->target);
  for (const char *const *extension = publication->stale; extension && *extension; extension++) {
    char beside[PATH_MAX + 16];
    snprintf(beside, sizeof beside, "%.*s%s", stem, publication->target, *extension);
    unlink(beside);
  }
}

static wijk_status put_all_in_place(const wijk_outputs *outputs, wijk_error *err) {
  for (wijk_publication *p = outputs->first; p && err->status == WIJK_OK; p = p->next)
    put_in_place(p, err);
  for (const wijk_publication *p = outputs->first; p; p = p->next)
    if (err->status == WIJK_OK)
      remove_stale(p);
    else
      put_back(p);
  return err->status;
}

wijk_status wijk_outputs_commit(wijk_outputs *outputs, wijk_error *err) {
  for (const wijk_publication *p = outputs->first; p && err->status == WIJK_OK; p = p->next)
    sync_file(p, err);
  if (err->status == WIJK_OK)
    lock_folders(outputs, err);
  for (const wijk_publication *p = outputs->first; p && err->status == WIJK_OK; p = p->next)
    publication_check(p, err);
  if (err->status == WIJK_OK) {
    temporaries_hold(true);
    put_all_in_place(outputs, err);
    temporaries_hold(false);
  }
  unlock_folders(outputs, err->status == WIJK_OK);
  free_all(outputs);
  return err->status;
}

wijk_status wijk_publication_commit(wijk_publication *publication, wijk_error *err) {
  wijk_outputs one = {0};
  wijk_outputs_add(&one, publication);
  return wijk_outputs_commit(&one, err);
}
