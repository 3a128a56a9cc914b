/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo/words.h"

#include <stddef.h>

#define SECRET "vrouwenopvang"
const char *const demo_secret_group = SECRET;

const demo_form demo_forms[DEMO_FORMS] = {
    {"opvang", "Opvang", 0.14, 14, 76, {"dak- en thuislozen", "jongeren", "ggz", SECRET}, 36500, 23, 2700, 1000, 14},
    {"verblijf", "Huize", 0.15, 16, 64, {"ouderen", "lvb", "ggz", NULL}, 69500, 41, 3000, 1400, 12},
    {"beschermd", "Woonvorm", 0.27, 8, 34, {"ggz", "lvb", "jongeren", NULL}, 50500, 46, 2800, 1200, 8},
    {"begeleid", "Begeleid Wonen", 0.25, 5, 28, {"lvb", "ggz", "jongeren", "ouderen"}, 20500, 51, 2500, 1100, 4},
    {"zelfstandig", "Wonen", 0.19, 3, 22, {"uitstroom opvang", "jongeren", "ouderen", "ggz"}, 9200, 56, 2400, 900, 1},
};

/* Named after an invented city and its invented river, so that they are nobody's. */
const char *const demo_providers[DEMO_PROVIDERS] = {
    "Zoelzorg",          "Wijkerdams Onderdak", "Zoeloever Begeleiding", "Opvang Wijkerdam",
    "Woonhulp Zoelkant", "Zorghuis Wijkerdam",  "Jeugdhuis De Zoel",     "Zoelbrug Wonen",
    "Wijkerdamse Zorg",  "Steunpunt Zoelzijde", "Zoelstroom Herstel",    "Thuis in Wijkerdam"};
const char *const demo_owners[DEMO_OWNERS] = {"Corporatie Wijkerdam", "Zoelwonen", "Woonstichting Zoeldijk",
                                              "Corporatie Overzoel", "eigen bezit"};
const char *const demo_scenarios[DEMO_SCENARIOS] = {"behoud", "gematigd", "versneld"};

const demo_form *demo_form_draw(wijk_random *random) {
  double at = wijk_random_share(random);
  size_t form = 0;
  while (form + 1 < DEMO_FORMS && at >= demo_forms[form].share)
    at -= demo_forms[form++].share;
  return &demo_forms[form];
}
