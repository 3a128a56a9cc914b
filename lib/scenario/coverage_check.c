/* SPDX-License-Identifier: EUPL-1.2 */
/* Coverage by plain counting. Knows nothing of the solver. */
#include <math.h>
#include <wijk/coverage.h>

double wijk_coverage_count(const wijk_coverage_problem *p, const wijk_coverage *c, wijk_coverage_goal goal) {
  double sum = 0;
  if (goal == WIJK_COVERAGE_UNSERVED)
    for (size_t i = 0; i < p->home_count; i++)
      sum += c->unserved[i];
  if (goal == WIJK_COVERAGE_WORKERS)
    for (size_t j = 0; j < p->base_count; j++)
      sum += c->workers[j];
  if (goal == WIJK_COVERAGE_METRES)
    for (size_t k = 0; k < c->flow_count; k++)
      sum += c->flows[k].households * p->distance_m[c->flows[k].home * p->base_count + c->flows[k].base];
  return sum;
}

static double served_at(const wijk_coverage *c, size_t home) {
  double sum = 0;
  for (size_t k = 0; k < c->flow_count; k++)
    sum += c->flows[k].home == home ? c->flows[k].households : 0;
  return sum;
}

static double served_from(const wijk_coverage *c, size_t base) {
  double sum = 0;
  for (size_t k = 0; k < c->flow_count; k++)
    sum += c->flows[k].base == base ? c->flows[k].households : 0;
  return sum;
}

static bool is_whole(double value) {
  return value >= 0 && value == nearbyint(value);
}

const char *wijk_coverage_check(const wijk_coverage_problem *p, const wijk_coverage *c) {
  for (size_t k = 0; k < c->flow_count; k++) {
    const wijk_coverage_flow *f = &c->flows[k];
    if (f->home >= p->home_count || f->base >= p->base_count || !is_whole(f->households) || f->households == 0)
      return "a flow is between places that are not there, or of no whole number of households";
    const double distance = p->distance_m[f->home * p->base_count + f->base];
    if (isnan(distance) || distance > p->furthest_m)
      return "a worker goes where there is no way, or too far";
  }
  for (size_t i = 0; i < p->home_count; i++)
    if (!is_whole(c->unserved[i]) || served_at(c, i) + c->unserved[i] != p->households[i])
      return "households are served twice, or lost";
  for (size_t j = 0; j < p->base_count; j++)
    if (!is_whole(c->workers[j]) || served_from(c, j) > c->workers[j] * (double)p->caseload)
      return "a worker has more households than the caseload";
  if (p->workers != WIJK_NONE && wijk_coverage_count(p, c, WIJK_COVERAGE_WORKERS) > (double)p->workers)
    return "there are more workers than there may be";
  return NULL;
}
