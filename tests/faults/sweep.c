/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs the program it is preloaded into again and again, each time with another request refused, and looks at what is
 * left. It takes the place of main: everything is loaded by then, and a run costs a fork.
 *
 *   WIJK_SWEEP=memory|files|reads|kill|end|moment   what goes wrong (sweep KINDS below)
 *   WIJK_SWEEP_FOLDER=FOLDER   holds the outputs, as an earlier run left them, and nothing else
 *   WIJK_SWEEP_INPUTS=FOLDER   holds the inputs (reads)
 *   WIJK_SWEEP_LAST=NAME       file of a set that comes last: new only when all of the set is
 *   WIJK_SWEEP_MOST=N          at most about N points, spread evenly; without, every one
 *   WIJK_SWEEP_SAID=FILE       what the program says goes here
 *   WIJK_SWEEP_LOAD=LIBRARY    what the program would load in every run is loaded once
 *   WIJK_SWEEP_TELL=yes        say of each refusal what it was and what came of it
 *
 * After each run every file must be as it was or as a whole run leaves it. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shim.h"

typedef int program(int, char **, char **);
static program *run_program;
static int argument_count;
static char **arguments, **environment;
static const char *folder, *said, *last;

static _Noreturn void stop(const char *format, ...) {
  va_list values;
  va_start(values, format);
  fprintf(stderr, "sweep: ");
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
  FILE *file = said ? fopen(said, "r") : NULL;
  for (int c; file && (c = getc(file)) != EOF;)
    putc(c, stderr);
  exit(1);
}

/* ---- what a folder holds ---- */

typedef struct held {
  char name[1024]; /* from the folder on; ends in '/' where it is a folder itself */
  char *bytes;
  size_t length;
} held;

typedef struct state {
  held all[128];
  size_t count;
} state;

static void look_into(state *found, const char *path, const char *prefix) {
  DIR *list = opendir(path);
  if (!list)
    stop("'%s' cannot be looked into", path);
  for (struct dirent *entry; (entry = readdir(list));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    held *one = &found->all[found->count++];
    if (found->count == sizeof found->all / sizeof *found->all)
      stop("too many files in '%s'", path);
    char whole[4096];
    struct stat facts;
    snprintf(whole, sizeof whole, "%s/%s", path, entry->d_name);
    if (lstat(whole, &facts) != 0)
      stop("'%s' cannot be looked at", whole);
    bool is_folder = S_ISDIR(facts.st_mode);
    *one = (held){.length = is_folder ? 0 : (size_t)facts.st_size};
    snprintf(one->name, sizeof one->name, "%s%s%s", prefix, entry->d_name, is_folder ? "/" : "");
    one->bytes = malloc(one->length + 1);
    FILE *file = is_folder ? NULL : fopen(whole, "rb");
    if (!is_folder && (!file || fread(one->bytes, 1, one->length, file) != one->length))
      stop("'%s' cannot be read", whole);
    if (file)
      fclose(file);
    if (is_folder)
      look_into(found, whole, one->name);
  }
  closedir(list);
}

static void forget(state *s) {
  for (size_t i = 0; i < s->count; i++)
    free(s->all[i].bytes);
  s->count = 0;
}

static const held *find(const state *s, const char *name) {
  for (size_t i = 0; i < s->count; i++)
    if (strcmp(s->all[i].name, name) == 0)
      return &s->all[i];
  return NULL;
}

static bool is_same(const held *a, const held *b) {
  return a && b && a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static void put_back(const state *old, const state *now) {
  for (size_t i = now->count; i-- > 0;) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, now->all[i].name);
    if (!find(old, now->all[i].name) && remove(path) != 0)
      stop("'%s' cannot be removed", path);
  }
  for (size_t i = 0; i < old->count; i++) {
    const held *one = &old->all[i];
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, one->name);
    if (is_same(one, find(now, one->name)))
      continue;
    if (one->name[strlen(one->name) - 1] == '/') {
      mkdir(path, 0777);
      continue;
    }
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(one->bytes, 1, one->length, file) != one->length || fclose(file) != 0)
      stop("'%s' cannot be put back", path);
  }
}

/* ---- one run ---- */

static ledger *book;             /* of the run under test; the sweep itself is refused nothing */
static state before, after, now; /* as it was; as a whole run leaves it; as it is */
static const char *kind;

static int wait_for(pid_t child, long moment_us) {
  int status;
  if (moment_us >= 0) {
    struct timespec moment = {moment_us / 1000000, moment_us % 1000000 * 1000};
    nanosleep(&moment, NULL);
    kill(child, SIGKILL);
  }
  if (waitpid(child, &status, 0) != child)
    stop("a run was lost");
  forget(&now);
  look_into(&now, folder, "");
  return status;
}

static int run_once(request what, long at, mishap mishap, int signal_number, long moment_us) {
  memset(book, 0, sizeof *book);
  book->what = what;
  book->at = at;
  book->mishap = mishap;
  book->signal = signal_number;
  fflush(NULL);
  pid_t child = fork();
  if (child != 0)
    return wait_for(child, moment_us);
  int out = open(said, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  close(out);
  shim_ledger = book;
  alarm(120); /* a run that does not end is a fault too */
  exit(run_program(argument_count, arguments, environment));
}

static bool speaks(void) {
  FILE *file = fopen(said, "r");
  bool found = false;
  for (char line[4096]; file && !found && fgets(line, sizeof line, file);)
    found = strncmp(line, "wijk-", 5) == 0;
  if (file)
    fclose(file);
  return found;
}

/* ---- what may be left ---- */

typedef struct tally {
  long points, refused, done, mixed, left, new;
} tally;
static tally sum;

static bool is_hidden(const char *name) {
  return strstr(name, ".wijk-") != NULL;
}

/* Every file old or new; `*old`, `*fresh`: all of them are. */
static void judge(long at, bool *old, bool *fresh, size_t *hidden) {
  *old = *fresh = true;
  *hidden = 0;
  for (size_t i = 0; i < now.count; i++) {
    const held *one = &now.all[i], *was = find(&before, one->name), *will = find(&after, one->name);
    if (is_hidden(one->name)) {
      ++*hidden;
      continue;
    }
    bool as_was = is_same(one, was), as_will = is_same(one, will);
    if (!as_was && !as_will)
      stop("%s %ld (%s %s): '%s' is neither the old one nor the new one (%zu bytes)", kind, at, book->refused,
           book->path, one->name, one->length);
    *old &= as_was;
    *fresh &= as_will;
  }
  for (size_t i = 0; i < before.count; i++)
    if (!find(&now, before.all[i].name)) {
      if (find(&after, before.all[i].name))
        stop("%s %ld (%s): '%s' is gone", kind, at, book->refused, before.all[i].name);
      *old = false;
    }
  for (size_t i = 0; i < after.count; i++)
    *fresh &= find(&now, after.all[i].name) != NULL;
  if (last && is_same(find(&now, last), find(&after, last)) && !is_same(find(&now, last), find(&before, last)) &&
      !*fresh)
    stop("%s %ld (%s): '%s' is new before the rest of its set", kind, at, book->refused, last);
}

static void after_refusal(long at, int status, int code) {
  bool old, fresh;
  size_t hidden;
  judge(at, &old, &fresh, &hidden);
  const char *refused = book->refused;
  bool cannot_clean = strstr(refused, "unlink") || strstr(refused, "rmdir");
  if (!WIFEXITED(status))
    stop("%s %ld (%s %s): ended by signal %d", kind, at, refused, book->path, WTERMSIG(status));
  if (WEXITSTATUS(status) == 0 && !fresh)
    stop("%s %ld (%s %s): it says all went well, and the output is not whole", kind, at, refused, book->path);
  if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != code)
    stop("%s %ld (%s %s): it ended with %d, not %d", kind, at, refused, book->path, WEXITSTATUS(status), code);
  if (WEXITSTATUS(status) != 0 && !old)
    stop("%s %ld (%s %s): it failed, and the old output is not what it was", kind, at, refused, book->path);
  if (WEXITSTATUS(status) != 0 && !speaks())
    stop("%s %ld (%s): it ended with %d and no word", kind, at, refused, code);
  if (hidden && !cannot_clean)
    stop("%s %ld (%s %s): something temporary is left behind", kind, at, refused, book->path);
  if (getenv("WIJK_SWEEP_TELL"))
    fprintf(stderr, "%s %ld: %s %s: %d\n", kind, at, refused, book->path, WEXITSTATUS(status));
  sum.refused += WEXITSTATUS(status) != 0;
  sum.done += WEXITSTATUS(status) == 0;
}

/* The next run finds nothing in its way and cleans up. */
static void run_again(long at) {
  bool old, fresh;
  size_t hidden;
  int status = run_once(FILES, 0, NOTHING, 0, -1);
  judge(at, &old, &fresh, &hidden);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !fresh)
    stop("%s %ld: the next run does not put it right", kind, at);
  if (hidden)
    stop("%s %ld: the next run leaves what the killed one left", kind, at);
}

static void after_kill(long at, int status, bool at_moment) {
  bool old, fresh;
  size_t hidden;
  judge(at, &old, &fresh, &hidden);
  if (!at_moment && (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL))
    stop("%s %ld: it was not killed", kind, at);
  sum.mixed += !old && !fresh;
  sum.new += fresh;
  sum.left += hidden > 0;
  if (hidden || (!old && !fresh))
    run_again(at);
}

static void after_signal(long at, int status, int number) {
  bool old, fresh;
  size_t hidden;
  judge(at, &old, &fresh, &hidden);
  if (!WIFSIGNALED(status) || WTERMSIG(status) != number)
    stop("%s %ld (%s): it did not end by signal %d (status %x)", kind, at, book->refused, number, (unsigned)status);
  if (!old && !fresh)
    stop("%s %ld (%s %s): the output is part old and part new", kind, at, book->refused, book->path);
  if (hidden)
    stop("%s %ld (%s %s): something temporary is left behind", kind, at, book->refused, book->path);
  sum.new += fresh;
}

/* ---- the sweeps ---- */

static uint64_t chance = 1;

static uint64_t draw(void) { /* splitmix64 */
  uint64_t z = chance += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static long elapsed_us(struct timespec start) {
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  return (end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000;
}

static void sweep_moments(long count, long duration_us) {
  for (long i = 0; i < count; i++) {
    put_back(&before, &now);
    int status = run_once(FILES, 0, NOTHING, 0, (long)(draw() % (uint64_t)(duration_us + 1)));
    after_kill(i + 1, status, true);
    sum.points++;
  }
}

static void sweep_points(request what, long total, long step, int code) {
  static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
  bool kills = strcmp(kind, "kill") == 0, ends = strcmp(kind, "end") == 0;
  for (long at = 1; at <= total; at += step) {
    put_back(&before, &now);
    if (kills) {
      int status = run_once(what, at, KILL, 0, -1);
      bool half = strstr(book->refused, "write") != NULL; /* before the next run takes the book */
      after_kill(at, status, false);
      sum.points++;
      if (!half)
        continue;
      put_back(&before, &now);
      after_kill(at, run_once(what, at, KILL_HALF, 0, -1), false);
    } else if (ends) {
      after_signal(at, run_once(what, at, SIGNAL, signals[at % 3], -1), signals[at % 3]);
    } else {
      after_refusal(at, run_once(what, at, REFUSE, 0, -1), code);
    }
    sum.points++;
  }
}

/* How long it takes: the shorter of two, the first of which warms things up. */
static long run_whole(void) {
  long shortest = LONG_MAX;
  for (int i = 0; i < 2; i++) {
    struct timespec start;
    put_back(&before, &now);
    clock_gettime(CLOCK_MONOTONIC, &start);
    int status = run_once(FILES, 0, NOTHING, 0, -1);
    long took = elapsed_us(start);
    shortest = took < shortest ? took : shortest;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
      stop("the program fails by itself");
  }
  return shortest;
}

static void sweep(void) {
  const char *most = getenv("WIJK_SWEEP_MOST"), *inputs = getenv("WIJK_SWEEP_INPUTS");
  long limit = most ? strtol(most, NULL, 10) : 0;
  snprintf(shim_inputs, sizeof shim_inputs, "%s", inputs ? inputs : "");
  book = mmap(NULL, sizeof *book, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (getenv("WIJK_SWEEP_LOAD"))
    dlopen(getenv("WIJK_SWEEP_LOAD"), RTLD_LAZY | RTLD_LOCAL);
  if (book == MAP_FAILED)
    stop("no memory to count in");
  look_into(&before, folder, "");
  long duration = run_whole();
  look_into(&after, folder, "");
  request what = strcmp(kind, "memory") == 0 ? MEMORY : strcmp(kind, "reads") == 0 ? READS : FILES;
  long total = book->count[what];
  if (strcmp(kind, "moment") == 0) {
    sweep_moments(limit, duration);
  } else {
    long step = limit ? (total + limit - 1) / limit : 1;
    sweep_points(what, total, step ? step : 1, what == MEMORY ? 5 : 4);
  }
  if (what != FILES && sum.refused == 0)
    stop("%s: no refusal was noticed in %ld", kind, total);
  if (sum.points == 0)
    stop("%s: nothing was asked for", kind);
  printf("sweep: %s: %ld points of %ld: %ld failed with their code, %ld did without, %ld found the new output, "
         "%ld a set part old and part new, %ld left something that the next run removed\n",
         kind, sum.points, total, sum.refused, sum.done, sum.new, sum.mixed, sum.left);
}

static int sweep_main(int count, char **values, char **variables) {
  argument_count = count;
  arguments = values;
  environment = variables;
  sweep();
  return 0;
}

int __libc_start_main(program *main, int count, char **values, void (*start)(void), void (*end)(void),
                      void (*loader_end)(void), void *stack);
int __libc_start_main(program *main, int count, char **values, void (*start)(void), void (*end)(void),
                      void (*loader_end)(void), void *stack) {
  program *chosen = main;
  kind = getenv("WIJK_SWEEP");
  folder = getenv("WIJK_SWEEP_FOLDER");
  said = getenv("WIJK_SWEEP_SAID");
  last = getenv("WIJK_SWEEP_LAST");
  if (kind && folder && said) {
    run_program = main;
    chosen = sweep_main;
    unsetenv("LD_PRELOAD");
  }
  __typeof__(&__libc_start_main) real = (__typeof__(&__libc_start_main))dlsym(RTLD_NEXT, "__libc_start_main");
  return real(chosen, count, values, start, end, loader_end, stack);
}
