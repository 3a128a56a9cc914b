/* SPDX-License-Identifier: EUPL-1.2 */
/* The documentation of a file of keys, made from its schema. */
#include "common/study.h"

#include <string.h>

const char *study_type_text(const study_key *key) {
  static const char *const words[] = {
      [STUDY_TEXT] = "text",
      [STUDY_PATH] = "file",
      [STUDY_FLAG] = "true or false",
      [STUDY_NUMBER] = "a number",
      [STUDY_WHOLE] = "a whole number",
      [STUDY_DATE] = "YYYY-MM-DD",
      [STUDY_LIST] = "list of texts",
      [STUDY_TABLE] = "table",
      [STUDY_COLOUR] = "a colour as \"#1c1c1c\"",
      [STUDY_COLOURS] = "table of colours",
      [STUDY_INDICATORS] = "list of indicators",
  };
  return key->type == STUDY_CHOICE ? key->choices : words[key->type];
}

static void help_keys(wijk_text *out, const study_key *keys) {
  for (const study_key *key = keys; key->path; key++) {
    wijk_text_add_format(out, "  %-32s %s\n      %s", key->path, study_type_text(key), key->help);
    if (key->option)
      wijk_text_add_format(out, " (--%s)", key->option);
    wijk_text_add(out, "\n");
  }
}

void study_write_help(const study_manual *manual, wijk_text *out) {
  size_t column = 0;
  for (const char *word = manual->introduction; *word;) {
    size_t length = strcspn(word, " ");
    wijk_text_add(out, !column ? "" : column + length > 90 ? "\n" : " ");
    column = column + length > 90 ? length : column + length + 1;
    wijk_text_add_part(out, word, length);
    word += length + (word[length] == ' ');
  }
  wijk_text_add(out, "\n\nkeys\n");
  help_keys(out, manual->keys);
  if (manual->part_keys) {
    wijk_text_add_format(out, "\n%s\n", manual->parts);
    help_keys(out, manual->part_keys);
  }
  wijk_text_add_format(out, "\nexample\n\n%s", manual->example);
}

/* Roff takes a hyphen for a dash, and a point or quote at the start of a line for a command. */
static void roff(wijk_text *out, const char *text) {
  for (; *text; text++)
    wijk_text_add_part(out, *text == '-' ? "\\-" : text, *text == '-' ? 2 : 1);
}

static void man_keys(wijk_text *out, const study_key *keys) {
  for (const study_key *key = keys; key->path; key++) {
    wijk_text_add_format(out, ".TP\n.BR %s \", \\fI%s\\fR\"\n", key->path, study_type_text(key));
    roff(out, key->help);
    if (key->option) {
      wijk_text_add(out, " (\\fB\\-\\-");
      roff(out, key->option);
      wijk_text_add(out, "\\fR)");
    }
    wijk_text_add(out, ".\n");
  }
}

void study_write_man(const study_manual *manual, wijk_text *out) {
  wijk_text_add_format(
      out, ".\\\" SPDX-License-Identifier: EUPL-1.2\n.TH %s 5 \"\" \"wijkatlas %s\" \"wijkatlas\"\n.SH NAME\n",
      manual->name, WIJK_VERSION);
  roff(out, manual->name);
  wijk_text_add_format(out, " \\- %s\n.SH DESCRIPTION\n", manual->summary);
  roff(out, manual->introduction);
  wijk_text_add(out, "\n.SH KEYS\n");
  man_keys(out, manual->keys);
  if (manual->part_keys) {
    wijk_text_add(out, ".SS ");
    roff(out, manual->parts);
    wijk_text_add(out, "\n");
    man_keys(out, manual->part_keys);
  }
  wijk_text_add(out, ".SH EXAMPLE\n.nf\n");
  roff(out, manual->example);
  wijk_text_add(out, ".fi\n");
}
