/* SPDX-License-Identifier: EUPL-1.2 */
/* Places per resident within reach, shared with everybody who has them within reach: the two-step floating catchment.
 *
 * First each facility divides its places over the residents around it, R_j = S_j / Σ_k P_k W_kj; then each home adds up
 * what the facilities around it have for it, A_i = Σ_j R_j W_ij. W is 1 within the catchment (Luo and Wang 2003), or
 * falls from ring to ring (Luo and Qi 2009). Nothing is lost on the way: Σ P_i A_i = Σ S_j over the facilities that
 * anybody can reach. People just outside the zones share the places too, and facilities there have theirs. */
#include <wijk/number.h>
#include <wijk/text.h>

#include "metrics/access.h"
#include "metrics/family.h"
#include "metrics/homes_spread.h"
#include "metrics/subject.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE)
#define ACCESS(id, level, needs, laws, title_nl, title_en, formula, source)                                            \
  {                                                                                                                    \
    id, level, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES | (needs), LAWS | (laws), title_nl, title_en,     \
        "plaatsen per 1.000 inwoners", "places per 1,000 residents", formula, source                                   \
  }
#define LEVELS(id, needs, title_nl, title_en, formula, source)                                                         \
  ACCESS(id, WIJK_METRIC_ZONE, needs, WIJK_LAW_SHARED_OUT, title_nl, title_en, formula, source),                       \
      ACCESS(id, WIJK_METRIC_CITY, needs, 0, title_nl ", stad", title_en ", city", formula ", in all zones", source)

static const wijk_metric metrics[] = {
    LEVELS("access_2sfca", 0, "Bereikbare plaatsen", "Places within reach",
           "1000 Σ_j R_j over facilities within the catchment, R_j = S_j / Σ_k P_k within it, residents of "
           "--context-zones too; "
           "mean over residents",
           "Luo & Wang 2003"),
    LEVELS("access_e2sfca", 0, "Bereikbare plaatsen, naar afstand gewogen", "Places within reach, weighted by distance",
           "1000 Σ_j R_j W_ij, R_j = S_j / Σ_k P_k W_kj, W by ring; mean over residents", "Luo & Qi 2009"),
    LEVELS("access_2sfca_net", WIJK_NEEDS_ROADS, "Over de weg bereikbare plaatsen",
           "Places within reach over the roads",
           "as access_2sfca, distances over the roads; mean over residents near a road", "Luo & Wang 2003"),
    LEVELS("access_e2sfca_net", WIJK_NEEDS_ROADS, "Over de weg bereikbare plaatsen, naar afstand gewogen",
           "Places within reach over the roads, weighted by distance",
           "as access_e2sfca, distances over the roads; mean over residents near a road", "Luo & Qi 2009"),
};

static wijk_status check_rings(const wijk_rings *rings, wijk_error *err) {
  for (size_t r = 0; r < rings->count; r++) {
    if (!(rings->radius_m[r] > (r == 0 ? 0 : rings->radius_m[r - 1])) || !(rings->weight[r] > 0)) {
      return wijk_error_set(err, WIJK_USAGE, "the rings of access need radii above 0 that rise, and weights above 0");
    }
  }
  return rings->count > 0 ? WIJK_OK : wijk_error_set(err, WIJK_USAGE, "access needs a radius");
}

/* ---- per zone and city ---- */

/* A home where nobody lives may be near a facility that nobody shares: places for no residents. Anything else that is
 * not known is for want of places. */
static wijk_reason why_unknown(const wijk_homes *homes, size_t first, size_t count) {
  bool anybody = false;
  for (size_t h = first; h < first + count && !anybody; h++) {
    anybody = homes->weight[h] > 0;
  }
  return anybody ? WIJK_REASON_UNKNOWN_CAPACITY : WIJK_REASON_NO_RESIDENTS;
}

static wijk_status fill(const wijk_subject *subject, const wijk_road_homes *homes, bool net, double *access,
                        const char *id, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_road_answers answers;
  bool *known = WIJK_ARENA_ADD(scratch, bool, homes->all.count, err);
  if (known == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t h = 0; h < homes->all.count; h++) {
    known[h] = !net || wijk_is_on_road(&homes->place[h]);
    access[h] *= 1000;
  }
  const wijk_status status = wijk_road_homes_answer(subject, homes, access, known, scratch, &answers, err);
  if (status != WIJK_OK) {
    return status;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    const size_t first = answers.homes.first[i], count = answers.homes.first[i + 1] - first;
    if (count > 0) {
      answers.why[i] = (uint8_t)why_unknown(&answers.homes, first, count);
    }
  }
  const wijk_homes_spread spread = {
      .why = answers.why,
      .why_all = answers.homes.count > 0 ? why_unknown(&answers.homes, 0, answers.homes.count) : answers.why_all};
  return wijk_homes_spread_fill_mean(&spread, subject->zone_count, id, 0, &answers.homes, answers.values, results, err);
}

/* Places that are nobody's: they are in no figure, and that is to be known. */
static wijk_status tell_unserved(const wijk_subject *subject, const wijk_rings *rings, bool net, const double *people,
                                 const char *id, wijk_results *results, wijk_error *err) {
  wijk_text list = {0};
  char reach[WIJK_NUMBER_SIZE];
  size_t count = 0;
  double places = 0;
  wijk_number_write(rings->radius_m[rings->count - 1], reach);
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (!(people[f] > 0)) {
      char number[WIJK_NUMBER_SIZE];
      wijk_subject_list(&list, wijk_subject_facility(subject, f, number), count++);
      places += subject->capacity[f] > 0 ? subject->capacity[f] : 0;
    }
  }
  wijk_status status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0 && wijk_results_are_of_all(results)) {
    status = wijk_report_add_finding(
        wijk_results_report(results), &(wijk_finding){.severity = WIJK_WARNING, .code = "access-unserved"}, err,
        "%s: nobody lives within %s m%s of %zu %s with %.0f %s, which are in nobody's access: %s", id, reach,
        net ? " over the roads" : "", count, wijk_plural(count, "facility", "facilities"), places,
        places == 1 ? "place" : "places", list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

typedef struct access_figure {
  const char *id;
  bool net;
  wijk_rings rings;
} access_figure;

static wijk_status compute_figure(const wijk_subject *subject, wijk_demand *demand, const access_figure *figure,
                                  wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(scratch);
  wijk_access found = {.access = WIJK_ARENA_ADD(scratch, double, demand->homes.all.count, err),
                       .people = WIJK_ARENA_ADD(scratch, double, subject->facility_count, err)};
  if (found.access == NULL || found.people == NULL) {
    return WIJK_MEMORY;
  }
  const bool known = subject->capacity != NULL; /* a source without places says nothing of anybody */
  wijk_status status = check_rings(&figure->rings, err);
  for (size_t h = 0; h < demand->homes.all.count; h++) {
    found.access[h] = NAN;
  }
  if (status == WIJK_OK && known) {
    status =
        (figure->net ? wijk_access_net : wijk_access_straight)(subject, demand, &figure->rings, scratch, &found, err);
  }
  if (status == WIJK_OK) {
    status = fill(subject, &demand->homes, figure->net, found.access, figure->id, scratch, results, err);
  }
  if (status == WIJK_OK && known) {
    status = tell_unserved(subject, &figure->rings, figure->net, found.people, figure->id, results, err);
  }
  wijk_arena_reset(scratch, mark);
  return status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  static const double one = 1;
  const wijk_method *method = subject->method;
  const wijk_rings catchment = {1, &method->access_radius_m, &one};
  const wijk_rings rings = {method->ring_count, method->ring_m, method->ring_weight};
  const access_figure figures[] = {{"access_2sfca", false, catchment},
                                   {"access_e2sfca", false, rings},
                                   {"access_2sfca_net", true, catchment},
                                   {"access_e2sfca_net", true, rings}};
  wijk_demand demand = {0};
  wijk_status status = wijk_demand_compute(subject, scratch, &demand, err);
  for (size_t k = 0; status == WIJK_OK && k < sizeof figures / sizeof figures[0]; k++) {
    if (wijk_results_has_zones(results, figures[k].id, 0) || wijk_results_has_city(results, figures[k].id, 0)) {
      status = compute_figure(subject, &demand, &figures[k], scratch, results, err);
    }
  }
  wijk_demand_free(&demand);
  return status;
}

WIJK_FAMILY(access);
