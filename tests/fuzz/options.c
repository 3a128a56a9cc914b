/* SPDX-License-Identifier: EUPL-1.2 */
/* One input is a command line: words divided by line ends. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "common/options.h"

static const option own[] = {
    {"breaks", 'b', OPTION_TEXT, true, "LIST", NULL, NULL, "map.breaks", "limits of the classes"},
    {"opacity", 0, OPTION_NUMBER, false, "SHARE", NULL, "1", NULL, "how opaque"},
    {0},
};
static const char *const shared[] = {"zones", "output", "field", "seed", "public", "status", NULL};
static const program sample = {.name = "wijk-fuzz",
                               .summary = "-",
                               .description = "-",
                               .shared = shared,
                               .options = own,
                               .operand = "LAYER",
                               .operand_help = "-"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  enum { MOST = 64 };
  char *copy = malloc(length + 1), *words[MOST + 1] = {copy};
  int count = 1;
  memcpy(copy, bytes, length);
  copy[length] = '\0';
  for (char *at = copy; count < MOST && at; count++) {
    words[count] = at;
    at = strchr(at, '\n');
    if (at)
      *at++ = '\0';
  }
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  option_values values;
  wijk_report report;
  if (option_values_new(&sample, arena, &values, &err) != WIJK_OK ||
      wijk_report_new("fuzz", arena, &report, &err) != WIJK_OK)
    abort();
  wijk_status status = option_values_read(&values, count, words, &err);
  if (status != err.status || (status != WIJK_OK && (status != WIJK_USAGE || !err.message[0])))
    abort();
  if (status == WIJK_OK && option_values_report(&values, &report, &err) != WIJK_OK)
    abort();
  wijk_arena_free(arena);
  free(copy);
  return 0;
}
