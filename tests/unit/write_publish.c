/* SPDX-License-Identifier: EUPL-1.2 */
/* An output is there whole or not at all, and what stood there is untouched when the run fails. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/memory.h"
#include "unit/write_fixture.h"

static const char *const names[] = {"a.gpkg", "a.geojson", "a.shp", "a.csv", "a.xlsx", "a.json"};
enum { FORMATS = 6 };

static void put(fixture *f, const char *name, const char *text) {
  wijk_error err = {0};
  FINE(wijk_write_bytes(in_folder(f, name), false, text, strlen(text), NULL, &err));
}

static void assert_holds(fixture *f, const char *name, const char *text) {
  size_t length;
  assert_string_equal(slurp(f, in_folder(f, name), &length), text);
}

static void refuse(fixture *f, const char *name, bool overwrite, const char *because) {
  wijk_error err = {0};
  assert_null(wijk_publication_open(in_folder(f, name), overwrite, &err));
  assert_int_equal(err.status, WIJK_IO);
  if (!strstr(err.message, because))
    fail_msg("'%s' does not say '%s'", err.message, because);
  assert_true(err.hint[0]);
}

static void refusals_say_why(void **state) {
  fixture *f = *state;
  put(f, "old.csv", "old");
  refuse(f, "nowhere/a.csv", false, "there is no folder");
  refuse(f, "old.csv/a.csv", false, "there is no folder");
  refuse(f, "old.csv", false, "exists already");
  chmod(in_folder(f, "old.csv"), 0444);
  refuse(f, "old.csv", true, "read-only");
  put(f, "b.gpkg", "old");
  put(f, "b.gpkg-wal", "");
  refuse(f, "b.gpkg", true, "in use");
  unlink(in_folder(f, "b.gpkg-wal"));
  put(f, "b.gpkg-journal", "");
  refuse(f, "b.gpkg", true, "in use");
  assert_int_equal(symlink("nothing.csv", in_folder(f, "lost.csv")), 0);
  refuse(f, "lost.csv", true, "leads nowhere");
  wijk_error err = {0};
  assert_null(wijk_publication_open(f->folder, true, &err));
  assert_non_null(strstr(err.message, "is a folder"));
  err = (wijk_error){0};
  assert_null(wijk_publication_open("/dev/null", true, &err));
  assert_non_null(strstr(err.message, "not an ordinary file"));
  assert_int_equal(files_in(f), 4);
}

static void link_stays_and_its_target_is_replaced(void **state) {
  fixture *f = *state;
  struct stat found;
  put(f, "real.csv", "old");
  chmod(in_folder(f, "real.csv"), 0640);
  assert_int_equal(symlink("real.csv", in_folder(f, "link.csv")), 0);
  FINE(wijk_write_bytes(in_folder(f, "link.csv"), true, "new", 3, NULL, &f->err));
  assert_int_equal(lstat(in_folder(f, "link.csv"), &found), 0);
  assert_true(S_ISLNK(found.st_mode));
  assert_int_equal(lstat(in_folder(f, "real.csv"), &found), 0);
  assert_true(S_ISREG(found.st_mode));
  assert_int_equal(found.st_mode & 0777, 0640);
  assert_holds(f, "real.csv", "new");
  assert_int_equal(files_in(f), 2);
}

static void of_two_runs_one_wins(void **state) {
  fixture *f = *state;
  wijk_error err = {0};
  wijk_publication *a = wijk_publication_open(in_folder(f, "a.csv"), false, &err);
  wijk_publication *b = wijk_publication_open(in_folder(f, "a.csv"), false, &err);
  assert_non_null(a);
  assert_non_null(b);
  assert_string_not_equal(wijk_publication_path(a), wijk_publication_path(b));
  FINE(wijk_publication_commit(a, &err));
  assert_int_equal(wijk_publication_commit(b, &err), WIJK_IO);
  assert_int_equal(files_in(f), 1);
}

/* A set of files is of one run: the number in the shapes is that in the table. */
static void sets_never_mix(void **state) {
  fixture *f = *state;
  enum { RUNS = 6, TURNS = 15 };
  wijk_layer *points = awkward_points(f->arena);
  wijk_write_options options = {.path = in_folder(f, "m.shp"), .overwrite = true};
  for (int run = 0; run < RUNS; run++) {
    if (fork() != 0)
      continue;
    wijk_error err = {0};
    for (int turn = 0; turn < TURNS && err.status == WIJK_OK; turn++) {
      points->geometry.x[1] = points->columns[2].numbers[1] = 100000 + run;
      wijk_write_layer(points, &options, &f->report, &err);
    }
    _exit((int)err.status);
  }
  for (int run = 0; run < RUNS; run++) {
    int status;
    assert_true(wait(&status) > 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  size_t length;
  char *shapes = slurp(f, in_folder(f, "m.shp"), &length);
  double x;
  memcpy(&x, shapes + 100 + 28 + 12, sizeof x);
  char *table = slurp(f, in_folder(f, "m.dbf"), &length);
  char expected[16];
  snprintf(expected, sizeof expected, "%.0f", x);
  bool found = false;
  for (size_t i = 0; i + 6 < length; i++)
    found |= memcmp(table + i, expected, 6) == 0;
  assert_true(x >= 100000 && x < 100000 + RUNS);
  assert_true(found);
  assert_int_equal(files_in(f), 6);
}

static void stale_index_goes(void **state) {
  fixture *f = *state;
  wijk_write_options options = {.path = in_folder(f, "s.shp"), .overwrite = true};
  put(f, "s.qix", "index of other shapes");
  put(f, "s.txt", "not ours");
  wijk_layer *points = awkward_points(f->arena);
  FINE(wijk_write_layer(points, &options, &f->report, &f->err));
  assert_int_equal(files_in(f), 7);
  points->crs = "local"; /* has no .prj, and must not keep the old one */
  FINE(wijk_write_layer(points, &options, &f->report, &f->err));
  assert_int_equal(files_in(f), 6);
}

/* No room: the limit on the size of a file stands for a disk that is full after so many bytes. */
static void full_disk_is_an_error_and_leaves_the_old(void **state) {
  fixture *f = *state;
  static const rlim_t limits[] = {0, 1, 50, 127, 300, 1024, 4096, 20000};
  struct rlimit before, tight;
  getrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_IGN);
  wijk_layer *layer = awkward_zones(f->arena);
  for (int i = 0; i < FORMATS; i++) {
    wijk_write_options options = {.path = in_folder(f, names[i]), .overwrite = true};
    FINE(wijk_write_layer(layer, &options, &f->report, &f->err));
    size_t whole, length, files = files_in(f), outputs = f->report.output_count, failures = 0;
    char *old = slurp(f, options.path, &whole);
    for (size_t k = 0; k < sizeof limits / sizeof *limits; k++) {
      wijk_error err = {0};
      tight = before;
      tight.rlim_cur = limits[k];
      setrlimit(RLIMIT_FSIZE, &tight);
      wijk_status status = wijk_write_layer(layer, &options, &f->report, &err);
      setrlimit(RLIMIT_FSIZE, &before);
      if (status != WIJK_OK && status != WIJK_IO)
        fail_msg("%s at %zu bytes: status %d, %s", names[i], (size_t)limits[k], (int)status, err.message);
      assert_true(limits[k] >= whole ? true : status == WIJK_IO);
      failures += status == WIJK_IO;
      assert_int_equal(files_in(f), files);
      assert_memory_equal(slurp(f, options.path, &length), old, whole);
      assert_int_equal(length, whole);
      assert_int_equal(f->report.output_count >= outputs, 1);
    }
    assert_true(failures > 0);
  }
  signal(SIGXFSZ, SIG_DFL);
}

/* Every one of our own requests for memory refused in turn. */
static void no_memory_is_an_error(void **state) {
  fixture *f = *state;
  wijk_layer *layer = awkward_zones(f->arena);
  for (int i = 0; i < FORMATS; i++) {
    wijk_write_options options = {.path = in_folder(f, names[i])};
    bool done = false;
    for (long allowed = 0; !done; allowed++) {
      wijk_error err = {0};
      memory_refuse_after(allowed);
      wijk_status status = wijk_write_layer(layer, &options, &f->report, &err);
      memory_refuse_after(-1);
      done = status == WIJK_OK;
      if (!done && status != WIJK_MEMORY)
        fail_msg("%s after %ld: status %d, %s", names[i], allowed, (int)status, err.message);
      if (!done)
        assert_int_equal(files_in(f), 0);
      assert_true(allowed < 2000);
    }
    DIR *folder = opendir(f->folder);
    for (const struct dirent *entry; (entry = readdir(folder));)
      unlink(in_folder(f, entry->d_name));
    closedir(folder);
  }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
  const struct CMUnitTest tests[] = {
      TEST(refusals_say_why),      TEST(link_stays_and_its_target_is_replaced),
      TEST(of_two_runs_one_wins),  TEST(sets_never_mix),
      TEST(stale_index_goes),      TEST(full_disk_is_an_error_and_leaves_the_old),
      TEST(no_memory_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
