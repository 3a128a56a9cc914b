/* SPDX-License-Identifier: EUPL-1.2 */
/* The study file: YAML 1.2 that says once what the options would say each time. */
#ifndef WIJK_TOOLS_STUDY_H
#define WIJK_TOOLS_STUDY_H

#include "common/options.h"

typedef enum study_type {
  STUDY_TEXT,
  STUDY_PATH,      /* of a file; relative to the folder of the study file */
  STUDY_FLAG,      /* true or false */
  STUDY_CHOICE,    /* one of `choices` */
  STUDY_NUMBER,    /* with a decimal point, unquoted */
  STUDY_WHOLE,     /* 0 or more */
  STUDY_DATE,      /* YYYY-MM-DD */
  STUDY_LIST,      /* a list of texts, or one */
  STUDY_TABLE,     /* names, each with a text; for the option: name, `joint`, text */
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

/* Reads `path` and adds its values to the options of the program that the command line left open. Keys of other
 * programs are checked and passed over. WIJK_USAGE with file, line, column and the nearest known name for a key that
 * does not exist, is given twice, or holds something else than it should; WIJK_IO when it cannot be read. */
wijk_status study_read(option_values *values, const char *path, wijk_error *err);

/* The schema, for people: as text, and as the manual page wijk-study(5). */
void study_help(wijk_text *out);
void study_man(wijk_text *out);

#endif
