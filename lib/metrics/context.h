/* SPDX-License-Identifier: EUPL-1.2 */
/* Zones around the study area. They are in no figure of the city and not in what is written; they are there so that the
 * border of the municipality is not the end of the world.
 *
 * What goes by points needs little of them: facilities and people outside the zones count for distances and access
 * where the sources have them. So context gives people to where no points do, and is the ground and the neighbours of
 * what is about the surroundings of a zone: access_*                 residents of a context zone without population
 * points share the places, from a point inside it place_density_kde        kernels are cut off at the border of study
 * area and context together; facilities in the context add to it autocorrelation_local    zones of the context are
 * neighbours, with a value of their own The last two are computed of study area and context together, and what is said
 * of the context is left out: the guard area of the literature (Ripley 1981; Griffith 1983). A zone at the border so
 * has the figures it would have inside a larger city of these zones. For local statistics that means that mean and
 * variance are those of all zones given, so that a context far away changes them: it is for a ring, and the report says
 * so. All else (indices of the city, Moran's I, point pattern) describes the study area, and knows of no context. */
#ifndef WIJK_METRICS_CONTEXT_H
#define WIJK_METRICS_CONTEXT_H

#include "metrics/subject.h"

/* The residents of the zones of `sources->context` in which no population point lies, each at a point inside it, behind
 * the population points of `subject`, outside every zone. Zones of the context that are zones of the study area (by
 * key) are left out. Says in the report what context is for. Nothing happens without context. WIJK_DATA where a zone of
 * the context lies inside the study area. */
wijk_status wijk_subject_add_context(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);

#endif
