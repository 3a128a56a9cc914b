/* SPDX-License-Identifier: EUPL-1.2 */
/* What is being made and has no name of its own yet: hidden files and folders beside the place they are for. Each is
 * locked while its maker lives, so that what a killed run left behind is told from what a running one still needs. */
#ifndef WIJK_BASE_TEMPORARY_H
#define WIJK_BASE_TEMPORARY_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct temporary {
  char path[PATH_MAX];
  int lock; /* descriptor; -1 = locks mean nothing on that file system, or nothing was made */
  int slot; /* among those that temporaries_remove knows of; -1 = none was free */
} temporary;

/* An empty file "FOLDER/.wijk-PID-N" EXTENSION of a name that nobody else uses, with `mode`; with a NULL `extension`
 * a folder. First removes those of dead makers in FOLDER. Returns 0, or errno: EINTR once temporaries_remove was asked
 * at a moment when it could not. */
int temporary_make(temporary *made, const char *folder, const char *extension, mode_t mode);
/* Removes it where it still stands under its own name, a folder with the files in it. One that was never made, all
 * zero, is fine. */
void temporary_remove(temporary *made);

/* `path` is a temporary folder of this process: nobody else puts anything in it, and its lock is taken. */
bool temporaries_have(const char *path);

/* Removes all that this process has, for a signal handler: async-signal-safe. False, and nothing is touched, between
 * temporaries_hold(true) and (false): while they are being put in place, half of the work would be lost. No more are
 * made then. */
bool temporaries_remove(void);
void temporaries_hold(bool hold);

#endif
