/* SPDX-License-Identifier: EUPL-1.2 */
/* A source read on a thread of its own. It has an arena, a report and an error of its own, which are joined with those
 * of the run in the order of the sources: what is said does not depend on who was first. */
#include <omp.h>
#include <pthread.h>

#include "common/program.h"

struct aside {
  run run; /* the caller's choices, with a memory and a report of its own */
  pthread_t thread;
  bool running;
  wijk_layer *layer;
  wijk_error err;
};

static void *read_population(void *given) {
  aside *aside = given;
  const int threads = run_threads(&aside->run);
  if (threads > 0)
    omp_set_num_threads(threads); /* OpenMP's own setting is one per thread */
  run_population(&aside->run, &aside->layer, &aside->err);
  return NULL;
}

aside *run_population_begin(run *run, wijk_error *err) {
  aside *aside = WIJK_ARENA_ADD(run->arena, struct aside, 1, err);
  wijk_arena *arena = aside ? wijk_arena_new(err) : NULL;
  if (!arena)
    return NULL;
  aside->run = *run;
  aside->run.arena = arena;
  if (wijk_report_new(run->program->name, arena, &aside->run.report, err) != WIJK_OK) {
    wijk_arena_free(arena);
    return NULL;
  }
  aside->run.report.public_edition = run->report.public_edition;
  aside->run.report.language = run->report.language;
  aside->running = run_threads(run) != 1 && run_text(run, "population") &&
                   pthread_create(&aside->thread, NULL, read_population, aside) == 0;
  return aside;
}

wijk_status run_population_end(run *run, aside *aside, wijk_layer **population, wijk_error *err) {
  if (!aside)
    return err->status;
  if (aside->running)
    pthread_join(aside->thread, NULL);
  else if (err->status == WIJK_OK)
    read_population(aside);
  if (err->status == WIJK_OK && wijk_report_add_report(&run->report, &aside->run.report, err) == WIJK_OK &&
      aside->err.status != WIJK_OK)
    *err = aside->err;
  wijk_arena_join(run->arena, aside->run.arena);
  if (aside->layer)
    aside->layer->arena = run->arena;
  *population = aside->layer;
  return err->status;
}
