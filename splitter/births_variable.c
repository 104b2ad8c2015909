// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "births": structures of the driver's of which it has variables, as who writes a
 * driver for one device does. These are objects then, as long as the module is there, if the
 * runtime hears of all others that a pointer may lead to.
 */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "path.h"
#include "tables.h"

/* What a function of the kernel's returns is taken for one, and no model says that it is. */
static bool is_foreign(const struct births *b, const struct func *func, unsigned int index,
		       const struct record *record)
{
	const struct func *callee = func->calls[index].callee;
	const struct model_function *entry = births__known(b, callee ? callee->name : NULL);
	const struct type *to;

	if (!callee || callee->walked || (entry && entry->object))
		return false;
	to = births__used_as(func, index);
	return to && to->record == record;
}

static bool come_from_elsewhere(const struct births *b, const struct record *record)
{
	for (unsigned int g = 0; g < b->facts->nr_variables; g++)
		if (b->facts->variables[g]->section &&
		    path__element(b->facts->variables[g]->type)->record == record)
			return true;
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; func->source >= 0 && i < func->nr_calls; i++)
			if (is_foreign(b, func, i, record))
				return true;
	}
	return false;
}

static void look_at(struct births *b, const struct type *type)
{
	struct model_type *entry;
	const char *name;

	if (type->is_const || type->kind != TYPE_RECORD || !type->record->in_driver ||
	    !births__may_be_object(b, type) || come_from_elsewhere(b, type->record))
		return;
	name = strings__intern(b->model->strings, type->record->name);
	entry = map__get(&b->model->types, name);
	if (!entry) {
		entry = store__alloc(sizeof(*entry));
		entry->name = name;
		map__put(&b->model->types, name, entry);
	}
	entry->variable = true;
}

void births__variables(struct births *b)
{
	for (unsigned int g = 0; g < b->facts->nr_variables; g++)
		if (b->facts->variables[g]->source >= 0)
			look_at(b, path__element(b->facts->variables[g]->type));
}
