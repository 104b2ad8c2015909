// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: the function that a region becomes, and the call that stands for it. */
#include <stdlib.h>

#include "outline_parts.h"

static const struct type *pointer_to(struct unit_facts *u, const struct type *to)
{
	struct facts *facts = u->facts;
	const char *spelling = strings__format(facts->strings, "%s *", to->spelling);
	struct type *type = map__get(&facts->types, spelling);

	if (type)
		return type;
	type = store__alloc(sizeof(*type));
	type->kind = TYPE_POINTER;
	type->spelling = spelling;
	type->canonical = strings__format(facts->strings, "%s *", to->canonical);
	type->size = sizeof(void *);
	type->to = to;
	map__put(&facts->types, spelling, type);
	return type;
}

static void add_variable(struct region *r, struct walker *inner, unsigned int i)
{
	struct func *of = r->w->func, *func = r->func;
	const struct used *used = &r->used[i];
	struct strings *strings = r->w->u->facts->strings;
	struct outline_var *var = STORE_ADD(func->outline->vars, func->outline->nr_vars);
	struct origin *origin;
	struct param *param;

	var->name = used->name ? used->name :
		    facts__text(r->w->u, clang_getCursorSpelling(used->decl));
	var->type = of->var_types[used->var];
	var->written = used->written;
	var->param = -1;
	var->of_var = used->var;
	facts__new_var(inner, used->decl, var->type);
	if (used->inside)
		return;
	var->param = func->nr_params;
	param = STORE_ADD(func->params, func->nr_params);
	param->name = var->written ? strings__format(strings, "cleave_out_%s", var->name) : var->name;
	param->type = var->written ? pointer_to(r->w->u, var->type) : var->type;
	origin = STORE_ADD(func->vars[func->nr_vars - 1].items, func->vars[func->nr_vars - 1].nr);
	origin->kind = var->written ? ORIGIN_UNKNOWN : ORIGIN_PARAM;
	origin->index = var->param;
	origin->path = "";
}

static void add_argument(struct region *r, struct call *call, const struct outline_var *var,
			 int index)
{
	struct func *of = r->w->func;
	struct origin *origin = STORE_ADD(call->args[var->param].items, call->args[var->param].nr);

	call->types[var->param] = r->func->params[var->param].type;
	origin->kind = var->written ? ORIGIN_LOCAL : ORIGIN_VAR;
	origin->index = index;
	origin->path = "";
	if (!var->written)
		return;
	origin = STORE_ADD(of->vars[index].items, of->vars[index].nr);
	origin->kind = ORIGIN_UNKNOWN;
	origin->path = "";
}

static void add_call(struct region *r)
{
	struct func *of = r->w->func;
	struct call *call = STORE_ADD(of->calls, of->nr_calls);
	struct event *event = STORE_ADD(of->events, of->nr_events);

	*STORE_ADD(r->w->calls, r->w->nr_calls) = clang_getNullCursor();
	event->kind = EVENT_CALL;
	event->call = of->nr_calls - 1;
	call->callee = r->func;
	call->nr_args = r->func->nr_params;
	call->args = store__alloc((call->nr_args + 1) * sizeof(*call->args));
	call->types = store__alloc((call->nr_args + 1) * sizeof(*call->types));
	call->line = r->func->line;
	for (unsigned int i = 0; i < r->nr_used; i++)
		if (r->func->outline->vars[i].param >= 0)
			add_argument(r, call, &r->func->outline->vars[i], r->used[i].var);
}

static const struct type *plain_type(struct unit_facts *u, const char *name, enum type_kind kind,
				     long size)
{
	struct type *type = map__get(&u->facts->types, name);

	if (!type) {
		type = store__alloc(sizeof(*type));
		type->kind = kind;
		type->spelling = type->canonical = strings__intern(u->facts->strings, name);
		type->size = size;
		map__put(&u->facts->types, type->spelling, type);
	}
	return type;
}

/* A variable that the function has not, for the way by which the region ended: 0, or an exit's. */
static void add_exits(struct region *r)
{
	struct outline *outline = r->func->outline;
	const struct type *type = plain_type(r->w->u, "int", TYPE_SCALAR, sizeof(int));
	struct used *used;

	for (unsigned int i = 0; i < r->nr_exits; i++)
		*STORE_ADD(outline->exits, outline->nr_exits) = (struct text_part){
			r->exits[i].start.offset, r->exits[i].end.offset };
	if (!r->nr_exits)
		return;
	used = STORE_ADD(r->used, r->nr_used);
	used->decl = r->exits[0].rest[r->exits[0].nr - 1];	/* a jump: no variable's */
	used->name = "cleave_exit";
	used->var = r->w->func->nr_vars;
	used->written = true;
	facts__new_var(r->w, used->decl, type);
}

/* What the locks are given is no buffer; what is done in place has no end to leave it by. */
static void guard_variables(struct region *r)
{
	struct outline *outline = r->func->outline;

	for (unsigned int i = 0; i < outline->nr_vars && r->nr > 1; i++)
		outline->vars[i].guarded = facts__guard(r->w->u, outline, r->items, r->nr,
							r->used[i].decl, &outline->vars[i]);
}

void outline__make(struct region *r, const struct outline_place *place)
{
	struct unit_facts *u = r->w->u;
	struct func *of = r->w->func, *func = store__alloc(sizeof(*func));
	struct walker inner = { .u = u, .func = func, .body = r->w->body, .exits = r->exits,
				.nr_exits = r->nr_exits };
	const struct kids kids = { (CXCursor *)r->items, r->nr };

	r->func = func;
	func->name = strings__format(u->facts->strings, "cleave_outline_%s_%u", of->name,
				     ++of->nr_outlines);
	facts__add_piece(u->facts, of, place->start, place->end, func);
	func->type = func->ret = plain_type(u, "void", TYPE_VOID, -1);
	func->outline = store__alloc(sizeof(*func->outline));
	func->outline->of = of;
	func->outline->locked = r->nr > 1;
	func->outline->guards = r->guards.guards;
	func->outline->nr_guards = r->guards.nr_guards;
	func->outline->followed = r->guards.followed;
	func->outline->nr_followed = r->guards.nr_followed;
	func->outline->line = place->start.line;
	func->outline->end_line = place->end.line;
	func->outline->start = place->start.offset;
	func->outline->end = place->end.offset;
	func->outline->unlock = place->unlock.offset;
	add_exits(r);
	for (unsigned int i = 0; i < r->nr_used; i++)
		add_variable(r, &inner, i);
	guard_variables(r);
	facts__walk_block(&inner, r->w->body, &kids);
	number__collect(&inner, r->items, r->nr);
	free(inner.vars);
	free(inner.calls);
	add_call(r);
}
