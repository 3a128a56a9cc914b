/* SPDX-License-Identifier: EUPL-1.2 */
/* Names while they are being placed: what the search in the zones and that beside them share. */
#ifndef WIJK_DRAW_LABEL_ZONE_H
#define WIJK_DRAW_LABEL_ZONE_H

#include "draw/cells.h"
#include "draw/label.h"

#define LABEL_CELL_MM 0.3

typedef struct label_zone {
  size_t row;
  size_t first_ring, ring_count; /* of its largest part */
  double area;                   /* mm² */
  draw_box bounds;
} label_zone;

typedef struct label_job {
  const wijk_layer *zones;
  const draw_arcs *arcs;
  const label_request *requests;
  size_t request_count;
  const label_rules *rules;
  label_zone *shapes; /* of each request */
  size_t *order;      /* of the requests, largest zone first */
  bool *placed;       /* each request */
  double *x, *y;      /* room for a ring */
  wijk_arena *arena;
  label *labels;
  size_t label_count, standing; /* the first of them were there before */
} label_job;

/* The zone's largest part in cells, with what is taken there. WIJK_MEMORY. */
wijk_status label_zone_cells(label_job *job, const label_zone *shape, cells *made, wijk_error *err);
bool boxes_meet(const draw_box *a, const draw_box *b, double clear_mm);
/* Whether the line from (x1, y1) to (x2, y2) comes within `clear_mm` of the box. */
bool line_meets_box(double x1, double y1, double x2, double y2, const draw_box *box, double clear_mm);
/* Marks what a label covers, its leader too. */
void label_take(const label *l, double clear_mm, cells *c);
double label_height(const label_text *text, double size_mm, const label_rules *rules);

/* label_leader.c: the ways to set each of these requests beside its zone, and the best of all together; what can be
 * placed is added to the job's labels. */
wijk_status labels_lead(label_job *job, wijk_error *err);

#endif
