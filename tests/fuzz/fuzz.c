/* SPDX-License-Identifier: EUPL-1.2 */
#include "fuzz.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void quiet(CPLErr severity, CPLErrorNum number, const char *message) {
  (void)severity, (void)number, (void)message;
}

void fuzz_file_add(const char *path, const uint8_t *bytes, size_t length) {
  CPLSetErrorHandler(quiet);
  VSIFCloseL(VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)bytes, length, FALSE));
}

void fuzz_file_remove(const char *path) {
  VSIUnlink(path);
}

static void broken(const char *promise) {
  fprintf(stderr, "fuzz: %s\n", promise);
  abort();
}

static void check_geometry(const wijk_layer *layer) {
  const wijk_geometry *g = &layer->geometry;
  if (g->type == WIJK_GEOMETRY_NONE)
    return;
  if (g->type == WIJK_GEOMETRY_POINT) {
    if (g->point_count != layer->row_count)
      broken("a point layer has another number of points than rows");
    return;
  }
  if (g->part_of_row[0] != 0 || g->part_of_row[layer->row_count] != g->part_count ||
      g->ring_of_part[g->part_count] != g->ring_count || g->point_of_ring[g->ring_count] != g->point_count)
    broken("offsets do not end where their things end");
  for (size_t i = 0; i < layer->row_count; i++)
    if (g->part_of_row[i] > g->part_of_row[i + 1])
      broken("offsets of parts go back");
  for (size_t p = 0; p < g->part_count; p++)
    if (g->ring_of_part[p] > g->ring_of_part[p + 1])
      broken("offsets of rings go back");
  for (size_t r = 0; r < g->ring_count; r++)
    if (g->point_of_ring[r] > g->point_of_ring[r + 1])
      broken("offsets of points go back");
}

static void check_columns(const wijk_layer *layer) {
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    for (size_t i = 0; i < layer->row_count; i++) {
      if (column->type == WIJK_COLUMN_NUMBER && isinf(column->numbers[i]))
        broken("an infinite number came in");
      if (column->type != WIJK_COLUMN_NUMBER && column->texts[i] &&
          !wijk_text_is_utf8(column->texts[i], strlen(column->texts[i])))
        broken("a text that is not UTF-8 came in");
    }
  }
}

typedef enum kind { LAYER, ZONES, FACILITIES, POPULATION, KIND_COUNT } kind;

static wijk_status read_kind(kind what, const wijk_source *source, wijk_arena *arena, wijk_report *report,
                             wijk_layer **layer, wijk_error *err) {
  wijk_facility_choice choice = {.public_edition = source->skip_faulty};
  switch (what) {
  case ZONES:
    return wijk_read_zones(source, arena, report, layer, err);
  case FACILITIES:
    return wijk_read_facilities(source, &choice, arena, report, layer, err);
  case POPULATION:
    return wijk_read_population(source, arena, report, layer, err);
  default:
    return wijk_read_layer(source, arena, report, layer, err);
  }
}

static void read_once(kind what, const wijk_source *source) {
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_layer *layer = NULL;
  wijk_report_new("fuzz", arena, &report, &err);
  report.public_edition = source->skip_faulty;
  wijk_status status = read_kind(what, source, arena, &report, &layer, &err);
  if (status != err.status)
    broken("the status returned is not the one in the error");
  if (status != WIJK_OK && !err.message[0])
    broken("a failure says nothing");
  if (status == WIJK_BUG || status == WIJK_MEMORY)
    broken(err.message);
  if (status == WIJK_OK && !layer)
    broken("a read that went well gave nothing");
  if (status == WIJK_OK) {
    check_geometry(layer);
    check_columns(layer);
    for (size_t i = 0; i < report.counts_count; i++) {
      const wijk_counts *c = &report.counts[i];
      if (c->read != c->used + c->not_selected + c->outside + c->rejected + c->withheld)
        broken("the counts do not add up");
    }
  }
  wijk_arena_free(arena);
}

void fuzz_read(const char *path, uint8_t choice) {
  static const char *const roles[] = {"layer", "zones", "facilities", "population"};
  kind what = (kind)(choice % KIND_COUNT);
  wijk_source source = {.role = roles[what], .path = path};
  source.keep_going = (choice >> 2 & 3) == 1;
  source.skip_faulty = (choice >> 2 & 3) == 2;
  if (choice >> 4 != 15) /* opening PROJ's database costs a thousand times what the rest does */
    source.assume_crs = "local";
  read_once(what, &source);
}
