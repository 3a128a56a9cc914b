/* SPDX-License-Identifier: EUPL-1.2 */
/* Names on zones: how a name may be broken into lines, and where its box stands. Pure computation: widths come in,
 * boxes go out. */
#ifndef WIJK_DRAW_LABEL_H
#define WIJK_DRAW_LABEL_H

#include "draw/arcs.h"
#include "draw/list.h"

#define LABEL_LINES 3
#define LABEL_WAYS (2 * LABEL_LINES - 1)

/* One way of writing a name. Widths are in ems. */
typedef struct label_text {
  size_t line_count;
  const char *lines[LABEL_LINES];
  double width_em;
  bool broken; /* within a word */
} label_text;

typedef double (*label_measure)(void *context, const char *words); /* ems */

/* The best ways to write `name`: on one, two and three lines, broken after a space, a hyphen or a slash so that the
 * longest line is as short as can be; then, where that is narrower, with compounds broken too, a hyphen at the end of
 * the line. `ways` gets at most LABEL_WAYS of them. */
wijk_status label_split(const char *name, label_measure measure, void *context, wijk_arena *arena,
                        label_text ways[LABEL_WAYS], size_t *way_count, wijk_error *err);

/* Where a Dutch compound of letters only may be broken: before its last element where that is one that place names are
 * made with ("Afrikaander|wijk", "Noorder|eiland") and four letters at least stand before it; 0 = nowhere. A break
 * there is one between words, and so one that Dutch spelling allows; other syllables are left alone. */
size_t label_compound(const char *word, size_t length);

typedef struct label_request {
  size_t row; /* of the zones */
  label_text ways[LABEL_WAYS];
  size_t way_count;
  double spare_mm; /* rather than a longer leader it is left out; 0 = any leader is better than that */
} label_request;

typedef struct label {
  size_t row;
  label_text text;
  double size_mm;
  draw_box box;  /* of its letters, tails and all; within the zone's largest part, clear of its border, unless led */
  size_t number; /* in the key: the text is this number; 0 = it is the name */
  bool led;      /* the name stands beside its zone; a line leads from a dot in the zone to the box */
  double dot_x, dot_y, end_x, end_y;
  draw_anchor anchor; /* how its lines stand in the box */
} label;

typedef struct label_rules {
  const double *sizes_mm; /* of the letters, the one liked best first */
  size_t size_count;
  double line_em;        /* from line to line */
  double tall_em;        /* of one line, tails and all; numbers have none */
  double clear_mm;       /* to the border and to other names */
  const draw_box *taken; /* symbols and frames: no name lies over them */
  size_t taken_count;
  draw_box room; /* names with a leader stand within it, clear of all zones: on water one would read as its name; a
                    width of 0 = no leaders */
  double leader_most_mm; /* the longest leader */
  bool beside;           /* only there */
} label_rules;

/* Largest zones first, each name in its zone where it can be; then, where rules.room allows, beside it. No box meets
 * another, nor one that is taken; no leader meets a box or another leader. Names that fit nowhere are left out. Those
 * that are placed follow the `*label_count` that stand already, which are in the way as well, but for what the zone
 * itself has; none of those may have a leader where new ones are to get one. `labels` has room for all. The same result
 * for the same input, always. */
wijk_status labels_place(const wijk_layer *zones, const draw_arcs *arcs, const label_request *requests,
                         size_t request_count, const label_rules *rules, wijk_arena *arena, label *labels,
                         size_t *label_count, wijk_error *err);

#endif
