/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/theme_file.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMS_MOST 32

const study_key theme_keys[] = {
    {"base", STUDY_CHOICE, NULL, NULL, "light|dark", "what everything is that the file does not say; without it light"},
#define WIJK_THEME_NAME(name, word, help) {"colours." word, STUDY_COLOUR, NULL, NULL, NULL, help},
    WIJK_THEME_COLOUR_LIST(WIJK_THEME_NAME)
#undef WIJK_THEME_NAME
        {"palettes.sequential", STUDY_TEXT, NULL, NULL, NULL,
         "for numbers from low to high, by the name of its makers"},
    {"palettes.diverging", STUDY_TEXT, NULL, NULL, NULL, "for numbers on both sides of a midpoint"},
    {"palettes.categorical", STUDY_TEXT, NULL, NULL, NULL, "for texts"},
    {"symbols", STUDY_COLOURS, NULL, "=", NULL, "forms of facilities with the colour of their symbols"},
    {"fonts.family", STUDY_TEXT, NULL, NULL, NULL, "a font of this machine; without it Open Sans"},
    {"fonts.regular", STUDY_PATH, NULL, NULL, NULL, "or a font file (.ttf, .otf), relative to the theme file"},
    {"fonts.bold", STUDY_PATH, NULL, NULL, NULL, "for titles and headings; without it the regular one"},
    {"fonts.italic", STUDY_PATH, NULL, NULL, NULL, "for names of water; without it the regular one"},
    {0},
};

/* What the file said, and where. */
typedef struct said {
  wijk_arena *arena;
  const char *base;
  bool coloured[WIJK_THEME_COLOURS];
  wijk_theme theme;
  wijk_theme_form forms[FORMS_MOST];
  const char *family_where, *font_where; /* of fonts.family, of the first of its files */
} said;

/* ---- values ---- */

static wijk_status take_palette(const char *name, const char *kind, const char *where, const char **palette,
                                wijk_error *err) {
  static const char *const kinds[] = {[WIJK_PALETTE_SEQUENTIAL] = "sequential",
                                      [WIJK_PALETTE_DIVERGING] = "diverging",
                                      [WIJK_PALETTE_CATEGORICAL] = "categorical"};
  bool reversed;
  const wijk_palette *found = wijk_palette_find(name, &reversed);
  if (found && strcmp(kinds[wijk_palette_sort(found)], kind) == 0) {
    *palette = name;
    return WIJK_OK;
  }
  const char *names[64];
  size_t count = 0;
  wijk_text list = {0};
  for (size_t i = 0; count < 64 && (wijk_palette_at(i)); i++)
    if (strcmp(kinds[wijk_palette_sort(wijk_palette_at(i))], kind) == 0) {
      names[count] = wijk_palette_name(wijk_palette_at(i));
      wijk_text_add_format(&list, "%s%s", count ? ", " : "", names[count]);
      count++;
    }
  const char *nearest = wijk_text_find_nearest(name, names, count);
  wijk_error_set(err, WIJK_USAGE, found ? "%s: '%s' is a palette of another kind" : "%s: there is no palette '%s'",
                 where, name);
  if (nearest && !found)
    wijk_error_hint(err, "did you mean '%s'?", nearest);
  else
    wijk_error_hint(err, "%s ones are %s", kind, list.bytes ? list.bytes : "others");
  wijk_text_free(&list);
  return WIJK_USAGE;
}

/* "opvang=#0072b2": the name may hold what it likes, the colour is the last of it. */
static wijk_status take_form(said *s, const char *text, const char *where, wijk_error *err) {
  const char *joint = strrchr(text, '=');
  wijk_theme_form *form = &s->forms[s->theme.form_count];
  if (s->theme.form_count == FORMS_MOST)
    return wijk_error_set(err, WIJK_USAGE, "%s has more than %d forms", where, FORMS_MOST);
  form->name = wijk_arena_text_part(s->arena, text, (size_t)(joint - text), err);
  s->theme.form_count += form->name && study_colour(joint + 1, &form->colour);
  return err->status;
}

static wijk_status take_font(said *s, const char *face, const char *path, const char *where, wijk_error *err) {
  static const char *const faces[WIJK_THEME_FACES] = {"regular", "bold", "italic"};
  struct stat file;
  if (stat(path, &file) != 0 || !S_ISREG(file.st_mode) || access(path, R_OK) != 0)
    return wijk_error_set(err, WIJK_USAGE, "%s: there is no file '%s'", where, path);
  s->font_where = s->font_where ? s->font_where : where;
  for (int i = 0; i < WIJK_THEME_FACES; i++)
    if (strcmp(face, faces[i]) == 0)
      s->theme.font_files[i] = path;
  return WIJK_OK;
}

static wijk_status take(void *context, const study_key *key, const char *text, const char *where, wijk_error *err) {
  said *s = context;
  const char *point = strchr(key->path, '.'), *part = point ? point + 1 : key->path;
  if (key->type == STUDY_COLOUR) {
    size_t c = 0;
    while (strcmp(wijk_theme_colour_name(c), part) != 0)
      c++;
    s->coloured[c] = study_colour(text, &s->theme.colours[c]);
  } else if (strcmp(part, "base") == 0) {
    s->base = text;
  } else if (key->type == STUDY_COLOURS) {
    return take_form(s, text, where, err);
  } else if (strncmp(key->path, "palettes.", 9) == 0) {
    const char **palette = *part == 's'   ? &s->theme.sequential
                           : *part == 'd' ? &s->theme.diverging
                                          : &s->theme.categorical;
    return take_palette(text, part, where, palette, err);
  } else if (strcmp(part, "family") == 0) {
    s->theme.font_family = text;
    s->family_where = where;
  } else {
    return take_font(s, part, text, where, err);
  }
  return WIJK_OK;
}

/* ---- the whole ---- */

static void add_base(said *s) {
  const wijk_theme *base = wijk_theme_find(s->base ? s->base : "light");
  wijk_theme *theme = &s->theme;
  for (size_t c = 0; c < WIJK_THEME_COLOURS; c++)
    if (!s->coloured[c])
      theme->colours[c] = base->colours[c];
  if (s->coloured[WIJK_THEME_PAPER] && !s->coloured[WIJK_THEME_HALO])
    theme->colours[WIJK_THEME_HALO] = theme->colours[WIJK_THEME_PAPER];
  theme->sequential = theme->sequential ? theme->sequential : base->sequential;
  theme->diverging = theme->diverging ? theme->diverging : base->diverging;
  theme->categorical = theme->categorical ? theme->categorical : base->categorical;
  theme->forms = s->forms;
}

static wijk_status check_fonts(const said *s, wijk_error *err) {
  if (s->family_where && s->font_where) {
    wijk_error_set(err, WIJK_USAGE, "%s: fonts has a family and files", s->family_where);
    return wijk_error_hint(err, "give either an installed family or files");
  }
  if (s->font_where && !s->theme.font_files[0])
    return wijk_error_set(err, WIJK_USAGE, "%s: fonts lacks its regular", s->font_where);
  wijk_error unfit = {0};
  if (wijk_theme_find_font(&s->theme, &unfit) == WIJK_OK)
    return WIJK_OK;
  const char *where = s->family_where ? s->family_where : s->font_where;
  if (unfit.status != WIJK_USAGE || !where) {
    *err = unfit;
    return err->status;
  }
  wijk_error_set(err, WIJK_USAGE, "%s: %s", where, unfit.message);
  return *unfit.hint ? wijk_error_hint(err, "%s", unfit.hint) : err->status;
}

void theme_tell_fault(const wijk_theme_fault *fault, const char *before, wijk_text *out) {
  char contrast[WIJK_NUMBER_SIZE], least[WIJK_NUMBER_SIZE];
  contrast[wijk_number_write_fixed(floor(100 * fault->contrast) / 100, 2, contrast)] = '\0';
  least[wijk_number_write_fixed(fault->least, 1, least)] = '\0';
  wijk_text_add_format(out, "%s%s on %s has a contrast of %s, WCAG AA wants %s", before, fault->what, fault->on,
                       contrast, least);
}

/* Text that cannot be read makes a document that a public body may not publish: no warning would stop it in a run of a
 * hundred maps. */
static wijk_status refuse_text(const wijk_theme_fault *faults, size_t count, const char *file, wijk_error *err) {
  wijk_text list = {0};
  for (size_t i = 0; i < count; i++)
    if (faults[i].text)
      theme_tell_fault(&faults[i], list.length ? "; " : "", &list);
  if (list.bytes) {
    wijk_error_set(err, WIJK_USAGE, "'%s': text cannot be read: %s", file, list.bytes);
    wijk_error_hint(err, "make one of the two lighter or darker");
  }
  wijk_text_free(&list);
  return err->status;
}

wijk_status theme_read(const char *path, wijk_arena *arena, const wijk_theme **theme,
                       wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST], size_t *fault_count, wijk_error *err) {
  said *s = WIJK_ARENA_ADD(arena, said, 1, err);
  if (!s)
    return WIJK_MEMORY;
  s->arena = arena;
  const study_taker taker = {take, NULL, s};
  if (study_read_keys(path, "theme file", theme_keys, &taker, arena, err) != WIJK_OK)
    return err->status;
  const char *slash = strrchr(path, '/');
  add_base(s);
  *fault_count = wijk_theme_check(&s->theme, faults);
  if (check_fonts(s, err) != WIJK_OK || refuse_text(faults, *fault_count, slash ? slash + 1 : path, err) != WIJK_OK)
    return wijk_error_frame(err, "reading the theme file");
  *theme = &s->theme;
  return WIJK_OK;
}

/* What is only drawn and hard to see is a warning; text is refused on reading. */
static wijk_status warn_of(run *run, const wijk_theme_fault *faults, size_t count, wijk_error *err) {
  for (size_t i = 0; i < count && err->status == WIJK_OK; i++) {
    wijk_text text = {0};
    theme_tell_fault(&faults[i], "", &text);
    if (wijk_text_check(&text, err) == WIJK_OK)
      wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "theme-contrast"}, err,
                              "theme: %s", text.bytes);
    wijk_text_free(&text);
  }
  return err->status;
}

wijk_status theme_take(run *run, const wijk_theme **taken, wijk_error *err) {
  const char *theme = run_text(run, "theme");
  wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST];
  size_t count = 0;
  *taken = wijk_theme_find(theme);
  if (*taken)
    return WIJK_OK;
  if (!strpbrk(theme, "./")) {
    wijk_error_set(err, WIJK_USAGE, "--theme %s is not known", theme);
    return wijk_error_hint(err, "there are light and dark; or give a theme file, as house.yaml");
  }
  if (theme_read(theme, run->arena, taken, faults, &count, err) != WIJK_OK)
    return err->status;
  return warn_of(run, faults, count, err);
}

/* ---- documentation ---- */

static const char introduction[] =
    "A theme file gives maps the colours, palettes and letters of a house. It is YAML 1.2, as a study file is, and "
    "wijk-map takes it with --theme, or a study file with map.theme. All of it may be left out: the base says the "
    "rest. "
    "Colours are written in quotes, as \"#1c1c1c\", for a # without them begins a comment. Text that stands out less "
    "than WCAG AA asks for (4.5 to 1, also of names through their halo on any class) is refused with the contrast it "
    "has; what is drawn and stands out less than 3 to 1 is a warning. Classes and symbols need no care: classes that "
    "some people cannot tell apart get marks beside their colour, and forms have shapes. On paper darker than the ink "
    "sequential palettes go from dark to light, so that little lies near the ground and much stands out. A PDF holds "
    "the "
    "letters, a PNG their picture; an SVG names the family, with Open Sans after it.";

static const char example_file[] = "base: light\n"
                                   "colours:\n"
                                   "  paper: \"#fffdf7\"\n"
                                   "  ink: \"#14213d\"\n"
                                   "  quiet: \"#4a5568\"\n"
                                   "  accent: \"#9b2226\"\n"
                                   "  second: \"#005f73\"\n"
                                   "  water: \"#cfe6ee\"\n"
                                   "  water_lines: \"#3f7f99\"\n"
                                   "  edge: \"#3d4a66\"\n"
                                   "palettes:\n"
                                   "  sequential: YlGnBu\n"
                                   "  diverging: BrBG\n"
                                   "  categorical: Dark2\n"
                                   "symbols:\n"
                                   "  opvang: \"#005f73\"\n"
                                   "  verblijf: \"#ca6702\"\n"
                                   "fonts:\n"
                                   "  family: Open Sans\n";

static const study_manual manual = {.name = "wijk-theme",
                                    .summary = "the colours and letters of a house, for the maps of wijkatlas",
                                    .introduction = introduction,
                                    .keys = theme_keys,
                                    .example = example_file};

void theme_help(wijk_text *out) {
  study_write_help(&manual, out);
}

void theme_man(wijk_text *out) {
  study_write_man(&manual, out);
}
