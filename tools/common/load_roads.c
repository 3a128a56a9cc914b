/* SPDX-License-Identifier: EUPL-1.2 */
/* From a layer of lines and the options about it to a graph. */
#include <math.h>
#include <string.h>

#include "common/lists.h"
#include "common/program.h"

static const char *choice_of(const wijk_source *source, const char *role) {
  const char *field = NULL;
  for (size_t i = 0; i < source->choice_count; i++) {
    field = strcmp(source->choices[i].role, role) == 0 ? source->choices[i].field : field;
  }
  return field;
}

/* Roads meet by the ids of their ends where there are any, unless it is said how near is near enough. */
static wijk_status read_ends(run *run, const wijk_source *source, wijk_roads_rule *rule, wijk_error *err) {
  const char *from = choice_of(source, "from"), *to = choice_of(source, "to");
  const double join = run_number(run, "road-join");
  if (!isnan(join) && !(join >= 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--road-join: a distance is not below 0 metres");
  }
  if ((from != NULL || to != NULL) && rule->from_field == NULL) {
    wijk_error_set(err, WIJK_USAGE, "--field roads.%s=%s: the ids of the other end are not known",
                   from != NULL ? "from" : "to", from != NULL ? from : to);
    return wijk_error_hint(err, "name them with --field roads.%s=FIELD", from != NULL ? "to" : "from");
  }
  if (!run_given(run, "road-join")) {
    return WIJK_OK;
  }
  if (from != NULL || to != NULL) {
    wijk_error_set(err, WIJK_USAGE,
                   "--road-join: roads meet by place or by the ids of --field roads.from and roads.to");
    return wijk_error_hint(err, "leave out one of them");
  }
  rule->from_field = rule->to_field = NULL;
  rule->snap_m = join;
  return WIJK_OK;
}

static wijk_status read_rule(run *run, const wijk_source *source, const wijk_layer *lines, wijk_roads_rule *rule,
                             wijk_error *err) {
  const double speed = run_number(run, "speed");
  *rule = wijk_roads_rule_find(lines);
  rule->length_field = choice_of(source, "length"); /* a field of lengths is used where it is asked for */
  if (!isnan(speed) && !(speed > 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--speed: a speed is above 0 km/h");
  }
  rule->speed_kmh = speed;
  rule->skip_faulty = run_flag(run, "skip-faulty");
  if (read_ends(run, source, rule, err) != WIJK_OK || !run_given(run, "road-classes")) {
    return err->status;
  }
  if (rule->class_field == NULL) {
    wijk_error_set(err, WIJK_USAGE, "--road-classes: '%s' has no field of classes", lines->name);
    return wijk_error_hint(err, "name it with --field roads.class=FIELD");
  }
  return list_texts(run, "road-classes", &rule->classes, &rule->class_count, err);
}

wijk_status run_roads(run *run, wijk_roads **roads, wijk_error *err) {
  wijk_source source;
  wijk_layer *lines;
  wijk_roads_rule rule;
  *roads = NULL;
  if (run_text(run, "roads") == NULL) {
    return WIJK_OK;
  }
  if (run_source(run, "roads", run_text(run, "roads"), &source, err) != WIJK_OK) {
    return err->status;
  }
  source.only_needed = true;
  if (wijk_read_roads(&source, run->arena, &run->report, &lines, err) != WIJK_OK ||
      read_rule(run, &source, lines, &rule, err) != WIJK_OK) {
    return err->status;
  }
  return wijk_roads_new(lines, &rule, run_threads(run), &run->report, roads, err);
}
