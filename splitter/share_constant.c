// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: arguments that the driver's own text gives as constants. The check of
 * them holds for those, too, which nobody else can have chosen.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static struct plan_downcall *find(struct plan *plan, const char *name)
{
	for (unsigned int i = 0; i < plan->nr_downcalls; i++)
		if (!strcmp(plan->downcalls[i].name, name))
			return &plan->downcalls[i];
	return NULL;
}

/* "$1 == 1089 && $2 == 1" */
static char *condition(const struct call *call, uint32_t constant)
{
	char *all = NULL;

	for (unsigned int i = 0; i < call->nr_args; i++) {
		char *longer;

		if (!(constant & UINT32_C(1) << i))
			continue;
		longer = store__format("%s%s$%u == %lluULL", all ? all : "", all ? " && " : "", i,
				       (unsigned long long)call->values[i]);
		free(all);
		all = longer;
	}
	return all;
}

/* The argument whose check is of the first of them. */
static struct plan_arg *checked(struct plan_downcall *down, uint32_t constant)
{
	char *first = store__format("$%d", __builtin_ctz(constant));
	struct plan_arg *found = NULL;

	for (unsigned int i = 0; i < down->nr_args && !found; i++)
		if (down->args[i].check && strstr(down->args[i].check, first))
			found = &down->args[i];
	free(first);
	return found;
}

void share__constant(struct share *s, const struct call *call, const struct model_function *entry)
{
	struct plan_downcall *down = call->callee ? find(s->plan, call->callee->name) : NULL;
	struct plan_arg *arg;
	char *also, *check;

	if (!entry->constant || (call->constant & entry->constant) != entry->constant || !down)
		return;
	arg = checked(down, entry->constant);
	if (!arg)
		return;
	also = condition(call, entry->constant);
	if (!strstr(arg->check, also)) {
		check = store__format("(%s) || (%s)", arg->check, also);
		free(arg->check);
		arg->check = check;
	}
	free(also);
}
