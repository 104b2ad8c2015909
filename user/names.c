// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names for addresses of the driver, from the symbols that both halves know.
 */
#include "libcleave.h"

#include <stddef.h>

const char *cleave_symbol_name(const void *p)
{
	const struct cleave_user_half *half = &cleave_user_half;

	for (unsigned int i = 0; p && i < half->nr_symbols; i++)
		if (half->symbols[i] == p)
			return half->symbol_names[i];
	return NULL;
}
