/* SPDX-License-Identifier: EUPL-1.2 */
/* A map while it is made, and the parts it is made of: alone on a page, or in a frame among others. */
#ifndef WIJK_DRAW_MAP_H
#define WIJK_DRAW_MAP_H

#include "draw/arcs.h"
#include "draw/context.h"
#include "draw/flows.h"
#include "draw/key.h"
#include "draw/label.h"
#include "draw/page.h"
#include "draw/proposals.h"
#include "draw/shade.h"

typedef struct map {
  const wijk_map_request *request;
  wijk_arena *arena;
  draw_pen *pen;
  double bounds[4]; /* metres, with a little room about the zones */
  shade shade;
  const shade *const *shades; /* of all maps that share the legend, this one's first; NULL = of this one alone */
  size_t shade_count;
  symbol_set symbols;
  size_t sizes_block; /* of the legend; 0 = none */
  size_t scale_block;
  page page;
  draw_box room; /* of the page: the zones fill it as they can, names may stand anywhere in it */
  draw_view view;
  draw_box frame;
  draw_box ground; /* what is painted: the frame, or all the room where there is context to fill it */
  context context;
  proposal_set proposals;
  bool proposals_short; /* in the legend they are one row */
  flow_set flows;
  size_t flows_block; /* of the legend, where there are flows */
  flow_view flows_shown;
  const draw_box *over; /* of both, and of nothing else: no name lies over them */
  size_t over_count;
  double over_share; /* of their sizes, on the small maps of a sheet; 0 = 1 */
  bool of_zone;      /* a page of an atlas: only flows of the zone in focus */
  draw_arcs arcs, zoning_arcs;
  wijk_drawing *drawing;
  wijk_map_result *result; /* the names left out are added while drawing */
  double name_sizes[3];
  size_t name_size_count;
  label *labels;
  size_t label_count, names_asked;
  label_request *name_requests; /* of the names that were tried */
  size_t name_request_count;
  key *key; /* to the numbers on the map; NULL = none */
  draw_box key_box;
  const uint8_t *split;     /* [rows] zones that an inset is to show, with the bounds of the others; NULL = none */
  double split_bounds[4];   /* whether it finds room is settled for each page anew */
  const uint8_t *elsewhere; /* [rows] zones that another frame shows: here pale and without name; NULL = none */
  double whole[4];          /* bounds with those zones too */
  struct map *inset;        /* NULL = none */
  draw_box inset_box;       /* its frame and all that is in it */
  bool focused;             /* one zone is what the map is about: */
  size_t focus;             /* this row */
  bool chart;               /* only its words are asked for: of a chart */
} map;

/* map.c: one after another. Bounds and shade of the request; */
wijk_status map_prepare(map *m, wijk_error *err);
/* what stands above and below on the page; */
wijk_status map_words(map *m, page_request *words, wijk_error *err);
/* view, symbols and borders, once it is known how much room the page leaves; */
wijk_status map_place(map *m, const draw_box *room, wijk_error *err);
/* and the frame with all that is in it, into the drawing. */
wijk_status map_draw(map *m, const char *title, wijk_error *err);

/* Fills the result with the finished drawing, its title, and the sentence that describes it. */
wijk_status map_finish(const map *m, const char *text, wijk_error *err);

/* map_split.c: which zones an inset is to show; narrows the bounds to the others. Nothing changes where there is to be
 * none. WIJK_USAGE as wijk_inset says. */
wijk_status map_split(map *m, wijk_error *err);

/* map_inset.c: where in the room the split map and its inset stand. Where they find no room the map is whole again, or
 * WIJK_USAGE when the inset was asked for. */
wijk_status map_place_inset(map *m, wijk_error *err);
/* Symbols of the inset, after those of the map. */
wijk_status map_inset_symbols(map *m, wijk_error *err);
wijk_status map_draw_inset(map *m, wijk_error *err);
/* "westelijk deel" */
const char *map_inset_title(const map *m);
/* The whole map's or a part's borders as they are drawn in its view. */
wijk_status map_compute_arcs(map *m, wijk_error *err);

/* The distinct zoning classes, those that can carry least first, as the legend and the map number them. */
#define ZONING_MOST 8
typedef struct zoning_names {
  const char *names[ZONING_MOST];
  size_t members[ZONING_MOST];
  size_t count;
} zoning_names;
/* WIJK_USAGE for more than ZONING_MOST classes. */
wijk_status zoning_find(const wijk_map_request *request, zoning_names *found, wijk_error *err);

/* map_legend.c: fills the page's legend (a page_legend of a `map`), and again once the view is known. */
wijk_status map_legend_fill(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                            wijk_error *err);
wijk_status map_legend_finish(map *m, wijk_error *err);
/* A scale bar of round length, up to `share` of the room that the legend keeps for one. */
wijk_status map_legend_scale(const map *m, double share, legend_block *scale, wijk_error *err);

/* The page, with proposals listed one by one where that leaves the map large enough. */
wijk_status map_compute_page(map *m, const page_request *words, wijk_error *err);
/* map_over.c: context, proposals and flows for the view, in the inset too; */
wijk_status map_place_over(map *m, wijk_error *err);
/* The theme of pins and arrows: smaller where maps are. */
draw_theme map_over_theme(const map *m, const draw_theme *theme);
wijk_status map_draw_flows(map *m, wijk_error *err);
/* Number, sum and most of the arrows that stand on the map or in its inset, on the scale of all; NULL in `heaviest`
 * where none does. */
flow_set map_seen_flows(const map *m, const flow **heaviest);
wijk_status map_draw_proposals(map *m, wijk_error *err);
void map_draw_flow_numbers(map *m);
/* The sentence about a map, and what else lies on it. */
const char *map_tell_over(const map *m, const char *text, wijk_error *err);
/* and names of neighbours, when those of the zones have their places. */
wijk_status map_place_context_names(map *m, wijk_error *err);

/* map_ground.c: colours, zoning and borders. */
wijk_status map_draw_ground(map *m, wijk_error *err);
/* map_over.c: symbols. */
wijk_status map_draw_symbols(map *m, wijk_error *err);
/* map_names.c: places names in their zones and, where request->names says so, beside them. */
wijk_status map_place_names(map *m, wijk_error *err);
/* Then, instead of leaders, numbers no wider than `widest` in the zones that have no name in them. */
wijk_status map_place_numbers(map *m, const char *widest, wijk_error *err);
/* Names beside the zones that have neither; of those with a number, where a short leader serves instead of it. */
wijk_status map_place_beside(map *m, wijk_error *err);
void map_set_number(map *m, label *l, size_t number, const char *digits);
/* Adds the names that are left out to the result. */
wijk_status map_tell_names(map *m, wijk_error *err);
/* map_key.c: all of these for a map by itself, inset and all, with the key where the page has room for it; `words` for
 * a page that is laid out anew. */
wijk_status map_name_zones(map *m, const page_request *words, wijk_error *err);
/* Leaders lie under symbols. */
void map_draw_leaders(map *m);
void map_draw_names(map *m);

#endif
