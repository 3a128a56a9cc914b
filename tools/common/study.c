/* SPDX-License-Identifier: EUPL-1.2 */
/* The study file: from its keys to the options of a program. */
#include "common/study.h"

#include <string.h>

/* A program may have another option of the same name: its own key, or the lack of one, tells. */
static bool stands_for(const option *option, const char *path) {
  size_t length = option->study_key ? strlen(option->study_key) : 0;
  return length && strncmp(option->study_key, path, length) == 0 && (!path[length] || path[length] == '.');
}

/* A program that invents everything has nothing to hide. */
static bool reads_sources(const option_values *values) {
  for (size_t i = 0; i < values->count; i++) {
    const option *option = values->all[i].option;
    if (option->type == OPTION_SOURCE && strcmp(option->name, "study") != 0 && strcmp(option->name, "theme") != 0)
      return true;
  }
  return false;
}

/* Other keys may be for other programs. This one is for all: what is asked for as public is not to be internal. */
static wijk_status no_public_edition(const char *where, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "%s asks for the public edition, which this program does not make", where);
  return wijk_error_hint(err, "for an internal edition name a study file without it, and do not publish what is made");
}

static wijk_status take(void *context, const study_key *key, const char *text, const char *where, wijk_error *err) {
  option_values *values = context;
  const option_value *value = option_values_find(values, key->option);
  if (!value || !stands_for(value->option, key->path)) {
    if (strcmp(key->path, "privacy.public") == 0 && strcmp(text, "yes") == 0 && reads_sources(values))
      return no_public_edition(where, err);
    return WIJK_OK;
  }
  return option_values_add_study(values, value->option, text, where, err);
}

static bool one_by_one(void *context, const study_key *key) {
  const option_value *value = option_values_find(context, key->option);
  return value && value->option->repeated;
}

wijk_status study_read(option_values *values, const char *path, wijk_error *err) {
  const study_taker taker = {take, one_by_one, values};
  return study_read_keys(path, "study file", study_keys, &taker, values->arena, err);
}
