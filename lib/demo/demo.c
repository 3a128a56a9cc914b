/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo/city.h"
#include "demo/folder.h"

static wijk_status check(const wijk_demo *demo, wijk_error *err) {
  if (demo->wijken < 3 || demo->wijken > 5000)
    return wijk_error_set(err, WIJK_USAGE, "a city of %zu wijken cannot be made: 3 to 5000 can", demo->wijken);
  if (demo->buurten < demo->wijken + 2 || demo->buurten / 98 >= demo->wijken || demo->buurten > 50000)
    return wijk_error_set(err, WIJK_USAGE, "%zu buurten do not fit in %zu wijken: a wijk has 1 to 98, the city 50000",
                          demo->buurten, demo->wijken);
  if (demo->population_points < 1 || demo->facilities < 1 || demo->roads < 1)
    return wijk_error_set(err, WIJK_USAGE, "a city needs at least one population point, facility and road");
  return WIJK_OK;
}

static wijk_status write_all(demo_city *city, wijk_error *err) {
  wijk_status status = demo_people_write(city, err);
  if (status == WIJK_OK)
    status = demo_zones_write(city, err);
  if (status == WIJK_OK)
    status = demo_profiles_write(city, err);
  if (status == WIJK_OK)
    status = demo_facilities_write(city, err);
  if (status == WIJK_OK)
    status = demo_buildings_write(city, err);
  if (status == WIJK_OK)
    status = demo_flows_write(city, err);
  if (status == WIJK_OK)
    status = demo_roads_write(city, err);
  return status;
}

wijk_status wijk_demo_write(const wijk_demo *demo, wijk_report *report, wijk_error *err) {
  wijk_status status = check(demo, err);
  if (status != WIJK_OK)
    return status;
  demo_folder *folder = NULL;
  demo_city city = {.demo = demo, .report = report, .arena = wijk_arena_new(err)};
  status = city.arena ? demo_folder_open(demo->folder, demo->overwrite, &folder, err) : WIJK_MEMORY;
  if (status == WIJK_OK) {
    city.folder = demo_folder_path(folder);
    status = demo_memo_new(&city, err);
  }
  if (status == WIJK_OK)
    status = demo_terrain_compute(&city, err);
  if (status == WIJK_OK)
    status = demo_zones_compute(&city, err);
  if (status == WIJK_OK)
    status = write_all(&city, err);
  if (status == WIJK_OK)
    status = demo_folder_commit(folder, err);
  else
    demo_folder_discard(folder);
  wijk_arena_free(city.arena);
  return status;
}
