/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/map_plan.h"

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

wijk_status map_plan_parse(run *run, map_plan *plan, wijk_error *err) {
  plan->request = (wijk_map_request){.class_count = run_whole(run, "classes", 5),
                                     .palette = run_text(run, "palette"),
                                     .midpoint = run_number(run, "midpoint"),
                                     .title = run_text(run, "title"),
                                     .subtitle = run_text(run, "subtitle"),
                                     .source = run_text(run, "source"),
                                     .legend = run_text(run, "legend"),
                                     .date = run_text(run, "date"),
                                     .names = !run_flag(run, "no-names"),
                                     .north = run_flag(run, "north"),
                                     .dutch = run_dutch(run),
                                     .public_edition = run->report.public_edition};
  if (!run_text(run, "column")) {
    wijk_error_set(err, WIJK_USAGE, "no column to show");
    return wijk_error_hint(err, "name one with --column");
  }
  if (!wijk_class_method_find(run_text(run, "method"), &plan->request.method))
    return wijk_error_set(err, WIJK_USAGE, "--method %s is not known", run_text(run, "method"));
  if (read_breaks(run, plan, err) != WIJK_OK)
    return err->status;
  return read_size(run, plan, err);
}

/* ---- load ---- */

/* A text with its first `length` bytes from `at` on replaced. */
static const char *replaced(run *run, const char *text, size_t at, size_t length, const char *by, wijk_error *err) {
  return wijk_arena_format(run->arena, err, "%.*s%s%s", (int)at, text, by, text + at + length);
}

/* The title of a metric; "within_500m_count" is the metric "within_{r}_count" with "500 m" in its title. */
static const char *title_of_id(run *run, const char *id, wijk_error *err) {
  const wijk_metric *metric = wijk_metric_find(id, WIJK_METRIC_ZONE);
  if (metric)
    return run_dutch(run) ? metric->title_nl : metric->title_en;
  size_t at = strcspn(id, "0123456789"), digits = strspn(id + at, "0123456789");
  if (digits == 0 || id[at + digits] != 'm')
    return NULL;
  const char *pattern = replaced(run, id, at, digits + 1, "{r}", err);
  metric = pattern ? wijk_metric_find(pattern, WIJK_METRIC_ZONE) : NULL;
  const char *title = !metric ? NULL : run_dutch(run) ? metric->title_nl : metric->title_en;
  const char *part = title ? strstr(title, "{r}") : NULL;
  if (!part)
    return title;
  const char *radius = wijk_arena_format(run->arena, err, "%.*s m", (int)digits, id + at);
  return radius ? replaced(run, title, (size_t)(part - title), 3, radius, err) : NULL;
}

/* What the column's metric is called, also for one value of --by ("places_count__beschermd"); NULL for other fields. */
static const char *metric_title(run *run, const char *name, wijk_error *err) {
  const char *by = strstr(name, "__");
  const char *id = wijk_arena_text_part(run->arena, name, by ? (size_t)(by - name) : strlen(name), err);
  const char *title = id ? title_of_id(run, id, err) : NULL;
  return by && title ? wijk_arena_format(run->arena, err, "%s: %s", title, by + 2) : title;
}

static wijk_status find_column(run *run, const wijk_layer *zones, const wijk_layer *whole, map_plan *plan,
                               wijk_error *err) {
  const char *name = run_text(run, "column");
  const wijk_column *column = wijk_layer_find(zones, name);
  plan->request.column = column;
  if (column) {
    if (!plan->request.legend)
      plan->request.legend = metric_title(run, column->name, err);
    return err->status;
  }
  if (wijk_layer_find(whole, name)) {
    wijk_error_set(err, WIJK_USAGE, "column '%s' counts people and is not for the public edition", name);
    return wijk_error_hint(err, "choose another column, or make an internal map");
  }
  const char **names = WIJK_ARENA_ADD(run->arena, const char *, zones->column_count + 1, err);
  for (size_t i = 0; i < zones->column_count && names; i++)
    names[i] = zones->columns[i].name;
  const char *nearest = names ? wijk_text_find_nearest(name, names, zones->column_count) : NULL;
  wijk_text list = {0};
  for (size_t i = 0; i < zones->column_count && i < 12; i++)
    wijk_text_add_format(&list, "%s%s", i > 0 ? ", " : "", zones->columns[i].name);
  wijk_error_set(err, WIJK_USAGE, "the zones have no column '%s'", name);
  if (nearest)
    wijk_error_hint(err, "did you mean %s?", nearest);
  else
    wijk_error_hint(err, "there are %s%s", list.bytes ? list.bytes : "none", zones->column_count > 12 ? ", …" : "");
  wijk_text_free(&list);
  return err->status;
}

static wijk_status load_zones(run *run, map_plan *plan, wijk_error *err) {
  wijk_source source;
  wijk_layer *whole, *passed;
  if (!run_operand(run)) {
    wijk_error_set(err, WIJK_USAGE, "no zones to draw");
    return wijk_error_hint(err, "name a layer of polygons, as in wijk-map metrics.gpkg --column places_per_1000");
  }
  if (run_source(run, "zones", run_operand(run), &source, err) != WIJK_OK ||
      wijk_read_zones(&source, run->arena, &run->report, &whole, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition && run_describe_metrics(whole, err) != WIJK_OK)
    return err->status;
  if (wijk_gate_pass(whole, &run->report, run->arena, &passed, err) != WIJK_OK)
    return wijk_error_frame(err, "passing the gate");
  plan->request.zones = passed;
  if (find_column(run, passed, whole, plan, err) != WIJK_OK || !run->report.public_edition)
    return err->status;
  wijk_layer shown = *passed;
  shown.columns = wijk_layer_find(passed, plan->request.column->name);
  shown.column_count = 1;
  return run_check_counted(&shown, err);
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

/* Names of the files, when the user gives no source line. */
static wijk_status name_sources(run *run, map_plan *plan, wijk_error *err) {
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
  return name_sources(run, plan, err);
}

/* ---- note ---- */

wijk_status map_plan_note(run *run, const wijk_map_result *map, wijk_error *err) {
  if (map->names_left_out > 0 &&
      wijk_report_add_finding(
          &run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "names-left-out", .value = map->left_out}, err,
          "%zu zone names do not fit legibly and are left out", map->names_left_out) != WIJK_OK)
    return err->status;
  if (map->facilities_outside > 0)
    return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "outside-map"}, err,
                                   "%zu facilities lie beyond the edge of the map", map->facilities_outside);
  return WIJK_OK;
}
