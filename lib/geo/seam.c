/* SPDX-License-Identifier: EUPL-1.2 */
/* Pieces are put into buckets by a hash of their ends, which is the same whichever way they run. Where a hash is shared
 * by just two pieces that run opposite ways, and they do have the same ends, they are a seam: any other piece between
 * those ends would share the hash too. The few other pieces are counted one by one. */
#include "geo/seam.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

static uint64_t hash_point(double x, double y) {
  uint64_t bits[2];
  x += 0.0; /* -0 is 0 */
  y += 0.0;
  memcpy(&bits[0], &x, sizeof x);
  memcpy(&bits[1], &y, sizeof y);
  uint64_t hash = (bits[0] * 0x9E3779B97F4A7C15u ^ bits[1]) * 0xD6E8FEB86659FD93u;
  return hash ^ hash >> 32;
}

static bool runs_forth(const wijk_geometry *shapes, size_t piece) {
  double ax = shapes->x[piece], bx = shapes->x[piece + 1];
  return ax < bx || (ax == bx && shapes->y[piece] < shapes->y[piece + 1]);
}

static bool same_ends(const wijk_geometry *shapes, size_t a, size_t b) {
  const double *x = shapes->x, *y = shapes->y;
  return (x[a] == x[b] && y[a] == y[b] && x[a + 1] == x[b + 1] && y[a + 1] == y[b + 1]) ||
         (x[a] == x[b + 1] && y[a] == y[b + 1] && x[a + 1] == x[b] && y[a + 1] == y[b]);
}

/* ---- most pieces ---- */

enum { BUCKET_BITS = 11, BUCKETS = 1 << BUCKET_BITS, SLOTS = 1 << 12 };

typedef struct hashed {
  uint32_t hash, piece;
} hashed;

#define NO_PIECE UINT32_MAX
#define SHARED (UINT32_MAX - 1) /* its hash is shared by more than two */

typedef struct seam_work {
  const wijk_geometry *shapes;
  hashed *list; /* by bucket */
  uint32_t *partner;
  uint32_t ends[BUCKETS + 1];
} seam_work;

static void hash_pieces(seam_work *work, bool filling) {
  const wijk_geometry *shapes = work->shapes;
  for (size_t ring = 0; ring < shapes->ring_count; ring++) {
    size_t start = shapes->point_of_ring[ring], end = shapes->point_of_ring[ring + 1];
    uint64_t from = start < end ? hash_point(shapes->x[start], shapes->y[start]) : 0;
    for (size_t piece = start; piece + 1 < end; piece++) {
      uint64_t to = hash_point(shapes->x[piece + 1], shapes->y[piece + 1]);
      uint64_t hash = (from + to) * 0x9E3779B97F4A7C15u;
      from = to;
      uint32_t *bucket_end = &work->ends[(hash >> (64 - BUCKET_BITS)) + !filling];
      if (filling)
        work->list[*bucket_end] = (hashed){(uint32_t)(hash >> (32 - BUCKET_BITS)), (uint32_t)piece};
      ++*bucket_end;
    }
  }
}

/* Tells each piece of a bucket the one other with its hash. Those with a slot in common are chained by `before`. */
static void pair_bucket(seam_work *work, size_t first, size_t end, uint32_t *slots, uint32_t *before) {
  memset(slots, 0, SLOTS * sizeof *slots);
  for (size_t i = first; i < end; i++) {
    hashed own = work->list[i];
    uint32_t *slot = &slots[own.hash % SLOTS], at = *slot;
    while (at && work->list[first + at - 1].hash != own.hash)
      at = before[at - 1];
    if (!at) {
      before[i - first] = *slot;
      *slot = (uint32_t)(i - first) + 1;
      continue;
    }
    uint32_t *partner = &work->partner[work->list[first + at - 1].piece];
    if (*partner == NO_PIECE) {
      *partner = own.piece;
      work->partner[own.piece] = work->list[first + at - 1].piece;
      continue;
    }
    if (*partner != SHARED)
      work->partner[*partner] = SHARED;
    *partner = work->partner[own.piece] = SHARED;
  }
}

static bool find_partners(seam_work *work) {
  size_t count = work->shapes->point_count, largest = 0;
  work->list = memory_resize(NULL, count, sizeof *work->list);
  work->partner = memory_resize(NULL, count, sizeof *work->partner);
  if (!work->list || !work->partner)
    return false;
  memset(work->partner, 0xff, count * sizeof *work->partner); /* NO_PIECE */
  hash_pieces(work, false);
  for (size_t bucket = 0; bucket < BUCKETS; bucket++) {
    largest = work->ends[bucket + 1] > largest ? work->ends[bucket + 1] : largest;
    work->ends[bucket + 1] += work->ends[bucket];
  }
  hash_pieces(work, true);
  uint32_t *slots = memory_resize(NULL, SLOTS + largest, sizeof *slots);
  for (size_t bucket = 0; slots && bucket < BUCKETS; bucket++)
    pair_bucket(work, bucket ? work->ends[bucket - 1] : 0, work->ends[bucket], slots, slots + SLOTS);
  memory_free(slots);
  return slots;
}

/* ---- the others ---- */

/* Pieces between the same two points, whichever way they run. */
typedef struct seam_slot {
  uint32_t piece; /* the first of them, plus 1; 0 = free */
  uint8_t forth, back;
} seam_slot;

typedef struct seam_table {
  seam_slot *slots;
  size_t mask;
} seam_table;

static seam_slot *find_slot(const seam_work *work, const seam_table *table, size_t piece) {
  const wijk_geometry *shapes = work->shapes;
  uint64_t hash =
      hash_point(shapes->x[piece], shapes->y[piece]) + hash_point(shapes->x[piece + 1], shapes->y[piece + 1]);
  for (size_t at = (size_t)(hash >> 16) & table->mask;; at = (at + 1) & table->mask)
    if (!table->slots[at].piece || same_ends(shapes, table->slots[at].piece - 1, piece))
      return &table->slots[at];
}

static void count_piece(const seam_work *work, const seam_table *table, size_t piece) {
  seam_slot *slot = find_slot(work, table, piece);
  if (!slot->piece)
    slot->piece = (uint32_t)(piece + 1);
  uint8_t *way = runs_forth(work->shapes, piece) ? &slot->forth : &slot->back;
  *way = (uint8_t)(*way < UINT8_MAX ? *way + 1 : UINT8_MAX);
}

static bool count_shared(const seam_work *work, seam_table *table) {
  size_t shared = 0, size = 16, count = work->shapes->point_count;
  for (size_t piece = 0; piece < count; piece++)
    shared += work->partner[piece] == SHARED;
  while (size < 2 * shared)
    size *= 2;
  *table = (seam_table){memory_new_zeroed(size, sizeof *table->slots), size - 1};
  for (size_t piece = 0; table->slots && shared && piece < count; piece++)
    if (work->partner[piece] == SHARED)
      count_piece(work, table, piece);
  return table->slots;
}

/* ---- all ---- */

static bool is_open(const seam_work *work, const seam_table *table, size_t piece) {
  uint32_t partner = work->partner[piece];
  if (partner == SHARED) {
    const seam_slot *slot = find_slot(work, table, piece);
    return slot->forth != 1 || slot->back != 1;
  }
  return partner == NO_PIECE || !same_ends(work->shapes, piece, partner) ||
         runs_forth(work->shapes, piece) == runs_forth(work->shapes, partner);
}

static void add_open(const seam_work *work, const seam_table *table, size_t ring, shape_builder *lines) {
  const wijk_geometry *shapes = work->shapes;
  bool running = false;
  for (size_t piece = shapes->point_of_ring[ring]; piece + 1 < shapes->point_of_ring[ring + 1]; piece++) {
    bool open = is_open(work, table, piece);
    if (open && !running)
      shape_builder_add_point(lines, shapes->x[piece], shapes->y[piece]);
    if (open)
      shape_builder_add_point(lines, shapes->x[piece + 1], shapes->y[piece + 1]);
    if (!open && running)
      shape_builder_end_ring(lines);
    running = open;
  }
  if (running)
    shape_builder_end_ring(lines);
}

wijk_status seam_find_open(const wijk_geometry *shapes, shape_builder *lines, wijk_error *err) {
  if (shapes->point_count >= SHARED)
    return wijk_error_set(err, WIJK_DATA, "more than four thousand million points of zones");
  seam_work work = {.shapes = shapes};
  seam_table table = {0};
  bool found = find_partners(&work) && count_shared(&work, &table);
  for (size_t ring = 0; found && ring < shapes->ring_count; ring++)
    add_open(&work, &table, ring, lines);
  memory_free(work.list);
  memory_free(work.partner);
  memory_free(table.slots);
  return found && !lines->failed ? WIJK_OK
                                 : wijk_error_set(err, WIJK_MEMORY, "no memory to compare the borders of zones");
}
