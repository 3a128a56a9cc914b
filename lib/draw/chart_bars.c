/* SPDX-License-Identifier: EUPL-1.2 */
/* Load against norm: a bar for each zone, from the heaviest to the lightest, its part over the norm hatched. */
#include "draw/chart_bars.h"
#include "base/sort.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

/* ---- values ---- */

static wijk_status check_value(const bars *b, const wijk_column *column, size_t row, wijk_error *err) {
  double value = column->numbers[row];
  const wijk_layer *zones = b->request->zones;
  if (value >= 0 && value <= AXIS_MOST)
    return WIJK_OK;
  char digits[WIJK_NUMBER_SIZE];
  wijk_number_write(value, digits);
  return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s %s is no load or norm", zones->name,
                        zones->source_rows ? zones->source_rows[row] : row + 1, column->name, digits);
}

static wijk_status collect(bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const wijk_column *water = wijk_layer_find_role(r->zones, "water");
  const size_t rows = r->zones->row_count;
  bar *found = WIJK_ARENA_ADD(b->c->arena, bar, rows, err);
  double *order_by = WIJK_ARENA_ADD(b->c->arena, double, rows, err);
  size_t *order = WIJK_ARENA_ADD(b->c->arena, size_t, rows, err);
  b->all = WIJK_ARENA_ADD(b->c->arena, bar, rows, err);
  if (!found || !order_by || !order || !b->all)
    return WIJK_MEMORY;
  for (size_t row = 0; row < rows; row++) {
    if (shade_is_water(water, row))
      continue;
    if (!wijk_column_has(r->column, row)) {
      b->missing_count++;
      continue;
    }
    const bool normed = r->norm && wijk_column_has(r->norm, row);
    if (check_value(b, r->column, row, err) != WIJK_OK || (normed && check_value(b, r->norm, row, err) != WIJK_OK))
      return err->status;
    bar *one = &found[b->count];
    *one = (bar){.row = row, .load = r->column->numbers[row], .norm = normed ? r->norm->numbers[row] : NAN};
    one->zone_class = r->zone_class ? r->zone_class->texts[row] : NULL;
    one->value = chart_number(b->c, one->load, 1, err);
    order_by[b->count++] = -one->load;
    b->norm_missing += r->norm && !normed;
    b->over_count += one->load > one->norm;
    b->most = fmax(b->most, normed ? fmax(one->load, one->norm) : one->load);
  }
  if (b->count == 0)
    return wijk_error_set(err, WIJK_DATA, "no zone of '%s' has a value of %s", r->zones->name, r->column->name);
  if (wijk_sort_numbers(b->count, order_by, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < b->count; i++)
    b->all[i] = found[order[i]];
  return WIJK_OK;
}

/* ---- legend ---- */

draw_style bars_class_style(const draw_theme *theme, const char *zone_class, size_t number) {
  draw_style style = {.fill = ink_of(theme->paper), .hatch = theme_zoning(theme, zone_class, number)};
  style.hatch.spacing_mm *= 0.5;
  style.hatch.width_mm *= 0.8;
  return style;
}

static wijk_status fill_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                               wijk_error *err) {
  const bars *b = context;
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  legend_block *load = &blocks[0];
  *load = (legend_block){.heading = r->title, .row_count = 1};
  load->rows[0] = (legend_row){.swatch = SWATCH_AREA,
                               .style = theme->bar,
                               .label = !r->norm ? (dutch ? "per gebied" : "by area")
                                        : dutch  ? "tot de norm"
                                                 : "up to the norm"};
  if (b->over_count > 0)
    load->rows[load->row_count++] =
        (legend_row){.swatch = SWATCH_AREA, .style = theme->over, .label = dutch ? "boven de norm" : "over the norm"};
  if (r->norm)
    load->notes[0] = dutch ? "dwarsstreep: de norm" : "mark across: the norm";
  *count = 1;
  if (b->classes.count == 0)
    return err->status;
  legend_block *zoning = &blocks[(*count)++];
  *zoning = (legend_block){.heading = dutch ? "Zonering" : "Zoning",
                           .count_headings = {zones_noun(r->zones, dutch, false)},
                           .count_columns = 1};
  for (size_t k = 0; k < b->classes.count; k++)
    if (b->classes.members[k] > 0)
      zoning->rows[zoning->row_count++] =
          (legend_row){.swatch = SWATCH_AREA,
                       .style = bars_class_style(theme, b->classes.names[k], k),
                       .label = b->classes.names[k],
                       .counts = {grouped_number((double)b->classes.members[k], 0, dutch, b->c->arena, err)}};
  return err->status;
}

/* The classes of the zones that have a bar, as the map's legend has them. */
static wijk_status find_classes(bars *b, wijk_error *err) {
  if (!b->request->zone_class)
    return WIJK_OK;
  wijk_map_request zoning = {.zoning = b->request->zones, .zoning_class = b->request->zone_class};
  if (zoning_find(&zoning, &b->classes, err) != WIJK_OK)
    return err->status;
  memset(b->classes.members, 0, sizeof b->classes.members);
  for (size_t i = 0; i < b->count; i++)
    for (size_t k = 0; k < b->classes.count && b->all[i].zone_class; k++)
      b->classes.members[k] += strcmp(b->classes.names[k], b->all[i].zone_class) == 0;
  return WIJK_OK;
}

/* ---- words ---- */

static const char *number_of(const bars *b, size_t i) {
  return b->all[i].value;
}

/* "Plaatsen per 1.000 inwoners, per wijk (21 wijken): het hoogst in Cool (37,3), het laagst in …; 8 wijken boven de
 * norm, het verst Cool (12,1 erboven)." */
static const char *describe(const bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  const char *high = zone_called(r->zones, b->all[0].row), *low = zone_called(r->zones, b->all[b->count - 1].row);
  wijk_text text = {0};
  wijk_text_add_format(&text,
                       dutch ? "%s, per %s (%zu %s): het hoogst in %s (%s)" : "%s, by %s (%zu %s): highest in %s (%s)",
                       r->title, zones_noun(r->zones, dutch, true), b->count,
                       zones_noun(r->zones, dutch, b->count == 1), high ? high : "?", number_of(b, 0));
  if (b->count > 1)
    wijk_text_add_format(&text, dutch ? ", het laagst in %s (%s)" : ", lowest in %s (%s)", low ? low : "?",
                         number_of(b, b->count - 1));
  if (r->norm) {
    size_t worst = 0;
    for (size_t i = 1; i < b->count; i++)
      if (b->all[i].load - b->all[i].norm > b->all[worst].load - b->all[worst].norm || isnan(b->all[worst].norm))
        worst = i;
    wijk_text_add_format(&text, dutch ? "; %zu %s boven de norm" : "; %zu %s over the norm", b->over_count,
                         zones_noun(r->zones, dutch, b->over_count == 1));
    const char *name = zone_called(r->zones, b->all[worst].row);
    if (b->over_count > 0)
      wijk_text_add_format(&text, dutch ? ", het verst %s (%s erboven)" : ", furthest %s (%s over it)",
                           name ? name : "?", chart_number(b->c, b->all[worst].load - b->all[worst].norm, 1, err));
  }
  if (b->missing_count > 0)
    wijk_text_add_format(&text, dutch ? "; van %zu %s is niets bekend" : "; nothing is known of %zu %s",
                         b->missing_count, zones_noun(r->zones, dutch, b->missing_count == 1));
  wijk_text_add(&text, ".");
  return chart_keep(b->c, &text, err);
}

static const char *note_of(const bars *b, wijk_error *err) {
  const wijk_chart_load *r = b->request;
  const bool dutch = b->c->dutch;
  wijk_text text = {0};
  if (b->shown < b->count)
    wijk_text_add_format(
        &text, dutch ? "Nog %zu %s met minder passen hier niet. " : "%zu more %s with less find no room here. ",
        b->count - b->shown, zones_noun(r->zones, dutch, b->count - b->shown == 1));
  if (b->missing_count > 0)
    wijk_text_add_format(&text, dutch ? "Zonder gegevens: %zu %s. " : "Without data: %zu %s. ", b->missing_count,
                         zones_noun(r->zones, dutch, b->missing_count == 1));
  if (b->norm_missing > 0)
    wijk_text_add_format(&text, dutch ? "Zonder norm: %zu %s." : "Without a norm: %zu %s.", b->norm_missing,
                         zones_noun(r->zones, dutch, b->norm_missing == 1));
  return text.bytes || text.failed ? chart_keep(b->c, &text, err) : NULL;
}

static wijk_status make(bars *b, wijk_chart_result *result, wijk_error *err) {
  const double aspect = 0.75; /* names and bars below each other: an upright page */
  if (collect(b, err) != WIJK_OK || find_classes(b, err) != WIJK_OK)
    return err->status;
  axis_compute(0, b->most, 6, false, &b->axis);
  for (int pass = 0; pass < 2; pass++) { /* how many fit says what stands below, and that takes room */
    b->c->note = pass == 0 ? " " : note_of(b, err);
    if (chart_begin(b->c, aspect, fill_legend, b, err) != WIJK_OK || bars_arrange(b, err) != WIJK_OK)
      return err->status;
  }
  const char *text = describe(b, err);
  if (bars_draw(b, err) != WIJK_OK || !text)
    return err->status;
  result->missing_count = b->missing_count;
  result->left_out_count = b->count - b->shown;
  return chart_finish(b->c, b->request->title, text, result, err);
}

wijk_status wijk_chart_draw_load(const wijk_chart_load *request, wijk_arena *arena, wijk_chart_result *result,
                                 wijk_error *err) {
  wijk_chart_result made;
  chart c;
  bars b = {.c = &c, .request = request};
  if (chart_open(request->page, arena, &c, &made, err) != WIJK_OK)
    return err->status;
  if (make(&b, &made, err) == WIJK_OK)
    *result = made;
  pen_close(c.pen);
  return err->status;
}
