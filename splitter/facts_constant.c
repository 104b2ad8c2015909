// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: arguments that are constants of the driver's text, of functions for
 * which the model asks: the ports of a card that no bus finds.
 */
#include "number.h"

void facts__constants(struct walker *w, struct call *call, CXCursor cursor)
{
	const struct model_function *entry = call->callee ?
		map__get(&w->u->model->functions, call->callee->name) : NULL;

	if (!entry || !entry->constant)
		return;
	call->values = store__alloc(call->nr_args * sizeof(*call->values));
	for (unsigned int i = 0; i < call->nr_args && i < 32; i++) {
		unsigned long long value;

		if (!(entry->constant & UINT32_C(1) << i) ||
		    !number__constant(clang_Cursor_getArgument(cursor, i), &value))
			continue;
		call->values[i] = value;
		call->constant |= UINT32_C(1) << i;
	}
}
