/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of known keys: the door to libfyaml. */
#include "common/study.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

enum { SIZE_LIMIT = 1 << 20, MOST_FAULTS = 20, FAULTS_ROOM = 3000 /* that "and more" fits into the message too */ };

typedef struct place {
  int line, column; /* from 1 */
} place;

typedef struct reader {
  const study_key *keys;
  const study_taker *taker;
  const char *kind; /* "study file" */
  wijk_arena *arena;
  const char *file;   /* without folder, for messages */
  const char *folder; /* with its closing slash, or "" */
  wijk_error *err;
  wijk_error first; /* of the faults that were found; `faults` are the lines of all */
  wijk_text faults;
  size_t fault_count;
} reader;

/* ---- places and messages ---- */

static place place_of(struct fy_node *node, place otherwise) {
  void *at = NULL;
  struct fy_token *token = node ? fy_node_get_scalar_token(node) : NULL;
  const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
  bool quoted =
      mark && (fy_node_get_style(node) == FYNS_DOUBLE_QUOTED || fy_node_get_style(node) == FYNS_SINGLE_QUOTED);
  if (mark) /* that of a quoted text stands after its quote */
    return (place){mark->line + 1, mark->column + 1 - quoted};
  if (node && fy_node_is_mapping(node)) {
    struct fy_node_pair *pair = fy_node_mapping_iterate(node, &at);
    return pair ? place_of(fy_node_pair_key(pair), otherwise) : otherwise;
  }
  if (node && fy_node_is_sequence(node)) {
    struct fy_node *item = fy_node_sequence_iterate(node, &at);
    return item ? place_of(item, otherwise) : otherwise;
  }
  return otherwise;
}

static const char *where(reader *r, place at, const char *path) {
  const char *text =
      wijk_arena_format(r->arena, r->err, "'%s' line %d, column %d: %s", r->file, at.line, at.column, path);
  return text ? text : r->file;
}

static wijk_status wrong(reader *r, place at, const char *path, const char *what) {
  return wijk_error_set(r->err, WIJK_USAGE, "%s %s", where(r, at, path), what);
}

/* A wrong key or value is kept and the next one looked at, so that one run says what is wrong with a file: all of it,
 * up to so many faults that it is another kind of file. */
static bool go_on(reader *r) {
  if (r->err->status != WIJK_USAGE || r->fault_count == MOST_FAULTS || r->faults.length > FAULTS_ROOM)
    return false;
  if (!r->fault_count++)
    r->first = *r->err;
  const char *hint = r->err->hint;
  if (strncmp(hint, "there are: ", 11) == 0 && r->faults.bytes && strstr(r->faults.bytes, hint))
    hint = ""; /* a list is said once */
  wijk_text_add_format(&r->faults, "%s%s%s%s", r->faults.length ? "\n" : "", r->err->message, *hint ? "; " : "", hint);
  *r->err = (wijk_error){0};
  return true;
}

static wijk_status say_faults(reader *r) {
  bool more = r->fault_count && r->err->status == WIJK_USAGE; /* one too many, at which reading stopped */
  if (more)
    *r->err = (wijk_error){0};
  wijk_text_add(&r->faults, more ? "\nand more" : NULL);
  if (r->err->status == WIJK_OK && r->fault_count == 1 && !more)
    *r->err = r->first;
  else if (r->err->status == WIJK_OK && r->fault_count && wijk_text_check(&r->faults, r->err) == WIJK_OK)
    wijk_error_set(r->err, WIJK_USAGE, "%s", r->faults.bytes);
  wijk_text_free(&r->faults);
  return r->err->status;
}

/* ---- scalars ---- */

static bool is_missing(struct fy_node *node) {
  if (!node)
    return true;
  if (!fy_node_is_scalar(node) || fy_node_get_style(node) != FYNS_PLAIN)
    return false;
  const char *text = fy_node_get_scalar0(node);
  return !text || !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 || strcmp(text, "Null") == 0 ||
         strcmp(text, "NULL") == 0;
}

/* The text of a scalar, in the arena; NULL (with an error) for anything else. */
static const char *scalar(reader *r, struct fy_node *node, place at, const char *path) {
  at = place_of(node, at);
  if (is_missing(node)) {
    wrong(r, at, path, "has no value");
    wijk_error_hint(r->err, "write one, or leave the key out");
    return NULL;
  }
  if (fy_node_is_alias(node) || fy_node_get_tag_token(node)) {
    wijk_error_set(r->err, WIJK_USAGE, "%s uses an alias or a tag, which a %s has not", where(r, at, path), r->kind);
    return NULL;
  }
  size_t length = 0;
  const char *text = fy_node_is_scalar(node) ? fy_node_get_scalar(node, &length) : NULL;
  if (!text) {
    wrong(r, at, path,
          fy_node_is_mapping(node) ? "holds a table where one value is wanted"
                                   : "holds a list where one value is wanted");
    return NULL;
  }
  if (memchr(text, 0, length)) {
    wrong(r, at, path, "holds a zero byte");
    return NULL;
  }
  return wijk_arena_text_part(r->arena, text, length, r->err);
}

/* A # that is not in quotes begins a comment. */
static const char *scalar_of(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  if (key->type != STUDY_COLOUR || !is_missing(node))
    return scalar(r, node, at, path);
  wrong(r, place_of(node, at), path, "has no value");
  wijk_error_hint(r->err, "write a colour in quotes, as \"#1c1c1c\"");
  return NULL;
}

/* Whether a value is of the type its key wants. A number in quotes is text, as YAML has it. */
static wijk_status check(reader *r, const study_key *key, struct fy_node *node, const char *text, place at,
                         const char *path) {
  bool plain = fy_node_get_style(node) == FYNS_PLAIN;
  if (study_value_fits(key, text, plain))
    return WIJK_OK;
  return wijk_error_set(r->err, WIJK_USAGE, "%s is to be %s%s, not %s'%s'", where(r, at, path),
                        key->type == STUDY_CHOICE ? "one of " : "", study_type_text(key),
                        plain || key->type == STUDY_COLOUR ? "" : "the text ", text);
}

/* ---- values of several kinds ---- */

static wijk_status give(reader *r, const study_key *key, const char *text, place at, const char *path) {
  if (r->err->status != WIJK_OK)
    return r->err->status;
  return r->taker->take(r->taker->context, key, text, where(r, at, path), r->err);
}

static bool is_absolute(const char *path) {
  return path[0] == '/' || strncmp(path, "PG:", 3) == 0;
}

static wijk_status read_scalar(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  const char *text = scalar_of(r, key, node, at, path);
  at = place_of(node, at);
  if (!text || check(r, key, node, text, at, path) != WIJK_OK)
    return r->err->status;
  if (key->type == STUDY_FLAG)
    text = strcmp(text, "true") == 0 ? "yes" : "no";
  if (key->type == STUDY_PATH && !is_absolute(text) && !study_is_choice(key, text))
    text = wijk_arena_format(r->arena, r->err, "%s%s", r->folder, text);
  if (text && key->joint)
    text = wijk_arena_format(r->arena, r->err, "%s%s", key->joint, text);
  return text ? give(r, key, text, at, path) : r->err->status;
}

/* A list for an option that is repeated is given item by item; for one with commas, as one text. */
static wijk_status read_list(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  if (!node || !fy_node_is_sequence(node))
    return read_scalar(r, key, node, at, path);
  bool repeated = r->taker->one_by_one && r->taker->one_by_one(r->taker->context, key);
  const char *joined = NULL;
  void *next = NULL;
  for (struct fy_node *item; (item = fy_node_sequence_iterate(node, &next));) {
    if (repeated) {
      if (read_scalar(r, key, item, at, path) != WIJK_OK && !go_on(r))
        return r->err->status;
      continue;
    }
    const char *text = scalar(r, item, at, path);
    if (text && strchr(text, ','))
      return wrong(r, place_of(item, at), path, "holds a text with a comma");
    if (text)
      joined = joined ? wijk_arena_format(r->arena, r->err, "%s,%s", joined, text) : text;
    if (!text || !joined)
      return r->err->status;
  }
  if (fy_node_is_sequence(node) && fy_node_sequence_is_empty(node))
    return wrong(r, at, path, "is an empty list");
  return repeated ? WIJK_OK : give(r, key, joined, place_of(node, at), path);
}

static wijk_status want_table(reader *r, struct fy_node *node, place at, const char *path) {
  if (node && fy_node_is_mapping(node) && !fy_node_get_tag_token(node))
    return WIJK_OK;
  return wrong(r, place_of(node, at), path, is_missing(node) ? "has no value" : "is to be a table of keys and values");
}

/* The name of a pair, once it is sure to be a text that was not there before in the same table. */
static const char *name_of(reader *r, struct fy_node *table, struct fy_node_pair *pair, place at, const char *path) {
  const char *name = scalar(r, fy_node_pair_key(pair), at, path[0] ? path : "a key");
  if (!name)
    return NULL;
  void *next = NULL;
  for (struct fy_node_pair *other; (other = fy_node_mapping_iterate(table, &next)) && other != pair;) {
    struct fy_node *key = fy_node_pair_key(other);
    const char *earlier = key && fy_node_is_scalar(key) ? fy_node_get_scalar0(key) : NULL;
    if (!earlier || strcmp(earlier, name) != 0)
      continue;
    at = place_of(fy_node_pair_key(pair), at);
    wijk_error_set(r->err, WIJK_USAGE, "'%s' line %d, column %d: key '%s' is given twice, first in line %d", r->file,
                   at.line, at.column, name, place_of(key, at).line);
    return NULL;
  }
  return name;
}

static wijk_status read_table(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  if (want_table(r, node, at, path) != WIJK_OK)
    return r->err->status;
  study_key item = *key; /* the type of each value */
  item.type = key->type == STUDY_COLOURS ? STUDY_COLOUR : STUDY_TEXT;
  void *next = NULL;
  for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &next));) {
    const char *name = name_of(r, node, pair, at, path);
    place here = place_of(fy_node_pair_key(pair), at);
    struct fy_node *value = fy_node_pair_value(pair);
    const char *part = name ? wijk_arena_format(r->arena, r->err, "%s.%s", path, name) : NULL;
    const char *text = part ? scalar_of(r, &item, value, here, part) : NULL;
    if (text && check(r, &item, value, text, place_of(value, here), part) != WIJK_OK)
      text = NULL;
    text = text ? wijk_arena_format(r->arena, r->err, "%s%s%s", name, key->joint, text) : NULL;
    if ((!text || give(r, key, text, here, path) != WIJK_OK) && !go_on(r))
      return r->err->status;
  }
  return WIJK_OK;
}

/* ---- keys ---- */

/* The first part of `path` after `prefix` ("zones" of "sources.zones" after "sources"); NULL when it lies elsewhere. */
static const char *part_after(reader *r, const char *path, const char *prefix) {
  size_t length = strlen(prefix);
  if (length && (strncmp(path, prefix, length) != 0 || path[length] != '.'))
    return NULL;
  const char *part = path + length + (length > 0);
  return wijk_arena_text_part(r->arena, part, strcspn(part, "."), r->err);
}

static wijk_status unknown(reader *r, const study_key *keys, const char *prefix, const char *name, place at) {
  const char *known[64];
  size_t count = 0;
  wijk_text list = {0};
  for (const study_key *key = keys; key->path && count < sizeof known / sizeof *known; key++) {
    const char *part = part_after(r, key->path, prefix);
    bool said = !part;
    for (size_t i = 0; i < count && !said; i++)
      said = strcmp(known[i], part) == 0;
    if (said)
      continue;
    known[count++] = part;
    wijk_text_add_format(&list, "%s%s", list.length ? ", " : "", part);
  }
  wijk_error_set(r->err, WIJK_USAGE, "'%s' line %d, column %d: there is no key '%s'%s%s", r->file, at.line, at.column,
                 name, *prefix ? " in " : "", prefix);
  const char *nearest = wijk_text_find_nearest(name, known, count);
  if (strchr(name, '.'))
    wijk_error_hint(r->err, "keys are nested, each on a line of its own, not joined by points");
  else if (nearest)
    wijk_error_hint(r->err, "did you mean '%s'?", nearest);
  else if (list.bytes)
    wijk_error_hint(r->err, "there are: %s", list.bytes);
  wijk_text_free(&list);
  return r->err->status;
}

/* An indicator: its parts in the order of study_indicator_parts, with colons, as the option has them. */
static wijk_status read_indicator(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  const char *parts[8] = {0}, *text = NULL;
  if (want_table(r, node, at, path) != WIJK_OK)
    return r->err->status;
  void *next = NULL;
  for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &next));) {
    const char *name = name_of(r, node, pair, at, path);
    if (!name)
      return r->err->status;
    place here = place_of(fy_node_pair_key(pair), at);
    size_t part = 0;
    while (study_indicator_parts[part].path && strcmp(study_indicator_parts[part].path, name) != 0)
      part++;
    if (!study_indicator_parts[part].path)
      return unknown(r, study_indicator_parts, "", name, here);
    const char *part_path = wijk_arena_format(r->arena, r->err, "%s %s", path, name);
    struct fy_node *value = fy_node_pair_value(pair);
    parts[part] = part_path ? scalar(r, value, here, part_path) : NULL;
    if (!parts[part] || check(r, &study_indicator_parts[part], value, parts[part], place_of(value, here), part_path))
      return r->err->status;
  }
  bool left_out = false;
  for (size_t part = 0; study_indicator_parts[part].path; part++) {
    const study_key *wanted = &study_indicator_parts[part];
    if (!parts[part] && !wanted->joint)
      return wijk_error_set(r->err, WIJK_USAGE, "%s lacks its %s", where(r, place_of(node, at), path), wanted->path);
    if (parts[part] && left_out)
      return wijk_error_set(r->err, WIJK_USAGE, "%s has a %s but lacks what goes before it",
                            where(r, place_of(node, at), path), wanted->path);
    left_out = !parts[part];
    if (parts[part])
      text = text
                 ? wijk_arena_format(r->arena, r->err, "%s%s%s", text, wanted->joint ? wanted->joint : ":", parts[part])
                 : parts[part];
  }
  return text ? give(r, key, text, place_of(node, at), path) : r->err->status;
}

static wijk_status read_indicators(reader *r, const study_key *key, struct fy_node *node, place at, const char *path) {
  if (!node || !fy_node_is_sequence(node))
    return wrong(r, place_of(node, at), path, "is to be a list of indicators");
  void *next = NULL;
  for (struct fy_node *item; (item = fy_node_sequence_iterate(node, &next));)
    if (read_indicator(r, key, item, at, path) != WIJK_OK && !go_on(r))
      return r->err->status;
  return WIJK_OK;
}

static wijk_status read_value(reader *r, const study_key *key, struct fy_node *node, place at) {
  switch (key->type) {
  case STUDY_LIST:
    return read_list(r, key, node, at, key->path);
  case STUDY_TABLE:
  case STUDY_COLOURS:
    return read_table(r, key, node, at, key->path);
  case STUDY_INDICATORS:
    return read_indicators(r, key, node, at, key->path);
  default:
    return read_scalar(r, key, node, at, key->path);
  }
}

/* One table of the file: what stands under `prefix`. Its depth is that of the schema. */
static wijk_status read_keys(reader *r, struct fy_node *node, const char *prefix, place at);

static wijk_status read_pair(reader *r, struct fy_node *table, struct fy_node_pair *pair, const char *prefix,
                             place at) {
  const char *name = name_of(r, table, pair, at, prefix);
  const char *path = name ? wijk_arena_format(r->arena, r->err, "%s%s%s", prefix, *prefix ? "." : "", name) : NULL;
  if (!path)
    return r->err->status;
  place here = place_of(fy_node_pair_key(pair), at);
  size_t length = strlen(path);
  const study_key *key = r->keys;
  while (key->path && strcmp(key->path, path) != 0 &&
         !(strncmp(key->path, path, length) == 0 && key->path[length] == '.'))
    key++;
  if (!key->path || strchr(name, '.'))
    return unknown(r, r->keys, prefix, name, here);
  bool whole = key->path[length] == 0;
  return whole ? read_value(r, key, fy_node_pair_value(pair), here)
               : read_keys(r, fy_node_pair_value(pair), path, here);
}

static wijk_status read_keys(reader *r, struct fy_node *node, const char *prefix, place at) {
  if (want_table(r, node, at, *prefix ? prefix : "the file") != WIJK_OK)
    return r->err->status;
  void *next = NULL;
  for (struct fy_node_pair *pair; (pair = fy_node_mapping_iterate(node, &next));)
    if (read_pair(r, node, pair, prefix, at) != WIJK_OK && !go_on(r))
      return r->err->status;
  return WIJK_OK;
}

/* ---- the file ---- */

static char *read_file(reader *r, const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *bytes = file ? wijk_arena_add(r->arena, SIZE_LIMIT + 1, 1, r->err) : NULL;
  if (!file)
    wijk_error_set(r->err, WIJK_IO, "'%s' cannot be read: %s", path, strerror(errno));
  if (!bytes) {
    if (file)
      fclose(file);
    return NULL;
  }
  *length = fread(bytes, 1, SIZE_LIMIT + 1, file);
  bool failed = ferror(file) != 0;
  fclose(file);
  if (failed)
    wijk_error_set(r->err, WIJK_IO, "'%s' cannot be read", path);
  else if (*length > SIZE_LIMIT)
    wijk_error_set(r->err, WIJK_USAGE, "'%s' is larger than 1 MiB, which no %s is", r->file, r->kind);
  else if (memchr(bytes, 0, *length) || !wijk_text_is_utf8(bytes, *length))
    wijk_error_set(r->err, WIJK_USAGE, "'%s' is not UTF-8 text", r->file);
  return r->err->status == WIJK_OK ? bytes : NULL;
}

static void say_nothing(struct fy_diag *diag, void *user, const char *bytes, size_t length) {
  (void)diag, (void)user, (void)bytes, (void)length;
}

static wijk_status read_document(reader *r, struct fy_parser *parser, struct fy_diag *diag) {
  struct fy_document *document = fy_parse_load_document(parser);
  struct fy_document *second = document ? fy_parse_load_document(parser) : NULL;
  void *at = NULL;
  const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &at);
  if (error)
    wijk_error_set(r->err, WIJK_USAGE, "'%s' line %d, column %d: %s", r->file, error->line, error->column, error->msg);
  else if (second)
    wijk_error_set(r->err, WIJK_USAGE, "'%s' holds more than one document", r->file);
  else if (document && !is_missing(fy_document_root(document)))
    read_keys(r, fy_document_root(document), "", (place){1, 1});
  say_faults(r);
  fy_parse_document_destroy(parser, second);
  fy_parse_document_destroy(parser, document);
  return r->err->status;
}

wijk_status study_read_keys(const char *path, const char *kind, const study_key *keys, const study_taker *taker,
                            wijk_arena *arena, wijk_error *err) {
  reader r = {.keys = keys, .taker = taker, .kind = kind, .arena = arena, .err = err};
  const char *slash = strrchr(path, '/');
  r.file = slash ? slash + 1 : path;
  r.folder = wijk_arena_text_part(r.arena, path, slash ? (size_t)(slash + 1 - path) : 0, r.err);
  size_t length = 0;
  const char *bytes = r.folder ? read_file(&r, path, &length) : NULL;
  if (!bytes)
    return wijk_error_frame(r.err, "reading the %s", kind);
  struct fy_diag_cfg quiet;
  fy_diag_cfg_default(&quiet);
  quiet.fp = NULL;
  quiet.output_fn = say_nothing;
  struct fy_diag *diag = fy_diag_create(&quiet);
  struct fy_parse_cfg how = {.flags = FYPCF_ALLOW_DUPLICATE_KEYS | FYPCF_DEFAULT_VERSION_1_2, .diag = diag};
  struct fy_parser *parser = diag ? fy_parser_create(&how) : NULL;
  if (!parser || fy_parser_set_string(parser, bytes, length) != 0) {
    wijk_error_set(r.err, WIJK_MEMORY, "no memory for '%s'", r.file);
  } else {
    fy_diag_set_collect_errors(diag, true);
    read_document(&r, parser, diag);
  }
  fy_parser_destroy(parser);
  fy_diag_destroy(diag);
  return r.err->status == WIJK_OK ? WIJK_OK : wijk_error_frame(r.err, "reading the %s", kind);
}
