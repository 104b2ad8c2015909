// SPDX-License-Identifier: GPL-2.0
/*
 * What a user half acquired is on record, newest first, with how to give it
 * back. It gives back itself what it still can; for the rest its root's end
 * does, or the end of an object that it was acquired for (that a key of the
 * record lies in). Locks are given back when the upcall ends that they were
 * taken in. The functions that give back run without locks: they may make upcalls.
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

/* Needs channel->mutex. */
static void link_record(struct cleave_channel *ch, struct cleave_acquired *a)
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
		link_record(ch, a);
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
		link_record(ch, a);
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
		link_record(ch, a);
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

/* Needs channel->mutex. */
static void unlink_record(struct cleave_channel *ch, struct cleave_acquired *a)
{
	list_del(&a->link);
	ch->nr_acquired--;
	if (a->upcall)
		cleave_worker_let_go(a->locks);
}

/* Two devices may go at once, and each is named in it. */
static void note_going(struct cleave_channel *ch, struct cleave_acquired *a)
{
	if (!a->roots[1])
		return;
	a->taker = current;
	list_add(&a->link, &ch->going);
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

/* ---- looking for records --------------------------------------------------------- */

/* What is looked for: all that is set must fit, but for the last two. */
struct wanted {
	const struct cleave_undo *undo;
	const u64 *keys;
	u8 nr_keys;
	struct cleave_object *root;
	const struct cleave_object *in;
	const struct cleave_call *upcall;
	bool with_object;
	bool stop;	/* before each: what was given back last may have been running it */
	bool retire;	/* to where it goes; else off every list */
};

static bool fits(const struct cleave_acquired *a, const struct wanted *w)
{
	if (w->undo && (a->undo != w->undo ||
			memcmp(a->keys, w->keys, w->nr_keys * sizeof(*w->keys))))
		return false;
	if (w->root && !cleave_acquired_by(a, w->root))
		return false;
	if (w->in && !cleave_acquired_for(a, w->in))
		return false;
	if (w->with_object && !a->born)
		return false;
	return !w->upcall || a->upcall == w->upcall;
}

/* The newest one; needs channel->mutex. */
static struct cleave_acquired *find(struct cleave_channel *ch, const struct wanted *w)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link)
		if (fits(a, w))
			return a;
	return NULL;
}

/* Whether @upcall is of the thread that @call is of. */
static bool own(const struct cleave_call *upcall, const struct cleave_call *call)
{
	while (call && call != upcall)
		call = call->outer;
	return call;
}

/* Others' locks are theirs to give back; the object that they lie in waits for that. */
static struct cleave_acquired *find_mine(struct cleave_channel *ch, const struct wanted *w,
					 const struct cleave_call *call)
{
	struct cleave_acquired *a;

	list_for_each_entry(a, &ch->acquired, link)
		if (fits(a, w) && (!a->upcall || own(a->upcall, call)))
			return a;
	return NULL;
}

/* Takes the newest one away, when it is not just being stopped. Return: it, or NULL. */
static struct cleave_acquired *take(struct cleave_channel *ch, const struct wanted *w,
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
		unlink_record(ch, a);
		note_going(ch, a);
	}
	mutex_unlock(&ch->mutex);
	return a;
}

struct cleave_acquired *cleave_acquired_retire(struct cleave_call *call,
					       const struct cleave_undo *undo, const u64 *keys,
					       u8 nr_keys)
{
	const struct wanted w = {
		.undo = undo, .keys = keys, .nr_keys = min_t(u8, nr_keys, CLEAVE_UNDO_KEYS),
		.with_object = true, .retire = true,
	};

	return take(call->channel, &w, call);
}

bool cleave_acquired_in(struct cleave_channel *ch, const struct cleave_object *o)
{
	const struct wanted w = { .in = o };

	return find(ch, &w);
}

/* ---- given back by the user half ---------------------------------------------------- */

int cleave_released(struct cleave_call *call, const struct cleave_undo *undo, u8 nr_keys,
		    u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };
	const struct wanted w = {
		.undo = undo,
		.keys = keys,
		.nr_keys = min_t(u8, nr_keys, CLEAVE_UNDO_KEYS),
	};
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
	link_record(ch, call->released);
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
	const struct wanted w = {
		.undo = undo,
		.keys = keys,
		.nr_keys = min_t(u8, nr_keys, CLEAVE_UNDO_KEYS),
	};
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

static void give_back(struct cleave_channel *ch, const struct wanted *w, struct cleave_call *call,
		      bool warn)
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
	const struct wanted w = { .root = root, .stop = true };

	cleave_quiesce(ch, root, NULL);
	give_back(ch, &w, call, warn);
}

void cleave_give_back_call(struct cleave_channel *ch, struct cleave_call *call)
{
	const struct wanted w = { .upcall = call };

	/* Mostly there is none, and nobody but this thread makes or takes one. */
	if (call->has_locks)
		give_back(ch, &w, call, true);
}

void cleave_give_back_in(struct cleave_channel *ch, const struct cleave_object *o,
			 struct cleave_call *call)
{
	const struct wanted w = { .in = o };
	bool struck = o->root && READ_ONCE(o->root->struck);

	cleave_quiesce(ch, NULL, o);
	give_back(ch, &w, call, !struck);
}
