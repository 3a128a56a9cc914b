/* SPDX-License-Identifier: EUPL-1.2 */
/* One round of results: which figures were asked for, and where each goes. */
#ifndef WIJK_METRICS_RESULTS_H
#define WIJK_METRICS_RESULTS_H

#include <wijk/metric.h>

/* "Sociaal pension (18+)" becomes "sociaal_pension_18": what may stand in a field name. Accents are dropped. */
const char *wijk_metric_slug(const char *text, wijk_arena *arena, wijk_error *err);

/* An id with its part filled in: "within_{r}_count" and 500 m become "within_500m_count". */
const char *wijk_metric_expand(const wijk_subject *subject, const wijk_metric *metric, size_t part, wijk_arena *arena,
                               wijk_error *err);

/* How many figures a metric is for this subject: one, or one per radius or class. */
size_t wijk_metric_part_count(const wijk_subject *subject, const wijk_metric *metric);

/* Does the request name this metric (or its family)? A request without ids names all; `by_id`, where not NULL, says
 * whether it was named and not only meant with all. */
wijk_status wijk_metric_request_match(const wijk_metric_request *request, const wijk_subject *subject,
                                      const wijk_metric_family *family, const wijk_metric *metric, size_t part,
                                      wijk_arena *arena, bool *asked, bool *by_id, wijk_error *err);

/* Can the subject have this figure, in this edition? */
bool wijk_metric_possible(const wijk_subject *subject, const wijk_metric *metric, bool public_edition);

/* WIJK_USAGE when a figure named by its id cannot be made of what was given. */
wijk_status wijk_metric_request_possible(const wijk_metric_request *request, const wijk_subject *subject,
                                         wijk_arena *arena, wijk_error *err);

/* What the round is about: all facilities, or those of one value of --by. */
typedef struct wijk_round {
  const char *field, *value; /* NULL = all */
  const char *slug;          /* in field names */
} wijk_round;

/* Adds a missing column to `layer` for every zone figure asked for, and remembers every city figure asked for. */
wijk_results *wijk_results_new(const wijk_subject *subject, const wijk_metric_request *request, const wijk_round *round,
                               wijk_layer *layer, wijk_report *report, wijk_arena *arena, wijk_error *err);

/* What a round keeps for those that make its figures. `*lattice` is NULL until somebody makes one (metrics/lattice.h).
 */
typedef struct wijk_results_inner {
  wijk_report *report;
  wijk_arena *arena; /* of the run */
  const wijk_round *round;
  const struct wijk_lattice **lattice;
  bool lenient; /* as the request says */
} wijk_results_inner;
wijk_results_inner wijk_results_inside(const wijk_results *results);

/* The family has filled its figures; has it filled this one of the zones? */
void wijk_results_close(wijk_results *results, const wijk_metric_family *family);
bool wijk_results_made(const wijk_results *results, const wijk_metric *metric, size_t part, wijk_result *result);

/* Is any figure of the family wanted? */
bool wijk_results_wants(const wijk_results *results, const wijk_metric_family *family);

/* What became known of the chance of a city figure after it was added. Nothing happens when it was not asked for. */
void wijk_results_set_chance(wijk_results *results, const char *id, size_t part, const wijk_inference *inference);

#endif
