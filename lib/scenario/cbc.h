/* SPDX-License-Identifier: EUPL-1.2 */
/* CBC, bound when the first program is solved: of a dozen libraries behind it no other run needs one. */
#ifndef WIJK_SCENARIO_CBC_H
#define WIJK_SCENARIO_CBC_H

#include <coin/Cbc_C_Interface.h>
#include <wijk/error.h>

#define CBC_FUNCTIONS(F)                                                                                               \
  F(newModel)                                                                                                          \
  F(deleteModel)                                                                                                       \
  F(loadProblem)                                                                                                       \
  F(setInteger)                                                                                                        \
  F(setObjSense)                                                                                                       \
  F(setLogLevel)                                                                                                       \
  F(setParameter)                                                                                                      \
  F(setMaximumNodes)                                                                                                   \
  F(setMaximumSeconds)                                                                                                 \
  F(setAllowableFractionGap)                                                                                           \
  F(setAllowableGap)                                                                                                   \
  F(setMIPStartI)                                                                                                      \
  F(solve)                                                                                                             \
  F(bestSolution)                                                                                                      \
  F(getColSolution)                                                                                                    \
  F(getNodeCount)                                                                                                      \
  F(getBestPossibleObjValue)                                                                                           \
  F(isProvenOptimal)                                                                                                   \
  F(isProvenInfeasible)                                                                                                \
  F(isInitialSolveProvenPrimalInfeasible)                                                                              \
  F(isContinuousUnbounded)

#define CBC_MEMBER(name) __typeof__(Cbc_##name) *name;
typedef struct cbc_functions {
  CBC_FUNCTIONS(CBC_MEMBER)
} cbc_functions;
extern cbc_functions cbc;

/* WIJK_IO where it cannot be loaded, with what to install. */
wijk_status cbc_bind(wijk_error *err);

#endif
