/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

static atomic_long refusal_in = -1;
static atomic_long requests;

static int granted(void) {
  atomic_fetch_add_explicit(&requests, 1, memory_order_relaxed);
  if (atomic_load_explicit(&refusal_in, memory_order_relaxed) < 0)
    return 1;
  return atomic_fetch_sub(&refusal_in, 1) != 0;
}

void *memory_new(size_t size) {
  return granted() ? malloc(size ? size : 1) : NULL;
}

void *memory_new_zeroed(size_t count, size_t size) {
  return granted() ? calloc(count ? count : 1, size ? size : 1) : NULL;
}

void *memory_resize(void *old, size_t count, size_t size) {
  if (size && count > SIZE_MAX / size)
    return NULL;
  size_t wanted = count * size;
  return granted() ? realloc(old, wanted == 0 ? 1 : wanted) : NULL;
}

void memory_free(void *memory) {
  free(memory);
}

long memory_refuse_after(long allowed) {
  atomic_store(&refusal_in, allowed);
  return atomic_exchange(&requests, 0);
}
