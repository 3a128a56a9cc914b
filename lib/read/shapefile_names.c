/* SPDX-License-Identifier: EUPL-1.2 */
/* A Shapefile cuts field names at ten characters; the .fields.csv that our writer puts beside it says what they stand
 * for. With the whole names back a figure is known for what it is, by the gate of the public edition too. */
#include <string.h>

#include "read/file.h"
#include "read/reading.h"

/* One cell of a line, which it moves past; names of figures never need quotes, so a quoted cell gives none. */
static char *next_cell(wijk_arena *arena, const char **line, wijk_error *err) {
  size_t length = strcspn(*line, ",\r\n");
  char *cell = **line == '"' ? NULL : wijk_arena_text_part(arena, *line, length, err);
  *line += length + ((*line)[length] == ',');
  return cell;
}

static wijk_status restore(wijk_reading *reading, const char *text, wijk_error *err) {
  static const char header[] = "field,name,";
  size_t restored = 0;
  if (strncmp(text, header, sizeof header - 1) != 0)
    return WIJK_OK;
  for (const char *line = strchr(text, '\n'); line && err->status == WIJK_OK; line = strchr(line, '\n')) {
    line++;
    const char *at = line;
    const char *field = next_cell(reading->arena, &at, err), *name = field ? next_cell(reading->arena, &at, err) : NULL;
    wijk_column *column = name && *name ? wijk_layer_find(reading->layer, field) : NULL;
    if (!column || !wijk_text_is_utf8(name, strlen(name)) || wijk_layer_find(reading->layer, name))
      continue;
    column->name = name;
    restored++;
  }
  return restored ? wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "names-restored", NULL, NULL, err,
                                     "%zu cut field names are whole again, by its .fields.csv", restored)
                  : err->status;
}

wijk_status wijk_shapefile_restore_names(wijk_reading *reading, wijk_error *err) {
  wijk_file file;
  const char *path = wijk_path_beside(reading->source->path, ".fields.csv", reading->arena, err);
  if (!path || !wijk_file_exists(path))
    return err->status;
  if (wijk_file_open(path, &file, err) != WIJK_OK)
    return err->status;
  wijk_status status = restore(reading, (const char *)file.bytes, err);
  wijk_file_close(&file);
  return status;
}
