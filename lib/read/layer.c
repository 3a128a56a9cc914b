/* SPDX-License-Identifier: EUPL-1.2 */
/* Any source as it is: a layer or a table, with the roles that speak for themselves. */
#include "read/reading.h"

wijk_status wijk_read_layer(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **layer,
                            wijk_error *err) {
  static const wijk_role roles[] = {
      {"name", "buurtnaam bu_naam wijknaam wk_naam statnaam name naam", 't'},
      {"residents", "aantal_inwoners aant_inw aantal_inw inwoners population pop residents", 'n'},
  };
  wijk_reading reading;
  wijk_status status = wijk_reading_open(&reading, source, NULL, 0, arena, report, err);
  if (status == WIJK_OK)
    status = wijk_reading_digest(&reading, roles, sizeof roles / sizeof *roles, false, false, err);
  if (status == WIJK_OK)
    status = wijk_keys_find(&reading, false, err);
  if (status == WIJK_OK)
    status = wijk_reading_settle(&reading, err);
  if (status == WIJK_OK)
    status = wijk_reading_record(&reading, err);
  if (status == WIJK_OK)
    *layer = reading.layer;
  return status;
}
