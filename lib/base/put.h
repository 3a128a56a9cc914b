/* SPDX-License-Identifier: EUPL-1.2 */
/* A message in a field of fixed size. */
#ifndef WIJK_BASE_PUT_H
#define WIJK_BASE_PUT_H

#include <stdarg.h>
#include <stddef.h>
#include <wijk/error.h>

/* Formats at the end of the text in `field`, which has `size` bytes. A text that does not fit is cut at a character
 * boundary and ends in "…". */
void message_put(char *field, size_t size, const char *format, va_list arguments) WIJK_PRINTF(3, 0);

#endif
