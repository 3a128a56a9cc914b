/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/label.h"
#include <string.h>

#define PIECES_MOST 12

/* A name cut wherever a line may end: "Kralingen-|Crooswijk", "Nieuw-|Mathenesse", "Oude |Westen". */
static size_t cut_pieces(const char *name, size_t starts[PIECES_MOST + 1]) {
  size_t count = 0, length = strlen(name);
  starts[count++] = 0;
  for (size_t i = 1; i < length && count < PIECES_MOST; i++) {
    bool after_mark = name[i - 1] == ' ' || name[i - 1] == '-' || name[i - 1] == '/';
    if (after_mark && name[i] != ' ' && name[i] != '-' && name[i] != '/' && i > 1)
      starts[count++] = i;
  }
  starts[count] = length;
  return count;
}

/* Pieces from..to-1 as one line, without the space at its end. */
static const char *join_pieces(const char *name, const size_t *starts, size_t from, size_t to, wijk_arena *arena,
                               wijk_error *err) {
  size_t end = starts[to];
  while (end > starts[from] && name[end - 1] == ' ')
    end--;
  return wijk_arena_text_part(arena, name + starts[from], end - starts[from], err);
}

/* Widths of every run of pieces, so that each is measured once. */
typedef struct pieces {
  size_t count;
  const char *words[PIECES_MOST][PIECES_MOST + 1];
  double width[PIECES_MOST][PIECES_MOST + 1];
} pieces;

static wijk_status measure_pieces(const char *name, label_measure measure, void *context, wijk_arena *arena, pieces *p,
                                  wijk_error *err) {
  size_t starts[PIECES_MOST + 1];
  p->count = cut_pieces(name, starts);
  for (size_t from = 0; from < p->count; from++)
    for (size_t to = from + 1; to <= p->count; to++) {
      p->words[from][to] = join_pieces(name, starts, from, to, arena, err);
      if (!p->words[from][to])
        return WIJK_MEMORY;
      p->width[from][to] = measure(context, p->words[from][to]);
    }
  return WIJK_OK;
}

static double widest(const pieces *p, const size_t *cuts, size_t line_count) {
  double width = 0;
  for (size_t line = 0; line < line_count; line++)
    if (p->width[cuts[line]][cuts[line + 1]] > width)
      width = p->width[cuts[line]][cuts[line + 1]];
  return width;
}

static void keep_best(const pieces *p, const size_t *cuts, size_t line_count, label_text *best) {
  double width = widest(p, cuts, line_count);
  if (best->line_count > 0 && width >= best->width_em)
    return;
  best->line_count = line_count;
  best->width_em = width;
  for (size_t line = 0; line < line_count; line++)
    best->lines[line] = p->words[cuts[line]][cuts[line + 1]];
}

wijk_status label_split(const char *name, label_measure measure, void *context, wijk_arena *arena,
                        label_text ways[LABEL_LINES], size_t *way_count, wijk_error *err) {
  pieces p;
  if (measure_pieces(name, measure, context, arena, &p, err) != WIJK_OK)
    return err->status;
  label_text best[LABEL_LINES] = {{0}};
  keep_best(&p, (size_t[]){0, p.count}, 1, &best[0]);
  for (size_t a = 1; a < p.count; a++) {
    keep_best(&p, (size_t[]){0, a, p.count}, 2, &best[1]);
    for (size_t b = a + 1; b < p.count; b++)
      keep_best(&p, (size_t[]){0, a, b, p.count}, 3, &best[2]);
  }
  *way_count = 0;
  for (size_t lines = 0; lines < LABEL_LINES; lines++) /* a line more must make it narrower */
    if (best[lines].line_count > 0 && (lines == 0 || best[lines].width_em < ways[*way_count - 1].width_em))
      ways[(*way_count)++] = best[lines];
  return WIJK_OK;
}
