/* SPDX-License-Identifier: EUPL-1.2 */
/* What a run has to say for itself: inputs, counts, findings, figures of the city, outputs. Doors and
 * metrics add to it, the programs print it, the JSON report is it. Nothing in it depends on the clock, the
 * machine, the user or the folder. */
#ifndef WIJK_REPORT_H
#define WIJK_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/error.h>
#include <wijk/text.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum wijk_severity { WIJK_NOTE, WIJK_WARNING, WIJK_FAULT } wijk_severity; /* "note", "warning", "error" */

/* Every text is owned by the report's arena; NULL where it does not apply. */
typedef struct wijk_finding {
  wijk_severity severity;
  const char *code;   /* stable word for machines: "duplicate-key", "ring-closed" */
  const char *source; /* file name without folder */
  size_t row;         /* 1 = first record of the source; 0 = not about one row */
  const char *field;
  const char *value;
  const char *message; /* whole sentence without source and row, lower case, no full stop */
  const char *hint;
} wijk_finding;

typedef struct wijk_input {
  const char *role;      /* "zones", "facilities" */
  const char *source;    /* file name without folder */
  const char *layer;     /* NULL for a source with one nameless table */
  const char *crs;       /* "EPSG:28992", "local", or NULL for a table without coordinates */
  const char *crs_found; /* "declared", "recognised", "assumed" */
  const char *pipeline;  /* PROJ's steps to the CRS of the work; NULL where none were needed */
  const char *encoding;  /* "UTF-8", "windows-1252"; and how it was found */
  size_t rows;
  const char *hash_name;     /* "sha256", "sha256_sampled"; NULL in the public edition for a source with secrets */
  const char *hash;          /* 64 hexadecimal digits */
  const char *const *fields; /* chosen roles, "role=FIELD", closed by NULL */
} wijk_input;

/* read = used + not_selected + outside + rejected + withheld, always. In the public edition the rows
 * withheld are not counted anywhere: `withheld` is 0 and `read` is less by as many. */
typedef struct wijk_counts {
  const char *role;
  size_t read, used, not_selected, outside, rejected, withheld;
} wijk_counts;

/* A figure of the whole city. NaN = undefined, then `reason` says why. `by` NULL = all, else "woonvorm=opvang". */
typedef struct wijk_city_value {
  const char *id, *by;
  double value;
  const char *reason;
  double p, expected, variance; /* NaN where not computed */
} wijk_city_value;

typedef struct wijk_parameter {
  const char *name, *value;
} wijk_parameter;

typedef struct wijk_report {
  const char *program;
  wijk_arena *arena; /* owns every text and list below */
  bool public_edition;
  const char *language; /* "nl" or "en" */
  wijk_parameter *parameters;
  size_t parameter_count, parameter_capacity;
  wijk_input *inputs;
  size_t input_count, input_capacity;
  wijk_counts *counts;
  size_t counts_count, counts_capacity;
  wijk_finding *findings;
  size_t finding_count, finding_capacity;
  size_t fault_count, warning_count;
  wijk_city_value *city;
  size_t city_count, city_capacity;
  const char **outputs; /* file names without folder */
  size_t output_count, output_capacity;
} wijk_report;

/* All `add` functions copy what they are given into the report's arena. */
wijk_status wijk_report_new(const char *program, wijk_arena *arena, wijk_report *report, wijk_error *err);
wijk_status wijk_report_add_parameter(wijk_report *report, const char *name, const char *value, wijk_error *err);
wijk_status wijk_report_add_input(wijk_report *report, const wijk_input *input, wijk_error *err);
wijk_status wijk_report_add_counts(wijk_report *report, const wijk_counts *counts, wijk_error *err);
wijk_status wijk_report_add_city(wijk_report *report, const wijk_city_value *value, wijk_error *err);
wijk_status wijk_report_add_output(wijk_report *report, const char *file_name, wijk_error *err);

/* Adds the inputs, counts and findings of another report, behind those there are: of sources read side by side, each
 * with a report of its own. */
wijk_status wijk_report_add_report(wijk_report *report, const wijk_report *other, wijk_error *err);

/* The counts of a role, to be filled further (facilities outside every zone are known only later); NULL when
 * there are none. */
wijk_counts *wijk_report_find_counts(wijk_report *report, const char *role);

/* Adds `finding` with its message formatted from `format`; finding->message is ignored. */
wijk_status wijk_report_add_finding(wijk_report *report, const wijk_finding *finding, wijk_error *err,
                                    const char *format, ...) WIJK_PRINTF(4, 5);

/* "'voorzieningen.csv' row 12: capaciteit 'acht' is not a number", added to `text`. */
void wijk_finding_write(const wijk_finding *finding, wijk_text *text);

/* WIJK_OK while no finding from number `first` on is a fault; else fills `err` with the first 20 faults, a
 * line each, and a count of the rest, and returns WIJK_DATA. Loaders call it once all rows were seen. */
wijk_status wijk_report_check(const wijk_report *report, size_t first, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
