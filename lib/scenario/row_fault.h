/* SPDX-License-Identifier: EUPL-1.2 */
/* A fault of one row of a table: where it stands, the field of a role and its value, and what is wrong in words. */
#ifndef WIJK_SCENARIO_ROW_FAULT_H
#define WIJK_SCENARIO_ROW_FAULT_H

#include <wijk/read.h>
#include <wijk/report.h>

/* `row` WIJK_NONE = the table as a whole; `role` NULL = the row as a whole. */
wijk_status row_fault(const wijk_table *table, size_t row, const char *role, const char *code, wijk_report *report,
                      wijk_error *err, const char *format, ...) WIJK_PRINTF(7, 8);

#endif
