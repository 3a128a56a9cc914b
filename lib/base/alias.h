/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing one of many with given chances, at the cost of one look-up: an alias table (Walker 1977; Vose 1991) in whole
 * numbers. A table has 2^bits columns of equal chance; a column holds `capacity` lots, of which the first `below` are
 * its own and the others those of one other column. */
#ifndef WIJK_BASE_ALIAS_H
#define WIJK_BASE_ALIAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wijk_alias_column {
  uint32_t below, other;
} wijk_alias_column;

typedef struct wijk_alias {
  unsigned bits;
  uint64_t capacity; /* lots in a column, at most 2^32 */
  uint64_t unfair;   /* lower halves below this would favour some lots: they are drawn again */
  wijk_alias_column *columns;
} wijk_alias;

/* How many bits a table of `count` things has. */
unsigned wijk_alias_bits(size_t count);

/* Lots for each of `count` <= 2^bits things, by their weights (>= 0, finite, sum > 0): `lots[1 << bits]` gets whole
 * numbers that sum to `*capacity` << bits. Exactly in the ratio of the weights where these are whole and sum to at most
 * 2^32; else rounded to 2^-32 of a column, and the largest takes what rounding leaves. */
void wijk_alias_share(const double *weights, size_t count, unsigned bits, uint64_t *lots, uint64_t *capacity);

/* The table. `columns[1 << bits]` is the caller's; `lots` is used up; `stack[1 << bits]` is scratch. O(columns). */
wijk_alias wijk_alias_make(uint64_t *lots, unsigned bits, uint64_t capacity, wijk_alias_column *columns,
                           uint32_t *stack);

__extension__ typedef unsigned __int128 wijk_alias_wide;

/* The thing that 64 fair bits choose: each has exactly the chance of its lots. False, once in 2^(64 - bits) / capacity
 * times or never: draw other bits. */
static inline bool wijk_alias_draw(const wijk_alias *alias, uint64_t chance, uint32_t *drawn) {
  const uint32_t column = alias->bits == 0 ? 0 : (uint32_t)(chance >> (64 - alias->bits));
  const wijk_alias_wide product = (wijk_alias_wide)(chance << alias->bits) * alias->capacity;
  const wijk_alias_column *at = &alias->columns[column];
  *drawn = (uint64_t)(product >> 64) < at->below ? column : at->other;
  return (uint64_t)product >= alias->unfair;
}

#endif
