/* SPDX-License-Identifier: EUPL-1.2 */
/* The style that QGIS applies by itself: titles as field aliases, and the classes and colours of the map as rules,
 * since only rules can draw what has no value. */
#include <stdio.h>
#include <string.h>

#include "write/format.h"

static void add_option(wijk_text *qml, const char *name, const char *value) {
  wijk_text_add(qml, "<Option type=\"QString\" name=\"");
  wijk_text_add_xml(qml, name);
  wijk_text_add(qml, "\" value=\"");
  wijk_text_add_xml(qml, value);
  wijk_text_add(qml, "\"/>");
}

/* "#rrggbb" as "r,g,b,255", which is how QGIS 3.22 spells a colour. */
static void add_colour(wijk_text *qml, const char *name, const char *colour) {
  unsigned parts[3] = {204, 204, 204};
  for (int i = 0; colour && strlen(colour) == 7 && i < 3; i++) {
    parts[i] = 0;
    for (int k = 1; k <= 2; k++) {
      static const char digits[] = "0123456789abcdef";
      char c = colour[i * 2 + k], lower = c >= 'A' && c <= 'F' ? (char)(c - 'A' + 'a') : c;
      const char *found = strchr(digits, lower);
      parts[i] = parts[i] * 16 + (found && *found ? (unsigned)(found - digits) : 0);
    }
  }
  char value[32];
  snprintf(value, sizeof value, "%u,%u,%u,255", parts[0], parts[1], parts[2]);
  add_option(qml, name, value);
}

static void open_symbol(wijk_text *qml, size_t number, const char *type, const char *kind) {
  wijk_text_add_format(qml,
                       "<symbol name=\"%zu\" type=\"%s\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"><layer "
                       "class=\"%s\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">",
                       number, type, kind);
}

static void close_symbol(wijk_text *qml) {
  wijk_text_add(qml, "</Option></layer></symbol>");
}

static void add_symbol(wijk_text *qml, wijk_geometry_type type, size_t number, const char *colour) {
  if (type == WIJK_GEOMETRY_POINT) {
    open_symbol(qml, number, "marker", "SimpleMarker");
    add_option(qml, "name", "circle");
    add_option(qml, "size", "2.4");
    add_option(qml, "size_unit", "MM");
    add_colour(qml, "outline_color", "#ffffff");
    add_option(qml, "outline_width", "0.2");
    add_colour(qml, "color", colour ? colour : "#1f4e79");
  } else if (type == WIJK_GEOMETRY_LINE) {
    open_symbol(qml, number, "line", "SimpleLine");
    add_option(qml, "line_width", "0.4");
    add_colour(qml, "line_color", colour ? colour : "#666666");
  } else {
    open_symbol(qml, number, "fill", "SimpleFill");
    add_colour(qml, "color", colour ? colour : "#f2f2f2");
    add_option(qml, "style", "solid");
    add_colour(qml, "outline_color", "#666666");
    add_option(qml, "outline_width", "0.15");
    add_option(qml, "outline_width_unit", "MM");
    add_option(qml, "outline_style", "solid");
  }
  close_symbol(qml);
}

/* Never the colour of a value: grey hatching for areas, a hollow grey mark for the rest. */
static void add_symbol_of_nothing(wijk_text *qml, wijk_geometry_type type, size_t number) {
  if (type != WIJK_GEOMETRY_POLYGON) {
    add_symbol(qml, type, number, "#bdbdbd");
    return;
  }
  open_symbol(qml, number, "fill", "SimpleFill");
  add_colour(qml, "color", "#969696");
  add_option(qml, "style", "b_diagonal");
  add_colour(qml, "outline_color", "#666666");
  add_option(qml, "outline_width", "0.15");
  add_option(qml, "outline_width_unit", "MM");
  add_option(qml, "outline_style", "solid");
  close_symbol(qml);
}

/* "name" as a QGIS expression; a text in quotes as one. */
static void add_quoted(wijk_text *expression, const char *text, char quote) {
  wijk_text_add_part(expression, &quote, 1);
  for (; *text; text++) {
    if (*text == quote)
      wijk_text_add_part(expression, &quote, 1);
    else if (*text == '\\' && quote == '\'')
      wijk_text_add(expression, "\\");
    wijk_text_add_part(expression, text, 1);
  }
  wijk_text_add_part(expression, &quote, 1);
}

static void add_condition(wijk_text *expression, const wijk_style *style, size_t k) {
  add_quoted(expression, style->column, '"');
  if (!style->breaks) {
    wijk_text_add(expression, " = ");
    add_quoted(expression, style->values[k], '\'');
    return;
  }
  wijk_text_add(expression, " >= ");
  wijk_text_add_number(expression, style->breaks[k]);
  wijk_text_add(expression, " AND ");
  add_quoted(expression, style->column, '"');
  wijk_text_add(expression, k + 1 == style->class_count ? " <= " : " < ");
  wijk_text_add_number(expression, style->breaks[k + 1]);
}

static void add_rule(wijk_text *qml, size_t number, const char *filter, const char *label) {
  wijk_text_add_format(qml, "<rule key=\"{rule-%zu}\" symbol=\"%zu\" filter=\"", number, number);
  wijk_text_add_xml(qml, filter);
  wijk_text_add(qml, "\" label=\"");
  wijk_text_add_xml(qml, label);
  wijk_text_add(qml, "\"/>");
}

static void add_rules(const write_job *job, wijk_text *qml) {
  const wijk_style *style = job->style;
  wijk_geometry_type type = job->layer->geometry.type;
  wijk_text_add(qml, "<renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" enableorderby=\"0\" forceraster=\"0\">"
                     "<rules key=\"{rules}\">");
  for (size_t k = 0; k < style->class_count; k++) {
    wijk_text condition = {0};
    add_condition(&condition, style, k);
    add_rule(qml, k, condition.bytes, style->labels ? style->labels[k] : style->values ? style->values[k] : "");
    qml->failed |= condition.failed;
    wijk_text_free(&condition);
  }
  add_rule(qml, style->class_count, "ELSE", job->dutch ? "geen gegevens" : "no data");
  wijk_text_add(qml, "</rules><symbols>");
  for (size_t k = 0; k < style->class_count; k++)
    add_symbol(qml, type, k, style->colours[k]);
  add_symbol_of_nothing(qml, type, style->class_count);
  wijk_text_add(qml, "</symbols></renderer-v2>");
}

static void add_aliases(const write_job *job, wijk_text *qml) {
  wijk_text_add(qml, "<aliases>");
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    const char *title = column_title(column, job->dutch);
    /* The row number is the first field. */
    wijk_text_add_format(qml, "<alias index=\"%zu\" field=\"", c + 1);
    wijk_text_add_xml(qml, column->name);
    wijk_text_add(qml, "\" name=\"");
    wijk_text_add_xml(qml, strcmp(title, column->name) == 0 ? "" : title);
    wijk_text_add(qml, "\"/>");
  }
  wijk_text_add(qml, "</aliases>");
}

wijk_status qml_write(const write_job *job, wijk_text *qml, wijk_error *err) {
  wijk_geometry_type type = job->layer->geometry.type;
  bool thematic = job->style && job->style->column && wijk_layer_find(job->layer, job->style->column);
  wijk_text_add(qml, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\" "
                     "styleCategories=\"Symbology|Fields\">");
  if (type != WIJK_GEOMETRY_NONE && thematic) {
    add_rules(job, qml);
  } else if (type != WIJK_GEOMETRY_NONE) {
    wijk_text_add(qml, "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\" "
                       "forceraster=\"0\"><symbols>");
    add_symbol(qml, type, 0, NULL);
    wijk_text_add(qml, "</symbols></renderer-v2>");
  }
  add_aliases(job, qml);
  static const char *const codes[] = {"", "0", "1", "2"}; /* QGIS's own numbers of point, line and polygon */
  if (*codes[type])
    wijk_text_add_format(qml, "<layerGeometryType>%s</layerGeometryType>", codes[type]);
  wijk_text_add(qml, "</qgis>\n");
  return wijk_text_check(qml, err);
}
