/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/json_scan.h"

#include <stdlib.h>
#include <string.h>
#include <wijk/number.h>

#include "base/memory.h"

enum { DEEPEST = 100, MOST_NAMES = 1 << 20 };

void json_scan_free(json_scan *scan) {
  memory_free(scan->names);
  scan->names = NULL;
}

bool json_is(json_span span, const char *word) {
  return span.length == strlen(word) && memcmp(span.start, word, span.length) == 0;
}

bool json_scan_refuse(json_scan *scan, const char *what) {
  size_t line = 1, column = 1;
  for (const unsigned char *c = scan->first; c < scan->at; c++) {
    column = *c == '\n' ? 1 : column + ((*c & 0xC0) != 0x80);
    line += *c == '\n';
  }
  wijk_error_set(scan->err, WIJK_DATA, "'%s' line %zu, column %zu: %s", scan->file, line, column, what);
  return false;
}

static bool cut(json_scan *scan) {
  scan->at = scan->end;
  json_scan_refuse(scan, "the file ends here, in the middle: it was cut");
  wijk_error_hint(scan->err, "copy or download it again");
  return false;
}

static bool skip_blanks(json_scan *scan) {
  while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
    scan->at++;
  return scan->at < scan->end;
}

bool json_at_end(json_scan *scan) {
  return !skip_blanks(scan) || json_scan_refuse(scan, "text stands behind the end");
}

static bool go_deeper(json_scan *scan) {
  scan->at++;
  return ++scan->depth <= DEEPEST || json_scan_refuse(scan, "objects and lists are nested over a hundred deep");
}

/* ---- texts and numbers ---- */

static bool read_text(json_scan *scan, json_span *text) {
  const unsigned char *at = scan->at + 1;
  text->start = at;
  for (; at < scan->end && *at != '"'; at++)
    at += *at == '\\';
  if (at >= scan->end)
    return cut(scan);
  text->length = (size_t)(at - text->start);
  scan->at = at + 1;
  return true;
}

/* Digits as the standard has them: no plus, no zero before other digits, a digit on each side of the point. */
static bool is_json_number(const unsigned char *at, const unsigned char *end) {
  at += at < end && *at == '-';
  const unsigned char *whole = at;
  while (at < end && *at >= '0' && *at <= '9')
    at++;
  if (at == whole || (*whole == '0' && at > whole + 1))
    return false;
  if (at < end && *at == '.') {
    const unsigned char *point = at++;
    while (at < end && *at >= '0' && *at <= '9')
      at++;
    if (at == point + 1)
      return false;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    at++;
    at += at < end && (*at == '+' || *at == '-');
    const unsigned char *exponent = at;
    while (at < end && *at >= '0' && *at <= '9')
      at++;
    if (at == exponent)
      return false;
  }
  return at == end;
}

/* Infinity by another name: more than a double holds. */
static bool is_finite(json_span number) {
  double value;
  bool long_one =
      number.length > 300 || memchr(number.start, 'e', number.length) || memchr(number.start, 'E', number.length);
  return !long_one || wijk_number_read((const char *)number.start, number.length, &value);
}

static bool in_word(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.';
}

static bool read_word(json_scan *scan, json_kind *kind, json_span *word) {
  word->start = scan->at;
  const unsigned char *at = scan->at;
  while (at < scan->end && in_word(*at))
    at++;
  word->length = (size_t)(at - word->start);
  if (at == scan->end)
    return cut(scan);
  *kind = json_is(*word, "null")                              ? JSON_NULL
          : json_is(*word, "true") || json_is(*word, "false") ? JSON_WORD
                                                              : JSON_NUMBER;
  if (*kind == JSON_NUMBER) {
    bool none = json_is(*word, "NaN") || json_is(*word, "Infinity") || json_is(*word, "-Infinity");
    unsigned char first = word->length ? *word->start : 0;
    if (!none && !(first >= '0' && first <= '9') && first != '-' && first != '+' && first != '.')
      return json_scan_refuse(scan, "this is not JSON");
    if (none || !is_json_number(word->start, at) || !is_finite(*word)) {
      *kind = JSON_NOT_A_NUMBER;
      if (!scan->found(scan, "not-a-number",
                       "is not a number as JSON has them; write null for unknown, and a code between quotes", *word))
        return false;
    }
  }
  scan->at = at;
  return true;
}

/* ---- values ---- */

bool json_peek(json_scan *scan, json_kind *kind) {
  if (!skip_blanks(scan))
    return cut(scan);
  *kind = *scan->at == '{' ? JSON_OBJECT : *scan->at == '[' ? JSON_ARRAY : *scan->at == '"' ? JSON_TEXT : JSON_WORD;
  return true;
}

bool json_pass(json_scan *scan, json_kind *kind, json_span *value) {
  json_span span = {0};
  if (!json_peek(scan, kind))
    return false;
  if (*kind == JSON_OBJECT || *kind == JSON_ARRAY) {
    json_list list = {0};
    json_kind inner;
    json_span name;
    while (*kind == JSON_OBJECT ? json_next_member(scan, &list, &name) : json_next_item(scan, &list))
      if (!json_pass(scan, &inner, NULL))
        return false;
  } else if (!(*kind == JSON_TEXT ? read_text(scan, &span) : read_word(scan, kind, &span))) {
    return false;
  }
  if (value)
    *value = span;
  return scan->err->status == WIJK_OK;
}

/* ---- lists ---- */

static int by_name(const void *a, const void *b) {
  const json_span *x = a, *y = b;
  if (x->length != y->length)
    return x->length < y->length ? -1 : 1;
  return memcmp(x->start, y->start, x->length);
}

/* The names of the object that closes, each to be there once. */
static bool close_names(json_scan *scan, size_t first) {
  size_t count = scan->name_count - first;
  if (count < 2) {
    scan->name_count = first;
    return true;
  }
  json_span *names = scan->names + first;
  scan->name_count = first;
  qsort(names, count, sizeof *names, by_name);
  for (size_t i = 1; i < count; i++)
    if (by_name(&names[i - 1], &names[i]) == 0 && (i < 2 || by_name(&names[i - 2], &names[i]) != 0) &&
        !scan->found(scan, "duplicate-key", "is a key that is there twice; which value is meant?", names[i]))
      return false;
  return true;
}

static bool add_name(json_scan *scan, json_span name) {
  if (scan->name_count == MOST_NAMES)
    return json_scan_refuse(scan, "an object has over a million keys");
  if (scan->name_count == scan->name_capacity) {
    size_t capacity = scan->name_capacity ? 2 * scan->name_capacity : 256;
    json_span *larger = memory_resize(scan->names, capacity, sizeof *larger);
    if (!larger) {
      wijk_error_set(scan->err, WIJK_MEMORY, "no memory for the keys of '%s'", scan->file);
      return false;
    }
    scan->names = larger;
    scan->name_capacity = capacity;
  }
  scan->names[scan->name_count++] = name;
  return true;
}

/* From one item to the next: true when there is one; false at the closing bracket, which is passed, or in error. */
static bool step(json_scan *scan, json_list *list, unsigned char close) {
  if (scan->err->status != WIJK_OK)
    return false;
  bool start = !list->inside;
  if (start) {
    list->inside = true;
    list->first_name = scan->name_count;
    if (!go_deeper(scan))
      return false;
  }
  if (!skip_blanks(scan))
    return cut(scan);
  if (*scan->at == close) {
    scan->at++;
    scan->depth--;
    return false;
  }
  if (start)
    return true;
  if (*scan->at != ',')
    return json_scan_refuse(scan, close == '}' ? "a comma or '}' is to stand here" : "a comma or ']' is to stand here");
  scan->at++;
  return skip_blanks(scan) || cut(scan);
}

bool json_next_item(json_scan *scan, json_list *array) {
  return step(scan, array, ']');
}

bool json_next_member(json_scan *scan, json_list *object, json_span *name) {
  if (!step(scan, object, '}')) {
    if (scan->err->status == WIJK_OK)
      close_names(scan, object->first_name);
    return false;
  }
  if (*scan->at != '"')
    return json_scan_refuse(scan, "a key between quotes is to stand here");
  if (!read_text(scan, name) || !add_name(scan, *name))
    return false;
  if (!skip_blanks(scan))
    return cut(scan);
  if (*scan->at != ':')
    return json_scan_refuse(scan, "a colon is to stand here");
  scan->at++;
  return true;
}
