// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Between facts and flow: what the model says of a function or structure of the kernel does not
 * hold for one that the driver defines itself under that name, in its own files. A profile is
 * about the driver, so its lines do.
 */
#include <string.h>

#include "disown.h"
#include "store.h"

/* Under a key that no name is, so that nobody finds @entry and it is freed with the others. */
static void forget(struct model *model, struct map *map, const char *name, void *entry)
{
	map__put(map, strings__format(model->strings, "%s (the kernel's)", name), entry);
	map__put(map, name, NULL);
}

/* A slot of the record or function @name: "@name.member", "@name#argument". */
static struct model_slot *slot_of(const struct model *model, const char *name, char separator)
{
	size_t len = strlen(name);

	for (unsigned int i = 0; i < model->slots.room; i++) {
		struct model_slot *slot = model->slots.slots[i].value;

		if (slot && !slot->profile && !strncmp(slot->name, name, len) &&
		    slot->name[len] == separator &&
		    map__get(&model->slots, slot->name) == slot)
			return slot;
	}
	return NULL;
}

static void disown_slots(struct model *model, const char *name, char separator)
{
	struct model_slot *slot;

	while ((slot = slot_of(model, name, separator)))
		forget(model, &model->slots, slot->name, slot);
}

static void disown_function(struct model *model, const struct func *func)
{
	struct model_function *entry = map__get(&model->functions, func->name);

	if (entry && !entry->profile)
		forget(model, &model->functions, entry->name, entry);
	disown_slots(model, func->name, '#');
}

static void disown_record(struct model *model, const struct record *record)
{
	struct model_type *entry = map__get(&model->types, record->name);

	if (entry && !entry->profile)
		forget(model, &model->types, entry->name, entry);
	disown_slots(model, record->name, '.');
}

void disown__names(struct model *model, const struct facts *facts, const struct plan *plan)
{
	for (unsigned int i = 0; i < facts->nr_all; i++) {
		const struct func *func = facts->all[i];

		if (func->source >= 0 && func->has_body && !plan->sources[func->source].shared)
			disown_function(model, func);
	}
	for (unsigned int i = 0; i < facts->records.room; i++) {
		const struct record *record = facts->records.slots[i].value;

		if (record && record->in_driver)
			disown_record(model, record);
	}
}
