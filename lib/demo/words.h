/* SPDX-License-Identifier: EUPL-1.2 */
/* The few lists that all tables of the invented city share. */
#ifndef WIJK_DEMO_WORDS_H
#define WIJK_DEMO_WORDS_H

#include <wijk/random.h>

#define DEMO_FORMS 5
#define DEMO_GROUPS 4
#define DEMO_PROVIDERS 12
#define DEMO_OWNERS 5
#define DEMO_SCENARIOS 3

typedef struct demo_form {
  const char *name, *house;
  double share;                                                  /* of all facilities */
  double least, most;                                            /* places */
  const char *groups[DEMO_GROUPS];                               /* NULL after the last */
  double care_eur, area_m2, new_eur_m2, convert_eur_m2, minimum; /* unit costs */
} demo_form;

extern const demo_form demo_forms[DEMO_FORMS]; /* from heavy to light */
extern const char *const demo_secret_group;
extern const char *const demo_providers[DEMO_PROVIDERS];
extern const char *const demo_owners[DEMO_OWNERS];
extern const char *const demo_scenarios[DEMO_SCENARIOS]; /* from none to fast extramuralisation */

const demo_form *demo_form_draw(wijk_random *random); /* one draw */

#endif
