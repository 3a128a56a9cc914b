/* SPDX-License-Identifier: EUPL-1.2 */
/* The doors in. Each gives a layer in the CRS of the work, with the roles of its columns chosen, or an error
 * that says what is wrong, where, and what to do. Every row read ends in the layer or in a finding. */
#ifndef WIJK_READ_H
#define WIJK_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>
#include <wijk/number.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "--field residents=BEVOLKING" */
typedef struct wijk_field_choice {
  const char *role, *field;
} wijk_field_choice;

typedef struct wijk_source {
  const char *role;  /* what it is to the run: "zones", "facilities", "population", "zoning", "indicators", "roads",
                        "layer" */
  const char *path;  /* .shp .csv .gpkg .geojson .json .fgb, /vsizip/…, or PG:… */
  const char *layer; /* NULL = the only one, else an error that lists them */
  const char *assume_crs; /* CRS of a source that carries none; "local" = planar metres nowhere on earth; NULL */
  const char *work_crs;   /* NULL = EPSG:28992; must be projected, in metres */
  const wijk_field_choice *choices;
  size_t choice_count;
  wijk_decimal decimal; /* of a CSV; unknown = found from the whole file */
  bool allow_network;   /* network drivers and /vsicurl/-like paths */
  bool full_hash;       /* hash all of an input over 256 MiB, not blocks of it */
  bool skip_faulty; /* a faulty row is rejected with a warning; otherwise it fails the read, after all rows were seen */
  bool keep_going;  /* faults are recorded as faults, their rows rejected, and the read goes on: for inspection */
  bool only_needed; /* of facilities, population and roads: fields that can get a role, and those of `also`; a door need
                       not read nor judge what stands in others, and facilities without ids are not numbered */
  const char *const *also;
  size_t also_count;
  int threads; /* to read with; 0 = all. What is read never depends on it */
} wijk_source;

/* Any source as it is: all columns, shapes reprojected to the work's CRS, roles that apply to any layer (key,
 * name, residents, x, y, …) chosen where unambiguous, order of the source. CSV with x and y becomes points; without, a
 * table without shapes. `*layer` is made in `arena`. WIJK_DATA, WIJK_IO, WIJK_USAGE (no such layer, driver or
 * field), WIJK_MEMORY. */
wijk_status wijk_read_layer(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **layer,
                            wijk_error *err);

/* Zones: polygons, repaired (rings closed, double points dropped, GEOS make-valid; each change a finding with
 * zone and area), unique key, sorted by key. Roles: key, name, residents, land_area (km²; a column "land_km2" is added
 * where the field has another unit), water. Without a field of land the caller takes the polygons' area, and warns.
 * Fails on an empty or unrepairable zone and on keys that are double in every candidate field. */
wijk_status wijk_read_zones(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **zones,
                            wijk_error *err);

/* A zone of water, or abroad, or with a land area of 0: in the map, and out of every ratio. */
bool wijk_zones_is_water(const wijk_layer *zones, size_t row);

/* A column of a table that the caller knows. */
typedef struct wijk_table_column {
  const char *role;   /* what it is to the program */
  const char *names;  /* fields it may be, in order of rank, divided by blanks; those of one rank by '/' */
  char kind;          /* 't' text, 'n' number, 'w' whole number */
  bool needed;        /* without it WIJK_DATA, and a row without a value is faulty */
  double least, most; /* of a number; one beyond is a fault of its row */
} wijk_table_column;

typedef struct wijk_facility_choice {
  const char *const *statuses; /* NULL = { "bestaand" } */
  size_t status_count;
  bool any_status;      /* whatever their status: proposals */
  const char *date;     /* YYYY-MM-DD: those valid on it; NULL = all dates */
  bool public_edition;  /* secret ones are removed at the door; without a column that says which, an error */
  bool no_confidential; /* the caller vouches that there are none */
  const char *const *secret_groups; /* NULL = { "vrouwenopvang" } */
  size_t secret_group_count;
  const wijk_table_column *also; /* further columns that the caller knows, looked at as those of a table */
  size_t also_count;
  /* for who counts in whole people and days: a count with a fraction and an end before the start are faults */
  bool strict;
} wijk_facility_choice;

/* Facilities: points with the roles of a facility (id, name, form, group, sector, provider, owner, capacity,
 * occupied, status, confidential, valid_from, valid_to), sorted by id. In the public edition the result, the
 * report and every message are what they would be if the secret rows did not exist; a note says that some
 * are withheld. */
wijk_status wijk_read_facilities(const wijk_source *source, const wijk_facility_choice *choice, wijk_arena *arena,
                                 wijk_report *report, wijk_layer **facilities, wijk_error *err);

/* Population points: x, y and role "residents"; points that weigh 0 stay. Order of the source. */
wijk_status wijk_read_population(const wijk_source *source, wijk_arena *arena, wijk_report *report,
                                 wijk_layer **population, wijk_error *err);

/* Roads: lines in the order of the source, with the roles that a graph asks for (from, to, oneway, speed, length,
 * class; wijk/roads.h), each as it stands. Where `only_needed`, a field of lengths is read only if it is chosen or one
 * of `also`: a graph takes the lengths of the shapes. A row without a line is a fault; WIJK_DATA where the source has
 * no lines. */
wijk_status wijk_read_roads(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **roads,
                            wijk_error *err);

typedef struct wijk_table {
  const wijk_layer *layer; /* rows in the order of the source; NULL = there is none */
  const char *file;        /* without folder, for findings */
} wijk_table;

/* A table, as of a scenario: the columns by role, every other as it is. Faulty rows are all listed, as of any source.
 */
wijk_status wijk_read_table(const wijk_source *source, const wijk_table_column *columns, size_t column_count,
                            wijk_arena *arena, wijk_report *report, wijk_table *table, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
