/* SPDX-License-Identifier: EUPL-1.2 */
/* The moves of a scenario as a list: by the location that is left, where to, how many, when and for how much. */
#include <math.h>
#include <string.h>

#include "common/cost_writing.h"

enum { TO, FORM, PEOPLE, WHEN, COST };
enum { ROWS_OF_MOVE = 2 + WIJK_COST_CONDITIONS };

typedef struct listing {
  cost_writing *w;
  const wijk_costs *costs;
  size_t first, end; /* the entries of the scenario */
  wijk_sheet_row *rows;
  size_t count, move_count, place_count;
  double people, cost; /* the last of those that are known */
  bool any_cost;
} listing;

static bool same(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_move(const wijk_cost_entry *e) {
  return e->action == WIJK_COST_MOVES;
}

static bool from_one_place(const wijk_cost_entry *a, const wijk_cost_entry *b) {
  return same(a->location_id, b->location_id) && (a->location_id || same(a->location_name, b->location_name));
}

/* "Locatie 093 (V0093)" */
static const char *name_of(const cost_writing *w, const char *id, const char *name, wijk_error *err) {
  return id && name ? wijk_arena_format(w->arena, err, "%s (%s)", name, id) : id ? id : name;
}

static const char *cost_text(const listing *l, double cost, wijk_error *err) {
  const char *text = cost_euros(l->w, cost, err);
  return text ? text : "–";
}

static void add_note(listing *l, const char *text) {
  if (text)
    l->rows[l->count++] = (wijk_sheet_row){.cells = {text}, .note = true};
}

static void add_move(listing *l, const wijk_cost_entry *e, wijk_error *err) {
  const bool dutch = l->w->dutch;
  const char *form = e->form_after ? e->form_after : e->form_before;
  l->rows[l->count++] =
      (wijk_sheet_row){.cells = {[TO] = wijk_arena_format(l->w->arena, err, dutch ? "naar %s" : "to %s",
                                                          name_of(l->w, e->to_id, e->to_name, err)),
                                 [FORM] = form,
                                 [PEOPLE] = cost_count(l->w, e->of.people, err),
                                 [WHEN] = e->when,
                                 [COST] = cost_text(l, e->result.investment_eur, err)}};
  add_note(l, e->reason);
  for (wijk_cost_condition k = 0; k < WIJK_COST_CONDITIONS; k++) {
    const wijk_cost_check *check = &e->checks[k];
    if (check->state != WIJK_COST_IDLE && check->state != WIJK_COST_MET)
      add_note(l, wijk_arena_format(l->w->arena, err, "%s, %s: %s", wijk_cost_condition_text(k, dutch),
                                    wijk_cost_state_text(check->state, dutch), check->why ? check->why : ""));
  }
}

/* Of the moves from one place, which is that of entry `at`, on the first of them. */
static void add_place(listing *l, size_t at, wijk_error *err) {
  const wijk_cost_entry *entries = l->costs->entries, *e = &entries[at];
  const char *zone = e->zone_name ? e->zone_name : e->zone_key,
             *name = name_of(l->w, e->location_id, e->location_name, err);
  double people = 0, cost = NAN;
  wijk_sheet_row *head = &l->rows[l->count++];
  for (size_t i = at; i < l->end; i++) {
    if (!is_move(&entries[i]) || !from_one_place(&entries[i], e))
      continue;
    people += entries[i].of.people;
    if (!isnan(entries[i].result.investment_eur))
      cost = (isnan(cost) ? 0 : cost) + entries[i].result.investment_eur;
    add_move(l, &entries[i], err);
    l->move_count++;
  }
  *head = (wijk_sheet_row){.cells = {[TO] = zone ? wijk_arena_format(l->w->arena, err, "%s, %s", name, zone) : name,
                                     [PEOPLE] = cost_count(l->w, people, err),
                                     [COST] = cost_text(l, cost, err)},
                           .head = true};
  l->place_count++;
  l->people += people;
  l->cost += isnan(cost) ? 0 : cost;
  l->any_cost |= !isnan(cost);
}

static bool is_first_of_place(const listing *l, size_t at) {
  const wijk_cost_entry *entries = l->costs->entries;
  for (size_t i = l->first; i < at; i++)
    if (is_move(&entries[i]) && from_one_place(&entries[i], &entries[at]))
      return false;
  return is_move(&entries[at]);
}

static wijk_status fill(listing *l, wijk_error *err) {
  size_t moves = 0;
  for (size_t i = l->first; i < l->end; i++)
    moves += is_move(&l->costs->entries[i]);
  l->rows = WIJK_ARENA_ADD(l->w->arena, wijk_sheet_row, moves * (1 + ROWS_OF_MOVE) + 1, err);
  for (size_t i = l->first; l->rows && i < l->end; i++)
    if (is_first_of_place(l, i))
      add_place(l, i, err);
  if (l->rows)
    l->rows[l->count++] = (wijk_sheet_row){.cells = {[TO] = l->w->dutch ? "Samen" : "Together",
                                                     [PEOPLE] = cost_count(l->w, l->people, err),
                                                     [COST] = cost_text(l, l->any_cost ? l->cost : NAN, err)},
                                           .head = true};
  return err->status;
}

static const wijk_cost_entry *entry_to_tell_of(const listing *l) {
  const wijk_cost_entry *told = NULL;
  for (size_t i = l->first; i < l->end; i++)
    if (is_move(&l->costs->entries[i]) && (!told || (!told->not_counted && l->costs->entries[i].not_counted)))
      told = &l->costs->entries[i];
  return told;
}

static wijk_status draw_pages(listing *l, wijk_document *document, wijk_error *err) {
  cost_writing *w = l->w;
  const bool dutch = w->dutch;
  const char *scenario = l->costs->entries[l->first].scenario, *people = cost_count(w, l->people, err);
  w->e = entry_to_tell_of(l);
  wijk_case_sheet sheet = {
      .title = wijk_arena_format(w->arena, err, dutch ? "Verhuizingen: %zu, van %zu %s" : "Moves: %zu, from %zu %s",
                                 l->move_count, l->place_count,
                                 dutch ? wijk_plural(l->place_count, "locatie", "locaties")
                                       : wijk_plural(l->place_count, "location", "locations")),
      .task =
          wijk_arena_format(w->arena, err,
                            dutch ? "Laat %s personen verhuizen. Per locatie die zij verlaten staat waarheen, wanneer "
                                    "en voor hoeveel."
                                  : "Move %s people. For each location that they leave: where to, when, and at what "
                                    "cost.",
                            people),
      .columns = {[TO] = {dutch ? "Van, en waarheen" : "From, and where to", .45, false},
                  [FORM] = {dutch ? "Woonvorm" : "Form", .15, false},
                  [PEOPLE] = {dutch ? "Personen" : "People", .1, true},
                  [WHEN] = {dutch ? "Wanneer" : "When", .17, false},
                  [COST] = {dutch ? "Eenmalige kosten" : "Cost, once", .13, true}},
      .rows = l->rows,
      .row_count = l->count,
      .foot = {cost_method(w, err), cost_sources(w, err), cost_closing(w)},
      .theme = w->theme,
      .dutch = dutch};
  for (size_t left = l->count, page = 0; left > 0 && err->status == WIJK_OK; page++) {
    wijk_drawing *drawing;
    sheet.first_row = l->count - left;
    sheet.subtitle =
        wijk_arena_format(w->arena, err, "%s%s%s %zu", scenario ? "scenario " : "", scenario ? scenario : "",
                          (scenario ? dutch ? " · blad" : " · sheet"
                           : dutch  ? "blad"
                                    : "sheet"),
                          page + 1);
    if (wijk_case_sheet_draw(&sheet, w->arena, &drawing, &left, err) == WIJK_OK)
      wijk_document_add(document, drawing, page == 0 ? sheet.title : NULL, err);
  }
  return err->status;
}

bool cost_moves_are_listed(const wijk_costs *costs, size_t first, size_t end) {
  size_t moves = 0;
  for (size_t i = first; i < end; i++)
    moves += is_move(&costs->entries[i]);
  return moves > COST_MOVES_APART;
}

wijk_status cost_moves_draw(cost_writing *w, size_t first, size_t end, wijk_document *document, wijk_error *err) {
  listing l = {.w = w, .costs = w->costs, .first = first, .end = end};
  return fill(&l, err) == WIJK_OK ? draw_pages(&l, document, err) : err->status;
}
