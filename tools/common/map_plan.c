/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/map_plan.h"
#include "common/map_overlays.h"
#include "common/theme_file.h"

#include <math.h>
#include <string.h>

/* ---- parse ---- */

static wijk_status read_breaks(run *run, map_plan *plan, wijk_error *err) {
  const char *list = run_text(run, "breaks");
  if (!list)
    return WIJK_OK;
  for (const char *item = list; *item;) {
    size_t length = strcspn(item, ",");
    if (plan->request.break_count > WIJK_CLASSES_MOST)
      return wijk_error_set(err, WIJK_USAGE, "--breaks has more than %d limits", WIJK_CLASSES_MOST + 1);
    if (!wijk_number_read(item, length, &plan->breaks[plan->request.break_count++])) {
      wijk_error_set(err, WIJK_USAGE, "--breaks %s: '%.*s' is not a number", list, (int)length, item);
      return wijk_error_hint(err, "write limits with a decimal point and divide them by commas, as in 0,2.5,5");
    }
    item += length + (item[length] == ',');
  }
  plan->request.method = WIJK_CLASSES_FIXED;
  plan->request.breaks = plan->breaks;
  return WIJK_OK;
}

/* "210x297mm" or "1600x900". */
static wijk_status read_size(run *run, map_plan *plan, wijk_error *err) {
  const char *size = run_text(run, "size");
  plan->dpi = run_number(run, "dpi");
  bool pixels = false;
  if (size) {
    const char *cross = strchr(size, 'x');
    size_t length = strlen(size);
    pixels = length < 2 || strcmp(size + length - 2, "mm") != 0;
    length -= pixels ? 0 : 2;
    double width, height;
    if (!cross || !wijk_number_read(size, (size_t)(cross - size), &width) ||
        !wijk_number_read(cross + 1, length - (size_t)(cross - size) - 1, &height) || !(width > 0 && height > 0)) {
      wijk_error_set(err, WIJK_USAGE, "--size %s is not a size", size);
      return wijk_error_hint(err, "write it as 210x297mm, or as 1600x900 for pixels");
    }
    plan->dpi = isnan(plan->dpi) ? (pixels ? 96 : 300) : plan->dpi;
    double mm = pixels ? 25.4 / plan->dpi : 1;
    plan->request.width_mm = width * mm;
    plan->request.height_mm = height * mm;
  }
  plan->dpi = isnan(plan->dpi) ? 300 : plan->dpi;
  if (!(plan->dpi >= 10 && plan->dpi <= 2400))
    return wijk_error_set(err, WIJK_USAGE, "--dpi must lie between 10 and 2400");
  if (plan->request.width_mm > 5000 || plan->request.height_mm > 5000)
    return wijk_error_set(err, WIJK_USAGE, "--size %s is more than five metres", size);
  plan->request.pixel_mm = 25.4 / plan->dpi;
  return WIJK_OK;
}

/* "auto", "none", or "X0,Y0,X1,Y1". */
static wijk_status read_inset(run *run, map_plan *plan, wijk_error *err) {
  const char *inset = run_text(run, "inset");
  double *bounds = plan->request.inset_bounds;
  plan->request.inset = WIJK_INSET_AUTO;
  if (!inset || strcmp(inset, "auto") == 0)
    return WIJK_OK;
  plan->request.inset = strcmp(inset, "none") == 0 ? WIJK_INSET_NONE : WIJK_INSET_GIVEN;
  if (plan->request.inset == WIJK_INSET_NONE)
    return WIJK_OK;
  size_t count = 0;
  for (const char *item = inset; count < 4; count++) {
    size_t length = strcspn(item, ",");
    if (!wijk_number_read(item, length, &bounds[count]) || (item[length] == ',') != (count < 3))
      break;
    item += length + 1;
  }
  if (count == 4 && bounds[0] < bounds[2] && bounds[1] < bounds[3])
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "--inset %s is not auto, none or the corners of an inset", inset);
  return wijk_error_hint(err, "give its lower left and upper right corner in metres, as in 58000,434000,78000,447000");
}

wijk_status map_plan_page(run *run, map_plan *plan, wijk_error *err) {
  plan->request.title = run_text(run, "title");
  plan->request.subtitle = run_text(run, "subtitle");
  plan->request.source = run_text(run, "source");
  plan->request.date = run_text(run, "date");
  plan->request.dutch = run_dutch(run);
  plan->request.public_edition = run->report.public_edition;
  return theme_take(run, &plan->request.theme, err) == WIJK_OK ? read_size(run, plan, err) : err->status;
}

static wijk_status read_names(run *run, map_plan *plan, wijk_error *err) {
  static const struct {
    const char *word;
    wijk_names names;
  } words[] = {{"key", WIJK_NAMES_KEY}, {"inside", WIJK_NAMES_INSIDE}, {"none", WIJK_NAMES_NONE}};
  const char *where = run_text(run, "names"), *many = run_flag(run, "atlas") ? "atlas" : "small-multiples";
  plan->request.names = WIJK_NAMES_AUTO;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (where && strcmp(where, words[i].word) == 0)
      plan->request.names = words[i].names;
  if (run_flag(run, "no-names") && run_asked(run, "names") && plan->request.names != WIJK_NAMES_NONE)
    return wijk_error_set(err, WIJK_USAGE, "--no-names and --names %s contradict each other", where);
  if (run_flag(run, "no-names"))
    plan->request.names = WIJK_NAMES_NONE;
  if (run_asked(run, "names") && plan->request.names == WIJK_NAMES_KEY && run_flag(run, many)) {
    wijk_error_set(err, WIJK_USAGE, "--names key is for one map to a page, not for --%s", many);
    return wijk_error_hint(err, "choose auto, inside or none");
  }
  return WIJK_OK;
}

wijk_status map_plan_parse(run *run, map_plan *plan, wijk_error *err) {
  plan->request = (wijk_map_request){.class_count = run_whole(run, "classes", 5),
                                     .palette = run_text(run, "palette"),
                                     .midpoint = run_number(run, "midpoint"),
                                     .north = run_flag(run, "north")};
  plan->legend = run_text(run, "legend");
  if (read_names(run, plan, err) != WIJK_OK)
    return err->status;
  if (map_columns_ask(run, &plan->columns, err) != WIJK_OK)
    return err->status;
  if (run_asked(run, "small-multiples") && !plan->columns.series) {
    wijk_error_set(err, WIJK_USAGE, "--small-multiples wants --series");
    return wijk_error_hint(err, "name the columns of its maps with --series FIELD,FIELD");
  }
  for (size_t i = 0; i < 2; i++)
    if (run_asked(run, (const char *const[]){"profile", "figures"}[i]) && !run_flag(run, "atlas"))
      return wijk_error_set(err, WIJK_USAGE, "--%s is about the pages of an --atlas", i ? "figures" : "profile");
  if (run_flag(run, "atlas") && plan->columns.series)
    return wijk_error_set(err, WIJK_USAGE, "an --atlas shows one column, not a --series");
  if (plan->columns.difference && isnan(plan->request.midpoint))
    plan->request.midpoint = 0;
  if (!wijk_class_method_find(run_text(run, "method"), &plan->request.method))
    return wijk_error_set(err, WIJK_USAGE, "--method %s is not known", run_text(run, "method"));
  if (run_asked(run, "inset") && (run_flag(run, "atlas") || run_flag(run, "small-multiples")))
    return wijk_error_set(err, WIJK_USAGE, "--inset is for one map to a page, not for --%s",
                          run_flag(run, "atlas") ? "atlas" : "small-multiples");
  if (read_breaks(run, plan, err) != WIJK_OK || read_inset(run, plan, err) != WIJK_OK)
    return err->status;
  return map_plan_page(run, plan, err);
}

/* ---- load ---- */

/* What stands on the pages of an atlas beside the map: without --figures the column shown. */
static wijk_status load_atlas(run *run, map_plan *plan, wijk_layer *zones, const wijk_layer *whole, wijk_error *err) {
  map_columns profile, figures;
  if (map_columns_list(run, "profile", &profile, err) != WIJK_OK ||
      map_columns_list(run, "figures", &figures, err) != WIJK_OK ||
      map_columns_find(run, zones, whole, &profile, err) != WIJK_OK ||
      map_columns_find(run, zones, whole, &figures, err) != WIJK_OK)
    return err->status;
  const map_columns *listed = figures.count > 0 ? &figures : &plan->columns;
  plan->atlas = (wijk_atlas_request){.profile = profile.columns,
                                     .profile_titles = profile.titles,
                                     .profile_count = profile.count,
                                     .figures = listed->columns,
                                     .figure_titles = listed->titles,
                                     .figure_count = listed->count};
  return WIJK_OK;
}

wijk_status map_plan_zones(run *run, wijk_layer **whole, wijk_layer **passed, wijk_error *err) {
  wijk_source source;
  if (run_source(run, "zones", run_operand(run), &source, err) != WIJK_OK ||
      wijk_read_zones(&source, run->arena, &run->report, whole, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition && run_describe_metrics(*whole, err) != WIJK_OK)
    return err->status;
  if (wijk_gate_pass(*whole, &run->report, run->arena, passed, err) != WIJK_OK)
    return wijk_error_frame(err, "passing the gate");
  return WIJK_OK;
}

static wijk_status load_zones(run *run, map_plan *plan, wijk_error *err) {
  wijk_layer *whole, *passed;
  if (!run_operand(run)) {
    wijk_error_set(err, WIJK_USAGE, "no zones to draw");
    return wijk_error_hint(err, "name a layer of polygons, as in wijk-map metrics.gpkg --column places_per_1000");
  }
  if (map_plan_zones(run, &whole, &passed, err) != WIJK_OK)
    return err->status;
  plan->request.zones = passed;
  if (plan->request.names == WIJK_NAMES_KEY && passed->row_count > WIJK_NAMES_ZONES) {
    wijk_error_set(err, WIJK_USAGE, "a key of numbers is for %d zones at most, not %zu", WIJK_NAMES_ZONES,
                   passed->row_count);
    return wijk_error_hint(err, "leave --names out: names stand in their zones where they fit");
  }
  if (map_columns_find(run, passed, whole, &plan->columns, err) != WIJK_OK)
    return err->status;
  if (run_flag(run, "atlas") && load_atlas(run, plan, passed, whole, err) != WIJK_OK)
    return err->status;
  if (plan->columns.series) {
    plan->request.series = plan->columns.columns;
    plan->request.series_titles = plan->columns.titles;
    plan->request.series_count = plan->columns.count;
  }
  map_plan_turn(plan, 0);
  if (plan->request.series && run_flag(run, "small-multiples"))
    plan->request.legend = plan->legend;
  return WIJK_OK;
}

void map_plan_turn(map_plan *plan, size_t k) {
  plan->request.column = plan->columns.columns[k];
  plan->request.legend = plan->legend ? plan->legend : plan->columns.titles[k];
}

static wijk_status load_zoning(run *run, map_plan *plan, wijk_error *err) {
  wijk_source source;
  wijk_layer *zoning;
  if (!run_text(run, "zoning"))
    return WIJK_OK;
  if (run_source(run, "zoning", run_text(run, "zoning"), &source, err) != WIJK_OK ||
      wijk_read_zones(&source, run->arena, &run->report, &zoning, err) != WIJK_OK)
    return wijk_error_frame(err, "reading the zoning map");
  const wijk_column *column = wijk_layer_find(zoning, "zone_class");
  if (!column || column->type == WIJK_COLUMN_NUMBER) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no column zone_class with the class of each zone", zoning->name);
    return wijk_error_hint(err, "give a zoning map as wijk-zoning writes it");
  }
  plan->request.zoning = zoning;
  plan->request.zoning_class = column;
  return WIJK_OK;
}

wijk_status map_plan_sources(run *run, map_plan *plan, wijk_error *err) {
  wijk_text text = {0};
  for (size_t i = 0; i < run->report.input_count; i++)
    wijk_text_add_format(&text, "%s%s", i > 0 ? ", " : "", run->report.inputs[i].source);
  if (!plan->request.source && wijk_text_check(&text, err) == WIJK_OK && text.bytes)
    plan->request.source = wijk_arena_text(run->arena, text.bytes, err);
  wijk_text_free(&text);
  return err->status;
}

wijk_status map_plan_load(run *run, map_plan *plan, wijk_error *err) {
  wijk_layer *facilities;
  if (load_zones(run, plan, err) != WIJK_OK || load_zoning(run, plan, err) != WIJK_OK)
    return err->status;
  if (run_facilities_needed(run, NULL, 0, &facilities, err) != WIJK_OK)
    return err->status;
  plan->request.facilities = facilities;
  if (map_overlays_load(run, &plan->request, err) != WIJK_OK)
    return err->status;
  if (map_plan_sources(run, plan, err) != WIJK_OK)
    return err->status;
  plan->atlas.map = plan->request;
  return WIJK_OK;
}

/* ---- note ---- */

wijk_status map_plan_note(run *run, const wijk_map_result *map, const char *part, wijk_error *err) {
  const char *before = part ? part : "", *between = part ? ": " : "";
  if (map->names_left_out > 0 &&
      wijk_report_add_finding(&run->report,
                              &(wijk_finding){.severity = WIJK_NOTE, .code = "names-left-out", .value = map->left_out},
                              err, "%s%s%zu zone %s left out", before, between, map->names_left_out,
                              wijk_plural(map->names_left_out, "name does not fit legibly and is",
                                          "names do not fit legibly and are")) != WIJK_OK)
    return err->status;
  if (map_overlays_note(run, map, before, between, err) != WIJK_OK)
    return err->status;
  if (map->facilities_outside > 0)
    return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "outside-map"}, err,
                                   "%s%s%zu %s beyond the edge of the map", before, between, map->facilities_outside,
                                   wijk_plural(map->facilities_outside, "facility lies", "facilities lie"));
  return WIJK_OK;
}
