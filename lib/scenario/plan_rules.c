/* SPDX-License-Identifier: EUPL-1.2 */
/* What single locations must do: by columns of their own, by their last day, and by --keep and --close. */
#include "base/dates.h"
#include "scenario/plan.h"
#include <string.h>
#include <wijk/text.h>

/* ---- columns ---- */

/* "ja" or "nee", in either language. */
static bool read_yes(const char *text, bool *yes) {
  static const char *const words[][2] = {
      {"ja", "nee"}, {"yes", "no"}, {"true", "false"}, {"1", "0"}, {"waar", "onwaar"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    for (int k = 0; k < 2; k++)
      if (wijk_text_same(text, words[i][k])) {
        *yes = k == 0;
        return true;
      }
  return false;
}

static wijk_status flag_at(plan_work *w, size_t site, const char *role, bool *yes, wijk_error *err) {
  const wijk_table *table = &w->layers[w->names[site].origin];
  const char *text = plan_text(table->layer, role, w->names[site].row);
  *yes = false;
  if (!text || read_yes(text, yes))
    return WIJK_OK;
  return PLAN_FAULT(w,
                    ((plan_spot){table, w->names[site].row, role, "not-a-flag", "write ja or nee (yes or no)", NULL}),
                    err, "'%s' is neither ja nor nee", text);
}

static bool ends_in_time(const plan_work *w, size_t site) {
  const char *text = plan_text(w->layers[w->names[site].origin].layer, "valid_to", w->names[site].row);
  int last = 0;
  return text && date_read(text, &last) && last < w->last_day;
}

static wijk_status read_columns(plan_work *w, size_t site, wijk_error *err) {
  wijk_site *s = &w->sites[site];
  const wijk_table *table = &w->layers[w->names[site].origin];
  const size_t row = w->names[site].row;
  const bool ends = ends_in_time(w, site);
  bool stays, closes;
  if (flag_at(w, site, "stays", &stays, err) != WIJK_OK || flag_at(w, site, "closes", &closes, err) != WIJK_OK)
    return err->status;
  if (stays && closes)
    return PLAN_FAULT(w, ((plan_spot){table, row, "stays", "stays-and-closes", "leave one of the two", NULL}), err,
                      "it is both to stay and to close");
  if (stays && ends)
    return PLAN_FAULT(w,
                      ((plan_spot){table, row, "valid_to", "stays-and-ends",
                                   "give it a later last day, or do not let it stay", NULL}),
                      err, "it is to stay, and ends before 31 December %d", w->year);
  s->stays = stays;
  s->closes = closes || ends;
  w->names[site].closing = ends ? WIJK_CLOSING_ENDS : closes ? WIJK_CLOSING_COLUMN : WIJK_CLOSING_NONE;
  w->names[site].ends = ends ? plan_text(table->layer, "valid_to", row) : NULL;
  return WIJK_OK;
}

/* ---- options ---- */

static bool is_of(const plan_work *w, size_t site, const char *id) {
  const char *whole = plan_text(w->layers[w->names[site].origin].layer, "id", w->names[site].row);
  return strcmp(w->names[site].id, id) == 0 || (whole && strcmp(whole, id) == 0);
}

static wijk_status no_such_id(const plan_work *w, const char *option, const char *id, wijk_error *err) {
  const char **ids = WIJK_ARENA_ADD(w->arena, const char *, w->site_count, err);
  for (size_t i = 0; ids && i < w->site_count; i++)
    ids[i] = w->names[i].id;
  const char *near = ids ? wijk_text_find_nearest(id, ids, w->site_count) : NULL;
  wijk_error_set(err, WIJK_USAGE, "--%s '%s': there is no location or candidate with that id", option, id);
  return near ? wijk_error_hint(err, "did you mean '%s'?", near)
              : wijk_error_hint(err, "ids are those of the sources, to the letter");
}

/* What is said on the command line wins over a column and a last day. */
static wijk_status apply(plan_work *w, const char *option, const char *id, bool keep, wijk_error *err) {
  bool found = false;
  for (size_t site = 0; site < w->site_count; site++) {
    if (!is_of(w, site, id))
      continue;
    found = true;
    if (keep && w->names[site].origin != WIJK_ORIGIN_LOCATION) {
      wijk_error_set(err, WIJK_USAGE, "--keep '%s': it is not there now, and so cannot stay", id);
      return wijk_error_hint(err, "--keep is for locations of --facilities");
    }
    w->sites[site].stays = keep;
    w->sites[site].closes = !keep;
    w->names[site].closing = keep ? WIJK_CLOSING_NONE : WIJK_CLOSING_ASKED;
  }
  return found ? WIJK_OK : no_such_id(w, option, id, err);
}

static wijk_status check_both(const wijk_plan_request *r, wijk_error *err) {
  for (size_t i = 0; i < r->keep_count; i++)
    for (size_t k = 0; k < r->close_count; k++)
      if (strcmp(r->keep[i], r->close[k]) == 0)
        return wijk_error_set(err, WIJK_USAGE, "'%s' is named by both --keep and --close", r->keep[i]);
  return WIJK_OK;
}

/* What closes is a location of no form afterwards. */
static void close_all(plan_work *w) {
  for (size_t site = 0; site < w->site_count; site++) {
    wijk_site *s = &w->sites[site];
    double *capacity = w->capacity + site * w->form_count;
    for (size_t f = 0; f < w->form_count && s->closes; f++)
      capacity[f] = f == s->form ? capacity[f] : 0;
    s->closes &= s->form != WIJK_NONE; /* a candidate without places is not used: there is no rule to name */
  }
}

/* What is asked of a form that nobody needs, or of a class that no zone has, does nothing. */
static wijk_status say_idle(const plan_work *w, const char *option, const char *name, const char *what,
                            wijk_error *err) {
  const wijk_finding finding = {.severity = WIJK_WARNING, .code = "idle-option", .value = name};
  return wijk_report_add_finding(w->report, &finding, err, "--%s '%s' does nothing: %s", option, name, what);
}

static wijk_status check_amounts(const plan_work *w, const char *option, const wijk_plan_amount *amounts, size_t count,
                                 wijk_error *err) {
  for (size_t i = 0; i < count && err->status == WIJK_OK; i++)
    if (plan_find_form(w, amounts[i].form) == WIJK_NONE)
      say_idle(w, option, amounts[i].form, "the forecast has no demand for it", err);
  return err->status;
}

static bool is_class(const plan_work *w, const char *name) {
  for (size_t z = 0; z < w->r->zones->row_count; z++)
    if (w->zones[z].class_name && wijk_text_same(w->zones[z].class_name, name))
      return true;
  return false;
}

static wijk_status check_idle(const plan_work *w, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  for (size_t k = 0; r->zoning && k < r->vulnerable_count && err->status == WIJK_OK; k++)
    if (!is_class(w, r->vulnerable[k]))
      say_idle(w, "vulnerable", r->vulnerable[k], "no zone is of that class", err);
  check_amounts(w, "least", r->least, r->least_count, err);
  check_amounts(w, "spacing", r->spacing, r->spacing_count, err);
  return check_amounts(w, "unmet-most", r->unmet_most, r->unmet_most_count, err);
}

wijk_status plan_read_rules(plan_work *w, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  if (check_idle(w, err) != WIJK_OK)
    return err->status;
  for (size_t site = 0; site < w->site_count; site++)
    if (w->names[site].origin == WIJK_ORIGIN_LOCATION && read_columns(w, site, err) != WIJK_OK)
      return err->status;
  if (check_both(r, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < r->keep_count; i++)
    if (apply(w, "keep", r->keep[i], true, err) != WIJK_OK)
      return err->status;
  for (size_t i = 0; i < r->close_count; i++)
    if (apply(w, "close", r->close[i], false, err) != WIJK_OK)
      return err->status;
  close_all(w);
  return WIJK_OK;
}
