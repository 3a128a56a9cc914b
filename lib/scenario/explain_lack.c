/* SPDX-License-Identifier: EUPL-1.2 */
/* Why people have no place, as a planner would say it. */
#include "scenario/explain.h"
#include "scenario/explain_unmet.h"
#include <math.h>

enum { NAMES_MOST = 3 };

typedef struct telling {
  explain_words w;
  size_t form;
  const wijk_lack *lack;
  const wijk_allocation *found, *without;
} telling;

static bool zone_is_over(const telling *t, size_t zone) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  double now = 0, then = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone) {
      now += p->sites[i].form == WIJK_NONE ? 0 : p->sites[i].places;
      then += t->without->form[i] == WIJK_NONE ? 0 : p->sites[i].capacity[t->without->form[i]];
    }
  return then > fmax(p->zones[zone].allowed, now) + 1e-9;
}

/* Whether a site does without the rule what it may not with it. */
static bool site_is_freed(const telling *t, size_t i) {
  const wijk_site *s = &t->w.plan->problem.sites[i];
  const size_t *after = t->w.plan->problem.after;
  const size_t form = t->without->form[i];
  switch (t->lack->barrier) {
  case WIJK_BARRIER_STAYS:
    return s->stays && form != s->form;
  case WIJK_BARRIER_CLOSES:
    return s->closes && form == s->form;
  default:
    return after && after[i] != WIJK_NONE && s->form == WIJK_NONE && form != WIJK_NONE &&
           t->without->form[after[i]] == WIJK_NONE;
  }
}

/* " (Noord, Zuid en nog 2)", ": P1, P2": zones or sites, in their order. */
static void say_names(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  const bool zones = t->lack->barrier == WIJK_BARRIER_NORM;
  size_t count = 0;
  for (size_t k = 0; k < (zones ? p->zone_count : p->site_count) && t->without; k++) {
    if (!(zones ? zone_is_over(t, k) : site_is_freed(t, k)) || ++count > NAMES_MOST)
      continue;
    wijk_text_add(&t->w.text, count > 1 ? ", " : zones ? " (" : ": ");
    if (zones)
      explain_say_zone(&t->w, k);
    else
      explain_say_site(&t->w, k);
  }
  if (count > NAMES_MOST) {
    explain_say(&t->w, " en nog ", " and ");
    explain_say_number(&t->w, (double)(count - NAMES_MOST), 0);
    explain_say(&t->w, "", " more");
  }
  wijk_text_add(&t->w.text, zones && count > 0 ? ")" : "");
}

static void say_limit(telling *t, wijk_allocation_goal unit, double limit) {
  wijk_text_add(&t->w.text, " (");
  explain_say_value(&t->w, unit, limit);
  wijk_text_add(&t->w.text, ")");
}

/* The goals that come before people without a place. */
static void say_goals(telling *t) {
  size_t count = 0;
  for (size_t g = 0; g < t->found->goal_count && t->found->goals[g].goal != WIJK_GOAL_UNMET; g++) {
    wijk_text_add(&t->w.text, count++ ? ", " : " (");
    wijk_text_add(&t->w.text, wijk_goal_words(t->found->goals[g].goal, t->w.dutch));
  }
  wijk_text_add(&t->w.text, ")");
}

/* The rule that stands in the way. */
static void say_rule(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  switch (t->lack->barrier) {
  case WIJK_BARRIER_NORM:
    explain_say(&t->w, "door de norm", "because of the norm");
    say_names(t);
    return;
  case WIJK_BARRIER_BUDGET:
    explain_say(&t->w, "door het budget", "because of the budget");
    say_limit(t, WIJK_GOAL_COST, p->budget);
    return;
  case WIJK_BARRIER_SPACING:
    explain_say(&t->w, "door de afstand tussen locaties van één woonvorm",
                "because of the distance between locations of one form");
    if (p->spacing[t->form] > 0)
      say_limit(t, WIJK_GOAL_METRES, p->spacing[t->form]);
    return;
  case WIJK_BARRIER_LEAST:
    explain_say(&t->w, "door de kleinste omvang van een locatie", "because of the least size of a location");
    if (p->least[t->form] > 0)
      say_limit(t, WIJK_GOAL_OVERLOAD, p->least[t->form]);
    return;
  case WIJK_BARRIER_STAYS:
    explain_say(&t->w, "door locaties die moeten blijven zoals ze zijn", "because of locations that are to stay");
    say_names(t);
    return;
  case WIJK_BARRIER_CLOSES:
    explain_say(&t->w, "door locaties die dicht moeten zijn", "because of locations that are to be closed");
    say_names(t);
    return;
  case WIJK_BARRIER_AFTER:
    explain_say(&t->w, "door locaties die op een andere wachten", "because of locations that wait for another");
    say_names(t);
    return;
  case WIJK_BARRIER_OPENED:
    explain_say(&t->w, "door het aantal locaties dat mag openen", "because of how many locations may open");
    return;
  case WIJK_BARRIER_FURTHEST:
    explain_say(&t->w, "door de grootste verhuisafstand", "because of how far people may move");
    say_limit(t, WIJK_GOAL_METRES, p->furthest);
    return;
  default:
    explain_say(&t->w, "door doelen die voorgaan", "because of goals that come first");
    say_goals(t);
  }
}

/* "is er voor ten minste 20 van deze 22 mensen wel plaats" */
static void say_helped(telling *t, double helped, bool sure) {
  const double people = t->lack->people;
  explain_say(&t->w, " is er voor ", " there is a place for ");
  if (people == 1)
    explain_say(&t->w, "deze persoon", "this person");
  else if (helped >= people) {
    explain_say(&t->w, "deze ", "these ");
    explain_say_people(&t->w, people);
  } else {
    explain_say(&t->w, sure ? "" : "ten minste ", sure ? "" : "at least ");
    explain_say_number(&t->w, helped, 0);
    explain_say(&t->w, " van deze ", " of these ");
    explain_say_people(&t->w, people);
  }
  explain_say(&t->w, " wel plaats", "");
}

static void say_without_rule(telling *t) {
  const wijk_allocation_problem *p = &t->w.plan->problem;
  const double more = t->without && t->lack->barrier == WIJK_BARRIER_BUDGET
                          ? wijk_allocation_value(p, t->without, WIJK_GOAL_COST) - p->budget
                          : 0;
  if (more > 0) {
    explain_say(&t->w, "; met ", "; with ");
    explain_say_value(&t->w, WIJK_GOAL_COST, more);
    explain_say(&t->w, " meer", " more");
  } else
    explain_say(&t->w, "; zonder die regel", "; without that rule");
  say_helped(t, t->lack->least, t->lack->least >= t->lack->most);
}

static void say_nothing_helps(telling *t) {
  if (t->lack->least > 0) {
    explain_say(&t->w, "geen regel staat in de weg: het zoeken stopte voordat de beste verdeling gevonden was",
                "no rule stands in the way: the search stopped before the best allocation was found");
    return;
  }
  if (t->lack->together > 0) {
    explain_say(&t->w,
                t->lack->sure ? "geen regel staat alleen in de weg; pas zonder alle regels"
                              : "er is geen regel gevonden die alleen in de weg staat; zonder alle regels",
                t->lack->sure ? "no rule stands in the way by itself; only without all rules"
                              : "no rule was found that stands in the way by itself; without all rules");
    say_helped(t, t->lack->together, t->lack->sure);
    return;
  }
  if (!t->lack->sure) {
    explain_say(&t->w, "het zoeken stopte voordat gevonden was welke regel in de weg staat",
                "the search stopped before it was found which rule stands in the way");
    return;
  }
  explain_say(&t->w, "er zijn te weinig gebouwen: ook zonder alle regels is er geen plaats voor ",
              "there are too few buildings: without all rules too there is no place for ");
  if (t->lack->people == 1)
    explain_say(&t->w, "deze persoon", "this person");
  else {
    explain_say(&t->w, "deze ", "these ");
    explain_say_people(&t->w, t->lack->people);
  }
}

const char *explain_lack_sentence(const wijk_plan *plan, size_t form, const wijk_lack *lack,
                                  const wijk_allocation *found, const wijk_allocation *without, bool dutch,
                                  wijk_arena *arena, wijk_error *err) {
  telling t = {{plan, dutch, {0}}, form, lack, found, without};
  if (lack->barrier == WIJK_BARRIER_COUNT)
    say_nothing_helps(&t);
  else {
    say_rule(&t);
    say_without_rule(&t);
  }
  return explain_take(&t.w, arena, err);
}
