// SPDX-License-Identifier: GPL-2.0
/* Looks through what is on record: by what it was acquired for, by whom, whether it goes on. */
#include "runtime.h"

bool cleave_acquired_for(const struct cleave_acquired *a, const struct cleave_object *o)
{
	int i;

	for (i = 0; i < CLEAVE_UNDO_KEYS; i++)
		if (a->keys[i] - (uintptr_t)o->base < o->size)
			return true;
	return false;
}

/* Whether there is something to be done yet before it is given back with all else. */
static bool goes_on(const struct cleave_acquired *a, enum cleave_going how)
{
	switch (how) {
	case CLEAVE_GOING_USED:
		return a->undo->quiesce && !a->quiet;
	case CLEAVE_GOING_FIRST:
		return a->undo->first && !a->gone;
	default:
		return true;
	}
}

bool cleave_acquired_fits(const struct cleave_acquired *a, const struct cleave_wanted *w)
{
	if (w->undo && (a->undo != w->undo ||
			memcmp(a->keys, w->keys, w->nr_keys * sizeof(*w->keys))))
		return false;
	if (w->root && !cleave_acquired_by(a, w->root))
		return false;
	if (w->in && !cleave_acquired_for(a, w->in))
		return false;
	if ((w->with_object && !a->born) || (w->bound && !a->bound))
		return false;
	return (!w->upcall || a->upcall == w->upcall) && goes_on(a, w->going);
}

struct cleave_acquired *cleave_acquired_find(struct cleave_channel *ch,
					     const struct cleave_wanted *w)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link)
		if (cleave_acquired_fits(a, w))
			return a;
	return NULL;
}

bool cleave_acquired_in(struct cleave_channel *ch, const struct cleave_object *o)
{
	const struct cleave_wanted w = { .in = o };

	return cleave_acquired_find(ch, &w);
}
