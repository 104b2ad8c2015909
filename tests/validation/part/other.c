// SPDX-License-Identifier: GPL-2.0-or-later
/* Another driver. */
#include "foreign.h"

static const struct foreign_ops none;
