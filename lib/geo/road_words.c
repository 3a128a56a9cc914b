/* SPDX-License-Identifier: EUPL-1.2 */
/* What the fields of a road say. */
#include "geo/road_words.h"

#include <math.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

static const struct {
  const char *word;
  unsigned ways;
} words[] = {
    {"0", ROAD_ALONG | ROAD_AGAINST},
    {"no", ROAD_ALONG | ROAD_AGAINST},
    {"nee", ROAD_ALONG | ROAD_AGAINST},
    {"n", ROAD_ALONG | ROAD_AGAINST},
    {"false", ROAD_ALONG | ROAD_AGAINST},
    {"onwaar", ROAD_ALONG | ROAD_AGAINST},
    {"b", ROAD_ALONG | ROAD_AGAINST},
    {"beide", ROAD_ALONG | ROAD_AGAINST},
    {"both", ROAD_ALONG | ROAD_AGAINST},
    {"1", ROAD_ALONG},
    {"yes", ROAD_ALONG},
    {"ja", ROAD_ALONG},
    {"y", ROAD_ALONG},
    {"j", ROAD_ALONG},
    {"true", ROAD_ALONG},
    {"waar", ROAD_ALONG},
    {"h", ROAD_ALONG},
    {"heen", ROAD_ALONG},
    {"f", ROAD_ALONG},
    {"ft", ROAD_ALONG},
    {"forward", ROAD_ALONG},
    {"-1", ROAD_AGAINST},
    {"reverse", ROAD_AGAINST},
    {"t", ROAD_AGAINST},
    {"terug", ROAD_AGAINST},
    {"tf", ROAD_AGAINST},
    {"backward", ROAD_AGAINST},
};

unsigned road_word_ways(const char *word) {
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (wijk_text_same(word, words[i].word))
      return words[i].ways;
  return 0;
}

/* Letters that stand in more than one notation, and those that say in which: LETTER_TF alone reads two ways. */
static unsigned letters_of(const char *word) {
  if (word[0] == '\0' || word[1] != '\0')
    return 0;
  return strchr("TtFf", word[0]) ? ROAD_LETTER_TF : strchr("BbHh", word[0]) ? ROAD_LETTER_BH : 0;
}

unsigned road_cell_ways(const wijk_column *oneway, size_t row, unsigned *letters) {
  const unsigned both = ROAD_ALONG | ROAD_AGAINST;
  if (!oneway)
    return both;
  if (oneway->type == WIJK_COLUMN_NUMBER) {
    double value = oneway->numbers[row];
    return isnan(value) || value == 0 ? both : value == 1 ? ROAD_ALONG : value == -1 ? ROAD_AGAINST : 0;
  }
  const char *word = oneway->texts[row];
  if (!word || !*word)
    return both;
  *letters |= letters_of(word);
  return road_word_ways(word);
}

double road_word_kmh(const char *word) {
  static const struct {
    const char *unit;
    double kmh;
  } units[] = {{"mph", 1.609344}, {"km/h", 1}, {"kmh", 1}, {"kph", 1}};
  size_t length = strlen(word);
  double kmh = 1, value;
  for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
    const size_t tail = strlen(units[u].unit);
    if (length <= tail || !wijk_text_same(word + length - tail, units[u].unit))
      continue;
    kmh = units[u].kmh;
    length -= tail;
    while (length && word[length - 1] == ' ')
      length--;
    break;
  }
  return wijk_number_read(word, length, &value) && value > 0 ? value * kmh : NAN;
}

static double cell_speed(const wijk_column *speed, size_t row) {
  return !speed                              ? NAN
         : speed->type == WIJK_COLUMN_NUMBER ? speed->numbers[row]
         : speed->texts[row]                 ? road_word_kmh(speed->texts[row])
                                             : NAN;
}

bool road_cell_is_bad_speed(const wijk_column *speed, size_t row) {
  const bool is_number = speed && speed->type == WIJK_COLUMN_NUMBER;
  const bool is_there =
      speed && (is_number ? !isnan(speed->numbers[row]) : speed->texts[row] != NULL && *speed->texts[row] != '\0');
  const double kmh = cell_speed(speed, row);
  return is_there && !(kmh > 0 && isfinite(kmh));
}

double road_cell_kmh(const wijk_column *speed, size_t row, double otherwise) {
  const double kmh = cell_speed(speed, row);
  return kmh > 0 && isfinite(kmh) ? kmh : otherwise > 0 && isfinite(otherwise) ? otherwise : NAN;
}

size_t road_cell_class(const wijk_column *kind, size_t row, const char *const *classes, size_t count) {
  char digits[WIJK_NUMBER_SIZE];
  const char *word = digits;
  if (kind->type != WIJK_COLUMN_NUMBER)
    word = kind->texts[row];
  else if (isnan(kind->numbers[row]))
    word = NULL;
  else
    wijk_number_write(kind->numbers[row], digits);
  for (size_t c = 0; word && c < count; c++)
    if (wijk_text_same(word, classes[c]))
      return c;
  return WIJK_NONE;
}
