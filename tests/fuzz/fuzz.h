/* SPDX-License-Identifier: EUPL-1.2 */
/* What the fuzz targets share: bytes as files in memory, and one read of each kind through the public doors. */
#ifndef WIJK_TESTS_FUZZ_H
#define WIJK_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <wijk/wijk.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The bytes as a file "/vsimem/NAME"; they must outlive it. */
void fuzz_file_add(const char *path, const uint8_t *bytes, size_t length);
void fuzz_file_remove(const char *path);

/* Reads `path` as a layer, zones, facilities or population points, strictly, listing faults or skipping faulty rows,
 * as `choice` (the last byte of the input) says; aborts where what is promised does not hold: counts that do not add
 * up, a failure without a message, a layer with arrays that contradict each other. */
void fuzz_read(const char *path, uint8_t choice);

#endif
