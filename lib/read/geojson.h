/* SPDX-License-Identifier: EUPL-1.2 */
/* A GeoJSON text, judged before GDAL reads it: what GDAL passes over in silence is named here. */
#ifndef WIJK_READ_GEOJSON_H
#define WIJK_READ_GEOJSON_H

#include "read/reading.h"

/* Looks at the whole text once: is it JSON to its end, is it GeoJSON, is no key there twice in one object, has every
 * feature a geometry whose coordinates are numbers of the right depth, is every number finite. A fault inside a feature
 * is kept back as one of its row; `*feature_count` rows are to be expected. WIJK_DATA for a text that is cut, is no
 * JSON or no GeoJSON, nests deeper than any map, or holds something else than features among its features. Costs one
 * pass over the bytes and room for the names of the objects that are open. */
wijk_status geojson_check(wijk_reading *reading, const unsigned char *bytes, size_t length, size_t *feature_count,
                          wijk_error *err);

#endif
