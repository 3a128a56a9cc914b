/* SPDX-License-Identifier: EUPL-1.2 */
/* The fingerprint of an input: SHA-256 by libcrypto (FIPS 180-4), of all of it or of evenly spaced blocks. */
#include <openssl/evp.h>
#include <string.h>

#include "base/memory.h"
#include "read/file.h"

enum { BLOCK = 64 * 1024, BLOCKS = 1024 };
static const uint64_t whole_limit = (uint64_t)256 << 20;

/* Where the bytes come from: files in memory, or one on disk. */
typedef struct hash_input {
  const wijk_file *files;
  size_t count;
  wijk_stream *stream;
  uint64_t total;
} hash_input;

static bool add_range(EVP_MD_CTX *context, const hash_input *input, uint64_t from, size_t length, unsigned char *room) {
  if (input->stream)
    return wijk_stream_read(input->stream, from, room, length) == length && EVP_DigestUpdate(context, room, length);
  for (size_t i = 0; i < input->count && length; i++) {
    const wijk_file *file = &input->files[i];
    if (from < file->length) {
      size_t part = file->length - (size_t)from < length ? file->length - (size_t)from : length;
      if (!EVP_DigestUpdate(context, file->bytes + from, part))
        return false;
      length -= part;
      from = 0;
    } else {
      from -= file->length;
    }
  }
  return length == 0;
}

static bool add_all(EVP_MD_CTX *context, const hash_input *input, unsigned char *room) {
  for (uint64_t at = 0; at < input->total; at += BLOCK) {
    size_t length = input->total - at < BLOCK ? (size_t)(input->total - at) : BLOCK;
    if (!add_range(context, input, at, length, room))
      return false;
  }
  return true;
}

static bool add_sample(EVP_MD_CTX *context, const hash_input *input, unsigned char *room) {
  unsigned char size[8];
  for (int i = 0; i < 8; i++)
    size[i] = (unsigned char)(input->total >> (8 * i));
  if (!EVP_DigestUpdate(context, size, sizeof size))
    return false;
  uint64_t last = input->total - BLOCK;
  for (uint64_t i = 0; i < BLOCKS; i++)
    if (!add_range(context, input, last / (BLOCKS - 1) * i + last % (BLOCKS - 1) * i / (BLOCKS - 1), BLOCK, room))
      return false;
  return true;
}

static wijk_status compute(const hash_input *input, bool full, wijk_arena *arena, const char **name, const char **hash,
                           wijk_error *err) {
  bool sampled = !full && input->total > whole_limit;
  unsigned char digest[EVP_MAX_MD_SIZE], *room = memory_new(BLOCK);
  unsigned length = 0;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool done = room && context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) &&
              (sampled ? add_sample(context, input, room) : add_all(context, input, room)) &&
              EVP_DigestFinal_ex(context, digest, &length);
  EVP_MD_CTX_free(context);
  memory_free(room);
  if (!done)
    return wijk_error_set(err, room ? WIJK_IO : WIJK_MEMORY, "the fingerprint of an input cannot be computed");
  char *digits = WIJK_ARENA_ADD(arena, char, 2 * (size_t)length + 1, err);
  if (!digits)
    return err->status;
  for (unsigned i = 0; i < length; i++) {
    digits[2 * i] = "0123456789abcdef"[digest[i] >> 4];
    digits[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
  }
  *name = sampled ? "sha256_sampled" : "sha256";
  *hash = digits;
  return WIJK_OK;
}

wijk_status wijk_hash_files(const wijk_file *files, size_t count, bool full, wijk_arena *arena, const char **name,
                            const char **hash, wijk_error *err) {
  hash_input input = {.files = files, .count = count};
  for (size_t i = 0; i < count; i++)
    input.total += files[i].length;
  return compute(&input, full, arena, name, hash, err);
}

wijk_status wijk_hash_path(const char *path, bool full, wijk_arena *arena, const char **name, const char **hash,
                           wijk_error *err) {
  hash_input input = {0};
  if (!wijk_file_size(path, &input.total))
    return wijk_error_set(err, WIJK_IO, "'%s' is not there", path);
  input.stream = wijk_stream_open(path, err);
  if (!input.stream)
    return err->status;
  wijk_status status = compute(&input, full, arena, name, hash, err);
  wijk_stream_close(input.stream);
  return status;
}
