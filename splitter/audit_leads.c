// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the audit: where the pointers of the user half lead, by what the plan says of calls
 * and fields, and by what the functions of the user half give each other and store.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "path.h"

static void add_lead(struct leads *out, struct lead lead)
{
	for (unsigned int i = 0; i < out->nr; i++)
		if (out->items[i].kind == lead.kind && out->items[i].record == lead.record &&
		    out->items[i].part == lead.part)
			return;
	*STORE_ADD(out->items, out->nr) = lead;
}

static void add(struct leads *out, enum lead_kind kind, const struct record *record)
{
	add_lead(out, (struct lead){ .kind = kind, .record = record });
}

static void add_all(struct leads *out, const struct leads *from, bool part)
{
	for (unsigned int i = 0; from && i < from->nr; i++) {
		struct lead lead = from->items[i];

		lead.part |= part;
		add_lead(out, lead);
	}
}

/* ---- names of fields ------------------------------------------------------ */

static const char *skip_index(const char *s)
{
	while (*s == '[')
		s += strcspn(s, "]") + 1;
	return s;
}

bool audit__covers(const char *path, const char *name)
{
	for (;; path++, name++) {
		path = skip_index(path);
		name = skip_index(name);
		if (!*path || *path != *name)
			return !*name && (!*path || *path == '.');
	}
}

char *audit__path(const struct audit *audit, unsigned int type, const struct instance *at,
		  const char *path)
{
	const char *root = at ? at->root->name : audit->s->plan->types[type].name;
	const char *in = at ? at->path : "";

	return store__format("%s%s%s%s%s", root, *in ? "." : "", in,
			     *path && *path != '[' ? "." : "", path);
}

/* ---- what the plan says --------------------------------------------------- */

static void of_class(struct audit *audit, int class, struct leads *out)
{
	const struct plan *plan = audit->s->plan;

	add(out, class == PLAN_REGION || class == PLAN_BYTES ? LEAD_REGION : LEAD_OBJECT,
	    class > 0 ? facts__record(audit->s->p->facts, plan->classes[class]) : NULL);
	/* Tables that each half has of its own. */
	for (unsigned int i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].kind == SYMBOL_TABLE && plan->symbols[i].class == class)
			add(out, LEAD_OWN, NULL);
}

/* What a shared field at a path within a type of objects leads to. */
static void of_path(struct audit *audit, unsigned int type, const char *path, struct leads *out)
{
	const struct plan_type *plan = &audit->s->plan->types[type];

	for (unsigned int i = 0; i < plan->nr_fields; i++) {
		const struct plan_field *field = &plan->fields[i];

		if (!audit__covers(path, field->name))
			continue;
		if (field->kind == FIELD_POINTER)
			of_class(audit, field->class, out);
		else if (field->kind == FIELD_STRING || field->kind == FIELD_BLOCK)
			add(out, LEAD_COPY, audit->s->types[type].record);
	}
}

static const struct leads *loaded(struct audit *audit, const struct origin *o)
{
	const char *key = strings__format(audit->s->p->strings, "%s.%s", o->record->name, o->path);
	struct leads *known = map__get(&audit->loaded, key);

	if (known)
		return known;
	known = store__alloc(sizeof(*known));
	map__put(&audit->loaded, key, known);
	for (unsigned int t = 0; t < audit->s->nr_types; t++)
		for (unsigned int i = 0; i < audit->s->types[t].nr_instances; i++) {
			const struct instance *at = &audit->s->types[t].instances[i];
			char *path;

			if (at->record != o->record)
				continue;
			path = audit__path(audit, t, at, o->path);
			of_path(audit, t, path, known);
			free(path);
		}
	return known;
}

int audit__variable(const struct audit *audit, const struct global *global)
{
	const struct plan *plan = audit->s->plan;

	for (unsigned int i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].kind == SYMBOL_GLOBAL &&
		    !strcmp(plan->symbols[i].name, global->name))
			return plan->symbols[i].type;
	return -1;
}

const struct plan_downcall *audit__downcall(const struct audit *audit, const char *name,
					    bool macro)
{
	const struct plan *plan = audit->s->plan;

	for (unsigned int i = 0; i < plan->nr_downcalls; i++)
		if ((plan->downcalls[i].kind == DOWN_MACRO) == macro &&
		    !strcmp(plan->downcalls[i].name, name))
			return &plan->downcalls[i];
	return NULL;
}

static void of_arg(struct audit *audit, const struct plan_arg *arg, const struct type *type,
		   struct leads *out)
{
	const struct type *to = type ? path__pointee(type) : NULL;

	if (arg->kind == ARG_OBJECT)
		of_class(audit, arg->class, out);
	else if (arg->kind == ARG_POINTER)
		add(out, LEAD_OBJECT, NULL);
	else if (arg->kind == ARG_STRING || arg->kind == ARG_STRING_KEPT)
		add(out, LEAD_OWN, NULL);
	else if (arg->kind == ARG_BUFFER)
		add(out, LEAD_LENT, to ? to->record : NULL);
	else if (to)
		add(out, LEAD_UNKNOWN, NULL);
}

static void of_down(struct audit *audit, const struct plan_downcall *down, const struct type *type,
		    struct leads *out)
{
	if (down->birth == BIRTH_MMIO || down->birth == BIRTH_COHERENT ||
	    down->birth == BIRTH_BYTES)
		add(out, LEAD_REGION, NULL);
	else if (down->birth == BIRTH_OBJECT && down->birth_type >= 0 && down->birth_at < 0)
		add(out, LEAD_OBJECT, audit->s->types[down->birth_type].record);
	else
		of_arg(audit, &down->ret, type, out);
}

/* ---- what the facts say ---------------------------------------------------- */

/** struct leading - one evaluation under way */
struct leading {
	struct audit *audit;
	const struct func *func;
	struct leads *out;
	bool *seen;		/* variables */
};

static void lead(struct leading *l, const struct origins *from);

static struct leads *params_of(struct audit *audit, const struct func *func)
{
	return &audit->params[audit->s->p->flow->first[func->index]];
}

/* What libcleave has returns what it makes, or what it was given. */
static void of_local(struct leading *l, const struct call *call)
{
	add(l->out, LEAD_OWN, NULL);
	for (unsigned int i = 0; i < call->nr_args; i++)
		if (path__pointee(call->types[i]))
			lead(l, &call->args[i]);
}

static void of_callee(struct leading *l, const struct call *call, const struct func *callee)
{
	const struct model_function *entry = map__get(&l->audit->s->p->model->functions,
						      callee->name);
	const struct plan_downcall *down = audit__downcall(l->audit, callee->name, false);

	if (l->audit->s->user[callee->index])
		add_all(l->out, &l->audit->returned[callee->index], false);
	else if (entry && entry->policy == MODEL_LOCAL)
		of_local(l, call);
	else if (down)
		of_down(l->audit, down, callee->ret, l->out);
	else
		add(l->out, LEAD_UNKNOWN, NULL);
}

static void of_call(struct leading *l, const struct call *call)
{
	struct targets targets = { 0 };

	if (call->macro && audit__downcall(l->audit, call->macro, true))
		add(l->out, LEAD_OBJECT, NULL);
	else if (call->macro)
		of_local(l, call);
	flow__targets(l->audit->s->p->flow, l->func, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++)
		of_callee(l, call, targets.items[i]);
	free(targets.items);
}

static void of_global(struct leading *l, const struct global *global)
{
	const struct model_data *data = map__get(&l->audit->s->p->model->data, global->name);
	const struct type *type = path__element(global->type);

	if (global->source < 0 && !(data && data->policy == MODEL_LOCAL))
		add(l->out, LEAD_UNKNOWN, NULL);
	else if (audit__variable(l->audit, global) >= 0)
		add(l->out, LEAD_OBJECT, type->record);
	else
		add(l->out, LEAD_OWN, NULL);
}

static const char *variable_key(struct audit *audit, const struct global *global)
{
	return strings__format(audit->s->p->strings, "=%s", global->name);
}

static void of_variable(struct leading *l, const struct origin *o)
{
	struct audit *audit = l->audit;
	int type = audit__variable(audit, o->global);
	char *path;

	add_all(l->out, map__get(&audit->slots, variable_key(audit, o->global)), false);
	if (o->global->source < 0)
		of_global(l, o->global);
	if (type < 0)
		return;
	path = audit__path(audit, type, NULL, o->path);
	of_path(audit, type, path, l->out);
	free(path);
}

static bool only_null(const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++)
		if (from->items[i].kind != ORIGIN_NULL)
			return false;
	return true;
}

/* One that is nowhere assigned gets what it has by its address: from a downcall. */
static void of_var(struct leading *l, const struct origin *o)
{
	if (l->seen[o->index])
		return;
	l->seen[o->index] = true;
	if (only_null(&l->func->vars[o->index]))
		add(l->out, LEAD_OBJECT, NULL);
	lead(l, &l->func->vars[o->index]);
	l->seen[o->index] = false;
}

static void lead_one(struct leading *l, const struct origin *o)
{
	struct audit *audit = l->audit;

	switch (o->kind) {
	case ORIGIN_NULL:
		break;
	case ORIGIN_STRING:
	case ORIGIN_FUNCTION:
	case ORIGIN_LOCAL:
		add(l->out, LEAD_OWN, NULL);
		break;
	case ORIGIN_GLOBAL:
		of_global(l, o->global);
		break;
	case ORIGIN_PARAM:
		add_all(l->out, params_of(audit, l->func) + o->index, false);
		break;
	case ORIGIN_VAR:
		of_var(l, o);
		break;
	case ORIGIN_FIELD:
		add_all(l->out, loaded(audit, o), false);
		add_all(l->out, o->slot ? map__get(&audit->slots, o->slot) : NULL, false);
		break;
	case ORIGIN_CALL:
		of_call(l, &l->func->calls[o->index]);
		break;
	case ORIGIN_VARIABLE:
		of_variable(l, o);
		break;
	default:
		add(l->out, LEAD_UNKNOWN, NULL);
	}
}

static void lead(struct leading *l, const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		struct leads found = { 0 };
		struct leading one = *l;

		one.out = &found;
		lead_one(&one, &from->items[i]);
		add_all(l->out, &found, from->items[i].inside);
		free(found.items);
	}
}

void audit__leads(struct audit *audit, const struct func *func, const struct origins *from,
		  struct leads *out)
{
	struct leading l = { .audit = audit, .func = func, .out = out };

	l.seen = store__alloc(func->nr_vars + 1);
	lead(&l, from);
	free(l.seen);
}

/* ---- until nothing is new --------------------------------------------------- */

static void learn(struct audit *audit, const struct func *func, const struct origins *from,
		  struct leads *to)
{
	unsigned int nr = to->nr;

	audit__leads(audit, func, from, to);
	audit->news |= to->nr != nr;
}

static struct leads *slot(struct audit *audit, const char *name)
{
	struct leads *known = map__get(&audit->slots, name);

	if (!known) {
		known = store__alloc(sizeof(*known));
		map__put(&audit->slots, name, known);
	}
	return known;
}

static void learn_stores(struct audit *audit, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_stores; i++) {
		const struct store_fact *store = &func->stores[i];

		if (store->slot)
			learn(audit, func, &store->from, slot(audit, store->slot));
		if (store->global)
			learn(audit, func, &store->from,
			      slot(audit, variable_key(audit, store->global)));
	}
}

static void learn_params(struct audit *audit, const struct func *func)
{
	const struct flow_node *node = &audit->s->p->flow->nodes[func->index];
	struct leads *params = params_of(audit, func);

	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];

		for (unsigned int a = 0; audit->s->user[edge->caller->index] &&
		     a < edge->call->nr_args && a < func->nr_params; a++)
			if (path__pointee(func->params[a].type))
				learn(audit, edge->caller, &edge->call->args[a], &params[a]);
	}
}

static void learn_upcalls(struct audit *audit)
{
	const struct facts *facts = audit->s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];
		const struct plan_function *plan = audit->s->functions[f] < 0 ? NULL :
			&audit->s->plan->functions[audit->s->functions[f]];
		struct leads *params = params_of(audit, func);

		for (unsigned int a = 0; plan && plan->upcall >= 0 && a < func->nr_params; a++)
			of_arg(audit, &plan->args[a], func->params[a].type, &params[a]);
	}
}

static void learn_all(struct audit *audit)
{
	const struct facts *facts = audit->s->p->facts;

	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->init)
			learn_stores(audit, facts->variables[g]->init);
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		if (!audit->s->user[f])
			continue;
		learn_params(audit, func);
		learn_stores(audit, func);
		learn(audit, func, &func->returned, &audit->returned[f]);
	}
}

void audit__find(struct audit *audit)
{
	const struct facts *facts = audit->s->p->facts;
	unsigned int params = 0;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		params += facts->all[f]->nr_params;
	audit->params = store__alloc((params + 1) * sizeof(*audit->params));
	audit->returned = store__alloc((facts->nr_all + 1) * sizeof(*audit->returned));
	learn_upcalls(audit);
	do {
		audit->news = false;
		learn_all(audit);
	} while (audit->news);
}

static void forget_map(struct map *map)
{
	for (unsigned int i = 0; i < map->room; i++) {
		struct leads *leads = map->slots[i].value;

		if (leads)
			free(leads->items);
		free(leads);
	}
	map__clear(map);
}

void audit__forget(struct audit *audit)
{
	const struct facts *facts = audit->s->p->facts;
	unsigned int param = 0;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		for (unsigned int a = 0; a < facts->all[f]->nr_params; a++)
			free(audit->params[param++].items);
		free(audit->returned[f].items);
	}
	free(audit->params);
	free(audit->returned);
	forget_map(&audit->slots);
	forget_map(&audit->loaded);
	map__clear(&audit->touched);
	map__clear(&audit->whole);
	map__clear(&audit->written);
	map__clear(&audit->told);
}
