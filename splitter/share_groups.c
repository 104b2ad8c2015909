// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: classes of functions. A pointer to one that the user half writes may
 * lead to no other than the driver may put there, as far as that is known: members that have a
 * function in common are of one class, named by the first of them. What is given to calls,
 * returned, or goes who knows where, is of the class of all functions of its type.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static const char *leader(const struct share *s, const char *name)
{
	const char *next;

	while ((next = map__get(&s->groups, name)))
		name = next;
	return name;
}

static bool is_type(const char *name)
{
	return strchr(name, '(');
}

static void join(struct share *s, const char *a, const char *b)
{
	const char *one = leader(s, a), *two = leader(s, b);
	bool first = is_type(one) == is_type(two) ? strcmp(one, two) < 0 : is_type(one);

	if (strcmp(one, two))
		map__put(&s->groups, first ? two : one, (char *)(first ? one : two));
}

/* The member, if that is what the function goes to; else its type, of a variable as well. */
static const char *goes_to(const struct func *func, const char *slot)
{
	return slot && strchr(slot, '.') && !strchr(slot, '#') ? slot : func->type->canonical;
}

static void group(struct share *s, const struct func *func)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	for (unsigned int i = 1; i < node->nr_slots; i++)
		join(s, goes_to(func, node->slots[i - 1].slot), goes_to(func, node->slots[i].slot));
}

/* What functions of the driver are given. */
static void group_given(struct share *s, const struct func *to, unsigned int param)
{
	const struct targets *given = flow__param_targets(s->p->flow, to, param);

	for (unsigned int i = 0; i < given->nr; i++) {
		const struct func *func = given->items[i];
		const struct flow_node *node = &s->p->flow->nodes[func->index];

		if (node->nr_slots)
			join(s, goes_to(func, node->slots[0].slot), func->type->canonical);
	}
}

void share__groups(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		group(s, facts->all[f]);
		for (unsigned int i = 0; i < facts->all[f]->nr_params; i++)
			group_given(s, facts->all[f], i);
	}
}

int share__class_of_function(struct share *s, const struct func *func)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	return node->nr_slots ?
	       share__class_named(s, leader(s, goes_to(func, node->slots[0].slot))) :
	       share__class(s, func->type);
}

int share__class_of_slot(struct share *s, const char *slot, const struct type *to)
{
	return map__get(&s->p->flow->pointed, slot) ? share__class_named(s, leader(s, slot)) :
						      share__class(s, to);
}
