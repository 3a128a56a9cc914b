/* SPDX-License-Identifier: EUPL-1.2 */
/* How many rows a layer has, and which thread reads which of them. */
#include <omp.h>
#include <string.h>

#include "base/memory.h"
#include "read/file.h"
#include "read/geopackage.h"

enum { CHUNK_ROWS = 32768, MOST_WORKERS = 64 };

/* ---- how many ---- */

static bool take_count(void *who, size_t first, const sql_cell *cells, size_t count) {
  (void)first, (void)count;
  *(size_t *)who = cells[0].type == SQL_WHOLE && cells[0].whole > 0 ? (size_t)cells[0].whole : 0;
  return false;
}

static wijk_status count_rows(const geopackage_table *table, database *d, const geopackage_chunk *chunk, size_t *count,
                              wijk_error *err) {
  wijk_text sql = {0};
  *count = 0;
  wijk_text_add_format(&sql, "SELECT count(*) FROM %s", table->from);
  if (chunk) /* the numbers are SQLite's own: digits and a sign */
    wijk_text_add_format(&sql, " WHERE %s BETWEEN %lld AND %lld", table->key, (long long)chunk->first,
                         (long long)chunk->last);
  if (wijk_text_check(&sql, err) == WIJK_OK)
    database_query(d, sql.bytes, take_count, count, err);
  wijk_text_free(&sql);
  return err->status;
}

typedef struct extent {
  bool any;
  int64_t first, last;
} extent;

static bool take_extent(void *who, size_t first, const sql_cell *cells, size_t count) {
  extent *e = who;
  (void)first;
  e->any = count == 2 && cells[0].type == SQL_WHOLE && cells[1].type == SQL_WHOLE;
  if (e->any) {
    e->first = cells[0].whole;
    e->last = cells[1].whole;
  }
  return false;
}

static wijk_status find_extent(geopackage_job *job, extent *e, wijk_error *err) {
  const geopackage_table *table = job->table;
  wijk_text sql = {0};
  wijk_text_add_format(&sql, "SELECT (SELECT min(%s) FROM %s), (SELECT max(%s) FROM %s)", table->key, table->from,
                       table->key, table->from);
  if (wijk_text_check(&sql, err) == WIJK_OK)
    database_query(job->database, sql.bytes, take_extent, e, err);
  wijk_text_free(&sql);
  return err->status;
}

wijk_status geopackage_wrong_claim(const geopackage_job *job, int64_t claimed, size_t found, wijk_error *err) {
  wijk_error_set(err, WIJK_DATA, "'%s' says that '%s' has %lld rows, but it has %zu", job->reading->file,
                 job->table->name, (long long)claimed, found);
  return wijk_error_hint(err, "rows were lost or added behind the back of the file; check it, or save the layer anew");
}

/* Row numbers without gaps tell how many rows there are, when the file says the same; else they are counted. A
 * claim that its bytes cannot bear out is not taken for granted. */
wijk_status geopackage_count_rows(geopackage_job *job, wijk_error *err) {
  const geopackage_table *table = job->table;
  extent e = {0};
  uint64_t span = 0, bytes = 0;
  if (table->key && find_extent(job, &e, err) != WIJK_OK)
    return err->status;
  if (e.any) {
    span = (uint64_t)e.last - (uint64_t)e.first + 1;
    job->first = e.first;
    job->last = e.last;
  }
  wijk_file_size(job->reading->source->path, &bytes);
  if (span && table->claimed > 0 && (uint64_t)table->claimed == span && span <= bytes / 4)
    job->row_count = (size_t)span;
  else if (count_rows(table, job->database, NULL, &job->row_count, err) != WIJK_OK)
    return err->status;
  if (table->claimed >= 0 && (uint64_t)table->claimed != job->row_count)
    return geopackage_wrong_claim(job, table->claimed, job->row_count, err);
  job->dense = span && span == job->row_count;
  return wijk_limit_check(job->reading->file, "rows", job->row_count, WIJK_LIMIT_ROWS, err);
}

/* ---- who reads which ---- */

void geopackage_give_up(geopackage_job *job, size_t index) {
  size_t first = atomic_load(&job->failed);
  while (index < first && !atomic_compare_exchange_weak(&job->failed, &first, index))
    continue;
}

static void count_chunk(geopackage_job *job, geopackage_worker *worker, size_t index) {
  geopackage_chunk *chunk = &job->chunks[index];
  if (count_rows(job->table, worker->database, chunk, &chunk->expected, &chunk->err) != WIJK_OK)
    geopackage_give_up(job, index);
}

void geopackage_share_out(geopackage_job *job, geopackage_work work) {
#pragma omp parallel for schedule(dynamic) num_threads((int)job->worker_count) if (job->worker_count > 1)
  for (size_t i = 0; i < job->chunk_count; i++)
    work(job, &job->workers[omp_get_thread_num()], i);
}

static wijk_status open_workers(geopackage_job *job, wijk_error *err) {
  int threads = job->reading->source->threads > 0 ? job->reading->source->threads : omp_get_max_threads();
  size_t wanted = job->table->key ? job->row_count / CHUNK_ROWS : 0;
  wanted = wanted < (size_t)threads ? wanted : (size_t)threads;
  wanted = wanted < MOST_WORKERS ? wanted : MOST_WORKERS;
  job->workers = memory_new_zeroed(MOST_WORKERS, sizeof *job->workers);
  for (size_t i = 0; job->workers && i < (wanted ? wanted : 1); i++) {
    geopackage_worker *worker = &job->workers[i];
    worker->database = i ? database_open_again(job->database) : job->database;
    if (!worker->database)
      break; /* fewer read it too */
    job->worker_count++;
    worker->arena = wijk_arena_new(err);
    worker->wide = memory_new_zeroed(job->field_count + 1, sizeof *worker->wide);
    worker->broken = memory_new_zeroed(job->field_count + 1, sizeof *worker->broken);
    if (!worker->arena || !worker->wide || !worker->broken)
      return wijk_error_set(err, WIJK_MEMORY, "no memory to read '%s'", job->reading->file);
  }
  return job->workers ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory to read '%s'", job->reading->file);
}

/* Even ranges of row numbers; one for all rows where one thread reads. */
static wijk_status make_chunks(geopackage_job *job, wijk_error *err) {
  size_t count = job->worker_count > 1 ? job->row_count / CHUNK_ROWS : 1;
  count = count < GEOPACKAGE_CHUNKS ? count : GEOPACKAGE_CHUNKS;
  job->chunks = memory_new_zeroed(count, sizeof *job->chunks);
  if (!job->chunks)
    return wijk_error_set(err, WIJK_MEMORY, "no memory to read '%s'", job->reading->file);
  job->chunk_count = count;
  if (count == 1) {
    job->chunks[0].expected = job->row_count;
    return WIJK_OK;
  }
  uint64_t step = ((uint64_t)job->last - (uint64_t)job->first) / count + 1;
  for (size_t i = 0; i < count; i++) {
    geopackage_chunk *chunk = &job->chunks[i];
    chunk->first = (int64_t)((uint64_t)job->first + i * step);
    chunk->last = i + 1 == count ? job->last : (int64_t)((uint64_t)chunk->first + step - 1);
    chunk->expected = job->dense ? (size_t)((uint64_t)chunk->last - (uint64_t)chunk->first + 1) : 0;
  }
  if (!job->dense)
    geopackage_share_out(job, count_chunk);
  for (size_t i = 1; i < count; i++)
    job->chunks[i].base = job->chunks[i - 1].base + job->chunks[i - 1].expected;
  return WIJK_OK;
}

wijk_status geopackage_divide(geopackage_job *job, wijk_error *err) {
  wijk_status status = open_workers(job, err);
  return status == WIJK_OK ? make_chunks(job, err) : status;
}

void geopackage_end(geopackage_job *job) {
  for (size_t i = 0; i < job->worker_count; i++) {
    geopackage_worker *worker = &job->workers[i];
    wijk_arena_join(job->reading->arena, worker->arena);
    memory_free(worker->wide);
    memory_free(worker->broken);
    if (i)
      database_close(worker->database);
  }
  memory_free(job->workers);
  for (size_t i = 0; i < job->chunk_count; i++) {
    shapes_free(&job->chunks[i].shapes);
    memory_free(job->chunks[i].faults);
  }
  memory_free(job->chunks);
}
