/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/dates.h"

#include <stdio.h>
#include <string.h>

static bool take_number(const char **at, int digits_least, int digits_most, int *value) {
  int digits = 0;
  *value = 0;
  while (**at >= '0' && **at <= '9' && digits < digits_most) {
    *value = *value * 10 + (**at - '0');
    (*at)++;
    digits++;
  }
  return digits >= digits_least;
}

static bool exists(int year, int month, int day) {
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1] + (month == 2 && leap);
}

bool date_read(const char *text, int *day) {
  const char *at = text;
  int year, month, number;
  if (strspn(text, "0123456789") == 4) {
    if (!take_number(&at, 4, 4, &year) || *at++ != '-' || !take_number(&at, 2, 2, &month) || *at++ != '-' ||
        !take_number(&at, 2, 2, &number) || (*at && *at != 'T' && *at != ' '))
      return false;
  } else if (!take_number(&at, 1, 2, &number) || *at++ != '-' || !take_number(&at, 1, 2, &month) || *at++ != '-' ||
             !take_number(&at, 4, 4, &year) || *at) {
    return false;
  }
  if (!exists(year, month, number))
    return false;
  *day = year * 10000 + month * 100 + number;
  return true;
}

void date_write(int day, bool dutch, char out[DATE_SIZE]) {
  static const char *const months[2][12] = {{"January", "February", "March", "April", "May", "June", "July", "August",
                                             "September", "October", "November", "December"},
                                            {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
                                             "september", "oktober", "november", "december"}};
  snprintf(out, DATE_SIZE, "%d %s %d", day % 100, months[dutch][day / 100 % 100 - 1], day / 10000);
}
