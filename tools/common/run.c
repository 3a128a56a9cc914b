/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/program.h"
