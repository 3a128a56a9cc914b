/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/help.h"
#include "common/options.h"

static const option own[] = {
    {"breaks", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "map.breaks", "limits of the classes"},
    {"opacity", 0, OPTION_NUMBER, false, "SHARE", NULL, "1", NULL, "how opaque"},
    {0},
};
static const char *const shared[] = {"zones", "output", "field", "seed", "public", "overwrite", NULL};
static const example examples[] = {{"try it", "wijk-test --zones a-b.shp"}, {0}};
static const program sample = {.name = "wijk-test",
                               .summary = "does it parse?",
                               .description = "First.\n\nSecond, 'quoted'.",
                               .shared = shared,
                               .options = own,
                               .operand = "LAYER",
                               .operand_help = "what to read",
                               .examples = examples};

typedef struct parsed {
  wijk_arena *arena;
  option_values values;
  wijk_error err;
} parsed;

static parsed parse(const char *line) {
  parsed p = {0};
  char *argv[20], copy[400], *at = copy;
  int argc = 1;
  strncpy(copy, line, sizeof copy - 1);
  copy[sizeof copy - 1] = '\0';
  argv[0] = copy;
  for (; *at; argc++) {
    argv[argc] = at;
    at += strcspn(at, " ");
    if (*at)
      *at++ = '\0';
  }
  p.arena = wijk_arena_new(&p.err);
  assert_int_equal(option_values_new(&sample, p.arena, &p.values, &p.err), WIJK_OK);
  option_values_read(&p.values, argc, argv, &p.err);
  return p;
}

static void accepted(const char *line, const char *name, size_t count, const char *last) {
  parsed p = parse(line);
  assert_string_equal(p.err.message, "");
  option_value *value = option_values_find(&p.values, name);
  assert_int_equal(value->count, count);
  if (count)
    assert_string_equal(value->texts[count - 1], last);
  wijk_arena_free(p.arena);
}

static void refused(const char *line, const char *message, const char *hint) {
  parsed p = parse(line);
  assert_int_equal(p.err.status, WIJK_USAGE);
  assert_string_equal(p.err.message, message);
  assert_string_equal(p.err.hint, hint);
  wijk_arena_free(p.arena);
}

static void lines_accepted(void **state) {
  (void)state;
  accepted("--zones a.shp", "zones", 1, "a.shp");
  accepted("--zones=a=b.shp", "zones", 1, "a=b.shp");
  accepted("-o out.gpkg -q", "output", 1, "out.gpkg");
  accepted("-oout.gpkg", "output", 1, "out.gpkg");
  accepted("--breaks -5,0,5", "breaks", 1, "-5,0,5");
  accepted("--opacity -0.5", "opacity", 1, "-0.5");
  accepted("--field x=A --field y=B", "field", 2, "y=B");
  accepted("--public -- --zones", "public", 1, "yes");
  accepted("--help", "help", 1, "text");
  accepted("--help=json", "help", 1, "json");
  accepted("-o -", "output", 1, "-");
  parsed p = parse("-- --zones");
  assert_string_equal(p.values.operand, "--zones");
  wijk_arena_free(p.arena);
  p = parse("-5");
  assert_string_equal(p.values.operand, "-5");
  wijk_arena_free(p.arena);
}

static void lines_refused(void **state) {
  (void)state;
  refused("--zone a.shp", "there is no option --zone", "did you mean --zones?");
  refused("--bicycle", "there is no option --bicycle", "wijk-test --help lists them");
  refused("-x", "there is no option -x", "wijk-test --help lists them");
  refused("--zones a --zones b", "--zones is given twice", "");
  refused("--zones", "--zones needs a value (SRC)", "");
  refused("--zones --public", "--zones needs a value (SRC)", "write --zones=--public if that is the value");
  refused("--zones=", "--zones is given an empty text", "");
  refused("--public=yes", "--public takes no value, but 'yes' is given", "");
  refused("--opacity 0,5", "--opacity needs a number, with a decimal point, not '0,5'", "");
  refused("--seed -1", "--seed needs a whole number, 0 or more, not '-1'", "");
  refused("--seed 1.5", "--seed needs a whole number, 0 or more, not '1.5'", "");
  refused("--lang de", "--lang is one of nl|en, not 'de'", "");
  refused("--lang n", "--lang is one of nl|en, not 'n'", "");
  refused("a b", "'b': only one LAYER can be given", "");
}

static void the_study_gives_way(void **state) {
  (void)state;
  parsed p = parse("--zones a.shp");
  option_value *zones = option_values_find(&p.values, "zones"), *breaks = option_values_find(&p.values, "breaks");
  option_values_add_study(&p.values, zones->option, "b.shp", "s.yaml:1:2 sources.zones", &p.err);
  option_values_add_study(&p.values, breaks->option, "1,2", "s.yaml:3:2 map.breaks", &p.err);
  assert_string_equal(zones->texts[0], "a.shp");
  assert_int_equal(zones->count, 1);
  assert_string_equal(breaks->texts[0], "1,2");
  assert_int_equal(breaks->origin, OPTION_FROM_STUDY);
  wijk_arena_free(p.arena);
}

static void every_form_of_help_names_every_option(void **state) {
  (void)state;
  parsed p = parse("");
  void (*const forms[])(const option_values *, wijk_text *) = {help_text, help_json, help_man, help_bash};
  for (size_t f = 0; f < 4; f++) {
    wijk_text out = {0};
    forms[f](&p.values, &out);
    for (size_t i = 0; i < p.values.count; i++) {
      char name[80] = "", *end = name;
      for (const char *c = p.values.all[i].option->name; *c; c++) {
        if (*c == '-' && forms[f] == help_man)
          *end++ = '\\';
        *end++ = *c;
      }
      assert_non_null(strstr(out.bytes, name));
    }
    assert_false(out.failed);
    wijk_text_free(&out);
  }
  wijk_arena_free(p.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_accepted),
      cmocka_unit_test(lines_refused),
      cmocka_unit_test(the_study_gives_way),
      cmocka_unit_test(every_form_of_help_names_every_option),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
