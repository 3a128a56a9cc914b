/* SPDX-License-Identifier: EUPL-1.2 */
/* Options that hold a list: "500,1000,3000". */
#ifndef WIJK_TOOLS_LISTS_H
#define WIJK_TOOLS_LISTS_H

#include "common/program.h"

/* Of one option, also one given several times: its parts between commas. An empty part is WIJK_USAGE. */
wijk_status list_texts(run *run, const char *name, const char *const **texts, size_t *count, wijk_error *err);
/* The same as numbers; WIJK_USAGE for a part that is none. */
wijk_status list_numbers(run *run, const char *name, double **numbers, size_t *count, wijk_error *err);
/* `--norm CLASS:PER_1000`, each. */
wijk_status list_norms(run *run, wijk_zone_class **norms, size_t *count, wijk_error *err);

#endif
