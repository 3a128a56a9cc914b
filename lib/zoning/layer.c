/* SPDX-License-Identifier: EUPL-1.2 */
/* The zoning as a layer: what a map shows, what wijk-metrics reads back, what is joined to facilities. */
#include <math.h>
#include <string.h>

#include <wijk/text.h>
#include <wijk/zoning.h>

/* ---- indicators, joined to the zones ---- */

typedef struct joined {
  const wijk_layer *layer; /* where the fields are */
  size_t *row;             /* of each zone in it; NULL = the zone's own */
  const char *source;      /* its file, for findings */
} joined;

static const char *source_of(const wijk_report *report, const char *role) {
  for (size_t i = 0; i < report->input_count; i++) {
    if (report->inputs[i].role != NULL && strcmp(report->inputs[i].role, role) == 0) {
      return report->inputs[i].source;
    }
  }
  return NULL;
}

static wijk_status list_left_over(const wijk_layer *zones, const wijk_column *key, const wijk_layer *table,
                                  const wijk_column *table_key, const joined *j, wijk_arena *arena, wijk_report *report,
                                  wijk_error *err) {
  size_t joined_count = 0;
  for (size_t i = 0; i < zones->row_count; i++) {
    joined_count += j->row[i] != WIJK_NONE;
  }
  if (joined_count == 0) {
    wijk_error_set(err, WIJK_DATA, "no row of the indicators has the key of a zone: '%s' holds none of '%s'",
                   table_key->name, key->name);
    return wijk_error_hint(err, "name the fields with --zone-key and --field key=FIELD");
  }
  uint8_t *used = WIJK_ARENA_ADD(arena, uint8_t, table->row_count, err);
  wijk_status status = used == NULL ? WIJK_MEMORY : WIJK_OK;
  for (size_t i = 0; i < zones->row_count && status == WIJK_OK; i++) {
    if (j->row[i] != WIJK_NONE) {
      used[j->row[i]] = 1;
    } else {
      const wijk_finding finding = {.severity = WIJK_WARNING,
                                    .code = "zone-not-joined",
                                    .source = j->source,
                                    .field = key->name,
                                    .value = key->texts[i]};
      status = wijk_report_add_finding(report, &finding, err, "zone '%s' has no row among the indicators",
                                       key->texts[i] == NULL ? "" : key->texts[i]);
    }
  }
  size_t left = 0;
  for (size_t r = 0; r < table->row_count && status == WIJK_OK; r++) {
    if (!used[r]) {
      left++;
      const wijk_finding finding = {.severity = WIJK_WARNING,
                                    .code = "row-not-joined",
                                    .source = j->source,
                                    .row = table->source_rows != NULL ? table->source_rows[r] : r + 1,
                                    .field = table_key->name,
                                    .value = table_key->texts[r]};
      status = wijk_report_add_finding(report, &finding, err, "'%s' is the key of no zone",
                                       table_key->texts[r] == NULL ? "" : table_key->texts[r]);
    }
  }
  wijk_counts *counts = wijk_report_find_counts(report, "indicators");
  if (counts != NULL) {
    counts->used -= left < counts->used ? left : counts->used;
    counts->not_selected += left;
  }
  return status;
}

static wijk_status join_indicators(const wijk_layer *zones, const wijk_layer *table, wijk_arena *arena,
                                   wijk_report *report, joined *j, wijk_error *err) {
  *j = (joined){.layer = zones, .source = source_of(report, "zones")};
  if (table == NULL) {
    return WIJK_OK;
  }
  const wijk_column *key = wijk_layer_find_role(zones, "key"), *table_key = wijk_layer_find_role(table, "key");
  if (key == NULL || key->texts == NULL || table_key == NULL || table_key->texts == NULL) {
    wijk_error_set(err, WIJK_USAGE, "the %s have no key to join by", key == NULL ? "zones" : "indicators");
    return wijk_error_hint(err, "name it with %s", key == NULL ? "--zone-key FIELD" : "--field key=FIELD");
  }
  j->layer = table;
  j->source = source_of(report, "indicators");
  j->row = WIJK_ARENA_ADD(arena, size_t, zones->row_count, err);
  if (j->row == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = wijk_layer_join(table, table_key, key->texts, zones->row_count, j->row, err);
  if (status != WIJK_OK) {
    return status;
  }
  return list_left_over(zones, key, table, table_key, j, arena, report, err);
}

/* A field of the indicators, one value per zone. */
static wijk_status find_values(const joined *j, size_t zone_count, const char *field, wijk_arena *arena,
                               double **values, uint8_t **reasons, wijk_error *err) {
  const wijk_column *column = wijk_layer_find(j->layer, field);
  if (column == NULL) {
    const char **names = WIJK_ARENA_ADD(arena, const char *, j->layer->column_count, err);
    for (size_t c = 0; names != NULL && c < j->layer->column_count; c++) {
      names[c] = j->layer->columns[c].name;
    }
    const char *nearest = names == NULL ? NULL : wijk_text_find_nearest(field, names, j->layer->column_count);
    wijk_error_set(err, WIJK_USAGE, "there is no field '%s' among the indicators", field);
    return nearest == NULL ? wijk_error_hint(err, "name a field of the zones or of --indicators")
                           : wijk_error_hint(err, "did you mean '%s'?", nearest);
  }
  if (column->type != WIJK_COLUMN_NUMBER) {
    return wijk_error_set(err, WIJK_DATA, "the indicator '%s' does not hold numbers", field);
  }
  *values = WIJK_ARENA_ADD(arena, double, zone_count, err);
  *reasons = WIJK_ARENA_ADD(arena, uint8_t, zone_count, err);
  if (*values == NULL || *reasons == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < zone_count; i++) {
    const size_t row = j->row == NULL ? i : j->row[i];
    (*values)[i] = row == WIJK_NONE ? NAN : column->numbers[row];
    (*reasons)[i] = (uint8_t)(row == WIJK_NONE ? WIJK_REASON_NOT_JOINED : wijk_column_reason(column, row));
  }
  return WIJK_OK;
}

/* ---- columns ---- */

static wijk_column *add_numbers(wijk_layer *layer, const char *name, const double *values, const uint8_t *reasons,
                                wijk_reason missing, const char *title_nl, const char *title_en, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, err);
  for (size_t i = 0; column != NULL && i < layer->row_count; i++) {
    column->numbers[i] = values[i];
    column->reasons[i] = !isnan(values[i])                               ? WIJK_PRESENT
                         : reasons != NULL && reasons[i] != WIJK_PRESENT ? reasons[i]
                                                                         : (uint8_t)missing;
  }
  if (column != NULL) {
    column->title_nl = title_nl;
    column->title_en = title_en;
  }
  return column;
}

/* Columns of the result must not meet a field of the same name; formats do not tell capitals apart. */
static wijk_status check_field(const char *field, wijk_error *err) {
  static const char *const own[] = {"score",     "score_rank",    "zone_class", "class_stability_share",
                                    "norm_rule", "norm_per_1000", "norm_factor"};
  for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
    if (wijk_text_same(field, own[i])) {
      wijk_error_set(err, WIJK_USAGE, "the indicator '%s' is called like the column '%s' of the result", field, own[i]);
      return wijk_error_hint(err, "give that field another name in its source");
    }
  }
  return WIJK_OK;
}

static wijk_status add_profile(wijk_layer *layer, const wijk_zoning_options *options, double *const *values,
                               uint8_t *const *reasons, const wijk_zoning *zoning, wijk_arena *arena,
                               wijk_report *report, wijk_error *err) {
  const size_t n = layer->row_count;
  for (size_t j = 0; j < options->indicator_count; j++) {
    const char *field = options->indicators[j].field;
    const char *name = wijk_arena_format(arena, err, "dna_%s", field);
    const char *nl = wijk_arena_format(arena, err, "DNA-profiel: %s (hoger = beter)", field);
    const char *en = wijk_arena_format(arena, err, "DNA profile: %s (higher = better)", field);
    if (name == NULL || nl == NULL || en == NULL) {
      return WIJK_MEMORY;
    }
    if (wijk_layer_find(layer, name) != NULL) {
      return wijk_error_set(err, WIJK_USAGE, "the indicator '%s' is given twice", field);
    }
    if (check_field(field, err) != WIJK_OK) {
      return err->status;
    }
    const double *scaled = zoning->scaled + j * n;
    bool varies = false;
    for (size_t i = 0; i < n; i++) {
      varies = varies || !isnan(scaled[i]);
    }
    if (!varies) {
      const wijk_status status = wijk_report_add_finding(
          report, &(wijk_finding){.severity = WIJK_WARNING, .code = "zero-variance", .field = field}, err,
          "the indicator '%s' does not differ between zones and does not count", field);
      if (status != WIJK_OK) {
        return status;
      }
    }
    if (wijk_layer_find(layer, field) == NULL &&
        add_numbers(layer, field, values[j], reasons[j], WIJK_REASON_MISSING, field, field, err) == NULL) {
      return WIJK_MEMORY;
    }
    if (add_numbers(layer, name, scaled, reasons[j], WIJK_REASON_ZERO_VARIANCE, nl, en, err) == NULL) {
      return WIJK_MEMORY;
    }
  }
  return WIJK_OK;
}

static wijk_status add_score(wijk_layer *layer, const wijk_zoning *zoning, wijk_error *err) {
  if (add_numbers(layer, "score", zoning->score, NULL, WIJK_REASON_NO_CLASS, "Score (hoger = sterker)",
                  "Score (higher = stronger)", err) == NULL) {
    return WIJK_MEMORY;
  }
  wijk_column *rank = add_numbers(layer, "score_rank", zoning->rank, NULL, WIJK_REASON_NO_CLASS,
                                  "Rang (1 = laagste score)", "Rank (1 = lowest score)", err);
  if (rank == NULL) {
    return WIJK_MEMORY;
  }
  rank->whole = true;
  return WIJK_OK;
}

static wijk_status add_class(wijk_layer *layer, const wijk_zoning_options *options, const wijk_zoning *zoning,
                             bool dutch, wijk_error *err) {
  const size_t n = layer->row_count;
  wijk_column *column = wijk_layer_add_column(layer, "zone_class", WIJK_COLUMN_TEXT, err);
  if (column == NULL) {
    return WIJK_MEMORY;
  }
  column->title_nl = "Zoneklasse";
  column->title_en = "Zone class";
  column->role = "zone_class";
  for (size_t i = 0; i < n; i++) {
    column->texts[i] = zoning->zone_class[i] < 0 ? WIJK_CLASS_UNKNOWN : options->classes[zoning->zone_class[i]].name;
    column->reasons[i] = WIJK_PRESENT;
  }
  if (add_numbers(layer, "class_stability_share", zoning->stability_share, NULL, WIJK_REASON_NO_CLASS,
                  "Aandeel trekkingen van de gewichten met dezelfde klasse",
                  "Share of draws of the weights with the same class", err) == NULL) {
    return WIJK_MEMORY;
  }
  column = wijk_layer_add_column(layer, "norm_rule", WIJK_COLUMN_TEXT, err);
  if (column == NULL) {
    return WIJK_MEMORY;
  }
  const char **rules = column->texts;
  uint8_t *rule_reasons = column->reasons;
  column->title_nl = "Normregel";
  column->title_en = "Norm rule";
  column = wijk_layer_add_column(layer, "norm_per_1000", WIJK_COLUMN_NUMBER, err);
  if (column == NULL) {
    return WIJK_MEMORY;
  }
  double *fixed = column->numbers;
  uint8_t *fixed_reasons = column->reasons;
  column->title_nl = "Norm: plaatsen per 1.000 inwoners";
  column->title_en = "Norm: places per 1,000 residents";
  column = wijk_layer_add_column(layer, "norm_factor", WIJK_COLUMN_NUMBER, err);
  if (column == NULL) {
    return WIJK_MEMORY;
  }
  column->title_nl = "Norm: maal de plaatsen per 1.000 inwoners van de stad";
  column->title_en = "Norm: times the city's places per 1,000 residents";
  for (size_t i = 0; i < n; i++) {
    const wijk_zone_norm norm =
        zoning->zone_class[i] < 0 ? options->unknown_norm : options->classes[zoning->zone_class[i]].norm;
    rules[i] = wijk_norm_rule_text(norm.rule, dutch);
    rule_reasons[i] = rules[i] == NULL ? WIJK_REASON_NO_CLASS : WIJK_PRESENT;
    fixed[i] = norm.rule == WIJK_NORM_FIXED ? norm.per_1000 : NAN;
    fixed_reasons[i] = isnan(fixed[i]) ? WIJK_REASON_NO_CLASS : WIJK_PRESENT;
    column->numbers[i] = norm.rule == WIJK_NORM_CITY_TIMES ? norm.factor : NAN;
    column->reasons[i] = isnan(column->numbers[i]) ? WIJK_REASON_NO_CLASS : WIJK_PRESENT;
  }
  return WIJK_OK;
}

/* Key, name and residents of the zones, under their own names, and their shapes. */
static wijk_layer *start_layer(const wijk_layer *zones, wijk_arena *arena, wijk_error *err) {
  static const char *const roles[] = {"key", "name", "residents", "land_area", "water"};
  wijk_layer *layer = wijk_layer_new(arena, zones->name, zones->row_count, err);
  for (size_t r = 0; layer != NULL && r < sizeof roles / sizeof roles[0]; r++) {
    const wijk_column *column = wijk_layer_find_role(zones, roles[r]);
    if (column == NULL) {
      continue;
    }
    wijk_column *copy = wijk_layer_add_column(layer, column->name, column->type, err);
    if (copy == NULL) {
      return NULL;
    }
    *copy = *column;
  }
  if (layer != NULL) {
    layer->crs = zones->crs;
    layer->geometry = zones->geometry;
    layer->source_rows = zones->source_rows;
  }
  return layer;
}

wijk_status wijk_zoning_layer(const wijk_layer *zones, const wijk_layer *indicators, const wijk_zoning_options *options,
                              wijk_arena *arena, wijk_report *report, wijk_layer **result, wijk_error *err) {
  joined j;
  wijk_status status = join_indicators(zones, indicators, arena, report, &j, err);
  double **values = WIJK_ARENA_ADD(arena, double *, options->indicator_count, err);
  uint8_t **reasons = WIJK_ARENA_ADD(arena, uint8_t *, options->indicator_count, err);
  if (values == NULL || reasons == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < options->indicator_count && status == WIJK_OK; k++) {
    status = find_values(&j, zones->row_count, options->indicators[k].field, arena, &values[k], &reasons[k], err);
  }
  wijk_zoning zoning;
  if (status == WIJK_OK) {
    status = wijk_zoning_compute((const double *const *)values, zones->row_count, options, arena, &zoning, err);
  }
  wijk_layer *layer = status == WIJK_OK ? start_layer(zones, arena, err) : NULL;
  if (layer == NULL) {
    return status != WIJK_OK ? status : WIJK_MEMORY;
  }
  status = add_profile(layer, options, values, reasons, &zoning, arena, report, err);
  if (status == WIJK_OK) {
    status = add_score(layer, &zoning, err);
  }
  if (status == WIJK_OK) {
    status = add_class(layer, options, &zoning, report->language == NULL || strcmp(report->language, "en") != 0, err);
  }
  if (status == WIJK_OK) {
    *result = layer;
  }
  return status;
}
