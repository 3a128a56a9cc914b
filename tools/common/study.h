/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of keys and values in YAML 1.2, and the first of them, the study file: it says once what the options would say
 * each time. */
#ifndef WIJK_TOOLS_STUDY_H
#define WIJK_TOOLS_STUDY_H

#include "common/options.h"

typedef enum study_type {
  STUDY_TEXT,
  STUDY_PATH,      /* of a file, relative to the folder of the one that names it; or one of `choices` where there are */
  STUDY_FLAG,      /* true or false */
  STUDY_CHOICE,    /* one of `choices` */
  STUDY_NUMBER,    /* with a decimal point, unquoted */
  STUDY_WHOLE,     /* 0 or more */
  STUDY_DATE,      /* YYYY-MM-DD */
  STUDY_LIST,      /* a list of texts, or one */
  STUDY_TABLE,     /* names, each with a text; for the option: name, `joint`, text */
  STUDY_COLOUR,    /* "#rrggbb" */
  STUDY_COLOURS,   /* names, each with a colour; as a table */
  STUDY_INDICATORS /* a list of tables, see study_indicator_parts */
} study_type;

/* One line of the schema. */
typedef struct study_key {
  const char *path; /* "sources.zones" */
  study_type type;
  const char *option; /* the option it stands for, without dashes */
  const char *joint;  /* STUDY_TABLE: between name and text. Else goes before the value, or NULL; a part of an indicator
                       that has one may be left out */
  const char *choices; /* STUDY_CHOICE: "nl|en" */
  const char *help;    /* as the help of an option */
} study_key;

/* The schema: the one list of what a study file may say, closed by one without a path; and that of an indicator. */
extern const study_key study_keys[];
extern const study_key study_indicator_parts[];

/* "true or false", "nl|en": what a value is to be. */
const char *study_type_text(const study_key *key);

/* What becomes of the values of a file. */
typedef struct study_taker {
  /* Takes one; `where` begins a message about it. */
  wijk_status (*take)(void *context, const study_key *key, const char *text, const char *where, wijk_error *err);
  /* Whether items of a list are taken one by one, not joined by commas; NULL = never. */
  bool (*one_by_one)(void *context, const study_key *key);
  void *context;
} study_taker;

/* Reads a file whose keys are those of `keys`. `kind` is what it is called: "study file". Texts live in `arena`.
 * WIJK_USAGE with file, line, column and the nearest known name for a key that does not exist, is given twice, or holds
 * something else than it should; WIJK_IO when it cannot be read. */
wijk_status study_read_keys(const char *path, const char *kind, const study_key *keys, const study_taker *taker,
                            wijk_arena *arena, wijk_error *err);
/* Whether a value is of the type its key wants; `plain` = it stood without quotes. */
bool study_value_fits(const study_key *key, const char *text, bool plain);
bool study_is_choice(const study_key *key, const char *text);
/* "#1c1c1c"; false for any other text. */
bool study_colour(const char *text, wijk_colour *colour);

/* Reads `path` and adds its values to the options of the program that the command line left open. Keys of other
 * programs are checked and passed over. Errors as above. */
wijk_status study_read(option_values *values, const char *path, wijk_error *err);

/* The documentation of a file of keys: for people as text, and as a manual page of section 5. */
typedef struct study_manual {
  const char *name, *summary, *introduction;
  const study_key *keys;
  const char *parts; /* what the keys of a part are called; NULL = none */
  const study_key *part_keys;
  const char *example;
} study_manual;
void study_write_help(const study_manual *manual, wijk_text *out);
void study_write_man(const study_manual *manual, wijk_text *out);

/* That of the study file. */
void study_help(wijk_text *out);
void study_man(wijk_text *out);

#endif
