/* SPDX-License-Identifier: EUPL-1.2 */
/* The forecast: how many people need which form of housing, year by year, when people move to lighter forms. */
#ifndef WIJK_FORECAST_H
#define WIJK_FORECAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>
#include <wijk/error.h>
#include <wijk/read.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIJK_FORMS_MOST 32
/* People beyond which sums would not be exact. */
#define WIJK_PEOPLE_MOST 3e7

/* One forecast: of one scenario, and of one source and group where there are several. F forms that count, in the order
 * of the ladder, and T years. Number F stands for the form that absorbs: who goes there has left. Arrays are
 * row-major; the stock is that of 31 December before the first year. */
typedef struct wijk_flow_model {
  size_t form_count, year_count;
  const double *stock;  /* [F] people, 0 or more */
  const double *chance; /* [F][F + 1] share that moves from one form to another in a year; the diagonal is not read:
                           who does not move stays */
  const double *inflow; /* [T][F] people who come in during a year */
  const double *leave;  /* [T] how many people can leave in a year, for want of homes; NaN = as many as want to;
                           NULL = always */
} wijk_flow_model;

/* What happens in each year, in people. All are whole multiples of 2^-26, so that in every year and form
 *   opening + inflow + moved in = closing + moved out + outflow      without any rounding.
 * Closing is the demand on 31 December, and the opening of the next year. */
typedef struct wijk_flows {
  size_t form_count, year_count;
  double *opening, *closing, *inflow, *outflow; /* [T][F] */
  double *moved_in, *moved_out;                 /* [T][F], between forms */
  double *blocked;                              /* [T][F] who would have left and found no home: they stay */
  double *moves;                                /* [T][F][F], diagonal 0 */
} wijk_flows;

/* n(t) = n(t - 1) P + inflow(t). Where more would leave than `leave` allows, all forms are cut by one factor, and those
 * who are held back stay where they are (a Markov chain with inflow: Bartholomew 1973, Stochastic Models for Social
 * Processes, ch. 3). WIJK_DATA for chances outside [0, 1] or that sum to more than 1, negative people, or more than
 * WIJK_PEOPLE_MOST. O(T F^2). */
wijk_status wijk_flows_compute(const wijk_flow_model *model, wijk_arena *arena, wijk_flows *flows, wijk_error *err);

/* The same flows in whole people. Every number is the real one rounded down or up, every balance holds, and the sum of
 * all inflow and of all outflow since the beginning is its real value rounded down or up as well (controlled rounding
 * by cycles: Cox 1987, Journal of the American Statistical Association 82). Among the roundings that balance it goes,
 * cycle by cycle, the nearer way. O((T F^2)^2), at worst. */
wijk_status wijk_flows_round(const wijk_flows *flows, wijk_arena *arena, wijk_flows *whole, wijk_error *err);

/* Years until somebody who is in each form now has left all of them, [F]: the row sums of (I - Q)^-1 (Kemeny and Snell
 * 1960, Finite Markov Chains, ch. 3), where Q is `chance` of `year` with those that find no home kept back. NaN for a
 * form from which nobody can ever leave. O(F^3). */
wijk_status wijk_flows_stay(const wijk_flow_model *model, const wijk_flows *flows, size_t year, double *years,
                            wijk_error *err);
/* Years that a visit to each form lasts on average, [F]: 1 / share that goes on in that year; NaN where nobody does. */
wijk_status wijk_flows_visit(const wijk_flow_model *model, const wijk_flows *flows, size_t year, double *years,
                             wijk_error *err);

/* ---- places against people (Erlang 1917) ---- */

/* Chance that all `places` are taken where who finds none goes elsewhere (Erlang B): `load` is the offered load in
 * erlangs, people who need a place at a time. 1 without places. O(places). */
double wijk_erlang_b(double load, double places);
/* Chance to wait where who finds none waits (Erlang C); NaN where load >= places: the queue never empties. */
double wijk_erlang_c(double load, double places);
/* Mean wait, over all who come, in the unit of `stay`, the mean time that a place is used; NaN as above. */
double wijk_erlang_wait(double load, double places, double stay);

/* ---- how sure it is ---- */

#define WIJK_DRAWS_MOST 1000000
typedef struct wijk_spread {
  size_t draws; /* up to WIJK_DRAWS_MOST */
  uint64_t seed;
  double inflow_share; /* standard deviation of the level of each form's inflow, as a share of it; one level per draw */
  double chance_count; /* observations that each row of chances is worth: Dirichlet with this sum */
  int threads;         /* 0 = all; the result never depends on it */
} wijk_spread;

/* Quantiles 0.1, 0.5 and 0.9 of the demand, each [T][F]: `spread->draws` forecasts whose chances are drawn about the
 * given ones (Dirichlet), whose inflow has a level drawn per form (gamma, mean 1) and in each year chance of its own
 * (gamma with mean and variance equal, as a count has). Draw d depends on the seed and d alone. Quantiles interpolate
 * (definition 7 of Hyndman and Fan 1996). Errors as wijk_flows_compute; WIJK_USAGE for a spread below 0 or no draws.
 * O(draws T (F^2 + log draws)). */
wijk_status wijk_flows_draw(const wijk_flow_model *model, const wijk_spread *spread, wijk_arena *arena, double *low,
                            double *middle, double *high, wijk_error *err);

/* ---- a forecast from tables ---- */

typedef struct wijk_forecast_request {
  /* Roles of the columns: form, people; scenario, year, form, people; scenario, from, to, chance. Any of them may have
   * a column "source" (whose forecast it is) and those of `by`; a row that leaves one of these empty, and a table
   * without the column, holds for all of its values. But people, homes and places are of one value of each of `by`:
   * a row that has any and does not say of which is a fault. Capitals make no other value. */
  wijk_table demand, inflow, transitions;
  wijk_table homes;             /* year, homes, people_per_home: how many can leave; without a layer as many as want */
  wijk_table places;            /* year, form, places on 31 December, and until the next year given (years before the
                                   base year count); or */
  const wijk_layer *facilities; /* those of the facilities that are there on 31 December; NULL = places not known */
  const char *const *forms;     /* the ladder, heavy to light, with the form that absorbs last */
  size_t form_count;
  bool forms_given; /* all of the ladder are asked for; else those of which a table speaks */
  const char *const *scenarios, *const *sources, *const *by; /* which, in this order; none = all, as they appear */
  size_t scenario_count, source_count, by_count;
  int base_year;             /* of whose 31 December the stock is; 0 = the year before the first inflow */
  const wijk_spread *spread; /* NULL = no bands */
} wijk_forecast_request;

typedef struct wijk_forecast wijk_forecast;

/* Checks all tables against each other, and forecasts. All that is wrong with them is a fault in the report, and then
 * WIJK_DATA lists the faults from number `first` on: unknown and missing forms, cells given twice, years that are not
 * there, chances that sum to more than 1. WIJK_USAGE for a scenario or source named twice, or that no table has. */
wijk_status wijk_forecast_compute(const wijk_forecast_request *request, size_t first, wijk_arena *arena,
                                  wijk_report *report, wijk_forecast **forecast, wijk_error *err);

/* Per stratum, year and form, from the base year on, in whole people: opening, inflow, moved in and out, outflow,
 * blocked, demand, places, gap (demand less places), occupancy, mean stay in years until all forms are left and in the
 * form, chance that all places are taken (Erlang B), wait in days (Erlang C); bands where drawn. Null with its reason.
 * Names and titles by `dutch`. */
wijk_status wijk_forecast_table(const wijk_forecast *forecast, bool dutch, wijk_arena *arena, wijk_layer **table,
                                wijk_error *err);
/* Who moves from which form to which, per stratum and year, in whole people that add up to the table above; rows of 0
 * are left out. Who comes in has no form before, who leaves goes to the form that absorbs. */
wijk_status wijk_forecast_moves(const wijk_forecast *forecast, bool dutch, wijk_arena *arena, wijk_layer **moves,
                                wijk_error *err);
/* Demand per year and form of every source beside that of the first, with the difference; NULL where there are fewer
 * than two. */
wijk_status wijk_forecast_sources(const wijk_forecast *forecast, bool dutch, wijk_arena *arena, wijk_layer **beside,
                                  wijk_error *err);
/* What came beside what was forecast. `realised`: scenario (may be missing), year, form, people, source and by. Rows
 * of years or forms that the forecast does not have are findings. */
wijk_status wijk_forecast_realised(const wijk_forecast *forecast, const wijk_table *realised, bool dutch,
                                   wijk_arena *arena, wijk_report *report, wijk_layer **beside, wijk_error *err);
/* Figures of the last year into the report, as values of the city: demand_count, places_count, gap_count by stratum and
 * form. */
wijk_status wijk_forecast_report(const wijk_forecast *forecast, wijk_report *report, wijk_error *err);

/* ---- what regions agreed ---- */

/* Agreements on leavers and homes beside what came of them, per region and year, sorted so, and for all regions
 * together (region empty) per year. `agreements` has roles region, year, covenant, leavers_agreed, homes_agreed,
 * leavers_realised, homes_realised, homes_guided and people_per_home (any of the last four may be empty: not known).
 * The task of a year is what was agreed and what is carried; carried is what the year before fell short of its task, 0
 * where it did not. housed = homes x people per home, shared = housed less homes: people who could leave because homes
 * are shared. guided_share = homes with guidance / homes. All together carries the sum of what the regions carry.
 * Faults of the table (a region and year twice, a year left out between others or behind one that falls short, more
 * guided homes than homes) are in the report, from number `first` on as above. */
wijk_status wijk_outflow_table(const wijk_table *agreements, size_t first, bool dutch, wijk_arena *arena,
                               wijk_report *report, wijk_layer **table, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
