/* SPDX-License-Identifier: EUPL-1.2 */
/* What is in the sources of a run, for people at a terminal. */
#ifndef WIJK_TOOLS_OVERVIEW_H
#define WIJK_TOOLS_OVERVIEW_H

#include "common/checks.h"

/* A source that was read, with what was checked of it. */
typedef struct overview_source {
  const char *role;
  const wijk_layer *layer; /* NULL = it could not be read */
  point_check points;
  join_check join;
  const wijk_fit *fit; /* of zones; NULL = not looked at */
} overview_source;

/* All of it as text, findings last: 20 faults and warnings of a kind and one note of a kind, all with --verbose. */
void overview_write(const run *run, const overview_source *sources, size_t count, wijk_text *text);
/* Fields and extent of a source as notes, so that the JSON report has what the text has. */
void overview_add_facts(run *run, const overview_source *source, wijk_error *err);

#endif
