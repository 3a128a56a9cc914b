/* SPDX-License-Identifier: EUPL-1.2 */
/* Show it: one choropleth of a column, with zoning, facilities and names over it, on a page that can go to council. */
#include <stdio.h>
#include <string.h>

#include "common/chart_plan.h"
#include "common/map_overlays.h"

static const char *const shared[] = {
    "study",       "facilities", "zoning",        "layer",  "zone-key",        "zone-name",
    "field",       "status",     "date",          "crs",    "assume-crs",      "decimal",
    "skip-faulty", "overwrite",  "theme",         "public", "no-confidential", "secret-groups",
    "threads",     "hash",       "allow-network", "json",   "report",          "lang",
    "progress",    "quiet",      "verbose",       NULL};

static const option options[] = {
    {"output", 'o', OPTION_TARGET, true, "FILE", NULL, NULL, NULL, "where the map goes: .png .pdf .svg by extension"},
    {"column", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, "map.column",
     "what is coloured: a metric or a field, of numbers or of a few texts"},
    {"series", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "map.series",
     "several columns, divided by commas, in the same classes and colours: a file for each, named FILE__FIELD.png"},
    {"small-multiples", 0, OPTION_FLAG, false, NULL, NULL, NULL, "map.small_multiples",
     "the maps of --series together on one sheet, with one legend"},
    {"difference", 0, OPTION_TEXT, false, "BEFORE,AFTER", NULL, NULL, "map.difference",
     "what the second column has more than the first, in colours that part at 0 (or at --midpoint)"},
    {"atlas", 0, OPTION_FLAG, false, NULL, NULL, NULL, "map.atlas",
     "one PDF with a page and a bookmark for each zone: the zone in focus, its profile, figures and facilities"},
    {"profile", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "map.profile",
     "columns of the DNA profile on the pages of an atlas, as bars, divided by commas, each with a title if wished: "
     "FIELD=TITLE"},
    {"figures", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "map.figures",
     "columns listed on the pages of an atlas, divided by commas, as for --profile; without it the column shown"},
    {"chart", 0, OPTION_CHOICE, false, "CHART", "demand|lorenz|load", NULL, "map.chart",
     "no map but a chart: demand against places over the years, of a table; the Lorenz curve of the columns shown; or "
     "load against norm, zone by zone"},
    {"per", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, "map.per",
     "over whom --chart lorenz divides: a field of the zones, or the word zones for each as heavy; without it their "
     "residents"},
    {"norm-column", 0, OPTION_TEXT, false, "FIELD", NULL, "norm_per_1000", "map.norm_column",
     "norm in --chart load, in the unit of the load"},
    {"class-column", 0, OPTION_TEXT, false, "FIELD", NULL, "zone_class", "map.class_column",
     "zoning class beside each bar of --chart load"},
    {"panels", 0, OPTION_CHOICE, false, "WHAT", "form|scenario", "form", "map.panels",
     "what --chart demand has a panel for: each form, with a line for each scenario; or each scenario, of all forms "
     "together"},
    {"scenario", 0, OPTION_TEXT, false, "NAME", NULL, NULL, "map.scenario", "only this scenario in --chart demand"},
    {"form", 0, OPTION_TEXT, false, "NAME", NULL, NULL, "map.form", "only this form of housing in --chart demand"},
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
    {"inset", 0, OPTION_TEXT, false, "INSET", NULL, "auto", "map.inset",
     "zones to be shown in a frame of their own, so that the others grow: none; those with their middle between two "
     "corners in metres, X0,Y0,X1,Y1; or auto, those at one end where a few take much room"},
    {"water", 0, OPTION_SOURCE, true, "SRC", NULL, NULL, "map.water",
     "water, as polygons or lines, drawn over the zones"},
    {"roads", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "map.roads",
     "roads, as lines, drawn thin over the colours; by --field roads.class=FIELD the heavier ones stand out, and minor "
     "ones are left out at small scales"},
    {"neighbours", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "map.neighbours",
     "polygons around the zones, as municipalities, drawn pale under everything, with their names outside the zones"},
    {"flows", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "map.flows",
     "lines drawn as arrows from their first point to their last, as wide as --flow-weight says"},
    {"flow-weight", 0, OPTION_TEXT, false, "FIELD", NULL, NULL, "map.flow_weight",
     "field of --flows with how many people go"},
    {"flow-least", 0, OPTION_NUMBER, false, "WEIGHT", NULL, NULL, "map.flow_least",
     "no arrows for flows of less than this; the report counts them"},
    {"flow-legend", 0, OPTION_TEXT, false, "TEXT", NULL, NULL, "map.flow_legend",
     "what the arrows are, in the legend; without it the name of the field"},
    {"proposals", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "map.proposals",
     "proposed places, as points: numbered pins, listed in the legend by name, form and places"},
    {"names", 0, OPTION_CHOICE, false, "WHERE", "auto|key|inside|none", "auto", "map.names",
     "where names go that have no room in their zone: beside the map with a line, else in a key with a number in the "
     "zone "
     "(auto); in the key first, however many (key); nowhere (inside); none leaves all names out"},
    {"no-names", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL, "leave the names of the zones out: --names none"},
    {"north", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL, "add a north arrow"},
    {"alt-text", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL,
     "print a sentence that says what the map or chart shows: highest, lowest, pattern"},
    {0},
};

static const option_need needs[] = {{"classes", NULL, "breaks"},    {"method", NULL, "breaks"},
                                    {"status", "facilities", NULL}, {"per", "chart", NULL},
                                    {"norm-column", "chart", NULL}, {"class-column", "chart", NULL},
                                    {"panels", "chart", NULL},      {"scenario", "chart", NULL},
                                    {"form", "chart", NULL},        {"flows", "flow-weight", NULL},
                                    {"flow-weight", "flows", NULL}, {"flow-least", "flows", NULL},
                                    {"flow-legend", "flows", NULL}, {NULL, NULL, NULL}};

static const example examples[] = {
    {"residents per buurt, with the facilities, as image and as document",
     "wijk-map shapes/buurten.shp --column AANT_INW --facilities shapes/voorzieningen.csv -o out/inwoners.png -o "
     "out/inwoners.pdf"},
    {"the same in fixed classes and other colours, as SVG, with the sentence for who does not see it",
     "wijk-map shapes/buurten.shp --column AANT_INW --breaks 0,1000,2000,4000,8000,20000 --palette viridis -o "
     "out/inwoners.svg --alt-text"},
    {"who moves where, and what is proposed, with the roads for orientation",
     "wijk-map shapes/buurten.shp --column AANT_INW --roads shapes/wegen.shp --flows shapes/verhuizingen.geojson "
     "--flow-weight personen --proposals shapes/voorstellen.csv -o out/verhuizingen.png"},
    {"an atlas of the wijken, with two figures beside each map",
     "wijk-map shapes/wijken.shp --column AANT_INW --facilities shapes/voorzieningen.csv --atlas --figures "
     "AANT_INW=Inwoners,AANTAL_HH=Huishoudens -o out/atlas.pdf"},
    {"homes agreed and homes realised per region over the years, of a table with headers of its own",
     "wijk-map shapes/uitstroom_regio.csv --chart demand --field form=regio --field demand=woningen_afgesproken "
     "--field "
     "places=woningen_gerealiseerd -o out/uitstroom.svg"},
    {"how evenly households are divided over the wijken, each as heavy",
     "wijk-map shapes/wijken.shp --chart lorenz --column AANTAL_HH --per zones --lang en --alt-text -o out/lorenz.png"},
    {0},
};

static wijk_status parse(run *run, map_plan *plan, chart_plan *chart_of, wijk_error *err) {
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
  const bool chart = run_given(run, "chart");
  if (!chart && run_flag(run, "atlas") &&
      (count != 1 || !wijk_drawing_format_find(outputs[0], &format) || format != WIJK_DRAWING_PDF)) {
    wijk_error_set(err, WIJK_USAGE, "an atlas is one document");
    return wijk_error_hint(err, "give one --output with .pdf");
  }
  if (run_flag(run, "json") && run_flag(run, "alt-text"))
    return wijk_error_set(err, WIJK_USAGE, "--json and --alt-text both write to stdout");
  if ((chart ? chart_plan_parse(run, chart_of, plan, err) : map_plan_parse(run, plan, err)) != WIJK_OK)
    return err->status;
  run->parted = !chart && plan->columns.series && !run_flag(run, "small-multiples") ? "output" : NULL;
  return run_check_targets(run, err);
}

static wijk_status write_map(run *run, const map_plan *plan, const wijk_drawing *drawing, wijk_arena *arena,
                             const char *part, wijk_error *err) {
  size_t count, length;
  const char *const *outputs = run_texts(run, "output", &count);
  char *provenance;
  if (wijk_write_provenance(&run->report, &provenance, arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    wijk_drawing_format format;
    const char *bytes, *path = outputs[i];
    wijk_drawing_format_find(path, &format);
    if (part && run_part_target(run, "output", path, part, &path, err) != WIJK_OK)
      return err->status;
    const char *slash = strrchr(path, '/');
    if (wijk_drawing_write(drawing, format, plan->dpi, provenance, plan->request.date, run_threads(run), arena, &bytes,
                           &length, err) != WIJK_OK ||
        run_write_bytes(run, path, bytes, length, err) != WIJK_OK ||
        wijk_report_add_output(&run->report, slash ? slash + 1 : path, err) != WIJK_OK)
      return wijk_error_frame(err, "writing '%s'", path);
  }
  return WIJK_OK;
}

/* Every file of a series is looked at before the first is drawn; no two columns may end in one. */
static wijk_status check_parts(run *run, const map_columns *columns, wijk_error *err) {
  size_t count;
  const char *const *outputs = run_texts(run, "output", &count), *path;
  const char **paths = WIJK_ARENA_ADD(run->arena, const char *, columns->count, err);
  for (size_t i = 0; i < count && paths; i++)
    for (size_t k = 0; k < columns->count; k++) {
      if (run_part_target(run, "output", outputs[i], columns->columns[k]->name, &path, err) != WIJK_OK)
        return err->status;
      paths[k] = path;
      for (size_t other = 0; other < k; other++)
        if (strcmp(paths[other], path) == 0)
          return wijk_error_set(err, WIJK_USAGE, "columns '%s' and '%s' would both go to '%s'",
                                columns->columns[other]->name, columns->columns[k]->name, path);
    }
  return err->status;
}

/* One page, in memory of its own, so that a long series needs no more than its largest. */
static wijk_status show_page(run *run, map_plan *plan, const char *part, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  wijk_map_result map;
  if (!arena)
    return err->status;
  bool sheet = plan->request.series && !part;
  if ((sheet ? wijk_map_draw_sheet : wijk_map_draw)(&plan->request, arena, &map, err) != WIJK_OK)
    wijk_error_frame(err, sheet ? "drawing the sheet" : "drawing the map");
  else if (map_plan_note(run, &map, part, err) == WIJK_OK &&
           write_map(run, plan, map.drawing, arena, part, err) == WIJK_OK && run_flag(run, "alt-text"))
    printf("%s\n", map.text);
  wijk_arena_free(arena);
  return err->status;
}

/* ---- chart ---- */

static wijk_status show_chart(run *run, map_plan *page, chart_plan *plan, wijk_error *err) {
  wijk_chart_result chart;
  if (chart_plan_load(run, plan, page, err) != WIJK_OK)
    return err->status;
  if (chart_plan_draw(plan, run->arena, &chart, err) != WIJK_OK)
    return wijk_error_frame(err, "drawing the chart");
  if (chart_plan_note(run, plan, &chart, err) == WIJK_OK &&
      write_map(run, page, chart.drawing, run->arena, NULL, err) == WIJK_OK && run_flag(run, "alt-text"))
    printf("%s\n", chart.text);
  return err->status;
}

/* ---- atlas ---- */

static bool pass_on(void *writing, const void *bytes, size_t length) {
  return wijk_write_add(writing, bytes, length);
}

static wijk_status add_pages(run *run, const map_plan *plan, wijk_atlas *atlas, wijk_document *document,
                             wijk_error *err) {
  const size_t pages = wijk_atlas_page_count(atlas);
  size_t names = 0, lines = 0;
  wijk_map_result all = {0};
  for (size_t i = 0; i < pages && err->status == WIJK_OK; i++) {
    wijk_arena *arena = wijk_arena_new(err);
    wijk_map_result page;
    const char *bookmark;
    run_progress(run, "drawing", (double)i / (double)pages);
    if (arena && wijk_atlas_page(atlas, i, arena, &page, &bookmark, err) == WIJK_OK &&
        wijk_document_add(document, page.drawing, bookmark, err) == WIJK_OK) {
      names += page.names_left_out;
      lines += page.lines_left_out;
      map_overlays_add(&all, &page, i == 0);
      if (run_flag(run, "alt-text"))
        printf("%s\n", page.text);
    }
    wijk_arena_free(arena);
  }
  run_progress(run, "drawing", 1);
  map_overlays_note_atlas(run, &all, &plan->request, err);
  if (names > 0)
    wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "names-left-out"}, err,
                            "%zu %s, over all pages, and %s left out", names,
                            wijk_plural(names, "name does not fit legibly", "names do not fit legibly"),
                            wijk_plural(names, "is", "are"));
  if (lines > 0)
    wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "lines-left-out"}, err,
                            "%zu %s no room on %s page; give a larger --size, or fewer columns", lines,
                            wijk_plural(lines, "line beside the maps finds", "lines beside the maps find"),
                            wijk_plural(lines, "its", "their"));
  return err->status;
}

/* The document goes to its file page by page. */
static wijk_status show_atlas(run *run, const map_plan *plan, wijk_error *err) {
  size_t count;
  const char *path = run_texts(run, "output", &count)[0], *slash = strrchr(path, '/');
  char *provenance;
  wijk_atlas *atlas = wijk_atlas_open(&plan->atlas, run->arena, err);
  if (!atlas)
    return wijk_error_frame(err, "beginning the atlas");
  wijk_writing *file = NULL;
  wijk_document *document = NULL;
  if (wijk_write_provenance(&run->report, &provenance, run->arena, err) == WIJK_OK)
    file = wijk_write_open(path, run_flag(run, "overwrite"), err);
  if (file) {
    const char *shown = map_columns_title(&plan->columns, 0, run_dutch(run));
    const wijk_document_about about = {plan->request.title ? plan->request.title : shown, shown, provenance,
                                       plan->request.date, plan->request.theme};
    document = wijk_document_open(&about, pass_on, file, err);
  }
  if (document)
    add_pages(run, plan, atlas, document, err);
  wijk_document_close(document, err);
  wijk_write_close(file, &run->outputs, err);
  wijk_atlas_close(atlas);
  if (err->status == WIJK_OK)
    return wijk_report_add_output(&run->report, slash ? slash + 1 : path, err);
  return wijk_error_frame(err, "writing '%s'", path);
}

static wijk_status show(run *run, wijk_error *err) {
  map_plan plan = {0};
  chart_plan chart = {0};
  if (parse(run, &plan, &chart, err) != WIJK_OK)
    return err->status;
  if (run_given(run, "chart"))
    return show_chart(run, &plan, &chart, err);
  if (map_plan_load(run, &plan, err) != WIJK_OK)
    return err->status;
  if (run_flag(run, "atlas"))
    return show_atlas(run, &plan, err);
  bool apart = run->parted != NULL;
  if (apart && check_parts(run, &plan.columns, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; apart && k < plan.columns.count && err->status == WIJK_OK; k++) {
    run_progress(run, "drawing", (double)k / (double)plan.columns.count);
    map_plan_turn(&plan, k);
    show_page(run, &plan, plan.columns.columns[k]->name, err);
  }
  if (!apart)
    show_page(run, &plan, NULL, err);
  run_progress(run, "drawing", 1);
  return err->status;
}

int main(int argc, char **argv) {
  static const program program = {
      .name = "wijk-map",
      .summary = "show it: one map, a series, a comparison, an atlas",
      .description =
          "Colours the zones of LAYER by one column and lays over it, where asked, the zoning map as hatching and the "
          "facilities as symbols: a shape and colour for each form, an area in proportion to places. Zones without "
          "data are hatched grey and named in the legend, never coloured as zero; water is blue. Names stand inside "
          "their zone, clear of its border and of symbols. Where they have no room there, on maps of up to 400 zones, "
          "they "
          "stand beside them all with a line to a dot in the zone, or, where that line would be long or there is no "
          "place, "
          "in a key beside the map, with a number in the zone. What can be read nowhere is left out; the report counts "
          "and "
          "names it. --names key uses no lines where a number fits, --names inside neither line nor number. Sheets "
          "and atlases have no key.\n\n"
          "Where a few zones at one end take much room, as a harbour does, they stand in an inset with a scale of its "
          "own, "
          "in the same classes and colours, and the others grow by 1.3 or more; --inset tells otherwise.\n\n"
          "For orientation, --neighbours lie pale under everything, --water over the zones and --roads thin over the "
          "colours, all cut to what the map shows.\n\n"
          "Arrows of --flows are as wide as their weight, the heaviest the widest; rows of one direction between the "
          "same "
          "two places are one arrow, there and back stand apart, and one that ends where it begins is a loop. Light "
          "ones lie over heavy ones; none covers a symbol. --proposals are pins with a number, kept secret in the "
          "public "
          "edition as facilities are; arrows count people and are not in it.\n\n"
          "Classes are exact natural breaks unless --method says otherwise, with round limits that move no zone to "
          "another class. Colours stay apart for people with any kind of colour blindness and on a photocopy; where a "
          "palette cannot do that, classes are marked with dots or lines as well.\n\n"
          "--theme dark is for dark paper and screens: there sequential palettes go from dark to light, so that low "
          "classes lie near the ground as they do on light paper, and diverging ones are dark about the midpoint. A "
          "theme file gives maps the colours, palettes and letters of a house; see wijk-theme(5) or --help=theme.\n\n"
          "Maps of a --series share classes and colours, so that one colour means one thing on all of them; "
          "--small-multiples puts them on one sheet. A --difference parts at 0, and zones that do not differ are a "
          "class "
          "of their own. An --atlas is one PDF with a page for each zone that is not water: the zone in focus among "
          "its "
          "neighbours, in the classes of all zones; where it lies; how far it lies from the middle of all zones, and "
          "its rank, by each column of "
          "--profile; "
          "the values of --figures; and its facilities.\n\n"
          "A --chart stands on the same page, with the same words and ends. Of demand: LAYER is a table with a row for "
          "each year, scenario and form, its columns jaar or year, scenario, woonvorm or form, vraag or demand, "
          "plaatsen "
          "or places, and p10 and p90 about demand, or other ones by --field year=FIELD and so on; what is short and "
          "what "
          "is spare differ by hatch and colour, and a year without data is a hole and a note. Of a Lorenz curve: the "
          "share of residents, from the zones with least per head to those with most, against their share of the "
          "column, "
          "with the Gini index, also of zones that are all as heavy, as wijk-metrics has it. Of load: bars per zone "
          "from "
          "the heaviest down, hatched over the norm, with the class of each.\n\n"
          "PNG, PDF and SVG come from one drawing. Text is set in mm and reads the same at any resolution. The same "
          "input gives the same bytes: no date is printed but that of --date.",
      .shared = shared,
      .options = options,
      .needs = needs,
      .operand = "LAYER",
      .operand_help = "polygons with the column to show: what wijk-metrics wrote, or any zones",
      .examples = examples,
      .run = show,
  };
  return program_main(&program, argc, argv);
}
