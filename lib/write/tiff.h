/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to libtiff: one raster as the bytes of a GeoTIFF (OGC 19-008r4, with GDAL's tags for metadata and "no
 * data"), and those bytes read again. */
#ifndef WIJK_WRITE_TIFF_H
#define WIJK_WRITE_TIFF_H

#include <wijk/raster.h>
#include <wijk/write.h>

typedef struct tiff_job {
  const wijk_raster *raster;
  const wijk_style
      *classed;           /* a colour table of these classes, one byte a cell; NULL = the numbers, as 32-bit floats */
  const char *provenance; /* JSON object */
  bool dutch;
  wijk_arena *scratch;
} tiff_job;

typedef struct tiff_bytes {
  unsigned char *bytes; /* freed by tiff_free */
  size_t length, capacity, at;
} tiff_bytes;

/* The same job gives the same bytes. */
wijk_status tiff_encode(const tiff_job *job, tiff_bytes *file, wijk_error *err);
/* WIJK_IO where the bytes hold no image, or another than that of the job, to the last cell. */
wijk_status tiff_check(const tiff_job *job, const void *bytes, size_t length, wijk_error *err);
void tiff_free(tiff_bytes *file);

/* The style QGIS opens the raster with: the same classes and colours (raster_qml.c). */
wijk_status raster_qml_write(const tiff_job *job, const wijk_style *style, wijk_text *qml, wijk_error *err);

#endif
