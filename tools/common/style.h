/* SPDX-License-Identifier: EUPL-1.2 */
/* How an output opens in QGIS: in the classes and colours a map of it would have. */
#ifndef WIJK_TOOLS_STYLE_H
#define WIJK_TOOLS_STYLE_H

#include "common/program.h"

/* A column of numbers in five natural classes, YlOrBr, as wijk-map draws it when nothing else is asked. `*style` is
 * NULL where there is no such column, or nothing in it to class. */
wijk_status run_style_numbers(run *run, const wijk_layer *layer, const char *column, const wijk_style **style,
                              wijk_error *err);

/* A column of ordered words, from dark to light; `rest`, where not NULL, is a last one in grey. */
wijk_status run_style_words(run *run, const char *column, const char *const *words, size_t count, const char *rest,
                            const wijk_style **style, wijk_error *err);

/* A raster of densities from 0 up in at most nine steps of one round width, YlOrBr; of nothing but 0, one class. */
wijk_status run_style_raster(run *run, const wijk_raster *raster, const wijk_style **style, wijk_error *err);

#endif
