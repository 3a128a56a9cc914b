/* SPDX-License-Identifier: EUPL-1.2 */
/* A layer too long for memory, written block by block. */
#ifndef WIJK_WRITE_BLOCKS_H
#define WIJK_WRITE_BLOCKS_H

#include <wijk/layer.h>
#include <wijk/report.h>

/* Gives the layer as often as asked: `restart`, then `next` until it gives NULL. Blocks have the same columns, kind of
 * shape and CRS, and live until the next is asked for; there is at least one. */
typedef struct wijk_blocks {
  void *context;
  wijk_status (*restart)(void *context, wijk_error *err);
  wijk_status (*next)(void *context, wijk_layer **block, wijk_error *err);
} wijk_blocks;

/* NAME.shp and what goes with it, straight into a folder that the caller publishes as a whole; named in the report.
 * The blocks are asked for twice: a Shapefile's fields are as wide as their widest value. The bytes are those of the
 * layer written whole. WIJK_DATA where it is over 2 GiB, WIJK_IO, WIJK_MEMORY. */
wijk_status wijk_write_blocks(const wijk_blocks *blocks, const char *name, const char *folder, wijk_report *report,
                              wijk_error *err);

#endif
