/* SPDX-License-Identifier: EUPL-1.2 */
/* The files of a Shapefile: in memory until they are published one by one, or on disk in a folder that somebody else
 * publishes. */
#include "write/shapefile_set.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <wijk/geo.h>

#include "base/memory.h"

/* In the order they are put in place: the .shp, by which programs find the set, comes last. */
const char *const shapefile_parts[] = {".fields.csv", ".cpg", ".prj", ".dbf", ".shx", ".shp", NULL};

/* ---- one file ---- */

size_t set_file_read(set_file *file, void *out, size_t length) {
  size_t left = file->at < file->length ? file->length - file->at : 0;
  length = left < length ? left : length;
  if (file->stream && length)
    length = fseeko(file->stream, (off_t)file->at, SEEK_SET) == 0 ? fread(out, 1, length, file->stream) : 0;
  else if (length)
    memcpy(out, file->bytes + file->at, length);
  file->at += length;
  file->place = SIZE_MAX; /* between reading and writing a stream wants to be told where it stands */
  return length;
}

static bool write_memory(set_file *file, const void *bytes, size_t length) {
  size_t wanted = file->at + length;
  if (wanted > file->capacity) {
    unsigned char *larger = memory_resize(file->bytes, wanted + wanted / 2 + 1024, 1);
    if (!larger)
      return false;
    file->bytes = larger;
    file->capacity = wanted + wanted / 2 + 1024;
  }
  if (file->at > file->length)
    memset(file->bytes + file->length, 0, file->at - file->length);
  memcpy(file->bytes + file->at, bytes, length);
  return true;
}

static bool write_stream_at(set_file *file, const void *bytes, size_t length) {
  if (file->place != file->at && fseeko(file->stream, (off_t)file->at, SEEK_SET) != 0)
    file->failed = errno;
  else if (fwrite(bytes, 1, length, file->stream) != length)
    file->failed = errno ? errno : EIO;
  return file->failed == 0;
}

bool set_file_write(set_file *file, const void *bytes, size_t length) {
  if (!length) /* shapelib writes a record that it had no memory for */
    return true;
  if (!(file->stream ? write_stream_at(file, bytes, length) : write_memory(file, bytes, length)))
    return false;
  file->place = file->at += length;
  if (file->at > file->length)
    file->length = file->at;
  return true;
}

/* ---- what goes with the rows ---- */

static wijk_status put_text(set_file *file, const wijk_text *text, wijk_error *err) {
  wijk_status status = wijk_text_check(text, err);
  if (status == WIJK_OK && text->length && !set_file_write(file, text->bytes, text->length))
    status = file->failed
                 ? wijk_error_set(err, WIJK_IO, "a part of the set cannot be written: %s", strerror(file->failed))
                 : wijk_error_set(err, WIJK_MEMORY, "out of memory");
  return status;
}

static wijk_status add_field_list(const write_job *job, shapefile_name *names, shapefile_set *set, wijk_error *err) {
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

static wijk_status add_crs(const write_job *job, shapefile_set *set, wijk_error *err) {
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

wijk_status set_describe(shapefile_set *set, const write_job *job, shapefile_name *names, wijk_error *err) {
  wijk_status status = add_field_list(job, names, set, err);
  return status == WIJK_OK ? add_crs(job, set, err) : status;
}

/* ---- publishing ---- */

/* Written, then read back from the disk and compared, which counts every row. */
static wijk_status write_part(const set_file *file, const write_job *job, const wijk_publication *publication,
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

wijk_status set_publish(const shapefile_set *set, const write_job *job, const char *path, bool overwrite,
                        wijk_outputs *outputs, wijk_report *report, wijk_error *err) {
  static const char *const stale[] = {".qix", ".sbn", ".sbx", ".fix", NULL};
  static const char *const stale_too[] = {".qix", ".sbn", ".sbx", ".fix", ".prj", NULL};
  wijk_publication *parts[PART_COUNT] = {0};
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  wijk_status status = WIJK_OK;
  size_t before = report->output_count;
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
    publication_add_stale(parts[PART_SHP], parts[PART_PRJ] ? stale : stale_too);
  for (int part = 0; part < PART_COUNT; part++)
    if (status != WIJK_OK)
      wijk_publication_discard(parts[part]);
    else if (parts[part])
      wijk_outputs_add(outputs, parts[part]);
  if (status != WIJK_OK)
    report->output_count = before;
  return status;
}

/* ---- on disk ---- */

wijk_status set_open(shapefile_set *set, const char *folder, const char *name, wijk_arena *arena, wijk_error *err) {
  for (int part = 0; part < PART_COUNT; part++) {
    const char *path = wijk_arena_format(arena, err, "%s/%s%s", folder, name, shapefile_parts[part]);
    if (!path)
      return WIJK_MEMORY;
    set->files[part].stream = fopen(path, "w+b");
    if (!set->files[part].stream)
      return wijk_error_set(err, WIJK_IO, "'%s%s' cannot be written: %s", name, shapefile_parts[part], strerror(errno));
  }
  return WIJK_OK;
}

wijk_status set_fail(const shapefile_set *set, wijk_error *err) {
  for (int part = 0; part < PART_COUNT; part++)
    if (set->files[part].failed)
      return wijk_error_set(err, WIJK_IO, "the %s cannot be written: %s", shapefile_parts[part],
                            strerror(set->files[part].failed));
  return wijk_error_set(err, WIJK_MEMORY, "out of memory");
}

wijk_status set_close(shapefile_set *set, const char *name, wijk_report *report, wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (int part = 0; part < PART_COUNT && status == WIJK_OK; part++) {
    FILE *stream = set->files[part].stream;
    set->files[part].stream = NULL;
    bool fine = fflush(stream) == 0 && fsync(fileno(stream)) == 0;
    off_t end = fine && fseeko(stream, 0, SEEK_END) == 0 ? ftello(stream) : -1;
    if (fclose(stream) != 0 || end < 0)
      set->files[part].failed = errno ? errno : EIO;
    else if ((size_t)end != set->files[part].length)
      set->files[part].failed = EIO;
    if (set->files[part].failed)
      return set_fail(set, err);
    const char *output = wijk_arena_format(report->arena, err, "%s%s", name, shapefile_parts[part]);
    status = output ? wijk_report_add_output(report, output, err) : WIJK_MEMORY;
  }
  return status;
}

void set_free(shapefile_set *set) {
  for (int part = 0; part < PART_COUNT; part++) {
    if (set->files[part].stream)
      fclose(set->files[part].stream);
    memory_free(set->files[part].bytes);
  }
}
