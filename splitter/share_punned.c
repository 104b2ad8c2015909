// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: structures of the driver's that the kernel half takes for others. It
 * touches members by other names then, and nobody knows which those are, so it touches all of what
 * the pointer leads to. (A function of the user half does no such thing: offsets.c, audit.c.)
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"

#define MAX_DEPTH	4	/* calls that a pointer without a type is followed through */

/** struct punning - a pointer is followed as if it led to an @as */
struct punning {
	struct share *s;
	const struct func *func;
	const struct record *as;
	unsigned int depth;	/* members that it was loaded from */
	bool asks;		/* nothing is noted: does it lead to one, perhaps? */
	bool leads;		/* it does */
	bool told;		/* some declaration says where it leads */
	bool *vars;		/* local variables that were looked at */
};

static void take(struct punning *p, const struct origins *from);

static const struct record *record_of(const struct type *type)
{
	type = path__element(type);
	return type && type->kind == TYPE_RECORD ? type->record : NULL;
}

/* It is one of those, begins with one, or one begins with it; @moved: or is around it. */
static bool fits(const struct record *record, const struct record *as, bool moved)
{
	return offsets__alike(record, as) || (moved && path__holds(as, record));
}

static void of_record(struct punning *p, const struct record *record, bool moved)
{
	p->told = true;
	if (fits(record, p->as, moved))
		p->leads = true;
	else if (record->in_driver && !p->asks)
		share__whole(p->s, record);
}

/* Of what is no larger than the member only that can be meant. */
static void of_member(struct punning *p, const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(o->inside, o->member, steps);
	const struct type *member = nr > 0 ? steps[nr - 1].field->type : NULL;
	const struct record *part = record_of(member);

	/* container_of() moves it to what is around. */
	if ((part && fits(part, p->as, o->moved)) ||
	    (o->moved && path__holds(p->as, o->inside))) {
		p->leads = true;
		return;
	}
	if (part && !o->moved && p->as->size <= member->size)
		of_record(p, part, false);
	else if (part || !member || o->moved || p->as->size > member->size)
		of_record(p, o->inside, false);
}

static const struct record *declared(const struct punning *p, const struct origin *o)
{
	const struct func *callee = o->kind == ORIGIN_CALL ? p->func->calls[o->index].callee : NULL;

	return callee ? record_of(path__pointee(callee->ret)) : share__ours(p->func, o);
}

static bool is_nothing(const struct origins *from)
{
	bool nothing = true;

	for (unsigned int i = 0; i < from->nr; i++)
		nothing &= from->items[i].kind == ORIGIN_NULL;
	return nothing;
}

/*
 * What a member that is declared to lead to anything was stored there as: does that lead to one?
 * Memory of which nobody says what it is may be one.
 */
static bool of_stored(struct punning *p, const char *slot, bool asks)
{
	const struct facts *facts = p->s->p->facts;
	bool leads = false;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		for (unsigned int i = 0; i < func->nr_stores; i++) {
			struct punning stored = { .s = p->s, .func = func, .as = p->as,
						  .depth = p->depth + 1, .asks = asks };

			if (!func->stores[i].slot || strcmp(func->stores[i].slot, slot))
				continue;
			take(&stored, &func->stores[i].from);
			leads |= stored.leads ||
				 (!stored.told && !is_nothing(&func->stores[i].from));
		}
	}
	return leads;
}

static void follow(struct punning *p, const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];
		const struct record *record = o->inside ? NULL : declared(p, o);

		if (o->inside)
			of_member(p, o);
		else if (record)
			of_record(p, record, o->moved);
		else if (o->kind == ORIGIN_FIELD && o->slot && p->depth < MAX_DEPTH &&
			 !of_stored(p, o->slot, true) && !p->asks)
			of_stored(p, o->slot, false);
		if (o->inside || o->kind != ORIGIN_VAR || p->vars[o->index])
			continue;
		p->vars[o->index] = true;
		follow(p, &p->func->vars[o->index]);
	}
}

static void take(struct punning *p, const struct origins *from)
{
	p->vars = store__alloc(p->func->nr_vars + 1);
	follow(p, from);
	free(p->vars);
}

static void take_as(struct share *s, const struct func *func, const struct origins *from,
		    const struct record *as)
{
	struct punning p = { .s = s, .func = func, .as = as };

	take(&p, from);
}

/* What a parameter is declared to lead to; else what the callee follows it as. */
static void take_argument(struct share *s, const struct func *func, const struct origins *from,
			  const struct func *callee, unsigned int arg, unsigned int depth)
{
	const struct type *to = arg < callee->nr_params ?
		path__pointee(callee->params[arg].type) : NULL;

	if (!to || to->kind == TYPE_RECORD) {
		if (to)
			take_as(s, func, from, to->record);
		return;
	}
	for (unsigned int i = 0; i < callee->nr_accesses; i++)
		if (callee->accesses[i].record &&
		    flow__holds(callee, &callee->accesses[i].base, ORIGIN_PARAM, arg))
			take_as(s, func, from, callee->accesses[i].record);
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++) {
		const struct call *call = &callee->calls[i];

		for (unsigned int a = 0; call->callee && partition__ours(call->callee) &&
		     a < call->nr_args; a++)
			if (flow__holds(callee, &call->args[a], ORIGIN_PARAM, arg))
				take_argument(s, func, from, call->callee, a, depth + 1);
	}
}

void share__punned(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; s->kernel[func->index] && i < func->nr_accesses; i++)
		if (func->accesses[i].record)
			take_as(s, func, &func->accesses[i].base, func->accesses[i].record);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;

		for (unsigned int a = 0; callee && partition__ours(callee) &&
		     s->kernel[callee->index] && a < func->calls[i].nr_args; a++)
			take_argument(s, func, &func->calls[i].args[a], callee, a, 0);
	}
}
