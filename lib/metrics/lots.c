/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/lots.h"

#include <wijk/random.h>

/* The words of one permutation, one after another. */
typedef struct word_reader {
  wijk_random random;
  uint64_t pairs[2]; /* of words, the low one first */
  unsigned at;
} word_reader;

static void refill(word_reader *reader) {
  wijk_random_fill(&reader->random, 2, reader->pairs);
}

static word_reader start(const wijk_lots *lots, size_t permutation) {
  const uint64_t lane = permutation % WIJK_LOT_LANES, place = permutation / WIJK_LOT_LANES * lots->take;
  word_reader reader = {.random = wijk_random_new(lots->seed, lots->stream), .at = (unsigned)(place % 4)};
  reader.random.draw = lane << 32 | place / 4;
  refill(&reader);
  return reader;
}

static uint32_t below(word_reader *reader, uint32_t limit) {
  if (reader->at == 4) {
    refill(reader);
    reader->at = 0;
  }
  const uint32_t word = (uint32_t)(reader->pairs[reader->at / 2] >> reader->at % 2 * 32);
  reader->at++;
  return (uint32_t)((uint64_t)word * limit >> 32);
}

void wijk_lots_set(const wijk_lots *lots, size_t permutation, uint32_t *drawn) {
  word_reader reader = start(lots, permutation);
  for (uint32_t t = 0; t < lots->take; t++) {
    const uint32_t last = lots->of - lots->take + t;
    uint32_t lot = below(&reader, last + 1);
    for (uint32_t s = 0; s < t; s++) {
      if (drawn[s] == lot) {
        lot = last; /* which cannot have been drawn before */
        break;
      }
    }
    drawn[t] = lot;
  }
}

void wijk_lots_sequence(const wijk_lots *lots, size_t permutation, uint32_t *deck, uint32_t *drawn) {
  word_reader reader = start(lots, permutation);
  for (uint32_t t = 0; t < lots->take; t++) {
    const uint32_t place = t + below(&reader, lots->of - t), card = deck[place];
    deck[place] = deck[t];
    deck[t] = card;
    drawn[t] = place;
  }
  for (uint32_t t = lots->take; t-- > 0;) { /* the deck as it was, the last swap first */
    const uint32_t place = drawn[t], card = deck[t];
    drawn[t] = card;
    deck[t] = deck[place];
    deck[place] = card;
  }
}
