/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/cbc.h"
#include "base/bind.h"

#include <pthread.h>
#include <stddef.h>

cbc_functions cbc;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[300]; /* what the loader said; empty = bound */

#define CBC_SYMBOL(name) {"Cbc_" #name, offsetof(cbc_functions, name)},
static const bind_symbol symbols[] = {CBC_FUNCTIONS(CBC_SYMBOL)};

static void bind(void) {
  bind_library(WIJK_CBC_SONAME, symbols, sizeof symbols / sizeof *symbols, &cbc, failure, sizeof failure);
}

wijk_status cbc_bind(wijk_error *err) {
  pthread_once(&once, bind);
  if (!failure[0])
    return WIJK_OK;
  wijk_error_set(err, WIJK_IO, "the solver CBC cannot be loaded: %s", failure);
  return wijk_error_hint(err, "install it (on Debian: coinor-libcbc3)");
}
