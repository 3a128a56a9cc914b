/* SPDX-License-Identifier: EUPL-1.2 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  if (length == 0)
    return 0;
  fuzz_file_add("/vsimem/fuzz.geojson", bytes, length - 1);
  fuzz_read("/vsimem/fuzz.geojson", bytes[length - 1]);
  fuzz_file_remove("/vsimem/fuzz.geojson");
  return 0;
}
