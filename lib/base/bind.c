/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/bind.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

bool bind_library(const char *soname, const bind_symbol *symbols, size_t count, void *functions, char *failure,
                  size_t size) {
  void *library = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);
  for (size_t i = 0; library && i < count; i++)
    if (!dlsym(library, symbols[i].name))
      library = NULL;
  if (!library) {
    const char *reason = dlerror();
    snprintf(failure, size, "%s", reason ? reason : soname);
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    void *address = dlsym(library, symbols[i].name);
    memcpy((char *)functions + symbols[i].place, &address, sizeof address);
  }
  return true;
}
