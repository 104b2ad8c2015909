// SPDX-License-Identifier: GPL-2.0
/*
 * A user half gives back itself what it acquired, if it still can; for the rest
 * its root's end does, or the end of an object that it was acquired for (that a
 * key of the record lies in). Locks are given back when the upcall ends that they
 * were taken in. The functions that give back run without locks: they may make upcalls.
 */
#include <linux/slab.h>
#include "runtime.h"

/* Whether @upcall is of the thread that @call is of. */
static bool own(const struct cleave_call *upcall, const struct cleave_call *call)
{
	while (call && call != upcall)
		call = call->outer;
	return call;
}

/* Others' locks are theirs to give back; the object that they lie in waits for that. */
static struct cleave_acquired *find_mine(struct cleave_channel *ch, const struct cleave_wanted *w,
					 const struct cleave_call *call)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link)
		if (cleave_acquired_fits(a, w) && (!a->upcall || own(a->upcall, call)))
			return a;
	return NULL;
}

/* Two devices may go at once, and each is named in it. */
static void note_going(struct cleave_channel *ch, struct cleave_acquired *a)
{
	if (!a->roots[1])
		return;
	a->taker = current;
	list_add(&a->link, &ch->going);
}

/* Takes the newest one away, when it is not just being stopped. Return: it, or NULL. */
static struct cleave_acquired *take(struct cleave_channel *ch, const struct cleave_wanted *w,
				    const struct cleave_call *call)
{
	struct cleave_acquired *a;

	for (;;) {
		mutex_lock(&ch->mutex);
		a = find_mine(ch, w, call);
		if (!a || !a->busy)
			break;
		mutex_unlock(&ch->mutex);
		schedule_timeout_uninterruptible(1);
	}
	if (a && w->retire) {
		a->ending = true;
		list_move(&a->link, &ch->retired);
	} else if (a) {
		cleave_acquired_unlink(ch, a);
		note_going(ch, a);
	}
	mutex_unlock(&ch->mutex);
	return a;
}

/* By the first of its keys. */
static struct cleave_wanted by_keys(const struct cleave_undo *undo, const u64 *keys, u8 nr_keys)
{
	return (struct cleave_wanted){
		.undo = undo, .keys = keys, .nr_keys = min_t(u8, nr_keys, CLEAVE_UNDO_KEYS),
	};
}

struct cleave_acquired *cleave_acquired_retire(struct cleave_call *call,
					       const struct cleave_undo *undo, const u64 *keys,
					       u8 nr_keys)
{
	struct cleave_wanted w = by_keys(undo, keys, nr_keys);

	w.with_object = true;
	w.retire = true;
	return take(call->channel, &w, call);
}

/* ---- given back by the user half ---------------------------------------------------- */

int cleave_released(struct cleave_call *call, const struct cleave_undo *undo, u8 nr_keys,
		    u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };
	const struct cleave_wanted w = by_keys(undo, keys, nr_keys);
	struct cleave_acquired *a;

	if (nr_keys == 1 && !k0)
		return 0;
	a = take(call->channel, &w, call);
	if (!a) {
		cleave_refuse(call, 0, "this was not acquired");
		return -ENOENT;
	}
	if (a->gone) {
		cleave_acquired_free(call->channel, a);
		return -EALREADY;
	}
	cleave_released_done(call);
	call->released = a;
	mutex_lock(&call->channel->mutex);
	cleave_note_deed(call, a);	/* if there is memory */
	mutex_unlock(&call->channel->mutex);
	return 0;
}
EXPORT_SYMBOL_GPL(cleave_released);

void cleave_released_not(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;

	if (!call->released)
		return;
	mutex_lock(&ch->mutex);
	if (call->released->taker)
		list_del(&call->released->link);
	call->released->taker = NULL;
	cleave_acquired_link(ch, call->released);
	mutex_unlock(&ch->mutex);
	call->released = NULL;
}

void cleave_released_done(struct cleave_call *call)
{
	if (call->released)
		cleave_acquired_free(call->channel, call->released);
	call->released = NULL;
}

bool cleave_native_released(struct cleave_half *half, const struct cleave_undo *undo, u8 nr_keys,
			    u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };
	const struct cleave_wanted w = by_keys(undo, keys, nr_keys);
	struct cleave_acquired *a;
	bool gone;

	if (!half->channel)
		return false;
	a = take(half->channel, &w, cleave_worker_call(half->channel));
	gone = a && a->gone;
	if (a)
		cleave_acquired_free(half->channel, a);
	else
		cleave_retired_release(half->channel, undo, w.keys, w.nr_keys);
	return gone;
}
EXPORT_SYMBOL_GPL(cleave_native_released);

/* ---- giving back ------------------------------------------------------------------ */

static void run(struct cleave_channel *ch, struct cleave_acquired *a, struct cleave_call *call)
{
	bool left;

	/* What it came with has ended otherwise: so did this. */
	if (a->born && READ_ONCE(a->born->ended))
		return;
	left = a->born && !cleave_object_leave(ch, a->born, call, true);
	a->undo->run(a->keys);
	if (left)
		cleave_object_back(ch, a->born, call, true);
}

static void blame(struct cleave_channel *ch, const struct cleave_undo *undo, u32 nr)
{
	if (undo)
		pr_warn("cleave: %s: the user half left it to the kernel to call %s (%u times)\n",
			ch->name, undo->name, nr);
}

static void give_back(struct cleave_channel *ch, const struct cleave_wanted *w,
		      struct cleave_call *call, bool warn)
{
	const struct cleave_undo *last = NULL;
	struct cleave_acquired *a;
	u32 nr = 0;

	while ((a = take(ch, w, call))) {
		if (a->gone) {
			cleave_acquired_free(ch, a);
			continue;
		}
		if (warn && a->undo != last) {
			blame(ch, last, nr);
			last = a->undo;
			nr = 0;
		}
		nr++;
		if (w->stop)
			cleave_objects_stop(ch, w->root);
		run(ch, a, call);
		cleave_acquired_free(ch, a);
	}
	blame(ch, last, nr);
}

void cleave_give_back(struct cleave_channel *ch, struct cleave_object *root,
		      struct cleave_call *call, bool warn)
{
	const struct cleave_wanted w = { .root = root, .stop = true };

	cleave_quiesce(ch, root, NULL);
	give_back(ch, &w, call, warn);
}

void cleave_give_back_call(struct cleave_channel *ch, struct cleave_call *call)
{
	const struct cleave_wanted w = { .upcall = call };

	/* Mostly there is none, and nobody but this thread makes or takes one. */
	if (call->has_locks)
		give_back(ch, &w, call, true);
}

void cleave_give_back_in(struct cleave_channel *ch, const struct cleave_object *o,
			 struct cleave_call *call)
{
	const struct cleave_wanted w = { .in = o };
	bool struck = o->root && READ_ONCE(o->root->struck);

	cleave_quiesce(ch, NULL, o);
	give_back(ch, &w, call, !struck);
}
