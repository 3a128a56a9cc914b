/* SPDX-License-Identifier: EUPL-1.2 */
#define _LARGEFILE64_SOURCE /* struct stat64, which GDAL's header builds on */
#include "geo/gdal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

gdal_functions gdal;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[300]; /* what the loader said; empty = bound */

#define GDAL_SYMBOL(name) {#name, offsetof(gdal_functions, name)},
static const struct {
  const char *name;
  size_t place;
} symbols[] = {GDAL_FUNCTIONS(GDAL_SYMBOL)};

/* It stays loaded: a driver may have left work for the end of the process. */
static void bind(void) {
  void *library = dlopen(WIJK_GDAL_SONAME, RTLD_LAZY | RTLD_LOCAL);
  gdal_functions found;
  for (size_t i = 0; library && i < sizeof symbols / sizeof *symbols; i++) {
    void *address = dlsym(library, symbols[i].name);
    if (!address)
      library = NULL;
    memcpy((char *)&found + symbols[i].place, &address, sizeof address);
  }
  if (!library) {
    const char *reason = dlerror();
    snprintf(failure, sizeof failure, "%s", reason ? reason : WIJK_GDAL_SONAME);
    return;
  }
  gdal = found;
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
