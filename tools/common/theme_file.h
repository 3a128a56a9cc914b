/* SPDX-License-Identifier: EUPL-1.2 */
/* The theme file: the colours, palettes and letters of a house, in YAML 1.2. */
#ifndef WIJK_TOOLS_THEME_FILE_H
#define WIJK_TOOLS_THEME_FILE_H

#include "common/program.h"
#include "common/study.h"

/* The schema, closed by a key without a path. */
extern const study_key theme_keys[];

/* A theme made of the file's keys and, where it says nothing, of its base. Errors as for a study file; WIJK_USAGE also
 * for a palette or font that is not there, and for text that WCAG AA does not let pass: what is wrong is told with its
 * contrast. What is only drawn and hard to see goes into `faults`. */
wijk_status theme_read(const char *path, wijk_arena *arena, const wijk_theme **theme,
                       wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST], size_t *fault_count, wijk_error *err);

/* "quiet on paper has a contrast of 2.85, WCAG AA wants 4.5": never rounded up to what is wanted. */
void theme_tell_fault(const wijk_theme_fault *fault, const char *before, wijk_text *out);

/* That of --theme: light, dark, or a file. WIJK_USAGE for any other word; what is hard to see is a warning. */
wijk_status theme_take(run *run, const wijk_theme **taken, wijk_error *err);

/* For people: as text, and as the manual page wijk-theme(5). */
void theme_help(wijk_text *out);
void theme_man(wijk_text *out);

#endif
