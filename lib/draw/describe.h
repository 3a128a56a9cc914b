/* SPDX-License-Identifier: EUPL-1.2 */
/* What a map shows, in one sentence, for who does not see it. */
#ifndef WIJK_DRAW_DESCRIBE_H
#define WIJK_DRAW_DESCRIBE_H

#include "draw/arcs.h"
#include "draw/shade.h"

wijk_status map_describe(const wijk_map_request *request, const shade *s, const draw_arcs *arcs, wijk_arena *arena,
                         const char **sentence, wijk_error *err);

#endif
