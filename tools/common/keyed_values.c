/* SPDX-License-Identifier: EUPL-1.2 */
/* What the values of keys may be. */
#include "common/study.h"

#include <string.h>

bool study_colour(const char *text, wijk_colour *colour) {
  unsigned parts[3] = {0};
  if (strlen(text) != 7 || text[0] != '#')
    return false;
  for (int i = 0; i < 6; i++) {
    const char *digits = "0123456789abcdef", *digit = strchr(digits, text[i + 1] | 0x20);
    if (!digit)
      return false;
    parts[i / 2] = parts[i / 2] * 16 + (unsigned)(digit - digits);
  }
  *colour = (wijk_colour){(unsigned char)parts[0], (unsigned char)parts[1], (unsigned char)parts[2]};
  return true;
}

static bool is_date(const char *text) {
  static const char pattern[] = "dddd-dd-dd";
  if (strlen(text) != sizeof pattern - 1)
    return false;
  for (size_t i = 0; pattern[i]; i++)
    if (pattern[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
      return false;
  return true;
}

static bool is_one_of(const char *choices, const char *text) {
  size_t length = strlen(text);
  for (const char *c = choices; c; c = strchr(c, '|') ? strchr(c, '|') + 1 : NULL)
    if (length && strncmp(c, text, length) == 0 && (c[length] == '|' || !c[length]))
      return true;
  return false;
}

bool study_is_choice(const study_key *key, const char *text) {
  return is_one_of(key->choices, text);
}

bool study_value_fits(const study_key *key, const char *text, bool plain) {
  double number = 0;
  switch (key->type) {
  case STUDY_FLAG:
    return plain && is_one_of("true|false", text);
  case STUDY_CHOICE:
    return is_one_of(key->choices, text);
  case STUDY_NUMBER:
    return plain && wijk_number_read(text, strlen(text), &number);
  case STUDY_WHOLE:
    return plain && strspn(text, "0123456789") == strlen(text) && strlen(text) < 16;
  case STUDY_DATE:
    return is_date(text);
  case STUDY_COLOUR:
    return study_colour(text, &(wijk_colour){0});
  case STUDY_TEXT:
  case STUDY_PATH:
  case STUDY_LIST:
  case STUDY_TABLE:
  case STUDY_COLOURS:
  case STUDY_INDICATORS:
    break;
  }
  return true;
}
