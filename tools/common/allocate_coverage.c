/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/allocate_coverage.h"

#include <math.h>
#include <stdio.h>

#include "common/style.h"

/* ---- sources ---- */

static const wijk_table_column household_columns[] = {
    {"zone", "buurtcode bu_code wijkcode wk_code gwb_code statcode zone_id code id key", 't', true, 0, 0},
    {"households", "huishoudens aantal_huishoudens households aantal", 'w', true, 0, 1e6}};

static wijk_status read_households(run *run, wijk_table *table, wijk_error *err) {
  wijk_source source;
  if (!run_text(run, "households")) {
    wijk_error_set(err, WIJK_USAGE, "no table of households is given");
    return wijk_error_hint(err, "name it with --households, or in a study file: zone, households");
  }
  if (run_source(run, "households", run_text(run, "households"), &source, err) != WIJK_OK)
    return err->status;
  source.keep_going = true;
  return wijk_read_table(&source, household_columns, sizeof household_columns / sizeof *household_columns, run->arena,
                         &run->report, table, err);
}

static wijk_status read_bases(run *run, const wijk_layer **bases, wijk_error *err) {
  wijk_source source;
  wijk_layer *layer;
  *bases = NULL;
  if (!run_text(run, "bases"))
    return WIJK_OK;
  if (run_source(run, "bases", run_text(run, "bases"), &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &layer, err) != WIJK_OK)
    return err->status;
  *bases = layer;
  return WIJK_OK;
}

static wijk_status read_sources(run *run, size_t first, wijk_coverage_places *places, wijk_error *err) {
  wijk_layer *zones, *population;
  wijk_table *households = WIJK_ARENA_ADD(run->arena, wijk_table, 1, err);
  wijk_coverage_sources sources = {.households = households, .threads = run_threads(run)};
  if (!households || run_zones(run, &zones, err) != WIJK_OK || read_households(run, households, err) != WIJK_OK ||
      read_bases(run, &sources.bases, err) != WIJK_OK || run_population(run, &population, err) != WIJK_OK)
    return err->status;
  sources.zones = zones;
  sources.population = population;
  return wijk_coverage_locate(&sources, first, run->arena, &run->report, places, err);
}

/* ---- options ---- */

static wijk_status read_wishes(run *run, wijk_coverage_problem *p, wijk_coverage_limits *limits, wijk_error *err) {
  p->caseload = run_whole(run, "caseload", 0);
  p->workers = run_text(run, "workers") ? run_whole(run, "workers", 0) : WIJK_NONE;
  p->furthest_m = run_number(run, "furthest");
  *limits = (wijk_coverage_limits){.nodes = (long)run_whole(run, "nodes", 0),
                                   .gap_share = run_number(run, "gap"),
                                   .seconds = run_text(run, "max-seconds") ? run_number(run, "max-seconds") : 0};
  if (p->caseload == 0 || p->caseload > 1000000)
    return wijk_error_set(err, WIJK_USAGE, "--caseload is how many households a worker serves at most, 1 to 1000000");
  if (p->workers == 0)
    return wijk_error_set(err, WIJK_USAGE, "--workers is 1 or more; without it there are as many as serve everybody");
  if (p->furthest_m < 0)
    return wijk_error_set(err, WIJK_USAGE, "--furthest is a distance in metres, 0 or more");
  if (!(limits->gap_share >= 0 && limits->gap_share < 1))
    return wijk_error_set(err, WIJK_USAGE, "--gap is a share from 0 to 1, as in 0.005 for half a percent");
  return WIJK_OK;
}

static wijk_status check_asked(run *run, wijk_error *err) {
  static const char *const targets[] = {"output", "flows-output", "zones-output", "report", "json"};
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (run_given(run, targets[i]))
      return run_check_targets(run, err);
  wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
  return wijk_error_hint(err, "name a file with --output, --zones-output or --flows-output");
}

/* ---- the result ---- */

static void add(wijk_text *text, const run *run, const char *nl, const char *en) {
  wijk_text_add(text, run_dutch(run) ? nl : en);
}

static void add_number(wijk_text *text, const run *run, double value, int decimals) {
  char digits[64];
  wijk_number_write_grouped(value, decimals, run_dutch(run), digits, sizeof digits);
  wijk_text_add(text, digits);
}

static const wijk_city_value *figure(const run *run, const char *id) {
  for (size_t k = 0; k < run->report.city_count; k++)
    if (wijk_text_same(run->report.city[k].id, id))
      return &run->report.city[k];
  return NULL;
}

/* One line for who waits: "486 wijkverbinders voor 5.832 huishoudens; gemiddeld 390 m, hoogstens 2.104 m". */
static wijk_status say(const run *run, const wijk_coverage *c, wijk_error *err) {
  const wijk_coverage_value *metres = &c->goals[WIJK_COVERAGE_METRES];
  wijk_text text = {0};
  if (run->quiet)
    return WIJK_OK;
  wijk_text_add(&text, "wijk-allocate: ");
  add_number(&text, run, c->goals[WIJK_COVERAGE_WORKERS].value, 0);
  add(&text, run, " wijkverbinders voor ", " workers for ");
  add_number(&text, run, figure(run, "served_count")->value, 0);
  add(&text, run, " huishoudens; ", " households; ");
  if (!isnan(figure(run, "distance_mean_m")->value)) {
    add(&text, run, "gemiddeld ", "mean ");
    add_number(&text, run, figure(run, "distance_mean_m")->value, 0);
    add(&text, run, " m, hoogstens ", " m, at most ");
    add_number(&text, run, figure(run, "distance_max_m")->value, 0);
    wijk_text_add(&text, " m; ");
  }
  add_number(&text, run, c->goals[WIJK_COVERAGE_UNSERVED].value, 0);
  add(&text, run, " huishoudens zonder wijkverbinder; ", " households without a worker; ");
  if (metres->bound >= metres->value)
    add(&text, run, "korter kan niet", "no shorter way is possible");
  else {
    add(&text, run, "hoogstens ", "at most ");
    add_number(&text, run, 100 * (metres->value - metres->bound) / metres->value, 2);
    add(&text, run, " % van de afstand kan eraf", " % of the distance can be saved");
  }
  wijk_text_add(&text, "\n");
  if (wijk_text_check(&text, err) == WIJK_OK)
    fputs(text.bytes, stderr);
  wijk_text_free(&text);
  return err->status;
}

static wijk_status write_outputs(run *run, const wijk_coverage_places *places, const wijk_coverage *c,
                                 wijk_error *err) {
  const bool dutch = run_dutch(run);
  wijk_layer *workers, *zones, *flows;
  const wijk_style *style;
  if (wijk_coverage_workers(places, c, dutch, run->arena, &workers, err) != WIJK_OK ||
      wijk_coverage_zones(places, c, dutch, run->arena, &zones, err) != WIJK_OK ||
      wijk_coverage_flows(places, c, dutch, run->arena, &flows, err) != WIJK_OK ||
      run_style_numbers(run, zones, "distance_mean_m", &style, err) != WIJK_OK ||
      run_write_layer(run, workers, NULL, err) != WIJK_OK ||
      run_write_layer_to(run, "zones-output", zones, style, err) != WIJK_OK)
    return err->status;
  return run_write_layer_to(run, "flows-output", flows, NULL, err);
}

wijk_status allocate_coverage(run *run, wijk_error *err) {
  wijk_coverage_places places = {0};
  wijk_coverage_problem wishes = {0};
  wijk_coverage_limits limits;
  wijk_coverage coverage;
  const size_t first = run->report.finding_count;
  if (check_asked(run, err) != WIJK_OK || read_wishes(run, &wishes, &limits, err) != WIJK_OK ||
      read_sources(run, first, &places, err) != WIJK_OK)
    return err->status;
  places.problem.caseload = wishes.caseload;
  places.problem.workers = wishes.workers;
  places.problem.furthest_m = wishes.furthest_m;
  run_progress(run, "covering", 0.5);
  if (wijk_coverage_compute(&places.problem, &limits, run->arena, &coverage, err) != WIJK_OK)
    return wijk_error_frame(err, "covering households");
  run_progress(run, "covering", 1);
  if (wijk_coverage_report(&places, &coverage, &run->report, err) != WIJK_OK || say(run, &coverage, err) != WIJK_OK)
    return err->status;
  return write_outputs(run, &places, &coverage, err);
}
