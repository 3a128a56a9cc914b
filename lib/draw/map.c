/* SPDX-License-Identifier: EUPL-1.2 */
/* One choropleth: from layers to a drawing list. Page first, then from the ground up: colours, zoning, borders,
 * symbols, names, and the words around. */
#include "draw/map.h"
#include "base/dates.h"
#include "draw/describe.h"
#include <math.h>
#include <string.h>

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

/* The bounds fill the room, in its middle. */
static void set_view(map *m, const draw_box *room) {
  double width_m = m->bounds[2] - m->bounds[0], height_m = m->bounds[3] - m->bounds[1];
  double mm_per_m = fmin(room->width / width_m, room->height / height_m);
  double width = width_m * mm_per_m, height = height_m * mm_per_m;
  m->frame = (draw_box){room->x + (room->width - width) / 2, room->y + (room->height - height) / 2, width, height};
  m->view = (draw_view){m->bounds[0], m->bounds[1], m->frame.x, m->frame.y + height, mm_per_m};
}

wijk_status map_compute_arcs(map *m, wijk_error *err) {
  double tolerance = fmax(0.004, 0.3 * m->request->pixel_mm);
  if (arcs_compute(m->request->zones, &m->view, tolerance, m->arena, &m->arcs, err) != WIJK_OK)
    return err->status;
  if (!m->request->zoning)
    return WIJK_OK;
  return arcs_compute(m->request->zoning, &m->view, tolerance, m->arena, &m->zoning_arcs, err);
}

wijk_status map_prepare(map *m, wijk_error *err) {
  if (find_bounds(m, err) != WIJK_OK || map_split(m, err) != WIJK_OK)
    return err->status;
  return shade_compute(m->request, m->arena, &m->shade, err);
}

wijk_status map_place(map *m, const draw_box *room, wijk_error *err) {
  const wijk_map_request *request = m->request;
  m->room = *room;
  if (m->split && map_place_inset(m, err) != WIJK_OK)
    return err->status;
  if (!m->inset)
    set_view(m, room);
  if (request->facilities && symbols_compute(request->facilities, &m->view, &m->frame, &m->page.theme, request->dutch,
                                             m->arena, &m->symbols, err) != WIJK_OK)
    return err->status;
  if (m->inset && request->facilities && map_inset_symbols(m, err) != WIJK_OK)
    return err->status;
  m->ground = context_asked(request) && !m->focused ? m->room : m->frame;
  if (map_place_over(m, err) != WIJK_OK)
    return err->status;
  return map_compute_arcs(m, err);
}

wijk_status map_draw(map *m, const char *title, wijk_error *err) {
  if (m->request->names && map_place_context_names(m, err) != WIJK_OK)
    return err->status;
  drawing_open(m->drawing, title, NULL);
  drawing_open(m->drawing, NULL, &m->ground);
  if (map_draw_ground(m, err) != WIJK_OK)
    return err->status;
  drawing_close(m->drawing);
  if (title && context_asked(m->request)) { /* an inset has a frame of its own */
    drawing_box(m->drawing, m->ground);
    drawing_paint(m->drawing, &m->page.theme.swatch_border, NULL);
  }
  if (map_draw_flows(m, err) != WIJK_OK)
    return err->status;
  map_draw_leaders(m);
  if (m->request->facilities && map_draw_symbols(m, err) != WIJK_OK)
    return err->status;
  if (map_draw_proposals(m, err) != WIJK_OK)
    return err->status;
  context_draw_names(&m->context, m->drawing);
  if (m->request->names)
    map_draw_names(m);
  map_draw_flow_numbers(m);
  drawing_close(m->drawing);
  return m->inset ? map_draw_inset(m, err) : WIJK_OK;
}

/* "22 november 2026" of "2026-11-22"; any other text as it is. */
static const char *date_text(map *m, const char *date, wijk_error *err) {
  char words[DATE_SIZE];
  int day;
  if (strlen(date) != 10 || !date_read(date, &day))
    return date;
  date_write(day, m->request->dutch, words);
  return wijk_arena_text(m->arena, words, err);
}

static const char *public_words(bool dutch, bool chart) {
  if (chart)
    return dutch ? "Openbare uitgave: geheime locaties en gegevens over personen staan niet in deze grafiek."
                 : "Public edition: secret locations and figures about people are not in this chart.";
  return dutch ? "Openbare uitgave: geheime locaties en gegevens over personen staan niet op deze kaart."
               : "Public edition: secret locations and figures about people are not on this map.";
}

wijk_status map_words(map *m, page_request *words, wijk_error *err) {
  const wijk_map_request *r = m->request;
  size_t line = 0;
  *words = (page_request){r->width_mm, r->height_mm, (m->bounds[2] - m->bounds[0]) / (m->bounds[3] - m->bounds[1]),
                          r->theme,    r->title,     r->subtitle,
                          {NULL}};
  const char *date = r->date ? date_text(m, r->date, err) : NULL;
  if (r->source && date)
    words->foot[line++] = wijk_arena_format(
        m->arena, err, r->dutch ? "Bron: %s. Stand op %s." : "Source: %s. As of %s.", r->source, date);
  else if (r->source)
    words->foot[line++] = wijk_arena_format(m->arena, err, r->dutch ? "Bron: %s." : "Source: %s.", r->source);
  else if (date)
    words->foot[line++] = wijk_arena_format(m->arena, err, r->dutch ? "Stand op %s." : "As of %s.", date);
  if (r->public_edition)
    words->foot[line++] = public_words(r->dutch, m->chart);
  return err->status;
}

wijk_status map_finish(const map *m, const char *text, wijk_error *err) {
  const wijk_map_request *request = m->request;
  wijk_map_result *result = m->result;
  if (drawing_check(m->drawing, err) != WIJK_OK)
    return err->status;
  m->drawing->title = request->title ? wijk_arena_text(m->arena, request->title, err) : request_legend(request);
  m->drawing->description = text;
  m->drawing->language = request->dutch ? "nl" : "en";
  result->drawing = m->drawing;
  result->width_mm = m->page.width_mm;
  result->height_mm = m->page.height_mm;
  result->classes = m->shade.classes;
  memcpy(result->colours, m->shade.colours, sizeof result->colours);
  result->facilities_outside = m->symbols.outside;
  result->text = text;
  return err->status;
}

/* The sentence, and one for the inset. */
static const char *tell_inset(const map *m, const char *text, wijk_error *err) {
  return wijk_arena_format(m->arena, err,
                           m->request->dutch ? "%s De inzet toont het %s." : "%s The inset shows the %s.", text,
                           map_inset_title(m));
}

static wijk_status map_make(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  page_request words;
  const char *text;
  if (map_prepare(m, err) != WIJK_OK || map_words(m, &words, err) != WIJK_OK ||
      map_compute_page(m, &words, err) != WIJK_OK || map_place(m, &m->page.map, err) != WIJK_OK ||
      map_name_zones(m, &words, err) != WIJK_OK || map_legend_finish(m, err) != WIJK_OK)
    return err->status;
  m->drawing = drawing_new(m->arena, request->theme, m->page.width_mm, m->page.height_mm, err);
  if (!m->drawing || map_draw(m, request->dutch ? "kaart" : "map", err) != WIJK_OK)
    return err->status;
  page_draw(&m->page, request->dutch, m->drawing);
  if (m->key)
    key_draw(m->key, &m->page.theme, m->drawing, m->key_box.x, m->key_box.y);
  if (map_describe(request, &m->shade, &m->arcs, m->arena, &text, err) != WIJK_OK)
    return err->status;
  if (m->inset && !(text = tell_inset(m, text, err)))
    return err->status;
  if (!(text = map_tell_over(m, text, err)))
    return err->status;
  return map_finish(m, text, err);
}

wijk_status wijk_map_draw(const wijk_map_request *request, wijk_arena *arena, wijk_map_result *result,
                          wijk_error *err) {
  wijk_map_result made = {0};
  map m = {.request = request, .arena = arena, .pen = pen_open(request->theme, err), .result = &made};
  if (!m.pen)
    return err->status;
  if (map_make(&m, err) == WIJK_OK)
    *result = made;
  pen_close(m.pen);
  return err->status;
}
