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
	if (r->ending || r->born->given || !list_empty(&ch->away))
		return true;
	list_for_each_entry(o, &ch->objects, link)
		if (o->layout && leads(o, r->born))
			return true;
	list_for_each_entry(other, &ch->retired, link)
		if (other != r && other->born->layout && leads(other->born, r->born))
			return true;
	return false;
}

/* Needs channel->mutex. */
static void unlink_retired(struct cleave_channel *ch, struct cleave_acquired *r)
{
	list_del(&r->link);
	ch->nr_acquired--;
}

static void give_back(struct cleave_channel *ch, struct cleave_acquired *r)
{
	r->undo->run(r->keys);
	cleave_acquired_free(ch, r);
}

/* The next that has not been looked at this time, behind all others from now on. */
static struct cleave_acquired *next_to_look_at(struct cleave_channel *ch)
{
	struct cleave_acquired *r = list_first_entry_or_null(&ch->retired, struct cleave_acquired,
							     link);

	if (!r || r->looked == ch->looks)
		return NULL;
	r->looked = ch->looks;
	list_move_tail(&r->link, &ch->retired);
	return r;
}

/* Return: whether there was one to look at. */
static bool look_at_one(struct cleave_channel *ch, bool *again)
{
	struct cleave_acquired *r;
	bool done = false;

	mutex_lock(&ch->mutex);
	r = next_to_look_at(ch);
	if (r) {
		r->passes = in_use(ch, r) ? 0 : r->passes + 1;
		done = r->passes == PASSES;
		*again |= r->passes && !done;
	}
	if (done)
		unlink_retired(ch, r);
	mutex_unlock(&ch->mutex);
	if (done)
		give_back(ch, r);
	return r;
}

/* A user half may have retired much: who waits for the mutex gets it between two of them. */
static void reap(struct work_struct *work)
{
	struct cleave_channel *ch = container_of(to_rcu_work(work), struct cleave_channel, reap);
	bool again = false;

	mutex_lock(&ch->mutex);
	ch->looks++;
	mutex_unlock(&ch->mutex);
	while (look_at_one(ch, &again))
		cond_resched();
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

/* One that goes with @root, off the list; NULL: there is none. */
static struct cleave_acquired *take_of(struct cleave_channel *ch, struct cleave_object *root)
{
	struct cleave_acquired *r, *found = NULL;

	mutex_lock(&ch->mutex);
	list_for_each_entry(r, &ch->retired, link) {
		if (r->ending || (root && !cleave_acquired_by(r, root)))
			continue;
		found = r;
		unlink_retired(ch, r);
		break;
	}
	mutex_unlock(&ch->mutex);
	return found;
}

void cleave_retired_end(struct cleave_channel *ch, struct cleave_object *root)
{
	struct cleave_acquired *r;

	while ((r = take_of(ch, root)))
		give_back(ch, r);
	/*
	 * Somebody may be about to give some back, too. What he waits for is no matter of a root's,
	 * whose records he will not find; the last ones wait until he has nothing to look for.
	 */
	if (root)
		flush_work(&ch->reap.work);
	else
		while (flush_rcu_work(&ch->reap))
			;
}

/* ---- the kernel half frees it itself ----------------------------------------------------- */

/* Needs channel->mutex. */
static struct cleave_acquired *find_retired(struct cleave_channel *ch,
					    const struct cleave_undo *undo, const u64 *keys, u8 nr)
{
	struct cleave_acquired *r;

	list_for_each_entry(r, &ch->retired, link)
		if (r->undo == undo && !memcmp(r->keys, keys, nr * sizeof(*keys)) &&
		    !r->born->doomed)
			return r;
	return NULL;
}

/* Pairs with end_retiring(). */
static bool is_ending(const struct cleave_acquired *r)
{
	return smp_load_acquire(&r->ending);
}

void cleave_retired_release(struct cleave_channel *ch, const struct cleave_undo *undo,
			    const u64 *keys, u8 nr_keys)
{
	struct cleave_acquired *r;

	mutex_lock(&ch->mutex);
	r = find_retired(ch, undo, keys, nr_keys);
	if (r && r->ending)
		WRITE_ONCE(r->born->doomed, true);
	else if (r)
		unlink_retired(ch, r);
	mutex_unlock(&ch->mutex);
	if (!r)
		return;
	/* Who is just ending its object has to be done with its memory; he gives up waiting. */
	wait_event(ch->wait, !is_ending(r));
	cleave_acquired_free(ch, r);
}

/* ---- the user half frees it --------------------------------------------------------------- */

struct use {
	const struct cleave_object *o;
	u32 own;
};

static bool is_unused(void *arg)
{
	const struct use *use = arg;

	return READ_ONCE(use->o->pins) <= use->own || READ_ONCE(use->o->doomed);
}

/*
 * Another thread's downcall may still have it that will be answered soon: work may free what it
 * lies in before the schedule_work() that was given it has returned. Return: whether it has ended.
 */
static bool end(struct cleave_call *call, struct cleave_object *o)
{
	struct use use = { o, cleave_object_own_pins(o, call) };

	cleave_wait_until(call, is_unused, &use, cleave_call_seconds() * HZ);
	return !cleave_object_end(call->channel, o, call, false);
}

/* Return: whether it is the user half's fault that it has not ended. */
static bool end_retiring(struct cleave_channel *ch, struct cleave_acquired *r, bool ended)
{
	bool doomed;

	mutex_lock(&ch->mutex);
	doomed = r->born->doomed;
	if (doomed)
		unlink_retired(ch, r);
	else if (!ended)
		list_move(&r->link, &ch->acquired);
	/* If it is doomed, it is not ours from now on. */
	smp_store_release(&r->ending, false);
	wake_up_all(&ch->wait);
	mutex_unlock(&ch->mutex);
	return !ended && !doomed;
}

void cleave_retire(struct cleave_call *call, const struct cleave_undo *undo, u8 nr_keys,
		   u64 k0, u64 k1, u64 k2, u64 k3)
{
	const u64 keys[CLEAVE_UNDO_KEYS] = { k0, k1, k2, k3 };
	struct cleave_acquired *r;

	if (nr_keys == 1 && !k0)
		return;
	r = cleave_acquired_retire(call, undo, keys, nr_keys);
	if (!r)
		cleave_refuse(call, 0, "this was not acquired");
	else if (end_retiring(call->channel, r, end(call, r->born)) && !call->err)
		cleave_refuse(call, 0, "another call uses it");
}
EXPORT_SYMBOL_GPL(cleave_retire);
