/* SPDX-License-Identifier: EUPL-1.2 */
/* Which facilities count, what is wrong with the rest, and what the public edition never hears of. */
#include "unit/read_fixture.h"

#include "base/dates.h"
#include "base/memory.h"

static wijk_status read_choice(fixture *f, const char *csv, const wijk_facility_choice *choice) {
  put_bytes(f, "a.csv", csv, strlen(csv));
  point_at(f, "a.csv", "facilities");
  return wijk_read_facilities(&f->source, choice, f->arena, &f->report, &f->layer, &f->err);
}

static const char list[] = "id;naam;woonvorm;doelgroep;capaciteit;bezet;status;geheim;x;y;geldig_van;geldig_tot\n"
                           "C;Drie;opvang;ggz;10;9;bestaand;nee;90000;430000;2020-01-01;\n"
                           "A;Een;opvang;ggz;;;bestaand;nee;90100;430000;2016-01-01;2024-12-31\n"
                           "B;Twee;opvang;ggz;5;5;gepland;nee;90200;430000;2027-01-01;\n"
                           "D;Vier;opvang;ggz;5;6;Bestaand;nee;90300;430000;;\n";

static void statuses_and_order(void **state) {
  fixture *f = *state;
  assert_int_equal(read_choice(f, list, NULL), WIJK_OK);
  assert_counts(f, 4, 3, 1, 0);
  assert_string_equal(text(f, "id", 0), "A");
  assert_string_equal(text(f, "id", 1), "C");
  assert_int_equal(f->layer->source_rows[1], 1);
  assert_true(isnan(number(f, "capaciteit", 0))); /* unknown, not 0 */
  assert_true(wijk_layer_find(f->layer, "bezet")->of_people);
  assert_non_null(find_code(f, "over-capacity"));
  static const char *const both[] = {"existing", "gepland"};
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.statuses = both, .status_count = 2}), WIJK_OK);
  assert_counts(f, 4, 4, 0, 0);
  const char *many[40];
  for (size_t i = 0; i < 40; i++)
    many[i] = i < 38 ? "voorstel" : both[i - 38];
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.statuses = many, .status_count = 40}), WIJK_OK);
  assert_counts(f, 4, 4, 0, 0);
}

static void dates_hold_to_the_day(void **state) {
  fixture *f = *state;
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.date = "2024-12-31"}), WIJK_OK);
  assert_counts(f, 4, 3, 1, 0);
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.date = "2025-01-01"}), WIJK_OK);
  assert_counts(f, 4, 2, 2, 0);
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.date = "2019-12-31"}), WIJK_OK);
  assert_counts(f, 4, 2, 2, 0);
  assert_int_equal(read_choice(f, list, &(wijk_facility_choice){.date = "31/12/2024"}), WIJK_USAGE);
  int day;
  assert_true(date_read("2024-02-29", &day) && day == 20240229);
  assert_true(date_read("1-3-2024", &day) && day == 20240301);
  assert_true(date_read("2024-03-01T00:00:00", &day) && day == 20240301);
  static const char *const wrong[] = {"2023-02-29", "2024-13-01", "2024-1-1", "01/02/2024", "2024",
                                      "",           "31-04-2024", "20240101", "2024-01-011"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    if (date_read(wrong[i], &day))
      fail_msg("'%s' is taken for a date", wrong[i]);
}

static void all_faulty_rows_at_once(void **state) {
  fixture *f = *state;
  static const char faulty[] = "id;capaciteit;status;x;y;geldig_van\n"
                               "A;acht;bestaand;90000;430000;\n"
                               "B;-1;bestaand;90000;430000;\n"
                               ";3;bestaand;90000;430000;\n"
                               "A;3;bestaand;90000;430000;\n"
                               "E;3;bestaand;;;\n"
                               "F;3;bestaand;90000;430000;31/12/2024\n"
                               "G;2,5;bestaand;90000;430000;\n"
                               "H;3;bestand;90000;430000;\n";
  assert_int_equal(read_choice(f, faulty, NULL), WIJK_DATA);
  assert_says(f, "row 1: capaciteit 'acht' is not a number");
  assert_says(f, "row 2: capaciteit is -1, below 0");
  assert_says(f, "row 3: id is empty");
  assert_says(f, "row 4: id 'A' is there already in row 1");
  assert_says(f, "row 5: there are no coordinates");
  assert_says(f, "row 6: geldig_van '31/12/2024' is not a date");
  assert_says(f, "--skip-faulty");
  assert_int_equal(f->report.fault_count, 6);
  assert_int_equal(find_code(f, "fractional")->row, 7);
  assert_int_equal(find_code(f, "unknown-status")->row, 8);
  point_at(f, "a.csv", "facilities");
  f->source.skip_faulty = true;
  assert_int_equal(wijk_read_facilities(&f->source, NULL, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_counts(f, 8, 1, 1, 6);
  assert_number(number(f, "capaciteit", 0), 2.5);
}

static void without_ids_the_row_is_the_id(void **state) {
  fixture *f = *state;
  assert_int_equal(read_choice(f, "lon,lat,brand\n4.46,51.92,b\n4.47,51.93,a\n", NULL), WIJK_OK);
  assert_string_equal(wijk_layer_find_role(f->layer, "id")->texts[0], "1");
  assert_string_equal(text(f, "brand", 0), "b");
  assert_null(wijk_layer_find_role(f->layer, "capacity"));
}

/* Points at 90000 430000 and at 90100 430100, with fields that have a role, two that have none, and one double name. */
static const char two_points[] =
    "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"brand\":\"b\",\"capaciteit\":3,\"kleur\":\"rood\",\"huis\":\"\xff\"},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[4.46,51.92]}},"
    "{\"type\":\"Feature\",\"properties\":{\"brand\":\"a\",\"capaciteit\":4,\"kleur\":\"blauw\",\"huis\":2},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[4.47,51.93]}}]}";

static wijk_status read_needed(fixture *f, const char *also, const wijk_field_choice *choice) {
  put_bytes(f, "a.geojson", two_points, sizeof two_points - 1);
  point_at(f, "a.geojson", "facilities");
  f->source.only_needed = true;
  f->source.also = &also;
  f->source.also_count = also != NULL;
  f->source.choices = choice;
  f->source.choice_count = choice != NULL;
  return wijk_read_facilities(&f->source, NULL, f->arena, &f->report, &f->layer, &f->err);
}

static void only_what_is_needed(void **state) {
  fixture *f = *state;
  assert_int_equal(read_needed(f, "Kleur", NULL), WIJK_OK);
  assert_int_equal(f->layer->column_count, 2); /* capaciteit and kleur: no brand, no huis, no ids made of row numbers */
  assert_number(number(f, "capaciteit", 1), 4);
  assert_string_equal(text(f, "kleur", 0), "rood");
  assert_counts(f, 2, 2, 0, 0);
  assert_int_equal(read_needed(f, NULL, &(wijk_field_choice){"name", "brand"}), WIJK_OK);
  assert_string_equal(wijk_layer_find_role(f->layer, "name")->texts[0], "b");
  /* a field that was not read is still one that can be meant */
  assert_int_equal(read_needed(f, NULL, &(wijk_field_choice){"name", "brandt"}), WIJK_USAGE);
  assert_says(f, "did you mean 'brand'?");
  /* and everything is judged where everything is asked for */
  point_at(f, "a.geojson", "facilities");
  assert_int_equal(wijk_read_facilities(&f->source, NULL, f->arena, &f->report, &f->layer, &f->err), WIJK_DATA);
  assert_says(f, "row 1: huis is not UTF-8");
}

static void two_names_of_one_rank(void **state) {
  fixture *f = *state;
  static const char both[] = "id,capaciteit,plaatsen,x,y\na,1,2,90000,430000\n";
  assert_int_equal(read_choice(f, both, NULL), WIJK_DATA);
  assert_says(f, "'capaciteit' and 'plaatsen'");
  assert_says(f, "--field capacity=capaciteit");
  const wijk_field_choice choice = {"capacity", "plaatsen"};
  point_at(f, "a.csv", "facilities");
  f->source.choices = &choice;
  f->source.choice_count = 1;
  assert_int_equal(wijk_read_facilities(&f->source, NULL, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_number(wijk_layer_find_role(f->layer, "capacity")->numbers[0], 2);
  assert_int_equal(read_choice(f, "id,naam\n1,a\n", NULL), WIJK_DATA);
  assert_says(f, "no fields that are known as coordinates");
}

/* ---- the public edition ---- */

static const char open_part[] = "id;naam;doelgroep;capaciteit;status;geheim;x;y\n"
                                "A;Een;ggz;10;bestaand;nee;90000,5;430000\n"
                                "B;Twee;ggz;7;bestaand;NEE;90100,5;430000\n";
static const char with_secrets[] = "id;naam;doelgroep;capaciteit;status;geheim;x;y\n"
                                   "S1;Schuil;ggz;acht;bestaand;ja;1.234.567,5;0\n"
                                   "A;Een;ggz;10;bestaand;nee;90000,5;430000\n"
                                   "S2;Veilig;Vrouwenopvang;-4;bestaand;nee;;\n"
                                   "S3;Huis;ggz;3;onbekendewoord;TRUE;4.5;51.9\n"
                                   "B;Twee;ggz;7;bestaand;NEE;90100,5;430000\n"
                                   "A;Nog;ggz;1;bestaand;1;90000,5;430000\n";

/* Everything a public run can show, as one text. */
static char *print_all(const fixture *f) {
  wijk_text all = {0};
  for (size_t i = 0; i < f->report.finding_count; i++) {
    const wijk_finding *finding = &f->report.findings[i];
    if (strcmp(finding->code, "withheld") == 0)
      continue;
    wijk_text_add_format(&all, "%s %zu %s %s\n", finding->code, finding->row, finding->message,
                         finding->value ? finding->value : "");
  }
  const wijk_counts *c = &f->report.counts[0];
  wijk_text_add_format(&all, "%zu %zu %zu %zu %zu %zu; %zu rows\n", c->read, c->used, c->not_selected, c->outside,
                       c->rejected, c->withheld, f->report.inputs[0].rows);
  for (size_t i = 0; i < f->layer->row_count; i++) {
    wijk_text_add_format(&all, "%zu ", f->layer->source_rows ? f->layer->source_rows[i] : i + 1);
    for (size_t k = 0; k < f->layer->column_count; k++) {
      const wijk_column *column = &f->layer->columns[k];
      wijk_text_add_format(&all, "%s=", column->name);
      if (column->type == WIJK_COLUMN_NUMBER)
        wijk_text_add_number(&all, column->numbers[i]);
      else
        wijk_text_add(&all, column->texts[i]);
      wijk_text_add(&all, " ");
    }
    wijk_text_add_number(&all, f->layer->geometry.x[i]);
    wijk_text_add(&all, "\n");
  }
  return all.bytes;
}

static void public_is_as_if_they_did_not_exist(void **state) {
  fixture *f = *state;
  const wijk_facility_choice public = {.public_edition = true};
  assert_int_equal(read_choice(f, open_part, &public), WIJK_OK);
  assert_null(find_code(f, "withheld"));
  assert_non_null(f->report.inputs[0].hash);
  char *expected = print_all(f);
  assert_int_equal(read_choice(f, with_secrets, &public), WIJK_OK);
  char *found = print_all(f);
  assert_string_equal(found, expected);
  assert_non_null(find_code(f, "withheld"));
  assert_null(strpbrk(find_code(f, "withheld")->message, "0123456789"));
  assert_null(f->report.inputs[0].hash);
  assert_true(f->layer->secrets_removed);
  memory_free(expected);
  memory_free(found);
}

static void public_fails_closed(void **state) {
  fixture *f = *state;
  const wijk_facility_choice public = {.public_edition = true};
  static const char unmarked[] = "id;capaciteit;x;y\nA;1;90000;430000\n";
  assert_int_equal(read_choice(f, unmarked, &public), WIJK_DATA);
  assert_says(f, "no field that says which facilities are secret");
  assert_int_equal(read_choice(f, unmarked, &(wijk_facility_choice){.public_edition = true, .no_confidential = true}),
                   WIJK_OK);
  static const char unclear[] = "id;naam;geheim;x;y\nA;Een;nee;90000;430000\nB;Twee;;90000;430000\n"
                                "C;Drie;misschien;90000;430000\n";
  assert_int_equal(read_choice(f, unclear, &public), WIJK_DATA);
  assert_says(f, "row 2: geheim is neither ja nor nee");
  assert_says(f, "row 3: geheim is neither ja nor nee");
  assert_null(strstr(f->err.message, "misschien"));
  point_at(f, "a.csv", "facilities");
  f->source.skip_faulty = true;
  assert_int_equal(wijk_read_facilities(&f->source, &public, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_counts(f, 1, 1, 0, 0); /* what may be secret is not counted either */
}

/* In a row of another width the word may stand in another field: it is never let through. */
static void public_trusts_no_crooked_row(void **state) {
  fixture *f = *state;
  const wijk_facility_choice public = {.public_edition = true};
  static const char crooked[] = "id;naam;geheim;x;y\nA;Een;nee;90000;430000\nS;Huis;extra;ja;nee;90000;430000\n"
                                "T;nee;nee;ja\n";
  assert_int_equal(read_choice(f, crooked, &public), WIJK_DATA);
  point_at(f, "a.csv", "facilities");
  f->source.skip_faulty = true;
  assert_int_equal(wijk_read_facilities(&f->source, &public, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_counts(f, 1, 1, 0, 0);
}

static void chosen_secret_groups(void **state) {
  fixture *f = *state;
  static const char *const groups[] = {"jeugd"};
  static const char grouped[] = "id;doelgroep;geheim;x;y\nA;Jeugd;nee;90000;430000\nB;vrouwenopvang;nee;90000;430000\n";
  assert_int_equal(
      read_choice(f, grouped,
                  &(wijk_facility_choice){.public_edition = true, .secret_groups = groups, .secret_group_count = 1}),
      WIJK_OK);
  assert_counts(f, 1, 1, 0, 0);
  assert_string_equal(text(f, "id", 0), "B");
}

/* ---- the rest ---- */

static void population_without_weight(void **state) {
  fixture *f = *state;
  static const char squares[] = "vak;x;y;inwoners\na;90050;430050;12\nb;90150;430050;0\nc;90250;430050;-99997\n";
  put_bytes(f, "a.csv", squares, sizeof squares - 1);
  point_at(f, "a.csv", "population");
  assert_int_equal(wijk_read_population(&f->source, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_counts(f, 3, 2, 0, 1);
  assert_number(number(f, "inwoners", 1), 0);
  assert_non_null(find_code(f, "unknown-residents"));
  read_csv(f, "x,y\n90050,430050\n");
  point_at(f, "a.csv", "population");
  assert_int_equal(wijk_read_population(&f->source, f->arena, &f->report, &f->layer, &f->err), WIJK_DATA);
  assert_says(f, "number of residents");
}

static void squares_of_population(void **state) {
  fixture *f = *state;
  static const char squares[] =
      "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"inwoners\":9},"
      "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[90000,430000],[90100,430000],[90100,430100],[90000,430100]"
      ",[90000,430000]]]}}]}";
  put_bytes(f, "a.geojson", squares, sizeof squares - 1);
  point_at(f, "a.geojson", "population");
  assert_int_equal(wijk_read_population(&f->source, f->arena, &f->report, &f->layer, &f->err), WIJK_OK);
  assert_int_equal(f->layer->geometry.type, WIJK_GEOMETRY_POINT);
  assert_number(f->layer->geometry.x[0], 90050);
  assert_number(f->layer->geometry.y[0], 430050);
}

static void memory_may_run_out_anywhere(void **state) {
  fixture *f = *state;
  put_bytes(f, "a.csv", with_secrets, sizeof with_secrets - 1);
  const wijk_facility_choice public = {.public_edition = true};
  wijk_status status = WIJK_MEMORY;
  for (long allowed = 0; status != WIJK_OK && allowed < 2000; allowed++) {
    point_at(f, "a.csv", "facilities");
    memory_refuse_after(allowed);
    status = wijk_read_facilities(&f->source, &public, f->arena, &f->report, &f->layer, &f->err);
    memory_refuse_after(-1);
    assert_true(status == WIJK_OK || status == WIJK_MEMORY);
  }
  assert_int_equal(status, WIJK_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(statuses_and_order),
      TEST(dates_hold_to_the_day),
      TEST(all_faulty_rows_at_once),
      TEST(without_ids_the_row_is_the_id),
      TEST(only_what_is_needed),
      TEST(two_names_of_one_rank),
      TEST(public_is_as_if_they_did_not_exist),
      TEST(public_fails_closed),
      TEST(public_trusts_no_crooked_row),
      TEST(chosen_secret_groups),
      TEST(population_without_weight),
      TEST(squares_of_population),
      TEST(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
