/* SPDX-License-Identifier: EUPL-1.2 */
/* From letters to layers. */
#include "case.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct cell_box {
  size_t row0, row1, column0, column1, cells; /* inclusive */
} cell_box;

static cell_box box_of(const case_grid *grid, char letter) {
  cell_box box = {MOST_ROWS, 0, MOST_COLUMNS, 0, 0};
  for (size_t r = 0; r < grid->rows; r++) {
    for (size_t c = 0; c < grid->columns; c++) {
      if (grid->cell[r][c] == letter) {
        box.row0 = r < box.row0 ? r : box.row0;
        box.row1 = r > box.row1 ? r : box.row1;
        box.column0 = c < box.column0 ? c : box.column0;
        box.column1 = c > box.column1 ? c : box.column1;
        box.cells++;
      }
    }
  }
  return box;
}

static void add_rectangle(wijk_geometry *g, const case_grid *grid, double side, cell_box box) {
  const double x0 = side * (double)box.column0, x1 = side * (double)(box.column1 + 1);
  const double y0 = side * (double)(grid->rows - 1 - box.row1), y1 = side * (double)(grid->rows - box.row0);
  const double corners[5][2] = {{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}};
  for (size_t k = 0; k < 5; k++) {
    g->x[g->point_count] = corners[k][0];
    g->y[g->point_count++] = corners[k][1];
  }
  g->point_of_ring[++g->ring_count] = g->point_count;
  g->ring_of_part[++g->part_count] = g->ring_count;
}

/* One polygon per letter, in the order of the letters: a rectangle, or else a part per cell. */
static wijk_layer *add_polygons(const case_grid *grid, double side, const char *name, wijk_arena *arena,
                                wijk_error *err) {
  size_t count = 0;
  char letters[128];
  for (int letter = '0'; letter <= 'z'; letter++) {
    if (box_of(grid, (char)letter).cells > 0) {
      letters[count++] = (char)letter;
    }
  }
  wijk_layer *layer = wijk_layer_new(arena, name, count, err);
  wijk_column *key = wijk_layer_add_column(layer, "code", WIJK_COLUMN_CODE, err);
  const size_t cells = grid->rows * grid->columns;
  wijk_geometry *g = &layer->geometry;
  g->type = WIJK_GEOMETRY_POLYGON;
  g->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->ring_of_part = WIJK_ARENA_ADD(arena, size_t, cells + 1, err);
  g->point_of_ring = WIJK_ARENA_ADD(arena, size_t, cells + 1, err);
  g->x = WIJK_ARENA_ADD(arena, double, 5 * cells, err);
  g->y = WIJK_ARENA_ADD(arena, double, 5 * cells, err);
  layer->crs = "EPSG:28992";
  key->role = "key";
  for (size_t i = 0; i < count; i++) {
    const cell_box box = box_of(grid, letters[i]);
    key->texts[i] = wijk_arena_text_part(arena, &letters[i], 1, err);
    key->reasons[i] = WIJK_PRESENT;
    if (box.cells == (box.row1 - box.row0 + 1) * (box.column1 - box.column0 + 1)) {
      add_rectangle(g, grid, side, box);
    } else {
      for (size_t r = box.row0; r <= box.row1; r++) {
        for (size_t c = box.column0; c <= box.column1; c++) {
          if (grid->cell[r][c] == letters[i]) {
            add_rectangle(g, grid, side, (cell_box){r, r, c, c, 1});
          }
        }
      }
    }
    g->part_of_row[i + 1] = g->part_count;
  }
  return layer;
}

static wijk_status add_numbers(wijk_layer *layer, const char *name, const char *role, const double *values,
                               size_t count, wijk_error *err) {
  if (count != layer->row_count) {
    return wijk_error_set(err, WIJK_DATA, "%s: %zu values for %zu zones", name, count, layer->row_count);
  }
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, err);
  column->role = role;
  for (size_t i = 0; i < count; i++) {
    column->numbers[i] = values[i];
    column->reasons[i] = isnan(values[i]) ? WIJK_REASON_MISSING : WIJK_PRESENT;
  }
  return WIJK_OK;
}

static wijk_status add_water(wijk_layer *zones, const char *letters, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(zones, "water", WIJK_COLUMN_TEXT, err);
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  column->role = "water";
  for (size_t i = 0; i < zones->row_count; i++) {
    column->texts[i] = strchr(letters, key->texts[i][0]) != NULL ? "JA" : "NEE";
    column->reasons[i] = WIJK_PRESENT;
  }
  return WIJK_OK;
}

static wijk_layer *read_shapes(const one_case *c, wijk_arena *arena, wijk_report *report, wijk_error *err) {
  wijk_layer *zones = NULL;
  const char *shared = getenv("WIJK_SHARED");
  const char *path = wijk_arena_format(arena, err, "%s/%s", shared, c->shapes);
  const wijk_field_choice key = {"key", c->shapes_key};
  const wijk_source source = {.role = "zones",
                              .path = path,
                              .assume_crs = c->shapes_crs,
                              .choices = &key,
                              .choice_count = c->shapes_key != NULL};
  wijk_read_zones(&source, arena, report, &zones, err);
  return zones;
}

static wijk_status build_zones(const one_case *c, wijk_arena *arena, wijk_report *report, wijk_layer **made,
                               wijk_error *err) {
  wijk_layer *zones =
      c->shapes != NULL ? read_shapes(c, arena, report, err) : add_polygons(&c->map, c->grid_m, "zones", arena, err);
  wijk_status status = zones == NULL ? err->status : WIJK_OK;
  if (status == WIJK_OK && c->residents_count > 0) {
    status = add_numbers(zones, "residents", "residents", c->residents, c->residents_count, err);
  }
  if (status == WIJK_OK && c->land_count > 0) {
    status = add_numbers(zones, "land", "land_area", c->land, c->land_count, err);
  }
  for (size_t f = 0; status == WIJK_OK && f < c->field_count; f++) {
    status = add_numbers(zones, c->fields[f].name, NULL, c->fields[f].values, c->fields[f].count, err);
  }
  if (status == WIJK_OK && c->water != NULL) {
    status = add_water(zones, c->water, err);
  }
  *made = zones;
  return status;
}

static wijk_column *add_text(wijk_layer *layer, bool wanted, const char *name, const char *role, wijk_error *err) {
  wijk_column *column = wanted ? wijk_layer_add_column(layer, name, WIJK_COLUMN_TEXT, err) : NULL;
  if (column != NULL) {
    column->role = role;
  }
  return column;
}

static wijk_layer *build_points(const one_case *c, const case_point *points, size_t count, const char *name,
                                wijk_arena *arena, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, name, count, err);
  layer->crs = "EPSG:28992";
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT,
                                    .point_count = count,
                                    .x = WIJK_ARENA_ADD(arena, double, count, err),
                                    .y = WIJK_ARENA_ADD(arena, double, count, err)};
  for (size_t p = 0; p < count; p++) {
    layer->geometry.x[p] = points[p].x;
    layer->geometry.y[p] = points[p].y;
    if (points[p].zone != 0) {
      const cell_box box = box_of(&c->map, points[p].zone);
      if (box.cells == 0) {
        wijk_error_set(err, WIJK_DATA, "there is no zone '%c' on the map", points[p].zone);
        return NULL;
      }
      size_t column = box.column0;
      while (c->map.cell[box.row0][column] != points[p].zone) {
        column++;
      }
      layer->geometry.x[p] = c->grid_m * ((double)column + 0.5);
      layer->geometry.y[p] = c->grid_m * ((double)(c->map.rows - 1 - box.row0) + 0.5);
    }
  }
  return layer;
}

static wijk_layer *build_facilities(const one_case *c, wijk_arena *arena, wijk_error *err) {
  wijk_layer *layer = build_points(c, c->points, c->point_count, "facilities", arena, err);
  if (layer == NULL) {
    return NULL;
  }
  double size[MOST_ITEMS], occupied[MOST_ITEMS];
  for (size_t p = 0; p < c->point_count; p++) {
    size[p] = c->points[p].size;
    occupied[p] = c->points[p].occupied;
  }
  if ((c->has_size && add_numbers(layer, "capaciteit", "capacity", size, c->point_count, err) != WIJK_OK) ||
      (c->has_occupied && add_numbers(layer, "bezet", "occupied", occupied, c->point_count, err) != WIJK_OK)) {
    return NULL;
  }
  const bool wanted[3] = {c->has_form, c->has_provider, c->has_group};
  static const char *const names[3][2] = {{"woonvorm", "form"}, {"aanbieder", "provider"}, {"doelgroep", "group"}};
  for (size_t k = 0; k < 3; k++) {
    wijk_column *column = add_text(layer, wanted[k], names[k][0], names[k][1], err);
    for (size_t p = 0; column != NULL && p < c->point_count; p++) {
      const case_point *point = &c->points[p];
      column->texts[p] = k == 0 ? point->form : k == 1 ? point->provider : point->group;
    }
  }
  return layer;
}

/* Drawn, with other zones; or a list of classes, one per zone. */
static wijk_layer *build_zoning(const one_case *c, const wijk_layer *zones, wijk_arena *arena, wijk_error *err) {
  wijk_layer *layer;
  if (c->zoning.rows > 0) {
    layer = add_polygons(&c->zoning, c->grid_m, "zoning", arena, err);
  } else {
    layer = wijk_layer_new(arena, "zoning", zones->row_count, err);
    const wijk_column *from = wijk_layer_find_role(zones, "key");
    wijk_column *key = wijk_layer_add_column(layer, "code", WIJK_COLUMN_CODE, err);
    key->role = "key";
    for (size_t i = 0; i < zones->row_count; i++) {
      key->texts[i] = from->texts[i];
      key->reasons[i] = WIJK_PRESENT;
    }
  }
  const wijk_column *key = wijk_layer_find_role(layer, "key");
  wijk_column *column = add_text(layer, true, "zone_class", "zone_class", err);
  for (size_t i = 0; i < layer->row_count; i++) {
    const char *class_name = c->zoning.rows > 0   ? c->legend[(unsigned char)key->texts[i][0]]
                             : i < c->class_count ? c->classes[i]
                                                  : NULL;
    column->texts[i] = class_name == NULL || strcmp(class_name, "-") == 0 ? NULL : class_name;
  }
  return layer;
}

static wijk_status run_zoning(const one_case *c, const wijk_layer *zones, wijk_arena *arena, wijk_report *report,
                              wijk_layer **made, wijk_error *err) {
  static const char *const usual[] = {"kwetsbaar", "aandacht", "draagkrachtig"};
  wijk_zone_class *classes = WIJK_ARENA_ADD(arena, wijk_zone_class, 8, err);
  const size_t count = c->class_name_count > 0 ? c->class_name_count : 3;
  for (size_t k = 0; k < count; k++) {
    const char *name = c->class_name_count > 0 ? c->class_names[k] : usual[k];
    classes[k] = (wijk_zone_class){name, wijk_norm_preset(name)};
    for (size_t n = 0; n < c->norm_count; n++) {
      if (strcmp(c->norms[n].name, name) == 0) {
        classes[k].norm = c->norms[n].norm;
      }
    }
  }
  const wijk_zoning_options options = {.indicators = c->indicators,
                                       .indicator_count = c->indicator_count,
                                       .classes = classes,
                                       .class_count = count,
                                       .unknown_norm = wijk_norm_preset(WIJK_CLASS_UNKNOWN),
                                       .classing = c->classing,
                                       .thresholds = c->thresholds,
                                       .draws = 1000,
                                       .seed = 1};
  return wijk_zoning_layer(zones, NULL, &options, arena, report, made, err);
}

/* ---- roads ---- */

static void add_road_field(const one_case *c, wijk_layer *layer, const char *name, size_t offset, const char **field,
                           wijk_error *err) {
  bool given = false;
  for (size_t i = 0; i < c->road_count; i++) {
    given = given || *(const char *const *)((const char *)&c->roads[i] + offset) != NULL;
  }
  wijk_column *column = add_text(layer, given, name, name, err);
  for (size_t i = 0; column != NULL && i < c->road_count; i++) {
    column->texts[i] = *(const char *const *)((const char *)&c->roads[i] + offset);
  }
  *field = given ? name : NULL;
}

static wijk_status build_roads(const one_case *c, wijk_arena *arena, wijk_report *report, wijk_roads **roads,
                               wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, "roads", c->road_count, err);
  wijk_geometry *g = &layer->geometry;
  *g = (wijk_geometry){.type = WIJK_GEOMETRY_LINE,
                       .part_count = c->road_count,
                       .ring_count = c->road_count,
                       .part_of_row = WIJK_ARENA_ADD(arena, size_t, c->road_count + 1, err),
                       .ring_of_part = WIJK_ARENA_ADD(arena, size_t, c->road_count + 1, err),
                       .point_of_ring = WIJK_ARENA_ADD(arena, size_t, c->road_count + 1, err),
                       .x = WIJK_ARENA_ADD(arena, double, c->road_count *MOST_BENDS, err),
                       .y = WIJK_ARENA_ADD(arena, double, c->road_count *MOST_BENDS, err)};
  layer->crs = "EPSG:28992";
  for (size_t i = 0; i < c->road_count; i++) {
    for (size_t p = 0; p < c->roads[i].count; p++) {
      g->x[g->point_count] = c->roads[i].x[p];
      g->y[g->point_count++] = c->roads[i].y[p];
    }
    g->part_of_row[i + 1] = g->ring_of_part[i + 1] = i + 1;
    g->point_of_ring[i + 1] = g->point_count;
  }
  wijk_roads_rule rule = c->road_rule;
  add_road_field(c, layer, "oneway", offsetof(case_road, oneway), &rule.oneway_field, err);
  add_road_field(c, layer, "speed", offsetof(case_road, speed), &rule.speed_field, err);
  double length[MOST_ROADS];
  for (size_t i = 0; i < c->road_count; i++) {
    const char *text = c->roads[i].length;
    length[i] = NAN;
    rule.length_field = text == NULL ? rule.length_field : "length";
    if (text != NULL) {
      wijk_number_read(text, strlen(text), &length[i]);
    }
  }
  if (rule.length_field != NULL) {
    add_numbers(layer, rule.length_field, "length", length, c->road_count, err);
  }
  add_road_field(c, layer, "class", offsetof(case_road, kind), &rule.class_field, err);
  return err->status == WIJK_OK ? wijk_roads_new(layer, &rule, 1, report, roads, err) : err->status;
}

wijk_status world_build(const one_case *c, wijk_arena *arena, wijk_report *report, case_world *world, wijk_error *err) {
  *world = (case_world){0};
  wijk_status status = build_zones(c, arena, report, &world->zones, err);
  if (status == WIJK_OK && c->has_points) {
    world->facilities = build_facilities(c, arena, err);
    status = err->status;
  }
  if (status == WIJK_OK && c->people_count > 0) {
    double size[MOST_ITEMS];
    for (size_t p = 0; p < c->people_count; p++) {
      size[p] = c->people[p].size;
    }
    world->population = build_points(c, c->people, c->people_count, "population", arena, err);
    status = add_numbers(world->population, "inwoners", "residents", size, c->people_count, err);
  }
  if (status == WIJK_OK && c->road_count > 0) {
    status = build_roads(c, arena, report, &world->roads, err);
  }
  if (status == WIJK_OK && c->indicator_count > 0) {
    status = run_zoning(c, world->zones, arena, report, &world->zoning, err);
  } else if (status == WIJK_OK && (c->zoning.rows > 0 || c->class_count > 0)) {
    world->zoning = build_zoning(c, world->zones, arena, err);
  }
  return status;
}
