/* SPDX-License-Identifier: EUPL-1.2 */
#define _GNU_SOURCE /* memfd_create: a disk would cost a hundred times what the reading does */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/theme_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const program trial = {.name = "wijk-trial"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  static char path[64];
  static int descriptor = -1;
  if (descriptor < 0 && (descriptor = memfd_create("study", MFD_CLOEXEC)) < 0)
    abort();
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, bytes, size, 0) != (ssize_t)size)
    abort();
  wijk_error err = {0};
  option_values values;
  wijk_arena *arena = wijk_arena_new(&err);
  if (!arena || option_values_new(&trial, arena, &values, &err) != WIJK_OK)
    abort();
  wijk_status status = study_read(&values, path, &err);
  if (status != err.status || (status != WIJK_OK && !err.message[0]))
    abort();
  const wijk_theme *theme = NULL;
  wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST];
  size_t fault_count = 0;
  err = (wijk_error){0};
  status = theme_read(path, arena, &theme, faults, &fault_count, &err);
  if (status != err.status || (status == WIJK_OK) != (theme != NULL) || (status != WIJK_OK && !err.message[0]))
    abort();
  wijk_arena_free(arena);
  return 0;
}
