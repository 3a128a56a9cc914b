/* SPDX-License-Identifier: EUPL-1.2 */
/* What the fields of a road say, by the lists in wijk/roads.h. */
#ifndef WIJK_GEO_ROAD_WORDS_H
#define WIJK_GEO_ROAD_WORDS_H

#include "geo/roads.h"

enum { ROAD_LETTER_TF = 1, ROAD_LETTER_BH = 2 };

/* Ways of a word, and of a row; 0 for a word that is not known. `*letters` gathers which notations a field shows. */
unsigned road_word_ways(const char *word);
unsigned road_cell_ways(const wijk_column *oneway, size_t row, unsigned *letters);

/* Kilometres an hour above 0, else `otherwise` where that is one, else NaN. */
double road_word_kmh(const char *word);
double road_cell_kmh(const wijk_column *speed, size_t row, double otherwise);
/* There is something, and it is no speed. */
bool road_cell_is_bad_speed(const wijk_column *speed, size_t row);

/* Which of the classes a row has, WIJK_NONE for none of them. */
size_t road_cell_class(const wijk_column *kind, size_t row, const char *const *classes, size_t count);

#endif
