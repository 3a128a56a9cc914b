/* SPDX-License-Identifier: EUPL-1.2 */
/* A GeoPackage being read: which layer (geopackage.c), what the layer is (geopackage_table.c), its rows, by several
 * threads (geopackage_rows.c; who reads which: geopackage_divide.c), and their values (geopackage_cells.c). */
#ifndef WIJK_READ_GEOPACKAGE_H
#define WIJK_READ_GEOPACKAGE_H

#include <stdatomic.h>

#include "read/reading.h"
#include "read/shapes.h"
#include "read/sqlite.h"

typedef enum field_kind { FIELD_NONE, FIELD_WHOLE, FIELD_REAL, FIELD_TEXT, FIELD_DATE, FIELD_CODE } field_kind;

typedef struct geopackage_field {
  const char *name, *sql; /* `sql`: its name in quotes */
  field_kind kind;
  size_t column; /* of the layer */
} geopackage_field;

typedef struct geopackage_table {
  const char *name;
  const char *from;          /* as SQL */
  const char *key;           /* what numbers its rows, as SQL; NULL = nothing (a view) */
  const char *geometry;      /* as SQL; NULL = a table without shapes */
  const char *geometry_name; /* as it is */
  geopackage_field *fields;  /* all but the row number and shapes; kind NONE: not to be read */
  size_t field_count;
  int64_t claimed; /* rows that the file says it has; -1 = it says nothing */
} geopackage_table;

/* A name in double quotes or a text in single ones, doubled where they stand in it. */
void geopackage_quote(wijk_text *sql, const char *name, char quote);
/* Finds what stands in the table called `name`. `table->geometry_name` is an input. */
wijk_status geopackage_describe(wijk_reading *reading, database *d, geopackage_table *table, wijk_error *err);
/* All rows into a new layer of the reading. */
wijk_status geopackage_read_rows(wijk_reading *reading, database *d, geopackage_table *table, wijk_error *err);

/* In which language a file has its titles: that of the run that wrote it, where we did. */
typedef enum geopackage_language { LANGUAGE_UNKNOWN, LANGUAGE_DUTCH, LANGUAGE_ENGLISH } geopackage_language;
/* Gives columns the title that the layer's style has for them, if it has one (geopackage_titles.c). */
wijk_status geopackage_read_titles(wijk_layer *layer, database *d, const char *table, geopackage_language language,
                                   wijk_error *err);

/* ---- inside the rows ---- */

typedef struct geopackage_fault {
  size_t row;
  const char *code, *message;
} geopackage_fault;

enum { GEOPACKAGE_CHUNKS = 256 }; /* at most */
/* Rows that one thread reads at a stretch. */
typedef struct geopackage_chunk {
  int64_t first, last; /* of the key */
  size_t base, expected, count;
  shapes shapes;
  geopackage_fault *faults;
  size_t fault_count, fault_capacity;
  wijk_error err;
} geopackage_chunk;

/* What a thread has to itself. */
typedef struct geopackage_worker {
  database *database;
  wijk_arena *arena;
  bool *wide, *broken; /* per field: has whole numbers beyond 2^53; has fractions */
} geopackage_worker;

/* The reading of one layer: what is read, and who reads which rows. */
typedef struct geopackage_job {
  wijk_reading *reading;
  const geopackage_table *table;
  database *database;
  size_t row_count;
  bool dense;              /* the numbers of its rows have no gaps */
  int64_t first, last;     /* of the key */
  wijk_geometry_type type; /* that of the first shape */
  double *x, *y;           /* of a layer of points */
  const char **columns;    /* as SQL: key, shape, fields that are read */
  size_t column_count, lead;
  const geopackage_field **fields; /* those behind the lead */
  size_t field_count;
  geopackage_chunk *chunks;
  size_t chunk_count;
  geopackage_worker *workers;
  size_t worker_count;
  atomic_size_t failed; /* the first chunk with an error: what comes behind it need not be read */
} geopackage_job;

/* How many rows there are, which is said or counted, but never guessed. */
wijk_status geopackage_count_rows(geopackage_job *job, wijk_error *err);
/* Connections and ranges of rows for the threads of the run; whatever happened, `geopackage_end` gives back what is
 * theirs and leaves their texts with the reading. */
wijk_status geopackage_divide(geopackage_job *job, wijk_error *err);
typedef void (*geopackage_work)(geopackage_job *job, geopackage_worker *worker, size_t index);
void geopackage_share_out(geopackage_job *job, geopackage_work work);
void geopackage_end(geopackage_job *job);
/* A chunk has an error. */
void geopackage_give_up(geopackage_job *job, size_t index);
/* The file says another number of rows than it has. */
wijk_status geopackage_wrong_claim(const geopackage_job *job, int64_t claimed, size_t found, wijk_error *err);

/* Where cells go. */
typedef struct geopackage_target {
  const wijk_layer *layer;
  geopackage_worker *worker;
  geopackage_chunk *chunk;
} geopackage_target;

/* Keeps back what is wrong with a row; false without memory. */
bool geopackage_fault_add(const geopackage_target *to, size_t row, const char *code, const char *format, ...)
    WIJK_PRINTF(4, 5);
/* Up to 2^53 every whole number is a double of its own. */
static inline bool geopackage_is_wide(int64_t value) {
  const int64_t most = (int64_t)1 << 53;
  return value > most || value < -most;
}
/* One value of field `number` of those that are read into its column; false on an error (in the chunk). */
bool geopackage_take_cell(const geopackage_target *to, const geopackage_field *field, size_t number, size_t row,
                          const sql_cell *cell);

#endif
