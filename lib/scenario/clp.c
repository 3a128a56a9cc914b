/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/clp.h"
#include "base/bind.h"

#include <pthread.h>
#include <stddef.h>

clp_functions clp;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[300]; /* what the loader said; empty = bound */

#define CLP_SYMBOL(name) {"Clp_" #name, offsetof(clp_functions, name)},
static const bind_symbol symbols[] = {CLP_FUNCTIONS(CLP_SYMBOL)};

static void bind(void) {
  bind_library(WIJK_CLP_SONAME, symbols, sizeof symbols / sizeof *symbols, &clp, failure, sizeof failure);
}

wijk_status clp_bind(wijk_error *err) {
  pthread_once(&once, bind);
  if (!failure[0])
    return WIJK_OK;
  wijk_error_set(err, WIJK_IO, "the linear solver Clp cannot be loaded: %s", failure);
  return wijk_error_hint(err, "install it (on Debian: coinor-libclp1)");
}
