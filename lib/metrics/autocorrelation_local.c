/* SPDX-License-Identifier: EUPL-1.2 */
/* Where high values lie together, and low ones: local Moran and Gi*, with what chance says of them. */
#include <string.h>

#include "metrics/family.h"
#include "metrics/fdr.h"
#include "metrics/lattice.h"
#include "metrics/local.h"

#define LAWS (WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define LAWS_P (LAWS | WIJK_LAW_UNIT_INTERVAL)
#define NEEDS (WIJK_NEEDS_SHAPES | WIJK_NEEDS_VALUE)
#define P_FORMULA "(b + 1)/(R + 1), b of R conditional permutations as far from the expectation; R = 0: normal, "

static const wijk_metric metrics[] = {
    {"moran_local", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS, "Lokale Moran", "Local Moran", "",
     "", "z_i sum_j w_ij z_j / m2; z = v - mean(v), m2 = sum z^2 / n, of --context-zones too",
     "Anselin 1995; Sokal, Oden & Thomson 1998"},
    {"moran_p", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS_P, "Lokale Moran: p", "Local Moran: p",
     "kans", "chance", P_FORMULA "moments given z_i", "Anselin 1995; Sokal, Oden & Thomson 1998"},
    {"moran_p_fdr", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS_P,
     "Lokale Moran: p, gecorrigeerd voor het aantal zones", "Local Moran: p, adjusted for the number of zones", "kans",
     "chance", "least p_(j) m / j over ranks j from its own on, m zones", "Benjamini & Hochberg 1995"},
    {"moran_cluster", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY | WIJK_METRIC_TEXT, NEEDS, LAWS,
     "Cluster (HH, LL, HL, LH; ns = geen)", "Cluster (HH, LL, HL, LH; ns = none)", "", "",
     "H or L of z_i, then of sum_j w_ij z_j, where p is no higher than the significance; else ns", "Anselin 1995"},
    {"gi_z", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS, "Getis-Ord Gi, zonder de zone zelf",
     "Getis-Ord Gi, without the zone itself", "", "",
     "(sum_j w_ij v_j - W_i mean) / (s sqrt(((n-1) S1_i - W_i^2)/(n-2))), mean and s of the other zones",
     "Getis & Ord 1992; Ord & Getis 1995"},
    {"gi_star_z", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS, "Getis-Ord Gi*, met de zone zelf",
     "Getis-Ord Gi*, with the zone itself", "", "",
     "(sum_j w_ij v_j - W_i mean) / (s sqrt((n S1_i - W_i^2)/(n-1))), j = i too, w_ii the largest of the row",
     "Ord & Getis 1995"},
    {"gi_star_p", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS_P, "Getis-Ord Gi*: p",
     "Getis-Ord Gi*: p", "kans", "chance", P_FORMULA "gi_star_z", "Getis & Ord 1992; Ord & Getis 1995"},
    {"gi_star_p_fdr", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS_P,
     "Getis-Ord Gi*: p, gecorrigeerd voor het aantal zones", "Getis-Ord Gi*: p, adjusted for the number of zones",
     "kans", "chance", "least p_(j) m / j over ranks j from its own on, m zones", "Benjamini & Hochberg 1995"},
    {"gi_cluster", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY | WIJK_METRIC_TEXT, NEEDS, LAWS,
     "Cluster (hot = hoog bijeen, cold = laag bijeen; ns = geen)", "Cluster (hot, cold; ns = none)", "", "",
     "hot or cold by the sign of gi_star_z where p is no higher than the significance; else ns", "Ord & Getis 1995"},
};

/* What is worked out of the zones that take part, in their order. */
typedef struct work {
  const wijk_subject *subject;
  const wijk_lattice *lattice;
  wijk_results *results;
  wijk_local local;
  double *chance; /* p by permutation; NULL where none are asked for */
  int8_t *side;
  double *value, *p, *adjusted; /* of the statistic at hand */
} work;

/* ---- into the columns ---- */

static wijk_reason reason_at(const work *w, size_t i, double value) {
  const wijk_reason reason = wijk_local_reason(&w->local, i);
  return reason != WIJK_PRESENT ? reason : isnan(value) ? WIJK_REASON_ZERO_VARIANCE : WIJK_PRESENT;
}

static void put_reasons(const work *w, const wijk_result *result) {
  for (size_t row = 0; row < w->subject->zone_count; row++) {
    result->reasons[row] = w->lattice->reasons[row];
  }
}

static void put(const work *w, const char *id, const double *values) {
  wijk_result result;
  if (!wijk_results_find(w->results, id, 0, &result)) {
    return;
  }
  put_reasons(w, &result);
  for (size_t i = 0; i < w->local.count; i++) {
    wijk_result_set(&result, w->local.row[i], values[i], reason_at(w, i, values[i]));
  }
}

/* A word per zone: `word_of` for a zone that chance does not explain, else "ns". */
static void put_words(const work *w, const char *id, const char *(*word_of)(const work *, size_t)) {
  wijk_result result;
  if (!wijk_results_find(w->results, id, 0, &result)) {
    return;
  }
  put_reasons(w, &result);
  const double *p = w->subject->method->fdr ? w->adjusted : w->p;
  for (size_t i = 0; i < w->local.count; i++) {
    const size_t row = w->local.row[i];
    const wijk_reason reason = reason_at(w, i, p[i]);
    result.reasons[row] = (uint8_t)reason;
    if (reason == WIJK_PRESENT) {
      result.texts[row] = p[i] <= w->subject->method->significance ? word_of(w, i) : "ns";
    }
  }
}

/* ---- local Moran ---- */

static const char *moran_word(const work *w, size_t i) {
  const double z = w->local.z[i], lag = wijk_local_lag(&w->local, i);
  return z == 0 || lag == 0 ? "ns" : z > 0 ? (lag > 0 ? "HH" : "HL") : (lag > 0 ? "LH" : "LL");
}

/* A zone at the mean has I_i = 0 whoever its neighbours are: every permutation is as extreme, and no variance. */
static double moran_p(const work *w, size_t i) {
  if (w->chance == NULL) {
    return w->local.z[i] == 0 ? NAN : wijk_local_normal_p(wijk_local_gi(&w->local, i));
  }
  return w->local.z[i] == 0 && !isnan(w->chance[i]) ? 1 : w->chance[i];
}

static wijk_status compute_moran(work *w, wijk_arena *scratch, wijk_error *err) {
  for (size_t i = 0; i < w->local.count; i++) {
    w->value[i] = wijk_local_moran(&w->local, i, w->subject->method->moran_esda);
    w->p[i] = moran_p(w, i);
  }
  const wijk_status status = wijk_fdr_compute(w->local.count, w->p, w->adjusted, scratch, err);
  if (status == WIJK_OK) {
    put(w, "moran_local", w->value);
    put(w, "moran_p", w->p);
    put(w, "moran_p_fdr", w->adjusted);
    put_words(w, "moran_cluster", moran_word);
  }
  return status;
}

/* ---- Gi and Gi* ---- */

/* Permutations leave the zone's own value where it is: they can call neighbours low around a zone so high that its
 * Gi* is above 0. That is no hot spot, nor a cold one. */
static const char *gi_word(const work *w, size_t i) {
  const bool high = w->value[i] > 0, low = w->value[i] < 0;
  return high && (w->side == NULL || w->side[i] > 0)  ? "hot"
         : low && (w->side == NULL || w->side[i] < 0) ? "cold"
                                                      : "ns";
}

static wijk_status compute_gi(work *w, wijk_arena *scratch, wijk_error *err) {
  for (size_t i = 0; i < w->local.count; i++) {
    w->value[i] = wijk_local_gi(&w->local, i);
  }
  put(w, "gi_z", w->value);
  for (size_t i = 0; i < w->local.count; i++) {
    w->value[i] = wijk_local_gi_star(&w->local, i);
    w->p[i] = w->chance != NULL ? w->chance[i] : wijk_local_normal_p(w->value[i]);
  }
  const wijk_status status = wijk_fdr_compute(w->local.count, w->p, w->adjusted, scratch, err);
  if (status == WIJK_OK) {
    put(w, "gi_star_z", w->value);
    put(w, "gi_star_p", w->p);
    put(w, "gi_star_p_fdr", w->adjusted);
    put_words(w, "gi_cluster", gi_word);
  }
  return status;
}

/* ---- the family ---- */

static bool wants_chance(const wijk_results *results) {
  static const char *const ids[] = {"moran_p",   "moran_p_fdr",   "moran_cluster",
                                    "gi_star_p", "gi_star_p_fdr", "gi_cluster"};
  for (size_t k = 0; k < sizeof ids / sizeof ids[0]; k++) {
    if (wijk_results_has_zones(results, ids[k], 0)) {
      return true;
    }
  }
  return false;
}

static wijk_status permute(work *w, wijk_arena *scratch, wijk_error *err) {
  const wijk_subject *subject = w->subject;
  if (subject->method->permutations == 0 || !wants_chance(w->results)) {
    return WIJK_OK;
  }
  w->chance = WIJK_ARENA_ADD(scratch, double, w->local.count, err);
  w->side = WIJK_ARENA_ADD(scratch, int8_t, w->local.count, err);
  return w->chance == NULL || w->side == NULL ? WIJK_MEMORY
                                              : wijk_local_permute(&w->local, subject->method, subject->seed,
                                                                   subject->threads, scratch, w->chance, w->side, err);
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  work w = {.subject = subject, .results = results};
  wijk_status status = wijk_lattice_find(subject, results, &w.lattice, err);
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_lattice *lattice = w.lattice;
  const wijk_column *key = subject->zones == NULL ? NULL : wijk_layer_find_role(subject->zones, "key");
  w.value = WIJK_ARENA_ADD(scratch, double, lattice->count, err);
  w.p = WIJK_ARENA_ADD(scratch, double, lattice->count, err);
  w.adjusted = WIJK_ARENA_ADD(scratch, double, lattice->count, err);
  if (w.value == NULL || w.p == NULL || w.adjusted == NULL) {
    return WIJK_MEMORY;
  }
  status = wijk_local_new(&lattice->weights, lattice->numbers, lattice->zone, lattice->count,
                          key == NULL ? NULL : key->texts, scratch, &w.local, err);
  if (status == WIJK_OK) {
    status = permute(&w, scratch, err);
  }
  if (status == WIJK_OK) {
    status = compute_moran(&w, scratch, err);
  }
  return status == WIJK_OK ? compute_gi(&w, scratch, err) : status;
}

WIJK_FAMILY(autocorrelation_local);
