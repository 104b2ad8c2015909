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

#define DEPTH	4	/* structures in structures, and calls that one is given to */

/* @part is @whole, or lies in it. */
static bool is_part(const struct record *whole, const struct record *part, unsigned int depth)
{
	if (whole == part)
		return true;
	for (unsigned int i = 0; i < whole->nr_fields && depth < DEPTH; i++) {
		const struct type *of = whole->fields[i].type;

		while (of->kind == TYPE_ARRAY)
			of = of->to;
		if (of->kind == TYPE_RECORD && is_part(of->record, part, depth + 1))
			return true;
	}
	return false;
}

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

		if (!to || to->kind != TYPE_RECORD || !is_part(lent, to->record, 0))
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
		if (a->record && a->mode & ACCESS_WRITE && is_part(lent, a->record, 0))
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
