/* SPDX-License-Identifier: EUPL-1.2 */
/* Metrics: one file per close family in lib/metrics, one word each in lib/metrics/list.h. From that word come
 * compilation, `--list`, help, man page, JSON key and the law tests.
 *
 *   layers -> wijk_subject_new -> a subject: plain arrays over zones, facilities and residents
 *          -> wijk_metrics_compute -> the zones with a column per figure; figures of the city in the report */
#ifndef WIJK_METRIC_H
#define WIJK_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/density.h>
#include <wijk/layer.h>
#include <wijk/report.h>
#include <wijk/roads.h>
#include <wijk/weights.h>
#include <wijk/zoning.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what a metric is ---- */

typedef enum wijk_metric_level { WIJK_METRIC_ZONE, WIJK_METRIC_CITY } wijk_metric_level;

/* What must hold whatever the input; one runner in tests/laws checks every law of every metric. */
typedef enum wijk_metric_law {
  WIJK_LAW_UNIT_INTERVAL = 1, /* in [0, 1] or undefined */
  WIJK_LAW_NOT_NEGATIVE = 2,
  WIJK_LAW_GROUP_SCALE_FREE = 4, /* unchanged when every x_i is multiplied */
  WIJK_LAW_TOTAL_SCALE_FREE = 8, /* unchanged when every t_i is multiplied */
  WIJK_LAW_ORDER_FREE = 16,      /* unchanged when zones change places */
  WIJK_LAW_DOUBLING_FREE = 32,   /* unchanged when every zone is there twice */
  WIJK_LAW_ZERO_WHEN_EVEN = 64,  /* 0 when x_i is the same share of t_i everywhere */
  WIJK_LAW_SUMS_TO_ONE = 128,    /* over the zones where it is defined */
  WIJK_LAW_SHARED_OUT = 256      /* times the residents of each zone it sums to 1000 times the places of the facilities
                                    that anybody can reach */
} wijk_metric_law;

/* What a figure cannot be without. Where that is not given the figure is not made at all. */
typedef enum wijk_metric_need {
  WIJK_NEEDS_FACILITIES = 1, /* points, not only counts per zone */
  WIJK_NEEDS_ZONING = 2,
  WIJK_NEEDS_OVERLAY = 4, /* zoning polygons that do not coincide with the zones */
  WIJK_NEEDS_OCCUPIED = 8,
  WIJK_NEEDS_ROADS = 16,
  WIJK_NEEDS_CENTRE = 32,
  WIJK_NEEDS_SHAPES = 64,  /* of the zones */
  WIJK_NEEDS_VALUE = 256,  /* is about the column that the method names, and cannot be it */
  WIJK_NEEDS_CROSS = 128,  /* two values of a field to compare */
  WIJK_NEEDS_MINUTES = 512 /* roads of which some have a speed */
} wijk_metric_need;

/* A metric with parts is one figure per radius ("{r}" in its id becomes "500m") or per zone class ("{class}"
 * becomes the class's name; a figure of the city tells its class in the report's `by`). */
typedef enum wijk_metric_part { WIJK_PART_NONE, WIJK_PART_RADIUS, WIJK_PART_CLASS } wijk_metric_part;

typedef enum wijk_metric_flag {
  WIJK_METRIC_BY = 1,        /* repeated for every value of --by */
  WIJK_METRIC_WHOLE = 2,     /* a count */
  WIJK_METRIC_OF_PEOPLE = 4, /* left out of the public edition */
  WIJK_METRIC_TEXT = 8,
  WIJK_METRIC_TWO_GROUPS = 16, /* the group is part of the total: x_i > t_i is an error when asked for by id */
  WIJK_METRIC_INDEX = 32       /* an index of the whole city: warned about when zones or places are few */
} wijk_metric_flag;

/* One figure as it is named, explained and looked up. */
typedef struct wijk_metric {
  const char *id;
  wijk_metric_level level;
  wijk_metric_part part;
  unsigned flags, needs, laws;
  const char *title_nl, *title_en, *unit_nl, *unit_en;
  const char *formula; /* in the notation of the manual: x_i places, t_i residents, a_i land */
  const char *source;  /* author, year; "" for plain arithmetic */
} wijk_metric;

/* ---- how metrics are made that can be made in more than one way ---- */

typedef enum wijk_edge_correction {
  WIJK_EDGE_AUTO, /* isotropic up to 1,000 points, translation beyond */
  WIJK_EDGE_NONE,
  WIJK_EDGE_TRANSLATION,
  WIJK_EDGE_ISOTROPIC
} wijk_edge_correction;

/* What a p by permutation counts, b of (b + 1) / (R + 1): those at least as far from the expectation on either side;
 * twice those on the side of the real value (spdep); only these (GeoDa, esda: half of what a two-sided test says). */
typedef enum wijk_tail { WIJK_TAIL_BOTH, WIJK_TAIL_DOUBLED, WIJK_TAIL_ONE } wijk_tail;

typedef struct wijk_method {
  /* autocorrelation */
  wijk_weights_rule weights;
  const char *value;   /* the column the statistics are about: a metric or a field of the zones */
  bool normality;      /* variances under normality instead of randomisation */
  size_t permutations; /* 0 = analytic only */
  bool shared_draws;   /* one table of permutations for all zones, as GeoDa has, instead of fresh draws per zone */
  wijk_tail tail;      /* of p by permutation, of local statistics */
  bool moran_esda;     /* local Moran divided by the sum of squares over n - 1 instead of n */
  double significance; /* a zone with a p no higher than this belongs to a cluster */
  bool fdr;            /* clusters by the adjusted p */
  /* indices of the city */
  double atkinson_b;
  bool concentration_on_total; /* relative_concentration cut off on Y instead of X */
  double centre_x, centre_y;   /* of centralisation; NaN = none */
  bool clustering_contiguity;  /* c_ij of the clustering indices by contiguity instead of e^(-d) */
  size_t inference;            /* reallocations; 0 = none */
  bool inference_permutes;     /* instead of reallocations: each zone gets the x_i of another */
  /* access */
  double access_radius_m; /* the catchment of 2SFCA */
  size_t ring_count;      /* of E2SFCA: outer radii, rising, and what a place in each ring weighs */
  const double *ring_m, *ring_weight;
  /* over the roads */
  double snap_limit_m; /* further from a road than this is unreachable */
  bool snap_counts;    /* the way from the point to the road, and from the road to the facility, counts too */
  double snap_kmh;     /* at this speed, where it counts in minutes */
  /* density and pattern */
  wijk_kernel kernel;
  double bandwidth_m;
  wijk_density_edge density_edge;
  wijk_edge_correction edge;
  size_t envelope;          /* simulations */
  const char *const *cross; /* "FIELD=A:B", or "FIELD=A" for A against all others */
  size_t cross_count;
} wijk_method;

/* What is taken where nothing is said; the comment at its definition argues each. */
wijk_method wijk_method_default(void);

/* ---- what metrics are about ---- */

/* Two kinds of facilities whose lie is compared. */
typedef struct wijk_cross {
  const char *by;      /* "woonvorm=opvang:verblijf" */
  const uint8_t *side; /* of each facility: 1, 2, or 0 for neither */
} wijk_cross;

/* All of it is read-only. Arrays over zones have zone_count entries; NaN = missing. */
typedef struct wijk_subject {
  size_t zone_count;
  const wijk_layer *zones;               /* as read: shapes, and fields by name */
  const double *residents;               /* t_i; NaN = missing */
  const double *land_km2;                /* a_i; 0 for water, NaN = missing */
  const uint8_t *water;                  /* 1 = stays in the map, out of every ratio */
  const double *interior_x, *interior_y; /* where nobody's home is known, NaN elsewhere; NULL = made when needed */

  /* sums over the zone's facilities */
  const double *facilities_of_zone;
  const double *places_of_zone;        /* NaN where a capacity is unknown; NULL = the source has no such field */
  const double *occupied_of_zone;      /* likewise */
  const double *group;                 /* x_i of the indices: places_of_zone, else facilities_of_zone */
  const char *group_name, *total_name; /* fields of the zones that are x_i and t_i; NULL = places and residents */

  /* the facilities (of one value of --by, or all); zone_of_facility = WIJK_NONE outside every zone */
  bool has_facilities; /* points were given, though there may be 0 of this value */
  size_t facility_count;
  const double *facility_x, *facility_y;
  const double *capacity; /* NaN = unknown; NULL = the source has no such field */
  const double *occupied; /* likewise */
  const size_t *zone_of_facility;
  const char *const *form, *const *provider; /* NULL = no such field; a NULL text = not known */
  const char *const *facility_id;            /* for messages; NULL = the source has none: then its record */
  const size_t *facility_row;                /* record in the source, from 1; NULL = they count from 1 */
  const char *const *forms;                  /* the ladder of forms, or those in the data */
  size_t form_count;

  /* where residents live; 0 without a source: then the zone's interior point stands for all */
  size_t population_count;
  const double *population_x, *population_y, *population_weight;
  const size_t *zone_of_population;

  /* from the zoning map; NULL without */
  const int *zone_class;           /* row of `classes`, -1 = none */
  const double *class_share;       /* [zone * class_count + class], shares of residents or area; NULL where the zoning
                                      has the same zones */
  const wijk_zone_norm *zone_norm; /* what the zone's class allows */
  const double *norm_per_1000;     /* the same, resolved against this group; NaN = none */
  const char *const *classes;
  size_t class_count;

  /* places on the roads of facilities, population points and interior points; NULL without roads */
  const wijk_roads *roads; /* NULL = none */
  const wijk_road_place *facility_place, *population_place, *interior_place;

  const wijk_method *method;
  const wijk_cross *cross;
  size_t cross_count;
  const double *radii_m;
  size_t radius_count;
  int threads;
  uint64_t seed;
  struct wijk_kept *kept; /* what is made once for all values of --by; set while figures are computed */
} wijk_subject;

typedef struct wijk_subject_sources {
  const wijk_layer *zones;
  const wijk_layer *facilities;          /* NULL = counts in the zones: `group_field` */
  const wijk_layer *population;          /* NULL = none */
  const wijk_layer *context;             /* zones around the others, for what lies near; NULL = none */
  const wijk_layer *zoning;              /* NULL = none; joined by key where every zone's key is in it, else overlaid */
  const char *group_field, *total_field; /* x_i and t_i as fields of the zones; NULL = places and residents */
  const char *const *forms;              /* the study's ladder; NULL = the forms in the data */
  size_t form_count;
  const wijk_zone_class *norms; /* instead of what the zoning says, by class name */
  size_t norm_count;
  const wijk_roads *roads;   /* NULL = none */
  const wijk_method *method; /* NULL = wijk_method_default */
  const double *radii_m;
  size_t radius_count;
  int threads;
  uint64_t seed;
} wijk_subject_sources;

/* Counts and sums per zone, who lies where, which class. Adds findings for everything outside, unknown or different
 * between sources, and moves what is outside from used to outside in the report's counts. Made in `arena`.
 * WIJK_USAGE for a field that is not there, WIJK_DATA for a zoning that fits no zone. */
wijk_status wijk_subject_new(const wijk_subject_sources *sources, wijk_arena *arena, wijk_report *report,
                             wijk_subject *subject, wijk_error *err);

/* The same with only the facilities for which keep[f] is true: sums, group and norm follow. */
wijk_status wijk_subject_select(const wijk_subject *subject, const bool *keep, wijk_arena *arena, wijk_subject *part,
                                wijk_error *err);

/* Fills the places on `subject->roads`, by the limit of its method, for a subject that was made by hand;
 * `wijk_subject_new` does so itself. Nothing happens without roads. */
wijk_status wijk_subject_snap(wijk_subject *subject, wijk_arena *arena, wijk_error *err);

/* ---- what a family of metrics does ---- */

/* Where results go: columns of a layer, or figures of the report. A family asks for a place by id; false means
 * that nobody asked for that figure. Every value starts as missing. */
typedef struct wijk_results wijk_results;
typedef struct wijk_result {
  double *numbers;
  const char **texts;
  uint8_t *reasons; /* set one for every value left missing */
} wijk_result;

/* `part` is the radius number or class number for ids with a part, else 0. */
bool wijk_results_find(wijk_results *results, const char *id, size_t part, wijk_result *result);
/* Is the figure asked for of the zones, or of the city? For what costs time to compute. */
bool wijk_results_has_zones(const wijk_results *results, const char *id, size_t part);
bool wijk_results_has_city(const wijk_results *results, const char *id, size_t part);
/* Where findings about the figures go; and whether the round is about all facilities, not one value of --by: what is
 * true of all is said once. */
wijk_report *wijk_results_report(const wijk_results *results);
bool wijk_results_are_of_all(const wijk_results *results);
/* A figure of the city; `reason` where value is NaN. Nothing happens when it is not asked for. */
wijk_status wijk_results_add_city(wijk_results *results, const char *id, size_t part, double value, wijk_reason reason,
                                  wijk_error *err);
/* The same with what is known of its chance: expectation, variance and p; NaN where that is not known. */
typedef struct wijk_inference {
  double expected, variance, p;
} wijk_inference;
wijk_status wijk_results_add_tested(wijk_results *results, const char *id, size_t part, double value,
                                    wijk_reason reason, const wijk_inference *inference, wijk_error *err);
/* The same of what `by` says: "woonvorm=opvang:verblijf". */
wijk_status wijk_results_add_of(wijk_results *results, const char *id, size_t part, const char *by, double value,
                                wijk_reason reason, const wijk_inference *inference, wijk_error *err);
/* The same of one zone class: a metric of the city with WIJK_PART_CLASS. */
wijk_status wijk_results_add_class(wijk_results *results, const char *id, size_t zone_class, double value,
                                   wijk_reason reason, wijk_error *err);

typedef struct wijk_metric_family {
  const char *name;
  const wijk_metric *metrics;
  size_t metric_count;
  /* `scratch` is reset by the caller. Fills every result it finds. */
  wijk_status (*compute)(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err);
} wijk_metric_family;

/* All families, in the order of the list. */
const wijk_metric_family *const *wijk_metric_families(size_t *count);
/* By id; NULL when there is none. Two metrics may have one id, of a zone and of the city: see `level`. */
const wijk_metric *wijk_metric_find(const char *id, wijk_metric_level level);

/* ---- compute ---- */

typedef struct wijk_metric_request {
  const char *const *ids; /* ids, with the part filled in, or without for every part; or families; none = all */
  size_t id_count;
  const char *const *by; /* fields or roles of the facilities */
  size_t by_count;
  bool lenient; /* an index of two groups that is undefined is null, also where it is named by its id */
} wijk_metric_request;

/* The values of a field (by name or role) of the facilities, each once, in order, with the short name of each that goes
 * into names of columns and files. Facilities without a value are told. WIJK_USAGE for no such field, one of numbers,
 * or one with more than 60 values. */
typedef struct wijk_by {
  const wijk_column *column;
  size_t count;
  const char *const *values, *const *slugs;
} wijk_by;
wijk_status wijk_by_find(const wijk_layer *facilities, const char *field, wijk_arena *arena, wijk_report *report,
                         wijk_by *by, wijk_error *err);

/* Does the request name a figure that `word` means too: a family, an id, or, ending in "_", every id that starts so? */
bool wijk_metric_request_asks(const wijk_metric_request *request, const char *word);

/* Is every word of `ids` an id or a family? Else WIJK_USAGE with the nearest word. */
wijk_status wijk_metric_request_check(const wijk_metric_request *request, wijk_error *err);

/* `*result`: the zones with a column for every figure asked for (columns of the zones with such a name give way to
 * it); city figures go into the report. `facilities` is what the subject was made of (only --by reads it). Figures
 * of people are left out when report->public_edition. WIJK_DATA when a two-group index was asked for by id and a zone
 * has x_i > t_i. */
wijk_status wijk_metrics_compute(const wijk_subject *subject, const wijk_layer *zones, const wijk_layer *facilities,
                                 const wijk_metric_request *request, wijk_arena *arena, wijk_report *report,
                                 wijk_layer **result, wijk_error *err);

/* After wijk_metrics_compute: of the columns of `layer` that were asked for, place_density_kde and the local statistics
 * of autocorrelation anew, of the zones and those of `sources->context` together. Nothing happens without context. The
 * people of the context are in access already (wijk_subject_new). WIJK_USAGE where the context lacks the field that
 * counts the group, the total or the value. */
wijk_status wijk_context_compute(const wijk_subject *subject, const wijk_subject_sources *sources,
                                 const wijk_metric_request *request, wijk_layer *layer, wijk_arena *arena,
                                 const wijk_report *report, wijk_error *err);

/* ---- sensitivity: so that nobody is fooled by one drawing of the borders ---- */

typedef struct wijk_sensitivity {
  const wijk_layer *const *layers; /* other zones: the wijken beside the buurten */
  const char *const *names;        /* of each, for the report */
  size_t layer_count;
  double cell_m; /* side of the squares; the hexagons have their area. 0 = neither */
  bool radii;    /* half and twice those chosen */
} wijk_sensitivity;

/* Adds to the report the indices of the city that were asked for, of the same facilities, over other zones: `layers`,
 * and the hexagons and squares that people live in ("level=wijken", "level=hexagon_500m" in the figure's `by`). Areas
 * with residents, `total_field`, `group_field` or the field that the method's value names of their own keep these; to
 * others the zones' go by population points, else by area (lib/metrics/level.h). Also the figures of the city at radii
 * half and twice those chosen, each under its own id ("radii=half", "radii=double"). What concerns zone classes is left
 * out. Of each level a finding says how many areas it has and how it came by its residents; what cannot be said of a
 * level (no K nearest among fewer zones) is null there with its reason. WIJK_DATA for a layer that has nothing in
 * common with the zones. */
wijk_status wijk_sensitivity_compute(const wijk_subject *subject, const wijk_subject_sources *sources,
                                     const wijk_metric_request *request, const wijk_sensitivity *how, wijk_arena *arena,
                                     wijk_report *report, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
