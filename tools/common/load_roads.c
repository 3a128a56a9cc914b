/* SPDX-License-Identifier: EUPL-1.2 */
/* From a layer of lines and the options about it to a graph. */
#include <math.h>
#include <string.h>

#include "common/lists.h"
#include "common/program.h"

static wijk_status read_rule(run *run, const wijk_source *source, const wijk_layer *lines, wijk_roads_rule *rule,
                             wijk_error *err) {
  *rule = wijk_roads_rule_find(lines);
  for (size_t i = 0; i < source->choice_count; i++) {
    if (strcmp(source->choices[i].role, "length") == 0) { /* a field of lengths is used where it is asked for */
      rule->length_field = source->choices[i].field;
    }
  }
  const double speed = run_number(run, "speed"), join = run_number(run, "road-join");
  if (!isnan(speed) && !(speed > 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--speed: a speed is above 0 km/h");
  }
  if (!isnan(join) && !(join >= 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--road-join: a distance is not below 0 metres");
  }
  rule->speed_kmh = speed;
  rule->snap_m = isnan(join) ? 0 : join;
  rule->skip_faulty = run_flag(run, "skip-faulty");
  if (!run_given(run, "road-classes")) {
    return WIJK_OK;
  }
  if (rule->class_field == NULL) {
    wijk_error_set(err, WIJK_USAGE, "--road-classes: '%s' has no field of classes", lines->name);
    return wijk_error_hint(err, "name it with --field roads.class=FIELD");
  }
  return list_texts(run, "road-classes", &rule->classes, &rule->class_count, err);
}

wijk_status run_roads(run *run, wijk_roads **roads, wijk_error *err) {
  static const char *const about_roads[] = {"speed", "snap-limit", "snap-leg", "road-classes", "road-join"};
  wijk_source source;
  wijk_layer *lines;
  wijk_roads_rule rule;
  *roads = NULL;
  if (run_text(run, "roads") == NULL) {
    for (size_t i = 0; i < sizeof about_roads / sizeof about_roads[0]; i++) {
      if (run_asked(run, about_roads[i])) {
        return wijk_error_set(err, WIJK_USAGE, "--%s is about roads: give them with --roads", about_roads[i]);
      }
    }
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
