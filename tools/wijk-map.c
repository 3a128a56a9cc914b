/* SPDX-License-Identifier: EUPL-1.2 */
/* Show it: one choropleth of a column, with zoning, facilities and names over it, on a page that can go to council. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/program.h"

static const char *const shared[] = {"study",         "facilities", "zoning",     "layer",
                                     "zone-key",      "zone-name",  "field",      "status",
                                     "date",          "crs",        "assume-crs", "decimal",
                                     "skip-faulty",   "overwrite",  "public",     "no-confidential",
                                     "secret-groups", "threads",    "hash",       "allow-network",
                                     "json",          "report",     "lang",       "progress",
                                     "quiet",         "verbose",    NULL};

static const option options[] = {
    {"output", 'o', OPTION_TARGET, true, "FILE", NULL, NULL, NULL, "where the map goes: .png .pdf .svg by extension"},
    {"column", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, "map.column",
     "what is coloured: a metric or a field, of numbers or of a few texts"},
    {"classes", 0, OPTION_WHOLE, false, "N", NULL, "5", "map.classes", "number of classes"},
    {"method", 0, OPTION_CHOICE, false, "METHOD", "fisher|quantile|equal|pretty|stddev", "fisher", "map.method",
     "how classes are made: natural breaks (exact), equal numbers, equal widths, round limits, standard deviations"},
    {"breaks", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "map.breaks",
     "fixed limits of the classes, ascending, divided by commas, from the lowest to the highest: 0,5,10,20"},
    {"palette", 0, OPTION_TEXT, false, "NAME", NULL, NULL, "map.palette",
     "colours by the name of their makers, as in YlOrBr, viridis, PuOr, OkabeIto; NAME-r turns them round"},
    {"midpoint", 0, OPTION_NUMBER, false, "VALUE", NULL, NULL, "map.midpoint",
     "value where colours part into two sides, as 0 or the norm"},
    {"title", 0, OPTION_TEXT, false, "TEXT", NULL, NULL, "map.title", "title above the map"},
    {"subtitle", 0, OPTION_TEXT, false, "TEXT", NULL, NULL, "map.subtitle", "line below the title"},
    {"legend", 0, OPTION_TEXT, false, "TEXT", NULL, NULL, "map.legend",
     "heading of the legend; without it the name of the metric or field"},
    {"source", 0, OPTION_TEXT, false, "TEXT", NULL, NULL, "map.source",
     "source line below the map; without it the names of the files"},
    {"size", 0, OPTION_TEXT, false, "SIZE", NULL, NULL, "map.size",
     "size of the page in mm or in pixels, as 210x297mm or 1600x900; without it A4, lying or upright"},
    {"dpi", 0, OPTION_NUMBER, false, "DPI", NULL, NULL, "map.dpi",
     "pixels per inch of a PNG: 300 for a size in mm, 96 for one in pixels"},
    {"no-names", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL, "leave the names of the zones out"},
    {"north", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL, "add a north arrow"},
    {"alt-text", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL,
     "print one sentence that says what the map shows: highest, lowest, pattern"},
    {0},
};

static const example examples[] = {
    {"residents per buurt, with the facilities, as image and as document",
     "wijk-map shapes/buurten.shp --column AANT_INW --facilities shapes/voorzieningen.csv -o out/inwoners.png -o "
     "out/inwoners.pdf"},
    {"the same in fixed classes and other colours, as SVG, with the sentence for who does not see it",
     "wijk-map shapes/buurten.shp --column AANT_INW --breaks 0,1000,2000,4000,8000,20000 --palette viridis -o "
     "out/inwoners.svg --alt-text"},
    {0},
};

/* Layers and choices of one map. */
typedef struct plan {
  wijk_map_request request;
  double dpi;
  double breaks[WIJK_CLASSES_MOST + 1];
} plan;

/* ---- parse ---- */

static wijk_status read_breaks(run *run, plan *plan, wijk_error *err) {
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
static wijk_status read_size(run *run, plan *plan, wijk_error *err) {
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

static wijk_status parse(run *run, plan *plan, wijk_error *err) {
  size_t count;
  const char *const *outputs = run_texts(run, "output", &count);
  wijk_drawing_format format;
  if (count == 0 && !run_flag(run, "alt-text")) {
    wijk_error_set(err, WIJK_USAGE, "no map to write");
    return wijk_error_hint(err, "give --output FILE with .png, .pdf or .svg");
  }
  for (size_t i = 0; i < count; i++)
    if (!wijk_drawing_format_find(outputs[i], &format)) {
      wijk_error_set(err, WIJK_USAGE, "'%s' does not end in .png, .pdf or .svg", outputs[i]);
      return wijk_error_hint(err, "the extension says what kind of file the map becomes");
    }
  if (!run_text(run, "column")) {
    wijk_error_set(err, WIJK_USAGE, "no column to show");
    return wijk_error_hint(err, "name one with --column");
  }
  if (run_flag(run, "json") && run_flag(run, "alt-text"))
    return wijk_error_set(err, WIJK_USAGE, "--json and --alt-text both write to stdout");
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
  if (!wijk_class_method_find(run_text(run, "method"), &plan->request.method))
    return wijk_error_set(err, WIJK_USAGE, "--method %s is not known", run_text(run, "method"));
  if (read_breaks(run, plan, err) != WIJK_OK || read_size(run, plan, err) != WIJK_OK)
    return err->status;
  return run_check_targets(run, err);
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

static wijk_status find_column(run *run, const wijk_layer *zones, const wijk_layer *whole, plan *plan,
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

static wijk_status load_zones(run *run, plan *plan, wijk_error *err) {
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

static wijk_status load_zoning(run *run, plan *plan, wijk_error *err) {
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
static wijk_status name_sources(run *run, plan *plan, wijk_error *err) {
  wijk_text text = {0};
  for (size_t i = 0; i < run->report.input_count; i++)
    wijk_text_add_format(&text, "%s%s", i > 0 ? ", " : "", run->report.inputs[i].source);
  if (!plan->request.source && wijk_text_check(&text, err) == WIJK_OK && text.bytes)
    plan->request.source = wijk_arena_text(run->arena, text.bytes, err);
  wijk_text_free(&text);
  return err->status;
}

static wijk_status load(run *run, plan *plan, wijk_error *err) {
  wijk_layer *facilities;
  if (load_zones(run, plan, err) != WIJK_OK || load_zoning(run, plan, err) != WIJK_OK)
    return err->status;
  if (run_facilities_needed(run, NULL, 0, &facilities, err) != WIJK_OK)
    return err->status;
  plan->request.facilities = facilities;
  return name_sources(run, plan, err);
}

/* ---- write ---- */

static wijk_status note_omissions(run *run, const wijk_map_result *map, wijk_error *err) {
  if (map->names_left_out > 0 &&
      wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "names-left-out"}, err,
                              "%zu zone names do not fit legibly and are left out", map->names_left_out) != WIJK_OK)
    return err->status;
  if (map->facilities_outside > 0)
    return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "outside-map"}, err,
                                   "%zu facilities lie beyond the edge of the map", map->facilities_outside);
  return WIJK_OK;
}

static wijk_status write_map(run *run, const plan *plan, const wijk_map_result *map, wijk_error *err) {
  size_t count, length;
  const char *const *outputs = run_texts(run, "output", &count);
  char *provenance;
  if (wijk_write_provenance(&run->report, &provenance, run->arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    wijk_drawing_format format;
    const char *bytes, *slash = strrchr(outputs[i], '/');
    wijk_drawing_format_find(outputs[i], &format);
    run_progress(run, "writing", (double)i / (double)count);
    if (wijk_drawing_write(map->drawing, format, plan->dpi, provenance, plan->request.date, run_threads(run),
                           run->arena, &bytes, &length, err) != WIJK_OK ||
        run_write_bytes(run, outputs[i], bytes, length, err) != WIJK_OK ||
        wijk_report_add_output(&run->report, slash ? slash + 1 : outputs[i], err) != WIJK_OK)
      return wijk_error_frame(err, "writing '%s'", outputs[i]);
  }
  run_progress(run, "writing", 1);
  return WIJK_OK;
}

static wijk_status show(run *run, wijk_error *err) {
  plan plan = {0};
  wijk_map_result map;
  if (parse(run, &plan, err) != WIJK_OK || load(run, &plan, err) != WIJK_OK)
    return err->status;
  if (wijk_map_draw(&plan.request, run->arena, &map, err) != WIJK_OK)
    return wijk_error_frame(err, "drawing the map");
  if (note_omissions(run, &map, err) != WIJK_OK || write_map(run, &plan, &map, err) != WIJK_OK)
    return err->status;
  if (run_flag(run, "alt-text"))
    printf("%s\n", map.text);
  return WIJK_OK;
}

int main(int argc, char **argv) {
  static const program program = {
      .name = "wijk-map",
      .summary = "show it: one map, as image, document or SVG",
      .description =
          "Colours the zones of LAYER by one column and lays over it, where asked, the zoning map as hatching and the "
          "facilities as symbols: a shape and colour for each form, an area in proportion to places. Zones without "
          "data are hatched grey and named in the legend, never coloured as zero; water is blue. Names stand inside "
          "their zone or are left out; the report counts those.\n\n"
          "Classes are exact natural breaks unless --method says otherwise, with round limits that move no zone to "
          "another class. Colours stay apart for people with any kind of colour blindness and on a photocopy; where a "
          "palette cannot do that, classes are marked with dots or lines as well.\n\n"
          "PNG, PDF and SVG come from one drawing. Text is set in mm and reads the same at any resolution. The same "
          "input gives the same bytes: no date is printed but that of --date.",
      .shared = shared,
      .options = options,
      .operand = "LAYER",
      .operand_help = "polygons with the column to show: what wijk-metrics wrote, or any zones",
      .examples = examples,
      .run = show,
  };
  return program_main(&program, argc, argv);
}
