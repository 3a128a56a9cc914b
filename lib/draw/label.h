/* SPDX-License-Identifier: EUPL-1.2 */
/* Names on zones: how a name may be broken into lines, and where its box stands. Pure computation: widths come in,
 * boxes go out. */
#ifndef WIJK_DRAW_LABEL_H
#define WIJK_DRAW_LABEL_H

#include "draw/arcs.h"
#include "draw/list.h"

#define LABEL_LINES 3

/* One way of writing a name. Widths are in ems. */
typedef struct label_text {
  size_t line_count;
  const char *lines[LABEL_LINES];
  double width_em;
} label_text;

typedef double (*label_measure)(void *context, const char *words); /* ems */

/* The best ways to write `name` on one, two and three lines, broken after a space, a hyphen or a slash so that the
 * longest line is as short as can be; `ways` gets at most LABEL_LINES of them. */
wijk_status label_split(const char *name, label_measure measure, void *context, wijk_arena *arena,
                        label_text ways[LABEL_LINES], size_t *way_count, wijk_error *err);

typedef struct label_request {
  size_t row; /* of the zones */
  label_text ways[LABEL_LINES];
  size_t way_count;
} label_request;

typedef struct label {
  size_t row;
  label_text text;
  double size_mm;
  draw_box box; /* within the zone's largest part, clear of its border */
} label;

typedef struct label_rules {
  const double *sizes_mm; /* of the letters, the one liked best first */
  size_t size_count;
  double line_em;        /* from line to line */
  double clear_mm;       /* to the border and to other names */
  const draw_box *taken; /* symbols: covered as little as can be, and never by more than a third of a name */
  size_t taken_count;
} label_rules;

/* Largest zones first. Names that fit nowhere are left out. `labels` has room for every request. */
wijk_status labels_place(const wijk_layer *zones, const draw_arcs *arcs, const label_request *requests,
                         size_t request_count, const label_rules *rules, wijk_arena *arena, label *labels,
                         size_t *label_count, wijk_error *err);

#endif
