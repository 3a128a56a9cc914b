/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/overview.h"

#include <math.h>
#include <string.h>

static void add_count(wijk_text *text, double value) {
  char digits[64];
  wijk_number_write_grouped(value, 0, false, digits, sizeof digits);
  wijk_text_add(text, digits);
}

static void add_label(wijk_text *text, const char *label) {
  wijk_text_add_format(text, "  %-12s ", label);
}

static const wijk_input *input_of(const wijk_report *report, const char *role) {
  for (size_t i = report->input_count; i-- > 0;)
    if (strcmp(report->inputs[i].role, role) == 0)
      return &report->inputs[i];
  return NULL;
}

/* ---- one source ---- */

static void add_title(const wijk_report *report, const overview_source *source, const wijk_input *input,
                      wijk_text *text) {
  static const char *const kinds[] = {"rows", "points", "lines", "polygons"};
  wijk_text_add_format(text, "%s: %s", source->role, input ? input->source : "not read");
  if (input && input->layer)
    wijk_text_add_format(text, ", layer %s", input->layer);
  wijk_text_add(text, "\n");
  if (!source->layer)
    return;
  add_label(text, kinds[source->layer->geometry.type]);
  add_count(text, (double)source->layer->row_count);
  if (source->layer->geometry.part_count) {
    wijk_text_add(text, " with ");
    add_count(text, (double)source->layer->geometry.point_count);
    wijk_text_add(text, " vertices");
  }
  for (size_t i = 0; i < report->counts_count; i++) {
    const wijk_counts *c = &report->counts[i];
    if (strcmp(c->role, source->role) != 0 || c->read == c->used)
      continue;
    wijk_text_add_format(text, "; of %zu read: %zu used", c->read, c->used);
    if (c->not_selected)
      wijk_text_add_format(text, ", %zu not selected", c->not_selected);
    if (c->outside)
      wijk_text_add_format(text, ", %zu outside every zone", c->outside);
    if (c->rejected)
      wijk_text_add_format(text, ", %zu faulty", c->rejected);
  }
  wijk_text_add(text, "\n");
}

static void add_place(const overview_source *source, const wijk_input *input, wijk_text *text) {
  double b[4];
  if (!input || !input->crs)
    return;
  add_label(text, "crs");
  wijk_text_add_format(text, "%s, %s", input->crs, input->crs_found ? input->crs_found : "");
  if (source->layer && source->layer->crs && strcmp(source->layer->crs, input->crs) != 0)
    wijk_text_add_format(text, ", reprojected to %s", source->layer->crs);
  wijk_text_add(text, "\n");
  if (source->layer && wijk_layer_bounds(source->layer, b)) {
    add_label(text, "extent");
    static const char *const before[4] = {"x ", ", y ", " to x ", ", y "};
    for (int i = 0; i < 4; i++) {
      char digits[WIJK_NUMBER_SIZE];
      wijk_number_write_fixed(b[i], 0, digits);
      wijk_text_add(text, before[i]);
      wijk_text_add(text, digits);
    }
    wijk_text_add(text, "\n");
  }
}

static void add_fields(const overview_source *source, const wijk_input *input, wijk_text *text) {
  if (input && input->fields && input->fields[0]) {
    add_label(text, "roles");
    for (size_t i = 0; input->fields[i]; i++)
      wijk_text_add_format(text, "%s%s", i ? ", " : "", input->fields[i]);
    wijk_text_add(text, "\n");
  }
  size_t others = 0;
  for (size_t c = 0; source->layer && c < source->layer->column_count; c++) {
    const wijk_column *column = &source->layer->columns[c];
    if (column->role)
      continue;
    if (others++ == 0)
      add_label(text, "other fields");
    static const char *const types[] = {"number", "text", "code"};
    wijk_text_add_format(text, "%s%s (%s)", others > 1 ? ", " : "", column->name, types[column->type]);
  }
  wijk_text_add(text, others ? "\n" : "");
}

static void add_sum(const wijk_layer *layer, const char *role, const char *label, wijk_text *text) {
  const wijk_column *column = layer ? wijk_layer_find_role(layer, role) : NULL;
  if (!column || column->type != WIJK_COLUMN_NUMBER)
    return;
  double sum = 0;
  size_t missing = 0;
  for (size_t i = 0; i < layer->row_count; i++) {
    sum += isnan(column->numbers[i]) ? 0 : column->numbers[i];
    missing += isnan(column->numbers[i]);
  }
  add_label(text, label);
  add_count(text, sum);
  if (missing)
    wijk_text_add_format(text, ", not known in %zu rows", missing);
  wijk_text_add(text, "\n");
}

static void add_checks(const overview_source *source, wijk_text *text) {
  if (source->points.done) {
    add_label(text, "in zones");
    add_count(text, (double)(source->points.count - source->points.outside));
    wijk_text_add(text, " of ");
    add_count(text, (double)source->points.count);
    wijk_text_add_format(text, ", %zu on a boundary", source->points.on_boundary);
    wijk_text_add(text, "\n");
  }
  if (source->join.done) {
    add_label(text, "joined");
    wijk_text_add_format(text, "%zu of %zu rows; %zu %s none\n", source->join.joined, source->join.rows,
                         source->join.zones_without, wijk_plural(source->join.zones_without, "zone has", "zones have"));
  }
  if (source->fit) {
    size_t overlaps = 0;
    for (size_t i = 0; i < source->fit->item_count; i++)
      overlaps += source->fit->items[i].overlap;
    add_label(text, "fit");
    wijk_text_add_format(text, "%zu overlaps and %zu gaps of 1 m or wider, %zu and %zu slivers\n", overlaps,
                         source->fit->item_count - overlaps, source->fit->sliver_overlap_count,
                         source->fit->sliver_gap_count);
  }
}

static void add_source(const wijk_report *report, const overview_source *source, wijk_text *text) {
  const wijk_input *input = input_of(report, source->role);
  add_title(report, source, input, text);
  add_place(source, input, text);
  if (input && input->encoding) {
    add_label(text, "encoding");
    wijk_text_add_format(text, "%s\n", input->encoding);
  }
  if (input && input->hash) {
    add_label(text, input->hash_name);
    wijk_text_add_format(text, "%s\n", input->hash);
  }
  add_fields(source, input, text);
  add_sum(source->layer, "residents", "residents", text);
  add_sum(source->layer, "capacity", "places", text);
  add_checks(source, text);
  wijk_text_add(text, "\n");
}

/* ---- findings ---- */

/* Findings alike: the first so many are shown, the rest counted. */
typedef struct kind {
  const char *code, *source;
  size_t count, hidden;
} kind;
enum { KINDS = 128 };

static bool same(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static kind *kind_of(kind *kinds, size_t *count, const wijk_finding *finding) {
  for (size_t i = 0; i < *count; i++)
    if (same(kinds[i].code, finding->code) && same(kinds[i].source, finding->source))
      return &kinds[i];
  if (*count == KINDS)
    return &kinds[KINDS - 1];
  kinds[*count] = (kind){finding->code, finding->source, 0, 0};
  return &kinds[(*count)++];
}

/* Notes of one kind are many and alike ("3 double points dropped"); but each mended shape is what one came for. */
static size_t shown_of(const wijk_finding *finding) {
  bool mended = strcmp(finding->code, "polygon-repaired") == 0 || strcmp(finding->code, "holes-placed") == 0;
  return finding->severity == WIJK_NOTE && !mended ? 1 : 20;
}

static void add_findings(const run *run, wijk_severity severity, const char *word, wijk_text *text) {
  kind kinds[KINDS];
  size_t kind_count = 0;
  for (size_t i = 0; i < run->report.finding_count; i++) {
    const wijk_finding *finding = &run->report.findings[i];
    if (finding->severity != severity)
      continue;
    kind *alike = kind_of(kinds, &kind_count, finding);
    if (++alike->count > shown_of(finding) && !run->verbose) {
      alike->hidden++;
      continue;
    }
    wijk_text_add_format(text, "%s: ", word);
    wijk_finding_write(finding, text);
    wijk_text_add(text, "\n");
    if (finding->hint)
      wijk_text_add_format(text, "  hint: %s\n", finding->hint);
  }
  for (size_t k = 0; k < kind_count && !run->verbose; k++)
    if (kinds[k].hidden)
      wijk_text_add_format(text, "%s: '%s': and %zu more like it (%s); --verbose or --json lists them\n", word,
                           kinds[k].source ? kinds[k].source : "", kinds[k].hidden, kinds[k].code);
}

static void add_number_of(wijk_text *text, size_t count, const char *what, const char *after) {
  wijk_text_add_format(text, "%zu %s%s%s", count, what, count == 1 ? "" : "s", after);
}

void overview_write(const run *run, const overview_source *sources, size_t count, wijk_text *text) {
  const wijk_report *report = &run->report;
  for (size_t i = 0; i < count; i++)
    add_source(report, &sources[i], text);
  add_findings(run, WIJK_FAULT, "error", text);
  add_findings(run, WIJK_WARNING, "warning", text);
  add_findings(run, WIJK_NOTE, "note", text);
  add_number_of(text, report->fault_count, "error", ", ");
  add_number_of(text, report->warning_count, "warning", ", ");
  add_number_of(text, report->finding_count - report->fault_count - report->warning_count, "note", "\n");
}

void overview_add_facts(run *run, const overview_source *source, wijk_error *err) {
  const wijk_input *input = input_of(&run->report, source->role);
  wijk_text fields = {0}, extent = {0};
  double b[4];
  for (size_t c = 0; source->layer && c < source->layer->column_count; c++) {
    static const char *const types[] = {"number", "text", "code"};
    wijk_text_add_format(&fields, "%s%s (%s)", c ? ", " : "", source->layer->columns[c].name,
                         types[source->layer->columns[c].type]);
  }
  for (int i = 0; source->layer && wijk_layer_bounds(source->layer, b) && i < 4; i++) {
    wijk_text_add(&extent, i ? " " : "");
    wijk_text_add_number(&extent, b[i]);
  }
  wijk_finding finding = {.severity = WIJK_NOTE, .source = input ? input->source : NULL};
  finding.code = "fields";
  finding.value = fields.bytes;
  if (wijk_text_check(&fields, err) == WIJK_OK && fields.bytes)
    wijk_report_add_finding(&run->report, &finding, err, "its fields, as they were read");
  finding.code = "extent";
  finding.value = extent.bytes;
  if (wijk_text_check(&extent, err) == WIJK_OK && extent.bytes)
    wijk_report_add_finding(&run->report, &finding, err, "its extent in %s: least x and y, greatest x and y",
                            source->layer->crs);
  wijk_text_free(&fields);
  wijk_text_free(&extent);
}
