// SPDX-License-Identifier: GPL-2.0
/*
 * The end of a root, which stands for a device: what was made and acquired for it goes. What names
 * no device, but lies in a variable of the driver's, the first device's probe may have acquired for
 * all of them, and the last one's remove gives it back: that passes to another root.
 */
#include <linux/jiffies.h>
#include <linux/sched.h>
#include "runtime.h"

/* The oldest one that is not about to end, or NULL: a younger one may be in its probe, and fail. */
static struct cleave_object *other_root(struct cleave_channel *ch)
{
	struct cleave_object *o;

	list_for_each_entry_reverse(o, &ch->objects, link)
		if (o->root == o && !o->leaving)
			return o;
	return NULL;
}

/* Nothing passes to a root that is leaving, so two of them do not pass it to and fro. */
static void hand_on(struct cleave_channel *ch, struct cleave_object *root, bool served)
{
	struct cleave_object *other;
	struct cleave_acquired *a;

	mutex_lock(&ch->mutex);
	root->leaving = true;
	other = served ? other_root(ch) : NULL;
	list_for_each_entry(a, &ch->acquired, link) {
		if (!other || !a->common || a->roots[0] != root)
			continue;
		kref_get(&other->ref);
		a->roots[0] = other;
		/* Not the last one: the caller has one, too. */
		cleave_object_put(root);
	}
	mutex_unlock(&ch->mutex);
}

/* Whether another thread is giving back something of @root's. */
static bool is_going(struct cleave_channel *ch, const struct cleave_object *root)
{
	struct cleave_acquired *a;
	bool found = false;

	mutex_lock(&ch->mutex);
	list_for_each_entry(a, &ch->going, link)
		found |= a->taker != current && cleave_acquired_by(a, root);
	mutex_unlock(&ch->mutex);
	return found;
}

/* The other of its devices goes at the same time: what the record names has to stay as long. */
static void wait_for_others(struct cleave_channel *ch, const struct cleave_object *root)
{
	unsigned long end = cleave_call_end();

	while (is_going(ch, root) && time_before(jiffies, end))
		schedule_timeout_uninterruptible(1);
}

void cleave_root_leave(struct cleave_channel *ch, struct cleave_object *root,
		       struct cleave_call *call, bool served, bool warn)
{
	hand_on(ch, root, served);
	cleave_give_back(ch, root, call, warn);
	wait_for_others(ch, root);
}

void cleave_root_end(struct cleave_channel *ch, struct cleave_object *root,
		     struct cleave_call *call, bool served, bool warn)
{
	cleave_root_leave(ch, root, call, served, warn);
	cleave_objects_end(ch, root, call);
	/* Another thread's calls may have acquired more; now they cannot. */
	cleave_give_back(ch, root, call, warn);
	cleave_retired_end(ch, root);
}
