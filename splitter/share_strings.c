// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: string literals that are stored in objects. Both views have a name
 * in the place of each, which both halves define.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static int string_of(struct share *s, const struct literal *literal)
{
	struct plan *plan = s->plan;
	struct plan_string *string;

	for (unsigned int i = 0; i < plan->nr_strings; i++)
		if (!strcmp(plan->strings[i].text, literal->text))
			return i;
	string = STORE_ADD(plan->strings, plan->nr_strings);
	string->name = store__format("cleave_string_%u", plan->nr_strings - 1);
	string->text = store__copy(literal->text);
	share__name_string(s, string->name);
	return plan->nr_strings - 1;
}

static void put_literal(void *data, const struct literal *literal)
{
	struct share *s = data;
	struct plan_literal *out;
	int string;

	for (unsigned int i = 0; i < s->plan->nr_literals; i++)
		if (s->plan->literals[i].source == literal->source &&
		    s->plan->literals[i].start == literal->start)
			return;
	string = string_of(s, literal);
	out = STORE_ADD(s->plan->literals, s->plan->nr_literals);
	out->source = literal->source;
	out->start = literal->start;
	out->end = literal->end;
	out->string = string;
}

/* Does it store a string in an object, or a variable? */
static bool keeps_string(const struct share *s, const struct store_fact *store)
{
	const struct type *type = stored__type(s->p, store);

	return type && literals__is_string(type);
}

void share__strings(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		/* The text of a region under a lock is another function's. */
		if (!partition__ours(func) || func->outline)
			continue;
		for (unsigned int i = 0; i < func->nr_stores; i++)
			if (keeps_string(s, &func->stores[i]))
				literals__find(s->p, func, &func->stores[i].from, put_literal, s);
	}
}
