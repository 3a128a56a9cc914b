/* SPDX-License-Identifier: EUPL-1.2 */
/* What the door to GDAL's vector formats needs to know of a file before it opens it. */
#ifndef WIJK_READ_OGR_H
#define WIJK_READ_OGR_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a JSON object has `name` among its own members (not those of members), and not as null. Reads once, allocates
 * nothing. */
bool json_has_member(const unsigned char *bytes, size_t length, const char *name);
/* What a GeoJSON text calls its CRS (crs.properties.name, as written); NULL where it does not. */
const char *json_crs_name(const unsigned char *bytes, size_t length, size_t *name_length);
/* A PostgreSQL connection string that stays on this machine. */
bool database_is_local(const char *connection);

#endif
