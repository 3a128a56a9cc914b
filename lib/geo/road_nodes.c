/* SPDX-License-Identifier: EUPL-1.2 */
/* Which ends of edges are one node: by the ids that fields give, or by place. */
#include <string.h>
#include <wijk/number.h>

#include "base/memory.h"
#include "geo/roads.h"

typedef struct ends {
  const road_making *making;
  const wijk_column *id[2]; /* of the first end and of the last; NULL = by place */
  bool by_text;
} ends;

/* ---- what an end is called ---- */

/* Mixes so that every bit of the key counts in the low ones of the result (the finaliser of SplitMix64; Steele, Lea and
 * Flood 2014). */
static uint64_t mix(uint64_t key) {
  key = (key ^ key >> 30) * 0xbf58476d1ce4e5b9u;
  key = (key ^ key >> 27) * 0x94d049bb133111ebu;
  return key ^ key >> 31;
}

static uint64_t bits_of(double value) {
  double whole = value + 0.0; /* -0 becomes 0 */
  uint64_t bits;
  memcpy(&bits, &whole, sizeof bits);
  return bits;
}

static uint32_t row_of(const ends *all, uint32_t end) {
  return all->making->roads->edges[end / 2].row;
}

static uint32_t hash_of(const ends *all, uint32_t end) {
  const wijk_geometry *g = &all->making->lines->geometry;
  const wijk_column *id = all->id[end % 2];
  if (!id) {
    size_t at = road_end_point(all->making->roads, end);
    return (uint32_t)mix(mix(bits_of(g->x[at])) + bits_of(g->y[at]));
  }
  if (!all->by_text)
    return (uint32_t)mix(bits_of(id->numbers[row_of(all, end)]));
  uint64_t hash = 0;
  for (const char *c = id->texts[row_of(all, end)]; *c; c++)
    hash = mix(hash + (unsigned char)*c + 1);
  return (uint32_t)hash;
}

static bool is_same(const ends *all, uint32_t a, uint32_t b) {
  const wijk_geometry *g = &all->making->lines->geometry;
  const wijk_column *id_a = all->id[a % 2], *id_b = all->id[b % 2];
  if (!id_a) {
    size_t at_a = road_end_point(all->making->roads, a), at_b = road_end_point(all->making->roads, b);
    return g->x[at_a] == g->x[at_b] && g->y[at_a] == g->y[at_b];
  }
  if (!all->by_text)
    return id_a->numbers[row_of(all, a)] == id_b->numbers[row_of(all, b)];
  return strcmp(id_a->texts[row_of(all, a)], id_b->texts[row_of(all, b)]) == 0;
}

/* ---- one number for each ---- */

static void set_node(wijk_roads *roads, uint32_t end, uint32_t node) {
  if (end % 2)
    roads->edges[end / 2].to = node;
  else
    roads->edges[end / 2].from = node;
}

static uint32_t node_of(const wijk_roads *roads, uint32_t end) {
  return end % 2 ? roads->edges[end / 2].to : roads->edges[end / 2].from;
}

typedef struct table_slot {
  uint32_t hash, node; /* node UINT32_MAX = empty */
} table_slot;

/* Open addressing; nodes are numbered as they are met. */
static void number_ends(const ends *all, const uint32_t *hashes, table_slot *slots, size_t mask, uint32_t *node_end) {
  enum { AHEAD = 16 };
  wijk_roads *roads = all->making->roads;
  size_t count = 2 * roads->edge_count;
  for (size_t end = 0; end < count; end++) {
    if (end + AHEAD < count)
      __builtin_prefetch(&slots[hashes[end + AHEAD] & mask]);
    size_t at = hashes[end] & mask;
    while (slots[at].node != UINT32_MAX &&
           (slots[at].hash != hashes[end] || !is_same(all, node_end[slots[at].node], (uint32_t)end)))
      at = (at + 1) & mask;
    if (slots[at].node == UINT32_MAX) {
      slots[at] = (table_slot){hashes[end], (uint32_t)roads->node_count};
      node_end[roads->node_count++] = (uint32_t)end;
    }
    set_node(roads, (uint32_t)end, slots[at].node);
  }
}

static wijk_status find_by_hash(const ends *all, uint32_t *node_end, wijk_error *err) {
  size_t count = 2 * all->making->roads->edge_count, size = 16;
  while (size < count + count / 2)
    size *= 2;
  uint32_t *hashes = memory_resize(NULL, count, sizeof *hashes);
  table_slot *slots = memory_resize(NULL, size, sizeof *slots);
  if (hashes && slots) {
    memset(slots, 0xff, size * sizeof *slots);
#pragma omp parallel for schedule(static) num_threads(road_workers(all->making->threads, count))
    for (size_t end = 0; end < count; end++)
      hashes[end] = hash_of(all, (uint32_t)end);
    number_ends(all, hashes, slots, size - 1, node_end);
  } else {
    wijk_error_set(err, WIJK_MEMORY, "no memory for the ends of %zu roads", count / 2);
  }
  memory_free(hashes);
  memory_free(slots);
  return err->status;
}

/* Ids that are whole and lie close together are places in a list. */
static bool find_span(const ends *all, double *least, size_t *span) {
  const wijk_roads *roads = all->making->roads;
  if (!all->id[0] || all->by_text)
    return false;
  double low = INFINITY, high = -INFINITY;
  for (size_t end = 0; end < 2 * roads->edge_count; end++) {
    double id = all->id[end % 2]->numbers[row_of(all, (uint32_t)end)];
    if (id != nearbyint(id))
      return false;
    low = id < low ? id : low;
    high = id > high ? id : high;
  }
  if (!(high - low < 4.0 * (double)roads->edge_count + 1024))
    return false;
  *least = low;
  *span = (size_t)(high - low) + 1;
  return true;
}

static wijk_status find_by_list(const ends *all, double least, size_t span, uint32_t *node_end, wijk_error *err) {
  wijk_roads *roads = all->making->roads;
  uint32_t *nodes = memory_resize(NULL, span, sizeof *nodes);
  if (!nodes)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu nodes", span);
  memset(nodes, 0xff, span * sizeof *nodes);
  for (size_t end = 0; end < 2 * roads->edge_count; end++) {
    uint32_t *node = &nodes[(size_t)(all->id[end % 2]->numbers[row_of(all, (uint32_t)end)] - least)];
    if (*node == UINT32_MAX) {
      *node = (uint32_t)roads->node_count;
      node_end[roads->node_count++] = (uint32_t)end;
    }
    set_node(roads, (uint32_t)end, *node);
  }
  memory_free(nodes);
  return WIJK_OK;
}

/* Fields of other things can be called as ids are (the streets at its ends): then one id lies in many places. */
static wijk_status check_places(const road_making *making, const uint32_t *node_end, wijk_error *err) {
  const wijk_roads *roads = making->roads;
  const wijk_geometry *g = &making->lines->geometry;
  double apart = 0;
  uint32_t first = 0;
  size_t count = 0;
  for (size_t end = 0; end < 2 * roads->edge_count; end++) {
    size_t a = road_end_point(roads, (uint32_t)end), b = road_end_point(roads, node_end[node_of(roads, (uint32_t)end)]);
    double dx = g->x[a] - g->x[b], dy = g->y[a] - g->y[b], square = dx * dx + dy * dy;
    if (square <= 1)
      continue;
    first = count++ ? first : (uint32_t)end;
    apart = square > apart ? square : apart;
  }
  if (!count)
    return WIJK_OK;
  size_t row = roads->edges[first / 2].row;
  const wijk_column *id = first % 2 ? making->fields.to : making->fields.from;
  wijk_finding finding = {.severity = WIJK_WARNING,
                          .code = "node-apart",
                          .source = making->source,
                          .row = making->lines->source_rows ? making->lines->source_rows[row] : row + 1,
                          .field = id->name,
                          .hint = "do the fields hold the ids of the ends? with --road-join 0 roads meet by place"};
  char metres[WIJK_NUMBER_SIZE];
  wijk_number_write(nearbyint(sqrt(apart)), metres);
  return wijk_report_add_finding(making->report, &finding, err,
                                 "%zu ends of roads lie more than 1 m from others with the same id in %s and %s, "
                                 "up to %s m; this is the first",
                                 count, making->fields.from->name, making->fields.to->name, metres);
}

wijk_status road_nodes_make(road_making *making, uint32_t **node_end, wijk_error *err) {
  const road_fields *fields = &making->fields;
  ends all = {.making = making, .id = {fields->from, fields->to}};
  all.by_text = fields->from && fields->from->type != WIJK_COLUMN_NUMBER;
  *node_end = memory_resize(NULL, 2 * making->roads->edge_count, sizeof **node_end);
  if (!*node_end)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the ends of %zu roads", making->roads->edge_count);
  double least = 0;
  size_t span = 0;
  wijk_status status = find_span(&all, &least, &span) ? find_by_list(&all, least, span, *node_end, err)
                                                      : find_by_hash(&all, *node_end, err);
  return status == WIJK_OK && fields->from ? check_places(making, *node_end, err) : status;
}
