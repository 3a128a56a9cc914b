/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-allocate --coverage: workers with a caseload, and the households they go to. */
#ifndef WIJK_TOOLS_ALLOCATE_COVERAGE_H
#define WIJK_TOOLS_ALLOCATE_COVERAGE_H

#include "common/program.h"

/* The whole of such a run: from options and sources to outputs. */
wijk_status allocate_coverage(run *run, wijk_error *err);

#endif
