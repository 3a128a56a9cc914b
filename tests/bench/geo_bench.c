/* SPDX-License-Identifier: EUPL-1.2 */
/* How fast: points counted per zone, nearest and within, zones compared. Sizes of the Netherlands by default; a number
 * on the command line divides them all. Prints seconds on the clock and of processor time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <omp.h>
#include <wijk/geo.h>
#include <wijk/number.h>
#include <wijk/random.h>

static double clock_s(clockid_t which) {
  struct timespec now;
  clock_gettime(which, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double wall_start, cpu_start;

static void start(void) {
  wall_start = clock_s(CLOCK_MONOTONIC);
  cpu_start = clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

static void stop(const char *what, double count) {
  double wall = clock_s(CLOCK_MONOTONIC) - wall_start, cpu = clock_s(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
  printf("%-46s %8.3f s, processor %8.3f s, %8.1f ns each\n", what, wall, cpu, 1e9 * wall / count);
}

/* ---- an invented country: square zones whose shared borders wander ---- */

enum { STEPS = 32 }; /* points on each of a zone's four sides: 128 a zone */
static const double side_m = 1650, west_m = 10000, south_m = 305000;

/* Point k of the side that runs east (or north) from corner (i, j): a pure function, so both neighbours get it. */
static void side_point(size_t i, size_t j, bool north, size_t k, double *x, double *y) {
  wijk_random random = wijk_random_new(11, ((i * 4096 + j) * 2 + north) * STEPS + k);
  double along = (double)k / STEPS * side_m, across = k ? (wijk_random_share(&random) - 0.5) * 20 : 0;
  across += 120 * sin(6.283185307179586 * (double)k / STEPS);
  *x = west_m + side_m * (double)i + (north ? across : along);
  *y = south_m + side_m * (double)j + (north ? along : across);
}

static wijk_layer *make_country(wijk_arena *arena, size_t columns, size_t rows) {
  size_t count = columns * rows, ring_points = 4 * STEPS + 1;
  wijk_layer *layer = wijk_layer_new(arena, "country", count, NULL);
  wijk_geometry *shapes = &layer->geometry;
  shapes->type = WIJK_GEOMETRY_POLYGON;
  shapes->part_count = shapes->ring_count = count;
  shapes->point_count = count * ring_points;
  shapes->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->ring_of_part = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->point_of_ring = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->x = WIJK_ARENA_ADD(arena, double, shapes->point_count, NULL);
  shapes->y = WIJK_ARENA_ADD(arena, double, shapes->point_count, NULL);
  size_t at = 0;
  for (size_t zone = 0; zone < count; zone++) {
    size_t i = zone % columns, j = zone / columns;
    for (size_t k = 0; k < STEPS; k++, at++)
      side_point(i, j, false, k, &shapes->x[at], &shapes->y[at]);
    for (size_t k = 0; k < STEPS; k++, at++)
      side_point(i + 1, j, true, k, &shapes->x[at], &shapes->y[at]);
    for (size_t k = STEPS; k > 0; k--, at++)
      side_point(i + (k == STEPS), j + 1, false, k % STEPS, &shapes->x[at], &shapes->y[at]);
    for (size_t k = STEPS; k > 0; k--, at++)
      side_point(i, j + (k == STEPS), true, k % STEPS, &shapes->x[at], &shapes->y[at]);
    side_point(i, j, false, 0, &shapes->x[at], &shapes->y[at]);
    at++;
    shapes->part_of_row[zone + 1] = shapes->ring_of_part[zone + 1] = zone + 1;
    shapes->point_of_ring[zone + 1] = at;
  }
  return layer;
}

/* Half of the points anywhere, half crowded about towns; in no order. */
static void make_points(wijk_random random, size_t count, double width_m, double height_m, double *x, double *y) {
  for (size_t i = 0; i < count; i++) {
    x[i] = west_m + width_m * wijk_random_share(&random);
    y[i] = south_m + height_m * wijk_random_share(&random);
    if (i % 2) {
      wijk_random town = wijk_random_new(12, wijk_random_below(&random, 400));
      x[i] = west_m + width_m * wijk_random_share(&town) + 4000 * wijk_random_normal(&random);
      y[i] = south_m + height_m * wijk_random_share(&town) + 4000 * wijk_random_normal(&random);
    }
  }
}

static void bench_zones(const wijk_layer *zones, const double *x, const double *y, size_t count) {
  wijk_error err = {0};
  wijk_zone_index *index = NULL;
  for (int threads = 1; threads <= 2; threads++) {
    wijk_zone_index_free(index);
    omp_set_num_threads(threads);
    start();
    index = wijk_zone_index_new(zones, count, &err);
    stop(threads == 1 ? "zone index made, 1 thread" : "zone index made, 2 threads", (double)zones->row_count);
  }
  if (!index)
    return;
  size_t *zone = calloc(count, sizeof *zone);
  for (int threads = 1; zone && threads <= 2; threads++) {
    for (size_t i = 0; i < count; i++)
      zone[i] = 0; /* its memory touched before the clock runs */
    start();
    wijk_zone_index_find(index, count, x, y, threads, zone, NULL, &err);
    stop(threads == 1 ? "which zone, 1 thread" : "which zone, 2 threads", (double)count);
  }
  size_t found = 0;
  for (size_t i = 0; zone && i < count; i++)
    found += zone[i] != WIJK_NONE;
  printf("  %zu of %zu points in a zone\n", found, count);
  free(zone);
  wijk_zone_index_free(index);
}

static void bench_near(const double *x, const double *y, size_t count, const double *at_x, const double *at_y,
                       size_t queries) {
  wijk_error err = {0};
  start();
  wijk_point_index *index = wijk_point_index_new(count, x, y, &err);
  stop("point index made", (double)count);
  double *distance = calloc(queries, sizeof *distance);
  size_t *found = calloc(queries, sizeof *found);
  for (int threads = 1; index && distance && found && threads <= 2; threads++) {
    for (size_t i = 0; i < queries; i++) {
      distance[i] = 0;
      found[i] = 0;
    }
    start();
    wijk_point_index_nearest(index, queries, at_x, at_y, NULL, threads, distance, found, &err);
    stop(threads == 1 ? "nearest, 1 thread" : "nearest, 2 threads", (double)queries);
    start();
    wijk_point_index_within(index, queries, at_x, at_y, 3000, threads, found, &err);
    stop(threads == 1 ? "within 3 km, 1 thread" : "within 3 km, 2 threads", (double)queries);
  }
  free(distance);
  free(found);
  wijk_point_index_free(index);
}

int main(int argc, char **argv) {
  double divisor = 1;
  if (argc > 1 && (!wijk_number_read(argv[1], strlen(argv[1]), &divisor) || divisor < 1))
    divisor = 1;
  size_t columns = (size_t)(120 / sqrt(divisor)) + 1, rows = (size_t)(121 / sqrt(divisor)) + 1;
  size_t points = (size_t)(1e7 / divisor), facilities = (size_t)(2e4 / divisor) + 1;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *zones = arena ? make_country(arena, columns, rows) : NULL;
  double *x = calloc(points, sizeof *x), *y = calloc(points, sizeof *y);
  if (!zones || !x || !y)
    return 5;
  printf("%zu zones, %zu border points, %zu points, %zu facilities\n", zones->row_count, zones->geometry.point_count,
         points, facilities);
  make_points(wijk_random_new(13, 1), points, side_m * (double)columns, side_m * (double)rows, x, y);
  bench_zones(zones, x, y, points);
  bench_near(x, y, facilities, x + facilities, y + facilities, points / 10);
  wijk_fit fit;
  start();
  wijk_polygons_fit(zones, 1, arena, &fit, &err);
  stop("zones compared with each other", (double)zones->row_count);
  wijk_report report;
  wijk_report_new("bench", arena, &report, &err);
  for (int threads = 1; threads <= 2; threads++) {
    omp_set_num_threads(threads);
    start();
    wijk_polygons_repair(zones, NULL, "country", &report, &err);
    stop(threads == 1 ? "zones checked, 1 thread" : "zones checked, 2 threads", (double)zones->row_count);
  }
  printf("  %zu findings, %zu gaps and overlaps\n", report.finding_count, fit.item_count);
  free(x);
  free(y);
  wijk_arena_free(arena);
  return err.status;
}
