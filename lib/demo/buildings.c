/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked for and what stands empty: proposals, vacant buildings, seekers. */
#include "demo/city.h"
#include "demo/words.h"

#include <math.h>
#include <stdio.h>

/* Of these lists a city has about one entry for so many facilities. */
#define FACILITIES_PER_PROPOSAL 24
#define FACILITIES_PER_BUILDING 7
#define FACILITIES_PER_SEEKER 10

enum { PROPOSALS, BUILDINGS, SEEKERS }; /* things of the stream, a million each */

static wijk_random random_of(const demo_city *city, int list, size_t number) {
  return demo_random(city, DEMO_TABLES, ((uint64_t)list << 32) + number);
}

static size_t length_of(const demo_city *city, size_t per_entry) {
  return 3 + city->demo->facilities / per_entry;
}

static double pick(const double *list, size_t count, wijk_random *random) {
  return list[wijk_random_below(random, count)];
}
#define PICK(list, random) pick((list), sizeof(list) / sizeof *(list), (random))

static const char *choose(const char *const *list, size_t count, wijk_random *random) {
  return list[wijk_random_below(random, count)];
}

static uint32_t choose_land(const demo_city *city, wijk_random *random) {
  uint32_t buurt;
  do
    buurt = (uint32_t)wijk_random_below(random, city->buurt_count);
  while (city->buurten[buurt].water);
  return buurt;
}

static void write_date(demo_table *table, int year, wijk_random *random) {
  char date[40];
  snprintf(date, sizeof date, "%d-%02d-01", year, 1 + 3 * (int)wijk_random_below(random, 4));
  demo_table_text(table, date);
}

static double places_asked(const demo_form *form, wijk_random *random) {
  return floor(form->least + (form->most - form->least) * wijk_random_share(random));
}

/* The secret group stands last in its form, so the first three are for the tables that are nobody's secret. */
static const char *choose_group(const demo_form *form, wijk_random *random) {
  return choose(form->groups, 3, random);
}

static wijk_status write_proposals(const demo_city *city, const demo_places *places, wijk_error *err) {
  demo_table *table;
  wijk_status status = demo_table_open(
      city, "voorstellen.csv", "id;naam;woonvorm;doelgroep;aanbieder;eigenaar;capaciteit;x;y;geldig_van", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < length_of(city, FACILITIES_PER_PROPOSAL); i++) {
    wijk_random random = random_of(city, PROPOSALS, i);
    const demo_form *form = demo_form_draw(&random);
    char id[24], name[96];
    double x, y;
    snprintf(id, sizeof id, "N%04zu", i + 1);
    int prefix = snprintf(name, sizeof name, "Voorstel ");
    demo_name_find(city, DEMO_NAME_FACILITY, city->demo->facilities + i, name + prefix, sizeof name - (size_t)prefix);
    demo_places_find(places, choose_land(city, &random), &random, &x, &y);
    demo_table_text(table, id);
    demo_table_text(table, name);
    demo_table_text(table, form->name);
    demo_table_text(table, form->groups[1]);
    demo_table_text(table, choose(demo_providers, DEMO_PROVIDERS, &random));
    demo_table_text(table, choose(demo_owners, DEMO_OWNERS - 1, &random));
    demo_table_number(table, places_asked(form, &random), 0);
    demo_table_number(table, x, 1);
    demo_table_number(table, y, 1);
    write_date(table, 2027, &random);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

static wijk_status write_vacant(const demo_city *city, const demo_places *places, wijk_error *err) {
  static const char *const uses[] = {"verzorgingshuis", "kerk", "wijkgebouw", "school", "kantoor", "bibliotheek"};
  static const double rents[] = {60, 75, 90, 105, 125}, conversions[] = {500, 750, 1000, 1350, 1800};
  demo_table *table;
  wijk_status status = demo_table_open(city, "leegstand.csv",
                                       "id;naam;laatste_gebruik;eigenaar;bvo_m2;bouwjaar;beschikbaar_per;"
                                       "huur_eur_m2_jaar;verbouw_eur_m2;monument;x;y",
                                       &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < length_of(city, FACILITIES_PER_BUILDING); i++) {
    wijk_random random = random_of(city, BUILDINGS, i);
    const char *use = choose(uses, sizeof uses / sizeof *uses, &random);
    char id[24], name[96];
    double x, y;
    snprintf(id, sizeof id, "P%04zu", i + 1);
    int prefix = snprintf(name, sizeof name, "Voormalig %s ", use);
    demo_name_find(city, DEMO_NAME_FACILITY, 2 * city->demo->facilities + i, name + prefix,
                   sizeof name - (size_t)prefix);
    uint32_t buurt = choose_land(city, &random);
    demo_places_find(places, buurt, &random, &x, &y);
    bool city_owned = wijk_random_share(&random) < 0.3;
    double built = 1890 + floor(110 * wijk_random_share(&random));
    demo_table_text(table, id);
    demo_table_text(table, name);
    demo_table_text(table, use);
    demo_table_text(table, city_owned ? "gemeente" : choose(demo_owners, DEMO_OWNERS - 1, &random));
    demo_table_number(table, 10 * floor(30 + 350 * wijk_random_share(&random) * wijk_random_share(&random)), 0);
    demo_table_number(table, built, 0);
    write_date(table, 2026 + (int)wijk_random_below(&random, 3), &random);
    demo_table_number(table, PICK(rents, &random), 0);
    demo_table_number(table, PICK(conversions, &random), 0);
    demo_table_text(table, built < 1935 && wijk_random_share(&random) < 0.6 ? "ja" : "nee");
    demo_table_number(table, x, 1);
    demo_table_number(table, y, 1);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

static wijk_status write_seekers(const demo_city *city, wijk_error *err) {
  static const double rents[] = {70, 85, 100, 115, 135};
  demo_table *table;
  wijk_status status = demo_table_open(
      city, "zoekvragen.csv",
      "id;aanbieder;woonvorm;doelgroep;plaatsen;min_bvo_m2;max_huur_eur_m2_jaar;nodig_per;voorkeur_wijk", &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t i = 0; i < length_of(city, FACILITIES_PER_SEEKER); i++) {
    wijk_random random = random_of(city, SEEKERS, i);
    const demo_form *form = demo_form_draw(&random);
    double places = places_asked(form, &random);
    char id[24];
    snprintf(id, sizeof id, "Z%04zu", i + 1);
    demo_table_text(table, id);
    demo_table_text(table, choose(demo_providers, DEMO_PROVIDERS, &random));
    demo_table_text(table, form->name);
    demo_table_text(table, choose_group(form, &random));
    demo_table_number(table, places, 0);
    demo_table_number(table, floor(places * form->area_m2 * (0.85 + 0.2 * wijk_random_share(&random))), 0);
    demo_table_number(table, PICK(rents, &random), 0);
    write_date(table, 2026 + (int)wijk_random_below(&random, 2), &random);
    bool choosy = wijk_random_share(&random) < 0.5;
    uint32_t wijk = city->buurten[choose_land(city, &random)].wijk;
    demo_table_text(table, choosy ? city->wijken[wijk].code : NULL);
    demo_table_end_row(table);
  }
  return demo_table_close(table, err);
}

wijk_status demo_buildings_write(const demo_city *city, wijk_error *err) {
  demo_places *places;
  wijk_status status = demo_places_new(city, &places, err);
  if (status == WIJK_OK)
    status = write_proposals(city, places, err);
  if (status == WIJK_OK)
    status = write_vacant(city, places, err);
  if (status == WIJK_OK)
    status = write_seekers(city, err);
  return status;
}
