/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to PROJ: which CRS a text means, and the way from one CRS to another. Each handle has a context of its
 * own with the network off, so two runs on one machine give the same coordinates. */
#include "base/memory.h"
#include "geo/projecting.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <wijk/geo.h>
#include <wijk/text.h>

/* EPSG codes that people meet in Dutch sources, tried before PROJ's slower search through its whole catalogue. */
static const char *const known_codes[] = {"EPSG:28992", "EPSG:4326",  "EPSG:4258",  "EPSG:4289",  "EPSG:3857",
                                          "EPSG:28991", "EPSG:25831", "EPSG:25832", "EPSG:32631", "EPSG:31370"};
static const double radians = 3.14159265358979323846 / 180;

/* ---- context ---- */

/* PROJ says why in its log only; the last line is kept for our message. */
typedef struct proj_log {
  char last[300];
} proj_log;

static void keep_last(void *user, int level, const char *message) {
  proj_log *log = user;
  if (level == PJ_LOG_ERROR)
    snprintf(log->last, sizeof log->last, "%s", message);
}

static PJ_CONTEXT *open_context(proj_log *log, wijk_error *err) {
  PJ_CONTEXT *context = proj_context_create();
  if (!context) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a PROJ context");
    return NULL;
  }
  proj_log_func(context, log, keep_last);
  proj_context_set_enable_network(context, 0);
  return context;
}

/* ---- what a text means ---- */

/* What the library needs to know of a CRS. */
typedef struct crs_facts {
  PJ *crs;        /* horizontal, without attached datum shift; ours to destroy */
  char code[300]; /* "EPSG:28992"; empty where no code fits */
  bool projected_metres, degrees;
  bool world; /* on WGS84, ETRS89, or an unnamed datum with their ellipsoid: one and the same to us */
} crs_facts;

static bool has_word(const char *text, const char *word) {
  size_t length = strlen(word);
  for (; *text; text++)
    if (strncasecmp(text, word, length) == 0)
      return true;
  return false;
}

static PJ *create_crs(PJ_CONTEXT *context, const char *definition) {
  char spelled[4000];
  size_t digits = strspn(definition, "0123456789");
  const char *first = definition + strspn(definition, " \t\r\n");
  if (digits && digits < 7 && definition[digits] == '\0') {
    snprintf(spelled, sizeof spelled, "EPSG:%s", definition);
  } else if (wijk_text_same(definition, "RD") || wijk_text_same(definition, "RD New") ||
             wijk_text_same(definition, "RD_New")) {
    snprintf(spelled, sizeof spelled, "EPSG:28992");
  } else if (first[0] == '+' && strlen(first) < sizeof spelled - 20) {
    /* A PROJ string is a conversion, not a CRS, unless it says so. */
    snprintf(spelled, sizeof spelled, "%s%s", first, strstr(first, "+type=crs") ? "" : " +type=crs");
  } else {
    return proj_create(context, definition);
  }
  return proj_create(context, spelled);
}

/* Takes a datum shift or a height system off, as long as there is one. Consumes `crs`. */
static PJ *strip_crs(PJ_CONTEXT *context, PJ *crs) {
  for (;;) {
    PJ_TYPE type = crs ? proj_get_type(crs) : PJ_TYPE_UNKNOWN;
    PJ *inner;
    if (type == PJ_TYPE_BOUND_CRS)
      inner = proj_get_source_crs(context, crs);
    else if (type == PJ_TYPE_COMPOUND_CRS)
      inner = proj_crs_get_sub_crs(context, crs, 0);
    else
      return crs;
    proj_destroy(crs);
    crs = inner;
  }
}

static void find_units(PJ_CONTEXT *context, crs_facts *facts) {
  PJ *axes = proj_crs_get_coordinate_system(context, facts->crs);
  PJ_TYPE type = proj_get_type(facts->crs);
  double factor[2] = {0, 0};
  bool read = axes && proj_cs_get_axis_count(context, axes) >= 2;
  for (int i = 0; read && i < 2; i++)
    read = proj_cs_get_axis_info(context, axes, i, NULL, NULL, NULL, &factor[i], NULL, NULL, NULL);
  proj_destroy(axes);
  facts->projected_metres = read && type == PJ_TYPE_PROJECTED_CRS && factor[0] == 1 && factor[1] == 1;
  facts->degrees = read && (type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS) &&
                   fabs(factor[0] - radians) < 1e-12;
}

static bool ellipsoid_is(PJ_CONTEXT *context, const PJ *crs, double half_axis_m) {
  PJ *ellipsoid = proj_get_ellipsoid(context, crs);
  double found_m = 0;
  bool is = ellipsoid && proj_ellipsoid_get_parameters(context, ellipsoid, &found_m, NULL, NULL, NULL) &&
            fabs(found_m - half_axis_m) < 0.01;
  proj_destroy(ellipsoid);
  return is;
}

/* The Dutch grid has many names ("RD_New", "Rijksdriehoekstelsel_New", "Stereographic", a bare "+proj=sterea") but
 * one set of parameters (Kadaster, RDNAPTRANS): stereographic on Bessel's ellipsoid about Amersfoort. A datum shift in
 * the text, right, wrong or absent, says nothing about which grid it is. 0 = no, else the EPSG number. */
static int rd_number(PJ_CONTEXT *context, const PJ *crs) {
  PJ *conversion = proj_get_type(crs) == PJ_TYPE_PROJECTED_CRS ? proj_crs_get_coordoperation(context, crs) : NULL;
  const char *method = NULL;
  double latitude = 0, longitude = 0, scale = 0, east = NAN, north = NAN;
  if (conversion && proj_coordoperation_get_method_info(context, conversion, &method, NULL, NULL) && method &&
      has_word(method, "stereographic")) {
    int count = proj_coordoperation_get_param_count(context, conversion);
    for (int i = 0; i < count; i++) {
      const char *name = NULL;
      double value = 0, factor = 1;
      if (!proj_coordoperation_get_param(context, conversion, i, &name, NULL, NULL, &value, NULL, &factor, NULL, NULL,
                                         NULL, NULL) ||
          !name)
        continue;
      value *= factor;
      if (has_word(name, "easting"))
        east = value;
      else if (has_word(name, "northing"))
        north = value;
      else if (has_word(name, "scale"))
        scale = value;
      else if (has_word(name, "latitude"))
        latitude = value / radians;
      else if (has_word(name, "longitude") || has_word(name, "meridian"))
        longitude = value / radians;
    }
  }
  proj_destroy(conversion);
  if (fabs(latitude - 52.15616055) > 1e-5 || fabs(longitude - 5.38763889) > 1e-5 || fabs(scale - 0.9999079) > 1e-8 ||
      !ellipsoid_is(context, crs, 6377397.155))
    return 0;
  if (fabs(east - 155000) < 0.01 && fabs(north - 463000) < 0.01)
    return 28992;
  return fabs(east) < 0.01 && fabs(north) < 0.01 ? 28991 : 0;
}

static bool same_crs(PJ_CONTEXT *context, const PJ *crs, const char *code) {
  PJ *other = proj_create(context, code);
  bool same =
      other && proj_is_equivalent_to_with_ctx(context, crs, other, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS);
  proj_destroy(other);
  return same;
}

/* PROJ's own search; a confidence of 70 % or more means that the two are equivalent. */
static void search_code(PJ_CONTEXT *context, crs_facts *facts) {
  int *confidence = NULL;
  PJ_OBJ_LIST *found = proj_identify(context, facts->crs, "EPSG", NULL, &confidence);
  if (found && proj_list_get_count(found) > 0 && confidence[0] >= 70) {
    PJ *best = proj_list_get(context, found, 0);
    const char *authority = best ? proj_get_id_auth_name(best, 0) : NULL;
    const char *number = best ? proj_get_id_code(best, 0) : NULL;
    if (authority && number)
      snprintf(facts->code, sizeof facts->code, "%s:%s", authority, number);
    proj_destroy(best);
  }
  proj_int_list_destroy(confidence);
  proj_list_destroy(found);
}

static void find_code(PJ_CONTEXT *context, crs_facts *facts) {
  int rd = rd_number(context, facts->crs);
  if (rd) {
    snprintf(facts->code, sizeof facts->code, "EPSG:%d", rd);
    return;
  }
  for (size_t i = 0; i < sizeof known_codes / sizeof *known_codes; i++)
    if (same_crs(context, facts->crs, known_codes[i])) {
      snprintf(facts->code, sizeof facts->code, "%s", known_codes[i]);
      return;
    }
  search_code(context, facts);
}

/* Where a code fits, the catalogue's own CRS stands in for the text: it knows its datum and so its ways. */
static void prefer_catalogue(PJ_CONTEXT *context, crs_facts *facts) {
  PJ *catalogued = facts->code[0] ? proj_create(context, facts->code) : NULL;
  if (!catalogued)
    return;
  proj_destroy(facts->crs);
  facts->crs = catalogued;
}

static void find_world(PJ_CONTEXT *context, crs_facts *facts) {
  PJ *base = proj_crs_get_geodetic_crs(context, facts->crs);
  if (base) {
    PJ *datum = proj_crs_get_datum_forced(context, base);
    const char *name = datum ? proj_get_name(datum) : NULL;
    bool unnamed = !name || has_word(name, "unknown");
    facts->world = same_crs(context, base, "EPSG:4326") || same_crs(context, base, "EPSG:4258") ||
                   (unnamed && ellipsoid_is(context, base, 6378137));
    proj_destroy(datum);
  }
  proj_destroy(base);
}

/* On success `facts->crs` is the caller's to destroy. */
static wijk_status find_facts(PJ_CONTEXT *context, const proj_log *log, const char *definition, crs_facts *facts,
                              wijk_error *err) {
  *facts = (crs_facts){0};
  facts->crs = strip_crs(context, definition ? create_crs(context, definition) : NULL);
  if (!facts->crs || !proj_is_crs(facts->crs)) {
    proj_destroy(facts->crs);
    facts->crs = NULL;
    wijk_error_set(err, WIJK_DATA, "'%.200s' is no coordinate reference system%s%s", definition ? definition : "",
                   log->last[0] ? ": " : "", log->last);
    return wijk_error_hint(err, "name it by its code, as in EPSG:28992");
  }
  find_code(context, facts);
  prefer_catalogue(context, facts);
  find_units(context, facts);
  find_world(context, facts);
  return WIJK_OK;
}

static bool is_local(const char *definition) {
  return definition && wijk_text_same(definition, "local");
}

wijk_status wijk_crs_find(const char *definition, wijk_arena *arena, const char **code, bool *projected_metres,
                          bool *degrees, wijk_error *err) {
  if (is_local(definition)) {
    const char *copy = wijk_arena_text(arena, "local", err);
    if (!copy)
      return WIJK_MEMORY;
    *code = copy;
    *projected_metres = true;
    *degrees = false;
    return WIJK_OK;
  }
  proj_log log = {{0}};
  PJ_CONTEXT *context = open_context(&log, err);
  if (!context)
    return WIJK_MEMORY;
  crs_facts facts;
  wijk_status status = find_facts(context, &log, definition, &facts, err);
  if (status == WIJK_OK) {
    const char *copy = wijk_arena_text(arena, facts.code[0] ? facts.code : definition, err);
    if (copy) {
      *code = copy;
      *projected_metres = facts.projected_metres;
      *degrees = facts.degrees;
    } else {
      status = WIJK_MEMORY;
    }
    proj_destroy(facts.crs);
  }
  proj_context_destroy(context);
  return status;
}

wijk_status wijk_crs_describe(const char *crs, wijk_crs_dialect dialect, wijk_arena *arena, const char **definition,
                              const char **name, wijk_error *err) {
  proj_log log = {{0}};
  PJ_CONTEXT *context = open_context(&log, err);
  if (!context)
    return WIJK_MEMORY;
  PJ *found = create_crs(context, crs);
  bool esri = dialect == WIJK_CRS_ESRI;
  const char *const options[] = {"MULTILINE=NO", esri ? NULL : "OUTPUT_AXIS=YES", NULL};
  const char *text = found ? proj_as_wkt(context, found, esri ? PJ_WKT1_ESRI : PJ_WKT1_GDAL, options) : NULL;
  if (text) {
    const char *title = proj_get_name(found);
    text = wijk_arena_text(arena, text, err);
    title = wijk_arena_text(arena, title ? title : crs, err);
    if (text && title) {
      *definition = text;
      *name = title;
    }
  } else {
    wijk_error_set(err, WIJK_DATA, "the CRS '%s' cannot be described", crs);
  }
  proj_destroy(found);
  proj_context_destroy(context);
  return err->status;
}

/* ---- from one to another ---- */

struct wijk_projection {
  proj_log log;
  PJ_CONTEXT *context;
  PJ *steps; /* NULL = nothing to do */
  wijk_text pipeline;
};

/* The best operation PROJ knows that leaves no datum shift out and needs no grid that is not installed, as a pipeline
 * text with easting or longitude first, added to `pipeline`. */
static wijk_status add_operation(wijk_projection *projection, const PJ *from, const PJ *to, wijk_error *err) {
  PJ_CONTEXT *context = projection->context;
  PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(context, NULL);
  if (!factory)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for a PROJ operation");
  proj_operation_factory_context_set_allow_ballpark_transformations(context, factory, 0);
  proj_operation_factory_context_set_spatial_criterion(context, factory, PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION);
  proj_operation_factory_context_set_grid_availability_use(context, factory,
                                                           PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
  PJ_OBJ_LIST *found = proj_create_operations(context, from, to, factory);
  PJ *best = found && proj_list_get_count(found) > 0 ? proj_list_get(context, found, 0) : NULL;
  PJ *ordered = best ? proj_normalize_for_visualization(context, best) : NULL;
  const char *text = ordered ? proj_as_proj_string(context, ordered, PJ_PROJ_5, NULL) : NULL;
  if (text) {
    static const char opening[] = "+proj=pipeline ";
    bool has_steps = strncmp(text, opening, sizeof opening - 1) == 0;
    if (!projection->pipeline.length)
      wijk_text_add(&projection->pipeline, "+proj=pipeline");
    wijk_text_add(&projection->pipeline, has_steps ? " " : " +step ");
    wijk_text_add(&projection->pipeline, has_steps ? text + sizeof opening - 1 : text);
  }
  proj_destroy(ordered);
  proj_destroy(best);
  proj_list_destroy(found);
  proj_operation_factory_context_destroy(factory);
  if (!text) {
    const char *one = proj_get_name(from), *other = proj_get_name(to);
    wijk_error_set(err, WIJK_DATA, "no way is known from '%.60s' to '%.60s' that keeps the datum shift", one ? one : "",
                   other ? other : "");
    return wijk_error_hint(err, "its datum or ellipsoid is not one that PROJ knows: correct the declaration of the "
                                "source, or reproject it first");
  }
  return wijk_text_check(&projection->pipeline, err);
}

/* WGS84 differs from ETRS89 by less than a metre, and only ETRS89 has the Dutch correction grid among its ways to
 * RD; so whatever stands on WGS84 goes over plain degrees, which are then read as ETRS89. */
static wijk_status add_operations(wijk_projection *projection, const crs_facts *from, const crs_facts *to,
                                  wijk_error *err) {
  PJ *hub = proj_create(projection->context, "EPSG:4258");
  PJ *from_base = proj_crs_get_geodetic_crs(projection->context, from->crs);
  PJ *to_base = proj_crs_get_geodetic_crs(projection->context, to->crs);
  wijk_status status = WIJK_OK;
  if (!hub || !from_base || !to_base)
    status = wijk_error_set(err, WIJK_DATA, "PROJ finds no EPSG:4258; is its proj.db installed?");
  if (status == WIJK_OK && from->world && !from->degrees)
    status = add_operation(projection, from->crs, from_base, err);
  if (status == WIJK_OK && !(from->world && to->world))
    status = add_operation(projection, from->world ? hub : from->crs, to->world ? hub : to->crs, err);
  if (status == WIJK_OK && to->world && !to->degrees)
    status = add_operation(projection, to_base, to->crs, err);
  proj_destroy(hub);
  proj_destroy(from_base);
  proj_destroy(to_base);
  return status;
}

/* Runs what is recorded, and nothing else: the handle is made from the recorded text. */
static wijk_status open_steps(wijk_projection *projection, const crs_facts *from, const crs_facts *to,
                              wijk_error *err) {
  bool same = from->code[0] && strcmp(from->code, to->code) == 0;
  if (!same && !proj_is_equivalent_to_with_ctx(projection->context, from->crs, to->crs,
                                               PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS)) {
    wijk_status status = add_operations(projection, from, to, err);
    if (status != WIJK_OK)
      return status;
  }
  if (!projection->pipeline.length) {
    wijk_text_add(&projection->pipeline, "+proj=noop");
    return wijk_text_check(&projection->pipeline, err);
  }
  projection->steps = proj_create(projection->context, projection->pipeline.bytes);
  if (!projection->steps)
    return wijk_error_set(err, WIJK_DATA, "PROJ does not open its own pipeline '%s'%s%s", projection->pipeline.bytes,
                          projection->log.last[0] ? ": " : "", projection->log.last);
  return WIJK_OK;
}

static wijk_status open_between(wijk_projection *projection, const char *from_crs, const char *to_crs,
                                wijk_error *err) {
  if (is_local(from_crs) || is_local(to_crs)) {
    if (!is_local(from_crs) || !is_local(to_crs))
      return wijk_error_set(err, WIJK_USAGE, "local coordinates have no place on earth and cannot be projected");
    wijk_text_add(&projection->pipeline, "+proj=noop");
    return wijk_text_check(&projection->pipeline, err);
  }
  projection->context = open_context(&projection->log, err);
  if (!projection->context)
    return WIJK_MEMORY;
  crs_facts from = {0}, to = {0};
  wijk_status status = find_facts(projection->context, &projection->log, from_crs, &from, err);
  if (status == WIJK_OK)
    status = find_facts(projection->context, &projection->log, to_crs, &to, err);
  if (status == WIJK_OK)
    status = open_steps(projection, &from, &to, err);
  proj_destroy(from.crs);
  proj_destroy(to.crs);
  return status;
}

wijk_projection *wijk_projection_open(const char *from_crs, const char *to_crs, wijk_error *err) {
  wijk_projection *projection = memory_new_zeroed(1, sizeof *projection);
  if (!projection) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a projection");
    return NULL;
  }
  if (open_between(projection, from_crs, to_crs, err) != WIJK_OK) {
    wijk_error_frame(err, "projecting from '%.100s' to '%.100s'", from_crs ? from_crs : "", to_crs ? to_crs : "");
    wijk_projection_close(projection);
    return NULL;
  }
  return projection;
}

wijk_projection *projection_copy(const wijk_projection *projection, wijk_error *err) {
  wijk_projection *copy = memory_new_zeroed(1, sizeof *copy);
  if (!copy) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a projection");
    return NULL;
  }
  wijk_text_add(&copy->pipeline, projection->pipeline.bytes);
  if (wijk_text_check(&copy->pipeline, err) == WIJK_OK && projection->steps) {
    copy->context = open_context(&copy->log, err);
    copy->steps = copy->context ? proj_create(copy->context, copy->pipeline.bytes) : NULL;
    if (copy->context && !copy->steps)
      wijk_error_set(err, WIJK_MEMORY, "no memory for a projection: %s", copy->log.last);
  }
  if (err->status == WIJK_OK)
    return copy;
  wijk_projection_close(copy);
  return NULL;
}

bool projection_is_smooth(const wijk_projection *projection) {
  static const char *const smooth[] = {"pipeline", "push",   "pop",     "unitconvert", "axisswap", "longlat", "cart",
                                       "helmert",  "sterea", "webmerc", "merc",        "tmerc",    "utm"};
  static const char mark[] = "+proj=";
  for (const char *at = strstr(projection->pipeline.bytes, mark); at; at = strstr(at, mark)) {
    at += sizeof mark - 1;
    size_t length = strcspn(at, " "), i = 0;
    while (i < sizeof smooth / sizeof *smooth && (strlen(smooth[i]) != length || strncmp(at, smooth[i], length) != 0))
      i++;
    if (i == sizeof smooth / sizeof *smooth)
      return false;
  }
  return projection->steps != NULL;
}

void wijk_projection_close(wijk_projection *projection) {
  if (!projection)
    return;
  proj_destroy(projection->steps);
  if (projection->context)
    proj_context_destroy(projection->context);
  wijk_text_free(&projection->pipeline);
  memory_free(projection);
}

const char *wijk_projection_pipeline(const wijk_projection *projection) {
  return projection->pipeline.bytes;
}

wijk_status wijk_projection_compute(wijk_projection *projection, size_t count, double *x, double *y, size_t *lost,
                                    wijk_error *err) {
  (void)err;
  size_t empty = 0, nowhere = 0;
  for (size_t i = 0; i < count; i++)
    empty += isnan(x[i]) || isnan(y[i]);
  if (projection->steps && count) {
    proj_errno_reset(projection->steps);
    proj_trans_generic(projection->steps, PJ_FWD, x, sizeof *x, count, y, sizeof *y, count, NULL, 0, 0, NULL, 0, 0);
    proj_errno_reset(projection->steps);
  }
  for (size_t i = 0; i < count; i++)
    if (!isfinite(x[i]) || !isfinite(y[i])) {
      x[i] = y[i] = NAN;
      nowhere++;
    }
  *lost = nowhere - empty;
  return WIJK_OK;
}
