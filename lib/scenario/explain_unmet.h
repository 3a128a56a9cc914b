/* SPDX-License-Identifier: EUPL-1.2 */
/* The sentence about people without a place. */
#ifndef WIJK_SCENARIO_EXPLAIN_UNMET_H
#define WIJK_SCENARIO_EXPLAIN_UNMET_H

#include <wijk/explain.h>

/* explain_lack.c. `without` is an allocation without the rule, NULL where there is none to tell of. */
const char *explain_lack_sentence(const wijk_plan *plan, size_t form, const wijk_lack *lack,
                                  const wijk_allocation *found, const wijk_allocation *without, bool dutch,
                                  wijk_arena *arena, wijk_error *err);

#endif
