/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything: wijk boundaries and facilities to concentration, distance, zoning and maps. */
#ifndef WIJK_WIJK_H
#define WIJK_WIJK_H

#include <wijk/allocate.h>
#include <wijk/arena.h>
#include <wijk/atlas.h>
#include <wijk/case_sheet.h>
#include <wijk/chart.h>
#include <wijk/cost.h>
#include <wijk/coverage.h>
#include <wijk/demo.h>
#include <wijk/density.h>
#include <wijk/draw.h>
#include <wijk/error.h>
#include <wijk/explain.h>
#include <wijk/fisher.h>
#include <wijk/forecast.h>
#include <wijk/geo.h>
#include <wijk/layer.h>
#include <wijk/map.h>
#include <wijk/metric.h>
#include <wijk/number.h>
#include <wijk/outcome.h>
#include <wijk/plan.h>
#include <wijk/random.h>
#include <wijk/raster.h>
#include <wijk/read.h>
#include <wijk/report.h>
#include <wijk/roads.h>
#include <wijk/text.h>
#include <wijk/theme.h>
#include <wijk/version.h>
#include <wijk/weights.h>
#include <wijk/write.h>
#include <wijk/zoning.h>

#endif
