/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/strata.h"
#include <string.h>
#include <wijk/text.h>

static const wijk_column *column_of(const dimension *d, const wijk_layer *layer) {
  const wijk_column *column = d->role ? wijk_layer_find_role(layer, d->role) : wijk_layer_find(layer, d->name);
  return column && column->texts ? column : NULL;
}

/* The very spelling first; else, as with forms, capitals make no difference. */
static size_t find_value(const dimension *d, const char *value) {
  for (size_t i = 0; i < d->count; i++)
    if (strcmp(d->values[i], value) == 0)
      return i;
  for (size_t i = 0; i < d->count; i++)
    if (wijk_text_same(d->values[i], value))
      return i;
  return WIJK_NONE;
}

/* Rows mostly follow their neighbour: the last value found is tried first. */
wijk_status dimension_add_values(dimension *d, const wijk_layer *const *layers, size_t layer_count,
                                 const char *const *given, size_t given_count, wijk_arena *arena, wijk_error *err) {
  size_t capacity = given_count, last = 0;
  for (size_t t = 0; t < layer_count; t++)
    capacity += layers[t] && column_of(d, layers[t]) ? layers[t]->row_count : 0;
  d->values = WIJK_ARENA_ADD(arena, const char *, capacity, err);
  if (!d->values)
    return err->status;
  for (size_t i = 0; i < given_count; i++)
    if (find_value(d, given[i]) == WIJK_NONE)
      d->values[d->count++] = given[i];
  for (size_t t = 0; t < layer_count && given_count == 0; t++) {
    const wijk_column *column = layers[t] ? column_of(d, layers[t]) : NULL;
    for (size_t row = 0; column && row < layers[t]->row_count; row++) {
      const char *value = column->texts[row];
      if (!value || (last < d->count && strcmp(d->values[last], value) == 0))
        continue;
      last = find_value(d, value);
      if (last == WIJK_NONE)
        d->values[last = d->count++] = value;
    }
  }
  return WIJK_OK;
}

wijk_status strata_settle(strata *all, wijk_error *err) {
  all->count = 1;
  for (size_t d = 0; d < all->dimension_count; d++) {
    const size_t values = all->dimensions[d].count ? all->dimensions[d].count : 1;
    if (values > STRATA_MOST / all->count) {
      wijk_error_set(err, WIJK_DATA, "with the %zu values of '%s' there are more than %d forecasts", values,
                     all->dimensions[d].name, STRATA_MOST);
      return wijk_error_hint(err, "forecast by fewer columns, or a part of the tables at a time");
    }
    all->count *= values;
  }
  return WIJK_OK;
}

const char *strata_key_unsaid(const strata_key *key, size_t from, size_t row) {
  for (size_t d = from; d < key->all->dimension_count; d++)
    if (key->all->dimensions[d].count > 1 && !(key->columns[d] && key->columns[d]->texts[row]))
      return key->all->dimensions[d].name;
  return NULL;
}

const char *strata_value(const strata *all, size_t stratum, size_t dimension) {
  for (size_t d = all->dimension_count; d-- > dimension + 1;)
    if (all->dimensions[d].count)
      stratum /= all->dimensions[d].count;
  const struct dimension *at = &all->dimensions[dimension];
  return at->count ? at->values[stratum % at->count] : NULL;
}

wijk_status strata_key_open(const strata *all, const wijk_layer *layer, wijk_arena *arena, strata_key *key,
                            wijk_error *err) {
  *key = (strata_key){.all = all, .found = WIJK_ARENA_ADD(arena, size_t, all->count, err)};
  for (size_t d = 0; d < all->dimension_count; d++)
    key->columns[d] = all->dimensions[d].count ? column_of(&all->dimensions[d], layer) : NULL;
  return err->status;
}

size_t strata_key_find(const strata_key *key, size_t row) {
  size_t count = 1;
  key->found[0] = 0;
  for (size_t d = 0; d < key->all->dimension_count; d++) {
    const dimension *at = &key->all->dimensions[d];
    const char *text = key->columns[d] ? key->columns[d]->texts[row] : NULL;
    size_t value = text ? find_value(at, text) : 0, values = text || !at->count ? 1 : at->count;
    if (value == WIJK_NONE)
      return 0;
    for (size_t i = count; i-- > 0;)
      for (size_t v = values; v-- > 0;)
        key->found[i * values + v] = key->found[i] * (at->count ? at->count : 1) + value + v;
    count *= values;
  }
  return count;
}
