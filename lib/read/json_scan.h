/* SPDX-License-Identifier: EUPL-1.2 */
/* A JSON text piece by piece: members of objects, items of arrays, values passed over; nothing is built. */
#ifndef WIJK_READ_JSON_SCAN_H
#define WIJK_READ_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/error.h>

typedef enum json_kind {
  JSON_NULL,
  JSON_WORD,
  JSON_NUMBER,
  JSON_NOT_A_NUMBER,
  JSON_TEXT,
  JSON_ARRAY,
  JSON_OBJECT
} json_kind;

/* A piece of the text: of a text what stands between its quotes, escapes as written. */
typedef struct json_span {
  const unsigned char *start;
  size_t length;
} json_span;

typedef struct json_scan {
  const char *file; /* for messages */
  const unsigned char *first, *at, *end;
  wijk_error *err; /* set when the text is no JSON, is cut, or nests too deep; then every function gives false */
  size_t depth;
  json_span *names; /* of all objects that are open, the innermost last */
  size_t name_count, name_capacity;
  /* Told of a key that is there twice in one object and of a number that is none; false stops. */
  bool (*found)(struct json_scan *scan, const char *code, const char *what, json_span value);
  void *user;
} json_scan;

void json_scan_free(json_scan *scan);
/* What is wrong, with line and column; always false. */
bool json_scan_refuse(json_scan *scan, const char *what);
/* What stands at the next value, which is not read yet. */
bool json_peek(json_scan *scan, json_kind *kind);
/* The next value, passed over; `value`, when not NULL, is a text or number as written. */
bool json_pass(json_scan *scan, json_kind *kind, json_span *value);

/* json_list list = {0}; while (json_next_member(scan, &list, &name)) reads or passes the value of each member. */
typedef struct json_list {
  size_t first_name;
  bool inside;
} json_list;
bool json_next_member(json_scan *scan, json_list *object, json_span *name);
bool json_next_item(json_scan *scan, json_list *array);
/* Only blanks are left. */
bool json_at_end(json_scan *scan);

bool json_is(json_span span, const char *word);

#endif
