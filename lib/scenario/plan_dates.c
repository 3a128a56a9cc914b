/* SPDX-License-Identifier: EUPL-1.2 */
/* When each candidate can open, and what it waits for. */
#include "base/dates.h"
#include "scenario/plan.h"
#include <string.h>
#include <wijk/text.h>

static wijk_table *table_of(plan_work *w, size_t site) {
  return &w->layers[w->names[site].origin];
}

static plan_spot spot_of(plan_work *w, size_t site, const char *role, const char *code, const char *hint) {
  return (plan_spot){table_of(w, site), w->names[site].row, role, code, hint, NULL};
}

/* Of a building with several units every one has the row; it is spoken of once. */
static bool is_first(const plan_work *w, size_t site) {
  return w->building[site] == site;
}

/* ---- days ---- */

/* The door has looked at valid_from; the other column is looked at here. */
static wijk_status read_day(plan_work *w, size_t site, wijk_error *err) {
  const wijk_layer *layer = table_of(w, site)->layer;
  const char *from = plan_text(layer, "valid_from", w->names[site].row),
             *available = plan_text(layer, "available", w->names[site].row);
  int first = 0, second = 0;
  if (from)
    date_read(from, &first);
  if (available && !date_read(available, &second) && is_first(w, site))
    PLAN_FAULT(w, spot_of(w, site, "available", "not-a-date", "write it as YYYY-MM-DD"), err, "'%s' is not a date",
               available);
  w->opens[site] = first > second ? first : second;
  return err->status;
}

/* ---- what waits for what ---- */

static bool is_of(const plan_work *w, size_t site, const char *id) {
  const char *whole = plan_text(w->layers[w->names[site].origin].layer, "id", w->names[site].row);
  return strcmp(w->names[site].id, id) == 0 || (whole && strcmp(whole, id) == 0);
}

static wijk_status read_after(plan_work *w, size_t site, wijk_error *err) {
  const char *id = plan_text(table_of(w, site)->layer, "opens_after", w->names[site].row);
  size_t found = WIJK_NONE, count = 0;
  for (size_t k = 0; id && k < w->site_count; k++)
    if (is_of(w, k, id)) {
      found = count++ ? found : k;
    }
  if (!id || w->names[site].origin == WIJK_ORIGIN_LOCATION)
    return WIJK_OK;
  if (count == 1)
    w->after[site] = found;
  else if (is_first(w, site) && count == 0)
    PLAN_FAULT(
        w,
        spot_of(w, site, "opens_after", "unknown-id", "write the id of a location or a candidate, or leave it empty"),
        err, "it waits for '%s', which is not there", id);
  else if (is_first(w, site))
    PLAN_FAULT(w, spot_of(w, site, "opens_after", "several-units", "name one of its units, as in P01/1"), err,
               "it waits for '%s', which has %zu units", id, count);
  return err->status;
}

/* Each waits for one at most: whoever comes back to where it began has walked round. The lowest of a round says it. */
static wijk_status check_rounds(plan_work *w, wijk_error *err) {
  for (size_t site = 0; site < w->site_count && err->status == WIJK_OK; site++) {
    size_t at = w->after[site], lowest = site, steps = 0;
    for (; at != WIJK_NONE && at != site && steps < w->site_count; steps++) {
      lowest = at < lowest ? at : lowest;
      at = w->after[at];
    }
    if (at != site || lowest != site)
      continue;
    wijk_text text = {0};
    wijk_text_add(&text, w->names[site].id);
    for (at = w->after[site]; at != site; at = w->after[at])
      wijk_text_add_format(&text, " waits for %s, which", w->names[at].id);
    wijk_text_add_format(&text, " waits for %s", w->names[site].id);
    if (wijk_text_check(&text, err) == WIJK_OK)
      PLAN_FAULT(w, spot_of(w, site, "opens_after", "cycle", "one of them has to open first"), err,
                 "none of them can open first: %.400s", text.bytes);
    wijk_text_free(&text);
  }
  return err->status;
}

static bool is_in_round(const plan_work *w, size_t site) {
  size_t at = w->after[site];
  for (size_t steps = 0; at != WIJK_NONE && at != site && steps < w->site_count; steps++)
    at = w->after[at];
  return at != WIJK_NONE;
}

static const char *text_of(const plan_work *w, int day, wijk_error *err) {
  return wijk_arena_format(w->arena, err, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

/* A candidate without a day of its own opens with what it waits for, which is settled before. */
static wijk_status wait(plan_work *w, size_t site, wijk_error *err) {
  const size_t after = w->after[site];
  if (after == WIJK_NONE)
    return WIJK_OK;
  if (w->opens[site] && w->opens[site] < w->opens[after] && is_first(w, site)) {
    const char *own = text_of(w, w->opens[site], err), *other = text_of(w, w->opens[after], err),
               *hint = "give it a later date, or let it wait for another";
    return !own || !other ? err->status
                          : PLAN_FAULT(w, spot_of(w, site, "opens_after", "opens-before", hint), err,
                                       "it opens on %s and waits for %s, which is not there before %s", own,
                                       w->names[after].id, other);
  }
  w->opens[site] = w->opens[site] > w->opens[after] ? w->opens[site] : w->opens[after];
  return WIJK_OK;
}

/* Along the way from a site to the end of what it waits for, and back. */
static wijk_status wait_all(plan_work *w, wijk_error *err) {
  size_t *way = WIJK_ARENA_ADD(w->arena, size_t, w->site_count, err);
  bool *settled = WIJK_ARENA_ADD(w->arena, bool, w->site_count, err);
  for (size_t site = 0; way && settled && site < w->site_count; site++) {
    size_t count = 0;
    for (size_t at = is_in_round(w, site) ? WIJK_NONE : site; at != WIJK_NONE && !settled[at]; at = w->after[at])
      way[count++] = at;
    while (count > 0) {
      settled[way[--count]] = true;
      if (wait(w, way[count], err) != WIJK_OK)
        return err->status;
    }
  }
  return err->status;
}

/* ---- what comes too late ---- */

static wijk_status leave_out(plan_work *w, size_t site, const char *why, const char *role, wijk_error *err) {
  memset(w->capacity + site * w->form_count, 0, w->form_count * sizeof(double));
  return is_first(w, site) ? plan_say(w, WIJK_WARNING, spot_of(w, site, role, "not-in-time", NULL), err,
                                      "%s 31 December %d, and cannot be used", why, w->year)
                           : WIJK_OK;
}

static wijk_status check_last_day(plan_work *w, size_t site, wijk_error *err) {
  const char *text = plan_text(table_of(w, site)->layer, "valid_to", w->names[site].row);
  int last = 0;
  const bool ends = text && date_read(text, &last) && last < w->last_day;
  if (w->names[site].origin == WIJK_ORIGIN_LOCATION)
    return WIJK_OK;
  if (w->opens[site])
    w->names[site].opens = text_of(w, w->opens[site], err);
  if (w->opens[site] > w->last_day)
    return leave_out(w, site, "it opens after", NULL, err);
  return ends ? leave_out(w, site, "it ends before", "valid_to", err) : err->status;
}

wijk_status plan_read_dates(plan_work *w, wijk_error *err) {
  for (size_t site = 0; site < w->site_count; site++)
    if (read_day(w, site, err) != WIJK_OK || read_after(w, site, err) != WIJK_OK)
      return err->status;
  if (check_rounds(w, err) != WIJK_OK || wait_all(w, err) != WIJK_OK)
    return err->status;
  for (size_t site = 0; site < w->site_count; site++)
    if (check_last_day(w, site, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}
