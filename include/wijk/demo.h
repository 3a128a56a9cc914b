/* SPDX-License-Identifier: EUPL-1.2 */
/* An invented Dutch city of any size, to try, test and measure with. Nothing in it exists: names, codes, people,
 * facilities and figures all come from the seed. */
#ifndef WIJK_DEMO_H
#define WIJK_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wijk_demo {
  uint64_t seed;
  size_t wijken;            /* rows of wijken.shp, the last one being the water; 3 or more */
  size_t buurten;           /* rows of buurten.shp, water included; at most 98 per wijk */
  size_t population_points; /* rows of inwoners.csv, exactly */
  size_t facilities;        /* rows of voorzieningen.csv, exactly */
  size_t roads;             /* rows of wegen.shp, about: within a few per cent */
  const char *folder;       /* is made when it is not there */
  bool overwrite;           /* replaces files of the same names in it */
} wijk_demo;

/* Makes the city and writes its files into the folder; adds their names to report->outputs. The same request gives
 * the same bytes on every machine: chance comes from counters, coordinates from + - * / and square roots only.
 * Everything is made in a temporary folder beside the target first, so that a failed run leaves nothing behind.
 * Cost: O(n log n) in wijken, buurten and facilities; memory is that of the map, about 40 kB for each buurt.
 * Population points and roads are streamed: points take none, and of roads only the net does, 10 bytes for each
 * crossing that could be. Threads are OpenMP's. WIJK_USAGE for sizes that cannot be, WIJK_IO, WIJK_MEMORY. */
wijk_status wijk_demo_write(const wijk_demo *demo, wijk_report *report, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
