/* SPDX-License-Identifier: EUPL-1.2 */
/* One case: present values as plain sums over the years, so that rate 0 and every index are nothing special. */
#include <math.h>
#include <wijk/cost.h>

/* q^delay, and q^(delay + 1) + ... + q^(delay + years). */
typedef struct factors {
  double once, yearly;
} factors;

static factors factors_of(const wijk_cost_terms *terms, double delay) {
  const double q = (1 + terms->index) / (1 + terms->rate);
  factors f = {1, 0};
  for (int t = 0; t < (int)delay; t++)
    f.once *= q;
  double power = f.once;
  for (int t = 0; t < (int)terms->years; t++)
    f.yearly += power *= q;
  return f;
}

/* After less before; a price for places that are not there is not needed. */
static double change(const wijk_cost_case *of, wijk_cost_price price) {
  const double after = of->places_after > 0 ? of->places_after * price.after : 0;
  return after - (of->places_before > 0 ? of->places_before * price.before : 0);
}

static double given(double value) {
  return isnan(value) ? 0 : value;
}

static bool has_income(const wijk_cost_case *of) {
  return (of->places_before > 0 || of->places_after > 0) && !isnan(change(of, of->income));
}

static double break_even(const wijk_cost_case *of, const wijk_cost_result *r, const factors *f) {
  const double rented = of->rent_begins * of->floor_m2 * f->yearly;
  if (!has_income(of) || isnan(rented) || rented == 0)
    return NAN;
  return -(r->investment_eur * f->once + (r->net_eur_year - given(r->rent_eur_year)) * f->yearly) / rented;
}

void wijk_cost_compute(const wijk_cost_case *of, const wijk_cost_terms *terms, wijk_cost_result *result) {
  const factors f = factors_of(terms, of->delay);
  wijk_cost_result r = {
      .new_eur = of->floor_m2 * of->new_eur_m2,
      .conversion_eur = of->floor_m2 * of->conversion_eur_m2,
      .once_eur = of->once_eur,
      .move_eur = of->people > 0 ? of->people * of->move_eur_person : 0,
      .rent_eur_year = of->rent_begins == 0 ? 0 : of->rent_begins * of->floor_m2 * of->rent_eur_m2_year,
      .care_eur_year = change(of, of->care),
      .operation_eur_year = change(of, of->operation),
      .income_eur_year = change(of, of->income),
      .places = of->places_after > 0 ? of->places_after : of->places_before,
  };
  r.investment_eur = given(r.new_eur) + given(r.conversion_eur) + given(r.once_eur) + given(r.move_eur);
  r.net_eur_year =
      given(r.rent_eur_year) + given(r.care_eur_year) + given(r.operation_eur_year) - given(r.income_eur_year);
  r.npv_eur = -(r.investment_eur * f.once + r.net_eur_year * f.yearly);
  r.place_eur = r.places > 0 ? -r.npv_eur / r.places : NAN;
  r.place_year_eur = r.places > 0 ? -r.npv_eur / (r.places * f.yearly) : NAN;
  r.break_even_eur_m2 = break_even(of, &r, &f);
  *result = r;
}

/* ---- sensitivity ---- */

static void scale_price(wijk_cost_price *price, double factor) {
  price->before *= factor;
  price->after *= factor;
}

static void scale(wijk_cost_case *of, wijk_cost_terms *terms, wijk_cost_input input, double factor) {
  switch (input) {
  case WIJK_COST_RATE:
    terms->rate *= factor;
    break;
  case WIJK_COST_INDEX:
    terms->index *= factor;
    break;
  case WIJK_COST_YEARS:
    terms->years = fmax(1, round(terms->years * factor));
    break;
  case WIJK_COST_PLACES:
    of->places_before *= factor;
    of->places_after *= factor;
    break;
  case WIJK_COST_FLOOR:
    of->floor_m2 *= factor;
    break;
  case WIJK_COST_NEW:
    of->new_eur_m2 *= factor;
    break;
  case WIJK_COST_CONVERSION:
    of->conversion_eur_m2 *= factor;
    break;
  case WIJK_COST_ONCE:
    of->once_eur *= factor;
    break;
  case WIJK_COST_RENT:
    of->rent_eur_m2_year *= factor;
    break;
  case WIJK_COST_CARE:
    scale_price(&of->care, factor);
    break;
  case WIJK_COST_OPERATION:
    scale_price(&of->operation, factor);
    break;
  case WIJK_COST_INCOME:
    scale_price(&of->income, factor);
    break;
  case WIJK_COST_PEOPLE:
    of->people *= factor;
    break;
  case WIJK_COST_MOVE:
    of->move_eur_person *= factor;
    break;
  case WIJK_COST_INPUTS:
    break;
  }
}

static bool is_there(double value) {
  return !isnan(value) && value != 0;
}

/* Whether the case has the input at all: one that is 0 or not given moves nothing. */
static bool has_input(const wijk_cost_case *of, const wijk_cost_terms *terms, const wijk_cost_result *r,
                      wijk_cost_input input) {
  const bool of_places = is_there(r->care_eur_year) || is_there(r->operation_eur_year) || is_there(r->income_eur_year);
  const bool built = is_there(r->new_eur) || is_there(r->conversion_eur);
  switch (input) {
  case WIJK_COST_RATE:
    return terms->rate > 0 && (is_there(r->net_eur_year) || of->delay > 0);
  case WIJK_COST_INDEX:
    return terms->index != 0 && (is_there(r->net_eur_year) || of->delay > 0);
  case WIJK_COST_YEARS:
    return is_there(r->net_eur_year);
  case WIJK_COST_PLACES:
    return of_places;
  case WIJK_COST_FLOOR:
    return built || is_there(r->rent_eur_year);
  case WIJK_COST_NEW:
    return is_there(r->new_eur);
  case WIJK_COST_CONVERSION:
    return is_there(r->conversion_eur);
  case WIJK_COST_ONCE:
    return is_there(r->once_eur);
  case WIJK_COST_RENT:
    return is_there(r->rent_eur_year);
  case WIJK_COST_CARE:
    return is_there(r->care_eur_year);
  case WIJK_COST_OPERATION:
    return is_there(r->operation_eur_year);
  case WIJK_COST_INCOME:
    return is_there(r->income_eur_year);
  case WIJK_COST_PEOPLE:
  case WIJK_COST_MOVE:
    return is_there(r->move_eur);
  case WIJK_COST_INPUTS:
    break;
  }
  return false;
}

static double npv_with(const wijk_cost_case *of, const wijk_cost_terms *terms, wijk_cost_input input, double factor) {
  wijk_cost_case other = *of;
  wijk_cost_terms other_terms = *terms;
  wijk_cost_result r;
  scale(&other, &other_terms, input, factor);
  wijk_cost_compute(&other, &other_terms, &r);
  return r.npv_eur;
}

/* To the cent, so that what is as heavy but for a rounding counts as as heavy. */
static double reach(const wijk_cost_swing *swing) {
  return nearbyint(fabs(swing->high_npv_eur - swing->low_npv_eur) * 100);
}

size_t wijk_cost_sensitivity(const wijk_cost_case *of, const wijk_cost_terms *terms, double share,
                             wijk_cost_swing swings[WIJK_COST_INPUTS]) {
  wijk_cost_result r;
  size_t count = 0;
  wijk_cost_compute(of, terms, &r);
  for (wijk_cost_input input = 0; input < WIJK_COST_INPUTS; input++) {
    if (!has_input(of, terms, &r, input))
      continue;
    const wijk_cost_swing swing = {input, npv_with(of, terms, input, 1 - share), npv_with(of, terms, input, 1 + share)};
    size_t at = count++;
    for (; at > 0 && reach(&swings[at - 1]) < reach(&swing); at--)
      swings[at] = swings[at - 1];
    swings[at] = swing;
  }
  return count;
}
