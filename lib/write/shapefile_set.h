/* SPDX-License-Identifier: EUPL-1.2 */
/* The files that make one Shapefile, seen as bytes. */
#ifndef WIJK_WRITE_SHAPEFILE_SET_H
#define WIJK_WRITE_SHAPEFILE_SET_H

#include <stdio.h>

#include "write/format.h"

enum { PART_FIELDS, PART_CPG, PART_PRJ, PART_DBF, PART_SHX, PART_SHP, PART_COUNT }; /* as in shapefile_parts */

typedef struct set_file {
  unsigned char *bytes; /* in memory … */
  size_t capacity;
  FILE *stream; /* … or on disk */
  size_t place; /* where the stream stands */
  size_t length, at;
  int failed; /* errno of the first failed write to disk */
} set_file;

typedef struct shapefile_set {
  set_file files[PART_COUNT];
  bool failed; /* a write went wrong somewhere below shapelib, which does not tell */
} shapefile_set;

/* At `file->at`, which moves on. */
size_t set_file_read(set_file *file, void *out, size_t length);
bool set_file_write(set_file *file, const void *bytes, size_t length);

/* The parts beside the rows: .fields.csv and .prj of job->layer. */
wijk_status set_describe(shapefile_set *set, const write_job *job, shapefile_name *names, wijk_error *err);
/* From memory: written, read back and compared, and added to what is to be put in place. */
wijk_status set_publish(const shapefile_set *set, const write_job *job, const char *path, bool overwrite,
                        wijk_outputs *outputs, wijk_report *report, wijk_error *err);

/* Straight to files NAME.* of a folder that is published as a whole; `set_close` syncs them and names them in the
 * report. */
wijk_status set_open(shapefile_set *set, const char *folder, const char *name, wijk_arena *arena, wijk_error *err);
wijk_status set_close(shapefile_set *set, const char *name, wijk_report *report, wijk_error *err);

wijk_status set_fail(const shapefile_set *set, wijk_error *err); /* says why a write failed */
void set_free(shapefile_set *set);

#endif
