/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities: more where people live, more where a zone is weak, and more where there are some already. */
#include "demo/city.h"
#include "demo/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct drawn {
  const char *group;
  double capacity, occupied;
  bool planned, secret;
} drawn;

static const char *choose_group(const demo_form *form, wijk_random *random) {
  size_t count = 0;
  while (count < DEMO_GROUPS && form->groups[count])
    count++;
  return form->groups[wijk_random_below(random, count)];
}

static drawn draw(const demo_form *form, wijk_random *random) {
  drawn drawn = {.group = choose_group(form, random)};
  double span = form->most - form->least;
  drawn.capacity = floor(form->least + span * 0.5 * (wijk_random_share(random) + wijk_random_share(random)) + 0.5);
  drawn.occupied = floor(drawn.capacity * (0.82 + 0.2 * wijk_random_share(random)));
  if (drawn.occupied > drawn.capacity)
    drawn.occupied = drawn.capacity;
  drawn.planned = wijk_random_share(random) < 0.035;
  drawn.secret = strcmp(drawn.group, demo_secret_group) == 0;
  return drawn;
}

/* Running sums of what draws facilities to each buurt. */
static double *pull_of_buurten(const demo_city *city, wijk_error *err) {
  double *sums = WIJK_ARENA_ADD(city->arena, double, city->buurt_count, err), sum = 0;
  for (size_t i = 0; sums && i < city->buurt_count; i++) {
    const demo_zone *buurt = &city->buurten[i];
    double weak = 1.25 - buurt->strength;
    if (!buurt->water && !buurt->industrial)
      sum += (buurt->residents + 50) * weak * weak * weak;
    sums[i] = sum;
  }
  return sums;
}

static uint32_t find_sum(const double *sums, size_t count, double at) {
  size_t low = 0, high = count - 1;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (sums[middle] > at)
      high = middle;
    else
      low = middle + 1;
  }
  return (uint32_t)low;
}

static uint32_t choose_buurt(const demo_city *city, const double *sums, const uint32_t *chosen, size_t number,
                             wijk_random *random) {
  if (number > 40 && wijk_random_share(random) < 0.3)
    return chosen[wijk_random_below(random, number)];
  double all = sums[city->buurt_count - 1];
  return find_sum(sums, city->buurt_count, all * wijk_random_share(random));
}

static const char *choose(const char *const *list, size_t count, wijk_random *random) {
  return list[wijk_random_below(random, count)];
}

static void write_facility(const demo_city *city, const demo_places *places, uint32_t buurt, size_t number,
                           wijk_random *random, demo_table *table) {
  const demo_form *form = demo_form_draw(random);
  drawn drawn = draw(form, random);
  char id[24], name[96], start[40];
  double x, y;
  demo_places_find(places, buurt, random, &x, &y);
  snprintf(id, sizeof id, "V%05zu", number + 1);
  size_t prefix = (size_t)snprintf(name, sizeof name, "%s ", form->house);
  demo_name_find(city, DEMO_NAME_FACILITY, number, name + prefix, sizeof name - prefix);
  int year = 1996 + (int)wijk_random_below(random, 29), month = 1 + (int)wijk_random_below(random, 12);
  snprintf(start, sizeof start, "%d-%02d-01", drawn.planned ? 2027 : year, month);
  demo_table_text(table, id);
  demo_table_text(table, name);
  demo_table_text(table, form->name);
  demo_table_text(table, drawn.group);
  demo_table_text(table, choose(demo_providers, DEMO_PROVIDERS, random));
  demo_table_text(table, choose(demo_owners, DEMO_OWNERS, random));
  demo_table_number(table, drawn.capacity, 0);
  demo_table_number(table, drawn.planned ? 0 : drawn.occupied, 0);
  demo_table_text(table, drawn.planned ? "gepland" : "bestaand");
  demo_table_text(table, drawn.secret ? "ja" : "nee");
  demo_table_number(table, x, 1);
  demo_table_number(table, y, 1);
  demo_table_text(table, start);
  demo_table_text(table, !drawn.planned && wijk_random_share(random) < 0.05 ? "2029-12-31" : NULL);
  demo_table_end_row(table);
}

wijk_status demo_facilities_write(const demo_city *city, wijk_error *err) {
  demo_places *places;
  demo_table *table;
  wijk_status status = demo_places_new(city, &places, err);
  if (status != WIJK_OK)
    return status;
  double *sums = pull_of_buurten(city, err);
  uint32_t *chosen = WIJK_ARENA_ADD(city->arena, uint32_t, city->demo->facilities, err);
  if (!sums || !chosen)
    return WIJK_MEMORY;
  status = demo_table_open(city, "voorzieningen.csv",
                           "id;naam;woonvorm;doelgroep;aanbieder;eigenaar;capaciteit;bezet;status;geheim;x;y;"
                           "geldig_van;geldig_tot",
                           &table, err);
  if (status != WIJK_OK)
    return status;
  for (size_t number = 0; number < city->demo->facilities; number++) {
    wijk_random random = demo_random(city, DEMO_FACILITIES, number);
    chosen[number] = choose_buurt(city, sums, chosen, number, &random);
    write_facility(city, places, chosen[number], number, &random, table);
  }
  return demo_table_close(table, err);
}
