/* SPDX-License-Identifier: EUPL-1.2 */
/* An invented city of any size: for trying, testing, measuring. */
#include "common/program.h"

#include <wijk/demo.h>

static const char *const shared[] = {"seed", "threads",  "overwrite", "json",    "report",
                                     "lang", "progress", "quiet",     "verbose", NULL};

static const option options[] = {
    {"output", 'o', OPTION_TARGET, false, "FOLDER", NULL, NULL, NULL,
     "folder for the files; made when it is not there"},
    {"wijken", 0, OPTION_WHOLE, false, "N", NULL, "22", NULL, "wijken in all, the last of them water"},
    {"buurten", 0, OPTION_WHOLE, false, "N", NULL, "90", NULL, "buurten in all, those of water included"},
    {"population-points", 0, OPTION_WHOLE, false, "N", NULL, "5000", NULL,
     "squares with residents; 100 m while there is room, smaller when there must be more"},
    {"facilities", 0, OPTION_WHOLE, false, "N", NULL, "300", NULL, "facilities"},
    {"roads", 0, OPTION_WHOLE, false, "N", NULL, "4000", NULL, "roads, about: the network comes within a few per cent"},
    {0},
};

static const example examples[] = {
    {"a city like the one in shapes/", "wijk-demo -o out/stad"},
    {"another and smaller one", "wijk-demo --wijken 8 --buurten 30 --seed 7 -o out/stadje"},
    {0},
};

static wijk_status make_city(run *run, wijk_error *err) {
  const char *folder = run_text(run, "output");
  if (!folder) {
    wijk_error_set(err, WIJK_USAGE, "no folder to write to");
    return wijk_error_hint(err, "give --output FOLDER");
  }
  wijk_demo demo = {
      .seed = run_whole(run, "seed", 1),
      .wijken = run_whole(run, "wijken", 22),
      .buurten = run_whole(run, "buurten", 90),
      .population_points = run_whole(run, "population-points", 5000),
      .facilities = run_whole(run, "facilities", 300),
      .roads = run_whole(run, "roads", 4000),
      .folder = folder,
      .overwrite = run_flag(run, "overwrite"),
  };
  if (run_check_targets(run, err) != WIJK_OK)
    return err->status;
  return wijk_demo_write(&demo, &run->report, err);
}

int main(int argc, char **argv) {
  static const program program = {
      .name = "wijk-demo",
      .summary = "make an invented city of any size: for trying, testing, measuring",
      .description =
          "Makes a plausible Dutch city that does not exist: wijken and buurten that nest and share their boundaries "
          "to the bit, a river and a lake, parks, roads with bridges, squares with residents, DNA indicators, "
          "facilities, proposals, vacant buildings, seekers, and the tables of a forecast. Coordinates are RD New "
          "(EPSG:28992), in the middle of a lake where nobody lives.\n\n"
          "The same options give the same bytes on every machine. Population points and roads are streamed: millions "
          "of them take no more memory than thousands.",
      .shared = shared,
      .options = options,
      .examples = examples,
      .run = make_city,
  };
  return program_main(&program, argc, argv);
}
