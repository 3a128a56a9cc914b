/* SPDX-License-Identifier: EUPL-1.2 */
/* Roads for the worlds, and what the plain way says of who reaches what: one search per facility. */
#include "world.h"

#include <math.h>
#include <stdlib.h>

#include "unit/roads.h"

/* Streets along the south of every row of zones and the west of every column. The third row hangs together with no
 * other, the second ends halfway, and the last column is one way: some are off the roads, some without a way. */
wijk_roads *world_roads(wijk_arena *arena) {
  const char *lines[160], *ways[160];
  double speeds[160];
  size_t count = 0;
  wijk_error err = {0};
  for (int row = 0; row < 8; row++) {
    for (int column = 0; column < 8; column++) {
      const int x = 1000 * column, y = 1000 * row;
      if (column < 7 && !(row == 1 && column > 3)) {
        ways[count] = "0";
        speeds[count] = column == 2 ? NAN : 30 + 10 * row;
        lines[count++] = wijk_arena_format(arena, &err, "%d %d, %d %d", x, y, x + 1000, y);
      }
      if (row < 7 && row != 1 && row != 2) {
        ways[count] = column == 7 ? "1" : "0";
        speeds[count] = 50;
        lines[count++] = wijk_arena_format(arena, &err, "%d %d, %d %d", x, y, x, y + 1000);
      }
    }
  }
  wijk_layer *layer = roads_layer(arena, count, lines);
  roads_add_texts(layer, "oneway", "oneway", ways);
  roads_add_numbers(layer, "speed", "speed", speeds);
  const wijk_roads_rule rule = wijk_roads_rule_find(layer);
  wijk_report report;
  wijk_roads *roads = NULL;
  wijk_report_new("laws", arena, &report, &err);
  return wijk_roads_new(layer, &rule, 1, &report, &roads, &err) == WIJK_OK ? roads : NULL;
}

enum { MOST_HOMES = MOST_PEOPLE + MOST_ZONES };

typedef struct homes {
  size_t count, zone[MOST_HOMES];
  double x[MOST_HOMES], y[MOST_HOMES], weight[MOST_HOMES];
} homes;

static void find_homes(const world *w, homes *h) {
  bool lonely[MOST_ZONES];
  h->count = 0;
  for (size_t i = 0; i < w->zones; i++) {
    lonely[i] = !w->water[i];
  }
  for (size_t p = 0; p < w->people; p++) {
    h->zone[h->count] = w->zone_of_people[p];
    h->x[h->count] = w->people_x[p];
    h->y[h->count] = w->people_y[p];
    h->weight[h->count++] = w->weight[p];
    lonely[w->zone_of_people[p]] = false;
  }
  for (size_t i = 0; i < w->zones; i++) {
    if (lonely[i] && w->residents[i] > 0) {
      h->zone[h->count] = i;
      h->x[h->count] = w->interior_x[i];
      h->y[h->count] = w->interior_y[i];
      h->weight[h->count++] = w->residents[i];
    }
  }
}

double world_served(const world *w, const wijk_roads *roads, double limit_m, double *people) {
  static homes h;
  static wijk_road_place at[MOST_HOMES], place[MOST_FACILITIES];
  static double away[MOST_HOMES];
  static size_t nearest[MOST_HOMES];
  wijk_error err = {0};
  double served = 0;
  find_homes(w, &h);
  if (roads != NULL) {
    const double snap_m = wijk_method_default().snap_limit_m;
    wijk_roads_snap(roads, h.count, h.x, h.y, snap_m, 1, at, &err);
    wijk_roads_snap(roads, w->facilities, w->x, w->y, snap_m, 1, place, &err);
  }
  for (size_t i = 0; i < w->zones; i++) {
    people[i] = 0;
  }
  for (size_t k = 0; k < h.count; k++) {
    people[h.zone[k]] += roads == NULL || at[k].edge != WIJK_NO_EDGE ? h.weight[k] : 0;
  }
  for (size_t f = 0; f < w->facilities; f++) {
    bool reached = false;
    if (roads != NULL) {
      wijk_roads_nearest(roads, WIJK_ROAD_METRES, 1, &place[f], h.count, at, away, nearest, &err);
    }
    for (size_t k = 0; k < h.count && !reached; k++) {
      reached = (roads == NULL ? hypot(w->x[f] - h.x[k], w->y[f] - h.y[k]) : away[k]) <= limit_m;
    }
    served += reached ? w->capacity[f] : 0;
  }
  return served;
}
