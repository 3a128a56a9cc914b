/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over the ground of a map, and the context about it: proposals, flows, symbols, names of neighbours; and
 * what is said of them. */
#include "draw/map.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* ---- where ---- */

/* Even-odd, over all rings of a zone. */
static bool zone_holds(const wijk_layer *zones, size_t row, const double at[2]) {
  const wijk_geometry *g = &zones->geometry;
  bool inside = false;
  size_t end = g->ring_of_part[g->part_of_row[row + 1]];
  for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < end; ring++)
    for (size_t i = g->point_of_ring[ring] + 1; i < g->point_of_ring[ring + 1]; i++) {
      double x1 = g->x[i - 1], y1 = g->y[i - 1], x2 = g->x[i], y2 = g->y[i];
      if ((y1 > at[1]) != (y2 > at[1]) && at[0] < x1 + (at[1] - y1) / (y2 - y1) * (x2 - x1))
        inside = !inside;
    }
  return inside;
}

static bool bounds_hold(const double bounds[4], const double at[2]) {
  return at[0] >= bounds[0] && at[0] <= bounds[2] && at[1] >= bounds[1] && at[1] <= bounds[3];
}

/* Whether a flow is shown in this frame: with an inset, in that where it holds both ends; on a page of an atlas, where
 * the zone in focus holds one. */
typedef struct flow_frames {
  const map *main;
  bool inset;
} flow_frames;

static bool is_shown(void *context, const flow *f) {
  const flow_frames *frames = context;
  const map *m = frames->main;
  if (m->focused)
    return zone_holds(m->request->zones, m->focus, f->from) || zone_holds(m->request->zones, m->focus, f->to);
  if (!m->inset)
    return true;
  bool both = bounds_hold(m->inset->bounds, f->from) && bounds_hold(m->inset->bounds, f->to) &&
              !(bounds_hold(m->bounds, f->from) && bounds_hold(m->bounds, f->to));
  return both == frames->inset;
}

draw_theme map_over_theme(const map *m, const draw_theme *theme) {
  draw_theme over = *theme;
  const double share = m->over_share > 0 ? m->over_share : 1;
  over.scale *= share;
  over.flow_number.size_mm *= share;
  over.proposal_number.size_mm *= share;
  return over;
}

static draw_box *join_boxes(const map *m, const draw_box *a, size_t a_count, const draw_box *b, size_t b_count,
                            wijk_error *err) {
  draw_box *all = WIJK_ARENA_ADD(m->arena, draw_box, a_count + b_count, err);
  if (all && a_count > 0)
    memcpy(all, a, a_count * sizeof *all);
  if (all && b_count > 0)
    memcpy(all + a_count, b, b_count * sizeof *all);
  return all;
}

/* The proposed places themselves: no arrow may end on one. */
static draw_box *find_places(const map *m, const map *frame, const draw_theme *theme, wijk_error *err) {
  const wijk_layer *layer = m->request->proposals;
  const size_t count = layer ? layer->row_count : 0;
  draw_box *places = WIJK_ARENA_ADD(m->arena, draw_box, count, err);
  const double half = 0.5 * theme->scale;
  for (size_t i = 0; i < count && places; i++)
    places[i] = (draw_box){view_x(&frame->view, layer->geometry.x[i]) - half,
                           view_y(&frame->view, layer->geometry.y[i]) - half, 2 * half, 2 * half};
  return places;
}

/* Arrows end before facilities and proposed places; then the heads of pins lean aside from facilities and arrowheads.
 */
static wijk_status place_arrows(map *m, map *frame, const draw_theme *theme, flow_frame *where, wijk_error *err) {
  const size_t symbols = frame->symbols.count, places = m->request->proposals ? m->request->proposals->row_count : 0;
  draw_box *spots = find_places(m, frame, theme, err);
  where->taken = spots ? join_boxes(m, frame->symbols.boxes, symbols, spots, places, err) : NULL;
  where->taken_count = symbols + places;
  if (!where->taken || flows_place(&m->flows, theme, where, m->arena, &frame->flows_shown, err) != WIJK_OK)
    return err->status;
  draw_box *heads = WIJK_ARENA_ADD(m->arena, draw_box, frame->flows_shown.count, err);
  for (size_t i = 0; i < frame->flows_shown.count && heads; i++)
    heads[i] = frame->flows_shown.arrows[i].head;
  where->taken = heads ? join_boxes(m, frame->symbols.boxes, symbols, heads, frame->flows_shown.count, err) : NULL;
  where->taken_count = symbols + frame->flows_shown.count;
  return err->status;
}

/* Marks of one frame in order of rank: facilities, arrows, proposals, numbers of arrows. */
static wijk_status place_marks(map *m, map *frame, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const draw_theme theme = map_over_theme(m, &m->page.theme);
  flow_frames frames = {m, frame != m};
  flow_frame where = {&frame->view, &frame->ground, frame->symbols.boxes, frame->symbols.count, is_shown, &frames};
  frame->proposals = (proposal_set){0};
  frame->flows_shown = (flow_view){0};
  if (request->flows && place_arrows(m, frame, &theme, &where, err) != WIJK_OK)
    return err->status;
  if (request->proposals &&
      proposals_place(request, &theme, &frame->view, &frame->frame, frame != m ? m->bounds : NULL, where.taken,
                      where.taken_count, m->arena, &frame->proposals, err) != WIJK_OK)
    return err->status;
  const size_t pins = 2 * frame->proposals.count;
  where.taken = join_boxes(m, frame->symbols.boxes, frame->symbols.count, frame->proposals.boxes, pins, err);
  where.taken_count = frame->symbols.count + pins;
  if (!where.taken || (request->flows && flows_place_numbers(request, &theme, m->pen, &where, m->arena,
                                                             &frame->flows_shown, err) != WIJK_OK))
    return err->status;
  frame->over_count = pins + frame->flows_shown.box_count;
  frame->over =
      join_boxes(m, frame->proposals.boxes, pins, frame->flows_shown.boxes, frame->flows_shown.box_count, err);
  return err->status;
}

static wijk_status place_frame(map *m, map *frame, wijk_error *err) {
  if (context_asked(m->request) && context_compute(m->request, &m->page.theme, &frame->view, &frame->ground, m->arena,
                                                   &frame->context, err) != WIJK_OK)
    return err->status;
  return place_marks(m, frame, err);
}

wijk_status map_place_over(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  wijk_map_result *result = m->result;
  map *inset = m->inset;
  const draw_theme theme = map_over_theme(m, &m->page.theme);
  if (request->flows && flows_find(request, &theme, m->arena, &m->flows, err) != WIJK_OK)
    return err->status;
  if (inset)
    inset->ground = inset->frame;
  if (place_frame(m, m, err) != WIJK_OK || (inset && place_frame(m, inset, err) != WIJK_OK))
    return err->status;
  if (request->proposals)
    result->proposals_outside =
        request->proposals->row_count - m->proposals.count - (inset ? inset->proposals.count : 0);
  result->flows_none = m->flows.none;
  result->flows_below = m->flows.below;
  result->flows_too_short = m->flows_shown.too_short + (inset ? inset->flows_shown.too_short : 0);
  result->flows_beyond = m->flows_shown.beyond + (inset ? inset->flows_shown.beyond : 0);
  return WIJK_OK;
}

/* ---- the page ---- */

/* What a list of proposals may cost the map of its area before it is left to the report. */
#define LIST_LEAST 0.6

static double map_area(const page *p, double aspect) {
  double width = fmin(p->map.width, p->map.height * aspect);
  return width * width / aspect;
}

wijk_status map_compute_page(map *m, const page_request *words, wijk_error *err) {
  wijk_error unfit = {0};
  page listed;
  if (!m->request->proposals || m->request->proposals->row_count < 2)
    return page_compute(words, map_legend_fill, m, m->pen, m->arena, &m->page, err);
  wijk_status status = page_compute(words, map_legend_fill, m, m->pen, m->arena, &listed, &unfit);
  size_t sizes_block = m->sizes_block;
  const char *unlisted = m->result->unlisted;
  if (status != WIJK_OK && status != WIJK_USAGE) {
    *err = unfit;
    return status;
  }
  m->proposals_short = true;
  if (page_compute(words, map_legend_fill, m, m->pen, m->arena, &m->page, err) != WIJK_OK)
    return err->status;
  if (status == WIJK_OK && map_area(&listed, words->aspect) >= LIST_LEAST * map_area(&m->page, words->aspect)) {
    m->proposals_short = false;
    m->page = listed;
    m->sizes_block = sizes_block;
    m->result->unlisted = unlisted;
  }
  return WIJK_OK;
}

/* ---- how ---- */

wijk_status map_draw_flows(map *m, wijk_error *err) {
  if (!m->request->flows || m->flows_shown.count == 0)
    return WIJK_OK;
  const draw_theme theme = map_over_theme(m, &m->page.theme);
  drawing_open(m->drawing, NULL, &m->ground);
  flows_draw(m->request, &m->flows_shown, &theme, m->drawing, m->arena, err);
  drawing_close(m->drawing);
  return err->status;
}

wijk_status map_draw_proposals(map *m, wijk_error *err) {
  const draw_theme theme = map_over_theme(m, &m->page.theme);
  if (m->request->proposals && m->proposals.count > 0)
    proposals_draw(m->request, &m->proposals, &theme, m->drawing, m->arena, err);
  return err->status;
}

void map_draw_flow_numbers(map *m) {
  const draw_theme theme = map_over_theme(m, &m->page.theme);
  if (m->request->flows)
    flows_draw_numbers(m->request, &m->flows_shown, &theme, m->drawing);
}

/* ---- in words ---- */

static const char *name_at(const map *m, const double at[2]) {
  for (size_t row = 0; row < m->request->zones->row_count; row++)
    if (zone_holds(m->request->zones, row, at))
      return zone_called(m->request->zones, row);
  return m->request->dutch ? "buiten de kaart" : "beyond the map";
}

flow_set map_seen_flows(const map *m, const flow **heaviest) {
  flow_set seen = m->flows;
  seen.count = 0;
  seen.most = seen.total = 0;
  *heaviest = NULL;
  for (const map *frame = m; frame; frame = frame == m ? m->inset : NULL)
    for (size_t i = 0; i < frame->flows_shown.count; i++) {
      const flow *f = frame->flows_shown.of[i];
      seen.count++;
      seen.total += f->weight;
      if (!*heaviest || f->weight > seen.most) {
        *heaviest = f;
        seen.most = f->weight;
      }
    }
  return seen;
}

static void tell_flows(const map *m, wijk_text *text, wijk_error *err) {
  const bool dutch = m->request->dutch;
  const flow *heaviest;
  const flow_set seen = map_seen_flows(m, &heaviest);
  if (!heaviest)
    return;
  const char *most = flows_number(seen.most, dutch, m->arena, err),
             *total = flows_number(seen.total, dutch, m->arena, err);
  const bool one = seen.count == 1;
  wijk_text_add_format(text,
                       dutch ? " Pijlen: %s, %zu %s, samen %s; de grootste (%s) van %s naar %s."
                             : " Arrows: %s, %zu %s, %s in all; the largest (%s) from %s to %s.",
                       flows_title(m->request), seen.count,
                       dutch ? (one ? "stroom" : "stromen")
                       : one ? "flow"
                             : "flows",
                       total ? total : "", most ? most : "", name_at(m, heaviest->from), name_at(m, heaviest->to));
}

#define TOLD_MOST 8

static void tell_proposals(const map *m, wijk_text *text, wijk_error *err) {
  const bool dutch = m->request->dutch;
  const proposal_set *sets[] = {&m->proposals, m->inset ? &m->inset->proposals : NULL};
  size_t count = sets[0]->count + (sets[1] ? sets[1]->count : 0), told = 0;
  if (count == 0)
    return;
  wijk_text_add_format(text, " %zu %s", count,
                       dutch        ? (count == 1 ? "voorstel" : "voorstellen")
                       : count == 1 ? "proposal"
                                    : "proposals");
  for (int k = 0; k < 2 && count <= TOLD_MOST; k++)
    for (size_t i = 0; sets[k] && i < sets[k]->count; i++)
      wijk_text_add_format(text, "%s %s", told++ == 0 ? ":" : ";",
                           proposal_words(m->request, sets[k]->pins[i].row, m->arena, err));
  wijk_text_add(text, ".");
}

static void tell_context(const map *m, wijk_text *text, wijk_error *err) {
  const wijk_map_request *r = m->request;
  if (!context_asked(r))
    return;
  wijk_text_add(text, r->dutch ? " Ondergrond: " : " Background: ");
  if (r->water_count > 0)
    wijk_text_add(text, "water");
  if (r->roads)
    wijk_text_add_format(text, "%s%s", r->water_count > 0 ? ", " : "", r->dutch ? "wegen" : "roads");
  if (r->neighbours)
    wijk_text_add_format(text, "%s%s", r->water_count > 0 || r->roads ? ", " : "",
                         context_neighbours_noun(r, m->arena, err));
  wijk_text_add(text, ".");
}

const char *map_tell_over(const map *m, const char *text, wijk_error *err) {
  wijk_text all = {0};
  const char *told = NULL;
  wijk_text_add(&all, text);
  if (m->request->flows && !m->of_zone)
    tell_flows(m, &all, err);
  tell_proposals(m, &all, err);
  tell_context(m, &all, err);
  if (err->status == WIJK_OK && wijk_text_check(&all, err) == WIJK_OK)
    told = wijk_arena_text(m->arena, all.bytes, err);
  wijk_text_free(&all);
  return told;
}

/* ---- names of neighbours ---- */

#define LEADER_STEP_MM 1.5

/* Everything that has its place already: symbols, names and their leaders, the inset. */
wijk_status map_place_context_names(map *m, wijk_error *err) {
  if (!m->context.neighbours)
    return WIJK_OK;
  size_t most = m->symbols.count + m->over_count + m->label_count + 1, count = 0;
  for (size_t i = 0; i < m->label_count; i++) {
    const label *l = &m->labels[i];
    most += l->led ? (size_t)(hypot(l->end_x - l->dot_x, l->end_y - l->dot_y) / LEADER_STEP_MM) + 2 : 0;
  }
  draw_box *taken = WIJK_ARENA_ADD(m->arena, draw_box, most, err);
  if (!taken)
    return WIJK_MEMORY;
  if (m->symbols.count > 0)
    memcpy(taken, m->symbols.boxes, m->symbols.count * sizeof *taken);
  count = m->symbols.count;
  for (size_t i = 0; i < m->over_count; i++)
    taken[count++] = m->over[i];
  if (m->inset)
    taken[count++] = m->inset_box;
  for (size_t i = 0; i < m->label_count; i++) {
    const label *l = &m->labels[i];
    taken[count++] = l->box;
    double length = l->led ? hypot(l->end_x - l->dot_x, l->end_y - l->dot_y) : -1;
    for (double at = 0; at <= length; at += LEADER_STEP_MM) {
      double share = length > 0 ? at / length : 0;
      taken[count++] = (draw_box){l->dot_x + share * (l->end_x - l->dot_x) - 0.3,
                                  l->dot_y + share * (l->end_y - l->dot_y) - 0.3, 0.6, 0.6};
    }
  }
  return context_place_names(&m->context, m->request->zones, &m->arcs, taken, count, m->pen, m->arena,
                             &m->result->neighbour_names_left_out, err);
}

wijk_status map_draw_symbols(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const wijk_column *name = wijk_layer_find_role(request->facilities, "name");
  /* What a page of an atlas shows ends at its frame. */
  drawing_open(m->drawing, request->dutch ? "voorzieningen" : "facilities", m->focused ? &m->frame : NULL);
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
