/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-metrics: how concentrated, how far, per zone and for the city? */
#include <math.h>
#include <string.h>

#include "common/lists.h"
#include "common/method.h"
#include "common/program.h"
#include "common/style.h"

static const char *const shared[] = {
    "zones",         "facilities", "population",  "zoning", "roads",         "layer",  "zone-key",
    "zone-name",     "residents",  "land-area",   "field",  "status",        "date",   "crs",
    "assume-crs",    "decimal",    "skip-faulty", "output", "overwrite",     "public", "no-confidential",
    "secret-groups", "threads",    "seed",        "hash",   "allow-network", NULL};

static const option options[] = {
    {"metrics", 0, OPTION_TEXT, false, "LIST", NULL, "all", "metrics.list",
     "which figures: ids or families divided by commas, or all"},
    {"list", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL,
     "print id, title, unit, formula and source of every figure and stop; with --json as JSON"},
    {"by", 0, OPTION_TEXT, true, "FIELD", NULL, NULL, "metrics.by",
     "repeat the figures for every value of a field of the facilities, as in woonvorm"},
    {"group", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, NULL,
     "instead of facilities: a field of the zones that counts the group"},
    {"total", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, NULL,
     "a field of the zones that counts the total, instead of residents"},
    {"radii", 0, OPTION_TEXT, false, "LIST", NULL, "500,1000,3000", "metrics.radii",
     "radii in whole metres, for the figures within, reach, ripley and cross"},
    {"context-zones", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.context_zones",
     "zones around those of --zones: in access, place_density_kde and local autocorrelation, and in nothing else"},
    {"road-classes", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "roads.classes",
     "classes of roads that may be used, divided by commas; without it all"},
    {"road-join", 0, OPTION_NUMBER, false, "M", NULL, NULL, "roads.join_m",
     "roads meet where their ends are this near, also where fields say which nodes they join; without it those fields "
     "count, where there are any, and else the same place"},
    {"speed", 0, OPTION_NUMBER, false, "KMH", NULL, NULL, "roads.speed_kmh",
     "speed of a road without a speed of its own; without either it has no minutes"},
    {"snap-limit", 0, OPTION_NUMBER, false, "M", NULL, "500", "roads.snap_limit_m",
     "who is further than this from a usable road is not on the roads, and counted"},
    {"snap-leg", 0, OPTION_FLAG, false, NULL, NULL, NULL, "roads.snap_leg",
     "count the way to the road and from it in distances over the roads; in minutes at 5 km/h"},
    {"access-radius", 0, OPTION_NUMBER, false, "M", NULL, "3000", "access.radius_m",
     "catchment of access_2sfca in metres"},
    {"access-rings", 0, OPTION_TEXT, false, "LIST", NULL, "1000:1,2000:0.68,3000:0.22", "access.rings",
     "rings of access_e2sfca: outer radius in metres, and what a place in the ring weighs"},
    {"forms", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "facilities.forms",
     "the study's ladder of forms of housing, for the mix of forms; by default the forms in the data"},
    {"norm", 0, OPTION_TEXT, true, "CLASS:PER_1000", NULL, NULL, "zoning.norms",
     "places per 1000 residents that a class allows, instead of what the zoning says"},
    {"atkinson", 0, OPTION_NUMBER, false, "B", NULL, "0.5", "metrics.atkinson",
     "weight of zones with a large share of the group against those with a small one in atkinson, between 0 and 1"},
    {"rco", 0, OPTION_CHOICE, false, "SIDE", "x|y", "x", "metrics.rco",
     "relative_concentration takes as many smallest and largest zones as hold the group (x) or the others (y)"},
    {"centre", 0, OPTION_TEXT, false, "X,Y", NULL, NULL, "metrics.centre",
     "centre of the city in the system of the work, for the indices of centralisation"},
    {"clustering", 0, OPTION_CHOICE, false, "BY", "exponential|contiguity", "exponential", "metrics.clustering",
     "which zones are near each other in the indices of clustering: by e^(-d), d in km, or neighbours only"},
    {"value", 0, OPTION_TEXT, false, "COLUMN", NULL, "places_per_1000", "metrics.value",
     "what autocorrelation is about: a figure of the zones or a field of theirs"},
    {"weights", 0, OPTION_TEXT, false, "RULE", NULL, "queen", "metrics.weights",
     "who is next to whom: queen (a common point), rook (a common length), knn:K (the K nearest centroids), band:M "
     "(centroids within M metres), idw:M (the same, by 1 / distance)"},
    {"weights-style", 0, OPTION_CHOICE, false, "STYLE", "row|binary", "row", "metrics.weights_style",
     "weights of a zone sum to 1 (row), or stay as they are (binary)"},
    {"weights-snap", 0, OPTION_NUMBER, false, "METRES", NULL, NULL, "metrics.weights_snap",
     "boundaries this near are common; by default a decimetre, and where --assume-crs is local a millionth of the "
     "map"},
    {"permutations", 0, OPTION_WHOLE, false, "R", NULL, "999", "metrics.permutations",
     "random orders of the values that p is counted from; 0 takes p from the normal distribution"},
    {"shared-permutations", 0, OPTION_FLAG, false, NULL, NULL, NULL, "metrics.shared_permutations",
     "one table of permutations for all zones: faster, but p of one zone then depends on that of another"},
    {"variance", 0, OPTION_CHOICE, false, "UNDER", "randomisation|normality", "randomisation", "metrics.variance",
     "variance where the values are these in any order, or draws from a normal distribution"},
    {"moran-scale", 0, OPTION_CHOICE, false, "SCALE", "n|esda", "n", "metrics.moran_scale",
     "moran_local divided by the mean square over n zones, or over n - 1"},
    {"tail", 0, OPTION_CHOICE, false, "TAIL", "both|doubled|one", "both", "metrics.tail",
     "permutations that p of a zone counts: as far from the expectation on either side, twice those on the side of the "
     "real value (as spdep), or these alone (as GeoDa)"},
    {"significance", 0, OPTION_NUMBER, false, "P", NULL, "0.05", "metrics.significance",
     "zones with a p no higher than this belong to a cluster"},
    {"fdr", 0, OPTION_FLAG, false, NULL, NULL, NULL, "metrics.fdr",
     "clusters by the p that is adjusted for the number of zones"},
    {"inference", 0, OPTION_WHOLE, false, "R", NULL, "0", "metrics.inference",
     "how far the indices of the city are from chance, by R draws of it, as in 999: expectation, variance and p; 0 for "
     "none"},
    {"inference-by", 0, OPTION_CHOICE, false, "WAY", "reallocation|permutation", "reallocation", "metrics.inference_by",
     "chance moves every facility whole to a zone by the number of its residents (reallocation), or gives each zone "
     "the count of another (permutation)"},
    {"sensitivity", 0, OPTION_FLAG, false, NULL, NULL, NULL, "metrics.sensitivity",
     "the indices of the city again for hexagons and squares, and its figures for radii half and twice those chosen: "
     "with level=… and radii=… in their by"},
    {"also-zones", 0, OPTION_SOURCE, true, "SRC", NULL, NULL, "metrics.also_zones",
     "other zones, as the wijken beside the buurten: the indices of the city are given for these too"},
    {"cell-size", 0, OPTION_NUMBER, false, "M", NULL, "500", "metrics.cell_size",
     "side in metres of the squares of --sensitivity, whose area its hexagons have too; 500 as the squares of "
     "Statistics "
     "Netherlands, about a buurt in a city"},
    {"edge", 0, OPTION_CHOICE, false, "HOW", "auto|none|translation|isotropic", "auto", "metrics.edge",
     "how Ripley's K makes up for what the border hides; auto is isotropic up to 1000 facilities, translation beyond"},
    {"envelope", 0, OPTION_WHOLE, false, "N", NULL, "99", "metrics.envelope",
     "simulations of chance for the point pattern; 0 for none"},
    {"cross", 0, OPTION_TEXT, true, "FIELD=A:B", NULL, NULL, "metrics.cross",
     "compare where facilities with value A of a field lie with those of value B; FIELD=A is A against all others"},
    METHOD_DENSITY_OPTIONS,
    {"city-output", 0, OPTION_TARGET, false, "FILE", NULL, NULL, NULL, "write the figures of the city as JSON"},
    {0}};

static const option_need needs[] = {{"status", "facilities", NULL},
                                    {"date", "facilities", NULL},
                                    {"by", "facilities|group", NULL}, /* beside --group it is refused with its reason */
                                    {"forms", "facilities", NULL},
                                    {"radii", "facilities", NULL},
                                    {"access-radius", "facilities", NULL},
                                    {"access-rings", "facilities", NULL},
                                    {"edge", "facilities", NULL},
                                    {"envelope", "facilities", NULL},
                                    {"cross", "facilities", NULL},
                                    {"kernel", "facilities", NULL},
                                    {"bandwidth", "facilities", NULL},
                                    {"density-edge", "facilities", NULL},
                                    {"speed", "roads", NULL},
                                    {"snap-limit", "roads", NULL},
                                    {"snap-leg", "roads", NULL},
                                    {"road-classes", "roads", NULL},
                                    {"road-join", "roads", NULL},
                                    {"norm", "zoning", NULL},
                                    {"shared-permutations", "permutations", NULL},
                                    {"tail", "permutations", NULL},
                                    {"inference-by", "inference", NULL},
                                    {"cell-size", "sensitivity", NULL},
                                    {NULL, NULL, NULL}};

static const example examples[] = {
    {"every figure of the demo city, also per form of housing",
     "wijk-metrics --zones shapes/buurten.shp --facilities shapes/voorzieningen.csv --population shapes/inwoners.csv "
     "--by woonvorm -o out/metrics.gpkg --city-output out/city.json --overwrite"},
    {"distance, time and access over the roads",
     "wijk-metrics --zones shapes/buurten.shp --facilities shapes/voorzieningen.csv --population shapes/inwoners.csv "
     "--roads shapes/wegen.shp --metrics nearest_net,reach_net,access -o out/roads.gpkg --overwrite"},
    {"which figures there are", "wijk-metrics --list"},
    {0}};

static const char description[] =
    "Counts, rates, shares, mix, distance and spacing for every zone, and indices of concentration for the city. "
    "Without --metrics all figures are made that the sources allow. A figure that is undefined is null, with the "
    "reason beside it: never 0.\n\n"
    "Distances are straight lines from where people live (--population, else a point inside the zone) to every "
    "facility in the source, also outside the zones. With --roads they are measured over the roads too, from the place "
    "on the nearest usable road to that of the facility, one-way roads obeyed. Roads meet at their "
    "ends only: by the ids of --field roads.from and roads.to, or by place. Who is further than --snap-limit from a "
    "road, or has no way to a facility, is in no mean but in unreachable_net_count. Access shares the places of a "
    "facility out over all residents within its reach, also those outside the zones. A zoning map (--zoning) of other "
    "zones is laid over these.\n\n"
    "Facilities and people just outside the zones count where they are in the sources. --context-zones gives the zones "
    "around: those who live there share the places of access, kernels of place_density_kde are not cut off at the "
    "border, and in local autocorrelation the zones around are neighbours, with a mean and variance over all of them. "
    "A zone at the border so has the figures it would have inside a larger city. Zones around are not in the output, "
    "nor in any figure of the city.\n\n"
    "Every index of the city can be held against chance (--inference) and other borders (--sensitivity). Statistics of "
    "autocorrelation are about one figure or field (--value); the point pattern is that of the facilities in the "
    "outline "
    "of all zones. A figure per radius is named with it (ripley_1000m_k), or without it for all radii (ripley_k).\n\n"
    "x_i are the places of zone i (or its facilities, where the source knows no places), t_i its residents, a_i its "
    "land. Zones without residents and water leave every ratio. With --group and --total x_i and t_i are any two "
    "fields of "
    "the zones; y_i = t_i - x_i.";

/* ---- --list ---- */

static void list_text(const wijk_metric_family *const *families, size_t count, bool dutch, wijk_text *out) {
  for (size_t f = 0; f < count; f++) {
    wijk_text_add_format(out, "%s%s\n", f == 0 ? "" : "\n", families[f]->name);
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const char *unit = dutch ? metric->unit_nl : metric->unit_en;
      wijk_text_add_format(out, "  %-24s %s%s%s%s%s\n", metric->id, dutch ? metric->title_nl : metric->title_en,
                           unit == NULL ? "" : " [", unit == NULL ? "" : unit, unit == NULL ? "" : "]",
                           metric->level == WIJK_METRIC_ZONE ? ""
                           : dutch                           ? " (stad)"
                                                             : " (city)");
      wijk_text_add_format(out, "  %-24s %s%s%s%s\n", "", metric->formula, metric->source[0] == '\0' ? "" : " (",
                           metric->source, metric->source[0] == '\0' ? "" : ")");
    }
  }
}

static void add_member(wijk_text *out, const char *name, const char *value) {
  wijk_text_add(out, ",");
  wijk_text_add_json(out, name);
  wijk_text_add(out, ":");
  wijk_text_add_json(out, value == NULL || value[0] == '\0' ? NULL : value);
}

static void list_json(const wijk_metric_family *const *families, size_t count, wijk_text *out) {
  wijk_text_add(out, "{\"schema\":1,\"metrics\":[");
  for (size_t f = 0; f < count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      wijk_text_add(out, f + m == 0 ? "\n{\"id\":" : ",\n{\"id\":");
      wijk_text_add_json(out, metric->id);
      add_member(out, "family", families[f]->name);
      add_member(out, "level", metric->level == WIJK_METRIC_ZONE ? "zone" : "city");
      add_member(out, "title_nl", metric->title_nl);
      add_member(out, "title_en", metric->title_en);
      add_member(out, "unit_nl", metric->unit_nl);
      add_member(out, "unit_en", metric->unit_en);
      add_member(out, "formula", metric->formula);
      add_member(out, "source", metric->source);
      wijk_text_add_format(out, ",\"by\":%s}", metric->flags & WIJK_METRIC_BY ? "true" : "false");
    }
  }
  wijk_text_add(out, "\n]}\n");
}

static wijk_status list(run *run, wijk_error *err) {
  size_t count;
  const wijk_metric_family *const *families = wijk_metric_families(&count);
  wijk_text text = {0};
  if (run_flag(run, "json")) {
    list_json(families, count, &text);
    run->answered = true;
  } else {
    list_text(families, count, run_dutch(run), &text);
  }
  wijk_status status = wijk_text_check(&text, err);
  if (status == WIJK_OK) {
    status = run_write_bytes(run, "-", text.bytes, text.length, err);
  }
  wijk_text_free(&text);
  return status;
}

/* ---- what is asked ---- */

static wijk_status read_radii(run *run, wijk_subject_sources *sources, wijk_error *err) {
  double *radii;
  size_t count;
  if (list_numbers(run, "radii", &radii, &count, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t r = 0; r < count; r++) {
    if (!(radii[r] >= 1) || radii[r] != floor(radii[r]) || radii[r] > 1e6) {
      return wijk_error_set(err, WIJK_USAGE, "--radii: a radius is a whole number of metres, from 1 to 1000000");
    }
    for (size_t other = 0; other < r; other++) {
      if (radii[other] == radii[r]) {
        return wijk_error_set(err, WIJK_USAGE, "--radii: %.0f is given twice", radii[r]);
      }
    }
  }
  sources->radii_m = radii;
  sources->radius_count = count;
  return WIJK_OK;
}

static wijk_status read_request(run *run, wijk_metric_request *request, wijk_error *err) {
  *request = (wijk_metric_request){0};
  if (list_texts(run, "metrics", &request->ids, &request->id_count, err) != WIJK_OK ||
      list_texts(run, "by", &request->by, &request->by_count, err) != WIJK_OK) {
    return err->status;
  }
  if (request->by_count > 0 && run_text(run, "group") != NULL) {
    return wijk_error_set(err, WIJK_USAGE, "--by repeats by a field of facilities, and --group does without them");
  }
  return wijk_metric_request_check(request, err) == WIJK_OK ? method_check(run, request, err) : err->status;
}

static wijk_status load_zoning(run *run, wijk_subject_sources *sources, wijk_error *err) {
  wijk_source source;
  wijk_layer *zoning = NULL;
  if (run_text(run, "zoning") == NULL) {
    sources->norm_count = 0; /* of a study file; on the command line it wants --zoning */
    return WIJK_OK;
  }
  if (run_source(run, "zoning", run_text(run, "zoning"), &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &zoning, err) != WIJK_OK) {
    return err->status;
  }
  sources->zoning = zoning;
  return WIJK_OK;
}

static wijk_status load(run *run, const wijk_metric_request *request, wijk_subject_sources *sources, wijk_roads **roads,
                        wijk_error *err) {
  wijk_layer *zones, *facilities, *population;
  wijk_zone_class *norms;
  wijk_method *method = WIJK_ARENA_ADD(run->arena, wijk_method, 1, err);
  if (method == NULL) {
    return WIJK_MEMORY;
  }
  *method = wijk_method_default();
  *sources = (wijk_subject_sources){.method = method,
                                    .group_field = run_text(run, "group"),
                                    .total_field = run_text(run, "total"),
                                    .threads = run_threads(run),
                                    .seed = run_whole(run, "seed", 1)};
  const char *const *fields;
  size_t field_count;
  if (read_radii(run, sources, err) != WIJK_OK || method_indices(run, method, err) != WIJK_OK ||
      method_autocorrelation(run, method, err) != WIJK_OK || method_access(run, method, err) != WIJK_OK ||
      method_inference(run, method, err) != WIJK_OK || method_pattern(run, method, err) != WIJK_OK ||
      method_density(run, method, err) != WIJK_OK || method_roads(run, method, err) != WIJK_OK ||
      method_fields(run, method, request, &fields, &field_count, err) != WIJK_OK ||
      list_texts(run, "forms", &sources->forms, &sources->form_count, err) != WIJK_OK ||
      list_norms(run, &norms, &sources->norm_count, err) != WIJK_OK || run_check_targets(run, err) != WIJK_OK) {
    return err->status;
  }
  aside *people = run_population_begin(run, err), *ways = run_roads_begin(run, err);
  if (err->status == WIJK_OK && run_zones(run, &zones, err) == WIJK_OK) {
    run_facilities_needed(run, fields, field_count, &facilities, err);
  }
  run_population_end(run, people, &population, err);
  if (run_roads_end(run, ways, roads, err) != WIJK_OK) {
    return err->status;
  }
  sources->roads = *roads;
  sources->norms = norms;
  sources->zones = zones;
  sources->facilities = facilities;
  sources->population = population;
  if (method_check_centre(run, method, zones, err) != WIJK_OK) {
    return err->status;
  }
  return run_context_zones(run, &sources->context, err) == WIJK_OK ? load_zoning(run, sources, err) : err->status;
}

/* ---- sensitivity ---- */

/* "wijken" of "data/wijken.shp": what a level is called. */
static const char *stem_of(run *run, const char *path, wijk_error *err) {
  const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
  return wijk_arena_text_part(run->arena, name, strcspn(name, "."), err);
}

static wijk_status load_levels(run *run, wijk_sensitivity *how, wijk_error *err) {
  size_t count;
  const char *const *paths = run_texts(run, "also-zones", &count);
  const wijk_layer **layers = WIJK_ARENA_ADD(run->arena, const wijk_layer *, count, err);
  const char **names = WIJK_ARENA_ADD(run->arena, const char *, count, err);
  if (layers == NULL || names == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < count; k++) {
    wijk_layer *layer;
    names[k] = stem_of(run, paths[k], err);
    for (size_t other = 0; names[k] != NULL && other < k; other++) {
      if (strcmp(names[other], names[k]) == 0) {
        return wijk_error_set(err, WIJK_USAGE, "--also-zones: two files are called '%s'", names[k]);
      }
    }
    if (names[k] == NULL || run_other_zones(run, paths[k], &layer, err) != WIJK_OK) {
      return err->status;
    }
    layers[k] = layer;
  }
  how->layers = layers;
  how->names = names;
  how->layer_count = count;
  return WIJK_OK;
}

static wijk_status read_sensitivity(run *run, wijk_sensitivity *how, wijk_error *err) {
  const bool all = run_flag(run, "sensitivity");
  const double cell_m = run_number(run, "cell-size");
  *how = (wijk_sensitivity){.cell_m = all ? cell_m : 0, .radii = all};
  if (all && !(cell_m >= 10 && cell_m <= 1e6)) {
    return wijk_error_set(err, WIJK_USAGE, "--cell-size: a size is from 10 to 1000000 metres");
  }
  return load_levels(run, how, err);
}

static wijk_status write_city(run *run, wijk_error *err) {
  const char *path = run_text(run, "city-output");
  char *json;
  if (path == NULL) {
    return WIJK_OK;
  }
  if (wijk_write_city(&run->report, &json, run->arena, err) != WIJK_OK ||
      run_write_bytes(run, path, json, strlen(json), err) != WIJK_OK) {
    return err->status;
  }
  const char *slash = strrchr(path, '/');
  return wijk_report_add_output(&run->report, slash == NULL ? path : slash + 1, err);
}

static wijk_status compute(run *run, const wijk_metric_request *request, const wijk_subject_sources *sources,
                           const wijk_sensitivity *how, wijk_layer **result, wijk_error *err) {
  wijk_subject subject;
  run_progress(run, "zones and facilities", 0.3);
  if (wijk_subject_new(sources, run->arena, &run->report, &subject, err) != WIJK_OK) {
    return wijk_error_frame(err, "bringing zones and facilities together");
  }
  run_progress(run, "metrics", 0.6);
  if (wijk_metrics_compute(&subject, sources->zones, sources->facilities, request, run->arena, &run->report, result,
                           err) != WIJK_OK ||
      wijk_context_compute(&subject, sources, request, *result, run->arena, &run->report, err) != WIJK_OK) {
    return err->status;
  }
  if ((how->radii || how->layer_count > 0) &&
      wijk_sensitivity_compute(&subject, sources, request, how, run->arena, &run->report, err) != WIJK_OK) {
    return wijk_error_frame(err, "computing the indices for other borders");
  }
  run_progress(run, "metrics", 1);
  return WIJK_OK;
}

static wijk_status work(run *run, wijk_error *err) {
  wijk_metric_request request;
  wijk_subject_sources sources;
  wijk_sensitivity how;
  wijk_roads *roads = NULL;
  wijk_layer *result;
  if (run_flag(run, "list")) {
    return list(run, err);
  }
  if (!run_given(run, "output") && !run_given(run, "city-output") && !run_given(run, "report") &&
      !run_flag(run, "json")) {
    wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
    return wijk_error_hint(err, "name a file with --output or --city-output, or give --json or --list");
  }
  wijk_status status = read_request(run, &request, err);
  if (status == WIJK_OK) {
    status = load(run, &request, &sources, &roads, err);
  }
  if (status == WIJK_OK) {
    status = read_sensitivity(run, &how, err);
  }
  if (status == WIJK_OK) {
    status = compute(run, &request, &sources, &how, &result, err);
  }
  wijk_roads_free(roads);
  const wijk_style *style;
  if (status != WIJK_OK || run_style_numbers(run, result, "places_per_1000", &style, err) != WIJK_OK ||
      run_write_layer(run, result, style, err) != WIJK_OK) {
    return err->status;
  }
  return write_city(run, err);
}

/* Help and manual name every figure; the list is written once, in the library. */
static void describe(wijk_text *text) {
  size_t count;
  const wijk_metric_family *const *families = wijk_metric_families(&count);
  wijk_text_add(text, description);
  for (size_t f = 0; f < count; f++) {
    wijk_text_add_format(text, "%s%s:", f == 0 ? "\n\nFamilies and their figures: " : "; ", families[f]->name);
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      bool said = false;
      for (size_t before = 0; before < m; before++) {
        said = said || strcmp(families[f]->metrics[before].id, metric->id) == 0;
      }
      if (!said) {
        wijk_text_add_format(text, " %s", metric->id);
      }
    }
  }
}

int main(int argc, char **argv) {
  wijk_text text = {0};
  describe(&text);
  const program metrics = {.name = "wijk-metrics",
                           .summary = "how concentrated, how far, per zone and for the city?",
                           .description = text.failed ? description : text.bytes,
                           .shared = shared,
                           .options = options,
                           .needs = needs,
                           .examples = examples,
                           .run = work};
  int code = program_main(&metrics, argc, argv);
  wijk_text_free(&text);
  return code;
}
