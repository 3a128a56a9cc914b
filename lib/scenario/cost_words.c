/* SPDX-License-Identifier: EUPL-1.2 */
/* What planners read of a case: names, figures, title and task. */
#include "base/dates.h"
#include "scenario/cost.h"
#include <math.h>
#include <wijk/number.h>
#include <wijk/text.h>

const char *wijk_cost_input_text(wijk_cost_input input, bool dutch) {
  static const char *const words[WIJK_COST_INPUTS][2] = {[WIJK_COST_RATE] = {"discount rate", "discontovoet"},
                                                         [WIJK_COST_INDEX] = {"price rise", "prijsstijging"},
                                                         [WIJK_COST_YEARS] = {"years", "looptijd"},
                                                         [WIJK_COST_PLACES] = {"places", "plaatsen"},
                                                         [WIJK_COST_FLOOR] = {"floor area", "vloeroppervlak"},
                                                         [WIJK_COST_NEW] = {"building price", "bouwprijs"},
                                                         [WIJK_COST_CONVERSION] = {"conversion price", "ombouwprijs"},
                                                         [WIJK_COST_ONCE] = {"sum of its own", "eigen raming"},
                                                         [WIJK_COST_RENT] = {"rent", "huur"},
                                                         [WIJK_COST_CARE] = {"care", "zorg"},
                                                         [WIJK_COST_OPERATION] = {"operation", "exploitatie"},
                                                         [WIJK_COST_INCOME] = {"income", "inkomsten"},
                                                         [WIJK_COST_PEOPLE] = {"people who move", "verhuizers"},
                                                         [WIJK_COST_MOVE] = {"cost of a move", "verhuiskosten"}};
  return words[input][dutch];
}

const char *wijk_cost_condition_text(wijk_cost_condition condition, bool dutch) {
  static const char *const words[WIJK_COST_CONDITIONS][2] = {
      [WIJK_COST_PERMIT] = {"permit", "vergunning"},
      [WIJK_COST_CLASS] = {"class of the wijk", "klasse van de wijk"},
      [WIJK_COST_MONUMENT] = {"monument", "monument"},
      [WIJK_COST_AVAILABLE] = {"available", "beschikbaar"},
      [WIJK_COST_LEAST] = {"minimal size", "minimumomvang"},
      [WIJK_COST_ROOM] = {"floor area", "vloeroppervlak"},
      [WIJK_COST_ORDER] = {"order", "volgorde"}};
  return words[condition][dutch];
}

const char *wijk_cost_state_text(wijk_cost_state state, bool dutch) {
  static const char *const words[WIJK_COST_STATES][2] = {[WIJK_COST_IDLE] = {"n/a", "n.v.t."},
                                                         [WIJK_COST_MET] = {"met", "voldaan"},
                                                         [WIJK_COST_TO_DO] = {"to do", "te doen"},
                                                         [WIJK_COST_NOT_MET] = {"not met", "niet voldaan"},
                                                         [WIJK_COST_UNKNOWN] = {"unknown", "onbekend"}};
  return words[state][dutch];
}

/* ---- names and figures ---- */

const char *cost_name(const wijk_cost_entry *e) {
  return e->location_name ? e->location_name : e->location_id;
}

const char *cost_to_name(const wijk_cost_entry *e) {
  return e->to_name ? e->to_name : e->to_id;
}

const char *cost_form(const wijk_cost_entry *e) {
  return e->form_after ? e->form_after : e->form_before;
}

const char *cost_day(const costing *c, int day, wijk_error *err) {
  char text[DATE_SIZE];
  date_write(day, c->request->dutch, text);
  const char *kept = wijk_arena_text(c->arena, text, err);
  return kept ? kept : "";
}

const char *cost_figure(const costing *c, double value, int decimals, wijk_error *err) {
  char text[64];
  wijk_number_write_grouped(value, value == floor(value) ? 0 : decimals, c->request->dutch, text, sizeof text);
  const char *kept = wijk_arena_text(c->arena, text, err);
  return kept ? kept : "";
}

static const char *count_of(const costing *c, double count, const char *one_nl, const char *many_nl, const char *one_en,
                            const char *many_en, wijk_error *err) {
  const char *word = c->request->dutch ? (count == 1 ? one_nl : many_nl) : count == 1 ? one_en : many_en;
  const char *text = wijk_arena_format(c->arena, err, "%s %s", cost_figure(c, count, 1, err), word);
  return text ? text : "";
}

const char *cost_places(const costing *c, double places, wijk_error *err) {
  return count_of(c, places, "plaats", "plaatsen", "place", "places", err);
}

const char *cost_people(const costing *c, double people, wijk_error *err) {
  return count_of(c, people, "persoon", "personen", "person", "people", err);
}

/* ---- title and task ---- */

static const char *title_of(const costing *c, const wijk_cost_entry *e, wijk_error *err) {
  const bool dutch = c->request->dutch;
  static const char *const words[WIJK_COST_ACTIONS][2] = {[WIJK_COST_OPENS] = {"Opens", "Opent"},
                                                          [WIJK_COST_CLOSES] = {"Closes", "Sluit"},
                                                          [WIJK_COST_CONVERTS] = {"Converts", "Bouwt om"},
                                                          [WIJK_COST_MOVES] = {"Moves", "Verhuist"}};
  const char *word = words[e->action][dutch];
  if (e->action == WIJK_COST_MOVES)
    return wijk_arena_format(c->arena, err, dutch ? "%s: %s van %s naar %s" : "%s: %s from %s to %s", word,
                             cost_people(c, e->of.people, err), cost_name(e), cost_to_name(e));
  if (e->action == WIJK_COST_CONVERTS && e->form_before && !wijk_text_same(e->form_before, e->form_after))
    return wijk_arena_format(c->arena, err, dutch ? "%s: %s, van %s naar %s, %s" : "%s: %s, from %s to %s, %s", word,
                             cost_name(e), e->form_before, e->form_after, cost_places(c, e->of.places_after, err));
  const bool closes = e->action == WIJK_COST_CLOSES;
  return wijk_arena_format(c->arena, err, "%s: %s, %s, %s", word, cost_name(e), cost_form(e),
                           cost_places(c, closes ? e->of.places_before : e->of.places_after, err));
}

static const char *open_task(const costing *c, const wijk_cost_entry *e, wijk_error *err) {
  const bool dutch = c->request->dutch;
  const char *places = cost_places(c, e->of.places_after, err), *floor = cost_figure(c, e->of.floor_m2, 0, err);
  if (e->building)
    return wijk_arena_format(c->arena, err,
                             dutch ? "Bouw %s (%s m²) om en open er %s %s" : "Convert %s (%s m²) and open %s %s there",
                             cost_name(e), floor, places, e->form_after);
  return wijk_arena_format(c->arena, err,
                           dutch ? "Bouw %s (%s m²) en open er %s %s" : "Build %s (%s m²) and open %s %s there",
                           cost_name(e), floor, places, e->form_after);
}

static const char *task_of(const costing *c, const wijk_cost_entry *e, wijk_error *err) {
  const bool dutch = c->request->dutch;
  const char *before = cost_places(c, e->of.places_before, err), *after = cost_places(c, e->of.places_after, err);
  switch (e->action) {
  case WIJK_COST_OPENS:
    return open_task(c, e, err);
  case WIJK_COST_CLOSES:
    return wijk_arena_format(c->arena, err, dutch ? "Sluit %s: %s %s vervallen" : "Close %s: %s %s go", cost_name(e),
                             before, e->form_before);
  case WIJK_COST_CONVERTS:
    if (e->building)
      return open_task(c, e, err);
    return wijk_arena_format(c->arena, err,
                             dutch ? "Bouw %s om van %s %s naar %s %s" : "Convert %s from %s %s to %s %s", cost_name(e),
                             before, e->form_before, after, e->form_after);
  case WIJK_COST_MOVES:
    return wijk_arena_format(c->arena, err, dutch ? "Laat %s verhuizen van %s naar %s" : "Move %s from %s to %s",
                             cost_people(c, e->of.people, err), cost_name(e), cost_to_name(e));
  case WIJK_COST_ACTIONS:
    break;
  }
  return "";
}

/* What would belong to the case and is not given. */
static const char *not_counted(const costing *c, const wijk_cost_entry *e, wijk_error *err) {
  const bool dutch = c->request->dutch;
  const wijk_cost_result *r = &e->result;
  const struct {
    double value;
    wijk_cost_input input;
  } parts[] = {{e->of.people > 0 ? e->of.move_eur_person : 0, WIJK_COST_MOVE},
               {e->of.rent_begins != 0 ? e->of.rent_eur_m2_year : 0, WIJK_COST_RENT},
               {r->care_eur_year, WIJK_COST_CARE},
               {r->operation_eur_year, WIJK_COST_OPERATION},
               {r->income_eur_year, WIJK_COST_INCOME}};
  const char *text = NULL;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (isnan(parts[i].value))
      text = wijk_arena_format(c->arena, err, "%s%s%s", text ? text : "", text ? ", " : "",
                               wijk_cost_input_text(parts[i].input, dutch));
  return text;
}

wijk_status cost_say(costing *c, size_t number, wijk_error *err) {
  wijk_cost_entry *e = &c->entries[number];
  const bool dutch = c->request->dutch;
  const char *task = task_of(c, e, err);
  e->when = e->day ? cost_day(c, e->day, err) : NULL;
  e->title = title_of(c, e, err);
  e->not_counted = not_counted(c, e, err);
  if (task && e->day)
    task = wijk_arena_format(c->arena, err, dutch ? "%s, op %s." : "%s, on %s.", task, e->when);
  else if (task)
    task = wijk_arena_format(c->arena, err, "%s.", task);
  e->task = task;
  return err->status;
}
