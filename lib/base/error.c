/* SPDX-License-Identifier: EUPL-1.2 */
#define _GNU_SOURCE /* memrchr */
#include <wijk/error.h>

#include <stdio.h>
#include <string.h>

#include "base/put.h"

static const char ellipsis[] = "…";

void message_put(char *field, size_t size, const char *format, va_list arguments) {
  size_t used = strlen(field);
  int wanted = vsnprintf(field + used, size - used, format, arguments);
  if (wanted < 0 || (size_t)wanted < size - used)
    return;
  size_t end = size - sizeof ellipsis;
  while (end > used && ((unsigned char)field[end] & 0xC0) == 0x80)
    end--;
  memcpy(field + end, ellipsis, sizeof ellipsis);
}

wijk_status wijk_error_set(wijk_error *err, wijk_status status, const char *format, ...) {
  if (err->status != WIJK_OK)
    return err->status;
  err->status = status;
  err->message[0] = err->frames[0] = err->hint[0] = '\0';
  va_list arguments;
  va_start(arguments, format);
  message_put(err->message, sizeof err->message, format, arguments);
  va_end(arguments);
  return status;
}

wijk_status wijk_error_hint(wijk_error *err, const char *format, ...) {
  if (err->status != WIJK_OK && !err->hint[0]) {
    va_list arguments;
    va_start(arguments, format);
    message_put(err->hint, sizeof err->hint, format, arguments);
    va_end(arguments);
  }
  return err->status;
}

wijk_status wijk_error_frame(wijk_error *err, const char *format, ...) {
  size_t used = strlen(err->frames);
  if (err->status == WIJK_OK || used + 16 > sizeof err->frames)
    return err->status;
  if (used)
    memcpy(err->frames + used, "\n", 2);
  va_list arguments;
  va_start(arguments, format);
  message_put(err->frames, sizeof err->frames, format, arguments);
  va_end(arguments);
  const char *last = memrchr(err->frames, '\n', used); /* the frame before, which may say the same */
  last = last ? last + 1 : err->frames;
  if (used && strlen(err->frames + used + 1) == (size_t)(err->frames + used - last) &&
      memcmp(last, err->frames + used + 1, (size_t)(err->frames + used - last)) == 0)
    err->frames[used] = '\0';
  return err->status;
}

const char *wijk_status_text(wijk_status status) {
  switch (status) {
  case WIJK_OK:
    return "done";
  case WIJK_ANSWER_NO:
    return "it ran, and the answer is no (faults found, proposal red)";
  case WIJK_USAGE:
    return "the command line or the study file asks for something that cannot be";
  case WIJK_DATA:
    return "a source holds something that cannot be believed";
  case WIJK_IO:
    return "a file could not be read or written";
  case WIJK_MEMORY:
    return "there is not enough memory";
  case WIJK_BUG:
    return "a fault of wijkatlas itself";
  }
  return "unknown status";
}
