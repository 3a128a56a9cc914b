/* SPDX-License-Identifier: EUPL-1.2 */
/* Which figures are meant by a list of words. */
#include <math.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>

#include "metrics/family.h"
#include "metrics/results.h"

size_t wijk_metric_part_count(const wijk_subject *subject, const wijk_metric *metric) {
  return metric->part == WIJK_PART_NONE     ? 1
         : metric->part == WIJK_PART_RADIUS ? subject->radius_count
                                            : subject->class_count;
}

const char *wijk_metric_expand(const wijk_subject *subject, const wijk_metric *metric, size_t part, wijk_arena *arena,
                               wijk_error *err) {
  const char *open = strchr(metric->id, '{');
  if (open == NULL) {
    return metric->id;
  }
  const char *close = strchr(open, '}');
  char number[WIJK_NUMBER_SIZE + 1];
  const char *word = number;
  if (metric->part == WIJK_PART_RADIUS) {
    const size_t length = wijk_number_write(subject->radii_m[part], number);
    memcpy(number + length, "m", 2);
  } else {
    word = wijk_metric_slug(subject->classes[part], arena, err);
  }
  return word == NULL
             ? NULL
             : wijk_arena_format(arena, err, "%.*s%s%s", (int)(open - metric->id), metric->id, word, close + 1);
}

/* Does the word leave the part out, as "ripley_k" does for "ripley_{r}_k"? Then it means every part. */
static bool means_every_part(const char *word, const char *id) {
  const char *open = strchr(id, '{');
  if (open == NULL || open == id) {
    return false;
  }
  const char *tail = strchr(open, '}') + 1;
  const size_t head = (size_t)(open - id) - 1;
  return strcmp(word, id) == 0 || (strncmp(word, id, head) == 0 && strcmp(word + head, tail) == 0);
}

wijk_status wijk_metric_request_match(const wijk_metric_request *request, const wijk_subject *subject,
                                      const wijk_metric_family *family, const wijk_metric *metric, size_t part,
                                      wijk_arena *arena, bool *asked, bool *by_id, wijk_error *err) {
  *asked = request->id_count == 0;
  bool named = false;
  const char *expanded = wijk_metric_expand(subject, metric, part, arena, err);
  if (expanded == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t w = 0; w < request->id_count; w++) {
    const char *word = request->ids[w];
    named = named || strcmp(word, expanded) == 0 || means_every_part(word, metric->id);
    *asked = *asked || named || strcmp(word, family->name) == 0 || strcmp(word, "all") == 0;
  }
  if (by_id != NULL) {
    *by_id = named;
  }
  return WIJK_OK;
}

/* "within_750m_count" fits "within_{r}_count": what stands for the part is for the run to know. */
static bool fits(const char *word, const char *id) {
  const char *open = strchr(id, '{');
  if (open == NULL) {
    return strcmp(word, id) == 0;
  }
  const char *tail = strchr(open, '}') + 1;
  const size_t head = (size_t)(open - id), length = strlen(word), tail_length = strlen(tail);
  if (means_every_part(word, id)) {
    return true;
  }
  return length > head + tail_length && strncmp(word, id, head) == 0 && strcmp(word + length - tail_length, tail) == 0;
}

static bool means(const char *word, const wijk_metric_family *family, const wijk_metric *metric) {
  const size_t length = strlen(word);
  return strcmp(word, family->name) == 0 || strcmp(word, metric->id) == 0 ||
         (length > 0 && word[length - 1] == '_' && strncmp(word, metric->id, length) == 0);
}

bool wijk_metric_request_asks(const wijk_metric_request *request, const char *word) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  bool asks = request->id_count == 0;
  for (size_t f = 0; f < family_count && !asks; f++) {
    for (size_t m = 0; m < families[f]->metric_count && !asks; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      for (size_t w = 0; w < request->id_count && means(word, families[f], metric) && !asks; w++) {
        const char *id = request->ids[w];
        asks = strcmp(id, "all") == 0 || strcmp(id, families[f]->name) == 0 || fits(id, metric->id);
      }
    }
  }
  return asks;
}

static bool has_minutes(const wijk_subject *subject) {
  wijk_roads_facts facts = {0};
  if (subject->roads != NULL) {
    wijk_roads_describe(subject->roads, &facts);
  }
  return facts.has_minutes;
}

/* What the subject lacks of `needs`. */
static unsigned find_missing(const wijk_subject *subject, unsigned needs) {
  const bool shapes = subject->zones != NULL && subject->zones->geometry.type == WIJK_GEOMETRY_POLYGON;
  unsigned missing = 0;
  missing |= subject->has_facilities ? 0 : WIJK_NEEDS_FACILITIES;
  missing |= subject->zone_class != NULL ? 0 : WIJK_NEEDS_ZONING;
  missing |= subject->class_share != NULL ? 0 : WIJK_NEEDS_OVERLAY;
  missing |= subject->occupied_of_zone != NULL ? 0 : WIJK_NEEDS_OCCUPIED;
  missing |= subject->roads != NULL ? 0 : WIJK_NEEDS_ROADS;
  missing |= needs & WIJK_NEEDS_MINUTES && !has_minutes(subject) ? WIJK_NEEDS_MINUTES : 0;
  missing |= isnan(subject->method->centre_x) ? WIJK_NEEDS_CENTRE : 0;
  missing |= shapes ? 0 : WIJK_NEEDS_SHAPES;
  missing |= subject->cross_count > 0 ? 0 : WIJK_NEEDS_CROSS;
  return needs & missing;
}

bool wijk_metric_possible(const wijk_subject *subject, const wijk_metric *metric, bool public_edition) {
  return find_missing(subject, metric->needs) == 0 && !(public_edition && metric->flags & WIJK_METRIC_OF_PEOPLE);
}

static const char *what_it_needs(unsigned needs) { /* that are missing */
  return needs & WIJK_NEEDS_FACILITIES ? "give --facilities"
         : needs & WIJK_NEEDS_OVERLAY  ? "give --zoning with polygons of other zones"
         : needs & WIJK_NEEDS_ZONING   ? "give --zoning"
         : needs & WIJK_NEEDS_ROADS    ? "give --roads"
         : needs & WIJK_NEEDS_MINUTES  ? "the roads need a speed: --field roads.speed=FIELD, or --speed for all"
         : needs & WIJK_NEEDS_CENTRE   ? "give --centre X,Y"
         : needs & WIJK_NEEDS_SHAPES   ? "the zones need polygons"
         : needs & WIJK_NEEDS_CROSS    ? "give --cross FIELD=A:B"
         : needs & WIJK_NEEDS_OCCUPIED ? "the facilities need a field of occupied places, --field occupied=FIELD"
                                       : "it is for one of the --radii, or one of the classes of the zoning";
}

/* Of the metrics that a word names, is there one that can be made? `*needs` is what the last of them is missing. */
static wijk_status find_possible(const char *word, const wijk_subject *subject, wijk_arena *arena, bool *named,
                                 bool *possible, unsigned *needs, wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  const wijk_metric_request one = {.ids = &word, .id_count = 1};
  *named = *possible = false;
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      if (!fits(word, metric->id)) {
        continue;
      }
      *named = true;
      *needs |= find_missing(subject, metric->needs);
      const size_t parts = wijk_metric_possible(subject, metric, false) ? wijk_metric_part_count(subject, metric) : 0;
      for (size_t part = 0; part < parts; part++) {
        bool asked, by_id;
        if (wijk_metric_request_match(&one, subject, families[f], metric, part, arena, &asked, &by_id, err) !=
            WIJK_OK) {
          return WIJK_MEMORY;
        }
        *possible = *possible || by_id;
      }
    }
  }
  return WIJK_OK;
}

wijk_status wijk_metric_request_possible(const wijk_metric_request *request, const wijk_subject *subject,
                                         wijk_arena *arena, wijk_error *err) {
  for (size_t w = 0; w < request->id_count; w++) {
    bool named, possible;
    unsigned needs = 0;
    if (find_possible(request->ids[w], subject, arena, &named, &possible, &needs, err) != WIJK_OK) {
      return WIJK_MEMORY;
    }
    if (named && !possible) {
      wijk_error_set(err, WIJK_USAGE, "'%s' cannot be made of what is given", request->ids[w]);
      return wijk_error_hint(err, "%s", what_it_needs(needs));
    }
  }
  return WIJK_OK;
}

#define MOST_WORDS 256

wijk_status wijk_metric_request_check(const wijk_metric_request *request, wijk_error *err) {
  const char *known[MOST_WORDS] = {"all"};
  size_t known_count = 1, family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m <= families[f]->metric_count && known_count < MOST_WORDS; m++) {
      known[known_count++] = m == 0 ? families[f]->name : families[f]->metrics[m - 1].id;
    }
  }
  for (size_t w = 0; w < request->id_count; w++) {
    bool found = false;
    for (size_t k = 0; k < known_count && !found; k++) {
      found = fits(request->ids[w], known[k]);
    }
    if (!found) {
      const char *nearest = wijk_text_find_nearest(request->ids[w], known, known_count);
      wijk_error_set(err, WIJK_USAGE, "there is no metric '%s'", request->ids[w]);
      return nearest != NULL ? wijk_error_hint(err, "did you mean '%s'? --list names all of them", nearest)
                             : wijk_error_hint(err, "--list names all of them");
    }
  }
  return WIJK_OK;
}
