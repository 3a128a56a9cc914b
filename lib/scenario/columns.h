/* SPDX-License-Identifier: EUPL-1.2 */
/* Columns of a table in Dutch or English. */
#ifndef WIJK_SCENARIO_COLUMNS_H
#define WIJK_SCENARIO_COLUMNS_H

#include <wijk/layer.h>

typedef struct heading {
  const char *nl, *en;
  bool people; /* counts them */
} heading;

wijk_column *column_add(wijk_layer *layer, const heading *h, bool dutch, wijk_column_type type, wijk_error *err);
/* `count` columns of numbers, the first `whole` of them of whole ones. */
wijk_status columns_add(wijk_layer *layer, const heading *headings, size_t count, size_t whole, bool dutch,
                        wijk_error *err);
/* A number, or why there is none. */
void column_set(wijk_layer *layer, size_t column, size_t row, double value, wijk_reason why_not);

#endif
