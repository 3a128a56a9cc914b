/* SPDX-License-Identifier: EUPL-1.2 */
/* How long people stay: in a form, and in all of them together. */
#include "scenario/flows.h"
#include <math.h>
#include <string.h>

static double leaving(const wijk_flow_model *model, const wijk_flows *flows, size_t year, size_t form) {
  const size_t forms = model->form_count;
  return model->chance[form * (forms + 1) + forms] * flow_leaving_share(model, &flows->opening[year * forms], year);
}

/* Forms from which one can get out, in one step or in more. */
static void find_ways_out(const wijk_flow_model *model, const wijk_flows *flows, size_t year, bool *out) {
  const size_t forms = model->form_count;
  for (size_t i = 0; i < forms; i++)
    out[i] = leaving(model, flows, year, i) > 0;
  for (bool found = true; found;) {
    found = false;
    for (size_t i = 0; i < forms; i++)
      for (size_t j = 0; j < forms && !out[i]; j++)
        if (j != i && out[j] && model->chance[i * (forms + 1) + j] > 0)
          out[i] = found = true;
  }
}

/* I - Q with 1 to its right. Its diagonal is what goes on: the sum of the others and of who leaves. */
static void fill_system(const wijk_flow_model *model, const wijk_flows *flows, size_t year,
                        double system[WIJK_FORMS_MOST][WIJK_FORMS_MOST + 1]) {
  const size_t forms = model->form_count;
  for (size_t i = 0; i < forms; i++) {
    double on = leaving(model, flows, year, i);
    for (size_t j = 0; j < forms; j++) {
      double chance = j == i ? 0 : model->chance[i * (forms + 1) + j];
      system[i][j] = -chance;
      on += chance;
    }
    system[i][i] = on;
    system[i][forms] = 1;
  }
}

/* A row that cannot get out is taken from the system; so are moves into it, for then the stay is endless as well. */
static void leave_out(double system[WIJK_FORMS_MOST][WIJK_FORMS_MOST + 1], size_t forms, const bool *ends) {
  for (size_t i = 0; i < forms; i++)
    if (!ends[i]) {
      memset(system[i], 0, sizeof system[i]);
      system[i][i] = 1;
    }
}

/* Elimination without pivots: the matrix has a diagonal no smaller than the rest of its row, and a way out of every
 * row (an M-matrix), so no pivot is 0 and nothing grows. */
static void solve(double system[WIJK_FORMS_MOST][WIJK_FORMS_MOST + 1], size_t forms, double *result) {
  for (size_t k = 0; k < forms; k++)
    for (size_t i = k + 1; i < forms; i++) {
      double factor = system[i][k] / system[k][k];
      for (size_t j = k; j <= forms && factor != 0; j++)
        system[i][j] -= factor * system[k][j];
    }
  for (size_t i = forms; i-- > 0;) {
    double sum = system[i][forms];
    for (size_t j = i + 1; j < forms; j++)
      sum -= system[i][j] * result[j];
    result[i] = sum / system[i][i];
  }
}

/* Forms whose every way on ends outside: one that leads to a form without a way out is endless too. */
static void find_ends(const wijk_flow_model *model, const bool *out, bool *ends) {
  const size_t forms = model->form_count;
  memcpy(ends, out, forms * sizeof *ends);
  for (bool found = true; found;) {
    found = false;
    for (size_t i = 0; i < forms; i++)
      for (size_t j = 0; j < forms && ends[i]; j++)
        if (j != i && !ends[j] && model->chance[i * (forms + 1) + j] > 0) {
          ends[i] = false;
          found = true;
        }
  }
}

wijk_status wijk_flows_stay(const wijk_flow_model *model, const wijk_flows *flows, size_t year, double *years,
                            wijk_error *err) {
  double system[WIJK_FORMS_MOST][WIJK_FORMS_MOST + 1], solved[WIJK_FORMS_MOST];
  bool out[WIJK_FORMS_MOST], ends[WIJK_FORMS_MOST];
  if (flow_model_check(model, err) != WIJK_OK)
    return err->status;
  if (year >= model->year_count)
    return wijk_error_set(err, WIJK_BUG, "a stay is asked of a year that the forecast does not have");
  find_ways_out(model, flows, year, out);
  find_ends(model, out, ends);
  fill_system(model, flows, year, system);
  leave_out(system, model->form_count, ends);
  solve(system, model->form_count, solved);
  for (size_t i = 0; i < model->form_count; i++)
    years[i] = ends[i] ? solved[i] : NAN;
  return WIJK_OK;
}

wijk_status wijk_flows_visit(const wijk_flow_model *model, const wijk_flows *flows, size_t year, double *years,
                             wijk_error *err) {
  const size_t forms = model->form_count;
  if (flow_model_check(model, err) != WIJK_OK)
    return err->status;
  if (year >= model->year_count)
    return wijk_error_set(err, WIJK_BUG, "a visit is asked of a year that the forecast does not have");
  for (size_t i = 0; i < forms; i++) {
    double on = leaving(model, flows, year, i);
    for (size_t j = 0; j < forms; j++)
      if (j != i)
        on += model->chance[i * (forms + 1) + j];
    years[i] = on > 0 ? 1 / on : NAN;
  }
  return WIJK_OK;
}
