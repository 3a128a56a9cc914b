/* SPDX-License-Identifier: EUPL-1.2 */
/* A failure, as a value the caller owns: what is wrong, where, and what to do. */
#ifndef WIJK_ERROR_H
#define WIJK_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WIJK_PRINTF(format_index, first_index) __attribute__((format(printf, format_index, first_index)))
#else
#define WIJK_PRINTF(format_index, first_index)
#endif

/* The status of a call is the exit code of the program it fails. */
typedef enum wijk_status {
  WIJK_OK = 0,
  WIJK_ANSWER_NO = 1, /* it ran, and the answer is no: faults found, proposal red */
  WIJK_USAGE = 2,     /* the command line or the study file asks for something that cannot be */
  WIJK_DATA = 3,      /* a source holds something that cannot be believed */
  WIJK_IO = 4,        /* a file, folder or device does not do what was asked */
  WIJK_MEMORY = 5,
  WIJK_BUG = 6 /* wijkatlas broke a promise of its own */
} wijk_status;

/* Start one as `wijk_error err = {0}`. Every function that takes a `wijk_error *` takes it last (before the
 * arguments of a format) and needs one: it is never NULL. Texts are UTF-8, lower case, without full stop. */
typedef struct wijk_error {
  wijk_status status;
  char message[4000]; /* what is wrong, with file, row, field and value; more lines where more is wrong */
  char frames[600];   /* "while reading facilities", one line each, innermost first */
  char hint[400];     /* what to do about it; empty where there is nothing to say */
} wijk_error;

/* Fills `err` and returns `status`, so that a failing function ends with
 * `return wijk_error_set(err, WIJK_DATA, ...)`. The first error wins: once `err` holds one, its message
 * stays and its status is returned. A text too long is cut at a character boundary and ends in "…". */
wijk_status wijk_error_set(wijk_error *err, wijk_status status, const char *format, ...) WIJK_PRINTF(3, 4);

/* Adds the sentence that says what to do; the first one stays. Returns the status held by `err`. */
wijk_status wijk_error_hint(wijk_error *err, const char *format, ...) WIJK_PRINTF(2, 3);

/* Adds a frame ("reading facilities") on the way up. Returns the status held by `err`. */
wijk_status wijk_error_frame(wijk_error *err, const char *format, ...) WIJK_PRINTF(2, 3);

/* One English sentence for each status, for manuals and `--help`. */
const char *wijk_status_text(wijk_status status);

#ifdef __cplusplus
}
#endif
#endif
