/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/cost_sheets.h"

#include <math.h>
#include <string.h>

#include "common/cost_writing.h"
#include "common/theme_file.h"

/* ---- figures ---- */

static const char *grouped(const cost_writing *w, double value, int decimals, wijk_error *err) {
  char text[64];
  wijk_number_write_grouped(value, decimals, w->dutch, text, sizeof text);
  const char *kept = wijk_arena_text(w->arena, text, err);
  return kept ? kept : "";
}

const char *cost_count(const cost_writing *w, double value, wijk_error *err) {
  return grouped(w, value, value == floor(value) ? 0 : 2, err);
}

const char *cost_euros(const cost_writing *w, double value, wijk_error *err) {
  const double whole = nearbyint(value);
  if (isnan(value))
    return NULL;
  return wijk_arena_format(w->arena, err, "%s€ %s", whole < 0 ? "-" : "", grouped(w, fabs(whole), 0, err));
}

/* "3 %", "2,75 %": as many decimals as it has, two at most. */
static const char *percent(const cost_writing *w, double share, wijk_error *err) {
  const double hundred = share * 100;
  int decimals = 0;
  for (double scale = 1; decimals < 2 && fabs(hundred * scale - nearbyint(hundred * scale)) > 1e-9; scale *= 10)
    decimals++;
  const char *text = wijk_arena_format(w->arena, err, w->dutch ? "%s %%" : "%s%%", grouped(w, hundred, decimals, err));
  return text ? text : "";
}

static const char *product(const cost_writing *w, double count, const char *unit, double price, wijk_error *err) {
  return wijk_arena_format(w->arena, err, "%s %s × € %s", cost_count(w, count, err), unit, cost_count(w, price, err));
}

/* ---- money ---- */

static void add(cost_writing *w, const char *label, const char *note, const char *value, bool sum) {
  if (w->line_count < COST_LINES_MOST)
    w->lines[w->line_count++] = (wijk_sheet_line){label, note, value, sum};
}

static void add_once(cost_writing *w, wijk_error *err) {
  const wijk_cost_case *of = &w->e->of;
  const wijk_cost_result *r = &w->e->result;
  const bool dutch = w->dutch;
  add(w, dutch ? "Eenmalig" : "Once", NULL, NULL, false);
  if (r->new_eur != 0)
    add(w, dutch ? "Nieuwbouw" : "New building", product(w, of->floor_m2, "m²", of->new_eur_m2, err),
        cost_euros(w, r->new_eur, err), false);
  if (r->conversion_eur != 0)
    add(w, dutch ? "Ombouw" : "Conversion", product(w, of->floor_m2, "m²", of->conversion_eur_m2, err),
        cost_euros(w, r->conversion_eur, err), false);
  if (r->once_eur != 0)
    add(w, dutch ? "Eigen raming" : "Sum of its own", dutch ? "zoals opgegeven" : "as given",
        cost_euros(w, r->once_eur, err), false);
  if (w->e->action == WIJK_COST_MOVES && isnan(of->move_eur_person))
    add(w, dutch ? "Verhuiskosten" : "Cost of moving", dutch ? "niet gegeven" : "not given", NULL, false);
  else if (r->move_eur != 0)
    add(w, dutch ? "Verhuiskosten" : "Cost of moving",
        product(w, of->people,
                dutch             ? (of->people == 1 ? "persoon" : "personen")
                : of->people == 1 ? "person"
                                  : "people",
                of->move_eur_person, err),
        cost_euros(w, r->move_eur, err), false);
  add(w, dutch ? "Investering" : "Investment", NULL,
      cost_euros(w, r->investment_eur, err) ? cost_euros(w, r->investment_eur, err) : "–", true);
}

static const char *of_places(const cost_writing *w, double places, double price, wijk_error *err) {
  const char *unit = w->dutch ? (places == 1 ? "plaats" : "plaatsen") : places == 1 ? "place" : "places";
  return product(w, places, unit, price, err);
}

/* "26 plaatsen × € 20.500", or of both forms where places change hands. */
static const char *price_note(const cost_writing *w, wijk_cost_price price, double sum, wijk_error *err) {
  const wijk_cost_case *of = &w->e->of;
  if (isnan(sum))
    return w->dutch ? "niet gegeven" : "not given";
  if (of->places_before > 0 && of->places_after > 0)
    return wijk_arena_format(w->arena, err, "%s %s %s", of_places(w, of->places_after, price.after, err),
                             w->dutch ? "min" : "less", of_places(w, of->places_before, price.before, err));
  if (of->places_before > 0)
    return wijk_arena_format(w->arena, err, "%s %s", of_places(w, of->places_before, price.before, err),
                             w->dutch ? "vervalt" : "stops");
  return of_places(w, of->places_after, price.after, err);
}

static void add_yearly(cost_writing *w, wijk_error *err) {
  const wijk_cost_case *of = &w->e->of;
  const wijk_cost_result *r = &w->e->result;
  const bool dutch = w->dutch;
  add(w, dutch ? "Per jaar" : "Per year", NULL, NULL, false);
  if (of->rent_begins != 0) {
    const char *note = isnan(of->rent_eur_m2_year) ? (dutch ? "niet gegeven" : "not given")
                                                   : product(w, of->floor_m2, "m²", of->rent_eur_m2_year, err);
    if (of->rent_begins < 0 && !isnan(of->rent_eur_m2_year))
      note = wijk_arena_format(w->arena, err, "%s %s", note, dutch ? "vervalt" : "stops");
    add(w, dutch ? "Huur" : "Rent", note, cost_euros(w, r->rent_eur_year, err), false);
  }
  add(w, dutch ? "Zorg" : "Care", price_note(w, of->care, r->care_eur_year, err), cost_euros(w, r->care_eur_year, err),
      false);
  add(w, dutch ? "Exploitatie" : "Operation", price_note(w, of->operation, r->operation_eur_year, err),
      cost_euros(w, r->operation_eur_year, err), false);
  add(w, dutch ? "Inkomsten (gaan eraf)" : "Income (taken off)", price_note(w, of->income, r->income_eur_year, err),
      cost_euros(w, -r->income_eur_year, err), false);
  add(w, dutch ? "Kosten per jaar" : "Costs per year", NULL, cost_euros(w, r->net_eur_year, err), true);
}

static void add_outcome(cost_writing *w, wijk_error *err) {
  const wijk_cost_result *r = &w->e->result;
  const wijk_cost_terms *terms = &w->costs->request->terms;
  const bool dutch = w->dutch, moves = w->e->action == WIJK_COST_MOVES;
  add(w, dutch ? "Uitkomst" : "Outcome", NULL, NULL, false);
  const char *over =
      wijk_arena_format(w->arena, err, dutch ? "over %s jaar, discontovoet %s" : "over %s years, discount rate %s",
                        grouped(w, terms->years, 0, err), percent(w, terms->rate, err));
  if (over && terms->index != 0)
    over = wijk_arena_format(w->arena, err, dutch ? "%s, prijsstijging %s" : "%s, prices rise %s", over,
                             percent(w, terms->index, err));
  add(w, dutch ? "Netto contante waarde" : "Net present value", over, cost_euros(w, r->npv_eur, err), true);
  if (moves)
    return;
  const char *level = dutch ? "elk jaar hetzelfde, in prijzen van nu" : "the same each year, in prices of today";
  if (w->costs->base_year)
    level = wijk_arena_format(w->arena, err,
                              dutch ? "elk jaar hetzelfde, in prijzen van %d" : "the same each year, in prices of %d",
                              w->costs->base_year);
  const char *of_places =
      wijk_arena_format(w->arena, err, dutch ? "plaatsen: %s" : "places: %s", cost_count(w, r->places, err));
  add(w, dutch ? "Contante kosten per plaats" : "Present cost per place", of_places, cost_euros(w, r->place_eur, err),
      false);
  add(w, dutch ? "Kosten per plaats per jaar" : "Cost per place and year", level, cost_euros(w, r->place_year_eur, err),
      false);
  if (w->e->of.rent_begins == 0)
    return;
  const char *why = isnan(r->break_even_eur_m2) ? (dutch ? "niet te bepalen: er zijn geen inkomsten gegeven"
                                                         : "cannot be told: no income is given")
                                                : (dutch ? "per m² per jaar; de netto contante waarde is dan 0"
                                                         : "per m² and year; the net present value is then 0");
  const char *rent = isnan(r->break_even_eur_m2)
                         ? NULL
                         : wijk_arena_format(w->arena, err, "%s€ %s", r->break_even_eur_m2 < 0 ? "-" : "",
                                             grouped(w, fabs(r->break_even_eur_m2), 2, err));
  add(w, dutch ? "Huur waarbij het uitkomt" : "Break-even rent", why, rent, false);
}

/* ---- the rest of the page ---- */

static void add_part(const char **text, const cost_writing *w, const char *part, wijk_error *err) {
  if (part)
    *text = *text ? wijk_arena_format(w->arena, err, "%s · %s", *text, part) : part;
}

/* "Actie 3 · scenario gematigd · Pelikaanpolder, aandacht · 1 juli 2027" */
static const char *subtitle_of(const cost_writing *w, size_t number, wijk_error *err) {
  const wijk_cost_entry *e = w->e;
  const bool dutch = w->dutch;
  const char *zone = e->zone_name ? e->zone_name : e->zone_key, *text = NULL;
  if (e->id)
    add_part(&text, w, wijk_arena_format(w->arena, err, dutch ? "actie %s" : "action %s", e->id), err);
  else
    add_part(&text, w, wijk_arena_format(w->arena, err, dutch ? "actie %zu" : "action %zu", number + 1), err);
  if (e->scenario)
    add_part(&text, w, wijk_arena_format(w->arena, err, "scenario %s", e->scenario), err);
  if (e->location_id && e->location_name)
    add_part(&text, w, e->location_id, err);
  if (zone)
    add_part(
        &text, w,
        wijk_arena_format(w->arena, err, "%s%s%s", zone, e->zone_class ? ", " : "", e->zone_class ? e->zone_class : ""),
        err);
  add_part(&text, w, e->when, err);
  return text;
}

static size_t fill_bars(const cost_writing *w, wijk_sheet_bar *bars) {
  for (size_t i = 0; i < w->e->swing_count; i++)
    bars[i] = (wijk_sheet_bar){wijk_cost_input_text(w->e->swings[i].input, w->dutch), w->e->swings[i].low_npv_eur,
                               w->e->swings[i].high_npv_eur};
  return w->e->swing_count;
}

/* What does not apply is named in one line, behind what does. */
static size_t fill_checks(const cost_writing *w, wijk_sheet_check *checks, wijk_error *err) {
  static const wijk_sheet_mark marks[WIJK_COST_STATES] = {[WIJK_COST_IDLE] = WIJK_MARK_IDLE,
                                                          [WIJK_COST_MET] = WIJK_MARK_MET,
                                                          [WIJK_COST_TO_DO] = WIJK_MARK_TO_DO,
                                                          [WIJK_COST_NOT_MET] = WIJK_MARK_NOT_MET,
                                                          [WIJK_COST_UNKNOWN] = WIJK_MARK_UNKNOWN};
  const char *idle = NULL;
  size_t count = 0;
  for (wijk_cost_condition i = 0; i < WIJK_COST_CONDITIONS; i++) {
    const wijk_cost_check *check = &w->e->checks[i];
    const char *label = wijk_cost_condition_text(i, w->dutch);
    if (check->state == WIJK_COST_IDLE)
      idle = wijk_arena_format(w->arena, err, "%s%s%s", idle ? idle : "", idle ? ", " : "", label);
    else
      checks[count++] =
          (wijk_sheet_check){marks[check->state], label, wijk_cost_state_text(check->state, w->dutch), check->why};
  }
  if (idle)
    checks[count++] =
        (wijk_sheet_check){WIJK_MARK_IDLE, w->dutch ? "niet van toepassing" : "does not apply", NULL, idle};
  return count;
}

const char *cost_sources(const cost_writing *w, wijk_error *err) {
  const wijk_report *report = &w->run->report;
  const char *text = w->dutch ? "Bronnen: " : "Sources: ";
  for (size_t i = 0; i < report->input_count && text; i++)
    text = wijk_arena_format(w->arena, err, "%s%s%s", text, i ? ", " : "", report->inputs[i].source);
  return text ? wijk_arena_format(w->arena, err, "%s.", text) : NULL;
}

const char *cost_method(const cost_writing *w, wijk_error *err) {
  const bool dutch = w->dutch;
  const char *base =
      w->costs->base_year
          ? wijk_arena_format(w->arena, err, dutch ? "in euro's van 1 januari %d" : "in euros of 1 January %d",
                              w->costs->base_year)
          : (dutch ? "in euro's van nu" : "in euros of today");
  return wijk_arena_format(
      w->arena, err,
      dutch ? "Kosten zijn positief, wat vervalt is negatief; de netto contante waarde is wat "
              "binnenkomt of vervalt min wat betaald wordt, %s. Niet meegeteld: %s."
            : "Costs are positive, what stops is negative; the net present value is what comes in or "
              "stops less what is paid, %s. Not counted: %s.",
      base,
      w->e->not_counted ? w->e->not_counted
      : dutch           ? "niets"
                        : "nothing");
}

const char *cost_closing(const cost_writing *w) {
  return w->dutch ? "Dit blad laat zien wat een actie kost en waarom; mensen beslissen."
                  : "This sheet shows what an action costs and why; people decide.";
}

static wijk_status draw_entry(cost_writing *w, size_t number, wijk_drawing **drawing, size_t *left_out,
                              wijk_error *err) {
  const wijk_cost_entry *e = w->e;
  const double share = w->costs->request->share;
  wijk_sheet_bar bars[WIJK_COST_INPUTS];
  wijk_sheet_check checks[WIJK_COST_CONDITIONS + 1];
  wijk_sheet_step *steps = WIJK_ARENA_ADD(w->arena, wijk_sheet_step, e->step_count, err);
  if (!steps)
    return err->status;
  for (size_t i = 0; i < e->step_count; i++)
    steps[i] = (wijk_sheet_step){e->steps[i].when, e->steps[i].text};
  w->line_count = 0;
  add_once(w, err);
  if (e->action != WIJK_COST_MOVES) /* care belongs to places: a move changes nothing that is paid each year */
    add_yearly(w, err);
  add_outcome(w, err);
  const wijk_case_sheet sheet = {
      .title = e->title,
      .subtitle = subtitle_of(w, number, err),
      .task = e->task,
      .reason = e->reason,
      .lines = w->lines,
      .line_count = w->line_count,
      .bars = bars,
      .bar_count = fill_bars(w, bars),
      .middle = e->result.npv_eur,
      .bars_low = wijk_arena_format(w->arena, err, w->dutch ? "%s lager" : "%s lower", percent(w, share, err)),
      .bars_high = wijk_arena_format(w->arena, err, w->dutch ? "%s hoger" : "%s higher", percent(w, share, err)),
      .outcome = w->dutch ? "Netto contante waarde" : "Net present value",
      .checks = checks,
      .check_count = fill_checks(w, checks, err),
      .steps = steps,
      .step_count = e->step_count,
      .foot = {cost_method(w, err), cost_sources(w, err), cost_closing(w)},
      .theme = w->theme,
      .dutch = w->dutch};
  return err->status == WIJK_OK ? wijk_case_sheet_draw(&sheet, w->arena, drawing, left_out, err) : err->status;
}

/* ---- the document ---- */

static bool pass_on(void *stream, const void *bytes, size_t length) {
  return wijk_write_add(stream, bytes, length);
}

typedef struct binding {
  run *run;
  const wijk_costs *costs;
  const wijk_theme *theme;
  wijk_document *document;
  size_t left_out;
} binding;

static cost_writing open_writing(const binding *b, wijk_error *err) {
  return (cost_writing){
      .run = b->run, .costs = b->costs, .theme = b->theme, .arena = wijk_arena_new(err), .dutch = run_dutch(b->run)};
}

static wijk_status add_page(binding *b, size_t number, wijk_error *err) {
  cost_writing w = open_writing(b, err);
  wijk_drawing *drawing;
  size_t lines = 0;
  w.e = &b->costs->entries[number];
  run_progress(b->run, "drawing", (double)number / (double)b->costs->count);
  if (w.arena && draw_entry(&w, number, &drawing, &lines, err) == WIJK_OK)
    wijk_document_add(b->document, drawing, w.e->title, err);
  b->left_out += lines;
  wijk_arena_free(w.arena);
  return err->status;
}

static wijk_status add_moves(const binding *b, size_t first, size_t end, wijk_error *err) {
  cost_writing w = open_writing(b, err);
  if (w.arena)
    cost_moves_draw(&w, first, end, b->document, err);
  wijk_arena_free(w.arena);
  return err->status;
}

static size_t end_of_scenario(const wijk_costs *costs, size_t first) {
  const char *scenario = costs->entries[first].scenario;
  size_t end = first + 1;
  while (end < costs->count && (!scenario) == (!costs->entries[end].scenario) &&
         (!scenario || wijk_text_same(costs->entries[end].scenario, scenario)))
    end++;
  return end;
}

/* A page for each case; many moves of a scenario stand in a list behind its other cases. */
static wijk_status add_pages(binding *b, wijk_error *err) {
  const wijk_costs *costs = b->costs;
  for (size_t first = 0, end; first < costs->count && err->status == WIJK_OK; first = end) {
    end = end_of_scenario(costs, first);
    const bool listed = cost_moves_are_listed(costs, first, end);
    for (size_t i = first; i < end && err->status == WIJK_OK; i++)
      if (!listed || costs->entries[i].action != WIJK_COST_MOVES)
        add_page(b, i, err);
    if (listed && err->status == WIJK_OK)
      add_moves(b, first, end, err);
  }
  if (b->left_out > 0)
    wijk_report_add_finding(&b->run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "lines-left-out"}, err,
                            "%zu %s no room on %s sheet", b->left_out,
                            wijk_plural(b->left_out, "line finds", "lines find"),
                            wijk_plural(b->left_out, "its", "their"));
  return err->status;
}

wijk_status cost_sheets_check(run *run, const wijk_theme **theme, wijk_error *err) {
  const char *path = run_text(run, "sheets");
  const size_t length = path ? strlen(path) : 0;
  if (!path || (length > 4 && wijk_text_same(path + length - 4, ".pdf")))
    return theme_take(run, theme, err);
  wijk_error_set(err, WIJK_USAGE, "--sheets '%s' is no .pdf", path);
  return wijk_error_hint(err, "sheets are pages of one document: give it a name as casussen.pdf");
}

wijk_status cost_sheets_write(run *run, const wijk_costs *costs, const wijk_theme *theme, wijk_error *err) {
  const char *path = run_text(run, "sheets"), *slash = strrchr(path, '/');
  const bool dutch = run_dutch(run);
  char *provenance;
  binding b = {.run = run, .costs = costs, .theme = theme};
  if (costs->count == 0)
    return wijk_error_set(err, WIJK_DATA, "there is no action to make a sheet of");
  if (wijk_write_provenance(&run->report, &provenance, run->arena, err) != WIJK_OK)
    return err->status;
  wijk_writing *file = wijk_write_open(path, run_flag(run, "overwrite"), err);
  if (file) {
    const wijk_document_about about = {.title = dutch ? "Casussen" : "Cases",
                                       .subject =
                                           dutch ? "wat acties kosten en opleveren" : "what actions cost and bring",
                                       .provenance = provenance,
                                       .theme = b.theme};
    b.document = wijk_document_open(&about, pass_on, file, err);
  }
  if (b.document)
    add_pages(&b, err);
  wijk_document_close(b.document, err);
  wijk_write_close(file, &run->outputs, err);
  if (err->status == WIJK_OK)
    return wijk_report_add_output(&run->report, slash ? slash + 1 : path, err);
  return wijk_error_frame(err, "writing '%s'", path);
}
