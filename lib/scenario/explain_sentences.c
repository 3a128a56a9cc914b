/* SPDX-License-Identifier: EUPL-1.2 */
/* Why an action is taken, as a planner would say it. */
#include "scenario/explain.h"
#include <math.h>

/* One action and what is left without it. */
typedef struct telling {
  explain_words w;
  size_t site;
  const wijk_why *why;
  const wijk_allocation *with, *without;
} telling;

static double places_of(const wijk_allocation_problem *p, const wijk_allocation *a, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone && a->form[i] != WIJK_NONE)
      places += p->sites[i].capacity[a->form[i]];
  return places;
}

static double places_now(const wijk_allocation_problem *p, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone && p->sites[i].form != WIJK_NONE)
      places += p->sites[i].places;
  return places;
}

/* "zonder deze opening", "zonder beide". */
static void say_without(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  const bool was = p->sites[t->site].form != WIJK_NONE, is = t->with->form[t->site] != WIJK_NONE;
  if (t->why->together > 2) {
    explain_say(&t->w, "zonder deze ", "without these ");
    explain_say_number(&t->w, (double)t->why->together, 0);
    explain_say(&t->w, " stappen", " steps");
  } else if (t->why->together == 2)
    explain_say(&t->w, "zonder beide", "without both");
  else if (!was)
    explain_say(&t->w, "zonder deze opening", "without this opening");
  else if (!is)
    explain_say(&t->w, "zonder deze sluiting", "without this closure");
  else
    explain_say(&t->w, "zonder deze ombouw", "without this conversion");
}

/* "(begeleid)", or of several forms how many of each; whether some have more places without is told by `mixed`. */
static void say_forms(telling *t, bool mixed) {
  const wijk_plan *plan = t->w.plan;
  size_t named = 0, count = 0;
  for (size_t f = 0; f < plan->problem.form_count; f++)
    count += t->without->unmet[f] != t->with->unmet[f];
  for (size_t f = 0; f < plan->problem.form_count; f++) {
    const double more = t->without->unmet[f] - t->with->unmet[f];
    if (more == 0)
      continue;
    wijk_text_add_format(&t->w.text, "%s%s", named++ ? ", " : " (", plan->forms[f]);
    if (count > 1) {
      wijk_text_add(&t->w.text, " ");
      explain_say_number(&t->w, fabs(more), 0);
    }
    if (mixed)
      explain_say(&t->w, more > 0 ? " meer" : " minder", more > 0 ? " more" : " fewer");
  }
  wijk_text_add(&t->w.text, ")");
}

static void say_unmet(telling *t) {
  double before = 0;
  bool mixed = false;
  for (size_t f = 0; f < t->w.plan->problem.form_count; f++) {
    before += t->with->unmet[f];
    mixed |= t->without->unmet[f] < t->with->unmet[f];
  }
  const bool one = t->why->change == 1;
  explain_say(&t->w, one ? " heeft " : " hebben ", " ");
  explain_say(&t->w, mixed ? "per saldo " : "", "");
  explain_say(&t->w, before > 0 ? "nog " : "", "");
  if (t->w.dutch)
    explain_say_people(&t->w, t->why->change);
  else {
    explain_say_number(&t->w, t->why->change, 0);
    wijk_text_add(&t->w.text, before > 0 ? one ? " more person has" : " more people have"
                              : one      ? " person has"
                                         : " people have");
  }
  explain_say(&t->w, " geen plaats", mixed ? " no place on balance" : " no place");
  say_forms(t, mixed);
}

static void say_heaviest(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  size_t zone = WIJK_NONE;
  double without = 0;
  for (size_t z = 0; z < p->zone_count; z++)
    if (p->zones[z].norm > 0 && places_of(p, t->without, z) / p->zones[z].norm > without) {
      without = places_of(p, t->without, z) / p->zones[z].norm;
      zone = z;
    }
  const double with = without - t->why->change;
  const int decimals = t->why->change < 0.01 ? 4 : 2;
  explain_say(&t->w, " is de zwaarste belasting ", " the heaviest load is ");
  explain_say_number(&t->w, without, decimals);
  explain_say(&t->w, " in plaats van ", " instead of ");
  explain_say_number(&t->w, with, decimals);
  explain_say(&t->w, " maal de norm", " times the norm");
  if (zone == WIJK_NONE)
    return;
  wijk_text_add(&t->w.text, " (");
  explain_say_zone(&t->w, zone);
  wijk_text_add(&t->w.text, ")");
}

/* The zones with more places over their norm without: one is named, of several how many there are. */
static void say_overload(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  size_t zone = WIJK_NONE, count = 0;
  for (size_t z = 0; z < p->zone_count; z++) {
    const double without = places_of(p, t->without, z);
    if (p->zones[z].vulnerable && without > p->zones[z].norm && without > places_of(p, t->with, z)) {
      zone = z;
      count++;
    }
  }
  if (!t->w.dutch) {
    wijk_text_add(&t->w.text, " ");
    explain_say_value(&t->w, WIJK_GOAL_OVERLOAD, t->why->change);
    wijk_text_add(&t->w.text, t->why->change == 1 ? " more is over the norm" : " more are over the norm");
  } else {
    wijk_text_add(&t->w.text, t->why->change == 1 ? " staat er " : " staan er ");
    explain_say_value(&t->w, WIJK_GOAL_OVERLOAD, t->why->change);
    wijk_text_add(&t->w.text, " meer boven de norm");
  }
  if (count != 1) {
    explain_say(&t->w, " van kwetsbare wijken", " in vulnerable zones");
    return;
  }
  explain_say(&t->w, " van ", " of ");
  explain_say_zone(&t->w, zone);
}

static void say_goal(telling *t) {
  const double change = t->why->change;
  const bool one = change == 1;
  say_without(t);
  switch (t->why->goal) {
  case WIJK_GOAL_UNMET:
    say_unmet(t);
    return;
  case WIJK_GOAL_HEAVIEST:
    say_heaviest(t);
    return;
  case WIJK_GOAL_OVERLOAD:
    say_overload(t);
    return;
  case WIJK_GOAL_MOVED:
    explain_say(&t->w, one ? " verhuist " : " verhuizen ", " ");
    explain_say_people(&t->w, change);
    explain_say(&t->w, " meer", one ? " more moves" : " more move");
    return;
  case WIJK_GOAL_METRES:
    explain_say(&t->w, " verhuizen mensen samen ", " people move ");
    explain_say_value(&t->w, WIJK_GOAL_METRES, change);
    explain_say(&t->w, " verder", " further in all");
    return;
  case WIJK_GOAL_COST:
    explain_say(&t->w, " kost het plan ", " the plan costs ");
    explain_say_value(&t->w, WIJK_GOAL_COST, change);
    explain_say(&t->w, " meer", " more");
    return;
  default:
    explain_say(&t->w, one ? " opent " : " openen ", " ");
    explain_say_value(&t->w, WIJK_GOAL_OPENED, change);
    explain_say(&t->w, " meer", one ? " more opens" : " more open");
  }
}

static void say_room_for(telling *t) {
  explain_say(&t->w, "ruimte voor ", "room for ");
  explain_say_site(&t->w, t->why->needed_by);
  explain_say(&t->w, ": met beide ", ": with both ");
}

static void say_rule(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  const size_t of = t->why->rule.of;
  switch (t->why->rule.rule) {
  case WIJK_RULE_NORM:
    explain_say(&t->w, "maakt in ", "makes in ");
    explain_say_zone(&t->w, of);
    wijk_text_add(&t->w.text, " ");
    say_room_for(t);
    explain_say(&t->w, "heeft de wijk meer plaatsen dan mag (", "it has more places than it may have (");
    explain_say_number(&t->w, floor(fmax(p->zones[of].allowed, places_now(p, of)) + 1e-9), 0);
    wijk_text_add(&t->w.text, ")");
    return;
  case WIJK_RULE_SPACING:
    explain_say(&t->w, "maakt ", "makes ");
    say_room_for(t);
    explain_say(&t->w, "liggen twee locaties voor ", "two locations for ");
    wijk_text_add(&t->w.text, t->w.plan->forms[of]);
    explain_say(&t->w, " minder dan ", " are less than ");
    explain_say_value(&t->w, WIJK_GOAL_METRES, p->spacing[of]);
    explain_say(&t->w, " van elkaar", " apart");
    return;
  case WIJK_RULE_AFTER:
    explain_say(&t->w, "nodig omdat ", "needed since ");
    explain_say_site(&t->w, of);
    explain_say(&t->w, " pas daarna kan openen", " cannot open without it");
    return;
  case WIJK_RULE_OPENED:
    explain_say(&t->w, "nodig omdat er ten minste ", "needed since at least ");
    explain_say_value(&t->w, WIJK_GOAL_OPENED, (double)p->open_least);
    explain_say(&t->w, p->open_least == 1 ? " moet openen" : " moeten openen",
                p->open_least == 1 ? " is to open" : " are to open");
    return;
  default:
    explain_say(&t->w, "nodig omdat voor ", "needed since of ");
    wijk_text_add(&t->w.text, t->w.plan->forms[of]);
    explain_say(&t->w, " hoogstens ", " at most ");
    explain_say_people(&t->w, p->unmet[of]);
    explain_say(&t->w, p->unmet[of] == 1 ? " zonder plaats mag blijven" : " zonder plaats mogen blijven",
                " may be left without a place");
  }
}

static void say_closing(telling *t, const wijk_plan_site *site) {
  const wijk_layer *layer = t->w.plan->layers[site->origin];
  const wijk_column *column = layer ? wijk_layer_find_role(layer, "closes") : NULL;
  switch (site->closing) {
  case WIJK_CLOSING_ENDS:
    explain_say(&t->w, "geldig tot en met ", "valid until ");
    explain_say_date(&t->w, site->ends);
    return;
  case WIJK_CLOSING_COLUMN:
    explain_say(&t->w, "zo staat het in de kolom '", "its column '");
    wijk_text_add(&t->w.text, column ? column->name : "sluit");
    explain_say(&t->w, "'", "' says so");
    return;
  default:
    explain_say(&t->w, "opgegeven met --close", "asked for with --close");
  }
}

static void say_must(telling *t) {
  const wijk_plan *plan = t->w.plan;
  const wijk_site *s = &plan->problem.sites[t->site];
  if (s->closes) {
    explain_say(&t->w, "moet sluiten: ", "is to close: ");
    say_closing(t, &plan->sites[t->site]);
    return;
  }
  explain_say(&t->w, "kan niet blijven als ", "cannot stay as ");
  wijk_text_add(&t->w.text, plan->forms[s->form]);
}

static void say_no_goal(telling *t) {
  say_without(t);
  explain_say(&t->w, " wordt geen doel slechter", " no goal is worse");
}

static void say_free(telling *t) {
  if (t->why->change < 0) {
    say_without(t);
    explain_say(&t->w, " is de uitkomst beter (", " the outcome is better (");
    wijk_text_add_format(&t->w.text, "%s: ", wijk_goal_words(t->why->goal, t->w.dutch));
    explain_say_amount(&t->w, t->why->goal, -t->why->change);
    explain_say(&t->w, " minder); het zoeken stopte voordat die gevonden was",
                " less); the search stopped before it was found");
    return;
  }
  explain_say(&t->w, "op zichzelf niet nodig: ", "not needed by itself: ");
  say_no_goal(t);
}

const char *explain_action_sentence(const wijk_plan *plan, size_t site, const wijk_why *why,
                                    const wijk_allocation *with, const wijk_allocation *without, bool dutch,
                                    wijk_arena *arena, wijk_error *err) {
  telling t = {{plan, dutch, {0}}, site, why, with, without};
  switch (why->kind) {
  case WIJK_WHY_GOAL:
    say_goal(&t);
    break;
  case WIJK_WHY_RULE:
    say_rule(&t);
    if (why->serves || why->together > 1) {
      wijk_text_add(&t.w.text, "; ");
      why->serves ? say_goal(&t) : say_no_goal(&t);
    }
    break;
  case WIJK_WHY_MUST:
    say_must(&t);
    break;
  default:
    say_free(&t);
  }
  return explain_take(&t.w, arena, err);
}

const char *explain_move_sentence(const wijk_plan *plan, const wijk_move *move, const wijk_allocation *a, bool dutch,
                                  wijk_arena *arena, wijk_error *err) {
  const wijk_site *from = &plan->problem.sites[move->from];
  const size_t after = a->form[move->from];
  explain_words w = {plan, dutch, {0}};
  explain_say_site(&w, move->from);
  if (after == WIJK_NONE)
    explain_say(&w, " sluit", " closes");
  else if (after != from->form) {
    explain_say(&w, " wordt omgebouwd tot ", " is converted to ");
    wijk_text_add(&w.text, plan->forms[after]);
  } else if (from->capacity[after] < from->occupied) {
    explain_say(&w, " houdt minder plaatsen over", " keeps fewer places");
  } else {
    explain_say(&w, " maakt plaats voor wie niet verder mag verhuizen",
                " makes room for those who may not move further");
    return explain_take(&w, arena, err);
  }
  if (move->people == 1)
    explain_say(&w, " en deze persoon heeft anders geen plaats", " and this person has no place otherwise");
  else {
    explain_say(&w, " en deze ", " and these ");
    explain_say_people(&w, move->people);
    explain_say(&w, " hebben anders geen plaats", " have no place otherwise");
  }
  return explain_take(&w, arena, err);
}
