/* SPDX-License-Identifier: EUPL-1.2 */
/* Which columns a map shows, and what they are called: one (--column), several with one classification (--series), or
 * one taken from another (--difference). */
#ifndef WIJK_TOOLS_MAP_COLUMNS_H
#define WIJK_TOOLS_MAP_COLUMNS_H

#include "common/program.h"

typedef struct map_columns {
  const char *const *names; /* as asked */
  size_t name_count;
  const char **given_titles; /* [name_count], NULL for one without; NULL = none */
  bool difference;           /* the first taken from the second: one column */
  bool series;               /* a map for each, be it one */
  const wijk_column **columns;
  const char **titles; /* of the metric, where the column is one; NULL = by the column itself */
  size_t count;
} map_columns;

/* WIJK_USAGE when nothing is asked, or two of the three are, or a column twice. */
wijk_status map_columns_ask(run *run, map_columns *columns, wijk_error *err);
/* What column `k` is called: its title, else by its role or name. */
const char *map_columns_title(const map_columns *columns, size_t k, bool dutch);
/* The columns that another option lists, each with a title where that stands behind it (FIELD=TITLE); none where it is
 * not given. */
wijk_status map_columns_list(run *run, const char *option, map_columns *columns, wijk_error *err);
/* Finds them in `zones`, which has passed the gate, and adds the difference; `whole` is what it was before, to tell
 * what is withheld from what is not there. In the public edition WIJK_DATA for what may count secret facilities. */
wijk_status map_columns_find(run *run, wijk_layer *zones, const wijk_layer *whole, map_columns *columns,
                             wijk_error *err);

#endif
