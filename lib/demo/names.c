/* SPDX-License-Identifier: EUPL-1.2 */
/* Dutch-sounding names put together from a landscape word and a word for a part of town. */
#include "demo/city.h"

#include <stdio.h>

static const char *const fronts[] = {
    "Molen",     "Reiger",     "Linden", "Klooster",   "Haver",    "Zilver",     "Turf",      "Schippers",
    "Vlas",      "Koren",      "Ooster", "Wester",     "Noorder",  "Zuider",     "Heren",     "Leeuwerik",
    "Klaver",    "Rogge",      "Otter",  "Zwaluw",     "Bever",    "Wilgen",     "Elzen",     "Iepen",
    "Boter",     "Spiering",   "Snoek",  "Kievits",    "Merel",    "Hazel",      "Brem",      "Gagel",
    "Veen",      "Klei",       "Duiker", "Sluis",      "Touw",     "Hennep",     "Zeil",      "Anker",
    "Kuipers",   "Wevers",     "Pannen", "Steen",      "Kalk",     "Gulden",     "Bisschops", "Gilde",
    "Ruïne",     "Coöperatie", "Oriënt", "Waterlelie", "Lisdodde", "Egelantier", "Distel",    "Vossen",
    "Hermelijn", "Das",        "Ree",    "Kraanvogel", "Pelikaan", "Baken",      "Terp",      "Wiel"};
static const char *const wijk_backs[] = {"waard", "landen", "kwartier", "hoven", "oord",   "veld",  "burg", "dam",
                                         "rode",  "donk",   "poort",    "broek", "polder", "meent", "eng",  "ambacht"};
static const char *const buurt_backs[] = {"buurt", "hof",  "kamp",  "gaarde", "weide", "plein",  "dreef", "zoom",
                                          "horst", "kade", "akker", "tuin",   "wal",   "gracht", "hage",  "stede"};
static const char *const sides[] = {"", " Noord", " Zuid", " Oost", " West", " Midden", " I", " II", " III", " IV"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Number to number without repeats: multiplying by an odd step modulo a power of two is a permutation. */
static size_t shuffle(const demo_city *city, demo_name kind, size_t number, size_t size) {
  wijk_random random = demo_random(city, DEMO_NAMES, (uint64_t)kind);
  size_t step = (size_t)wijk_random_bits(&random) | 1, start = (size_t)wijk_random_bits(&random);
  return (number * step + start) & (size - 1);
}

void demo_name_find(const demo_city *city, demo_name kind, size_t number, char *name, size_t size) {
  const char *const *backs = kind == DEMO_NAME_WIJK ? wijk_backs : buurt_backs;
  size_t pairs = COUNT(fronts) * COUNT(wijk_backs); /* both lists of backs are as long: 1,024 pairs */
  size_t pair = shuffle(city, kind, number % pairs, pairs), round = number / pairs;
  const char *front = fronts[pair % COUNT(fronts)], *back = backs[pair / COUNT(fronts)];
  char more[32] = "";
  if (round >= COUNT(sides))
    snprintf(more, sizeof more, " %zu", round + 1);
  const char *side = round < COUNT(sides) ? sides[round] : more;
  if (kind == DEMO_NAME_PARK) /* fewer fronts than pairs: the side tells equal ones apart */
    snprintf(name, size, "%spark%s", front, side);
  else if (kind == DEMO_NAME_INDUSTRY)
    snprintf(name, size, "Bedrijventerrein %s%s%s", front, back, side);
  else
    snprintf(name, size, "%s%s%s", front, back, side);
}
