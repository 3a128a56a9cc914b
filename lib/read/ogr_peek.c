/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/ogr.h"

#include <stdlib.h>
#include <string.h>

/* From the quote that opens a text to the one that closes it. */
static const unsigned char *skip_text(const unsigned char *at, const unsigned char *end) {
  for (at++; at < end && *at != '"'; at++)
    at += *at == '\\';
  return at < end ? at : end;
}

static const unsigned char *skip_blanks(const unsigned char *at, const unsigned char *end) {
  while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
    at++;
  return at;
}

/* The value of a member of the object that starts at `at`; NULL where it has none of that name. */
static const unsigned char *find_member(const unsigned char *at, const unsigned char *end, const char *name) {
  size_t wanted = strlen(name), depth = 0;
  for (; at < end; at++) {
    if (*at == '{' || *at == '[') {
      depth++;
    } else if (*at == '}' || *at == ']') {
      depth -= depth > 0;
      if (!depth)
        return NULL;
    } else if (*at == '"') {
      const unsigned char *close = skip_text(at, end), *next = close + 1;
      if (depth == 1 && (size_t)(close - at - 1) == wanted && memcmp(at + 1, name, wanted) == 0) {
        next = skip_blanks(next, end);
        if (next < end && *next == ':')
          return skip_blanks(next + 1, end);
      }
      at = close;
    }
  }
  return NULL;
}

bool json_has_member(const unsigned char *bytes, size_t length, const char *name) {
  const unsigned char *end = bytes + length, *value = find_member(bytes, end, name);
  return value && !(end - value >= 4 && memcmp(value, "null", 4) == 0);
}

const char *json_crs_name(const unsigned char *bytes, size_t length, size_t *name_length) {
  static const char *const way[] = {"crs", "properties", "name"};
  const unsigned char *end = bytes + length, *at = bytes;
  for (size_t i = 0; at && i < sizeof way / sizeof *way; i++)
    at = i && (at >= end || *at != '{') ? NULL : find_member(at, end, way[i]);
  if (!at || at >= end || *at != '"')
    return NULL;
  *name_length = (size_t)(skip_text(at, end) - at - 1);
  return (const char *)at + 1;
}

bool database_is_local(const char *connection) {
  const char *host = strstr(connection, "host");
  if (!host) {
    const char *set = getenv("PGHOST");
    return !set || !*set || *set == '/' || strcmp(set, "localhost") == 0;
  }
  for (; host; host = strstr(host + 1, "host")) {
    if (host > connection && host[-1] != ' ' && host[-1] != ':')
      continue; /* the end of "localhost" */
    const char *at = host + 4;
    at += strncmp(at, "addr", 4) == 0 ? 4 : 0;
    at += strspn(at, " =");
    at += *at == '\'';
    static const char *const local[] = {"localhost", "127.0.0.1", "::1"};
    bool here = *at == '/';
    for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
      size_t length = strlen(local[i]);
      here |= strncmp(at, local[i], length) == 0 && strchr(" ',", at[length]) != NULL;
    }
    if (!here)
      return false;
  }
  return true;
}
