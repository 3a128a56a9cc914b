/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/method.h"

#include <math.h>
#include <string.h>

#include "common/lists.h"

/* ---- indices of the city ---- */

static wijk_status read_centre(run *run, wijk_method *method, wijk_error *err) {
  double *place;
  size_t count;
  if (run_text(run, "centre") == NULL) {
    return WIJK_OK;
  }
  if (list_numbers(run, "centre", &place, &count, err) != WIJK_OK) {
    return wijk_error_hint(err, "write it as two numbers in the system of the work, as in 92500,437500");
  }
  if (count != 2 || !isfinite(place[0]) || !isfinite(place[1])) {
    wijk_error_set(err, WIJK_USAGE, "--centre '%s' is not one place", run_text(run, "centre"));
    return wijk_error_hint(err, "write it as two numbers in the system of the work, as in 92500,437500");
  }
  method->centre_x = place[0];
  method->centre_y = place[1];
  return WIJK_OK;
}

wijk_status method_indices(run *run, wijk_method *method, wijk_error *err) {
  const double b = run_number(run, "atkinson");
  if (!isnan(b)) {
    if (!(b > 0 && b < 1)) {
      return wijk_error_set(err, WIJK_USAGE, "--atkinson: %g is not between 0 and 1", b);
    }
    method->atkinson_b = b;
  }
  const char *cut = run_text(run, "rco"), *clustering = run_text(run, "clustering");
  method->concentration_on_total = cut != NULL && strcmp(cut, "y") == 0;
  method->clustering_contiguity = clustering != NULL && strcmp(clustering, "contiguity") == 0;
  return read_centre(run, method, err);
}
