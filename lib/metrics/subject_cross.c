/* SPDX-License-Identifier: EUPL-1.2 */
/* "FIELD=A:B": which facilities have value A of a field, and which B. A value may hold a colon, so each is tried. */
#include <string.h>

#include <wijk/text.h>

#include "metrics/subject.h"

enum { MOST_KNOWN = 60 };

static bool is_value(const wijk_column *column, size_t count, const char *word, size_t length) {
  for (size_t f = 0; f < count; f++) {
    const char *text = column->texts[f];
    if (text != NULL && strlen(text) == length && memcmp(text, word, length) == 0) {
      return true;
    }
  }
  return false;
}

static wijk_status no_such_value(const wijk_column *column, size_t count, const char *given, const char *word,
                                 wijk_error *err) {
  const char *known[MOST_KNOWN];
  size_t known_count = 0;
  for (size_t f = 0; f < count && known_count < MOST_KNOWN; f++) {
    bool seen = column->texts[f] == NULL;
    for (size_t k = 0; k < known_count && !seen; k++) {
      seen = strcmp(known[k], column->texts[f]) == 0;
    }
    if (!seen) {
      known[known_count++] = column->texts[f];
    }
  }
  const char *nearest = wijk_text_find_nearest(word, known, known_count);
  wijk_error_set(err, WIJK_USAGE, "--cross %s: no facility has the %s '%s'", given, column->name, word);
  return nearest == NULL ? wijk_error_hint(err, "give FIELD=A:B with two values of the field, or FIELD=A for A "
                                                "against all others")
                         : wijk_error_hint(err, "did you mean '%s'?", nearest);
}

/* Where A ends in "A:B" so that both are values; the whole length for "A"; WIJK_NONE where neither is so. */
static size_t find_end(const wijk_column *column, size_t count, const char *values) {
  const size_t length = strlen(values);
  if (is_value(column, count, values, length)) {
    return length;
  }
  for (const char *colon = strchr(values, ':'); colon != NULL; colon = strchr(colon + 1, ':')) {
    if (is_value(column, count, values, (size_t)(colon - values)) &&
        is_value(column, count, colon + 1, strlen(colon + 1))) {
      return (size_t)(colon - values);
    }
  }
  return WIJK_NONE;
}

/* The part of "A:B" that is no value, for the message. */
static wijk_status wrong_values(const wijk_column *column, size_t count, const char *given, const char *values,
                                wijk_arena *arena, wijk_error *err) {
  const char *colon = strchr(values, ':');
  const char *first =
      wijk_arena_text_part(arena, values, colon == NULL ? strlen(values) : (size_t)(colon - values), err);
  if (first == NULL) {
    return WIJK_MEMORY;
  }
  const bool first_is = is_value(column, count, first, strlen(first));
  return no_such_value(column, count, given, first_is && colon != NULL ? colon + 1 : first, err);
}

static wijk_status find_field(const wijk_layer *facilities, const char *given, wijk_arena *arena,
                              const wijk_column **column, const char **values, wijk_error *err) {
  const char *equals = strchr(given, '=');
  if (facilities == NULL || equals == NULL || equals[1] == '\0') {
    wijk_error_set(err, WIJK_USAGE, "--cross %s: %s", given,
                   facilities == NULL ? "there are no facilities to compare" : "this is not FIELD=A:B");
    return wijk_error_hint(err, "give a field of the facilities and two of its values, as in woonvorm=opvang:verblijf");
  }
  const char *field = wijk_arena_text_part(arena, given, (size_t)(equals - given), err);
  if (field == NULL) {
    return WIJK_MEMORY;
  }
  *column = wijk_layer_find(facilities, field);
  *column = *column == NULL ? wijk_layer_find_role(facilities, field) : *column;
  if (*column == NULL || (*column)->type == WIJK_COLUMN_NUMBER) {
    return wijk_error_set(err, WIJK_USAGE, "--cross %s: the facilities have no field '%s' of words", given, field);
  }
  *values = equals + 1;
  return WIJK_OK;
}

static wijk_status read_one(const wijk_subject_work *work, const char *given, wijk_cross *made, wijk_error *err) {
  const wijk_layer *facilities = work->sources->facilities;
  const wijk_column *column = NULL;
  const char *values = NULL;
  if (find_field(facilities, given, work->arena, &column, &values, err) != WIJK_OK) {
    return err->status;
  }
  const size_t count = facilities->row_count, end = find_end(column, count, values);
  if (end == WIJK_NONE) {
    return wrong_values(column, count, given, values, work->arena, err);
  }
  const char *second = values[end] == ':' ? values + end + 1 : NULL;
  uint8_t *side = WIJK_ARENA_ADD(work->arena, uint8_t, count, err);
  if (side == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < count; f++) {
    const char *text = column->texts[f];
    const bool is_first = text != NULL && strlen(text) == end && memcmp(text, values, end) == 0;
    side[f] = is_first ? 1 : text != NULL && (second == NULL || strcmp(text, second) == 0) ? 2 : 0;
  }
  if (second != NULL && strlen(second) == end && memcmp(second, values, end) == 0) {
    return wijk_error_set(err, WIJK_USAGE, "--cross %s: both values are the same", given);
  }
  *made = (wijk_cross){wijk_arena_format(work->arena, err, "%s=%s", column->name, values), side};
  return made->by == NULL ? WIJK_MEMORY : WIJK_OK;
}

wijk_status wijk_subject_add_cross(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const wijk_method *method = subject->method;
  wijk_cross *made = WIJK_ARENA_ADD(work->arena, wijk_cross, method->cross_count, err);
  if (made == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t c = 0; c < method->cross_count; c++) {
    if (read_one(work, method->cross[c], &made[c], err) != WIJK_OK) {
      return err->status;
    }
  }
  subject->cross = made;
  subject->cross_count = method->cross_count;
  return WIJK_OK;
}
