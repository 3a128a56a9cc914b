/* SPDX-License-Identifier: EUPL-1.2 */
/* From layers to files: the targets looked at before the work, and the gate before the writer. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/options.h"

static wijk_write_options output_options(const run *run, const char *path) {
  return (wijk_write_options){.path = path, .format = run_text(run, "format"), .overwrite = run_flag(run, "overwrite")};
}

static const char *file_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* A target of DST is a layer or a table, in any format; every other is one file of a program's own making. */
static bool is_layer(const option *option) {
  return strcmp(option->argument, "DST") == 0;
}

static wijk_status check_file(const char *path, bool overwrite, wijk_error *err) {
  wijk_publication *publication = wijk_publication_open(path, overwrite, err);
  if (!publication)
    return err->status;
  wijk_publication_discard(publication);
  return WIJK_OK;
}

/* Where a file is or would be: links and dots are resolved in its folder, and in the file if it is there. */
static bool same_place(const char *a, const char *b) {
  struct stat one, other;
  if (stat(a, &one) == 0 && stat(b, &other) == 0)
    return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
  const char *paths[] = {a, b};
  char *folders[2], folder[PATH_MAX];
  for (int i = 0; i < 2; i++) {
    size_t length = (size_t)(file_name(paths[i]) - paths[i]);
    snprintf(folder, sizeof folder, "%.*s", length ? (int)length : 1, length ? paths[i] : ".");
    folders[i] = realpath(folder, NULL);
  }
  bool same =
      folders[0] && folders[1] && strcmp(folders[0], folders[1]) == 0 && strcmp(file_name(a), file_name(b)) == 0;
  free(folders[0]);
  free(folders[1]);
  return same;
}

/* The file on disk that a source is read from: of a member of an archive, the archive. */
static bool source_file(const char *source, char *file, size_t size) {
  while (strncmp(source, "/vsi", 4) == 0 && strchr(source + 4, '/'))
    source = strchr(source + 4, '/') + 1;
  int length = snprintf(file, size, "%s", source);
  struct stat found;
  for (char *slash = file; length >= 0 && (size_t)length < size && slash;) {
    if (stat(file, &found) == 0)
      return S_ISREG(found.st_mode);
    slash = strrchr(file, '/');
    if (slash)
      *slash = '\0';
  }
  return false;
}

/* An input is never replaced, whatever --overwrite says. */
static wijk_status check_not_source(const run *run, const option *target, const char *path, wijk_error *err) {
  char file[PATH_MAX];
  if (strcmp(path, "-") == 0)
    return WIJK_OK;
  const char *operand = run->values->operand;
  for (size_t i = 0; i <= run->values->count; i++) {
    const option_value *value = i < run->values->count ? &run->values->all[i] : NULL;
    if (value && value->option->type != OPTION_SOURCE)
      continue;
    for (size_t k = 0; k < (value ? value->count : operand != NULL); k++) {
      if (!source_file(value ? value->texts[k] : operand, file, sizeof file) || !same_place(file, path))
        continue;
      wijk_error_set(err, WIJK_USAGE, "--%s '%s' is what is read as %s%s", target->name, path, value ? "--" : "",
                     value ? value->option->name : run->program->operand);
      return wijk_error_hint(err, "write to another file: an input is never replaced");
    }
  }
  return WIJK_OK;
}

/* Two targets with one name would leave only the last; `count` texts of option `at` are looked at already. */
static wijk_status check_different(const run *run, size_t at, size_t count, wijk_error *err) {
  const option_value *all = run->values->all;
  const char *path = all[at].texts[count];
  for (size_t i = 0; i <= at; i++)
    for (size_t k = 0; all[i].option->type == OPTION_TARGET && k < (i < at ? all[i].count : count); k++)
      if (strcmp(all[i].texts[k], path) == 0 || (strcmp(path, "-") != 0 && same_place(all[i].texts[k], path)))
        return wijk_error_set(err, WIJK_USAGE, "--%s and --%s both name '%s'", all[i].option->name,
                              all[at].option->name, path);
  return WIJK_OK;
}

static wijk_status check_target(const run *run, const option *option, const char *path, wijk_error *err) {
  wijk_write_options options = output_options(run, path);
  if (run->parted && strcmp(option->name, run->parted) == 0)
    return WIJK_OK; /* never written itself: run_part_target looks at each part */
  if (is_layer(option))
    return wijk_write_check(&options, err);
  bool looked_at = strcmp(path, "-") == 0 || strcmp(option->argument, "FOLDER") == 0; /* by who makes the folder */
  return looked_at ? WIJK_OK : check_file(path, options.overwrite, err);
}

wijk_status run_check_targets(run *run, wijk_error *err) {
  for (size_t i = 0; i < run->values->count; i++) {
    const option_value *value = &run->values->all[i];
    for (size_t k = 0; value->option->type == OPTION_TARGET && k < value->count; k++)
      if (check_different(run, i, k, err) != WIJK_OK ||
          check_not_source(run, value->option, value->texts[k], err) != WIJK_OK ||
          check_target(run, value->option, value->texts[k], err) != WIJK_OK)
        return err->status;
  }
  return WIJK_OK;
}

wijk_status run_part_target(run *run, const char *target, const char *path, const char *part, const char **result,
                            wijk_error *err) {
  const char *dot = strrchr(file_name(path), '.');
  const size_t stem = dot ? (size_t)(dot - path) : strlen(path);
  char *made = wijk_arena_format(run->arena, err, "%.*s__%s%s", (int)stem, path, part, path + stem);
  if (!made)
    return err->status;
  for (char *c = made + stem; c < made + stem + 2 + strlen(part); c++)
    if ((unsigned char)*c < ' ' || strchr("/\\:*?\"<>| ", *c))
      *c = '_';
  *result = made;
  const option option = {.name = target};
  return check_not_source(run, &option, made, err) == WIJK_OK ? check_file(made, run_flag(run, "overwrite"), err)
                                                              : err->status;
}

wijk_status run_write_layer(run *run, const wijk_layer *layer, const wijk_style *style, wijk_error *err) {
  return run_write_layer_to(run, "output", layer, style, err);
}

static wijk_status write_layer(run *run, const char *path, const wijk_layer *layer, const wijk_style *style,
                               wijk_error *err) {
  wijk_write_options options = output_options(run, path);
  wijk_layer *passed;
  if (!options.path)
    return WIJK_OK;
  options.style = style;
  options.threads = run_threads(run);
  options.outputs = &run->outputs;
  if (wijk_gate_pass(layer, &run->report, run->arena, &passed, err) != WIJK_OK)
    return wijk_error_frame(err, "passing the gate");
  return wijk_write_layer(passed, &options, &run->report, err);
}

wijk_status run_write_layer_to(run *run, const char *target, const wijk_layer *layer, const wijk_style *style,
                               wijk_error *err) {
  return write_layer(run, run_text(run, target), layer, style, err);
}

/* ---- a file per scenario ---- */

/* `path` with `name` in place of `mark`, with '_' for what a file name should not hold. */
static const char *put_name(run *run, const char *path, const char *mark, const char *name, wijk_error *err) {
  const char *at = strstr(path, mark);
  char *made = wijk_arena_format(run->arena, err, "%.*s%s%s", (int)(at - path), path, name, at + strlen(mark));
  for (char *c = made ? made + (at - path) : NULL; c && c < made + (at - path) + strlen(name); c++)
    if ((unsigned char)*c < ' ' || strchr("/\\:*?\"<>| ", *c))
      *c = '_';
  return made;
}

static wijk_status spread(run *run, option_value *value, const char *mark, const char *const *names, size_t count,
                          wijk_error *err) {
  const char *path = value->texts[0];
  const bool marked = strstr(path, mark) != NULL;
  if (!marked && count > 1) {
    wijk_error_set(err, WIJK_USAGE, "--%s '%s' is one file, and there are %zu scenarios", value->option->name, path,
                   count);
    return wijk_error_hint(err, "write %s where the name of the scenario goes, as in plan-%s.gpkg", mark, mark);
  }
  if (marked && count == 0) {
    wijk_error_set(err, WIJK_USAGE, "--%s '%s' has %s, and there are no scenarios", value->option->name, path, mark);
    return wijk_error_hint(err, "leave %s out of the name", mark);
  }
  const char **texts = marked ? WIJK_ARENA_ADD(run->arena, const char *, count, err) : NULL;
  for (size_t i = 0; texts && i < count; i++)
    texts[i] = put_name(run, path, mark, names[i], err);
  if (texts) {
    value->texts = texts;
    value->count = value->capacity = count;
  }
  return err->status;
}

wijk_status run_spread_targets(run *run, const char *const *names, size_t count, const char *whole, wijk_error *err) {
  for (size_t i = 0; i < run->values->count; i++) {
    option_value *value = &run->values->all[i];
    const bool is_spread = value->option->type == OPTION_TARGET && is_layer(value->option) && value->count == 1 &&
                           !(whole && strcmp(value->option->name, whole) == 0);
    if (is_spread && spread(run, value, "{scenario}", names, count, err) != WIJK_OK)
      return err->status;
  }
  return err->status;
}

wijk_status run_write_layer_of(run *run, const char *target, size_t number, const wijk_layer *layer,
                               const wijk_style *style, wijk_error *err) {
  size_t count;
  const char *const *paths = run_texts(run, target, &count);
  return number < count ? write_layer(run, paths[number], layer, style, err) : WIJK_OK;
}

wijk_status run_write_raster(run *run, const char *path, const wijk_raster *raster, const wijk_style *style,
                             bool classed, wijk_error *err) {
  wijk_write_options options = {
      .path = path, .overwrite = run_flag(run, "overwrite"), .style = style, .outputs = &run->outputs};
  if (wijk_gate_pass_raster(raster, &run->report, err) != WIJK_OK)
    return wijk_error_frame(err, "passing the gate");
  return wijk_write_raster(raster, &options, classed, &run->report, err);
}

wijk_status run_write_bytes(run *run, const char *path, const void *bytes, size_t length, wijk_error *err) {
  return wijk_write_bytes(path, run_flag(run, "overwrite"), bytes, length, &run->outputs, err);
}
