/* SPDX-License-Identifier: EUPL-1.2 */
#include "unit/read_fixture.h"

/* ---- form ---- */

static void delimiters(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "a;b\n1,5;2\n2,5;3\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1.5);
  assert_int_equal(read_csv(f, "a,b\n1.5,2\n2.5,3\n"), WIJK_OK);
  assert_number(number(f, "a", 1), 2.5);
  assert_int_equal(read_csv(f, "a\tb\n1,5\t2\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1.5);
  assert_int_equal(read_csv(f, "a,b\n\"1,5\",\"x;y\"\n\"2,5\",\"p;q\"\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1.5);
  assert_string_equal(text(f, "b", 1), "p;q");
  assert_int_equal(read_csv(f, "sep=;\na;b\n1;2\n"), WIJK_OK);
  assert_number(number(f, "b", 0), 2);
  assert_int_equal(read_csv(f, "one\nx\ny\n"), WIJK_OK);
  assert_string_equal(text(f, "one", 1), "y");
  assert_int_equal(read_csv(f, "a;b,c\n1;2,5\n"), WIJK_DATA);
  assert_says(f, "two ways");
}

static void bom_crlf_blank_lines_and_quotes(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "\xef\xbb\xbf"
                               "naam;n\r\n\r\n\"Huis \"\"De Linde\"\"\r\nachter\";1\r\n;\r\n  Oost  ;2\r\n"),
                   WIJK_OK);
  assert_int_equal(f->layer->row_count, 2);
  assert_string_equal(text(f, "naam", 0), "Huis \"De Linde\"\r\nachter");
  assert_string_equal(text(f, "naam", 1), "Oost");
  assert_int_equal(f->layer->source_rows[1], 4); /* blank lines are records of a spreadsheet too */
  assert_int_equal(read_csv(f, "\"naam\nvan de zone\";a;b;c\nOost;1;2;3\n"), WIJK_OK);
  assert_int_equal(f->layer->column_count, 4);
  assert_number(number(f, "c", 0), 3);
  assert_int_equal(read_csv(f, "a;b\r1;2\r3;4\r"), WIJK_OK);
  assert_number(number(f, "b", 1), 4);
}

static void encodings(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "naam;n\n\xce\x94 caf\xc3\xa9;1\n"), WIJK_OK);
  assert_string_equal(text(f, "naam", 0), "Δ café");
  assert_string_equal(f->report.inputs[0].encoding, "UTF-8");
  assert_int_equal(read_csv(f, "naam;n\ncaf\xe9 \x80;1\n"), WIJK_OK);
  assert_string_equal(text(f, "naam", 0), "café €");
  assert_string_equal(f->report.inputs[0].encoding, "windows-1252");
  put_bytes(f, "a.csv",
            "\xff\xfe"
            "a\0;\0",
            6);
  point_at(f, "a.csv", "layer");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "UTF-16");
  put_bytes(f, "a.csv", "a;b\n1\0;2\n", 9);
  point_at(f, "a.csv", "layer");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "NUL at byte 6");
  assert_int_equal(read_csv(f, "PK\3\4zip"), WIJK_DATA);
  assert_says(f, "spreadsheet");
  assert_int_equal(read_csv(f, ""), WIJK_DATA);
  assert_says(f, "empty");
  assert_int_equal(read_csv(f, "a;b\n"), WIJK_OK);
  assert_int_equal(f->layer->row_count, 0);
}

static void a_long_value_is_cut_between_characters(void **state) {
  fixture *f = *state;
  for (size_t shift = 0; shift < 2; shift++) {
    wijk_text table = {0};
    wijk_text_add(&table, "id;residents\n1;5\n2;");
    wijk_text_add(&table, shift ? "x" : "");
    for (size_t i = 0; i < 1200; i++)
      wijk_text_add(&table, "é");
    assert_int_equal(read_csv(f, table.bytes), WIJK_DATA);
    wijk_text_free(&table);
    const wijk_finding *finding = find_code(f, "not-a-number");
    assert_non_null(finding);
    assert_true(wijk_text_is_utf8(finding->message, strlen(finding->message)));
    assert_non_null(strstr(finding->message, "…"));
  }
}

static void open_quote_is_named_with_its_row(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "id;naam\n1;\"goed\"\n2;\"open\n3;rest\n"), WIJK_DATA);
  assert_says(f, "row 2: a quote in column 'naam' is never closed");
}

static void every_faulty_row_is_listed(void **state) {
  fixture *f = *state;
  static const char rows[] = "id;naam;n\n1;a;1\n2;b\n3;c;3;extra\n4;d;4;;\n5;\"e\"x;5\n";
  assert_int_equal(read_csv(f, rows), WIJK_DATA);
  assert_says(f, "row 2: 2 cells, where the first line has 3");
  assert_says(f, "row 3: 4 cells, where the first line has 3");
  assert_says(f, "row 5: text stands behind a closing quote");
  assert_null(strstr(f->err.message, "row 4"));
  assert_int_equal(f->report.fault_count, 3);
  f->source.skip_faulty = true;
  point_at(f, "a.csv", "layer");
  f->source.skip_faulty = true;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_counts(f, 5, 2, 0, 3);
  assert_int_equal(f->report.warning_count, 3);
  assert_string_equal(text(f, "id", 1), "4");
}

static void double_names(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "id;Naam;naam\n1;a;b\n"), WIJK_DATA);
  assert_says(f, "columns 2 and 3 are both called 'naam'");
}

/* ---- numbers ---- */

static void decimal_mark_of_the_whole_file(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "a;b\n1.234;0,5\n5.678;0,25\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1234);
  assert_int_equal(read_csv(f, "a;b\n1,234;0.5\n5,678;0.25\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1234);
  assert_int_equal(read_csv(f, "a;b\n0,080;x\n0,125;y\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 0.08);
  assert_int_equal(read_csv(f, "a;b\n1.234,56;x\n"), WIJK_OK);
  assert_number(number(f, "a", 0), 1234.56);
  assert_int_equal(read_csv(f, "a;b\n1.234.567;x\n2.000;y\n"), WIJK_OK);
  assert_number(number(f, "a", 1), 2000);
  assert_true(wijk_layer_find(f->layer, "a")->whole);
}

static void a_file_that_reads_both_ways_asks(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "a;b\n7;x\n1,234;y\n"), WIJK_DATA);
  assert_says(f, "row 2: a '1,234' reads two ways");
  assert_says(f, "--decimal");
  point_at(f, "a.csv", "layer");
  f->source.decimal = WIJK_DECIMAL_COMMA;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_number(number(f, "a", 1), 1.234);
  point_at(f, "a.csv", "layer");
  f->source.decimal = WIJK_DECIMAL_POINT;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_number(number(f, "a", 1), 1234);
}

static void marks_that_differ_by_column(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "lon_deg;bedrag\n4.476;1,5\n4.5;2,25\n"), WIJK_OK);
  assert_number(number(f, "lon_deg", 0), 4.476);
  assert_number(number(f, "bedrag", 1), 2.25);
  assert_non_null(find_code(f, "decimal-marks"));
}

static void codes_stay_text(void **state) {
  fixture *f = *state;
  assert_int_equal(
      read_csv(f, "gm_code;bag;huis;postcode\n0599;0599010000123456;1;3011\n0014;0599010000123457;2;3012\n"), WIJK_OK);
  assert_string_equal(text(f, "gm_code", 0), "0599");
  assert_string_equal(text(f, "bag", 1), "0599010000123457");
  assert_string_equal(text(f, "postcode", 0), "3011");
  assert_number(number(f, "huis", 1), 2);
  assert_int_equal(read_csv(f, "id;n\n5.9901E+14;1\n"), WIJK_DATA);
  assert_says(f, "row 1: id '5.9901E+14' is a code that a spreadsheet turned into a number");
  assert_int_equal(read_csv(f, "id;n\n12E3;1\n"), WIJK_OK); /* a postcode with a house number looks so too */
  assert_string_equal(text(f, "id", 0), "12E3");
}

static void missing_is_missing(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "naam;n\n.;1\nb;-99999999\nc;.\nd;\ne;-99997\nf;0\n"), WIJK_OK);
  const wijk_column *n = wijk_layer_find(f->layer, "n");
  assert_null(text(f, "naam", 0));
  assert_true(wijk_column_has(n, 0));
  for (size_t i = 1; i < 5; i++)
    assert_false(wijk_column_has(n, i));
  assert_number(n->numbers[5], 0);
}

static void nearly_a_number_column_is_said(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "a;n\nx;1\nx;2\nx;3\nx;4\nx;5\nx;6\nx;7\nx;8\nx;9\nx;tien\n"), WIJK_OK);
  assert_string_equal(text(f, "n", 9), "tien");
  const wijk_finding *finding = find_code(f, "mixed-column");
  assert_non_null(finding);
  assert_int_equal(finding->row, 10);
  assert_string_equal(finding->value, "tien");
}

/* The cutter never reads beyond its text, whatever the bytes. */
static void any_bytes_end_somewhere(void **state) {
  fixture *f = *state;
  unsigned seed = 7;
  static const char alphabet[] = "ab1\";,\t\r\n .-E+\xe9";
  for (int round = 0; round < 3000; round++) {
    char bytes[64];
    size_t length = 0;
    for (; length < (size_t)(round % 60) + 1; length++) {
      seed = seed * 1103515245u + 12345u;
      bytes[length] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
    }
    put_bytes(f, "a.csv", bytes, length);
    point_at(f, "a.csv", "layer");
    wijk_status status = read_table(f);
    assert_true(status == WIJK_OK || status == WIJK_DATA);
    assert_int_equal(status, f->err.status);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(delimiters),
      TEST(bom_crlf_blank_lines_and_quotes),
      TEST(encodings),
      TEST(open_quote_is_named_with_its_row),
      TEST(a_long_value_is_cut_between_characters),
      TEST(every_faulty_row_is_listed),
      TEST(double_names),
      TEST(decimal_mark_of_the_whole_file),
      TEST(a_file_that_reads_both_ways_asks),
      TEST(marks_that_differ_by_column),
      TEST(codes_stay_text),
      TEST(missing_is_missing),
      TEST(nearly_a_number_column_is_said),
      TEST(any_bytes_end_somewhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
