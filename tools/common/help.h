/* SPDX-License-Identifier: EUPL-1.2 */
/* Help in its forms, all from the option table. */
#ifndef WIJK_TOOLS_HELP_H
#define WIJK_TOOLS_HELP_H

#include "common/options.h"

/* What --help=FORM or --version asked for, on stdout. */
wijk_status help_write(const run *run, wijk_error *err);

void help_text(const option_values *values, wijk_text *out);
void help_json(const option_values *values, wijk_text *out);
void help_man(const option_values *values, wijk_text *out);  /* roff, man(7) macros */
void help_bash(const option_values *values, wijk_text *out); /* a completion function and its registration */

#endif
