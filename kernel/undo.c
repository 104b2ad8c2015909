// SPDX-License-Identifier: GPL-2.0
/*
 * What a user half acquired is on record, newest first, with how to give it
 * back. It gives back itself what it still can; for the rest its root's end
 * does. The functions that give back run without locks: they may make upcalls.
 */
#include <linux/slab.h>
#include "runtime.h"

#define ACQUIRED_MAX	65536

struct acquired {
	struct list_head link;
	const struct cleave_undo *undo;
	struct cleave_object *root;
	struct cleave_object *born;	/* came with it and ends with it, or NULL */
	u64 keys[CLEAVE_UNDO_KEYS];
	bool quiet;			/* its use has been stopped */
};

static struct cleave_object *get(struct cleave_object *o)
{
	if (o)
		kref_get(&o->ref);
	return o;
}

int cleave_acquired(struct cleave_call *call, const struct cleave_undo *undo, u64 k0, u64 k1,
		    u64 k2, u64 k3)
{
	struct cleave_channel *ch = call->channel;
	struct acquired *a = kzalloc(sizeof(*a), GFP_KERNEL);
	int err = 0;

	if (!a)
		return -ENOMEM;
	a->undo = undo;
	a->keys[0] = k0;
	a->keys[1] = k1;
	a->keys[2] = k2;
	a->keys[3] = k3;
	mutex_lock(&ch->mutex);
	if (ch->nr_acquired == ACQUIRED_MAX || (call->root && call->root->ended)) {
		err = -ENOSPC;
	} else {
		a->root = get(call->root);
		a->born = get(call->born);
		list_add(&a->link, &ch->acquired);
		ch->nr_acquired++;
	}
	mutex_unlock(&ch->mutex);
	if (err)
		kfree(a);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_acquired);

/* Needs channel->mutex. */
static void unlink_record(struct cleave_channel *ch, struct acquired *a)
{
	list_del(&a->link);
	ch->nr_acquired--;
}

static void free_record(struct acquired *a)
{
	cleave_object_put(a->root);
	cleave_object_put(a->born);
	kfree(a);
}

static struct acquired *find(struct cleave_channel *ch, const struct cleave_undo *undo,
			     const u64 *keys, u8 nr_keys)
{
	struct acquired *a;

	list_for_each_entry(a, &ch->acquired, link) {
		if (a->undo == undo && !memcmp(a->keys, keys, nr_keys * sizeof(*keys)))
			return a;
	}
	return NULL;
}

/* Takes the newest such record off. Return: whether there was one. */
static bool drop(struct cleave_channel *ch, const struct cleave_undo *undo, const u64 *keys,
		 u8 nr_keys)
{
	struct acquired *a;

	mutex_lock(&ch->mutex);
	a = find(ch, undo, keys, min_t(u8, nr_keys, CLEAVE_UNDO_KEYS));
	if (a)
		unlink_record(ch, a);
	mutex_unlock(&ch->mutex);
	if (a)
		free_record(a);
	return a;
}

int cleave_released(struct cleave_call *call, const struct cleave_undo *undo, u8 nr_keys,
		    u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };

	if (nr_keys == 1 && !k0)
		return 0;
	if (drop(call->channel, undo, keys, nr_keys))
		return 0;
	cleave_refuse(call, 0, "this was not acquired");
	return -ENOENT;
}
EXPORT_SYMBOL_GPL(cleave_released);

void cleave_native_released(struct cleave_half *half, const struct cleave_undo *undo, u8 nr_keys,
			    u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };

	if (half->channel)
		drop(half->channel, undo, keys, nr_keys);
}
EXPORT_SYMBOL_GPL(cleave_native_released);

/* ---- giving back ------------------------------------------------------------------ */

static bool of_root(const struct acquired *a, const struct cleave_object *root)
{
	return !root || a->root == root;
}

/* Without locks the list may change: what it stops is marked, and it starts anew. */
static void quiesce(struct cleave_channel *ch, struct cleave_object *root)
{
	struct acquired *a;
	u64 keys[CLEAVE_UNDO_KEYS];
	bool again;

	do {
		const struct cleave_undo *undo = NULL;

		again = false;
		mutex_lock(&ch->mutex);
		list_for_each_entry(a, &ch->acquired, link) {
			if (a->quiet || !of_root(a, root) || !a->undo->quiesce)
				continue;
			a->quiet = true;
			undo = a->undo;
			memcpy(keys, a->keys, sizeof(keys));
			again = true;
			break;
		}
		mutex_unlock(&ch->mutex);
		if (undo)
			undo->quiesce(keys);
	} while (again);
}

static struct acquired *pop(struct cleave_channel *ch, struct cleave_object *root)
{
	struct acquired *a, *found = NULL;

	mutex_lock(&ch->mutex);
	list_for_each_entry(a, &ch->acquired, link) {
		if (!of_root(a, root))
			continue;
		unlink_record(ch, a);
		found = a;
		break;
	}
	mutex_unlock(&ch->mutex);
	return found;
}

static void run(struct cleave_channel *ch, struct acquired *a, const struct cleave_call *call)
{
	/* What it came with has ended otherwise: so did this. */
	if (a->born && READ_ONCE(a->born->ended))
		return;
	if (a->born)
		cleave_object_end(ch, a->born, call, true);
	a->undo->run(a->keys);
}

static void blame(struct cleave_channel *ch, const struct cleave_undo *undo, u32 nr)
{
	if (undo)
		pr_warn("cleave: %s: the user half left it to the kernel to call %s (%u times)\n",
			ch->name, undo->name, nr);
}

void cleave_give_back(struct cleave_channel *ch, struct cleave_object *root,
		      const struct cleave_call *call, bool warn)
{
	const struct cleave_undo *last = NULL;
	struct acquired *a;
	u32 nr = 0;

	quiesce(ch, root);
	while ((a = pop(ch, root))) {
		if (warn && a->undo != last) {
			blame(ch, last, nr);
			last = a->undo;
			nr = 0;
		}
		nr++;
		run(ch, a, call);
		free_record(a);
	}
	blame(ch, last, nr);
}
