/* SPDX-License-Identifier: EUPL-1.2 */
/* The study file: what it gives to the options, and every way it can be wrong, with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/study.h"

static const char *const shared[] = {"zones",  "facilities", "field", "layer",         "zone-key", "residents",
                                     "status", "date",       "seed",  "secret-groups", "public",   NULL};
static const option own[] = {
    {"indicator", 0, OPTION_TEXT, true, "FIELD", NULL, NULL, "zoning.indicators", "an indicator"},
    {"norm", 0, OPTION_TEXT, true, "CLASS", NULL, NULL, "zoning.norms", "a norm"},
    {0},
};
static const program trial = {.name = "wijk-trial", .shared = shared, .options = own};

static char folder[] = "/tmp/wijk-study-XXXXXX";
static char path[64];

typedef struct reading {
  wijk_arena *arena;
  option_values values;
  wijk_error err;
} reading;

/* Reads `yaml` (of `length` bytes) as a study file after the words of a command line. */
static reading read_bytes(const char *yaml, size_t length, const char *const *words) {
  reading r = {.arena = NULL};
  const char *argv[8] = {"wijk-trial"};
  int argc = 1;
  while (words && words[argc - 1]) {
    argv[argc] = words[argc - 1];
    argc++;
  }
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(yaml, 1, length, file), length);
  assert_int_equal(fclose(file), 0);
  r.arena = wijk_arena_new(NULL);
  assert_int_equal(option_values_new(&trial, r.arena, &r.values, &r.err), WIJK_OK);
  assert_int_equal(option_values_read(&r.values, argc, (char **)argv, &r.err), WIJK_OK);
  study_read(&r.values, path, &r.err);
  return r;
}

static reading read_text(const char *yaml) {
  return read_bytes(yaml, strlen(yaml), NULL);
}

/* The values of an option, joined by "|". */
static void expect(const reading *r, const char *name, const char *joined) {
  const option_value *value = option_values_find(&r->values, name);
  char text[500] = "";
  assert_non_null(value);
  for (size_t i = 0; i < value->count; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i ? "|" : "", value->texts[i]);
  assert_string_equal(text, joined);
}

static const char everything[] = "language: en\n"
                                 "seed: 7\n"
                                 "sources: {zones: a/wijken.shp, facilities: /data/f.csv}\n"
                                 "layers: {zones: wijken, zoning: kaart}\n"
                                 "fields:\n"
                                 "  zones: {key: WK_CODE, residents: 0599}\n"
                                 "  facilities: {capacity: plaatsen}\n"
                                 "facilities: {status: [bestaand, gepland], date: 2026-01-01}\n"
                                 "zoning:\n"
                                 "  indicators:\n"
                                 "    - {field: a, direction: higher, weight: 2}\n"
                                 "    - {direction: lower, weight: 0.5, field: b}\n"
                                 "  norms: {kwetsbaar: 5, aandacht: 10}\n"
                                 "privacy: {public: true, secret_groups: [vrouwenopvang, ggz]}\n";

static void gives_its_values_to_the_options(void **state) {
  (void)state;
  reading r = read_text(everything);
  assert_string_equal(r.err.message, "");
  char zones[100];
  snprintf(zones, sizeof zones, "%s/a/wijken.shp", folder);
  expect(&r, "lang", "en");
  expect(&r, "seed", "7");
  expect(&r, "zones", zones);
  expect(&r, "facilities", "/data/f.csv");
  expect(&r, "layer", "zones=wijken|zoning=kaart");
  expect(&r, "zone-key", "WK_CODE");
  expect(&r, "residents", "0599");
  expect(&r, "field", "facilities.capacity=plaatsen");
  expect(&r, "status", "bestaand,gepland");
  expect(&r, "date", "2026-01-01");
  expect(&r, "indicator", "a:higher:2|b:lower:0.5");
  expect(&r, "norm", "kwetsbaar:5|aandacht:10");
  expect(&r, "public", "yes");
  expect(&r, "secret-groups", "vrouwenopvang|ggz");
  wijk_arena_free(r.arena);
}

static void an_option_given_wins(void **state) {
  (void)state;
  const char *const words[] = {"--zones", "b.shp", "--indicator", "c:higher:1", "--seed=3", NULL};
  reading r = read_bytes(everything, strlen(everything), words);
  assert_string_equal(r.err.message, "");
  expect(&r, "zones", "b.shp");
  expect(&r, "indicator", "c:higher:1");
  expect(&r, "seed", "3");
  expect(&r, "norm", "kwetsbaar:5|aandacht:10");
  wijk_arena_free(r.arena);
}

static void another_option_of_the_same_name_is_left_alone(void **state) {
  (void)state;
  static const option count[] = {
      {"facilities", 0, OPTION_WHOLE, false, "N", NULL, "300", NULL, "how many to make"},
      {0},
  };
  static const program maker = {.name = "wijk-maker", .options = count};
  reading r = read_text(everything);
  assert_int_equal(option_values_new(&maker, r.arena, &r.values, &r.err), WIJK_OK);
  assert_int_equal(study_read(&r.values, path, &r.err), WIJK_OK);
  expect(&r, "facilities", "");
  wijk_arena_free(r.arena);
}

static void an_empty_file_says_nothing(void **state) {
  (void)state;
  static const char *const empty[] = {"", "# only a remark\n", "---\n"};
  for (size_t i = 0; i < 3; i++) {
    reading r = read_text(empty[i]);
    assert_string_equal(r.err.message, "");
    wijk_arena_free(r.arena);
  }
}

static const struct {
  const char *yaml, *message, *hint;
} faults[] = {
    {"sorces: {zones: a.shp}\n", "'s.yaml' line 1, column 1: there is no key 'sorces'", "did you mean 'sources'?"},
    {"sources:\n  zone: a.shp\n", "'s.yaml' line 2, column 3: there is no key 'zone' in sources",
     "did you mean 'zones'?"},
    {"privacy: {elephant: 1}\n", "'s.yaml' line 1, column 11: there is no key 'elephant' in privacy",
     "there are: public, secret_groups, no_confidential"},
    {"sources.zones: a.shp\n", "'s.yaml' line 1, column 1: there is no key 'sources.zones'",
     "keys are nested, each on a line of its own, not joined by points"},
    {"seed: 1\nlanguage: nl\nseed: 2\n", "'s.yaml' line 3, column 1: key 'seed' is given twice, first in line 1", ""},
    {"zoning: {norms: {x: 1, x: 2}}\n", "'s.yaml' line 1, column 24: key 'x' is given twice, first in line 1", ""},
    {"seed: many\n", "'s.yaml' line 1, column 7: seed is to be a whole number, not 'many'", ""},
    {"seed: \"1\"\n", "'s.yaml' line 1, column 7: seed is to be a whole number, not the text '1'", ""},
    {"seed: 1.5\n", "'s.yaml' line 1, column 7: seed is to be a whole number, not '1.5'", ""},
    {"seed: -1\n", "'s.yaml' line 1, column 7: seed is to be a whole number, not '-1'", ""},
    {"seed:\nlanguage: nl\n", "'s.yaml' line 1, column 1: seed has no value", "write one, or leave the key out"},
    {"seed: [1]\n", "'s.yaml' line 1, column 8: seed holds a list where one value is wanted", ""},
    {"seed: {a: 1}\n", "'s.yaml' line 1, column 8: seed holds a table where one value is wanted", ""},
    {"seed: !!int 1\n", "'s.yaml' line 1, column 13: seed uses an alias or a tag, which a study file has not", ""},
    {"crs: &a x\nassume_crs: *a\n",
     "'s.yaml' line 2, column 14: assume_crs uses an alias or a tag, which a study file has not", ""},
    {"privacy: {public: yes}\n", "'s.yaml' line 1, column 19: privacy.public is to be true or false, not 'yes'", ""},
    {"language: fr\n", "'s.yaml' line 1, column 11: language is to be one of nl|en, not 'fr'", ""},
    {"facilities: {date: 1 mei}\n", "'s.yaml' line 1, column 20: facilities.date is to be YYYY-MM-DD, not '1 mei'", ""},
    {"facilities: {status: []}\n", "'s.yaml' line 1, column 14: facilities.status is an empty list", ""},
    {"facilities: {status: [a, {b: c}]}\n",
     "'s.yaml' line 1, column 27: facilities.status holds a table where one value is wanted", ""},
    {"sources: a.shp\n", "'s.yaml' line 1, column 10: sources is to be a table of keys and values", ""},
    {"- a\n", "'s.yaml' line 1, column 3: the file is to be a table of keys and values", ""},
    {"zoning: {indicators: a}\n", "'s.yaml' line 1, column 22: zoning.indicators is to be a list of indicators", ""},
    {"zoning:\n  indicators:\n    - {field: a, weight: 1}\n",
     "'s.yaml' line 3, column 8: zoning.indicators lacks its direction", ""},
    {"zoning: {indicators: [{feeld: a}]}\n", "'s.yaml' line 1, column 24: there is no key 'feeld'",
     "did you mean 'field'?"},
    {"zoning: {indicators: [{field: a, direction: up}]}\n",
     "'s.yaml' line 1, column 45: zoning.indicators direction is to be one of higher|lower, not 'up'", ""},
    {"zoning: {indicators: [{field: a, direction: lower, weight: heavy}]}\n",
     "'s.yaml' line 1, column 60: zoning.indicators weight is to be a number, not 'heavy'", ""},
    {"crs: \"a\\0b\"\n", "'s.yaml' line 1, column 6: crs holds a zero byte", ""},
    {"crs: \"unclosed\n", NULL, ""},
    {"a: [1,\n", NULL, ""},
    {"seed: 1\n---\nseed: 2\n", "'s.yaml' holds more than one document", ""},
};

static void says_what_is_wrong_and_where(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    reading r = read_text(faults[i].yaml);
    assert_int_equal(r.err.status, WIJK_USAGE);
    if (faults[i].message)
      assert_string_equal(r.err.message, faults[i].message);
    else
      assert_non_null(strstr(r.err.message, "'s.yaml' line "));
    assert_string_equal(r.err.hint, faults[i].hint);
    assert_string_equal(r.err.frames, "reading the study file");
    wijk_arena_free(r.arena);
  }
}

static void bytes_that_are_no_text(void **state) {
  (void)state;
  reading r = read_text("crs: \xff\n");
  assert_string_equal(r.err.message, "'s.yaml' is not UTF-8 text");
  wijk_arena_free(r.arena);
  size_t length = (1 << 20) + 1;
  char *large = malloc(length);
  assert_non_null(large);
  memset(large, '#', length);
  r = read_bytes(large, length, NULL);
  free(large);
  assert_string_equal(r.err.message, "'s.yaml' is larger than 1 MiB, which no study file is");
  wijk_arena_free(r.arena);
  r = read_bytes("crs: a\0b\n", 9, NULL);
  assert_int_equal(r.err.status, WIJK_USAGE);
  wijk_arena_free(r.arena);
}

static void a_file_that_is_not_there(void **state) {
  (void)state;
  reading r = read_text("");
  assert_int_equal(study_read(&r.values, "/nowhere/s.yaml", &r.err), WIJK_IO);
  assert_string_equal(r.err.message, "'/nowhere/s.yaml' cannot be read: No such file or directory");
  r.err = (wijk_error){0};
  assert_int_equal(study_read(&r.values, folder, &r.err), WIJK_IO);
  wijk_arena_free(r.arena);
}

static const study_key *schema_of(const char *key_path) {
  for (const study_key *key = study_keys; key->path; key++)
    if (strcmp(key->path, key_path) == 0)
      return key;
  return NULL;
}

/* The list of options and the schema name each other, with the same choices. */
static void shared_options_and_schema_agree(void **state) {
  (void)state;
  for (const option *o = shared_options; o->name; o++) {
    const study_key *key = o->study_key ? schema_of(o->study_key) : NULL;
    if (!o->study_key || strcmp(o->name, "field") == 0) /* which stands for many keys */
      continue;
    assert_non_null(key);
    assert_string_equal(key->option, o->name);
    assert_int_equal(key->type == STUDY_FLAG, o->type == OPTION_FLAG);
    assert_int_equal(key->type == STUDY_PATH, o->type == OPTION_SOURCE);
    assert_int_equal(key->type == STUDY_WHOLE, o->type == OPTION_WHOLE);
    assert_int_equal(key->type == STUDY_CHOICE, o->type == OPTION_CHOICE);
    if (o->choices)
      assert_string_equal(key->choices, o->choices);
  }
}

static int make_folder(void **state) {
  (void)state;
  if (!mkdtemp(folder))
    return 1;
  snprintf(path, sizeof path, "%s/s.yaml", folder);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  unlink(path);
  return rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gives_its_values_to_the_options),
      cmocka_unit_test(an_option_given_wins),
      cmocka_unit_test(another_option_of_the_same_name_is_left_alone),
      cmocka_unit_test(an_empty_file_says_nothing),
      cmocka_unit_test(says_what_is_wrong_and_where),
      cmocka_unit_test(bytes_that_are_no_text),
      cmocka_unit_test(a_file_that_is_not_there),
      cmocka_unit_test(shared_options_and_schema_agree),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
