/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons as a source gives them made into polygons that can be trusted: cleaned ring by ring, checked on all threads
 * (by a proof that most pass, by GEOS the rest), and mended where that fails. A layer in which all is well is left as
 * it stands. */
#include "base/memory.h"
#include "geo/geos.h"
#include "geo/nest.h"
#include "geo/polygon.h"
#include "geo/sound.h"

#include <math.h>
#include <stdio.h>
#include <wijk/geo.h>
#include <wijk/number.h>

/* What cleaning did to a row, and what the check said. */
typedef struct row_state {
  size_t closed, doubles, dropped; /* rings closed, points dropped, rings dropped */
  bool no_number;                  /* a coordinate is NaN or infinite */
  bool tidy;         /* cleaning changes nothing: rings closed, run the right way round, no double points */
  signed char valid; /* as geos_shape_check; 2 = nothing to check */
  geos_flaw flaw;
} row_state;

typedef struct repair {
  wijk_layer *layer;
  const wijk_column *key;
  const char *source;
  wijk_report *report;
  row_state *states;
  shape_builder clean, sound, nested;
} repair;

/* ---- findings ---- */

static wijk_finding about_row(const repair *work, size_t row, wijk_severity severity, const char *code) {
  const wijk_column *key = work->key;
  return (wijk_finding){.severity = severity,
                        .code = code,
                        .source = work->source,
                        .row = work->layer->source_rows ? work->layer->source_rows[row] : row + 1,
                        .field = key ? key->name : NULL,
                        .value = key && key->texts ? key->texts[row] : NULL};
}

/* "zone 'BU05990110'", or "polygon" where the layer has no key. */
static void name_row(const repair *work, size_t row, char *out, size_t size) {
  const char *key = work->key && work->key->texts ? work->key->texts[row] : NULL;
  if (key)
    snprintf(out, size, "zone '%.150s'", key);
  else
    snprintf(out, size, "polygon");
}

static wijk_status report_cleaning(const repair *work, size_t row, wijk_error *err) {
  const row_state *state = &work->states[row];
  char name[200];
  name_row(work, row, name, sizeof name);
  wijk_status status = WIJK_OK;
  wijk_finding finding = about_row(work, row, WIJK_NOTE, "ring-closed");
  if (state->closed)
    status = wijk_report_add_finding(work->report, &finding, err, "%s: %zu ring%s closed", name, state->closed,
                                     state->closed == 1 ? "" : "s");
  finding.code = "double-points-dropped";
  if (status == WIJK_OK && state->doubles)
    status = wijk_report_add_finding(work->report, &finding, err, "%s: %zu double point%s dropped", name,
                                     state->doubles, state->doubles == 1 ? "" : "s");
  finding = about_row(work, row, WIJK_WARNING, "ring-dropped");
  if (status == WIJK_OK && state->dropped)
    status = wijk_report_add_finding(work->report, &finding, err, "%s: %zu ring%s with fewer than three points dropped",
                                     name, state->dropped, state->dropped == 1 ? "" : "s");
  return status;
}

static wijk_status report_fault(const repair *work, size_t row, const char *code, const char *what, wijk_error *err) {
  char name[200];
  name_row(work, row, name, sizeof name);
  wijk_finding finding = about_row(work, row, WIJK_FAULT, code);
  finding.hint = "mend the shape in the source, or give --skip-faulty to leave the row out";
  return wijk_report_add_finding(work->report, &finding, err, "%s: %s", name, what);
}

/* More than a thousandth of the area is more than rounding can explain. */
static wijk_status report_mending(const repair *work, size_t row, const char *code, const char *what, double before_m2,
                                  double after_m2, wijk_error *err) {
  char name[200], place[2][WIJK_NUMBER_SIZE], area[2][WIJK_NUMBER_SIZE], percent[WIJK_NUMBER_SIZE];
  name_row(work, row, name, sizeof name);
  double most = fmax(fabs(before_m2), fabs(after_m2)), change = fabs(after_m2 - before_m2);
  bool much = change > 0.001 * most;
  const row_state *state = &work->states[row];
  wijk_number_write_fixed(isnan(state->flaw.x) ? 0 : state->flaw.x, 2, place[0]);
  wijk_number_write_fixed(isnan(state->flaw.y) ? 0 : state->flaw.y, 2, place[1]);
  wijk_number_write_fixed(before_m2, 1, area[0]);
  wijk_number_write_fixed(after_m2, 1, area[1]);
  wijk_number_write_fixed(most > 0 ? 100 * change / most : 0, 3, percent);
  wijk_finding finding = about_row(work, row, much ? WIJK_WARNING : WIJK_NOTE, code);
  return wijk_report_add_finding(work->report, &finding, err,
                                 "%s: %s at %s, %s; %s; area was %s m2, is %s m2 (%s %% changed)", name,
                                 state->flaw.what, place[0], place[1], what, area[0], area[1], percent);
}

/* ---- cleaning ---- */

static bool ring_is_tidy(const double *x, const double *y, size_t count) {
  bool tidy = count >= 4 && x[0] == x[count - 1] && y[0] == y[count - 1];
  for (size_t i = 0; tidy && i + 1 < count; i++)
    tidy = (x[i] != x[i + 1] || y[i] != y[i + 1]) && isfinite(x[i]) && isfinite(y[i]);
  return tidy;
}

/* Whether the row can stand as it is, as far as cleaning goes. */
static void look_at_row(const wijk_geometry *shapes, size_t row, row_state *state) {
  state->tidy = true;
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++) {
    size_t shell = shapes->ring_of_part[part], end = shapes->ring_of_part[part + 1];
    state->tidy &= shell < end;
    for (size_t ring = shell; ring < end && state->tidy; ring++) {
      size_t start = shapes->point_of_ring[ring], count = shapes->point_of_ring[ring + 1] - start;
      state->tidy = ring_is_tidy(shapes->x + start, shapes->y + start, count) &&
                    ring_runs_right(ring_area(shapes->x + start, shapes->y + start, count), ring == shell);
    }
  }
}

/* Whether there is anything to clean. */
static bool look_at_rows(repair *work) {
  bool tidy = true;
#pragma omp parallel for schedule(static) reduction(&& : tidy) if (work->layer->geometry.point_count > 20000)
  for (size_t row = 0; row < work->layer->row_count; row++) {
    look_at_row(&work->layer->geometry, row, &work->states[row]);
    tidy = tidy && work->states[row].tidy;
  }
  return !tidy;
}

static void clean_ring(repair *work, row_state *state, size_t start, size_t end) {
  const wijk_geometry *shapes = &work->layer->geometry;
  shape_builder *clean = &work->clean;
  size_t first = clean->point_count, doubles = 0;
  for (size_t i = start; i < end; i++) {
    double x = shapes->x[i], y = shapes->y[i];
    state->no_number |= !isfinite(x) || !isfinite(y);
    if (!clean->failed && clean->point_count > first && clean->x[clean->point_count - 1] == x &&
        clean->y[clean->point_count - 1] == y)
      doubles++;
    else
      shape_builder_add_point(clean, x, y);
  }
  if (clean->failed)
    return;
  size_t count = clean->point_count - first, last = clean->point_count - 1;
  bool open = count > 1 && (clean->x[first] != clean->x[last] || clean->y[first] != clean->y[last]);
  if (count + open < 4) {
    clean->point_count = first;
    state->dropped++;
    return;
  }
  if (open) {
    shape_builder_add_point(clean, clean->x[first], clean->y[first]);
    state->closed++;
  }
  state->doubles += doubles;
  shape_builder_end_ring(clean);
}

static void clean_rows(repair *work) {
  const wijk_geometry *shapes = &work->layer->geometry;
  for (size_t row = 0; row < work->layer->row_count; row++) {
    for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++) {
      size_t rings = work->clean.rings.count;
      for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++)
        clean_ring(work, &work->states[row], shapes->point_of_ring[ring], shapes->point_of_ring[ring + 1]);
      if (work->clean.rings.count > rings)
        shape_builder_end_part(&work->clean);
    }
    shape_builder_end_row(&work->clean);
  }
}

/* ---- checking ---- */

/* What one thread needs; the door to GEOS is opened for the first row that needs it. */
typedef struct checker {
  const wijk_geometry *clean;
  sound_room room;
  geos *door;
  bool failed;
} checker;

static void ask_geos(checker *own, size_t row, row_state *state) {
  wijk_error ignored = {0}; /* threads must not write the caller's at once */
  if (!own->door)
    own->door = geos_open(&ignored);
  geos_shape *shape = own->door ? geos_shape_new(own->door, own->clean, row) : NULL;
  state->valid = shape ? (signed char)geos_shape_check(own->door, shape, &state->flaw) : -1;
  geos_shape_free(own->door, shape);
  own->failed |= !own->door || geos_lacks_memory(own->door);
}

static void check_row(checker *own, size_t row, row_state *state) {
  state->valid = 2;
  state->flaw = (geos_flaw){"cannot be checked", NAN, NAN};
  if (state->no_number || own->clean->part_of_row[row] == own->clean->part_of_row[row + 1])
    return;
  int sound = sound_prove(&own->room, own->clean, row);
  own->failed |= sound < 0;
  if (sound == 1)
    state->valid = 1;
  else
    ask_geos(own, row, state);
}

static wijk_status check_rows(repair *work, const wijk_geometry *clean, wijk_error *err) {
  bool failed = false;
  size_t row_count = work->layer->row_count;
#pragma omp parallel reduction(|| : failed) if (clean->point_count > 20000)
  {
    checker own = {.clean = clean};
#pragma omp for schedule(dynamic, 16)
    for (size_t row = 0; row < row_count; row++)
      check_row(&own, row, &work->states[row]);
    geos_close(own.door);
    sound_room_free(&own.room);
    failed = own.failed;
  }
  return failed ? wijk_error_set(err, WIJK_MEMORY, "no memory to check the shapes of zones") : WIJK_OK;
}

/* ---- mending ---- */

static double row_area(const wijk_geometry *shapes, size_t row) {
  double area = 0;
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++)
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++) {
      size_t start = shapes->point_of_ring[ring];
      area += ring_area(shapes->x + start, shapes->y + start, shapes->point_of_ring[ring + 1] - start);
    }
  return area;
}

static void add_row(shape_builder *builder, const wijk_geometry *shapes, size_t row) {
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++) {
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++) {
      size_t start = shapes->point_of_ring[ring];
      shape_builder_add_points(builder, shapes->x + start, shapes->y + start, shapes->point_of_ring[ring + 1] - start);
      shape_builder_end_ring(builder);
    }
    shape_builder_end_part(builder);
  }
}

/* What GEOS makes of a shape that stays invalid however its rings are nested; not sound when nothing is left. */
static wijk_status mend_shape(repair *work, geos *door, const geos_shape *shape, bool *sound, wijk_error *err) {
  geos_shape *mended = geos_shape_mend(door, shape);
  shape_builder *parts = &work->nested;
  shape_builder_free(parts);
  bool written = mended && geos_shape_write(door, mended, parts);
  geos_shape_free(door, mended);
  shape_builder_end_row(parts);
  wijk_geometry view;
  wijk_status status = shape_builder_view(parts, &view, err);
  *sound = false;
  if (status == WIJK_OK && written && view.part_count) {
    geos_shape *again = geos_shape_new(door, &view, 0);
    *sound = again && geos_shape_check(door, again, NULL) == 1;
    geos_shape_free(door, again);
  }
  if (*sound)
    add_row(&work->sound, &view, 0);
  return status;
}

static wijk_status mend_row(repair *work, geos *door, const wijk_geometry *clean, size_t row, wijk_error *err) {
  double before_m2 = row_area(clean, row);
  size_t parts_before = work->sound.parts.count;
  wijk_geometry view;
  shape_builder_free(&work->nested);
  wijk_status status = nest_compute(clean, row, &work->nested, err);
  shape_builder_end_row(&work->nested);
  if (status == WIJK_OK)
    status = shape_builder_view(&work->nested, &view, err);
  if (status != WIJK_OK)
    return status;
  geos_shape *shape = geos_shape_new(door, &view, 0);
  bool nested = shape && geos_shape_check(door, shape, NULL) == 1, sound = nested;
  if (nested) {
    add_row(&work->sound, &view, 0);
  } else if (shape) {
    status = mend_shape(work, door, shape, &sound, err);
  }
  geos_shape_free(door, shape);
  if (status != WIJK_OK)
    return status;
  if (!sound && geos_lacks_memory(door))
    return geos_fail(door, err, "mending a shape");
  if (!sound)
    return report_fault(work, row, "unrepairable-shape", "the shape is invalid and cannot be made valid", err);
  double after_m2 = 0;
  for (size_t part = parts_before; part < work->sound.parts.count; part++)
    for (size_t ring = work->sound.parts.ends[part]; ring < work->sound.parts.ends[part + 1]; ring++) {
      size_t start = work->sound.rings.ends[ring];
      after_m2 += ring_area(work->sound.x + start, work->sound.y + start, work->sound.rings.ends[ring + 1] - start);
    }
  return report_mending(work, row, nested ? "holes-placed" : "polygon-repaired",
                        nested ? "holes put in the shells that they lie in" : "made valid", before_m2, after_m2, err);
}

static wijk_status settle_row(repair *work, geos *door, const wijk_geometry *clean, size_t row, wijk_error *err) {
  const row_state *state = &work->states[row];
  if (state->no_number)
    return report_fault(work, row, "no-coordinate", "a coordinate is not a number", err);
  wijk_status status = report_cleaning(work, row, err);
  if (status != WIJK_OK)
    return status;
  if (state->valid == 2)
    return report_fault(work, row, "empty-shape", "there is no shape", err);
  if (state->valid == 0 || state->valid == -1)
    return mend_row(work, door, clean, row, err);
  add_row(&work->sound, clean, row);
  return WIJK_OK;
}

static wijk_status settle_rows(repair *work, const wijk_geometry *clean, wijk_error *err) {
  geos *door = geos_open(err);
  if (!door)
    return WIJK_MEMORY;
  wijk_status status = WIJK_OK;
  for (size_t row = 0; status == WIJK_OK && row < work->layer->row_count; row++) {
    status = settle_row(work, door, clean, row, err);
    shape_builder_end_row(&work->sound);
  }
  geos_close(door);
  return status;
}

static bool all_is_well(const repair *work) {
  bool well = true;
  for (size_t row = 0; well && row < work->layer->row_count; row++)
    well = work->states[row].tidy && work->states[row].valid == 1;
  return well;
}

static wijk_status repair_rows(repair *work, wijk_error *err) {
  wijk_geometry clean = work->layer->geometry, sound;
  if (look_at_rows(work)) {
    clean_rows(work);
    if (shape_builder_view(&work->clean, &clean, err) != WIJK_OK)
      return err->status;
  }
  if (check_rows(work, &clean, err) != WIJK_OK)
    return err->status;
  if (all_is_well(work))
    return WIJK_OK;
  if (settle_rows(work, &clean, err) != WIJK_OK ||
      shape_builder_copy(&work->sound, work->layer->arena, &sound, err) != WIJK_OK)
    return err->status;
  work->layer->geometry = sound;
  return WIJK_OK;
}

wijk_status wijk_polygons_repair(wijk_layer *layer, const wijk_column *key, const char *source, wijk_report *report,
                                 wijk_error *err) {
  if (layer->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons", layer->name);
  repair work = {.layer = layer, .key = key, .source = source, .report = report};
  work.states = memory_new_zeroed(layer->row_count + 1, sizeof *work.states);
  wijk_status status =
      work.states ? repair_rows(&work, err) : wijk_error_set(err, WIJK_MEMORY, "no memory for the shapes of zones");
  shape_builder_free(&work.clean);
  shape_builder_free(&work.sound);
  shape_builder_free(&work.nested);
  memory_free(work.states);
  return status;
}
