/* SPDX-License-Identifier: EUPL-1.2 */
/* Gives every file of a folder, and every beginning of it, to a fuzz target: nothing may crash or leak. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Its own copy for each length, so that a sanitizer sees a read beyond the end. */
static int give(const char *bytes, size_t size) {
  uint8_t *copy = malloc(size ? size : 1);
  if (!copy)
    return 1;
  for (size_t i = 0; i < size; i++)
    copy[i] = (uint8_t)bytes[i];
  LLVMFuzzerTestOneInput(copy, size);
  free(copy);
  return 0;
}

int main(int argc, char **argv) {
  static char bytes[1 << 16];
  size_t files = 0;
  DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    char path[4096];
    if (entry->d_name[0] == '.')
      continue;
    snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
    FILE *file = fopen(path, "rb");
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (!file || fclose(file) != 0)
      return 1;
    files++;
    size_t step = size / 200 + 1;
    for (size_t part = 0; part < size; part += step)
      if (give(bytes, part))
        return 1;
    if (give(bytes, size))
      return 1;
  }
  if (folder)
    closedir(folder);
  printf("%zu files\n", files);
  return files ? 0 : 1;
}
