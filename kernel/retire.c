// SPDX-License-Identifier: GPL-2.0
/*
 * What a user half gives back may still be in use: it names what it frees, but what the kernel
 * half follows are pointers in objects. So memory that is freed is retired first: out of the user
 * half's sight at once, given back when no object leads there any more, and when whoever may have
 * loaded a pointer before, without sleeping, is done with it. What leads there by ways that
 * nobody sees, a timer say, stays until its root ends.
 */
#include <linux/rcupdate.h>
#include "runtime.h"

#define PASSES	2	/* with a grace period between them */

/* Whether some word of @o is an address in @to. */
static bool leads(const struct cleave_object *o, const struct cleave_object *to)
{
	const unsigned long *word = PTR_ALIGN(o->base, sizeof(*word));
	const unsigned long *end = o->base + o->size;

	for (; word + 1 <= end; word++)
		if (READ_ONCE(*word) - (unsigned long)to->base < to->size)
			return true;
	return false;
}

/* Needs channel->mutex. */
static bool in_use(struct cleave_channel *ch, const struct cleave_acquired *r)
{
	const struct cleave_acquired *other;
	const struct cleave_object *o;

	/* What is out of sight may lead there, and its memory be gone: nobody can look. */
	if (r->born->given || !list_empty(&ch->away))
		return true;
	list_for_each_entry(o, &ch->objects, link)
		if (o->layout && leads(o, r->born))
			return true;
	list_for_each_entry(other, &ch->retired, link)
		if (other != r && other->born->layout && leads(other->born, r->born))
			return true;
	return false;
}

static void give_back(struct cleave_channel *ch, struct list_head *records)
{
	struct cleave_acquired *r, *next;

	list_for_each_entry_safe(r, next, records, link) {
		list_del(&r->link);
		r->undo->run(r->keys);
		mutex_lock(&ch->mutex);
		ch->nr_acquired--;
		mutex_unlock(&ch->mutex);
		cleave_acquired_free(ch, r);
	}
}

static void reap(struct work_struct *work)
{
	struct cleave_channel *ch = container_of(to_rcu_work(work), struct cleave_channel, reap);
	struct cleave_acquired *r, *next;
	bool again = false;
	LIST_HEAD(done);

	mutex_lock(&ch->mutex);
	list_for_each_entry_safe(r, next, &ch->retired, link) {
		r->passes = in_use(ch, r) ? 0 : r->passes + 1;
		if (r->passes == PASSES)
			list_move_tail(&r->link, &done);
		else
			again |= r->passes;
	}
	mutex_unlock(&ch->mutex);
	give_back(ch, &done);
	if (again)
		queue_rcu_work(system_unbound_wq, &ch->reap);
}

void cleave_retired_init(struct cleave_channel *ch)
{
	INIT_LIST_HEAD(&ch->retired);
	INIT_RCU_WORK(&ch->reap, reap);
}

void cleave_retired_look(struct cleave_channel *ch)
{
	if (!list_empty(&ch->retired))
		queue_rcu_work(system_unbound_wq, &ch->reap);
}

void cleave_retired_end(struct cleave_channel *ch, struct cleave_object *root)
{
	struct cleave_acquired *r, *next;
	LIST_HEAD(done);

	mutex_lock(&ch->mutex);
	list_for_each_entry_safe(r, next, &ch->retired, link)
		if (!root || cleave_acquired_by(r, root))
			list_move_tail(&r->link, &done);
	mutex_unlock(&ch->mutex);
	/*
	 * It may be about to give some back, too. What it waits for is no matter of a root's, whose
	 * records it will not find; the last ones wait until it has nothing to look for.
	 */
	if (root)
		flush_work(&ch->reap.work);
	else
		while (flush_rcu_work(&ch->reap))
			;
	give_back(ch, &done);
}

void cleave_retire(struct cleave_call *call, const struct cleave_undo *undo, u8 nr_keys,
		   u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };
	struct cleave_channel *ch = call->channel;
	struct cleave_acquired *r;
	bool ended;

	if (nr_keys == 1 && !k0)
		return;
	r = cleave_acquired_take(call, undo, keys, nr_keys);
	if (!r) {
		cleave_refuse(call, 0, "this was not acquired");
		return;
	}
	ended = r->born && !cleave_object_end(ch, r->born, call, false);
	mutex_lock(&ch->mutex);
	ch->nr_acquired++;
	list_add(&r->link, ended ? &ch->retired : &ch->acquired);
	mutex_unlock(&ch->mutex);
	if (!ended)
		cleave_refuse(call, 0, "another call uses it");
}
EXPORT_SYMBOL_GPL(cleave_retire);
