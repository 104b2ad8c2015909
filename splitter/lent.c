// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: structures that a function is lent to read alone, by the model. What it
 * wrote there would be lost, for its caller goes on with what it lent.
 */
#include <string.h>

#include <cleave/wire.h>

#include "cross.h"
#include "lent.h"
#include "path.h"

#define DEPTH	4	/* calls of calls that it is given to */

/* The callee may write what its argument leads to, of which no text tells more. */
static bool may_write(const struct partition *p, const struct func *callee, unsigned int at)
{
	const struct model_function *entry = map__get(&p->model->functions, callee->name);
	const struct type *to = path__pointee(callee->params[at].type);

	if (entry && entry->args && at < entry->nr_args && entry->args[at].kind == ARG_BUFFER)
		return entry->args[at].dir & CLEAVE_TO_USER;
	return to && !to->is_const;
}

static bool writes(const struct partition *p, const struct func *func, const struct record *lent,
		   unsigned int depth, unsigned int *line);

static bool gives(const struct partition *p, const struct call *call, const struct record *lent,
		  unsigned int depth)
{
	const struct func *callee = call->callee;
	unsigned int line;

	for (unsigned int i = 0; callee && i < call->nr_args && i < callee->nr_params; i++) {
		const struct type *to = path__pointee(callee->params[i].type);

		if (!to || to->kind != TYPE_RECORD || !path__holds(lent, to->record))
			continue;
		if (callee->walked && depth < DEPTH ? writes(p, callee, lent, depth + 1, &line) :
						      may_write(p, callee, i))
			return true;
	}
	return false;
}

static bool writes(const struct partition *p, const struct func *func, const struct record *lent,
		   unsigned int depth, unsigned int *line)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];

		*line = a->line;
		if (a->record && a->mode & ACCESS_WRITE && path__holds(lent, a->record))
			return true;
	}
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		*line = func->calls[i].line;
		if (gives(p, &func->calls[i], lent, depth))
			return true;
	}
	return false;
}

const struct record *lent__written(const struct partition *p, const struct func *func,
				   unsigned int *line)
{
	const struct model_slot *slot = cross__slot(p, func);

	for (unsigned int i = 0; slot && i < slot->nr_args && i < func->nr_params; i++) {
		const struct type *to = path__pointee(func->params[i].type);

		if (slot->args[i].kind == ARG_BUFFER && slot->args[i].dir == CLEAVE_TO_KERNEL &&
		    to && to->kind == TYPE_RECORD && !to->is_const &&
		    writes(p, func, to->record, 0, line))
			return to->record;
	}
	return NULL;
}
