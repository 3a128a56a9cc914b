/* SPDX-License-Identifier: EUPL-1.2 */
#define _GNU_SOURCE /* strtod_l, newlocale */
#include <wijk/number.h>

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
static const double exact_limit = 9007199254740992; /* 2^53: whole numbers up to here are doubles */

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;
static void open_c_locale(void) {
  c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* `whole` / 10^decimals, trailing zeros and point dropped. */
static size_t put_decimal(bool negative, uint64_t whole, int decimals, char *out) {
  char digits[24];
  int count = 0;
  while (decimals > 0 && whole % 10 == 0)
    whole /= 10, decimals--;
  for (; whole || count <= decimals; whole /= 10)
    digits[count++] = (char)('0' + whole % 10);
  size_t length = 0;
  if (negative)
    out[length++] = '-';
  while (count) {
    if (count == decimals)
      out[length++] = '.';
    out[length++] = digits[--count];
  }
  out[length] = '\0';
  return length;
}

size_t wijk_number_write(double value, char out[WIJK_NUMBER_SIZE]) {
  if (!isfinite(value)) {
    memcpy(out, "null", 5);
    return 4;
  }
  double size = fabs(value);
  if (size == 0 || size >= 1e-5) {
    /* The least k with an n < 2^53 such that n / 10^k is this double: that division is correctly rounded, so
     * its decimal form reads back, and none with fewer decimals does. */
    for (int k = 0; k <= 20; k++) {
      double n = nearbyint(size * tens[k]);
      if (n >= exact_limit)
        break;
      if (n / tens[k] == size)
        return put_decimal(value < 0, (uint64_t)n, k, out);
    }
  }
  pthread_once(&c_locale_once, open_c_locale);
  locale_t callers = uselocale(c_locale);
  size_t length = 0;
  for (int digits = size >= 1e-5 && size < 1e15 ? 16 : 15; digits <= 17; digits++) { /* 15 were tried above */
    length = (size_t)snprintf(out, WIJK_NUMBER_SIZE, "%.*g", digits, value);
    if (strtod_l(out, NULL, c_locale) == value)
      break;
  }
  uselocale(callers);
  return length;
}

/* round(value * 10^decimals), half to even on the exact product, which `fma` lets us see. */
static double scale(double value, int decimals) {
  double product = value * tens[decimals], rest = fma(value, tens[decimals], -product);
  double whole = nearbyint(product), off = (product - whole) + rest;
  if (off > 0.5 || (off == 0.5 && fmod(whole, 2) != 0))
    whole += 1;
  else if (off < -0.5 || (off == -0.5 && fmod(whole, 2) != 0))
    whole -= 1;
  return whole;
}

size_t wijk_number_write_fixed(double value, int decimals, char out[WIJK_NUMBER_SIZE]) {
  double whole = isfinite(value) && decimals >= 0 && decimals <= 15 ? scale(fabs(value), decimals) : exact_limit;
  if (whole >= exact_limit)
    return wijk_number_write(value, out);
  return put_decimal(value < 0 && whole > 0, (uint64_t)whole, decimals, out);
}

size_t wijk_number_write_grouped(double value, int decimals, bool dutch, char *out, size_t size) {
  char plain[WIJK_NUMBER_SIZE] = "";
  wijk_number_write_fixed(value, decimals, plain);
  const char *digits = plain + (plain[0] == '-');
  size_t whole = strspn(digits, "0123456789"), length = 0;
  const char *fraction = digits[whole] == '.' ? digits + whole + 1 : "";
  if (!size)
    return 0;
  if (digits[whole] && digits[whole] != '.') /* null, or an exponent: beyond grouping */
    return (size_t)snprintf(out, size, "%s", plain);
#define PUT(c)                                                                                                         \
  do {                                                                                                                 \
    if (length + 1 < size)                                                                                             \
      out[length++] = (c);                                                                                             \
  } while (0)
  if (plain[0] == '-')
    PUT('-');
  for (size_t i = 0; i < whole; i++) {
    if (i && (whole - i) % 3 == 0)
      PUT(dutch ? '.' : ',');
    PUT(digits[i]);
  }
  if (decimals > 0) {
    PUT(dutch ? ',' : '.');
    size_t written = strlen(fraction);
    for (size_t i = 0; i < (size_t)decimals; i++)
      PUT(i < written ? fraction[i] : '0');
  }
#undef PUT
  out[length] = '\0';
  return length;
}

bool wijk_number_read(const char *text, size_t length, double *value) {
  size_t at = 0;
  bool negative = length && text[0] == '-';
  if (length && (text[0] == '-' || text[0] == '+'))
    at++;
  uint64_t mantissa = 0;
  int digits = 0, significant = 0, exponent = 0;
  bool point = false;
  for (; at < length; at++) {
    char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9')
      break;
    digits++;
    significant += mantissa > 0 || c > '0';
    if (significant <= 19)
      mantissa = mantissa * 10 + (uint64_t)(c - '0');
    exponent -= point;
  }
  if (!digits)
    return false;
  if (at < length && (text[at] == 'e' || text[at] == 'E')) {
    bool down = at + 1 < length && text[at + 1] == '-';
    at += 1 + (at + 1 < length && (text[at + 1] == '-' || text[at + 1] == '+'));
    int given = 0;
    size_t first = at;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
      given = given < 100000 ? given * 10 + (text[at] - '0') : given;
    if (at == first)
      return false;
    exponent += down ? -given : given;
  }
  if (at != length)
    return false;
  /* Up to 2^53 and 10^22 both operands are exact, so one operation rounds correctly (Clinger 1990). */
  if (significant <= 19 && mantissa <= (uint64_t)exact_limit && exponent >= -22 && exponent <= 22) {
    double size = exponent < 0 ? (double)mantissa / tens[-exponent] : (double)mantissa * tens[exponent];
    *value = negative ? -size : size;
    return true;
  }
  char copy[512];
  if (length >= sizeof copy)
    return false;
  memcpy(copy, text, length);
  copy[length] = '\0';
  pthread_once(&c_locale_once, open_c_locale);
  double read = strtod_l(copy, NULL, c_locale);
  if (!isfinite(read))
    return false;
  *value = read;
  return true;
}

bool wijk_number_read_grouped(const char *text, size_t length, wijk_decimal decimal, double *value) {
  char mark = decimal == WIJK_DECIMAL_COMMA ? ',' : '.', group = decimal == WIJK_DECIMAL_COMMA ? '.' : ',';
  char plain[512];
  if (length >= sizeof plain)
    return false;
  size_t end = 0, written = 0;
  while (end < length && text[end] != mark && text[end] != 'e' && text[end] != 'E')
    end++;
  size_t start = length && (text[0] == '-' || text[0] == '+');
  const char *first_group = memchr(text, group, end);
  if (first_group) {
    size_t lead = (size_t)(first_group - text) - start;
    if (lead < 1 || lead > 3 || text[start] == '0' || (end - start - lead) % 4 != 0)
      return false;
    for (size_t at = start + lead; at < end; at += 4)
      if (text[at] != group || memchr(text + at + 1, group, 3))
        return false;
  }
  for (size_t at = 0; at < length; at++) {
    if (text[at] == group) {
      if (at >= end)
        return false;
      continue;
    }
    plain[written++] = text[at];
    if (text[at] == mark)
      plain[written - 1] = '.';
  }
  return wijk_number_read(plain, written, value);
}
