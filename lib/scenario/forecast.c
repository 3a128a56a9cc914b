/* SPDX-License-Identifier: EUPL-1.2 */
/* The forecast of every stratum, and what the report says of it. */
#include "scenario/forecast.h"
#include <math.h>
#include <omp.h>

static wijk_status compute_stratum(wijk_forecast *f, stratum *s, wijk_error *err) {
  const size_t cells = f->form_count * f->year_count;
  s->model = (wijk_flow_model){f->form_count, f->year_count, s->stock, s->chance, s->inflow, s->leave};
  if (wijk_flows_compute(&s->model, f->arena, &s->flows, err) != WIJK_OK ||
      wijk_flows_round(&s->flows, f->arena, &s->whole, err) != WIJK_OK || !f->request->spread)
    return err->status;
  s->low = WIJK_ARENA_ADD(f->arena, double, cells, err);
  s->middle = WIJK_ARENA_ADD(f->arena, double, cells, err);
  s->high = WIJK_ARENA_ADD(f->arena, double, cells, err);
  return err->status;
}

/* Few strata share their draws among the threads; many are shared out themselves, each with memory of its thread. */
static wijk_status draw_strata(wijk_forecast *f, wijk_error *err) {
  wijk_spread spread = *f->request->spread;
  const int threads = spread.threads > 0 ? spread.threads : omp_get_max_threads();
  const int outer = f->all.count < 2 * (size_t)threads ? 1 : threads;
  spread.threads = outer > 1 ? 1 : threads;
#pragma omp parallel num_threads(outer)
  {
    wijk_error own = {0};
    wijk_arena *arena = wijk_arena_new(&own);
#pragma omp for schedule(dynamic)
    for (size_t k = 0; k < f->all.count; k++) {
      stratum *s = &f->strata[k];
      if (s->there && own.status == WIJK_OK)
        wijk_flows_draw(&s->model, &spread, arena, s->low, s->middle, s->high, &own);
    }
#pragma omp critical
    if (own.status != WIJK_OK)
      wijk_error_set(err, own.status, "%s", own.message);
    wijk_arena_free(arena);
  }
  return err->status;
}

wijk_status wijk_forecast_compute(const wijk_forecast_request *request, size_t first, wijk_arena *arena,
                                  wijk_report *report, wijk_forecast **forecast, wijk_error *err) {
  wijk_forecast *f = WIJK_ARENA_ADD(arena, wijk_forecast, 1, err);
  if (!f)
    return err->status;
  *f = (wijk_forecast){.request = request, .arena = arena};
  if (forecast_read(f, report, err) != WIJK_OK || forecast_read_places(f, report, err) != WIJK_OK ||
      wijk_report_check(report, first, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < f->all.count; k++)
    if (f->strata[k].there && compute_stratum(f, &f->strata[k], err) != WIJK_OK)
      return wijk_error_frame(err, "forecasting %s", forecast_stratum_text(f, k, err));
  if (request->spread && draw_strata(f, err) != WIJK_OK)
    return wijk_error_frame(err, "drawing forecasts");
  *forecast = f;
  return WIJK_OK;
}

static wijk_status add_figure(const char *id, const char *by, double value, wijk_report *report, wijk_error *err) {
  wijk_city_value figure = {.id = id,
                            .by = by,
                            .value = value,
                            .reason = isnan(value) ? wijk_reason_text(WIJK_REASON_MISSING, false) : NULL,
                            .p = NAN,
                            .expected = NAN,
                            .variance = NAN};
  return wijk_report_add_city(report, &figure, err);
}

/* "scenario=behoud,jaar=2035,woonvorm=opvang" */
static const char *key_of(const wijk_forecast *f, size_t number, size_t form, wijk_error *err) {
  const char *text = "";
  for (size_t d = 0; d < f->all.dimension_count && text; d++)
    if (strata_value(&f->all, number, d))
      text = wijk_arena_format(f->arena, err, "%s%s=%s,", text, f->all.dimensions[d].name,
                               strata_value(&f->all, number, d));
  return text ? wijk_arena_format(f->arena, err, "%sjaar=%d,woonvorm=%s", text, f->base_year + (int)f->year_count,
                                  f->forms[form])
              : NULL;
}

wijk_status wijk_forecast_report(const wijk_forecast *f, wijk_report *report, wijk_error *err) {
  for (size_t k = 0; k < f->all.count; k++)
    for (size_t form = 0; f->strata[k].there && form < f->form_count; form++) {
      const stratum *s = &f->strata[k];
      double demand = s->whole.closing[(f->year_count - 1) * f->form_count + form];
      double places = s->places[f->year_count * f->form_count + form];
      const char *by = key_of(f, k, form, err);
      if (!by || add_figure("demand_count", by, demand, report, err) != WIJK_OK ||
          add_figure("places_count", by, places, report, err) != WIJK_OK ||
          add_figure("gap_count", by, demand - places, report, err) != WIJK_OK)
        return err->status;
    }
  return err->status;
}
