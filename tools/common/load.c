/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/lists.h"
#include "common/options.h"
#include "common/program.h"
#include "common/study.h"

#include <string.h>

/* ---- names that options give ---- */

static wijk_status no_such_name(const run *run, const char *option, const char *given, const char *word,
                                const char *what, const char *const *known, size_t count, wijk_error *err) {
  wijk_text list = {0};
  for (size_t i = 0; i < count; i++)
    wijk_text_add_format(&list, "%s%s", i ? ", " : "", known[i]);
  wijk_error_set(err, WIJK_USAGE, "--%s %s: there is no %s '%s' for %s", option, given, what, word, run->program->name);
  const char *nearest = wijk_text_find_nearest(word, known, count);
  if (nearest)
    wijk_error_hint(err, "did you mean '%s'?", nearest);
  else
    wijk_error_hint(err, "there are: %s", list.bytes ? list.bytes : "none");
  wijk_text_free(&list);
  return err->status;
}

static bool is_one_of(const char *word, const char *const *known, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(word, known[i]) == 0)
      return true;
  return false;
}

/* The sources that the program can be given: files with layers. */
static size_t source_names(const run *run, const char **names, size_t room) {
  size_t count = 0;
  for (size_t i = 0; i < run->values->count && count < room; i++) {
    const option *option = run->values->all[i].option;
    if (option->type == OPTION_SOURCE && !is_one_of(option->name, (const char *const[]){"study", "theme"}, 2))
      names[count++] = option->name;
  }
  if (run->program->operand && count < room)
    names[count++] = "layer";
  return count;
}

/* The roles a field can have: those of the study file's schema, and water. */
static size_t role_names(const char **names, size_t room) {
  size_t count = 0;
  names[count++] = "water";
  for (const study_key *key = study_keys; key->path && count < room; key++) {
    const char *role = strncmp(key->path, "fields.", 7) == 0 ? strrchr(key->path, '.') + 1 : NULL;
    if (role && !is_one_of(role, names, count))
      names[count++] = role;
  }
  return count;
}

/* A misspelt source or role would be an option without effect. What a study file says may be for other programs. */
static wijk_status check_names(run *run, wijk_error *err) {
  const char *sources[16], *roles[96];
  size_t source_count = source_names(run, sources, 16), role_count = role_names(roles, 96), count;
  for (int which = 0; which < 2; which++) {
    const char *option = which ? "field" : "layer";
    const char *const *texts = run_texts(run, option, &count);
    for (size_t i = 0; run_asked(run, option) && i < count; i++) {
      const char *equals = strchr(texts[i], '=');
      const char *word = equals ? wijk_arena_text_part(run->arena, texts[i], (size_t)(equals - texts[i]), err) : NULL;
      const char *point = word && which ? strchr(word, '.') : NULL;
      const char *source = !word || (which && !point) ? NULL
                           : point ? wijk_arena_text_part(run->arena, word, (size_t)(point - word), err)
                                   : word;
      const char *role = which && word ? (point ? point + 1 : word) : NULL;
      if (source && !is_one_of(source, sources, source_count))
        return no_such_name(run, option, texts[i], source, "source", sources, source_count, err);
      if (role && *role && !is_one_of(role, roles, role_count))
        return no_such_name(run, option, texts[i], role, "role", roles, role_count, err);
    }
  }
  return err->status;
}

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

/* Of a forecast, which is the operand of some programs, a study file speaks as of a layer. */
static bool is_of_source(const char *text, size_t length, const char *role) {
  return (strlen(role) == length && strncmp(text, role, length) == 0) ||
         (strcmp(role, "forecast") == 0 && length == 5 && strncmp(text, "layer", 5) == 0);
}

/* `--field role=FIELD` holds for every source, `--field source.role=FIELD` for one. */
static wijk_status choices_of(run *run, const char *role, wijk_source *source, wijk_error *err) {
  size_t count;
  const char *const *texts = run_texts(run, "field", &count);
  wijk_field_choice *choices = WIJK_ARENA_ADD(run->arena, wijk_field_choice, count + 4, err);
  if (!choices)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    const char *equals = strchr(texts[i], '='),
               *point = memchr(texts[i], '.', equals ? (size_t)(equals - texts[i]) : 0);
    if (!equals || equals == texts[i] || !equals[1])
      return wijk_error_set(err, WIJK_USAGE, "--field %s does not read ROLE=FIELD", texts[i]);
    if (point && !is_of_source(texts[i], (size_t)(point - texts[i]), role))
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
  if (check_names(run, err) != WIJK_OK || layer_of(run, role, &source->layer, err) != WIJK_OK)
    return err->status;
  return choices_of(run, role, source, err);
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
  if (list_texts(run, "status", &choice->statuses, &choice->status_count, err) == WIJK_OK && !choice->status_count)
    choice->statuses = NULL;
  return err->status;
}

wijk_status run_zones(run *run, wijk_layer **zones, wijk_error *err) {
  if (!run_text(run, "zones")) {
    wijk_error_set(err, WIJK_USAGE, "no zones are given");
    return wijk_error_hint(err, "name a boundary file with --zones, or in a study file");
  }
  return run_other_zones(run, run_text(run, "zones"), zones, err);
}

wijk_status run_other_zones(run *run, const char *path, wijk_layer **zones, wijk_error *err) {
  wijk_source source;
  if (run_source(run, "zones", path, &source, err) != WIJK_OK)
    return err->status;
  if (wijk_read_zones(&source, run->arena, &run->report, zones, err) != WIJK_OK || !run->report.public_edition)
    return err->status;
  if (run_describe_metrics(*zones, err) != WIJK_OK)
    return err->status;
  return run_check_counted(*zones, err);
}

/* The fields of the zones hold for those around them too, unless --field context-zones.ROLE says otherwise. */
wijk_status run_context_zones(run *run, const wijk_layer **context, wijk_error *err) {
  wijk_source source, own;
  wijk_layer *layer = NULL;
  size_t count, chosen = 0;
  const char *const *texts = run_texts(run, "field", &count);
  *context = NULL;
  if (!run_text(run, "context-zones"))
    return WIJK_OK;
  for (size_t i = 0; i < count; i++)
    chosen += strncmp(texts[i], "context-zones.", 14) == 0;
  if (run_source(run, "zones", run_text(run, "context-zones"), &source, err) != WIJK_OK ||
      run_source(run, "context-zones", run_text(run, "context-zones"), &own, err) != WIJK_OK)
    return err->status;
  if (chosen == 0) {
    own.choices = source.choices;
    own.choice_count = source.choice_count;
  }
  if (wijk_read_zones(&own, run->arena, &run->report, &layer, err) != WIJK_OK)
    return err->status;
  *context = layer;
  if (!run->report.public_edition)
    return WIJK_OK;
  return run_describe_metrics(layer, err) == WIJK_OK ? run_check_counted(layer, err) : err->status;
}

static wijk_status read_facilities(run *run, bool only_needed, bool keep_going, const char *const *also,
                                   size_t also_count, wijk_layer **facilities, wijk_error *err) {
  wijk_source source;
  wijk_facility_choice choice;
  *facilities = NULL;
  if (!run_text(run, "facilities"))
    return WIJK_OK;
  if (run_source(run, "facilities", run_text(run, "facilities"), &source, err) != WIJK_OK ||
      run_facility_choice(run, &choice, err) != WIJK_OK)
    return err->status;
  source.only_needed = only_needed;
  source.keep_going = keep_going;
  source.also = also;
  source.also_count = also_count;
  return wijk_read_facilities(&source, &choice, run->arena, &run->report, facilities, err);
}

wijk_status run_facilities(run *run, wijk_layer **facilities, wijk_error *err) {
  return read_facilities(run, false, false, NULL, 0, facilities, err);
}

wijk_status run_facilities_needed(run *run, const char *const *also, size_t also_count, wijk_layer **facilities,
                                  wijk_error *err) {
  return read_facilities(run, true, false, also, also_count, facilities, err);
}

wijk_status run_facilities_beside(run *run, const char *const *also, size_t also_count, wijk_layer **facilities,
                                  wijk_error *err) {
  return read_facilities(run, true, true, also, also_count, facilities, err);
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
