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

/**
 * struct wanted - what is to be stopped: all that is set must fit
 * @root: whose it is
 * @in: what it was acquired for
 * @first: to be given back, and not to be quiesced
 * @bound: only what a bound driver acquired
 */
struct wanted {
	const struct cleave_object *root;
	const struct cleave_object *in;
	bool first;
	bool bound;
};

static bool fits(const struct cleave_acquired *a, const struct wanted *w)
{
	return (!w->root || cleave_acquired_by(a, w->root)) &&
	       (!w->in || cleave_acquired_for(a, w->in)) && (!w->bound || a->bound) &&
	       (w->first ? a->undo->first && !a->gone : a->undo->quiesce && !a->quiet);
}

/* What still goes on; needs channel->mutex. */
static struct cleave_acquired *find(struct cleave_channel *ch, const struct wanted *w)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link)
		if (fits(a, w))
			return a;
	return NULL;
}

/* Without locks the list may change: a record that is worked on stays, and it starts anew. */
static void stop_all(struct cleave_channel *ch, const struct wanted *w)
{
	struct cleave_acquired *a;

	mutex_lock(&ch->mutex);
	while ((a = find(ch, w))) {
		a->quiet |= !w->first;
		a->gone |= w->first;
		a->busy = true;
		mutex_unlock(&ch->mutex);
		if (w->first)
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
	const struct wanted w = { .root = root, .in = in };

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
	const struct wanted w = { .root = root, .first = true };

	/* Work may wait for an interrupt, and that starts work. */
	cleave_objects_stop(ch, root);
	cleave_quiesce(ch, root, NULL);
	stop_dma(root);
	stop_all(ch, &w);
	cleave_objects_stop(ch, root);
}

void cleave_quiet_opened(struct cleave_channel *ch, const struct cleave_object *root)
{
	const struct wanted w = { .root = root, .first = true, .bound = true };

	stop_all(ch, &w);
}

bool cleave_goes_on(struct cleave_channel *ch, const struct cleave_object *root)
{
	const struct wanted w = { .root = root, .first = true, .bound = true };
	bool found;

	mutex_lock(&ch->mutex);
	found = find(ch, &w);
	mutex_unlock(&ch->mutex);
	return found;
}
