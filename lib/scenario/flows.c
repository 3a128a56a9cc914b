/* SPDX-License-Identifier: EUPL-1.2 */
/* The stream of people through the forms, a year at a time. */
#include "scenario/flows.h"
#include <math.h>
#include <string.h>

/* The nearest whole number of units. What is added is so large that a double behind it has no fraction. */
static double exactly(double people) {
  const double large = 0x1.8p52;
  return (people * PEOPLE_UNIT + large - large) / PEOPLE_UNIT;
}

static wijk_status check_people(double people, const char *what, wijk_error *err) {
  if (people >= 0 && people <= WIJK_PEOPLE_MOST)
    return WIJK_OK;
  char text[WIJK_NUMBER_SIZE];
  wijk_number_write(people, text);
  return wijk_error_set(err, WIJK_DATA, "%s is %s people, which cannot be", what, isnan(people) ? "unknown" : text);
}

wijk_status flow_model_check(const wijk_flow_model *model, wijk_error *err) {
  const size_t forms = model->form_count;
  if (forms == 0 || forms > WIJK_FORMS_MOST || model->year_count == 0)
    return wijk_error_set(err, WIJK_DATA, "a forecast needs 1 to %d forms and a year; it has %zu forms and %zu years",
                          WIJK_FORMS_MOST, forms, model->year_count);
  for (size_t i = 0; i < forms; i++) {
    double sum = 0;
    for (size_t j = 0; j <= forms; j++) {
      double chance = j == i ? 0 : model->chance[i * (forms + 1) + j];
      if (!(chance >= 0 && chance <= 1))
        return wijk_error_set(err, WIJK_DATA, "a chance of form %zu is not between 0 and 1", i + 1);
      sum += chance;
    }
    if (sum > 1 + 1e-9)
      return wijk_error_set(err, WIJK_DATA, "the chances of form %zu sum to more than 1", i + 1);
    if (check_people(model->stock[i], "a stock", err) != WIJK_OK)
      return err->status;
  }
  for (size_t k = 0; k < model->year_count * forms; k++)
    if (check_people(model->inflow[k], "an inflow", err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

double flow_leaving_share(const wijk_flow_model *model, const double *opening, size_t year) {
  const size_t forms = model->form_count;
  double wanted = 0, allowed = model->leave ? model->leave[year] : NAN;
  for (size_t i = 0; i < forms; i++)
    wanted += opening[i] * model->chance[i * (forms + 1) + forms];
  return isnan(allowed) || wanted <= allowed ? 1 : fmax(0, allowed) / wanted;
}

/* All that moves is made exact first; who stays is what is left. Rounding may take a form below 0 by less than a
 * unit per flow where its chances sum to 1: its largest flow gives that back. */
static void step(const wijk_flow_model *model, wijk_flows *flows, size_t year) {
  const size_t forms = model->form_count, row = year * forms;
  const double *opening = &flows->opening[row];
  double *closing = &flows->closing[row];
  const double share = flow_leaving_share(model, opening, year);
  for (size_t i = 0; i < forms; i++) {
    const double *chance = &model->chance[i * (forms + 1)];
    double *to = &flows->moves[(row + i) * forms], gone = 0, *largest = &flows->outflow[row + i];
    flows->inflow[row + i] = exactly(model->inflow[row + i]);
    flows->outflow[row + i] = gone = exactly(opening[i] * chance[forms] * share);
    for (size_t j = 0; j < forms; j++) {
      to[j] = j == i ? 0 : exactly(opening[i] * chance[j]);
      gone += to[j];
      if (to[j] > *largest)
        largest = &to[j];
    }
    if (gone > opening[i])
      *largest -= gone - opening[i];
    flows->blocked[row + i] = exactly(opening[i] * chance[forms]) - flows->outflow[row + i];
    if (share == 1)
      flows->blocked[row + i] = 0;
  }
  for (size_t i = 0; i < forms; i++) {
    double in = 0, out = 0;
    for (size_t j = 0; j < forms; j++) {
      in += flows->moves[(row + j) * forms + i];
      out += flows->moves[(row + i) * forms + j];
    }
    flows->moved_in[row + i] = in;
    flows->moved_out[row + i] = out;
    closing[i] = opening[i] + flows->inflow[row + i] + in - out - flows->outflow[row + i];
  }
}

wijk_status flows_new(size_t form_count, size_t year_count, wijk_arena *arena, wijk_flows *flows, wijk_error *err) {
  const size_t cells = form_count * year_count;
  double *all = WIJK_ARENA_ADD(arena, double, cells *(7 + form_count), err);
  if (!all)
    return err->status;
  *flows = (wijk_flows){form_count,      year_count,      all,
                        all + cells,     all + 2 * cells, all + 3 * cells,
                        all + 4 * cells, all + 5 * cells, all + 6 * cells,
                        all + 7 * cells};
  return WIJK_OK;
}

void flows_fill(const wijk_flow_model *model, wijk_flows *flows) {
  const size_t forms = model->form_count;
  for (size_t i = 0; i < forms; i++)
    flows->opening[i] = exactly(model->stock[i]);
  for (size_t year = 0; year < model->year_count; year++) {
    step(model, flows, year);
    if (year + 1 < model->year_count)
      memcpy(&flows->opening[(year + 1) * forms], &flows->closing[year * forms], forms * sizeof(double));
  }
}

wijk_status wijk_flows_compute(const wijk_flow_model *model, wijk_arena *arena, wijk_flows *flows, wijk_error *err) {
  wijk_flows made;
  if (flow_model_check(model, err) != WIJK_OK ||
      flows_new(model->form_count, model->year_count, arena, &made, err) != WIJK_OK)
    return err->status;
  flows_fill(model, &made);
  for (size_t k = 0; k < made.year_count * made.form_count; k++)
    if (check_people(made.closing[k], "a demand", err) != WIJK_OK)
      return err->status;
  *flows = made;
  return WIJK_OK;
}
