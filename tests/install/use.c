/* SPDX-License-Identifier: EUPL-1.2 */
/* A stranger's program against the installed library. */
#include <stdio.h>
#include <string.h>
#include <wijk/wijk.h>

int main(void) {
  wijk_error err = {0};
  double x = 4.4777, y = 51.9244; /* Rotterdam, near its station */
  size_t lost = 0;
  wijk_projection *projection = wijk_projection_open("EPSG:4326", "EPSG:28992", &err);
  if (!projection || wijk_projection_compute(projection, 1, &x, &y, &lost, &err) != WIJK_OK) {
    fprintf(stderr, "%s\n", err.message);
    return (int)err.status;
  }
  wijk_projection_close(projection);
  char number[WIJK_NUMBER_SIZE];
  wijk_number_write(0.1, number);
  return strcmp(number, "0.1") == 0 && lost == 0 && x > 92000 && x < 93000 && y > 437000 && y < 438000 ? 0 : 1;
}
