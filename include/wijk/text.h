/* SPDX-License-Identifier: EUPL-1.2 */
/* Text: a builder that grows, and what the sources need of UTF-8. */
#ifndef WIJK_TEXT_H
#define WIJK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Start one as `wijk_text text = {0}`. Once memory runs out `failed` stays set, further additions do
 * nothing, and `wijk_text_check` turns it into an error: callers build first and check once.
 * `bytes` is NULL while nothing was added, else always closed by a NUL. */
typedef struct wijk_text {
  char *bytes;
  size_t length;
  size_t capacity;
  bool failed;
} wijk_text;

void wijk_text_free(wijk_text *text);                   /* and makes it empty, ready to be used again */
void wijk_text_add(wijk_text *text, const char *bytes); /* NULL adds nothing */
void wijk_text_add_part(wijk_text *text, const char *bytes, size_t length);
void wijk_text_add_format(wijk_text *text, const char *format, ...) WIJK_PRINTF(2, 3); /* no floating point */
void wijk_text_add_number(wijk_text *text, double value);                              /* as wijk_number_write */
void wijk_text_add_json(wijk_text *text, const char *bytes); /* quoted and escaped; NULL becomes null */
void wijk_text_add_xml(wijk_text *text, const char *bytes);  /* escaped for element text and attributes */
/* For a terminal: control characters become visible escapes; line feeds too, but in `_lines`. */
void wijk_text_add_line(wijk_text *text, const char *bytes);
void wijk_text_add_lines(wijk_text *text, const char *bytes);
wijk_status wijk_text_check(const wijk_text *text, wijk_error *err);

/* Without regard to case, in ASCII only: field names and keywords must not depend on the locale. */
bool wijk_text_same(const char *a, const char *b);
int wijk_text_order(const char *a, const char *b); /* as strcmp over bytes, which for UTF-8 is code point order */

/* Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool wijk_text_is_utf8(const char *bytes, size_t length);
/* Windows-1252 to UTF-8, added to `text`. The five undefined bytes become U+FFFD. */
void wijk_text_add_windows1252(wijk_text *text, const char *bytes, size_t length);

/* The candidate nearest to `word` by edit distance (a swap of neighbours counts as one), or NULL when none
 * is near enough to be worth suggesting. */
const char *wijk_text_find_nearest(const char *word, const char *const *candidates, size_t count);

/* "zone has" of one, "zones have" of none or more. */
static inline const char *wijk_plural(size_t count, const char *one, const char *many) {
  return count == 1 ? one : many;
}

#ifdef __cplusplus
}
#endif
#endif
