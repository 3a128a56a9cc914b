/* SPDX-License-Identifier: EUPL-1.2 */
/* One choropleth: from layers to a drawing list. Page first, then from the ground up: colours, zoning, borders,
 * symbols, names, and the words around. */
#include "draw/describe.h"
#include "draw/label.h"
#include "draw/page.h"
#include "draw/round.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

/* Everything that is known of a map while it is made. */
typedef struct map {
  const wijk_map_request *request;
  wijk_arena *arena;
  draw_pen *pen;
  double bounds[4]; /* metres, with a little room about the zones */
  shade shade;
  symbol_set symbols;
  size_t sizes_block; /* of the legend; 0 = none */
  page page;
  draw_view view;
  draw_box frame;
  draw_arcs arcs, zoning_arcs;
  wijk_drawing *drawing;
  wijk_map_result *result;
} map;

/* ---- page and legend ---- */

static wijk_status find_bounds(map *m, wijk_error *err) {
  if (!wijk_layer_bounds(m->request->zones, m->bounds) || m->request->zones->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "there is no zone with a shape to draw");
  double width = m->bounds[2] - m->bounds[0], height = m->bounds[3] - m->bounds[1];
  double room = 0.012 * fmax(width, height);
  if (!(room > 0))
    return wijk_error_set(err, WIJK_DATA, "the zones have no extent to draw");
  m->bounds[0] -= room;
  m->bounds[1] -= room;
  m->bounds[2] += room;
  m->bounds[3] += room;
  return WIJK_OK;
}

static const char *count_text(const map *m, double count, wijk_error *err) {
  char digits[64];
  wijk_number_write_grouped(count, 0, m->request->dutch, digits, sizeof digits);
  return wijk_arena_text(m->arena, digits, err);
}

/* The distinct zoning classes, lightest hatch last, as the legend and the map number them. */
#define ZONING_MOST 8
typedef struct zoning_names {
  const char *names[ZONING_MOST];
  size_t members[ZONING_MOST];
  size_t count;
} zoning_names;

static size_t zoning_rank(const char *name) {
  static const char *const order[] = {"kwetsbaar", "aandacht", "draagkrachtig", "onbekend"};
  size_t rank = 0;
  while (rank < 4 && strcmp(name, order[rank]) != 0)
    rank++;
  return rank;
}

static wijk_status find_zoning(const wijk_map_request *request, zoning_names *found, wijk_error *err) {
  *found = (zoning_names){0};
  const wijk_column *column = request->zoning_class;
  for (size_t row = 0; request->zoning && row < request->zoning->row_count; row++) {
    const char *name = column->texts[row];
    if (!name)
      continue;
    size_t at = 0;
    while (at < found->count && strcmp(found->names[at], name) != 0 &&
           (zoning_rank(found->names[at]) < zoning_rank(name) ||
            (zoning_rank(found->names[at]) == zoning_rank(name) && strcmp(found->names[at], name) < 0)))
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
  if (find_zoning(m->request, &found, err) != WIJK_OK)
    return err->status;
  bool dutch = m->request->dutch, blank = false;
  *block = (legend_block){.heading = dutch ? "Zonering (arcering)" : "Zoning (hatching)",
                          .count_heading = zones_noun(m->request->zoning, dutch, false)};
  for (size_t k = 0; k < found.count; k++) {
    draw_hatch hatch = theme_zoning(theme, found.names[k], k);
    blank = blank || hatch.kind == HATCH_NONE;
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_AREA,
                                                   .style = {.fill = ink_of(theme->casing), .hatch = hatch},
                                                   .label = found.names[k],
                                                   .count = count_text(m, (double)found.members[k], err)};
  }
  if (blank)
    block->notes[0] = dutch ? "wit: geen arcering" : "white: no hatching";
  return err->status;
}

static wijk_status forms_legend(map *m, const draw_theme *theme, legend_block *block, wijk_error *err) {
  const symbol_set *set = &m->symbols;
  bool dutch = m->request->dutch;
  *block =
      (legend_block){.heading = dutch ? "Voorzieningen" : "Facilities", .count_heading = dutch ? "aantal" : "number"};
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
                                                   .count = count_text(m, (double)form->count, err)};
  }
  return err->status;
}

/* Three round numbers of places, the largest near the largest there is. */
static wijk_status sizes_legend(map *m, const draw_theme *theme, double place_mm2, legend_block *block,
                                wijk_error *err) {
  const symbol_set *set = &m->symbols;
  bool dutch = m->request->dutch;
  *block = (legend_block){.heading = dutch ? "Plaatsen per locatie" : "Places per location"};
  double largest = fmax(1, wijk_round_down(set->most_places, 0)), shown = 0;
  static const double shares[] = {0.1, 0.4, 1};
  for (int i = 0; i < 3; i++) {
    double places = fmax(1, wijk_round_down(largest * shares[i], 0));
    if (places <= shown)
      continue;
    shown = places;
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_SYMBOL,
                                                   .shape = SYMBOL_CIRCLE,
                                                   .colour = {0xc8, 0xc8, 0xc8},
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
                                                   .count = count_text(m, (double)set->unknown_places, err)};
  return err->status;
}

#define SCALE_ROOM_MM 40.0

static wijk_status fill_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                               wijk_error *err) {
  map *m = context;
  const wijk_map_request *request = m->request;
  *count = 0;
  if (shade_legend(&m->shade, request, theme, m->arena, &blocks[(*count)++], err) != WIJK_OK)
    return err->status;
  if (request->zoning && zoning_legend(m, theme, &blocks[(*count)++], err) != WIJK_OK)
    return err->status;
  if (request->facilities) {
    /* counted on a stamp of a map: the page is not known yet, and the numbers do not depend on it */
    double per_m = 10 / fmax(m->bounds[2] - m->bounds[0], m->bounds[3] - m->bounds[1]);
    draw_view metres = {m->bounds[0], m->bounds[3], 0, 0, per_m};
    draw_box all = {0, 0, (m->bounds[2] - m->bounds[0]) * per_m, (m->bounds[3] - m->bounds[1]) * per_m};
    if (symbols_compute(request->facilities, &metres, &all, theme, request->dutch, m->arena, &m->symbols, err) !=
            WIJK_OK ||
        forms_legend(m, theme, &blocks[(*count)++], err) != WIJK_OK)
      return err->status;
    m->sizes_block = m->symbols.most_places > 0 ? (*count)++ : 0;
    if (m->sizes_block > 0 && sizes_legend(m, theme, symbol_place_mm2(theme, m->symbols.most_places),
                                           &blocks[m->sizes_block], err) != WIJK_OK)
      return err->status;
  }
  legend_block *scale = &blocks[(*count)++];
  *scale = (legend_block){.heading = request->dutch ? "Schaal" : "Scale",
                          .scale_mm = SCALE_ROOM_MM * theme->scale,
                          .scale_m = 1,
                          .scale_label = "100 km",
                          .north = request->north};
  return WIJK_OK;
}

/* The zones fill what the page leaves for them; then the scale bar is known. */
static wijk_status set_view(map *m, wijk_error *err) {
  page *p = &m->page;
  double width_m = m->bounds[2] - m->bounds[0], height_m = m->bounds[3] - m->bounds[1];
  double mm_per_m = fmin(p->map.width / width_m, p->map.height / height_m);
  double width = width_m * mm_per_m, height = height_m * mm_per_m;
  m->frame = (draw_box){p->map.x + (p->map.width - width) / 2, p->map.y + (p->map.height - height) / 2, width, height};
  m->view = (draw_view){m->bounds[0], m->bounds[1], m->frame.x, m->frame.y + height, mm_per_m};
  legend_block *scale = &p->blocks[p->block_count - 1];
  scale->scale_m = wijk_round_down(SCALE_ROOM_MM * p->theme.scale / mm_per_m, 0);
  scale->scale_mm = scale->scale_m * mm_per_m;
  bool km = scale->scale_m >= 1000;
  const char *number = count_text(m, km ? scale->scale_m / 1000 : scale->scale_m, err);
  scale->scale_label = number ? wijk_arena_format(m->arena, err, "%s %s", number, km ? "km" : "m") : NULL;
  return err->status;
}

/* ---- drawing ---- */

static void add_ring(map *m, const draw_arcs *arcs, size_t ring, double *x, double *y) {
  size_t count = arcs_ring(arcs, ring, x, y);
  for (size_t i = 0; i < count; i++)
    (i == 0 ? drawing_move : drawing_line)(m->drawing, x[i], y[i]);
  if (count > 0)
    drawing_join(m->drawing);
}

static void add_shape(map *m, const wijk_layer *layer, const draw_arcs *arcs, size_t row, double *x, double *y) {
  const wijk_geometry *g = &layer->geometry;
  for (size_t part = g->part_of_row[row]; part < g->part_of_row[row + 1]; part++)
    for (size_t ring = g->ring_of_part[part]; ring < g->ring_of_part[part + 1]; ring++)
      add_ring(m, arcs, ring, x, y);
}

/* "Cool: 37,3" */
static const char *zone_title(map *m, size_t row, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const wijk_column *name = wijk_layer_find_role(request->zones, "name");
  const wijk_column *key = wijk_layer_find_role(request->zones, "key");
  const char *who = name && name->texts && name->texts[row] ? name->texts[row]
                    : key && key->texts && key->texts[row]  ? key->texts[row]
                                                            : NULL;
  int of_row = m->shade.of_row[row];
  const char *what = of_row == SHADE_WATER  ? "water"
                     : of_row == SHADE_NULL ? (request->dutch ? "geen gegevens" : "no data")
                     : m->shade.categories
                         ? m->shade.names[of_row]
                         : shade_number(&m->shade, request->column->numbers[row], request->dutch, m->arena, err);
  return who && what ? wijk_arena_format(m->arena, err, "%s: %s", who, what) : what;
}

static wijk_status draw_zones(map *m, double *x, double *y, wijk_error *err) {
  drawing_open(m->drawing, request_legend(m->request), NULL);
  for (size_t row = 0; row < m->request->zones->row_count; row++) {
    draw_style style = shade_style(&m->shade, &m->page.theme, m->shade.of_row[row]);
    const char *title = zone_title(m, row, err);
    if (err->status != WIJK_OK)
      return err->status;
    add_shape(m, m->request->zones, &m->arcs, row, x, y);
    drawing_paint(m->drawing, &style, title);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* All areas of one zoning class as one path, so that the hatch runs on. */
static wijk_status draw_zoning(map *m, double *x, double *y, wijk_error *err) {
  const wijk_map_request *request = m->request;
  zoning_names found;
  if (find_zoning(request, &found, err) != WIJK_OK)
    return err->status;
  drawing_open(m->drawing, request->dutch ? "zonering" : "zoning", NULL);
  for (size_t k = 0; k < found.count; k++) {
    draw_style style = {.hatch = theme_zoning(&m->page.theme, found.names[k], k)};
    if (style.hatch.kind == HATCH_NONE)
      continue;
    for (size_t row = 0; row < request->zoning->row_count; row++)
      if (request->zoning_class->texts[row] && strcmp(request->zoning_class->texts[row], found.names[k]) == 0)
        add_shape(m, request->zoning, &m->zoning_arcs, row, x, y);
    drawing_paint(m->drawing, &style, found.names[k]);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* An arc of one zone only is the city's edge, unless it is so short that it must be a gap between zones. */
static bool at_edge(const draw_arcs *arcs, size_t arc, double least_mm) {
  double length = 0;
  for (size_t i = arcs->first[arc] + 1; i < arcs->first[arc + 1]; i++)
    length += hypot(arcs->x[i] - arcs->x[i - 1], arcs->y[i] - arcs->y[i - 1]);
  return arcs->uses[arc] == 1 && length >= least_mm;
}

/* Each border once: those between zones thin, those at the edge of the city stronger. */
static void draw_borders(map *m, const draw_arcs *arcs, const draw_style *inner, const draw_style *outer) {
  for (int pass = 0; pass < 2; pass++) {
    for (size_t arc = 0; arc < arcs->arc_count; arc++) {
      if (at_edge(arcs, arc, 4 * m->page.theme.scale) != (pass == 1))
        continue;
      for (size_t i = arcs->first[arc]; i < arcs->first[arc + 1]; i++)
        (i == arcs->first[arc] ? drawing_move : drawing_line)(m->drawing, arcs->x[i], arcs->y[i]);
    }
    drawing_paint(m->drawing, pass == 0 ? inner : outer, NULL);
  }
}

static wijk_status draw_symbols(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const wijk_column *name = wijk_layer_find_role(request->facilities, "name");
  drawing_open(m->drawing, request->dutch ? "voorzieningen" : "facilities", NULL);
  for (size_t i = 0; i < m->symbols.count; i++) {
    const symbol *s = &m->symbols.symbols[i];
    const symbol_form *form = &m->symbols.forms[s->form];
    const char *who = name && name->texts ? name->texts[s->row] : NULL;
    const char *title = who && form->name ? wijk_arena_format(m->arena, err, "%s (%s)", who, form->name) : who;
    if (err->status != WIJK_OK)
      return err->status;
    symbol_add(m->drawing, &m->page.theme, form->shape, form->colour, s->places_known, s->x, s->y, s->area_mm2, title);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* ---- names ---- */

typedef struct measure_context {
  draw_pen *pen;
  draw_type type;
} measure_context;

static double measure_em(void *context, const char *words) {
  measure_context *c = context;
  return pen_width(c->pen, &c->type, words) / c->type.size_mm;
}

static wijk_status place_names(map *m, label *labels, size_t *count, size_t *asked, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  const wijk_column *name = wijk_layer_find_role(zones, "name");
  label_request *requests = WIJK_ARENA_ADD(m->arena, label_request, zones->row_count, err);
  if (!requests)
    return WIJK_MEMORY;
  *count = *asked = 0;
  measure_context context = {m->pen, m->page.theme.name};
  for (size_t row = 0; row < zones->row_count && name && name->texts; row++) {
    if (!name->texts[row] || !name->texts[row][0] || m->shade.of_row[row] == SHADE_WATER)
      continue;
    label_request *request = &requests[(*asked)++];
    request->row = row;
    if (label_split(name->texts[row], measure_em, &context, m->arena, request->ways, &request->way_count, err) !=
        WIJK_OK)
      return err->status;
  }
  label_rules rules = {.sizes_mm = m->page.theme.name_sizes,
                       .size_count = 3,
                       .line_em = 1.05,
                       .clear_mm = 0.3 * m->page.theme.scale,
                       .taken = m->symbols.boxes,
                       .taken_count = m->symbols.count};
  return labels_place(zones, &m->arcs, requests, *asked, &rules, m->arena, labels, count, err);
}

static wijk_status draw_names(map *m, wijk_error *err) {
  label *labels = WIJK_ARENA_ADD(m->arena, label, m->request->zones->row_count, err);
  size_t count, asked;
  if (!labels || place_names(m, labels, &count, &asked, err) != WIJK_OK)
    return err->status;
  m->result->names_left_out = asked - count;
  drawing_open(m->drawing, m->request->dutch ? "namen" : "names", NULL);
  for (size_t i = 0; i < count; i++) {
    const label *l = &labels[i];
    draw_type type = m->page.theme.name;
    type.size_mm = l->size_mm;
    for (size_t line = 0; line < l->text.line_count; line++) /* letters without tails stand on 0.8 of the line */
      drawing_text(m->drawing, l->box.x + l->box.width / 2, l->box.y + l->size_mm * (0.84 + 1.05 * (double)line),
                   ANCHOR_MIDDLE, &type, l->text.lines[line]);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* ---- all of it ---- */

static wijk_status compute_arcs(map *m, wijk_error *err) {
  double tolerance = fmax(0.004, 0.3 * m->request->pixel_mm);
  if (arcs_compute(m->request->zones, &m->view, tolerance, m->arena, &m->arcs, err) != WIJK_OK)
    return err->status;
  if (!m->request->zoning)
    return WIJK_OK;
  return arcs_compute(m->request->zoning, &m->view, tolerance, m->arena, &m->zoning_arcs, err);
}

static wijk_status draw_ground(map *m, wijk_error *err) {
  size_t most = arcs_ring_most(&m->arcs);
  if (m->request->zoning && arcs_ring_most(&m->zoning_arcs) > most)
    most = arcs_ring_most(&m->zoning_arcs);
  double *x = WIJK_ARENA_ADD(m->arena, double, most + 1, err), *y = WIJK_ARENA_ADD(m->arena, double, most + 1, err);
  if (!x || !y || draw_zones(m, x, y, err) != WIJK_OK)
    return err->status;
  if (m->request->zoning && draw_zoning(m, x, y, err) != WIJK_OK)
    return err->status;
  const draw_theme *t = &m->page.theme;
  draw_borders(m, &m->arcs, &t->border, &t->outer_border);
  if (m->request->zoning)
    draw_borders(m, &m->zoning_arcs, &t->zoning_border, &t->outer_border);
  return WIJK_OK;
}

static wijk_status draw_all(map *m, wijk_error *err) {
  drawing_open(m->drawing, m->request->dutch ? "kaart" : "map", &m->frame);
  if (draw_ground(m, err) != WIJK_OK || (m->request->facilities && draw_symbols(m, err) != WIJK_OK) ||
      (m->request->names && draw_names(m, err) != WIJK_OK))
    return err->status;
  drawing_close(m->drawing);
  drawing_open(m->drawing, m->request->dutch ? "legenda" : "legend", NULL);
  for (size_t i = 0; i < m->page.block_count; i++)
    legend_draw(&m->page.blocks[i], &m->page.theme, m->drawing, m->page.block_x[i], m->page.block_y[i]);
  drawing_close(m->drawing);
  page_draw_texts(&m->page, m->drawing);
  return drawing_check(m->drawing, err);
}

/* "22 november 2026" of "2026-11-22"; any other text as it is. */
static const char *date_text(map *m, const char *date, wijk_error *err) {
  static const char *const months[2][12] = {{"January", "February", "March", "April", "May", "June", "July", "August",
                                             "September", "October", "November", "December"},
                                            {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus",
                                             "september", "oktober", "november", "december"}};
  double month, day;
  if (strlen(date) != 10 || !wijk_number_read(date + 5, 2, &month) || !wijk_number_read(date + 8, 2, &day) ||
      month < 1 || month > 12)
    return date;
  return wijk_arena_format(m->arena, err, "%d %s %.4s", (int)day, months[m->request->dutch][(int)month - 1], date);
}

static wijk_status page_words(map *m, page_request *words, wijk_error *err) {
  const wijk_map_request *r = m->request;
  size_t line = 0;
  *words = (page_request){r->width_mm, r->height_mm, (m->bounds[2] - m->bounds[0]) / (m->bounds[3] - m->bounds[1]),
                          r->title,    r->subtitle,  {NULL}};
  const char *date = r->date ? date_text(m, r->date, err) : NULL;
  if (r->source && date)
    words->foot[line++] = wijk_arena_format(
        m->arena, err, r->dutch ? "Bron: %s. Stand op %s." : "Source: %s. As of %s.", r->source, date);
  else if (r->source)
    words->foot[line++] = wijk_arena_format(m->arena, err, r->dutch ? "Bron: %s." : "Source: %s.", r->source);
  else if (date)
    words->foot[line++] = wijk_arena_format(m->arena, err, r->dutch ? "Stand op %s." : "As of %s.", date);
  if (r->public_edition)
    words->foot[line++] = r->dutch
                              ? "Openbare uitgave: geheime locaties en gegevens over personen staan niet op deze kaart."
                              : "Public edition: secret locations and figures about people are not on this map.";
  return err->status;
}

static wijk_status map_make(map *m, wijk_error *err) {
  page_request words;
  if (find_bounds(m, err) != WIJK_OK || shade_compute(m->request, m->arena, &m->shade, err) != WIJK_OK ||
      page_words(m, &words, err) != WIJK_OK ||
      page_compute(&words, fill_legend, m, m->pen, m->arena, &m->page, err) != WIJK_OK || set_view(m, err) != WIJK_OK)
    return err->status;
  if (m->request->facilities && symbols_compute(m->request->facilities, &m->view, &m->frame, &m->page.theme,
                                                m->request->dutch, m->arena, &m->symbols, err) != WIJK_OK)
    return err->status;
  if (m->sizes_block > 0) { /* known only now: never larger than the room kept for it */
    legend_block *sizes = &m->page.blocks[m->sizes_block];
    if (sizes_legend(m, &m->page.theme, m->symbols.mm2_per_place, sizes, err) != WIJK_OK)
      return err->status;
    legend_measure(sizes, &m->page.theme, m->pen);
  }
  m->drawing = drawing_new(m->arena, m->page.width_mm, m->page.height_mm, err);
  if (!m->drawing || compute_arcs(m, err) != WIJK_OK || draw_all(m, err) != WIJK_OK)
    return err->status;
  return map_describe(m->request, &m->shade, &m->arcs, m->arena, &m->result->text, err);
}

wijk_status wijk_map_draw(const wijk_map_request *request, wijk_arena *arena, wijk_map_result *result,
                          wijk_error *err) {
  wijk_map_result made = {0};
  map m = {.request = request, .arena = arena, .result = &made};
  m.pen = pen_open(err);
  if (!m.pen)
    return err->status;
  wijk_status status = map_make(&m, err);
  pen_close(m.pen);
  if (status != WIJK_OK)
    return status;
  made.drawing = m.drawing;
  made.drawing->title = request->title ? wijk_arena_text(arena, request->title, err) : request_legend(request);
  made.drawing->description = made.text;
  made.drawing->language = request->dutch ? "nl" : "en";
  made.width_mm = m.page.width_mm;
  made.height_mm = m.page.height_mm;
  made.classes = m.shade.classes;
  memcpy(made.colours, m.shade.colours, sizeof made.colours);
  made.facilities_outside = m.symbols.outside;
  *result = made;
  return err->status;
}
