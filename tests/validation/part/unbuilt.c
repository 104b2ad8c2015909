// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the driver of ../unbuilt-part.c that this configuration leaves out. */
#include "part.h"
