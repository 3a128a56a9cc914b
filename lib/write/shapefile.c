/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapefile through shapelib, made in memory and then published part by part. DBF holds less than a layer: a missing
 * text and an empty one are the same, numbers are digits, names are short (the .fields.csv beside it says which is
 * which). The door out to shapelib. */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <shapefil.h>

#include <wijk/geo.h>
#include <wijk/number.h>

#include "base/memory.h"
#include "write/format.h"

#define PART_LIMIT ((size_t)INT_MAX) /* beyond 2 GiB many programs read rubbish */
#define TEXT_LIMIT 254

/* In the order they are put in place: the .shp, by which programs find the set, comes last. */
const char *const shapefile_parts[] = {".fields.csv", ".cpg", ".prj", ".dbf", ".shx", ".shp", NULL};
enum { PART_FIELDS, PART_CPG, PART_PRJ, PART_DBF, PART_SHX, PART_SHP, PART_COUNT };

/* ---- files in memory, for shapelib to write to ---- */

typedef struct memory_file {
  unsigned char *bytes;
  size_t length, capacity, at;
} memory_file;

typedef struct shape_set {
  memory_file files[PART_COUNT];
  bool failed;
} shape_set;

/* shapelib's hooks have no room for a context. */
static _Thread_local shape_set *current;

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
  memory_file *file = (memory_file *)(void *)handle;
  if (size == 0)
    return 0;
  size_t left = file->at < file->length ? file->length - file->at : 0, whole = left / size;
  whole = whole < count ? whole : count;
  if (whole)
    memcpy(out, file->bytes + file->at, whole * size);
  file->at += whole * size;
  return whole;
}

static SAOffset hook_write(void *bytes, SAOffset size, SAOffset count, SAFile handle) {
  memory_file *file = (memory_file *)(void *)handle;
  size_t wanted = file->at + size * count;
  if (wanted > file->capacity) {
    unsigned char *larger = memory_resize(file->bytes, wanted + wanted / 2 + 1024, 1);
    if (!larger) {
      current->failed = true;
      return 0;
    }
    file->bytes = larger;
    file->capacity = wanted + wanted / 2 + 1024;
  }
  if (file->at > file->length)
    memset(file->bytes + file->length, 0, file->at - file->length);
  memcpy(file->bytes + file->at, bytes, size * count);
  file->at = wanted;
  if (wanted > file->length)
    file->length = wanted;
  return count;
}

static SAOffset hook_seek(SAFile handle, SAOffset offset, int whence) {
  memory_file *file = (memory_file *)(void *)handle;
  file->at = whence == SEEK_SET ? offset : whence == SEEK_END ? file->length + offset : file->at + offset;
  return 0;
}

static SAOffset hook_tell(SAFile handle) {
  return ((memory_file *)(void *)handle)->at;
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

/* The narrowest field that holds every value whole. */
static wijk_status field_width(const write_job *job, const wijk_column *column, int *width, int *decimals,
                               wijk_error *err) {
  char digits[WIJK_NUMBER_SIZE];
  size_t widest = 1, most = 0;
  bool number = column->type == WIJK_COLUMN_NUMBER;
  for (size_t row = 0; row < job->layer->row_count; row++) {
    const char *cell;
    size_t length = cell_write(column, row, digits, &cell);
    if (length > TEXT_LIMIT) {
      size_t at = job->layer->source_rows ? job->layer->source_rows[row] : row + 1;
      wijk_error_set(err, WIJK_DATA, "row %zu: the text in '%s' is %zu bytes long, and a Shapefile holds %d", at,
                     column->name, length, TEXT_LIMIT);
      return wijk_error_hint(err, "write a .gpkg, or leave the column out with wijk-export --columns");
    }
    widest = length > widest ? length : widest;
    const char *point = number ? strchr(cell, '.') : NULL;
    size_t after = point ? strspn(point + 1, "0123456789") : 0;
    most = after > most ? after : most;
  }
  if (number && (!column->whole || most > 0)) {
    most = most < 1 ? 1 : most > 15 ? 15 : most;
    widest = widest < most + 2 ? most + 2 : widest;
  }
  *width = (int)widest;
  *decimals = (int)most;
  return WIJK_OK;
}

static wijk_status add_fields(DBFHandle table, const write_job *job, shapefile_name *names, int *widths,
                              wijk_error *err) {
  size_t record = 1;
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    int decimals = 0;
    wijk_status status = field_width(job, column, &widths[c], &decimals, err);
    if (status != WIJK_OK)
      return status;
    record += (size_t)widths[c];
    if (c >= 255 || record > 65535) {
      wijk_error_set(err, WIJK_DATA, "layer '%s' has more or wider columns than a Shapefile can hold", job->name);
      return wijk_error_hint(err, "write a .gpkg, and choose some of it with wijk-export --columns");
    }
    char type = column->type == WIJK_COLUMN_NUMBER ? 'N' : 'C';
    if (DBFAddNativeFieldType(table, names[c], type, widths[c], decimals) < 0)
      return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  }
  if (record * job->layer->row_count > PART_LIMIT) {
    wijk_error_set(err, WIJK_DATA, "the table of '%s' would be over 2 GiB, more than a Shapefile can hold", job->name);
    return wijk_error_hint(err, "write a .gpkg, and choose some of it with wijk-export --columns");
  }
  return WIJK_OK;
}

/* Texts to the left, digits to the right; blank is missing. */
static bool add_record(DBFHandle table, const write_job *job, const int *widths, size_t row) {
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    char digits[WIJK_NUMBER_SIZE], field[TEXT_LIMIT + 1];
    const char *cell;
    size_t length = cell_write(column, row, digits, &cell), width = (size_t)widths[c];
    memset(field, ' ', width);
    memcpy(field + (column->type == WIJK_COLUMN_NUMBER ? width - length : 0), cell, length);
    field[width] = '\0';
    if (!DBFWriteAttributeDirectly(table, (int)row, (int)c, field))
      return false;
  }
  return true;
}

static wijk_status add_table(const write_job *job, shapefile_name *names, wijk_error *err) {
  int *widths = WIJK_ARENA_ADD(job->scratch, int, job->layer->column_count + 2, err);
  DBFHandle table = widths ? DBFCreateLL("x", "UTF-8", &hooks) : NULL;
  if (!table)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  DBFSetLastModifiedDate(table, 100, 1, 1); /* 2000-01-01: no clock in an output */
  wijk_status status = add_fields(table, job, names, widths, err);
  if (status == WIJK_OK && job->layer->column_count == 0) /* a .dbf without fields is not opened by anyone */
    widths[0] = DBFAddNativeFieldType(table, "id", 'N', 10, 0) < 0 ? 0 : 10;
  for (size_t row = 0; status == WIJK_OK && row < job->layer->row_count; row++) {
    bool added = job->layer->column_count ? add_record(table, job, widths, row)
                                          : DBFWriteIntegerAttribute(table, (int)row, 0, (int)row + 1) != 0;
    if (!added)
      status = wijk_error_set(err, WIJK_MEMORY, "out of memory");
  }
  DBFClose(table);
  return status;
}

/* ---- shapes ---- */

static wijk_status check_size(const write_job *job, wijk_error *err) {
  const wijk_geometry *shape = &job->layer->geometry;
  size_t bytes = 100 + job->layer->row_count * 56 + shape->ring_count * 4 + shape->point_count * 16;
  if (bytes <= PART_LIMIT && job->layer->row_count <= INT_MAX / 8)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "the shapes of '%s' would be over 2 GiB, more than a Shapefile can hold", job->name);
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

static wijk_status add_shapes(const write_job *job, wijk_error *err) {
  static const int types[] = {SHPT_NULL, SHPT_POINT, SHPT_ARC, SHPT_POLYGON};
  const wijk_geometry *shape = &job->layer->geometry;
  vertices work = {WIJK_ARENA_ADD(job->scratch, int, shape->ring_count, err),
                   WIJK_ARENA_ADD(job->scratch, double, shape->point_count, err),
                   WIJK_ARENA_ADD(job->scratch, double, shape->point_count, err)};
  if (!work.starts || !work.x || !work.y)
    return WIJK_MEMORY;
  SHPHandle file = SHPCreateLL("x", types[shape->type], &hooks);
  bool fine = file != NULL;
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
  if (file)
    SHPClose(file);
  return fine ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "out of memory");
}

/* ---- the rest of the set ---- */

static wijk_status put_text(memory_file *file, const wijk_text *text, wijk_error *err) {
  wijk_status status = wijk_text_check(text, err);
  if (status == WIJK_OK && text->length && hook_write(text->bytes, 1, text->length, (SAFile)(void *)file) == 0)
    status = wijk_error_set(err, WIJK_MEMORY, "out of memory");
  return status;
}

static wijk_status add_field_list(const write_job *job, shapefile_name *names, shape_set *set, wijk_error *err) {
  wijk_text list = {0};
  wijk_text_add(&list, "field,name,title,unit\n");
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    csv_add_cell(&list, names[c]);
    wijk_text_add(&list, ",");
    csv_add_cell(&list, column->name);
    wijk_text_add(&list, ",");
    csv_add_cell(&list, column_title(column, job->dutch));
    wijk_text_add(&list, ",");
    csv_add_cell(&list, column_unit(column, job->dutch));
    wijk_text_add(&list, "\n");
  }
  wijk_status status = put_text(&set->files[PART_FIELDS], &list, err);
  wijk_text_free(&list);
  return status;
}

static wijk_status add_crs(const write_job *job, shape_set *set, wijk_error *err) {
  if (!job->layer->crs || strcmp(job->layer->crs, "local") == 0)
    return WIJK_OK;
  const char *definition, *name;
  wijk_status status = wijk_crs_describe(job->layer->crs, WIJK_CRS_ESRI, job->scratch, &definition, &name, err);
  wijk_text text = {0};
  wijk_text_add(&text, status == WIJK_OK ? definition : "");
  if (status == WIJK_OK)
    status = put_text(&set->files[PART_PRJ], &text, err);
  wijk_text_free(&text);
  return status;
}

static wijk_status fill(const write_job *job, shape_set *set, wijk_error *err) {
  shapefile_name *names;
  wijk_status status = check_size(job, err);
  if (status == WIJK_OK)
    status = shapefile_names_find(job->layer, job->scratch, &names, err);
  if (status == WIJK_OK)
    status = add_table(job, names, err);
  if (status == WIJK_OK)
    status = add_shapes(job, err);
  if (status == WIJK_OK)
    status = add_field_list(job, names, set, err);
  if (status == WIJK_OK)
    status = add_crs(job, set, err);
  if (status == WIJK_OK && set->failed)
    status = wijk_error_set(err, WIJK_MEMORY, "out of memory");
  return status;
}

/* Written, then read back from the disk and compared, which counts every row. */
static wijk_status write_part(const memory_file *file, const write_job *job, const wijk_publication *publication,
                              wijk_error *err) {
  write_stream stream;
  wijk_status status = stream_open(&stream, publication, err);
  if (status == WIJK_OK)
    stream_add(&stream, (const char *)file->bytes, file->length);
  wijk_status closed = stream_close(&stream, err);
  char *back;
  size_t length;
  status = status == WIJK_OK ? closed : status;
  if (status == WIJK_OK)
    status = file_read(wijk_publication_path(publication), job->scratch, &back, &length, err);
  if (status == WIJK_OK && (length != file->length || memcmp(back, file->bytes, length) != 0))
    status = wijk_error_set(err, WIJK_IO, "what was written does not read back the same");
  return status;
}

static wijk_status publish(const write_job *job, const shape_set *set, const char *path, bool overwrite,
                           wijk_report *report, wijk_error *err) {
  static const char *const stale[] = {".qix", ".sbn", ".sbx", ".fix", NULL};
  static const char *const stale_too[] = {".qix", ".sbn", ".sbx", ".fix", ".prj", NULL};
  wijk_publication *parts[PART_COUNT] = {0};
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  wijk_status status = WIJK_OK;
  size_t outputs = report->output_count;
  for (int part = 0; part < PART_COUNT && status == WIJK_OK; part++) {
    if (part == PART_PRJ && set->files[part].length == 0)
      continue;
    const char *target =
        wijk_arena_format(job->scratch, err, "%.*s%s", (int)(path_extension(path) - path), path, shapefile_parts[part]);
    parts[part] = target ? wijk_publication_open(target, overwrite, err) : NULL;
    status = parts[part] ? write_part(&set->files[part], job, parts[part], err) : err->status;
    if (status == WIJK_OK)
      status = wijk_report_add_output(report, target + (name - path), err);
  }
  if (status == WIJK_OK)
    status = publications_commit(parts, PART_COUNT, parts[PART_PRJ] ? stale : stale_too, err);
  for (int part = 0; part < PART_COUNT; part++)
    wijk_publication_discard(parts[part]);
  if (status != WIJK_OK)
    report->output_count = outputs;
  return status;
}

wijk_status shapefile_write(const write_job *job, const char *path, bool overwrite, wijk_report *report,
                            wijk_error *err) {
  shape_set set = {0};
  current = &set;
  wijk_status status = fill(job, &set, err);
  if (status == WIJK_OK)
    status = publish(job, &set, path, overwrite, report, err);
  current = NULL;
  for (int part = 0; part < PART_COUNT; part++)
    memory_free(set.files[part].bytes);
  return status;
}
