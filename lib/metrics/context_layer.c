/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/context_layer.h"

#include <math.h>
#include <string.h>

const wijk_layer *wijk_context_around(const wijk_layer *zones, const wijk_layer *context, wijk_arena *arena,
                                      wijk_error *err) {
  const wijk_column *own = wijk_layer_find_role(zones, "key"), *key = wijk_layer_find_role(context, "key");
  const size_t n = context->row_count;
  size_t *in_zones = WIJK_ARENA_ADD(arena, size_t, n, err), *rows = WIJK_ARENA_ADD(arena, size_t, n, err), count = 0;
  if (in_zones == NULL || rows == NULL) {
    return NULL;
  }
  if (own == NULL || own->texts == NULL || key == NULL || key->texts == NULL) {
    wijk_error_set(err, WIJK_DATA, "zones and context need a key to tell them apart");
    return NULL;
  }
  if (wijk_layer_join(zones, own, key->texts, n, in_zones, err) != WIJK_OK) {
    return NULL;
  }
  for (size_t i = 0; i < n; i++) {
    if (in_zones[i] == WIJK_NONE) {
      rows[count++] = i;
    }
  }
  return wijk_layer_select(context, rows, count, arena, err);
}

/* ---- columns ---- */

const wijk_column *wijk_context_twin(const wijk_layer *layer, const wijk_column *column) {
  const wijk_column *twin = column->role != NULL ? wijk_layer_find_role(layer, column->role) : NULL;
  twin = twin != NULL ? twin : wijk_layer_find(layer, column->name);
  return twin != NULL && (twin->type == WIJK_COLUMN_NUMBER) == (column->type == WIJK_COLUMN_NUMBER) ? twin : NULL;
}

/* Rows first .. of `to` from the column; NULL leaves them missing. */
static void fill(wijk_column *to, size_t first, const wijk_column *from, size_t count) {
  for (size_t i = 0; from != NULL && i < count; i++) {
    if (to->type == WIJK_COLUMN_NUMBER) {
      to->numbers[first + i] = from->numbers[i];
    } else {
      to->texts[first + i] = from->texts[i];
    }
    to->reasons[first + i] = (uint8_t)wijk_column_reason(from, i);
  }
}

static wijk_status add(wijk_layer *joined, const wijk_column *like, const wijk_column *of_zones, size_t zones,
                       const wijk_column *of_around, size_t around, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(joined, like->name, like->type, err);
  if (column == NULL) {
    return err->status;
  }
  column->role = like->role;
  column->whole = like->whole;
  column->of_people = like->of_people;
  fill(column, 0, of_zones, zones);
  fill(column, zones, of_around, around);
  return WIJK_OK;
}

static wijk_status add_columns(wijk_layer *joined, const wijk_layer *zones, const wijk_layer *around, wijk_error *err) {
  const size_t n = zones->row_count, m = around->row_count;
  wijk_status status = WIJK_OK;
  for (size_t c = 0; c < zones->column_count && status == WIJK_OK; c++) {
    const wijk_column *column = &zones->columns[c];
    status = add(joined, column, column, n, wijk_context_twin(around, column), m, err);
  }
  for (size_t c = 0; c < around->column_count && status == WIJK_OK; c++) {
    const wijk_column *column = &around->columns[c];
    if (column->role != NULL && wijk_layer_find_role(joined, column->role) == NULL &&
        wijk_layer_find(joined, column->name) == NULL) {
      status = add(joined, column, NULL, n, column, m, err);
    }
  }
  return status;
}

/* ---- shapes ---- */

/* The offsets of one list behind those of the other: `a` things in the first, each list one longer than things. */
static size_t *chain(const size_t *first, size_t a, const size_t *second, size_t b, wijk_arena *arena,
                     wijk_error *err) {
  size_t *all = WIJK_ARENA_ADD(arena, size_t, a + b + 1, err);
  for (size_t i = 0; all != NULL && i <= a; i++) {
    all[i] = first[i];
  }
  for (size_t i = 1; all != NULL && i <= b; i++) {
    all[a + i] = first[a] + second[i];
  }
  return all;
}

static double *behind(const double *first, size_t a, const double *second, size_t b, wijk_arena *arena,
                      wijk_error *err) {
  double *all = WIJK_ARENA_ADD(arena, double, a + b, err);
  if (all != NULL && a > 0) {
    memcpy(all, first, a * sizeof *all);
  }
  if (all != NULL && b > 0) {
    memcpy(all + a, second, b * sizeof *all);
  }
  return all;
}

static wijk_status add_shapes(wijk_layer *joined, const wijk_layer *zones, const wijk_layer *around, wijk_arena *arena,
                              wijk_error *err) {
  const wijk_geometry *a = &zones->geometry, *b = &around->geometry;
  joined->geometry = (wijk_geometry){
      .type = a->type,
      .part_count = a->part_count + b->part_count,
      .ring_count = a->ring_count + b->ring_count,
      .point_count = a->point_count + b->point_count,
      .part_of_row = chain(a->part_of_row, zones->row_count, b->part_of_row, around->row_count, arena, err),
      .ring_of_part = chain(a->ring_of_part, a->part_count, b->ring_of_part, b->part_count, arena, err),
      .point_of_ring = chain(a->point_of_ring, a->ring_count, b->point_of_ring, b->ring_count, arena, err),
      .x = behind(a->x, a->point_count, b->x, b->point_count, arena, err),
      .y = behind(a->y, a->point_count, b->y, b->point_count, arena, err)};
  return err->status;
}

/* ---- the whole ---- */

wijk_status wijk_context_join(const wijk_layer *zones, const wijk_layer *context, wijk_arena *arena,
                              wijk_layer **joined, size_t **row, wijk_error *err) {
  const wijk_layer *around = wijk_context_around(zones, context, arena, err);
  const size_t n = zones->row_count, all = n + (around == NULL ? 0 : around->row_count);
  wijk_layer *made = around == NULL ? NULL : wijk_layer_new(arena, zones->name, all, err);
  size_t *order = WIJK_ARENA_ADD(arena, size_t, all, err), *place = WIJK_ARENA_ADD(arena, size_t, n, err);
  if (made == NULL || order == NULL || place == NULL) {
    return err->status;
  }
  if (around->row_count > 0 && around->geometry.type != zones->geometry.type) {
    return wijk_error_set(err, WIJK_DATA, "the zones around have no polygons");
  }
  made->crs = zones->crs;
  made->secrets_removed = zones->secrets_removed;
  if (add_columns(made, zones, around, err) != WIJK_OK || add_shapes(made, zones, around, arena, err) != WIJK_OK ||
      wijk_layer_order(made, wijk_layer_find_role(made, "key"), order, err) != WIJK_OK) {
    return err->status;
  }
  *joined = wijk_layer_select(made, order, all, arena, err);
  for (size_t k = 0; k < all; k++) {
    if (order[k] < n) {
      place[order[k]] = k;
    }
  }
  *row = place;
  return *joined == NULL ? err->status : WIJK_OK;
}
