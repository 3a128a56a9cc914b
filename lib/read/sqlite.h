/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to SQLite: somebody else's database, opened so that it can be read and nothing else. What stands in it is
 * not trusted: nothing is written, attached or loaded, no trigger fires, a view may call harmless functions only, and a
 * query has an end. */
#ifndef WIJK_READ_SQLITE_H
#define WIJK_READ_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/error.h>

typedef enum sql_type { SQL_NULL, SQL_WHOLE, SQL_REAL, SQL_TEXT, SQL_BYTES } sql_type;

/* One value; `bytes` of a text end in a NUL too, are as the database has them (not always UTF-8), and are gone when the
 * next row comes. */
typedef struct sql_cell {
  sql_type type;
  union {
    int64_t whole;
    double real;
    size_t length;
  };
  const char *bytes;
} sql_cell;

/* Gets the cells of a row, those from number `first` on where a row comes in several pieces; false = enough. */
typedef bool (*sql_take)(void *who, size_t first, const sql_cell *cells, size_t count);

typedef struct database database;

/* Opens a file on disk at one moment: all that is read stands as it was then, whatever others write meanwhile.
 * WIJK_DATA for a file that is no database, cut or damaged; WIJK_IO where it cannot be read now; WIJK_MEMORY. */
database *database_open(const char *path, wijk_error *err);
/* Once more, at the same moment, for another thread; NULL where that cannot be (no error: one connection does too). */
database *database_open_again(const database *d);
void database_close(database *d);

/* Whether a query could be asked. */
bool database_understands(database *d, const char *sql);
/* Every row of a query. */
wijk_status database_query(database *d, const char *sql, sql_take take, void *who, wijk_error *err);

/* Rows of one table or view: those of a range of `key` where there is one. */
typedef struct sql_scan {
  const char *const *columns; /* as SQL */
  size_t column_count;        /* at least one */
  const char *from, *key;     /* as SQL; key NULL = all rows */
  int64_t first, last;
} sql_scan;
/* The same rows as a query would give, handed over from within SQLite (as arguments of an aggregate) instead of one by
 * one, which takes half as long. */
wijk_status database_scan(database *d, const sql_scan *scan, sql_take take, void *who, wijk_error *err);

/* Whether the file stayed as it was while it was read without locks (as a file in WAL mode that nobody writes to is);
 * WIJK_IO where it did not. */
wijk_status database_check_unchanged(const database *d, wijk_error *err);

#endif
