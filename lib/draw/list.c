/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/list.h"
#include <math.h>
#include <string.h>

wijk_drawing *drawing_new(wijk_arena *arena, const wijk_theme *theme, double width_mm, double height_mm,
                          wijk_error *err) {
  wijk_drawing *drawing = WIJK_ARENA_ADD(arena, wijk_drawing, 1, err);
  if (!drawing)
    return NULL;
  drawing->arena = arena;
  drawing->theme = theme ? theme : wijk_theme_find("light");
  drawing->width_mm = width_mm;
  drawing->height_mm = height_mm;
  drawing->title = drawing->description = "";
  drawing->language = "nl";
  return drawing;
}

/* Room for `more` beside the `count` there are; the old list stays behind in the arena. */
static void *grow(wijk_drawing *drawing, void *list, size_t count, size_t *capacity, size_t more, size_t size) {
  if (drawing->failure.status != WIJK_OK || count + more <= *capacity)
    return list;
  size_t wanted = *capacity ? *capacity : 256;
  while (wanted < count + more)
    wanted *= 2;
  void *larger = wijk_arena_add(drawing->arena, wanted, size, &drawing->failure);
  if (!larger)
    return list;
  if (count > 0)
    memcpy(larger, list, count * size);
  *capacity = wanted;
  return larger;
}

static draw_item *add_item(wijk_drawing *drawing, draw_kind kind, const char *title) {
  drawing->items = grow(drawing, drawing->items, drawing->item_count, &drawing->item_capacity, 1, sizeof(draw_item));
  const char *copy = title ? wijk_arena_text(drawing->arena, title, &drawing->failure) : NULL;
  if (drawing->failure.status != WIJK_OK)
    return NULL;
  draw_item *item = &drawing->items[drawing->item_count++];
  *item = (draw_item){.kind = kind, .title = copy};
  return item;
}

void drawing_open(wijk_drawing *drawing, const char *title, const draw_box *clip) {
  draw_item *item = add_item(drawing, DRAW_OPEN, title);
  if (item && clip)
    item->clip = *clip;
}

void drawing_close(wijk_drawing *drawing) {
  add_item(drawing, DRAW_CLOSE, NULL);
}

void drawing_line(wijk_drawing *drawing, double x, double y) {
  size_t capacity = drawing->point_capacity;
  drawing->x = grow(drawing, drawing->x, drawing->point_count, &capacity, 1, sizeof(double));
  drawing->y = grow(drawing, drawing->y, drawing->point_count, &drawing->point_capacity, 1, sizeof(double));
  if (drawing->failure.status != WIJK_OK)
    return;
  drawing->x[drawing->point_count] = x;
  drawing->y[drawing->point_count++] = y;
  drawing->runs[drawing->run_count - 1].count++;
}

void drawing_move(wijk_drawing *drawing, double x, double y) {
  drawing->runs = grow(drawing, drawing->runs, drawing->run_count, &drawing->run_capacity, 1, sizeof(draw_run));
  if (drawing->failure.status != WIJK_OK)
    return;
  drawing->runs[drawing->run_count++] = (draw_run){.first = drawing->point_count};
  drawing_line(drawing, x, y);
}

void drawing_join(wijk_drawing *drawing) {
  if (drawing->failure.status == WIJK_OK && drawing->run_count > drawing->path_start)
    drawing->runs[drawing->run_count - 1].closed = true;
}

void drawing_box(wijk_drawing *drawing, draw_box box) {
  drawing_move(drawing, box.x, box.y);
  drawing_line(drawing, box.x + box.width, box.y);
  drawing_line(drawing, box.x + box.width, box.y + box.height);
  drawing_line(drawing, box.x, box.y + box.height);
  drawing_join(drawing);
}

/* As many sides as keep the polygon within a hundredth of a millimetre of the circle. */
void drawing_circle(wijk_drawing *drawing, double x, double y, double radius) {
  int sides = (int)ceil(M_PI / acos(1 - fmin(0.2, 0.01 / radius)));
  for (int i = 0; i < sides; i++) {
    double angle = 2 * M_PI * i / sides;
    (i == 0 ? drawing_move : drawing_line)(drawing, x + radius * cos(angle), y + radius * sin(angle));
  }
  drawing_join(drawing);
}

void drawing_paint(wijk_drawing *drawing, const draw_style *style, const char *title) {
  size_t first = drawing->path_start;
  drawing->path_start = drawing->run_count;
  if (first == drawing->run_count)
    return;
  draw_item *item = add_item(drawing, DRAW_PATH, title);
  if (!item)
    return;
  item->first_run = first;
  item->run_count = drawing->run_count - first;
  item->style = *style;
}

void drawing_text(wijk_drawing *drawing, double x, double y, draw_anchor anchor, const draw_type *type,
                  const char *words) {
  if (!words || !words[0])
    return;
  draw_item *item = add_item(drawing, DRAW_TEXT, words);
  if (!item)
    return;
  item->x = x;
  item->y = y;
  item->anchor = anchor;
  item->type = *type;
}

wijk_status drawing_check(const wijk_drawing *drawing, wijk_error *err) {
  if (drawing->failure.status == WIJK_OK)
    return WIJK_OK;
  return wijk_error_set(err, drawing->failure.status, "%s", drawing->failure.message);
}

draw_ink ink_of(wijk_colour colour) {
  return (draw_ink){true, colour, 1};
}
