/* SPDX-License-Identifier: EUPL-1.2 */
/* The key by which zones and tables are known and joined: the first field of a known name that is whole and unique. */
#include <string.h>

#include "read/reading.h"

static const char *const key_names[] = {"buurtcode", "bu_code", "wijkcode", "wk_code", "gwb_code",
                                        "statcode",  "zone_id", "code",     "id",      NULL};

/* The first row whose key is missing or was there before, WIJK_NONE where there is none. */
static size_t find_double(const char *const *keys, size_t count, const size_t *order) {
  size_t first = WIJK_NONE;
  for (size_t i = 0; i < count; i++) {
    bool twice = i && keys[order[i]] && strcmp(keys[order[i]], keys[order[i - 1]]) == 0;
    if ((!keys[order[i]] || twice) && order[i] < first)
      first = order[i];
  }
  return first;
}

/* CBS gives a wijk that has both land and water two rows of one code: the one of land is the zone. */
static const char *const *find_water(const wijk_reading *reading, wijk_error *err) {
  static const wijk_role water = {"water", "h2o water", 't'};
  size_t column, second;
  if (wijk_roles_column(reading, &water, &column, &second, err) != WIJK_OK || column == WIJK_NONE ||
      reading->layer->columns[column].type == WIJK_COLUMN_NUMBER)
    return NULL;
  return reading->layer->columns[column].texts;
}

static bool is_water(const char *const *water, size_t row) {
  return water && water[row] && (wijk_text_same(water[row], "ja") || wijk_text_same(water[row], "water"));
}

static wijk_status say_double(wijk_reading *reading, const wijk_column *column, const char *const *water, size_t first,
                              size_t second, wijk_error *err) {
  bool swap = is_water(water, first) && !is_water(water, second), one = swap || is_water(water, second);
  size_t row = swap ? second : first, faulty = swap ? first : second;
  return wijk_reading_fault(reading, faulty, "duplicate-key", column->name, column->texts[row], err,
                            one && !is_water(water, row) ? "%s '%s' is there already in row %zu, which is land; this "
                                                           "is its water"
                                                         : "%s '%s' is there already in row %zu",
                            column->name, column->texts[row], wijk_reading_row(reading, row));
}

static wijk_status say_doubles(wijk_reading *reading, const wijk_column *column, const size_t *order, wijk_error *err) {
  const char *const *water = find_water(reading, err);
  size_t kept = 0; /* in `order`: the row that the next ones of the same key are held against */
  for (size_t i = 0; i < reading->layer->row_count && err->status == WIJK_OK; i++) {
    const char *key = column->texts[order[i]], *before = column->texts[order[kept]];
    if (!key)
      wijk_reading_fault(reading, order[i], "no-key", column->name, NULL, err, "%s is empty; each zone needs a key",
                         column->name);
    else if (i && before && strcmp(key, before) == 0)
      say_double(reading, column, water, order[kept], order[i], err);
    if (!key || !before || strcmp(key, before) != 0 || reading->faulty[order[kept]])
      kept = i;
  }
  return err->status;
}

static wijk_status no_key(wijk_reading *reading, wijk_error *err) {
  wijk_text list = {0};
  for (size_t i = 0; i < reading->layer->column_count; i++) {
    wijk_text_add(&list, i ? ", " : "");
    wijk_text_add(&list, reading->layer->columns[i].name);
  }
  wijk_error_set(err, WIJK_DATA, "'%s' has no field that is known as the key of a zone", reading->file);
  wijk_error_hint(err, "choose one with --zone-key: %.300s", list.bytes ? list.bytes : "it has no fields");
  wijk_text_free(&list);
  return err->status;
}

/* The columns that may be the key, in order of rank; a chosen one is the only one. */
static wijk_status find_candidates(const wijk_reading *reading, size_t *candidates, size_t *count, wijk_error *err) {
  static const wijk_role chosen = {"key", "", 'c'};
  size_t second;
  *count = 0;
  if (wijk_roles_column(reading, &chosen, &candidates[0], &second, err) != WIJK_OK)
    return err->status;
  if (candidates[0] != WIJK_NONE) {
    *count = 1;
    return WIJK_OK;
  }
  for (const char *const *name = key_names; *name; name++)
    for (size_t c = 0; c < reading->layer->column_count; c++)
      if (wijk_text_same(reading->layer->columns[c].name, *name))
        candidates[(*count)++] = c;
  return WIJK_OK;
}

wijk_status wijk_keys_find(wijk_reading *reading, bool strict, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t *order = WIJK_ARENA_ADD(reading->arena, size_t, layer->row_count, err);
  size_t *candidates = WIJK_ARENA_ADD(reading->arena, size_t, layer->column_count + 1, err), count;
  if (!order || !candidates || find_candidates(reading, candidates, &count, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    wijk_column *candidate = &layer->columns[candidates[i]];
    if (wijk_types_text(reading, candidate, true, err) != WIJK_OK ||
        wijk_layer_order(layer, candidate, order, err) != WIJK_OK)
      return err->status;
    size_t row = find_double(candidate->texts, layer->row_count, order);
    if (row == WIJK_NONE)
      return wijk_roles_take(reading, candidates[i], "key", err);
    if (strict && i + 1 < count &&
        wijk_reading_say(reading, WIJK_WARNING, row, "key-not-unique", candidate->name, candidate->texts[row], err,
                         "%s cannot be the key: '%s' is not the only one; '%s' is tried", candidate->name,
                         candidate->texts[row] ? candidate->texts[row] : "",
                         layer->columns[candidates[i + 1]].name) != WIJK_OK)
      return err->status;
  }
  if (!count)
    return strict ? no_key(reading, err) : WIJK_OK;
  if (!strict)
    return wijk_roles_take(reading, candidates[0], "key", err);
  if (wijk_layer_order(layer, &layer->columns[candidates[0]], order, err) != WIJK_OK ||
      say_doubles(reading, &layer->columns[candidates[0]], order, err) != WIJK_OK)
    return err->status;
  return wijk_roles_take(reading, candidates[0], "key", err);
}
