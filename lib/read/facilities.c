/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities: points with what a facility is, how many places it has and whether it counts now. */
#include <math.h>
#include <string.h>

#include "base/dates.h"
#include "read/reading.h"
#include "read/secrets.h"

static const wijk_role roles[] = {
    {"id", "id", 'c'},
    {"name", "naam/name", 't'},
    {"form", "woonvorm/form", 't'},
    {"group", "doelgroep/group", 't'},
    {"sector", "sector", 't'},
    {"provider", "aanbieder/provider", 't'},
    {"owner", "eigenaar/owner", 't'},
    {"capacity", "capaciteit/plaatsen/capacity/places", 'n'},
    {"occupied", "bezet/occupied", 'n'},
    {"status", "status", 't'},
    {"confidential", "geheim/confidential", 't'},
    {"valid_from", "geldig_van/valid_from", 't'},
    {"valid_to", "geldig_tot/valid_to", 't'},
};

/* ---- values that cannot be, and values that make one wonder ---- */

/* No facility has as many places as a city has people; one with more than a village is looked at twice. */
static const double places_that_cannot_be = 1e6, places_to_wonder_at = 1e4;

static wijk_status check_count(wijk_reading *reading, const char *role, bool strict, wijk_error *err) {
  const wijk_column *column = wijk_layer_find_role(reading->layer, role);
  for (size_t i = 0; column && i < reading->layer->row_count; i++) {
    double value = column->numbers[i];
    if (isnan(value) || (value >= 0 && value == nearbyint(value) && value <= places_to_wonder_at))
      continue;
    char text[WIJK_NUMBER_SIZE];
    wijk_number_write(value, text);
    if (value < 0)
      wijk_reading_fault(reading, i, "negative", column->name, text, err, "%s is %s, below 0", column->name, text);
    else if (value > places_that_cannot_be)
      wijk_reading_fault(reading, i, "huge", column->name, text, err, "%s is %s, more than a facility can have",
                         column->name, text);
    else if (value > places_to_wonder_at)
      wijk_reading_say(reading, WIJK_WARNING, i, "huge", column->name, text, err,
                       "%s is %s, which is a lot; is it right?", column->name, text);
    else if (strict)
      wijk_reading_fault(reading, i, "fractional", column->name, text, err, "%s is %s, not a whole number",
                         column->name, text);
    else
      wijk_reading_say(reading, WIJK_WARNING, i, "fractional", column->name, text, err, "%s is %s, not a whole number",
                       column->name, text);
    if (err->status != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

static wijk_status check_occupied(wijk_reading *reading, wijk_error *err) {
  const wijk_column *capacity = wijk_layer_find_role(reading->layer, "capacity");
  wijk_column *occupied = wijk_layer_find_role(reading->layer, "occupied");
  if (occupied)
    occupied->of_people = true;
  for (size_t i = 0; capacity && occupied && i < reading->layer->row_count; i++)
    if (capacity->numbers[i] >= 0 && occupied->numbers[i] > capacity->numbers[i]) {
      char people[WIJK_NUMBER_SIZE], places[WIJK_NUMBER_SIZE];
      wijk_number_write(occupied->numbers[i], people);
      wijk_number_write(capacity->numbers[i], places);
      if (wijk_reading_say(reading, WIJK_WARNING, i, "over-capacity", occupied->name, people, err,
                           "%s is %s, more than the %s of %s", occupied->name, people, places,
                           capacity->name) != WIJK_OK)
        return err->status;
    }
  return WIJK_OK;
}

/* Whole days in `days[row]`, 0 where there is none. */
static wijk_status read_days(wijk_reading *reading, const char *role, int *days, wijk_error *err) {
  const wijk_column *column = wijk_layer_find_role(reading->layer, role);
  for (size_t i = 0; column && i < reading->layer->row_count; i++) {
    const char *text = column->texts[i];
    if (text && !date_read(text, &days[i]) &&
        wijk_reading_fault(reading, i, "not-a-date", column->name, text, err, "%s '%s' is not a date as YYYY-MM-DD",
                           column->name, text) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

/* ---- which facilities ---- */

static bool is_in(const char *word, const char *const *list, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (wijk_text_same(word, list[i]))
      return true;
  return false;
}

/* The Dutch word for a status in either language. */
static const char *status_word(const char *text) {
  static const char *const english[][2] = {
      {"existing", "bestaand"}, {"planned", "gepland"}, {"closed", "gesloten"}, {"temporary", "tijdelijk"}};
  for (size_t i = 0; i < sizeof english / sizeof *english; i++)
    if (wijk_text_same(text, english[i][0]))
      return english[i][1];
  return text;
}

/* A status asked for that no facility has is more often a slip than a wish. */
static wijk_status tell_idle_statuses(wijk_reading *reading, const wijk_column *status, const char *const *words,
                                      size_t count, wijk_error *err) {
  for (size_t w = 0; w < count && reading->layer->row_count; w++) {
    bool used = false;
    for (size_t i = 0; i < reading->layer->row_count && !used; i++)
      used = status->texts[i] && wijk_text_same(status_word(status->texts[i]), words[w]);
    if (!used && wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "idle-status", status->name, words[w], err,
                                  "no facility has the %s '%s'", status->name, words[w]) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

static const char *const known[] = {"bestaand", "gepland",   "gesloten",   "tijdelijk",
                                    "voorstel", "vervallen", "in aanbouw", "in ontwikkeling"};

static wijk_status say_unknown_status(wijk_reading *reading, size_t row, const char *field, const char *word,
                                      wijk_error *err) {
  if (!*word)
    return wijk_reading_say(reading, WIJK_WARNING, row, "unknown-status", field, NULL, err,
                            "%s is empty; the facility is not selected", field);
  const char *nearest = wijk_text_find_nearest(word, known, sizeof known / sizeof *known);
  return wijk_reading_say(reading, WIJK_WARNING, row, "unknown-status", field, word, err,
                          "%s '%s' is no known status%s%s%s; the facility is not selected", field, word,
                          nearest ? " (is it '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

static wijk_status select_status(wijk_reading *reading, const wijk_facility_choice *choice, bool *keep,
                                 wijk_error *err) {
  static const char *const preset[] = {"bestaand"};
  const char *const *wanted = choice->statuses ? choice->statuses : preset;
  size_t wanted_count = choice->statuses ? choice->status_count : 1;
  const wijk_column *status = wijk_layer_find_role(reading->layer, "status");
  if (choice->any_status)
    return WIJK_OK;
  if (!status)
    return choice->statuses ? wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "no-status", NULL, NULL, err,
                                               "there is no field of status; every facility is taken")
                            : WIJK_OK;
  const char **words = WIJK_ARENA_ADD(reading->arena, const char *, wanted_count, err);
  if (!words)
    return err->status;
  for (size_t i = 0; i < wanted_count; i++)
    words[i] = status_word(wanted[i]);
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    const char *word = status->texts[i] ? status_word(status->texts[i]) : "";
    keep[i] = is_in(word, words, wanted_count);
    if (!keep[i] && !reading->faulty[i] && !is_in(word, known, sizeof known / sizeof *known) &&
        say_unknown_status(reading, i, status->name, word, err) != WIJK_OK)
      return err->status;
  }
  return tell_idle_statuses(reading, status, words, wanted_count, err);
}

static wijk_status say_backwards(wijk_reading *reading, bool strict, size_t row, wijk_error *err) {
  static const char text[] = "it ends before it starts";
  const wijk_column *to = wijk_layer_find_role(reading->layer, "valid_to");
  return strict ? wijk_reading_fault(reading, row, "ends-before-start", to->name, to->texts[row], err, "%s", text)
                : wijk_reading_say(reading, WIJK_WARNING, row, "ends-before-start", NULL, NULL, err, "%s", text);
}

static wijk_status select_date(wijk_reading *reading, const wijk_facility_choice *choice, bool *keep, wijk_error *err) {
  size_t count = reading->layer->row_count;
  int day = 0;
  if (choice->date && !date_read(choice->date, &day)) {
    wijk_error_set(err, WIJK_USAGE, "'%s' is not a date", choice->date);
    return wijk_error_hint(err, "write it as YYYY-MM-DD");
  }
  if (!wijk_layer_find_role(reading->layer, "valid_from") && !wijk_layer_find_role(reading->layer, "valid_to"))
    return WIJK_OK;
  int *from = WIJK_ARENA_ADD(reading->arena, int, count, err), *to = WIJK_ARENA_ADD(reading->arena, int, count, err);
  if (!from || !to || read_days(reading, "valid_from", from, err) != WIJK_OK ||
      read_days(reading, "valid_to", to, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    if (from[i] && to[i] && to[i] < from[i] && say_backwards(reading, choice->strict, i, err) != WIJK_OK)
      return err->status;
    if (day && ((from[i] && day < from[i]) || (to[i] && day > to[i])))
      keep[i] = false;
  }
  return WIJK_OK;
}

/* Faulty rows stay for now: they are counted as rejected, not as not selected. */
static wijk_status select_rows(wijk_reading *reading, const wijk_facility_choice *choice, wijk_error *err) {
  size_t count = reading->layer->row_count, dropped = 0;
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, count, err);
  if (!keep)
    return err->status;
  memset(keep, true, count);
  if (select_status(reading, choice, keep, err) != WIJK_OK || select_date(reading, choice, keep, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    keep[i] |= reading->faulty[i];
    dropped += !keep[i];
  }
  reading->counts.not_selected += dropped;
  return dropped ? wijk_reading_keep(reading, keep, err) : WIJK_OK;
}

/* ---- id and order ---- */

static wijk_status number_rows(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  const char *name = wijk_layer_find(layer, "id") ? "facility_id" : "id";
  wijk_column *id = wijk_layer_add_column(layer, name, WIJK_COLUMN_CODE, err);
  if (!id)
    return err->status;
  id->role = "id";
  for (size_t i = 0; i < layer->row_count && err->status == WIJK_OK; i++) {
    char digits[WIJK_NUMBER_SIZE];
    wijk_number_write((double)wijk_reading_row(reading, i), digits);
    id->texts[i] = wijk_arena_text(reading->arena, digits, err);
  }
  return err->status;
}

static wijk_status check_ids(wijk_reading *reading, const size_t *order, wijk_error *err) {
  const wijk_column *id = wijk_layer_find_role(reading->layer, "id");
  size_t first = 0; /* of the rows with the same id */
  for (size_t i = 0; i < reading->layer->row_count && err->status == WIJK_OK; i++) {
    const char *text = id->texts[order[i]];
    if (!text) {
      wijk_reading_fault(reading, order[i], "no-id", id->name, NULL, err, "%s is empty", id->name);
    } else if (i && strcmp(text, id->texts[order[first]]) == 0) {
      wijk_reading_fault(reading, order[i], "duplicate-id", id->name, text, err, "%s '%s' is there already in row %zu",
                         id->name, text, wijk_reading_row(reading, order[first]));
      continue;
    }
    first = i;
  }
  return err->status;
}

/* Ids of the source are unique and give the order; row numbers leave the order of the source, and are made only for
 * those who show them. */
static wijk_status settle_ids(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  if (!wijk_layer_find_role(layer, "id"))
    return reading->source->only_needed ? WIJK_OK : number_rows(reading, err);
  size_t *order = WIJK_ARENA_ADD(reading->arena, size_t, layer->row_count, err);
  if (!order || wijk_layer_order(layer, wijk_layer_find_role(layer, "id"), order, err) != WIJK_OK)
    return err->status;
  return check_ids(reading, order, err);
}

static wijk_status sort_by_id(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  const wijk_column *id = wijk_layer_find_role(layer, "id");
  size_t *order = WIJK_ARENA_ADD(reading->arena, size_t, layer->row_count, err);
  if (!order || wijk_layer_order(layer, id, order, err) != WIJK_OK)
    return err->status;
  wijk_layer *sorted = wijk_layer_select(layer, order, layer->row_count, reading->arena, err);
  if (sorted)
    reading->layer = sorted;
  return err->status;
}

/* ---- the whole ---- */

static wijk_status check_points(const wijk_reading *reading, wijk_error *err) {
  if (reading->layer->geometry.type == WIJK_GEOMETRY_POINT ||
      (reading->layer->geometry.type == WIJK_GEOMETRY_NONE && !reading->layer->row_count && !reading->raw))
    return WIJK_OK;
  bool shapes = reading->layer->geometry.type != WIJK_GEOMETRY_NONE;
  wijk_error_set(err, WIJK_DATA,
                 shapes ? "'%s' has no points, where facilities are points"
                        : "'%s' has no fields that are known as coordinates",
                 reading->file);
  return wijk_error_hint(err, shapes ? "give one point for each facility"
                                     : "name them x and y, or lon and lat, or choose them with --field x=FIELD --field "
                                       "y=FIELD");
}

static wijk_status read_facilities(wijk_reading *reading, const wijk_role *all, size_t all_count,
                                   const wijk_facility_choice *choice, wijk_error *err) {
  if (choice->public_edition && wijk_secrets_withhold(reading, choice, err) != WIJK_OK)
    return wijk_error_frame(err, "reading facilities");
  if (wijk_reading_digest(reading, all, all_count, true, true, err) != WIJK_OK ||
      wijk_table_check(reading, choice->also, choice->also_count, err) != WIJK_OK)
    return err->status;
  bool own_ids = wijk_layer_find_role(reading->layer, "id") != NULL;
  if (check_points(reading, err) != WIJK_OK || settle_ids(reading, err) != WIJK_OK ||
      check_count(reading, "capacity", choice->strict, err) != WIJK_OK ||
      check_count(reading, "occupied", choice->strict, err) != WIJK_OK ||
      select_rows(reading, choice, err) != WIJK_OK || check_occupied(reading, err) != WIJK_OK)
    return wijk_error_frame(err, "reading facilities");
  if (wijk_reading_settle(reading, err) != WIJK_OK || (own_ids && sort_by_id(reading, err) != WIJK_OK))
    return err->status;
  reading->layer->secrets_removed = choice->public_edition;
  return wijk_reading_record(reading, err);
}

wijk_status wijk_read_facilities(const wijk_source *source, const wijk_facility_choice *choice, wijk_arena *arena,
                                 wijk_report *report, wijk_layer **facilities, wijk_error *err) {
  static const wijk_facility_choice preset = {0};
  wijk_reading reading;
  const wijk_facility_choice *chosen = choice ? choice : &preset;
  const size_t own = sizeof roles / sizeof *roles, count = own + chosen->also_count;
  wijk_role *all = WIJK_ARENA_ADD(arena, wijk_role, count, err);
  if (!all)
    return err->status;
  for (size_t i = 0; i < count; i++)
    all[i] = i < own ? roles[i] : wijk_table_role(&chosen->also[i - own]);
  wijk_status status = wijk_reading_open(&reading, source, all, count, arena, report, err);
  if (status == WIJK_OK)
    status = read_facilities(&reading, all, count, chosen, err);
  if (status == WIJK_OK)
    *facilities = reading.layer;
  return status;
}
