/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WIJK_DEMO_FOLDER_H
#define WIJK_DEMO_FOLDER_H

#include <stdbool.h>
#include <wijk/error.h>

typedef struct demo_folder demo_folder;
/* Makes the temporary folder. Nothing is refused yet: the names of the files are not known. */
wijk_status demo_folder_open(const char *target, bool overwrite, demo_folder **folder, wijk_error *err);
const char *demo_folder_path(const demo_folder *folder); /* where to write */
/* Moves every file into the target, which is made when it is not there; without `overwrite` all or none. Closes the
 * folder whatever happens; on failure the temporary one is gone with all in it. */
wijk_status demo_folder_commit(demo_folder *folder, wijk_error *err);
void demo_folder_discard(demo_folder *folder); /* NULL is fine */

#endif
