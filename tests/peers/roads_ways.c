/* SPDX-License-Identifier: EUPL-1.2 */
/* What the graph of roads gives, as text for others to compare with.
 *   roads_ways ROADS FROM TO LIMIT_M   (FROM and TO: x and y of a point on each line)
 * A line for each point of TO: row of its road, share, metres off it; then one for each of FROM: the same, metres and
 * minutes to the nearest of TO and which those are, and how many of TO lie within LIMIT_M over the road, with the sum
 * of their distances. Rows count from 0; "-" is nowhere, or no way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/read.h>
#include <wijk/roads.h>

enum { MOST = 100000 };

typedef struct points {
  size_t count;
  double x[MOST], y[MOST];
  wijk_road_place places[MOST];
} points;

static points from, to;

static bool read_points(const char *path, points *all) {
  FILE *file = fopen(path, "r");
  char line[200];
  while (file && all->count < MOST && fgets(line, sizeof line, file)) {
    size_t first = strcspn(line, " "), second = strcspn(line + first + 1, "\n");
    if (!wijk_number_read(line, first, &all->x[all->count]) ||
        !wijk_number_read(line + first + 1, second, &all->y[all->count]))
      break;
    all->count++;
  }
  if (file)
    fclose(file);
  return all->count > 0;
}

static void print_number(double value) {
  char digits[WIJK_NUMBER_SIZE] = "-";
  if (isfinite(value))
    wijk_number_write(value, digits);
  printf(" %s", digits);
}

static void print_place(const wijk_roads *roads, const wijk_road_place *place) {
  print_number(place->edge == WIJK_NO_EDGE ? NAN : (double)wijk_roads_edge(roads, place->edge).row);
  print_number(place->share);
  print_number(place->off_m);
}

static wijk_status ask(const wijk_roads *roads, double limit_m, wijk_arena *arena, wijk_error *err) {
  static double cost[2][MOST], sum[MOST];
  static size_t nearest[2][MOST], count[MOST];
  wijk_road_pairs pairs;
  for (int c = 0; c < 2; c++)
    if (wijk_roads_nearest(roads, (wijk_road_cost)c, to.count, to.places, from.count, from.places, cost[c], nearest[c],
                           err) != WIJK_OK)
      return err->status;
  if (wijk_roads_within(roads, WIJK_ROAD_METRES, limit_m, to.count, to.places, from.count, from.places, 0, arena,
                        &pairs, err) != WIJK_OK)
    return err->status;
  for (size_t p = 0; p < pairs.first[pairs.to_count]; p++) {
    count[pairs.from[p]]++;
    sum[pairs.from[p]] += pairs.distance[p];
  }
  for (size_t i = 0; i < to.count; i++) {
    print_place(roads, &to.places[i]);
    printf("\n");
  }
  for (size_t i = 0; i < from.count; i++) {
    print_place(roads, &from.places[i]);
    for (int c = 0; c < 2; c++) {
      print_number(cost[c][i]);
      print_number(nearest[c][i] == WIJK_NONE ? NAN : (double)nearest[c][i]);
    }
    print_number((double)count[i]);
    print_number(sum[i]);
    printf("\n");
  }
  return WIJK_OK;
}

static wijk_status run(char **argv, double limit_m, wijk_arena *arena, wijk_error *err) {
  wijk_report report;
  wijk_layer *lines;
  wijk_roads *roads = NULL;
  wijk_source source = {.role = "roads", .path = argv[1], .only_needed = true};
  if (wijk_report_new("roads_ways", arena, &report, err) != WIJK_OK ||
      wijk_read_roads(&source, arena, &report, &lines, err) != WIJK_OK)
    return err->status;
  wijk_roads_rule rule = wijk_roads_rule_find(lines);
  wijk_status status = wijk_roads_new(lines, &rule, 0, &report, &roads, err);
  if (status == WIJK_OK)
    status = wijk_roads_snap(roads, to.count, to.x, to.y, 250, 0, to.places, err);
  if (status == WIJK_OK)
    status = wijk_roads_snap(roads, from.count, from.x, from.y, 250, 0, from.places, err);
  if (status == WIJK_OK)
    status = ask(roads, limit_m, arena, err);
  for (size_t i = 0; i < report.finding_count; i++)
    fprintf(stderr, "%s: %s\n", report.findings[i].code, report.findings[i].message);
  wijk_roads_free(roads);
  return status;
}

int main(int argc, char **argv) {
  double limit_m;
  if (argc < 5 || !wijk_number_read(argv[4], strlen(argv[4]), &limit_m) || !read_points(argv[2], &from) ||
      !read_points(argv[3], &to)) {
    fprintf(stderr, "usage: roads_ways ROADS FROM TO LIMIT_M\n");
    return 2;
  }
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  if (arena && run(argv, limit_m, arena, &err) != WIJK_OK)
    fprintf(stderr, "roads_ways: %s\n", err.message);
  wijk_arena_free(arena);
  return err.status;
}
