/* SPDX-License-Identifier: EUPL-1.2 */
/* What the columns of a GeoPackage are called: the field aliases of the style that travels in it, as QGIS and our own
 * files have them. Aliases are a courtesy: what cannot be understood is passed over. */
#include "read/geopackage.h"

#include <string.h>

#define TITLE_MOST 300 /* bytes */

typedef struct titles {
  wijk_layer *layer;
  geopackage_language language;
  wijk_error *err;
} titles;

/* The value of an attribute of the element that starts at `element` and ends before `end`, without its escapes. False
 * when it is not there, or not plain. */
static bool read_attribute(const char *element, const char *end, const char *name, char value[TITLE_MOST]) {
  static const struct {
    const char *escape;
    char letter;
  } escapes[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};
  const char *c = strstr(element, name);
  size_t length = 0;
  if (!c || c >= end)
    return false;
  for (c += strlen(name); c < end && *c != '"' && length + 1 < TITLE_MOST; length++) {
    size_t step = 1, known = 0;
    value[length] = *c;
    for (; *c == '&' && known < sizeof escapes / sizeof *escapes && step == 1; known++)
      if (strncmp(c, escapes[known].escape, strlen(escapes[known].escape)) == 0) {
        step = strlen(escapes[known].escape);
        value[length] = escapes[known].letter;
      }
    if ((*c == '&' && step == 1) || (unsigned char)*c < ' ')
      return false;
    c += step;
  }
  value[length] = '\0';
  return c < end && *c == '"' && wijk_text_is_utf8(value, length);
}

static void set_title(const titles *t, const char *field, const char *title) {
  wijk_column *column = wijk_layer_find(t->layer, field);
  if (!column || !title[0] || column->title_nl || column->title_en)
    return;
  const char *copy = wijk_arena_text(t->layer->arena, title, t->err);
  column->title_nl = t->language == LANGUAGE_ENGLISH ? NULL : copy;
  column->title_en = t->language == LANGUAGE_DUTCH ? NULL : copy;
}

static bool take_style(void *who, size_t first, const sql_cell *cells, size_t count) {
  const titles *t = who;
  char field[TITLE_MOST], title[TITLE_MOST];
  (void)first, (void)count;
  if (cells[0].type != SQL_TEXT)
    return false;
  for (const char *c = cells[0].bytes; (c = strstr(c, "<alias ")) && t->err->status == WIJK_OK; c++) {
    const char *end = strchr(c, '>');
    if (end && read_attribute(c, end, " field=\"", field) && read_attribute(c, end, " name=\"", title))
      set_title(t, field, title);
  }
  return false;
}

wijk_status geopackage_read_titles(wijk_layer *layer, database *d, const char *table, geopackage_language language,
                                   wijk_error *err) {
  titles t = {layer, language, err};
  wijk_text sql = {0};
  wijk_text_add(&sql, "SELECT styleQML FROM layer_styles WHERE f_table_name = ");
  geopackage_quote(&sql, table, '\'');
  wijk_text_add(&sql, " COLLATE NOCASE ORDER BY useAsDefault DESC, id LIMIT 1");
  if (wijk_text_check(&sql, err) == WIJK_OK && database_understands(d, sql.bytes))
    database_query(d, sql.bytes, take_style, &t, err);
  wijk_text_free(&sql);
  return err->status;
}
