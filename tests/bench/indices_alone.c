/* SPDX-License-Identifier: EUPL-1.2 */
/* The indices that run over all pairs of zones, alone: from zones that are read to figures.
 *   indices_alone ZONES.shp GROUP-FIELD THREADS [plain]
 * Prints the seconds on the clock and gini_segregation, distance_decay_isolation, absolute_clustering,
 * spatial_proximity and relative_clustering. `plain`: two loops over all zones with the C library's exp, no more memory
 * than that, one thread, from the same centres of gravity. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <wijk/wijk.h>

static const char *const ids[] = {"gini_segregation", "distance_decay_isolation", "absolute_clustering",
                                  "spatial_proximity", "relative_clustering"};
enum { IDS = sizeof ids / sizeof *ids };

static double clock_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static wijk_status ours(const wijk_subject *subject, wijk_arena *arena, wijk_report *report, double *figures,
                        wijk_error *err) {
  wijk_layer *result;
  const wijk_metric_request request = {.ids = ids, .id_count = IDS};
  const wijk_status status = wijk_metrics_compute(subject, subject->zones, NULL, &request, arena, report, &result, err);
  for (size_t v = 0; status == WIJK_OK && v < report->city_count; v++) {
    for (size_t k = 0; k < IDS; k++) {
      if (strcmp(report->city[v].id, ids[k]) == 0) {
        figures[k] = report->city[v].value;
      }
    }
  }
  return status;
}

static wijk_status plain(const wijk_subject *s, wijk_arena *arena, double *figures, wijk_error *err) {
  double *cx = WIJK_ARENA_ADD(arena, double, s->zone_count, err),
         *cy = WIJK_ARENA_ADD(arena, double, s->zone_count, err);
  double *x = WIJK_ARENA_ADD(arena, double, s->zone_count, err), *t = WIJK_ARENA_ADD(arena, double, s->zone_count, err);
  double *a = WIJK_ARENA_ADD(arena, double, s->zone_count, err);
  if (!cx || !cy || !x || !t || !a) {
    return WIJK_MEMORY;
  }
  size_t n = 0;
  double X = 0, T = 0;
  wijk_polygons_centroid(s->zones, cx, cy);
  for (size_t i = 0; i < s->zone_count; i++) {
    if (!s->water[i] && s->residents[i] > 0) {
      cx[n] = cx[i];
      cy[n] = cy[i];
      x[n] = s->group[i];
      t[n] = s->residents[i];
      a[n++] = s->land_km2[i];
      X += s->group[i];
      T += s->residents[i];
    }
  }
  const double P = X / T, Y = T - X, zones = (double)n;
  double gini = 0, decay = 0, group = 0, all = 0, any = 0, xx = 0, yy = 0, tt = 0;
  for (size_t i = 0; i < n; i++) {
    double near_x = 0, near_t = 0, near_one = 0;
    for (size_t j = 0; j < n; j++) {
      const double dx = cx[i] - cx[j], dy = cy[i] - cy[j];
      const double c = exp(-(i == j ? 0.6 * sqrt(a[i]) : sqrt(dx * dx + dy * dy) / 1000));
      near_x += c * x[j];
      near_t += c * t[j];
      near_one += c;
      gini += t[i] * t[j] * fabs(x[i] / t[i] - x[j] / t[j]);
    }
    decay += x[i] / X * near_x / near_t;
    group += x[i] / X * near_x;
    all += x[i] / X * near_t;
    any += near_one;
    xx += x[i] * near_x;
    yy += (t[i] - x[i]) * (near_t - near_x);
    tt += t[i] * near_t;
  }
  any *= X / (zones * zones);
  figures[0] = gini / (2 * T * T * P * (1 - P));
  figures[1] = decay;
  figures[2] = (group - any) / (all - any);
  figures[3] = (xx / X + yy / Y) / (tt / T);
  figures[4] = (xx / (X * X)) / (yy / (Y * Y)) - 1;
  return WIJK_OK;
}

int main(int argc, char **argv) {
  wijk_error err = {0};
  wijk_report report;
  wijk_subject subject;
  wijk_layer *zones;
  double threads = 0, figures[IDS] = {NAN, NAN, NAN, NAN, NAN};
  wijk_arena *arena = wijk_arena_new(&err);
  if (argc < 4 || !arena || !wijk_number_read(argv[3], strlen(argv[3]), &threads)) {
    printf("usage: indices_alone ZONES.shp GROUP-FIELD THREADS [plain]\n");
    return 2;
  }
  wijk_report_new("indices_alone", arena, &report, &err);
  const wijk_source source = {.role = "zones", .path = argv[1]};
  wijk_subject_sources sources = {.group_field = argv[2], .threads = (int)threads, .seed = 1};
  if (wijk_read_zones(&source, arena, &report, &zones, &err) == WIJK_OK) {
    sources.zones = zones;
    wijk_subject_new(&sources, arena, &report, &subject, &err);
  }
  if (err.status == WIJK_OK) {
    const double start = clock_s();
    if (argc > 4) {
      plain(&subject, arena, figures, &err);
    } else {
      ours(&subject, arena, &report, figures, &err);
    }
    printf("%.4f", clock_s() - start);
    for (size_t k = 0; k < IDS; k++) {
      printf(" %.11g", figures[k]);
    }
    printf("\n");
  } else {
    printf("%s\n", err.message);
  }
  wijk_arena_free(arena);
  return (int)err.status;
}
