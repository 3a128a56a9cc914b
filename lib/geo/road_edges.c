/* SPDX-License-Identifier: EUPL-1.2 */
/* From rows to edges: each is judged first, then those that are sound and wanted are measured. */
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

#include "base/memory.h"
#include "geo/road_words.h"

typedef enum row_state {
  ROW_USED,
  ROW_NOT_SELECTED,
  ROW_NO_SHAPE,
  ROW_ONE_POINT,
  ROW_NOT_FINITE,
  ROW_SEVERAL_PARTS,
  ROW_NO_ID,
  ROW_BAD_LENGTH,
  ROW_BAD_WAY
} row_state;

/* ---- one row ---- */

static double ring_length(const wijk_geometry *g, size_t ring) {
  double sum = 0;
  for (size_t i = g->point_of_ring[ring]; i + 1 < g->point_of_ring[ring + 1]; i++) {
    double dx = g->x[i + 1] - g->x[i], dy = g->y[i + 1] - g->y[i];
    sum += sqrt(dx * dx + dy * dy);
  }
  return sum;
}

/* A part of a line has one ring. */
static row_state judge_shape(const road_making *making, size_t row) {
  const wijk_geometry *g = &making->lines->geometry;
  size_t first = g->part_of_row[row], last = g->part_of_row[row + 1];
  if (first == last)
    return ROW_NO_SHAPE;
  if (last - first > 1 && (making->fields.from || making->fields.length))
    return ROW_SEVERAL_PARTS;
  for (size_t part = first; part < last; part++) {
    size_t ring = g->ring_of_part[part], points = g->point_of_ring[ring + 1] - g->point_of_ring[ring];
    if (points < 2)
      return points ? ROW_ONE_POINT : ROW_NO_SHAPE;
    if (!isfinite(ring_length(g, ring))) /* as it is where a coordinate is not */
      return ROW_NOT_FINITE;
  }
  return ROW_USED;
}

static bool has_id(const wijk_column *column, size_t row) {
  return column->type == WIJK_COLUMN_NUMBER ? isfinite(column->numbers[row]) : column->texts[row] != NULL;
}

static row_state judge(const road_making *making, size_t row, unsigned *letters) {
  const road_fields *fields = &making->fields;
  unsigned ways = road_cell_ways(fields->oneway, row, letters);
  if (fields->kind && road_cell_class(fields->kind, row, making->rule->classes, making->rule->class_count) == WIJK_NONE)
    return ROW_NOT_SELECTED;
  row_state state = judge_shape(making, row);
  if (state != ROW_USED)
    return state;
  if (fields->from && (!has_id(fields->from, row) || !has_id(fields->to, row)))
    return ROW_NO_ID;
  if (fields->length && !(fields->length->numbers[row] >= 0 && isfinite(fields->length->numbers[row])))
    return ROW_BAD_LENGTH;
  return ways ? ROW_USED : ROW_BAD_WAY;
}

/* ---- faults ---- */

static const char *write_cell(const wijk_column *column, size_t row, char digits[WIJK_NUMBER_SIZE]) {
  if (column->type != WIJK_COLUMN_NUMBER)
    return column->texts[row] ? column->texts[row] : "";
  if (!isfinite(column->numbers[row]))
    return isnan(column->numbers[row]) ? "" : "infinity";
  wijk_number_write(column->numbers[row], digits);
  return digits;
}

/* What is wrong with the shape stands for itself; what a field says is repeated, or is not there. */
static const struct {
  const char *code, *message, *what, *kind, *hint;
} faults[] = {
    [ROW_NO_SHAPE] = {.code = "empty-shape", .message = "it has no shape, so it is no road"},
    [ROW_ONE_POINT] = {.code = "one-point", .message = "its line has one point, so it leads nowhere"},
    [ROW_NOT_FINITE] = {.code = "coordinates-not-finite",
                        .message = "a coordinate is missing, or its length is no finite number"},
    [ROW_SEVERAL_PARTS] = {.code = "several-parts",
                           .message = "its line has several parts, where the ids of its ends or its length are given "
                                      "for one"},
    [ROW_NO_ID] = {.code = "no-node", .what = "the id of one of its ends", .kind = "id"},
    [ROW_BAD_LENGTH] = {.code = "bad-length", .what = "its length", .kind = "length of 0 metres or more"},
    [ROW_BAD_WAY] = {.code = "unknown-oneway",
                     .kind = "way that is known",
                     .hint = "say yes, no or reverse; 1, 0 or -1; or H, T or B"},
};

static const wijk_column *field_of_fault(const road_fields *fields, size_t row, row_state state) {
  return state == ROW_BAD_WAY      ? fields->oneway
         : state == ROW_BAD_LENGTH ? fields->length
         : state == ROW_NO_ID      ? has_id(fields->from, row) ? fields->to : fields->from
                                   : NULL;
}

static wijk_status say_fault(const road_making *making, size_t row, row_state state, wijk_error *err) {
  const wijk_column *field = field_of_fault(&making->fields, row, state);
  const wijk_layer *lines = making->lines;
  const bool skip = making->rule->skip_faulty;
  char digits[WIJK_NUMBER_SIZE] = "";
  const char *value = field ? write_cell(field, row, digits) : NULL, *left_out = skip ? "; the row is left out" : "";
  wijk_finding finding = {.severity = skip ? WIJK_WARNING : WIJK_FAULT,
                          .code = faults[state].code,
                          .source = making->source,
                          .row = lines->source_rows ? lines->source_rows[row] : row + 1,
                          .field = field ? field->name : NULL,
                          .value = value,
                          .hint = faults[state].hint};
  if (!field)
    return wijk_report_add_finding(making->report, &finding, err, "%s%s", faults[state].message, left_out);
  if (!*value)
    return wijk_report_add_finding(making->report, &finding, err, "%s is missing (%s)%s", faults[state].what,
                                   field->name, left_out);
  return wijk_report_add_finding(making->report, &finding, err, "%s '%s' is no %s%s", field->name, value,
                                 faults[state].kind, left_out);
}

static wijk_status say_two_ways(const road_making *making, wijk_error *err) {
  wijk_error_set(err, WIJK_DATA,
                 "'%s': %s holds T and F only, which reads two ways: true and false, or back (T) and forward (F)",
                 making->source, making->fields.oneway->name);
  return wijk_error_hint(err, "write yes and no, or forward, backward and both");
}

/* A class that no row has is a slip of the pen. */
static wijk_status check_classes(const road_making *making, wijk_error *err) {
  const wijk_roads_rule *rule = making->rule;
  for (size_t c = 0; making->fields.kind && c < rule->class_count && err->status == WIJK_OK; c++) {
    size_t row = 0;
    while (row < making->lines->row_count &&
           road_cell_class(making->fields.kind, row, rule->classes + c, 1) == WIJK_NONE)
      row++;
    if (row < making->lines->row_count)
      continue;
    wijk_finding finding = {.severity = WIJK_WARNING,
                            .code = "unknown-class",
                            .source = making->source,
                            .field = making->fields.kind->name,
                            .value = rule->classes[c]};
    wijk_report_add_finding(making->report, &finding, err, "no road has the class '%s'", rule->classes[c]);
  }
  return err->status;
}

/* ---- all rows ---- */

static void settle_counts(const road_making *making, size_t rejected, size_t not_selected) {
  wijk_counts *counts = wijk_report_find_counts(making->report, "roads");
  if (!counts || counts->used < rejected + not_selected)
    return;
  counts->used -= rejected + not_selected;
  counts->rejected += rejected;
  counts->not_selected += not_selected;
}

static wijk_status judge_all(road_making *making, uint8_t *states, size_t *edge_count, wijk_error *err) {
  size_t rows = making->lines->row_count, rejected = 0, not_selected = 0, first = making->report->finding_count;
  unsigned letters = 0;
  bool any = false;
#pragma omp parallel for schedule(static) num_threads(road_workers(making->threads, rows)) reduction(| : letters, any)
  for (size_t row = 0; row < rows; row++) {
    states[row] = (uint8_t)judge(making, row, &letters);
    any |= states[row] != ROW_USED;
  }
  if (letters == ROAD_LETTER_TF)
    return say_two_ways(making, err);
  for (size_t row = 0; any && row < rows && err->status == WIJK_OK; row++) {
    not_selected += states[row] == ROW_NOT_SELECTED;
    if (states[row] <= ROW_NOT_SELECTED)
      continue;
    rejected++;
    say_fault(making, row, states[row], err);
  }
  if (err->status != WIJK_OK || wijk_report_check(making->report, first, err) != WIJK_OK) {
    if (err->status == WIJK_DATA)
      wijk_error_hint(err, "correct the source, or give --skip-faulty to leave those rows out");
    return err->status;
  }
  settle_counts(making, rejected, not_selected);
  const wijk_geometry *g = &making->lines->geometry;
  *edge_count = 0;
  for (size_t row = 0; row < rows; row++)
    *edge_count += states[row] == ROW_USED ? g->part_of_row[row + 1] - g->part_of_row[row] : 0;
  return check_classes(making, err);
}

static void measure(const road_making *making, road_edge *edge) {
  const road_fields *fields = &making->fields;
  unsigned letters = 0;
  size_t row = edge->row;
  edge->ways = road_cell_ways(fields->oneway, row, &letters);
  edge->cost[WIJK_ROAD_METRES] =
      fields->length ? fields->length->numbers[row] : ring_length(&making->lines->geometry, edge->ring);
  edge->cost[WIJK_ROAD_MINUTES] =
      edge->cost[WIJK_ROAD_METRES] * 60 / (1000 * road_cell_kmh(fields->speed, row, making->rule->speed_kmh));
}

/* Words that are no speed are common (none, walk); what becomes of their roads is to be known all the same. */
static wijk_status say_speeds(const road_making *making, size_t count, size_t first, wijk_error *err) {
  const wijk_column *speed = making->fields.speed;
  const wijk_layer *lines = making->lines;
  if (!count)
    return WIJK_OK;
  const size_t row = making->roads->edges[first].row;
  char digits[WIJK_NUMBER_SIZE], otherwise[WIJK_NUMBER_SIZE];
  wijk_finding finding = {.severity = WIJK_WARNING,
                          .code = "bad-speed",
                          .source = making->source,
                          .row = lines->source_rows ? lines->source_rows[row] : row + 1,
                          .field = speed->name,
                          .value = write_cell(speed, row, digits)};
  wijk_number_write(making->rule->speed_kmh, otherwise);
  return making->rule->speed_kmh > 0
             ? wijk_report_add_finding(making->report, &finding, err,
                                       "%s of %zu roads is no speed above 0 km/h, as '%s' here: they have %s km/h",
                                       speed->name, count, finding.value, otherwise)
             : wijk_report_add_finding(making->report, &finding, err,
                                       "%s of %zu roads is no speed above 0 km/h, as '%s' here: they have none",
                                       speed->name, count, finding.value);
}

static wijk_status measure_all(const road_making *making, wijk_error *err) {
  const wijk_roads *roads = making->roads;
  size_t bad_speeds = 0, first = SIZE_MAX;
#pragma omp parallel for schedule(static) num_threads(road_workers(making->threads, roads->edge_count))                \
    reduction(+ : bad_speeds) reduction(min : first)
  for (size_t e = 0; e < roads->edge_count; e++) {
    measure(making, &roads->edges[e]);
    if (road_cell_is_bad_speed(making->fields.speed, roads->edges[e].row)) {
      bad_speeds++;
      first = e < first ? e : first;
    }
  }
  return say_speeds(making, bad_speeds, first, err);
}

static wijk_status too_many(const road_making *making, size_t edge_count, wijk_error *err) {
  if (edge_count)
    return wijk_error_set(err, WIJK_DATA, "'%s' has %zu roads; more than a graph can have", making->source, edge_count);
  wijk_error_set(err, WIJK_DATA, "'%s' has no road that can be used", making->source);
  return wijk_error_hint(err, making->rule->class_count ? "look at the classes that are asked for"
                                                        : "give a layer of lines, one for each stretch of road");
}

wijk_status road_edges_make(road_making *making, wijk_error *err) {
  const wijk_geometry *g = &making->lines->geometry;
  wijk_roads *roads = making->roads;
  size_t rows = making->lines->row_count, edge_count = 0;
  uint8_t *states = memory_new_zeroed(rows + 1, sizeof *states);
  if (!states)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu roads", rows);
  wijk_status status = judge_all(making, states, &edge_count, err);
  if (status == WIJK_OK && (!edge_count || edge_count >= UINT32_MAX / 4 || rows >= UINT32_MAX))
    status = too_many(making, edge_count, err);
  if (status == WIJK_OK) {
    roads->edges = memory_resize(NULL, edge_count, sizeof *roads->edges);
    if (!roads->edges)
      status = wijk_error_set(err, WIJK_MEMORY, "no memory for %zu roads", edge_count);
  }
  for (size_t row = 0; status == WIJK_OK && row < rows; row++)
    for (size_t part = g->part_of_row[row]; states[row] == ROW_USED && part < g->part_of_row[row + 1]; part++)
      roads->edges[roads->edge_count++] = (road_edge){.row = (uint32_t)row, .ring = (uint32_t)g->ring_of_part[part]};
  memory_free(states);
  return status == WIJK_OK ? measure_all(making, err) : status;
}
