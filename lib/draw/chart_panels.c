/* SPDX-License-Identifier: EUPL-1.2 */
/* Panels of lines on common axes: as many beside each other as make them largest, lines named at their ends. */
#include "draw/chart_lines.h"
#include <math.h>
#include <string.h>

#define PANEL_ASPECT 1.5 /* of the plot, liked best */
#define LEAST_PLOT_MM 18.0
#define LABELS_MOST (2 * WIJK_CHART_LINES_MOST)

typedef struct end_label {
  const char *lines[2];
  size_t line_count;
  double width, at_y; /* of the end of its line */
  bool demand;        /* else places */
  size_t number;      /* of the line */
} end_label;

typedef struct panel_labels {
  end_label all[LABELS_MOST];
  size_t count;
} panel_labels;

typedef struct grid {
  chart *c;
  const wijk_chart_demand *request;
  const lines_table *table;
  size_t across, down;
  double ticks_width, labels_width, heading, foot;
  draw_box plot; /* the first one; others lie step_x, step_y further */
  double step_x, step_y;
  draw_axis amounts; /* not placed */
  panel_labels labels[WIJK_CHART_PANELS_MOST];
  const double *shared[WIJK_CHART_PANELS_MOST]; /* places of all lines of a panel; NULL = they differ */
} grid;

static const draw_theme *theme_of(const grid *g) {
  return &g->c->page.theme;
}

/* ---- what stands at the ends of lines ---- */

static size_t last_known(const double *values, size_t count) {
  while (count > 0 && isnan(values[count - 1]))
    count--;
  return count;
}

/* Places of all scenarios that differ in no year that two of them know: one line, with what any of them knows. */
static bool share_places(const grid *g, const lines_panel *panel, double *shared) {
  for (size_t y = 0; y < g->table->year_count; y++) {
    shared[y] = NAN;
    for (size_t k = 0; k < panel->line_count; k++) {
      double places = panel->lines[k].places[y];
      if (!isnan(places) && !isnan(shared[y]) && places != shared[y])
        return false;
      shared[y] = isnan(places) ? shared[y] : places;
    }
  }
  return true;
}

/* Where a panel has several lines, a piece of its line stands before each name: words are in ink, which is read on any
 * paper, and labels that had to move still say whose they are. */
static double sample_mm(const grid *g, const lines_panel *panel) {
  return panel->line_count > 1 ? 8 * theme_of(g)->scale : 0;
}

/* "vraag 2.117" on one line where `room` takes it, else on two. `label` says whose it is. */
static wijk_status add_label(const grid *g, panel_labels *labels, end_label label, const char *words,
                             const double *values, double room, wijk_error *err) {
  const draw_type *type = &theme_of(g)->body;
  size_t last = last_known(values, g->table->year_count);
  if (last == 0)
    return WIJK_OK;
  const char *amount = chart_number(g->c, values[last - 1], 1, err);
  if (last < g->table->year_count) /* a line that ends early says when */
    amount = wijk_arena_format(g->c->arena, err, "%s (%d)", amount,
                               (int)g->table->first_year + (int)((last - 1) * g->table->year_step));
  const char *both = amount ? wijk_arena_format(g->c->arena, err, "%s %s", words, amount) : NULL;
  if (!both)
    return err->status;
  label.lines[0] = both;
  label.line_count = 1;
  label.at_y = values[last - 1];
  label.width = pen_width(g->c->pen, type, both);
  if (label.width > room) {
    label.lines[0] = words;
    label.lines[1] = amount;
    label.line_count = 2;
    label.width = fmax(pen_width(g->c->pen, type, words), pen_width(g->c->pen, type, amount));
  }
  labels->all[labels->count++] = label;
  return err->status;
}

static wijk_colour demand_colour(const grid *g, const lines_panel *panel, size_t k) {
  return panel->line_count > 1 ? theme_of(g)->curves[k] : theme_of(g)->ink;
}

static wijk_status label_panel(grid *g, size_t p, double room, wijk_error *err) {
  const lines_panel *panel = &g->table->panels[p];
  const char *places = lines_places_title(g->request), *demand = lines_demand_title(g->request);
  panel_labels *labels = &g->labels[p];
  double *shared = WIJK_ARENA_ADD(g->c->arena, double, g->table->year_count, err);
  if (!shared)
    return WIJK_MEMORY;
  g->shared[p] = share_places(g, panel, shared) ? shared : NULL;
  for (size_t k = 0; k < panel->line_count; k++) {
    const lines_one *line = &panel->lines[k];
    const char *words = panel->line_count > 1 && line->name ? line->name : demand;
    const end_label of_demand = {.demand = true, .number = k}, of_places = {.number = k};
    if (add_label(g, labels, of_demand, words, line->demand, room, err) != WIJK_OK)
      return err->status;
    const char *named =
        g->shared[p] ? places : wijk_arena_format(g->c->arena, err, "%s %s", places, line->name ? line->name : "–");
    const double *known = g->shared[p] ? g->shared[p] : line->places;
    if ((k == 0 || !g->shared[p]) && (!named || add_label(g, labels, of_places, named, known, room, err) != WIJK_OK))
      return err->status;
  }
  for (size_t i = 0; i < labels->count; i++)
    g->labels_width = fmax(g->labels_width, labels->all[i].width + sample_mm(g, panel));
  return WIJK_OK;
}

/* ---- how panels stand ---- */

/* Plot of each panel with so many across; how good that is: its size, less where it is out of shape. */
static double try_across(grid *g, size_t across) {
  const draw_theme *t = theme_of(g);
  const draw_box *room = &g->c->page.map;
  double gap = 0.8 * t->gap, labels = g->labels_width + 2 * t->scale;
  g->across = across;
  g->down = (g->table->panel_count + across - 1) / across;
  double width = (room->width - g->ticks_width - gap * (double)(across - 1)) / (double)across - labels;
  double head = (g->heading > 0 ? 1.6 : 2.6) * t->small.size_mm; /* what the axis counts stands above the first row */
  double height = (room->height - head - 0.5 * gap * (double)(g->down - 1)) / (double)g->down - g->heading - g->foot;
  g->plot = (draw_box){room->x + g->ticks_width, room->y + head + g->heading, width, height};
  g->step_x = width + labels + gap;
  g->step_y = height + g->heading + g->foot + 0.5 * gap;
  if (width < LEAST_PLOT_MM * t->scale || height < 0.6 * LEAST_PLOT_MM * t->scale)
    return 0;
  return fmin(width, height * PANEL_ASPECT);
}

static wijk_status arrange(grid *g, wijk_error *err) {
  const draw_theme *t = theme_of(g);
  const size_t panels = g->table->panel_count;
  size_t best = 0;
  double largest = 0;
  axis_compute(0, g->table->most, panels > 4 ? 4 : 6, false, &g->amounts);
  for (size_t k = 0; k < g->amounts.tick_count; k++)
    g->ticks_width =
        fmax(g->ticks_width, pen_width(g->c->pen, &t->small, axis_text(&g->amounts, k, g->c->dutch, g->c->arena, err)));
  g->ticks_width += 2 * t->scale;
  g->heading = g->table->panels[0].name ? 1.9 * t->heading.size_mm : 0;
  g->foot = 2.2 * t->small.size_mm;
  for (size_t p = 0; p < panels; p++)
    if (label_panel(g, p, panels > 1 ? 22 * t->scale : 45 * t->scale, err) != WIJK_OK)
      return err->status;
  for (size_t across = 1; across <= panels; across++) {
    double size = try_across(g, across);
    if (size > largest * 1.02) {
      largest = size;
      best = across;
    }
  }
  if (best == 0) {
    wijk_error_set(err, WIJK_USAGE, "the page is too small for a chart of %zu %s", panels,
                   wijk_plural(panels, "panel", "panels"));
    return wijk_error_hint(err, "give a larger --size, or show fewer forms or scenarios");
  }
  try_across(g, best);
  return WIJK_OK;
}

/* ---- one panel ---- */

/* Years of which each is written: as many as their width allows. */
static size_t year_stride(const grid *g, double per_year) {
  static const size_t strides[] = {1, 2, 5, 10, 20, 50, 100, 200};
  double width = pen_width(g->c->pen, &theme_of(g)->small, "2026") + 2 * theme_of(g)->scale;
  size_t k = 0;
  while (k < 7 && per_year * (double)strides[k] < width)
    k++;
  return strides[k];
}

static wijk_status draw_axes(const grid *g, const draw_box *plot, const draw_axis *amounts, const double *x, bool left,
                             bool below, wijk_error *err) {
  const draw_theme *t = theme_of(g);
  chart *c = g->c;
  for (size_t k = 0; k < amounts->tick_count; k++) {
    double y = axis_mm(amounts, axis_tick(amounts, k));
    chart_stroke(c, plot->x, y, plot->x + plot->width, y, k == 0 ? &t->axis : &t->grid);
    if (left)
      drawing_text(c->drawing, plot->x - 1.2 * t->scale, y + 0.36 * t->small.size_mm, ANCHOR_END, &t->small,
                   axis_text(amounts, k, c->dutch, c->arena, err));
  }
  const size_t stride = year_stride(g, plot->width / (double)g->table->year_count);
  double base = plot->y + plot->height;
  for (size_t y = 0; y < g->table->year_count; y++) {
    int year = (int)g->table->first_year + (int)(y * g->table->year_step);
    bool named = stride == 1 || (y % stride == 0);
    chart_stroke(c, x[y], base, x[y], base + (named ? 1.1 : 0.6) * t->scale, &t->axis);
    if (named && below)
      drawing_text(c->drawing, x[y], base + 1.1 * t->scale + 1.2 * t->small.size_mm, ANCHOR_MIDDLE, &t->small,
                   wijk_arena_format(c->arena, err, "%d", year));
  }
  return err->status;
}

/* A value holds for its year, from half a year before to half a year after: the areas between two such lines are boxes,
 * as high as the year's own difference and no more. */
static void add_boxes(const grid *g, const double *x, double half, const double *from, const double *to, bool upward) {
  for (size_t y = 0; y < g->table->year_count; y++)
    if (upward ? to[y] < from[y] : to[y] > from[y])
      drawing_box(g->c->drawing, (draw_box){x[y] - half, fmin(from[y], to[y]), 2 * half, fabs(to[y] - from[y])});
}

static wijk_status draw_steps(const grid *g, const double *x, double half, const double *values, size_t number,
                              wijk_colour colour, double width_mm, const char *title, wijk_error *err) {
  const size_t count = g->table->year_count;
  double *steps = WIJK_ARENA_ADD(g->c->arena, double, 4 * count, err);
  if (!steps)
    return WIJK_MEMORY;
  for (size_t y = 0; y < count; y++) {
    steps[2 * y] = x[y] - half;
    steps[2 * y + 1] = x[y] + half;
    steps[2 * count + 2 * y] = steps[2 * count + 2 * y + 1] = values[y];
  }
  chart_line(g->c, steps, steps + 2 * count, 2 * count, number, colour, width_mm, title);
  return WIJK_OK;
}

/* A dot at each year that is known: one between two that are not would leave no trace of a line. */
static void draw_dots(const grid *g, const double *x, const double *y, wijk_colour colour) {
  for (size_t i = 0; i < g->table->year_count; i++)
    if (!isnan(y[i]))
      drawing_circle(g->c->drawing, x[i], y[i], 0.62 * theme_of(g)->scale);
  drawing_paint(g->c->drawing, &(draw_style){.fill = ink_of(colour)}, NULL);
}

static double *in_mm(const grid *g, const draw_axis *amounts, const double *values, wijk_error *err) {
  double *mm = WIJK_ARENA_ADD(g->c->arena, double, g->table->year_count, err);
  for (size_t y = 0; y < g->table->year_count && mm; y++)
    mm[y] = isnan(values[y]) ? NAN : axis_mm(amounts, values[y]);
  return mm;
}

static wijk_status draw_areas(const grid *g, const lines_one *line, const draw_axis *amounts, const double *x,
                              double half, wijk_error *err) {
  const draw_theme *t = theme_of(g);
  wijk_drawing *drawing = g->c->drawing;
  const double *demand = in_mm(g, amounts, line->demand, err), *places = in_mm(g, amounts, line->places, err);
  const double *low = in_mm(g, amounts, line->low, err), *high = in_mm(g, amounts, line->high, err);
  if (!demand || !places || !low || !high)
    return WIJK_MEMORY;
  add_boxes(g, x, half, places, demand, true);
  drawing_paint(drawing, &t->shortage, g->c->dutch ? "tekort" : "short");
  add_boxes(g, x, half, places, demand, false);
  drawing_paint(drawing, &t->spare, g->c->dutch ? "ruimte" : "spare");
  draw_style fill = t->band;
  fill.stroke.on = false;
  add_boxes(g, x, half, low, high, true);
  drawing_paint(drawing, &fill, g->c->dutch ? "p10 tot p90" : "p10 to p90");
  for (int edge = 0; edge < 2; edge++)
    if (draw_steps(g, x, half, edge ? low : high, 2, t->band.stroke.colour, 1.6 * t->band.stroke_mm, NULL, err) !=
        WIJK_OK)
      return err->status;
  return WIJK_OK;
}

/* Demand alone in its panel is drawn in steps as places are, so that what lies between them is what is counted; several
 * lines cross less when they are straight. */
static wijk_status draw_line(const grid *g, const lines_panel *panel, size_t k, const draw_axis *amounts,
                             const double *x, double half, wijk_error *err) {
  const lines_one *line = &panel->lines[k];
  const draw_theme *t = theme_of(g);
  const double *shared = g->shared[panel - g->table->panels];
  const double *demand = in_mm(g, amounts, line->demand, err);
  const double *places = in_mm(g, amounts, shared ? shared : line->places, err);
  const wijk_colour colour = demand_colour(g, panel, k);
  const bool alone = panel->line_count == 1;
  if (!demand || !places)
    return WIJK_MEMORY;
  if ((k == 0 || !shared) &&
      draw_steps(g, x, half, places, k, t->quiet, 0.55 * t->scale, lines_places_title(g->request), err) != WIJK_OK)
    return err->status;
  const char *title = !alone && line->name ? line->name : lines_demand_title(g->request);
  if (alone && g->table->places)
    draw_steps(g, x, half, demand, 0, colour, 0.7 * t->scale, title, err);
  else
    chart_line(g->c, x, demand, g->table->year_count, k, colour, 0.6 * t->scale, title);
  draw_dots(g, x, demand, colour);
  return err->status;
}

static void draw_sample(const grid *g, const lines_panel *panel, const end_label *label, double x, double y) {
  const draw_theme *t = theme_of(g);
  const double to = x + sample_mm(g, panel) - 1.4 * t->scale;
  chart_line(g->c, (double[]){x, to}, (double[]){y, y}, 2, label->number,
             label->demand ? demand_colour(g, panel, label->number) : t->quiet, (label->demand ? 0.6 : 0.55) * t->scale,
             NULL);
}

static void draw_labels(const grid *g, size_t p, const draw_box *plot, const draw_axis *amounts) {
  const draw_theme *t = theme_of(g);
  const lines_panel *panel = &g->table->panels[p];
  const panel_labels *labels = &g->labels[p];
  double y[LABELS_MOST], height[LABELS_MOST], line = 1.2 * t->body.size_mm, x = plot->x + plot->width + 1.4 * t->scale;
  for (size_t i = 0; i < labels->count; i++) {
    height[i] = line * (double)labels->all[i].line_count;
    y[i] = axis_mm(amounts, labels->all[i].at_y);
  }
  chart_spread(y, height, labels->count, plot->y - g->heading / 2, plot->y + plot->height + g->foot / 2);
  for (size_t i = 0; i < labels->count; i++) {
    const end_label *label = &labels->all[i];
    const double top = y[i] - height[i] / 2;
    draw_type type = t->body;
    type.colour = label->demand || panel->line_count > 1 ? t->ink : t->quiet;
    if (panel->line_count > 1)
      draw_sample(g, panel, label, x, top + 0.59 * t->body.size_mm);
    for (size_t l = 0; l < label->line_count; l++)
      drawing_text(g->c->drawing, x + sample_mm(g, panel), top + line * (double)l + 0.95 * t->body.size_mm,
                   ANCHOR_START, &type, label->lines[l]);
  }
}

static wijk_status draw_panel(const grid *g, size_t p, wijk_error *err) {
  const lines_panel *panel = &g->table->panels[p];
  const draw_theme *t = theme_of(g);
  const size_t count = g->table->year_count;
  draw_box plot = g->plot;
  plot.x += g->step_x * (double)(p % g->across);
  plot.y += g->step_y * (double)(p / g->across);
  draw_axis amounts = g->amounts;
  axis_place(&amounts, plot.y + plot.height, plot.y);
  double half = plot.width / (double)count / 2, *x = WIJK_ARENA_ADD(g->c->arena, double, count, err);
  for (size_t y = 0; y < count && x; y++)
    x[y] = plot.x + half * (double)(2 * y + 1);
  if (!x)
    return WIJK_MEMORY;
  drawing_open(g->c->drawing, panel->name, NULL);
  if (panel->name)
    drawing_text(g->c->drawing, plot.x, plot.y - 0.7 * t->heading.size_mm, ANCHOR_START, &t->heading, panel->name);
  if (panel->line_count == 1 && draw_areas(g, &panel->lines[0], &amounts, x, half, err) != WIJK_OK)
    return err->status;
  if (draw_axes(g, &plot, &amounts, x, p % g->across == 0, p + g->across >= g->table->panel_count, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < panel->line_count; k++)
    if (draw_line(g, panel, k, &amounts, x, half, err) != WIJK_OK)
      return err->status;
  draw_labels(g, p, &plot, &amounts);
  drawing_close(g->c->drawing);
  return WIJK_OK;
}

wijk_status lines_draw(chart *c, const wijk_chart_demand *request, const lines_table *table, wijk_error *err) {
  grid g = {.c = c, .request = request, .table = table};
  if (arrange(&g, err) != WIJK_OK)
    return err->status;
  const draw_theme *t = &c->page.theme;
  drawing_text(c->drawing, c->page.map.x, c->page.map.y + t->small.size_mm, ANCHOR_START, &t->small,
               c->dutch ? "aantal" : "number");
  for (size_t p = 0; p < table->panel_count; p++)
    if (draw_panel(&g, p, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}
