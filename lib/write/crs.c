/* SPDX-License-Identifier: EUPL-1.2 */
/* What a file says about its CRS, in the words of its format. The door out to GDAL. */
#include <string.h>

#include <cpl_conv.h>
#include <cpl_error.h>
#include <ogr_srs_api.h>

#include "write/format.h"

wijk_status crs_definition(const char *crs, crs_dialect dialect, wijk_arena *arena, const char **definition,
                           const char **name, wijk_error *err) {
  OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
  char *text = NULL;
  const char *const options[] = {dialect == CRS_ESRI ? "FORMAT=WKT1_ESRI" : "FORMAT=WKT1_GDAL", NULL};
  CPLPushErrorHandler(CPLQuietErrorHandler); /* the failure is told once, in our words */
  bool found = reference && OSRSetFromUserInput(reference, crs) == OGRERR_NONE &&
               OSRExportToWktEx(reference, &text, options) == OGRERR_NONE && text && *text;
  CPLPopErrorHandler();
  const char *title = found ? OSRGetName(reference) : NULL;
  wijk_status status = WIJK_OK;
  if (!found) {
    status = wijk_error_set(err, WIJK_DATA, "the CRS '%s' cannot be described", crs);
  } else {
    *definition = wijk_arena_text(arena, text, err);
    *name = wijk_arena_text(arena, title ? title : crs, err);
    if (!*definition || !*name)
      status = WIJK_MEMORY;
  }
  CPLFree(text);
  OSRDestroySpatialReference(reference);
  return status;
}
