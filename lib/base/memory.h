/* SPDX-License-Identifier: EUPL-1.2 */
/* The one way to ask the machine for memory, so that a test can refuse it. */
#ifndef WIJK_BASE_MEMORY_H
#define WIJK_BASE_MEMORY_H

#include <stddef.h>

/* As malloc, calloc and realloc; NULL also where `count * size` overflows. */
void *memory_new(size_t size);
void *memory_new_zeroed(size_t count, size_t size);
void *memory_resize(void *old, size_t count, size_t size);
void memory_free(void *memory);

/* For tests: the request after `allowed` more is refused, and those after it granted again. A negative
 * number refuses none. Returns how many requests there were since the last call. */
long memory_refuse_after(long allowed);

#endif
