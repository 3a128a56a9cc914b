/* SPDX-License-Identifier: EUPL-1.2 */
/* What an indicator is in words: "leefbaarheid:higher:2:bands=-0.1/0/0.1". */
#include <string.h>

#include <wijk/number.h>
#include <wijk/zoning.h>

static wijk_status refuse(const char *text, const char *why, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "indicator '%s': %s", text, why);
  return wijk_error_hint(err,
                         "write FIELD:higher|lower:WEIGHT[:z|rank|bands=A/B/C], higher meaning that a higher value "
                         "is better");
}

static wijk_status read_bands(const char *text, const char *limits, wijk_arena *arena, wijk_indicator *indicator,
                              wijk_error *err) {
  size_t count = 1;
  for (const char *at = limits; *at != '\0'; at++) {
    count += *at == '/';
  }
  double *bands = WIJK_ARENA_ADD(arena, double, count, err);
  if (bands == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < count; k++) {
    const size_t length = strcspn(limits, "/");
    if (!wijk_number_read(limits, length, &bands[k])) {
      return refuse(text, "its bands are not numbers divided by /", err);
    }
    if (k > 0 && !(bands[k] > bands[k - 1])) {
      return refuse(text, "its bands do not rise", err);
    }
    limits += length + 1;
  }
  indicator->scaling = WIJK_SCALING_BANDS;
  indicator->bands = bands;
  indicator->band_count = count;
  return WIJK_OK;
}

/* Parts are counted from the front; a field with a colon in its name cannot be named so. */
wijk_status wijk_indicator_read(const char *text, wijk_arena *arena, wijk_indicator *indicator, wijk_error *err) {
  char *copy = wijk_arena_text(arena, text, err);
  if (copy == NULL) {
    return WIJK_MEMORY;
  }
  char *part[4] = {copy};
  size_t count = 1;
  for (char *at = copy; (at = strchr(at, ':')) != NULL && count < 4;) {
    *at++ = '\0';
    part[count++] = at;
  }
  wijk_indicator made = {.field = part[0], .scaling = WIJK_SCALING_Z};
  if (count < 3 || part[0][0] == '\0') {
    return refuse(text, "field, direction and weight are needed", err);
  }
  made.higher_is_better = strcmp(part[1], "higher") == 0;
  if (!made.higher_is_better && strcmp(part[1], "lower") != 0) {
    return refuse(text, "its direction is neither higher nor lower", err);
  }
  if (!wijk_number_read(part[2], strlen(part[2]), &made.weight) || !(made.weight > 0)) {
    return refuse(text, "its weight is not a number above 0", err);
  }
  if (count == 4 && strcmp(part[3], "rank") == 0) {
    made.scaling = WIJK_SCALING_RANK;
  } else if (count == 4 && strncmp(part[3], "bands=", 6) == 0) {
    const wijk_status status = read_bands(text, part[3] + 6, arena, &made, err);
    if (status != WIJK_OK) {
      return status;
    }
  } else if (count == 4 && strcmp(part[3], "z") != 0) {
    return refuse(text, "its scaling is neither z, rank nor bands=", err);
  }
  *indicator = made;
  return WIJK_OK;
}
