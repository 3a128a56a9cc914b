/* SPDX-License-Identifier: EUPL-1.2 */
/* The option table at work: which options a program has, and what was chosen for each. */
#ifndef WIJK_TOOLS_OPTIONS_H
#define WIJK_TOOLS_OPTIONS_H

#include "common/program.h"

typedef enum option_origin { OPTION_NOT_GIVEN, OPTION_FROM_STUDY, OPTION_FROM_COMMAND_LINE } option_origin;

typedef struct option_value {
  const option *option;
  option_origin origin;
  const char **texts; /* as given, in order; a flag has one, "yes" or "no" */
  size_t count, capacity;
} option_value;

/* Every option of one program, the shared ones it takes first, in the order of help and manual. */
typedef struct option_values {
  wijk_arena *arena;
  option_value *all;
  size_t count;
  const char *operand;
  const program *program;
} option_values;

/* The options that mean the same everywhere (conventions of the command line), closed by one without a name. */
extern const option shared_options[];

/* The table of a program, nothing chosen yet. WIJK_BUG when a program names a shared option that is not there. */
wijk_status option_values_new(const program *program, wijk_arena *arena, option_values *values, wijk_error *err);

/* Reads a command line. Every fault of it is WIJK_USAGE: an unknown option (with the nearest name), one given twice,
 * without its value, with a value it cannot have. */
wijk_status option_values_read(option_values *values, int argc, char **argv, wijk_error *err);

/* Adds one value from a study file; nothing happens where the command line has chosen. `where` is for the message. */
wijk_status option_values_add_study(option_values *values, const option *option, const char *text, const char *where,
                                    wijk_error *err);

/* The same choices with another value for option `name`, as the command line would give it. Of an option that may be
 * given more than once the value is added; a part KEY:VALUE takes the place of the part with that key. An empty text
 * takes the option away. WIJK_USAGE for a value it cannot have. */
wijk_status option_values_change(const option_values *values, const char *name, const char *text,
                                 option_values *changed, wijk_error *err);

/* After the study file: WIJK_USAGE for an option of the command line that does nothing (`needs` of the program). */
wijk_status option_values_check(const option_values *values, wijk_error *err);

/* NULL when the program has no such option. */
option_value *option_values_find(const option_values *values, const char *name);

/* Everything that was chosen, as parameters of the report; files without their folder. */
wijk_status option_values_report(const option_values *values, wijk_report *report, wijk_error *err);

#endif
