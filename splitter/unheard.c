// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: objects of a structure of the kernel's that the driver makes as if they
 * were but memory (`serio = kzalloc(sizeof(*serio), GFP_KERNEL)`), and that end when the core says
 * so. The runtime hears of neither, so a function that is given one stays in the kernel half. What
 * is given by a table of which a slot bears such objects was born there.
 */
#include <string.h>

#include "partition.h"

/* The type of which @func's parameter @at may lead to an object that the runtime does not know. */
static const struct model_type *unheard(const struct partition *p, const struct func *func,
					unsigned int at)
{
	const struct type *type = func->params[at].type;
	const struct model_type *entry = type->kind == TYPE_POINTER && type->to->record ?
		tracked__model(p, type->to->record) : NULL;

	return entry && entry->unheard ? entry : NULL;
}

static bool same_table(const char *a, const char *b)
{
	size_t len = strcspn(a, ".");

	return len == strcspn(b, ".") && !strncmp(a, b, len);
}

/* Whether a slot of the table that @name is one of bears objects of @type, which a function has. */
static bool born_by(const struct partition *p, const char *name, const struct model_type *type)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];
		const struct flow_node *node = &p->flow->nodes[func->index];

		for (unsigned int i = 0; i < node->nr_slots; i++) {
			const struct model_slot *slot = node->slots[i].slot ?
				map__get(&p->model->slots, node->slots[i].slot) : NULL;

			if (!slot || !same_table(slot->name, name))
				continue;
			for (unsigned int a = 0; a < slot->nr_args && a < func->nr_params; a++)
				if (slot->args[a].birth && unheard(p, func, a) == type)
					return true;
		}
	}
	return false;
}

const struct model_type *unheard__given(const struct partition *p, const struct func *func,
					const char **slot)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int a = 0; a < func->nr_params; a++) {
		const struct model_type *type = unheard(p, func, a);

		for (unsigned int i = 0; type && i < node->nr_slots; i++) {
			*slot = node->slots[i].slot;
			if (*slot && !born_by(p, *slot, type))
				return type;
		}
	}
	return NULL;
}
