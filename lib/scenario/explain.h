/* SPDX-License-Identifier: EUPL-1.2 */
/* Parts of an explanation: what breaks when something is undone, and the words for it. */
#ifndef WIJK_SCENARIO_EXPLAIN_H
#define WIJK_SCENARIO_EXPLAIN_H

#include <wijk/explain.h>
#include <wijk/text.h>

/* explain_breaks.c: the first rule that an allocation breaks because sites of `undone` are as they were, and the site
 * beside these whose action needs them not to be (WIJK_NONE = no single one). False where it keeps all rules. */
bool explain_find_break(const wijk_allocation_problem *p, const wijk_allocation *a, const bool *undone,
                        wijk_clash *rule, size_t *needed_by);

/* ---- words ---- */

typedef struct explain_words {
  const wijk_plan *plan;
  bool dutch;
  wijk_text text;
} explain_words;

/* Dutch or English, whichever is asked for. */
void explain_say(explain_words *w, const char *dutch, const char *english);
void explain_say_number(explain_words *w, double value, int decimals);
void explain_say_zone(explain_words *w, size_t zone); /* its name, else its key */
void explain_say_site(explain_words *w, size_t site); /* V0012 (Havenhuis) */
/* "30 juni 2029"; as it is where it is no date. */
void explain_say_date(explain_words *w, const char *date);
/* "22 mensen", "1 persoon". */
void explain_say_people(explain_words *w, double people);
/* A value of a goal with its unit: "1,42 maal de norm". */
void explain_say_value(explain_words *w, wijk_allocation_goal goal, double value);
/* The same, of what is counted without its unit: "22". */
void explain_say_amount(explain_words *w, wijk_allocation_goal goal, double value);
/* The text so far, copied to the arena, and none left. NULL with an error. */
const char *explain_take(explain_words *w, wijk_arena *arena, wijk_error *err);

/* explain_sentences.c: why one action is taken. `with` and `without` are the allocation and what is left without. */
const char *explain_action_sentence(const wijk_plan *plan, size_t site, const wijk_why *why,
                                    const wijk_allocation *with, const wijk_allocation *without, bool dutch,
                                    wijk_arena *arena, wijk_error *err);
const char *explain_move_sentence(const wijk_plan *plan, const wijk_move *move, const wijk_allocation *a, bool dutch,
                                  wijk_arena *arena, wijk_error *err);

#endif
