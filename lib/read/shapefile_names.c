/* SPDX-License-Identifier: EUPL-1.2 */
/* A Shapefile cuts field names at ten characters; the .fields.csv that our writer puts beside it says what they stand
 * for. With the whole names back a figure is known for what it is, by the gate of the public edition too. */
#include <string.h>

#include "read/shapefile.h"

/* One cell of a line, which it moves past; names of figures never need quotes, so a quoted cell gives none. */
static char *next_cell(wijk_arena *arena, const char **line, wijk_error *err) {
  size_t length = strcspn(*line, ",\r\n");
  char *cell = **line == '"' ? NULL : wijk_arena_text_part(arena, *line, length, err);
  *line += length + ((*line)[length] == ',');
  return cell;
}

/* The names of one line behind `*at`, which moves there; false at the end. A line without names gives NULL. */
static bool next_pair(const char **at, wijk_arena *arena, const char **field, const char **name, wijk_error *err) {
  const char *line = strchr(*at, '\n');
  if (!line || err->status != WIJK_OK)
    return false;
  *at = ++line;
  *field = next_cell(arena, &line, err);
  *name = *field ? next_cell(arena, &line, err) : NULL;
  if (*name && (!**name || !wijk_text_is_utf8(*name, strlen(*name))))
    *name = NULL;
  return true;
}

wijk_status shapefile_names_read(wijk_reading *reading, const char **names, wijk_error *err) {
  static const char header[] = "field,name,";
  wijk_file file;
  const char *path = wijk_path_beside(reading->source->path, ".fields.csv", reading->arena, err);
  *names = NULL;
  if (!path || !wijk_file_exists(path))
    return err->status;
  if (wijk_file_open(path, &file, err) != WIJK_OK)
    return err->status;
  if (file.length >= sizeof header && memcmp(file.bytes, header, sizeof header - 1) == 0)
    *names = wijk_arena_text_part(reading->arena, (const char *)file.bytes, file.length, err);
  wijk_file_close(&file);
  return err->status;
}

const char *shapefile_whole_name(const char *names, const char *field, wijk_arena *arena, wijk_error *err) {
  const char *cut, *name;
  while (names && next_pair(&names, arena, &cut, &name, err))
    if (name && wijk_text_same(cut, field))
      return name;
  return NULL;
}

wijk_status shapefile_names_restore(wijk_reading *reading, const char *names, wijk_error *err) {
  const char *field, *name;
  size_t restored = 0;
  while (names && next_pair(&names, reading->arena, &field, &name, err)) {
    wijk_column *column = name ? wijk_layer_find(reading->layer, field) : NULL;
    if (!column || wijk_layer_find(reading->layer, name))
      continue;
    column->name = name;
    restored++;
  }
  return restored && err->status == WIJK_OK
             ? wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "names-restored", NULL, NULL, err,
                                "%zu cut field names are whole again, by its .fields.csv", restored)
             : err->status;
}
