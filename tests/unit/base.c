/* SPDX-License-Identifier: EUPL-1.2 */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <wijk/arena.h>
#include <wijk/layer.h>
#include <wijk/number.h>
#include <wijk/random.h>
#include <wijk/report.h>
#include <wijk/text.h>

#include "base/memory.h"
#include "base/sort.h"

static void first_error_wins(void **state) {
  (void)state;
  wijk_error err = {0};
  assert_int_equal(wijk_error_set(&err, WIJK_DATA, "row %d", 12), WIJK_DATA);
  assert_int_equal(wijk_error_set(&err, WIJK_IO, "later"), WIJK_DATA);
  wijk_error_hint(&err, "write digits");
  wijk_error_hint(&err, "another");
  wijk_error_frame(&err, "reading facilities");
  wijk_error_frame(&err, "computing");
  assert_string_equal(err.message, "row 12");
  assert_string_equal(err.hint, "write digits");
  assert_string_equal(err.frames, "reading facilities\ncomputing");
}

static void long_message_is_cut_at_a_character(void **state) {
  (void)state;
  wijk_error err = {0};
  char text[6000];
  memset(text, 0, sizeof text);
  for (size_t i = 0; i + 2 < sizeof text; i += 2)
    memcpy(text + i, "é", 2);
  wijk_error_set(&err, WIJK_DATA, "x%s", text);
  assert_true(wijk_text_is_utf8(err.message, strlen(err.message)));
  assert_string_equal(err.message + strlen(err.message) - 3, "…");
}

static void written(double value, const char *expected) {
  char out[WIJK_NUMBER_SIZE];
  size_t length = wijk_number_write(value, out);
  assert_string_equal(out, expected);
  assert_int_equal(length, strlen(expected));
}

static void fewest_digits(void **state) {
  (void)state;
  written(0, "0");
  written(-0.0, "0");
  written(0.1, "0.1");
  written(1.5, "1.5");
  written(-155000.25, "-155000.25");
  written(670585, "670585");
  written(0.1 + 0.2, "0.30000000000000004");
  written(1.0 / 3, "0.3333333333333333");
  written(100, "100");
  written(1e21, "1e+21");
  written(5e-324, "4.94065645841247e-324");
  written(NAN, "null");
}

static void every_double_reads_back(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(7, 1);
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = wijk_random_bits(&random);
    double value;
    if (i % 2)
      value = ((double)(bits >> 20) - 8e12) / (double)(1 + bits % 100000);
    else
      memcpy(&value, &bits, sizeof value);
    if (!isfinite(value))
      continue;
    char out[WIJK_NUMBER_SIZE];
    double back;
    assert_true(wijk_number_read(out, wijk_number_write(value, out), &back));
    assert_true(back == value);
  }
}

static void fixed(double value, int decimals, const char *expected) {
  char out[WIJK_NUMBER_SIZE];
  wijk_number_write_fixed(value, decimals, out);
  assert_string_equal(out, expected);
}

static void fixed_digits(void **state) {
  (void)state;
  fixed(4.4640366, 7, "4.4640366");
  fixed(4.46403665, 7, "4.4640366"); /* the double nearest to it decides */
  fixed(0.5, 0, "0");
  fixed(1.5, 0, "2");
  fixed(2.5, 0, "2");
  fixed(-0.00000001, 7, "0");
  fixed(51.9, 7, "51.9");
  fixed(-3.25, 1, "-3.2");
}

static void grouped(double value, int decimals, bool dutch, const char *expected) {
  char out[40];
  wijk_number_write_grouped(value, decimals, dutch, out, sizeof out);
  assert_string_equal(out, expected);
}

static void grouped_digits(void **state) {
  (void)state;
  grouped(670585, 0, true, "670.585");
  grouped(1234.5, 2, true, "1.234,50");
  grouped(-1234567.891, 1, false, "-1,234,567.9");
  grouped(999, 0, true, "999");
  grouped(0.5, 1, true, "0,5");
}

static void reads(const char *text, bool expected, double value) {
  double read = NAN;
  assert_int_equal(wijk_number_read(text, strlen(text), &read), expected);
  if (expected)
    assert_true(read == value);
}

static void numbers_are_strict(void **state) {
  (void)state;
  reads("12", true, 12);
  reads("-0.5", true, -0.5);
  reads("+3.", true, 3);
  reads(".5", true, 0.5);
  reads("1e3", true, 1000);
  reads("5.9901E+14", true, 599010000000000);
  reads("123456789012345678901234567890", true, 123456789012345678901234567890.0);
  const char *refused[] = {"",     "-",  ".",  "1e",  "1e400", "nan",   "inf",
                           "0x10", " 1", "1 ", "1,5", "1_000", "1.2.3", "--1"};
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
    reads(refused[i], false, 0);
}

static void grouped_reads(const char *text, wijk_decimal decimal, bool expected, double value) {
  double read = NAN;
  assert_int_equal(wijk_number_read_grouped(text, strlen(text), decimal, &read), expected);
  if (expected)
    assert_true(read == value);
}

static void dutch_numbers(void **state) {
  (void)state;
  grouped_reads("1.234,56", WIJK_DECIMAL_COMMA, true, 1234.56);
  grouped_reads("92518,2", WIJK_DECIMAL_COMMA, true, 92518.2);
  grouped_reads("1.234.567", WIJK_DECIMAL_COMMA, true, 1234567);
  grouped_reads("-1.234", WIJK_DECIMAL_COMMA, true, -1234);
  grouped_reads("1,234.5", WIJK_DECIMAL_POINT, true, 1234.5);
  grouped_reads("0.080", WIJK_DECIMAL_COMMA, false, 0);
  grouped_reads("12.34", WIJK_DECIMAL_COMMA, false, 0);
  grouped_reads("1234.567", WIJK_DECIMAL_COMMA, false, 0);
  grouped_reads("1.234.56", WIJK_DECIMAL_COMMA, false, 0);
  grouped_reads("1,5.000", WIJK_DECIMAL_COMMA, false, 0);
  grouped_reads(".123", WIJK_DECIMAL_COMMA, false, 0);
}

static void arena_resets_to_zero(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_arena_mark mark = wijk_arena_now(arena);
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 100; i++) {
      unsigned char *bytes = wijk_arena_add(arena, 3000, 7, &err);
      assert_int_equal((uintptr_t)bytes % 64, 0);
      for (size_t k = 0; k < 21000; k++)
        assert_int_equal(bytes[k], 0);
      memset(bytes, 0xAB, 21000);
    }
    wijk_arena_reset(arena, mark);
  }
  assert_string_equal(wijk_arena_format(arena, &err, "%s-%d", "a", 3), "a-3");
  assert_null(wijk_arena_add(arena, SIZE_MAX / 2, 4, &err));
  assert_int_equal(err.status, WIJK_MEMORY);
  wijk_arena_free(arena);
}

static void refused_memory_is_an_error(void **state) {
  (void)state;
  memory_refuse_after(0);
  wijk_error err = {0};
  assert_null(wijk_arena_new(&err));
  assert_int_equal(err.status, WIJK_MEMORY);
  memory_refuse_after(-1);
}

static void text_escapes(void **state) {
  (void)state;
  wijk_text text = {0};
  wijk_text_add_json(&text, "a\"b\\c\n\x01é");
  wijk_text_add(&text, " ");
  wijk_text_add_xml(&text, "<b> & \"'\x02");
  assert_string_equal(text.bytes, "\"a\\\"b\\\\c\\n\\u0001é\" &lt;b&gt; &amp; &quot;&#39;");
  wijk_text_free(&text);
  wijk_text_add_windows1252(&text, "caf\xE9 \x80", 6);
  assert_string_equal(text.bytes, "café €");
  wijk_text_free(&text);
}

static void utf8_is_checked(void **state) {
  (void)state;
  assert_true(wijk_text_is_utf8("IJsselmonde é € 𝄞", strlen("IJsselmonde é € 𝄞")));
  const char *bad[] = {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",        "\xF4\x90\x80\x80",
                       "\xE9",     "a\x80",        "\xF8\x88\x80\x80\x80"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_false(wijk_text_is_utf8(bad[i], strlen(bad[i])));
}

static void nearest_word(void **state) {
  (void)state;
  const char *const words[] = {"facilities", "zones", "zoning", "output"};
  assert_string_equal(wijk_text_find_nearest("facilites", words, 4), "facilities");
  assert_string_equal(wijk_text_find_nearest("zonse", words, 4), "zones");
  assert_null(wijk_text_find_nearest("bicycle", words, 4));
}

static void random_is_a_function_of_its_counter(void **state) {
  (void)state;
  wijk_random a = wijk_random_new(1, 2), b = a;
  uint64_t first = wijk_random_bits(&a);
  wijk_random_bits(&a);
  b.draw = 0;
  assert_true(wijk_random_bits(&b) == first);
  wijk_random other = wijk_random_new(1, 3);
  assert_true(wijk_random_bits(&other) != first);
  double sum = 0, squares = 0, gammas = 0;
  enum { DRAWS = 200000 };
  for (int i = 0; i < DRAWS; i++) {
    double normal = wijk_random_normal(&a);
    sum += normal, squares += normal * normal;
    gammas += wijk_random_gamma(&a, 2.5);
    assert_true(wijk_random_below(&a, 10) < 10);
  }
  /* five standard errors: 1/sqrt(n), sqrt(2/n), sqrt(shape/n) */
  assert_true(fabs(sum / DRAWS) < 5 * sqrt(1.0 / DRAWS));
  assert_true(fabs(squares / DRAWS - 1) < 5 * sqrt(2.0 / DRAWS));
  assert_true(fabs(gammas / DRAWS - 2.5) < 5 * sqrt(2.5 / DRAWS));
}

/* Philox 4x32-10 known answer of the Random123 distribution: counter and key all ones. */
static void random_known_answer(void **state) {
  (void)state;
  wijk_random random = {.seed = UINT64_MAX, .stream = UINT64_MAX, .draw = UINT64_MAX};
  assert_true(wijk_random_bits(&random) == 0x41c83b0e408f276d);
}

static void sort_is_stable(void **state) {
  (void)state;
  double values[] = {3, NAN, 1, 3, 1, 2};
  size_t order[6];
  wijk_error err = {0};
  assert_int_equal(wijk_sort_numbers(6, values, order, &err), WIJK_OK);
  size_t expected[] = {2, 4, 5, 0, 3, 1};
  assert_memory_equal(order, expected, sizeof order);
}

static int compare_numbers(const void *context, size_t a, size_t b) {
  const double *values = context;
  if (isnan(values[a]) || isnan(values[b]))
    return (isnan(values[a]) != 0) - (isnan(values[b]) != 0);
  return (values[a] > values[b]) - (values[a] < values[b]);
}

/* Many numbers are sorted in another way than few; both give the one stable order. */
static void sort_of_many_is_the_same(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  static const double special[] = {NAN, -NAN, INFINITY, -INFINITY, 0, -0.0, 5e-324, -5e-324, 1e308, -1e308};
  double *values = calloc(COUNT, sizeof *values);
  size_t *order = calloc(COUNT, sizeof *order), *expected = calloc(COUNT, sizeof *expected);
  wijk_error err = {0};
  for (int turn = 0; turn < 3; turn++) {
    wijk_random random = wijk_random_new(9, (uint64_t)turn);
    for (size_t i = 0; i < COUNT; i++)
      values[i] = turn == 0   ? (double)wijk_random_below(&random, 50) - 25
                  : turn == 1 ? wijk_random_normal(&random) * exp(20 * wijk_random_normal(&random))
                              : special[wijk_random_below(&random, 10)];
    assert_int_equal(wijk_sort_numbers(COUNT, values, order, &err), WIJK_OK);
    assert_int_equal(wijk_sort(COUNT, compare_numbers, values, expected, &err), WIJK_OK);
    assert_memory_equal(order, expected, COUNT * sizeof *order);
  }
  free(values), free(order), free(expected);
}

static void report_lists_all_faults(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_report_new("wijk-test", arena, &report, &err);
  assert_int_equal(wijk_report_check(&report, 0, &err), WIJK_OK);
  for (size_t row = 1; row <= 25; row++)
    wijk_report_add_finding(&report, &(wijk_finding){.severity = WIJK_FAULT, .source = "v.csv", .row = row}, &err,
                            "capaciteit 'acht' is not a number");
  assert_int_equal(wijk_report_check(&report, 0, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "'v.csv' row 1: capaciteit 'acht' is not a number\n'v.csv' row 2:"));
  assert_non_null(strstr(err.message, "\nand 5 more"));
  wijk_arena_free(arena);
}

static void layer_rows(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = wijk_layer_new(arena, "zones", 3, &err);
  wijk_column *key = wijk_layer_add_column(layer, "code", WIJK_COLUMN_CODE, &err);
  key->texts[0] = "B", key->texts[1] = "A", key->texts[2] = "C";
  key->role = "key";
  wijk_column *number = wijk_layer_add_column(layer, "n", WIJK_COLUMN_NUMBER, &err);
  number->numbers[1] = 5;
  assert_null(wijk_layer_add_column(layer, "CODE", WIJK_COLUMN_TEXT, &err));
  err = (wijk_error){0};
  /* B: a 10 by 10 square with a hole of 2 by 2; A: nothing; C: two squares of 1 by 1 */
  double x[] = {0, 10, 10, 0, 0, 4, 4, 6, 6, 4, 20, 21, 21, 20, 20, 30, 31, 31, 30, 30};
  double y[] = {0, 0, 10, 10, 0, 4, 6, 6, 4, 4, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0};
  size_t rows[] = {0, 1, 1, 3}, parts[] = {0, 2, 3, 4}, rings[] = {0, 5, 10, 15, 20};
  layer->geometry = (wijk_geometry){WIJK_GEOMETRY_POLYGON, 3, 4, 20, rows, parts, rings, x, y};
  assert_true(wijk_layer_area(layer, 0) == 96 && wijk_layer_area(layer, 1) == 0 && wijk_layer_area(layer, 2) == 2);
  size_t order[3];
  wijk_layer_order(layer, wijk_layer_find_role(layer, "key"), order, &err);
  wijk_layer *sorted = wijk_layer_select(layer, order, 3, arena, &err);
  assert_string_equal(wijk_layer_find(sorted, "Code")->texts[0], "A");
  assert_true(wijk_layer_area(sorted, 1) == 96 && wijk_layer_area(sorted, 2) == 2);
  assert_int_equal(sorted->source_rows[0], 2);
  assert_int_equal(wijk_column_reason(wijk_layer_find(sorted, "n"), 1), WIJK_REASON_MISSING);
  assert_true(wijk_column_has(wijk_layer_find(sorted, "n"), 0));
  const char *const keys[] = {"C", "X", NULL, "A"};
  size_t found[4];
  wijk_layer_join(layer, wijk_layer_find(layer, "code"), keys, 4, found, &err);
  assert_true(found[0] == 2 && found[1] == WIJK_NONE && found[2] == WIJK_NONE && found[3] == 1);
  double bounds[4];
  assert_true(wijk_layer_bounds(layer, bounds) && bounds[2] == 31);
  wijk_arena_free(arena);
}

int main(void) {
  setlocale(LC_ALL, "");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_error_wins),
      cmocka_unit_test(long_message_is_cut_at_a_character),
      cmocka_unit_test(fewest_digits),
      cmocka_unit_test(every_double_reads_back),
      cmocka_unit_test(fixed_digits),
      cmocka_unit_test(grouped_digits),
      cmocka_unit_test(numbers_are_strict),
      cmocka_unit_test(dutch_numbers),
      cmocka_unit_test(arena_resets_to_zero),
      cmocka_unit_test(refused_memory_is_an_error),
      cmocka_unit_test(text_escapes),
      cmocka_unit_test(utf8_is_checked),
      cmocka_unit_test(nearest_word),
      cmocka_unit_test(random_is_a_function_of_its_counter),
      cmocka_unit_test(random_known_answer),
      cmocka_unit_test(sort_is_stable),
      cmocka_unit_test(sort_of_many_is_the_same),
      cmocka_unit_test(report_lists_all_faults),
      cmocka_unit_test(layer_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
