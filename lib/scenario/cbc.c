/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/cbc.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

cbc_functions cbc;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[300]; /* what the loader said; empty = bound */

#define CBC_SYMBOL(name) {"Cbc_" #name, offsetof(cbc_functions, name)},
static const struct {
  const char *name;
  size_t place;
} symbols[] = {CBC_FUNCTIONS(CBC_SYMBOL)};

static void bind(void) {
  void *library = dlopen(WIJK_CBC_SONAME, RTLD_LAZY | RTLD_LOCAL);
  cbc_functions found;
  for (size_t i = 0; library && i < sizeof symbols / sizeof *symbols; i++) {
    void *address = dlsym(library, symbols[i].name);
    if (!address)
      library = NULL;
    memcpy((char *)&found + symbols[i].place, &address, sizeof address);
  }
  if (!library) {
    const char *reason = dlerror();
    snprintf(failure, sizeof failure, "%s", reason ? reason : WIJK_CBC_SONAME);
    return;
  }
  cbc = found;
}

wijk_status cbc_bind(wijk_error *err) {
  pthread_once(&once, bind);
  if (!failure[0])
    return WIJK_OK;
  wijk_error_set(err, WIJK_IO, "the solver CBC cannot be loaded: %s", failure);
  return wijk_error_hint(err, "install it (on Debian: coinor-libcbc3)");
}
