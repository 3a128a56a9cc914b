/* SPDX-License-Identifier: EUPL-1.2 */
/* A library that is loaded when it is first needed: for those that few runs need, and that take long to load. */
#ifndef WIJK_BASE_BIND_H
#define WIJK_BASE_BIND_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bind_symbol {
  const char *name; /* in the library */
  size_t place;     /* of its pointer in the table of functions */
} bind_symbol;

/* Loads `soname` and fills `functions`. False, with what the loader said in `failure` and nothing filled, when the
 * library or one of the symbols is not there. It stays loaded: what it started may go on until the process ends. */
bool bind_library(const char *soname, const bind_symbol *symbols, size_t count, void *functions, char *failure,
                  size_t size);

#endif
