/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/help.h"

#include <string.h>

/* Roff: a backslash, and a point or quote that starts a line, would be commands; hyphens are to be copied. An empty
 * line starts a paragraph. */
static void roff(wijk_text *out, const char *text) {
  for (const char *c = text; c && *c; c++) {
    if ((c == text || c[-1] == '\n') && (*c == '.' || *c == '\''))
      wijk_text_add(out, "\\&");
    if (*c == '\n' && c[1] == '\n') {
      wijk_text_add(out, "\n.PP\n");
      c++;
    } else if (*c == '\\') {
      wijk_text_add(out, "\\e");
    } else if (*c == '-') {
      wijk_text_add(out, "\\-");
    } else {
      wijk_text_add_part(out, c, 1);
    }
  }
}

static void option_entry(wijk_text *out, const option *option) {
  wijk_text_add(out, ".TP\n.B ");
  if (option->letter)
    wijk_text_add_format(out, "\\-%c\\fR, \\fB", option->letter);
  wijk_text_add(out, "\\-\\-");
  roff(out, option->name);
  if (option->argument) {
    wijk_text_add(out, option->argument[0] == '[' ? "\\fI" : "\\fR \\fI");
    roff(out, option->argument);
    wijk_text_add(out, "\\fR");
  }
  wijk_text_add(out, "\n");
  roff(out, option->help);
  wijk_text_add(out, ".\n");
  if (option->choices) {
    wijk_text_add(out, "One of ");
    for (const char *c = option->choices; *c; c++)
      wijk_text_add_part(out, *c == '|' ? ", " : c, *c == '|' ? 2 : 1);
    wijk_text_add(out, ".\n");
  }
  if (option->preset) {
    wijk_text_add(out, "Default: ");
    roff(out, option->preset);
    wijk_text_add(out, ".\n");
  }
  if (option->repeated)
    wijk_text_add(out, "May be given more than once.\n");
  if (option->study_key) {
    wijk_text_add(out, "In a study file: ");
    roff(out, option->study_key);
    wijk_text_add(out, ".\n");
  }
}

void help_man(const option_values *values, wijk_text *out) {
  const program *program = values->program;
  wijk_text_add_format(out, ".\\\" SPDX-License-Identifier: EUPL-1.2\n.TH %s 1 \"\" \"wijkatlas %s\" \"wijkatlas\"\n",
                       program->name, WIJK_VERSION);
  wijk_text_add(out, ".SH NAME\n");
  roff(out, program->name);
  wijk_text_add(out, " \\- ");
  roff(out, program->summary);
  wijk_text_add(out, "\n.SH SYNOPSIS\n.B ");
  roff(out, program->name);
  wijk_text_add(out, "\n[\\fIOPTION\\fR ...]");
  if (program->operand)
    wijk_text_add_format(out, " \\fI%s\\fR", program->operand);
  wijk_text_add(out, "\n.SH DESCRIPTION\n");
  roff(out, program->description);
  wijk_text_add(out, "\n.SH OPTIONS\n");
  if (program->operand) {
    wijk_text_add_format(out, ".TP\n.I %s\n", program->operand);
    roff(out, program->operand_help);
    wijk_text_add(out, ".\n");
  }
  for (size_t i = values->count; i-- > 0;) { /* its own first: they stand last in the table */
    const option *first = program->options;
    if (first && values->all[i].option == first) {
      for (const option *o = first; o->name; o++)
        option_entry(out, o);
      break;
    }
  }
  wijk_text_add(out, ".SS Shared options\n");
  for (size_t i = 0; i < values->count; i++) {
    bool own = false;
    for (const option *o = program->options; o && o->name; o++)
      own |= o == values->all[i].option;
    if (!own)
      option_entry(out, values->all[i].option);
  }
  if (program->examples && program->examples->command)
    wijk_text_add(out, ".SH EXAMPLES\n");
  for (const example *e = program->examples; e && e->command; e++) {
    wijk_text_add(out, ".PP\n");
    roff(out, e->says);
    wijk_text_add(out, ":\n.PP\n.nf\n.RS 2\n");
    roff(out, e->command);
    wijk_text_add(out, "\n.RE\n.fi\n");
  }
  wijk_text_add(out, ".SH EXIT STATUS\n");
  for (int code = WIJK_OK; code <= WIJK_BUG; code++) {
    wijk_text_add_format(out, ".TP\n.B %d\n", code);
    roff(out, wijk_status_text((wijk_status)code));
    wijk_text_add(out, "\n");
  }
}

void help_bash(const option_values *values, wijk_text *out) {
  const char *name = values->program->name;
  wijk_text function = {0};
  wijk_text_add(&function, name);
  for (size_t i = 0; i < function.length; i++)
    if (function.bytes[i] == '-')
      function.bytes[i] = '_';
  const char *f = function.bytes ? function.bytes : "";
  wijk_text_add_format(out, "# bash completion of %s\n_%s() {\n  local cur=${COMP_WORDS[COMP_CWORD]} prev=", name, f);
  wijk_text_add(out, "${COMP_WORDS[COMP_CWORD-1]}\n  COMPREPLY=()\n  case $prev in\n");
  for (size_t i = 0; i < values->count; i++) {
    const option *option = values->all[i].option;
    if (option->type == OPTION_FLAG || strcmp(option->name, "help") == 0)
      continue;
    wijk_text_add_format(out, "  --%s", option->name);
    if (option->letter)
      wijk_text_add_format(out, "|-%c", option->letter);
    if (option->type == OPTION_SOURCE || option->type == OPTION_TARGET) {
      wijk_text_add(out, ") compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n");
    } else if (option->choices) {
      wijk_text_add(out, ") mapfile -t COMPREPLY < <(compgen -W \"");
      for (const char *c = option->choices; *c; c++)
        wijk_text_add_part(out, *c == '|' ? " " : c, 1);
      wijk_text_add(out, "\" -- \"$cur\"); return ;;\n");
    } else {
      wijk_text_add(out, ") return ;;\n");
    }
  }
  wijk_text_add(out, "  esac\n  if [[ $cur == -* ]]; then\n    mapfile -t COMPREPLY < <(compgen -W \"");
  for (size_t i = 0; i < values->count; i++)
    wijk_text_add_format(out, "%s--%s", i ? " " : "", values->all[i].option->name);
  wijk_text_add(out, "\" -- \"$cur\")\n  else\n    compopt -o filenames\n    mapfile -t COMPREPLY < <(compgen -f -- ");
  wijk_text_add_format(out, "\"$cur\")\n  fi\n}\ncomplete -F _%s %s\n", f, name);
  out->failed |= function.failed;
  wijk_text_free(&function);
}
