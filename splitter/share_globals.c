// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: the driver's variables that both halves use, and
 * the functions, tables and variables that both name.
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"
#include "tables.h"

/** struct use - how a variable is used */
struct use {
	int user, kernel;	/* enum access_mode */
	bool named;		/* its address leaves the user half */
};

static bool in_initialiser(const struct share *s, const struct global *global)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int g = 0; g < facts->nr_variables; g++) {
		const struct func *init = facts->variables[g]->init;

		for (unsigned int i = 0; init && i < init->nr_stores; i++)
			for (unsigned int o = 0; o < init->stores[i].from.nr; o++)
				if (init->stores[i].from.items[o].global == global &&
				    init->stores[i].from.items[o].kind == ORIGIN_GLOBAL)
					return true;
	}
	return false;
}

/* Is there a function of the user half that takes such a pointer out of a member or a table? */
static bool followed(const struct share *s, const struct type *element)
{
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; s->user[f] && i < func->nr_accesses; i++) {
			const struct access *a = &func->accesses[i];
			const bool kept = a->record || element->kind == TYPE_RECORD;
			const struct type *to = kept && a->mode & ACCESS_READ &&
						a->type->kind == TYPE_POINTER ? a->type->to : NULL;

			if (to && to->kind == element->kind &&
			    (to->kind == TYPE_RECORD ? to->record == element->record :
			     to->kind == TYPE_SCALAR))
				return true;
		}
	}
	return false;
}

/* A variable of which the core, or a file, may keep the address: of a structure that is tracked. */
static bool is_object(const struct share *s, const struct global *global)
{
	const struct type *type = path__element(global->type);
	const struct model_type *entry = type->kind == TYPE_RECORD ?
		tracked__model(s->p, type->record) : NULL;

	return !global->type->is_const && entry && entry->variable &&
	       tracked__is(s->p, type->record);
}

static struct use uses_of(struct share *s, const struct global *global)
{
	const struct facts *facts = s->p->facts;
	const struct type *element = path__element(global->type);
	struct use use = { 0 };

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_accesses; i++) {
			const struct access *a = &facts->all[f]->accesses[i];
			enum share_callee kernel;

			if (a->global != global)
				continue;
			if (s->kernel[f])
				use.kernel |= a->mode & ACCESS_ADDRESS && !global->type->is_const ?
					      ACCESS_READ | ACCESS_WRITE : a->mode;
			/* What the kernel half keeps the user half may find in an object. */
			if (s->kernel[f] && tables__leaves(s->p, facts->all[f], a))
				use.named |= followed(s, element);
			if (!s->user[f])
				continue;
			use.user |= share__mode(s, facts->all[f], a, &kernel);
			use.named |= tables__leaves(s->p, facts->all[f], a);
			/* What nobody else in the kernel knows goes along as bytes. */
			if (kernel & SHARE_ITSELF)
				use.kernel |= ACCESS_READ | ACCESS_WRITE;
		}
	if (!in_initialiser(s, global))
		return use;
	/* A table of addresses holds its own, and either half may put that into an object. */
	if (element->kind == TYPE_RECORD)
		use.named |= followed(s, element);
	/* What a parameter of the module, or some structure of the core, points to. */
	if (!global->type->is_const)
		use.kernel |= ACCESS_READ | ACCESS_WRITE;
	return use;
}

static bool needs_sharing(const struct global *global, const struct use *use)
{
	if (global->type->is_const)
		return false;
	return use->user && use->kernel && ((use->user | use->kernel) & ACCESS_WRITE);
}

static struct plan_symbol *new_symbol(struct share *s, const char *name, enum symbol_kind kind,
				      int unit)
{
	struct plan_symbol *symbol = STORE_ADD(s->plan->symbols, s->plan->nr_symbols);

	symbol->name = store__copy(name);
	symbol->kind = kind;
	symbol->unit = unit;
	symbol->type = -1;
	return symbol;
}

static void share_variable(struct share *s, const struct global *global)
{
	struct plan_type *type = STORE_ADD(s->plan->types, s->plan->nr_types);
	struct share_type *own = STORE_ADD(s->types, s->nr_types);
	const struct facts *facts = s->p->facts;
	const struct record *record = global->type->record;
	struct plan_symbol *symbol;

	type->name = store__copy(global->name);
	type->ident = share__ident(s, global->name);
	type->size = store__format("sizeof(%s)", global->name);
	type->class = share__class(s, global->type);
	type->unit = global->unit;
	type->settled = share__settled(s->p->flow, global);
	if (record)
		share__instances(s, own, record, 1);
	else if (is_object(s, global) && global->type->to->record)
		share__instances(s, own, global->type->to->record, global->type->count);
	symbol = new_symbol(s, global->name, SYMBOL_GLOBAL, global->unit);
	symbol->class = type->class;
	symbol->type = s->nr_types - 1;
	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; s->user[f] && i < facts->all[f]->nr_accesses; i++) {
			const struct access *a = &facts->all[f]->accesses[i];
			enum share_callee kernel;
			int mode;

			if (a->global != global)
				continue;
			mode = share__mode(s, facts->all[f], a, &kernel);
			if (mode)
				share__global_field(s, &s->types[s->nr_types - 1], global, a->path,
						    mode);
		}
}

static void share_table(struct share *s, const struct global *global, const char *name)
{
	struct plan_symbol *symbol = new_symbol(s, name, SYMBOL_TABLE, global->unit);

	symbol->class = share__class(s, global->type);
	symbol->array = global->type->kind == TYPE_ARRAY;
}

static void add_rename(struct share *s, const struct global *global, size_t at, const char *from,
		       const char *to)
{
	struct plan_rename *rename = STORE_ADD(s->plan->renames, s->plan->nr_renames);

	*rename = (struct plan_rename){
		.source = global->declaration->func->source, .start = at, .from = store__copy(from),
		.to = store__copy(to), .user = true, .kernel = true,
	};
}

/* One that a function has for itself, and what it refers to, gets a name outside of it: this. */
static const char *name_local(struct share *s, const struct global *global)
{
	const struct declaration *d = global->declaration;
	const int function = s->functions[d->func->index];
	struct plan_table *table;
	const char *name;

	for (unsigned int i = 0; i < s->plan->nr_tables; i++)
		if (s->plan->tables[i].function == function && s->plan->tables[i].start == d->start)
			return s->plan->tables[i].name;
	for (unsigned int i = 0; i < d->nr_references; i++)
		add_rename(s, global, d->references[i].at, d->references[i].to->name,
			   name_local(s, d->references[i].to));
	table = STORE_ADD(s->plan->tables, s->plan->nr_tables);
	*table = (struct plan_table){
		.name = store__format("cleave_table_%u", s->plan->nr_tables),
		.local = store__copy(global->name), .function = function,
		.start = d->start, .end = d->end,
	};
	name = table->name;
	add_rename(s, global, d->name, global->name, name);
	return name;
}

/* Data of the kernel of which a callee wants the address. */
static void share_external(struct share *s, const struct global *global)
{
	const struct model_data *data = map__get(&s->p->model->data, global->name);
	struct plan_symbol *symbol;
	struct use use;

	if (!data || data->policy != MODEL_ADDRESS || path__element(global->type)->kind != TYPE_RECORD)
		return;
	use = uses_of(s, global);
	if (!use.named)
		return;
	symbol = new_symbol(s, global->name, SYMBOL_TABLE, global->unit);
	symbol->class = share__class(s, global->type);
	symbol->array = global->type->kind == TYPE_ARRAY;
	symbol->open = symbol->array && global->type->count < 0;
	symbol->external = true;
}

/* ---- what the core hands back -------------------------------------------- */

/*
 * Records of which a slot's argument is always one of the driver's own, and @own: those that
 * drivers alone make, so that it may be a variable.
 */
static void handed_back(struct share *s, const struct func *func, struct map *records,
			struct map *own)
{
	const struct model_slot *slot = cross__slot(s->p, func);

	for (unsigned int i = 0; slot && i < func->nr_params; i++) {
		const struct type *to = func->params[i].type->to;
		const struct record *record = to && to->kind == TYPE_RECORD ? to->record : NULL;
		const struct model_type *type = tracked__model(s->p, record);

		if (record && i < slot->nr_args && slot->args[i].table)
			map__put(records, record->name, s);
		if (type && type->own)
			map__put(own, record->name, s);
	}
}

static bool holds_one(const struct map *records, const struct record *record)
{
	bool found = map__get(records, record->name);

	for (unsigned int i = 0; !found && i < record->nr_fields; i++)
		found = record->fields[i].type->kind == TYPE_RECORD &&
			holds_one(records, record->fields[i].type->record);
	return found;
}

static bool holds_given(const struct global *global, const struct map *records)
{
	const struct type *type = path__element(global->type);

	return type->kind == TYPE_RECORD && holds_one(records, type->record);
}

void share__globals(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct map back = { 0 }, own = { 0 };

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (s->user[f])
			handed_back(s, facts->all[f], &back, &own);

	for (unsigned int g = 0; g < facts->nr_variables; g++) {
		const struct global *global = facts->variables[g];
		struct use use;

		if (global->source < 0)
			share_external(s, global);
		if (global->source < 0 || global->section)
			continue;
		use = uses_of(s, global);
		if (global->local) {
			if (use.named && global->type->is_const && tables__is(global) &&
			    tables__nameable(global))
				share_table(s, global, name_local(s, global));
			continue;
		}
		use.named |= is_object(s, global) || holds_given(global, &back) ||
			     (!global->type->is_const && holds_given(global, &own));
		/* A structure whose address the kernel gets may be written there. */
		if (needs_sharing(global, &use) ||
		    (use.named && !global->type->is_const && global->type->kind == TYPE_RECORD) ||
		    is_object(s, global))
			share_variable(s, global);
		else if (use.named && tables__is(global))
			share_table(s, global, global->name);
	}
	map__clear(&back);
	map__clear(&own);
}

void share__name_string(struct share *s, const char *name)
{
	new_symbol(s, name, SYMBOL_TABLE, 0)->class = share__class_named(s, "char");
}

/* ---- functions ----------------------------------------------------------- */

static void name_function(struct share *s, struct map *named, const struct func *func)
{
	struct plan_symbol *symbol;

	if (map__get(named, func->name))
		return;
	map__put(named, func->name, s);
	symbol = new_symbol(s, func->name, SYMBOL_FUNCTION, func->unit);
	symbol->class = share__class_of_function(s, func);
	symbol->external = func->source < 0 || !func->has_body;
}

/* What is read out of a member, of a table that each half has say, is any that is put there. */
static void name_all(struct share *s, struct map *named, const struct func *func,
		     const struct origins *from)
{
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];
		const struct targets *put = o->slot ? map__get(&s->p->flow->pointed, o->slot) : NULL;

		if (o->kind == ORIGIN_FUNCTION)
			name_function(s, named, o->func);
		for (unsigned int t = 0; put && t < put->nr; t++)
			name_function(s, named, put->items[t]);
	}
	free(all.items);
}

/* Is it called through a member of an object, which the kernel half may have set? */
static bool through_object(const struct share *s, const struct func *func, const struct call *call)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, &call->through, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = all.items[i].kind == ORIGIN_FIELD && tracked__is(s->p, all.items[i].record);
	free(all.items);
	return found;
}

static void name_targets(struct share *s, struct map *named, const struct func *func,
			 const struct call *call)
{
	struct targets targets = { 0 };

	if (call->callee || call->macro || !through_object(s, func, call))
		return;
	flow__targets(s->p->flow, func, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++)
		name_function(s, named, targets.items[i]);
	free(targets.items);
}

void share__symbols(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct map named = { 0 };

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		if (!s->user[f])
			continue;
		for (unsigned int i = 0; i < func->nr_compared; i++)
			name_function(s, &named, func->compared[i]);
		for (unsigned int i = 0; i < func->nr_stores; i++)
			name_all(s, &named, func, &func->stores[i].from);
		for (unsigned int i = 0; i < func->nr_calls; i++) {
			name_targets(s, &named, func, &func->calls[i]);
			for (unsigned int a = 0; a < func->calls[i].nr_args; a++)
				name_all(s, &named, func, &func->calls[i].args[a]);
		}
	}
	map__clear(&named);
}
