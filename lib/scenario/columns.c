/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/columns.h"
#include <math.h>

wijk_column *column_add(wijk_layer *layer, const heading *h, bool dutch, wijk_column_type type, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(layer, dutch ? h->nl : h->en, type, err);
  if (column)
    column->of_people = h->people;
  return column;
}

wijk_status columns_add(wijk_layer *layer, const heading *headings, size_t count, size_t whole, bool dutch,
                        wijk_error *err) {
  for (size_t i = 0; i < count; i++) {
    wijk_column *column = column_add(layer, &headings[i], dutch, WIJK_COLUMN_NUMBER, err);
    if (!column)
      return err->status;
    column->whole = i < whole;
  }
  return WIJK_OK;
}

void column_set(wijk_layer *layer, size_t column, size_t row, double value, wijk_reason why_not) {
  layer->columns[column].numbers[row] = value;
  layer->columns[column].reasons[row] = isnan(value) ? (uint8_t)why_not : WIJK_PRESENT;
}
