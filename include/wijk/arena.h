/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory of a run: pieces are handed out one after another and given back all at once. */
#ifndef WIJK_ARENA_H
#define WIJK_ARENA_H

#include <stddef.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wijk_arena wijk_arena;

/* NULL (and WIJK_MEMORY in `err`) when there is no memory. Not for use by two threads at once. */
wijk_arena *wijk_arena_new(wijk_error *err);
void wijk_arena_free(wijk_arena *arena); /* NULL is fine */
/* All that `other` handed out now lives as long as `arena` (or, without harm, a reset to a mark before this); `other`
 * itself is gone. For threads that gather each into an arena of their own. NULL is fine. */
void wijk_arena_join(wijk_arena *arena, wijk_arena *other);

/* `count` times `size` zeroed bytes, aligned to 64, that live as long as the arena. A count of 0 gives a pointer
 * that must not be read. NULL (and WIJK_MEMORY in `err`) when there is no memory or the product
 * overflows. Cost: that of zeroing. */
void *wijk_arena_add(wijk_arena *arena, size_t count, size_t size, wijk_error *err);
#define WIJK_ARENA_ADD(arena, type, count, err) ((type *)wijk_arena_add((arena), (count), sizeof(type), (err)))

/* A copy of `length` bytes of text with a closing NUL; `wijk_arena_text` measures it first. */
char *wijk_arena_text_part(wijk_arena *arena, const char *text, size_t length, wijk_error *err);
char *wijk_arena_text(wijk_arena *arena, const char *text, wijk_error *err);
/* Formatted text; floating point goes through wijk_number_write, never through a format. */
char *wijk_arena_format(wijk_arena *arena, wijk_error *err, const char *format, ...) WIJK_PRINTF(3, 4);

/* Scratch use: remember a mark, work, go back to it; all that was handed out since is gone. */
typedef struct wijk_arena_mark {
  void *block;
  size_t used;
} wijk_arena_mark;
wijk_arena_mark wijk_arena_now(const wijk_arena *arena);
void wijk_arena_reset(wijk_arena *arena, wijk_arena_mark mark);

#ifdef __cplusplus
}
#endif
#endif
