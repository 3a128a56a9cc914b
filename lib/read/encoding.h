/* SPDX-License-Identifier: EUPL-1.2 */
/* In which alphabet a table is written, and its texts as UTF-8. */
#ifndef WIJK_READ_ENCODING_H
#define WIJK_READ_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>

/* The code page that a .cpg file or the language byte of a DBF names, as iconv spells it ("UTF-8", "windows-1252",
 * "CP850"); NULL where it names none that is known. */
const char *encoding_of_cpg(const char *text, size_t length);
const char *encoding_of_language(unsigned char language);

/* A reader of texts in one encoding; close it. NULL with WIJK_DATA for an encoding that this machine does not know. */
typedef struct encoding encoding;
encoding *encoding_open(const char *name, wijk_error *err);
void encoding_close(encoding *e);
/* A copy as UTF-8 in `arena`; what cannot be read becomes U+FFFD and sets `*broken`. */
char *encoding_read(encoding *e, const char *bytes, size_t length, wijk_arena *arena, bool *broken, wijk_error *err);

#endif
