/* SPDX-License-Identifier: EUPL-1.2 */
/* In which zone each site lies, and what the class of each zone allows there: as the metrics have it. */
#include "scenario/plan.h"
#include <math.h>
#include <string.h>
#include <wijk/geo.h>
#include <wijk/metric.h>
#include <wijk/text.h>

/* What metrics find that has no part in a plan. */
static const char *const beside[] = {"land-area", "distance-from-interior"};

static void drop_findings(wijk_report *report, size_t first) {
  size_t kept = first;
  for (size_t i = first; i < report->finding_count; i++) {
    bool drop = false;
    for (size_t k = 0; k < 2; k++)
      drop |= report->findings[i].code && strcmp(report->findings[i].code, beside[k]) == 0;
    if (drop)
      report->warning_count -= report->findings[i].severity == WIJK_WARNING;
    else
      report->findings[kept++] = report->findings[i];
  }
  report->finding_count = kept;
}

/* ---- sites ---- */

static wijk_status find_candidates(plan_work *w, size_t first, size_t *zone, wijk_error *err) {
  const size_t count = w->site_count - first;
  double *x = WIJK_ARENA_ADD(w->arena, double, count, err), *y = WIJK_ARENA_ADD(w->arena, double, count, err);
  wijk_zone_index *index = x && y ? wijk_zone_index_new(w->r->zones, count, err) : NULL;
  for (size_t i = 0; index && i < count; i++) {
    x[i] = w->sites[first + i].x;
    y[i] = w->sites[first + i].y;
  }
  if (index)
    wijk_zone_index_find(index, count, x, y, w->r->threads, zone, NULL, err);
  wijk_zone_index_free(index);
  return err->status;
}

static wijk_status place_sites(plan_work *w, const wijk_subject *subject, wijk_error *err) {
  const size_t first = subject->facility_count;
  size_t *zone = WIJK_ARENA_ADD(w->arena, size_t, w->site_count, err);
  if (!zone || find_candidates(w, first, zone, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < w->site_count && err->status == WIJK_OK; i++) {
    const wijk_plan_site *name = &w->names[i];
    w->sites[i].zone = i < first ? subject->zone_of_facility[i] : zone[i - first];
    if (i >= first && w->sites[i].zone == WIJK_NONE && w->building[i] == i)
      plan_say(w, WIJK_WARNING,
               (plan_spot){&w->layers[name->origin], name->row, "id", "candidate-outside",
                           "move it, or add the zone it lies in", NULL},
               err, "'%s' lies outside every zone: no norm holds there, and it counts for no load", name->id);
  }
  return err->status;
}

/* ---- norms ---- */

static bool has_site(const plan_work *w, size_t zone) {
  for (size_t i = 0; i < w->site_count; i++)
    if (w->sites[i].zone == zone)
      return true;
  return false;
}

static bool is_vulnerable(const plan_work *w, const char *class_name) {
  for (size_t k = 0; class_name && k < w->r->vulnerable_count; k++)
    if (wijk_text_same(w->r->vulnerable[k], class_name))
      return true;
  return false;
}

static wijk_status no_norm(const plan_work *w, const wijk_plan_zone *zone, wijk_error *err) {
  const char *name = zone->class_name;
  const plan_spot spot = {.table = &w->zoning_table,
                          .row = WIJK_NONE,
                          .code = "no-norm",
                          .value = name ? name : zone->key,
                          .hint =
                              name ? "give the class a norm with --norm CLASS:PER_1000" : "add the zone to the zoning"};
  return name ? PLAN_FAULT(w, spot, err, "zone '%s' is of class '%s', which has no norm", zone->key, name)
              : PLAN_FAULT(w, spot, err, "zone '%s' has no class, and so no norm", zone->key);
}

static wijk_status unknown_residents(const plan_work *w, const wijk_plan_zone *zone, wijk_error *err) {
  const plan_spot spot = {.table = &w->zones_table,
                          .row = WIJK_NONE,
                          .code = "no-residents",
                          .value = zone->key,
                          .hint = "fill in the residents of the zone, or name their field with --residents"};
  return PLAN_FAULT(w, spot, err, "how many people live in zone '%s' is not known, and so not what its norm allows",
                    zone->key);
}

static wijk_status judge_zone(plan_work *w, const wijk_subject *subject, size_t z, wijk_error *err) {
  const wijk_plan_zone *zone = &w->zones[z];
  const double residents = subject->residents[z];
  wijk_ground *ground = &w->grounds[z];
  ground->vulnerable = is_vulnerable(w, zone->class_name);
  ground->allowed = ground->norm = NAN;
  if (subject->water[z] || residents == 0) {
    ground->allowed = ground->norm = 0;
    return WIJK_OK;
  }
  if (isnan(residents))
    return has_site(w, z) ? unknown_residents(w, zone, err) : WIJK_OK;
  if (subject->zone_norm[z].rule == WIJK_NORM_NONE)
    return no_norm(w, zone, err);
  ground->allowed = ground->norm = subject->norm_per_1000[z] * residents / 1000;
  return WIJK_OK;
}

/* ---- load that is not measured ---- */

/* What is bound by a norm and measured against none. */
static void leave_unmeasured(plan_work *w, size_t z) {
  wijk_plan_zone *zone = &w->zones[z];
  bool named = false;
  for (size_t k = 0; k < w->r->unmeasured_count; k++)
    named |= zone->key && strcmp(zone->key, w->r->unmeasured[k]) == 0;
  zone->unmeasured = w->grounds[z].norm > 0 && (named || zone->residents < w->r->least_residents);
  if (zone->unmeasured)
    w->grounds[z].norm = NAN;
}

static wijk_status check_keys(const plan_work *w, wijk_error *err) {
  const size_t count = w->r->zones->row_count;
  const char **keys = WIJK_ARENA_ADD(w->arena, const char *, count, err);
  for (size_t z = 0; keys && z < count; z++)
    keys[z] = w->zones[z].key ? w->zones[z].key : "";
  for (size_t k = 0; keys && k < w->r->unmeasured_count; k++) {
    bool found = false;
    for (size_t z = 0; z < count; z++)
      found |= strcmp(keys[z], w->r->unmeasured[k]) == 0;
    if (found)
      continue;
    wijk_error_set(err, WIJK_USAGE, "--unmeasured '%s': there is no zone with that key", w->r->unmeasured[k]);
    const char *near = wijk_text_find_nearest(w->r->unmeasured[k], keys, count);
    return near ? wijk_error_hint(err, "did you mean '%s'?", near)
                : wijk_error_hint(err, "keys are those of --zones, to the letter");
  }
  return err->status;
}

static wijk_status say_unmeasured(const plan_work *w, wijk_error *err) {
  wijk_text text = {0};
  size_t count = 0;
  for (size_t z = 0; z < w->r->zones->row_count; z++)
    if (w->zones[z].unmeasured)
      wijk_text_add_format(&text, "%s%s", count++ ? ", " : "", w->zones[z].name ? w->zones[z].name : w->zones[z].key);
  const wijk_finding finding = {.severity = WIJK_NOTE, .code = "unmeasured", .source = w->zones_table.file};
  if (wijk_text_check(&text, err) == WIJK_OK && count > 0)
    wijk_report_add_finding(w->report, &finding, err, "the load of %zu zones is not measured, their norms hold: %s",
                            count, text.bytes);
  wijk_text_free(&text);
  return err->status;
}

static wijk_status make_zones(plan_work *w, const wijk_subject *subject, wijk_error *err) {
  const wijk_layer *layer = w->r->zones;
  const wijk_column *key = wijk_layer_find_role(layer, "key"), *name = wijk_layer_find_role(layer, "name");
  w->zones = WIJK_ARENA_ADD(w->arena, wijk_plan_zone, layer->row_count, err);
  w->grounds = WIJK_ARENA_ADD(w->arena, wijk_ground, layer->row_count, err);
  if (!w->zones || !w->grounds || place_sites(w, subject, err) != WIJK_OK)
    return err->status;
  for (size_t z = 0; z < layer->row_count && err->status == WIJK_OK; z++) {
    const int class_row = subject->zone_class ? subject->zone_class[z] : -1;
    w->zones[z] = (wijk_plan_zone){.key = key && key->texts ? key->texts[z] : NULL,
                                   .name = name && name->texts ? name->texts[z] : NULL,
                                   .class_name = class_row < 0 ? NULL : subject->classes[class_row],
                                   .residents = subject->residents[z]};
    judge_zone(w, subject, z, err);
    leave_unmeasured(w, z);
  }
  return err->status == WIJK_OK && check_keys(w, err) == WIJK_OK ? say_unmeasured(w, err) : err->status;
}

wijk_status plan_read_zones(plan_work *w, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  const wijk_subject_sources sources = {.zones = r->zones,
                                        .facilities = w->layers[WIJK_ORIGIN_LOCATION].layer,
                                        .zoning = r->zoning,
                                        .norms = r->norms,
                                        .norm_count = r->norm_count,
                                        .threads = r->threads};
  const size_t first = w->report->finding_count;
  wijk_subject subject;
  if (wijk_subject_new(&sources, w->arena, w->report, &subject, err) != WIJK_OK)
    return wijk_error_frame(err, "bringing zones and facilities together");
  drop_findings(w->report, first);
  return make_zones(w, &subject, err);
}
