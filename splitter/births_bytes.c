// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "births": bytes that a driver allocates and keeps. From where one is allocated
 * its address is followed to all members, variables, parameters and results of calls that it may
 * get to: these are one set, and whoever follows a pointer of it is noted. What leads out of the
 * set, or into it from elsewhere, says why the user half may have none.
 */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "path.h"

/** enum node_kind - a place that such an address is in */
enum node_kind {
	NODE_MEMBER,		/* ->name is its slot */
	NODE_VARIABLE,		/* ->global */
	NODE_PARAM,		/* of ->func, ->index */
	NODE_CALL,		/* what call ->index of ->func returns */
};

struct node {
	enum node_kind kind;
	const char *name;
	const struct global *global;
	struct func *func;
	unsigned int index;
};

/** struct tracing - one set, as it grows */
struct tracing {
	struct births *b;
	struct bytes *set;
	struct node *nodes;
	unsigned int nr;
	struct call **frees;
	unsigned int nr_frees;
};

static void spoil(struct tracing *t, const char *format, const char *name, unsigned int line)
{
	if (!t->set->why)
		t->set->why = strings__format(t->b->model->strings, format, name, line);
}

/* ---- what is in the set ------------------------------------------------------- */

static bool is_at(const struct func *func, const struct origin *o, const struct node *node)
{
	if (o->inside)
		return false;
	switch (node->kind) {
	case NODE_MEMBER:
		return o->kind == ORIGIN_FIELD && o->slot && !strcmp(o->slot, node->name);
	case NODE_VARIABLE:
		return o->kind == ORIGIN_VARIABLE && o->global == node->global;
	case NODE_PARAM:
	case NODE_CALL:
		return o->kind == (node->kind == NODE_PARAM ? ORIGIN_PARAM : ORIGIN_CALL) &&
		       func == node->func && o->index == (int)node->index;
	}
	return false;
}

static bool holds(const struct func *func, const struct origins *from, const struct node *node)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = is_at(func, &all.items[i], node);
	free(all.items);
	return found;
}

static bool is_in(const struct tracing *t, const struct func *func, const struct origin *o)
{
	for (unsigned int i = 0; i < t->nr; i++)
		if (is_at(func, o, &t->nodes[i]))
			return true;
	return o->kind == ORIGIN_NULL;
}

/* @exact: as they were allocated */
static bool all_in(const struct tracing *t, const struct func *func, const struct origins *from,
		   bool exact)
{
	struct origins all = { 0 };
	bool in = true;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && in; i++)
		in = is_in(t, func, &all.items[i]) && !(exact && all.items[i].moved);
	free(all.items);
	return in;
}

static void add(struct tracing *t, struct node node)
{
	for (unsigned int i = 0; i < t->nr; i++) {
		const struct node *n = &t->nodes[i];

		if (n->kind == node.kind && n->global == node.global && n->func == node.func &&
		    n->index == node.index && (!n->name || !strcmp(n->name, node.name)))
			return;
	}
	*STORE_ADD(t->nodes, t->nr) = node;
	if (node.kind == NODE_MEMBER)
		*STORE_ADD(t->set->places, t->set->nr_places) = node.name;
	else if (node.kind == NODE_VARIABLE)
		*STORE_ADD(t->set->places, t->set->nr_places) =
			strings__format(t->b->model->strings, "=%s", node.global->name);
}

static void note_use(struct tracing *t, const struct func *func, const struct func *to,
		     unsigned int line)
{
	*STORE_ADD(t->set->uses, t->set->nr_uses) = (struct bytes_use){ func, to, line };
}

/* ---- where an address goes ------------------------------------------------------- */

static bool leads_to_bytes(const struct type *type)
{
	return type && type->kind == TYPE_POINTER &&
	       (type->to->kind == TYPE_SCALAR || type->to->kind == TYPE_VOID);
}

/*
 * A member of a structure of the driver's, which only the driver looks at, also within others. What
 * a union holds may be followed by another name.
 */
static bool is_own(const struct record *record, const char *path)
{
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, path, steps) : 0;

	for (int i = 0; i < nr; i++)
		if (steps[i].owner->is_union)
			return false;
	return nr > 0 && steps[nr - 1].owner->in_driver && steps[nr - 1].owner->named &&
	       leads_to_bytes(path__type(&steps[nr - 1]));
}

static void trace_store(struct tracing *t, const struct func *func, const struct store_fact *store)
{
	const struct record *record = store->record ?:
		store->global && store->global->source >= 0 ? store->global->type->record : NULL;

	if (store->slot && is_own(record, store->path))
		add(t, (struct node){ .kind = NODE_MEMBER, .name = store->slot });
	else if (!store->slot && store->global && store->global->source >= 0 && !*store->path &&
		 leads_to_bytes(store->global->type))
		add(t, (struct node){ .kind = NODE_VARIABLE, .global = store->global });
	else
		spoil(t, "%s stores its address elsewhere (line %u)", facts__shown(func),
		      store->line);
}

/* What is lent: what the callee returns may be a part of it. */
static void trace_lent(struct tracing *t, struct func *func, const struct call *call)
{
	const struct model_function *entry = births__written(t->b, call);

	note_use(t, func, NULL, call->line);
	if (call->callee && call->callee->ret->kind == TYPE_POINTER && !births__allocates(entry))
		add(t, (struct node){ .kind = NODE_CALL, .func = func,
				      .index = call - func->calls });
}

static void trace_arg(struct tracing *t, struct func *func, struct call *call, unsigned int arg)
{
	const struct model_function *entry = births__written(t->b, call);
	struct func *callee = call->callee;

	if (!arg && births__frees(t->b->model, entry)) {
		*STORE_ADD(t->frees, t->nr_frees) = call;
		if (!all_in(t, func, &call->args[0], true))
			spoil(t, "%s frees what may be something else (line %u)",
			      facts__shown(func), call->line);
	} else if (callee && callee->source >= 0 && arg < callee->nr_params) {
		add(t, (struct node){ .kind = NODE_PARAM, .func = callee, .index = arg });
		note_use(t, func, callee, call->line);
	} else if (births__lent(t->b, func, call, arg) ||
		   (callee && callee->walked && callee->source < 0 && arg < callee->nr_params &&
		    !births__known(t->b, callee->name) &&
		    !births__escapes(t->b, callee, ORIGIN_PARAM, arg))) {
		trace_lent(t, func, call);
	} else {
		spoil(t, "%s gives its address away (line %u)", facts__shown(func), call->line);
	}
}

/* Somebody calls a function that returns it. */
static void trace_returned(struct tracing *t, const struct node *node)
{
	const struct facts *facts = t->b->facts;

	if (node->kind != NODE_CALL || !holds(node->func, &node->func->returned, node))
		return;
	if (births__address_taken(t->b, node->func))
		spoil(t, "who knows who calls %s, which returns it (line %u)",
		      facts__shown(node->func), node->func->line);
	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++)
			if (facts->all[f]->calls[i].callee == node->func)
				add(t, (struct node){ .kind = NODE_CALL, .func = facts->all[f],
						      .index = i });
}

static void trace_calls(struct tracing *t, struct func *func, const struct node *node)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		if (holds(func, &func->calls[i].through, node))
			spoil(t, "%s calls what is there (line %u)", facts__shown(func),
			      func->calls[i].line);
		for (unsigned int a = 0; a < func->calls[i].nr_args; a++)
			if (holds(func, &func->calls[i].args[a], node))
				trace_arg(t, func, &func->calls[i], a);
	}
}

static void trace_in(struct tracing *t, struct func *func, const struct node *node)
{
	trace_calls(t, func, node);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (holds(func, &func->stores[i].from, node))
			trace_store(t, func, &func->stores[i]);
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (holds(func, &func->derefs[i].from, node))
			note_use(t, func, NULL, func->derefs[i].line);
	for (unsigned int i = 0; i < func->nr_weighed; i++)
		if (holds(func, &func->weighed[i].from, node))
			note_use(t, func, NULL, func->weighed[i].line);
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (func->accesses[i].record && holds(func, &func->accesses[i].base, node))
			note_use(t, func, NULL, func->accesses[i].line);
}

static bool is_stored_at(const struct store_fact *store, const struct node *node)
{
	if (node->kind == NODE_MEMBER)
		return store->slot && !strcmp(store->slot, node->name);
	return node->kind == NODE_VARIABLE && !store->slot && store->global == node->global;
}

/* Other bytes that are kept there, or come from another such place. */
static void trace_source(struct tracing *t, struct func *func, const struct origin *o)
{
	if (o->inside)
		return;
	if (o->kind == ORIGIN_CALL &&
	    births__allocates(births__written(t->b, &func->calls[o->index])))
		add(t, (struct node){ .kind = NODE_CALL, .func = func, .index = o->index });
	else if (o->kind == ORIGIN_FIELD && o->slot && is_own(o->record, o->path))
		add(t, (struct node){ .kind = NODE_MEMBER, .name = o->slot });
	else if (o->kind == ORIGIN_VARIABLE && !o->slot && o->global->source >= 0)
		add(t, (struct node){ .kind = NODE_VARIABLE, .global = o->global });
}

static void trace_sources(struct tracing *t, struct func *func, const struct node *node)
{
	for (unsigned int i = 0; i < func->nr_stores; i++) {
		struct origins all = { 0 };

		if (!is_stored_at(&func->stores[i], node))
			continue;
		flow__resolve(func, &func->stores[i].from, &all);
		for (unsigned int o = 0; o < all.nr; o++)
			trace_source(t, func, &all.items[o]);
		free(all.items);
	}
}

static void trace(struct tracing *t)
{
	const struct facts *facts = t->b->facts;

	for (unsigned int i = 0; i < t->nr; i++) {
		const struct node node = t->nodes[i];

		if (node.func)
			trace_in(t, node.func, &node);
		for (unsigned int f = 0; f < facts->nr_all && !node.func; f++) {
			if (facts->all[f]->source < 0)
				continue;
			trace_in(t, facts->all[f], &node);
			trace_sources(t, facts->all[f], &node);
		}
		trace_returned(t, &node);
	}
}

/* ---- what else gets there ---------------------------------------------------------- */

/* All that callers give, or nobody knows what they give. */
static void check_param(struct tracing *t, const struct node *node)
{
	const struct facts *facts = t->b->facts;

	if (births__address_taken(t->b, node->func)) {
		spoil(t, "who knows who calls %s (line %u)", facts__shown(node->func),
		      node->func->line);
		return;
	}
	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++) {
			const struct call *call = &facts->all[f]->calls[i];

			if (call->callee == node->func && node->index < call->nr_args &&
			    !all_in(t, facts->all[f], &call->args[node->index], false))
				spoil(t, "%s gives something else there, too (line %u)",
				      facts__shown(facts->all[f]), call->line);
		}
}

static void check_stores(struct tracing *t, const struct func *func, const struct node *node)
{
	for (unsigned int i = 0; func && i < func->nr_stores; i++) {
		const struct store_fact *store = &func->stores[i];

		if (is_stored_at(store, node) && !all_in(t, func, &store->from, false))
			spoil(t, "%s keeps something else there, too (line %u)",
			      facts__shown(func), store->line);
	}
}

/* The address of the pointer itself is taken: who knows what is put there. */
static bool is_reached(const struct access *a, const struct node *node)
{
	struct path_step steps[PATH_STEPS];
	const struct record *record = a->record ? a->record : a->global->type->record;
	int nr = record ? path__steps(record, a->path, steps) : 0;
	const char *dot;

	if (!(a->mode & ACCESS_ADDRESS))
		return false;
	if (node->kind == NODE_VARIABLE)
		return a->global == node->global;
	dot = strchr(node->name, '.');
	return nr > 0 && !strcmp(steps[nr - 1].field->name, dot + 1) &&
	       strlen(steps[nr - 1].owner->name) == (size_t)(dot - node->name) &&
	       !strncmp(steps[nr - 1].owner->name, node->name, dot - node->name);
}

static void check_place(struct tracing *t, const struct func *func, const struct node *node)
{
	check_stores(t, func, node);
	for (unsigned int i = 0; func && i < func->nr_accesses; i++)
		if (is_reached(&func->accesses[i], node))
			spoil(t, "%s takes the address of the pointer (line %u)",
			      facts__shown(func), func->accesses[i].line);
	for (unsigned int i = 0; func && node->global && i < func->nr_stores; i++)
		for (unsigned int o = 0; o < func->stores[i].from.nr; o++)
			if (func->stores[i].from.items[o].kind == ORIGIN_GLOBAL &&
			    func->stores[i].from.items[o].global == node->global)
				spoil(t, "%s takes the address of the pointer (line %u)",
				      facts__shown(func), func->stores[i].line);
}

static void check(struct tracing *t)
{
	const struct facts *facts = t->b->facts;

	for (unsigned int i = 0; i < t->nr; i++) {
		const struct node *node = &t->nodes[i];

		if (node->kind == NODE_PARAM)
			check_param(t, node);
		if (node->func)
			continue;
		if (node->global && flow__exported(facts, node->global->name))
			spoil(t, "other modules know %s (line %u)", node->global->name, 0);
		for (unsigned int f = 0; f < facts->nr_all; f++)
			check_place(t, facts->all[f], node);
		for (unsigned int g = 0; g < facts->nr_variables; g++)
			check_place(t, facts->variables[g]->init, node);
	}
}

/* ---- whose they are --------------------------------------------------------------- */

/* Variables of the driver's, or parts of some, are of that structure. */
static bool is_in_variable(const struct births *b, const char *slot)
{
	for (unsigned int g = 0; g < b->facts->nr_variables; g++) {
		const struct type *type = path__element(b->facts->variables[g]->type);

		if (b->facts->variables[g]->source >= 0 && type->kind == TYPE_RECORD &&
		    births__has_part(type->record, slot))
			return true;
	}
	return false;
}

/* What an upcall makes ends with its device; so nobody else may have it. */
static void find_common(struct tracing *t)
{
	bool common = false;

	for (unsigned int i = 0; i < t->nr; i++)
		common |= t->nodes[i].kind == NODE_VARIABLE ||
			  (t->nodes[i].kind == NODE_MEMBER &&
			   is_in_variable(t->b, t->nodes[i].name));
	for (unsigned int i = 0; common && i < t->set->nr_made; i++)
		if (!t->set->made[i].func->by_init)
			t->set->common = t->set->made[i].func;
}

/* ---- one allocation ------------------------------------------------------------------ */

static bool is_bytes(struct births *b, const struct func *func, unsigned int index)
{
	const struct call *call = &func->calls[index];
	const struct model_function *entry = births__written(b, call);

	return births__allocates(entry) && entry->returns.bytes && !call->scoped &&
	       births__used_as_bytes(func, index);
}

/* "own__buf" of "own.buf" */
static const char *part_of_name(struct births *b, const char *place)
{
	int len = strcspn(place, ".");

	if (*place == '=')
		return strings__format(b->model->strings, "_%s", place + 1);
	return strings__format(b->model->strings, "%.*s__%s", len, place, place + len + 1);
}

static void name_calls(struct tracing *t)
{
	for (unsigned int i = 0; i < t->nr; i++) {
		const struct node *node = &t->nodes[i];

		if (node->kind != NODE_CALL || !births__allocates(births__written(t->b,
						&node->func->calls[node->index])))
			continue;
		if (!is_bytes(t->b, node->func, node->index))
			spoil(t, "%s allocates something else for it (line %u)",
			      facts__shown(node->func), node->func->calls[node->index].line);
		*STORE_ADD(t->set->made, t->set->nr_made) =
			(struct bytes_made){ node->func, node->index };
	}
	for (unsigned int i = 0; i < t->set->nr_made && !t->set->why; i++)
		births__bytes(t->b, &t->set->made[i].func->calls[t->set->made[i].call], t->set);
	for (unsigned int i = 0; i < t->nr_frees && !t->set->why; i++)
		births__bytes(t->b, t->frees[i], t->set);
}

static void begin(struct births *b, struct func *func, unsigned int index)
{
	struct tracing t = { .b = b, .set = store__alloc(sizeof(*t.set)) };

	add(&t, (struct node){ .kind = NODE_CALL, .func = func, .index = index });
	trace(&t);
	check(&t);
	*STORE_ADD(b->facts->bytes, b->facts->nr_bytes) = t.set;
	if (!t.set->nr_places)
		spoil(&t, "%s keeps it nowhere (line %u)", facts__shown(func), func->line);
	else
		t.set->name = part_of_name(b, t.set->places[0]);
	name_calls(&t);
	find_common(&t);
	free(t.nodes);
	free(t.frees);
}

void births__find_bytes(struct births *b)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		struct func *func = b->facts->all[f];

		if (func->source < 0 || !func->has_body || func->from_macro)
			continue;
		for (unsigned int i = 0; i < func->nr_calls; i++)
			if (is_bytes(b, func, i) &&
			    !bytes__made_by(b->facts, func, &func->calls[i]))
				begin(b, func, i);
	}
}
