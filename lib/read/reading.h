/* SPDX-License-Identifier: EUPL-1.2 */
/* One source on its way in: what the doors fill, and what places, types and names it afterwards.
 *
 *   door -> withhold -> types -> roles -> points -> place -> settle
 *
 * A door gives rows as they stand; nothing is said about a row before the rows to be withheld are gone. */
#ifndef WIJK_READ_READING_H
#define WIJK_READ_READING_H

#include <stdint.h>
#include <wijk/read.h>
#include <wijk/text.h>

/* What a row of the source did wrong before its values were looked at; kept back until the secret rows are gone. */
typedef struct wijk_row_fault {
  size_t row;
  const char *code, *message;
} wijk_row_fault;

/* What a column can be to a program: names in order of rank, divided by blanks; names of one rank by '/'. */
typedef struct wijk_role {
  const char *role, *names;
  char kind; /* 'n' number, 't' text, 'c' code, '*' whatever it is */
} wijk_role;

typedef struct wijk_reading {
  const wijk_source *source;
  const wijk_role *roles; /* all that will be asked for; none = every field is wanted */
  size_t role_count;
  wijk_arena *arena;
  wijk_report *report;
  const char *file; /* name without folder, for messages */
  wijk_layer *layer;
  bool *faulty; /* one per row of the layer: named in a finding, leaves at the end */
  bool raw;     /* every value is text as written (CSV); types are still to be found */
  wijk_row_fault *row_faults;
  size_t row_fault_count, row_fault_capacity;
  size_t deleted;        /* rows that the source itself marks as deleted */
  wijk_decimal decimal;  /* of the numbers in text; unknown = nothing in the file tells */
  const char ***written; /* per column: its values as written, where they became numbers; NULL = never */

  const char **passed; /* fields of the source that are not wanted: only their names are known */
  size_t passed_count, passed_capacity;

  const char *layer_name; /* NULL = the source has one nameless table */
  const char *declared;   /* CRS in the words of the source; NULL = none */
  size_t promised;        /* rows that a look at the text has counted; WIJK_NONE = there was none */
  bool geojson;           /* without a declaration degrees are what its standard says */
  const char *encoding;
  const char *hash_name, *hash;

  const char *crs, *crs_found; /* of the source; NULL = nothing in it has a place */
  const char *pipeline;        /* from there to the CRS of the work; NULL = nothing was reprojected */
  const char *fields[32];      /* "role=FIELD" */
  size_t field_count;
  wijk_counts counts;
  size_t first_finding;
} wijk_reading;

/* ---- findings ---- */

/* A fault of one row: a fault, or a warning where faulty rows are skipped; either way the row leaves. */
wijk_status wijk_reading_fault(wijk_reading *reading, size_t row, const char *code, const char *field,
                               const char *value, wijk_error *err, const char *format, ...) WIJK_PRINTF(7, 8);
/* Something to be said that leaves the rows alone; `row` WIJK_NONE = about the source as a whole. */
wijk_status wijk_reading_say(wijk_reading *reading, wijk_severity severity, size_t row, const char *code,
                             const char *field, const char *value, wijk_error *err, const char *format, ...)
    WIJK_PRINTF(8, 9);
/* Keeps a row's fault back until rows are withheld. */
wijk_status wijk_reading_keep_fault(wijk_reading *reading, size_t row, const char *code, wijk_error *err,
                                    const char *format, ...) WIJK_PRINTF(5, 6);
/* Number of a row in the source, from 1. */
size_t wijk_reading_row(const wijk_reading *reading, size_t row);

/* Whether the program can have a use for a field of the source, by its whole name: always, unless it asked for what it
 * needs only; then a field has one that could get a role, or that was chosen or asked for. A door that is cheaper off
 * without the values of the others gives their names to `wijk_reading_pass_field`. */
bool wijk_reading_wants(const wijk_reading *reading, const char *field);
/* A new column of the layer being read; a name that is there already is a fault of the source, and gets a number. */
wijk_column *wijk_reading_add_column(wijk_reading *reading, const char *name, wijk_column_type type, wijk_error *err);
/* A field that is there and not wanted: its name is judged as that of a column is, its values are not. */
wijk_status wijk_reading_pass_field(wijk_reading *reading, const char *name, wijk_error *err);

/* ---- stages ---- */

/* Opens the source through the door of its format: rows, columns and shapes as they stand. `roles` are all that will be
 * asked for, where the source may be read for what is needed only; NULL = every field is wanted. */
wijk_status wijk_reading_open(wijk_reading *reading, const wijk_source *source, const wijk_role *roles,
                              size_t role_count, wijk_arena *arena, wijk_report *report, wijk_error *err);
/* Leaves only rows with `keep` set; nothing else is counted or said of the others, and faults that are kept back go
 * along with their rows. Doors may call it too. */
wijk_status wijk_reading_keep(wijk_reading *reading, const bool *keep, wijk_error *err);

/* Types, roles, points from x and y, coordinates into the CRS of the work; faults held back are said now. Roles that
 * could be two columns are an error where `strict`, else left open. `needs_place`: a row without coordinates is a
 * fault. */
wijk_status wijk_reading_digest(wijk_reading *reading, const wijk_role *roles, size_t role_count, bool strict,
                                bool needs_place, wijk_error *err);
/* Fails when there were faults that are neither skipped nor merely listed; else rows with faults leave. */
wijk_status wijk_reading_settle(wijk_reading *reading, wijk_error *err);
/* Writes input and counts into the report; what is neither rejected nor not selected was used. */
wijk_status wijk_reading_record(wijk_reading *reading, wijk_error *err);

/* ---- inside the stages ---- */

wijk_status wijk_types_find(wijk_reading *reading, wijk_error *err);
/* A column as numbers, whatever it was; a value that is none is a fault of its row. */
wijk_status wijk_types_number(wijk_reading *reading, wijk_column *column, wijk_error *err);
/* A column as text, whatever it was; an identifier in a spreadsheet's notation (5.9901E+14) is a fault. */
wijk_status wijk_types_text(wijk_reading *reading, wijk_column *column, bool code, wijk_error *err);
bool wijk_types_is_missing_code(double value);

wijk_status wijk_roles_find(wijk_reading *reading, const wijk_role *roles, size_t role_count, bool strict,
                            wijk_error *err);
/* Column for one role as the choice or the names say, WIJK_NONE where there is none; `*second` gets another of the
 * same rank. */
wijk_status wijk_roles_column(const wijk_reading *reading, const wijk_role *role, size_t *column, size_t *second,
                              wijk_error *err);
wijk_status wijk_roles_take(wijk_reading *reading, size_t column, const char *role, wijk_error *err);
/* Gives the role "key" to the first field of a known name that has a value in every row and none twice; fields passed
 * over are said. Where none has that: faults of its rows and, without any candidate, an error that lists the fields,
 * if `strict`; else the first candidate, and silence. */
wijk_status wijk_keys_find(wijk_reading *reading, bool strict, wijk_error *err);
/* What a column of a table is to the roles; and whether its values are there and in range, each a fault of its row. */
wijk_role wijk_table_role(const wijk_table_column *column);
wijk_status wijk_table_check(wijk_reading *reading, const wijk_table_column *columns, size_t count, wijk_error *err);
/* The columns that hold x and y, WIJK_NONE where there are none; `*degrees` and `*rd` are what the names say. */
wijk_status wijk_roles_xy(const wijk_reading *reading, size_t *x, size_t *y, bool *degrees, bool *rd, wijk_error *err);

/* Settles the CRS and reprojects. `named_degrees` and `named_rd`: what the names of x and y say. */
wijk_status wijk_place(wijk_reading *reading, bool named_degrees, bool named_rd, bool needs_place, wijk_error *err);

/* RD by code or parameters, WGS84, ETRS89 and "local", without asking PROJ; false for anything else. */
bool wijk_place_known(const char *words, const char **code, bool *metres, bool *degrees);

/* ---- the doors ---- */

wijk_status wijk_csv_read(wijk_reading *reading, wijk_error *err);
wijk_status wijk_shapefile_read(wijk_reading *reading, wijk_error *err);
/* Hands on to wijk_ogr_read what SQLite does not open or the format leaves to others. */
wijk_status wijk_geopackage_read(wijk_reading *reading, wijk_error *err);
wijk_status wijk_ogr_read(wijk_reading *reading, wijk_error *err);

#endif
