/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/options.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Taken by every program, named by it or not. */
static const char *const everywhere[] = {"study", "report",  "json", "lang",    "progress",
                                         "quiet", "verbose", "help", "version", NULL};

static bool names(const char *const *list, const char *name) {
  for (; list && *list; list++)
    if (strcmp(*list, name) == 0)
      return true;
  return false;
}

wijk_status option_values_new(const program *program, wijk_arena *arena, option_values *values, wijk_error *err) {
  size_t count = 0, taken = 0, asked = 0;
  for (const option *o = shared_options; o->name; o++)
    count++;
  for (const option *o = program->options; o && o->name; o++)
    count++;
  option_values made = {.arena = arena, .program = program};
  made.all = WIJK_ARENA_ADD(arena, option_value, count, err);
  if (!made.all)
    return err->status;
  for (const option *o = shared_options; o->name; o++) {
    bool named = names(program->shared, o->name);
    taken += named;
    if (named || names(everywhere, o->name))
      made.all[made.count++].option = o;
  }
  for (const char *const *name = program->shared; name && *name; name++)
    asked++;
  if (taken != asked)
    return wijk_error_set(err, WIJK_BUG, "%s takes a shared option that does not exist", program->name);
  for (const option *o = program->options; o && o->name; o++)
    made.all[made.count++].option = o;
  *values = made;
  return WIJK_OK;
}

option_value *option_values_find(const option_values *values, const char *name) {
  for (size_t i = 0; i < values->count; i++)
    if (strcmp(values->all[i].option->name, name) == 0)
      return &values->all[i];
  return NULL;
}

static bool is_choice(const char *choices, const char *text) {
  size_t length = strlen(text);
  for (const char *c = choices; c; c = strchr(c, '|') ? strchr(c, '|') + 1 : NULL)
    if (strncmp(c, text, length) == 0 && (c[length] == '|' || !c[length]) && length)
      return true;
  return false;
}

static wijk_status check(const option *option, const char *text, const char *where, wijk_error *err) {
  double number;
  switch (option->type) {
  case OPTION_FLAG:
    return is_choice("yes|no", text) ? WIJK_OK
                                     : wijk_error_set(err, WIJK_USAGE, "%s is yes or no, not '%s'", where, text);
  case OPTION_CHOICE:
    return is_choice(option->choices, text)
               ? WIJK_OK
               : wijk_error_set(err, WIJK_USAGE, "%s is one of %s, not '%s'", where, option->choices, text);
  case OPTION_NUMBER:
    return wijk_number_read(text, strlen(text), &number)
               ? WIJK_OK
               : wijk_error_set(err, WIJK_USAGE, "%s needs a number, with a decimal point, not '%s'", where, text);
  case OPTION_WHOLE:
    return wijk_number_read(text, strlen(text), &number) && strspn(text, "0123456789") == strlen(text) && number < 1e15
               ? WIJK_OK
               : wijk_error_set(err, WIJK_USAGE, "%s needs a whole number, 0 or more, not '%s'", where, text);
  case OPTION_TEXT:
  case OPTION_SOURCE:
  case OPTION_TARGET:
    return text[0] ? WIJK_OK : wijk_error_set(err, WIJK_USAGE, "%s is given an empty text", where);
  }
  return wijk_error_set(err, WIJK_BUG, "option --%s has no type", option->name);
}

static wijk_status add(option_values *values, option_value *value, const char *text, const char *where,
                       wijk_error *err) {
  if (check(value->option, text, where, err) != WIJK_OK)
    return err->status;
  if (value->count == value->capacity) {
    size_t capacity = value->capacity ? 2 * value->capacity : 4;
    const char **larger = WIJK_ARENA_ADD(values->arena, const char *, capacity, err);
    if (!larger)
      return err->status;
    if (value->count)
      memcpy(larger, value->texts, value->count * sizeof *larger);
    value->texts = larger;
    value->capacity = capacity;
  }
  const char *kept = wijk_arena_text(values->arena, text, err);
  if (!kept)
    return err->status;
  value->texts[value->count++] = kept;
  return WIJK_OK;
}

wijk_status option_values_add_study(option_values *values, const option *option, const char *text, const char *where,
                                    wijk_error *err) {
  option_value *value = option_values_find(values, option->name);
  if (!value || value->origin == OPTION_FROM_COMMAND_LINE)
    return WIJK_OK;
  value->origin = OPTION_FROM_STUDY;
  return add(values, value, text, where, err);
}

/* Parts of an option between commas, but those that have the key of `text` (what stands before its last colon). */
static wijk_status keep_others(option_values *values, option_value *value, const option_value *from, const char *text,
                               const char *where, wijk_error *err) {
  const char *colon = strrchr(text, ':');
  for (size_t k = 0; k < from->count; k++)
    for (const char *at = from->texts[k]; *at; at += *at == ',') {
      const size_t length = strcspn(at, ",");
      char *part = wijk_arena_text_part(values->arena, at, length, err);
      if (!part)
        return err->status;
      const char *own = strrchr(part, ':');
      const bool same =
          colon && own && own - part == colon - text && strncasecmp(part, text, (size_t)(own - part)) == 0;
      if (!same && add(values, value, part, where, err) != WIJK_OK)
        return err->status;
      at += length;
    }
  return WIJK_OK;
}

wijk_status option_values_change(const option_values *values, const char *name, const char *text,
                                 option_values *changed, wijk_error *err) {
  option_values made = *values;
  made.all = WIJK_ARENA_ADD(values->arena, option_value, values->count, err);
  if (!made.all)
    return err->status;
  memcpy(made.all, values->all, values->count * sizeof *made.all);
  const option_value *from = option_values_find(values, name);
  option_value *value = option_values_find(&made, name);
  const char *where = wijk_arena_format(values->arena, err, "--%s", name);
  if (!value || !where)
    return value ? err->status : wijk_error_set(err, WIJK_BUG, "there is no option --%s", name);
  *value = (option_value){.option = from->option};
  if (text[0]) {
    value->origin = OPTION_FROM_COMMAND_LINE;
    if ((from->option->repeated && keep_others(&made, value, from, text, where, err) != WIJK_OK) ||
        add(&made, value, text, where, err) != WIJK_OK)
      return err->status;
  }
  *changed = made;
  return WIJK_OK;
}

/* The only option that starts so, as in --out. */
static const char *find_started(const char *word, const char *const *known, size_t count) {
  const char *started = NULL;
  for (size_t i = 0; i < count; i++)
    if (word[0] && word[1] && strncmp(known[i], word, strlen(word)) == 0) {
      if (started)
        return NULL;
      started = known[i];
    }
  return started;
}

static wijk_status unknown_letter(const option_values *values, const char *word, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "there is no option %s", word);
  for (size_t i = 0; i < values->count; i++)
    if (values->all[i].option->letter == word[1])
      return wijk_error_hint(err, "-%c takes no value and stands alone", word[1]);
    else if (strcmp(values->all[i].option->name, word + 1) == 0)
      return wijk_error_hint(err, "did you mean -%s?", word);
  return wijk_error_hint(err, "%s --help lists them", values->program->name);
}

static wijk_status unknown(const option_values *values, const char *name, size_t length, wijk_error *err) {
  const char *word = wijk_arena_text_part(values->arena, name, length, err);
  const char **known = WIJK_ARENA_ADD(values->arena, const char *, values->count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < values->count; i++)
    known[i] = values->all[i].option->name;
  wijk_error_set(err, WIJK_USAGE, "there is no option --%s", word);
  const char *nearest = wijk_text_find_nearest(word, known, values->count);
  nearest = nearest ? nearest : find_started(word, known, values->count);
  if (nearest)
    return wijk_error_hint(err, "did you mean --%s?", nearest);
  return wijk_error_hint(err, "%s --help lists them", values->program->name);
}

/* One option and its value, at argv[*at]; moves `*at` past what it takes. */
static wijk_status take(option_values *values, option_value *value, const char *joined, int argc, char **argv, int *at,
                        wijk_error *err) {
  const option *option = value->option;
  const char *where = wijk_arena_format(values->arena, err, "--%s", option->name);
  if (!where)
    return err->status;
  if (value->origin == OPTION_FROM_COMMAND_LINE && !option->repeated)
    return wijk_error_set(err, WIJK_USAGE, "%s is given twice", where);
  value->origin = OPTION_FROM_COMMAND_LINE;
  bool is_help = strcmp(option->name, "help") == 0;
  if (option->type == OPTION_FLAG || (is_help && !joined)) {
    if (joined)
      return wijk_error_set(err, WIJK_USAGE, "%s takes no value, but '%s' is given", where, joined);
    return add(values, value, is_help ? "text" : "yes", where, err);
  }
  const char *text = joined;
  if (!text) {
    const char *next = *at + 1 < argc ? argv[*at + 1] : NULL;
    bool is_option = next && strncmp(next, "--", 2) == 0;
    if (!next || is_option) {
      wijk_error_set(err, WIJK_USAGE, "%s needs a value (%s)", where, option->argument);
      return is_option ? wijk_error_hint(err, "write %s=%s if that is the value", where, next) : err->status;
    }
    text = next;
    ++*at;
  }
  return add(values, value, text, where, err);
}

static bool is_number(const char *text) {
  double number;
  return wijk_number_read(text, strlen(text), &number);
}

wijk_status option_values_read(option_values *values, int argc, char **argv, wijk_error *err) {
  bool only_operands = false;
  for (int at = 1; at < argc && err->status == WIJK_OK; at++) {
    const char *word = argv[at];
    option_value *value = NULL;
    if (!only_operands && strcmp(word, "--") == 0) {
      only_operands = true;
    } else if (!only_operands && strncmp(word, "--", 2) == 0) {
      size_t length = strcspn(word + 2, "=");
      for (size_t i = 0; i < values->count; i++)
        if (strlen(values->all[i].option->name) == length &&
            strncmp(values->all[i].option->name, word + 2, length) == 0)
          value = &values->all[i];
      if (!value)
        return unknown(values, word + 2, length, err);
      take(values, value, word[2 + length] ? word + 2 + length + 1 : NULL, argc, argv, &at, err);
    } else if (!only_operands && word[0] == '-' && word[1] && !is_number(word)) {
      for (size_t i = 0; i < values->count; i++)
        if (values->all[i].option->letter == word[1])
          value = &values->all[i];
      if (!value || (value->option->type == OPTION_FLAG && word[2]))
        return unknown_letter(values, word, err);
      if (word[2] == '=') {
        wijk_error_set(err, WIJK_USAGE, "-%c takes its value without '='", word[1]);
        return wijk_error_hint(err, "write -%c %s, or --%s%s", word[1], word + 3, value->option->name, word + 2);
      }
      take(values, value, word[2] ? word + 2 : NULL, argc, argv, &at, err);
    } else if (!values->program->operand) {
      wijk_error_set(err, WIJK_USAGE, "'%s' stands without an option", word);
      return wijk_error_hint(err, "%s takes everything by option", values->program->name);
    } else if (values->operand) {
      return wijk_error_set(err, WIJK_USAGE, "'%s': only one %s can be given", word, values->program->operand);
    } else if (!word[0]) {
      return wijk_error_set(err, WIJK_USAGE, "%s is given an empty text", values->program->operand);
    } else {
      values->operand = wijk_arena_text(values->arena, word, err);
    }
  }
  return err->status;
}

/* ---- options that do nothing ---- */

static bool is_effective(const option_values *values, const char *name) {
  const option_value *value = option_values_find(values, name);
  const char *text = !value ? NULL : value->count ? value->texts[value->count - 1] : value->option->preset;
  return text && strcmp(text, "no") != 0 && strcmp(text, "0") != 0;
}

/* "output|city-output": is any of them chosen? `list` gets "--output or --city-output". */
static bool any_effective(const option_values *values, const char *names, wijk_text *list) {
  bool found = false;
  for (const char *at = names; *at; at += *at == '|') {
    char name[64];
    size_t length = strcspn(at, "|");
    if (length >= sizeof name)
      return false;
    memcpy(name, at, length);
    name[length] = '\0';
    found = found || is_effective(values, name);
    wijk_text_add_format(list, "%s--%s", at == names ? "" : " or ", name);
    at += length;
  }
  return found;
}

static wijk_status check_need(const option_values *values, const option_need *need, wijk_error *err) {
  const option_value *value = option_values_find(values, need->option);
  if (!value || value->origin != OPTION_FROM_COMMAND_LINE)
    return WIJK_OK;
  if (need->unless && is_effective(values, need->unless)) {
    wijk_error_set(err, WIJK_USAGE, "--%s does nothing beside --%s", need->option, need->unless);
    return wijk_error_hint(err, "leave one of the two out");
  }
  wijk_text list = {0};
  if (need->needs && !any_effective(values, need->needs, &list) && wijk_text_check(&list, err) == WIJK_OK) {
    wijk_error_set(err, WIJK_USAGE, "--%s does nothing without %s", need->option, list.bytes);
    wijk_error_hint(err, "give %s, or leave --%s out", list.bytes, need->option);
  }
  wijk_text_free(&list);
  return err->status;
}

wijk_status option_values_check(const option_values *values, wijk_error *err) {
  for (const option_need *need = values->program->needs; need && need->option; need++)
    if (check_need(values, need, err) != WIJK_OK)
      break;
  return err->status;
}

static const char *without_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* These say how to run and what to print, not what to compute. */
static const char *const not_parameters[] = {"study",   "output", "report",  "json",    "progress",  "quiet",
                                             "verbose", "help",   "version", "threads", "overwrite", NULL};

wijk_status option_values_report(const option_values *values, wijk_report *report, wijk_error *err) {
  if (values->operand)
    wijk_report_add_parameter(report, values->program->operand, without_folder(values->operand), err);
  for (size_t i = 0; i < values->count && err->status == WIJK_OK; i++) {
    const option_value *value = &values->all[i];
    const option *option = value->option;
    bool is_file = option->type == OPTION_SOURCE || option->type == OPTION_TARGET;
    if (names(not_parameters, option->name) || option->type == OPTION_TARGET)
      continue;
    if (!value->count && option->preset)
      wijk_report_add_parameter(report, option->name, option->preset, err);
    for (size_t k = 0; k < value->count && err->status == WIJK_OK; k++)
      wijk_report_add_parameter(report, option->name, is_file ? without_folder(value->texts[k]) : value->texts[k], err);
  }
  return err->status;
}
