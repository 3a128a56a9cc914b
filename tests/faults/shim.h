/* SPDX-License-Identifier: EUPL-1.2 */
/* What a program under test asks of the machine, counted, and one of these requests refused. */
#ifndef WIJK_TESTS_FAULTS_SHIM_H
#define WIJK_TESTS_FAULTS_SHIM_H

#include <stdatomic.h>

/* memory: what wijkatlas itself asks for (lib/base/memory.h); what GDAL or glib ask for ends the process by their own
 * choice. files: operations that change something on disk, whoever asks. reads: opening and reading of inputs. */
typedef enum request { MEMORY, FILES, READS, REQUESTS } request;

/* What happens at the request that is waited for. */
typedef enum mishap {
  NOTHING,
  REFUSE,
  KILL,      /* the process ends before the operation */
  KILL_HALF, /* after half of a write */
  SIGNAL     /* it is told to end, and goes on if it may */
} mishap;

/* Shared by the sweep and the run under test. */
typedef struct ledger {
  atomic_long count[REQUESTS];
  request what;
  long at; /* counted from 1 */
  mishap mishap;
  int signal;
  char refused[32]; /* the operation that it happened to */
  char path[256];   /* the file, where that is known */
} ledger;
extern ledger *shim_ledger; /* NULL = everything is granted and nothing counted */
extern char shim_inputs[256];

#endif
