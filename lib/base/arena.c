/* SPDX-License-Identifier: EUPL-1.2 */
#include <wijk/arena.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

enum { ALIGNMENT = 64, FIRST_BLOCK = 64 << 10, LARGEST_BLOCK = 8 << 20 };

typedef struct block {
  struct block *previous;
  unsigned char *bytes; /* aligned */
  size_t size, used;
} block;

struct wijk_arena {
  block *newest;
};

/* `size` usable bytes behind the header, aligned; fresh memory, so calloc's zeroes cost nothing to large blocks. */
static block *block_new(block *previous, size_t size) {
  if (size > SIZE_MAX - sizeof(block) - ALIGNMENT)
    return NULL;
  block *made = memory_new_zeroed(1, sizeof *made + ALIGNMENT + size);
  if (!made)
    return NULL;
  uintptr_t start = ((uintptr_t)(made + 1) + ALIGNMENT - 1) & ~(uintptr_t)(ALIGNMENT - 1);
  *made = (block){.previous = previous, .bytes = (unsigned char *)start, .size = size};
  return made;
}

static void *refuse(size_t count, size_t size, wijk_error *err) {
  wijk_error_set(err, WIJK_MEMORY, "no memory for %zu items of %zu bytes", count, size);
  return NULL;
}

wijk_arena *wijk_arena_new(wijk_error *err) {
  wijk_arena *arena = memory_new_zeroed(1, sizeof *arena);
  if (!arena)
    return refuse(1, sizeof *arena, err);
  arena->newest = block_new(NULL, FIRST_BLOCK);
  if (!arena->newest) {
    memory_free(arena);
    return refuse(1, FIRST_BLOCK, err);
  }
  return arena;
}

void wijk_arena_free(wijk_arena *arena) {
  if (!arena)
    return;
  wijk_arena_reset(arena, (wijk_arena_mark){NULL, 0});
  memory_free(arena);
}

void wijk_arena_join(wijk_arena *arena, wijk_arena *other) {
  if (!other)
    return;
  block *oldest = other->newest;
  while (oldest->previous)
    oldest = oldest->previous;
  oldest->previous = arena->newest->previous;
  arena->newest->previous = other->newest;
  memory_free(other);
}

static void *piece(wijk_arena *arena, size_t size, size_t alignment) {
  block *newest = arena->newest;
  size_t start = (newest->used + alignment - 1) / alignment * alignment;
  if (start > newest->size || size > newest->size - start) {
    size_t next = newest->size * 2 < LARGEST_BLOCK ? newest->size * 2 : LARGEST_BLOCK;
    newest = block_new(newest, size > next ? size : next);
    if (!newest)
      return NULL;
    arena->newest = newest;
    start = 0;
  }
  newest->used = start + size;
  return newest->bytes + start;
}

void *wijk_arena_add(wijk_arena *arena, size_t count, size_t size, wijk_error *err) {
  if (size && count > SIZE_MAX / size)
    return refuse(count, size, err);
  void *made = piece(arena, count * size, ALIGNMENT);
  return made ? made : refuse(count, size, err);
}

char *wijk_arena_text_part(wijk_arena *arena, const char *text, size_t length, wijk_error *err) {
  char *copy = piece(arena, length + 1, 1);
  if (!copy)
    return refuse(length + 1, 1, err);
  if (length)
    memcpy(copy, text, length);
  return copy;
}

char *wijk_arena_text(wijk_arena *arena, const char *text, wijk_error *err) {
  return wijk_arena_text_part(arena, text, strlen(text), err);
}

char *wijk_arena_format(wijk_arena *arena, wijk_error *err, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length < 0)
    length = 0;
  char *text = piece(arena, (size_t)length + 1, 1);
  if (!text)
    return refuse((size_t)length + 1, 1, err);
  va_start(arguments, format);
  vsnprintf(text, (size_t)length + 1, format, arguments);
  va_end(arguments);
  return text;
}

wijk_arena_mark wijk_arena_now(const wijk_arena *arena) {
  return (wijk_arena_mark){arena->newest, arena->newest->used};
}

void wijk_arena_reset(wijk_arena *arena, wijk_arena_mark mark) {
  while (arena->newest && arena->newest != mark.block) {
    block *gone = arena->newest;
    arena->newest = gone->previous;
    memory_free(gone);
  }
  if (!arena->newest)
    return;
  /* What is handed out again must be zero again. */
  memset(arena->newest->bytes + mark.used, 0, arena->newest->used - mark.used);
  arena->newest->used = mark.used;
}
