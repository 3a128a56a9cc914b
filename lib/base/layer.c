/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/layer.h>

#include <math.h>
#include <string.h>

#include <wijk/text.h>

#include "base/sort.h"

const char *wijk_reason_text(wijk_reason reason, bool dutch) {
  static const char *const words[WIJK_REASON_COUNT][2] = {
      [WIJK_PRESENT] = {"present", "aanwezig"},
      [WIJK_REASON_MISSING] = {"missing", "onbekend"},
      [WIJK_REASON_NO_RESIDENTS] = {"no residents", "geen inwoners"},
      [WIJK_REASON_NO_FACILITIES] = {"no facilities", "geen voorzieningen"},
      [WIJK_REASON_NO_POPULATION] = {"no population points", "geen bevolkingspunten"},
      [WIJK_REASON_NO_LAND] = {"no land", "geen land"},
      [WIJK_REASON_WATER] = {"water", "water"},
      [WIJK_REASON_UNKNOWN_CAPACITY] = {"unknown capacity", "onbekende capaciteit"},
      [WIJK_REASON_NO_CLASS] = {"no zone class", "geen zoneklasse"},
      [WIJK_REASON_ZERO_VARIANCE] = {"zero variance", "geen variatie"},
      [WIJK_REASON_NO_NEIGHBOURS] = {"no neighbours", "geen buren"},
      [WIJK_REASON_UNREACHABLE] = {"unreachable", "onbereikbaar"},
      [WIJK_REASON_SUPPRESSED] = {"suppressed", "onderdrukt"},
      [WIJK_REASON_NOT_JOINED] = {"not joined", "niet gekoppeld"},
      [WIJK_REASON_NO_ROAD] = {"no road", "geen weg"},
      [WIJK_REASON_GROUP_EXCEEDS_TOTAL] = {"group exceeds total", "groep groter dan totaal"},
      [WIJK_REASON_TOO_FEW] = {"too few zones", "te weinig zones"},
      [WIJK_REASON_NEGATIVE] = {"negative values", "negatieve waarden"},
      [WIJK_REASON_NO_SIMULATIONS] = {"no simulations", "geen simulaties"},
      [WIJK_REASON_NO_GROUP] = {"nobody of the group", "niemand van de groep"},
      [WIJK_REASON_NO_PLACES] = {"no places", "geen plaatsen"},
      [WIJK_REASON_QUEUE] = {"queue never empties", "wachtrij loopt nooit leeg"},
      [WIJK_REASON_NEVER_LEAVES] = {"nobody can leave", "niemand kan weg"},
      [WIJK_REASON_BASE_YEAR] = {"before the first year", "vóór het eerste jaar"},
      [WIJK_REASON_NO_INCOME] = {"no income given", "geen inkomsten gegeven"},
      [WIJK_REASON_NO_RENT] = {"no rent begins or ends", "geen huur die begint of eindigt"},
      [WIJK_REASON_NO_NORM] = {"no norm", "geen norm"},
      [WIJK_REASON_NOT_MEASURED] = {"load not measured", "belasting niet gemeten"},
      [WIJK_REASON_NOT_FORECAST] = {"not forecast", "niet geraamd"},
      [WIJK_REASON_NO_HOUSEHOLDS] = {"no households", "geen huishoudens"},
      [WIJK_REASON_NO_WORKER] = {"no worker", "geen wijkverbinder"},
      [WIJK_REASON_RADIUS] = {"radius does not fit the window", "straal past niet bij het gebied"},
  };
  return (unsigned)reason < WIJK_REASON_COUNT ? words[reason][dutch] : "unknown reason";
}

wijk_layer *wijk_layer_new(wijk_arena *arena, const char *name, size_t row_count, wijk_error *err) {
  wijk_layer *layer = WIJK_ARENA_ADD(arena, wijk_layer, 1, err);
  if (!layer)
    return NULL;
  layer->name = wijk_arena_text(arena, name, err);
  layer->arena = arena;
  layer->row_count = row_count;
  return layer->name ? layer : NULL;
}

wijk_column *wijk_layer_add_column(wijk_layer *layer, const char *name, wijk_column_type type, wijk_error *err) {
  if (wijk_layer_find(layer, name)) {
    wijk_error_set(err, WIJK_BUG, "layer '%s' has a column '%s' already", layer->name, name);
    return NULL;
  }
  if (layer->column_count == layer->column_capacity) {
    size_t capacity = layer->column_capacity ? layer->column_capacity * 2 : 16;
    wijk_column *larger = WIJK_ARENA_ADD(layer->arena, wijk_column, capacity, err);
    if (!larger)
      return NULL;
    if (layer->column_count)
      memcpy(larger, layer->columns, layer->column_count * sizeof *larger);
    layer->columns = larger;
    layer->column_capacity = capacity;
  }
  wijk_column column = {.type = type, .name = wijk_arena_text(layer->arena, name, err)};
  column.reasons = WIJK_ARENA_ADD(layer->arena, uint8_t, layer->row_count, err);
  if (type == WIJK_COLUMN_NUMBER)
    column.numbers = WIJK_ARENA_ADD(layer->arena, double, layer->row_count, err);
  else
    column.texts = WIJK_ARENA_ADD(layer->arena, const char *, layer->row_count, err);
  if (err->status != WIJK_OK)
    return NULL;
  memset(column.reasons, WIJK_REASON_MISSING, layer->row_count);
  for (size_t i = 0; column.numbers && i < layer->row_count; i++)
    column.numbers[i] = NAN;
  layer->columns[layer->column_count] = column;
  return &layer->columns[layer->column_count++];
}

wijk_column *wijk_layer_find(const wijk_layer *layer, const char *name) {
  for (size_t i = 0; i < layer->column_count; i++)
    if (wijk_text_same(layer->columns[i].name, name))
      return &layer->columns[i];
  return NULL;
}

wijk_column *wijk_layer_find_role(const wijk_layer *layer, const char *role) {
  for (size_t i = 0; i < layer->column_count; i++)
    if (layer->columns[i].role && strcmp(layer->columns[i].role, role) == 0)
      return &layer->columns[i];
  return NULL;
}

bool wijk_column_has(const wijk_column *column, size_t row) {
  return column->type == WIJK_COLUMN_NUMBER ? !isnan(column->numbers[row]) : column->texts[row] != NULL;
}

wijk_reason wijk_column_reason(const wijk_column *column, size_t row) {
  if (wijk_column_has(column, row))
    return WIJK_PRESENT;
  return column->reasons && column->reasons[row] ? (wijk_reason)column->reasons[row] : WIJK_REASON_MISSING;
}

static wijk_status select_column(const wijk_column *from, const size_t *rows, size_t count, wijk_arena *arena,
                                 wijk_column *to, wijk_error *err) {
  *to = *from;
  if (from->numbers)
    to->numbers = WIJK_ARENA_ADD(arena, double, count, err);
  if (from->texts)
    to->texts = WIJK_ARENA_ADD(arena, const char *, count, err);
  if (from->reasons)
    to->reasons = WIJK_ARENA_ADD(arena, uint8_t, count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    if (from->numbers)
      to->numbers[i] = from->numbers[rows[i]];
    if (from->texts)
      to->texts[i] = from->texts[rows[i]];
    if (from->reasons)
      to->reasons[i] = from->reasons[rows[i]];
  }
  return WIJK_OK;
}

static wijk_status select_points(const wijk_geometry *from, const size_t *rows, size_t count, wijk_arena *arena,
                                 wijk_geometry *to, wijk_error *err) {
  to->point_count = count;
  to->x = WIJK_ARENA_ADD(arena, double, count, err);
  to->y = WIJK_ARENA_ADD(arena, double, count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    to->x[i] = from->x[rows[i]];
    to->y[i] = from->y[rows[i]];
  }
  return WIJK_OK;
}

static wijk_status select_parts(const wijk_geometry *from, const size_t *rows, size_t count, wijk_arena *arena,
                                wijk_geometry *to, wijk_error *err) {
  for (size_t i = 0; i < count; i++) {
    size_t first = from->part_of_row[rows[i]], last = from->part_of_row[rows[i] + 1];
    to->part_count += last - first;
    to->ring_count += from->ring_of_part[last] - from->ring_of_part[first];
    to->point_count += from->point_of_ring[from->ring_of_part[last]] - from->point_of_ring[from->ring_of_part[first]];
  }
  to->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  to->ring_of_part = WIJK_ARENA_ADD(arena, size_t, to->part_count + 1, err);
  to->point_of_ring = WIJK_ARENA_ADD(arena, size_t, to->ring_count + 1, err);
  to->x = WIJK_ARENA_ADD(arena, double, to->point_count, err);
  to->y = WIJK_ARENA_ADD(arena, double, to->point_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  size_t part = 0, ring = 0, point = 0;
  for (size_t i = 0; i < count; i++) {
    for (size_t p = from->part_of_row[rows[i]]; p < from->part_of_row[rows[i] + 1]; p++) {
      for (size_t r = from->ring_of_part[p]; r < from->ring_of_part[p + 1]; r++) {
        size_t first = from->point_of_ring[r], length = from->point_of_ring[r + 1] - first;
        memcpy(to->x + point, from->x + first, length * sizeof *to->x);
        memcpy(to->y + point, from->y + first, length * sizeof *to->y);
        to->point_of_ring[++ring] = point += length;
      }
      to->ring_of_part[++part] = ring;
    }
    to->part_of_row[i + 1] = part;
  }
  return WIJK_OK;
}

wijk_layer *wijk_layer_select(const wijk_layer *layer, const size_t *rows, size_t count, wijk_arena *arena,
                              wijk_error *err) {
  wijk_layer *selected = wijk_layer_new(arena, layer->name, count, err);
  if (!selected)
    return NULL;
  selected->crs = layer->crs;
  selected->secrets_removed = layer->secrets_removed;
  selected->public_edition = layer->public_edition;
  selected->columns = WIJK_ARENA_ADD(arena, wijk_column, layer->column_count, err);
  selected->source_rows = WIJK_ARENA_ADD(arena, size_t, count, err);
  if (err->status != WIJK_OK)
    return NULL;
  selected->column_count = selected->column_capacity = layer->column_count;
  for (size_t i = 0; i < count; i++)
    selected->source_rows[i] = layer->source_rows ? layer->source_rows[rows[i]] : rows[i] + 1;
  for (size_t c = 0; c < layer->column_count; c++)
    if (select_column(&layer->columns[c], rows, count, arena, &selected->columns[c], err) != WIJK_OK)
      return NULL;
  selected->geometry.type = layer->geometry.type;
  if (layer->geometry.type == WIJK_GEOMETRY_POINT)
    select_points(&layer->geometry, rows, count, arena, &selected->geometry, err);
  else if (layer->geometry.type != WIJK_GEOMETRY_NONE)
    select_parts(&layer->geometry, rows, count, arena, &selected->geometry, err);
  return err->status == WIJK_OK ? selected : NULL;
}

static int by_text(const void *texts, size_t a, size_t b) {
  const char *const *values = texts;
  if (!values[a] || !values[b])
    return (values[a] == NULL) - (values[b] == NULL);
  return strcmp(values[a], values[b]);
}

wijk_status wijk_layer_order(const wijk_layer *layer, const wijk_column *column, size_t *order, wijk_error *err) {
  if (!column->texts)
    return wijk_error_set(err, WIJK_BUG, "column '%s' holds no text to sort by", column->name);
  return wijk_sort(layer->row_count, by_text, column->texts, order, err);
}

wijk_status wijk_layer_join(const wijk_layer *layer, const wijk_column *column, const char *const *keys,
                            size_t key_count, size_t *row_of_key, wijk_error *err) {
  wijk_arena *scratch = wijk_arena_new(err);
  if (!scratch)
    return err->status;
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, layer->row_count, err);
  wijk_status status = order ? wijk_layer_order(layer, column, order, err) : err->status;
  for (size_t k = 0; status == WIJK_OK && k < key_count; k++) {
    size_t low = 0, high = layer->row_count;
    while (keys[k] && low < high) {
      size_t middle = low + (high - low) / 2;
      const char *value = column->texts[order[middle]];
      if (value && strcmp(value, keys[k]) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    bool found = keys[k] && low < layer->row_count && column->texts[order[low]] &&
                 strcmp(column->texts[order[low]], keys[k]) == 0;
    row_of_key[k] = found ? order[low] : WIJK_NONE;
  }
  wijk_arena_free(scratch);
  return status;
}

double wijk_layer_area(const wijk_layer *layer, size_t row) {
  const wijk_geometry *g = &layer->geometry;
  if (g->type != WIJK_GEOMETRY_POLYGON || g->part_of_row[row] == g->part_of_row[row + 1])
    return 0;
  size_t first_ring = g->ring_of_part[g->part_of_row[row]];
  double x0 = g->x[g->point_of_ring[first_ring]], y0 = g->y[g->point_of_ring[first_ring]], area = 0;
  for (size_t p = g->part_of_row[row]; p < g->part_of_row[row + 1]; p++)
    for (size_t r = g->ring_of_part[p]; r < g->ring_of_part[p + 1]; r++) {
      double twice = 0;
      for (size_t i = g->point_of_ring[r]; i + 1 < g->point_of_ring[r + 1]; i++)
        twice += (g->x[i] - x0) * (g->y[i + 1] - y0) - (g->x[i + 1] - x0) * (g->y[i] - y0);
      area += (r == g->ring_of_part[p] ? 0.5 : -0.5) * fabs(twice);
    }
  return area;
}

bool wijk_layer_bounds(const wijk_layer *layer, double bounds[4]) {
  double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = 0; i < layer->geometry.point_count; i++) {
    double x = layer->geometry.x[i], y = layer->geometry.y[i];
    if (!isfinite(x) || !isfinite(y))
      continue;
    box[0] = x < box[0] ? x : box[0], box[1] = y < box[1] ? y : box[1]; /* fmin is a call */
    box[2] = x > box[2] ? x : box[2], box[3] = y > box[3] ? y : box[3];
  }
  if (box[0] > box[2])
    return false;
  memcpy(bounds, box, sizeof box);
  return true;
}
