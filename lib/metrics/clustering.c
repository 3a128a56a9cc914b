/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the zones of the group lie together: whom its members are near, in the own zone and in all others.
 */
#include "metrics/indices.h"
#include "metrics/nearness.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX | WIJK_METRIC_TWO_GROUPS)
#define NEEDS WIJK_NEEDS_SHAPES
#define NEAR "c_ij = e^(-d_ij), d in km between centres of gravity, d_ii = 0.6 √a_i"
#define OR_CONTIGUITY NEAR "; with --clustering contiguity 1 for neighbours and c_ii = 1"

static const wijk_metric metrics[] = {
    {"distance_decay_isolation", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, NEEDS,
     WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_ORDER_FREE, "Isolatie-index met afstandsverval",
     "Distance-decay index of isolation", "0-1", "0-1", "Σ_i s_i Σ_j K_ij p_j, K_ij = c_ij t_j / Σ_j c_ij t_j, " NEAR,
     "Morgan 1983"},
    {"absolute_clustering", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, NEEDS, WIJK_LAW_ORDER_FREE,
     "Absolute clusteringsindex", "Absolute clustering index", "0-1", "0-1",
     "(Σ s_i Σ c_ij x_j - X/n² ΣΣ c_ij) / (Σ s_i Σ c_ij t_j - X/n² ΣΣ c_ij), " OR_CONTIGUITY, "Massey & Denton 1988"},
    {"spatial_proximity", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, NEEDS, WIJK_LAW_ORDER_FREE | WIJK_LAW_NOT_NEGATIVE,
     "Index van ruimtelijke nabijheid", "Spatial proximity index", "verhouding", "ratio",
     "(X Pxx + Y Pyy) / (T Ptt), Pxx = ΣΣ x_i x_j c_ij / X², Pyy and Ptt likewise, " OR_CONTIGUITY, "White 1983"},
    {"relative_clustering", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, NEEDS,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_ZERO_WHEN_EVEN, "Relatieve clusteringsindex", "Relative clustering index",
     "verhouding", "ratio", "Pxx / Pyy - 1, as in spatial_proximity", "White 1983; Massey & Denton 1988"},
};

double wijk_index_distance_decay_isolation(const wijk_universe *u, const wijk_nearness *near) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += u->x[i] / u->x_sum * (near->x[i] / (near->x[i] + near->y[i]));
  }
  return wijk_trim_share(sum);
}

double wijk_index_absolute_clustering(const wijk_universe *u, const wijk_nearness *near) {
  const double n = (double)u->count;
  double group = 0, all = 0, any = 0;
  for (size_t i = 0; i < u->count; i++) {
    const double share = u->x[i] / u->x_sum;
    group += share * near->x[i];
    all += share * (near->x[i] + near->y[i]);
    any += near->one[i];
  }
  any *= u->x_sum / (n * n);
  return u->count > 1 && fabs(all - any) > 1e-12 * (all + any) ? (group - any) / (all - any) : NAN;
}

/* ΣΣ v_i v_j c_ij / (Σ v)², from v and Σ_j c_ij v_j. */
static double proximity_of(const wijk_universe *u, const wijk_nearness *near, bool of_group, bool of_rest) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += ((of_group ? u->x[i] : 0) + (of_rest ? u->t[i] - u->x[i] : 0)) *
           ((of_group ? near->x[i] : 0) + (of_rest ? near->y[i] : 0));
  }
  const double whole = (of_group ? u->x_sum : 0) + (of_rest ? u->t_sum - u->x_sum : 0);
  return sum / (whole * whole);
}

double wijk_index_spatial_proximity(const wijk_universe *u, const wijk_nearness *near) {
  const double group = u->x_sum * proximity_of(u, near, true, false);
  const double rest = (u->t_sum - u->x_sum) * proximity_of(u, near, false, true);
  return u->count > 1 ? (group + rest) / (u->t_sum * proximity_of(u, near, true, true)) : NAN;
}

double wijk_index_relative_clustering(const wijk_universe *u, const wijk_nearness *near) {
  return u->count > 1 ? proximity_of(u, near, true, false) / proximity_of(u, near, false, true) - 1 : NAN;
}

static wijk_status measure(const wijk_subject *subject, const wijk_universe *u, bool by_contiguity, wijk_arena *scratch,
                           wijk_nearness *near, bool *apart, wijk_error *err) {
  wijk_vicinity vicinity;
  wijk_status status = wijk_vicinity_new(subject, u, by_contiguity, scratch, &vicinity, err);
  if (status == WIJK_OK) {
    *apart = *apart || wijk_vicinity_is_apart(&vicinity);
    status = wijk_nearness_new(u, scratch, near, err);
  }
  return status == WIJK_OK ? wijk_nearness_find(&vicinity, u, subject->threads, near, err) : status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  static const struct {
    const char *id;
    double (*index)(const wijk_universe *, const wijk_nearness *);
    bool by_distance; /* whatever --clustering says */
  } figures[] = {{"distance_decay_isolation", wijk_index_distance_decay_isolation, true},
                 {"absolute_clustering", wijk_index_absolute_clustering, false},
                 {"spatial_proximity", wijk_index_spatial_proximity, false},
                 {"relative_clustering", wijk_index_relative_clustering, false}};
  wijk_universe u;
  wijk_nearness near[2];             /* by distance, by contiguity */
  bool measured[2] = {false, false}; /* each only when it is needed */
  bool apart = false;                /* contiguity, and no zone has a neighbour: nothing can lie together */
  wijk_status status = wijk_universe_settled(subject, scratch, &u, err);
  const wijk_reason objection = status == WIJK_OK ? wijk_index_two_groups(&u) : WIJK_PRESENT;
  for (size_t f = 0; status == WIJK_OK && f < sizeof figures / sizeof *figures; f++) {
    const bool by_contiguity = subject->method->clustering_contiguity && !figures[f].by_distance;
    const bool defined = objection == WIJK_PRESENT && wijk_results_has_city(results, figures[f].id, 0);
    if (defined && !measured[by_contiguity]) {
      status = measure(subject, &u, by_contiguity, scratch, &near[by_contiguity], &apart, err);
      measured[by_contiguity] = true;
    }
    const wijk_reason reason = objection                ? objection
                               : by_contiguity && apart ? WIJK_REASON_NO_NEIGHBOURS
                                                        : WIJK_REASON_ZERO_VARIANCE;
    if (status == WIJK_OK) {
      status = wijk_results_add_city(
          results, figures[f].id, 0,
          defined && !(by_contiguity && apart) ? figures[f].index(&u, &near[by_contiguity]) : NAN, reason, err);
    }
  }
  return status;
}

WIJK_FAMILY(clustering);
