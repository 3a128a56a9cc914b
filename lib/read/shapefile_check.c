/* SPDX-License-Identifier: EUPL-1.2 */
/* Layout: ESRI Shapefile Technical Description (1998); dBASE III header. */
#include "read/shapefile.h"

#include <string.h>

static uint32_t big(const unsigned char *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}
static uint32_t little(const unsigned char *b) {
  return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static wijk_status cut_off(wijk_error *err) {
  return wijk_error_hint(err, "the set is damaged or its files do not belong together: copy it again, all parts");
}

static wijk_status check_header(const wijk_file *file, wijk_error *err) {
  const char *name = wijk_path_name(file->path);
  if (file->length < 100 || big(file->bytes) != 9994) {
    wijk_error_set(err, WIJK_DATA, "'%s' is no Shapefile: it does not start with the header of one", name);
    return cut_off(err);
  }
  uint64_t claimed = (uint64_t)big(file->bytes + 24) * 2;
  if (claimed != file->length) {
    wijk_error_set(err, WIJK_DATA, "'%s' says it has %llu bytes, but has %zu", name, (unsigned long long)claimed,
                   file->length);
    return cut_off(err);
  }
  return WIJK_OK;
}

static wijk_status check_dbf(const wijk_file *file, uint64_t shapes, wijk_error *err) {
  const char *name = wijk_path_name(file->path);
  const unsigned char *b = file->bytes;
  if (file->length < 33 || little(b + 8) == 0)
    return wijk_error_set(err, WIJK_DATA, "'%s' is no dBASE table: its header is cut off", name);
  uint64_t rows = little(b + 4), header = b[8] | b[9] << 8, record = b[10] | b[11] << 8, fields = (header - 1) / 32 - 1;
  if (header < 33 || header > file->length || record < 1 || header - 1 < 32 * (fields + 1))
    return wijk_error_set(err, WIJK_DATA, "'%s' is no dBASE table: its header has length %llu in %zu bytes", name,
                          (unsigned long long)header, file->length);
  if (rows != shapes) {
    wijk_error_set(err, WIJK_DATA, "'%s' has %llu rows for %llu shapes", name, (unsigned long long)rows,
                   (unsigned long long)shapes);
    return cut_off(err);
  }
  if (header + rows * record > file->length) {
    wijk_error_set(err, WIJK_DATA, "'%s' says it has %llu rows of %llu bytes, but ends after %llu of them", name,
                   (unsigned long long)rows, (unsigned long long)record,
                   (unsigned long long)((file->length - header) / record));
    return cut_off(err);
  }
  uint64_t width = 1;
  for (uint64_t f = 0; f < fields && b[32 * (f + 1)] != 0x0d; f++)
    width += b[32 * (f + 1) + 16] + (b[32 * (f + 1) + 11] == 'C' ? (uint64_t)b[32 * (f + 1) + 17] << 8 : 0);
  if (width > record) {
    wijk_error_set(err, WIJK_DATA, "'%s' has fields of %llu bytes in rows of %llu", name, (unsigned long long)width,
                   (unsigned long long)record);
    return cut_off(err);
  }
  return WIJK_OK;
}

/* Bytes that a record of this type needs at least for its parts and points; 0 where the type is unknown. */
static wijk_status check_content(const char *name, size_t record, const unsigned char *content, uint64_t length,
                                 uint32_t file_type, wijk_error *err) {
  uint32_t type = length >= 4 ? little(content) : UINT32_MAX;
  if (type == 0)
    return WIJK_OK;
  if (type != file_type)
    return wijk_error_set(err, WIJK_DATA, "'%s' record %zu has shape type %u in a file of type %u", name, record, type,
                          file_type);
  uint64_t needed = 0, parts = 0, points = 0, base = 0;
  uint32_t flat = type % 10;
  if (flat == 1) {
    needed = 20;
  } else if (flat == 3 || flat == 5) {
    base = 44;
    parts = length >= 44 ? little(content + 36) : 0;
    points = length >= 44 ? little(content + 40) : 0;
    needed = base + 4 * parts + 16 * points;
  } else if (flat == 8) {
    points = length >= 40 ? little(content + 36) : 0;
    needed = 40 + 16 * points;
  }
  if (length < needed || length < base)
    return wijk_error_set(err, WIJK_DATA, "'%s' record %zu claims %llu parts and %llu points in %llu bytes", name,
                          record, (unsigned long long)parts, (unsigned long long)points, (unsigned long long)length);
  uint64_t before = 0;
  for (uint64_t p = 0; p < parts; p++) {
    uint64_t start = little(content + base + 4 * p);
    if ((p == 0 && start != 0) || (p > 0 && start < before) || (points > 0 && start >= points))
      return wijk_error_set(err, WIJK_DATA, "'%s' record %zu: part %llu starts at point %llu of %llu", name, record,
                            (unsigned long long)p + 1, (unsigned long long)start, (unsigned long long)points);
    before = start;
  }
  return WIJK_OK;
}

static wijk_status check_records(const wijk_file *shp, const wijk_file *shx, wijk_error *err) {
  const char *name = wijk_path_name(shp->path);
  uint64_t count = (shx->length - 100) / 8;
  uint32_t type = little(shp->bytes + 32);
  for (uint64_t i = 0; i < count; i++) {
    uint64_t offset = (uint64_t)big(shx->bytes + 100 + 8 * i) * 2, length = (uint64_t)big(shx->bytes + 104 + 8 * i) * 2;
    if (offset < 100 || offset + 8 + length > shp->length) {
      wijk_error_set(err, WIJK_DATA, "'%s' places record %llu at byte %llu with %llu bytes, but '%s' has %zu bytes",
                     wijk_path_name(shx->path), (unsigned long long)i + 1, (unsigned long long)offset,
                     (unsigned long long)length, name, shp->length);
      return cut_off(err);
    }
    const unsigned char *record = shp->bytes + offset;
    if (big(record) != i + 1 || (uint64_t)big(record + 4) * 2 != length) {
      wijk_error_set(err, WIJK_DATA, "'%s' has record %u of %llu bytes where '%s' places record %llu of %llu bytes",
                     name, big(record), (unsigned long long)big(record + 4) * 2, wijk_path_name(shx->path),
                     (unsigned long long)i + 1, (unsigned long long)length);
      return cut_off(err);
    }
    if (check_content(name, (size_t)i + 1, record + 8, length, type, err) != WIJK_OK)
      return cut_off(err);
  }
  return WIJK_OK;
}

wijk_status shapefile_check(const shapefile *files, wijk_error *err) {
  const wijk_file *shp = &files->parts[SHAPEFILE_SHP], *shx = &files->parts[SHAPEFILE_SHX];
  if (check_header(shp, err) != WIJK_OK || check_header(shx, err) != WIJK_OK)
    return err->status;
  uint64_t count = (shx->length - 100) / 8;
  if (shx->length % 8 != 4)
    return wijk_error_set(err, WIJK_DATA, "'%s' ends in the middle of a record", wijk_path_name(shx->path));
  if (wijk_limit_check(files->name, "rows", count, WIJK_LIMIT_ROWS, err) != WIJK_OK ||
      check_dbf(&files->parts[SHAPEFILE_DBF], count, err) != WIJK_OK)
    return err->status;
  return check_records(shp, shx, err);
}
