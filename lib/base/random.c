/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/random.h>

#include <math.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wundef"
#pragma GCC diagnostic ignored "-Wpointer-arith"
#include <Random123/philox.h>
#pragma GCC diagnostic pop

wijk_random wijk_random_new(uint64_t seed, uint64_t stream) {
  return (wijk_random){.seed = seed, .stream = stream};
}

uint64_t wijk_random_bits(wijk_random *random) {
  philox4x32_ctr_t counter = {{(uint32_t)random->draw, (uint32_t)(random->draw >> 32), (uint32_t)random->stream,
                               (uint32_t)(random->stream >> 32)}};
  philox4x32_key_t key = {{(uint32_t)random->seed, (uint32_t)(random->seed >> 32)}};
  philox4x32_ctr_t bits = philox4x32(counter, key);
  random->draw++;
  return (uint64_t)bits.v[1] << 32 | bits.v[0];
}

double wijk_random_share(wijk_random *random) {
  return (double)(wijk_random_bits(random) >> 11) * 0x1p-53;
}

uint64_t wijk_random_below(wijk_random *random, uint64_t limit) {
  uint64_t unfair = (0 - limit) % limit; /* the lowest 2^64 mod limit draws would favour some values */
  uint64_t bits;
  do
    bits = wijk_random_bits(random);
  while (bits < unfair);
  return bits % limit;
}

double wijk_random_normal(wijk_random *random) {
  double radius = sqrt(-2 * log(1 - wijk_random_share(random)));
  return radius * cos(6.283185307179586477 * wijk_random_share(random));
}

double wijk_random_gamma(wijk_random *random, double shape) {
  if (shape < 1) {
    double share = 1 - wijk_random_share(random);
    return wijk_random_gamma(random, shape + 1) * pow(share, 1 / shape);
  }
  double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double normal = wijk_random_normal(random), v = 1 + c * normal;
    if (v <= 0)
      continue;
    v = v * v * v;
    double share = 1 - wijk_random_share(random);
    if (share < 1 - 0.0331 * normal * normal * normal * normal) /* within what follows, without a logarithm */
      return d * v;
    if (log(share) < 0.5 * normal * normal + d - d * v + d * log(v))
      return d * v;
  }
}

void wijk_random_fill(wijk_random *random, size_t count, uint64_t *bits) {
  const philox4x32_key_t key = {{(uint32_t)random->seed, (uint32_t)(random->seed >> 32)}};
  const uint32_t stream[2] = {(uint32_t)random->stream, (uint32_t)(random->stream >> 32)};
  const uint64_t first = random->draw;
  for (size_t k = 0; k < count / 2; k++) {
    const uint64_t draw = first + k;
    const philox4x32_ctr_t counter = {{(uint32_t)draw, (uint32_t)(draw >> 32), stream[0], stream[1]}};
    const philox4x32_ctr_t made = philox4x32(counter, key);
    bits[2 * k] = (uint64_t)made.v[1] << 32 | made.v[0];
    bits[2 * k + 1] = (uint64_t)made.v[3] << 32 | made.v[2];
  }
  random->draw += count / 2;
  if (count % 2 > 0) {
    bits[count - 1] = wijk_random_bits(random);
  }
}
