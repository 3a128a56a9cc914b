/* SPDX-License-Identifier: EUPL-1.2 */
/* The DNA profile of each buurt and wijk. All indicators follow the zone's strength, each with chance of its own. */
#include "demo/city.h"

#include <math.h>

typedef struct profile {
  double domains[5], liveability, level, income, value, owned, crimes, health;
  double low_income, high_income, at_work, degree;
} profile;

static double clamp(double value, double low, double high) {
  return value < low ? low : value > high ? high : value;
}

static profile profile_of(const demo_city *city, size_t number) {
  const demo_zone *buurt = &city->buurten[number];
  wijk_random random = demo_random(city, DEMO_PROFILE, ((uint64_t)1 << 42) + number);
  double s = 4 * (buurt->strength - 0.5), u = buurt->urbanity, bell[12];
  for (int i = 0; i < 12; i++)
    bell[i] = demo_bell(&random);
  profile profile = {0};
  /* housing, surroundings, amenities, social, nuisance: town centres have the shops and the noise */
  profile.domains[0] = 0.03 * s + 0.02 * bell[0];
  profile.domains[1] = 0.015 * s + 0.015 * bell[1];
  profile.domains[2] = 0.30 * (u - 0.4) + 0.03 * bell[2];
  profile.domains[3] = 0.04 * s + 0.02 * bell[3];
  profile.domains[4] = 0.06 * s - 0.28 * (u - 0.4) + 0.03 * bell[4];
  for (int i = 0; i < 5; i++)
    profile.liveability += profile.domains[i];
  profile.level = clamp(floor(6.2 + profile.liveability * 22), 1, 9);
  profile.income = clamp(31 + 6 * s + 1.5 * bell[5], 16, 75);
  profile.value = clamp(330 + 75 * s + 60 * u + 22 * bell[6], 150, 950);
  profile.owned = clamp(45 + 13 * s - 22 * (u - 0.4) + 4 * bell[7], 3, 95);
  profile.crimes = clamp(48 - 13 * s + 75 * u * u + 7 * bell[8], 6, 400);
  profile.health = clamp(73 + 5 * s + 1.3 * bell[9], 48, 92);
  profile.low_income = clamp(39 - 9 * s + 1.8 * bell[10], 8, 70);
  profile.high_income = clamp(21 + 7 * s + 1.2 * bell[11], 3, 55);
  profile.at_work = clamp(64 + 4 * s + 0.8 * bell[5], 40, 82);
  profile.degree = clamp(34 + 7 * s + 12 * u + 1.5 * bell[6], 8, 75);
  return profile;
}

/* Too few people for a score, as such indices have it. */
static bool is_scored(const demo_zone *zone) {
  return zone->residents >= 200;
}

/* One figure in thirty was not to be had. */
static bool is_known(const demo_city *city, size_t number, int field) {
  wijk_random random = demo_random(city, DEMO_PROFILE, ((uint64_t)1 << 43) + number * 16 + (uint64_t)field);
  return wijk_random_share(&random) > 1.0 / 30;
}

static wijk_status write_buurten(const demo_city *city, wijk_error *err) {
  demo_table *table;
  wijk_status status = demo_table_open(
      city, "dna_buurt.csv",
      "buurtcode;buurtnaam;leefbaarheid_afwijking;lbm_woningvoorraad;lbm_fysiek;lbm_voorzieningen;lbm_sociaal;"
      "lbm_overlast;leefbaarheid_klasse;inkomen_per_inwoner;woz_waarde;koopwoningen_pct;misdrijven_per_1000;"
      "gezondheid_goed_pct",
      &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    if (buurt->water)
      continue;
    profile profile = profile_of(city, i);
    bool scored = is_scored(buurt), lived_in = buurt->residents > 0;
    demo_table_text(table, buurt->code);
    demo_table_text(table, buurt->name);
    demo_table_number(table, scored ? profile.liveability : NAN, 4);
    for (int k = 0; k < 5; k++)
      demo_table_number(table, scored ? profile.domains[k] : NAN, 4);
    demo_table_number(table, scored ? profile.level : NAN, 0);
    demo_table_number(table, lived_in && is_known(city, i, 0) ? profile.income : NAN, 1);
    demo_table_number(table, lived_in && is_known(city, i, 1) ? profile.value : NAN, 0);
    demo_table_number(table, lived_in ? profile.owned : NAN, 0);
    demo_table_number(table, scored && is_known(city, i, 2) ? profile.crimes : NAN, 1);
    demo_table_number(table, scored && is_known(city, i, 3) ? profile.health : NAN, 1);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

/* Means of a wijk's buurten by residents: liveability, low and high income, at work, degree, crimes, value. */
static void add_up(const demo_city *city, double (*sums)[8]) {
  for (size_t i = 0; i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    if (!is_scored(buurt))
      continue;
    profile p = profile_of(city, i);
    double values[7] = {p.liveability, p.low_income, p.high_income, p.at_work, p.degree, p.crimes, p.value};
    double *sum = sums[buurt->wijk];
    for (int k = 0; k < 7; k++)
      sum[k] += buurt->residents * values[k];
    sum[7] += buurt->residents;
  }
}

static wijk_status write_wijken(const demo_city *city, wijk_error *err) {
  static const int decimals[7] = {4, 1, 1, 1, 1, 1, 0};
  double(*sums)[8] = wijk_arena_add(city->arena, city->wijk_count, sizeof *sums, err);
  demo_table *table;
  if (!sums)
    return WIJK_MEMORY;
  add_up(city, sums);
  wijk_status status = demo_table_open(city, "dna_wijk.csv",
                                       "wijkcode;wijknaam;leefbaarheid_afwijking;laag_inkomen_pct;hoog_inkomen_pct;"
                                       "netto_participatie_pct;hbo_wo_pct;misdrijven_per_1000;woz_waarde",
                                       &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < city->wijk_count; i++) {
    const demo_zone *wijk = &city->wijken[i];
    if (wijk->water)
      continue;
    demo_table_text(table, wijk->code);
    demo_table_text(table, wijk->name);
    for (int k = 0; k < 7; k++) {
      bool known = sums[i][7] > 0 && (k < 3 || is_known(city, i, 8 + k));
      demo_table_number(table, known ? sums[i][k] / sums[i][7] : NAN, decimals[k]);
    }
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

wijk_status demo_profiles_write(demo_city *city, wijk_error *err) {
  wijk_status status = write_buurten(city, err);
  return status != WIJK_OK ? status : write_wijken(city, err);
}
