// SPDX-License-Identifier: GPL-2.0
/*
 * Devices that a user half has left half-way. Nobody knows what state one is in whose upcall had
 * done something when the session ended: functions of the driver's that are never called then may
 * be called by the next user half, or by the kernel (a card is closed that has been closed, in
 * the middle of a self-test), and the kernel half would follow what has been freed. So nothing
 * more is asked of it: upcalls fail at once, that which ends it, too, and so do functions of the
 * kernel half that may sleep and that the kernel calls. What runs beside an upcall natively
 * (interrupts, packets) goes on. Binding the device anew ends all that; what the driver core has
 * bound to no driver cannot be, and is asked on.
 */
#include <linux/device.h>
#include <linux/slab.h>
#include "runtime.h"

/* Of an upcall: another device than its own that it acted on. */
struct cleave_deed {
	struct cleave_deed *next;
	struct cleave_object *root;
};

/* Of what begins or ends in a call nobody is told: it ends all the same. */
static bool comes_or_goes(const struct cleave_object *root, const struct cleave_call *call)
{
	for (; call; call = call->outer)
		if (call->ends == root || call->born == root)
			return true;
	return false;
}

/* Needs channel->mutex: a device stays until its root ends, which is not counted from then on. */
static bool can_be_struck(const struct cleave_object *root)
{
	const struct device *dev = cleave_device_of(root);

	return !cleave_is_ending(root) && root->root == root && !root->struck && dev &&
	       READ_ONCE(dev->driver);
}

/* Needs channel->mutex. Return: whether there is anybody to be told. */
static bool mark_root(struct cleave_channel *ch, const struct cleave_call *call,
		      struct cleave_object *root)
{
	if (!root || !can_be_struck(root))
		return false;
	root->struck = call->up->name;
	WRITE_ONCE(ch->nr_struck, ch->nr_struck + 1);
	if (root->leaving || comes_or_goes(root, call))
		return false;
	pr_info("cleave: %s: %s was half done: %s is to be bound anew (cleave rebind %s)\n",
		ch->name, call->up->name, dev_name(cleave_device_of(root)), ch->name);
	return true;
}

/* Its own device, and those of others of which something was acquired or given back in it. */
static bool mark(struct cleave_channel *ch, const struct cleave_call *call)
{
	const struct cleave_deed *deed;
	bool told;

	if (!call->up)
		return false;
	told = mark_root(ch, call, call->root ?: call->born);
	for (deed = call->deeds; deed; deed = deed->next)
		told |= mark_root(ch, call, deed->root);
	return told;
}

static bool is_noted(const struct cleave_call *up, const struct cleave_object *root)
{
	const struct cleave_deed *deed = up->deeds;

	while (deed && deed->root != root)
		deed = deed->next;
	return deed;
}

static int note(struct cleave_call *up, struct cleave_object *root)
{
	struct cleave_deed *deed;

	if (!root || root == up->root || is_noted(up, root))
		return 0;
	deed = kmalloc(sizeof(*deed), GFP_KERNEL);
	if (!deed)
		return -ENOMEM;
	kref_get(&root->ref);
	deed->root = root;
	deed->next = up->deeds;
	up->deeds = deed;
	return 0;
}

int cleave_note_deed(struct cleave_call *call, const struct cleave_acquired *a)
{
	struct cleave_call *up = call->outer;

	/* A lock is given back when the upcall ends, whatever becomes of that. */
	if (!up || a->undo->until_answer)
		return 0;
	/* Who dies in an inner call does so in all. */
	while (up->outer)
		up = up->outer->outer;
	return note(up, a->roots[0]) ?: note(up, a->roots[1]);
}

void cleave_deeds_forget(struct cleave_call *up)
{
	struct cleave_deed *deed;

	while ((deed = up->deeds)) {
		up->deeds = deed->next;
		cleave_object_put(deed->root);
		kfree(deed);
	}
}

void cleave_strike(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	bool told;

	if (!call->worker->active)
		return;
	mutex_lock(&ch->mutex);
	told = mark(ch, call);
	mutex_unlock(&ch->mutex);
	if (told)
		cleave_out_notify(ch);
}

void cleave_strike_left(struct cleave_channel *ch)
{
	const struct cleave_worker *w = NULL;
	const struct cleave_call *call;

	spin_lock(&cleave_lock);
	while ((w = cleave_worker_left(ch, w)))
		for (call = w->up; call; call = call->outer ? call->outer->outer : NULL)
			mark(ch, call);
	spin_unlock(&cleave_lock);
}

bool cleave_refuses(const struct cleave_call *call)
{
	return call->root && READ_ONCE(call->root->struck);
}

bool cleave_struck(const struct cleave_half *half, const void *p)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *root;
	bool struck;

	if (!ch || !READ_ONCE(ch->nr_struck))
		return false;
	root = cleave_root_of(ch, p);
	struck = root && READ_ONCE(root->struck);
	cleave_object_put(root);
	return struck;
}
EXPORT_SYMBOL_GPL(cleave_struck);
