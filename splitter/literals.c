// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: strings that are stored in objects. Each half has its own literals,
 * so only such may cross as both views can have a name in the place of: what is stored must be
 * followed to its literals.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"

#define MAX_DEPTH	4

struct search {
	struct partition *p;
	void (*found)(void *data, const struct literal *literal);
	void *data;
};

static bool known(const struct search *s, const struct func *func, const struct origins *from,
		  unsigned int depth);

bool literals__is_char(const struct type *type)
{
	return type && type->kind == TYPE_SCALAR &&
	       (!strcmp(type->canonical, "char") || !strcmp(type->canonical, "const char"));
}

bool literals__is_string(const struct type *type)
{
	return type && type->kind == TYPE_POINTER && literals__is_char(type->to);
}

/* What all callers give as that parameter. */
static bool given(const struct search *s, const struct func *func, unsigned int param,
		  unsigned int depth)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];
	bool all = partition__ours(func) && !node->nr_slots;

	for (unsigned int i = 0; i < node->nr_callers; i++)
		all &= param < node->callers[i].call->nr_args &&
		       known(s, node->callers[i].caller, &node->callers[i].call->args[param],
			     depth + 1);
	return all && node->nr_callers;
}

/* What the driver's tables have there. */
static bool in_tables(const struct search *s, const char *slot, unsigned int depth)
{
	bool all = true, some = false;

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++)
		for (unsigned int i = 0; i < s->p->facts->all[f]->nr_stores; i++)
			if (s->p->facts->all[f]->stores[i].slot &&
			    !strcmp(s->p->facts->all[f]->stores[i].slot, slot))
				return false;
	for (unsigned int g = 0; g < s->p->facts->nr_variables; g++) {
		const struct func *init = s->p->facts->variables[g]->init;

		for (unsigned int i = 0; init && i < init->nr_stores; i++)
			if (init->stores[i].slot && !strcmp(init->stores[i].slot, slot)) {
				all &= known(s, init, &init->stores[i].from, depth + 1);
				some = true;
			}
	}
	return all && some;
}

/* static const char *const names[]; or one that is only not called constant */
static bool in_list(const struct search *s, const struct global *global, unsigned int depth)
{
	const struct func *init = global->init;
	bool all = init && global->type->kind == TYPE_ARRAY &&
		   visible__initial_only(s->p, global);

	for (unsigned int i = 0; all && i < init->nr_stores; i++)
		all &= known(s, init, &init->stores[i].from, depth + 1);
	return all;
}

static bool origin_known(const struct search *s, const struct func *func, const struct origin *o,
			 unsigned int depth)
{
	if (o->inside)
		return tracked__is(s->p, o->inside);
	switch (o->kind) {
	case ORIGIN_NULL:
		return true;
	case ORIGIN_STRING:
		if (o->literal)
			s->found(s->data, o->literal);
		return o->literal;
	case ORIGIN_PARAM:
		return given(s, func, o->index, depth);
	case ORIGIN_FIELD:
		return (tracked__is(s->p, o->record) && !needs__copied(s->p, o)) ||
		       (o->record->in_driver && o->slot && in_tables(s, o->slot, depth));
	case ORIGIN_VARIABLE:
		return o->slot ? o->global->source >= 0 && in_tables(s, o->slot, depth) :
				 in_list(s, o->global, depth);
	case ORIGIN_GLOBAL:
		return o->global->source >= 0 && o->global->type->is_const && !o->global->local;
	default:
		return false;
	}
}

static bool known(const struct search *s, const struct func *func, const struct origins *from,
		  unsigned int depth)
{
	struct origins all = { 0 };
	bool ok = depth <= MAX_DEPTH;

	if (ok)
		flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		ok &= origin_known(s, func, &all.items[i], depth);
	free(all.items);
	return ok;
}

bool literals__find(struct partition *p, const struct func *func, const struct origins *from,
		    void (*found)(void *data, const struct literal *literal), void *data)
{
	const struct search s = { p, found, data };

	return known(&s, func, from, 0);
}
