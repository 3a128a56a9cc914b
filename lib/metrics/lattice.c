/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/lattice.h"

#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>

#include "metrics/family.h"
#include "metrics/results.h"
#include "metrics/subject.h"
#include "metrics/value.h"

static wijk_reason reason_of(const wijk_subject *subject, const wijk_value *value, size_t zone) {
  if (subject->water[zone]) {
    return WIJK_REASON_WATER;
  }
  if (isfinite(value->numbers[zone])) {
    return WIJK_PRESENT;
  }
  const wijk_reason known = value->reasons == NULL ? WIJK_PRESENT : (wijk_reason)value->reasons[zone];
  return known == WIJK_PRESENT ? WIJK_REASON_MISSING : known;
}

/* "A, B and 3 more" of the zones with that reason; how many there are in `*count`. */
static wijk_status list_zones(const wijk_subject *subject, const uint8_t *reasons, wijk_reason reason, wijk_text *list,
                              size_t *count, wijk_error *err) {
  const wijk_column *key = wijk_layer_find_role(subject->zones, "key");
  *count = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (reasons[i] != reason) {
      continue;
    }
    const char *name = key != NULL && key->texts != NULL ? key->texts[i] : NULL;
    char number[WIJK_NUMBER_SIZE + 1];
    if (name == NULL) {
      number[wijk_number_write((double)(i + 1), number)] = '\0';
    }
    wijk_subject_list(list, name != NULL ? name : number, (*count)++);
  }
  return wijk_subject_list_end(list, *count, err);
}

/* ---- pairs that only just are no neighbours ---- */

/* Pairs that a tolerance of a metre would have made neighbours: those of `wider` that are not in `weights`. */
static wijk_status list_near(const wijk_subject *subject, const wijk_weights *weights, const wijk_weights *wider,
                             wijk_text *list, size_t *count, wijk_error *err) {
  const wijk_column *key = wijk_layer_find_role(subject->zones, "key");
  *count = 0;
  for (size_t i = 0; i < wider->count; i++) {
    size_t at = weights->first[i];
    for (size_t k = wider->first[i]; k < wider->first[i + 1]; k++) {
      const uint32_t j = wider->neighbour[k];
      while (at < weights->first[i + 1] && weights->neighbour[at] < j) {
        at++;
      }
      if (j < i || (at < weights->first[i + 1] && weights->neighbour[at] == j)) {
        continue;
      }
      wijk_text pair = {0};
      if (key != NULL && key->texts != NULL) {
        wijk_text_add_format(&pair, "%s with %s", key->texts[i], key->texts[j]);
      } else {
        wijk_text_add_format(&pair, "%zu with %u", i + 1, j + 1);
      }
      if (wijk_text_check(&pair, err) == WIJK_OK) {
        wijk_subject_list(list, pair.bytes, (*count)++);
      }
      wijk_text_free(&pair);
    }
  }
  return err->status == WIJK_OK ? wijk_subject_list_end(list, *count, err) : err->status;
}

#define NEAR_M 1.0 /* slivers between zones that are narrower are counted as one, when zones are inspected */

static wijk_status tell_near(const wijk_subject *subject, const wijk_lattice *lattice, wijk_report *report,
                             wijk_error *err) {
  wijk_weights_rule rule = subject->method->weights;
  wijk_weights wider;
  const double snap_m = wijk_weights_snap(subject->zones, &rule);
  if ((rule.kind != WIJK_WEIGHTS_QUEEN && rule.kind != WIJK_WEIGHTS_ROOK) || !isnan(rule.snap_m) ||
      !(snap_m < NEAR_M) || (subject->zones->crs != NULL && strcmp(subject->zones->crs, "local") == 0)) {
    return WIJK_OK; /* whoever chose a tolerance knows; and what is near in units of no earth, nobody */
  }
  wijk_arena *scratch = wijk_arena_new(err);
  if (scratch == NULL) {
    return WIJK_MEMORY;
  }
  wijk_text list = {0};
  size_t count = 0;
  rule.snap_m = NEAR_M;
  wijk_status status = wijk_weights_new(subject->zones, lattice->in, &rule, subject->threads, scratch, &wider, err);
  if (status == WIJK_OK) {
    status = list_near(subject, &lattice->weights, &wider, &list, &count, err);
  }
  if (status == WIJK_OK && count > 0) {
    status = wijk_report_add_finding(
        report, &(wijk_finding){.severity = WIJK_NOTE, .code = "nearly-neighbours", .hint = "--weights-snap"}, err,
        "%zu pairs of zones come within %.0f m of each other and are no neighbours, by a tolerance of %g m: %s", count,
        NEAR_M, snap_m, list.bytes);
  }
  wijk_text_free(&list);
  wijk_arena_free(scratch);
  return status;
}

static wijk_status tell(const wijk_subject *subject, const wijk_lattice *lattice, wijk_report *report,
                        wijk_error *err) {
  wijk_text list = {0};
  size_t islands, absent = 0;
  wijk_status status = list_zones(subject, lattice->reasons, WIJK_REASON_NO_NEIGHBOURS, &list, &islands, err);
  if (status == WIJK_OK && islands > 0) {
    status = wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "no-neighbours"}, err,
                                     "%zu %s left out of autocorrelation: "
                                     "%s",
                                     islands,
                                     wijk_plural(islands, "zone has no neighbours with a value, and is",
                                                 "zones have no neighbours with a value, and are"),
                                     list.bytes == NULL ? "" : list.bytes);
  }
  wijk_text_free(&list);
  for (size_t i = 0; i < subject->zone_count; i++) {
    absent += lattice->reasons[i] != WIJK_PRESENT && lattice->reasons[i] != WIJK_REASON_NO_NEIGHBOURS;
  }
  if (status == WIJK_OK && absent > 0) {
    status = wijk_report_add_finding(
        report, &(wijk_finding){.severity = WIJK_NOTE, .code = "no-value", .field = lattice->value}, err,
        "%zu %s no '%s', or only water, and no neighbours", absent, wijk_plural(absent, "zone has", "zones have"),
        lattice->value);
  }
  return status == WIJK_OK ? tell_near(subject, lattice, report, err) : status;
}

/* No zone takes part, and it is said why. */
static wijk_status do_without(const wijk_subject *subject, const wijk_results_inner *inner, const wijk_error *why,
                              uint8_t *reasons, wijk_lattice *lattice, wijk_error *err) {
  const bool nearest = subject->method->weights.kind == WIJK_WEIGHTS_NEAREST;
  lattice->none = nearest ? WIJK_REASON_TOO_FEW : WIJK_REASON_NO_NEIGHBOURS;
  lattice->weights = (wijk_weights){.count = subject->zone_count,
                                    .first = WIJK_ARENA_ADD(inner->arena, size_t, subject->zone_count + 1, err)};
  for (size_t i = 0; i < subject->zone_count; i++) {
    reasons[i] = reasons[i] == WIJK_PRESENT ? (uint8_t)lattice->none : reasons[i];
  }
  return lattice->weights.first == NULL ? WIJK_MEMORY
         : inner->round->value != NULL
             ? WIJK_OK
             : wijk_report_add_finding(inner->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "no-weights"},
                                       err, "%s: autocorrelation is undefined", why->message);
}

static wijk_status fill(const wijk_subject *subject, const wijk_value *value, const wijk_results_inner *inner,
                        wijk_lattice *lattice, wijk_error *err) {
  const size_t n = subject->zone_count;
  wijk_arena *arena = inner->arena;
  wijk_error why = {0};
  uint8_t *reasons = WIJK_ARENA_ADD(arena, uint8_t, n, err);
  bool *in = WIJK_ARENA_ADD(arena, bool, n, err);
  size_t *zone = WIJK_ARENA_ADD(arena, size_t, n, err);
  if (reasons == NULL || in == NULL || zone == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < n; i++) {
    reasons[i] = (uint8_t)reason_of(subject, value, i);
    in[i] = reasons[i] == WIJK_PRESENT;
  }
  lattice->in = in;
  lattice->numbers = value->numbers;
  lattice->reasons = reasons;
  lattice->zone = zone;
  if (wijk_weights_new(subject->zones, in, &subject->method->weights, subject->threads, arena, &lattice->weights,
                       &why) != WIJK_OK) {
    if (why.status == WIJK_DATA && inner->lenient) {
      return do_without(subject, inner, &why, reasons, lattice, err);
    }
    *err = why;
    return wijk_error_frame(err, "finding who is next to whom");
  }
  size_t with_value = 0;
  wijk_reason none = WIJK_REASON_WATER; /* of the first zone that is not: why it has no value */
  for (size_t i = 0; i < n; i++) {
    with_value += in[i];
    none = none == WIJK_REASON_WATER ? (wijk_reason)reasons[i] : none;
    if (in[i] && lattice->weights.first[i] == lattice->weights.first[i + 1]) {
      reasons[i] = WIJK_REASON_NO_NEIGHBOURS;
    } else if (in[i]) {
      zone[lattice->count++] = i;
    }
  }
  lattice->none = with_value == 0       ? none
                  : with_value < 3      ? WIJK_REASON_TOO_FEW
                  : lattice->count == 0 ? WIJK_REASON_NO_NEIGHBOURS
                  : lattice->count < 3  ? WIJK_REASON_TOO_FEW
                                        : WIJK_PRESENT;
  return inner->round->value == NULL ? tell(subject, lattice, inner->report, err) : WIJK_OK;
}

wijk_status wijk_lattice_find(const wijk_subject *subject, wijk_results *results, const wijk_lattice **lattice,
                              wijk_error *err) {
  const wijk_results_inner inner = wijk_results_inside(results);
  if (*inner.lattice == NULL) {
    wijk_lattice *made = WIJK_ARENA_ADD(inner.arena, wijk_lattice, 1, err);
    wijk_value value;
    if (made == NULL) {
      return WIJK_MEMORY;
    }
    made->value = subject->method->value;
    if (wijk_value_find(subject, results, made->value, inner.arena, &value, err) != WIJK_OK ||
        fill(subject, &value, &inner, made, err) != WIJK_OK) {
      return err->status;
    }
    *inner.lattice = made;
  }
  *lattice = *inner.lattice;
  return WIJK_OK;
}
