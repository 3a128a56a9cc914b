/* SPDX-License-Identifier: EUPL-1.2 */
/* The fingerprint of an input: SHA-256 by libcrypto (FIPS 180-4), of all of it or of evenly spaced blocks. */
#include <omp.h>
#include <openssl/evp.h>
#include <pthread.h>
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

/* ---- beside other work ---- */

struct wijk_hashing {
  hash_input input;
  bool sampled, threaded, done;
  unsigned char *room, digest[EVP_MAX_MD_SIZE];
  unsigned length;
  pthread_t thread;
};

static void *compute(void *hashing) {
  wijk_hashing *h = hashing;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  h->done = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) &&
            (h->sampled ? add_sample(context, &h->input, h->room) : add_all(context, &h->input, h->room)) &&
            EVP_DigestFinal_ex(context, h->digest, &h->length);
  EVP_MD_CTX_free(context);
  return NULL;
}

static wijk_hashing *begin(const hash_input *input, bool full, int threads, wijk_error *err) {
  enum { WORTH_A_THREAD = 1 << 20 };
  wijk_hashing *h = memory_new_zeroed(1, sizeof *h);
  if (h)
    h->room = memory_new(BLOCK);
  if (!h || !h->room) {
    memory_free(h);
    wijk_stream_close(input->stream);
    wijk_error_set(err, WIJK_MEMORY, "no memory for the fingerprint of an input");
    return NULL;
  }
  h->input = *input;
  h->sampled = !full && input->total > whole_limit;
  int workers = threads > 0 ? threads : omp_get_max_threads();
  h->threaded = workers > 1 && input->total >= WORTH_A_THREAD && pthread_create(&h->thread, NULL, compute, h) == 0;
  if (!h->threaded)
    compute(h);
  return h;
}

wijk_hashing *wijk_hash_begin_files(const wijk_file *files, size_t count, bool full, int threads, wijk_error *err) {
  hash_input input = {.files = files, .count = count};
  for (size_t i = 0; i < count; i++)
    input.total += files[i].length;
  return begin(&input, full, threads, err);
}

wijk_hashing *wijk_hash_begin_path(const char *path, bool full, int threads, wijk_error *err) {
  hash_input input = {0};
  if (!wijk_file_size(path, &input.total)) {
    wijk_error_set(err, WIJK_IO, "'%s' is not there", path);
    return NULL;
  }
  input.stream = wijk_stream_open(path, err);
  return input.stream ? begin(&input, full, threads, err) : NULL;
}

static wijk_status write_digest(const wijk_hashing *h, wijk_arena *arena, const char **name, const char **hash,
                                wijk_error *err) {
  if (!h->done)
    return wijk_error_set(err, WIJK_IO, "the fingerprint of an input cannot be computed");
  char *digits = WIJK_ARENA_ADD(arena, char, 2 * (size_t)h->length + 1, err);
  if (!digits)
    return err->status;
  for (unsigned i = 0; i < h->length; i++) {
    digits[2 * i] = "0123456789abcdef"[h->digest[i] >> 4];
    digits[2 * i + 1] = "0123456789abcdef"[h->digest[i] & 15];
  }
  *name = h->sampled ? "sha256_sampled" : "sha256";
  *hash = digits;
  return WIJK_OK;
}

wijk_status wijk_hash_end(wijk_hashing *hashing, wijk_arena *arena, const char **name, const char **hash,
                          wijk_error *err) {
  if (!hashing)
    return err->status;
  if (hashing->threaded)
    pthread_join(hashing->thread, NULL);
  if (err->status == WIJK_OK)
    write_digest(hashing, arena, name, hash, err);
  wijk_stream_close(hashing->input.stream);
  memory_free(hashing->room);
  memory_free(hashing);
  return err->status;
}

/* ---- at once ---- */

wijk_status wijk_hash_files(const wijk_file *files, size_t count, bool full, wijk_arena *arena, const char **name,
                            const char **hash, wijk_error *err) {
  return wijk_hash_end(wijk_hash_begin_files(files, count, full, 1, err), arena, name, hash, err);
}

wijk_status wijk_hash_path(const char *path, bool full, wijk_arena *arena, const char **name, const char **hash,
                           wijk_error *err) {
  return wijk_hash_end(wijk_hash_begin_path(path, full, 1, err), arena, name, hash, err);
}
