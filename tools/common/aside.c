/* SPDX-License-Identifier: EUPL-1.2 */
/* Sources read on threads of their own. Each has an arena, a report and an error of its own, which are joined with
 * those of the run in the order of the sources: what is said does not depend on who was first. */
#include <omp.h>
#include <pthread.h>

#include "common/program.h"

struct aside {
  run run; /* the caller's choices, with a memory and a report of its own */
  void (*read)(aside *aside);
  pthread_t thread;
  bool running;
  wijk_layer *layer;
  wijk_roads *roads;
  wijk_error err;
};

static void read_population(aside *aside) {
  run_population(&aside->run, &aside->layer, &aside->err);
}

static void read_roads(aside *aside) {
  run_roads(&aside->run, &aside->roads, &aside->err);
}

static void *read_on_thread(void *given) {
  aside *aside = given;
  const int threads = run_threads(&aside->run);
  if (threads > 0)
    omp_set_num_threads(threads); /* OpenMP's own setting is one per thread */
  aside->read(aside);
  return NULL;
}

static aside *begin(run *run, const char *option, void (*read)(aside *aside), wijk_error *err) {
  aside *aside = WIJK_ARENA_ADD(run->arena, struct aside, 1, err);
  wijk_arena *arena = aside ? wijk_arena_new(err) : NULL;
  if (!arena)
    return NULL;
  aside->run = *run;
  aside->run.arena = arena;
  aside->read = read;
  if (wijk_report_new(run->program->name, arena, &aside->run.report, err) != WIJK_OK) {
    wijk_arena_free(arena);
    return NULL;
  }
  aside->run.report.public_edition = run->report.public_edition;
  aside->run.report.language = run->report.language;
  aside->running = run_threads(run) != 1 && run_text(run, option) &&
                   pthread_create(&aside->thread, NULL, read_on_thread, aside) == 0;
  return aside;
}

static wijk_status end(run *run, aside *aside, wijk_error *err) {
  if (!aside)
    return err->status;
  if (aside->running)
    pthread_join(aside->thread, NULL);
  else if (err->status == WIJK_OK)
    aside->read(aside);
  if (err->status == WIJK_OK && wijk_report_add_report(&run->report, &aside->run.report, err) == WIJK_OK &&
      aside->err.status != WIJK_OK)
    *err = aside->err;
  wijk_arena_join(run->arena, aside->run.arena);
  if (aside->layer)
    aside->layer->arena = run->arena;
  return err->status;
}

aside *run_population_begin(run *run, wijk_error *err) {
  return begin(run, "population", read_population, err);
}

wijk_status run_population_end(run *run, aside *aside, wijk_layer **population, wijk_error *err) {
  end(run, aside, err);
  *population = aside ? aside->layer : NULL;
  return err->status;
}

aside *run_roads_begin(run *run, wijk_error *err) {
  return begin(run, "roads", read_roads, err);
}

wijk_status run_roads_end(run *run, aside *aside, wijk_roads **roads, wijk_error *err) {
  end(run, aside, err);
  *roads = aside ? aside->roads : NULL;
  return err->status;
}
