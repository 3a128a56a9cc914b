/* SPDX-License-Identifier: EUPL-1.2 */
/* Places and queues. */
#include <math.h>
#include <wijk/forecast.h>

double wijk_erlang_b(double load, double places) {
  double blocked = 1;
  for (double place = 1; place <= places; place++)
    blocked = load * blocked / (place + load * blocked);
  return blocked;
}

double wijk_erlang_c(double load, double places) {
  if (!(load < places))
    return NAN;
  double blocked = wijk_erlang_b(load, places);
  return blocked / (1 - load / places * (1 - blocked));
}

double wijk_erlang_wait(double load, double places, double stay) {
  return wijk_erlang_c(load, places) * stay / (places - load);
}
