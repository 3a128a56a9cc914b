/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is next to whom, alone: the zones of a source are read, and their weights made.
 *   weights_alone ZONES THREADS [RULE [SNAP]], RULE as wijk-metrics --weights
 * Prints the seconds on the clock and of processor time, and the number of pairs; the best of five. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijk/number.h>
#include <wijk/read.h>
#include <wijk/weights.h>

static double clock_s(clockid_t which) {
  struct timespec now;
  clock_gettime(which, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
  wijk_error err = {0};
  double threads = 0;
  if (argc < 3 || !wijk_number_read(argv[2], strlen(argv[2]), &threads)) {
    fprintf(stderr, "usage: weights_alone ZONES THREADS [RULE [SNAP]]\n");
    return 2;
  }
  wijk_weights_rule rule = {.nearest = 6, .band_m = 3000, .snap_m = NAN, .row_standardise = true};
  if ((argc > 3 && wijk_weights_rule_read(argv[3], &rule, &err) != WIJK_OK) ||
      (argc > 4 && !wijk_number_read(argv[4], strlen(argv[4]), &rule.snap_m))) {
    fprintf(stderr, "weights_alone: %s\n", err.message);
    return 2;
  }
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_report_new("weights_alone", arena, &report, &err);
  wijk_source source = {.role = "zones", .path = argv[1]};
  wijk_layer *zones = NULL;
  if (wijk_read_zones(&source, arena, &report, &zones, &err) != WIJK_OK) {
    fprintf(stderr, "weights_alone: %s\n", err.message);
    return (int)err.status;
  }
  double best[2] = {INFINITY, INFINITY};
  size_t pairs = 0;
  for (int turn = 0; turn < 5; turn++) {
    wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_weights made;
    double wall = clock_s(CLOCK_MONOTONIC), own = clock_s(CLOCK_PROCESS_CPUTIME_ID);
    if (wijk_weights_new(zones, NULL, &rule, (int)threads, arena, &made, &err) != WIJK_OK) {
      fprintf(stderr, "weights_alone: %s\n", err.message);
      return (int)err.status;
    }
    wall = clock_s(CLOCK_MONOTONIC) - wall;
    own = clock_s(CLOCK_PROCESS_CPUTIME_ID) - own;
    best[0] = fmin(best[0], wall);
    best[1] = fmin(best[1], own);
    pairs = made.first[made.count];
    wijk_arena_reset(arena, mark);
  }
  printf("%.4f %.4f %zu\n", best[0], best[1], pairs);
  wijk_arena_free(arena);
  return 0;
}
