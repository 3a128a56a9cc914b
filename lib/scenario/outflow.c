/* SPDX-License-Identifier: EUPL-1.2 */
/* Agreed and realised outflow per region: what a year leaves undone is the next one's task. */
#include "base/sort.h"
#include "scenario/columns.h"
#include <math.h>
#include <string.h>
#include <wijk/forecast.h>
#include <wijk/text.h>

enum { LEAVERS, HOMES, KINDS };

typedef struct agreement {
  const char *region, *covenant; /* NULL = all regions; NULL = not known, or all */
  double year, agreed[KINDS], realised[KINDS], carried[KINDS], guided, housed;
} agreement;

typedef struct work {
  const wijk_table *table;
  wijk_report *report;
  agreement *rows;
  size_t count; /* of the table; those of all regions stand behind */
  size_t *order;
} work;

static const char *text_of(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column && column->texts ? column->texts[row] : NULL;
}

static double number_of(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column && column->numbers ? column->numbers[row] : NAN;
}

static int by_region_and_year(const void *context, size_t a, size_t b) {
  const agreement *rows = context;
  int order = wijk_text_order(rows[a].region, rows[b].region);
  return order ? order : (rows[a].year > rows[b].year) - (rows[a].year < rows[b].year);
}

/* People of shares of a home, without the noise of their sum. */
static double tidy(double people) {
  return nearbyint(people * 1e6) / 1e6;
}

static void read_rows(work *w) {
  const wijk_layer *layer = w->table->layer;
  for (size_t i = 0; i < w->count; i++) {
    agreement *a = &w->rows[i];
    double per_home = number_of(layer, "people_per_home", i);
    *a = (agreement){.region = text_of(layer, "region", i),
                     .covenant = text_of(layer, "covenant", i),
                     .year = number_of(layer, "year", i),
                     .agreed = {number_of(layer, "leavers_agreed", i), number_of(layer, "homes_agreed", i)},
                     .realised = {number_of(layer, "leavers_realised", i), number_of(layer, "homes_realised", i)},
                     .guided = number_of(layer, "homes_guided", i)};
    a->housed = tidy(a->realised[HOMES] * (isnan(per_home) ? 1 : per_home));
  }
}

static wijk_status fault(const work *w, size_t row, const char *code, const char *what, wijk_error *err) {
  const wijk_layer *layer = w->table->layer;
  wijk_finding finding = {.severity = WIJK_FAULT,
                          .code = code,
                          .source = w->table->file,
                          .row = layer->source_rows ? layer->source_rows[row] : row + 1,
                          .value = w->rows[row].region};
  return wijk_report_add_finding(w->report, &finding, err, "%s %d %s", w->rows[row].region, (int)w->rows[row].year,
                                 what);
}

static wijk_status check_rows(const work *w, wijk_error *err) {
  for (size_t i = 0; i < w->count && err->status == WIJK_OK; i++) {
    const size_t at = w->order[i];
    const agreement *a = &w->rows[at], *before = i ? &w->rows[w->order[i - 1]] : NULL;
    if (a->guided > a->realised[HOMES])
      fault(w, at, "more-guided", "has more homes with guidance than homes", err);
    if (!before || strcmp(before->region, a->region) != 0)
      continue;
    if (before->year == a->year)
      fault(w, at, "twice", "is given twice", err);
    else if (before->year + 1 != a->year)
      fault(w, at, "missing-year", "comes after a year that is left out: what is carried is not known", err);
  }
  return err->status;
}

static double short_of(const agreement *a, int kind) {
  double left = a->agreed[kind] + a->carried[kind] - a->realised[kind];
  return isnan(left) ? NAN : fmax(0, left);
}

static void carry(work *w) {
  for (size_t i = 1; i < w->count; i++) {
    agreement *a = &w->rows[w->order[i]];
    const agreement *before = &w->rows[w->order[i - 1]];
    for (int kind = 0; kind < KINDS && strcmp(before->region, a->region) == 0; kind++)
      a->carried[kind] = short_of(before, kind);
  }
}

/* What a region is short of in its last row, before the table ends, would be in nobody's task. */
static wijk_status check_ends(const work *w, double last, wijk_error *err) {
  for (size_t i = 0; i < w->count && err->status == WIJK_OK; i++) {
    const agreement *a = &w->rows[w->order[i]], *next = i + 1 < w->count ? &w->rows[w->order[i + 1]] : NULL;
    const bool ends = a->year < last && (!next || strcmp(next->region, a->region) != 0);
    if (ends && !(short_of(a, LEAVERS) == 0 && short_of(a, HOMES) == 0))
      fault(w, w->order[i], "missing-year",
            "is the last of its region and falls short: give the years behind it, where nothing is agreed with 0", err);
  }
  return err->status;
}

/* A row for every year, the sum of its regions. */
static size_t add_years(work *w, double first, double last) {
  size_t count = 0;
  for (double year = first; year <= last; year++) {
    agreement sum = {.year = year};
    bool any = false;
    for (size_t i = 0; i < w->count; i++) {
      const agreement *a = &w->rows[i];
      if (a->year != year)
        continue;
      any = true;
      for (int kind = 0; kind < KINDS; kind++) {
        sum.agreed[kind] += a->agreed[kind];
        sum.realised[kind] += a->realised[kind];
        sum.carried[kind] += a->carried[kind];
      }
      sum.guided += a->guided;
      sum.housed += a->housed;
    }
    if (any)
      w->rows[w->count + count++] = sum;
  }
  return count;
}

static const heading headings[] = {
    {"uitstromers_afgesproken", "leavers_agreed", true},
    {"uitstromers_meegenomen", "leavers_carried", true},
    {"uitstromers_opgave", "leavers_task", true},
    {"uitstromers_gerealiseerd", "leavers_realised", true},
    {"uitstromers_tekort", "leavers_short", true},
    {"woningen_afgesproken", "homes_agreed", false},
    {"woningen_meegenomen", "homes_carried", false},
    {"woningen_opgave", "homes_task", false},
    {"woningen_gerealiseerd", "homes_realised", false},
    {"woningen_tekort", "homes_short", false},
    {"woningen_met_begeleiding", "homes_guided", false},
    {"begeleiding_aandeel", "guided_share", false},
    {"gehuisvest", "housed", true},
    {"door_delen", "shared", true},
};
enum { HEADINGS = sizeof headings / sizeof *headings, PER_KIND = 5 };

/* One region's surplus does not fill another's shortfall: of all regions it is the sum. */
static double short_together(const work *w, const agreement *a, int kind) {
  double sum = 0;
  for (size_t i = 0; i < w->count; i++)
    sum += w->rows[i].year == a->year ? short_of(&w->rows[i], kind) : 0;
  return sum;
}

static void write_row(const work *w, const agreement *a, size_t row, wijk_layer *layer) {
  size_t at = 3;
  layer->columns[0].texts[row] = a->region;
  layer->columns[1].numbers[row] = a->year;
  layer->columns[2].texts[row] = a->covenant;
  for (int kind = 0; kind < KINDS; kind++, at += PER_KIND) {
    double left = a->region ? short_of(a, kind) : short_together(w, a, kind);
    const double values[PER_KIND] = {a->agreed[kind], a->carried[kind], a->agreed[kind] + a->carried[kind],
                                     a->realised[kind], left};
    for (size_t i = 0; i < PER_KIND; i++)
      column_set(layer, at + i, row, values[i], WIJK_REASON_MISSING);
  }
  const double homes = a->realised[HOMES];
  column_set(layer, at++, row, a->guided, WIJK_REASON_MISSING);
  column_set(layer, at++, row, homes > 0 ? a->guided / homes : NAN, WIJK_REASON_MISSING);
  column_set(layer, at++, row, tidy(a->housed), WIJK_REASON_MISSING);
  column_set(layer, at++, row, tidy(a->housed - homes), WIJK_REASON_MISSING);
}

static wijk_status write_rows(const work *w, size_t years, bool dutch, wijk_arena *arena, wijk_layer **table,
                              wijk_error *err) {
  static const heading keys[] = {{"regio", "region", false}, {"jaar", "year", false}, {"convenant", "covenant", false}};
  wijk_layer *layer = wijk_layer_new(arena, dutch ? "uitstroom" : "outflow", w->count + years, err);
  for (int i = 0; i < 3 && layer && err->status == WIJK_OK; i++) {
    wijk_column *column = column_add(layer, &keys[i], dutch, i == 1 ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, err);
    if (column)
      column->whole = i == 1;
  }
  if (!layer || columns_add(layer, headings, HEADINGS, 0, dutch, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < w->count; i++)
    write_row(w, &w->rows[w->order[i]], i, layer);
  for (size_t i = 0; i < years; i++)
    write_row(w, &w->rows[w->count + i], w->count + i, layer);
  *table = layer;
  return WIJK_OK;
}

wijk_status wijk_outflow_table(const wijk_table *agreements, size_t first, bool dutch, wijk_arena *arena,
                               wijk_report *report, wijk_layer **table, wijk_error *err) {
  const size_t count = agreements->layer->row_count;
  work w = {agreements, report, WIJK_ARENA_ADD(arena, agreement, 2 * count, err), count,
            WIJK_ARENA_ADD(arena, size_t, count, err)};
  double from = INFINITY, to = -INFINITY;
  if (!w.rows || !w.order)
    return err->status;
  read_rows(&w);
  for (size_t i = 0; i < count; i++) {
    from = fmin(from, w.rows[i].year);
    to = fmax(to, w.rows[i].year);
  }
  if (wijk_sort(count, by_region_and_year, w.rows, w.order, err) != WIJK_OK || check_rows(&w, err) != WIJK_OK ||
      wijk_report_check(report, first, err) != WIJK_OK)
    return err->status;
  carry(&w);
  if (check_ends(&w, to, err) != WIJK_OK || wijk_report_check(report, first, err) != WIJK_OK)
    return err->status;
  size_t years = add_years(&w, from, to);
  return write_rows(&w, years, dutch, arena, table, err);
}
