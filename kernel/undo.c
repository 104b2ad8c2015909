// SPDX-License-Identifier: GPL-2.0
/*
 * What a user half acquired is on record, newest first, with how to give it
 * back: here the records are made, on_record.c looks through them, give_back.c
 * goes by them.
 */
#include <linux/slab.h>
#include "runtime.h"

#define ACQUIRED_MAX	16384	/* each end of one looks at all objects */

static struct cleave_object *get(struct cleave_object *o)
{
	if (o)
		kref_get(&o->ref);
	return o;
}

void cleave_acquired_link(struct cleave_channel *ch, struct cleave_acquired *a)
{
	list_add(&a->link, &ch->acquired);
	ch->nr_acquired++;
	if (a->upcall)
		cleave_worker_holds(a->upcall, a->locks);
}

/* A lock is the thread's that made @upcall, and what it lies in has to stay as long. */
static void hold(struct cleave_channel *ch, struct cleave_acquired *a, struct cleave_call *upcall)
{
	struct cleave_object *o = cleave_object_find(ch, (void *)(uintptr_t)a->keys[0]);

	a->upcall = upcall;
	if (upcall)
		upcall->has_locks = true;
	if (o && cleave_object_pin(o))
		a->lock_in = o;
}

static struct cleave_acquired *new_record(const struct cleave_undo *undo, u64 k0, u64 k1, u64 k2,
					  u64 k3)
{
	struct cleave_acquired *a = kzalloc(sizeof(*a), GFP_KERNEL);

	if (!a)
		return NULL;
	a->undo = undo;
	a->locks = cleave_locks_known(undo->holds);
	a->keys[0] = k0;
	a->keys[1] = k1;
	a->keys[2] = k2;
	a->keys[3] = k3;
	return a;
}

/* @root, if there is one, is one of its roots from now on. Return: 0, or -ENOSPC. */
static int name_root(struct cleave_acquired *a, struct cleave_object *root)
{
	if (!root || cleave_acquired_by(a, root))
		return 0;
	/* Who is about to go gets no more, and nothing belongs to three. */
	if (cleave_is_ending(root) || a->roots[1])
		return -ENOSPC;
	a->roots[a->roots[0] ? 1 : 0] = get(root);
	a->bound |= READ_ONCE(root->bound);
	return 0;
}

/* The roots of objects that the keys are addresses in; needs channel->mutex. */
static int name_keys(struct cleave_channel *ch, struct cleave_acquired *a)
{
	struct cleave_object *o;
	int i, err = 0;

	for (i = 0; i < CLEAVE_UNDO_KEYS && !err; i++) {
		o = cleave_object_find(ch, (void *)(uintptr_t)a->keys[i]);
		err = o ? name_root(a, o->root) : 0;
	}
	return err;
}

/* Whether a key is an address in a variable of the driver's; needs channel->mutex. */
static bool in_variable(struct cleave_channel *ch, const struct cleave_acquired *a)
{
	struct cleave_object *o;
	int i;

	for (i = 0; i < CLEAVE_UNDO_KEYS; i++) {
		o = cleave_object_find(ch, (void *)(uintptr_t)a->keys[i]);
		if (o && o->memory == CLEAVE_DATA)
			return true;
	}
	return false;
}

/*
 * Of what device it is: that of what came with it, those that own what the downcall named, those of
 * objects that it was acquired for, whichever device's upcall acquires it. What names none is the
 * upcall's. Needs channel->mutex.
 */
static int name_roots(struct cleave_call *call, struct cleave_acquired *a)
{
	int err = call->born ? name_root(a, call->born->root) : 0;

	if (!err)
		err = name_root(a, call->owner);
	if (!err && call->owned)
		err = name_root(a, call->root);
	if (!err)
		err = name_keys(call->channel, a);
	if (err || a->roots[0])
		return err;
	a->common = !a->undo->until_answer && in_variable(call->channel, a);
	return name_root(a, call->root);
}

int cleave_acquired(struct cleave_call *call, const struct cleave_undo *undo, u64 k0, u64 k1,
		    u64 k2, u64 k3)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_acquired *a = new_record(undo, k0, k1, k2, k3);
	int err;

	if (!a)
		return -ENOMEM;
	mutex_lock(&ch->mutex);
	err = ch->nr_acquired == ACQUIRED_MAX ? -ENOSPC : name_roots(call, a);
	if (!err)
		err = cleave_note_deed(call, a);
	if (!err) {
		a->born = get(call->born);
		if (undo->until_answer)
			hold(ch, a, call->outer);
		cleave_acquired_link(ch, a);
	}
	mutex_unlock(&ch->mutex);
	if (err)
		cleave_acquired_free(ch, a);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_acquired);

void cleave_native_acquired(struct cleave_half *half, const struct cleave_undo *undo, u64 k0,
			    u64 k1, u64 k2, u64 k3)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_acquired *a = ch ? new_record(undo, k0, k1, k2, k3) : NULL;
	bool known;

	if (!a)
		return;
	mutex_lock(&ch->mutex);
	known = !name_keys(ch, a) && a->roots[0] && ch->nr_acquired < ACQUIRED_MAX;
	if (known)
		cleave_acquired_link(ch, a);
	mutex_unlock(&ch->mutex);
	if (!known)
		cleave_acquired_free(ch, a);
}
EXPORT_SYMBOL_GPL(cleave_native_acquired);

struct cleave_object *cleave_root_at(struct cleave_channel *ch, const void *owner)
{
	struct cleave_object *o, *root;

	mutex_lock(&ch->mutex);
	o = cleave_object_find(ch, owner);
	root = get(o ? o->root : NULL);
	mutex_unlock(&ch->mutex);
	return root;
}

/* What ends with @root is on record for it: takes over both references, if it succeeds. */
static int record(struct cleave_channel *ch, struct cleave_acquired *a,
		  struct cleave_object *root, struct cleave_object *born)
{
	int err = 0;

	mutex_lock(&ch->mutex);
	if ((root && cleave_is_ending(root)) || ch->nr_acquired == ACQUIRED_MAX) {
		err = -ENOSPC;
	} else {
		a->roots[0] = root;
		a->born = born;
		cleave_acquired_link(ch, a);
	}
	mutex_unlock(&ch->mutex);
	return err;
}

static int bear(struct cleave_channel *ch, struct cleave_acquired *a, struct cleave_object *root,
		struct cleave_object *o)
{
	int err = cleave_object_publish(ch, o, root);

	if (err)
		return err;
	err = record(ch, a, root, o);
	if (err)
		cleave_object_end(ch, o, cleave_worker_call(ch), true);
	return err;
}

int cleave_native_born(struct cleave_half *half, const void *owner, void *p, u16 type, size_t size,
		       const struct cleave_undo *undo, u64 k0, u64 k1, u64 k2, u64 k3)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *o, *root = ch && owner ? cleave_root_at(ch, owner) : NULL;
	struct cleave_acquired *a;
	int err = -ENOMEM;

	if (!ch || (owner && !root))
		return 0;
	a = new_record(undo, k0, k1, k2, k3);
	o = cleave_object_make_typed(ch, type, p, size);
	if (IS_ERR(o))
		err = PTR_ERR(o);
	else if (a)
		err = bear(ch, a, root, o);
	if (!err)
		return 0;
	kfree(a);
	if (!IS_ERR(o))
		cleave_object_put(o);
	cleave_object_put(root);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_native_born);

void cleave_acquired_unlink(struct cleave_channel *ch, struct cleave_acquired *a)
{
	list_del(&a->link);
	ch->nr_acquired--;
	if (a->upcall)
		cleave_worker_let_go(a->locks);
}

void cleave_acquired_free(struct cleave_channel *ch, struct cleave_acquired *a)
{
	if (a->lock_in || a->taker) {
		mutex_lock(&ch->mutex);
		if (a->lock_in)
			cleave_object_unpin(ch, a->lock_in);
		if (a->taker)
			list_del(&a->link);
		mutex_unlock(&ch->mutex);
	}
	cleave_object_put(a->roots[0]);
	cleave_object_put(a->roots[1]);
	cleave_object_put(a->born);
	kfree(a);
}
