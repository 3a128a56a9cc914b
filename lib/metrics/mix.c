/* SPDX-License-Identifier: EUPL-1.2 */
/* How mixed the places of one zone are, by provider and by form. Facilities count by their places, or each as one
 * where the source knows no places. */
#include "metrics/family.h"

#include <stdlib.h>
#include <string.h>

static const wijk_metric metrics[] = {
    {"provider_hhi", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES,
     WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE | WIJK_LAW_ORDER_FREE |
         WIJK_LAW_DOUBLING_FREE,
     "Concentratie bij aanbieders (HHI)", "Provider concentration (HHI)", "0-1", "0-1",
     "Σ q², q = a provider's share of the zone's places", "Hirschman 1945; Herfindahl 1950"},
    {"form_entropy", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES,
     WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE | WIJK_LAW_ORDER_FREE |
         WIJK_LAW_DOUBLING_FREE,
     "Menging van woonvormen", "Mix of forms of housing", "0-1", "0-1",
     "-Σ q ln q / ln k, q = a form's share of the zone's places, k = forms in the ladder (else in the data)",
     "Shannon 1948"},
};

typedef struct item {
  size_t zone;
  const char *word; /* NULL = not known */
  double size;
} item;

static int order_items(const void *a, const void *b) {
  const item *p = a, *q = b;
  if (p->zone != q->zone) {
    return p->zone < q->zone ? -1 : 1;
  }
  if (p->word == NULL || q->word == NULL) {
    return (q->word == NULL) - (p->word == NULL);
  }
  return strcmp(p->word, q->word);
}

/* The facilities inside zones, by zone and then by word. */
static wijk_status sort_items(const wijk_subject *subject, const char *const *words, wijk_arena *scratch, item **items,
                              size_t *count, wijk_error *err) {
  item *list = WIJK_ARENA_ADD(scratch, item, subject->facility_count, err);
  if (list == NULL) {
    return WIJK_MEMORY;
  }
  size_t n = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (subject->zone_of_facility[f] != WIJK_NONE) {
      list[n++] = (item){subject->zone_of_facility[f], words == NULL ? NULL : words[f],
                         subject->capacity == NULL ? 1 : subject->capacity[f]};
    }
  }
  if (n > 0) { /* the standard forbids an empty qsort of no array */
    qsort(list, n, sizeof *list, order_items);
  }
  *items = list;
  *count = n;
  return WIJK_OK;
}

/* Sum over the words of one zone of square(share) or -share ln share. */
static double mix_of(const item *items, size_t count, double total, bool entropy) {
  double sum = 0;
  for (size_t i = 0; i < count;) {
    double size = 0;
    const char *word = items[i].word;
    for (; i < count && strcmp(items[i].word, word) == 0; i++) {
      size += items[i].size;
    }
    const double share = size / total;
    sum += !entropy ? share * share : share > 0 ? -share * log(share) : 0;
  }
  return sum;
}

/* `divisor` of the entropy; 0 = squares are wanted. */
static void fill(const wijk_subject *subject, const item *items, size_t count, double divisor, bool entropy,
                 const wijk_result *result) {
  size_t at = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    const size_t first = at;
    double total = 0;
    bool named = true;
    for (; at < count && items[at].zone == i; at++) {
      total += items[at].size;
      named = named && items[at].word != NULL;
    }
    const wijk_reason reason = at == first                 ? WIJK_REASON_NO_FACILITIES
                               : !named                    ? WIJK_REASON_MISSING
                               : isnan(total)              ? WIJK_REASON_UNKNOWN_CAPACITY
                               : !(total > 0)              ? WIJK_REASON_NO_FACILITIES
                               : entropy && !(divisor > 0) ? WIJK_REASON_ZERO_VARIANCE
                                                           : WIJK_PRESENT;
    double value = reason == WIJK_PRESENT ? mix_of(items + first, at - first, total, entropy) : NAN;
    if (entropy && reason == WIJK_PRESENT) {
      value = wijk_trim_share(value / divisor); /* an even mix may come out a rounding above ln k */
    }
    wijk_result_set(result, i, value, reason);
  }
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_result result;
  item *items;
  size_t count;
  if (wijk_results_find(results, "provider_hhi", 0, &result)) {
    if (sort_items(subject, subject->provider, scratch, &items, &count, err) != WIJK_OK) {
      return WIJK_MEMORY;
    }
    fill(subject, items, count, 0, false, &result);
  }
  if (wijk_results_find(results, "form_entropy", 0, &result)) {
    if (sort_items(subject, subject->form, scratch, &items, &count, err) != WIJK_OK) {
      return WIJK_MEMORY;
    }
    fill(subject, items, count, subject->form_count > 1 ? log((double)subject->form_count) : 0, true, &result);
  }
  return WIJK_OK;
}

WIJK_FAMILY(mix);
