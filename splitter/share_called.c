// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: functions that downcalls have the kernel call, each with the member
 * that it will be called with: a timer's, a work's. By another member it would find the beginning
 * of what that lies in elsewhere. The driver's text says which ones belong together; where it does
 * not, by a table say, any function of the type is believed.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

/** struct pairs - a downcall's, as its checks tell them */
struct pairs {
	struct share *s;
	const struct plan_downcall *down;
	unsigned int at;	/* the argument that is a function */
	char *all;
};

/* Some object has the structure within another one, or several: more places than are told here. */
static bool is_embedded(const struct share *s, const struct record *record)
{
	for (unsigned int t = 0; t < s->nr_types; t++)
		for (unsigned int i = 0; i < s->types[t].nr_instances; i++) {
			const struct instance *in = &s->types[t].instances[i];

			if (in->record == record && (*in->path || in->count > 1))
				return true;
		}
	return false;
}

/* The places of that member in all objects that are known: a C condition, or NULL. */
static char *places(struct share *s, const struct origin *o, const struct record *record)
{
	char *all = NULL;

	if (is_embedded(s, o->inside))
		return NULL;

	for (unsigned int t = 0; t < s->nr_types; t++)
		for (unsigned int i = 0; i < s->types[t].nr_instances; i++) {
			const struct instance *in = &s->types[t].instances[i];
			char *longer;

			if (in->record != record || in->root != o->inside || in->count > 1 ||
			    strcmp(in->path, o->member))
				continue;
			longer = store__format("%s%scleave_at(call, 0, $0, CLEAVE_TYPE_%s, %s)",
					       all ? all : "", all ? " || " : "",
					       s->plan->types[t].ident, share__offset_of(s, in));
			free(all);
			all = longer;
		}
	return all;
}

static const struct origin *only(const struct origins *from)
{
	return from->nr == 1 ? &from->items[0] : NULL;
}

/* "$1 == own_timer && (...)", or NULL: the text does not say so much. */
static char *pair(const struct pairs *pairs, const struct call *call)
{
	const struct origin *with = only(&call->args[0]), *fn = only(&call->args[pairs->at]);
	const struct type *type = call->types[0];
	char *where, *term = NULL;

	/* A static one is known to its own file, as the stub's is. */
	if (!fn || fn->kind != ORIGIN_FUNCTION || fn->func->unit != pairs->down->unit ||
	    !with || !with->inside || with->moved || with->beyond ||
	    type->kind != TYPE_POINTER || type->to->kind != TYPE_RECORD)
		return NULL;
	where = places(pairs->s, with, type->to->record);
	if (where)
		term = store__format("($%u == %s && (%s))", pairs->at, fn->func->name, where);
	free(where);
	return term;
}

static bool add_pair(struct pairs *pairs, const struct call *call)
{
	char *term = pair(pairs, call), *longer;
	bool added = term;

	if (term && !(pairs->all && strstr(pairs->all, term))) {
		longer = store__format("%s%s%s", pairs->all ? pairs->all : "",
				       pairs->all ? " || " : "", term);
		free(pairs->all);
		pairs->all = longer;
	}
	free(term);
	return added;
}

static bool is_call(const struct plan_downcall *down, const struct call *call)
{
	const char *name = down->kind == DOWN_MACRO ? call->macro :
			   call->callee ? call->callee->name : NULL;

	return name && !strcmp(name, down->name);
}

static bool collect(struct pairs *pairs)
{
	const struct facts *facts = pairs->s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; pairs->s->user[f] && i < facts->all[f]->nr_calls; i++)
			if (is_call(pairs->down, &facts->all[f]->calls[i]) &&
			    !add_pair(pairs, &facts->all[f]->calls[i]))
				return false;
	return pairs->all;
}

static void check(struct share *s, struct plan_downcall *down, unsigned int at)
{
	struct pairs pairs = { .s = s, .down = down, .at = at };

	if (!down->args[at].check && collect(&pairs)) {
		down->args[at].check = pairs.all;
		return;
	}
	free(pairs.all);
}

void share__called(struct share *s)
{
	for (unsigned int d = 0; d < s->plan->nr_downcalls; d++) {
		struct plan_downcall *down = &s->plan->downcalls[d];

		for (unsigned int i = 1; i < down->nr_args; i++)
			if (down->kind <= DOWN_MACRO && down->args[0].kind == ARG_OBJECT &&
			    map__get(&s->p->model->slots,
				     strings__format(s->p->strings, "%s#%u", down->name, i)))
				check(s, down, i);
	}
}
