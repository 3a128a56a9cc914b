/* SPDX-License-Identifier: EUPL-1.2 */
#define _LARGEFILE64_SOURCE /* struct stat64, which GDAL's header builds on */
#include "geo/gdal.h"
#include "base/bind.h"

#include <pthread.h>
#include <stddef.h>

gdal_functions gdal;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[300]; /* what the loader said; empty = bound */

#define GDAL_SYMBOL(name) {#name, offsetof(gdal_functions, name)},
static const bind_symbol symbols[] = {GDAL_FUNCTIONS(GDAL_SYMBOL)};

static void bind(void) {
  if (!bind_library(WIJK_GDAL_SONAME, symbols, sizeof symbols / sizeof *symbols, &gdal, failure, sizeof failure))
    return;
  gdal.RegisterOGRGeoPackage();
  gdal.RegisterOGRGeoJSON();
  gdal.RegisterOGRFlatGeobuf();
  gdal.RegisterOGRPG();
}

wijk_status gdal_bind(wijk_error *err) {
  pthread_once(&once, bind);
  if (!failure[0])
    return WIJK_OK;
  wijk_error_set(err, WIJK_IO, "GDAL cannot be loaded: %s", failure);
  return wijk_error_hint(err, "install it (on Debian: libgdal32), or give a Shapefile, a CSV or a GeoPackage");
}
