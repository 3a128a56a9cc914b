/* SPDX-License-Identifier: EUPL-1.2 */
/* The search alone: nearest, or how many within 1, 3 and 5 km, of points in plain files of x and y (doubles), the index
 * made anew.
 *   nearest_alone POINTS.bin FACILITIES.bin THREADS [within]
 * Prints the seconds on the clock and the sum of what was found, a line for each search. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijk/geo.h>
#include <wijk/number.h>

typedef struct points {
  size_t count;
  double *x, *y;
} points;

static double clock_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static points read_points(const char *path) {
  points all = {0};
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0)
    return all;
  const size_t count = (size_t)ftell(file) / (2 * sizeof(double));
  rewind(file);
  double *pairs = calloc(2 * count + 1, sizeof *pairs);
  all.x = calloc(count + 1, sizeof *all.x);
  all.y = calloc(count + 1, sizeof *all.y);
  if (pairs && all.x && all.y && fread(pairs, 2 * sizeof *pairs, count, file) == count)
    all.count = count;
  for (size_t i = 0; i < all.count; i++) {
    all.x[i] = pairs[2 * i];
    all.y[i] = pairs[2 * i + 1];
  }
  free(pairs);
  fclose(file);
  return all;
}

static wijk_status search_nearest(const points *from, const points *to, int threads, wijk_error *err) {
  double *distance = calloc(from->count, sizeof *distance), sum = 0;
  size_t *nearest = calloc(from->count, sizeof *nearest);
  if (!distance || !nearest)
    return wijk_error_set(err, WIJK_MEMORY, "no memory");
  const double start = clock_s();
  wijk_point_index *index = wijk_point_index_new(to->count, to->x, to->y, err);
  if (index)
    wijk_point_index_nearest(index, from->count, from->x, from->y, NULL, threads, distance, nearest, err);
  const double took = clock_s() - start;
  wijk_point_index_free(index);
  for (size_t i = 0; i < from->count; i++)
    sum += distance[i];
  printf("nearest %.4f %.3f\n", took, sum);
  free(distance);
  free(nearest);
  return err->status;
}

static wijk_status search_within(const points *from, const points *to, int threads, wijk_error *err) {
  static const double radii_m[] = {1000, 3000, 5000};
  size_t *found = calloc(from->count, sizeof *found), sums[3] = {0};
  if (!found)
    return wijk_error_set(err, WIJK_MEMORY, "no memory");
  double took = -clock_s();
  wijk_point_index *index = wijk_point_index_new(to->count, to->x, to->y, err);
  for (int r = 0; index && r < 3; r++) {
    wijk_point_index_within(index, from->count, from->x, from->y, radii_m[r], threads, found, err);
    took += clock_s();
    for (size_t i = 0; i < from->count; i++)
      sums[r] += found[i];
    took -= clock_s();
  }
  took += clock_s();
  wijk_point_index_free(index);
  printf("within %.4f %zu %zu %zu\n", took, sums[0], sums[1], sums[2]);
  free(found);
  return err->status;
}

int main(int argc, char **argv) {
  double threads = 0;
  if (argc < 4 || !wijk_number_read(argv[3], strlen(argv[3]), &threads) || threads < 0 || threads > 1024) {
    fprintf(stderr, "usage: nearest_alone POINTS.bin FACILITIES.bin THREADS [within]\n");
    return 2;
  }
  const points from = read_points(argv[1]), to = read_points(argv[2]);
  wijk_error err = {0};
  if (!from.count || !to.count)
    wijk_error_set(&err, WIJK_IO, "cannot read '%s' or '%s'", argv[1], argv[2]);
  else if (argc > 4)
    search_within(&from, &to, (int)threads, &err);
  else
    search_nearest(&from, &to, (int)threads, &err);
  if (err.status != WIJK_OK)
    fprintf(stderr, "nearest_alone: %s\n", err.message);
  return err.status;
}
