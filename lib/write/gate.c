/* SPDX-License-Identifier: EUPL-1.2 */
/* The one gate before every writer and map: what a written layer may hold. */
#include <string.h>
#include <strings.h>

#include <wijk/write.h>

static bool is_of_secrets(const wijk_column *column) {
  return (column->role && strcmp(column->role, "confidential") == 0) || wijk_text_same(column->name, "geheim") ||
         wijk_text_same(column->name, "confidential");
}

/* People by role and by the words in a name, also where a door did not mark the column: the gate does not trust that it
 * did. Figures of all residents, as the national statistics publish them, are not meant. */
static bool is_of_people(const wijk_column *column) {
  static const char *const words[] = {"bezet",     "occupied",   "person",   "people",   "huishouden",
                                      "household", "uitstromer", "clienten", "cliënten", "clients"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    for (const char *at = column->name; *at; at++)
      if (strncasecmp(at, words[i], strlen(words[i])) == 0)
        return true;
  return column->of_people || (column->role && strcmp(column->role, "occupied") == 0);
}

/* Points, and rows marked as secret or not, are facilities until their door says that the secret ones are gone. */
static wijk_status check_facilities(const wijk_layer *layer, wijk_error *err) {
  if (layer->secrets_removed)
    return WIJK_OK;
  bool marked = false;
  for (size_t c = 0; c < layer->column_count; c++)
    marked |= is_of_secrets(&layer->columns[c]);
  if (layer->geometry.type != WIJK_GEOMETRY_POINT && !marked)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA,
                 "layer '%s' may hold secret locations, and has not passed the facility door that removes them",
                 layer->name ? layer->name : "");
  return wijk_error_hint(err, "read it with --facilities, or leave --public out");
}

wijk_status wijk_gate_pass(const wijk_layer *layer, const wijk_report *report, wijk_arena *arena, wijk_layer **passed,
                           wijk_error *err) {
  if (report->public_edition) {
    wijk_status status = check_facilities(layer, err);
    if (status != WIJK_OK)
      return status;
  }
  wijk_layer *copy = WIJK_ARENA_ADD(arena, wijk_layer, 1, err);
  wijk_column *columns = WIJK_ARENA_ADD(arena, wijk_column, layer->column_count + 1, err);
  if (!copy || !columns)
    return WIJK_MEMORY;
  *copy = *layer;
  copy->arena = arena;
  copy->columns = columns;
  copy->column_capacity = layer->column_count + 1;
  copy->column_count = 0;
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    if (report->public_edition && (is_of_people(column) || is_of_secrets(column)))
      continue;
    columns[copy->column_count++] = *column;
  }
  *passed = copy;
  return WIJK_OK;
}

wijk_status wijk_gate_pass_raster(const wijk_raster *raster, const wijk_report *report, wijk_error *err) {
  if (!report->public_edition || (raster->secrets_removed && !raster->of_people))
    return WIJK_OK;
  if (raster->of_people)
    return wijk_error_set(err, WIJK_DATA, "raster '%s' counts people, and is not for the public edition", raster->name);
  wijk_error_set(err, WIJK_DATA, "raster '%s' may be made of secret locations", raster->name);
  return wijk_error_hint(err, "read them with --facilities, or leave --public out");
}
