/* SPDX-License-Identifier: EUPL-1.2 */
/* How colours look to people who see fewer, and on a photocopy. Simulation: G. M. Machado, M. M. Oliveira and
 * L. A. F. Fernandes, "A physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15 (2009),
 * severity 1, on linear light. */
#include <math.h>
#include <wijk/draw.h>

static const double machado[3][9] = {
    {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
    {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
    {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}};

/* The transfer curve of sRGB (IEC 61966-2-1). */
static double light_of(unsigned char part) {
  double v = part / 255.0;
  return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static unsigned char part_of(double light) {
  double v = light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;
  return (unsigned char)lround(255 * fmin(1, fmax(0, v)));
}

wijk_colour wijk_colour_see(wijk_colour colour, wijk_sight sight) {
  double r = light_of(colour.red), g = light_of(colour.green), b = light_of(colour.blue);
  if (sight == WIJK_SIGHT_GREY) {
    unsigned char grey = part_of(0.2126 * r + 0.7152 * g + 0.0722 * b);
    return (wijk_colour){grey, grey, grey};
  }
  if (sight != WIJK_SIGHT_PROTAN && sight != WIJK_SIGHT_DEUTAN && sight != WIJK_SIGHT_TRITAN)
    return colour;
  const double *m = machado[sight - WIJK_SIGHT_PROTAN];
  return (wijk_colour){part_of(m[0] * r + m[1] * g + m[2] * b), part_of(m[3] * r + m[4] * g + m[5] * b),
                       part_of(m[6] * r + m[7] * g + m[8] * b)};
}

double wijk_colour_luminance(wijk_colour colour) {
  return 0.2126 * light_of(colour.red) + 0.7152 * light_of(colour.green) + 0.0722 * light_of(colour.blue);
}

double wijk_colour_contrast(wijk_colour a, wijk_colour b) {
  double x = wijk_colour_luminance(a) + 0.05, y = wijk_colour_luminance(b) + 0.05;
  return fmax(x, y) / fmin(x, y);
}

static double lab_curve(double t) {
  return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static void lab_of(wijk_colour colour, double lab[3]) {
  double r = light_of(colour.red), g = light_of(colour.green), b = light_of(colour.blue);
  double x = lab_curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  double y = lab_curve(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  double z = lab_curve((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
  lab[0] = 116 * y - 16;
  lab[1] = 500 * (x - y);
  lab[2] = 200 * (y - z);
}

double wijk_colour_distance(wijk_colour a, wijk_colour b) {
  double p[3], q[3];
  lab_of(a, p);
  lab_of(b, q);
  return sqrt((p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]) + (p[2] - q[2]) * (p[2] - q[2]));
}

double wijk_colours_distance(const wijk_colour *colours, size_t count, wijk_sight sight) {
  double least = HUGE_VAL;
  for (size_t i = 0; i < count; i++)
    for (size_t j = i + 1; j < count; j++)
      least = fmin(least, wijk_colour_distance(wijk_colour_see(colours[i], sight), wijk_colour_see(colours[j], sight)));
  return least;
}

bool wijk_colours_survive(const wijk_colour *colours, size_t count) {
  for (wijk_sight sight = WIJK_SIGHT_NORMAL; sight < WIJK_SIGHT_COUNT; sight++)
    if (wijk_colours_distance(colours, count, sight) < WIJK_COLOURS_APART)
      return false;
  return true;
}
