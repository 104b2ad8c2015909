// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: calls of macros that hold a static lockdep key. Natively each call
 * has its own, so that the locks which it sets up are one class. One stub for all of a driver's
 * calls would make them one: lockdep would report what is right, and take no notice of the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static int by_line(const void *a, const void *b)
{
	const struct plan_site *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

void share__site_arg(const struct model_function *macro, struct plan_downcall *down)
{
	struct plan_arg *arg;

	if (!macro->static_key)
		return;
	down->by_line = true;
	arg = STORE_ADD(down->args, down->nr_args);
	*arg = (struct plan_arg){ .kind = ARG_VALUE, .object_type = -1 };
	arg->name = store__copy("cleave_line");
	arg->type = store__copy("unsigned int");
}

/*
 * The user view says __LINE__: two calls on one line, perhaps of two files, have the same key,
 * and so have those that stand in a header of the kernel's.
 */
static void add_site(const struct func *func, const struct call *call, struct plan_downcall *down)
{
	struct plan_site *site;

	for (unsigned int i = 0; i < down->nr_sites; i++)
		if (down->sites[i].line == call->line)
			return;
	site = STORE_ADD(down->sites, down->nr_sites);
	site->line = call->line;
	site->function = store__copy(func->name);
}

static struct plan_downcall *macro_of(struct share *s, const struct call *call)
{
	for (unsigned int i = 0; call->macro && i < s->plan->nr_downcalls; i++)
		if (s->plan->downcalls[i].by_line &&
		    !strcmp(s->plan->downcalls[i].name, call->macro))
			return &s->plan->downcalls[i];
	return NULL;
}

static void sites_of(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct plan_downcall *down = macro_of(s, &func->calls[i]);

		if (down)
			add_site(func, &func->calls[i], down);
	}
}

void share__sites(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (s->user[f] && partition__ours(facts->all[f]))
			sites_of(s, facts->all[f]);
	for (unsigned int i = 0; i < s->plan->nr_downcalls; i++)
		if (s->plan->downcalls[i].nr_sites)
			qsort(s->plan->downcalls[i].sites, s->plan->downcalls[i].nr_sites,
			      sizeof(*s->plan->downcalls[i].sites), by_line);
}
