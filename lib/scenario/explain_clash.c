/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that cannot hold together, as a planner would say it. */
#include "scenario/explain.h"
#include <math.h>

static double most_places(const wijk_allocation_problem *p, size_t zone) {
  double now = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone && p->sites[i].form != WIJK_NONE)
      now += p->sites[i].places;
  return floor(fmax(p->zones[zone].allowed, now) + 1e-9);
}

static void say_unmet(explain_words *w, size_t form) {
  const double most = w->plan->problem.unmet[form];
  explain_say(w, "de eis dat voor ", "the demand that of ");
  wijk_text_add(&w->text, w->plan->forms[form]);
  if (most == 0) {
    explain_say(w, " iedereen een plaats heeft", " everybody has a place");
    return;
  }
  explain_say(w, " hoogstens ", " at most ");
  explain_say_people(w, most);
  explain_say(w, most == 1 ? " geen plaats heeft" : " geen plaats hebben",
              most == 1 ? " has no place" : " have no place");
}

static void say_opened(explain_words *w) {
  const wijk_allocation_problem *p = &w->plan->problem;
  explain_say(w, "het aantal nieuwe locaties (", "the number of new locations (");
  if (p->open_least > 0) {
    explain_say(w, "ten minste ", "at least ");
    explain_say_number(w, (double)p->open_least, 0);
  }
  if (p->open_most != WIJK_NONE) {
    wijk_text_add(&w->text, p->open_least > 0 ? ", " : "");
    explain_say(w, "hoogstens ", "at most ");
    explain_say_number(w, (double)p->open_most, 0);
  }
  wijk_text_add(&w->text, ")");
}

static void say_rule(explain_words *w, wijk_clash rule) {
  const wijk_allocation_problem *p = &w->plan->problem;
  switch (rule.rule) {
  case WIJK_RULE_NORM:
    explain_say(w, "de norm van ", "the norm of ");
    explain_say_zone(w, rule.of);
    explain_say(w, " (hoogstens ", " (at most ");
    explain_say_value(w, WIJK_GOAL_OVERLOAD, most_places(p, rule.of));
    wijk_text_add(&w->text, ")");
    return;
  case WIJK_RULE_SPACING:
    explain_say(w, "de afstand tussen locaties voor ", "the distance between locations for ");
    wijk_text_add(&w->text, w->plan->forms[rule.of]);
    explain_say(w, " (ten minste ", " (at least ");
    explain_say_value(w, WIJK_GOAL_METRES, p->spacing[rule.of]);
    wijk_text_add(&w->text, ")");
    return;
  case WIJK_RULE_UNMET:
    say_unmet(w, rule.of);
    return;
  case WIJK_RULE_STAYS:
    explain_say(w, "het open blijven van ", "keeping open ");
    explain_say_site(w, rule.of);
    return;
  case WIJK_RULE_CLOSES:
    if (p->sites[rule.of].form == WIJK_NONE)
      explain_say(w, "het niet gebruiken van ", "not using ");
    else
      explain_say(w, "het sluiten van ", "closing ");
    explain_say_site(w, rule.of);
    return;
  case WIJK_RULE_BUDGET:
    explain_say(w, "het budget van ", "the budget of ");
    explain_say_value(w, WIJK_GOAL_COST, p->budget);
    return;
  case WIJK_RULE_AFTER:
    explain_say(w, "het wachten van ", "the waiting of ");
    explain_say_site(w, rule.of);
    explain_say(w, " op ", " for ");
    explain_say_site(w, p->after[rule.of]);
    return;
  default:
    say_opened(w);
  }
}

const char *wijk_explain_rule(const wijk_plan *plan, wijk_clash rule, bool dutch, wijk_arena *arena, wijk_error *err) {
  explain_words w = {plan, dutch, {0}};
  say_rule(&w, rule);
  return explain_take(&w, arena, err);
}

const char *wijk_explain_clash(const wijk_plan *plan, const wijk_clash *clash, size_t count, bool dutch,
                               wijk_arena *arena, wijk_error *err) {
  explain_words w = {plan, dutch, {0}};
  for (size_t k = 0; k < count; k++) {
    if (k > 0)
      explain_say(&w, k + 1 < count ? ", " : " en ", k + 1 < count ? ", " : " and ");
    say_rule(&w, clash[k]);
  }
  if (count == 0)
    explain_say(&w, "er is geen verdeling die alle regels volgt", "there is no allocation that keeps all rules");
  else if (count == 1)
    explain_say(&w, " is niet haalbaar", " cannot be met");
  else
    explain_say(&w, " gaan niet samen", " cannot hold together");
  return explain_take(&w, arena, err);
}
