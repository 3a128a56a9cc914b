/* SPDX-License-Identifier: EUPL-1.2 */
/* Queen and rook: zones whose boxes come near are found in a grid, and their borders compared. */
#include <math.h>
#include <omp.h>

#include "base/memory.h"
#include "geo/contact.h"
#include "geo/weights_parts.h"

typedef struct pair {
  uint32_t low, high;
} pair;

typedef struct pair_list {
  pair *items;
  size_t count, capacity;
} pair_list;

/* Boxes of zones, widened by half the reach, in the cells that they touch. */
typedef struct box_grid {
  double min_x, min_y, per_x, per_y, margin;
  uint32_t columns, rows;
  size_t *start; /* per cell, and one more */
  uint32_t *zones;
} box_grid;

typedef struct contact_work {
  const bool *in;
  bool rook;
  size_t zone_count;
  int threads;
  contact_borders borders;
  box_grid grid;
  pair_list *found; /* per thread */
} contact_work;

/* ---- the grid ---- */

static inline uint32_t place(double value, double start, double per, uint32_t count) {
  double at = (value - start) * per; /* never decreases when the value grows */
  return at >= (double)count ? count - 1 : at > 0 ? (uint32_t)at : 0;
}

typedef struct cell_range {
  uint32_t left, right, low, high;
} cell_range;

static cell_range cells_of(const box_grid *grid, const polygon_box *box) {
  return (cell_range){place(box->min_x - grid->margin, grid->min_x, grid->per_x, grid->columns),
                      place(box->max_x + grid->margin, grid->min_x, grid->per_x, grid->columns),
                      place(box->min_y - grid->margin, grid->min_y, grid->per_y, grid->rows),
                      place(box->max_y + grid->margin, grid->min_y, grid->per_y, grid->rows)};
}

static bool takes_part(const contact_work *work, size_t zone) {
  return work->in[zone] && work->borders.boxes[zone].min_x <= work->borders.boxes[zone].max_x;
}

/* About as many cells as zones. */
static void choose_grid(contact_work *work) {
  polygon_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t zone = 0; zone < work->zone_count; zone++)
    if (takes_part(work, zone)) {
      const polygon_box *box = &work->borders.boxes[zone];
      all.min_x = box->min_x < all.min_x ? box->min_x : all.min_x;
      all.min_y = box->min_y < all.min_y ? box->min_y : all.min_y;
      all.max_x = box->max_x > all.max_x ? box->max_x : all.max_x;
      all.max_y = box->max_y > all.max_y ? box->max_y : all.max_y;
    }
  double width = all.max_x - all.min_x, height = all.max_y - all.min_y, most = (double)work->zone_count;
  double columns = 1, rows = 1;
  if (width > 0 && height > 0) {
    columns = fmin(fmax(ceil(sqrt(most * width / height)), 1), most);
    rows = fmax(ceil(most / columns), 1);
  }
  box_grid *grid = &work->grid;
  grid->margin = work->borders.reach; /* half would do, but for rounding */
  grid->columns = (uint32_t)columns;
  grid->rows = (uint32_t)rows;
  grid->min_x = all.min_x;
  grid->min_y = all.min_y;
  grid->per_x = width > 0 ? columns / width : 0;
  grid->per_y = height > 0 ? rows / height : 0;
}

/* How often each cell is touched, or who touches it: `start` moves on from its own place to that of the next cell. */
static void visit_cells(const contact_work *work, size_t *start, uint32_t *zones) {
  for (size_t zone = 0; zone < work->zone_count; zone++) {
    if (!takes_part(work, zone))
      continue;
    cell_range range = cells_of(&work->grid, &work->borders.boxes[zone]);
    for (uint32_t row = range.low; row <= range.high; row++)
      for (uint32_t column = range.left; column <= range.right; column++) {
        size_t *at = &start[(size_t)row * work->grid.columns + column];
        if (zones)
          zones[*at] = (uint32_t)zone;
        ++*at;
      }
  }
}

static bool fill_grid(contact_work *work) {
  choose_grid(work);
  box_grid *grid = &work->grid;
  size_t cells = (size_t)grid->rows * grid->columns;
  grid->start = memory_new_zeroed(cells + 2, sizeof *grid->start);
  if (!grid->start)
    return false;
  visit_cells(work, grid->start + 2, NULL);
  for (size_t cell = 0; cell < cells; cell++)
    grid->start[cell + 2] += grid->start[cell + 1];
  grid->zones = memory_resize(NULL, grid->start[cells + 1], sizeof *grid->zones);
  if (!grid->zones)
    return false;
  visit_cells(work, grid->start + 1, grid->zones);
  return true;
}

/* ---- pairs ---- */

static bool add_pair(pair_list *list, uint32_t low, uint32_t high) {
  if (list->count == list->capacity) {
    size_t capacity = 2 * list->capacity + 1024;
    pair *wider = memory_resize(list->items, capacity, sizeof *wider);
    if (!wider)
      return false;
    list->items = wider;
    list->capacity = capacity;
  }
  list->items[list->count++] = (pair){low, high};
  return true;
}

/* The neighbours of a zone that come after it. Of the cells that two zones both touch, only the lowest counts. */
static bool find_of_zone(const contact_work *work, uint32_t zone, contact_room *room, pair_list *found) {
  const contact_borders *borders = &work->borders;
  const box_grid *grid = &work->grid;
  cell_range own = cells_of(grid, &borders->boxes[zone]);
  for (uint32_t row = own.low; row <= own.high; row++)
    for (uint32_t column = own.left; column <= own.right; column++) {
      size_t cell = (size_t)row * grid->columns + column;
      for (size_t i = grid->start[cell]; i < grid->start[cell + 1]; i++) {
        uint32_t other = grid->zones[i];
        if (other <= zone || !contact_boxes_near(&borders->boxes[zone], &borders->boxes[other], borders->reach))
          continue;
        cell_range range = cells_of(grid, &borders->boxes[other]);
        if (row != (range.low > own.low ? range.low : own.low) ||
            column != (range.left > own.left ? range.left : own.left))
          continue;
        bool next = work->rook ? contact_runs_along(borders, zone, other, room) : contact_touches(borders, zone, other);
        if (room->no_memory || (next && !add_pair(found, zone, other)))
          return false;
      }
    }
  return true;
}

static bool find_pairs(contact_work *work) {
  bool no_memory = false;
#pragma omp parallel num_threads(work->threads) if (work->zone_count > 64)
  {
    contact_room room = {0};
#pragma omp for schedule(dynamic, 32) reduction(|| : no_memory)
    for (size_t zone = 0; zone < work->zone_count; zone++)
      if (!no_memory && takes_part(work, zone))
        no_memory = !find_of_zone(work, (uint32_t)zone, &room, &work->found[omp_get_thread_num()]);
    contact_room_free(&room);
  }
  return !no_memory;
}

/* ---- rows ---- */

/* Where each zone's neighbours begin; of every pair both ends are counted. */
static size_t count_rows(const contact_work *work, size_t *first) {
  for (int thread = 0; thread < work->threads; thread++) {
    const pair_list *list = &work->found[thread];
    for (size_t i = 0; i < list->count; i++) {
      first[list->items[i].low + 2]++;
      first[list->items[i].high + 2]++;
    }
  }
  for (size_t zone = 0; zone < work->zone_count; zone++)
    first[zone + 2] += first[zone + 1];
  return first[work->zone_count + 1];
}

/* In the order in which the threads found them; leaves first[zone + 1] at the end of the zone. */
static void fill_rows(const contact_work *work, size_t *first, uint32_t *neighbour) {
  for (int thread = 0; thread < work->threads; thread++) {
    const pair_list *list = &work->found[thread];
    for (size_t i = 0; i < list->count; i++) {
      neighbour[first[list->items[i].low + 1]++] = list->items[i].high;
      neighbour[first[list->items[i].high + 1]++] = list->items[i].low;
    }
  }
}

static wijk_status gather_rows(const contact_work *work, wijk_arena *arena, wijk_weights *weights, wijk_error *err) {
  weights->first = WIJK_ARENA_ADD(arena, size_t, work->zone_count + 2, err); /* one more, for filling */
  if (!weights->first)
    return err->status;
  weights->neighbour = WIJK_ARENA_ADD(arena, uint32_t, count_rows(work, weights->first), err);
  if (!weights->neighbour)
    return err->status;
  fill_rows(work, weights->first, weights->neighbour);
  return weights_sort_rows(weights, err);
}

static wijk_status find_all(contact_work *work, const wijk_layer *zones, double snap, wijk_arena *arena,
                            wijk_weights *weights, wijk_error *err) {
  work->found = memory_new_zeroed((size_t)work->threads, sizeof *work->found);
  if (!work->found)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  if (contact_borders_new(zones, snap, work->threads, &work->borders, err) != WIJK_OK)
    return err->status;
  if (!fill_grid(work) || !find_pairs(work))
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  return gather_rows(work, arena, weights, err);
}

wijk_status weights_find_contact(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                                 wijk_arena *arena, wijk_weights *weights, wijk_error *err) {
  contact_work work = {
      .in = in, .rook = rule->kind == WIJK_WEIGHTS_ROOK, .zone_count = zones->row_count, .threads = threads};
  wijk_status status = find_all(&work, zones, wijk_weights_snap(zones, rule), arena, weights, err);
  for (int thread = 0; work.found && thread < threads; thread++)
    memory_free(work.found[thread].items);
  memory_free(work.found);
  memory_free(work.grid.start);
  memory_free(work.grid.zones);
  contact_borders_free(&work.borders);
  return status;
}
