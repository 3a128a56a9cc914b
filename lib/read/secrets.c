/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/secrets.h"

#include <math.h>
#include <string.h>

typedef enum secrecy { OPEN, SECRET, NOT_KNOWN } secrecy;

static bool is_word(const char *text, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (wijk_text_same(text, words[i]))
      return true;
  return false;
}

static secrecy read_word(const char *text) {
  static const char *const yes[] = {"ja", "1", "true", "yes", "j", "y", "waar"};
  static const char *const no[] = {"nee", "0", "false", "no", "n", "onwaar"};
  if (text && is_word(text, yes, sizeof yes / sizeof *yes))
    return SECRET;
  return text && is_word(text, no, sizeof no / sizeof *no) ? OPEN : NOT_KNOWN;
}

/* The field that says it, WIJK_NONE where the caller vouches and there is none. */
static wijk_status find_field(const wijk_reading *reading, const wijk_facility_choice *choice, size_t *column,
                              wijk_error *err) {
  static const wijk_role role = {"confidential", "geheim/confidential", 't'};
  size_t second;
  if (wijk_roles_column(reading, &role, column, &second, err) != WIJK_OK)
    return err->status;
  if (second != WIJK_NONE) {
    wijk_error_set(err, WIJK_DATA, "'%s' has two fields that could say what is secret: '%s' and '%s'", reading->file,
                   reading->layer->columns[*column].name, reading->layer->columns[second].name);
    return wijk_error_hint(err, "choose one with --field confidential=%s", reading->layer->columns[*column].name);
  }
  if (*column != WIJK_NONE || choice->no_confidential)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' has no field that says which facilities are secret", reading->file);
  return wijk_error_hint(err, "add a field 'geheim' with ja or nee, or give --no-confidential if none is");
}

static secrecy secrecy_of(const wijk_column *column, size_t row) {
  if (column->type == WIJK_COLUMN_NUMBER)
    return column->numbers[row] == 1 ? SECRET : column->numbers[row] == 0 ? OPEN : NOT_KNOWN;
  return read_word(column->texts[row]);
}

static bool in_secret_group(const wijk_reading *reading, size_t column, const wijk_facility_choice *choice,
                            size_t row) {
  static const char *const preset[] = {"vrouwenopvang"};
  if (column == WIJK_NONE || !reading->layer->columns[column].texts || !reading->layer->columns[column].texts[row])
    return false;
  const char *group = reading->layer->columns[column].texts[row];
  return choice->secret_groups ? is_word(group, choice->secret_groups, choice->secret_group_count)
                               : is_word(group, preset, 1);
}

static wijk_status judge_rows(wijk_reading *reading, const wijk_facility_choice *choice, size_t field, size_t group,
                              bool *keep, wijk_error *err) {
  const wijk_layer *layer = reading->layer;
  bool skip = reading->source->skip_faulty;
  for (size_t i = 0; i < layer->row_count; i++) {
    secrecy found = field == WIJK_NONE ? OPEN : secrecy_of(&layer->columns[field], i);
    if (in_secret_group(reading, group, choice, i))
      found = SECRET;
    keep[i] = found == OPEN || (found == NOT_KNOWN && !skip);
    if (found == NOT_KNOWN && !skip &&
        wijk_reading_fault(reading, i, "secrecy-unknown", layer->columns[field].name, NULL, err,
                           "%s is neither ja nor nee, and the public edition does not guess",
                           layer->columns[field].name) != WIJK_OK)
      return err->status;
  }
  /* in a row of another width any value may stand in the wrong field, this one too */
  for (size_t i = 0; skip && i < reading->row_fault_count; i++)
    keep[reading->row_faults[i].row] = false;
  return WIJK_OK;
}

wijk_status wijk_secrets_withhold(wijk_reading *reading, const wijk_facility_choice *choice, wijk_error *err) {
  static const wijk_role group_role = {"group", "doelgroep/group", 't'};
  size_t field, group, second, count = reading->layer->row_count;
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, count, err);
  if (!keep || find_field(reading, choice, &field, err) != WIJK_OK ||
      wijk_roles_column(reading, &group_role, &group, &second, err) != WIJK_OK ||
      judge_rows(reading, choice, field, group, keep, err) != WIJK_OK)
    return err->status;
  if (!reading->source->keep_going && wijk_report_check(reading->report, reading->first_finding, err) != WIJK_OK)
    return err->status;
  if (wijk_reading_keep(reading, keep, err) != WIJK_OK)
    return err->status;
  reading->layer->source_rows = NULL;
  if (reading->layer->row_count == count)
    return WIJK_OK;
  reading->hash = reading->hash_name = NULL;
  return wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "withheld", NULL, NULL, err,
                          "facilities are withheld from the public edition");
}
