/* SPDX-License-Identifier: EUPL-1.2 */
/* Roads by themselves: read, graph made, places snapped, nearest of them for every node; each timed.
 *   roads_alone ROADS SOURCES.bin NODES.bin THREADS [LIMIT_M]
 * NODES.bin holds x and y of points (doubles), SOURCES.bin the numbers (int32) of those that are the places to go to.
 * With LIMIT_M, also every node within it of each. Prints a line for each step: seconds on the clock, and what came of
 * it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <wijk/number.h>
#include <wijk/read.h>
#include <wijk/roads.h>

typedef struct job {
  size_t to_count, from_count;
  double *to_x, *to_y;
  wijk_road_place *to, *from;
  int threads;
  double limit_m;
  wijk_arena *arena;
  wijk_report report;
  wijk_layer *lines;
  wijk_roads *roads;
} job;

static double clock_s(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void *read_all(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0)
    return NULL;
  *length = (size_t)ftell(file);
  rewind(file);
  void *bytes = malloc(*length + 1);
  if (bytes && fread(bytes, 1, *length, file) != *length)
    *length = 0;
  fclose(file);
  return bytes;
}

static bool read_points(job *j, const char *nodes, const char *sources) {
  size_t length = 0, source_length = 0;
  double *pairs = read_all(nodes, &length);
  int32_t *numbers = read_all(sources, &source_length);
  j->to_count = source_length / sizeof(int32_t);
  j->to_x = calloc(j->to_count + 1, sizeof(double));
  j->to_y = calloc(j->to_count + 1, sizeof(double));
  j->to = calloc(j->to_count + 1, sizeof *j->to);
  bool sound = pairs && numbers && j->to_x && j->to_y && j->to;
  for (size_t i = 0; sound && i < j->to_count; i++) {
    sound = numbers[i] >= 0 && (size_t)numbers[i] < length / (2 * sizeof(double));
    if (!sound)
      break;
    j->to_x[i] = pairs[2 * numbers[i]];
    j->to_y[i] = pairs[2 * numbers[i] + 1];
  }
  free(pairs);
  free(numbers);
  return sound;
}

/* Every node, as the end of an edge. */
static wijk_status place_nodes(job *j, wijk_error *err) {
  wijk_roads_facts facts;
  wijk_roads_describe(j->roads, &facts);
  j->from_count = facts.node_count;
  j->from = calloc(facts.node_count + 1, sizeof *j->from);
  if (!j->from)
    return wijk_error_set(err, WIJK_MEMORY, "no memory");
  for (uint32_t e = 0; e < facts.edge_count; e++) {
    wijk_road_edge edge = wijk_roads_edge(j->roads, e);
    j->from[edge.from] = (wijk_road_place){e, 0, 0};
    j->from[edge.to] = (wijk_road_place){e, 1, 0};
  }
  return WIJK_OK;
}

static wijk_status make_graph(job *j, const char *path, wijk_error *err) {
  wijk_source source = {.role = "roads", .path = path, .only_needed = true, .threads = j->threads};
  double start = clock_s();
  if (wijk_read_roads(&source, j->arena, &j->report, &j->lines, err) != WIJK_OK)
    return err->status;
  printf("read %.4f %zu rows\n", clock_s() - start, j->lines->row_count);
  wijk_roads_rule rule = wijk_roads_rule_find(j->lines);
  start = clock_s();
  if (wijk_roads_new(j->lines, &rule, j->threads, &j->report, &j->roads, err) != WIJK_OK)
    return err->status;
  printf("graph %.4f %s\n", clock_s() - start, j->report.findings[j->report.finding_count - 1].message);
  return WIJK_OK;
}

static wijk_status snap(job *j, wijk_error *err) {
  double start = clock_s();
  if (wijk_roads_snap(j->roads, j->to_count, j->to_x, j->to_y, 1, j->threads, j->to, err) != WIJK_OK)
    return err->status;
  printf("snap %.4f %zu\n", clock_s() - start, j->to_count);
  return place_nodes(j, err);
}

static wijk_status search(const job *j, wijk_error *err) {
  double *distance = calloc(j->from_count + 1, sizeof *distance), sum = 0;
  size_t *nearest = calloc(j->from_count + 1, sizeof *nearest), found = 0;
  if (!distance || !nearest)
    return wijk_error_set(err, WIJK_MEMORY, "no memory");
  double start = clock_s();
  if (wijk_roads_nearest(j->roads, WIJK_ROAD_METRES, j->to_count, j->to, j->from_count, j->from, distance, nearest,
                         err) != WIJK_OK)
    return err->status;
  printf("nearest %.4f\n", clock_s() - start);
  for (size_t i = 0; i < j->from_count; i++) {
    found += !isnan(distance[i]);
    sum += isnan(distance[i]) ? 0 : distance[i];
  }
  printf("sum %.2f m over %zu\n", sum, found);
  free(distance);
  free(nearest);
  return WIJK_OK;
}

static wijk_status search_within(const job *j, wijk_error *err) {
  wijk_road_pairs pairs;
  double start = clock_s(), sum = 0;
  if (wijk_roads_within(j->roads, WIJK_ROAD_METRES, j->limit_m, j->to_count, j->to, j->from_count, j->from, j->threads,
                        j->arena, &pairs, err) != WIJK_OK)
    return err->status;
  double took = clock_s() - start;
  for (size_t i = 0; i < pairs.first[pairs.to_count]; i++)
    sum += pairs.distance[i];
  printf("within %.4f %zu pairs, %.2f m\n", took, pairs.first[pairs.to_count], sum);
  return WIJK_OK;
}

int main(int argc, char **argv) {
  double threads = 0;
  job j = {0};
  if (argc < 5 || !wijk_number_read(argv[4], strlen(argv[4]), &threads) || threads < 0 || threads > 1024 ||
      (argc > 5 && !wijk_number_read(argv[5], strlen(argv[5]), &j.limit_m))) {
    fprintf(stderr, "usage: roads_alone ROADS SOURCES.bin NODES.bin THREADS [LIMIT_M]\n");
    return 2;
  }
  wijk_error err = {0};
  j.threads = (int)threads;
  j.arena = wijk_arena_new(&err);
  if (!j.arena || wijk_report_new("roads_alone", j.arena, &j.report, &err) != WIJK_OK ||
      !read_points(&j, argv[3], argv[2]))
    wijk_error_set(&err, WIJK_IO, "cannot read '%s' or '%s'", argv[2], argv[3]);
  else if (make_graph(&j, argv[1], &err) == WIJK_OK && snap(&j, &err) == WIJK_OK && search(&j, &err) == WIJK_OK &&
           j.limit_m > 0)
    search_within(&j, &err);
  if (err.status != WIJK_OK)
    fprintf(stderr, "roads_alone: %s\n", err.message);
  wijk_roads_free(j.roads);
  wijk_arena_free(j.arena);
  return err.status;
}
