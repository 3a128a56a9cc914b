/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/program.h"

#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/ending.h"
#include "common/help.h"
#include "common/options.h"
#include "common/study.h"

static const option_value *chosen(const run *run, const char *name) {
  return option_values_find(run->values, name);
}

bool run_given(const run *run, const char *name) {
  const option_value *value = chosen(run, name);
  return value && value->count > 0;
}

bool run_asked(const run *run, const char *name) {
  const option_value *value = chosen(run, name);
  return value && value->origin == OPTION_FROM_COMMAND_LINE;
}

const char *run_text(const run *run, const char *name) {
  const option_value *value = chosen(run, name);
  if (!value)
    return NULL;
  return value->count ? value->texts[value->count - 1] : value->option->preset;
}

bool run_flag(const run *run, const char *name) {
  const char *text = run_text(run, name);
  return text && strcmp(text, "yes") == 0;
}

const char *const *run_texts(const run *run, const char *name, size_t *count) {
  const option_value *value = chosen(run, name);
  *count = value ? value->count : 0;
  return value ? value->texts : NULL;
}

double run_number(const run *run, const char *name) {
  const char *text = run_text(run, name);
  double number = NAN;
  if (text)
    wijk_number_read(text, strlen(text), &number);
  return number;
}

size_t run_whole(const run *run, const char *name, size_t otherwise) {
  double number = run_number(run, name);
  return isnan(number) ? otherwise : (size_t)number;
}

int run_threads(const run *run) {
  enum { MOST = 256 };
  size_t threads = run_whole(run, "threads", 0);
  return threads < MOST ? (int)threads : MOST;
}

const char *run_operand(const run *run) {
  return run->values->operand;
}

bool run_dutch(const run *run) {
  return strcmp(run_text(run, "lang"), "en") != 0;
}

void run_progress(run *run, const char *what, double share) {
  const char *when = run_text(run, "progress");
  bool terminal = isatty(STDERR_FILENO);
  if (run->quiet || strcmp(when, "never") == 0 || (strcmp(when, "auto") == 0 && !terminal))
    return;
  fprintf(stderr, terminal ? "\r%s: %s %3d%%\033[K" : "%s: %s %d%%\n", run->program->name, what, (int)(100 * share));
  if (terminal && share >= 1)
    fputs("\r\033[K", stderr);
}

/* A message with its further lines indented: what is wrong, where, what to do. */
static void print_error(const char *program, const wijk_error *err) {
  wijk_text text = {0};
  wijk_text_add_format(&text, "%s: ", program);
  wijk_text_add_lines(&text, err->message);
  wijk_text_add(&text, "\n");
  for (const char *frame = err->frames; *frame;) {
    int length = (int)strcspn(frame, "\n");
    wijk_text_add_format(&text, "  while %.*s\n", length, frame);
    frame += length + (frame[length] == '\n');
  }
  wijk_text_add(&text, err->hint[0] ? "  hint: " : NULL);
  wijk_text_add_lines(&text, err->hint);
  wijk_text_add(&text, err->hint[0] ? "\n" : NULL);
  fputs(text.failed ? err->message : text.bytes, stderr);
  wijk_text_free(&text);
}

/* Whether a failure's message is the list of the faults that were found, and not another that came after them. */
static bool lists_faults(const run *run, const wijk_error *failure) {
  bool listed = false;
  for (size_t i = 0; i < run->report.finding_count && failure->status != WIJK_OK && !listed; i++) {
    wijk_text line = {0};
    if (run->report.findings[i].severity == WIJK_FAULT)
      wijk_finding_write(&run->report.findings[i], &line);
    listed = line.bytes && strstr(failure->message, line.bytes) != NULL;
    wijk_text_free(&line);
  }
  return listed;
}

/* Faults that a failure's message lists are not said twice; beside a failure a few warnings are enough. */
static void print_findings(const run *run, const wijk_error *failure, wijk_error *err) {
  static const char *const words[] = {[WIJK_NOTE] = "note", [WIJK_WARNING] = "warning", [WIJK_FAULT] = "error"};
  const size_t most[] = {20, failure->status == WIJK_OK ? 20 : 5, 20};
  size_t shown[3] = {0};
  bool listed = lists_faults(run, failure);
  wijk_text text = {0};
  for (size_t i = 0; i < run->report.finding_count; i++) {
    const wijk_finding *finding = &run->report.findings[i];
    bool wanted = finding->severity == WIJK_NOTE ? run->verbose : finding->severity == WIJK_WARNING || !listed;
    if (!wanted || run->quiet)
      continue;
    if (++shown[finding->severity] > most[finding->severity] && !run->verbose)
      continue;
    wijk_text_add_format(&text, "%s: %s: ", run->program->name, words[finding->severity]);
    wijk_finding_write(finding, &text);
    wijk_text_add(&text, "\n");
  }
  for (size_t severity = 0; severity < 3; severity++)
    if (shown[severity] > most[severity] && !run->verbose)
      wijk_text_add_format(&text, "%s: %s: and %zu more; --verbose or --json lists them\n", run->program->name,
                           words[severity], shown[severity] - most[severity]);
  if (wijk_text_check(&text, err) == WIJK_OK && text.bytes)
    fputs(text.bytes, stderr);
  wijk_text_free(&text);
}

static void print_inputs(const run *run) {
  for (size_t i = 0; run->verbose && i < run->report.input_count; i++) {
    const wijk_input *input = &run->report.inputs[i];
    fprintf(stderr, "%s: %s '%s': %zu rows%s%s", run->program->name, input->role, input->source, input->rows,
            input->crs ? ", " : "", input->crs ? input->crs : "");
    for (size_t f = 0; input->fields && input->fields[f]; f++)
      fprintf(stderr, "%s%s", f ? " " : "; ", input->fields[f]);
    fputc('\n', stderr);
  }
}

/* A failed run reports too, on stdout: a pipeline wants the findings of all rows. It leaves no file, though. */
static wijk_status write_report(run *run, const wijk_error *failure, wijk_error *err) {
  const char *file = run_text(run, "report");
  bool to_stdout = run_flag(run, "json") && !run->answered;
  if ((!file || failure->status != WIJK_OK) && !to_stdout)
    return WIJK_OK;
  if (failure->status != WIJK_OK && !lists_faults(run, failure))
    wijk_report_add_finding(
        &run->report,
        &(wijk_finding){.severity = WIJK_FAULT, .code = "failed", .hint = failure->hint[0] ? failure->hint : NULL}, err,
        "%s", failure->message);
  char *json = NULL;
  if (err->status == WIJK_OK)
    wijk_write_report(&run->report, &json, run->arena, err);
  if (err->status == WIJK_OK && file && failure->status == WIJK_OK)
    run_write_bytes(run, file, json, strlen(json), err);
  if (err->status == WIJK_OK && to_stdout)
    run_write_bytes(run, "-", json, strlen(json), err);
  return err->status;
}

static wijk_status prepare(run *run, int argc, char **argv, wijk_error *err) {
  run->values = WIJK_ARENA_ADD(run->arena, option_values, 1, err);
  if (!run->values || option_values_new(run->program, run->arena, run->values, err) != WIJK_OK ||
      wijk_report_new(run->program->name, run->arena, &run->report, err) != WIJK_OK ||
      option_values_read(run->values, argc, argv, err) != WIJK_OK)
    return err->status;
  if (run_text(run, "help") || run_flag(run, "version"))
    return WIJK_OK;
  if (run_text(run, "study") && study_read(run->values, run_text(run, "study"), err) != WIJK_OK)
    return err->status;
  if (option_values_check(run->values, err) != WIJK_OK)
    return err->status;
  if (run_threads(run) > 0)
    omp_set_num_threads(run_threads(run)); /* for what the library does on threads without being told how many */
  run->quiet = run_flag(run, "quiet");
  run->verbose = run_flag(run, "verbose") && !run->quiet;
  run->report.public_edition = run_flag(run, "public");
  run->report.language = run_text(run, "lang");
  const char *output = run_text(run, "output");
  if (output && strcmp(output, "-") == 0 && run_flag(run, "json"))
    return wijk_error_set(err, WIJK_USAGE, "--json and --output - both want stdout");
  return option_values_report(run->values, &run->report, err);
}

/* A program started without stdin, stdout or stderr must not find its first file in their place. What it prints where
 * nobody listens is an error, not a success: the stand-in of stdout cannot be written. */
static void open_standard_files(void) {
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++)
    if (fcntl(standard, F_GETFD) < 0) /* the lowest that is free, so the one that is opened */
      open("/dev/null", standard == STDOUT_FILENO ? O_RDONLY : O_RDWR);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

int program_main(const program *program, int argc, char **argv) {
  double start = seconds();
  open_standard_files();
  ending_prepare();
  wijk_error err = {0}, late = {0};
  run run = {.program = program};
  run.arena = wijk_arena_new(&err);
  if (!run.arena || prepare(&run, argc, argv, &err) != WIJK_OK) {
    print_error(program->name, &err);
    wijk_arena_free(run.arena);
    return (int)err.status;
  }
  int code = WIJK_OK;
  if (run_text(&run, "help") || run_flag(&run, "version")) {
    help_write(&run, &late);
  } else {
    code = (int)program->run(&run, &err);
    if (err.status != WIJK_OK)
      run.report.output_count = 0; /* a failed run leaves none */
    print_inputs(&run);
    if (err.status != WIJK_OK)
      print_error(program->name, &err);
    print_findings(&run, &err, &late);
    write_report(&run, &err, &late);
    if (run.verbose)
      fprintf(stderr, "%s: %.3f s\n", program->name, seconds() - start);
  }
  if ((fflush(stdout) != 0 || ferror(stdout)) && late.status == WIJK_OK)
    wijk_error_set(&late, WIJK_IO, "stdout cannot be written");
  if (err.status == WIJK_OK && late.status == WIJK_OK)
    wijk_outputs_commit(&run.outputs, &late);
  wijk_outputs_discard(&run.outputs);
  if (late.status != WIJK_OK && err.status == WIJK_OK) {
    print_error(program->name, &late);
    code = (int)late.status;
  }
  wijk_arena_free(run.arena);
  ending_check();
  return code;
}
