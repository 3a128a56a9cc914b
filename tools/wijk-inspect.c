/* SPDX-License-Identifier: EUPL-1.2 */
/* Are these sources sound, and what was repaired? */
#include "common/program.h"

#include <stdio.h>
#include <string.h>

#include "common/checks.h"
#include "common/overview.h"

static const char *const shared[] = {"study",         "zones",   "facilities",  "population",    "zoning",
                                     "indicators",    "layer",   "zone-key",    "zone-name",     "residents",
                                     "land-area",     "field",   "status",      "date",          "crs",
                                     "assume-crs",    "decimal", "skip-faulty", "output",        "overwrite",
                                     "public",        "hash",    "threads",     "json",          "no-confidential",
                                     "secret-groups", "report",  "lang",        "allow-network", "progress",
                                     "quiet",         "verbose", NULL};

static const option options[] = {
    {"repair", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL,
     "write the repaired zones, or the repaired SOURCE, to --output"},
    {0},
};

static const example examples[] = {
    {"boundaries and facilities, and how they fit", "wijk-inspect --zones shapes/buurten.shp --facilities "
                                                    "shapes/voorzieningen.csv"},
    {"does every wijk have its indicators?", "wijk-inspect --zones shapes/wijken.shp --indicators shapes/dna_wijk.csv"},
    {"what is in this file?", "wijk-inspect shapes/wegen.shp"},
    {"boundaries with their faults mended", "wijk-inspect --zones shapes/buurten.shp --repair -o out/buurten.gpkg"},
    {0},
};

enum { ZONES, FACILITIES, POPULATION, ZONING, INDICATORS, OPERAND, SOURCE_COUNT };
static const char *const roles[SOURCE_COUNT] = {"zones", "facilities", "population", "zoning", "indicators", "layer"};

/* The sources of one inspection; a layer is NULL where none was given or it could not be read. */
typedef struct inspection {
  run *run;
  wijk_layer *layers[SOURCE_COUNT];
  overview_source overview[SOURCE_COUNT];
  size_t overview_count;
  wijk_fit fit;
} inspection;

/* ---- reading ---- */

/* Bad data of one source is an answer, and the next source is looked at all the same. A failure that only sums up the
 * findings from number `first` on is said by them. */
static wijk_status keep_failure(inspection *work, const char *path, size_t first, const wijk_error *failure,
                                wijk_error *err) {
  if (failure->status != WIJK_DATA)
    return *err = *failure, err->status;
  wijk_error sum = {0};
  if (wijk_report_check(&work->run->report, first, &sum) != WIJK_OK && strcmp(sum.message, failure->message) == 0)
    return WIJK_OK;
  const char *slash = strrchr(path, '/');
  wijk_finding finding = {.severity = WIJK_FAULT,
                          .code = "unreadable",
                          .source = slash ? slash + 1 : path,
                          .hint = failure->hint[0] ? failure->hint : NULL};
  return wijk_report_add_finding(&work->run->report, &finding, err, "%s", failure->message);
}

static wijk_status read_source(inspection *work, int which, wijk_error *err) {
  run *run = work->run;
  const char *path = which == OPERAND ? run_operand(run) : run_text(run, roles[which]);
  if (!path)
    return WIJK_OK;
  wijk_source source;
  wijk_facility_choice choice;
  if (run_source(run, roles[which], path, &source, err) != WIJK_OK || run_facility_choice(run, &choice, err) != WIJK_OK)
    return err->status;
  source.keep_going = true;
  wijk_error failure = {0};
  size_t first = run->report.finding_count;
  wijk_layer **layer = &work->layers[which];
  switch (which) {
  case ZONES:
    wijk_read_zones(&source, run->arena, &run->report, layer, &failure);
    break;
  case FACILITIES:
    wijk_read_facilities(&source, &choice, run->arena, &run->report, layer, &failure);
    break;
  case POPULATION:
    wijk_read_population(&source, run->arena, &run->report, layer, &failure);
    break;
  default:
    wijk_read_layer(&source, run->arena, &run->report, layer, &failure);
  }
  if (failure.status != WIJK_OK && keep_failure(work, path, first, &failure, err) != WIJK_OK)
    return err->status;
  work->overview[work->overview_count++] = (overview_source){.role = roles[which], .layer = *layer};
  return WIJK_OK;
}

static overview_source *overview_of(inspection *work, int which) {
  for (size_t i = 0; i < work->overview_count; i++)
    if (strcmp(work->overview[i].role, roles[which]) == 0)
      return &work->overview[i];
  return NULL;
}

/* ---- checking ---- */

static wijk_status check_operand(inspection *work, wijk_error *err) {
  wijk_layer *layer = work->layers[OPERAND];
  if (!layer || layer->geometry.type != WIJK_GEOMETRY_POLYGON)
    return WIJK_OK;
  const wijk_input *input = &work->run->report.inputs[work->run->report.input_count - 1];
  return wijk_polygons_repair(layer, wijk_layer_find_role(layer, "key"), input->source, &work->run->report, err);
}

static wijk_status check_sources(inspection *work, wijk_error *err) {
  wijk_layer *zones = work->layers[ZONES];
  if (check_operand(work, err) != WIJK_OK || !zones)
    return err->status;
  if (zones->row_count) {
    if (check_fit(work->run, zones, &work->fit, err) != WIJK_OK)
      return err->status;
    overview_of(work, ZONES)->fit = &work->fit;
  }
  if (work->layers[FACILITIES] && work->layers[FACILITIES]->geometry.type == WIJK_GEOMETRY_POINT &&
      check_facilities(work->run, zones, work->layers[FACILITIES], &overview_of(work, FACILITIES)->points, err) !=
          WIJK_OK)
    return err->status;
  if (work->layers[POPULATION] && check_population(work->run, zones, work->layers[POPULATION],
                                                   &overview_of(work, POPULATION)->points, err) != WIJK_OK)
    return err->status;
  for (int which = ZONING; which <= INDICATORS; which++)
    if (work->layers[which] && check_join(work->run, zones, work->layers[which], roles[which],
                                          &overview_of(work, which)->join, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

/* A shape that had to be mended is a fault of the source, unless mending it is what was asked for. */
static void judge_shapes(inspection *work) {
  static const char *const faults[] = {"polygon-repaired", "holes-placed", "ring-closed", "ring-dropped"};
  wijk_report *report = &work->run->report;
  bool mended = run_flag(work->run, "repair");
  for (size_t i = 0; i < report->finding_count && !mended; i++)
    for (size_t f = 0; f < sizeof faults / sizeof *faults; f++)
      if (strcmp(report->findings[i].code, faults[f]) == 0 && report->findings[i].severity != WIJK_FAULT) {
        report->warning_count -= report->findings[i].severity == WIJK_WARNING;
        report->findings[i].severity = WIJK_FAULT;
        report->fault_count++;
      }
}

/* ---- answering ---- */

static wijk_status write_repaired(inspection *work, wijk_error *err) {
  run *run = work->run;
  int which = work->layers[ZONES] ? ZONES : OPERAND;
  if (!run_flag(run, "repair"))
    return WIJK_OK;
  const wijk_layer *layer = work->layers[which];
  const wijk_counts *counts = wijk_report_find_counts(&run->report, roles[which]);
  wijk_finding finding = {.severity = WIJK_NOTE, .code = "not-written"};
  if (!layer || (counts && counts->rejected && !run_flag(run, "skip-faulty")))
    return wijk_report_add_finding(&run->report, &finding, err,
                                   layer
                                       ? "nothing was written, since rows would be lost; --skip-faulty writes the rest"
                                       : "nothing was written, since there is nothing to repair");
  return run_write_layer(run, layer, NULL, err);
}

static wijk_status print_overview(inspection *work, wijk_error *err) {
  run *run = work->run;
  wijk_text text = {0}, visible = {0};
  if (!run_flag(run, "json") && !run->quiet)
    overview_write(run, work->overview, work->overview_count, &text);
  wijk_text_add_lines(&visible, text.bytes);
  if (wijk_text_check(&text, err) == WIJK_OK && wijk_text_check(&visible, err) == WIJK_OK && visible.bytes)
    fputs(visible.bytes, stdout);
  wijk_text_free(&text);
  wijk_text_free(&visible);
  run->quiet = true; /* what was found is the answer: it stands on stdout, once */
  run->verbose = false;
  return err->status;
}

static wijk_status check_options(run *run, wijk_error *err) {
  bool any = run_operand(run) != NULL;
  for (int i = 0; i < OPERAND; i++)
    any |= run_text(run, roles[i]) != NULL;
  if (!any) {
    wijk_error_set(err, WIJK_USAGE, "there is nothing to inspect");
    return wijk_error_hint(err, "name a file, or give --zones, --facilities, --population, --indicators or --zoning");
  }
  bool repair = run_flag(run, "repair"), output = run_text(run, "output") != NULL;
  if (repair != output) {
    wijk_error_set(err, WIJK_USAGE, repair ? "--repair does not say where to write" : "--output is for --repair");
    return wijk_error_hint(err, repair ? "give --output FILE" : "add --repair to write the repaired layer");
  }
  return run_check_targets(run, err);
}

static wijk_status inspect(run *run, wijk_error *err) {
  inspection work = {.run = run};
  if (check_options(run, err) != WIJK_OK)
    return err->status;
  for (int which = 0; which < SOURCE_COUNT; which++)
    if (read_source(&work, which, err) != WIJK_OK)
      return err->status;
  if (check_sources(&work, err) != WIJK_OK)
    return err->status;
  judge_shapes(&work);
  for (size_t i = 0; i < work.overview_count && (run_flag(run, "json") || run_given(run, "report")); i++)
    overview_add_facts(run, &work.overview[i], err);
  if (err->status != WIJK_OK || write_repaired(&work, err) != WIJK_OK || print_overview(&work, err) != WIJK_OK)
    return err->status;
  return run->report.fault_count ? WIJK_ANSWER_NO : WIJK_OK;
}

int main(int argc, char **argv) {
  static const program program = {
      .name = "wijk-inspect",
      .summary = "are these sources sound, and what was repaired?",
      .description =
          "Reads every source as the other programs do, and says what it found: rows and fields, which field has which "
          "role, the coordinate system and how it is known, encoding, faulty rows, double keys, shapes that had to be "
          "mended, overlaps and gaps between zones, facilities and population outside every zone or on a boundary, "
          "rows "
          "of a table without a zone and zones without a row, and values that make one wonder.\n\n"
          "It goes on after a fault, so that one run names all of them. The other programs stop at the errors listed "
          "here, go on after warnings, and make the same repairs. An invalid shape is an error of the source though "
          "every program mends it; with --repair the mended layer is written and it no longer counts as one.\n\n"
          "Limits of one source: 4 GiB (unpacked), 50 million rows, 500 million vertices, 4096 fields.\n\n"
          "Exit code 1 means that there are errors, 0 that there are none.",
      .shared = shared,
      .options = options,
      .operand = "SOURCE",
      .operand_help = "any layer or table to look into",
      .examples = examples,
      .run = inspect,
  };
  return program_main(&program, argc, argv);
}
