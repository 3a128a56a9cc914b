/* SPDX-License-Identifier: EUPL-1.2 */
/* A projection inside the room: for several threads. */
#ifndef WIJK_GEO_PROJECTING_H
#define WIJK_GEO_PROJECTING_H

#include <wijk/geo.h>

/* The same recorded pipeline in a handle and a context of its own: a handle is not for two threads at once. Cheap: no
 * catalogue is asked again. NULL with `err` set when there is no memory. */
wijk_projection *projection_copy(const wijk_projection *projection, wijk_error *err);

/* Whether every step is one of those that have derivatives of all orders, with no table or grid between. */
bool projection_is_smooth(const wijk_projection *projection);

#endif
