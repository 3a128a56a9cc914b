/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of zones on a map: which are asked for, in what letters, and how they are drawn. */
#include "draw/map.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* Where fewer of the names than this fit, the few that do would look chosen: none is set then. */
#define NAMES_LEAST 0.08
#define LINE_EM 1.05    /* from line to line */
#define BASE_EM 0.77    /* from the top of the tallest letter to the base line; tails hang below it */
#define LEGIBLE_PX 7    /* letters of fewer pixels are not */
#define TOLD_MOST 1000  /* zones: each name that is left out of their map is told */
#define DIGIT_SHARE 0.9 /* of the letters' size */
#define DIGIT_EM 0.73   /* how tall digits are */
#define LEADER_MM 38.0  /* on A4 */
#define SPARE_MM 24.0   /* a leader longer than this is worse than a number, on A4 */

/* How wide letters are by themselves, in ems, each measured once. */
typedef struct letter_widths {
  double of[128]; /* 0 = not measured */
} letter_widths;

/* Kerning brings letters nearer; Open Sans never by this much. Other alphabets' letters count as an i. */
#define KERNED 0.85
#define NARROW_EM 0.2

static double letter_width(letter_widths *widths, pen_letters *context, unsigned char letter) {
  if (letter >= 128)
    return (letter & 0xC0) == 0x80 ? 0 : NARROW_EM; /* the other bytes of one letter */
  if (widths->of[letter] == 0) {
    char word[2] = {(char)letter, '\0'};
    widths->of[letter] = pen_width_em(context, word);
  }
  return widths->of[letter];
}

/* Without the marks between words, which may fall at the ends of lines. */
static double words_width(letter_widths *widths, pen_letters *context, const char *words, size_t length) {
  double width = 0;
  for (size_t i = 0; i < length; i++)
    width += strchr(" -/", words[i]) ? 0 : letter_width(widths, context, (unsigned char)words[i]);
  return width;
}

/* Whether the name can stand in the zone's box on one, two or three lines, by the longest part of a word and by what it
 * holds in all: most names of a map of thousands of zones cannot, and need no setting in type. */
static bool might_fit(const map *m, size_t row, const char *name, letter_widths *widths, pen_letters *context) {
  const wijk_geometry *g = &m->request->zones->geometry;
  double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
  size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++) {
    low[0] = g->x[i] < low[0] ? g->x[i] : low[0];
    low[1] = g->y[i] < low[1] ? g->y[i] : low[1];
    high[0] = g->x[i] > high[0] ? g->x[i] : high[0];
    high[1] = g->y[i] > high[1] ? g->y[i] : high[1];
  }
  double size = m->name_sizes[m->name_size_count - 1], ems = KERNED * size;
  double width = (high[0] - low[0]) * m->view.mm_per_m, height = (high[1] - low[1]) * m->view.mm_per_m;
  double all = words_width(widths, context, name, strlen(name));
  if (size > height || ems * all > LABEL_LINES * width)
    return false;
  double longest = 0;
  for (const char *c = name; *c;) {
    size_t length = strcspn(c, " -/"), first = label_compound(c, length);
    longest = fmax(longest, words_width(widths, context, c, first));
    longest = fmax(longest, words_width(widths, context, c + first, length - first));
    c += length;
    c += strspn(c, " -/");
  }
  for (int lines = 1; lines <= LABEL_LINES; lines++)
    if (size * (1 + LINE_EM * (lines - 1)) <= height && ems * fmax(longest, all / lines) <= width)
      return true;
  return false;
}

/* Sizes of the theme, but no letters of fewer pixels than can be read. */
static void find_sizes(map *m) {
  m->name_size_count = 0;
  for (size_t i = 0; i < sizeof m->page.theme.name_sizes / sizeof *m->page.theme.name_sizes; i++) {
    double size = fmax(m->page.theme.name_sizes[i], LEGIBLE_PX * m->request->pixel_mm);
    if (m->name_size_count == 0 || size < m->name_sizes[m->name_size_count - 1])
      m->name_sizes[m->name_size_count++] = size;
  }
}

/* The name asked for: of a zone of this frame that has a shape and is not water. NULL = none. */
static const char *asked_name(const map *m, const wijk_column *name, size_t row) {
  const wijk_geometry *g = &m->request->zones->geometry;
  if (g->point_of_ring[g->ring_of_part[g->part_of_row[row]]] ==
      g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]])
    return NULL;
  if (!name || !name->texts || m->shade.of_row[row] == SHADE_WATER || (m->elsewhere && m->elsewhere[row]))
    return NULL;
  return name->texts[row] && name->texts[row][0] ? name->texts[row] : NULL;
}

/* The names that are to be set: all of them; of thousands, only those that might fit. */
static wijk_status ask_names(map *m, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  const wijk_column *name = wijk_layer_find_role(zones, "name");
  label_request *requests = WIJK_ARENA_ADD(m->arena, label_request, zones->row_count, err);
  pen_letters context = {m->pen, m->page.theme.name};
  letter_widths widths = {{0}};
  size_t count = 0;
  m->names_asked = 0;
  for (size_t row = 0; row < zones->row_count && requests; row++) {
    const char *words = asked_name(m, name, row);
    m->names_asked += words != NULL;
    if (words && (zones->row_count <= WIJK_NAMES_ZONES || might_fit(m, row, words, &widths, &context)))
      requests[count++].row = row;
  }
  if ((double)count < NAMES_LEAST * (double)m->names_asked)
    count = 0;
  for (size_t i = 0; i < count && err->status == WIJK_OK; i++)
    label_split(name->texts[requests[i].row], pen_width_em, &context, m->arena, requests[i].ways,
                &requests[i].way_count, err);
  m->name_requests = requests;
  m->name_request_count = count;
  return err->status;
}

/* What no name may lie over: symbols, the frame of an inset, and what lies outside a frame that cuts zones off. */
static wijk_status find_taken(map *m, label_rules *rules, wijk_error *err) {
  draw_box *taken = WIJK_ARENA_ADD(m->arena, draw_box, m->symbols.count + m->over_count + 5, err);
  if (!taken)
    return WIJK_MEMORY;
  if (m->symbols.count > 0)
    memcpy(taken, m->symbols.boxes, m->symbols.count * sizeof *taken);
  rules->taken = taken;
  rules->taken_count = m->symbols.count;
  for (size_t i = 0; i < m->over_count; i++)
    taken[rules->taken_count++] = m->over[i];
  if (m->inset)
    taken[rules->taken_count++] = m->inset_box;
  const draw_box *f = &m->frame;
  const double far = 1000;
  if (m->focused) {
    taken[rules->taken_count++] = (draw_box){f->x - far, f->y - far, far, f->height + 2 * far};
    taken[rules->taken_count++] = (draw_box){f->x + f->width, f->y - far, far, f->height + 2 * far};
    taken[rules->taken_count++] = (draw_box){f->x - far, f->y - far, f->width + 2 * far, far};
    taken[rules->taken_count++] = (draw_box){f->x - far, f->y + f->height, f->width + 2 * far, far};
  }
  return WIJK_OK;
}

static wijk_status make_rules(map *m, bool leaders, label_rules *rules, wijk_error *err) {
  double s = m->page.theme.scale;
  *rules = (label_rules){.sizes_mm = m->name_sizes,
                         .size_count = m->name_size_count,
                         .line_em = LINE_EM,
                         .tall_em = 1,
                         .clear_mm = 0.3 * s,
                         .leader_most_mm = LEADER_MM * s};
  if (leaders && m->request->zones->row_count <= WIJK_NAMES_ZONES)
    rules->room = m->room;
  return find_taken(m, rules, err);
}

wijk_status map_place_names(map *m, wijk_error *err) {
  label_rules rules;
  m->label_count = 0;
  m->labels = WIJK_ARENA_ADD(m->arena, label, 2 * m->request->zones->row_count, err); /* a name, and a number before */
  find_sizes(m);
  if (!m->labels || ask_names(m, err) != WIJK_OK ||
      make_rules(m, m->request->names == WIJK_NAMES_AUTO, &rules, err) != WIJK_OK)
    return err->status;
  if (m->name_request_count > 0 && labels_place(m->request->zones, &m->arcs, m->name_requests, m->name_request_count,
                                                &rules, m->arena, m->labels, &m->label_count, err) != WIJK_OK)
    return err->status;
  if ((double)m->label_count < NAMES_LEAST * (double)m->names_asked)
    m->label_count = 0;
  return WIJK_OK;
}

/* Which rows have a label: [rows]. */
static uint8_t *find_labelled(const map *m, wijk_error *err) {
  uint8_t *labelled = WIJK_ARENA_ADD(m->arena, uint8_t, m->request->zones->row_count, err);
  for (size_t i = 0; i < m->label_count && labelled; i++)
    labelled[m->labels[i].row] = 1;
  return labelled;
}

wijk_status map_place_numbers(map *m, const char *widest, wijk_error *err) {
  size_t count = 0, names = 0;
  for (size_t i = 0; i < m->label_count; i++)
    if (!m->labels[i].led)
      m->labels[names++] = m->labels[i];
  m->label_count = names;
  uint8_t *labelled = find_labelled(m, err);
  label_request *requests = WIJK_ARENA_ADD(m->arena, label_request, m->name_request_count + 1, err);
  label_rules rules;
  if (!labelled || !requests || make_rules(m, false, &rules, err) != WIJK_OK)
    return err->status;
  pen_letters context = {m->pen, m->page.theme.name};
  context.type.face = FACE_BOLD;
  const label_text text = {.line_count = 1, .lines = {widest}, .width_em = pen_width_em(&context, widest)};
  for (size_t i = 0; i < m->name_request_count; i++)
    if (!labelled[m->name_requests[i].row])
      requests[count++] = (label_request){.row = m->name_requests[i].row, .ways = {text}, .way_count = 1};
  rules.tall_em = DIGIT_EM;
  /* none as large as the names that have room; bold digits can be a little smaller than the smallest letters */
  const double middle = m->name_sizes[m->name_size_count > 1], least = m->name_sizes[m->name_size_count - 1];
  rules.sizes_mm = (const double[]){middle, least, fmax(DIGIT_SHARE * least, LEGIBLE_PX * m->request->pixel_mm)};
  rules.size_count = 3;
  if (count > 0 && labels_place(m->request->zones, &m->arcs, requests, count, &rules, m->arena, m->labels,
                                &m->label_count, err) != WIJK_OK)
    return err->status;
  for (size_t i = names; i < m->label_count; i++)
    m->labels[i].number = WIJK_NONE; /* until all are known */
  return WIJK_OK;
}

wijk_status map_place_beside(map *m, wijk_error *err) {
  const bool key_first = m->request->names == WIJK_NAMES_KEY;
  size_t count = 0, standing = m->label_count, kept = 0;
  uint8_t *numbered = find_labelled(m, err); /* 1 = a name, 2 = a number, 3 = a number and now a name */
  label_request *requests = WIJK_ARENA_ADD(m->arena, label_request, m->name_request_count + 1, err);
  label_rules rules;
  if (!numbered || !requests || make_rules(m, true, &rules, err) != WIJK_OK)
    return err->status;
  rules.beside = true;
  for (size_t i = 0; i < standing; i++)
    numbered[m->labels[i].row] = m->labels[i].number > 0 ? 2 : 1;
  for (size_t i = 0; i < m->name_request_count; i++) {
    const uint8_t has = numbered[m->name_requests[i].row];
    if (has == 1 || (has == 2 && key_first))
      continue;
    requests[count] = m->name_requests[i];
    requests[count++].spare_mm = has == 2 ? SPARE_MM * m->page.theme.scale : 0;
  }
  if (count > 0 && labels_place(m->request->zones, &m->arcs, requests, count, &rules, m->arena, m->labels,
                                &m->label_count, err) != WIJK_OK)
    return err->status;
  for (size_t i = standing; i < m->label_count; i++)
    numbered[m->labels[i].row] = 3;
  for (size_t i = 0; i < m->label_count; i++) /* who stands beside its zone needs no number in it */
    if (m->labels[i].number == 0 || numbered[m->labels[i].row] == 2)
      m->labels[kept++] = m->labels[i];
  m->label_count = kept;
  return WIJK_OK;
}

void map_set_number(map *m, label *l, size_t number, const char *digits) {
  pen_letters context = {m->pen, m->page.theme.name};
  context.type.face = FACE_BOLD;
  double width = pen_width_em(&context, digits) * l->size_mm;
  l->number = number;
  l->text.lines[0] = digits;
  l->box.x += (l->box.width - width) / 2;
  l->box.width = width;
}

wijk_status map_tell_names(map *m, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  const wijk_column *name = wijk_layer_find_role(zones, "name");
  m->result->names_left_out += m->names_asked - m->label_count;
  uint8_t *labelled = find_labelled(m, err);
  if (!labelled)
    return WIJK_MEMORY;
  for (size_t i = 0; i < m->label_count; i++)
    m->result->names_in_key += m->labels[i].number > 0;
  wijk_text list = {0};
  if (m->result->left_out)
    wijk_text_add(&list, m->result->left_out);
  for (size_t row = 0; row < zones->row_count && zones->row_count <= TOLD_MOST; row++)
    if (!labelled[row] && asked_name(m, name, row))
      wijk_text_add_format(&list, "%s%s", list.length > 0 ? "; " : "", name->texts[row]);
  wijk_status status = wijk_text_check(&list, err);
  if (status == WIJK_OK && list.length > 0 && !(m->result->left_out = wijk_arena_text(m->arena, list.bytes, err)))
    status = WIJK_MEMORY;
  wijk_text_free(&list);
  return status;
}

void map_draw_leaders(map *m) {
  const draw_theme *t = &m->page.theme;
  size_t led = 0;
  for (size_t i = 0; i < m->label_count; i++)
    led += m->labels[i].led;
  if (led == 0)
    return;
  drawing_open(m->drawing, m->request->dutch ? "verwijslijnen" : "leaders", NULL);
  for (int pass = 0; pass < 2; pass++) {
    for (size_t i = 0; i < m->label_count; i++)
      if (m->labels[i].led) {
        drawing_move(m->drawing, m->labels[i].dot_x, m->labels[i].dot_y);
        drawing_line(m->drawing, m->labels[i].end_x, m->labels[i].end_y);
      }
    drawing_paint(m->drawing, pass == 0 ? &t->leader_casing : &t->leader, NULL);
  }
  for (size_t i = 0; i < m->label_count; i++)
    if (m->labels[i].led)
      drawing_circle(m->drawing, m->labels[i].dot_x, m->labels[i].dot_y, t->leader_dot_mm);
  drawing_paint(m->drawing,
                &(draw_style){.fill = ink_of(t->ink), .stroke = ink_of(t->casing), .stroke_mm = 0.3 * t->leader_dot_mm},
                NULL);
  drawing_close(m->drawing);
}

void map_draw_names(map *m) {
  drawing_open(m->drawing, m->request->dutch ? "namen" : "names", NULL);
  for (size_t i = 0; i < m->label_count; i++) {
    const label *l = &m->labels[i];
    draw_type type = m->page.theme.name;
    type.size_mm = l->size_mm;
    double share = l->anchor == ANCHOR_START ? 0 : l->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
    type.face = l->number > 0 ? FACE_BOLD : type.face;
    double base = l->number > 0 ? DIGIT_EM : BASE_EM;
    for (size_t line = 0; line < l->text.line_count; line++)
      drawing_text(m->drawing, l->box.x + share * l->box.width, l->box.y + l->size_mm * (base + LINE_EM * (double)line),
                   l->anchor, &type, l->text.lines[line]);
  }
  drawing_close(m->drawing);
}
