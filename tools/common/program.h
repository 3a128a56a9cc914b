/* SPDX-License-Identifier: EUPL-1.2 */
/* What every program is made of: one table of options that drives parsing, help, manual and completion, and
 * a run that holds what was chosen. A program is one file that fills in a `program` and reads aloud:
 * parse, load, compute, write. */
#ifndef WIJK_TOOLS_PROGRAM_H
#define WIJK_TOOLS_PROGRAM_H

#include <wijk/wijk.h>

typedef enum option_type {
  OPTION_FLAG,   /* --public */
  OPTION_TEXT,   /* --title TEXT */
  OPTION_CHOICE, /* --lang nl|en; `choices` holds "nl|en" */
  OPTION_NUMBER, /* --opacity 0.5 */
  OPTION_WHOLE,  /* --threads 2; a whole number, 0 or more */
  OPTION_SOURCE, /* --zones FILE: something to read */
  OPTION_TARGET  /* --output FILE: something to write */
} option_type;

typedef struct option {
  const char *name; /* without dashes */
  char letter;      /* 0 = none */
  option_type type;
  bool repeated;         /* may be given more than once; order is kept */
  const char *argument;  /* "FILE"; NULL for a flag */
  const char *choices;   /* OPTION_CHOICE */
  const char *preset;    /* its value when not given; NULL = none */
  const char *study_key; /* where a study file says it: "sources.zones"; NULL = not there */
  const char *help;      /* one English sentence, lower case, no full stop */
} option;

/* An option that does nothing on its own. Who gives it on the command line without the other has made a mistake; a
 * study file, which is for many runs, may hold it. */
typedef struct option_need {
  const char *option; /* without dashes */
  const char *needs;  /* one of these is to be chosen, and not "no" or 0: "output|city-output"; NULL = none */
  const char *unless; /* does nothing where this one is given; NULL = none */
} option_need;

typedef struct example {
  const char *says;    /* what it does, for people */
  const char *command; /* runs as written in the folder of the repository; writes to out/ only */
} example;

typedef struct run run;

typedef struct program {
  const char *name;          /* "wijk-metrics" */
  const char *summary;       /* the question it answers, one line */
  const char *description;   /* paragraphs for the manual, divided by an empty line */
  const char *const *shared; /* names of the shared options it takes, closed by NULL */
  const option *options;     /* its own, closed by one without a name */
  const option_need *needs;  /* closed by one without an option; NULL = none */
  const char *operand;       /* name of what stands without an option ("LAYER"); NULL = nothing may */
  const char *operand_help;
  const example *examples; /* closed by one without a command */
  wijk_status (*run)(run *run, wijk_error *err);
} program;

/* One run of a program: what was asked, and the memory and report of the work. */
struct run {
  const program *program;
  wijk_arena *arena;    /* data of the run */
  wijk_report report;   /* grows as the run goes */
  wijk_outputs outputs; /* written, and put in place at the end of a run that went well */
  struct option_values *values;
  bool quiet, verbose;
  const char *parted; /* a target that names only files beside it, FILE__PART.EXT; NULL = none */
  bool answered;      /* stdout already holds what was asked for: --json adds no report to it */
};

/* The `main` of every program: parses, runs, prints what is to be said, returns the exit code. */
int program_main(const program *program, int argc, char **argv);

/* What was chosen, by name without dashes: the option given, else the study file, else the preset. An option that the
 * program does not take reads as not chosen, so that what the programs share may ask for any. */
bool run_flag(const run *run, const char *name);
const char *run_text(const run *run, const char *name);                        /* NULL = not chosen */
const char *const *run_texts(const run *run, const char *name, size_t *count); /* of a repeated option */
double run_number(const run *run, const char *name);                           /* NaN = not chosen */
size_t run_whole(const run *run, const char *name, size_t otherwise);
int run_threads(const run *run);                  /* --threads; 0 = all. No more than any machine has use for */
bool run_given(const run *run, const char *name); /* on the command line or in the study file */
bool run_asked(const run *run, const char *name); /* on the command line itself */
const char *run_operand(const run *run);          /* NULL = none */
bool run_dutch(const run *run);

/* ---- load: from options to layers (tools/common/load.c) ---- */

/* The source that an option names, with the run's --layer, --field, --assume-crs, --crs and so on filled in. */
wijk_status run_source(run *run, const char *role, const char *path, wijk_source *source, wijk_error *err);
/* NULL in `*layer` when the option was not chosen; `run_zones` fails with WIJK_USAGE then. */
wijk_status run_zones(run *run, wijk_layer **zones, wijk_error *err);
/* The same of a file beside --zones, with the roles and fields that the options give to zones. */
wijk_status run_other_zones(run *run, const char *path, wijk_layer **zones, wijk_error *err);
/* The zones of --context-zones; NULL without. */
wijk_status run_context_zones(run *run, const wijk_layer **context, wijk_error *err);
wijk_status run_facilities(run *run, wijk_layer **facilities, wijk_error *err);
/* The same, for programs to which a facility is its roles and the fields `also`: no other field is read. */
wijk_status run_facilities_needed(run *run, const char *const *also, size_t also_count, wijk_layer **facilities,
                                  wijk_error *err);
/* The same, with faulty rows kept in the report, so that the faults of other sources are listed beside them. */
wijk_status run_facilities_beside(run *run, const char *const *also, size_t also_count, wijk_layer **facilities,
                                  wijk_error *err);
/* What --status, --date, --public and the study say of facilities, for programs that read them as an operand. */
wijk_status run_facility_choice(run *run, wijk_facility_choice *choice, wijk_error *err);
/* The graph too, which is the caller's to free; NULL in both when --roads was not chosen. */
wijk_status run_roads(run *run, wijk_roads **roads, wijk_error *err);
wijk_status run_population(run *run, wijk_layer **population, wijk_error *err);
/* The population, and the graph of the roads, each made by a thread of its own while the caller reads other sources
 * (tools/common/aside.c). What is begun is ended once, also after a failure, when what is reported before it is: then
 * the layer or the graph is there, and the report has what was found. Where what was read meanwhile has failed (`err`
 * holds it), nothing is added and that failure stays. */
typedef struct aside aside;
aside *run_population_begin(run *run, wijk_error *err);
wijk_status run_population_end(run *run, aside *aside, wijk_layer **population, wijk_error *err);
aside *run_roads_begin(run *run, wijk_error *err);
wijk_status run_roads_end(run *run, aside *aside, wijk_roads **roads,
                          wijk_error *err); /* theirs to free on failure too */

/* ---- join: what is known of the zone a point lies in (tools/common/attach.c) ---- */

/* Adds to `points` the zone_key and zone_name of --zones, and every other column of --zoning and --indicators: by place
 * where the source has polygons, else by the key of --zones. A point in no zone gets none, and is told. */
wijk_status run_attach_zones(run *run, wijk_layer *points, wijk_error *err);
/* Adds to a layer of zones the columns of --zoning and --indicators by key, where the command line itself names them (a
 * study's sources may be about other zones). WIJK_DATA when no key is found; each zone without a row is told. */
wijk_status run_join_zones(run *run, wijk_layer *zones, wijk_error *err);

/* ---- describe: what a file has lost of its columns (tools/common/describe.c) ---- */

/* Titles, units and "counts people" for the columns of `layer` that are metrics by their name. */
wijk_status run_describe_metrics(wijk_layer *layer, wijk_error *err);
/* WIJK_DATA when a column is a metric of facilities by its name: for a public edition, since a figure read from a file
 * may have been computed with secret ones and cannot be made public afterwards. A file whose provenance says that it
 * was written as a public edition is believed. */
wijk_status run_check_counted(const wijk_layer *layer, wijk_error *err);

/* ---- write: from layers to files (tools/common/deliver.c) ---- */

/* Fails early (WIJK_IO, WIJK_USAGE) when what is asked for cannot be written, before anything is computed. */
wijk_status run_check_targets(run *run, wijk_error *err);
/* Through the gate to --output. Does nothing when there is no --output. All that is written is put in place together,
 * after the run. */
wijk_status run_write_layer(run *run, const wijk_layer *layer, const wijk_style *style, wijk_error *err);
/* The same to another target of layers, one whose argument is DST. */
wijk_status run_write_layer_to(run *run, const char *target, const wijk_layer *layer, const wijk_style *style,
                               wijk_error *err);

/* Gives every target of layers but `whole` one file for each of `names`, whose name stands for {scenario} in that of
 * the target. WIJK_USAGE for a target without {scenario} where there are several names, and with it where there is
 * none. Before run_check_targets. */
wijk_status run_spread_targets(run *run, const char *const *names, size_t count, const char *whole, wijk_error *err);
/* Through the gate to file `number` of such a target. */
wijk_status run_write_layer_of(run *run, const char *target, size_t number, const wijk_layer *layer,
                               const wijk_style *style, wijk_error *err);

/* Through the gate to a GeoTIFF at `path`, in numbers or, `classed`, in the classes of `style`. */
wijk_status run_write_raster(run *run, const char *path, const wijk_raster *raster, const wijk_style *style,
                             bool classed, wijk_error *err);

/* The same for one file of a program's own making; "-" = stdout. */
wijk_status run_write_bytes(run *run, const char *path, const void *bytes, size_t length, wijk_error *err);

/* Where one of several files for one target goes: FILE__PART.EXT, with '_' for what a file name should not hold. Fails
 * as run_check_targets does. */
wijk_status run_part_target(run *run, const char *target, const char *path, const char *part, const char **result,
                            wijk_error *err);

/* A line about progress, on stderr, by --progress and -q. `share` in [0, 1]. */
void run_progress(run *run, const char *what, double share);

#endif
