/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/orientation.h"

/* A number as a sum of doubles that do not overlap, smallest first (Shewchuk 1997, "expansion"). */
typedef struct expansion {
  double parts[24];
  int count;
} expansion;

static void expansion_add(expansion *sum, double value) {
  int kept = 0;
  for (int i = 0; i < sum->count; i++) {
    double part = sum->parts[i], total = value + part;
    double of_part = total - value, rest = (value - (total - of_part)) + (part - of_part);
    if (rest != 0)
      sum->parts[kept++] = rest;
    value = total;
  }
  if (value != 0 || kept == 0)
    sum->parts[kept++] = value;
  sum->count = kept;
}

static void expansion_add_product(expansion *sum, double a, double b) {
  double product = a * b;
  expansion_add(sum, fma(a, b, -product));
  expansion_add(sum, product);
}

/* (a - c) x (b - c), multiplied out so that no difference is rounded; c x c falls away. */
int orientation_find_exact(double ax, double ay, double bx, double by, double cx, double cy) {
  expansion sum = {{0}, 0};
  expansion_add_product(&sum, ax, by);
  expansion_add_product(&sum, -ay, bx);
  expansion_add_product(&sum, bx, cy);
  expansion_add_product(&sum, -by, cx);
  expansion_add_product(&sum, cx, ay);
  expansion_add_product(&sum, -cy, ax);
  double largest = sum.parts[sum.count - 1];
  return (largest > 0) - (largest < 0);
}
