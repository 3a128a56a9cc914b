/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/fonts.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FONT_PACKAGE "fonts-open-sans"

static const char *const font_folders[] = {"/usr/share/fonts/truetype/open-sans", "/usr/local/share/fonts/open-sans",
                                           "/usr/share/fonts/open-sans"};
static const char *const font_files[] = {"OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"};

static const FcChar8 *bytes_of(const char *text) {
  return (const FcChar8 *)text;
}

static wijk_status add_open_sans(FcConfig *config, wijk_error *err) {
  size_t folders = sizeof font_folders / sizeof *font_folders, files = sizeof font_files / sizeof *font_files;
  for (size_t f = 0; f < folders; f++) {
    size_t found = 0;
    for (size_t i = 0; i < files; i++) {
      char path[200];
      snprintf(path, sizeof path, "%s/%s", font_folders[f], font_files[i]);
      found += access(path, R_OK) == 0 && FcConfigAppFontAddFile(config, bytes_of(path));
    }
    if (found == files)
      return WIJK_OK;
  }
  wijk_error_set(err, WIJK_IO, "the font Open Sans is not on this machine");
  return wijk_error_hint(err, "install the Debian package " FONT_PACKAGE);
}

/* A file may hold several fonts: the one of this index. NULL = it is no font. */
static const FcPattern *add_file(FcConfig *config, const char *path, int index) {
  const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
  int before = set ? set->nfont : 0, own;
  FcConfigAppFontAddFile(config, bytes_of(path));
  set = FcConfigGetFonts(config, FcSetApplication);
  for (int i = before; set && i < set->nfont; i++)
    if (FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &own) == FcResultMatch && own == index)
      return set->fonts[i];
  return NULL;
}

static wijk_status add_files(const wijk_theme *theme, fonts *f, wijk_error *err) {
  for (int face = 0; face < FACE_COUNT; face++) {
    const char *path = theme->font_files[face];
    f->faces[face] = path ? add_file(f->config, path, 0) : f->faces[0];
    if (!f->faces[face])
      return wijk_error_set(err, WIJK_USAGE, "'%s' is no font", path);
  }
  return WIJK_OK;
}

/* ---- a family of the machine ---- */

static bool has_family(const FcPattern *font, const char *family) {
  FcChar8 *name;
  for (int i = 0; FcPatternGetString(font, FC_FAMILY, i, &name) == FcResultMatch; i++)
    if (wijk_text_same((const char *)name, family))
      return true;
  return false;
}

/* The machine's font of this family that comes nearest to the face; NULL where there is none. */
static FcPattern *match(FcConfig *machine, const char *family, int face) {
  FcPattern *wanted = FcPatternCreate();
  if (!wanted)
    return NULL;
  FcPatternAddString(wanted, FC_FAMILY, bytes_of(family));
  FcPatternAddInteger(wanted, FC_WEIGHT, face == FACE_BOLD ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  FcPatternAddInteger(wanted, FC_SLANT, face == FACE_ITALIC ? FC_SLANT_ITALIC : FC_SLANT_ROMAN);
  FcPatternAddBool(wanted, FC_VARIABLE, FcFalse);
  FcDefaultSubstitute(wanted);
  FcResult result;
  FcPattern *found = FcFontMatch(machine, wanted, &result);
  FcPatternDestroy(wanted);
  if (found && !has_family(found, family)) {
    FcPatternDestroy(found);
    return NULL;
  }
  return found;
}

static wijk_status add_family(const char *family, fonts *f, wijk_error *err) {
  FcConfig *machine = FcInitLoadConfigAndFonts();
  for (int face = 0; face < FACE_COUNT && machine; face++) {
    FcChar8 *path;
    int index = 0;
    FcPattern *found = match(machine, family, face);
    if (found && FcPatternGetString(found, FC_FILE, 0, &path) == FcResultMatch) {
      FcPatternGetInteger(found, FC_INDEX, 0, &index);
      f->faces[face] = add_file(f->config, (const char *)path, index);
    }
    if (found)
      FcPatternDestroy(found);
    f->faces[face] = f->faces[face] ? f->faces[face] : f->faces[0];
  }
  if (machine)
    FcConfigDestroy(machine);
  if (f->faces[0])
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the font '%s' is not on this machine", family);
  return wijk_error_hint(err, "install it, or give its files");
}

wijk_status fonts_open(const wijk_theme *theme, fonts *result, wijk_error *err) {
  *result = (fonts){.config = FcConfigCreate()};
  if (!result->config)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the font configuration");
  if (add_open_sans(result->config, err) != WIJK_OK || !theme)
    return err->status;
  if (theme->font_files[0])
    return add_files(theme, result, err);
  return theme->font_family ? add_family(theme->font_family, result, err) : WIJK_OK;
}

void fonts_close(fonts *closed) {
  if (closed->config)
    FcConfigDestroy(closed->config);
}

wijk_status fonts_name(const wijk_theme *theme, wijk_text *name, wijk_error *err) {
  fonts f;
  FcChar8 *family;
  if (theme->font_family || !theme->font_files[0]) {
    wijk_text_add(name, theme->font_family);
    return WIJK_OK;
  }
  if (fonts_open(theme, &f, err) == WIJK_OK && FcPatternGetString(f.faces[0], FC_FAMILY, 0, &family) == FcResultMatch)
    wijk_text_add(name, (const char *)family);
  fonts_close(&f);
  return err->status;
}

wijk_status wijk_theme_find_font(const wijk_theme *theme, wijk_error *err) {
  fonts f;
  fonts_open(theme, &f, err);
  fonts_close(&f);
  return err->status;
}
