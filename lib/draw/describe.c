/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/describe.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* From this correlation between neighbours on, a pattern is worth a word. */
#define ALIKE 0.3
/* From this share of half the map's extent on, a direction is. */
#define ASIDE 0.2

/* How alike neighbours are: mean product of deviations over shared borders, divided by the variance (Moran 1950,
 * binary weights). NaN without neighbours or variance. */
static wijk_status neighbour_likeness(const wijk_layer *zones, const shade *s, const double *values,
                                      const draw_arcs *arcs, wijk_arena *arena, double *likeness, wijk_error *err) {
  size_t *first_row = WIJK_ARENA_ADD(arena, size_t, arcs->arc_count, err);
  if (!first_row)
    return WIJK_MEMORY;
  for (size_t arc = 0; arc < arcs->arc_count; arc++)
    first_row[arc] = WIJK_NONE;
  double mean = 0, count = 0, squares = 0, products = 0, pairs = 0;
  for (size_t row = 0; row < zones->row_count; row++)
    if (s->of_row[row] >= 0) {
      mean += values[row];
      count++;
    }
  mean /= count;
  const wijk_geometry *g = &zones->geometry;
  for (size_t row = 0; row < zones->row_count; row++) {
    if (s->of_row[row] < 0)
      continue;
    squares += (values[row] - mean) * (values[row] - mean);
    size_t ring_end = g->ring_of_part[g->part_of_row[row + 1]];
    for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < ring_end; ring++)
      for (size_t ref = arcs->first_ref[ring]; ref < arcs->first_ref[ring + 1]; ref++) {
        size_t other = first_row[arcs->arc[ref]];
        first_row[arcs->arc[ref]] = row;
        if (other == WIJK_NONE || other == row)
          continue;
        products += (values[row] - mean) * (values[other] - mean);
        pairs++;
      }
  }
  *likeness = pairs > 0 && squares > 0 ? products / pairs / (squares / count) : NAN;
  return WIJK_OK;
}

/* Where the zones of the highest class lie, against all zones: "northeast", or NULL for nowhere in particular. */
static const char *direction_of_highest(const wijk_layer *zones, const shade *s, bool dutch) {
  static const char *const words[2][3][3] = {
      {{"southwest", "south", "southeast"}, {"west", NULL, "east"}, {"northwest", "north", "northeast"}},
      {{"zuidwesten", "zuiden", "zuidoosten"}, {"westen", NULL, "oosten"}, {"noordwesten", "noorden", "noordoosten"}}};
  double bounds[4], sums[2][3] = {{0}};
  if (!wijk_layer_bounds(zones, bounds))
    return NULL;
  const wijk_geometry *g = &zones->geometry;
  for (size_t row = 0; row < zones->row_count; row++) {
    if (s->of_row[row] < 0 || g->part_of_row[row] == g->part_of_row[row + 1])
      continue;
    size_t point = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]];
    for (int top = 0; top < 2; top++)
      if (top == 0 || s->of_row[row] == (int)s->count - 1) {
        sums[top][0] += g->x[point];
        sums[top][1] += g->y[point];
        sums[top][2]++;
      }
  }
  double dx = (sums[1][0] / sums[1][2] - sums[0][0] / sums[0][2]) / (0.5 * (bounds[2] - bounds[0]));
  double dy = (sums[1][1] / sums[1][2] - sums[0][1] / sums[0][2]) / (0.5 * (bounds[3] - bounds[1]));
  return words[dutch][dy > ASIDE ? 2 : dy < -ASIDE ? 0 : 1][dx > ASIDE ? 2 : dx < -ASIDE ? 0 : 1];
}

/* "Cool (37,3)", or "14 buurten (0)" where several have the same extreme. */
static wijk_status add_extreme(const wijk_map_request *request, const shade *s, double value, wijk_text *text,
                               wijk_arena *arena, wijk_error *err) {
  const double *values = request->column->numbers;
  size_t count = 0, row = 0;
  for (size_t i = request->zones->row_count; i-- > 0;)
    if (s->of_row[i] >= 0 && values[i] == value) {
      count++;
      row = i;
    }
  const char *number = shade_number(s, value, request->dutch, arena, err);
  if (!number)
    return err->status;
  const char *called = zone_called(request->zones, row);
  if (count == 1)
    wijk_text_add_format(text, "%s (%s)", called ? called : "?", number);
  else
    wijk_text_add_format(text, "%zu %s (%s)", count, zones_noun(request->zones, request->dutch, false), number);
  return WIJK_OK;
}

static wijk_status add_pattern(const wijk_map_request *request, const shade *s, const draw_arcs *arcs, wijk_text *text,
                               wijk_arena *arena, wijk_error *err) {
  double likeness;
  if (neighbour_likeness(request->zones, s, request->column->numbers, arcs, arena, &likeness, err) != WIJK_OK)
    return err->status;
  bool dutch = request->dutch;
  const char *direction = direction_of_highest(request->zones, s, dutch);
  if (likeness >= ALIKE)
    wijk_text_add(text, dutch ? "; hoge en lage waarden liggen bij elkaar" : "; high and low values lie together");
  else if (likeness <= -ALIKE)
    wijk_text_add(text, dutch ? "; hoge en lage waarden wisselen elkaar af" : "; high and low values alternate");
  else
    wijk_text_add(text, dutch ? "; hoge en lage waarden liggen door elkaar" : "; high and low values are mixed");
  if (direction)
    wijk_text_add_format(text, dutch ? ", de hoogste vooral in het %s" : ", the highest mostly in the %s", direction);
  return WIJK_OK;
}

static wijk_status describe_numbers(const wijk_map_request *request, const shade *s, const draw_arcs *arcs,
                                    wijk_text *text, wijk_arena *arena, wijk_error *err) {
  const double *values = request->column->numbers;
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (size_t i = 0; i < request->zones->row_count; i++)
    if (s->of_row[i] >= 0) {
      low = fmin(low, values[i]);
      high = fmax(high, values[i]);
    }
  wijk_text_add(text, request->dutch ? "het hoogst in " : "highest in ");
  if (add_extreme(request, s, high, text, arena, err) != WIJK_OK)
    return err->status;
  if (low == high)
    return WIJK_OK;
  wijk_text_add(text, request->dutch ? ", het laagst in " : ", lowest in ");
  if (add_extreme(request, s, low, text, arena, err) != WIJK_OK)
    return err->status;
  return add_pattern(request, s, arcs, text, arena, err);
}

static void describe_texts(const shade *s, wijk_text *text) {
  for (size_t k = 0; k < s->count; k++)
    wijk_text_add_format(text, "%s%s %zu", k > 0 ? ", " : "", s->names[k], s->members[k]);
}

wijk_status map_describe(const wijk_map_request *request, const shade *s, const draw_arcs *arcs, wijk_arena *arena,
                         const char **sentence, wijk_error *err) {
  wijk_text text = {0};
  bool dutch = request->dutch;
  size_t shown = request->zones->row_count - s->water_count;
  wijk_text_add_format(&text, dutch ? "%s, per %s (%zu %s): " : "%s, by %s (%zu %s): ", request_legend(request),
                       zones_noun(request->zones, dutch, true), shown, zones_noun(request->zones, dutch, shown == 1));
  wijk_status status = WIJK_OK;
  if (s->count == 0)
    wijk_text_add(&text, dutch ? "nergens bekend" : "known nowhere");
  else if (s->categories)
    describe_texts(s, &text);
  else
    status = describe_numbers(request, s, arcs, &text, arena, err);
  if (s->null_count > 0 && s->count > 0)
    wijk_text_add_format(&text, dutch ? "; van %zu %s is niets bekend" : "; nothing is known of %zu %s", s->null_count,
                         zones_noun(request->zones, dutch, s->null_count == 1));
  wijk_text_add(&text, ".");
  if (status == WIJK_OK)
    status = wijk_text_check(&text, err);
  if (status == WIJK_OK && !(*sentence = wijk_arena_text(arena, text.bytes, err)))
    status = WIJK_MEMORY;
  wijk_text_free(&text);
  return status;
}
