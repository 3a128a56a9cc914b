/* SPDX-License-Identifier: EUPL-1.2 */
/* A CSV as cells: which delimiter, where each cell ends, and what a quote holds together. */
#ifndef WIJK_READ_CSV_H
#define WIJK_READ_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/error.h>

/* What ended a cell. */
typedef enum csv_end { CSV_DELIMITER, CSV_LINE, CSV_FILE, CSV_OPEN_QUOTE } csv_end;

typedef struct csv_cell {
  char *text;  /* closed by a NUL, blanks around it dropped */
  bool quoted; /* so that "" is a value and an empty line is none */
  bool rest;   /* text stood behind its closing quote */
} csv_cell;

/* A place in a text that is cut up as it is read. */
typedef struct csv_scan {
  char *at, *end;
  char delimiter;
} csv_scan;
csv_end csv_next_cell(csv_scan *scan, csv_cell *cell);

/* Width of the record at `*at`, which moves behind it; 0 for an empty line. */
size_t csv_next_width(const char **at, const char *end, char delimiter);

/* ',' ';' or tab: the one by which most records are as wide as the first; ',' where there is only one column. The
 * text is not changed. WIJK_DATA when two do equally well. */
wijk_status csv_find_delimiter(const char *file, const char *text, size_t length, char *delimiter, wijk_error *err);

/* The bytes of a text file as UTF-8 in `arena`, without byte order mark, lines ended by '\n'. `*encoding` says what it
 * was. WIJK_DATA for UTF-16, NUL bytes and zip archives (a spreadsheet by another name). */
wijk_status csv_decode(const char *file, const unsigned char *bytes, size_t length, wijk_arena *arena, char **text,
                       size_t *text_length, const char **encoding, wijk_error *err);

#endif
