/* SPDX-License-Identifier: EUPL-1.2 */
/* The study file: YAML 1.2 that says once what the options would say each time. */
#ifndef WIJK_TOOLS_STUDY_H
#define WIJK_TOOLS_STUDY_H

#include "common/options.h"

/* Reads `path` and adds its values to the options of the program that the command line left open. Keys of other
 * programs are checked and passed over. WIJK_USAGE with file, line, column and the nearest known name for a key that
 * does not exist, is given twice, or holds something else than it should; WIJK_IO when it cannot be read. */
wijk_status study_read(option_values *values, const char *path, wijk_error *err);

/* The schema, for people. */
void study_help(wijk_text *out);

#endif
