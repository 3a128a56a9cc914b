/* SPDX-License-Identifier: EUPL-1.2 */
/* Ten characters for names that are longer: beginnings of the words, and three characters that tell them apart. */
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "write/format.h"

#define NAME_LENGTH 10
#define MARK_LENGTH 3

static bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool fits(const char *name) {
  size_t length = strlen(name);
  for (size_t i = 0; i < length; i++)
    if (!is_plain(name[i]) && name[i] != '_')
      return false;
  return length > 0 && length <= NAME_LENGTH;
}

/* FNV-1a of the name and the number of the attempt. */
static uint32_t mix(const char *name, unsigned attempt) {
  uint32_t hash = 2166136261u;
  for (; *name; name++)
    hash = (hash ^ (unsigned char)*name) * 16777619u;
  return (hash ^ attempt) * 16777619u;
}

/* "places_count__beschermd" begins as "plcobes": what there is room for, shared over the words, more to the last. */
static size_t shorten(const char *name, char *out, size_t room) {
  size_t words = 0, length = 0;
  for (const char *c = name; *c; c++)
    words += is_plain(*c) && (c == name || !is_plain(c[-1]));
  for (const char *c = name; *c && words && length < room;) {
    if (!is_plain(*c)) {
      c++;
      continue;
    }
    size_t share = (room - length) / words;
    for (size_t taken = 0; is_plain(*c); c++, taken++)
      if (taken < (share ? share : 1) && length < room)
        out[length++] = *c;
    words--;
  }
  if (length == 0)
    out[length++] = 'f';
  return length;
}

static void make_name(const char *name, unsigned attempt, char *out) {
  static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
  size_t length = shorten(name, out, NAME_LENGTH - MARK_LENGTH);
  uint32_t hash = mix(name, attempt);
  for (int i = 0; i < MARK_LENGTH; i++)
    out[length++] = digits[hash >> (27 - 5 * i) & 31];
  out[length] = '\0';
}

wijk_status shapefile_names_find(const wijk_layer *layer, wijk_arena *arena, shapefile_name **names, wijk_error *err) {
  size_t count = layer->column_count;
  shapefile_name *made = WIJK_ARENA_ADD(arena, shapefile_name, count + 1, err);
  if (!made)
    return WIJK_MEMORY;
  /* Names that fit stay as they are and are taken first, so that a made one never pushes them aside. */
  for (size_t c = 0; c < count; c++)
    if (fits(layer->columns[c].name))
      memcpy(made[c], layer->columns[c].name, strlen(layer->columns[c].name) + 1);
  for (size_t c = 0; c < count; c++) {
    bool taken = made[c][0] == '\0';
    for (unsigned attempt = 0; taken; attempt++) {
      make_name(layer->columns[c].name, attempt, made[c]);
      taken = false;
      for (size_t other = 0; other < count && !taken; other++)
        taken = other != c && wijk_text_same(made[other], made[c]);
    }
  }
  *names = made;
  return WIJK_OK;
}
