/* SPDX-License-Identifier: EUPL-1.2 */
/* A case among the others: what is done one after another, and whether the dates allow that. */
#include "scenario/cost.h"
#include <string.h>

enum { STEPS_MOST = 20, MOVES_MOST = 4 };

typedef struct stepping {
  costing *c;
  wijk_cost_entry *e;
  bool dutch;
  wijk_cost_step *steps;
  size_t count;
  size_t moves, moves_late, moves_undated; /* of those that this case has to do with */
} stepping;

static bool is_place(const char *id, const char *name, const char *other_id, const char *other_name) {
  if (id && other_id)
    return strcmp(id, other_id) == 0;
  return name && other_name && strcmp(name, other_name) == 0;
}

static bool same_scenario(const wijk_cost_entry *a, const wijk_cost_entry *b) {
  return a->scenario == b->scenario || (a->scenario && b->scenario && strcmp(a->scenario, b->scenario) == 0);
}

static bool is_here(const wijk_cost_entry *e, const wijk_cost_entry *other) {
  return same_scenario(e, other) &&
         is_place(e->location_id, e->location_name, other->location_id, other->location_name);
}

static bool comes_here(const wijk_cost_entry *e, const wijk_cost_entry *move) {
  return same_scenario(e, move) && is_place(e->location_id, e->location_name, move->to_id, move->to_name);
}

static void add(stepping *s, int day, const char *text, wijk_error *err) {
  if (text && s->count < STEPS_MOST)
    s->steps[s->count++] = (wijk_cost_step){day ? cost_day(s->c, day, err) : NULL, text};
}

/* Whether a is done before b, or on one day: -1 = no, 1 = yes; 0 = dates are missing, and they do not stand so in the
 * order of the actions either. */
static int is_before(const costing *c, const wijk_cost_entry *a, const wijk_cost_entry *b) {
  if (a->day && b->day)
    return a->day <= b->day ? 1 : -1;
  return c->rank[a - c->entries] < c->rank[b - c->entries];
}

static void note_order(stepping *s, const wijk_cost_entry *first, const wijk_cost_entry *second) {
  const int before = is_before(s->c, first, second);
  s->moves++;
  s->moves_late += before < 0;
  s->moves_undated += before == 0;
}

/* Moves to or from here, in order; the first few by name. */
static void add_moves(stepping *s, bool in, wijk_error *err) {
  size_t shown = 0, more = 0;
  for (size_t i = 0; i < s->c->count; i++) {
    const wijk_cost_entry *move = &s->c->entries[s->c->order[i]];
    if (move->action != WIJK_COST_MOVES || !(in ? comes_here(s->e, move) : is_here(s->e, move)))
      continue;
    note_order(s, in ? s->e : move, in ? move : s->e);
    if (shown++ >= MOVES_MOST) {
      more++;
      continue;
    }
    const char *people = cost_people(s->c, move->of.people, err);
    const bool one = move->of.people == 1;
    add(s, move->day,
        wijk_arena_format(s->c->arena, err,
                          in ? (s->dutch ? (one ? "%s komt van %s" : "%s komen van %s")
                                : one    ? "%s comes from %s"
                                         : "%s come from %s")
                             : (s->dutch ? (one ? "%s gaat naar %s" : "%s gaan naar %s")
                                : one    ? "%s goes to %s"
                                         : "%s go to %s"),
                          people, in ? cost_name(move) : cost_to_name(move)),
        err);
  }
  if (more)
    add(s, 0, wijk_arena_format(s->c->arena, err, s->dutch ? "en nog %zu verhuizingen" : "and %zu more moves", more),
        err);
}

static void set_order(stepping *s, wijk_cost_state state, const char *why) {
  s->e->checks[WIJK_COST_ORDER] = (wijk_cost_check){state, why};
}

static void judge_moves(stepping *s, const char *early_nl, const char *early_en, const char *fine_nl,
                        const char *fine_en) {
  if (s->moves_late)
    set_order(s, WIJK_COST_NOT_MET, s->dutch ? early_nl : early_en);
  else if (s->moves_undated)
    set_order(s, WIJK_COST_UNKNOWN, s->dutch ? "niet alle datums zijn bekend" : "not all dates are known");
  else if (s->moves)
    set_order(s, WIJK_COST_MET, s->dutch ? fine_nl : fine_en);
}

/* ---- by action ---- */

static void step_opening(stepping *s, int available, wijk_error *err) {
  wijk_cost_entry *e = s->e;
  const bool dutch = s->dutch;
  if (e->checks[WIJK_COST_PERMIT].state == WIJK_COST_TO_DO)
    add(s, 0, dutch ? "Omgevingsvergunning aanvragen" : "Apply for the permit", err);
  if (e->checks[WIJK_COST_MONUMENT].state == WIJK_COST_TO_DO)
    add(s, 0, dutch ? "Vergunning voor het monument aanvragen" : "Apply for the permit of the listed building", err);
  if (e->building)
    add(s, available, dutch ? "Pand overnemen" : "Take over the building", err);
  if (e->action == WIJK_COST_CONVERTS && !e->building)
    add_moves(s, false, err);
  judge_moves(s, "er wordt nog verhuisd na de ombouw", "people move out after the conversion",
              "wie weggaat, verhuist vóór de ombouw", "who leaves moves before the conversion");
  const bool conversion = e->building || e->action == WIJK_COST_CONVERTS;
  add(s, 0,
      wijk_arena_format(s->c->arena, err,
                        conversion ? (dutch ? "Verbouwen: %s m²" : "Convert: %s m²")
                                   : (dutch ? "Bouwen: %s m²" : "Build: %s m²"),
                        cost_figure(s->c, e->of.floor_m2, 0, err)),
      err);
  add(s, e->day,
      wijk_arena_format(s->c->arena, err, dutch ? "In gebruik nemen: %s %s" : "Open: %s %s",
                        cost_places(s->c, e->of.places_after, err), e->form_after),
      err);
  const wijk_cost_check before = e->checks[WIJK_COST_ORDER];
  s->moves = s->moves_late = s->moves_undated = 0;
  add_moves(s, true, err);
  judge_moves(s, "er verhuizen mensen hierheen vóór de opening", "people move in before the opening",
              "wie komt, verhuist na de opening", "who comes moves after the opening");
  if (before.state == WIJK_COST_NOT_MET)
    e->checks[WIJK_COST_ORDER] = before;
}

static void step_closing(stepping *s, wijk_error *err) {
  add_moves(s, false, err);
  add(s, s->e->day,
      wijk_arena_format(s->c->arena, err, s->dutch ? "Sluiten: %s vervallen" : "Close: %s go",
                        cost_places(s->c, s->e->of.places_before, err)),
      err);
  if (s->moves)
    judge_moves(s, "er wordt nog verhuisd na de sluiting", "people move out after the closure",
                "wie weggaat, verhuist vóór de sluiting", "who leaves moves before the closure");
  else
    set_order(s, WIJK_COST_UNKNOWN,
              s->dutch ? "er staat geen verhuizing van hier bij de acties" : "no move from here is among the actions");
}

/* A move waits for what opens where it goes, and is before the closure of where it comes from. */
static void step_move(stepping *s, wijk_error *err) {
  wijk_cost_entry *e = s->e;
  const wijk_cost_entry *opening = NULL, *closing = NULL;
  for (size_t i = 0; i < s->c->count; i++) {
    const wijk_cost_entry *other = &s->c->entries[i];
    if ((other->action == WIJK_COST_OPENS || other->action == WIJK_COST_CONVERTS) && comes_here(other, e))
      opening = other;
    if (other->action == WIJK_COST_CLOSES && is_here(other, e))
      closing = other;
  }
  if (opening)
    add(s, opening->day,
        wijk_arena_format(s->c->arena, err, s->dutch ? "%s wordt in gebruik genomen" : "%s opens", cost_name(opening)),
        err);
  add(s, e->day,
      wijk_arena_format(s->c->arena, err, s->dutch ? "Verhuizen: %s" : "Move: %s",
                        cost_people(s->c, e->of.people, err)),
      err);
  if (closing)
    add(s, closing->day, wijk_arena_format(s->c->arena, err, s->dutch ? "%s sluit" : "%s closes", cost_name(closing)),
        err);
  if (opening)
    note_order(s, opening, e);
  if (closing)
    note_order(s, e, closing);
  judge_moves(s, "de verhuizing past niet tussen opening en sluiting", "the move is not between opening and closure",
              "na de opening en vóór de sluiting", "after the opening and before the closure");
}

wijk_status cost_find_steps(costing *c, size_t number, wijk_error *err) {
  stepping s = {.c = c, .e = &c->entries[number], .dutch = c->request->dutch};
  s.steps = WIJK_ARENA_ADD(c->arena, wijk_cost_step, STEPS_MOST, err);
  if (!s.steps)
    return err->status;
  if (s.e->action == WIJK_COST_CLOSES)
    step_closing(&s, err);
  else if (s.e->action == WIJK_COST_MOVES)
    step_move(&s, err);
  else
    step_opening(&s, c->available[number], err);
  s.e->steps = s.steps;
  s.e->step_count = s.count;
  return err->status;
}
