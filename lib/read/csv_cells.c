/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/csv.h"

#include <stdint.h>
#include <string.h>
#include <wijk/text.h>

/* ---- bytes to text ---- */

/* By its mark; without one, by a letter and a NUL in either order, four times. */
static bool is_utf16(const unsigned char *bytes, size_t length) {
  if (length >= 2 && ((bytes[0] == 0xff && bytes[1] == 0xfe) || (bytes[0] == 0xfe && bytes[1] == 0xff)))
    return true;
  bool pairs = length >= 8;
  for (size_t i = 0; pairs && i < 8; i += 2)
    pairs = (bytes[i] == 0) != (bytes[i + 1] == 0);
  return pairs;
}

static wijk_status refuse(const char *file, const unsigned char *bytes, size_t length, wijk_error *err) {
  bool utf16 = is_utf16(bytes, length);
  if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) {
    wijk_error_set(err, WIJK_DATA, "'%s' is a spreadsheet or zip archive, not a CSV", file);
    return wijk_error_hint(err, "open it in the spreadsheet program and save it as 'CSV UTF-8'");
  }
  const unsigned char *nul = memchr(bytes, 0, length);
  if (utf16 || nul) {
    if (utf16)
      wijk_error_set(err, WIJK_DATA, "'%s' is UTF-16 text", file);
    else
      wijk_error_set(err, WIJK_DATA, "'%s' has a NUL at byte %zu, as UTF-16 text and binary files have", file,
                     (size_t)(nul - bytes) + 1);
    return wijk_error_hint(err, "save it as 'CSV UTF-8'");
  }
  return WIJK_OK;
}

wijk_status csv_decode(const char *file, const unsigned char *bytes, size_t length, wijk_arena *arena, char **text,
                       size_t *text_length, const char **encoding, wijk_error *err) {
  wijk_status status = refuse(file, bytes, length, err);
  if (status != WIJK_OK)
    return status;
  if (length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
    bytes += 3;
    length -= 3;
  }
  if (wijk_text_is_utf8((const char *)bytes, length)) {
    *encoding = "UTF-8";
    *text = wijk_arena_text_part(arena, (const char *)bytes, length, err);
    *text_length = length;
  } else {
    wijk_text decoded = {0};
    wijk_text_add_windows1252(&decoded, (const char *)bytes, length);
    *encoding = "windows-1252";
    if (wijk_text_check(&decoded, err) == WIJK_OK)
      *text = wijk_arena_text_part(arena, decoded.bytes ? decoded.bytes : "", decoded.length, err);
    *text_length = decoded.length;
    wijk_text_free(&decoded);
  }
  if (err->status != WIJK_OK)
    return err->status;
  if (!memchr(*text, '\n', *text_length))
    for (char *at = *text; (at = memchr(at, '\r', *text_length - (size_t)(at - *text))) != NULL;)
      *at = '\n';
  return WIJK_OK;
}

/* ---- text to cells ---- */

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/* The quote that closes a text of which `at` is the first character, NULL where there is none. One with text behind it,
 * on a later line, opens another cell: the text was never closed. */
static const char *find_close(const char *at, const char *end, char delimiter) {
  const char *first = at;
  while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
    if (at + 1 < end && at[1] == '"') {
      at += 2;
      continue;
    }
    const char *behind = at + 1;
    while (behind < end && *behind != delimiter && (is_blank(*behind) || *behind == '\r'))
      behind++;
    bool rest = behind < end && *behind != delimiter && *behind != '\n';
    return rest && memchr(first, '\n', (size_t)(at - first)) ? NULL : at;
  }
  return NULL;
}

/* From the opening quote to the closing one: returns the place behind it, and the text without the quotes. */
static char *read_quoted(char *at, const char *close, char **text) {
  char *to = ++at;
  *text = to;
  while (at < close) {
    char *quote = memchr(at, '"', (size_t)(close - at));
    size_t length = (size_t)((quote ? quote + 1 : close) - at);
    memmove(to, at, length);
    to += length;
    at += length + (quote != NULL);
  }
  char *behind = at + 1;
  *to = '\0';
  return behind;
}

static char *trim(char *text, char *end) {
  while (text < end && is_blank(*text))
    text++;
  while (end > text && (is_blank(end[-1]) || end[-1] == '\r'))
    end--;
  *end = '\0';
  return text;
}

csv_end csv_next_cell(csv_scan *scan, csv_cell *cell) {
  char *at = scan->at, *end = scan->end;
  *cell = (csv_cell){0};
  while (at < end && is_blank(*at) && *at != scan->delimiter)
    at++;
  if (at < end && *at == '"') {
    const char *close = find_close(at + 1, end, scan->delimiter);
    cell->quoted = true;
    if (!close)
      return CSV_OPEN_QUOTE; /* nothing is changed: the lines that follow can be read for themselves */
    at = read_quoted(at, close, &cell->text);
  }
  char *first = at;
  while (at < end && *at != scan->delimiter && *at != '\n')
    at++;
  csv_end ended = at == end ? CSV_FILE : *at == '\n' ? CSV_LINE : CSV_DELIMITER;
  scan->at = at < end ? at + 1 : at;
  if (cell->quoted) {
    for (; first < at && !cell->rest; first++)
      cell->rest = !is_blank(*first) && *first != '\r';
    cell->text = trim(cell->text, cell->text + strlen(cell->text));
  } else {
    cell->text = trim(first, at);
  }
  return ended;
}

/* ---- which delimiter ---- */

size_t csv_next_width(const char **at, const char *end, char delimiter) {
  const char *c = *at;
  size_t width = 1;
  bool start = true, empty = true;
  for (; c < end && *c != '\n'; c++) {
    if (*c == delimiter) {
      width++;
      start = true;
      empty = false;
    } else if (*c == '"' && start) {
      const char *close = find_close(c + 1, end, delimiter);
      start = empty = false;
      c = close ? close : c; /* one that is never closed spoils its own line only */
    } else if (!is_blank(*c) && *c != '\r') {
      start = empty = false;
    }
  }
  *at = c < end ? c + 1 : end;
  return empty ? 0 : width;
}

wijk_status csv_find_delimiter(const char *file, const char *text, size_t length, char *delimiter, wijk_error *err) {
  static const char candidates[] = {';', ',', '\t'};
  size_t best_fit = 0, best_width = 1;
  bool tie = false;
  *delimiter = ',';
  for (size_t i = 0; i < sizeof candidates; i++) {
    const char *at = text, *end = text + length;
    size_t width = 0, fit = 0;
    while (at < end && !width)
      width = csv_next_width(&at, end, candidates[i]);
    if (width < 2)
      continue;
    while (at < end)
      fit += csv_next_width(&at, end, candidates[i]) == width;
    if (best_width > 1 && fit == best_fit && width == best_width)
      tie = true;
    if (best_width == 1 || fit > best_fit || (fit == best_fit && width > best_width)) {
      best_fit = fit;
      best_width = width;
      *delimiter = candidates[i];
      tie = false;
    }
  }
  if (!tie)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' can be cut into columns in two ways", file);
  return wijk_error_hint(err, "put the names of the first line between quotes, or save the file with tabs");
}
