// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: pointers to local variables; see splitter/stack.h. */
#include <stdlib.h>

#include "path.h"
#include "stack.h"

#define MAX_DEPTH	8	/* of functions that hand on what they were given */

static bool is_local(const struct origin *origin)
{
	return origin->kind == ORIGIN_LOCAL;
}

bool stack__only(const struct partition *p, const struct func *func, unsigned int param)
{
	return flow__all_given(p->flow, func, param, is_local);
}

/** struct search - for local variables among what functions of one half give */
struct search {
	const struct partition *p;
	bool kernel;
	struct param_of {		/* looked at already */
		const struct func *func;
		unsigned int param;
	} *seen;
	unsigned int nr_seen;
};

static bool is_new(struct search *s, const struct func *func, unsigned int param)
{
	for (unsigned int i = 0; i < s->nr_seen; i++)
		if (s->seen[i].func == func && s->seen[i].param == param)
			return false;
	*STORE_ADD(s->seen, s->nr_seen) = (struct param_of){ func, param };
	return true;
}

static bool is_given(struct search *s, const struct func *func, unsigned int param);

/* Nobody else has a name for it: the runtime knows it as little as one on the stack. */
static bool is_own_static(const struct origin *origin)
{
	return origin->kind == ORIGIN_GLOBAL && origin->global->local && origin->global->source >= 0 &&
	       !origin->global->type->is_const;
}

static bool some_local(struct search *s, const struct func *func, const struct origins *from)
{
	struct origins all = { 0 };
	bool local = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !local; i++)
		local = is_local(&all.items[i]) || is_own_static(&all.items[i]) ||
			(all.items[i].kind == ORIGIN_PARAM && is_given(s, func, all.items[i].index));
	free(all.items);
	return local;
}

static bool is_given(struct search *s, const struct func *func, unsigned int param)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	if (!is_new(s, func, param))
		return false;
	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];

		if (param < edge->call->nr_args &&
		    (s->kernel ? partition__in_kernel(s->p, edge->caller) :
				 partition__in_user(s->p, edge->caller)) &&
		    some_local(s, edge->caller, &edge->call->args[param]))
			return true;
	}
	return false;
}

bool stack__in_kernel(const struct partition *p, const struct func *func, unsigned int param)
{
	struct search s = { .p = p, .kernel = true };
	bool local = is_given(&s, func, param);

	free(s.seen);
	return local;
}

bool stack__given(const struct partition *p, const struct func *func, const struct origins *from)
{
	struct search s = { .p = p };
	bool local = some_local(&s, func, from);

	free(s.seen);
	return local;
}

/* ---- what is done with it -------------------------------------------------- */

static bool hands_on(const struct call *call, const struct record *record)
{
	for (unsigned int a = 0; a < call->nr_args; a++) {
		const struct type *to = path__pointee(call->types[a]);

		if (to && to->record == record)
			return true;
	}
	return false;
}

static bool is_number(const struct type *type)
{
	type = path__element(type);
	return type->kind == TYPE_RECORD ? !tracked__has_pointers(type->record) :
	       type->kind == TYPE_SCALAR;
}

static bool numbers(const struct func *func, const struct record *record, unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];

		if (!a->global && a->record == record && (!*a->path || !is_number(a->type)))
			return false;
	}
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;

		if (hands_on(&func->calls[i], record) &&
		    (!callee || !callee->walked || depth == MAX_DEPTH ||
		     !numbers(callee, record, depth + 1)))
			return false;
	}
	return true;
}

bool stack__numbers(const struct func *func, unsigned int param)
{
	const struct type *to = path__pointee(func->params[param].type);

	return to && to->kind == TYPE_RECORD && to->record->size > 0 && numbers(func, to->record, 0);
}
