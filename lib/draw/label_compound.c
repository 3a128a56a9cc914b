/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/label.h"
#include <string.h>
#include <wijk/text.h>

#define BEFORE_LEAST 4 /* letters */

/* Last elements of Dutch place names. One that ends on another stands with it: the longest that fits is meant, so that
 * "Noordereiland" is not broken before "land". */
static const char *const elements[] = {
    "akkers",    "baan",     "beek",    "berg",      "bocht",     "bos",      "bosch",   "bossen",   "boord",
    "boulevard", "broek",    "brug",    "buren",     "burg",      "burgh",    "buurt",   "centrum",  "compagnie",
    "daal",      "dam",      "diep",    "dijk",      "dijken",    "district", "dorp",    "drecht",   "driehoek",
    "duin",      "duinen",   "eiland",  "eilanden",  "eind",      "einde",    "gaarde",  "gebied",   "gracht",
    "haven",     "havens",   "heide",   "heuvel",    "hoek",      "hoeve",    "hof",     "horst",    "hout",
    "hoven",     "huis",     "huizen",  "kade",      "kamp",      "kanaal",   "kerk",    "klooster", "kwartier",
    "laan",      "land",     "landen",  "markt",     "meer",      "molen",    "monde",   "oever",    "oord",
    "park",      "parochie", "plaat",   "plaats",    "plantsoen", "plas",     "plassen", "plein",    "polder",
    "polders",   "poort",    "rand",    "schans",    "singel",    "sluis",    "stad",    "straat",   "straatweg",
    "strand",    "strook",   "terrein", "terreinen", "tuin",      "tuinen",   "vaart",   "veen",     "veer",
    "veld",      "velden",   "vlakte",  "voord",     "waard",     "weg",      "werf",    "wetering", "wijk",
    "wijken",    "woningen", "zand",    "zicht",     "zijde",     "zone",     "zoom",    "zwaag"};

static bool ends_with(const char *word, size_t length, const char *element, size_t element_length) {
  for (size_t i = 0; i < element_length; i++) {
    char letter = word[length - element_length + i];
    if ((letter >= 'A' && letter <= 'Z' ? letter + 32 : letter) != element[i])
      return false;
  }
  return true;
}

size_t label_compound(const char *word, size_t length) {
  size_t longest = 0;
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
    size_t element = strlen(elements[i]);
    if (element > longest && length >= element && ends_with(word, length, elements[i], element))
      longest = element;
  }
  return longest > 0 && length - longest >= BEFORE_LEAST ? length - longest : 0;
}
