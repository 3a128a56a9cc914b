/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <wijk/text.h>

#include "base/memory.h"
#include "read/file.h"

/* Arguments of one aggregate; SQLite takes 127. */
enum { GROUP = 100, GROUPS = 2000 / GROUP + 1, BUSY_MS = 1000 };

typedef struct group {
  struct database *database;
  size_t first;
} group;

struct database {
  sqlite3 *handle;
  char *path;
  const char *file;   /* name without folder, for messages */
  bool wal;           /* read beside a program that writes to it */
  bool immutable;     /* read without locks */
  struct stat before; /* what an immutable file was */
  int64_t budget;     /* steps of a query that are left */
  uint64_t bytes;
  /* of the scan that runs */
  sql_take take;
  void *who;
  bool enough, no_memory;
  group groups[GROUPS];
  sql_cell cells[GROUP];
};

/* ---- what went wrong, in words ---- */

static wijk_status say(const database *d, wijk_status status, const char *what, wijk_error *err) {
  return wijk_error_set(err, status, "'%s' cannot be read as a GeoPackage: %s", d->file, what);
}

static wijk_status fail(const database *d, int code, wijk_error *err) {
  const char *message = sqlite3_errmsg(d->handle);
  switch (code & 0xff) {
  case SQLITE_NOMEM:
    return wijk_error_set(err, WIJK_MEMORY, "no memory to read '%s'", d->file);
  case SQLITE_NOTADB:
    return say(d, WIJK_DATA, "it is no SQLite database", err);
  case SQLITE_CORRUPT:
    say(d, WIJK_DATA, "it is damaged or cut short", err);
    return wijk_error_hint(err, "get it anew, or try to recover it: sqlite3 %s .recover", d->file);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    say(d, WIJK_IO, "another program is writing to it", err);
    return wijk_error_hint(err, "try again when that is done, or give a copy");
  case SQLITE_CANTOPEN:
  case SQLITE_READONLY:
    say(d, WIJK_IO, "it was left in the middle of a change, or its -wal and -shm files cannot be used", err);
    return wijk_error_hint(err, "open and close it once in a program that may write to it and to its folder");
  case SQLITE_IOERR:
  case SQLITE_PROTOCOL:
    return say(d, WIJK_IO, message, err);
  case SQLITE_INTERRUPT:
    say(d, WIJK_DATA, "a view in it finds no end", err);
    return wijk_error_hint(err, "save what the view shows as a layer of its own");
  default:
    return say(d, WIJK_DATA, wijk_text_is_utf8(message, strlen(message)) ? message : "it is damaged", err);
  }
}

/* ---- opening ---- */

static int allow(void *unused, int action, const char *what, const char *more, const char *schema, const char *by) {
  (void)unused, (void)more, (void)schema, (void)by;
  if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE)
    return SQLITE_OK;
  return action == SQLITE_PRAGMA && what && strcmp(what, "table_xinfo") == 0 ? SQLITE_OK : SQLITE_DENY;
}

enum { STEPS = 100000 };

static int count_steps(void *who) {
  database *d = who;
  return (d->budget -= STEPS) < 0;
}

/* Before anything is read, the schema included. */
static void harden(database *d) {
  static const struct {
    int what, value;
  } settings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                  {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                  {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                  {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                  {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0}},
    limits[] = {{SQLITE_LIMIT_ATTACHED, 0},      {SQLITE_LIMIT_WORKER_THREADS, 0},
                {SQLITE_LIMIT_EXPR_DEPTH, 200},  {SQLITE_LIMIT_COMPOUND_SELECT, 100},
                {SQLITE_LIMIT_VDBE_OP, 1000000}, {SQLITE_LIMIT_SQL_LENGTH, 10000000},
                {SQLITE_LIMIT_TRIGGER_DEPTH, 1}};
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
    sqlite3_db_config(d->handle, settings[i].what, settings[i].value, NULL);
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    sqlite3_limit(d->handle, limits[i].what, limits[i].value);
  /* no value of a table is longer than its file; what a view makes of one need not be either */
  sqlite3_limit(d->handle, SQLITE_LIMIT_LENGTH, d->bytes < 999000000 ? (int)d->bytes + 1000000 : 1000000000);
  sqlite3_extended_result_codes(d->handle, 1);
  sqlite3_busy_timeout(d->handle, BUSY_MS);
  /* No memory mapping: a file that another program cuts would end the run with a signal instead of a message. */
  sqlite3_exec(d->handle, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON; PRAGMA query_only = ON", NULL, NULL,
               NULL);
  sqlite3_progress_handler(d->handle, STEPS, count_steps, d);
}

/* The name SQLite gets: never one that it reads as a URI or as ":memory:", unless we want a URI. */
static char *name_of(const char *path, bool immutable) {
  wijk_text name = {0};
  wijk_text_add(&name, immutable ? "file:" : "");
  wijk_text_add(&name, *path != '/' ? "./" : immutable ? "//" : "");
  for (const char *at = path; *at; at++) {
    if (immutable && strchr("%?#", *at))
      wijk_text_add_format(&name, "%%%02X", (unsigned char)*at);
    else
      wijk_text_add_part(&name, at, 1);
  }
  wijk_text_add(&name, immutable ? "?immutable=1" : "");
  if (!name.failed)
    return name.bytes;
  wijk_text_free(&name);
  return NULL;
}

static uint64_t size_beside(const char *path, const char *ending) {
  wijk_text name = {0};
  uint64_t size = 0;
  wijk_text_add(&name, path);
  wijk_text_add(&name, ending);
  if (name.failed || !wijk_file_size(name.bytes, &size))
    size = 0;
  wijk_text_free(&name);
  return size;
}

static int connect(database *d) {
  char *name = name_of(d->path, d->immutable);
  if (!name)
    return SQLITE_NOMEM;
  int code = sqlite3_open_v2(name, &d->handle,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | (d->immutable ? SQLITE_OPEN_URI : 0), NULL);
  memory_free(name);
  if (code != SQLITE_OK)
    return code;
  harden(d);
  /* the first look takes the lock, or the place in the write-ahead log, that fixes the moment */
  code = sqlite3_exec(d->handle, "BEGIN; SELECT 1 FROM sqlite_schema LIMIT 1", NULL, NULL, NULL);
  sqlite3_set_authorizer(d->handle, allow, d);
  return code;
}

static database *new_database(const char *path) {
  database *d = memory_new_zeroed(1, sizeof *d);
  if (!d)
    return NULL;
  d->path = memory_new(strlen(path) + 1);
  if (!d->path) {
    memory_free(d);
    return NULL;
  }
  memcpy(d->path, path, strlen(path) + 1);
  d->file = wijk_path_name(d->path);
  return d;
}

/* What the head of a file says before SQLite looks at it (https://www.sqlite.org/fileformat.html, 1.3). */
typedef struct head {
  bool wal;  /* in WAL mode */
  bool torn; /* no whole number of pages: SQLite would read zeros beyond the end */
} head;

static head read_head(const char *path, uint64_t size, wijk_error *err) {
  unsigned char bytes[20] = {0};
  wijk_stream *stream = wijk_stream_open(path, err);
  bool read = stream && wijk_stream_read(stream, 0, bytes, sizeof bytes) == sizeof bytes;
  wijk_stream_close(stream);
  if (!read || memcmp(bytes, "SQLite format 3", 16) != 0)
    return (head){0};
  unsigned page = (unsigned)bytes[16] << 8 | bytes[17];
  return (head){.wal = bytes[18] == 2, .torn = page && size % (page == 1 ? 65536 : page) != 0};
}

database *database_open(const char *path, wijk_error *err) {
  database *d = new_database(path);
  if (!d || stat(path, &d->before) != 0) {
    wijk_error_set(err, d ? WIJK_IO : WIJK_MEMORY, "'%s' cannot be opened", path);
    database_close(d);
    return NULL;
  }
  head head = read_head(path, (uint64_t)d->before.st_size, err);
  /* A file in WAL mode without a log: nobody writes to it. Opening it as SQLite does would leave a log beside it, or
   * fail in a folder that may not be written to. */
  uint64_t log = head.wal ? size_beside(path, "-wal") : 0;
  d->immutable = head.wal && !log;
  d->wal = log > 0;
  d->bytes = (uint64_t)d->before.st_size + log;
  d->budget = INT64_MAX;
  int code = err->status != WIJK_OK ? SQLITE_OK : head.torn && !log ? SQLITE_CORRUPT : connect(d);
  if (code != SQLITE_OK)
    fail(d, code, err);
  if (err->status == WIJK_OK)
    return d;
  database_close(d);
  return NULL;
}

database *database_open_again(const database *d) {
  if (d->wal) /* others may have written since: it would be another moment */
    return NULL;
  database *other = new_database(d->path);
  if (!other)
    return NULL;
  other->immutable = d->immutable;
  other->bytes = d->bytes;
  other->budget = INT64_MAX;
  if (connect(other) == SQLITE_OK)
    return other;
  database_close(other);
  return NULL;
}

void database_close(database *d) {
  if (!d)
    return;
  sqlite3_close_v2(d->handle);
  memory_free(d->path);
  memory_free(d);
}

wijk_status database_check_unchanged(const database *d, wijk_error *err) {
  struct stat now;
  if (!d->immutable || (stat(d->path, &now) == 0 && now.st_size == d->before.st_size &&
                        now.st_ino == d->before.st_ino && now.st_mtim.tv_sec == d->before.st_mtim.tv_sec &&
                        now.st_mtim.tv_nsec == d->before.st_mtim.tv_nsec && !size_beside(d->path, "-wal")))
    return WIJK_OK;
  say(d, WIJK_IO, "another program wrote to it meanwhile", err);
  return wijk_error_hint(err, "try again when that is done, or give a copy");
}

/* ---- rows ---- */

static sql_type type_of(int code) {
  switch (code) {
  case SQLITE_INTEGER:
    return SQL_WHOLE;
  case SQLITE_FLOAT:
    return SQL_REAL;
  case SQLITE_TEXT:
    return SQL_TEXT;
  case SQLITE_BLOB:
    return SQL_BYTES;
  default:
    return SQL_NULL;
  }
}

/* False without memory. */
static bool read_cell(sqlite3_value *value, sql_cell *cell) {
  cell->type = type_of(sqlite3_value_type(value));
  switch (cell->type) {
  case SQL_WHOLE:
    cell->whole = sqlite3_value_int64(value);
    return true;
  case SQL_REAL:
    cell->real = sqlite3_value_double(value);
    return true;
  case SQL_TEXT:
    cell->bytes = (const char *)sqlite3_value_text(value);
    cell->length = (size_t)sqlite3_value_bytes(value);
    return cell->bytes != NULL;
  case SQL_BYTES:
    cell->bytes = sqlite3_value_blob(value);
    cell->length = (size_t)sqlite3_value_bytes(value);
    return cell->bytes != NULL || cell->length == 0;
  default:
    return true;
  }
}

static void start(database *d, sql_take take, void *who) {
  d->take = take;
  d->who = who;
  d->enough = d->no_memory = false;
  d->budget = 50000000 + 100 * (int64_t)(d->bytes < ((uint64_t)1 << 50) ? d->bytes : (uint64_t)1 << 50);
}

static wijk_status finish(database *d, sqlite3_stmt *statement, int code, wijk_error *err) {
  bool fine = code == SQLITE_DONE || code == SQLITE_ROW || d->enough;
  if (d->no_memory)
    fail(d, SQLITE_NOMEM, err);
  else if (!fine)
    fail(d, code, err);
  sqlite3_finalize(statement);
  return err->status;
}

bool database_understands(database *d, const char *sql) {
  sqlite3_stmt *statement = NULL;
  bool understood = sqlite3_prepare_v2(d->handle, sql, -1, &statement, NULL) == SQLITE_OK;
  sqlite3_finalize(statement);
  return understood;
}

wijk_status database_query(database *d, const char *sql, sql_take take, void *who, wijk_error *err) {
  sqlite3_stmt *statement = NULL;
  start(d, take, who);
  int code = sqlite3_prepare_v2(d->handle, sql, -1, &statement, NULL);
  while (code == SQLITE_OK || code == SQLITE_ROW) {
    code = sqlite3_step(statement);
    int count = sqlite3_column_count(statement);
    /* "unprotected" values: fine here, where one thread has the connection */
    for (int c = 0; code == SQLITE_ROW && c < count && c < GROUP; c++)
      d->no_memory |= !read_cell(sqlite3_column_value(statement, c), &d->cells[c]);
    if (code != SQLITE_ROW || d->no_memory || !take(who, 0, d->cells, (size_t)count))
      break;
  }
  return finish(d, statement, code, err);
}

static void pass_row(sqlite3_context *context, int count, sqlite3_value **values) {
  const group *g = sqlite3_user_data(context);
  database *d = g->database;
  for (int c = 0; c < count; c++)
    if (!read_cell(values[c], &d->cells[c]))
      d->no_memory = true;
  d->enough = d->no_memory || !d->take(d->who, g->first, d->cells, (size_t)count);
  if (d->enough)
    sqlite3_result_error_code(context, SQLITE_ABORT);
}

static void take_nothing(sqlite3_context *context) {
  (void)context;
}

static int write_scan(database *d, const sql_scan *scan, wijk_text *sql) {
  wijk_text_add(sql, "SELECT ");
  for (size_t g = 0; g * GROUP < scan->column_count && g < GROUPS; g++) {
    char name[32];
    d->groups[g] = (group){d, g * GROUP};
    snprintf(name, sizeof name, "wijk_take_%zu", g);
    int code = sqlite3_create_function_v2(d->handle, name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, &d->groups[g], NULL,
                                          pass_row, take_nothing, NULL);
    if (code != SQLITE_OK)
      return code;
    wijk_text_add_format(sql, "%s%s(", g ? "), " : "", name);
    for (size_t c = g * GROUP; c < (g + 1) * GROUP && c < scan->column_count; c++) {
      wijk_text_add(sql, c > g * GROUP ? ", " : "");
      wijk_text_add(sql, scan->columns[c]);
    }
  }
  wijk_text_add(sql, ") FROM ");
  wijk_text_add(sql, scan->from);
  if (scan->key)
    wijk_text_add_format(sql, " WHERE %s BETWEEN ?1 AND ?2", scan->key);
  return sql->failed ? SQLITE_NOMEM : SQLITE_OK;
}

wijk_status database_scan(database *d, const sql_scan *scan, sql_take take, void *who, wijk_error *err) {
  sqlite3_stmt *statement = NULL;
  wijk_text sql = {0};
  start(d, take, who);
  int code = write_scan(d, scan, &sql);
  if (code == SQLITE_OK)
    code = sqlite3_prepare_v2(d->handle, sql.bytes, -1, &statement, NULL);
  wijk_text_free(&sql);
  if (code == SQLITE_OK && scan->key) {
    sqlite3_bind_int64(statement, 1, scan->first);
    sqlite3_bind_int64(statement, 2, scan->last);
  }
  if (code == SQLITE_OK)
    code = sqlite3_step(statement);
  return finish(d, statement, code, err);
}
