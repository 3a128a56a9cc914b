/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo/city.h"

#include <math.h>
#include <omp.h>

wijk_random demo_random(const demo_city *city, demo_stream stream, uint64_t thing) {
  wijk_random random = wijk_random_new(city->demo->seed, (uint64_t)stream);
  random.draw = thing << 20; /* a million draws for each thing */
  return random;
}

/* ---- what was drawn before ---- */

/* A row of cells across a country meets some ten thousand lattice values, and so does the next. */
#define MEMO_BITS 15

typedef struct memo_entry {
  uint64_t place;
  double value;
  uint32_t stream; /* 0 = nothing here yet */
} memo_entry;

struct demo_memo {
  int thread_count;
  memo_entry *entries; /* 2^MEMO_BITS for each thread */
};

wijk_status demo_memo_new(demo_city *city, wijk_error *err) {
  int threads = omp_get_max_threads();
  demo_memo *memo = WIJK_ARENA_ADD(city->arena, demo_memo, 1, err);
  memo_entry *entries = WIJK_ARENA_ADD(city->arena, memo_entry, (size_t)threads << MEMO_BITS, err);
  if (!memo || !entries)
    return WIJK_MEMORY;
  *memo = (demo_memo){threads, entries};
  city->memo = memo;
  return WIJK_OK;
}

static double draw_value(const demo_city *city, demo_stream stream, uint64_t place) {
  wijk_random random = wijk_random_new(city->demo->seed, 1000u + (uint64_t)stream);
  random.draw = place;
  return wijk_random_share(&random);
}

static double lattice_value(const demo_city *city, demo_stream stream, int64_t column, int64_t row) {
  uint64_t place = ((uint64_t)(uint32_t)column << 32) | (uint32_t)row;
  int thread = city->memo ? omp_get_thread_num() : 0;
  if (!city->memo || thread >= city->memo->thread_count)
    return draw_value(city, stream, place);
  uint64_t mixed = (place ^ (uint64_t)stream << 27) * 0x9e3779b97f4a7c15u;
  memo_entry *entry = &city->memo->entries[((size_t)thread << MEMO_BITS) + (size_t)(mixed >> (64 - MEMO_BITS))];
  if (entry->place != place || entry->stream != (uint32_t)stream)
    *entry = (memo_entry){place, draw_value(city, stream, place), (uint32_t)stream};
  return entry->value;
}

/* ---- noise ---- */

static double ease(double share) {
  return share * share * share * (share * (share * 6 - 15) + 10);
}

static double noise_once(const demo_city *city, demo_stream stream, double u, double v) {
  double column = floor(u), row = floor(v);
  int64_t c = (int64_t)column, r = (int64_t)row;
  double s = ease(u - column), t = ease(v - row);
  double south = lattice_value(city, stream, c, r) * (1 - s) + lattice_value(city, stream, c + 1, r) * s;
  double north = lattice_value(city, stream, c, r + 1) * (1 - s) + lattice_value(city, stream, c + 1, r + 1) * s;
  return south * (1 - t) + north * t;
}

double demo_noise(const demo_city *city, demo_stream stream, double x, double y, double size_m, int octaves) {
  double sum = 0, weight = 1, total = 0;
  for (int octave = 0; octave < octaves; octave++) {
    /* Each octave looks elsewhere, so that lattice lines do not fall on one another. */
    sum += weight * noise_once(city, stream, x / size_m + 17.3 * octave, y / size_m - 11.7 * octave);
    total += weight;
    weight *= 0.5;
    size_m *= 0.5;
  }
  return sum / total;
}

double demo_bell(wijk_random *random) {
  double sum = -6;
  for (int i = 0; i < 12; i++)
    sum += wijk_random_share(random);
  return sum;
}

double demo_round(double value, double step) {
  return floor(value * step + 0.5) / step;
}
