/* SPDX-License-Identifier: EUPL-1.2 */
/* The report as JSON, and the part of it that travels inside an output. Key order is fixed. */
#include <math.h>
#include <string.h>

#include <wijk/text.h>
#include <wijk/version.h>
#include <wijk/write.h>

static void add_key(wijk_text *text, const char *key) {
  if (text->length && text->bytes[text->length - 1] != '{')
    wijk_text_add(text, ",");
  wijk_text_add_json(text, key);
  wijk_text_add(text, ":");
}

static void add_text(wijk_text *text, const char *key, const char *value) {
  add_key(text, key);
  wijk_text_add_json(text, value);
}

static void add_count(wijk_text *text, const char *key, size_t value) {
  add_key(text, key);
  wijk_text_add_format(text, "%zu", value);
}

static void add_number(wijk_text *text, const char *key, double value) {
  add_key(text, key);
  wijk_text_add_number(text, value);
}

/* "gdal 3.6.2 proj 9.1.1" as {"gdal":"3.6.2","proj":"9.1.1"} */
static void add_libraries(wijk_text *text) {
  static const char libraries[] = WIJK_LIBRARIES;
  add_key(text, "libraries");
  wijk_text_add(text, "{");
  for (const char *at = libraries; *at;) {
    size_t name = strcspn(at, " "), value = strcspn(at + name + 1, " ");
    wijk_text_add_format(text, "%s\"%.*s\":\"%.*s\"", at == libraries ? "" : ",", (int)name, at, (int)value,
                         at + name + 1);
    at += name + 1 + value;
    at += *at == ' ';
  }
  wijk_text_add(text, "}");
}

/* An option given several times becomes a list under its one name. */
static void add_parameters(wijk_text *text, const wijk_report *report) {
  add_key(text, "parameters");
  wijk_text_add(text, "{");
  for (size_t i = 0; i < report->parameter_count; i++) {
    const char *name = report->parameters[i].name;
    size_t earlier = 0, later = 0;
    for (size_t k = 0; k < report->parameter_count; k++)
      if (k != i && strcmp(report->parameters[k].name, name) == 0)
        *(k < i ? &earlier : &later) += 1;
    if (earlier)
      continue;
    add_key(text, name);
    if (!later) {
      wijk_text_add_json(text, report->parameters[i].value);
      continue;
    }
    wijk_text_add(text, "[");
    for (size_t k = i; k < report->parameter_count; k++) {
      if (strcmp(report->parameters[k].name, name) != 0)
        continue;
      wijk_text_add(text, k > i ? "," : "");
      wijk_text_add_json(text, report->parameters[k].value);
    }
    wijk_text_add(text, "]");
  }
  wijk_text_add(text, "}");
}

static void add_fields(wijk_text *text, const char *const *fields) {
  add_key(text, "fields");
  wijk_text_add(text, "{");
  for (; fields && *fields; fields++) {
    const char *equals = strchr(*fields, '=');
    if (!equals)
      continue;
    if (text->bytes && text->bytes[text->length - 1] != '{')
      wijk_text_add(text, ",");
    /* Role names are plain words; the field is anything. */
    wijk_text_add_format(text, "\"%.*s\":", (int)(equals - *fields), *fields);
    wijk_text_add_json(text, equals + 1);
  }
  wijk_text_add(text, "}");
}

static void add_input(wijk_text *text, const wijk_input *input, bool whole) {
  wijk_text_add(text, "{");
  add_text(text, "role", input->role);
  add_text(text, "source", input->source);
  add_text(text, "layer", input->layer);
  add_text(text, "crs", input->crs);
  if (whole) {
    add_text(text, "crs_found", input->crs_found);
    add_text(text, "pipeline", input->pipeline);
    add_text(text, "encoding", input->encoding);
  }
  if (!whole && input->pipeline)
    add_text(text, "pipeline", input->pipeline);
  add_count(text, "rows", input->rows);
  if (input->hash_name)
    add_text(text, input->hash_name, input->hash);
  if (whole)
    add_fields(text, input->fields);
  wijk_text_add(text, "}");
}

static void add_inputs(wijk_text *text, const wijk_report *report, bool whole) {
  add_key(text, "inputs");
  wijk_text_add(text, "[");
  for (size_t i = 0; i < report->input_count; i++) {
    wijk_text_add(text, i ? "," : "");
    add_input(text, &report->inputs[i], whole);
  }
  wijk_text_add(text, "]");
}

static void add_counts(wijk_text *text, const wijk_report *report) {
  add_key(text, "counts");
  wijk_text_add(text, "{");
  for (size_t i = 0; i < report->counts_count; i++) {
    const wijk_counts *counts = &report->counts[i];
    add_key(text, counts->role);
    wijk_text_add(text, "{");
    add_count(text, "read", counts->read);
    add_count(text, "used", counts->used);
    add_count(text, "not_selected", counts->not_selected);
    add_count(text, "outside", counts->outside);
    add_count(text, "rejected", counts->rejected);
    add_count(text, "withheld", counts->withheld);
    wijk_text_add(text, "}");
  }
  wijk_text_add(text, "}");
}

static void add_city(wijk_text *text, const wijk_report *report) {
  add_key(text, "city");
  wijk_text_add(text, "[");
  for (size_t i = 0; i < report->city_count; i++) {
    const wijk_city_value *city = &report->city[i];
    wijk_text_add(text, i ? ",{" : "{");
    add_text(text, "id", city->id);
    add_text(text, "by", city->by);
    add_number(text, "value", city->value);
    if (!isfinite(city->value) && city->reason)
      add_text(text, "reason", city->reason);
    if (isfinite(city->p))
      add_number(text, "p", city->p);
    if (isfinite(city->expected))
      add_number(text, "expected", city->expected);
    if (isfinite(city->variance))
      add_number(text, "variance", city->variance);
    wijk_text_add(text, "}");
  }
  wijk_text_add(text, "]");
}

static void add_findings(wijk_text *text, const wijk_report *report) {
  static const char *const severities[] = {"note", "warning", "error"};
  add_key(text, "findings");
  wijk_text_add(text, "[");
  for (size_t i = 0; i < report->finding_count; i++) {
    const wijk_finding *finding = &report->findings[i];
    wijk_text_add(text, i ? ",{" : "{");
    add_text(text, "severity", severities[finding->severity]);
    add_text(text, "code", finding->code);
    add_text(text, "source", finding->source);
    if (finding->row)
      add_count(text, "row", finding->row);
    else
      add_text(text, "row", NULL);
    add_text(text, "field", finding->field);
    add_text(text, "value", finding->value);
    add_text(text, "message", finding->message);
    if (finding->hint)
      add_text(text, "hint", finding->hint);
    wijk_text_add(text, "}");
  }
  wijk_text_add(text, "]");
}

static void add_outputs(wijk_text *text, const wijk_report *report) {
  add_key(text, "outputs");
  wijk_text_add(text, "[");
  for (size_t i = 0; i < report->output_count; i++) {
    wijk_text_add(text, i ? "," : "");
    wijk_text_add_json(text, report->outputs[i]);
  }
  wijk_text_add(text, "]");
}

static wijk_status take(wijk_text *text, char **json, wijk_arena *arena, wijk_error *err) {
  wijk_status status = wijk_text_check(text, err);
  char *copy = status == WIJK_OK ? wijk_arena_text_part(arena, text->bytes, text->length, err) : NULL;
  wijk_text_free(text);
  if (!copy)
    return WIJK_MEMORY;
  *json = copy;
  return WIJK_OK;
}

/* What made it, and of what: the beginning of every report, and all of a provenance. */
static void add_origin(wijk_text *text, const wijk_report *report, bool whole) {
  add_text(text, "program", report->program);
  add_text(text, "version", WIJK_VERSION);
  add_libraries(text);
  add_text(text, "edition", report->public_edition ? "public" : "internal");
  add_parameters(text, report);
  add_inputs(text, report, whole);
}

wijk_status wijk_write_report(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err) {
  wijk_text text = {0};
  wijk_text_add(&text, "{\"schema\":1");
  add_origin(&text, report, true);
  add_counts(&text, report);
  add_city(&text, report);
  add_findings(&text, report);
  add_outputs(&text, report);
  wijk_text_add(&text, "}\n");
  return take(&text, json, arena, err);
}

wijk_status wijk_write_city(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err) {
  wijk_text text = {0};
  wijk_text_add(&text, "{\"schema\":1");
  add_origin(&text, report, true);
  add_city(&text, report);
  wijk_text_add(&text, "}\n");
  return take(&text, json, arena, err);
}

wijk_status wijk_write_provenance(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err) {
  wijk_text text = {0};
  wijk_text_add(&text, "{");
  add_origin(&text, report, false);
  wijk_text_add(&text, "}");
  return take(&text, json, arena, err);
}
