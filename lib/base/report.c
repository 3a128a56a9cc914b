/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/report.h>

#include <stdarg.h>
#include <string.h>

#include <wijk/text.h>

#include "base/put.h"

wijk_status wijk_report_new(const char *program, wijk_arena *arena, wijk_report *report, wijk_error *err) {
  wijk_report made = {.arena = arena, .language = "nl"};
  made.program = wijk_arena_text(arena, program, err);
  if (!made.program)
    return err->status;
  *report = made;
  return WIJK_OK;
}

/* Room for one item more at the end of a list; the old items are copied, never moved in place. */
static void *extend(wijk_report *report, void *items, size_t count, size_t *capacity, size_t size, wijk_error *err) {
  if (count < *capacity)
    return items;
  size_t wanted = *capacity ? *capacity * 2 : 16;
  void *larger = wijk_arena_add(report->arena, wanted, size, err);
  if (!larger)
    return NULL;
  if (count)
    memcpy(larger, items, count * size);
  *capacity = wanted;
  return larger;
}

/* A copy in the report's arena; NULL stays NULL. */
static bool copy(wijk_report *report, const char **text, wijk_error *err) {
  if (*text)
    *text = wijk_arena_text(report->arena, *text, err);
  return err->status == WIJK_OK;
}

/* Appends `item` to a list of the report. */
#define APPEND(list, count, capacity, item)                                                                            \
  do {                                                                                                                 \
    void *room = extend(report, (void *)(list), (count), &(capacity), sizeof *(list), err);                            \
    if (!room)                                                                                                         \
      return err->status;                                                                                              \
    (list) = room;                                                                                                     \
    (list)[(count)++] = (item);                                                                                        \
  } while (0)

wijk_status wijk_report_add_parameter(wijk_report *report, const char *name, const char *value, wijk_error *err) {
  wijk_parameter item = {name, value};
  if (!copy(report, &item.name, err) || !copy(report, &item.value, err))
    return err->status;
  APPEND(report->parameters, report->parameter_count, report->parameter_capacity, item);
  return WIJK_OK;
}

wijk_status wijk_report_add_input(wijk_report *report, const wijk_input *input, wijk_error *err) {
  wijk_input item = *input;
  const char **texts[] = {&item.role,     &item.source,   &item.layer, &item.crs,       &item.crs_found,
                          &item.pipeline, &item.encoding, &item.hash,  &item.hash_name, NULL};
  for (size_t i = 0; texts[i]; i++)
    if (!copy(report, texts[i], err))
      return err->status;
  size_t field_count = 0;
  while (input->fields && input->fields[field_count])
    field_count++;
  const char **fields = WIJK_ARENA_ADD(report->arena, const char *, field_count + 1, err);
  if (!fields)
    return err->status;
  for (size_t i = 0; i < field_count; i++) {
    fields[i] = input->fields[i];
    if (!copy(report, &fields[i], err))
      return err->status;
  }
  item.fields = fields;
  APPEND(report->inputs, report->input_count, report->input_capacity, item);
  return WIJK_OK;
}

wijk_status wijk_report_add_counts(wijk_report *report, const wijk_counts *counts, wijk_error *err) {
  wijk_counts item = *counts;
  if (!copy(report, &item.role, err))
    return err->status;
  APPEND(report->counts, report->counts_count, report->counts_capacity, item);
  return WIJK_OK;
}

wijk_counts *wijk_report_find_counts(wijk_report *report, const char *role) {
  for (size_t i = report->counts_count; i-- > 0;)
    if (strcmp(report->counts[i].role, role) == 0)
      return &report->counts[i];
  return NULL;
}

wijk_status wijk_report_add_city(wijk_report *report, const wijk_city_value *value, wijk_error *err) {
  wijk_city_value item = *value;
  if (!copy(report, &item.id, err) || !copy(report, &item.by, err) || !copy(report, &item.reason, err))
    return err->status;
  APPEND(report->city, report->city_count, report->city_capacity, item);
  return WIJK_OK;
}

wijk_status wijk_report_add_output(wijk_report *report, const char *file_name, wijk_error *err) {
  const char *item = file_name;
  if (!copy(report, &item, err))
    return err->status;
  APPEND(report->outputs, report->output_count, report->output_capacity, item);
  return WIJK_OK;
}

wijk_status wijk_report_add_finding(wijk_report *report, const wijk_finding *finding, wijk_error *err,
                                    const char *format, ...) {
  wijk_finding item = *finding;
  va_list arguments;
  va_start(arguments, format);
  char message[1000] = "";
  message_put(message, sizeof message, format, arguments);
  va_end(arguments);
  item.message = message;
  const char **texts[] = {&item.code, &item.source, &item.field, &item.value, &item.message, &item.hint, NULL};
  for (size_t i = 0; texts[i]; i++)
    if (!copy(report, texts[i], err))
      return err->status;
  APPEND(report->findings, report->finding_count, report->finding_capacity, item);
  report->fault_count += item.severity == WIJK_FAULT;
  report->warning_count += item.severity == WIJK_WARNING;
  return WIJK_OK;
}

wijk_status wijk_report_add_report(wijk_report *report, const wijk_report *other, wijk_error *err) {
  for (size_t i = 0; i < other->input_count && err->status == WIJK_OK; i++)
    wijk_report_add_input(report, &other->inputs[i], err);
  for (size_t i = 0; i < other->counts_count && err->status == WIJK_OK; i++)
    wijk_report_add_counts(report, &other->counts[i], err);
  for (size_t i = 0; i < other->finding_count && err->status == WIJK_OK; i++)
    wijk_report_add_finding(report, &other->findings[i], err, "%s", other->findings[i].message);
  return err->status;
}

/* A failure that became a finding names its file already. */
static bool names_source(const wijk_finding *finding) {
  size_t length = finding->source ? strlen(finding->source) : 0;
  return length && finding->message[0] == '\'' && strncmp(finding->message + 1, finding->source, length) == 0 &&
         finding->message[length + 1] == '\'';
}

void wijk_finding_write(const wijk_finding *finding, wijk_text *text) {
  bool place = (finding->source || finding->row) && !names_source(finding);
  if (place && finding->source) {
    wijk_text_add(text, "'");
    wijk_text_add_line(text, finding->source);
    wijk_text_add(text, finding->row ? "' " : "'");
  }
  if (place && finding->row)
    wijk_text_add_format(text, "row %zu", finding->row);
  wijk_text_add(text, place ? ": " : NULL);
  wijk_text_add_line(text, finding->message);
}

wijk_status wijk_report_check(const wijk_report *report, size_t first, wijk_error *err) {
  enum { SHOWN = 20, ROOM = 3600 }; /* the count after them must fit into the message too */
  size_t faults = 0, shown = 0;
  wijk_text text = {0};
  const char *hint = NULL;
  for (size_t i = first; i < report->finding_count; i++) {
    const wijk_finding *finding = &report->findings[i];
    if (finding->severity != WIJK_FAULT || ++faults > SHOWN || text.length > ROOM)
      continue;
    wijk_text_add(&text, faults > 1 ? "\n" : "");
    wijk_finding_write(finding, &text);
    shown++;
    hint = hint ? hint : finding->hint;
  }
  if (faults > shown)
    wijk_text_add_format(&text, "\nand %zu more", faults - shown);
  wijk_status status = wijk_text_check(&text, err);
  if (status == WIJK_OK && faults) {
    status = wijk_error_set(err, WIJK_DATA, "%s", text.bytes);
    if (hint)
      wijk_error_hint(err, "%s", hint);
  }
  wijk_text_free(&text);
  return status;
}
