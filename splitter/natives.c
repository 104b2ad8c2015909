// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: which objects that the kernel half makes by itself the runtime hears of.
 * The call must be a word of a function that may sleep and has a parameter that leads to an object:
 * what is made ends with the root of that one. Not of what has a part of the driver's behind it:
 * which part the kernel half wants there nobody tells.
 */
#include <string.h>

#include "partition.h"

/* The word is the kernel's function that is called, so it can be another one there. */
static bool named(const struct call *call, const struct model_function *entry)
{
	return call->word && (entry->of || !strcmp(call->word, call->callee->name));
}

const struct model_function *natives__made(const struct partition *p, const struct func *func,
					   const struct call *call)
{
	const struct model_function *entry = call->callee ?
		map__get(&p->model->functions, call->callee->name) : NULL;
	const struct model_type *type;

	if (!entry || entry->returns.birth != BIRTH_OBJECT || entry->returns.at >= 0 ||
	    entry->returns.managed || entry->returns.trailing || !entry->acquires ||
	    entry->unless || entry->until_answer || !named(call, entry) || func->from_macro ||
	    func->early || func->outline || call->held || p->context->nodes[func->index].atomic)
		return NULL;
	type = map__get(&p->model->types, entry->returns.object);
	return type && type->root ? entry : NULL;
}

/* It is never assigned to, so it leads there all the time. */
static bool constant(const struct func *func, unsigned int param)
{
	return func->vars[param].nr == 1 && func->vars[param].items[0].kind == ORIGIN_PARAM &&
	       func->vars[param].items[0].index == (int)param;
}

int natives__owner(const struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_params && i < func->nr_vars; i++) {
		const struct type *type = func->params[i].type;

		if (type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD &&
		    *func->params[i].name && !func->params[i].shadowed &&
		    tracked__is(p, type->to->record) && !tracked__guest(p, type->to->record) &&
		    constant(func, i))
			return i;
	}
	return -1;
}

const char *natives__name(const struct partition *p, const struct func *func,
			  const struct call *call)
{
	int owner = natives__owner(p, func);

	return owner < 0 || !natives__made(p, func, call) ? NULL :
	       strings__format(p->strings, "%s__of_%s", call->callee->name,
			       func->params[owner].name);
}
