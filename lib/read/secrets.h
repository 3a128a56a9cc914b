/* SPDX-License-Identifier: EUPL-1.2 */
/* Secret facilities leave at the door of the public edition, before anything is read from them. */
#ifndef WIJK_READ_SECRETS_H
#define WIJK_READ_SECRETS_H

#include "read/reading.h"

/* Removes every row that is secret, and, where faulty rows are skipped, every row of which that cannot be known. What
 * is left is numbered anew: nothing afterwards depends on the rows removed. Fails (WIJK_DATA) without a field that says
 * what is secret, unless the caller vouches that nothing is, and on a value in it that is neither yes nor no. */
wijk_status wijk_secrets_withhold(wijk_reading *reading, const wijk_facility_choice *choice, wijk_error *err);

#endif
