/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/row_fault.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <wijk/number.h>

wijk_status row_fault(const wijk_table *table, size_t row, const char *role, const char *code, wijk_report *report,
                      wijk_error *err, const char *format, ...) {
  const wijk_column *column = role ? wijk_layer_find_role(table->layer, role) : NULL;
  const bool of_row = row != WIJK_NONE;
  char value[WIJK_NUMBER_SIZE] = "", message[400];
  if (column && of_row && column->numbers && !isnan(column->numbers[row]))
    wijk_number_write(column->numbers[row], value);
  const wijk_finding finding = {.severity = WIJK_FAULT,
                                .code = code,
                                .source = table->file,
                                .row = !of_row                     ? 0
                                       : table->layer->source_rows ? table->layer->source_rows[row]
                                                                   : row + 1,
                                .field = column ? column->name : NULL,
                                .value = !column || !of_row ? NULL
                                         : column->texts    ? column->texts[row]
                                                            : value};
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  return wijk_report_add_finding(report, &finding, err, "%s", message);
}
