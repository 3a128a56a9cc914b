/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions as they are written down, by us or by a planner: what is done, where, to how many places, and when. */
#include "base/dates.h"
#include "scenario/cost.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* ---- words ---- */

static const char *const action_words[WIJK_COST_ACTIONS][6] = {
    [WIJK_COST_OPENS] = {"opent", "opens", "open", "opening", "openen"},
    [WIJK_COST_CLOSES] = {"sluit", "closes", "close", "sluiting", "sluiten"},
    [WIJK_COST_CONVERTS] = {"bouwt om", "converts", "convert", "ombouw", "ombouwen", "conversion"},
    [WIJK_COST_MOVES] = {"verhuist", "moves", "move", "verhuizing", "verhuizen"}};

const char *wijk_cost_action_text(wijk_cost_action action, bool dutch) {
  return action_words[action][!dutch];
}

/* WIJK_COST_ACTIONS for any other word. */
static wijk_cost_action find_action(const char *word) {
  for (wijk_cost_action a = 0; a < WIJK_COST_ACTIONS; a++)
    for (size_t i = 0; i < 6 && action_words[a][i]; i++)
      if (wijk_text_same(action_words[a][i], word))
        return a;
  return WIJK_COST_ACTIONS;
}

typedef enum origin { ORIGIN_UNSAID, ORIGIN_LOCATION, ORIGIN_PROPOSAL, ORIGIN_BUILDING, ORIGIN_WRONG } origin;

static origin find_origin(const char *word) {
  static const char *const words[][2] = {{"locatie", "location"}, {"voorstel", "proposal"}, {"pand", "building"}};
  for (size_t i = 0; i < 3 && word; i++)
    if (wijk_text_same(word, words[i][0]) || wijk_text_same(word, words[i][1]))
      return (origin)(ORIGIN_LOCATION + i);
  return word ? ORIGIN_WRONG : ORIGIN_UNSAID;
}

/* ---- a row under way ---- */

typedef struct reading {
  costing *c;
  const wijk_layer *layer;
  size_t row;
  wijk_cost_entry *e;
} reading;

static const char *text_at(const reading *in, const char *role) {
  return cost_text(in->layer, role, in->row);
}

static double number_at(const reading *in, const char *role) {
  return cost_number(in->layer, role, in->row);
}

#define FAULT(in, role, code, err, ...)                                                                                \
  row_fault(&(in)->c->request->actions, (in)->row, role, code, (in)->c->report, err, __VA_ARGS__)

static wijk_status read_action(const reading *in, wijk_error *err) {
  const char *word = text_at(in, "action");
  in->e->action = word ? find_action(word) : WIJK_COST_ACTIONS;
  if (in->e->action == WIJK_COST_ACTIONS && word)
    FAULT(in, "action", "unknown-action", err,
          "'%s' is no action; write opent, sluit, bouwt om or verhuist (opens, closes, converts, moves)", word);
  return err->status;
}

/* "2027-07-01", "1-7-2027", or a year: its first day. */
static wijk_status read_date(const reading *in, wijk_error *err) {
  const char *text = text_at(in, "date");
  const bool year = text && strlen(text) == 4 && strspn(text, "0123456789") == 4 && text[0] != '0';
  if (!text)
    return err->status;
  if (year)
    in->e->day =
        ((text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0')) * 10000 + 101;
  else if (!date_read(text, &in->e->day))
    FAULT(in, "date", "no-date", err, "'%s' is no date; write it as 2027-07-01, or a year", text);
  return err->status;
}

static wijk_status read_names(const reading *in, wijk_error *err) {
  wijk_cost_entry *e = in->e;
  e->id = text_at(in, "id");
  e->scenario = text_at(in, "scenario");
  e->location_id = text_at(in, "location");
  e->location_name = text_at(in, "name");
  e->to_id = text_at(in, "to");
  e->to_name = text_at(in, "to_name");
  e->zone_key = text_at(in, "zone_key");
  e->zone_name = text_at(in, "zone_name");
  e->zone_class = text_at(in, "zone_class");
  e->reason = text_at(in, "reason");
  if (!e->location_id && !e->location_name)
    FAULT(in, "location", "missing", err, "it names no location: give its id or its name");
  if (e->action == WIJK_COST_MOVES && !e->to_id && !e->to_name)
    FAULT(in, "to", "missing", err, "it does not say where people move to: give to_id");
  return err->status;
}

/* ---- building or proposal ---- */

static wijk_status find_building(const reading *in, size_t number, wijk_error *err) {
  costing *c = in->c;
  const char *named = text_at(in, "building"), *id = named ? named : in->e->location_id;
  const origin from = find_origin(text_at(in, "origin"));
  const bool sure = named || from == ORIGIN_BUILDING, can = from == ORIGIN_UNSAID || from == ORIGIN_BUILDING;
  if (from == ORIGIN_WRONG)
    return FAULT(in, "origin", "unknown-origin", err, "'%s' is no origin; write locatie, voorstel or pand",
                 text_at(in, "origin"));
  if (in->e->action == WIJK_COST_CLOSES || in->e->action == WIJK_COST_MOVES)
    return err->status;
  if (sure || can)
    c->building[number] = cost_find_building(c, id);
  if (from == ORIGIN_PROPOSAL || (from == ORIGIN_UNSAID && !sure))
    c->proposal[number] = cost_index_find(&c->proposals, id);
  const char *role = named ? "building" : from != ORIGIN_UNSAID ? "origin" : "location";
  if (sure && !c->request->buildings.layer)
    return FAULT(in, role, "no-buildings", err, "'%s' is a building, and no --buildings are given", id ? id : "");
  if (sure && c->building[number] == WIJK_NONE)
    return FAULT(in, role, "unknown-building", err, "'%s' is no building of '%s'", id ? id : "",
                 c->request->buildings.file);
  if (from == ORIGIN_PROPOSAL && c->request->proposals.layer && c->proposal[number] == WIJK_NONE)
    return FAULT(in, role, "unknown-proposal", err, "'%s' is no proposal of '%s'", id ? id : "",
                 c->request->proposals.file);
  in->e->building = c->building[number] != WIJK_NONE;
  if (!in->e->location_name)
    in->e->location_name = in->e->building ? cost_text(c->request->buildings.layer, "name", c->building[number])
                                           : cost_text(c->request->proposals.layer, "name", c->proposal[number]);
  return err->status;
}

/* ---- forms and places ---- */

static wijk_status check_form(const reading *in, const char *role, const char *form, wijk_error *err) {
  const wijk_cost_request *r = in->c->request;
  const char *known[64];
  size_t count = 0;
  if (!form || cost_find_rate(in->c, form) != WIJK_NONE)
    return err->status;
  for (size_t row = 0; row < r->rates.layer->row_count && count < 64; row++)
    if (cost_text(r->rates.layer, "form", row))
      known[count++] = cost_text(r->rates.layer, "form", row);
  const char *near = wijk_text_find_nearest(form, known, count);
  return FAULT(in, role, "unknown-form", err, "'%s' has no rates in '%s'%s%s%s", form, r->rates.file,
               near ? "; is it '" : "", near ? near : "", near ? "'?" : "");
}

/* The form of one side: its own column, or the one that is said for the side that matters. */
static const char *read_form(const reading *in, const char *role, bool main, wijk_error *err) {
  const char *form = text_at(in, role), *said = main && !form ? text_at(in, "form") : NULL;
  check_form(in, form ? role : "form", form ? form : said, err);
  return form ? form : said;
}

static double read_places(const reading *in, const char *role, bool main, wijk_error *err) {
  double places = number_at(in, role);
  const bool own = !isnan(places);
  places = own || !main ? places : number_at(in, "places");
  if (main && isnan(places))
    FAULT(in, wijk_layer_find_role(in->layer, role) ? role : "places", "missing", err,
          "the number of places is missing");
  else if (main && places == 0)
    FAULT(in, own ? role : "places", "no-places", err, "it has 0 places: there is nothing to cost");
  return isnan(places) ? 0 : places;
}

static wijk_status read_change(const reading *in, wijk_error *err) {
  wijk_cost_entry *e = in->e;
  const bool opens = e->action == WIJK_COST_OPENS, closes = e->action == WIJK_COST_CLOSES;
  e->form_before = opens ? NULL : read_form(in, "form_before", closes, err);
  e->form_after = closes ? NULL : read_form(in, "form_after", true, err);
  if (!closes && !e->form_after)
    FAULT(in, wijk_layer_find_role(in->layer, "form_after") ? "form_after" : "form", "missing", err,
          "the form is missing");
  if (closes && !e->form_before)
    FAULT(in, wijk_layer_find_role(in->layer, "form_before") ? "form_before" : "form", "missing", err,
          "the form is missing");
  e->of.places_before = opens ? 0 : read_places(in, "places_before", closes, err);
  e->of.places_after = closes ? 0 : read_places(in, "places_after", true, err);
  if (e->action != WIJK_COST_CONVERTS || e->building)
    return err->status;
  if (!e->form_before)
    FAULT(in, wijk_layer_find_role(in->layer, "form_before") ? "form_before" : "form", "missing", err,
          "it converts what is no vacant building: give the form before, or a building of --buildings");
  else if (e->of.places_before == 0)
    FAULT(in, wijk_layer_find_role(in->layer, "places_before") ? "places_before" : "places", "missing", err,
          "it converts places of %s, and does not say how many there are before", e->form_before);
  return err->status;
}

static wijk_status read_move(const reading *in, wijk_error *err) {
  wijk_cost_entry *e = in->e;
  e->form_before = read_form(in, "form_before", false, err);
  e->form_after = read_form(in, "form_after", true, err);
  e->of.people = number_at(in, "people");
  if (isnan(e->of.people) || e->of.people == 0)
    FAULT(in, "people", "missing", err, "the number of people who move is missing");
  return err->status;
}

static wijk_status read_row(costing *c, size_t row, wijk_error *err) {
  wijk_cost_entry *e = &c->entries[row];
  const reading in = {c, c->request->actions.layer, row, e};
  *e = (wijk_cost_entry){.row = row};
  c->building[row] = c->proposal[row] = c->rate[row] = WIJK_NONE;
  if (read_action(&in, err) != WIJK_OK || read_date(&in, err) != WIJK_OK || read_names(&in, err) != WIJK_OK ||
      e->action == WIJK_COST_ACTIONS)
    return err->status;
  if (find_building(&in, row, err) != WIJK_OK)
    return err->status;
  if ((e->action == WIJK_COST_MOVES ? read_move : read_change)(&in, err) != WIJK_OK)
    return err->status;
  c->rate[row] = cost_find_rate(c, e->form_after ? e->form_after : e->form_before);
  return WIJK_OK;
}

wijk_status cost_read_actions(costing *c, wijk_error *err) {
  for (size_t row = 0; row < c->count && err->status == WIJK_OK; row++)
    read_row(c, row, err);
  return err->status;
}
