// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the audit: bytes and numbers that the user half follows pointers to, itself or by what
 * libcleave has. In an object nobody could say which member that is, but where a member's address
 * was taken: then the member has been looked at there.
 */
#include <stdlib.h>

#include "audit.h"
#include "path.h"

static const char *misfit(const struct lead *lead)
{
	if (lead->kind == LEAD_UNKNOWN)
		return "and it is not known where that is";
	return lead->kind == LEAD_OBJECT && lead->record && !lead->part ?
	       "of an object, and it is not known which of its members that is" : NULL;
}

static void follow(struct audit *audit, const struct func *func, const struct origins *from,
		   unsigned int line, bool writes)
{
	struct leads leads = { 0 };
	const char *why = NULL;
	bool fits = false, lost = false;

	audit__leads(audit, func, from, &leads);
	for (unsigned int i = 0; i < leads.nr; i++) {
		const char *not = misfit(&leads.items[i]);

		fits |= !not;
		lost |= writes && leads.items[i].kind == LEAD_COPY;
		why = not ? not : why;
	}
	if (why && !fits)
		audit__tell(audit, func, line, "follows a pointer to bytes", why);
	else if (lost)
		audit__tell(audit, func, line, "writes to bytes", "of which it has a copy");
	free(leads.items);
}

static bool is_bytes(const struct type *to)
{
	return to && to->kind != TYPE_RECORD && to->kind != TYPE_FUNCTION;
}

/* What a function of libcleave's is given to read or write. */
static void given(struct audit *audit, const struct func *func, const struct call *call)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&audit->s->p->model->functions, callee->name) : NULL;

	if (!entry || entry->policy != MODEL_LOCAL || audit->s->user[callee->index])
		return;
	for (unsigned int a = 0; a < call->nr_args && a < callee->nr_params; a++)
		if (is_bytes(path__pointee(callee->params[a].type)))
			follow(audit, func, &call->args[a], call->line,
			       needs__writes(audit->s->p, callee, a));
}

void audit__bytes(struct audit *audit, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (is_bytes(func->derefs[i].to))
			follow(audit, func, &func->derefs[i].from, func->derefs[i].line,
			       func->derefs[i].mode & ACCESS_WRITE);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		given(audit, func, &func->calls[i]);
}
