/* SPDX-License-Identifier: EUPL-1.2 */
/* Clp, the linear solver below CBC, bound when the first program is relaxed. */
#ifndef WIJK_SCENARIO_CLP_H
#define WIJK_SCENARIO_CLP_H

#include <coin/Clp_C_Interface.h>
#include <wijk/error.h>

#define CLP_FUNCTIONS(F)                                                                                               \
  F(newModel)                                                                                                          \
  F(deleteModel)                                                                                                       \
  F(setLogLevel)                                                                                                       \
  F(loadProblem)                                                                                                       \
  F(initialSolve)                                                                                                      \
  F(status)                                                                                                            \
  F(primalColumnSolution)                                                                                              \
  F(dualRowSolution)

#define CLP_MEMBER(name) __typeof__(Clp_##name) *name;
typedef struct clp_functions {
  CLP_FUNCTIONS(CLP_MEMBER)
} clp_functions;
extern clp_functions clp;

/* WIJK_IO where it cannot be loaded, with what to install. */
wijk_status clp_bind(wijk_error *err);

#endif
