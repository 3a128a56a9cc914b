/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs the cases of a file: what each expects, and what comes out. Exit 0 all good, 1 not, 77 nothing could be run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case.h"

typedef struct outcome {
  size_t checked, failed, skipped;
} outcome;

static void fail(const one_case *c, const case_expect *e, outcome *o, const char *found) {
  printf("%s:%d: %s%s%s%s%s: expected %s%s%s, found %s\n", c->file, e->line, e->id, e->of == NULL ? "" : " of ",
         e->of == NULL ? "" : e->of, e->zone == NULL ? "" : " in ", e->zone == NULL ? "" : e->zone, e->value,
         e->reason == NULL ? "" : " ", e->reason == NULL ? "" : e->reason, found);
  o->failed++;
}

/* `value` NaN = null, then `reason` says why. */
static void check_number(const one_case *c, const case_expect *e, double value, const char *reason, outcome *o) {
  char found[200];
  double wanted = NAN;
  if (isnan(value)) {
    snprintf(found, sizeof found, "null %s", reason == NULL ? "" : reason);
    if (strcmp(e->value, "null") != 0 || (e->reason != NULL && (reason == NULL || strcmp(e->reason, reason) != 0))) {
      fail(c, e, o, found);
    }
    return;
  }
  wijk_number_write(value, found);
  if (!wijk_number_read(e->value, strlen(e->value), &wanted) || !(fabs(value - wanted) <= e->within)) {
    fail(c, e, o, found);
  }
}

static void check_zone(const one_case *c, const case_expect *e, const wijk_layer *layer, outcome *o) {
  const wijk_column *key = wijk_layer_find_role(layer, "key");
  const wijk_column *column = wijk_layer_find(layer, e->id);
  size_t row = 0;
  while (row < layer->row_count && strcmp(key->texts[row], e->zone) != 0) {
    row++;
  }
  if (column == NULL || row == layer->row_count) {
    fail(c, e, o, column == NULL ? "no such column" : "no such zone");
    return;
  }
  const wijk_reason reason = wijk_column_reason(column, row);
  if (column->type == WIJK_COLUMN_NUMBER) {
    check_number(c, e, column->numbers[row], wijk_reason_text(reason, false), o);
  } else if (strcmp(e->value, column->texts[row] == NULL ? "null" : column->texts[row]) != 0) {
    fail(c, e, o, column->texts[row] == NULL ? "null" : column->texts[row]);
  }
}

static void check_city(const one_case *c, const case_expect *e, const wijk_report *report, outcome *o) {
  for (size_t i = 0; i < report->city_count; i++) {
    const wijk_city_value *v = &report->city[i];
    const bool same = e->of == NULL || v->by == NULL ? e->of == NULL && v->by == NULL : strcmp(e->of, v->by) == 0;
    if (same && strcmp(e->id, v->id) == 0) {
      const double value = e->of_chance == NULL                    ? v->value
                           : strcmp(e->of_chance, "p") == 0        ? v->p
                           : strcmp(e->of_chance, "variance") == 0 ? v->variance
                                                                   : v->expected;
      check_number(c, e, value, v->reason, o);
      return;
    }
  }
  fail(c, e, o, "no such figure");
}

/* "expect fails data" and "expect warns code" are about the run itself. */
static bool check_run(const one_case *c, const case_expect *e, const wijk_report *report, const wijk_error *err,
                      outcome *o) {
  static const char *const names[] = {"ok", "no", "usage", "data", "io", "memory", "bug"};
  if (strcmp(e->id, "fails") == 0) {
    if (strcmp(e->value, names[err->status]) != 0) {
      fail(c, e, o, names[err->status]);
    }
    return true;
  }
  if (strcmp(e->id, "finding") != 0) {
    return false;
  }
  for (size_t i = 0; i < report->finding_count; i++) {
    if (strcmp(report->findings[i].code, e->value) == 0) {
      return true;
    }
  }
  fail(c, e, o, "no such finding");
  return true;
}

static wijk_status compute(const one_case *c, const case_world *world, wijk_arena *arena, wijk_report *report,
                           wijk_layer **result, wijk_error *err) {
  const wijk_subject_sources sources = {.zones = world->zones,
                                        .facilities = world->facilities,
                                        .population = world->population,
                                        .zoning = world->zoning,
                                        .roads = world->roads,
                                        .group_field = c->group,
                                        .total_field = c->total,
                                        .forms = c->forms,
                                        .form_count = c->form_count,
                                        .norms = c->norms,
                                        .norm_count = c->norm_count,
                                        .method = &c->method,
                                        .radii_m = c->radii,
                                        .radius_count = c->radius_count,
                                        .threads = 1,
                                        .seed = 1};
  const wijk_metric_request request = {
      .ids = c->metrics, .id_count = c->metric_count, .by = c->by, .by_count = c->by_count};
  wijk_subject subject;
  const wijk_status status = wijk_subject_new(&sources, arena, report, &subject, err);
  return status == WIJK_OK
             ? wijk_metrics_compute(&subject, world->zones, world->facilities, &request, arena, report, result, err)
             : status;
}

static bool is_here(const one_case *c, wijk_arena *arena, wijk_error *err) {
  const char *shared = getenv("WIJK_SHARED");
  const char *path = shared == NULL ? NULL : wijk_arena_format(arena, err, "%s/%s", shared, c->shapes);
  return c->shapes == NULL || (path != NULL && access(path, R_OK) == 0);
}

static void run_case(const one_case *c, wijk_arena *arena, outcome *o) {
  wijk_error err = {0};
  wijk_report report;
  case_world world = {0};
  wijk_layer *result = NULL;
  if (!is_here(c, arena, &err)) {
    printf("%s:%d: SKIPPED: %s is not here (WIJK_SHARED)\n", c->file, c->line, c->shapes);
    o->skipped++;
    return;
  }
  wijk_report_new("cases", arena, &report, &err);
  world_build(c, arena, &report, &world, &err);
  if (err.status == WIJK_OK && (world.facilities != NULL || c->group != NULL)) {
    compute(c, &world, arena, &report, &result, &err);
  }
  wijk_roads_free(world.roads);
  bool meant = false;
  for (size_t i = 0; i < c->expect_count; i++) {
    const case_expect *e = &c->expects[i];
    o->checked++;
    if (check_run(c, e, &report, &err, o)) {
      meant = meant || strcmp(e->id, "fails") == 0;
      continue;
    }
    if (err.status != WIJK_OK) {
      break;
    }
    if (e->zone == NULL) {
      check_city(c, e, &report, o);
    } else {
      check_zone(c, e, result == NULL || wijk_layer_find(result, e->id) == NULL ? world.zoning : result, o);
    }
  }
  if (err.status != WIJK_OK && !meant) {
    printf("%s:%d: %s\n", c->file, c->line, err.message);
    o->failed++;
  }
  if (c->expect_count == 0) {
    printf("%s:%d: the case expects nothing\n", c->file, c->line);
    o->failed++;
  }
}

/* "within_500m_count__opvang" was made of "within_{r}_count". */
static bool is_of(const char *id, const char *made) {
  const char *open = strchr(id, '{'), *tail = open == NULL ? NULL : strchr(open, '}') + 1;
  const size_t length = strcspn(made, "_") == strlen(made) || strstr(made, "__") == NULL
                            ? strlen(made)
                            : (size_t)(strstr(made, "__") - made);
  if (open == NULL) {
    return strlen(id) == length && strncmp(id, made, length) == 0;
  }
  const size_t head = (size_t)(open - id), end = strlen(tail);
  const bool fits = length > head + end && strncmp(id, made, head) == 0 && strncmp(made + length - end, tail, end) == 0;
  /* "within_500m_net_count" is not of "within_{r}_count" */
  return fits && (open[1] != 'r' || memchr(made + head, '_', length - head - end) == NULL);
}

/* Every metric has an expectation with a number somewhere. */
static size_t check_cover(const case_expect *expects, size_t count) {
  size_t family_count, uncovered = 0;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      bool found = false;
      for (size_t i = 0; i < count && !found; i++) {
        const bool of_class = expects[i].of != NULL && strstr(expects[i].of, "zone_class=") != NULL;
        found = is_of(metric->id, expects[i].id) && strcmp(expects[i].value, "null") != 0 &&
                (expects[i].zone != NULL) == (metric->level == WIJK_METRIC_ZONE) &&
                (metric->level == WIJK_METRIC_ZONE || of_class == (metric->part == WIJK_PART_CLASS));
      }
      if (!found) {
        printf("%s (%s) has no case\n", metric->id, metric->level == WIJK_METRIC_ZONE ? "zone" : "city");
        uncovered++;
      }
    }
  }
  return uncovered;
}

int main(int argc, char **argv) {
  const bool cover = argc > 1 && strcmp(argv[1], "--cover") == 0;
  wijk_error err = {0};
  wijk_arena *kept = wijk_arena_new(&err);
  outcome o = {0};
  static case_expect all[10000];
  size_t all_count = 0, cases = 0;
  for (int a = cover ? 2 : 1; a < argc; a++) {
    FILE *stream = fopen(argv[a], "r");
    if (stream == NULL) {
      printf("%s: cannot be read\n", argv[a]);
      return 1;
    }
    const char *slash = strrchr(argv[a], '/');
    int line = 0;
    one_case *c = malloc(sizeof *c);
    while (c != NULL && case_read(stream, slash == NULL ? argv[a] : slash + 1, &line, kept, c, &err)) {
      wijk_arena *arena = wijk_arena_new(&err);
      cases++;
      for (size_t i = 0; i < c->expect_count && all_count < sizeof all / sizeof *all; i++) {
        all[all_count++] = c->expects[i];
      }
      if (!cover) {
        run_case(c, arena, &o);
      }
      wijk_arena_free(arena);
    }
    free(c);
    fclose(stream);
  }
  if (err.status != WIJK_OK) {
    printf("%s\n", err.message);
    o.failed++;
  }
  if (cover) {
    o.failed += check_cover(all, all_count);
  }
  printf("%zu cases, %zu expectations, %zu failed, %zu skipped\n", cases, all_count, o.failed, o.skipped);
  wijk_arena_free(kept);
  return o.failed > 0 ? 1 : !cover && o.skipped > 0 && o.checked == 0 ? 77 : 0;
}
