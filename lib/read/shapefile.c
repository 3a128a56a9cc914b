/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to Shapefiles: shapelib, reading from bytes that were checked first. Its hooks see memory only, so a set
 * inside a zip and a set on disk are read alike. */
#include "read/shapefile.h"

#include <math.h>
#include <shapefil.h>
#include <string.h>

#include "base/memory.h"
#include "read/shapes.h"

/* ---- shapelib reads from memory ---- */

/* Its open hook gets a name and nothing else: the set being read is known by the thread. */
static _Thread_local const shapefile *open_files;

typedef struct memory_file {
  const wijk_file *bytes;
  unsigned long at;
} memory_file;

static const char *const extensions[SHAPEFILE_PART_COUNT] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};

static SAFile hook_open(const char *name, const char *access) {
  (void)access;
  for (int i = 0; i < SHAPEFILE_PART_COUNT; i++)
    if (wijk_text_same(wijk_path_extension(name), extensions[i]) && open_files->parts[i].bytes) {
      memory_file *file = memory_new_zeroed(1, sizeof *file);
      if (file)
        file->bytes = &open_files->parts[i];
      return (SAFile)(void *)file;
    }
  return NULL;
}

static SAOffset hook_read(void *to, SAOffset size, SAOffset count, SAFile handle) {
  memory_file *file = (memory_file *)(void *)handle;
  unsigned long left = file->at < file->bytes->length ? file->bytes->length - file->at : 0;
  unsigned long fits = size ? left / size : 0;
  count = count < fits ? count : fits;
  if (count)
    memcpy(to, file->bytes->bytes + file->at, size * count);
  file->at += size * count;
  return count;
}

static SAOffset hook_write(void *from, SAOffset size, SAOffset count, SAFile handle) {
  (void)from, (void)size, (void)count, (void)handle;
  return 0;
}

static SAOffset hook_seek(SAFile handle, SAOffset offset, int whence) {
  memory_file *file = (memory_file *)(void *)handle;
  file->at = (whence == SEEK_CUR ? file->at : whence == SEEK_END ? file->bytes->length : 0) + offset;
  return 0;
}

static SAOffset hook_tell(SAFile handle) {
  return ((memory_file *)(void *)handle)->at;
}

static int hook_flush(SAFile handle) {
  (void)handle;
  return 0;
}

static int hook_close(SAFile handle) {
  memory_free(handle);
  return 0;
}

static int hook_remove(const char *name) {
  (void)name;
  return -1;
}

static void hook_error(const char *message) {
  (void)message; /* what it has to say was found, and said better, by the check */
}

static double hook_number(const char *text) {
  double value;
  return wijk_number_read(text, strlen(text), &value) ? value : NAN;
}

static SAHooks hooks = {hook_open,  hook_read,  hook_write,  hook_seek,  hook_tell,
                        hook_flush, hook_close, hook_remove, hook_error, hook_number};

/* ---- shapes ---- */

/* A row whose shape is damaged, or that has none, keeps its place. */
static wijk_status add_point(const SHPObject *object, shapes *s, wijk_error *err) {
  double *x, *y;
  if (!shapes_add_ring(s, 1, &x, &y))
    return wijk_error_set(err, WIJK_MEMORY, "no memory for shapes");
  *x = object && object->nVertices ? object->padfX[0] : NAN;
  *y = object && object->nVertices ? object->padfY[0] : NAN;
  return WIJK_OK;
}

static wijk_status shape_type(const wijk_reading *reading, int code, wijk_geometry_type *type, wijk_error *err) {
  switch (code) {
  case SHPT_POINT:
  case SHPT_POINTZ:
  case SHPT_POINTM:
    *type = WIJK_GEOMETRY_POINT;
    return WIJK_OK;
  case SHPT_ARC:
  case SHPT_ARCZ:
  case SHPT_ARCM:
    *type = WIJK_GEOMETRY_LINE;
    return WIJK_OK;
  case SHPT_POLYGON:
  case SHPT_POLYGONZ:
  case SHPT_POLYGONM:
    *type = WIJK_GEOMETRY_POLYGON;
    return WIJK_OK;
  default:
    wijk_error_set(err, WIJK_DATA, "'%s' holds %s, not points, lines or polygons", reading->file, SHPTypeName(code));
    return wijk_error_hint(err, "turn them into single points, lines or polygons first");
  }
}

static wijk_status read_shapes(wijk_reading *reading, SHPHandle handle, const bool *broken, wijk_error *err) {
  int rows, code;
  SHPGetInfo(handle, &rows, &code, NULL, NULL);
  wijk_geometry_type type = WIJK_GEOMETRY_NONE;
  if (shape_type(reading, code, &type, err) != WIJK_OK)
    return err->status;
  if (type == WIJK_GEOMETRY_POLYGON)
    return shapefile_read_polygons(reading, open_files, broken, err);
  if (type == WIJK_GEOMETRY_LINE)
    return shapefile_read_lines(reading, open_files, broken, err);
  shapes s = {0};
  wijk_status status = WIJK_OK;
  SHPSetFastModeReadObject(handle, 1);
  for (int i = 0; i < rows && status == WIJK_OK; i++) {
    SHPObject *object = broken[i] ? NULL : SHPReadObject(handle, i);
    if (!object && !broken[i])
      wijk_reading_keep_fault(reading, (size_t)i, "damaged-record", err, "its shape cannot be read");
    status = err->status == WIJK_OK ? add_point(object, &s, err) : err->status;
    SHPDestroyObject(object);
  }
  if (status == WIJK_OK)
    status = wijk_limit_check(reading->file, "points", s.point_count, WIJK_LIMIT_POINTS, err);
  if (status == WIJK_OK)
    status = shapes_finish(&s, type, reading->layer, err);
  shapes_free(&s);
  return status;
}

/* ---- the set ---- */

static wijk_status open_files_of(wijk_reading *reading, shapefile *files, wijk_error *err) {
  files->name = reading->file;
  for (int i = 0; i < SHAPEFILE_PART_COUNT; i++) {
    const char *path = i == SHAPEFILE_SHP ? reading->source->path
                                          : wijk_path_beside(reading->source->path, extensions[i], reading->arena, err);
    if (!path)
      return err->status;
    if (i >= SHAPEFILE_PRJ && !wijk_file_exists(path))
      continue;
    if (i != SHAPEFILE_SHP && !wijk_file_exists(path)) {
      files->missing++;
      shapefile_fault(reading, path, "missing-file", err,
                      "it is not there, and a Shapefile is a set of .shp, .shx and .dbf");
      continue;
    }
    if (wijk_file_open(path, &files->parts[i], err) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

/* shapelib refuses the whole set for one impossible offset; nothing is read by the entries that it is kept from. */
static void hide_broken(const shapefile *files, const bool *broken, size_t rows) {
  for (size_t i = 0; i < rows; i++)
    if (broken[i]) {
      static const unsigned char harmless[8] = {0, 0, 0, 50};
      memcpy(files->parts[SHAPEFILE_SHX].bytes + 100 + 8 * i, harmless, sizeof harmless);
    }
}

static wijk_status unreadable(const wijk_reading *reading, wijk_error *err) {
  return wijk_error_set(err, WIJK_DATA, "'%s' cannot be read as a Shapefile", reading->file);
}

static wijk_status read_set_shapes(wijk_reading *reading, const bool *broken, wijk_error *err) {
  SHPHandle handle = SHPOpenLL("set.shp", "rb", &hooks);
  if (!handle)
    return unreadable(reading, err);
  read_shapes(reading, handle, broken, err);
  SHPClose(handle);
  return err->status;
}

static wijk_status read_set_table(wijk_reading *reading, const shapefile *files, wijk_error *err) {
  const wijk_file *dbf = &files->parts[SHAPEFILE_DBF];
  DBFHandle handle = DBFOpenLL("set.dbf", "rb", &hooks);
  if (!handle)
    return unreadable(reading, err);
  size_t header = (size_t)handle->nHeaderLength;
  shapefile_table table = {.rows = (const char *)dbf->bytes + header,
                           .row_count = reading->layer->row_count,
                           .row_width = (size_t)handle->nRecordLength,
                           .field_count = (size_t)handle->nFields};
  bool sound = handle->nRecords >= 0 && (size_t)handle->nRecords == table.row_count && header <= dbf->length &&
               table.row_count <= (dbf->length - header) / table.row_width;
  shapefile_field *fields = WIJK_ARENA_ADD(reading->arena, shapefile_field, table.field_count, err);
  for (int f = 0; fields && f < handle->nFields; f++) {
    DBFGetFieldInfo(handle, f, fields[f].name, NULL, &fields[f].decimals);
    fields[f].type = DBFGetNativeFieldType(handle, f);
    fields[f].offset = (size_t)handle->panFieldOffset[f];
    fields[f].width = (size_t)handle->panFieldSize[f];
    sound &= fields[f].offset + fields[f].width <= table.row_width;
  }
  DBFClose(handle);
  table.fields = fields;
  if (err->status == WIJK_OK && !sound)
    return unreadable(reading, err);
  return fields ? shapefile_table_read(reading, files, &table, err) : err->status;
}

static wijk_status read_set(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err) {
  const wijk_file *prj = &files->parts[SHAPEFILE_PRJ];
  reading->layer = wijk_layer_new(reading->arena, reading->file, (files->parts[SHAPEFILE_SHX].length - 100) / 8, err);
  if (!reading->layer)
    return err->status;
  size_t words = prj->length;
  while (words && strchr(" \t\r\n", prj->bytes[words - 1])) /* a NUL too */
    words--;
  if (words)
    reading->declared = wijk_arena_text_part(reading->arena, (const char *)prj->bytes, words, err);
  hide_broken(files, broken, reading->layer->row_count);
  open_files = files;
  wijk_status status =
      files->plain_points ? shapefile_read_plain_points(reading, files, err) : read_set_shapes(reading, broken, err);
  if (status == WIJK_OK)
    status = read_set_table(reading, files, err);
  open_files = NULL;
  return status;
}

/* Beside the reading, unless that has to hide some of the bytes first. */
static wijk_hashing *begin_hashing(const wijk_reading *reading, const shapefile *files, const bool *broken,
                                   wijk_error *err) {
  size_t rows = (files->parts[SHAPEFILE_SHX].length - 100) / 8;
  int threads = rows && memchr(broken, true, rows) ? 1 : reading->source->threads;
  return wijk_hash_begin_files(files->parts, SHAPEFILE_PART_COUNT, reading->source->full_hash, threads, err);
}

wijk_status wijk_shapefile_read(wijk_reading *reading, wijk_error *err) {
  shapefile files = {0};
  bool *broken = NULL;
  wijk_hashing *hashing = NULL;
  wijk_status status = open_files_of(reading, &files, err);
  files.plain_points = status == WIJK_OK && shapefile_is_plain_points(reading, &files);
  if (status == WIJK_OK)
    status = shapefile_check(reading, &files, &broken, err);
  if (status == WIJK_OK)
    hashing = begin_hashing(reading, &files, broken, err);
  if (hashing && shapefile_names_read(reading, &files.names, err) == WIJK_OK &&
      read_set(reading, &files, broken, err) == WIJK_OK)
    shapefile_names_restore(reading, files.names, err);
  wijk_hash_end(hashing, reading->arena, &reading->hash_name, &reading->hash, err);
  for (int i = 0; i < SHAPEFILE_PART_COUNT; i++)
    wijk_file_close(&files.parts[i]);
  return err->status;
}
