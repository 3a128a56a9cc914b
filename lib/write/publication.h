/* SPDX-License-Identifier: EUPL-1.2 */
/* What a publication is to the two files that know: publish.c makes it, outputs.c puts it in place. */
#ifndef WIJK_WRITE_PUBLICATION_H
#define WIJK_WRITE_PUBLICATION_H

#include <limits.h>
#include <sys/types.h>

#include "base/temporary.h"
#include "write/publish.h"

/* How far it has come, and so how to go back. */
typedef enum publication_step {
  STEP_WRITTEN,
  STEP_LINKED,  /* the target is a second name of the temporary file */
  STEP_SWAPPED, /* the temporary file is now the old one */
  STEP_MOVED    /* no way back: a file system that knows neither of them */
} publication_step;

struct wijk_publication {
  char asked[PATH_MAX];  /* as the caller wrote it */
  char target[PATH_MAX]; /* the file replaced: the end of a symbolic link */
  char folder[PATH_MAX]; /* of the target */
  temporary temporary;   /* in the same folder, so that rename is one step */
  bool overwrite;
  const char *const *stale;
  publication_step step;
  struct wijk_publication *next; /* in the outputs of a run */
  dev_t device;                  /* of the folder */
  ino_t inode;
  int folder_lock; /* on the folder, for all in it; -1 = another one's, or none yet */
};

wijk_status publication_fail(wijk_error *err, const char *path, const char *what, int number);
/* What stands at the target now, if anything, may be replaced. */
wijk_status publication_check(const wijk_publication *publication, wijk_error *err);

#endif
