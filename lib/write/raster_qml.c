/* SPDX-License-Identifier: EUPL-1.2 */
/* The colours in which QGIS opens a raster: for numbers the classes with their limits, for a colour table its entries,
 * which it would draw without this too, but without their words. */
#include "write/tiff.h"

#include <wijk/number.h>

static void add_entry(wijk_text *qml, const char *element, const char *value, const char *colour, const char *label) {
  wijk_text_add_format(qml, "<%s value=\"%s\" alpha=\"255\" color=\"%s\" label=\"", element, value, colour);
  wijk_text_add_xml(qml, label);
  wijk_text_add(qml, "\"/>");
}

static void add_palette(const wijk_style *style, wijk_text *qml) {
  wijk_text_add(qml, "<rasterrenderer type=\"paletted\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" nodataColor=\"\">"
                     "<rasterTransparency/><colorPalette>");
  for (size_t k = 0; k < style->class_count; k++) {
    char value[WIJK_NUMBER_SIZE];
    wijk_number_write((double)(k + 1), value);
    add_entry(qml, "paletteEntry", value, style->colours[k], style->labels[k]);
  }
  wijk_text_add(qml, "</colorPalette></rasterrenderer>");
}

/* Each entry holds up to its upper limit; the last holds all the rest. */
static void add_ramp(const wijk_style *style, wijk_text *qml) {
  char low[WIJK_NUMBER_SIZE], high[WIJK_NUMBER_SIZE];
  wijk_number_write(style->breaks[0], low);
  wijk_number_write(style->breaks[style->class_count], high);
  wijk_text_add_format(qml,
                       "<rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" "
                       "nodataColor=\"\" classificationMin=\"%s\" classificationMax=\"%s\"><rasterTransparency/>"
                       "<minMaxOrigin><limits>None</limits><extent>WholeRaster</extent></minMaxOrigin><rastershader>"
                       "<colorrampshader colorRampType=\"DISCRETE\" classificationMode=\"1\" clip=\"0\" "
                       "minimumValue=\"%s\" maximumValue=\"%s\" labelPrecision=\"4\">",
                       low, high, low, high);
  for (size_t k = 0; k < style->class_count; k++) {
    wijk_number_write(style->breaks[k + 1], high);
    add_entry(qml, "item", k + 1 < style->class_count ? high : "inf", style->colours[k], style->labels[k]);
  }
  wijk_text_add(qml, "</colorrampshader></rastershader></rasterrenderer>");
}

wijk_status raster_qml_write(const tiff_job *job, const wijk_style *style, wijk_text *qml, wijk_error *err) {
  wijk_text_add(qml, "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22.16\" "
                     "styleCategories=\"Symbology\"><pipe><provider><resampling enabled=\"false\" "
                     "zoomedInResamplingMethod=\"nearestNeighbour\" zoomedOutResamplingMethod=\"nearestNeighbour\" "
                     "maxOversampling=\"2\"/></provider>");
  if (job->classed)
    add_palette(style, qml);
  else
    add_ramp(style, qml);
  wijk_text_add(qml, "</pipe></qgis>\n");
  return wijk_text_check(qml, err);
}
