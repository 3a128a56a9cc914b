/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers to and from text, whatever the locale. */
#ifndef WIJK_NUMBER_H
#define WIJK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIJK_NUMBER_SIZE 32

/* The fewest digits that read back as the same double; "-0" is written as "0". NaN and infinities are
 * the caller's to handle: they write "null". Returns the length; `out` is closed by a NUL. */
size_t wijk_number_write(double value, char out[WIJK_NUMBER_SIZE]);

/* `decimals` digits after the point, rounded half to even on the exact value; trailing zeros dropped. */
size_t wijk_number_write_fixed(double value, int decimals, char out[WIJK_NUMBER_SIZE]);

/* For people: Dutch (1.234,5) or English (1,234.5) grouping with exactly `decimals` digits. */
size_t wijk_number_write_grouped(double value, int decimals, bool dutch, char *out, size_t size);

/* The whole of `text` as digits with a decimal point, optional sign and exponent. False for anything
 * else: blanks, hexadecimal, "nan", "inf", an empty text, or a value beyond the range of a double. */
bool wijk_number_read(const char *text, size_t length, double *value);

/* What a written number can mean when the decimal mark is not known. */
typedef enum wijk_decimal { WIJK_DECIMAL_UNKNOWN = 0, WIJK_DECIMAL_POINT = 1, WIJK_DECIMAL_COMMA = 2 } wijk_decimal;

/* As wijk_number_read with the given decimal mark; the other mark may group thousands ("1.234,56" with a
 * comma), in groups of exactly three, the first group of one to three digits and not starting with 0. */
bool wijk_number_read_grouped(const char *text, size_t length, wijk_decimal decimal, double *value);

#ifdef __cplusplus
}
#endif
#endif
