/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <wijk/text.h>

#include "base/memory.h"

struct encoding {
  bool utf8, windows;
  iconv_t other; /* (iconv_t)-1 where not needed */
};

const char *encoding_of_cpg(const char *text, size_t length) {
  static const char *const names[][2] = {{"UTF8", "UTF-8"},
                                         {"65001", "UTF-8"},
                                         {"1252", "windows-1252"},
                                         {"CP1252", "windows-1252"},
                                         {"ANSI1252", "windows-1252"},
                                         {"WINDOWS1252", "windows-1252"},
                                         {"ISO88591", "windows-1252"},
                                         {"88591", "windows-1252"},
                                         {"LATIN1", "windows-1252"},
                                         {"ISO885915", "ISO-8859-15"},
                                         {"885915", "ISO-8859-15"},
                                         {"850", "CP850"},
                                         {"CP850", "CP850"},
                                         {"437", "CP437"},
                                         {"CP437", "CP437"},
                                         {"1250", "CP1250"},
                                         {"1251", "CP1251"},
                                         {"ANSI", "windows-1252"}};
  char plain[24];
  size_t written = 0;
  for (size_t i = 0; i < length && written + 1 < sizeof plain; i++) {
    char c = text[i];
    if (c >= 'a' && c <= 'z')
      c = (char)(c - 'a' + 'A');
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      plain[written++] = c;
  }
  plain[written] = '\0';
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(plain, names[i][0]) == 0)
      return names[i][1];
  return NULL;
}

const char *encoding_of_language(unsigned char language) {
  switch (language) {
  case 0x03:
  case 0x57:
  case 0x58:
  case 0x59:
    return "windows-1252";
  case 0x01:
  case 0x09:
    return "CP437";
  case 0x02:
  case 0x0a:
    return "CP850";
  case 0xc8:
    return "CP1250";
  case 0xc9:
    return "CP1251";
  default:
    return NULL;
  }
}

encoding *encoding_open(const char *name, wijk_error *err) {
  encoding *e = memory_new_zeroed(1, sizeof *e);
  if (!e) {
    wijk_error_set(err, WIJK_MEMORY, "no memory to read texts");
    return NULL;
  }
  e->utf8 = strcmp(name, "UTF-8") == 0;
  e->windows = strcmp(name, "windows-1252") == 0;
  e->other = e->utf8 || e->windows ? (iconv_t)-1 : iconv_open("UTF-8", name);
  if (!e->utf8 && !e->windows && e->other == (iconv_t)-1) {
    memory_free(e);
    wijk_error_set(err, WIJK_DATA, "texts in '%s' cannot be read on this machine", name);
    return NULL;
  }
  return e;
}

void encoding_close(encoding *e) {
  if (e && e->other != (iconv_t)-1)
    iconv_close(e->other);
  memory_free(e);
}

static const char replacement[] = "\xef\xbf\xbd";

static void add_by_iconv(iconv_t converter, const char *bytes, size_t length, wijk_text *text, bool *broken) {
  char *in = (char *)(size_t)bytes, out[256];
  iconv(converter, NULL, NULL, NULL, NULL);
  while (length) {
    char *to = out;
    size_t room = sizeof out;
    size_t done = iconv(converter, &in, &length, &to, &room);
    bool full = done == (size_t)-1 && errno == E2BIG;
    wijk_text_add_part(text, out, sizeof out - room);
    if (done == (size_t)-1 && !full) {
      wijk_text_add(text, replacement);
      *broken = true;
      in++;
      length--;
    }
  }
}

static void add_as_utf8(const char *bytes, size_t length, wijk_text *text, bool *broken) {
  for (size_t at = 0; at < length;) {
    size_t part = 1;
    while (part < 4 && at + part < length && !wijk_text_is_utf8(bytes + at, part))
      part++;
    if (wijk_text_is_utf8(bytes + at, part)) {
      wijk_text_add_part(text, bytes + at, part);
      at += part;
    } else {
      wijk_text_add(text, replacement);
      *broken = true;
      at++;
    }
  }
}

char *encoding_read(encoding *e, const char *bytes, size_t length, wijk_arena *arena, bool *broken, wijk_error *err) {
  bool plain = true;
  for (size_t i = 0; i < length && plain; i++)
    plain = (unsigned char)bytes[i] < 0x80;
  if (plain || (e->utf8 && wijk_text_is_utf8(bytes, length)))
    return wijk_arena_text_part(arena, bytes, length, err);
  wijk_text text = {0};
  if (e->utf8)
    add_as_utf8(bytes, length, &text, broken);
  else if (e->windows) {
    wijk_text_add_windows1252(&text, bytes, length);
    *broken |= text.bytes && strstr(text.bytes, replacement);
  } else
    add_by_iconv(e->other, bytes, length, &text, broken);
  char *copy =
      wijk_text_check(&text, err) == WIJK_OK ? wijk_arena_text_part(arena, text.bytes, text.length, err) : NULL;
  wijk_text_free(&text);
  return copy;
}
