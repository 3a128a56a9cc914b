/* SPDX-License-Identifier: EUPL-1.2 */
/* Places are put in the order of a curve that keeps neighbours together and cut into blocks of 64; pairs of blocks that
 * are too far apart are passed over. A pair of places is computed once and counts for both. Which pair of blocks adds
 * to which sum, and in which order, is fixed by the blocks alone: rows of blocks are dealt to a fixed number of hands,
 * each with sums of its own, and the hands are added in their order. */
#include "geo/decay.h"

#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/curve.h"

enum { BLOCK = 64, LANES = 8, HANDS = 16 };
/* What is inlined into a function for wider vectors is compiled for them. */
#define INLINE static inline __attribute__((always_inline))
#define KM 1e-3        /* after subtracting: places in km would have lost digits that e^(-d) shows */
#define FURTHEST 708.0 /* e^-708 is the last that has all its digits */

/* ---- e^(-d) ----
 *
 * -d = k ln 2 + r with |r| <= ln(2) / 2; e^r by its Taylor series up to r^13/13!, whose remainder is below 5e-18; times
 * 2^k by adding k to the exponent. ln 2 in two parts, the first with zeros at its end so that k times it is exact.
 * Only adding, multiplying and whole numbers: what a vector of any width does to the same bits. */

INLINE double decay_of(double d) {
  static const double log2_e = 0x1.71547652b82fep+0, ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
  static const double whole = 0x1.8p+52; /* added, it leaves the nearest whole number in the last bits */
  d = d < FURTHEST ? d : FURTHEST;
  const double shifted = whole - d * log2_e, k = shifted - whole;
  const double r = (-d - k * ln2_high) - k * ln2_low;
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
  p = p * (r * r) + r;
  p = 1 + p;
  uint64_t bits, exponent;
  memcpy(&bits, &p, sizeof bits);
  memcpy(&exponent, &shifted, sizeof exponent);
  bits += exponent << 52;
  memcpy(&p, &bits, sizeof p);
  return p;
}

void wijk_decay_exp(const double *d, size_t count, double *value) {
  for (size_t i = 0; i < count; i++) {
    value[i] = decay_of(d[i]);
  }
}

/* ---- a pair of blocks ---- */

typedef struct field {
  size_t count, blocks, mass_count;
  size_t *order;       /* place in the source, by place along the curve */
  double *x, *y, *own; /* along the curve, filled up to whole blocks */
  double *mass;        /* [mass][place]; 0 where filled up */
  double (*box)[4];    /* of a block: least x, y, most x, y */
  double reach;        /* m */
} field;

INLINE void decay_row(const field *f, size_t i, size_t first, double *restrict c) {
  const double x = f->x[i], y = f->y[i];
  const double *restrict to_x = f->x + first, *restrict to_y = f->y + first;
  for (size_t j = 0; j < BLOCK; j++) {
    const double dx = to_x[j] - x, dy = to_y[j] - y;
    c[j] = decay_of(sqrt(dx * dx + dy * dy) * KM);
  }
}

INLINE double weigh(const double *restrict c, const double *restrict mass) {
  double lane[LANES] = {0};
  for (size_t j = 0; j < BLOCK; j += LANES) {
    for (size_t l = 0; l < LANES; l++) {
      lane[l] += c[j + l] * mass[j + l];
    }
  }
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

INLINE void spread(const double *restrict c, double mass, double *restrict sums) {
  for (size_t j = 0; j < BLOCK; j++) {
    sums[j] += c[j] * mass;
  }
}

/* `sums` [mass][place]. */
INLINE void add_blocks(const field *f, size_t a, size_t b, double *sums) {
  const size_t room = f->blocks * BLOCK;
  double c[BLOCK];
  for (size_t i = a * BLOCK; i < (a + 1) * BLOCK && i < f->count; i++) {
    decay_row(f, i, b * BLOCK, c);
    if (a == b) {
      c[i - a * BLOCK] = f->own[i];
    }
    for (size_t k = 0; k < f->mass_count; k++) {
      const double *mass = f->mass + k * room;
      sums[k * room + i] += weigh(c, mass + b * BLOCK);
      if (a != b && mass[i] > 0) { /* within a block both directions come by */
        spread(c, mass[i], sums + k * room + b * BLOCK);
      }
    }
  }
}

static void add_blocks_plain(const field *f, size_t a, size_t b, double *sums) {
  add_blocks(f, a, b, sums);
}

/* The same operations on the same numbers, four at a time instead of two: no other result. */
#ifdef __x86_64__
__attribute__((target("avx2"))) static void add_blocks_wide(const field *f, size_t a, size_t b, double *sums) {
  add_blocks(f, a, b, sums);
}
#define HAS_WIDE() __builtin_cpu_supports("avx2")
#else
#define add_blocks_wide add_blocks_plain
#define HAS_WIDE() 0
#endif

static bool near(const field *f, size_t a, size_t b) {
  const double *p = f->box[a], *q = f->box[b];
  const double dx = fmax(0, fmax(p[0] - q[2], q[0] - p[2])), dy = fmax(0, fmax(p[1] - q[3], q[1] - p[3]));
  return dx * dx + dy * dy <= f->reach * f->reach;
}

/* ---- the field ---- */

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for sums over neighbouring zones");
}

static wijk_status order_places(field *f, const double *x, const double *y, wijk_error *err) {
  double least_x = INFINITY, least_y = INFINITY, most_x = -INFINITY, most_y = -INFINITY;
  for (size_t i = 0; i < f->count; i++) {
    least_x = fmin(least_x, x[i]);
    least_y = fmin(least_y, y[i]);
    most_x = fmax(most_x, x[i]);
    most_y = fmax(most_y, y[i]);
  }
  const double side = fmax(most_x - least_x, most_y - least_y), cell = side > 0 ? side / 65535 : 1;
  double *at = memory_new_zeroed(f->count, sizeof *at);
  for (size_t i = 0; at != NULL && i < f->count; i++) {
    at[i] = curve_place((uint32_t)((x[i] - least_x) / cell), (uint32_t)((y[i] - least_y) / cell));
  }
  const wijk_status status = at == NULL ? no_memory(err) : wijk_sort_numbers(f->count, at, f->order, err);
  memory_free(at);
  return status;
}

/* What lies further than this adds less than 2^-60 of the smallest own term: e^-reach Σ m = 2^-60 own_i m_i. */
static double reach_of(const field *f) {
  const size_t room = f->blocks * BLOCK;
  double reach = 0;
  for (size_t k = 0; k < f->mass_count; k++) {
    double sum = 0, least = INFINITY;
    for (size_t i = 0; i < f->count; i++) {
      const double m = f->mass[k * room + i];
      sum += m;
      least = m > 0 && f->own[i] * m < least ? f->own[i] * m : least;
    }
    reach = sum > 0 ? fmax(reach, log(sum) - log(least) + 60 * 0x1.62e42fefa39efp-1) : reach;
  }
  return reach / KM;
}

static void fill(field *f, const double *x, const double *y, const double *own, const double *const *mass) {
  const size_t room = f->blocks * BLOCK;
  for (size_t p = 0; p < room; p++) { /* beyond the last place: again that place, without mass */
    const size_t i = f->order[p < f->count ? p : f->count - 1];
    f->x[p] = x[i];
    f->y[p] = y[i];
    f->own[p] = own[i];
    for (size_t k = 0; k < f->mass_count; k++) {
      f->mass[k * room + p] = p < f->count ? mass[k][i] : 0;
    }
    double *box = f->box[p / BLOCK];
    const bool first = p % BLOCK == 0;
    box[0] = first ? f->x[p] : fmin(box[0], f->x[p]);
    box[1] = first ? f->y[p] : fmin(box[1], f->y[p]);
    box[2] = first ? f->x[p] : fmax(box[2], f->x[p]);
    box[3] = first ? f->y[p] : fmax(box[3], f->y[p]);
  }
  f->reach = reach_of(f);
}

static void field_free(field *f) {
  memory_free(f->order);
  memory_free(f->x);
  memory_free(f->y);
  memory_free(f->own);
  memory_free(f->mass);
  memory_free(f->box);
}

static wijk_status field_new(size_t count, const double *x, const double *y, const double *own, size_t mass_count,
                             const double *const *mass, field *f, wijk_error *err) {
  const size_t blocks = (count + BLOCK - 1) / BLOCK, room = blocks * BLOCK;
  *f = (field){.count = count, .blocks = blocks, .mass_count = mass_count};
  f->order = memory_new_zeroed(count, sizeof *f->order);
  f->x = memory_new_zeroed(room, sizeof *f->x);
  f->y = memory_new_zeroed(room, sizeof *f->y);
  f->own = memory_new_zeroed(room, sizeof *f->own);
  f->mass = memory_new_zeroed(mass_count * room, sizeof *f->mass);
  f->box = memory_new_zeroed(blocks, sizeof *f->box);
  const bool whole = f->order != NULL && f->x != NULL && f->y != NULL && f->own != NULL && f->mass != NULL;
  const wijk_status status = whole && f->box != NULL ? order_places(f, x, y, err) : no_memory(err);
  if (status != WIJK_OK) {
    field_free(f);
    return status;
  }
  fill(f, x, y, own, mass);
  return WIJK_OK;
}

wijk_status wijk_decay_sums(size_t count, const double *x, const double *y, const double *own, size_t mass_count,
                            const double *const *mass, int threads, double *const *sum, wijk_error *err) {
  field f;
  if (count == 0 || mass_count == 0) {
    return WIJK_OK;
  }
  const wijk_status status = field_new(count, x, y, own, mass_count, mass, &f, err);
  if (status != WIJK_OK) {
    return status;
  }
  const size_t hands = f.blocks < HANDS ? f.blocks : HANDS, each = mass_count * f.blocks * BLOCK;
  double *sums = memory_new_zeroed(hands * each, sizeof *sums);
  if (sums == NULL) {
    field_free(&f);
    return no_memory(err);
  }
  void (*const add)(const field *, size_t, size_t, double *) = HAS_WIDE() ? add_blocks_wide : add_blocks_plain;
  const int workers = threads > 0 ? threads : omp_get_max_threads();
#pragma omp parallel for schedule(dynamic, 1) num_threads(workers) if (hands > 1)
  for (size_t hand = 0; hand < hands; hand++) {
    for (size_t a = hand; a < f.blocks; a += hands) {
      for (size_t b = a; b < f.blocks; b++) {
        if (near(&f, a, b)) {
          add(&f, a, b, sums + hand * each);
        }
      }
    }
  }
  for (size_t k = 0; k < mass_count; k++) {
    for (size_t p = 0; p < count; p++) {
      double whole = 0;
      for (size_t hand = 0; hand < hands; hand++) {
        whole += sums[hand * each + k * f.blocks * BLOCK + p];
      }
      sum[k][f.order[p]] = whole;
    }
  }
  memory_free(sums);
  field_free(&f);
  return WIJK_OK;
}
