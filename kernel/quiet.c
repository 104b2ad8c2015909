// SPDX-License-Identifier: GPL-2.0
/*
 * What goes on by itself is stopped before what it may need is given back: timers and work of
 * the driver's objects, and of what is on record what can be quiesced. Where that is what the
 * driver core manages for a device, interrupts have to be given back before. They stay on record:
 * the driver may have a callback yet that does so, too, and then must not.
 */
#include <linux/pci.h>
#include "runtime.h"

bool cleave_acquired_for(const struct cleave_acquired *a, const struct cleave_object *o)
{
	int i;

	for (i = 0; i < CLEAVE_UNDO_KEYS; i++)
		if (a->keys[i] - (uintptr_t)o->base < o->size)
			return true;
	return false;
}

/* Something of @root's, or acquired for @in, if they are set, that still goes on. */
static struct cleave_acquired *find(struct cleave_channel *ch, const struct cleave_object *root,
				    const struct cleave_object *in, bool first)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link) {
		if ((root && !cleave_acquired_by(a, root)) || (in && !cleave_acquired_for(a, in)))
			continue;
		if (first ? a->undo->first && !a->gone : a->undo->quiesce && !a->quiet)
			return a;
	}
	return NULL;
}

/* Without locks the list may change: a record that is worked on stays, and it starts anew. */
static void stop_all(struct cleave_channel *ch, const struct cleave_object *root,
		     const struct cleave_object *in, bool first)
{
	struct cleave_acquired *a;

	mutex_lock(&ch->mutex);
	while ((a = find(ch, root, in, first))) {
		a->quiet |= !first;
		a->gone |= first;
		a->busy = true;
		mutex_unlock(&ch->mutex);
		if (first)
			a->undo->run(a->keys);
		else
			a->undo->quiesce(a->keys);
		mutex_lock(&ch->mutex);
		a->busy = false;
	}
	mutex_unlock(&ch->mutex);
}

void cleave_quiesce(struct cleave_channel *ch, const struct cleave_object *root,
		    const struct cleave_object *in)
{
	stop_all(ch, root, in, false);
}

/* What has enabled it may be managed, and disables it when other memory has gone. */
static void stop_dma(const struct cleave_object *root)
{
	struct device *dev = cleave_device_of(root);

	if (dev && dev_is_pci(dev))
		pci_clear_master(to_pci_dev(dev));
}

void cleave_quiet(struct cleave_channel *ch, struct cleave_object *root)
{
	/* Work may wait for an interrupt, and that starts work. */
	cleave_objects_stop(ch, root);
	cleave_quiesce(ch, root, NULL);
	stop_dma(root);
	stop_all(ch, root, NULL, true);
	cleave_objects_stop(ch, root);
}

bool cleave_goes_on(struct cleave_channel *ch, const struct cleave_object *root)
{
	struct cleave_acquired *a;
	bool found = false;

	mutex_lock(&ch->mutex);
	list_for_each_entry(a, &ch->acquired, link)
		found |= cleave_acquired_by(a, root) && a->undo->first && a->bound && !a->gone;
	mutex_unlock(&ch->mutex);
	return found;
}
