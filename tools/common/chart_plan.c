/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/chart_plan.h"

#include <string.h>

#include "common/chart_table.h"

/* ---- parse ---- */

/* Which of the program's options say something about a chart, and about which of them ("demand", "lorenz", "load"). */
static const struct {
  const char *option, *charts; /* NULL = all */
} fitting[] = {{"output", NULL},
               {"chart", NULL},
               {"title", NULL},
               {"subtitle", NULL},
               {"source", NULL},
               {"size", NULL},
               {"dpi", NULL},
               {"theme", NULL},
               {"alt-text", NULL},
               {"column", "lorenz load"},
               {"series", "lorenz"},
               {"legend", "lorenz load"},
               {"per", "lorenz"},
               {"norm-column", "load"},
               {"class-column", "load"},
               {"panels", "demand"},
               {"scenario", "demand"},
               {"form", "demand"}};

static wijk_status check_option(const run *run, const char *option, const char *chart, wijk_error *err) {
  if (!run_asked(run, option))
    return WIJK_OK;
  for (size_t i = 0; i < sizeof fitting / sizeof *fitting; i++)
    if (strcmp(fitting[i].option, option) == 0) {
      if (!fitting[i].charts || strstr(fitting[i].charts, chart))
        return WIJK_OK;
      wijk_error_set(err, WIJK_USAGE, "--%s says nothing about a chart of %s", option, chart);
      return wijk_error_hint(err, "it is for --chart %s",
                             strcmp(fitting[i].charts, "lorenz load") == 0 ? "lorenz or load" : fitting[i].charts);
    }
  wijk_error_set(err, WIJK_USAGE, "--%s is for maps, not for a --chart", option);
  return wijk_error_hint(err, "leave one of the two out");
}

static wijk_status check_options(const run *run, const char *chart, wijk_error *err) {
  static const char *const of_points[] = {"facilities", "zoning", "status"};
  for (const option *o = run->program->options; o->name; o++)
    if (check_option(run, o->name, chart, err) != WIJK_OK)
      return err->status;
  for (size_t i = 0; i < sizeof of_points / sizeof *of_points; i++)
    if (check_option(run, of_points[i], chart, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

wijk_status chart_plan_parse(run *run, chart_plan *plan, map_plan *page, wijk_error *err) {
  const char *chart = run_text(run, "chart");
  plan->kind = strcmp(chart, "demand") == 0 ? CHART_DEMAND : strcmp(chart, "lorenz") == 0 ? CHART_LORENZ : CHART_LOAD;
  if (check_options(run, chart, err) != WIJK_OK)
    return err->status;
  if (plan->kind == CHART_LORENZ && map_columns_ask(run, &page->columns, err) != WIJK_OK)
    return err->status;
  if (page->columns.difference) {
    wijk_error_set(err, WIJK_USAGE, "a difference is no amount to divide");
    return wijk_error_hint(err, "name the columns of the curves with --series");
  }
  page->legend = run_text(run, "legend");
  if (page->columns.series) { /* several curves have titles of their own */
    if (map_columns_list(run, "series", &page->columns, err) != WIJK_OK)
      return err->status;
    if (run_asked(run, "legend"))
      return wijk_error_set(err, WIJK_USAGE, "--legend names one curve; write --series FIELD=TITLE,FIELD=TITLE");
    page->legend = NULL;
  }
  return map_plan_page(run, page, err);
}

/* ---- load ---- */

/* "0,21 per bewoner" cannot be added up: a Lorenz curve divides amounts. */
static wijk_status check_amounts(const map_columns *columns, wijk_error *err) {
  for (size_t k = 0; k < columns->count; k++) {
    const wijk_column *column = columns->columns[k];
    if (column->type != WIJK_COLUMN_NUMBER)
      return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no numbers", column->name);
    const char *name = column->name, *parts = strstr(name, "__");
    const size_t length = parts ? (size_t)(parts - name) : strlen(name);
    const char *rates[] = {"_per_", "_share", "_pct"};
    for (size_t r = 0; r < 3; r++) {
      const char *found = strstr(name, rates[r]);
      if (!found || (size_t)(found - name) >= length)
        continue;
      wijk_error_set(err, WIJK_USAGE, "column '%s' is a rate: a Lorenz curve divides amounts", name);
      return wijk_error_hint(err, "name the amount, as places_count; --per says over whom it is divided");
    }
  }
  return WIJK_OK;
}

/* "zorg_plaatsen" as words. */
static const char *as_words(run *run, const char *name, wijk_error *err) {
  char *words = wijk_arena_text(run->arena, name, err);
  for (char *at = words; at && *at; at++)
    *at = *at == '_' ? ' ' : *at;
  return words;
}

static wijk_status load_lorenz(run *run, chart_plan *plan, map_plan *page, wijk_layer *zones, wijk_error *err) {
  const map_columns *columns = &page->columns;
  const char *per = run_text(run, "per");
  const wijk_column *weight = NULL;
  const char **titles = WIJK_ARENA_ADD(run->arena, const char *, columns->count, err);
  if (!titles || check_amounts(columns, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < columns->count; k++)
    titles[k] = page->legend ? page->legend : map_columns_title(columns, k, run_dutch(run));
  if (!per)
    weight = wijk_layer_find_role(zones, "residents");
  else if (strcmp(per, "zones") != 0) {
    map_columns asked = {.names = &per, .name_count = 1};
    if (map_columns_find(run, zones, zones, &asked, err) != WIJK_OK)
      return err->status;
    weight = asked.columns[0];
  }
  if (weight && weight->type != WIJK_COLUMN_NUMBER)
    return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no numbers", weight->name);
  for (size_t k = 0; k < columns->count && weight; k++)
    if (columns->columns[k] == weight) {
      wijk_error_set(err, WIJK_USAGE, "column '%s' cannot be divided over itself", weight->name);
      return wijk_error_hint(err, "say --per zones, for each zone as heavy, or name another field");
    }
  const bool residents = weight && weight->role && strcmp(weight->role, "residents") == 0;
  plan->lorenz = (wijk_chart_lorenz){.page = &page->request,
                                     .zones = zones,
                                     .columns = columns->columns,
                                     .titles = titles,
                                     .count = columns->count,
                                     .weight = weight,
                                     .weight_title = residents ? (run_dutch(run) ? "inwoners" : "residents")
                                                     : weight  ? as_words(run, weight->name, err)
                                                               : NULL};
  return err->status;
}

static wijk_status load_norm(run *run, chart_plan *plan, map_plan *page, wijk_layer *zones, const wijk_layer *whole,
                             wijk_error *err) {
  const char *names[] = {run_text(run, "column"), run_text(run, "norm-column")};
  map_columns found = {.names = names, .name_count = 2};
  names[0] = names[0] ? names[0] : "places_per_1000";
  if (!run_asked(run, "norm-column") && !wijk_layer_find(whole, names[1])) {
    wijk_error_set(err, WIJK_USAGE, "the zones have no norm: no column '%s'", names[1]);
    return wijk_error_hint(err, "let wijk-metrics write norm_per_1000, or name a column with --norm-column");
  }
  if (map_columns_find(run, zones, whole, &found, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < 2; k++)
    if (found.columns[k]->type != WIJK_COLUMN_NUMBER)
      return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no numbers", found.columns[k]->name);
  const char *class_name = run_text(run, "class-column");
  const wijk_column *zone_class = wijk_layer_find(zones, class_name);
  if (!zone_class && run_asked(run, "class-column"))
    return wijk_error_set(err, WIJK_USAGE, "the zones have no column '%s'", class_name);
  if (zone_class && !zone_class->texts)
    return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no words to name classes", zone_class->name);
  plan->load = (wijk_chart_load){.page = &page->request,
                                 .zones = zones,
                                 .column = found.columns[0],
                                 .title = page->legend ? page->legend : map_columns_title(&found, 0, run_dutch(run)),
                                 .norm = found.columns[1],
                                 .zone_class = zone_class};
  return WIJK_OK;
}

static wijk_status load_zones(run *run, chart_plan *plan, map_plan *page, wijk_error *err) {
  wijk_layer *whole, *passed;
  if (map_plan_zones(run, &whole, &passed, err) != WIJK_OK)
    return err->status;
  if (plan->kind == CHART_LOAD)
    return load_norm(run, plan, page, passed, whole, err);
  if (map_columns_find(run, passed, whole, &page->columns, err) != WIJK_OK)
    return err->status;
  return load_lorenz(run, plan, page, passed, err);
}

wijk_status chart_plan_load(run *run, chart_plan *plan, map_plan *page, wijk_error *err) {
  if (!run_operand(run)) {
    wijk_error_set(err, WIJK_USAGE, "nothing to draw");
    return wijk_error_hint(err,
                           plan->kind == CHART_DEMAND
                               ? "name a table with a row for each year, as in wijk-map forecast.csv --chart demand"
                               : "name a layer of zones, as in wijk-map metrics.gpkg --chart load");
  }
  plan->demand.page = &page->request;
  if ((plan->kind == CHART_DEMAND ? chart_table_load(run, &plan->demand, err) : load_zones(run, plan, page, err)) !=
      WIJK_OK)
    return err->status;
  return map_plan_sources(run, page, err);
}

/* ---- draw ---- */

wijk_status chart_plan_draw(const chart_plan *plan, wijk_arena *arena, wijk_chart_result *result, wijk_error *err) {
  switch (plan->kind) {
  case CHART_DEMAND:
    return wijk_chart_draw_demand(&plan->demand, arena, result, err);
  case CHART_LORENZ:
    return wijk_chart_draw_lorenz(&plan->lorenz, arena, result, err);
  default:
    return wijk_chart_draw_load(&plan->load, arena, result, err);
  }
}

wijk_status chart_plan_note(run *run, const chart_plan *plan, const wijk_chart_result *chart, wijk_error *err) {
  const bool years = plan->kind == CHART_DEMAND;
  const size_t missing = chart->missing_count, left_out = chart->left_out_count;
  if (missing > 0 &&
      wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "chart-missing"}, err,
                              "%zu %s no value, and %s missing from the chart", missing,
                              years ? wijk_plural(missing, "year of a line has", "years of lines have")
                                    : wijk_plural(missing, "zone has", "zones have"),
                              wijk_plural(missing, "is", "are")) != WIJK_OK)
    return err->status;
  if (left_out > 0)
    return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "chart-left-out"},
                                   err, "%zu %s no room in the chart; give a larger --size", left_out,
                                   wijk_plural(left_out, "zone finds", "zones find"));
  return WIJK_OK;
}
