/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/text.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <wijk/number.h>

#include "base/memory.h"

void wijk_text_free(wijk_text *text) {
  memory_free(text->bytes);
  *text = (wijk_text){0};
}

/* Room for `more` bytes and a NUL. */
static bool grow(wijk_text *text, size_t more) {
  if (text->failed || more > SIZE_MAX / 2 - text->length)
    return text->failed = true, false;
  size_t wanted = text->length + more + 1;
  if (wanted <= text->capacity)
    return true;
  size_t capacity = wanted < 128 ? 128 : wanted + wanted / 2;
  char *bytes = memory_resize(text->bytes, capacity, 1);
  if (!bytes)
    return text->failed = true, false;
  text->bytes = bytes;
  text->capacity = capacity;
  return true;
}

void wijk_text_add_part(wijk_text *text, const char *bytes, size_t length) {
  if (!grow(text, length))
    return;
  if (length)
    memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
}

void wijk_text_add(wijk_text *text, const char *bytes) {
  if (bytes)
    wijk_text_add_part(text, bytes, strlen(bytes));
}

void wijk_text_add_format(wijk_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length < 0 || !grow(text, (size_t)length)) {
    text->failed = true;
    return;
  }
  va_start(arguments, format);
  vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
  va_end(arguments);
  text->length += (size_t)length;
}

void wijk_text_add_number(wijk_text *text, double value) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_text_add_part(text, digits, wijk_number_write(value, digits));
}

void wijk_text_add_json(wijk_text *text, const char *bytes) {
  if (!bytes) {
    wijk_text_add(text, "null");
    return;
  }
  wijk_text_add_part(text, "\"", 1);
  const char *clean = bytes;
  for (const char *c = bytes; *c; c++) {
    unsigned char byte = (unsigned char)*c;
    if (byte >= 0x20 && byte != '"' && byte != '\\')
      continue;
    wijk_text_add_part(text, clean, (size_t)(c - clean));
    clean = c + 1;
    if (byte == '\n')
      wijk_text_add_part(text, "\\n", 2);
    else if (byte == '\t')
      wijk_text_add_part(text, "\\t", 2);
    else if (byte < 0x20)
      wijk_text_add_format(text, "\\u%04x", byte);
    else
      wijk_text_add_part(text, (char[]){'\\', *c}, 2);
  }
  wijk_text_add(text, clean);
  wijk_text_add_part(text, "\"", 1);
}

static void add_visible(wijk_text *text, const char *bytes, bool keep_feeds) {
  for (const char *c = bytes ? bytes : ""; *c; c++) {
    unsigned char byte = (unsigned char)*c, next = (unsigned char)c[1];
    bool two = byte == 0xC2 && next >= 0x80 && next < 0xA0; /* the control characters of Unicode's second block */
    if (byte == '\n' && !keep_feeds)
      wijk_text_add(text, "\\n");
    else if (two)
      wijk_text_add_format(text, "\\u00%02x", next);
    else if ((byte < 0x20 && byte != '\n') || byte == 0x7F)
      wijk_text_add_format(text, "\\x%02x", byte);
    else
      wijk_text_add_part(text, c, 1);
    c += two;
  }
}

void wijk_text_add_line(wijk_text *text, const char *bytes) {
  add_visible(text, bytes, false);
}

void wijk_text_add_lines(wijk_text *text, const char *bytes) {
  add_visible(text, bytes, true);
}

void wijk_text_add_xml(wijk_text *text, const char *bytes) {
  for (const char *c = bytes ? bytes : ""; *c; c++) {
    switch (*c) {
    case '&':
      wijk_text_add(text, "&amp;");
      break;
    case '<':
      wijk_text_add(text, "&lt;");
      break;
    case '>':
      wijk_text_add(text, "&gt;");
      break;
    case '"':
      wijk_text_add(text, "&quot;");
      break;
    case '\'':
      wijk_text_add(text, "&#39;");
      break;
    default:
      /* XML 1.0 has no place for other control characters, not even escaped. */
      if ((unsigned char)*c >= 0x20 || *c == '\t' || *c == '\n' || *c == '\r')
        wijk_text_add_part(text, c, 1);
    }
  }
}

wijk_status wijk_text_check(const wijk_text *text, wijk_error *err) {
  return text->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory for a text of %zu bytes", text->length) : WIJK_OK;
}

static unsigned char lower(char c) {
  return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool wijk_text_same(const char *a, const char *b) {
  while (*a && lower(*a) == lower(*b))
    a++, b++;
  return lower(*a) == lower(*b);
}

int wijk_text_order(const char *a, const char *b) {
  return strcmp(a, b);
}

/* Length of the well-formed UTF-8 sequence at `bytes` (Unicode 15, table 3-7), 0 when there is none. */
static size_t sequence(const unsigned char *bytes, size_t left) {
  unsigned char first = bytes[0];
  if (first < 0x80)
    return 1;
  size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || left < length)
    return 0;
  unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (bytes[1] < low || bytes[1] > high)
    return 0;
  for (size_t i = 2; i < length; i++)
    if (bytes[i] < 0x80 || bytes[i] > 0xBF)
      return 0;
  return length;
}

bool wijk_text_is_utf8(const char *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    size_t step = sequence((const unsigned char *)bytes + at, length - at);
    if (!step)
      return false;
    at += step;
  }
  return true;
}

static const uint16_t windows1252_c1[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                            0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void wijk_text_add_windows1252(wijk_text *text, const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned byte = (unsigned char)bytes[i];
    unsigned code = byte >= 0x80 && byte < 0xA0 ? windows1252_c1[byte - 0x80] : byte;
    if (code < 0x80)
      wijk_text_add_part(text, (char[]){(char)code}, 1);
    else if (code < 0x800)
      wijk_text_add_part(text, (char[]){(char)(0xC0 | code >> 6), (char)(0x80 | (code & 63))}, 2);
    else
      wijk_text_add_part(
          text, (char[]){(char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63))}, 3);
  }
}

enum { LONGEST_WORD = 64 };

/* Optimal string alignment distance (Damerau 1964), without regard to ASCII case; LONGEST_WORD for long words. */
static size_t distance(const char *a, const char *b) {
  size_t m = strlen(a), n = strlen(b);
  if (m >= LONGEST_WORD || n >= LONGEST_WORD)
    return LONGEST_WORD;
  size_t rows[3][LONGEST_WORD + 1];
  size_t *before = rows[0], *last = rows[1], *now = rows[2];
  for (size_t j = 0; j <= n; j++)
    last[j] = j;
  for (size_t i = 1; i <= m; i++) {
    now[0] = i;
    for (size_t j = 1; j <= n; j++) {
      size_t best = last[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));
      if (last[j] + 1 < best)
        best = last[j] + 1;
      if (now[j - 1] + 1 < best)
        best = now[j - 1] + 1;
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]) &&
          before[j - 2] + 1 < best)
        best = before[j - 2] + 1;
      now[j] = best;
    }
    size_t *oldest = before;
    before = last, last = now, now = oldest;
  }
  return last[n];
}

const char *wijk_text_find_nearest(const char *word, const char *const *candidates, size_t count) {
  size_t length = strlen(word);
  size_t best = length < 4 ? 2 : length / 3 + 2; /* nearer than this */
  const char *nearest = NULL;
  for (size_t i = 0; i < count; i++) {
    size_t far = distance(word, candidates[i]);
    if (far < best && far < strlen(candidates[i]))
      best = far, nearest = candidates[i];
  }
  return nearest;
}
