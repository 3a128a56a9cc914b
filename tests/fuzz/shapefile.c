/* SPDX-License-Identifier: EUPL-1.2 */
/* One input is the three files of a Shapefile behind each other, each after its length (4 bytes, little-endian); a
 * length beyond the end takes what is left. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  if (length == 0)
    return 0;
  uint8_t choice = bytes[--length];
  static const char *const files[] = {"/vsimem/fuzz.shp", "/vsimem/fuzz.shx", "/vsimem/fuzz.dbf"};
  for (size_t i = 0; i < 3; i++) {
    size_t size = 0;
    if (length >= 4) {
      size = (size_t)bytes[0] | (size_t)bytes[1] << 8 | (size_t)bytes[2] << 16 | (size_t)bytes[3] << 24;
      bytes += 4, length -= 4;
    }
    size = size < length ? size : length;
    fuzz_file_add(files[i], bytes, size);
    bytes += size, length -= size;
  }
  fuzz_read(files[0], choice);
  for (size_t i = 0; i < 3; i++)
    fuzz_file_remove(files[i]);
  return 0;
}
