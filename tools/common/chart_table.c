/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/chart_table.h"

#include <math.h>
#include <string.h>

typedef enum table_role { YEAR, SCENARIO, FORM, DEMAND, PLACES, LOW, HIGH, ROLE_COUNT } table_role;

/* English and Dutch headers, first match wins; the role is what --field calls it. */
static const struct {
  const char *role;
  const char *names[5];
} roles[ROLE_COUNT] = {[YEAR] = {"year", {"jaar", "year"}},
                       [SCENARIO] = {"scenario", {"scenario"}},
                       [FORM] = {"form", {"woonvorm", "form"}},
                       [DEMAND] = {"demand", {"vraag", "demand"}},
                       [PLACES] = {"places", {"plaatsen", "places", "capaciteit", "capacity"}},
                       [LOW] = {"p10", {"p10", "vraag_p10", "demand_p10"}},
                       [HIGH] = {"p90", {"p90", "vraag_p90", "demand_p90"}}};

static wijk_status no_column(const wijk_layer *table, const char *role, const char *field, wijk_arena *arena,
                             wijk_error *err) {
  const char **names = WIJK_ARENA_ADD(arena, const char *, table->column_count + 1, err);
  wijk_text list = {0};
  for (size_t c = 0; c < table->column_count && names; c++) {
    names[c] = table->columns[c].name;
    wijk_text_add_format(&list, "%s%s", c > 0 ? ", " : "", names[c]);
  }
  if (!names)
    return err->status;
  const char *nearest = field ? wijk_text_find_nearest(field, names, table->column_count) : NULL;
  if (field)
    wijk_error_set(err, WIJK_USAGE, "'%s' has no field '%s' (asked for as %s)", table->name, field, role);
  else
    wijk_error_set(err, WIJK_USAGE, "'%s' has no column for the %s", table->name, role);
  if (nearest)
    wijk_error_hint(err, "did you mean '%s'?", nearest);
  else
    wijk_error_hint(err, "name one with --field %s=FIELD; its fields are: %s", role, list.bytes ? list.bytes : "none");
  wijk_text_free(&list);
  return err->status;
}

/* `*chosen` when --field or the study says which. */
static wijk_status find_column(run *run, const wijk_layer *table, const wijk_source *source, table_role role,
                               const wijk_column **column, bool *chosen, wijk_error *err) {
  *column = NULL;
  *chosen = false;
  for (size_t i = 0; i < source->choice_count; i++) {
    if (strcmp(source->choices[i].role, roles[role].role) != 0)
      continue;
    *chosen = true;
    *column = wijk_layer_find(table, source->choices[i].field);
    if (!*column)
      return no_column(table, roles[role].role, source->choices[i].field, run->arena, err);
  }
  for (size_t n = 0; n < 5 && !*column && roles[role].names[n]; n++)
    *column = wijk_layer_find(table, roles[role].names[n]);
  if (!*column && (role == YEAR || role == DEMAND))
    return no_column(table, roles[role].role, NULL, run->arena, err);
  return WIJK_OK;
}

static wijk_status numbers_of(run *run, const wijk_layer *table, const wijk_column *column, const double **numbers,
                              wijk_error *err) {
  *numbers = column->numbers;
  if (column->type == WIJK_COLUMN_NUMBER)
    return WIJK_OK;
  double *read = WIJK_ARENA_ADD(run->arena, double, table->row_count, err);
  for (size_t row = 0; row < table->row_count && read; row++) {
    const char *text = column->texts[row];
    read[row] = NAN;
    if (text && !wijk_number_read(text, strlen(text), &read[row]))
      return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s '%s' is not a number", table->name,
                            table->source_rows ? table->source_rows[row] : row + 1, column->name, text);
  }
  *numbers = read;
  return err->status;
}

/* Names of panels and lines: also numbers, as a scenario "2". */
static wijk_status texts_of(run *run, const wijk_layer *table, const wijk_column *column, const char *const **texts,
                            wijk_error *err) {
  *texts = column->texts;
  if (column->type != WIJK_COLUMN_NUMBER)
    return WIJK_OK;
  const char **made = WIJK_ARENA_ADD(run->arena, const char *, table->row_count, err);
  char digits[WIJK_NUMBER_SIZE];
  for (size_t row = 0; row < table->row_count && made; row++)
    if (!isnan(column->numbers[row])) {
      wijk_number_write(column->numbers[row], digits);
      made[row] = wijk_arena_text(run->arena, digits, err);
    }
  *texts = made;
  return err->status;
}

/* A chosen column is called as its field is; one found by its name has the language's own word. */
static const char *title_of(run *run, const wijk_column *column, bool chosen, wijk_error *err) {
  char *words = chosen && column ? wijk_arena_text(run->arena, column->name, err) : NULL;
  for (char *at = words; at && *at; at++)
    *at = *at == '_' ? ' ' : *at;
  return words;
}

static wijk_status read_table(run *run, wijk_source *source, wijk_layer **table, wijk_error *err) {
  wijk_layer *whole;
  if (run_source(run, "layer", run_operand(run), source, err) != WIJK_OK ||
      wijk_read_layer(source, run->arena, &run->report, &whole, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition && !whole->public_edition) {
    wijk_error_set(err, WIJK_USAGE, "demand counts people, and '%s' is not for the public edition", whole->name);
    return wijk_error_hint(err, "draw a table that was written as one, or make an internal chart");
  }
  return wijk_gate_pass(whole, &run->report, run->arena, table, err);
}

wijk_status chart_table_load(run *run, wijk_chart_demand *demand, wijk_error *err) {
  wijk_source source;
  wijk_layer *table;
  const wijk_column *columns[ROLE_COUNT];
  bool chosen[ROLE_COUNT];
  if (read_table(run, &source, &table, err) != WIJK_OK)
    return err->status;
  for (table_role role = 0; role < ROLE_COUNT; role++)
    if (find_column(run, table, &source, role, &columns[role], &chosen[role], err) != WIJK_OK)
      return err->status;
  demand->table = table->name;
  demand->row_count = table->row_count;
  demand->source_rows = table->source_rows;
  demand->only_scenario = run_text(run, "scenario");
  demand->only_form = run_text(run, "form");
  demand->panels = strcmp(run_text(run, "panels"), "scenario") == 0 ? WIJK_CHART_BY_SCENARIO : WIJK_CHART_BY_FORM;
  /* a table of demand under another name has places under another name too */
  if (chosen[DEMAND] && !chosen[PLACES])
    columns[PLACES] = NULL;
  const double **numbers[ROLE_COUNT] = {[YEAR] = &demand->year,
                                        [DEMAND] = &demand->demand,
                                        [PLACES] = &demand->places,
                                        [LOW] = &demand->low,
                                        [HIGH] = &demand->high};
  const char *const **texts[ROLE_COUNT] = {[SCENARIO] = &demand->scenario, [FORM] = &demand->form};
  for (table_role role = 0; role < ROLE_COUNT; role++) {
    if (!columns[role])
      continue;
    wijk_status status = numbers[role] ? numbers_of(run, table, columns[role], numbers[role], err)
                                       : texts_of(run, table, columns[role], texts[role], err);
    if (status != WIJK_OK)
      return status;
  }
  if (!demand->low || !demand->high)
    demand->low = demand->high = NULL;
  demand->demand_title = title_of(run, columns[DEMAND], chosen[DEMAND], err);
  demand->places_title = title_of(run, columns[PLACES], chosen[PLACES], err);
  return err->status;
}
