/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/study.h"

wijk_status study_read(option_values *values, const char *path, wijk_error *err) {
  (void)values;
  return wijk_error_set(err, WIJK_USAGE, "'%s': study files are not read by this build", path);
}

void study_help(wijk_text *out) {
  (void)out;
}
