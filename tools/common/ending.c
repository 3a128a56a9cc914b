/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/ending.h"

#include <signal.h>
#include <stddef.h>
#include <wijk/write.h>

static volatile sig_atomic_t late;

static void end_by(int number) {
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigset_t only;
  sigaction(number, &usual, NULL);
  sigemptyset(&only);
  sigaddset(&only, number);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  raise(number);
}

static void handle(int number) {
  if (wijk_outputs_abandon())
    end_by(number);
  else
    late = number;
}

void ending_prepare(void) {
  static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXCPU};
  struct sigaction before, ours = {.sa_handler = handle, .sa_flags = SA_RESTART};
  sigfillset(&ours.sa_mask);
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      sigaction(signals[i], &ours, NULL);
  signal(SIGXFSZ, SIG_IGN);
}

void ending_check(void) {
  if (late)
    end_by(late);
}
