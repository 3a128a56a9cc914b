/* SPDX-License-Identifier: EUPL-1.2 */
/* The transport problem in whole numbers: what each source has goes to sinks, as far as they have room, at the least
 * cost of all. */
#ifndef WIJK_SCENARIO_TRANSPORT_H
#define WIJK_SCENARIO_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>

/* Wide enough for several goals in one number, each weighing more than all that come after it. */
__extension__ typedef __int128 transport_cost;

/* A sink that each source can send to at one and the same cost. */
typedef struct transport_common {
  double room;
  transport_cost cost;
} transport_common;

typedef struct transport_problem {
  size_t source_count, sink_count, common_count;
  const double *supply;   /* [source_count] whole */
  const double *room;     /* [sink_count] whole */
  const size_t *own;      /* [source_count] sink that it sends to at no cost; WIJK_NONE = none */
  const double *own_sent; /* [source_count] what it sends there to begin with, besides its supply and that room */
  const transport_common *common;
  /* How long the way is to each sink (but its own), 0 or more; below 0 = there is none. A way costs `a_way` and
   * `a_length` for each of its length. */
  void (*lengths)(const void *context, size_t source, int64_t *lengths);
  const void *context;
  transport_cost a_way, a_length;
} transport_problem;

typedef struct transport_flow {
  size_t source, sink; /* a common sink has a number from sink_count on */
  double amount;
  size_t next; /* of the same sink; WIJK_NONE = none */
} transport_flow;

/* `amount` may be 0. Prices prove that it is the least: for no way and no common sink is cost < source_price +
 * sink_price, they are equal where something is sent, no sink_price is above 0, and it is 0 where room is left. */
typedef struct transport_answer {
  transport_flow *flows;
  size_t flow_count;
  transport_cost *source_price; /* [source_count] */
  transport_cost *sink_price;   /* [sink_count + common_count] */
} transport_answer;

/* Shortest paths one after another over prices that keep every length at 0 or above (Edmonds and Karp 1972; Tomizawa
 * 1971), from one source at a time; of the ways of a source, from the shortest on, only those are looked at that could
 * be of use. Where there is a choice the lower numbers come first. The common sinks must have room for all that finds
 * none: else WIJK_BUG. Cost: what is looked at around each source, and one sort of its ways; at most
 * sources * (sources + sinks) ^ 2. */
wijk_status transport_solve(const transport_problem *problem, wijk_arena *arena, transport_answer *answer,
                            wijk_error *err);

#endif
