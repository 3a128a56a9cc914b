/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef WIJK_READ_LAYER_CHOICE_H
#define WIJK_READ_LAYER_CHOICE_H

#include "read/reading.h"

/* Number of the layer to read of those that a source has: the one asked for (the very spelling first, then without
 * regard to case), else the only one that is not some program's own. WIJK_NONE where there is none, after an error that
 * lists them. */
size_t layer_choose(const wijk_reading *reading, const char *const *names, size_t count, wijk_error *err);

#endif
