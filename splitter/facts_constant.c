// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: arguments that are constants of the driver's text, of functions for
 * which the model asks: the ports of a card that no bus finds. And what may be the length of what
 * another argument leads to; see spans.c.
 */
#include "number.h"

/* Arguments that are a length by the model, or, of a function without an entry, may be one. */
static uint32_t lengths(const struct call *call, const struct model_function *entry)
{
	uint32_t all = 0;

	for (unsigned int i = 0; i < call->nr_args && i < 32; i++)
		if (entry ? model__is_length(entry, i) : call->types[i]->kind == TYPE_SCALAR)
			all |= UINT32_C(1) << i;
	return all;
}

/* Some argument may be the address of a member. */
static bool may_give_member(const struct call *call)
{
	for (unsigned int i = 0; i < call->nr_args; i++)
		for (unsigned int o = 0; o < call->args[i].nr; o++)
			if (call->args[i].items[o].inside ||
			    call->args[i].items[o].kind == ORIGIN_VAR ||
			    call->args[i].items[o].kind == ORIGIN_PARAM)
				return true;
	return false;
}

void facts__constants(struct walker *w, struct call *call, CXCursor cursor)
{
	const struct model_function *entry = call->callee ?
		map__get(&w->u->model->functions, call->callee->name) : NULL;
	uint32_t asked = entry ? entry->constant : 0;

	if (call->callee && may_give_member(call))
		asked |= lengths(call, entry);
	if (!asked)
		return;
	call->values = store__alloc(call->nr_args * sizeof(*call->values));
	for (unsigned int i = 0; i < call->nr_args && i < 32; i++) {
		unsigned long long value;

		if (!(asked & UINT32_C(1) << i) ||
		    !number__constant(clang_Cursor_getArgument(cursor, i), &value))
			continue;
		call->values[i] = value;
		call->constant |= UINT32_C(1) << i;
	}
}
