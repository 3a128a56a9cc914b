/* SPDX-License-Identifier: EUPL-1.2 */
/* Which field has which role: the choice of the caller, else the first name of the role that is there. */
#include <string.h>

#include "read/reading.h"

/* A name of the list without its end: "naam" of "naam/name plaats". */
static bool same_word(const char *name, const char *word, size_t length) {
  char lower[64];
  if (length >= sizeof lower || strlen(name) != length)
    return false;
  memcpy(lower, word, length);
  lower[length] = '\0';
  return wijk_text_same(name, lower);
}

/* The field chosen for `role`; "facilities.capacity" is a choice for one source only. NULL = none. */
static const char *chosen_field(const wijk_reading *reading, const char *role) {
  const wijk_source *source = reading->source;
  const char *field = NULL;
  size_t own = source->role ? strlen(source->role) : 0;
  for (size_t i = 0; i < source->choice_count; i++) {
    const char *given = source->choices[i].role;
    if (own && strncmp(given, source->role, own) == 0 && given[own] == '.')
      given += own + 1;
    if (strcmp(given, role) == 0)
      field = source->choices[i].field;
  }
  return field;
}

static wijk_status no_such_field(const wijk_reading *reading, const char *field, const char *role, wijk_error *err) {
  const wijk_layer *layer = reading->layer;
  size_t count = layer->column_count + reading->passed_count;
  const char **names = WIJK_ARENA_ADD(reading->arena, const char *, count, err);
  wijk_text list = {0};
  for (size_t i = 0; names && i < count; i++) {
    names[i] = i < layer->column_count ? layer->columns[i].name : reading->passed[i - layer->column_count];
    wijk_text_add(&list, i ? ", " : "");
    wijk_text_add(&list, names[i]);
  }
  if (!names || wijk_text_check(&list, err) != WIJK_OK) {
    wijk_text_free(&list);
    return err->status;
  }
  wijk_error_set(err, WIJK_USAGE, "'%s' has no field '%s' (asked for as %s)", reading->file, field, role);
  const char *nearest = wijk_text_find_nearest(field, names, count);
  if (nearest)
    wijk_error_hint(err, "did you mean '%s'?", nearest);
  else
    wijk_error_hint(err, "its fields are: %s", list.bytes ? list.bytes : "none");
  wijk_text_free(&list);
  return err->status;
}

static wijk_status find_chosen(const wijk_reading *reading, const char *role, size_t *column, wijk_error *err) {
  *column = WIJK_NONE;
  const char *field = chosen_field(reading, role);
  if (!field)
    return WIJK_OK;
  const wijk_layer *layer = reading->layer;
  for (size_t i = 0; i < layer->column_count; i++) /* the very spelling first */
    if (strcmp(layer->columns[i].name, field) == 0)
      *column = i;
  for (size_t i = 0; i < layer->column_count && *column == WIJK_NONE; i++)
    if (wijk_text_same(layer->columns[i].name, field))
      *column = i;
  return *column == WIJK_NONE ? no_such_field(reading, field, role, err) : WIJK_OK;
}

/* Columns called by one of the names of one rank, from `*names` on, which moves behind that rank. */
static void find_rank(const wijk_layer *layer, const char **names, size_t *column, size_t *second) {
  *column = *second = WIJK_NONE;
  const char *at = *names;
  for (;;) {
    size_t length = strcspn(at, " /");
    for (size_t i = 0; length && i < layer->column_count; i++)
      if (same_word(layer->columns[i].name, at, length)) {
        if (*column == WIJK_NONE)
          *column = i;
        else if (*second == WIJK_NONE)
          *second = i;
      }
    at += length;
    if (*at != '/')
      break;
    at++;
  }
  *names = at + strspn(at, " ");
}

wijk_status wijk_roles_column(const wijk_reading *reading, const wijk_role *role, size_t *column, size_t *second,
                              wijk_error *err) {
  *second = WIJK_NONE;
  wijk_status status = find_chosen(reading, role->role, column, err);
  for (const char *names = role->names; status == WIJK_OK && *column == WIJK_NONE && *names;)
    find_rank(reading->layer, &names, column, second);
  return status;
}

wijk_status wijk_roles_take(wijk_reading *reading, size_t column, const char *role, wijk_error *err) {
  reading->layer->columns[column].role = role;
  if (reading->field_count + 1 >= sizeof reading->fields / sizeof *reading->fields)
    return wijk_error_set(err, WIJK_BUG, "more roles than a source can have");
  const char *text = wijk_arena_format(reading->arena, err, "%s=%s", role, reading->layer->columns[column].name);
  if (!text)
    return err->status;
  reading->fields[reading->field_count++] = text;
  return WIJK_OK;
}

static wijk_status ambiguous(const wijk_reading *reading, const char *role, size_t a, size_t b, wijk_error *err) {
  wijk_error_set(err, WIJK_DATA, "'%s' has two fields that could be the %s: '%s' and '%s'", reading->file, role,
                 reading->layer->columns[a].name, reading->layer->columns[b].name);
  return wijk_error_hint(err, "choose one with --field %s=%s", role, reading->layer->columns[a].name);
}

wijk_status wijk_roles_find(wijk_reading *reading, const wijk_role *roles, size_t role_count, bool strict,
                            wijk_error *err) {
  for (size_t i = 0; i < role_count; i++) {
    size_t column, second;
    if (wijk_roles_column(reading, &roles[i], &column, &second, err) != WIJK_OK)
      return err->status;
    if (column == WIJK_NONE || reading->layer->columns[column].role)
      continue;
    if (second != WIJK_NONE) {
      if (strict)
        return ambiguous(reading, roles[i].role, column, second, err);
      continue;
    }
    wijk_column *taken = &reading->layer->columns[column];
    wijk_status status = roles[i].kind == '*'   ? WIJK_OK
                         : roles[i].kind == 'n' ? wijk_types_number(reading, taken, err)
                                                : wijk_types_text(reading, taken, roles[i].kind == 'c', err);
    if (status == WIJK_OK)
      status = wijk_roles_take(reading, column, roles[i].role, err);
    if (status != WIJK_OK)
      return status;
  }
  return WIJK_OK;
}

static const struct {
  const char *x, *y;
  bool degrees, rd;
} pairs[] = {{"x", "y", false, false},
             {"rd_x", "rd_y", false, true},
             {"xcoord", "ycoord", false, false},
             {"lon", "lat", true, false},
             {"longitude", "latitude", true, false},
             {"lng", "lat", true, false},
             {"lengtegraad", "breedtegraad", true, false}};

wijk_status wijk_roles_xy(const wijk_reading *reading, size_t *x, size_t *y, bool *degrees, bool *rd, wijk_error *err) {
  *degrees = *rd = false;
  if (find_chosen(reading, "x", x, err) != WIJK_OK || find_chosen(reading, "y", y, err) != WIJK_OK)
    return err->status;
  if ((*x == WIJK_NONE) != (*y == WIJK_NONE)) {
    wijk_error_set(err, WIJK_USAGE, "the field of %s is chosen but not that of %s", *x == WIJK_NONE ? "y" : "x",
                   *x == WIJK_NONE ? "x" : "y");
    return wijk_error_hint(err, "give both: --field x=FIELD --field y=FIELD");
  }
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs && *x == WIJK_NONE; i++) {
    size_t second_x, second_y;
    const char *x_names = pairs[i].x, *y_names = pairs[i].y;
    find_rank(reading->layer, &x_names, x, &second_x);
    find_rank(reading->layer, &y_names, y, &second_y);
    if (*x == WIJK_NONE || *y == WIJK_NONE) {
      *x = *y = WIJK_NONE;
      continue;
    }
    if (second_x != WIJK_NONE || second_y != WIJK_NONE)
      return ambiguous(reading, second_x != WIJK_NONE ? "x" : "y", second_x != WIJK_NONE ? *x : *y,
                       second_x != WIJK_NONE ? second_x : second_y, err);
    *degrees = pairs[i].degrees;
    *rd = pairs[i].rd;
  }
  return WIJK_OK;
}

/* ---- which fields are needed ---- */

static bool is_name_of(const wijk_role *role, const char *field) {
  for (const char *at = role->names; *at; at += strspn(at, " /")) {
    size_t length = strcspn(at, " /");
    if (same_word(field, at, length))
      return true;
    at += length;
  }
  return false;
}

bool wijk_reading_wants(const wijk_reading *reading, const char *field) {
  const wijk_source *source = reading->source;
  bool wanted = !source->only_needed || !reading->role_count;
  for (size_t i = 0; i < reading->role_count && !wanted; i++)
    wanted = is_name_of(&reading->roles[i], field);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs && !wanted; i++)
    wanted = wijk_text_same(field, pairs[i].x) || wijk_text_same(field, pairs[i].y);
  for (size_t i = 0; i < source->choice_count && !wanted; i++)
    wanted = wijk_text_same(field, source->choices[i].field);
  for (size_t i = 0; i < source->also_count && !wanted; i++)
    wanted = wijk_text_same(field, source->also[i]);
  return wanted;
}
