/* SPDX-License-Identifier: EUPL-1.2 */
/* The business case: what opening, closing, converting or moving costs and brings, and what it waits for. */
#ifndef WIJK_COST_H
#define WIJK_COST_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/error.h>
#include <wijk/read.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- one case, in numbers ---- */

#define WIJK_COST_YEARS_MOST 200

/* Prices are those of the base date, time 0. Money is paid at two kinds of moment: what is paid once when the case
 * begins, `delay` whole years after time 0, and what is paid each year at the end of each of `years` years from then.
 * A price at time t is (1 + index)^t times as high, and is worth (1 + rate)^-t of today's money, so that with
 * q = (1 + index) / (1 + rate)
 *   present value = once q^delay + yearly (q^(delay + 1) + ... + q^(delay + years)).
 * (Net present value and annuity as in Brealey, Myers and Allen 2020, Principles of Corporate Finance, ch. 2; without
 * index the sum is the annuity factor (1 - (1 + rate)^-years) / rate, and at rate 0 the number of years.) */
typedef struct wijk_cost_terms {
  double rate;  /* 0 to 1: 0.03 is 3 percent a year; no inflation in it where index is 0 */
  double index; /* yearly rise of prices, above -1, up to 1 */
  double years; /* whole, 1 to WIJK_COST_YEARS_MOST */
} wijk_cost_terms;

/* Euros per place and year, before and after: of the form that was and of the form that comes. NaN = not given. */
typedef struct wijk_cost_price {
  double before, after;
} wijk_cost_price;

/* What is not given (NaN) is not counted, and is NaN in the result. */
typedef struct wijk_cost_case {
  double delay;                       /* whole years from time 0, 0 or more */
  double places_before, places_after; /* of this location; 0 before an opening, 0 after a closure */
  double people;                      /* who move */
  double floor_m2;
  double new_eur_m2, conversion_eur_m2; /* of building anew, or of converting what is there; 0 = it is not that */
  double once_eur;                      /* a sum of its own, instead of area times price or beside it */
  double move_eur_person;
  double rent_begins;      /* 1: rent is paid from now on; -1: no longer; 0: as before */
  double rent_eur_m2_year; /* of the floor */
  wijk_cost_price care, operation, income;
} wijk_cost_case;

/* Money is written as costs: positive is paid, negative is saved (a closure saves care, operation and rent). Income
 * is what is received: negative where it stops. The net present value has the sign of textbooks: what is received and
 * saved less what is paid, so that a case that costs money has a negative one. */
typedef struct wijk_cost_result {
  double new_eur, conversion_eur, once_eur, move_eur; /* floor x price, people x price */
  double investment_eur;                              /* their sum */
  double rent_eur_year, care_eur_year, operation_eur_year, income_eur_year;
  double net_eur_year;      /* rent + care + operation - income */
  double npv_eur;           /* -(present value of investment and net_eur_year) */
  double places;            /* the figures below are per place of these: after, or before where it closes */
  double place_eur;         /* -npv / places */
  double place_year_eur;    /* a level sum per place at the end of each year, in prices of time 0, that is worth as
                               much: -npv / (places (q^(delay + 1) + ...)) */
  double break_even_eur_m2; /* rent per m2 and year at which npv is 0, all else equal; negative: even without rent it
                               costs money. NaN where no rent begins or ends, or no income is given */
} wijk_cost_result;

/* O(years). */
void wijk_cost_compute(const wijk_cost_case *of, const wijk_cost_terms *terms, wijk_cost_result *result);

/* What a case depends on. */
typedef enum wijk_cost_input {
  WIJK_COST_RATE,
  WIJK_COST_INDEX,
  WIJK_COST_YEARS, /* rounded to whole years, at least one */
  WIJK_COST_PLACES,
  WIJK_COST_FLOOR,
  WIJK_COST_NEW,
  WIJK_COST_CONVERSION,
  WIJK_COST_ONCE,
  WIJK_COST_RENT,
  WIJK_COST_CARE,
  WIJK_COST_OPERATION,
  WIJK_COST_INCOME,
  WIJK_COST_PEOPLE,
  WIJK_COST_MOVE,
  WIJK_COST_INPUTS
} wijk_cost_input;
const char *wijk_cost_input_text(wijk_cost_input input, bool dutch);

/* Net present value with one input less and more by a share, all others as they are (one-way sensitivity, a tornado:
 * Howard 1988, Management Science 34). */
typedef struct wijk_cost_swing {
  wijk_cost_input input;
  double low_npv_eur, high_npv_eur; /* of the input x (1 - share) and x (1 + share) */
} wijk_cost_swing;
/* The inputs that the case has, the one that moves the net present value most first, equal ones in the order of the
 * enum; returns how many. O(inputs x years). */
size_t wijk_cost_sensitivity(const wijk_cost_case *of, const wijk_cost_terms *terms, double share,
                             wijk_cost_swing swings[WIJK_COST_INPUTS]);

/* ---- cases from tables ---- */

typedef enum wijk_cost_action {
  WIJK_COST_OPENS,
  WIJK_COST_CLOSES,
  WIJK_COST_CONVERTS,
  WIJK_COST_MOVES,
  WIJK_COST_ACTIONS
} wijk_cost_action;
const char *wijk_cost_action_text(wijk_cost_action action, bool dutch); /* "opent", "opens" */

/* What has to be so before the case can be done. */
typedef enum wijk_cost_condition {
  WIJK_COST_PERMIT,    /* needed where a building or its use changes */
  WIJK_COST_CLASS,     /* a wijk whose class allows no growth does not grow by all actions together */
  WIJK_COST_MONUMENT,  /* a listed building asks for a permit of its own */
  WIJK_COST_AVAILABLE, /* the building is free by the date */
  WIJK_COST_LEAST,     /* as many places as the form needs at least */
  WIJK_COST_ROOM,      /* the floor holds the places */
  WIJK_COST_ORDER,     /* who moves in comes after the opening, who moves out goes before the closure: by date, else by
                          their order among the actions */
  WIJK_COST_CONDITIONS
} wijk_cost_condition;
const char *wijk_cost_condition_text(wijk_cost_condition condition, bool dutch);

typedef enum wijk_cost_state {
  WIJK_COST_IDLE,    /* does not apply */
  WIJK_COST_MET,     /* is so */
  WIJK_COST_TO_DO,   /* has to be done */
  WIJK_COST_NOT_MET, /* is not so */
  WIJK_COST_UNKNOWN, /* what is known does not say */
  WIJK_COST_STATES
} wijk_cost_state;
const char *wijk_cost_state_text(wijk_cost_state state, bool dutch);

typedef struct wijk_cost_check {
  wijk_cost_state state;
  const char *why; /* a sentence; NULL where it does not apply */
} wijk_cost_check;

typedef struct wijk_cost_step {
  const char *when; /* "1 juli 2027"; NULL = no date is known */
  const char *text;
} wijk_cost_step;

/* A case with its names. A text may be NULL where nothing is said. */
typedef struct wijk_cost_entry {
  size_t row; /* of the actions */
  wijk_cost_action action;
  const char *id, *scenario, *location_id, *location_name, *to_id, *to_name;
  const char *form_before, *form_after, *zone_key, *zone_name, *zone_class, *reason;
  bool building; /* converted from what stands there now and is vacant */
  int day;       /* YYYYMMDD; 0 = none */
  wijk_cost_case of;
  wijk_cost_result result; /* all NaN where nothing of it is given */
  wijk_cost_swing swings[WIJK_COST_INPUTS];
  size_t swing_count;
  wijk_cost_check checks[WIJK_COST_CONDITIONS];
  const wijk_cost_step *steps; /* in order */
  size_t step_count;
  const char *when;         /* its date in words; NULL = none */
  const char *title, *task; /* "Opent: De Haven, begeleid, 36 plaatsen"; a sentence */
  const char *not_counted;  /* "huur, inkomsten"; NULL = all is counted */
} wijk_cost_entry;

typedef struct wijk_cost_income {
  const char *form;
  double eur_place_year;
} wijk_cost_income;

/* Roles of the columns (names: tools/wijk-cost.c).
 * actions: action, and location or name; id, to, to_name, form, form_before, form_after, places, places_before,
 *   places_after, people, date, floor, rent, cost, building, origin, zone_key, zone_name, zone_class, reason,
 *   scenario. A form or number of places is that after an opening or conversion, and that before a closure.
 * rates: form, care, m2_per_place; new_cost_m2, conversion_cost_m2, least, operation, rent, move, income.
 * buildings: id, floor; rent, conversion_cost_m2, monument, available, name. proposals: id; name, cost, available.
 * facilities: roles id, name, form, capacity. zoning: role key; column zone_class; polygons, or a table by key. */
typedef struct wijk_cost_request {
  wijk_table actions, rates, buildings, proposals; /* a layer NULL = not given; the first two are needed */
  const wijk_layer *facilities, *zoning;           /* NULL = not given */
  wijk_cost_terms terms;
  int base_year;                       /* of time 0, its first day; 0 = the year of the earliest date of the actions */
  double share;                        /* of the sensitivity, above 0 and below 1 */
  double rent_eur_m2, move_eur_person; /* where no table says one; NaN = not given */
  const wijk_cost_income *incomes;     /* before what the rates say */
  size_t income_count;
  bool dutch; /* of titles, sentences and states */
} wijk_cost_request;

typedef struct wijk_costs {
  const wijk_cost_request *request;
  const wijk_cost_entry *entries; /* scenarios as they appear; in each by id where all have a whole number, else by
                                     date (none = last), else in the order of the table */
  size_t count;
  int base_year;     /* 0 = no action has a date */
  bool has_scenario; /* the actions have a column for it */
} wijk_costs;

/* All that is wrong with the tables is a fault in the report, and then WIJK_DATA lists the faults from number `first`
 * on: unknown actions and forms, forms without rates, places or people that are missing, buildings that are not there,
 * dates that are none or before the base year, actions given twice. O(n log n), and for each action those of its
 * location and, in a wijk that may not grow, those of its wijk. */
wijk_status wijk_costs_compute(const wijk_cost_request *request, size_t first, wijk_arena *arena, wijk_report *report,
                               wijk_costs **costs, wijk_error *err);

/* A row for each case. Money in whole cents. Null with its reason. */
wijk_status wijk_costs_table(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err);
/* A row for each case and input, the heaviest first. */
wijk_status wijk_costs_swings(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err);
/* Per scenario a row for each form (that after the action, or before a closure; moves by the form they go to, where one
 * is said) and one for all. Cases of which nothing is counted are counted apart. */
wijk_status wijk_costs_totals(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err);
/* Investment, yearly costs and net present value of each scenario, as values of the city. */
wijk_status wijk_costs_report(const wijk_costs *costs, wijk_report *report, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
