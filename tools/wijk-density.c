/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-density: where are the places concentrated, whatever the borders of wijken? */
#include <math.h>
#include <string.h>

#include "common/method.h"
#include "common/program.h"
#include "common/style.h"

static const char *const shared[] = {
    "zones",         "facilities", "layer",   "zone-key",      "field",     "status", "date",
    "crs",           "assume-crs", "decimal", "skip-faulty",   "overwrite", "public", "no-confidential",
    "secret-groups", "threads",    "hash",    "allow-network", NULL};

static const option options[] = {
    {"output", 'o', OPTION_TARGET, false, "FILE", NULL, NULL, NULL,
     "GeoTIFF of the density in places per km2; with --by also one for each value, FILE__value.tif"},
    {"classed", 0, OPTION_TARGET, false, "FILE", NULL, NULL, NULL,
     "the same as a picture that keeps its place: classes as bytes, with a colour table; with --by likewise"},
    METHOD_DENSITY_OPTIONS,
    {"cell", 0, OPTION_NUMBER, false, "METRES", NULL, "100", "density.cell",
     "side of a cell; 100 m cells are the squares of the national statistics"},
    {"weight", 0, OPTION_CHOICE, false, "WHAT", "places|facilities", NULL, "density.weight",
     "what is counted: places, which is the default where the source has them, or facilities"},
    {"by", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, "density.by",
     "a density for each value of a field of the facilities, as in woonvorm"},
    {0}};

static const example examples[] = {
    {"where the places of the demo city are, as a map for QGIS",
     "wijk-density --zones shapes/buurten.shp --facilities shapes/voorzieningen.csv -o out/density.tif --overwrite"},
    {"the same for each form of housing, smoother, and with a colour table for other programs",
     "wijk-density --zones shapes/buurten.shp --facilities shapes/voorzieningen.csv --by woonvorm --kernel gaussian "
     "--bandwidth 500 -o out/forms.tif --classed out/forms_classes.tif --overwrite"},
    {0}};

static const char description[] =
    "Every facility is spread over its surroundings, by its number of places, and what lies on each other is added up: "
    "a surface of places per km2 that does not stop at the border of a wijk. The bandwidth says how far. It is the "
    "radius of the quartic kernel, beyond which there is nothing, and the standard deviation of the gaussian, which "
    "reaches 5 times as far: programs differ in what they call so. A fixed bandwidth lets cities, dates and forms be "
    "compared; the report says which one the normal reference rule would take for these points.\n\n"
    "What would be spread over the border of the zones is by default spread within it (Jones 1993; Diggle 2010): the "
    "cells add up to the number of places in the zones. Facilities outside every zone do not count then. With "
    "--density-edge uniform (Diggle 1985) a flat density stays flat up to the border but the sum is not the number of "
    "places; with none nothing is made good, and what lies just outside counts by what it spreads over the border.\n\n"
    "A cell has the density at its middle, and belongs to the zones when its middle does; other cells have no data. "
    "Cells lie at whole multiples of their size, so that those of two runs coincide. Numbers are 32-bit floats; QGIS "
    "opens the file in the colours of the .qml beside it. Facilities whose number of places is unknown are left out, "
    "and said.\n\n"
    "In the public edition secret facilities do not exist: the density is what it would be without them.";

/* ---- what is counted ---- */

typedef struct request {
  wijk_density_options density;
  double cell_m;
  bool of_places; /* else of facilities */
} request;

/* The facilities as points, and what each weighs. */
typedef struct points {
  wijk_density_points all;
  double *weight; /* of all.weight: set anew for each value */
  const double *known;
} points;

static wijk_status read_request(run *run, request *asked, wijk_error *err) {
  wijk_method method = wijk_method_default();
  if (method_density(run, &method, err) != WIJK_OK) {
    return err->status;
  }
  *asked = (request){.density = {.kernel = method.kernel,
                                 .bandwidth_m = method.bandwidth_m,
                                 .edge = method.density_edge,
                                 .threads = run_threads(run)},
                     .cell_m = run_number(run, "cell")};
  if (!(asked->cell_m > 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--cell: a cell has a side of more than 0 m");
  }
  return WIJK_OK;
}

static wijk_status find_weight(run *run, const wijk_layer *facilities, request *asked, const wijk_column **capacity,
                               wijk_error *err) {
  const char *what = run_text(run, "weight");
  *capacity = wijk_layer_find_role(facilities, "capacity");
  asked->of_places = what == NULL ? *capacity != NULL : strcmp(what, "places") == 0;
  if (asked->of_places && *capacity == NULL) {
    wijk_error_set(err, WIJK_USAGE, "the facilities have no field of places to weigh by");
    return wijk_error_hint(err, "name it with --field facilities.capacity=FIELD, or give --weight facilities");
  }
  if (!asked->of_places && what == NULL) {
    return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "no-capacity-field"},
                                   err, "the facilities have no field of places: each counts for one");
  }
  return WIJK_OK;
}

static wijk_status tell_unknown(run *run, size_t unknown, wijk_error *err) {
  if (unknown == 0) {
    return WIJK_OK;
  }
  return wijk_report_add_finding(
      &run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "capacity-unknown"}, err,
      "%zu facilities have an unknown number of places and are left out: the density is too low about them", unknown);
}

/* Those outside do not count, unless nothing is made good at the border. */
static wijk_status tell_outside(run *run, const request *asked, size_t outside, wijk_error *err) {
  const bool counts = asked->density.edge == WIJK_DENSITY_EDGE_NONE;
  wijk_counts *counted = wijk_report_find_counts(&run->report, "facilities");
  if (outside == 0) {
    return WIJK_OK;
  }
  if (counted != NULL && !counts) {
    const size_t moved = outside < counted->used ? outside : counted->used;
    counted->used -= moved;
    counted->outside += moved;
  }
  return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "facility-outside"},
                                 err, "%zu facilities lie outside every zone, and %s", outside,
                                 counts ? "count by what they spread over the border" : "do not count");
}

static wijk_status find_zones(const wijk_layer *zones, const wijk_layer *facilities, int threads, size_t *zone,
                              wijk_error *err) {
  wijk_zone_index *index = wijk_zone_index_new(zones, facilities->row_count, err);
  if (index != NULL) {
    wijk_zone_index_find(index, facilities->row_count, facilities->geometry.x, facilities->geometry.y, threads, zone,
                         NULL, err);
  }
  wijk_zone_index_free(index);
  return err->status;
}

static wijk_status load_points(run *run, const wijk_layer *zones, const wijk_layer *facilities, request *asked,
                               points *made, wijk_error *err) {
  const size_t count = facilities->row_count;
  const wijk_column *capacity;
  size_t *zone = WIJK_ARENA_ADD(run->arena, size_t, count, err), outside = 0, unknown = 0;
  bool *inside = WIJK_ARENA_ADD(run->arena, bool, count, err);
  double *known = WIJK_ARENA_ADD(run->arena, double, count, err);
  made->weight = WIJK_ARENA_ADD(run->arena, double, count, err);
  if (err->status != WIJK_OK || find_weight(run, facilities, asked, &capacity, err) != WIJK_OK ||
      find_zones(zones, facilities, run_threads(run), zone, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t f = 0; f < count; f++) {
    inside[f] = zone[f] != WIJK_NONE;
    outside += !inside[f];
    known[f] = !inside[f] && asked->density.edge != WIJK_DENSITY_EDGE_NONE ? 0 /* does not count */
               : asked->of_places                                          ? capacity->numbers[f]
                                                                           : 1;
    unknown += isnan(known[f]);
  }
  made->known = known;
  made->all = (wijk_density_points){count, facilities->geometry.x, facilities->geometry.y, made->weight, inside};
  return tell_outside(run, asked, outside, err) == WIJK_OK ? tell_unknown(run, unknown, err) : err->status;
}

/* ---- one density ---- */

static wijk_status add_figure(run *run, const char *id, const char *by, double value, wijk_error *err) {
  const wijk_city_value figure = {.id = id, .by = by, .value = value, .p = NAN, .expected = NAN, .variance = NAN};
  return wijk_report_add_city(&run->report, &figure, err);
}

/* What the surface adds up to, beside what it should. */
static wijk_status tell_sums(run *run, const wijk_raster *raster, const wijk_density_sums *sums, const char *by,
                             wijk_error *err) {
  double top = 0;
  for (size_t i = 0; i < raster->rows * raster->columns; i++) {
    top = raster->values[i] > top ? raster->values[i] : top;
  }
  if (add_figure(run, "density_weight_count", by, sums->inside, err) != WIJK_OK ||
      add_figure(run, "density_integral_count", by, sums->integral, err) != WIJK_OK ||
      add_figure(run, "density_most_per_km2", by, top, err) != WIJK_OK || sums->unreached_count == 0 ||
      strcmp(run_text(run, "density-edge"), "boundary") != 0) {
    return err->status;
  }
  wijk_finding finding = {.severity = WIJK_WARNING, .code = "density-unreached"};
  finding.value = by;
  finding.hint = "take smaller cells, or a larger bandwidth";
  return wijk_report_add_finding(&run->report, &finding, err,
                                 "%zu facilities have no middle of a cell in reach inside the zones, and are lost",
                                 sums->unreached_count);
}

static wijk_status tell_reference(run *run, const request *asked, const wijk_density_points *all, wijk_error *err) {
  const double reference = wijk_density_reference(all, asked->density.kernel);
  char used[WIJK_NUMBER_SIZE], other[WIJK_NUMBER_SIZE];
  if (isnan(reference)) {
    return WIJK_OK;
  }
  wijk_number_write_fixed(asked->density.bandwidth_m, 1, used);
  wijk_number_write_fixed(reference, 0, other);
  return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "density-bandwidth"}, err,
                                 "the bandwidth is %s m; the normal reference rule would take %s m", used, other);
}

/* "out/density.tif" and "beschermd" become "out/density__beschermd.tif". */
static const char *path_of(run *run, const char *option, const char *slug, wijk_error *err) {
  const char *path = run_text(run, option);
  if (path == NULL || slug == NULL) {
    return path;
  }
  const char *slash = strrchr(path, '/'), *dot = strrchr(slash == NULL ? path : slash, '.');
  const size_t stem = dot == NULL ? strlen(path) : (size_t)(dot - path);
  return wijk_arena_format(run->arena, err, "%.*s__%s%s", (int)stem, path, slug, path + stem);
}

static const char *const targets[] = {"output", "classed"};

static wijk_status check_targets(run *run, const char *slug, wijk_error *err) {
  for (size_t t = 0; t < 2; t++) {
    wijk_write_options to = {.path = path_of(run, targets[t], slug, err), .overwrite = run_flag(run, "overwrite")};
    if (to.path != NULL && wijk_write_raster_check(&to, err) != WIJK_OK) {
      return err->status;
    }
  }
  return err->status;
}

static wijk_status make(run *run, const request *asked, const wijk_frame *frame, const points *points, const char *by,
                        const char *slug, wijk_raster *raster, wijk_error *err) {
  wijk_density_sums sums;
  const wijk_style *style;
  if (wijk_density_compute(frame, &points->all, &asked->density, raster->values, &sums, err) != WIJK_OK) {
    return wijk_error_frame(err, "computing the density");
  }
  if (tell_sums(run, raster, &sums, by, err) != WIJK_OK || run_style_raster(run, raster, &style, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t t = 0; t < 2; t++) {
    const char *path = path_of(run, targets[t], slug, err);
    if (path != NULL && run_write_raster(run, path, raster, style, t == 1, err) != WIJK_OK) {
      return err->status;
    }
  }
  return err->status;
}

/* ---- all of them ---- */

static wijk_status add_raster(run *run, const request *asked, const wijk_frame *frame, const wijk_layer *zones,
                              const wijk_layer *facilities, wijk_raster *raster, wijk_error *err) {
  *raster = (wijk_raster){.name = asked->of_places ? "place_density_kde" : "facility_density_kde",
                          .crs = zones->crs,
                          .left_m = frame->left_m,
                          .top_m = frame->top_m,
                          .cell_m = frame->cell_m,
                          .columns = frame->columns,
                          .rows = frame->rows,
                          .values = WIJK_ARENA_ADD(run->arena, double, frame->rows * frame->columns, err),
                          .secrets_removed = facilities->secrets_removed};
  raster->unit_nl = asked->of_places ? "plaatsen per km²" : "voorzieningen per km²";
  raster->unit_en = asked->of_places ? "places per km²" : "facilities per km²";
  return err->status;
}

static wijk_status set_title(run *run, wijk_raster *raster, bool of_places, const char *value, wijk_error *err) {
  const char *of = value == NULL ? "" : ": ", *what = value == NULL ? "" : value;
  raster->title_nl =
      wijk_arena_format(run->arena, err, "Dichtheid van %s%s%s", of_places ? "plaatsen" : "voorzieningen", of, what);
  raster->title_en =
      wijk_arena_format(run->arena, err, "Density of %s%s%s", of_places ? "places" : "facilities", of, what);
  return err->status;
}

static wijk_status make_all(run *run, const request *asked, const wijk_frame *frame, points *points,
                            const wijk_layer *facilities, const wijk_by *by, wijk_raster *raster, wijk_error *err) {
  const size_t count = facilities->row_count;
  memcpy(points->weight, points->known, count * sizeof *points->weight);
  if (tell_reference(run, asked, &points->all, err) != WIJK_OK ||
      set_title(run, raster, asked->of_places, NULL, err) != WIJK_OK ||
      make(run, asked, frame, points, NULL, NULL, raster, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t v = 0; v < by->count; v++) {
    const char *part = wijk_arena_format(run->arena, err, "%s=%s", by->column->name, by->values[v]);
    for (size_t f = 0; f < count; f++) {
      const char *value = by->column->texts[f];
      points->weight[f] = value != NULL && strcmp(value, by->values[v]) == 0 ? points->known[f] : 0;
    }
    run_progress(run, "density", (double)(v + 1) / (double)(by->count + 1));
    if (part == NULL || set_title(run, raster, asked->of_places, by->values[v], err) != WIJK_OK ||
        make(run, asked, frame, points, part, by->slugs[v], raster, err) != WIJK_OK) {
      return err->status;
    }
  }
  return WIJK_OK;
}

static wijk_status load_by(run *run, const wijk_layer *facilities, wijk_by *by, wijk_error *err) {
  *by = (wijk_by){0};
  if (run_text(run, "by") != NULL &&
      wijk_by_find(facilities, run_text(run, "by"), run->arena, &run->report, by, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t v = 0; v < by->count; v++) {
    if (check_targets(run, by->slugs[v], err) != WIJK_OK) {
      return err->status;
    }
  }
  return WIJK_OK;
}

static wijk_status work(run *run, wijk_error *err) {
  request asked;
  wijk_layer *zones, *facilities;
  const char *by_field = run_text(run, "by");
  if (!run_given(run, "output") && !run_given(run, "classed") && !run_given(run, "report") && !run_flag(run, "json")) {
    wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
    return wijk_error_hint(err, "name a file with --output or --classed");
  }
  if (read_request(run, &asked, err) != WIJK_OK || run_check_targets(run, err) != WIJK_OK ||
      check_targets(run, NULL, err) != WIJK_OK || run_zones(run, &zones, err) != WIJK_OK ||
      run_facilities_needed(run, &by_field, by_field != NULL, &facilities, err) != WIJK_OK) {
    return err->status;
  }
  if (facilities == NULL) {
    wijk_error_set(err, WIJK_USAGE, "no facilities are given");
    return wijk_error_hint(err, "name a file of points with --facilities, or in a study file");
  }
  wijk_by by;
  wijk_frame frame;
  wijk_raster raster;
  points points;
  if (load_by(run, facilities, &by, err) != WIJK_OK ||
      wijk_frame_new(zones, asked.cell_m, run_threads(run), run->arena, &frame, err) != WIJK_OK ||
      load_points(run, zones, facilities, &asked, &points, err) != WIJK_OK ||
      add_raster(run, &asked, &frame, zones, facilities, &raster, err) != WIJK_OK) {
    return err->status;
  }
  run_progress(run, "density", 0);
  if (make_all(run, &asked, &frame, &points, facilities, &by, &raster, err) != WIJK_OK) {
    return err->status;
  }
  run_progress(run, "density", 1);
  return WIJK_OK;
}

static const program density = {.name = "wijk-density",
                                .summary = "where are the places concentrated, whatever the borders of wijken?",
                                .description = description,
                                .shared = shared,
                                .options = options,
                                .examples = examples,
                                .run = work};

int main(int argc, char **argv) {
  return program_main(&density, argc, argv);
}
