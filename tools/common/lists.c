/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/lists.h"

#include <string.h>

static size_t part_count(const char *text) {
  size_t count = 1;
  for (; text != NULL && *text != '\0'; text++) {
    count += *text == ',';
  }
  return count;
}

wijk_status list_texts(run *run, const char *name, const char *const **texts, size_t *count, wijk_error *err) {
  size_t given_count, room = 0;
  const char *const *given = run_texts(run, name, &given_count);
  const char *preset = run_text(run, name);
  if (given_count == 0 && preset != NULL) {
    given = &preset;
    given_count = 1;
  }
  for (size_t g = 0; g < given_count; g++) {
    room += part_count(given[g]);
  }
  const char **made = WIJK_ARENA_ADD(run->arena, const char *, room, err);
  *count = 0;
  for (size_t g = 0; made != NULL && g < given_count; g++) {
    const char *at = given[g];
    for (bool more = true; more; more = *at++ == ',') {
      const size_t length = strcspn(at, ",");
      if (length == 0) {
        wijk_error_set(err, WIJK_USAGE, "--%s '%s' has nothing between two commas, or at an end", name, given[g]);
        return wijk_error_hint(err, "divide its parts by one comma each");
      }
      made[(*count)++] = wijk_arena_text_part(run->arena, at, length, err);
      at += length;
    }
  }
  *texts = made;
  return err->status;
}

wijk_status list_numbers(run *run, const char *name, double **numbers, size_t *count, wijk_error *err) {
  const char *const *texts;
  if (list_texts(run, name, &texts, count, err) != WIJK_OK) {
    return err->status;
  }
  *numbers = WIJK_ARENA_ADD(run->arena, double, *count, err);
  for (size_t i = 0; *numbers != NULL && i < *count; i++) {
    if (!wijk_number_read(texts[i], strlen(texts[i]), &(*numbers)[i])) {
      return wijk_error_set(err, WIJK_USAGE, "--%s: '%s' is not a number", name, texts[i]);
    }
  }
  return err->status;
}

wijk_status list_norms(run *run, wijk_zone_class **norms, size_t *count, wijk_error *err) {
  const char *const *texts = run_texts(run, "norm", count);
  *norms = WIJK_ARENA_ADD(run->arena, wijk_zone_class, *count, err);
  for (size_t i = 0; *norms != NULL && i < *count; i++) {
    if (wijk_zone_class_read(texts[i], run->arena, &(*norms)[i], err) != WIJK_OK) {
      return err->status;
    }
  }
  return err->status;
}
