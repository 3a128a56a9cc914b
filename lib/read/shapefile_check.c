/* SPDX-License-Identifier: EUPL-1.2 */
/* Layout: ESRI Shapefile Technical Description (1998); dBASE III header. */
#include "read/shapefile_bytes.h"

#include <stdarg.h>
#include <string.h>

#include "base/put.h"

typedef struct check {
  wijk_reading *reading;
  const wijk_file *shp, *shx, *dbf;
  const char *shp_name, *shx_name;
  bool *broken; /* one per record */
  size_t faults;
  size_t beyond, first_beyond; /* records of a cut .shp that lie beyond its end */
  uint64_t covered;            /* bytes of the header and of the records that are where the .shx says */
  wijk_error *err;
} check;

/* ---- faults of the set as a whole ---- */

void shapefile_fault(wijk_reading *reading, const char *path, const char *code, wijk_error *err, const char *format,
                     ...) {
  char message[400] = "";
  va_list arguments;
  va_start(arguments, format);
  message_put(message, sizeof message, format, arguments);
  va_end(arguments);
  wijk_finding finding = {.severity = WIJK_FAULT,
                          .code = code,
                          .source = wijk_path_name(path),
                          .hint = "the set is damaged or its files do not belong together: copy it again, all parts"};
  wijk_report_add_finding(reading->report, &finding, err, "%s", message);
}

/* "it starts with '<OGRVRTDataSou'": what a file is that is no Shapefile is often plain to see. */
static void say_start(check *c, const wijk_file *file) {
  char start[17];
  size_t length = 0;
  while (length + 1 < sizeof start && length < file->length && file->bytes[length] >= 0x20 &&
         file->bytes[length] < 0x7f)
    length++;
  memcpy(start, file->bytes, length);
  start[length] = '\0';
  shapefile_fault(c->reading, file->path, "no-shapefile", c->err,
                  length < 3 ? "it is no part of a Shapefile: it does not start with the number 9994"
                             : "it is no part of a Shapefile: it starts with '%s'",
                  start);
}

/* Whether what follows the header can be looked at. */
static bool check_header(check *c, const wijk_file *file) {
  if (!file->bytes)
    return false;
  if (file->length < 100 || shapefile_big(file->bytes) != 9994) {
    c->faults++;
    if (!file->length)
      shapefile_fault(c->reading, file->path, "empty-file", c->err, "it is empty: 0 bytes");
    else if (file->length >= 4 && shapefile_big(file->bytes) == 9994)
      shapefile_fault(c->reading, file->path, "cut-file", c->err, "it is cut off in its header: %zu bytes of 100",
                      file->length);
    else
      say_start(c, file);
    return false;
  }
  uint64_t claimed = (uint64_t)shapefile_big(file->bytes + 24) * 2;
  if (claimed != file->length) {
    c->faults++;
    shapefile_fault(c->reading, file->path, "cut-file", c->err, "it says it has %llu bytes, but has %zu",
                    (unsigned long long)claimed, file->length);
  }
  return true;
}

static bool is_type(uint32_t type) {
  return type < 32 && (0x92a4a92bu >> type & 1); /* 0, 1, 3, 5, 8, 11, 13, … 31 */
}

static void check_dbf(check *c, bool counted, uint64_t shapes) {
  const wijk_file *file = c->dbf;
  const unsigned char *b = file->bytes;
  if (!b)
    return;
  if (file->length < 33 || shapefile_little(b + 8) == 0) {
    c->faults++;
    shapefile_fault(c->reading, file->path, file->length ? "cut-file" : "empty-file", c->err,
                    file->length ? "it is no dBASE table: its header is cut off" : "it is empty: 0 bytes");
    return;
  }
  uint64_t rows = shapefile_little(b + 4), header = b[8] | b[9] << 8, record = b[10] | b[11] << 8,
           fields = (header - 1) / 32 - 1;
  if (header < 33 || header > file->length || record < 1 || header - 1 < 32 * (fields + 1)) {
    c->faults++;
    shapefile_fault(c->reading, file->path, "cut-file", c->err,
                    "it is no dBASE table: its header has length %llu in %zu bytes", (unsigned long long)header,
                    file->length);
    return;
  }
  if (counted && rows != shapes) {
    c->faults++;
    shapefile_fault(c->reading, file->path, "row-count", c->err, "it says it has %llu rows, for %llu shapes in '%s'",
                    (unsigned long long)rows, (unsigned long long)shapes, c->shx_name);
  }
  if (header + rows * record > file->length) {
    c->faults++;
    shapefile_fault(c->reading, file->path, "cut-file", c->err,
                    "it says it has %llu rows of %llu bytes, but ends after %llu of them", (unsigned long long)rows,
                    (unsigned long long)record, (unsigned long long)((file->length - header) / record));
  }
  uint64_t width = 1;
  for (uint64_t f = 0; f < fields && b[32 * (f + 1)] != 0x0d; f++)
    width += b[32 * (f + 1) + 16] + (b[32 * (f + 1) + 11] == 'C' ? (uint64_t)b[32 * (f + 1) + 17] << 8 : 0);
  if (width > record) {
    c->faults++;
    shapefile_fault(c->reading, file->path, "field-width", c->err, "its fields take %llu bytes, in rows of %llu",
                    (unsigned long long)width, (unsigned long long)record);
  }
}

/* ---- faults of one record ---- */

#define BREAK(c, i, code, ...)                                                                                         \
  ((c)->broken[i] = true, (void)wijk_reading_keep_fault((c)->reading, (i), (code), (c)->err, __VA_ARGS__))

/* Parts and points against the bytes that they take. */
static void check_parts(check *c, size_t i, const unsigned char *content, uint64_t length, uint32_t type) {
  uint32_t flat = type % 10;
  uint64_t base = flat == 1 ? 20 : flat == 8 ? 40 : 44;
  uint64_t parts = flat == 1 || flat == 8 || length < base ? 0 : shapefile_little(content + 36);
  uint64_t points = flat == 1 || length < base ? 0 : shapefile_little(content + (flat == 8 ? 36 : 40));
  if (length < base || base + 4 * parts + 16 * points > length) {
    BREAK(c, i, "damaged-record", "its shape claims %d parts and %d points, for which its %llu bytes have no room",
          (int32_t)parts, (int32_t)points, (unsigned long long)length);
    return;
  }
  int64_t before = -1;
  for (uint64_t p = 0; p < parts; p++) {
    int32_t start = (int32_t)shapefile_little(content + base + 4 * p);
    if ((p == 0 && start != 0) || start <= before || (start > 0 && (uint32_t)start >= points)) {
      BREAK(c, i, "damaged-record", "part %llu of its shape starts at point %d of %llu%s", (unsigned long long)p + 1,
            start, (unsigned long long)points, start <= before ? ", where an earlier part does" : "");
      return;
    }
    before = start;
  }
}

static void check_content(check *c, size_t i, const unsigned char *content, uint64_t length, uint32_t file_type) {
  uint32_t type = length >= 4 ? shapefile_little(content) : 0;
  if (length < 4)
    BREAK(c, i, "damaged-record", "its shape has %llu bytes, too few for any", (unsigned long long)length);
  else if (!is_type(type))
    BREAK(c, i, "shape-type", "its shape has type %d, which does not exist", (int32_t)type);
  else if (type && type != file_type)
    BREAK(c, i, "shape-type", "its shape has type %u, in a file of type %u", type, file_type);
  else if (type)
    check_parts(c, i, content, length, type);
}

static void check_record(check *c, size_t i, bool cut) {
  const wijk_file *shp = c->shp;
  int32_t offset = (int32_t)shapefile_big(c->shx->bytes + 100 + 8 * i),
          length = (int32_t)shapefile_big(c->shx->bytes + 104 + 8 * i);
  int64_t from = 2 * (int64_t)offset, bytes = 2 * (int64_t)length;
  bool inside = from >= 100 && bytes >= 0 && from + 8 + bytes <= (int64_t)shp->length;
  if (!inside && cut && from >= 100 && bytes >= 0) {
    c->first_beyond = c->beyond++ ? c->first_beyond : i + 1;
    return;
  }
  if (!inside) {
    BREAK(c, i, "damaged-index", "'%s' places its shape at byte %lld with %lld bytes, but '%s' has %zu bytes",
          c->shx_name, (long long)from, (long long)bytes, c->shp_name, shp->length);
    return;
  }
  const unsigned char *record = shp->bytes + from;
  int64_t number = (int32_t)shapefile_big(record), own = 2 * (int64_t)(int32_t)shapefile_big(record + 4);
  if (number != (int64_t)i + 1) {
    BREAK(c, i, "damaged-index",
          "'%s' points to record %lld where record %zu should be: one shape would be read twice and another never",
          c->shx_name, (long long)number, i + 1);
  } else if (own != bytes) {
    BREAK(c, i, "damaged-index", "its shape has %lld bytes by '%s' but %lld by '%s'", (long long)own, c->shp_name,
          (long long)bytes, c->shx_name);
  } else {
    c->covered += 8 + (uint64_t)bytes;
    check_content(c, i, record + 8, (uint64_t)bytes, shapefile_little(shp->bytes + 32));
  }
}

/* A record that the index does not know is a shape that would be lost; bytes that editing left behind are none. */
static void check_unknown(check *c, size_t count) {
  uint64_t at = 100;
  size_t most = count;
  while (c->covered < c->shp->length && at + 8 <= c->shp->length) {
    uint32_t number = shapefile_big(c->shp->bytes + at);
    uint64_t bytes = 2 * (uint64_t)shapefile_big(c->shp->bytes + at + 4);
    if (!number || at + 8 + bytes > c->shp->length)
      break;
    most = number > most ? number : most;
    at += 8 + bytes;
  }
  if (most > count) {
    c->faults++;
    shapefile_fault(c->reading, c->shp->path, "row-count", c->err,
                    "it holds a record %zu, but '%s' knows %zu: shapes would be lost", most, c->shx_name, count);
  }
}

static void check_records(check *c, size_t count) {
  uint32_t type = shapefile_little(c->shp->bytes + 32);
  bool cut = c->shp->length < (uint64_t)shapefile_big(c->shp->bytes + 24) * 2;
  if (!is_type(type)) {
    c->faults++;
    shapefile_fault(c->reading, c->shp->path, "shape-type", c->err,
                    "it says its shapes have type %d, which does not exist", (int32_t)type);
    return;
  }
  uint32_t other = shapefile_little(c->shx->bytes + 32);
  if (other != type) {
    c->faults++;
    shapefile_fault(c->reading, c->shx->path, "shape-type", c->err, "it says its shapes have type %d, but '%s' says %u",
                    (int32_t)other, c->shp_name, type);
  }
  size_t kept = c->reading->row_fault_count;
  c->covered = 100;
  for (size_t i = 0; i < count && c->err->status == WIJK_OK; i++)
    check_record(c, i, cut);
  if (c->beyond) {
    c->faults++;
    shapefile_fault(c->reading, c->shp->path, "cut-file", c->err,
                    "the shapes of %zu of its %zu rows lie beyond its end, from row %zu on", c->beyond, count,
                    c->first_beyond);
  }
  if (c->covered > c->shp->length) { /* a small file could claim more points than a machine holds */
    c->faults++;
    shapefile_fault(c->reading, c->shp->path, "damaged-index", c->err,
                    "its shapes take %llu bytes together, but it has %zu: some lie in each other",
                    (unsigned long long)c->covered, c->shp->length);
  }
  if (c->reading->row_fault_count == kept && !c->beyond)
    check_unknown(c, count);
}

/* ---- the whole ---- */

/* The set is not read, so what is wrong with its records is said here and now. */
static wijk_status refuse(check *c) {
  wijk_reading *reading = c->reading;
  for (size_t i = 0; i < reading->row_fault_count && c->err->status == WIJK_OK; i++) {
    const wijk_row_fault *fault = &reading->row_faults[i];
    wijk_finding finding = {
        .severity = WIJK_FAULT, .code = fault->code, .source = reading->file, .row = fault->row + 1};
    wijk_report_add_finding(reading->report, &finding, c->err, "%s", fault->message);
  }
  return c->err->status == WIJK_OK ? wijk_report_check(reading->report, reading->first_finding, c->err)
                                   : c->err->status;
}

wijk_status shapefile_check(wijk_reading *reading, const shapefile *files, bool **broken, wijk_error *err) {
  check c = {.reading = reading,
             .shp = &files->parts[SHAPEFILE_SHP],
             .shx = &files->parts[SHAPEFILE_SHX],
             .dbf = &files->parts[SHAPEFILE_DBF],
             .faults = files->missing,
             .err = err};
  bool shp = check_header(&c, c.shp), shx = check_header(&c, c.shx);
  c.shp_name = c.shp->path ? wijk_path_name(c.shp->path) : "";
  c.shx_name = c.shx->path ? wijk_path_name(c.shx->path) : "";
  uint64_t count = shx ? (c.shx->length - 100) / 8 : 0;
  if (shx && c.shx->length % 8 != 4) {
    c.faults++;
    shapefile_fault(reading, c.shx->path, "cut-file", err, "it ends in the middle of an entry");
  }
  if (wijk_limit_check(files->name, "rows", count, WIJK_LIMIT_ROWS, err) != WIJK_OK)
    return err->status;
  check_dbf(&c, shx, count);
  c.broken = *broken = WIJK_ARENA_ADD(reading->arena, bool, (size_t)count, err);
  if (shp && shx && c.broken && !files->plain_points)
    check_records(&c, (size_t)count);
  if (err->status != WIJK_OK)
    return err->status;
  return c.faults ? refuse(&c) : WIJK_OK;
}
