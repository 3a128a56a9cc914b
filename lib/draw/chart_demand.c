/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand against places over the years: page, legend, and the words that say what is seen. */
#include "draw/chart_lines.h"
#include <math.h>

const char *lines_demand_title(const wijk_chart_demand *request) {
  return request->demand_title ? request->demand_title : request->page->dutch ? "vraag" : "demand";
}

const char *lines_places_title(const wijk_chart_demand *request) {
  return request->places_title ? request->places_title : request->page->dutch ? "plaatsen" : "places";
}

static int year_at(const lines_table *table, size_t y) {
  return (int)table->first_year + (int)(y * table->year_step);
}

/* ---- legend ---- */

typedef struct demand_legend {
  const wijk_chart_demand *request;
  const lines_table *table;
  wijk_arena *arena;
} demand_legend;

/* Which sides of the line are shaded in any panel; none where a panel has several lines. */
static void find_sides(const lines_table *table, bool *shortage, bool *spare) {
  *shortage = *spare = false;
  for (size_t p = 0; p < table->panel_count; p++) {
    const lines_one *line = &table->panels[p].lines[0];
    for (size_t y = 0; y < table->year_count && table->panels[p].line_count == 1; y++) {
      *shortage = *shortage || line->demand[y] > line->places[y];
      *spare = *spare || line->demand[y] < line->places[y];
    }
  }
}

static void add_block(legend_block *blocks, size_t *count, const draw_style *style, const char *label) {
  blocks[*count] = (legend_block){.row_count = 1};
  blocks[(*count)++].rows[0] = (legend_row){.swatch = SWATCH_AREA, .style = *style, .label = label};
}

/* Lines bear their names; only areas need a legend. */
static wijk_status fill_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                               wijk_error *err) {
  const demand_legend *l = context;
  const bool dutch = l->request->page->dutch;
  const char *demand = lines_demand_title(l->request), *places = lines_places_title(l->request);
  bool shortage, spare;
  find_sides(l->table, &shortage, &spare);
  const char *above =
      wijk_arena_format(l->arena, err, dutch ? "tekort: %s boven %s" : "short: %s above %s", demand, places);
  const char *below =
      wijk_arena_format(l->arena, err, dutch ? "ruimte: %s onder %s" : "spare: %s below %s", demand, places);
  *count = 0;
  if (!above || !below)
    return err->status;
  if (shortage)
    add_block(blocks, count, &theme->shortage, above);
  if (spare)
    add_block(blocks, count, &theme->spare, below);
  if (l->table->band)
    add_block(blocks, count, &theme->band,
              dutch ? "8 van de 10 trekkingen (p10 tot p90)" : "8 of 10 draws (p10 to p90)");
  return WIJK_OK;
}

/* ---- words ---- */

static void add_amount(const chart *c, double value, wijk_text *text, wijk_error *err) {
  wijk_text_add(text, chart_number(c, value, 1, err));
}

static void add_gap(const chart *c, double gap, wijk_text *text, wijk_error *err) {
  if (isnan(gap) || gap == 0)
    return;
  const char *words = gap > 0 ? (c->dutch ? " (tekort " : " (short ") : c->dutch ? " (ruimte " : " (spare ";
  wijk_text_add(text, words);
  add_amount(c, fabs(gap), text, err);
  wijk_text_add(text, ")");
}

/* "opvang: vraag 2.117 in 2026 en 2.480 in 2035, plaatsen 2.150 en 2.150 (tekort 330)" */
static void tell_line(const chart *c, const lines_table *table, const wijk_chart_demand *request,
                      const lines_panel *panel, const lines_one *line, wijk_text *text, wijk_error *err) {
  const char *and = c->dutch ? " en " : " and ";
  size_t first = 0, last = table->year_count;
  while (first < table->year_count && isnan(line->demand[first]))
    first++;
  while (last > first && isnan(line->demand[last - 1]))
    last--;
  if (panel->name)
    wijk_text_add_format(text, "%s: ", panel->name);
  if (panel->line_count > 1 && line->name)
    wijk_text_add_format(text, "%s, ", line->name);
  if (last == first) {
    wijk_text_add_format(text, c->dutch ? "%s niet bekend" : "%s not known", lines_demand_title(request));
    return;
  }
  wijk_text_add_format(text, "%s ", lines_demand_title(request));
  add_amount(c, line->demand[first], text, err);
  wijk_text_add_format(text, " in %d", year_at(table, first));
  if (--last > first) {
    wijk_text_add(text, and);
    add_amount(c, line->demand[last], text, err);
    wijk_text_add_format(text, " in %d", year_at(table, last));
  }
  if (isnan(line->places[first]) || isnan(line->places[last]))
    return;
  wijk_text_add_format(text, ", %s ", lines_places_title(request));
  add_amount(c, line->places[first], text, err);
  if (last > first) {
    wijk_text_add(text, and);
    add_amount(c, line->places[last], text, err);
  }
  add_gap(c, line->demand[last] - line->places[last], text, err);
}

static const char *name_of(const wijk_chart_demand *request, wijk_arena *arena, wijk_error *err) {
  const char *demand = lines_demand_title(request);
  if (!request->places)
    return demand;
  return wijk_arena_format(arena, err, request->page->dutch ? "%s en %s" : "%s and %s", demand,
                           lines_places_title(request));
}

static const char *describe(const chart *c, const lines_table *table, const wijk_chart_demand *request,
                            wijk_error *err) {
  wijk_text text = {0};
  const char *name = name_of(request, c->arena, err);
  wijk_text_add_format(&text, c->dutch ? "%s per jaar, %d tot en met %d. " : "%s by year, %d to %d. ", name ? name : "",
                       year_at(table, 0), year_at(table, table->year_count - 1));
  for (size_t p = 0; p < table->panel_count; p++)
    for (size_t k = 0; k < table->panels[p].line_count; k++) {
      wijk_text_add(&text, p + k > 0 ? "; " : "");
      tell_line(c, table, request, &table->panels[p], &table->panels[p].lines[k], &text, err);
    }
  wijk_text_add(&text, ".");
  if (table->missing)
    wijk_text_add_format(&text, c->dutch ? " Zonder gegevens: %s." : " Without data: %s.", table->missing);
  return chart_keep(c, &text, err);
}

/* What the picture does not hold, or hides: a flat line on the axis, and forms that make up for each other in a sum. */
static const char *note_of(const wijk_chart_demand *request, const lines_table *table, const chart *c,
                           wijk_error *err) {
  const char *name = name_of(request, c->arena, err);
  wijk_text text = {0};
  if (table->most == 0)
    wijk_text_add(&text, c->dutch ? "Alle waarden zijn 0. " : "All values are 0. ");
  if (table->summed && table->places)
    wijk_text_add(&text, c->dutch
                             ? "Woonvormen samen: ruimte in de ene telt tegen tekort in de andere. "
                             : "All forms together: what is spare in one counts against what is short in another. ");
  if (table->missing && name)
    wijk_text_add_format(&text, c->dutch ? "Zonder gegevens (%s): %s." : "Without data (%s): %s.", name,
                         table->missing);
  return text.bytes || text.failed ? chart_keep(c, &text, err) : NULL;
}

static wijk_status make(chart *c, const wijk_chart_demand *request, wijk_chart_result *result, wijk_error *err) {
  lines_table table;
  if (lines_compute(request, c->arena, &table, err) != WIJK_OK)
    return err->status;
  demand_legend legend = {request, &table, c->arena};
  c->note = note_of(request, &table, c, err);
  if (err->status != WIJK_OK || chart_begin(c, 1.4, fill_legend, &legend, err) != WIJK_OK ||
      lines_draw(c, request, &table, err) != WIJK_OK)
    return err->status;
  const char *text = describe(c, &table, request, err), *name = name_of(request, c->arena, err);
  if (!text || !name)
    return err->status;
  result->missing_count = table.missing_count;
  return chart_finish(c, name, text, result, err);
}

wijk_status wijk_chart_draw_demand(const wijk_chart_demand *request, wijk_arena *arena, wijk_chart_result *result,
                                   wijk_error *err) {
  wijk_chart_result made;
  chart c;
  if (chart_open(request->page, arena, &c, &made, err) != WIJK_OK)
    return err->status;
  if (make(&c, request, &made, err) == WIJK_OK)
    *result = made;
  pen_close(c.pen);
  return err->status;
}
