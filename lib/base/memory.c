/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

static atomic_long refusal_in = -1;
static atomic_long requests;

static int granted(void) {
  atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed);
  if (atomic_load_explicit(&refusal_in, memory_order_relaxed) < 0)
    return 1;
  return atomic_fetch_sub(&refusal_in, 1) != 0;
}

/* A large piece comes straight from the kernel, a page at a time as it is first touched: half a million touches for the
 * points of a country, unless the kernel is told that it may give two megabytes at once. */
static void *advise(void *memory, size_t size) {
#ifdef MADV_HUGEPAGE
  enum { HUGE = 2 << 20, LARGE = 4 << 20 };
  if (memory && size >= LARGE) {
    uintptr_t first = ((uintptr_t)memory + HUGE - 1) & ~(uintptr_t)(HUGE - 1), last = (uintptr_t)memory + size;
    madvise((void *)first, last - first, MADV_HUGEPAGE);
  }
#endif
  return memory;
}

void *memory_new(size_t size) {
  return granted() ? advise(malloc(size ? size : 1), size) : NULL;
}

void *memory_new_zeroed(size_t count, size_t size) {
  return granted() ? advise(calloc(count ? count : 1, size ? size : 1), count * size) : NULL;
}

void *memory_resize(void *old, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size)
    return NULL;
  size_t wanted = count * size;
  return granted() ? advise(realloc(old, wanted == 0 ? 1 : wanted), wanted) : NULL;
}

void memory_free(void *memory) {
  free(memory);
}

long memory_refuse_after(long allowed) {
  atomic_store(&refusal_in, allowed);
  return atomic_exchange(&requests, 0);
}
