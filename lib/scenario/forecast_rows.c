/* SPDX-License-Identifier: EUPL-1.2 */
/* What is wrong with a row of a table: a share that is not said, or nothing that it belongs to. */
#include "scenario/forecast.h"

wijk_status forecast_check_share(const wijk_table *table, const strata_key *key, size_t row, double amount,
                                 wijk_report *report, wijk_error *err) {
  const char *unsaid = amount > 0 ? strata_key_unsaid(key, BY_OTHER, row) : NULL;
  return unsaid
             ? row_fault(table, row, NULL, "not-shared-out", report, err,
                         "it does not say its %s, and would count once for each: give one row per %s", unsaid, unsaid)
             : err->status;
}

/* Rows of scenarios and sources that were not asked for are left out on purpose. */
void forecast_note_idle(const wijk_forecast *f, const strata_key *key, size_t count, size_t row, idle_rows *idle) {
  const bool chosen = f->request->scenario_count || f->request->source_count;
  for (size_t k = 0; k < count; k++)
    if (f->strata[key->found[k]].there)
      return;
  if (count == 0 && chosen)
    return;
  idle->first = idle->count++ ? idle->first : row;
}

wijk_status forecast_say_idle(const wijk_table *table, const idle_rows *idle, wijk_report *report, wijk_error *err) {
  if (err->status != WIJK_OK || idle->count == 0)
    return err->status;
  const size_t *rows = table->layer->source_rows;
  const wijk_finding finding = {.severity = WIJK_WARNING,
                                .code = "not-forecast",
                                .source = table->file,
                                .row = rows ? rows[idle->first] : idle->first + 1};
  if (idle->count == 1)
    return wijk_report_add_finding(report, &finding, err, "it belongs to nothing that is forecast, and is not used");
  return wijk_report_add_finding(
      report, &finding, err, "it and %zu more belong to nothing that is forecast, and are not used", idle->count - 1);
}
