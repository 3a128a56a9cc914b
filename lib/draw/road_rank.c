/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/road_rank.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* Divided by blanks; a "_link" or a plural behind a word does not change what it is. */
static const char *const words[ROAD_RANKS] = {
    "motorway trunk snelweg autosnelweg autoweg rijksweg stroomweg hoofdverkeersweg",
    "primary secondary main arterial hoofdweg provincialeweg gebiedsontsluitingsweg stadsweg ring stadsroute invalsweg",
    "tertiary distributor ontsluitingsweg wijkontsluitingsweg wijkweg buurtontsluitingsweg regionaleweg",
    "residential unclassified living_street local service street straat woonstraat erftoegangsweg lokaleweg buurtweg "
    "woonerf erf parallelweg plattelandsweg",
    "cycleway footway path pedestrian track steps bridleway fietspad voetpad voetgangersgebied pad wandelpad "
    "fietsstraat ruiterpad trap"};

/* Beyond these a rank is a tangle of lines. */
static const double denominators[ROAD_RANKS] = {HUGE_VAL, 400e3, 150e3, 27e3, 12e3};

static bool is_listed(const char *list, const char *word, size_t length) {
  for (const char *at = list; *at;) {
    size_t size = strcspn(at, " ");
    if (size == length) {
      bool same = true;
      for (size_t i = 0; i < size && same; i++) {
        char letter = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] - 'A' + 'a') : word[i];
        same = letter == at[i];
      }
      if (same)
        return true;
    }
    at += size;
    at += *at == ' ';
  }
  return false;
}

static road_rank rank_of_number(double class) {
  return class < 1 ? ROAD_MOTORWAY : class < 3 ? ROAD_MAIN : class < 5 ? ROAD_THROUGH : ROAD_STREET;
}

bool road_rank_find(const char *word, road_rank *rank) {
  size_t length = strlen(word);
  if (length == 1 && word[0] >= '0' && word[0] <= '7') {
    *rank = rank_of_number(word[0] - '0');
    return true;
  }
  if (length > 5 && strcmp(word + length - 5, "_link") == 0)
    length -= 5;
  for (int plural = 0; plural < 2; plural++) {
    for (int r = 0; r < ROAD_RANKS; r++)
      if (is_listed(words[r], word, length)) {
        *rank = (road_rank)r;
        return true;
      }
    if (length < 4 || strcmp(word + length - 2, "en") != 0)
      return false;
    length -= 2;
  }
  return false;
}

/* Layers have few words, many times. */
#define WORDS_KEPT 16

typedef struct kept_words {
  const char *words[WORDS_KEPT];
  road_rank ranks[WORDS_KEPT];
  bool known[WORDS_KEPT];
  size_t count;
} kept_words;

static bool find_kept(kept_words *kept, const char *word, road_rank *rank) {
  size_t i = 0;
  while (i < kept->count && strcmp(kept->words[i], word) != 0)
    i++;
  if (i == WORDS_KEPT)
    return road_rank_find(word, rank);
  if (i == kept->count) {
    kept->words[i] = word;
    kept->ranks[i] = *rank;
    kept->known[i] = road_rank_find(word, &kept->ranks[i]);
    kept->count++;
  }
  *rank = kept->ranks[i];
  return kept->known[i];
}

bool road_ranks(const wijk_layer *roads, road_rank *ranks) {
  const wijk_column *class = wijk_layer_find_role(roads, "class");
  kept_words kept = {.count = 0};
  bool known = false;
  for (size_t row = 0; row < roads->row_count; row++) {
    ranks[row] = ROAD_STREET;
    if (class && class->texts && class->texts[row]) {
      known = find_kept(&kept, class->texts[row], &ranks[row]) || known;
    } else if (class && class->numbers && class->numbers[row] >= 0 && class->numbers[row] <= 7) {
      ranks[row] = rank_of_number(class->numbers[row]);
      known = true;
    }
  }
  for (size_t row = 0; row < roads->row_count && !known; row++)
    ranks[row] = ROAD_THROUGH;
  return known;
}

road_rank road_rank_least(double denominator) {
  int rank = ROAD_RANKS - 1;
  while (rank > ROAD_MOTORWAY && denominator > denominators[rank])
    rank--;
  return (road_rank)rank;
}
