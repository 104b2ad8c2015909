// SPDX-License-Identifier: GPL-2.0
/*
 * Pointers that a callee sets through an argument: `int new(..., struct thing **out)`. The
 * user half has the variable; its stub sends a place for one word, and puts into the
 * variable what comes back.
 */
#include "runtime.h"

static struct cleave_arg *place(struct cleave_call *call, u8 arg)
{
	struct cleave_arg *a = arg < call->nargs ? &call->args[arg] : NULL;

	return a && a->kind == CLEAVE_ARG_BYTES && a->len == sizeof(u64) &&
	       a->dir & CLEAVE_TO_USER ? a : NULL;
}

/* Never a place in an object: what comes there is a word of the user half's. */
void cleave_arg_result(struct cleave_call *call, u8 arg)
{
	if (!place(call, arg))
		cleave_refuse(call, arg, "is no place for a pointer");
}
EXPORT_SYMBOL_GPL(cleave_arg_result);

void cleave_result(struct cleave_call *call, u8 arg, const void *p)
{
	struct cleave_arg *a = place(call, arg);

	if (!a)
		return;
	mutex_lock(&call->channel->mutex);
	*(u64 *)a->mem = p ? cleave_to_user(call->channel, p) : 0;
	mutex_unlock(&call->channel->mutex);
}
EXPORT_SYMBOL_GPL(cleave_result);

/* ---- text that a callee returns ----------------------------------------------------- */

void cleave_arg_text(struct cleave_call *call, u8 arg)
{
	struct cleave_arg *a = arg < call->nargs ? &call->args[arg] : NULL;

	if (!a || a->kind != CLEAVE_ARG_BYTES || a->len != CLEAVE_TEXT_MAX ||
	    !(a->dir & CLEAVE_TO_USER))
		cleave_refuse(call, arg, "is no place for text");
}
EXPORT_SYMBOL_GPL(cleave_arg_text);

/* All of the place is written: what is behind the text goes to the user half, too. */
void cleave_return_text(struct cleave_call *call, u8 arg, const char *s)
{
	strscpy_pad(call->args[arg].mem, s ? s : "", CLEAVE_TEXT_MAX);
	cleave_return(call, !!s);
}
EXPORT_SYMBOL_GPL(cleave_return_text);
