// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the audit, which knows where pointers lead: the types of the objects that the text of an
 * upcall's function looks at or writes to, through whatever runs in the user half for it. The kernel
 * half need not synchronise others for the call. Where it is not known what is looked at, that may
 * be any object.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "path.h"

/** struct regard - what one function looks at */
struct regard {
	struct audit *audit;
	const struct func *func;
	bool *types;		/* by index in plan->types */
	bool any;
};

/* Return: whether there is an object with one in it. */
static bool note_record(struct regard *r, const struct record *record)
{
	const struct share *s = r->audit->s;
	bool found = false;

	for (unsigned int t = 0; record && t < s->nr_types; t++)
		if (audit__holds(&s->types[t], record))
			found = r->types[t] = true;
	return found;
}

/* @known: what it is taken for is in objects of types that have been noted */
static void note_lead(struct regard *r, const struct lead *lead, bool known)
{
	switch (lead->kind) {
	case LEAD_OBJECT:
	case LEAD_COPY:
		if (lead->record)
			note_record(r, lead->record);
		else
			r->any |= lead->kind == LEAD_COPY || !known;
		break;
	case LEAD_UNKNOWN:
		r->any |= !known;
		break;
	default:
		break;
	}
}

static void note_origin(struct regard *r, const struct origin *from, bool known)
{
	int type = from->kind == ORIGIN_GLOBAL ? audit__variable(r->audit, from->global) : -1;
	struct leads leads = { 0 };

	if (type >= 0) {
		r->types[type] = true;
		return;
	}
	audit__leads(r->audit, r->func, &(struct origins){ (struct origin *)from, 1 }, &leads);
	for (unsigned int i = 0; i < leads.nr; i++)
		note_lead(r, &leads.items[i], known);
	r->any |= !leads.nr && !known && from->kind != ORIGIN_NULL;
	free(leads.items);
}

/* @as: what it is taken for, or NULL */
static void note_pointer(struct regard *r, const struct origins *from, const struct record *as)
{
	bool known = note_record(r, as);

	for (unsigned int i = 0; i < from->nr; i++)
		note_origin(r, &from->items[i], known);
	r->any |= !from->nr && !known;
}

static void note_access(struct regard *r, const struct access *access)
{
	int type = access->global ? audit__variable(r->audit, access->global) : -1;

	if (type >= 0)
		r->types[type] = true;
	else if (access->record)
		note_pointer(r, &access->base, access->record);
}

/* ---- calls ------------------------------------------------------------------ */

/* Of an argument that is but an address, what it leads to is the kernel half's to look at. */
static bool looks(const struct plan_downcall *down)
{
	for (unsigned int i = 0; i < down->nr_args; i++)
		switch (down->args[i].kind) {
		case ARG_BUFFER:
		case ARG_STRING:
		case ARG_STRING_KEPT:
		case ARG_FORMAT:
			return true;
		default:
			break;
		}
	return false;
}

/* The length of a buffer may be a member of whatever its expression leads to. */
static bool is_measured(const struct plan_downcall *down)
{
	for (unsigned int i = 0; i < down->nr_args; i++)
		if (down->args[i].kind == ARG_BUFFER && down->args[i].len &&
		    strstr(down->args[i].len, "->"))
			return true;
	return false;
}

/* @back: the callee runs in the user half, and so does what it calls back */
static void note_args(struct regard *r, const struct call *call, bool back)
{
	for (unsigned int a = 0; a < call->nr_args; a++) {
		const struct type *to = path__pointee(call->types[a]);

		if (to && to->kind == TYPE_FUNCTION)
			r->any |= back && (call->args[a].nr != 1 ||
					   call->args[a].items[0].kind != ORIGIN_FUNCTION);
		else if (to)
			note_pointer(r, &call->args[a], to->record);
	}
}

static void note_callee(struct regard *r, const struct call *call, const char *name, bool macro)
{
	const struct plan_downcall *down = audit__downcall(r->audit, name, macro);

	r->any |= down && is_measured(down);
	if (!down || looks(down))
		note_args(r, call, !down);
}

static void note_call(struct regard *r, const struct call *call)
{
	const struct share *s = r->audit->s;
	struct targets targets = { 0 };

	flow__targets(s->p->flow, r->func, call, &targets);
	if (call->macro)
		note_callee(r, call, call->macro, true);
	for (unsigned int i = 0; i < targets.nr; i++)
		if (!s->user[targets.items[i]->index])
			note_callee(r, call, targets.items[i]->name, false);
	r->any |= !call->macro && !targets.nr;
	free(targets.items);
}

/* ---- functions and upcalls ---------------------------------------------------- */

static void note_function(struct regard *r)
{
	const struct func *func = r->func;

	for (unsigned int i = 0; i < func->nr_accesses; i++)
		note_access(r, &func->accesses[i]);
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (!func->derefs[i].to || func->derefs[i].to->kind != TYPE_FUNCTION)
			note_pointer(r, &func->derefs[i].from,
				     func->derefs[i].to ? func->derefs[i].to->record : NULL);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		note_call(r, &func->calls[i]);
}

static struct regard *regards_of_all(struct audit *audit)
{
	const struct share *s = audit->s;
	const struct facts *facts = s->p->facts;
	struct regard *all = store__alloc((facts->nr_all + 1) * sizeof(*all));

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		if (!s->user[f])
			continue;
		all[f] = (struct regard){ .audit = audit, .func = facts->all[f],
					  .types = store__alloc(s->nr_types + 1) };
		note_function(&all[f]);
	}
	return all;
}

static void fill(const struct share *s, const struct regard *all, struct plan_upcall *up,
		 const bool *within)
{
	bool *types = store__alloc(s->nr_types + 1);
	bool found = false;

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		if (!within[f])
			continue;
		found = true;
		up->anything |= all[f].any;
		for (unsigned int t = 0; t < s->nr_types; t++)
			types[t] |= all[f].types[t];
	}
	up->anything |= !found;
	for (unsigned int t = 0; t < s->nr_types && !up->anything; t++)
		if (types[t])
			*STORE_ADD(up->types, up->nr_types) = store__copy(s->plan->types[t].ident);
	free(types);
}

void audit__types(struct audit *audit)
{
	const struct share *s = audit->s;
	struct regard *all = regards_of_all(audit);

	for (unsigned int i = 0; i < s->plan->nr_upcalls; i++)
		fill(s, all, &s->plan->upcalls[i], s->within[i]);
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++)
		free(all[f].types);
	free(all);
}
