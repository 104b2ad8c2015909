// SPDX-License-Identifier: GPL-2.0
/*
 * What goes on by itself is stopped before what it may need is given back: timers and work of
 * the driver's objects, and of what is on record what can be quiesced. Where that is what the
 * driver core manages for a device, interrupts have to be given back before. They stay on record:
 * the driver may have a callback yet that does so, too, and then must not.
 */
#include <linux/pci.h>
#include "runtime.h"

/* Without locks the list may change: a record that is worked on stays, and it starts anew. */
static void stop_all(struct cleave_channel *ch, const struct cleave_wanted *w)
{
	bool first = w->going == CLEAVE_GOING_FIRST;
	struct cleave_acquired *a;

	mutex_lock(&ch->mutex);
	while ((a = cleave_acquired_find(ch, w))) {
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
	const struct cleave_wanted w = { .root = root, .in = in, .going = CLEAVE_GOING_USED };

	stop_all(ch, &w);
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
	const struct cleave_wanted w = { .root = root, .going = CLEAVE_GOING_FIRST };

	/* Work may wait for an interrupt, and that starts work. */
	cleave_objects_stop(ch, root);
	cleave_quiesce(ch, root, NULL);
	stop_dma(root);
	stop_all(ch, &w);
	cleave_objects_stop(ch, root);
}

void cleave_quiet_opened(struct cleave_channel *ch, const struct cleave_object *root)
{
	const struct cleave_wanted w = { .root = root, .going = CLEAVE_GOING_FIRST, .bound = true };

	if (!cleave_goes_on(ch, root))
		return;
	stop_dma(root);
	stop_all(ch, &w);
}

void cleave_quiet_unclosed(struct cleave_channel *ch, const struct cleave_object *root)
{
	if (READ_ONCE(ch->state) != CLEAVE_STATE_LIVE || READ_ONCE(root->struck))
		cleave_quiet_opened(ch, root);
}

bool cleave_goes_on(struct cleave_channel *ch, const struct cleave_object *root)
{
	const struct cleave_wanted w = { .root = root, .going = CLEAVE_GOING_FIRST, .bound = true };
	bool found;

	mutex_lock(&ch->mutex);
	found = cleave_acquired_find(ch, &w);
	mutex_unlock(&ch->mutex);
	return found;
}
