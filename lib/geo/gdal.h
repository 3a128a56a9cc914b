/* SPDX-License-Identifier: EUPL-1.2 */
/* GDAL, bound when a source first needs it: it and the hundred libraries it stands on take longer to bind than most
 * runs take to compute, and most runs read formats that have a door of their own.
 *
 * After `gdal_bind` its functions are members of `gdal`, under their own names and with their own types:
 * gdal.OGR_L_GetName(layer). A function that is not in the list below is not bound: add it. */
#ifndef WIJK_GEO_GDAL_H
#define WIJK_GEO_GDAL_H

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_srs_api.h>
#include <wijk/error.h>

/* GDAL declares these in a C++ header only. */
void RegisterOGRGeoPackage(void);
void RegisterOGRGeoJSON(void);
void RegisterOGRFlatGeobuf(void);
void RegisterOGRPG(void);

/* clang-format off */
#define GDAL_FUNCTIONS(f) \
  f(RegisterOGRGeoPackage) f(RegisterOGRGeoJSON) f(RegisterOGRFlatGeobuf) f(RegisterOGRPG) \
  f(CPLGetErrorHandlerUserData) f(CPLPushErrorHandlerEx) f(CPLPopErrorHandler) f(CSLDestroy) \
  f(GDALOpenEx) f(GDALClose) f(GDALGetMetadata) \
  f(GDALDatasetGetLayer) f(GDALDatasetGetLayerCount) \
  f(OGR_L_GetFeatureCount) f(OGR_L_GetLayerDefn) f(OGR_L_GetName) f(OGR_L_GetNextFeature) f(OGR_L_GetSpatialRef) \
  f(OGR_L_ResetReading) f(OGR_L_SetIgnoredFields) \
  f(OGR_FD_GetFieldCount) f(OGR_FD_GetFieldDefn) f(OGR_Fld_GetNameRef) f(OGR_Fld_GetType) \
  f(OGR_F_Destroy) f(OGR_F_GetFieldAsDateTime) f(OGR_F_GetFieldAsDouble) f(OGR_F_GetFieldAsInteger64) \
  f(OGR_F_GetFieldAsString) f(OGR_F_GetGeometryRef) f(OGR_F_IsFieldSetAndNotNull) \
  f(OGR_GT_Flatten) f(OGR_GT_IsNonLinear) \
  f(OGR_G_DestroyGeometry) f(OGR_G_GetGeometryCount) f(OGR_G_GetGeometryName) f(OGR_G_GetGeometryRef) \
  f(OGR_G_GetGeometryType) f(OGR_G_GetLinearGeometry) f(OGR_G_GetPointCount) f(OGR_G_GetPoints) f(OGR_G_GetX) \
  f(OGR_G_GetY) f(OGR_G_IsEmpty) \
  f(OSRExportToWkt) f(OSRGetAuthorityCode) f(OSRGetAuthorityName) f(OSRIsGeographic) f(OSRIsProjected) \
  f(VSIFCloseL) f(VSIFOpenL) f(VSIFReadL) f(VSIFSeekL) f(VSIFTellL) f(VSIFree) f(VSIReadDirRecursive) f(VSIStatExL)
/* clang-format on */

#define GDAL_MEMBER(name) __typeof__(name) *name;
typedef struct gdal_functions {
  GDAL_FUNCTIONS(GDAL_MEMBER)
} gdal_functions;
#undef GDAL_MEMBER

/* Read-only once bound. */
extern gdal_functions gdal;

/* Binds the library and registers the drivers of the formats that are read by it; once per process, from any thread.
 * WIJK_IO when it is not installed. */
wijk_status gdal_bind(wijk_error *err);

#endif
