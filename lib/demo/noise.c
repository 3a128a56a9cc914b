/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo/city.h"

#include <math.h>

wijk_random demo_random(const demo_city *city, demo_stream stream, uint64_t thing) {
  wijk_random random = wijk_random_new(city->demo->seed, (uint64_t)stream);
  random.draw = thing << 20; /* a million draws for each thing */
  return random;
}

static double lattice_value(const demo_city *city, demo_stream stream, int64_t column, int64_t row) {
  wijk_random random = wijk_random_new(city->demo->seed, 1000u + (uint64_t)stream);
  random.draw = ((uint64_t)(uint32_t)column << 32) | (uint32_t)row;
  return wijk_random_share(&random);
}

static double ease(double share) {
  return share * share * share * (share * (share * 6 - 15) + 10);
}

static double noise_once(const demo_city *city, demo_stream stream, double u, double v) {
  double column = floor(u), row = floor(v);
  int64_t c = (int64_t)column, r = (int64_t)row;
  double s = ease(u - column), t = ease(v - row);
  double south = lattice_value(city, stream, c, r) * (1 - s) + lattice_value(city, stream, c + 1, r) * s;
  double north = lattice_value(city, stream, c, r + 1) * (1 - s) + lattice_value(city, stream, c + 1, r + 1) * s;
  return south * (1 - t) + north * t;
}

double demo_noise(const demo_city *city, demo_stream stream, double x, double y, double size_m, int octaves) {
  double sum = 0, weight = 1, total = 0;
  for (int octave = 0; octave < octaves; octave++) {
    /* Each octave looks elsewhere, so that lattice lines do not fall on one another. */
    sum += weight * noise_once(city, stream, x / size_m + 17.3 * octave, y / size_m - 11.7 * octave);
    total += weight;
    weight *= 0.5;
    size_m *= 0.5;
  }
  return sum / total;
}

double demo_bell(wijk_random *random) {
  double sum = -6;
  for (int i = 0; i < 12; i++)
    sum += wijk_random_share(random);
  return sum;
}

double demo_round(double value, double step) {
  return floor(value * step + 0.5) / step;
}
