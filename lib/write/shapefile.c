/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapefile through shapelib: rows into the files of a set, in memory and then published part by part, or block by
 * block straight to disk. DBF holds less than a layer: a missing text and an empty one are the same, numbers are
 * digits, names are short (the .fields.csv beside it says which is which). The door out to shapelib. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include <shapefil.h>

#include <wijk/number.h>

#include "write/blocks.h"
#include "write/shapefile_set.h"

#define PART_LIMIT ((size_t)INT_MAX) /* beyond 2 GiB many programs read rubbish */
#define TEXT_LIMIT 254

/* ---- shapelib writes into a set ---- */

/* shapelib's hooks have no room for a context. */
static _Thread_local shapefile_set *current;

static SAFile hook_open(const char *name, const char *access) {
  size_t length = strlen(name);
  for (int part = 0; part < PART_COUNT; part++) {
    size_t tail = strlen(shapefile_parts[part]);
    if (length < tail || strcmp(name + length - tail, shapefile_parts[part]) != 0)
      continue;
    current->files[part].at = 0;
    if (*access == 'w')
      current->files[part].length = 0;
    return (SAFile)(void *)&current->files[part];
  }
  return NULL;
}

static SAOffset hook_read(void *out, SAOffset size, SAOffset count, SAFile handle) {
  return size ? set_file_read((set_file *)(void *)handle, out, size * count) / size : 0;
}

static SAOffset hook_write(void *bytes, SAOffset size, SAOffset count, SAFile handle) {
  if (set_file_write((set_file *)(void *)handle, bytes, size * count))
    return count;
  current->failed = true;
  return 0;
}

static SAOffset hook_seek(SAFile handle, SAOffset offset, int whence) {
  set_file *file = (set_file *)(void *)handle;
  file->at = whence == SEEK_SET ? offset : whence == SEEK_END ? file->length + offset : file->at + offset;
  return 0;
}

static SAOffset hook_tell(SAFile handle) {
  return ((set_file *)(void *)handle)->at;
}

static int hook_nothing(SAFile handle) {
  (void)handle;
  return 0;
}

static int hook_remove(const char *name) {
  (void)name;
  return 0;
}

static void hook_error(const char *message) {
  (void)message;
  current->failed = true;
}

static double hook_number(const char *text) {
  double value = 0;
  return wijk_number_read(text, strlen(text), &value) ? value : 0;
}

static SAHooks hooks = {hook_open,    hook_read,    hook_write,  hook_seek,  hook_tell,
                        hook_nothing, hook_nothing, hook_remove, hook_error, hook_number};

/* ---- attributes ---- */

static size_t cell_write(const wijk_column *column, size_t row, char digits[WIJK_NUMBER_SIZE], const char **cell) {
  *cell = "";
  if (!wijk_column_has(column, row))
    return 0;
  if (column->type != WIJK_COLUMN_NUMBER) {
    *cell = column->texts[row];
    return strlen(*cell);
  }
  *cell = digits;
  return wijk_number_write(column->numbers[row], digits);
}

/* What the values of a column ask of their field, over all blocks. */
typedef struct field {
  size_t width, decimals;
} field;

static wijk_status measure_fields(const write_job *job, field *fields, wijk_error *err) {
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    for (size_t row = 0; row < job->layer->row_count; row++) {
      char digits[WIJK_NUMBER_SIZE];
      const char *cell;
      size_t length = cell_write(column, row, digits, &cell);
      if (length > TEXT_LIMIT) {
        size_t at = job->layer->source_rows ? job->layer->source_rows[row] : row + 1;
        wijk_error_set(err, WIJK_DATA, "row %zu: the text in '%s' is %zu bytes long, and a Shapefile holds %d", at,
                       column->name, length, TEXT_LIMIT);
        return wijk_error_hint(err, "write a .gpkg, or leave the column out with wijk-export --columns");
      }
      fields[c].width = length > fields[c].width ? length : fields[c].width;
      const char *point = column->type == WIJK_COLUMN_NUMBER ? strchr(cell, '.') : NULL;
      size_t after = point ? strspn(point + 1, "0123456789") : 0;
      fields[c].decimals = after > fields[c].decimals ? after : fields[c].decimals;
    }
  }
  return WIJK_OK;
}

/* The narrowest field that holds every value whole. */
static void settle_field(const wijk_column *column, field *field) {
  field->width = field->width < 1 ? 1 : field->width;
  if (column->type != WIJK_COLUMN_NUMBER || (column->whole && field->decimals == 0))
    return;
  field->decimals = field->decimals < 1 ? 1 : field->decimals > 15 ? 15 : field->decimals;
  field->width = field->width < field->decimals + 2 ? field->decimals + 2 : field->width;
}

static wijk_status add_fields(DBFHandle table, const write_job *job, shapefile_name *names, field *fields, size_t rows,
                              wijk_error *err) {
  size_t record = 1;
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    settle_field(column, &fields[c]);
    record += fields[c].width;
    if (c >= 255 || record > 65535) {
      wijk_error_set(err, WIJK_DATA, "layer '%s' has more or wider columns than a Shapefile can hold", job->name);
      return wijk_error_hint(err, "write a .gpkg, and choose some of it with wijk-export --columns");
    }
    char type = column->type == WIJK_COLUMN_NUMBER ? 'N' : 'C';
    if (DBFAddNativeFieldType(table, names[c], type, (int)fields[c].width, (int)fields[c].decimals) < 0)
      return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  }
  /* a .dbf without fields is not opened by anyone */
  if (job->layer->column_count == 0 && DBFAddNativeFieldType(table, "id", 'N', 10, 0) < 0)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  if (record * rows > PART_LIMIT) {
    wijk_error_set(err, WIJK_DATA, "the table of '%s' would be over 2 GiB, more than a Shapefile can hold", job->name);
    return wijk_error_hint(err, "write a .gpkg, and choose some of it with wijk-export --columns");
  }
  return WIJK_OK;
}

/* Texts to the left, digits to the right; blank is missing. */
static bool add_record(DBFHandle table, const write_job *job, const field *fields, size_t row, size_t record) {
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    char digits[WIJK_NUMBER_SIZE], written[TEXT_LIMIT + 1];
    const char *cell;
    size_t length = cell_write(column, row, digits, &cell), width = fields[c].width;
    memset(written, ' ', width);
    memcpy(written + (column->type == WIJK_COLUMN_NUMBER ? width - length : 0), cell, length);
    written[width] = '\0';
    if (!DBFWriteAttributeDirectly(table, (int)record, (int)c, written))
      return false;
  }
  return true;
}

/* The rows of a block, after the `done` rows of those before. */
static bool add_records(DBFHandle table, const write_job *job, const field *fields, size_t done) {
  bool added = true;
  for (size_t row = 0; added && row < job->layer->row_count; row++)
    added = job->layer->column_count ? add_record(table, job, fields, row, done + row)
                                     : DBFWriteIntegerAttribute(table, (int)(done + row), 0, (int)(done + row) + 1);
  return added;
}

/* ---- shapes ---- */

/* What a set comes to, found before any of it is written. */
typedef struct extent {
  size_t rows, rings, points;
  wijk_geometry_type type;
} extent;

static wijk_status check_size(const extent *extent, const char *name, wijk_error *err) {
  size_t bytes = 100 + extent->rows * 56 + extent->rings * 4 + extent->points * 16;
  if (bytes <= PART_LIMIT && extent->rows <= INT_MAX / 8)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "the shapes of '%s' would be over 2 GiB, more than a Shapefile can hold", name);
  return wijk_error_hint(err, "write a .gpkg");
}

typedef struct vertices {
  int *starts;
  double *x, *y;
} vertices;

/* Rings of one row the other way round: a Shapefile's shells are clockwise. */
static SHPObject *make_rings(const wijk_geometry *shape, size_t row, const vertices *work) {
  size_t ring = shape->ring_of_part[shape->part_of_row[row]], end = shape->ring_of_part[shape->part_of_row[row + 1]];
  if (ring == end)
    return SHPCreateSimpleObject(SHPT_NULL, 0, NULL, NULL, NULL);
  bool polygon = shape->type == WIJK_GEOMETRY_POLYGON;
  size_t count = 0, rings = 0;
  for (; ring < end; ring++) {
    size_t start = shape->point_of_ring[ring], stop = shape->point_of_ring[ring + 1];
    work->starts[rings++] = (int)count;
    for (size_t p = start; p < stop; p++) {
      size_t from = polygon ? stop - 1 - (p - start) : p;
      work->x[count] = shape->x[from];
      work->y[count++] = shape->y[from];
    }
  }
  return SHPCreateObject(polygon ? SHPT_POLYGON : SHPT_ARC, -1, (int)rings, work->starts, NULL, (int)count, work->x,
                         work->y, NULL, NULL);
}

static wijk_status add_shapes(SHPHandle file, const write_job *job, wijk_error *err) {
  const wijk_geometry *shape = &job->layer->geometry;
  vertices work = {WIJK_ARENA_ADD(job->scratch, int, shape->ring_count, err),
                   WIJK_ARENA_ADD(job->scratch, double, shape->point_count, err),
                   WIJK_ARENA_ADD(job->scratch, double, shape->point_count, err)};
  if (!work.starts || !work.x || !work.y)
    return WIJK_MEMORY;
  bool fine = true;
  for (size_t row = 0; fine && row < job->layer->row_count; row++) {
    SHPObject *object;
    if (shape->type != WIJK_GEOMETRY_POINT)
      object = make_rings(shape, row, &work);
    else if (isfinite(shape->x[row]) && isfinite(shape->y[row]))
      object = SHPCreateSimpleObject(SHPT_POINT, 1, &shape->x[row], &shape->y[row], NULL);
    else
      object = SHPCreateSimpleObject(SHPT_NULL, 0, NULL, NULL, NULL);
    fine = object && SHPWriteObject(file, -1, object) >= 0;
    SHPDestroyObject(object);
  }
  return fine ? WIJK_OK : set_fail(current, err);
}

/* ---- blocks into a set ---- */

/* The first way through: how wide the fields, how much in all; the names come from the first block. */
static wijk_status measure(write_job *job, const wijk_blocks *blocks, field **fields, shapefile_name **names,
                           extent *extent, wijk_error *err) {
  wijk_layer *block = NULL;
  *extent = (struct extent){0};
  wijk_status status = blocks->restart(blocks->context, err);
  while (status == WIJK_OK && (status = blocks->next(blocks->context, &block, err)) == WIJK_OK && block) {
    job->layer = block;
    if (!*fields) {
      extent->type = block->geometry.type;
      *fields = WIJK_ARENA_ADD(job->scratch, field, block->column_count + 1, err);
      status = *fields ? shapefile_names_find(block, job->scratch, names, err) : WIJK_MEMORY;
    }
    if (status == WIJK_OK)
      status = measure_fields(job, *fields, err);
    extent->rows += block->row_count;
    extent->rings += block->geometry.ring_count;
    extent->points += block->geometry.point_count;
  }
  return status == WIJK_OK ? check_size(extent, job->name, err) : status;
}

static wijk_status add_blocks(write_job *job, const wijk_blocks *blocks, DBFHandle table, SHPHandle file,
                              const field *fields, wijk_error *err) {
  size_t done = 0;
  wijk_layer *block = NULL;
  wijk_arena_mark mark = wijk_arena_now(job->scratch);
  wijk_status status = blocks->restart(blocks->context, err);
  while (status == WIJK_OK && (status = blocks->next(blocks->context, &block, err)) == WIJK_OK && block) {
    job->layer = block;
    if (!add_records(table, job, fields, done))
      return set_fail(current, err);
    status = add_shapes(file, job, err);
    done += block->row_count;
    wijk_arena_reset(job->scratch, mark);
  }
  return status;
}

/* `job->layer` is the block at hand. */
static wijk_status fill(write_job *job, const wijk_blocks *blocks, shapefile_set *set, wijk_error *err) {
  static const int types[] = {SHPT_NULL, SHPT_POINT, SHPT_ARC, SHPT_POLYGON};
  shapefile_name *names = NULL;
  field *fields = NULL;
  extent extent;
  current = set;
  wijk_status status = measure(job, blocks, &fields, &names, &extent, err);
  if (status == WIJK_OK)
    status = set_describe(set, job, names, err);
  DBFHandle table = status == WIJK_OK ? DBFCreateLL("x", "UTF-8", &hooks) : NULL;
  SHPHandle file = table ? SHPCreateLL("x", types[extent.type], &hooks) : NULL;
  if (table)
    DBFSetLastModifiedDate(table, 100, 1, 1); /* 2000-01-01: no clock in an output */
  if (file && status == WIJK_OK)
    status = add_fields(table, job, names, fields, extent.rows, err);
  if (file && status == WIJK_OK)
    status = add_blocks(job, blocks, table, file, fields, err);
  if (status == WIJK_OK && !file)
    status = set_fail(set, err);
  if (file)
    SHPClose(file);
  if (table)
    DBFClose(table);
  current = NULL;
  return status == WIJK_OK && set->failed ? set_fail(set, err) : status;
}

/* ---- one layer, whole ---- */

typedef struct one_block {
  wijk_layer *layer;
  bool given;
} one_block;

static wijk_status one_restart(void *context, wijk_error *err) {
  (void)err;
  ((one_block *)context)->given = false;
  return WIJK_OK;
}

static wijk_status one_next(void *context, wijk_layer **block, wijk_error *err) {
  (void)err;
  one_block *one = context;
  *block = one->given ? NULL : one->layer;
  one->given = true;
  return WIJK_OK;
}

wijk_status shapefile_write(const write_job *job, const char *path, bool overwrite, wijk_outputs *outputs,
                            wijk_report *report, wijk_error *err) {
  one_block one = {.layer = (wijk_layer *)(uintptr_t)job->layer};
  const wijk_blocks blocks = {.context = &one, .restart = one_restart, .next = one_next};
  write_job whole = *job;
  shapefile_set set = {0};
  wijk_status status = fill(&whole, &blocks, &set, err);
  if (status == WIJK_OK)
    status = set_publish(&set, job, path, overwrite, outputs, report, err);
  set_free(&set);
  return status;
}

wijk_status wijk_write_blocks(const wijk_blocks *blocks, const char *name, const char *folder, wijk_report *report,
                              wijk_error *err) {
  wijk_arena *scratch = wijk_arena_new(err);
  if (!scratch)
    return WIJK_MEMORY;
  write_job job = {.name = name, .report = report, .dutch = true, .scratch = scratch};
  shapefile_set set = {0};
  wijk_status status = set_open(&set, folder, name, scratch, err);
  if (status == WIJK_OK)
    status = fill(&job, blocks, &set, err);
  if (status == WIJK_OK)
    status = set_close(&set, name, report, err);
  set_free(&set);
  wijk_arena_free(scratch);
  return status == WIJK_OK ? WIJK_OK : wijk_error_frame(err, "writing '%s.shp'", name);
}
