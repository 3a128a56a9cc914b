/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/weights.h>

#include <math.h>
#include <omp.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>

#include "base/memory.h"
#include "geo/weights_parts.h"

static bool is_contact(const wijk_weights_rule *rule) {
  return rule->kind == WIJK_WEIGHTS_QUEEN || rule->kind == WIJK_WEIGHTS_ROOK;
}

static wijk_status check(const wijk_layer *zones, const wijk_weights_rule *rule, wijk_error *err) {
  const char *name = zones->name ? zones->name : "";
  if (is_contact(rule) && rule->snap_m < 0)
    return wijk_error_set(err, WIJK_USAGE, "the tolerance between boundaries is less than 0");
  if (rule->kind == WIJK_WEIGHTS_NEAREST && rule->nearest == 0)
    return wijk_error_set(err, WIJK_USAGE, "0 nearest zones are no neighbours");
  if ((rule->kind == WIJK_WEIGHTS_BAND || rule->kind == WIJK_WEIGHTS_INVERSE) &&
      !(rule->band_m > 0 && rule->band_m < INFINITY))
    return wijk_error_set(err, WIJK_USAGE, "the distance within which zones are neighbours is not greater than 0");
  if (zones->row_count >= UINT32_MAX)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has four thousand million zones or more", name);
  if (zones->row_count && zones->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons, so that there are no neighbours", name);
  return WIJK_OK;
}

double wijk_weights_snap(const wijk_layer *zones, const wijk_weights_rule *rule) {
  double bounds[4];
  if (!isnan(rule->snap_m))
    return rule->snap_m;
  if (!zones->crs || strcmp(zones->crs, "local") != 0)
    return 0.1;
  return wijk_layer_bounds(zones, bounds) ? 1e-6 * fmax(bounds[2] - bounds[0], bounds[3] - bounds[1]) : 0;
}

/* Who has whom, `to`, from whom has who: whoever comes first in `from` comes first in each row of `to`. */
static void turn_round(size_t n, const size_t *from_first, const uint32_t *from, size_t *to_first, uint32_t *to) {
  memset(to_first, 0, (n + 2) * sizeof *to_first);
  for (size_t i = 0; i < from_first[n]; i++)
    to_first[from[i] + 2]++;
  for (size_t zone = 0; zone < n; zone++)
    to_first[zone + 2] += to_first[zone + 1];
  for (size_t zone = 0; zone < n; zone++)
    for (size_t i = from_first[zone]; i < from_first[zone + 1]; i++)
      to[to_first[from[i] + 1]++] = (uint32_t)zone;
}

wijk_status weights_sort_rows(wijk_weights *weights, wijk_error *err) {
  size_t n = weights->count;
  size_t *first = memory_resize(NULL, n + 2, 2 * sizeof *first);
  uint32_t *turned = memory_resize(NULL, weights->first[n], sizeof *turned);
  if (first && turned) { /* turned round twice, rows are in order */
    turn_round(n, weights->first, weights->neighbour, first, turned);
    turn_round(n, first, turned, first + n + 2, weights->neighbour);
  } else {
    wijk_error_set(err, WIJK_MEMORY, "out of memory");
  }
  memory_free(first);
  memory_free(turned);
  return err->status;
}

static void standardise(wijk_weights *weights) {
  for (size_t zone = 0; zone < weights->count; zone++) {
    double sum = 0;
    for (size_t i = weights->first[zone]; i < weights->first[zone + 1]; i++)
      sum += weights->weight[i];
    for (size_t i = weights->first[zone]; i < weights->first[zone + 1]; i++)
      weights->weight[i] /= sum;
  }
}

static size_t count_islands(const wijk_weights *weights, const bool *in) {
  size_t count = 0;
  for (size_t zone = 0; zone < weights->count; zone++)
    count += in[zone] && weights->first[zone] == weights->first[zone + 1];
  return count;
}

wijk_status wijk_weights_new(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                             wijk_arena *arena, wijk_weights *weights, wijk_error *err) {
  wijk_weights made = {.count = zones->row_count};
  if (check(zones, rule, err) != WIJK_OK)
    return err->status;
  threads = threads > 0 ? threads : omp_get_max_threads();
  if (!in) {
    bool *all = WIJK_ARENA_ADD(arena, bool, made.count, err);
    if (!all)
      return err->status;
    memset(all, true, made.count);
    in = all;
  }
  if ((is_contact(rule) ? weights_find_contact : weights_find_distance)(zones, in, rule, threads, arena, &made, err))
    return err->status;
  if (is_contact(rule)) {
    size_t count = made.first[made.count];
    made.weight = WIJK_ARENA_ADD(arena, double, count, err);
    if (!made.weight)
      return err->status;
    for (size_t i = 0; i < count; i++)
      made.weight[i] = 1;
  }
  if (rule->row_standardise)
    standardise(&made);
  made.island_count = count_islands(&made, in);
  *weights = made;
  return WIJK_OK;
}

wijk_status wijk_weights_rule_read(const char *text, wijk_weights_rule *rule, wijk_error *err) {
  static const struct {
    const char *word;
    wijk_weights_kind kind;
    bool measured;
  } known[] = {{"queen", WIJK_WEIGHTS_QUEEN, false},
               {"rook", WIJK_WEIGHTS_ROOK, false},
               {"knn", WIJK_WEIGHTS_NEAREST, true},
               {"band", WIJK_WEIGHTS_BAND, true},
               {"idw", WIJK_WEIGHTS_INVERSE, true}};
  static const char hint[] = "weights are queen, rook, knn:K (the K nearest), band:M (within M metres) or idw:M (the "
                             "same, by 1 / distance)";
  const char *words[5], *colon = strchr(text, ':');
  size_t length = colon ? (size_t)(colon - text) : strlen(text), k = 0;
  for (size_t i = 0; i < 5; i++)
    words[i] = known[i].word;
  while (k < 5 && (strlen(words[k]) != length || strncmp(words[k], text, length) != 0))
    k++;
  if (k == 5) {
    char head[32] = {0};
    memcpy(head, text, length < sizeof head ? length : sizeof head - 1);
    const char *nearest = wijk_text_find_nearest(head, words, 5);
    wijk_error_set(err, WIJK_USAGE, "there are no weights '%s'", text);
    return nearest ? wijk_error_hint(err, "did you mean '%s'? %s", nearest, hint) : wijk_error_hint(err, "%s", hint);
  }
  double measure = NAN;
  if (known[k].measured != (colon != NULL) ||
      (colon && (!wijk_number_read(colon + 1, strlen(colon + 1), &measure) || !(measure > 0 && measure < 1e9) ||
                 (known[k].kind == WIJK_WEIGHTS_NEAREST && measure != floor(measure))))) {
    wijk_error_set(err, WIJK_USAGE, "weights '%s' are not complete", text);
    return wijk_error_hint(err, "%s", hint);
  }
  rule->kind = known[k].kind;
  if (rule->kind == WIJK_WEIGHTS_NEAREST)
    rule->nearest = (size_t)measure;
  else if (colon)
    rule->band_m = measure;
  return WIJK_OK;
}
