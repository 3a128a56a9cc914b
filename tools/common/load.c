/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/program.h"

#include <string.h>

/* "zones=wijken" for the role "zones"; a bare NAME is refused, so that it is clear what it names. */
static wijk_status layer_of(const run *run, const char *role, const char **layer, wijk_error *err) {
  size_t count, length = strlen(role);
  const char *const *texts = run_texts(run, "layer", &count);
  *layer = NULL;
  for (size_t i = 0; i < count; i++) {
    if (!strchr(texts[i], '='))
      return wijk_error_set(err, WIJK_USAGE, "--layer %s does not say of which source, as in %s=%s", texts[i], role,
                            texts[i]);
    if (strncmp(texts[i], role, length) == 0 && texts[i][length] == '=')
      *layer = texts[i] + length + 1;
  }
  return WIJK_OK;
}

/* Options that name a field of the zones, and the role each fills. */
static const char *const zone_fields[][2] = {
    {"zone-key", "key"}, {"zone-name", "name"}, {"residents", "residents"}, {"land-area", "land_area"}};

/* `--field role=FIELD` holds for every source, `--field source.role=FIELD` for one. */
static wijk_status choices_of(run *run, const char *role, wijk_source *source, wijk_error *err) {
  size_t count, length = strlen(role);
  const char *const *texts = run_texts(run, "field", &count);
  wijk_field_choice *choices = WIJK_ARENA_ADD(run->arena, wijk_field_choice, count + 4, err);
  if (!choices)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    const char *equals = strchr(texts[i], '='),
               *point = memchr(texts[i], '.', equals ? (size_t)(equals - texts[i]) : 0);
    if (!equals || equals == texts[i] || !equals[1])
      return wijk_error_set(err, WIJK_USAGE, "--field %s does not read ROLE=FIELD", texts[i]);
    if (point && ((size_t)(point - texts[i]) != length || strncmp(texts[i], role, length) != 0))
      continue;
    const char *start = point ? point + 1 : texts[i];
    choices[source->choice_count].role = wijk_arena_text_part(run->arena, start, (size_t)(equals - start), err);
    choices[source->choice_count++].field = equals + 1;
  }
  for (size_t i = 0; i < 4 && strcmp(role, "zones") == 0; i++)
    if (run_given(run, zone_fields[i][0]))
      choices[source->choice_count++] = (wijk_field_choice){zone_fields[i][1], run_text(run, zone_fields[i][0])};
  source->choices = choices;
  return err->status;
}

wijk_status run_source(run *run, const char *role, const char *path, wijk_source *source, wijk_error *err) {
  const char *decimal = run_text(run, "decimal"), *hash = run_text(run, "hash");
  *source = (wijk_source){
      .role = role,
      .path = path,
      .assume_crs = run_text(run, "assume-crs"),
      .work_crs = run_text(run, "crs"),
      .threads = run_threads(run),
      .decimal = !decimal                        ? WIJK_DECIMAL_UNKNOWN
                 : strcmp(decimal, "comma") == 0 ? WIJK_DECIMAL_COMMA
                                                 : WIJK_DECIMAL_POINT,
      .allow_network = run_flag(run, "allow-network"),
      .full_hash = hash && strcmp(hash, "full") == 0,
      .skip_faulty = run_flag(run, "skip-faulty"),
  };
  if (layer_of(run, role, &source->layer, err) != WIJK_OK)
    return err->status;
  return choices_of(run, role, source, err);
}

/* A list divided by commas, as texts of the run. */
static wijk_status split(run *run, const char *list, const char *const **items, size_t *count, wijk_error *err) {
  const char **made = WIJK_ARENA_ADD(run->arena, const char *, strlen(list) / 2 + 1, err);
  *count = 0;
  for (const char *item = list; made && *item;) {
    size_t length = strcspn(item, ",");
    if (length)
      made[(*count)++] = wijk_arena_text_part(run->arena, item, length, err);
    item += length + (item[length] == ',');
  }
  *items = made;
  return err->status;
}

wijk_status run_facility_choice(run *run, wijk_facility_choice *choice, wijk_error *err) {
  size_t group_count;
  const char *const *groups = run_texts(run, "secret-groups", &group_count);
  *choice = (wijk_facility_choice){
      .date = run_text(run, "date"),
      .public_edition = run->report.public_edition,
      .no_confidential = run_flag(run, "no-confidential"),
      .secret_groups = group_count ? groups : NULL,
      .secret_group_count = group_count,
  };
  return split(run, run_text(run, "status") ? run_text(run, "status") : "bestaand", &choice->statuses,
               &choice->status_count, err);
}

wijk_status run_zones(run *run, wijk_layer **zones, wijk_error *err) {
  wijk_source source;
  if (!run_text(run, "zones")) {
    wijk_error_set(err, WIJK_USAGE, "no zones are given");
    return wijk_error_hint(err, "name a boundary file with --zones, or in a study file");
  }
  if (run_source(run, "zones", run_text(run, "zones"), &source, err) != WIJK_OK)
    return err->status;
  if (wijk_read_zones(&source, run->arena, &run->report, zones, err) != WIJK_OK || !run->report.public_edition)
    return err->status;
  if (run_describe_metrics(*zones, err) != WIJK_OK)
    return err->status;
  return run_check_counted(*zones, err);
}

static wijk_status read_facilities(run *run, bool only_needed, const char *const *also, size_t also_count,
                                   wijk_layer **facilities, wijk_error *err) {
  wijk_source source;
  wijk_facility_choice choice;
  *facilities = NULL;
  if (!run_text(run, "facilities"))
    return WIJK_OK;
  if (run_source(run, "facilities", run_text(run, "facilities"), &source, err) != WIJK_OK ||
      run_facility_choice(run, &choice, err) != WIJK_OK)
    return err->status;
  source.only_needed = only_needed;
  source.also = also;
  source.also_count = also_count;
  return wijk_read_facilities(&source, &choice, run->arena, &run->report, facilities, err);
}

wijk_status run_facilities(run *run, wijk_layer **facilities, wijk_error *err) {
  return read_facilities(run, false, NULL, 0, facilities, err);
}

wijk_status run_facilities_needed(run *run, const char *const *also, size_t also_count, wijk_layer **facilities,
                                  wijk_error *err) {
  return read_facilities(run, true, also, also_count, facilities, err);
}

wijk_status run_population(run *run, wijk_layer **population, wijk_error *err) {
  wijk_source source;
  *population = NULL;
  if (!run_text(run, "population"))
    return WIJK_OK;
  if (run_source(run, "population", run_text(run, "population"), &source, err) != WIJK_OK)
    return err->status;
  source.only_needed = true;
  return wijk_read_population(&source, run->arena, &run->report, population, err);
}
