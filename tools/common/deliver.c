/* SPDX-License-Identifier: EUPL-1.2 */
/* From layers to files: the targets looked at before the work, and the gate before the writer. */
#include <string.h>

#include "common/options.h"

static wijk_write_options output_options(const run *run) {
  return (wijk_write_options){
      .path = run_text(run, "output"), .format = run_text(run, "format"), .overwrite = run_flag(run, "overwrite")};
}

/* The shared --output is a layer; a program's own --output, and every other target, is one file of its own making. */
static bool is_layer(const option *option) {
  for (const struct option *shared = shared_options; shared->name; shared++)
    if (shared == option)
      return strcmp(option->name, "output") == 0;
  return false;
}

static wijk_status check_file(const char *path, bool overwrite, wijk_error *err) {
  wijk_publication *publication = wijk_publication_open(path, overwrite, err);
  if (!publication)
    return err->status;
  wijk_publication_discard(publication);
  return WIJK_OK;
}

/* Two targets with one name would leave only the last. */
static wijk_status check_different(const run *run, size_t at, wijk_error *err) {
  const option_value *all = run->values->all;
  for (size_t i = 0; i < at; i++)
    if (all[i].option->type == OPTION_TARGET && all[i].count && strcmp(all[i].texts[0], all[at].texts[0]) == 0)
      return wijk_error_set(err, WIJK_USAGE, "--%s and --%s both name '%s'", all[i].option->name, all[at].option->name,
                            all[at].texts[0]);
  return WIJK_OK;
}

wijk_status run_check_targets(run *run, wijk_error *err) {
  for (size_t i = 0; i < run->values->count; i++) {
    const option_value *value = &run->values->all[i];
    if (value->option->type != OPTION_TARGET || value->count == 0)
      continue;
    if (check_different(run, i, err) != WIJK_OK)
      return err->status;
    if (is_layer(value->option)) {
      wijk_write_options options = output_options(run);
      if (wijk_write_check(&options, err) != WIJK_OK)
        return err->status;
    } else if (strcmp(value->texts[0], "-") != 0 &&
               check_file(value->texts[0], run_flag(run, "overwrite"), err) != WIJK_OK) {
      return err->status;
    }
  }
  return WIJK_OK;
}

wijk_status run_write_layer(run *run, const wijk_layer *layer, const wijk_style *style, wijk_error *err) {
  wijk_write_options options = output_options(run);
  wijk_layer *passed;
  if (!options.path)
    return WIJK_OK;
  options.style = style;
  if (wijk_gate_pass(layer, &run->report, run->arena, &passed, err) != WIJK_OK)
    return wijk_error_frame(err, "passing the gate");
  return wijk_write_layer(passed, &options, &run->report, err);
}
