/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-zoning: which wijken can carry more, which cannot? */
#include <math.h>
#include <string.h>

#include "common/lists.h"
#include "common/program.h"
#include "common/style.h"

static const char *const shared[] = {"zones",       "indicators", "layer",         "zone-key",   "zone-name",
                                     "residents",   "field",      "crs",           "assume-crs", "decimal",
                                     "skip-faulty", "output",     "overwrite",     "public",     "threads",
                                     "seed",        "hash",       "allow-network", NULL};

static const option options[] = {
    {"indicator", 0, OPTION_TEXT, true, "FIELD:higher|lower:WEIGHT[:SCALING]", NULL, NULL, "zoning.indicators",
     "an indicator of strength: its field, whether higher or lower is better, its weight, and its scaling: z "
     "(default), "
     "rank, or bands=A/B/C"},
    {"classing", 0, OPTION_CHOICE, false, "HOW", "quantiles|thresholds|fisher", "quantiles", "zoning.classing",
     "how scores become classes: equal numbers of zones, given limits, or natural breaks"},
    {"thresholds", 0, OPTION_TEXT, false, "A,B", NULL, NULL, "zoning.thresholds",
     "limits of the score between classes, ascending, with --classing thresholds"},
    {"class-names", 0, OPTION_TEXT, false, "LIST", NULL, "kwetsbaar,aandacht,draagkrachtig", "zoning.class_names",
     "names of the classes, from low score to high"},
    {"norm", 0, OPTION_TEXT, true, "CLASS:PER_1000", NULL, NULL, "zoning.norms",
     "places per 1000 residents that a class allows; by default draagkrachtig 1.5 times and aandacht 1 times the "
     "city's, kwetsbaar and onbekend no growth"},
    {"draws", 0, OPTION_WHOLE, false, "N", NULL, "1000", "zoning.draws",
     "draws of the weights for class_stability_share"},
    {0}};

static const example examples[] = {
    {"the zoning map of the demo city",
     "wijk-zoning --zones shapes/wijken.shp --indicators shapes/dna_wijk.csv --indicator "
     "leefbaarheid_afwijking:higher:2 --indicator laag_inkomen_pct:lower:1 -o out/zoning.gpkg --overwrite"},
    {0}};

static const char description[] =
    "Every zone has a DNA profile: its indicators, scaled so that zones can be compared and turned so that higher is "
    "better. The score is their weighted mean, and the score gives the class: kwetsbaar, aandacht or draagkrachtig. A "
    "zone that misses more than half of the weight is onbekend, never guessed.\n\n"
    "The output has each indicator as it came and scaled (dna_FIELD), score, score_rank (1 is the lowest score), "
    "zone_class, class_stability_share, and the norm of the class as a rule: norm_rule with norm_per_1000 (fixed) or "
    "norm_factor (times the city's places per 1000). wijk-metrics resolves the rule against the facilities.\n\n"
    "class_stability_share says how much hangs on the weights: the share of seeded draws of the weights, spread about "
    "those given (Dirichlet, alpha = 10 J w), in which the zone keeps its class.";

static wijk_status read_indicators(run *run, wijk_zoning_options *options_made, wijk_error *err) {
  size_t count;
  const char *const *texts = run_texts(run, "indicator", &count);
  wijk_indicator *indicators = WIJK_ARENA_ADD(run->arena, wijk_indicator, count, err);
  if (indicators == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t j = 0; j < count; j++) {
    if (wijk_indicator_read(texts[j], run->arena, &indicators[j], err) != WIJK_OK) {
      return err->status;
    }
  }
  options_made->indicators = indicators;
  options_made->indicator_count = count;
  return WIJK_OK;
}

/* A norm that names no class is a mistake here: the classes are named on the same line. */
static wijk_status read_classes(run *run, wijk_zoning_options *options_made, wijk_error *err) {
  const char *const *names;
  size_t name_count, norm_count;
  wijk_zone_class *norms;
  if (list_texts(run, "class-names", &names, &name_count, err) != WIJK_OK ||
      list_norms(run, &norms, &norm_count, err) != WIJK_OK) {
    return err->status;
  }
  wijk_zone_class *classes = WIJK_ARENA_ADD(run->arena, wijk_zone_class, name_count, err);
  if (classes == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < name_count; k++) {
    classes[k] = (wijk_zone_class){names[k], wijk_norm_preset(names[k])};
  }
  options_made->unknown_norm = wijk_norm_preset(WIJK_CLASS_UNKNOWN);
  for (size_t n = 0; n < norm_count; n++) {
    bool known = wijk_text_same(norms[n].name, WIJK_CLASS_UNKNOWN);
    if (known) {
      options_made->unknown_norm = norms[n].norm;
    }
    for (size_t k = 0; k < name_count; k++) {
      if (wijk_text_same(norms[n].name, names[k])) {
        classes[k].norm = norms[n].norm;
        known = true;
      }
    }
    if (!known) {
      wijk_error_set(err, WIJK_USAGE, "a norm is given for '%s', which is no class", norms[n].name);
      return wijk_error_hint(err, "the classes are %s and onbekend", run_text(run, "class-names"));
    }
  }
  options_made->classes = classes;
  options_made->class_count = name_count;
  return WIJK_OK;
}

static wijk_status read_classing(run *run, wijk_zoning_options *options_made, wijk_error *err) {
  const char *how = run_text(run, "classing");
  const bool given = run_text(run, "thresholds") != NULL;
  options_made->classing = strcmp(how, "fisher") == 0                ? WIJK_CLASSING_FISHER
                           : strcmp(how, "thresholds") == 0 || given ? WIJK_CLASSING_THRESHOLDS
                                                                     : WIJK_CLASSING_QUANTILES;
  if (run_asked(run, "thresholds") && run_given(run, "classing") && strcmp(how, "thresholds") != 0) {
    wijk_error_set(err, WIJK_USAGE, "--thresholds are not for --classing %s", how);
    return wijk_error_hint(err, "give --classing thresholds, or leave one of the two out");
  }
  if (options_made->classing != WIJK_CLASSING_THRESHOLDS) {
    return WIJK_OK;
  }
  double *thresholds;
  size_t count;
  if (!given) {
    return wijk_error_set(err, WIJK_USAGE, "--classing thresholds needs --thresholds");
  }
  if (list_numbers(run, "thresholds", &thresholds, &count, err) != WIJK_OK) {
    return err->status;
  }
  if (count + 1 != options_made->class_count) {
    return wijk_error_set(err, WIJK_USAGE, "%zu classes need %zu thresholds; %zu are given", options_made->class_count,
                          options_made->class_count - 1, count);
  }
  options_made->thresholds = thresholds;
  return WIJK_OK;
}

static wijk_status read_options(run *run, wijk_zoning_options *options_made, wijk_error *err) {
  *options_made = (wijk_zoning_options){
      .draws = run_whole(run, "draws", 1000), .seed = run_whole(run, "seed", 1), .threads = run_threads(run)};
  if (read_indicators(run, options_made, err) != WIJK_OK || read_classes(run, options_made, err) != WIJK_OK) {
    return err->status;
  }
  return read_classing(run, options_made, err);
}

static wijk_status load_indicators(run *run, wijk_layer **indicators, wijk_error *err) {
  wijk_source source;
  *indicators = NULL;
  if (run_text(run, "indicators") == NULL) {
    return WIJK_OK;
  }
  if (run_source(run, "indicators", run_text(run, "indicators"), &source, err) != WIJK_OK) {
    return err->status;
  }
  return wijk_read_layer(&source, run->arena, &run->report, indicators, err);
}

static wijk_status work(run *run, wijk_error *err) {
  wijk_zoning_options zoning;
  wijk_layer *zones, *indicators, *result;
  if (!run_given(run, "output") && !run_given(run, "report") && !run_flag(run, "json")) {
    wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
    return wijk_error_hint(err, "name a file with --output");
  }
  if (read_options(run, &zoning, err) != WIJK_OK || run_check_targets(run, err) != WIJK_OK ||
      run_zones(run, &zones, err) != WIJK_OK || load_indicators(run, &indicators, err) != WIJK_OK) {
    return err->status;
  }
  run_progress(run, "zoning", 0.5);
  if (wijk_zoning_layer(zones, indicators, &zoning, run->arena, &run->report, &result, err) != WIJK_OK) {
    return wijk_error_frame(err, "making the zoning");
  }
  run_progress(run, "zoning", 1);
  const char **names = WIJK_ARENA_ADD(run->arena, const char *, zoning.class_count, err);
  for (size_t k = 0; names != NULL && k < zoning.class_count; k++) {
    names[k] = zoning.classes[k].name;
  }
  const wijk_style *style;
  if (names == NULL ||
      run_style_words(run, "zone_class", names, zoning.class_count, WIJK_CLASS_UNKNOWN, &style, err) != WIJK_OK) {
    return err->status;
  }
  return run_write_layer(run, result, style, err);
}

static const program zoning = {.name = "wijk-zoning",
                               .summary = "which wijken can carry more, which cannot?",
                               .description = description,
                               .shared = shared,
                               .options = options,
                               .examples = examples,
                               .run = work};

int main(int argc, char **argv) {
  return program_main(&zoning, argc, argv);
}
