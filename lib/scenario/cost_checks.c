/* SPDX-License-Identifier: EUPL-1.2 */
/* What has to be so before a case can be done, and whether it is. */
#include "base/dates.h"
#include "scenario/cost.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>
#include <wijk/zoning.h>

typedef struct checking {
  costing *c;
  size_t number;
  wijk_cost_entry *e;
  bool dutch;
} checking;

/* `text` is kept in the arena already, or is a constant. */
static void set(const checking *k, wijk_cost_condition condition, wijk_cost_state state, const char *text) {
  k->e->checks[condition] = (wijk_cost_check){state, text};
}

static bool comes(const wijk_cost_entry *e) {
  return e->action == WIJK_COST_OPENS || e->action == WIJK_COST_CONVERTS;
}

/* ---- permit and monument ---- */

static void check_permit(const checking *k, wijk_error *err) {
  const wijk_cost_entry *e = k->e;
  wijk_arena *arena = k->c->arena;
  const char *use = cost_text(k->c->request->buildings.layer, "use", k->c->building[k->number]);
  if (!comes(e))
    return;
  if (e->building)
    set(k, WIJK_COST_PERMIT, WIJK_COST_TO_DO,
        wijk_arena_format(arena, err,
                          k->dutch ? "omgevingsvergunning voor verbouwen en ander gebruik: %s%s%s%s"
                                   : "permit for converting and for another use: %s%s%s%s",
                          use ? (k->dutch ? "van " : "from ") : "", use ? use : "",
                          use ? (k->dutch ? " naar " : " to ") : "", e->form_after));
  else if (e->action == WIJK_COST_OPENS)
    set(k, WIJK_COST_PERMIT, WIJK_COST_TO_DO,
        wijk_arena_format(arena, err,
                          k->dutch ? "omgevingsvergunning voor bouwen en voor gebruik als %s"
                                   : "permit for building and for use as %s",
                          e->form_after));
  else if (wijk_text_same(e->form_before, e->form_after))
    set(k, WIJK_COST_PERMIT, WIJK_COST_MET, k->dutch ? "de woonvorm verandert niet" : "the form does not change");
  else
    set(k, WIJK_COST_PERMIT, WIJK_COST_TO_DO,
        wijk_arena_format(arena, err,
                          k->dutch ? "omgevingsvergunning voor ander gebruik: van %s naar %s"
                                   : "permit for another use: from %s to %s",
                          e->form_before, e->form_after));
}

static bool is_one_of(const char *text, const char *const *words, size_t count) {
  for (size_t i = 0; text && i < count; i++)
    if (wijk_text_same(text, words[i]))
      return true;
  return false;
}

static void check_monument(const checking *k) {
  static const char *const yes[] = {"ja", "yes", "true", "1", "j", "y"}, *const no[] = {"nee", "no", "false", "0", "n"};
  const char *says = cost_text(k->c->request->buildings.layer, "monument", k->c->building[k->number]);
  if (!comes(k->e) || (k->e->action == WIJK_COST_OPENS && !k->e->building))
    return;
  if (is_one_of(says, yes, sizeof yes / sizeof *yes))
    set(k, WIJK_COST_MONUMENT, WIJK_COST_TO_DO,
        k->dutch ? "het pand is een monument: eigen vergunning en advies nodig"
                 : "the building is listed: it asks for a permit and advice of its own");
  else if (is_one_of(says, no, sizeof no / sizeof *no))
    set(k, WIJK_COST_MONUMENT, WIJK_COST_MET, k->dutch ? "het pand is geen monument" : "the building is not listed");
  else
    set(k, WIJK_COST_MONUMENT, WIJK_COST_UNKNOWN,
        k->dutch ? "niet bekend of het pand een monument is" : "it is not known whether the building is listed");
}

/* ---- class ---- */

static bool same(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

/* What all actions of the scenario together add to the wijk; of this one alone where it has no key. */
static double growth(const checking *k) {
  const wijk_cost_entry *e = k->e;
  double sum = e->of.places_after - e->of.places_before;
  for (size_t i = 0; e->zone_key && i < k->c->count; i++) {
    const wijk_cost_entry *other = &k->c->entries[i];
    if (other != e && same(other->scenario, e->scenario) && same(other->zone_key, e->zone_key))
      sum += other->of.places_after - other->of.places_before;
  }
  return sum;
}

static void check_class(const checking *k, wijk_error *err) {
  const wijk_cost_entry *e = k->e;
  wijk_arena *arena = k->c->arena;
  if (!comes(e))
    return;
  if (e->of.places_after <= e->of.places_before)
    return set(k, WIJK_COST_CLASS, WIJK_COST_MET, k->dutch ? "er komen geen plaatsen bij" : "no places are added");
  if (!e->zone_class)
    return set(k, WIJK_COST_CLASS, WIJK_COST_UNKNOWN,
               k->dutch ? "de klasse van de wijk is niet bekend" : "the class of the wijk is not known");
  const wijk_norm_rule rule = wijk_norm_preset(e->zone_class).rule;
  if (rule == WIJK_NORM_NONE)
    return set(k, WIJK_COST_CLASS, WIJK_COST_UNKNOWN,
               wijk_arena_format(arena, err,
                                 k->dutch ? "klasse %s: niet bekend of de wijk mag groeien"
                                          : "class %s: it is not known whether the wijk may grow",
                                 e->zone_class));
  if (rule != WIJK_NORM_NO_GROWTH)
    return set(k, WIJK_COST_CLASS, WIJK_COST_MET,
               wijk_arena_format(
                   arena, err, k->dutch ? "klasse %s: groei kan, tot de norm" : "class %s: it may grow, up to the norm",
                   e->zone_class));
  const double more = growth(k);
  const char *places = cost_places(k->c, fabs(more), err);
  if (more > 0)
    set(k, WIJK_COST_CLASS, WIJK_COST_NOT_MET,
        wijk_arena_format(arena, err,
                          k->dutch ? "klasse %s: groei mag niet, en alle acties samen geven hier %s meer"
                                   : "class %s: it may not grow, and all actions together add %s here",
                          e->zone_class, places));
  else
    set(k, WIJK_COST_CLASS, WIJK_COST_MET,
        wijk_arena_format(arena, err,
                          k->dutch ? "klasse %s: groei mag niet; alle acties samen geven hier %s minder"
                                   : "class %s: it may not grow; all actions together take %s away here",
                          e->zone_class, places));
}

/* ---- date ---- */

static wijk_status check_available(const checking *k, wijk_error *err) {
  costing *c = k->c;
  const wijk_cost_entry *e = k->e;
  const bool proposal = !e->building && c->proposal[k->number] != WIJK_NONE;
  const wijk_table *table = proposal ? &c->request->proposals : &c->request->buildings;
  const size_t row = proposal ? c->proposal[k->number] : c->building[k->number];
  const char *const role = "available", *text = cost_text(table->layer, role, row);
  int free_day;
  if (!comes(e) || row == WIJK_NONE || (proposal && !text))
    return err->status;
  if (!text) {
    set(k, WIJK_COST_AVAILABLE, WIJK_COST_UNKNOWN,
        k->dutch ? "niet bekend wanneer het pand vrijkomt" : "it is not known when the building is free");
    return err->status;
  }
  if (!date_read(text, &free_day))
    return row_fault(table, row, role, "no-date", c->report, err, "'%s' is no date; write it as 2027-07-01", text);
  c->available[k->number] = free_day;
  const char *then = cost_day(c, free_day, err), *wanted = e->day ? cost_day(c, e->day, err) : NULL;
  if (!wanted)
    set(k, WIJK_COST_AVAILABLE, WIJK_COST_UNKNOWN,
        wijk_arena_format(c->arena, err,
                          k->dutch ? "vrij per %s; de actie heeft geen datum" : "free on %s; the action has no date",
                          then));
  else
    set(k, WIJK_COST_AVAILABLE, free_day <= e->day ? WIJK_COST_MET : WIJK_COST_NOT_MET,
        wijk_arena_format(c->arena, err, k->dutch ? "vrij per %s, nodig op %s" : "free on %s, wanted on %s", then,
                          wanted));
  return err->status;
}

/* ---- size ---- */

static void check_least(const checking *k, wijk_error *err) {
  const wijk_cost_entry *e = k->e;
  const double least = cost_number(k->c->request->rates.layer, "least", k->c->rate[k->number]);
  if (!comes(e))
    return;
  if (isnan(least))
    return set(k, WIJK_COST_LEAST, WIJK_COST_UNKNOWN, k->dutch ? "er is geen minimum gegeven" : "no minimum is given");
  set(k, WIJK_COST_LEAST, e->of.places_after >= least ? WIJK_COST_MET : WIJK_COST_NOT_MET,
      wijk_arena_format(k->c->arena, err, k->dutch ? "%s; minimaal %s" : "%s; %s at least",
                        cost_places(k->c, e->of.places_after, err), cost_figure(k->c, least, 1, err)));
}

/* Only where the floor was not made of the places. */
static void check_room(const checking *k, wijk_error *err) {
  const wijk_cost_entry *e = k->e;
  const double per_place = cost_number(k->c->request->rates.layer, "m2_per_place", k->c->rate[k->number]);
  const bool own = !isnan(cost_number(k->c->request->actions.layer, "floor", e->row));
  const double needed = e->of.places_after * per_place;
  if (!comes(e) || (!own && !e->building && e->action == WIJK_COST_OPENS))
    return;
  set(k, WIJK_COST_ROOM, needed <= e->of.floor_m2 + 1e-6 ? WIJK_COST_MET : WIJK_COST_NOT_MET,
      wijk_arena_format(k->c->arena, err,
                        k->dutch ? "%s m²; %s van %s m² vragen %s m²" : "%s m²; %s of %s m² ask for %s m²",
                        cost_figure(k->c, e->of.floor_m2, 0, err), cost_places(k->c, e->of.places_after, err),
                        cost_figure(k->c, per_place, 1, err), cost_figure(k->c, needed, 0, err)));
}

wijk_status cost_find_checks(costing *c, size_t number, wijk_error *err) {
  const checking k = {c, number, &c->entries[number], c->request->dutch};
  check_permit(&k, err);
  check_class(&k, err);
  check_monument(&k);
  check_least(&k, err);
  check_room(&k, err);
  return check_available(&k, err);
}
