// SPDX-License-Identifier: GPL-2.0-or-later
/* Where pointers come from, also through variables and calls; see splitter/flow.h. */
#include <stdlib.h>
#include <string.h>

#include "flow.h"

#define MAX_DEPTH	8	/* calls that origins are followed through, either way */

/** struct resolving - one flow__resolve() under way */
struct resolving {
	const struct func *func;
	struct origins *out;
	bool *seen;		/* variables */
	unsigned int depth;
};

/** struct way - what was done to a pointer on the way from its origin */
struct way {
	const struct record *inside;
	const char *member;
	bool moved;
	bool beyond;
};

static void resolve(struct resolving *r, const struct origins *from, struct way way);

/* Whether arithmetic was done with the address of the member that is known at the end of the way. */
static bool goes_beyond(struct way way, const struct origin *origin)
{
	return way.inside ? way.beyond : origin->beyond || (way.moved && origin->inside);
}

static void keep(struct origins *out, const struct origin *origin, struct way way)
{
	const char *member = way.inside ? way.member : origin->member;
	struct origin *kept;

	for (unsigned int i = 0; i < out->nr; i++) {
		struct origin *o = &out->items[i];

		if (o->kind == origin->kind && o->index == origin->index &&
		    o->func == origin->func && o->global == origin->global &&
		    o->literal == origin->literal &&
		    o->record == origin->record && o->path == origin->path &&
		    o->inside == (way.inside ? way.inside : origin->inside) &&
		    o->member == member) {
			o->moved |= way.moved || origin->moved;
			o->beyond |= goes_beyond(way, origin);
			return;
		}
	}
	kept = STORE_ADD(out->items, out->nr);
	*kept = *origin;
	kept->beyond = goes_beyond(way, origin);
	if (way.inside)
		kept->inside = way.inside;
	kept->member = member;
	kept->moved |= way.moved;
}

static struct way further(struct way way, const struct origin *origin)
{
	return (struct way){ way.inside ? way.inside : origin->inside,
			     way.inside ? way.member : origin->member,
			     way.moved || origin->moved, goes_beyond(way, origin) };
}

/* What a function returns that it was given is what the caller gave. */
static bool through_call(struct resolving *r, const struct origin *origin, struct way way)
{
	const struct call *call = &r->func->calls[origin->index];
	struct origins returned = { 0 };
	bool passes = true;

	if (!call->callee || !call->callee->walked || !call->callee->returned.nr ||
	    r->depth >= MAX_DEPTH)
		return false;
	r->depth++;
	{
		struct resolving inner = {
			.func = call->callee,
			.out = &returned,
			.seen = store__alloc(call->callee->nr_vars),
			.depth = r->depth,
		};

		resolve(&inner, &call->callee->returned, (struct way){ 0 });
		free(inner.seen);
	}
	r->depth--;
	for (unsigned int i = 0; i < returned.nr; i++) {
		const struct origin *o = &returned.items[i];

		if (o->kind == ORIGIN_PARAM && (unsigned int)o->index < call->nr_args)
			resolve(r, &call->args[o->index], further(way, o));
		else if (o->kind == ORIGIN_CALL || o->kind == ORIGIN_PARAM)
			passes = false;	/* means something only in there */
		else
			keep(r->out, o, way);
	}
	free(returned.items);
	return passes;
}

/* What is in a table that the pointer leads into; of anything else nobody knows what it holds. */
static void load(struct resolving *r, const struct origins *pointer, struct way way)
{
	struct origins tables = { 0 };

	flow__resolve(r->func, pointer, &tables);
	for (unsigned int i = 0; i < tables.nr; i++) {
		const struct origin *o = &tables.items[i];
		struct origin loaded = { .kind = ORIGIN_UNKNOWN, .path = "" };

		if (o->kind == ORIGIN_NULL)
			continue;	/* nothing */
		if (o->kind == ORIGIN_GLOBAL && o->global->slot) {
			loaded.kind = ORIGIN_VARIABLE;
			loaded.global = o->global;
		}
		keep(r->out, &loaded, way);
	}
	free(tables.items);
}

static void resolve(struct resolving *r, const struct origins *from, struct way way)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];

		if (o->kind == ORIGIN_VAR) {
			if (!r->seen[o->index]) {
				r->seen[o->index] = true;
				resolve(r, &r->func->vars[o->index],
					further(way, o));
				r->seen[o->index] = false;
			}
		} else if (o->kind == ORIGIN_LOADED) {
			load(r, &r->func->loads[o->index], way);
		} else if (o->kind != ORIGIN_CALL || !through_call(r, o, further(way, o))) {
			keep(r->out, o, way);
		}
	}
}

void flow__resolve(const struct func *func, const struct origins *from, struct origins *out)
{
	struct resolving r = { .func = func, .out = out };

	r.seen = store__alloc(func->nr_vars);
	resolve(&r, from, (struct way){ 0 });
	free(r.seen);
}

/* The parameters of a region are not the first of its variables. */
const struct type *flow__declared(const struct func *func, const struct origin *from)
{
	if (from->kind == ORIGIN_PARAM)
		return func->params[from->index].type;
	return from->kind == ORIGIN_VAR ? func->var_types[from->index] : NULL;
}

bool flow__holds(const struct func *func, const struct origins *from, enum origin_kind kind,
		 int index)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = all.items[i].kind == kind && all.items[i].index == index;
	free(all.items);
	return found;
}

static bool comes_from(const struct func *func, const struct origins *from,
		       const struct global *global, bool loaded)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = (all.items[i].kind == ORIGIN_GLOBAL ||
			 (loaded && all.items[i].kind == ORIGIN_VARIABLE)) &&
			all.items[i].global == global;
	free(all.items);
	return found;
}

bool flow__is_variable(const struct func *func, const struct origins *from,
		       const struct global *global)
{
	return comes_from(func, from, global, true);
}

bool flow__leads_to(const struct func *func, const struct origins *from,
		    const struct global *global)
{
	return comes_from(func, from, global, false);
}
