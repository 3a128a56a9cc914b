/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of explanations: names, numbers and goals as planners say them. */
#include "base/dates.h"
#include "scenario/explain.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

void explain_say(explain_words *w, const char *dutch, const char *english) {
  wijk_text_add(&w->text, w->dutch ? dutch : english);
}

void explain_say_number(explain_words *w, double value, int decimals) {
  char digits[64];
  wijk_number_write_grouped(value, decimals, w->dutch, digits, sizeof digits);
  wijk_text_add(&w->text, digits);
}

void explain_say_zone(explain_words *w, size_t zone) {
  const wijk_plan_zone *z = &w->plan->zones[zone];
  wijk_text_add(&w->text, z->name ? z->name : z->key);
}

void explain_say_site(explain_words *w, size_t site) {
  const wijk_plan_site *s = &w->plan->sites[site];
  wijk_text_add(&w->text, s->id);
  if (s->name)
    wijk_text_add_format(&w->text, strchr(s->name, '(') ? " %s" : " (%s)", s->name);
}

void explain_say_date(explain_words *w, const char *date) {
  char words[DATE_SIZE];
  int day;
  const bool known = date_read(date, &day);
  if (known)
    date_write(day, w->dutch, words);
  wijk_text_add(&w->text, known ? words : date);
}

static void say_count(explain_words *w, double value, const char *const words[4]) {
  const bool one = value == 1;
  explain_say_number(w, value, value == nearbyint(value) ? 0 : 1);
  wijk_text_add(&w->text, " ");
  explain_say(w, words[one ? 0 : 1], words[one ? 2 : 3]);
}

void explain_say_people(explain_words *w, double people) {
  static const char *const words[] = {"persoon", "mensen", "person", "people"};
  say_count(w, people, words);
}

void explain_say_value(explain_words *w, wijk_allocation_goal goal, double value) {
  static const char *const places[] = {"plaats", "plaatsen", "place", "places"}, *const sites[] = {
                                                                                     "locatie", "locaties", "location",
                                                                                     "locations"};
  switch (goal) {
  case WIJK_GOAL_HEAVIEST:
    explain_say_number(w, value, 2);
    explain_say(w, " maal de norm", " times the norm");
    return;
  case WIJK_GOAL_OVERLOAD:
    say_count(w, value, places);
    return;
  case WIJK_GOAL_METRES:
    if (fabs(value) < 1000) {
      explain_say_number(w, value, 0);
      explain_say(w, " m", " m");
    } else {
      explain_say_number(w, value / 1000, 1);
      explain_say(w, " km", " km");
    }
    return;
  case WIJK_GOAL_COST:
    explain_say(w, "€ ", "€");
    explain_say_number(w, value, 0);
    return;
  case WIJK_GOAL_OPENED:
    say_count(w, value, sites);
    return;
  default:
    explain_say_people(w, value);
  }
}

void explain_say_amount(explain_words *w, wijk_allocation_goal goal, double value) {
  const bool counts =
      goal == WIJK_GOAL_UNMET || goal == WIJK_GOAL_MOVED || goal == WIJK_GOAL_OPENED || goal == WIJK_GOAL_OVERLOAD;
  if (counts)
    explain_say_number(w, value, value == nearbyint(value) ? 0 : 1);
  else
    explain_say_value(w, goal, value);
}

const char *wijk_goal_words(wijk_allocation_goal goal, bool dutch) {
  static const char *const words[WIJK_GOAL_COUNT][2] = {
      [WIJK_GOAL_UNMET] = {"people without a place", "mensen zonder plaats"},
      [WIJK_GOAL_HEAVIEST] = {"heaviest load", "zwaarste belasting"},
      [WIJK_GOAL_OVERLOAD] = {"places over the norm in vulnerable zones", "plaatsen boven de norm in kwetsbare wijken"},
      [WIJK_GOAL_MOVED] = {"people who move", "mensen die verhuizen"},
      [WIJK_GOAL_METRES] = {"distance moved", "verhuisafstand"},
      [WIJK_GOAL_COST] = {"cost", "kosten"},
      [WIJK_GOAL_OPENED] = {"new locations", "nieuwe locaties"}};
  return words[goal][dutch];
}

const char *wijk_barrier_words(wijk_barrier barrier, bool dutch) {
  static const char *const words[WIJK_BARRIER_COUNT][2] = {
      [WIJK_BARRIER_NORM] = {"norm", "norm"},
      [WIJK_BARRIER_BUDGET] = {"budget", "budget"},
      [WIJK_BARRIER_SPACING] = {"spacing", "afstand tussen locaties"},
      [WIJK_BARRIER_LEAST] = {"least places", "kleinste omvang"},
      [WIJK_BARRIER_STAYS] = {"what stays", "wat moet blijven"},
      [WIJK_BARRIER_CLOSES] = {"what is closed", "wat dicht moet"},
      [WIJK_BARRIER_AFTER] = {"what waits", "wat op iets anders wacht"},
      [WIJK_BARRIER_OPENED] = {"how many open", "aantal dat opent"},
      [WIJK_BARRIER_FURTHEST] = {"how far people move", "verhuisafstand"},
      [WIJK_BARRIER_GOALS] = {"goals that come first", "doelen die voorgaan"}};
  return words[barrier][dutch];
}

const char *explain_take(explain_words *w, wijk_arena *arena, wijk_error *err) {
  const char *made = NULL;
  if (wijk_text_check(&w->text, err) == WIJK_OK)
    made = wijk_arena_text(arena, w->text.bytes ? w->text.bytes : "", err);
  wijk_text_free(&w->text);
  return made;
}
