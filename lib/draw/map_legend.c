/* SPDX-License-Identifier: EUPL-1.2 */
/* What the legend of a map says: classes, zoning, forms and sizes of facilities, scale. */
#include "draw/map.h"
#include "draw/round.h"
#include <math.h>
#include <string.h>

static const char *count_text(const map *m, double count, wijk_error *err) {
  return grouped_number(count, 0, m->request->dutch, m->arena, err);
}

wijk_status zoning_find(const wijk_map_request *request, zoning_names *found, wijk_error *err) {
  *found = (zoning_names){0};
  const wijk_column *column = request->zoning_class;
  for (size_t row = 0; request->zoning && row < request->zoning->row_count; row++) {
    const char *name = column->texts[row];
    if (!name)
      continue;
    size_t at = 0;
    while (at < found->count && zoning_before(found->names[at], name))
      at++;
    if (at == found->count || strcmp(found->names[at], name) != 0) {
      if (found->count == ZONING_MOST)
        return wijk_error_set(err, WIJK_USAGE, "column '%s' of the zoning holds more than %d classes", column->name,
                              ZONING_MOST);
      memmove(found->names + at + 1, found->names + at, (found->count - at) * sizeof *found->names);
      memmove(found->members + at + 1, found->members + at, (found->count - at) * sizeof *found->members);
      found->names[at] = name;
      found->members[at] = 0;
      found->count++;
    }
    found->members[at]++;
  }
  return WIJK_OK;
}

static wijk_status zoning_legend(const map *m, const draw_theme *theme, legend_block *block, wijk_error *err) {
  zoning_names found;
  if (zoning_find(m->request, &found, err) != WIJK_OK)
    return err->status;
  bool dutch = m->request->dutch, blank = false;
  *block = (legend_block){.heading = dutch ? "Zonering (arcering)" : "Zoning (hatching)",
                          .count_headings = {zones_noun(m->request->zoning, dutch, false)},
                          .count_columns = 1};
  for (size_t k = 0; k < found.count; k++) {
    draw_hatch hatch = theme_zoning(theme, found.names[k], k);
    blank = blank || hatch.kind == HATCH_NONE;
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_AREA,
                                                   .style = {.fill = ink_of(theme->casing), .hatch = hatch},
                                                   .label = found.names[k],
                                                   .counts = {count_text(m, (double)found.members[k], err)}};
  }
  if (blank)
    block->notes[0] = dutch ? "leeg: geen arcering" : "blank: no hatching";
  return err->status;
}

static wijk_status forms_legend(map *m, const draw_theme *theme, legend_block *block, wijk_error *err) {
  const symbol_set *set = &m->symbols;
  bool dutch = m->request->dutch;
  *block = (legend_block){.heading = dutch ? "Voorzieningen" : "Facilities",
                          .count_headings = {dutch ? "aantal" : "number"},
                          .count_columns = 1};
  for (size_t i = 0; i < set->form_count; i++) {
    const symbol_form *form = &set->forms[i];
    if (form->count == 0)
      continue;
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_SYMBOL,
                                                   .shape = form->shape,
                                                   .colour = form->colour,
                                                   .filled = true,
                                                   .area_mm2 = 4.2 * theme->scale * theme->scale,
                                                   .label = form->name ? form->name
                                                            : dutch    ? "voorziening"
                                                                       : "facility",
                                                   .counts = {count_text(m, (double)form->count, err)}};
  }
  return err->status;
}

/* Three round numbers of places, the largest near the largest there is. */
static wijk_status sizes_legend(map *m, const draw_theme *theme, double place_mm2, legend_block *block,
                                wijk_error *err) {
  const symbol_set *set = &m->symbols;
  bool dutch = m->request->dutch;
  *block = (legend_block){.heading = dutch ? "Plaatsen per locatie" : "Places per location", .count_columns = 1};
  double largest = fmax(1, wijk_round_down(set->most_places, 0)), shown = 0;
  static const double shares[] = {0.1, 0.4, 1};
  for (int i = 0; i < 3; i++) {
    double places = fmax(1, wijk_round_down(largest * shares[i], 0));
    if (places <= shown)
      continue;
    shown = places;
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_SYMBOL,
                                                   .shape = SYMBOL_CIRCLE,
                                                   .colour = theme->sample,
                                                   .filled = true,
                                                   .area_mm2 = places * place_mm2,
                                                   .label = count_text(m, places, err)};
  }
  if (set->unknown_places > 0)
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_SYMBOL,
                                                   .shape = SYMBOL_CIRCLE,
                                                   .colour = theme->quiet,
                                                   .area_mm2 = 1.6 * theme->scale * theme->scale,
                                                   .label = dutch ? "onbekend" : "unknown",
                                                   .counts = {count_text(m, (double)set->unknown_places, err)}};
  return err->status;
}

/* Beside an atlas's column or under the frames of a sheet there is less room for a list. */
#define LISTED_MOST 6

static wijk_status map_legend_proposals(map *m, legend_block *block, wijk_error *err) {
  const double *bounds = m->elsewhere ? m->whole : m->bounds;
  bool narrow = m->of_zone || m->shade_count > 0;
  if (proposals_legend(m->request, bounds, m->proposals_short, m->arena, block, err) == WIJK_OK && narrow &&
      block->row_count > LISTED_MOST)
    proposals_legend(m->request, bounds, true, m->arena, block, err);
  const bool listed = block->row_count != 1 || block->rows[0].mark || m->request->proposals->row_count == 1;
  m->result->unlisted = listed ? NULL : proposals_list(m->request, bounds, m->arena, err);
  return err->status;
}

#define SCALE_ROOM_MM 40.0

wijk_status map_legend_fill(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                            wijk_error *err) {
  map *m = context;
  const wijk_map_request *request = m->request;
  *count = 0;
  const shade *own = &m->shade;
  if (shade_legend(m->shades ? m->shades : &own, m->shades ? m->shade_count : 1, request, theme, m->arena,
                   &blocks[(*count)++], err) != WIJK_OK)
    return err->status;
  if (request->zoning && zoning_legend(m, theme, &blocks[(*count)++], err) != WIJK_OK)
    return err->status;
  if (request->facilities) {
    /* counted on a stamp of a map: the page is not known yet, and the numbers do not depend on it */
    const double *bounds = m->elsewhere ? m->whole : m->bounds;
    double per_m = 10 / fmax(bounds[2] - bounds[0], bounds[3] - bounds[1]);
    draw_view metres = {bounds[0], bounds[3], 0, 0, per_m};
    draw_box all = {0, 0, (bounds[2] - bounds[0]) * per_m, (bounds[3] - bounds[1]) * per_m};
    if (symbols_compute(request->facilities, &metres, &all, theme, request->dutch, m->arena, &m->symbols, err) !=
            WIJK_OK ||
        forms_legend(m, theme, &blocks[*count], err) != WIJK_OK)
      return err->status;
    const bool any = blocks[*count].row_count > 0; /* none is seen on some pages of an atlas */
    *count += any;
    m->sizes_block = any && m->symbols.most_places > 0 ? (*count)++ : 0;
    if (m->sizes_block > 0 && sizes_legend(m, theme, symbol_place_mm2(theme, m->symbols.most_places),
                                           &blocks[m->sizes_block], err) != WIJK_OK)
      return err->status;
  }
  if (request->proposals) {
    if (map_legend_proposals(m, &blocks[*count], err) != WIJK_OK)
      return err->status;
    *count += blocks[*count].row_count > 0;
  }
  if (request->flows) {
    const draw_theme over = map_over_theme(m, theme);
    m->flows_block = *count;
    if (flows_find(request, &over, m->arena, &m->flows, err) != WIJK_OK ||
        flows_legend(request, &m->flows, m->of_zone, &over, m->arena, &blocks[*count], err) != WIJK_OK)
      return err->status;
    *count += blocks[*count].row_count > 0;
  }
  if (context_asked(request)) {
    if (context_legend(request, theme, own->water_count > 0, m->arena, &blocks[*count], err) != WIJK_OK)
      return err->status;
    *count += blocks[*count].row_count > 0;
  }
  m->scale_block = *count;
  legend_block *scale = &blocks[(*count)++];
  *scale = (legend_block){.heading = request->dutch ? "Schaal" : "Scale",
                          .scale_mm = SCALE_ROOM_MM * theme->scale,
                          .scale_m = 1,
                          .scale_label = "100 km",
                          .north = request->north};
  if (m->key) { /* drawn apart: here its room is kept */
    key_measure(m->key, theme, m->pen);
    blocks[(*count)++] = (legend_block){.kept_width = m->key->width, .kept_height = m->key->height};
  }
  return WIJK_OK;
}

wijk_status map_legend_scale(const map *m, double share, legend_block *scale, wijk_error *err) {
  scale->scale_m = wijk_round_down(share * SCALE_ROOM_MM * m->page.theme.scale / m->view.mm_per_m, 0);
  scale->scale_mm = scale->scale_m * m->view.mm_per_m;
  bool km = scale->scale_m >= 1000;
  const char *number = count_text(m, km ? scale->scale_m / 1000 : scale->scale_m, err);
  scale->scale_label = number ? wijk_arena_format(m->arena, err, "%s %s", number, km ? "km" : "m") : NULL;
  return err->status;
}

/* The scale bar and the sizes of symbols follow from the map's scale; neither grows beyond the room kept for it. */
/* A block that is made again, in the room that the page gave it. */
static void keep_room(const map *m, legend_block *block, double width) {
  legend_measure(block, &m->page.theme, m->pen);
  block->width = width;
}

/* Samples and sums are of the arrows that are seen, on the scale of all of them: a series has one. */
static wijk_status finish_flows(map *m, wijk_error *err) {
  const draw_theme over = map_over_theme(m, &m->page.theme);
  legend_block *block = &m->page.blocks[m->flows_block];
  const double width = block->width;
  const flow *heaviest;
  const flow_set seen = map_seen_flows(m, &heaviest);
  if (flows_legend(m->request, &seen, false, &over, m->arena, block, err) != WIJK_OK)
    return err->status;
  keep_room(m, block, width);
  return WIJK_OK;
}

wijk_status map_legend_finish(map *m, wijk_error *err) {
  page *p = &m->page;
  if (map_legend_scale(m, 1, &p->blocks[m->scale_block], err) != WIJK_OK)
    return err->status;
  if (m->request->flows && m->flows.count > 0 && !m->of_zone && finish_flows(m, err) != WIJK_OK)
    return err->status;
  if (m->sizes_block == 0)
    return WIJK_OK;
  legend_block *sizes = &p->blocks[m->sizes_block];
  double width = sizes->width;
  if (sizes_legend(m, &p->theme, m->symbols.mm2_per_place, sizes, err) != WIJK_OK)
    return err->status;
  keep_room(m, sizes, width);
  return WIJK_OK;
}
