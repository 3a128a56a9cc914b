/* SPDX-License-Identifier: EUPL-1.2 */
/* A run that is told to end: by Ctrl-C, by a closed terminal, by who shuts the machine down. */
#ifndef WIJK_TOOLS_ENDING_H
#define WIJK_TOOLS_ENDING_H

/* From now on such a signal removes what is temporary before it ends the process. One that the process was started to
 * ignore (nohup) stays ignored. A file grown too large for the shell's limit is a failed write, not an end. */
void ending_prepare(void);
/* Ends the process by the signal that came while outputs were being put in place, if one did. */
void ending_check(void);

#endif
