/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/help.h"

#include <stdio.h>
#include <string.h>

#include "common/theme_file.h"

enum { WIDTH = 92, INDENT = 30 };

/* Words of `text` from column `INDENT`, broken at `WIDTH`; `at` is the column reached. */
static void wrap(wijk_text *out, const char *text, size_t at) {
  for (const char *word = text; *word;) {
    size_t length = strcspn(word, " ");
    if (at + 1 + length > WIDTH && at > INDENT) {
      wijk_text_add_format(out, "\n%*s", INDENT, "");
      at = INDENT;
    } else if (at > INDENT) {
      wijk_text_add(out, " ");
      at++;
    }
    wijk_text_add_part(out, word, length);
    at += length;
    word += length + (word[length] == ' ');
  }
  wijk_text_add(out, "\n");
}

static void option_line(wijk_text *out, const option *option) {
  size_t start = out->length;
  if (option->letter)
    wijk_text_add_format(out, "  -%c, --%s", option->letter, option->name);
  else
    wijk_text_add_format(out, "      --%s", option->name);
  if (option->argument)
    wijk_text_add_format(out, "%s%s", option->argument[0] == '[' ? "" : " ", option->argument);
  size_t at = out->length - start;
  if (at + 2 > INDENT)
    wijk_text_add_format(out, "\n%*s", INDENT, "");
  else
    wijk_text_add_format(out, "%*s", (int)(INDENT - at), "");
  wijk_text help = {0};
  wijk_text_add(&help, option->help);
  if (option->choices)
    wijk_text_add_format(&help, " (%s)", option->choices);
  if (option->preset)
    wijk_text_add_format(&help, " [%s]", option->preset);
  if (option->repeated)
    wijk_text_add(&help, "; may be given more than once");
  wrap(out, help.bytes, INDENT);
  out->failed |= help.failed;
  wijk_text_free(&help);
}

void help_text(const option_values *values, wijk_text *out) {
  const program *program = values->program;
  wijk_text_add_format(out, "%s: %s\n\nusage: %s [OPTION ...]%s%s\n", program->name, program->summary, program->name,
                       program->operand ? " " : "", program->operand ? program->operand : "");
  if (program->operand)
    wijk_text_add_format(out, "\n  %-26s  %s\n", program->operand, program->operand_help);
  wijk_text_add_format(out, "\noptions of %s\n", program->name);
  size_t shared = 0;
  for (size_t i = 0; i < values->count; i++) {
    bool own = false;
    for (const option *o = program->options; o && o->name; o++)
      own |= o == values->all[i].option;
    if (own)
      option_line(out, values->all[i].option);
    else
      shared++;
  }
  if (shared == values->count)
    wijk_text_add(out, "  none but the shared ones\n");
  wijk_text_add(out, "\nshared options\n");
  for (size_t i = 0; i < shared; i++)
    option_line(out, values->all[i].option);
  if (program->examples && program->examples->command)
    wijk_text_add(out, "\nexamples\n");
  for (const example *e = program->examples; e && e->command; e++)
    wijk_text_add_format(out, "  # %s\n  %s\n", e->says, e->command);
  wijk_text_add(out, "\nexit codes\n");
  for (int code = WIJK_OK; code <= WIJK_BUG; code++)
    wijk_text_add_format(out, "  %d  %s\n", code, wijk_status_text((wijk_status)code));
}

static void json_pair(wijk_text *out, const char *name, const char *value) {
  wijk_text_add_format(out, ",\"%s\":", name);
  wijk_text_add_json(out, value);
}

static const char *type_name(option_type type) {
  static const char *const names[] = {
      [OPTION_FLAG] = "flag",   [OPTION_TEXT] = "text",     [OPTION_CHOICE] = "choice", [OPTION_NUMBER] = "number",
      [OPTION_WHOLE] = "whole", [OPTION_SOURCE] = "source", [OPTION_TARGET] = "target",
  };
  return names[type];
}

void help_json(const option_values *values, wijk_text *out) {
  const program *program = values->program;
  wijk_text_add(out, "{\"schema\":1");
  json_pair(out, "program", program->name);
  json_pair(out, "version", WIJK_VERSION);
  json_pair(out, "summary", program->summary);
  json_pair(out, "description", program->description);
  json_pair(out, "operand", program->operand);
  wijk_text_add(out, ",\"options\":[");
  for (size_t i = 0; i < values->count; i++) {
    const option *option = values->all[i].option;
    wijk_text_add(out, i ? ",\n{\"name\":" : "\n{\"name\":");
    wijk_text_add_json(out, option->name);
    json_pair(out, "letter", option->letter ? (char[]){option->letter, 0} : NULL);
    json_pair(out, "type", type_name(option->type));
    json_pair(out, "argument", option->argument);
    json_pair(out, "choices", option->choices);
    json_pair(out, "default", option->preset);
    json_pair(out, "study", option->study_key);
    wijk_text_add_format(out, ",\"repeated\":%s", option->repeated ? "true" : "false");
    json_pair(out, "help", option->help);
    wijk_text_add(out, "}");
  }
  wijk_text_add(out, "],\"examples\":[");
  for (const example *e = program->examples; e && e->command; e++) {
    wijk_text_add(out, e == program->examples ? "\n{\"says\":" : ",\n{\"says\":");
    wijk_text_add_json(out, e->says);
    json_pair(out, "command", e->command);
    wijk_text_add(out, "}");
  }
  wijk_text_add(out, "],\"exit_codes\":{");
  for (int code = WIJK_OK; code <= WIJK_BUG; code++) {
    wijk_text_add_format(out, "%s\"%d\":", code ? "," : "", code);
    wijk_text_add_json(out, wijk_status_text((wijk_status)code));
  }
  wijk_text_add(out, "}}\n");
}

wijk_status help_write(const run *run, wijk_error *err) {
  const char *form = run_text(run, "help");
  wijk_text out = {0};
  if (!form)
    wijk_text_add_format(&out, "%s %s\n", run->program->name, WIJK_VERSION);
  else if (strcmp(form, "json") == 0)
    help_json(run->values, &out);
  else if (strcmp(form, "man") == 0)
    help_man(run->values, &out);
  else if (strcmp(form, "bash") == 0)
    help_bash(run->values, &out);
  else if (strcmp(form, "study") == 0)
    study_help(&out);
  else if (strcmp(form, "study-man") == 0)
    study_man(&out);
  else if (strcmp(form, "theme") == 0)
    theme_help(&out);
  else if (strcmp(form, "theme-man") == 0)
    theme_man(&out);
  else
    help_text(run->values, &out);
  if (wijk_text_check(&out, err) == WIJK_OK)
    fwrite(out.bytes, 1, out.length, stdout);
  wijk_text_free(&out);
  return err->status;
}
