/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/method.h"

#include <math.h>
#include <string.h>

#include "common/lists.h"

enum { MOST_RINGS = 16, MOST_PERMUTATIONS = 10000000 };

/* ---- indices of the city ---- */

static wijk_status read_centre(run *run, wijk_method *method, wijk_error *err) {
  double *place;
  size_t count;
  if (run_text(run, "centre") == NULL) {
    return WIJK_OK;
  }
  if (list_numbers(run, "centre", &place, &count, err) != WIJK_OK) {
    return wijk_error_hint(err, "write it as two numbers in the system of the work, as in 92500,437500");
  }
  if (count != 2 || !isfinite(place[0]) || !isfinite(place[1])) {
    wijk_error_set(err, WIJK_USAGE, "--centre '%s' is not one place", run_text(run, "centre"));
    return wijk_error_hint(err, "write it as two numbers in the system of the work, as in 92500,437500");
  }
  method->centre_x = place[0];
  method->centre_y = place[1];
  return WIJK_OK;
}

wijk_status method_check_centre(run *run, const wijk_method *method, const wijk_layer *zones, wijk_error *err) {
  const double x = method->centre_x, y = method->centre_y;
  double box[4];
  if (isnan(x) || !wijk_layer_bounds(zones, box)) {
    return WIJK_OK;
  }
  const double side = fmax(box[2] - box[0], box[3] - box[1]);
  const double away = fmax(fmax(box[0] - x, x - box[2]), fmax(box[1] - y, y - box[3]));
  if (!(away > side)) {
    return WIJK_OK;
  }
  if (fabs(x) <= 180 && fabs(y) <= 180) {
    wijk_error_set(err, WIJK_USAGE,
                   "--centre '%s' seems to be in degrees; the zones lie between %.0f,%.0f and %.0f,%.0f",
                   run_text(run, "centre"), box[0], box[1], box[2], box[3]);
    return wijk_error_hint(err, "write it in metres, in the system of the work (--crs)");
  }
  return wijk_report_add_finding(
      &run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "centre-far", .value = run_text(run, "centre")},
      err, "--centre '%s' lies %.0f km outside the zones, which lie between %.0f,%.0f and %.0f,%.0f",
      run_text(run, "centre"), away / 1000, box[0], box[1], box[2], box[3]);
}

wijk_status method_indices(run *run, wijk_method *method, wijk_error *err) {
  const double b = run_number(run, "atkinson");
  if (!isnan(b)) {
    if (!(b > 0 && b < 1)) {
      return wijk_error_set(err, WIJK_USAGE, "--atkinson: %g is not between 0 and 1", b);
    }
    method->atkinson_b = b;
  }
  const char *cut = run_text(run, "rco"), *clustering = run_text(run, "clustering");
  method->concentration_on_total = cut != NULL && strcmp(cut, "y") == 0;
  method->clustering_contiguity = clustering != NULL && strcmp(clustering, "contiguity") == 0;
  return read_centre(run, method, err);
}

/* ---- over the roads ---- */

wijk_status method_roads(run *run, wijk_method *method, wijk_error *err) {
  const double limit = run_number(run, "snap-limit");
  if (!isnan(limit)) {
    if (!(limit >= 0) || isinf(limit)) {
      return wijk_error_set(err, WIJK_USAGE, "--snap-limit: a distance is not below 0 metres");
    }
    method->snap_limit_m = limit;
  }
  method->snap_counts = run_flag(run, "snap-leg");
  return WIJK_OK;
}

/* ---- access ---- */

static wijk_status wrong_ring(const char *given, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "--access-rings: '%s' does not read METRES:WEIGHT, both above 0", given);
  return wijk_error_hint(err, "write rings by their outer radius, rising, as in 1000:1,2000:0.68,3000:0.22");
}

static wijk_status read_rings(run *run, wijk_method *method, wijk_error *err) {
  const char *const *texts;
  size_t count;
  if (list_texts(run, "access-rings", &texts, &count, err) != WIJK_OK) {
    return err->status;
  }
  double *radius = WIJK_ARENA_ADD(run->arena, double, count, err);
  double *weight = WIJK_ARENA_ADD(run->arena, double, count, err);
  if (radius == NULL || weight == NULL) {
    return err->status;
  }
  for (size_t r = 0; r < count; r++) {
    const char *colon = strchr(texts[r], ':');
    if (colon == NULL || !wijk_number_read(texts[r], (size_t)(colon - texts[r]), &radius[r]) ||
        !wijk_number_read(colon + 1, strlen(colon + 1), &weight[r]) || !(radius[r] > 0) || !(weight[r] > 0)) {
      return wrong_ring(texts[r], err);
    }
    if (r > 0 && !(radius[r] > radius[r - 1])) {
      return wijk_error_set(err, WIJK_USAGE, "--access-rings: '%s' is no wider than the ring before it", texts[r]);
    }
  }
  if (count > MOST_RINGS) {
    return wijk_error_set(err, WIJK_USAGE, "--access-rings: more than %d rings", MOST_RINGS);
  }
  method->ring_count = count;
  method->ring_m = radius;
  method->ring_weight = weight;
  return WIJK_OK;
}

wijk_status method_access(run *run, wijk_method *method, wijk_error *err) {
  const double radius = run_number(run, "access-radius");
  if (!isnan(radius)) {
    if (!(radius > 0) || isinf(radius)) {
      return wijk_error_set(err, WIJK_USAGE, "--access-radius: a radius is above 0 metres");
    }
    method->access_radius_m = radius;
  }
  return run_given(run, "access-rings") ? read_rings(run, method, err) : WIJK_OK;
}

/* ---- autocorrelation ---- */

static wijk_status read_weights(run *run, wijk_method *method, wijk_error *err) {
  const char *weights = run_text(run, "weights"), *style = run_text(run, "weights-style");
  const double snap = run_number(run, "weights-snap");
  if (weights != NULL && wijk_weights_rule_read(weights, &method->weights, err) != WIJK_OK) {
    return wijk_error_frame(err, "reading --weights");
  }
  method->weights.row_standardise = style == NULL || strcmp(style, "row") == 0;
  if (!isnan(snap)) {
    if (!(snap >= 0) || isinf(snap)) {
      return wijk_error_set(err, WIJK_USAGE, "--weights-snap: a tolerance is 0 or more");
    }
    if (method->weights.kind != WIJK_WEIGHTS_QUEEN && method->weights.kind != WIJK_WEIGHTS_ROOK) {
      return wijk_error_set(err, WIJK_USAGE, "--weights-snap is for --weights queen or rook");
    }
    method->weights.snap_m = snap;
  }
  return WIJK_OK;
}

wijk_status method_autocorrelation(run *run, wijk_method *method, wijk_error *err) {
  const char *value = run_text(run, "value"), *variance = run_text(run, "variance");
  const char *scale = run_text(run, "moran-scale"), *tail = run_text(run, "tail");
  const double significance = run_number(run, "significance");
  if (value != NULL) {
    method->value = value;
  }
  method->normality = variance != NULL && strcmp(variance, "normality") == 0;
  method->moran_esda = scale != NULL && strcmp(scale, "esda") == 0;
  method->permutations = run_whole(run, "permutations", method->permutations);
  if (method->permutations > MOST_PERMUTATIONS) {
    return wijk_error_set(err, WIJK_USAGE, "--permutations: no more than %d", MOST_PERMUTATIONS);
  }
  method->shared_draws = run_flag(run, "shared-permutations");
  method->tail = tail == NULL || strcmp(tail, "both") == 0 ? WIJK_TAIL_BOTH
                 : strcmp(tail, "doubled") == 0            ? WIJK_TAIL_DOUBLED
                                                           : WIJK_TAIL_ONE;
  method->fdr = run_flag(run, "fdr");
  if (!isnan(significance)) {
    if (!(significance > 0 && significance < 1)) {
      return wijk_error_set(err, WIJK_USAGE, "--significance: a limit of p lies between 0 and 1");
    }
    method->significance = significance;
  }
  return read_weights(run, method, err);
}

/* ---- chance ---- */

#define MOST_DRAWS 1000000

wijk_status method_inference(run *run, wijk_method *method, wijk_error *err) {
  const char *by = run_text(run, "inference-by");
  method->inference = run_whole(run, "inference", 0);
  method->inference_permutes = by != NULL && strcmp(by, "permutation") == 0;
  if (method->inference > MOST_DRAWS) {
    return wijk_error_set(err, WIJK_USAGE, "--inference: at most %d draws", MOST_DRAWS);
  }
  return WIJK_OK;
}

/* ---- density ---- */

wijk_status method_density(run *run, wijk_method *method, wijk_error *err) {
  const char *kernel = run_text(run, "kernel"), *edge = run_text(run, "density-edge");
  method->bandwidth_m = run_number(run, "bandwidth");
  if (!(method->bandwidth_m > 0)) {
    return wijk_error_set(err, WIJK_USAGE, "--bandwidth: '%s' is not more than 0 m", run_text(run, "bandwidth"));
  }
  method->kernel = strcmp(kernel, "gaussian") == 0 ? WIJK_KERNEL_GAUSSIAN : WIJK_KERNEL_QUARTIC;
  method->density_edge = strcmp(edge, "none") == 0      ? WIJK_DENSITY_EDGE_NONE
                         : strcmp(edge, "uniform") == 0 ? WIJK_DENSITY_EDGE_UNIFORM
                                                        : WIJK_DENSITY_EDGE_BOUNDARY;
  return WIJK_OK;
}
