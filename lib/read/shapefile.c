/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to Shapefiles: shapelib, reading from bytes that were checked first. Its hooks see memory only, so a set
 * inside a zip and a set on disk are read alike. */
#include "read/shapefile.h"

#include <math.h>
#include <shapefil.h>
#include <string.h>

#include "base/memory.h"
#include "read/encoding.h"
#include "read/reading.h"
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

static wijk_status add_shape(const SHPObject *object, wijk_geometry_type type, shapes *s, size_t *starts,
                             wijk_error *err) {
  double *x, *y;
  size_t points = (size_t)object->nVertices;
  if (type == WIJK_GEOMETRY_POINT) {
    if (!shapes_add_ring(s, 1, &x, &y))
      return wijk_error_set(err, WIJK_MEMORY, "no memory for shapes");
    *x = points ? object->padfX[0] : NAN;
    *y = points ? object->padfY[0] : NAN;
    return WIJK_OK;
  }
  shapes_add_row(s);
  size_t parts = (size_t)object->nParts;
  for (size_t p = 0; p < parts; p++)
    starts[p] = (size_t)object->panPartStart[p];
  starts[parts] = points;
  if (type == WIJK_GEOMETRY_POLYGON)
    return shapes_add_rings(s, object->padfX, object->padfY, starts, parts, err);
  for (size_t p = 0; p < parts; p++) {
    shapes_add_part(s);
    if (!shapes_add_ring(s, starts[p + 1] - starts[p], &x, &y))
      return wijk_error_set(err, WIJK_MEMORY, "no memory for shapes");
    memcpy(x, object->padfX + starts[p], (starts[p + 1] - starts[p]) * sizeof *x);
    memcpy(y, object->padfY + starts[p], (starts[p + 1] - starts[p]) * sizeof *y);
  }
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

/* A row whose shape is damaged keeps its place. */
static wijk_status add_nothing(wijk_geometry_type type, shapes *s, wijk_error *err) {
  double *x, *y;
  if (type != WIJK_GEOMETRY_POINT)
    shapes_add_row(s);
  else if (shapes_add_ring(s, 1, &x, &y))
    *x = *y = NAN;
  return s->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory for shapes") : WIJK_OK;
}

static wijk_status read_shapes(wijk_reading *reading, SHPHandle handle, const bool *broken, wijk_error *err) {
  int rows, code;
  SHPGetInfo(handle, &rows, &code, NULL, NULL);
  wijk_geometry_type type = WIJK_GEOMETRY_NONE;
  if (shape_type(reading, code, &type, err) != WIJK_OK)
    return err->status;
  shapes s = {0};
  size_t *starts = NULL, capacity = 0;
  wijk_status status = WIJK_OK;
  SHPSetFastModeReadObject(handle, 1);
  for (int i = 0; i < rows && status == WIJK_OK; i++) {
    SHPObject *object = broken[i] ? NULL : SHPReadObject(handle, i);
    if (!object) {
      if (!broken[i])
        wijk_reading_keep_fault(reading, (size_t)i, "damaged-record", err, "its shape cannot be read");
      status = err->status == WIJK_OK ? add_nothing(type, &s, err) : err->status;
      continue;
    }
    if ((size_t)object->nParts + 1 > capacity) {
      size_t *larger = memory_resize(starts, (size_t)object->nParts + 64, sizeof *starts);
      starts = larger ? larger : starts;
      capacity = larger ? (size_t)object->nParts + 64 : capacity;
    }
    status = (size_t)object->nParts + 1 <= capacity ? add_shape(object, type, &s, starts, err)
                                                    : wijk_error_set(err, WIJK_MEMORY, "no memory for shapes");
    SHPDestroyObject(object);
  }
  if (status == WIJK_OK)
    status = wijk_limit_check(reading->file, "points", s.point_count, WIJK_LIMIT_POINTS, err);
  if (status == WIJK_OK)
    status = shapes_finish(&s, type, reading->layer, err);
  memory_free(starts);
  shapes_free(&s);
  return status;
}

/* ---- attributes ---- */

static bool all_utf8(DBFHandle handle, bool *beyond_ascii) {
  bool valid = true;
  *beyond_ascii = false;
  for (int i = 0; i < handle->nRecords && valid; i++) {
    const char *tuple = DBFReadTuple(handle, i);
    for (int f = 0; tuple && f < handle->nFields; f++) {
      const char *text = tuple + handle->panFieldOffset[f];
      size_t length = (size_t)handle->panFieldSize[f];
      if (handle->pachFieldType[f] != 'C')
        continue;
      for (size_t c = 0; c < length; c++)
        *beyond_ascii |= (unsigned char)text[c] >= 0x80;
      while (length && (text[length - 1] == ' ' || text[length - 1] == '\0'))
        length--;
      /* a text cut at the width of its field may end inside a character */
      size_t cut = length;
      for (size_t back = 1; back < 4 && back < length && length == (size_t)handle->panFieldSize[f]; back++)
        if (((unsigned char)text[length - back] & 0xc0) == 0xc0) {
          cut = length - back;
          break;
        }
      valid &= wijk_text_is_utf8(text, length) || wijk_text_is_utf8(text, cut);
    }
  }
  return valid;
}

/* .cpg, else the language byte, else UTF-8 if valid, else Windows-1252; and a contradiction is said. */
static wijk_status find_encoding(wijk_reading *reading, const shapefile *files, DBFHandle handle, const char **name,
                                 wijk_error *err) {
  const wijk_file *cpg = &files->parts[SHAPEFILE_CPG];
  bool beyond_ascii, utf8 = all_utf8(handle, &beyond_ascii);
  const char *how = "its .cpg";
  *name = cpg->bytes ? encoding_of_cpg((const char *)cpg->bytes, cpg->length) : NULL;
  if (cpg->bytes && !*name)
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "unknown-encoding", NULL, NULL, err,
                     "its .cpg names an encoding that is not known: '%.20s'", (const char *)cpg->bytes);
  if (!*name) {
    *name = encoding_of_language(files->parts[SHAPEFILE_DBF].bytes[29]);
    how = "its language byte";
  }
  if (*name && beyond_ascii && strcmp(*name, "UTF-8") == 0 && !utf8) {
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "encoding-contradiction", NULL, *name, err,
                     "it says its texts are UTF-8, but they are not; read as Windows-1252");
    *name = NULL;
  } else if (*name && beyond_ascii && strcmp(*name, "UTF-8") != 0 && utf8) {
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "encoding-contradiction", NULL, *name, err,
                     "it says its texts are %s, but all of them are valid UTF-8 too; if names look garbled, give it a "
                     ".cpg file that says UTF-8",
                     *name);
  }
  if (!*name) {
    *name = utf8 ? "UTF-8" : "windows-1252";
    how = "its bytes";
    if (!utf8)
      wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "encoding", NULL, *name, err,
                       "nothing says in which encoding its texts are; they are read as Windows-1252");
  }
  reading->encoding = wijk_arena_format(reading->arena, err, "%s (by %s)", *name, how);
  return err->status;
}

static wijk_status add_date(wijk_reading *reading, const char *text, size_t length, const char **value,
                            wijk_error *err) {
  if (length == 8 && strspn(text, "0123456789") >= 8) {
    if (memcmp(text, "00000000", 8) != 0)
      *value = wijk_arena_format(reading->arena, err, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
  } else {
    *value = wijk_arena_text_part(reading->arena, text, length, err);
  }
  return err->status;
}

static wijk_status read_cell(wijk_reading *reading, wijk_column *column, char type, size_t row, const char *text,
                             size_t length, encoding *alphabet, bool *broken, wijk_error *err) {
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\0'))
    length--;
  while (length && *text == ' ')
    text++, length--;
  if (!length || text[0] == '\0')
    return WIJK_OK;
  if (type == 'D')
    return add_date(reading, text, length, &column->texts[row], err);
  if (type == 'L') {
    column->texts[row] = strchr("TtYy", text[0]) ? "true" : strchr("FfNn", text[0]) ? "false" : NULL;
    return WIJK_OK;
  }
  if (column->type != WIJK_COLUMN_NUMBER) {
    column->texts[row] = encoding_read(alphabet, text, length, reading->arena, broken, err);
    return err->status;
  }
  double value;
  if (text[0] == '*')
    return WIJK_OK; /* filled with asterisks: no value */
  if (!wijk_number_read(text, length, &value)) {
    const char *written = encoding_read(alphabet, text, length, reading->arena, broken, err);
    return written ? wijk_reading_keep_fault(reading, row, "not-a-number", err, "%s '%s' is not a number", column->name,
                                             written)
                   : err->status;
  }
  if (value > -1e38) /* below is "no data" by the format's own description */
    column->numbers[row] = value;
  return WIJK_OK;
}

static wijk_status read_field(wijk_reading *reading, DBFHandle handle, int field, encoding *alphabet, bool *broken,
                              wijk_error *err) {
  char name[XBASE_FLDNAME_LEN_READ + 1];
  int width, decimals;
  DBFGetFieldInfo(handle, field, name, &width, &decimals);
  char type = DBFGetNativeFieldType(handle, field);
  bool number = (type == 'N' || type == 'F') && !(decimals == 0 && width > 15 && type == 'N' && width < 19);
  char *label = encoding_read(alphabet, name, strlen(name), reading->arena, broken, err);
  wijk_column *column =
      label ? wijk_reading_add_column(reading, label, number ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, err) : NULL;
  if (!column)
    return err->status;
  if ((type == 'N' || type == 'F') && !number)
    column->type = WIJK_COLUMN_CODE;
  for (int i = 0; i < handle->nRecords; i++) {
    const char *tuple = DBFReadTuple(handle, i);
    if (!tuple)
      return wijk_error_set(err, WIJK_DATA, "'%s' row %d of its .dbf cannot be read", reading->file, i + 1);
    if (read_cell(reading, column, type, (size_t)i, tuple + handle->panFieldOffset[field],
                  (size_t)handle->panFieldSize[field], alphabet, broken, err) != WIJK_OK)
      return err->status;
  }
  bool whole = number;
  for (int i = 0; i < handle->nRecords && whole; i++)
    whole = isnan(column->numbers[i]) || column->numbers[i] == nearbyint(column->numbers[i]);
  column->whole = whole;
  return WIJK_OK;
}

static wijk_status read_table(wijk_reading *reading, const shapefile *files, DBFHandle handle, wijk_error *err) {
  const char *name;
  if (find_encoding(reading, files, handle, &name, err) != WIJK_OK)
    return err->status;
  encoding *alphabet = encoding_open(name, err);
  if (!alphabet)
    return err->status;
  bool broken = false;
  for (int f = 0; f < handle->nFields && err->status == WIJK_OK; f++)
    read_field(reading, handle, f, alphabet, &broken, err);
  encoding_close(alphabet);
  if (broken && err->status == WIJK_OK)
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "unreadable-text", NULL, name, err,
                     "some of its texts hold bytes that %s does not have; each reads as '�'", name);
  return err->status;
}

/* Rows marked as deleted are not there, as in every program that reads a dBASE table. */
static wijk_status drop_deleted(wijk_reading *reading, DBFHandle handle, wijk_error *err) {
  size_t count = reading->layer->row_count, kept = 0;
  size_t *rows = WIJK_ARENA_ADD(reading->arena, size_t, count, err);
  if (!rows)
    return err->status;
  for (size_t i = 0; i < count; i++)
    if (!DBFIsRecordDeleted(handle, (int)i))
      rows[kept++] = i;
  reading->deleted = count - kept;
  if (kept < count) {
    wijk_layer *layer = wijk_layer_select(reading->layer, rows, kept, reading->arena, err);
    if (!layer)
      return err->status;
    reading->layer = layer;
  }
  return WIJK_OK;
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

static wijk_status read_set(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err) {
  const wijk_file *prj = &files->parts[SHAPEFILE_PRJ];
  reading->layer = wijk_layer_new(reading->arena, reading->file, (files->parts[SHAPEFILE_SHX].length - 100) / 8, err);
  if (!reading->layer)
    return err->status;
  if (prj->bytes && prj->length)
    reading->declared = wijk_arena_text_part(reading->arena, (const char *)prj->bytes, prj->length, err);
  hide_broken(files, broken, reading->layer->row_count);
  open_files = files;
  SHPHandle shapes_handle = SHPOpenLL("set.shp", "rb", &hooks);
  DBFHandle table_handle = DBFOpenLL("set.dbf", "rb", &hooks);
  wijk_status status = shapes_handle && table_handle
                           ? WIJK_OK
                           : wijk_error_set(err, WIJK_DATA, "'%s' cannot be read as a Shapefile", reading->file);
  if (status == WIJK_OK)
    status = read_shapes(reading, shapes_handle, broken, err);
  if (status == WIJK_OK)
    status = read_table(reading, files, table_handle, err);
  if (status == WIJK_OK)
    status = drop_deleted(reading, table_handle, err);
  if (shapes_handle)
    SHPClose(shapes_handle);
  if (table_handle)
    DBFClose(table_handle);
  open_files = NULL;
  return status;
}

wijk_status wijk_shapefile_read(wijk_reading *reading, wijk_error *err) {
  shapefile files = {0};
  bool *broken = NULL;
  wijk_status status = open_files_of(reading, &files, err);
  if (status == WIJK_OK)
    status = shapefile_check(reading, &files, &broken, err);
  if (status == WIJK_OK)
    status = wijk_hash_files(files.parts, SHAPEFILE_PART_COUNT, reading->source->full_hash, reading->arena,
                             &reading->hash_name, &reading->hash, err);
  if (status == WIJK_OK)
    status = read_set(reading, &files, broken, err);
  if (status == WIJK_OK)
    status = wijk_shapefile_restore_names(reading, err);
  for (int i = 0; i < SHAPEFILE_PART_COUNT; i++)
    wijk_file_close(&files.parts[i]);
  return status;
}
