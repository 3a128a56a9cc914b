/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/results.h"

#include <math.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>

typedef struct place {
  const wijk_metric *metric;
  size_t part;
  const char *name; /* of the column or the city figure */
  wijk_result result;
  bool made; /* its family has filled it */
} place;

struct wijk_results {
  const wijk_subject *subject;
  wijk_round round;
  wijk_report *report;
  wijk_arena *arena;
  place *places;
  size_t count;
  const struct wijk_lattice **lattice;
  bool lenient;
  size_t city_before; /* figures of the city in the report before this round */
};

const char *wijk_metric_slug(const char *text, wijk_arena *arena, wijk_error *err) {
  /* U+00C0..U+00FF without accent; UTF-8 writes them as C3 80..BF */
  static const char plain[] = "aaaaaaaceeeeiiiidnooooo_ouuuuytsaaaaaaaceeeeiiiidnooooo_ouuuuyty";
  const size_t length = strlen(text);
  char *slug = wijk_arena_text_part(arena, text, length, err);
  if (slug == NULL) {
    return NULL;
  }
  size_t at = 0;
  for (size_t i = 0; i < length; i++) {
    const unsigned char byte = (unsigned char)text[i], next = (unsigned char)text[i + 1];
    char letter = '_';
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
      letter = (char)byte;
    } else if (byte >= 'A' && byte <= 'Z') {
      letter = (char)(byte - 'A' + 'a');
    } else if (byte == 0xC3 && next >= 0x80 && next <= 0xBF) {
      letter = plain[next - 0x80];
      i++;
    }
    if (letter != '_' || (at > 0 && slug[at - 1] != '_')) {
      slug[at++] = letter;
    }
  }
  while (at > 0 && slug[at - 1] == '_') {
    at--;
  }
  slug[at] = '\0';
  return at > 0 ? slug : "x";
}

/* What is counted, where that is not places and residents: "Plaatsen per 1.000 inwoners" becomes "HISP_ per 1.000
 * TOT_POP". Words as they stand in titles and units, whole or as a part of a longer one. */
static const char *say_group(const wijk_subject *subject, const char *text, bool dutch, wijk_arena *arena,
                             wijk_error *err) {
  static const char *const words[2][4] = {{"Places", "places", "Residents", "residents"},
                                          {"Plaatsen", "plaatsen", "Inwoners", "inwoners"}};
  const char *names[4] = {subject->group_name, subject->group_name, subject->total_name, subject->total_name};
  for (size_t w = 0; text != NULL && w < 4; w++) {
    const char *found = names[w] == NULL ? NULL : strstr(text, words[dutch][w]);
    if (found != NULL) { /* no title or unit has one of them twice */
      text = wijk_arena_format(arena, err, "%.*s%s%s", (int)(found - text), text, names[w],
                               found + strlen(words[dutch][w]));
    }
  }
  return text;
}

/* "{r}" of a title becomes "1.000 m", "{class}" the class. */
static const char *expand_title(const wijk_subject *subject, const wijk_metric *metric, size_t part, bool dutch,
                                const wijk_round *round, wijk_arena *arena, wijk_error *err) {
  const char *title = dutch ? metric->title_nl : metric->title_en;
  const char *open = strchr(title, '{');
  if (open != NULL) {
    char number[64];
    const char *word = metric->part == WIJK_PART_CLASS ? subject->classes[part] : number;
    if (metric->part == WIJK_PART_RADIUS) {
      const size_t length = wijk_number_write_grouped(subject->radii_m[part], 0, dutch, number, sizeof number - 3);
      memcpy(number + length, " m", 3);
    }
    title = wijk_arena_format(arena, err, "%.*s%s%s", (int)(open - title), title, word, strchr(open, '}') + 1);
  }
  title = say_group(subject, title, dutch, arena, err);
  return title == NULL || round->value == NULL ? title : wijk_arena_format(arena, err, "%s: %s", title, round->value);
}

static wijk_status add_column(wijk_results *results, place *at, wijk_layer *layer, wijk_error *err) {
  const wijk_metric *metric = at->metric;
  wijk_column *column = wijk_layer_add_column(
      layer, at->name, metric->flags & WIJK_METRIC_TEXT ? WIJK_COLUMN_TEXT : WIJK_COLUMN_NUMBER, err);
  if (column == NULL) {
    return wijk_error_set(err, WIJK_MEMORY, "no memory for column '%s'", at->name);
  }
  column->title_nl = expand_title(results->subject, metric, at->part, true, &results->round, results->arena, err);
  column->title_en = expand_title(results->subject, metric, at->part, false, &results->round, results->arena, err);
  column->unit_nl = say_group(results->subject, metric->unit_nl, true, results->arena, err);
  column->unit_en = say_group(results->subject, metric->unit_en, false, results->arena, err);
  column->whole = (metric->flags & WIJK_METRIC_WHOLE) != 0;
  column->of_people = (metric->flags & WIJK_METRIC_OF_PEOPLE) != 0;
  column->role = metric->flags & WIJK_METRIC_TEXT ? metric->id : NULL;
  at->result = (wijk_result){column->numbers, column->texts, column->reasons};
  return column->title_nl == NULL || column->title_en == NULL ? WIJK_MEMORY : WIJK_OK;
}

static bool can_be_made(const wijk_results *results, const wijk_metric *metric) {
  return wijk_metric_possible(results->subject, metric, results->report->public_edition) &&
         (results->round.value == NULL || metric->flags & WIJK_METRIC_BY);
}

/* Counts of what is planned (places NULL), then the plan. */
static wijk_status plan(wijk_results *results, const wijk_metric_request *request, wijk_layer *layer, place *places,
                        size_t *count, wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  *count = 0;
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const size_t parts = can_be_made(results, metric) ? wijk_metric_part_count(results->subject, metric) : 0;
      for (size_t part = 0; part < parts; part++) {
        bool asked;
        if (wijk_metric_request_match(request, results->subject, families[f], metric, part, results->arena, &asked,
                                      NULL, err) != WIJK_OK) {
          return WIJK_MEMORY;
        }
        if (!asked) {
          continue;
        }
        if (places != NULL) {
          place *at = &places[*count];
          *at = (place){.metric = metric, .part = part};
          at->name = wijk_metric_expand(results->subject, metric, part, results->arena, err);
          if (at->name != NULL && metric->level == WIJK_METRIC_ZONE && results->round.slug != NULL) {
            at->name = wijk_arena_format(results->arena, err, "%s__%s", at->name, results->round.slug);
          }
          if (at->name == NULL) {
            return WIJK_MEMORY;
          }
          if (metric->level == WIJK_METRIC_ZONE) {
            const wijk_status status = add_column(results, at, layer, err);
            if (status != WIJK_OK) {
              return status;
            }
          }
        }
        (*count)++;
      }
    }
  }
  return WIJK_OK;
}

wijk_results *wijk_results_new(const wijk_subject *subject, const wijk_metric_request *request, const wijk_round *round,
                               wijk_layer *layer, wijk_report *report, wijk_arena *arena, wijk_error *err) {
  wijk_results *results = WIJK_ARENA_ADD(arena, wijk_results, 1, err);
  if (results == NULL) {
    return NULL;
  }
  *results = (wijk_results){.subject = subject,
                            .round = *round,
                            .report = report,
                            .arena = arena,
                            .lenient = request->lenient,
                            .city_before = report->city_count};
  results->lattice = WIJK_ARENA_ADD(arena, const struct wijk_lattice *, 1, err);
  size_t count;
  if (plan(results, request, layer, NULL, &count, err) != WIJK_OK) {
    return NULL;
  }
  results->places = WIJK_ARENA_ADD(arena, place, count, err);
  return results->places != NULL && results->lattice != NULL &&
                 plan(results, request, layer, results->places, &results->count, err) == WIJK_OK
             ? results
             : NULL;
}

static bool is_of(const place *at, const wijk_metric_family *family) {
  return at->metric >= family->metrics && at->metric < family->metrics + family->metric_count;
}

bool wijk_results_wants(const wijk_results *results, const wijk_metric_family *family) {
  for (size_t i = 0; i < results->count; i++) {
    if (is_of(&results->places[i], family)) {
      return true;
    }
  }
  return false;
}

wijk_results_inner wijk_results_inside(const wijk_results *results) {
  return (wijk_results_inner){results->report, results->arena, &results->round, results->lattice, results->lenient};
}

void wijk_results_close(wijk_results *results, const wijk_metric_family *family) {
  for (size_t i = 0; i < results->count; i++) {
    results->places[i].made = results->places[i].made || is_of(&results->places[i], family);
  }
}

bool wijk_results_made(const wijk_results *results, const wijk_metric *metric, size_t part, wijk_result *result) {
  for (size_t i = 0; i < results->count; i++) {
    const place *at = &results->places[i];
    if (at->metric == metric && at->part == part && at->made) {
      *result = at->result;
      return true;
    }
  }
  return false;
}

static const place *find_zones(const wijk_results *results, const char *id, size_t part) {
  for (size_t i = 0; i < results->count; i++) {
    const place *at = &results->places[i];
    if (at->metric->level == WIJK_METRIC_ZONE && at->part == part && strcmp(at->metric->id, id) == 0) {
      return at;
    }
  }
  return NULL;
}

bool wijk_results_has_zones(const wijk_results *results, const char *id, size_t part) {
  return find_zones(results, id, part) != NULL;
}

bool wijk_results_find(wijk_results *results, const char *id, size_t part, wijk_result *result) {
  const place *at = find_zones(results, id, part);
  if (at == NULL) {
    return false;
  }
  *result = at->result;
  return true;
}

wijk_report *wijk_results_report(const wijk_results *results) {
  return results->report;
}

bool wijk_results_are_of_all(const wijk_results *results) {
  return results->round.value == NULL;
}

static const wijk_inference not_inferred = {NAN, NAN, NAN};

static wijk_status add_figure(wijk_results *results, const place *at, const char *by, double value, wijk_reason reason,
                              const wijk_inference *inference, wijk_error *err) {
  const wijk_city_value figure = {.id = at->name,
                                  .by = by,
                                  .value = value,
                                  .reason = isnan(value) ? wijk_reason_text(reason, false) : NULL,
                                  .p = inference->p,
                                  .expected = inference->expected,
                                  .variance = inference->variance};
  return wijk_report_add_city(results->report, &figure, err);
}

static const place *find_city(const wijk_results *results, const char *id, size_t part, bool of_class) {
  for (size_t i = 0; i < results->count; i++) {
    const place *at = &results->places[i];
    if (at->metric->level == WIJK_METRIC_CITY && at->part == part && strcmp(at->metric->id, id) == 0 &&
        (at->metric->part == WIJK_PART_CLASS) == of_class) {
      return at;
    }
  }
  return NULL;
}

bool wijk_results_has_city(const wijk_results *results, const char *id, size_t part) {
  return find_city(results, id, part, false) != NULL;
}

wijk_status wijk_results_add_city(wijk_results *results, const char *id, size_t part, double value, wijk_reason reason,
                                  wijk_error *err) {
  return wijk_results_add_tested(results, id, part, value, reason, &not_inferred, err);
}

wijk_status wijk_results_add_tested(wijk_results *results, const char *id, size_t part, double value,
                                    wijk_reason reason, const wijk_inference *inference, wijk_error *err) {
  const place *at = find_city(results, id, part, false);
  if (at == NULL) {
    return WIJK_OK;
  }
  const wijk_round *round = &results->round;
  const char *by =
      round->value == NULL ? NULL : wijk_arena_format(results->arena, err, "%s=%s", round->field, round->value);
  return round->value != NULL && by == NULL ? WIJK_MEMORY : add_figure(results, at, by, value, reason, inference, err);
}

void wijk_results_set_chance(wijk_results *results, const char *id, size_t part, const wijk_inference *inference) {
  const place *at = find_city(results, id, part, false);
  for (size_t i = results->report->city_count; at != NULL && i-- > results->city_before;) {
    wijk_city_value *figure = &results->report->city[i];
    if (strcmp(figure->id, at->name) == 0) {
      figure->p = inference->p;
      figure->expected = inference->expected;
      figure->variance = inference->variance;
      return;
    }
  }
}

wijk_status wijk_results_add_of(wijk_results *results, const char *id, size_t part, const char *by, double value,
                                wijk_reason reason, const wijk_inference *inference, wijk_error *err) {
  const place *at = find_city(results, id, part, false);
  return at == NULL ? WIJK_OK : add_figure(results, at, by, value, reason, inference, err);
}

wijk_status wijk_results_add_class(wijk_results *results, const char *id, size_t zone_class, double value,
                                   wijk_reason reason, wijk_error *err) {
  const place *at = find_city(results, id, zone_class, true);
  if (at == NULL) {
    return WIJK_OK;
  }
  const wijk_round *round = &results->round;
  const char *name = results->subject->classes[zone_class];
  const char *by = round->value == NULL ? wijk_arena_format(results->arena, err, "zone_class=%s", name)
                                        : wijk_arena_format(results->arena, err, "%s=%s,zone_class=%s", round->field,
                                                            round->value, name);
  return by == NULL ? WIJK_MEMORY : add_figure(results, at, by, value, reason, &not_inferred, err);
}
