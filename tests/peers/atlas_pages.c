/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages of an atlas as SVG, for others to look at what stands on them.
 *   atlas_pages ZONES FACILITIES COLUMN EVERY
 * Writes PAGE.svg and PAGE.json (with the names left out, as a report has them) for every EVERYth page. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <wijk/atlas.h>
#include <wijk/number.h>
#include <wijk/read.h>

static wijk_status write_page(wijk_atlas *atlas, size_t number, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  wijk_map_result page;
  const char *bookmark, *bytes;
  size_t length;
  char path[40];
  if (arena && wijk_atlas_page(atlas, number, arena, &page, &bookmark, err) == WIJK_OK &&
      wijk_drawing_write(page.drawing, WIJK_DRAWING_SVG, 96, "{}", NULL, 1, arena, &bytes, &length, err) == WIJK_OK) {
    snprintf(path, sizeof path, "%zu.svg", number);
    FILE *file = fopen(path, "w");
    if (file)
      fwrite(bytes, 1, length, file), fclose(file);
    snprintf(path, sizeof path, "%zu.json", number);
    file = fopen(path, "w");
    if (file) {
      fprintf(file, "{\"findings\":[%s%s%s]}\n", page.left_out ? "{\"code\":\"names-left-out\",\"value\":\"" : "",
              page.left_out ? page.left_out : "", page.left_out ? "\"}" : "");
      fclose(file);
    }
  }
  wijk_arena_free(arena);
  return err->status;
}

int main(int argc, char **argv) {
  wijk_error err = {0};
  wijk_report report;
  wijk_layer *zones, *facilities;
  double every;
  if (argc != 5 || !wijk_number_read(argv[4], strlen(argv[4]), &every))
    return 2;
  wijk_arena *arena = wijk_arena_new(&err);
  const wijk_source sources[2] = {{.role = "zones", .path = argv[1]}, {.role = "facilities", .path = argv[2]}};
  const wijk_facility_choice choice = {.no_confidential = true};
  if (wijk_report_new("atlas_pages", arena, &report, &err) != WIJK_OK ||
      wijk_read_zones(&sources[0], arena, &report, &zones, &err) != WIJK_OK ||
      wijk_read_facilities(&sources[1], &choice, arena, &report, &facilities, &err) != WIJK_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 3;
  }
  const wijk_column *column = wijk_layer_find(zones, argv[3]);
  const wijk_atlas_request request = {.map = {.zones = zones,
                                              .column = column,
                                              .facilities = facilities,
                                              .method = WIJK_CLASSES_FISHER,
                                              .class_count = 5,
                                              .midpoint = NAN,
                                              .pixel_mm = 25.4 / 300,
                                              .names = WIJK_NAMES_AUTO,
                                              .dutch = true},
                                      .figures = &column,
                                      .figure_count = 1};
  wijk_atlas *atlas = wijk_atlas_open(&request, arena, &err);
  for (size_t i = 0; atlas && i < wijk_atlas_page_count(atlas) && err.status == WIJK_OK; i += (size_t)every)
    write_page(atlas, i, &err);
  if (err.status != WIJK_OK)
    fprintf(stderr, "%s\n", err.message);
  wijk_atlas_close(atlas);
  wijk_arena_free(arena);
  return (int)err.status;
}
