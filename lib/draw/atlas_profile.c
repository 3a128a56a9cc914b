/* SPDX-License-Identifier: EUPL-1.2 */
/* The profile of a zone: for each column a strip with a stroke for every zone, so that both are seen, how far this one
 * lies from the middle and how many lie beyond it. */
#include "draw/atlas_side.h"
#include <math.h>
#include <string.h>

#define LABEL_SHARE 0.40 /* of the column's width */
#define STRIP_SHARE 0.33
#define RANK_MM 7.0
#define SCORE_MOST 3.0
#define NEARLY 0.05 /* how near mean and deviation come to those of scores */

/* Where the middle of all zones lies on the strip, and what it spans. Standard scores share one axis about their mean:
 * bars of one length are as unusual. Any other column has its own, from the lowest to the highest, about the median. */
typedef struct axis {
  const double *sorted;
  size_t count;
  bool scores;
  double low, middle, high;
} axis;

static bool are_scores(const double *values, size_t count) {
  double mean = 0, squares = 0;
  for (size_t i = 0; i < count; i++)
    mean += values[i] / (double)count;
  for (size_t i = 0; i < count; i++)
    squares += (values[i] - mean) * (values[i] - mean);
  double deviation = count > 1 ? sqrt(squares / (double)(count - 1)) : 0;
  return fabs(mean) < NEARLY && fabs(deviation - 1) < NEARLY;
}

static axis axis_of(const wijk_atlas *atlas, size_t p) {
  axis a = {.sorted = atlas->sorted[p], .count = atlas->sorted_count[p]};
  if (a.count == 0)
    return a;
  a.scores = are_scores(a.sorted, a.count);
  a.low = a.sorted[0];
  a.high = a.sorted[a.count - 1];
  a.middle = a.scores ? 0 : (a.sorted[(a.count - 1) / 2] + a.sorted[a.count / 2]) / 2;
  return a;
}

static void share_axis(axis *axes, size_t count) {
  double farthest = 0; /* what lies further stands at the end: one oddity would press all others together */
  for (size_t p = 0; p < count; p++)
    if (axes[p].scores)
      farthest = fmax(farthest, fmax(-axes[p].low, axes[p].high));
  for (size_t p = 0; p < count; p++)
    if (axes[p].scores) {
      axes[p].low = -fmin(farthest, SCORE_MOST);
      axes[p].high = fmin(farthest, SCORE_MOST);
    }
}

/* How many of the ascending numbers are above `value`. */
static size_t count_above(const double *sorted, size_t count, double value) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (sorted[middle] <= value)
      low = middle + 1;
    else
      high = middle;
  }
  return count - low;
}

static double place_on(const axis *a, double x, double width, double value) {
  double share = a->high > a->low ? (value - a->low) / (a->high - a->low) : 0.5;
  return x + width * fmin(1, fmax(0, share));
}

static void draw_strip(side *s, const axis *a, double x, double middle, double width, double value) {
  const draw_theme *t = s->theme;
  double half = 0.3 * t->body.size_mm, centre = place_on(a, x, width, a->middle);
  drawing_box(s->drawing, (draw_box){x, middle - half, width, 2 * half});
  drawing_paint(s->drawing, &(draw_style){.fill = t->null_zone.fill}, NULL);
  if (a->count == 0)
    return;
  for (size_t i = 0; i < a->count; i++) {
    double at = place_on(a, x, width, a->sorted[i]);
    if (i > 0 && at - place_on(a, x, width, a->sorted[i - 1]) < 0.02) /* one stroke is as dark as the two */
      continue;
    drawing_move(s->drawing, at, middle - half);
    drawing_line(s->drawing, at, middle + half);
  }
  drawing_paint(s->drawing, &(draw_style){.stroke = {true, t->quiet, 0.5}, .stroke_mm = 0.12 * t->scale}, NULL);
  if (!isnan(value)) {
    double at = place_on(a, x, width, value);
    drawing_box(s->drawing, (draw_box){fmin(at, centre), middle - 0.3 * half, fabs(at - centre), 0.6 * half});
    drawing_paint(s->drawing, &(draw_style){.fill = ink_of(t->ink)}, NULL);
    drawing_circle(s->drawing, at, middle, half);
    drawing_paint(s->drawing,
                  &(draw_style){.fill = ink_of(t->ink), .stroke = ink_of(t->casing), .stroke_mm = 0.25 * t->scale},
                  NULL);
  }
  drawing_move(s->drawing, centre, middle - 1.6 * half);
  drawing_line(s->drawing, centre, middle + 1.6 * half);
  drawing_paint(s->drawing, &(draw_style){.stroke = ink_of(t->ink), .stroke_mm = 0.25 * t->scale}, NULL);
}

static const char *note_of(side *s, const axis *axes, size_t count, wijk_error *err) {
  size_t scores = 0;
  for (size_t p = 0; p < count; p++)
    scores += axes[p].scores;
  static const char *const lines[2][3] = {{"median", "mean", "mean of scores, else median"},
                                          {"mediaan", "gemiddelde", "gemiddelde van scores, anders mediaan"}};
  const char *line = lines[s->dutch][scores == 0 ? 0 : scores == count ? 1 : 2];
  const char *noun = zones_noun(s->atlas->request->map.zones, s->dutch, true);
  return wijk_arena_format(s->arena, err, s->dutch ? "streepje: een %s; lijn: %s" : "stroke: one %s; line: %s", noun,
                           line);
}

/* "DNA-profiel: inkomen" under the heading that says so already. */
static const char *without_heading(const char *title, const char *words) {
  size_t length = strlen(words);
  return strncmp(title, words, length) == 0 && strncmp(title + length, ": ", 2) == 0 ? title + length + 2 : title;
}

/* "woz_waarde" of "woz_waarde (hoger = beter)", where all of it has no room. */
static const char *fitted(side *s, const char *title, double width, wijk_error *err) {
  const draw_type *type = &s->theme->body;
  const char *aside = strstr(title, " (");
  if (aside && pen_width(s->m->pen, type, title) > width) {
    const char *rest = wijk_arena_text_part(s->arena, title, (size_t)(aside - title), err);
    title = rest ? rest : title;
  }
  return side_cut(s, type, title, width, err);
}

static wijk_status draw_line(side *s, size_t p, const axis *a, const char *words, wijk_error *err) {
  const wijk_column *column = s->atlas->request->profile[p];
  const draw_type *type = &s->theme->body;
  const bool known = wijk_column_has(column, s->row);
  double label = LABEL_SHARE * s->width, strip = STRIP_SHARE * s->width, right = s->x + s->width;
  s->y += side_line(s);
  drawing_text(s->drawing, s->x, s->y, ANCHOR_START, type,
               fitted(s, without_heading(s->atlas->profile_titles[p], words), label - s->theme->scale, err));
  draw_strip(s, a, s->x + label, s->y - 0.36 * type->size_mm, strip, known ? column->numbers[s->row] : NAN);
  drawing_text(s->drawing, right - RANK_MM * s->theme->scale, s->y, ANCHOR_END, type,
               side_number(s, column, s->row, err));
  if (known && err->status == WIJK_OK) {
    const double rank = (double)count_above(a->sorted, a->count, column->numbers[s->row]) + 1;
    const char *digits = grouped_number(rank, 0, s->dutch, s->arena, err);
    if (digits)
      drawing_text(s->drawing, right, s->y, ANCHOR_END, &s->theme->small, digits);
  }
  return err->status;
}

wijk_status side_draw_profile(side *s, wijk_error *err) {
  const wijk_atlas_request *request = s->atlas->request;
  size_t shown = side_lines(s, request->profile_count + 1); /* and one for the note */
  shown = shown > 0 ? shown - 1 : 0;
  if (shown == 0)
    return side_tell_more(s, 0, request->profile_count, err);
  axis *axes = WIJK_ARENA_ADD(s->arena, axis, request->profile_count, err);
  if (!axes)
    return WIJK_MEMORY;
  for (size_t p = 0; p < request->profile_count; p++)
    axes[p] = axis_of(s->atlas, p);
  share_axis(axes, request->profile_count);
  const char *words = s->dutch ? "DNA-profiel" : "DNA profile", *note = note_of(s, axes, request->profile_count, err);
  const char *rank = s->dutch ? "rang (1 = hoogste)" : "rank (1 = highest)";
  drawing_open(s->drawing, words, NULL);
  side_heading(s, words);
  const draw_type *small = &s->theme->small;
  s->y += small->size_mm;
  if (note)
    drawing_text(s->drawing, s->x, s->y, ANCHOR_START, small,
                 side_cut(s, small, note, s->width - pen_width(s->m->pen, small, rank) - 2 * s->theme->scale, err));
  drawing_text(s->drawing, s->x + s->width, s->y, ANCHOR_END, small, rank);
  for (size_t p = 0; p < shown && err->status == WIJK_OK; p++)
    draw_line(s, p, &axes[p], words, err);
  side_tell_more(s, shown, request->profile_count, err);
  drawing_close(s->drawing);
  s->y += 0.6 * s->theme->gap;
  return err->status;
}
