/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a city's indices are from what chance would give. */
#ifndef WIJK_METRICS_INFERENCE_H
#define WIJK_METRICS_INFERENCE_H

#include "metrics/results.h"

/* Adds expectation, variance and p to every index of the city in `results` (index_list.c has them) from
 * subject->method->inference draws of chance (null.h says what is drawn); does nothing where that is 0. With I_r the
 * index of draw r, over the R draws in which it is defined:
 *   expected = mean I_r, variance = Σ (I_r - expected)² / (R - 1), p = (b + 1) / (R + 1),
 * b the draws that are at least as far from `expected` as the index itself, to either side (a difference of a rounding
 * counts as as far). Draws in which an index is undefined, as one of two groups is where a zone would hold more than
 * its residents, are not counted: what is left are draws from all reallocations that are possible, each as likely as
 * before. How many these were is a finding. An index that is undefined itself has no p. O(R n) per index, O(R n log n)
 * at most for the two that sort. */
wijk_status wijk_inference_compute(const wijk_subject *subject, const wijk_round *round, wijk_results *results,
                                   wijk_arena *scratch, wijk_report *report, wijk_error *err);

#endif
