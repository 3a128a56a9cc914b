/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand, inflow, moves, costs, regional agreements and households with several problems: the tables that a forecast
 * starts from. */
#include "demo/city.h"
#include "demo/words.h"

#include <math.h>

#define FIRST_YEAR 2026
#define YEARS 11

/* People who need each form: by the places that such a city has, and some more. */
static double demand_of(const demo_city *city, size_t form) {
  static const double pressure[DEMO_FORMS] = {1.12, 0.96, 1.05, 1.09, 1.17};
  const demo_form *f = &demo_forms[form];
  return floor((double)city->demo->facilities * f->share * 0.5 * (f->least + f->most) * pressure[form] + 0.5);
}

static wijk_status write_demand(const demo_city *city, wijk_error *err) {
  demo_table *table;
  wijk_status status = demo_table_open(city, "vraag.csv", "woonvorm;personen", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t form = 0; form < DEMO_FORMS; form++) {
    demo_table_text(table, demo_forms[form].name);
    demo_table_number(table, demand_of(city, form), 0);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

static wijk_status write_inflow(const demo_city *city, wijk_error *err) {
  static const double entering[DEMO_FORMS] = {0.41, 0.11, 0.1, 0.08, 0.07};
  demo_table *table;
  wijk_status status = demo_table_open(city, "instroom.csv", "scenario;jaar;woonvorm;personen", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t scenario = 0; scenario < DEMO_SCENARIOS; scenario++)
    for (int year = 0; year < YEARS; year++)
      for (size_t form = 0; form < DEMO_FORMS; form++) {
        /* Faster extramuralisation: ever fewer enter the heavy forms, ever more the light ones. */
        double lighter = (double)form - 1.6, drift = 0.006 * (double)scenario * lighter * year;
        wijk_random random = demo_random(city, DEMO_TABLES, ((uint64_t)1 << 34) + (uint64_t)(year * 16) + form);
        double chance = 1 + 0.02 * demo_bell(&random);
        demo_table_text(table, demo_scenarios[scenario]);
        demo_table_number(table, FIRST_YEAR + year, 0);
        demo_table_text(table, demo_forms[form].name);
        demo_table_number(table, demand_of(city, form) * entering[form] * (1 + 0.008 * year + drift) * chance, 0);
        demo_table_end_row(table);
      }
  return demo_table_close(table, err);
}

typedef struct move {
  int from, to;       /* forms; DEMO_FORMS = an ordinary home */
  double slow, speed; /* chance per year without extramuralisation, and what each scenario adds */
} move;

static wijk_status write_moves(const demo_city *city, wijk_error *err) {
  static const move moves[] = {{0, 2, 0.07, 0.005}, {0, 3, 0.09, 0.01},  {0, 4, 0.07, 0.015}, {0, 5, 0.16, 0},
                               {1, 2, 0.06, 0.025}, {1, 3, 0.025, 0.03}, {1, 4, 0.01, 0.015}, {2, 3, 0.09, 0.035},
                               {2, 4, 0.05, 0.025}, {3, 4, 0.11, 0.045}, {3, 2, 0.02, 0},     {3, 5, 0.03, 0.01},
                               {4, 5, 0.15, 0.025}, {4, 3, 0.035, 0}};
  demo_table *table;
  wijk_status status = demo_table_open(city, "doorstroom.csv", "scenario;van;naar;kans_per_jaar", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t scenario = 0; scenario < DEMO_SCENARIOS; scenario++)
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
      demo_table_text(table, demo_scenarios[scenario]);
      demo_table_text(table, demo_forms[moves[i].from].name);
      demo_table_text(table, moves[i].to < DEMO_FORMS ? demo_forms[moves[i].to].name : "regulier");
      demo_table_number(table, moves[i].slow + moves[i].speed * (double)scenario, 3);
      demo_table_end_row(table);
    }
  return demo_table_close(table, err);
}

static wijk_status write_costs(const demo_city *city, wijk_error *err) {
  demo_table *table;
  wijk_status status = demo_table_open(
      city, "tarieven.csv",
      "woonvorm;zorg_eur_plaats_jaar;bvo_m2_per_plaats;nieuwbouw_eur_m2;ombouw_eur_m2;min_plaatsen", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < DEMO_FORMS; i++) {
    const demo_form *form = &demo_forms[i];
    demo_table_text(table, form->name);
    demo_table_number(table, form->care_eur, 0);
    demo_table_number(table, form->area_m2, 0);
    demo_table_number(table, form->new_eur_m2, 0);
    demo_table_number(table, form->convert_eur_m2, 0);
    demo_table_number(table, form->minimum, 0);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

static wijk_status write_agreements(const demo_city *city, wijk_error *err) {
  static const char *const regions[] = {"Wijkerdam", "Zoelstreek", "Overzoel", "Markerkust", "Hoge Meent", "Lage Donk"};
  demo_table *table;
  wijk_status status =
      demo_table_open(city, "uitstroom_regio.csv",
                      "regio;jaar;convenant;uitstromers_afgesproken;woningen_afgesproken;uitstromers_gerealiseerd;"
                      "woningen_gerealiseerd;woningen_met_begeleiding;personen_per_woning",
                      &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t region = 0; region < sizeof regions / sizeof *regions; region++) {
    wijk_random random = demo_random(city, DEMO_TABLES, ((uint64_t)1 << 35) + region);
    bool agreed = region == 0 || wijk_random_share(&random) < 0.6;
    double per_home = 1 + 0.05 * (double)wijk_random_below(&random, 4);
    double size = 60 + floor(200 * wijk_random_share(&random));
    for (int year = 2023; year <= 2025; year++) {
      double leavers = floor(size * (0.8 + 0.5 * wijk_random_share(&random)));
      double homes = floor(leavers / per_home * (0.9 + 0.1 * wijk_random_share(&random)));
      double left = floor(leavers * (0.55 + 0.35 * wijk_random_share(&random)));
      double found = floor(left / per_home);
      demo_table_text(table, regions[region]);
      demo_table_number(table, year, 0);
      demo_table_text(table, agreed ? "ja" : "nadere afspraken");
      demo_table_number(table, leavers, 0);
      demo_table_number(table, homes, 0);
      demo_table_number(table, left, 0);
      demo_table_number(table, found, 0);
      demo_table_number(table, floor(found * (0.8 + 0.2 * wijk_random_share(&random))), 0);
      demo_table_number(table, per_home, 2);
      demo_table_end_row(table);
    }
  }
  return demo_table_close(table, err);
}

static wijk_status write_households(const demo_city *city, wijk_error *err) {
  demo_table *table;
  wijk_status status =
      demo_table_open(city, "multiprobleem_huishoudens.csv", "buurtcode;huishoudens;gem_instanties", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    wijk_random random = demo_random(city, DEMO_TABLES, ((uint64_t)1 << 36) + i);
    double weak = 1.1 - buurt->strength;
    double count = floor(buurt->households * 0.022 * weak * weak * (0.7 + 0.6 * wijk_random_share(&random)));
    if (buurt->water || count < 1)
      continue;
    demo_table_text(table, buurt->code);
    demo_table_number(table, count, 0);
    demo_table_number(table, 2 + 4 * weak * (0.6 + 0.4 * wijk_random_share(&random)), 1);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

wijk_status demo_flows_write(const demo_city *city, wijk_error *err) {
  wijk_status status = write_demand(city, err);
  if (status == WIJK_OK)
    status = write_inflow(city, err);
  if (status == WIJK_OK)
    status = write_moves(city, err);
  if (status == WIJK_OK)
    status = write_costs(city, err);
  if (status == WIJK_OK)
    status = write_agreements(city, err);
  if (status == WIJK_OK)
    status = write_households(city, err);
  return status;
}
