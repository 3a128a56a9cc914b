/* SPDX-License-Identifier: EUPL-1.2 */
#include "write/relay.h"

#include <omp.h>
#include <pthread.h>

#include "base/memory.h"

#define ROWS_AT_ONCE 64 /* one thread's piece */
#define WAITING_MOST 64 /* pieces held while one is being written */

typedef struct relay {
  write_stream *stream;
  pthread_mutex_t lists;   /* guards what follows, for moments only */
  pthread_mutex_t writing; /* held by the thread that writes */
  wijk_text *pieces;       /* [count] */
  bool *ready;             /* [count] */
  size_t count, next, waiting;
  wijk_text spare; /* room to use again */
} relay;

static void relay_close(relay *relay) {
  if (!relay)
    return;
  for (size_t i = 0; relay->pieces && i < relay->count; i++)
    wijk_text_free(&relay->pieces[i]);
  wijk_text_free(&relay->spare);
  pthread_mutex_destroy(&relay->lists);
  pthread_mutex_destroy(&relay->writing);
  memory_free(relay->pieces);
  memory_free(relay->ready);
  memory_free(relay);
}

/* For pieces 0 … `count` - 1. */
static relay *relay_open(write_stream *stream, size_t count, wijk_error *err) {
  relay *made = memory_new_zeroed(1, sizeof *made);
  if (made) {
    made->stream = stream;
    made->count = count;
    made->pieces = memory_new_zeroed(count + 1, sizeof *made->pieces);
    made->ready = memory_new_zeroed(count + 1, sizeof *made->ready);
    pthread_mutex_init(&made->lists, NULL);
    pthread_mutex_init(&made->writing, NULL);
  }
  if (made && made->pieces && made->ready)
    return made;
  wijk_error_set(err, WIJK_MEMORY, "no memory for what is to be written");
  relay_close(made);
  return NULL;
}

static bool take_next(relay *relay, wijk_text *piece) {
  pthread_mutex_lock(&relay->lists);
  bool there = relay->next < relay->count && relay->ready[relay->next];
  if (there) {
    *piece = relay->pieces[relay->next];
    relay->pieces[relay->next++] = (wijk_text){0};
    relay->waiting--;
  }
  pthread_mutex_unlock(&relay->lists);
  return there;
}

static void give_back(relay *relay, wijk_text *piece) {
  pthread_mutex_lock(&relay->lists);
  wijk_text old = relay->spare;
  relay->spare = *piece;
  pthread_mutex_unlock(&relay->lists);
  wijk_text_free(&old);
}

/* True when a thread that just stopped writing may have left something: it looked before the piece was put. */
static bool next_is_ready(relay *relay) {
  pthread_mutex_lock(&relay->lists);
  bool ready = relay->next < relay->count && relay->ready[relay->next];
  pthread_mutex_unlock(&relay->lists);
  return ready;
}

/* Piece `number` is ready. Whoever finds the pieces before it written writes it, and those after it that wait; nobody
 * waits for another's turn, unless many pieces do. Leaves `piece` empty. */
static void relay_put(relay *relay, size_t number, wijk_text *piece) {
  pthread_mutex_lock(&relay->lists);
  relay->pieces[number] = *piece;
  relay->ready[number] = true;
  bool many = ++relay->waiting > WAITING_MOST;
  *piece = relay->spare;
  piece->length = 0;
  relay->spare = (wijk_text){0};
  pthread_mutex_unlock(&relay->lists);
  while (next_is_ready(relay)) {
    if (many)
      pthread_mutex_lock(&relay->writing);
    else if (pthread_mutex_trylock(&relay->writing) != 0)
      return; /* the writer looks again once it lets go */
    for (wijk_text own; take_next(relay, &own); give_back(relay, &own))
      stream_take(relay->stream, &own);
    pthread_mutex_unlock(&relay->writing);
  }
}

wijk_status relay_rows(write_stream *stream, size_t row_count, int threads, relay_add_row add, const void *what,
                       wijk_error *err) {
  size_t pieces = (row_count + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE;
  int workers = threads > 0 ? threads : omp_get_max_threads();
  relay *relay = relay_open(stream, pieces, err);
  if (!relay)
    return WIJK_MEMORY;
#pragma omp parallel num_threads(workers) if (pieces > 4)
  {
    wijk_text piece = {0};
#pragma omp for schedule(dynamic)
    for (size_t i = 0; i < pieces; i++) {
      size_t first = i * ROWS_AT_ONCE, end = first + ROWS_AT_ONCE;
      for (size_t row = first; row < end && row < row_count; row++)
        add(what, row, &piece);
      relay_put(relay, i, &piece);
    }
    wijk_text_free(&piece);
  }
  relay_close(relay);
  return WIJK_OK;
}
