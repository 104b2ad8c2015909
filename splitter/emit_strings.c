// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Strings that the driver stores in objects: in both views a name takes the place of the
 * literal, so that an address in one half tells the one in the other.
 */
#include "emit_parts.h"

void emit__declare_strings(const struct emit *e, struct text *out)
{
	for (unsigned int i = 0; i < e->plan->nr_strings; i++)
		text__printf(out, "%sextern const char %s[];\n", i ? "" : "\n",
			     e->plan->strings[i].name);
}

void emit__define_strings(const struct emit *e, struct text *out)
{
	for (unsigned int i = 0; i < e->plan->nr_strings; i++)
		text__printf(out, "%sconst char %s[] = %s;\n", i ? "" : "\n",
			     e->plan->strings[i].name, e->plan->strings[i].text);
}

const struct plan_literal *emit__next_literal(const struct emit *e, unsigned int source,
					      size_t from, size_t to)
{
	const struct plan_literal *next = NULL;

	for (unsigned int i = 0; i < e->plan->nr_literals; i++) {
		const struct plan_literal *literal = &e->plan->literals[i];

		if ((unsigned int)literal->source == source && literal->start >= from &&
		    literal->end <= to && (!next || literal->start < next->start))
			next = literal;
	}
	return next;
}

/* Where a literal is, neither the address nor its being assigned to a char * is wrong. */
void emit__put_literal(const struct emit *e, struct text *out, const struct plan_literal *literal)
{
	text__printf(out, "((char *)%s)", e->plan->strings[literal->string].name);
}
