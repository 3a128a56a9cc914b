/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/label.h"
#include <string.h>

#define PIECES_MOST 12

static bool is_mark(char letter) {
  return letter == ' ' || letter == '-' || letter == '/';
}

/* A name cut wherever a line may end: "Kralingen-|Crooswijk", "Nieuw-|Mathenesse", "Oude |Westen"; and, where
 * `compounds`, within words: "Afrikaander|wijk". */
typedef struct cuts {
  size_t count;
  size_t starts[PIECES_MOST + 1];
  bool within[PIECES_MOST + 1]; /* a word */
} cuts;

static void add_cut(cuts *found, size_t at, bool within) {
  if (found->count == PIECES_MOST)
    return;
  found->within[found->count] = within;
  found->starts[found->count++] = at;
}

static void cut_pieces(const char *name, bool compounds, cuts *found) {
  size_t length = strlen(name);
  *found = (cuts){.count = 1};
  for (size_t start = 0; start < length;) {
    size_t end = start;
    while (end < length && !is_mark(name[end]))
      end++;
    size_t within = compounds ? label_compound(name + start, end - start) : 0;
    if (within > 0)
      add_cut(found, start + within, true);
    while (end < length && is_mark(name[end]))
      end++;
    if (end < length && name[start] != '\'') /* 's-Gravenland, 't Zand */
      add_cut(found, end, false);
    start = end;
  }
  found->starts[found->count] = length;
  found->within[found->count] = false;
}

/* Pieces from..to-1 as one line: without the space at its end, with a hyphen where a word goes on below. */
static const char *join_pieces(const char *name, const cuts *found, size_t from, size_t to, wijk_arena *arena,
                               wijk_error *err) {
  size_t start = found->starts[from], end = found->starts[to];
  while (end > start && name[end - 1] == ' ')
    end--;
  return found->within[to] ? wijk_arena_format(arena, err, "%.*s-", (int)(end - start), name + start)
                           : wijk_arena_text_part(arena, name + start, end - start, err);
}

/* Widths of every run of pieces, so that each is measured once. */
typedef struct pieces {
  cuts cuts;
  const char *words[PIECES_MOST][PIECES_MOST + 1];
  double width[PIECES_MOST][PIECES_MOST + 1];
} pieces;

static wijk_status measure_pieces(const char *name, bool compounds, label_measure measure, void *context,
                                  wijk_arena *arena, pieces *p, wijk_error *err) {
  cut_pieces(name, compounds, &p->cuts);
  for (size_t from = 0; from < p->cuts.count; from++)
    for (size_t to = from + 1; to <= p->cuts.count; to++) {
      p->words[from][to] = join_pieces(name, &p->cuts, from, to, arena, err);
      if (!p->words[from][to])
        return WIJK_MEMORY;
      p->width[from][to] = measure(context, p->words[from][to]);
    }
  return WIJK_OK;
}

static double widest(const pieces *p, const size_t *lines, size_t line_count) {
  double width = 0;
  for (size_t line = 0; line < line_count; line++)
    if (p->width[lines[line]][lines[line + 1]] > width)
      width = p->width[lines[line]][lines[line + 1]];
  return width;
}

static void keep_best(const pieces *p, const size_t *lines, size_t line_count, label_text *best) {
  double width = widest(p, lines, line_count);
  if (best->line_count > 0 && width >= best->width_em)
    return;
  *best = (label_text){.line_count = line_count, .width_em = width};
  for (size_t line = 0; line < line_count; line++) {
    best->lines[line] = p->words[lines[line]][lines[line + 1]];
    best->broken = best->broken || p->cuts.within[lines[line + 1]];
  }
}

static void find_best(const pieces *p, label_text best[LABEL_LINES]) {
  size_t count = p->cuts.count;
  keep_best(p, (size_t[]){0, count}, 1, &best[0]);
  for (size_t a = 1; a < count; a++) {
    keep_best(p, (size_t[]){0, a, count}, 2, &best[1]);
    for (size_t b = a + 1; b < count; b++)
      keep_best(p, (size_t[]){0, a, b, count}, 3, &best[2]);
  }
}

wijk_status label_split(const char *name, label_measure measure, void *context, wijk_arena *arena,
                        label_text ways[LABEL_WAYS], size_t *way_count, wijk_error *err) {
  pieces p;
  *way_count = 0;
  for (int compounds = 0; compounds < 2; compounds++) {
    if (measure_pieces(name, compounds, measure, context, arena, &p, err) != WIJK_OK)
      return err->status;
    label_text best[LABEL_LINES] = {{0}};
    find_best(&p, best);
    for (size_t lines = 0; lines < LABEL_LINES; lines++) /* a line or a hyphen more must make it narrower */
      if (best[lines].line_count > 0 && *way_count < LABEL_WAYS &&
          (*way_count == 0 || best[lines].width_em < ways[*way_count - 1].width_em))
        ways[(*way_count)++] = best[lines];
  }
  return WIJK_OK;
}
