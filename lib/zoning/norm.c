/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>
#include <wijk/zoning.h>

static const char *const rule_texts[][2] = {[WIJK_NORM_NONE] = {NULL, NULL},
                                            [WIJK_NORM_FIXED] = {"fixed", "vast"},
                                            [WIJK_NORM_CITY_TIMES] = {"city times", "maal stad"},
                                            [WIJK_NORM_NO_GROWTH] = {"no growth", "geen groei"}};

const char *wijk_norm_rule_text(wijk_norm_rule rule, bool dutch) {
  return (unsigned)rule <= WIJK_NORM_NO_GROWTH ? rule_texts[rule][dutch] : NULL;
}

wijk_norm_rule wijk_norm_rule_find(const char *text) {
  for (int rule = WIJK_NORM_FIXED; rule <= WIJK_NORM_NO_GROWTH; rule++) {
    if (wijk_text_same(text, rule_texts[rule][0]) || wijk_text_same(text, rule_texts[rule][1])) {
      return (wijk_norm_rule)rule;
    }
  }
  return WIJK_NORM_NONE;
}

double wijk_norm_resolve(wijk_zone_norm norm, double present, double city) {
  switch (norm.rule) {
  case WIJK_NORM_FIXED:
    return norm.per_1000;
  case WIJK_NORM_CITY_TIMES:
    return norm.factor * city;
  case WIJK_NORM_NO_GROWTH:
    return isnan(present) || isnan(city) ? city : fmin(present, city);
  case WIJK_NORM_NONE:
    break;
  }
  return NAN;
}

wijk_zone_norm wijk_norm_preset(const char *class_name) {
  if (wijk_text_same(class_name, "draagkrachtig")) {
    return (wijk_zone_norm){WIJK_NORM_CITY_TIMES, NAN, 1.5};
  }
  if (wijk_text_same(class_name, "aandacht")) {
    return (wijk_zone_norm){WIJK_NORM_CITY_TIMES, NAN, 1};
  }
  if (wijk_text_same(class_name, "kwetsbaar") || wijk_text_same(class_name, WIJK_CLASS_UNKNOWN)) {
    return (wijk_zone_norm){WIJK_NORM_NO_GROWTH, NAN, NAN};
  }
  return (wijk_zone_norm){WIJK_NORM_NONE, NAN, NAN};
}

wijk_status wijk_zone_class_read(const char *text, wijk_arena *arena, wijk_zone_class *class_of, wijk_error *err) {
  const char *colon = strrchr(text, ':');
  double per_1000;
  if (colon == NULL || colon == text || !wijk_number_read(colon + 1, strlen(colon + 1), &per_1000) || per_1000 < 0) {
    wijk_error_set(err, WIJK_USAGE, "'%s' is not a norm", text);
    return wijk_error_hint(err, "write CLASS:PER_1000, as in kwetsbaar:4.5");
  }
  const char *name = wijk_arena_text_part(arena, text, (size_t)(colon - text), err);
  if (name == NULL) {
    return WIJK_MEMORY;
  }
  *class_of = (wijk_zone_class){name, {WIJK_NORM_FIXED, per_1000, NAN}};
  return WIJK_OK;
}
