// SPDX-License-Identifier: GPL-2.0-or-later
/* What all passes need of the facts once libclang is gone: looking up, letting go. */
#include <stdlib.h>

#include "bytes.h"
#include "facts.h"

struct func *facts__func(const struct facts *facts, const char *name)
{
	return map__get(&facts->funcs, name);
}

const struct record *facts__record(const struct facts *facts, const char *name)
{
	char *spelling = store__format("struct %s", name);
	const struct record *record = map__get(&facts->records, spelling);

	free(spelling);
	return record ? record : map__get(&facts->records, name);
}

const char *facts__shown(const struct func *func)
{
	return func->outline ? func->outline->of->name : func->name;
}

static void free_call(struct call *call)
{
	for (unsigned int i = 0; i < call->nr_args; i++)
		free(call->args[i].items);
	free(call->args);
	free(call->values);
	free(call->types);
	free(call->through.items);
}

static void free_func(struct func *func)
{
	if (!func)
		return;
	for (unsigned int i = 0; i < func->nr_calls; i++)
		free_call(&func->calls[i]);
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		free(func->accesses[i].base.items);
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		free(func->derefs[i].from.items);
	for (unsigned int i = 0; i < func->nr_weighed; i++)
		free(func->weighed[i].from.items);
	free(func->weighed);
	for (unsigned int i = 0; i < func->nr_loads; i++)
		free(func->loads[i].items);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		free(func->stores[i].from.items);
	for (unsigned int i = 0; i < func->nr_vars; i++)
		free(func->vars[i].items);
	free(func->returned.items);
	free(func->params);
	free(func->calls);
	free(func->accesses);
	free(func->derefs);
	free(func->loads);
	free(func->stores);
	free(func->events);
	free(func->loops);
	free(func->flows);
	free(func->uses);
	free(func->vars);
	free(func->var_types);
	free(func->scoped);
	free(func->loose);
	free(func->compared);
	if (func->outline) {
		free(func->outline->vars);
		free(func->outline->exits);
		free(func->outline->guards);
		free(func->outline->followed);
	}
	free(func->outline);
	free(func);
}

void facts__free(struct facts *facts)
{
	if (!facts)
		return;
	for (unsigned int i = 0; i < facts->nr_all; i++)
		free_func(facts->all[i]);
	for (unsigned int i = 0; i < facts->nr_variables; i++) {
		free_func(facts->variables[i]->init);
		if (facts->variables[i]->declaration)
			free(facts->variables[i]->declaration->references);
		free(facts->variables[i]->declaration);
		free(facts->variables[i]);
	}
	for (unsigned int i = 0; i < facts->nr_literals; i++)
		free(facts->literals[i]);
	free(facts->literals);
	for (unsigned int i = 0; i < facts->nr_bytes; i++) {
		free(facts->bytes[i]->places);
		free(facts->bytes[i]->made);
		free(facts->bytes[i]->uses);
		free(facts->bytes[i]);
	}
	free(facts->bytes);
	for (unsigned int i = 0; i < facts->types.room; i++)
		free(facts->types.slots[i].value);
	for (unsigned int i = 0; i < facts->records.room; i++) {
		struct record *record = facts->records.slots[i].value;

		if (record)
			free(record->fields);
		free(record);
	}
	for (unsigned int i = 0; i < facts->reach.room; i++) {
		struct reach *reach = facts->reach.slots[i].value;

		if (reach)
			free(reach->to);
		free(reach);
	}
	map__clear(&facts->reach);
	map__clear(&facts->types);
	map__clear(&facts->records);
	map__clear(&facts->funcs);
	map__clear(&facts->globals);
	free(facts->all);
	free(facts->variables);
	strings__free(facts->strings);
	free(facts);
}
