/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of a layer, by as many threads as the run has: each reads ranges of row numbers over a connection of its own,
 * and knows where in the arrays of the layer they go. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "read/file.h"
#include "read/geopackage.h"
#include "read/wkb.h"

/* ---- one row ---- */

typedef struct row_reader {
  geopackage_job *job;
  geopackage_target to;
  size_t index; /* of the chunk */
  int64_t previous;
  size_t row;
} row_reader;

static void lose_shape(const row_reader *r) {
  if (r->job->type == WIJK_GEOMETRY_POINT)
    r->job->x[r->row] = r->job->y[r->row] = NAN;
}

static bool does_not_fit(const row_reader *r, const wkb *shape) {
  bool several = shape->type == WIJK_GEOMETRY_POINT && shape->part_count > 1;
  lose_shape(r);
  return geopackage_fault_add(&r->to, r->row, "shape-type", "its shape is a %s, which does not fit the rest%s",
                              wkb_name(shape->kind), several ? ": one row is one point" : "");
}

static bool take_shape(const row_reader *r, const sql_cell *cell) {
  const geopackage_job *job = r->job;
  shapes *s = &r->to.chunk->shapes;
  wkb shape;
  if (job->type > WIJK_GEOMETRY_POINT)
    shapes_add_row(s);
  if (cell->type == SQL_NULL) {
    lose_shape(r);
    return true;
  }
  if (job->type == WIJK_GEOMETRY_POINT && cell->type == SQL_BYTES &&
      wkb_read_plain_point(cell->bytes, cell->length, &job->x[r->row], &job->y[r->row]))
    return true;
  const char *wrong =
      cell->type == SQL_BYTES ? wkb_open(cell->bytes, cell->length, &shape) : "it is a number or a text";
  if (wrong) {
    lose_shape(r);
    return geopackage_fault_add(&r->to, r->row, "damaged-record", "its shape cannot be read: %s", wrong);
  }
  if (shape.type != job->type || shape.type == WIJK_GEOMETRY_NONE ||
      (shape.type == WIJK_GEOMETRY_POINT && shape.part_count > 1))
    return does_not_fit(r, &shape);
  if (shape.type == WIJK_GEOMETRY_POINT)
    wkb_read_point(&shape, &job->x[r->row], &job->y[r->row]);
  else
    wkb_add_parts(&shape, s);
  return true;
}

/* Counts and orders the row; both are known beforehand, so that a page that comes twice, or not at all, is found. */
static bool start_row(row_reader *r, const sql_cell *cells) {
  geopackage_chunk *chunk = r->to.chunk;
  const wijk_reading *reading = r->job->reading;
  if (chunk->count == chunk->expected) {
    wijk_error_set(&chunk->err, WIJK_DATA, "'%s' says it has %zu rows, but has more", reading->file, r->job->row_count);
    return false;
  }
  if (r->job->table->key) {
    if (cells->type != SQL_WHOLE || (chunk->count && cells->whole <= r->previous)) {
      wijk_error_set(&chunk->err, WIJK_DATA, "'%s' is damaged or cut short: the rows of '%s' are not in order",
                     reading->file, r->job->table->name);
      return false;
    }
    r->previous = cells->whole;
  }
  r->row = chunk->base + chunk->count++;
  return chunk->count % 1024 || atomic_load_explicit(&r->job->failed, memory_order_relaxed) >= r->index;
}

static bool take_row(void *who, size_t first, const sql_cell *cells, size_t count) {
  row_reader *r = who;
  const geopackage_job *job = r->job;
  size_t c = 0;
  if (first == 0) {
    if (!start_row(r, cells))
      return false;
    if (job->table->geometry && !take_shape(r, &cells[job->lead - 1]))
      return false;
    c = job->lead;
  }
  for (; c < count; c++) {
    size_t number = first + c - job->lead;
    const geopackage_field *field = job->fields[number];
    /* by far the most of what millions of rows hold */
    if (cells[c].type == SQL_WHOLE && field->kind == FIELD_WHOLE && !geopackage_is_wide(cells[c].whole)) {
      r->to.layer->columns[field->column].numbers[r->row] = (double)cells[c].whole;
      continue;
    }
    if (!geopackage_take_cell(&r->to, field, number, r->row, &cells[c]))
      return false;
  }
  return true;
}

/* ---- one chunk ---- */

static sql_scan scan_of(const geopackage_job *job, const geopackage_chunk *chunk) {
  return (sql_scan){.columns = job->columns,
                    .column_count = job->column_count,
                    .from = job->table->from,
                    .key = job->chunk_count > 1 ? job->table->key : NULL,
                    .first = chunk->first,
                    .last = chunk->last};
}

static void read_chunk(geopackage_job *job, geopackage_worker *worker, size_t index) {
  geopackage_chunk *chunk = &job->chunks[index];
  if (atomic_load(&job->failed) < index)
    return;
  row_reader r = {.job = job, .to = {job->reading->layer, worker, chunk}, .index = index};
  sql_scan scan = scan_of(job, chunk);
  if (database_scan(worker->database, &scan, take_row, &r, &chunk->err) != WIJK_OK)
    geopackage_give_up(job, index);
  else if (chunk->err.status == WIJK_OK && chunk->shapes.failed)
    wijk_error_set(&chunk->err, WIJK_MEMORY, "no memory for the shapes of '%s'", job->reading->file);
  if (chunk->err.status != WIJK_OK)
    geopackage_give_up(job, index);
}

/* ---- columns ---- */

static wijk_status add_columns(geopackage_job *job, geopackage_table *table, wijk_error *err) {
  wijk_reading *reading = job->reading;
  job->columns = WIJK_ARENA_ADD(reading->arena, const char *, table->field_count + 3, err);
  job->fields = WIJK_ARENA_ADD(reading->arena, const geopackage_field *, table->field_count + 1, err);
  if (err->status != WIJK_OK)
    return err->status;
  if (table->key)
    job->columns[job->column_count++] = table->key;
  if (table->geometry)
    job->columns[job->column_count++] = table->geometry;
  job->lead = job->column_count;
  for (size_t f = 0; f < table->field_count; f++) {
    geopackage_field *field = &table->fields[f];
    if (field->kind != FIELD_NONE && !wijk_reading_wants(reading, field->name)) {
      field->kind = FIELD_NONE;
      if (wijk_reading_pass_field(reading, field->name, err) != WIJK_OK)
        return err->status;
    }
    if (field->kind == FIELD_NONE)
      continue;
    bool number = field->kind == FIELD_WHOLE || field->kind == FIELD_REAL;
    wijk_column *column =
        wijk_reading_add_column(reading, field->name, number ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, err);
    if (!column)
      return err->status;
    column->whole = field->kind == FIELD_WHOLE;
    field->column = reading->layer->column_count - 1;
    job->fields[job->field_count++] = field;
    job->columns[job->column_count++] = field->sql;
  }
  if (!job->column_count) /* a view of nothing that is read still has rows */
    job->columns[job->column_count++] = "NULL", job->lead = 1;
  return WIJK_OK;
}

static bool take_type(void *who, size_t first, const sql_cell *cells, size_t count) {
  wkb shape;
  (void)first, (void)count;
  if (cells[0].type == SQL_BYTES && !wkb_open(cells[0].bytes, cells[0].length, &shape))
    *(wijk_geometry_type *)who = shape.type;
  return *(wijk_geometry_type *)who == WIJK_GEOMETRY_NONE;
}

/* What the first shape is, the rest should be. */
static wijk_status find_type(geopackage_job *job, wijk_error *err) {
  if (!job->table->geometry)
    return WIJK_OK;
  wijk_text sql = {0};
  wijk_text_add_format(&sql, "SELECT %s FROM %s", job->table->geometry, job->table->from);
  if (wijk_text_check(&sql, err) == WIJK_OK)
    database_query(job->database, sql.bytes, take_type, &job->type, err);
  wijk_text_free(&sql);
  if (err->status == WIJK_OK && job->type == WIJK_GEOMETRY_POINT) {
    job->x = WIJK_ARENA_ADD(job->reading->arena, double, job->row_count, err);
    job->y = WIJK_ARENA_ADD(job->reading->arena, double, job->row_count, err);
  }
  return err->status;
}

/* Digits that a double would lose make a code of the whole column (the 16 of a BAG id and longer): read once more. Rows
 * without numbers are asked for the same columns again: for others SQLite may go another way through a view, by an
 * index say, and give its rows in another order. */
static wijk_status become_code(geopackage_job *job, size_t number, wijk_error *err) {
  wijk_layer *layer = job->reading->layer;
  bool keyed = job->table->key;
  geopackage_field field = *job->fields[number], passed = {.kind = FIELD_NONE};
  wijk_column *column = &layer->columns[field.column];
  column->texts = WIJK_ARENA_ADD(job->reading->arena, const char *, job->row_count, err);
  const geopackage_field **fields =
      WIJK_ARENA_ADD(job->reading->arena, const geopackage_field *, job->field_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  column->type = WIJK_COLUMN_CODE;
  column->whole = false;
  column->numbers = NULL;
  field.kind = FIELD_CODE;
  for (size_t f = 0; f < job->field_count; f++)
    fields[f] = keyed || f == number ? &field : &passed;
  const char *columns[] = {job->table->key, field.sql};
  geopackage_table table = *job->table;
  table.geometry = NULL;
  geopackage_chunk chunk = {.expected = job->row_count};
  geopackage_job again = {.reading = job->reading, .table = &table, .row_count = job->row_count, .failed = SIZE_MAX};
  again.columns = keyed ? columns : job->columns;
  again.column_count = keyed ? 2 : job->column_count;
  again.lead = keyed ? 1 : job->lead;
  again.fields = fields;
  again.chunk_count = 1;
  again.chunks = &chunk;
  read_chunk(&again, &job->workers[0], 0);
  memory_free(chunk.faults);
  if (chunk.err.status != WIJK_OK)
    *err = chunk.err;
  return err->status;
}

/* ---- the whole ---- */

/* What went wrong first, in the order of the rows, whoever found it first. */
static wijk_status check_chunks(geopackage_job *job, wijk_error *err) {
  size_t found = 0;
  for (size_t i = 0; i < job->chunk_count; i++) {
    const geopackage_chunk *chunk = &job->chunks[i];
    found += chunk->count;
    if (chunk->err.status == WIJK_OK)
      continue;
    *err = chunk->err;
    return wijk_error_frame(err, "reading layer '%s', after row %zu", job->table->name, found);
  }
  if (found != job->row_count)
    return geopackage_wrong_claim(job, (int64_t)job->row_count, found, err);
  return WIJK_OK;
}

static wijk_status gather(geopackage_job *job, wijk_error *err) {
  wijk_reading *reading = job->reading;
  if (check_chunks(job, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < job->field_count; f++) {
    bool wide = false, broken = false;
    for (size_t w = 0; w < job->worker_count; w++) {
      wide |= job->workers[w].wide[f];
      broken |= job->workers[w].broken[f];
    }
    if (broken)
      reading->layer->columns[job->fields[f]->column].whole = false;
    if (wide && become_code(job, f, err) != WIJK_OK)
      return err->status;
  }
  for (size_t i = 0; i < job->chunk_count; i++)
    for (size_t f = 0; f < job->chunks[i].fault_count; f++) {
      const geopackage_fault *fault = &job->chunks[i].faults[f];
      if (wijk_reading_keep_fault(reading, fault->row, fault->code, err, "%s", fault->message) != WIJK_OK)
        return err->status;
    }
  if (job->type == WIJK_GEOMETRY_POINT) {
    reading->layer->geometry =
        (wijk_geometry){.type = job->type, .point_count = job->row_count, .x = job->x, .y = job->y};
  } else if (job->type != WIJK_GEOMETRY_NONE) {
    shapes all[GEOPACKAGE_CHUNKS];
    for (size_t i = 0; i < job->chunk_count; i++) {
      all[i] = job->chunks[i].shapes;
      job->chunks[i].shapes = (shapes){0};
    }
    shapes_finish_all(all, job->chunk_count, job->type, reading->layer, err);
    for (size_t i = 0; i < job->chunk_count; i++)
      shapes_free(&all[i]);
  }
  return wijk_limit_check(reading->file, "points", reading->layer->geometry.point_count, WIJK_LIMIT_POINTS, err);
}

wijk_status geopackage_read_rows(wijk_reading *reading, database *d, geopackage_table *table, wijk_error *err) {
  geopackage_job job = {.reading = reading, .table = table, .database = d, .failed = SIZE_MAX};
  if (geopackage_count_rows(&job, err) != WIJK_OK)
    return err->status;
  reading->layer = wijk_layer_new(reading->arena, table->name, job.row_count, err);
  if (!reading->layer || add_columns(&job, table, err) != WIJK_OK || find_type(&job, err) != WIJK_OK)
    return err->status;
  wijk_status status = geopackage_divide(&job, err);
  if (status == WIJK_OK) {
    geopackage_share_out(&job, read_chunk);
    status = gather(&job, err);
  }
  geopackage_end(&job);
  return status;
}
