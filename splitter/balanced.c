// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what a function of the kernel half acquires and gives back itself, on all
 * of its ways. Nobody else gives that back, and no record is missing while it lasts: the runtime
 * need not hear of it, and a function that may not sleep can do so.
 */
#include <stdlib.h>
#include <string.h>

#include "locks.h"

/* Whether something else gives it back, too, which the walk does not know of. */
static bool given_otherwise(const struct locks_kind *kind, const struct func *func,
			    const struct model_function *taken)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *f = locks__entry(kind->p->model, &func->calls[i]);

		if (f && store__has_word(f->releases, taken->name) &&
		    strcmp(f->releases, kind->takers))
			return true;
	}
	return false;
}

/* Whether all that acquires or gives back such is called here, by its own name, for one key. */
static bool is_plain(struct locks_kind *kind, const struct func *func)
{
	const char *key = NULL, *by;

	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];
		const struct model_function *f = locks__entry(kind->p->model, call);

		if (locks__effect(kind, func, call, &by) == LOCKS_NONE)
			continue;
		if (!f || !call->word || strcmp(call->word, f->name) || !call->key ||
		    (key && strcmp(key, call->key)) || given_otherwise(kind, func, f))
			return false;
		key = call->key;
	}
	return key;
}

/* With @plain: by calls that its text names alone. */
static bool ends_even(struct partition *p, const struct func *func, const struct model_function *f,
		      bool plain)
{
	struct locks_kind kind = { .p = p, .takers = locks__takers(p->model, f) };
	const char *by;
	bool even;

	kind.funcs = store__alloc(p->facts->nr_all * sizeof(*kind.funcs));
	even = (!plain || is_plain(&kind, func)) && locks__walk(&kind, func, &by) == LOCKS_NONE;
	free(kind.funcs);
	return even;
}

bool balanced__ends(struct partition *p, const struct func *func, const struct model_function *f)
{
	return ends_even(p, func, f, false);
}

bool balanced__in(struct partition *p, const struct func *func, const struct model_function *f)
{
	return !f->of && !f->until_answer && f->returns.birth == BIRTH_NONE &&
	       ends_even(p, func, f, true);
}
