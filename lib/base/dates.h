/* SPDX-License-Identifier: EUPL-1.2 */
/* Days, as numbers that compare. */
#ifndef WIJK_BASE_DATES_H
#define WIJK_BASE_DATES_H

#include <stdbool.h>

/* YYYYMMDD of "2026-11-22" (a time behind it is dropped), or of "22-11-2026" as Dutch spreadsheets write it. False for
 * anything else, and for days that do not exist. Slashes are refused: they are read both ways. */
bool date_read(const char *text, int *day);

/* "22 november 2026", "22 November 2026". */
#define DATE_SIZE 24
void date_write(int day, bool dutch, char out[DATE_SIZE]);

#endif
