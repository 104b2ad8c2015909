// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * HZ of a user half that does not say. In a file of its own, so that no
 * compiler reads the value where it is used.
 */
#include "cleave/boundary.h"

__attribute__((weak)) const unsigned int cleave_hz = 250;
