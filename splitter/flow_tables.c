// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of flow: variables of the driver's that hold functions, tables of them above all. Where
 * all that is done with one is seen, what is in it is what the driver puts there, and nobody but
 * the driver calls it: the variable is a slot of its own.
 */
#include <stdlib.h>

#include "flow.h"
#include "path.h"

static bool holds_functions(const struct global *global)
{
	const struct type *type = path__element(global->type);

	return global->source >= 0 && type->kind == TYPE_POINTER &&
	       type->to->kind == TYPE_FUNCTION;
}

/* include/linux/export.h: what EXPORT_SYMBOL() declares. */
bool flow__exported(const struct facts *facts, const char *name)
{
	char *text = store__format("__kstrtab_%s", name);
	bool found = map__get(&facts->globals, text);

	free(text);
	return found;
}

/*
 * Its address is taken, which is harmless while it stays in local variables and nobody writes
 * there; or it is written in a way that is no assignment.
 */
static bool is_handled(const struct func *func, const struct global *global)
{
	unsigned int written = 0, stored = 0;
	bool taken = false;

	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];

		if (a->global != global)
			continue;
		taken |= a->mode & ACCESS_ADDRESS;
		written += !!(a->mode & ACCESS_WRITE);
	}
	for (unsigned int i = 0; i < func->nr_stores; i++)
		stored += func->stores[i].global == global;
	return written != stored || (taken && (!global->type->is_const || func->asm_line));
}

/* Its address is stored, given to a call or returned. */
static bool leaves(const struct func *func, const struct global *global)
{
	bool found = flow__leads_to(func, &func->returned, global);

	for (unsigned int i = 0; i < func->nr_stores && !found; i++)
		found = flow__leads_to(func, &func->stores[i].from, global);
	for (unsigned int i = 0; i < func->nr_calls && !found; i++)
		for (unsigned int a = 0; a < func->calls[i].nr_args && !found; a++)
			found = flow__leads_to(func, &func->calls[i].args[a], global);
	return found;
}

static bool is_seen(const struct facts *facts, const struct global *global)
{
	for (unsigned int i = 0; i < facts->nr_all; i++)
		if (is_handled(facts->all[i], global) || leaves(facts->all[i], global))
			return false;
	for (unsigned int i = 0; i < facts->nr_variables; i++)
		if (facts->variables[i]->init && leaves(facts->variables[i]->init, global))
			return false;
	return true;
}

void flow__tables(struct facts *facts)
{
	for (unsigned int i = 0; i < facts->nr_variables; i++) {
		struct global *global = facts->variables[i];

		if (holds_functions(global) && !flow__exported(facts, global->name) &&
		    is_seen(facts, global))
			global->slot = strings__format(facts->strings, "%s:%u", global->name,
						       global->line);
	}
}

const char *flow__slot(const struct origin *origin)
{
	return origin->slot || origin->kind != ORIGIN_VARIABLE ? origin->slot :
	       origin->global->slot;
}

const char *flow__stored(const struct store_fact *store)
{
	return store->slot || !store->global ? store->slot : store->global->slot;
}
