// SPDX-License-Identifier: GPL-2.0
/*
 * Ends of objects. One that ends is out of sight first: no downcall can name it, and nothing of it
 * is synchronised any more. If a function of the kernel's is to free its memory, that comes next:
 * until it returns the kernel half's pointers there are as good as they are natively, for an
 * interrupt may come meanwhile, and what the user half sees of the object is its copy. Then it is
 * taken out of every table, and out of the user half's mapping; nothing leads there any more.
 */
#include "runtime.h"

u32 cleave_object_own_pins(const struct cleave_object *o, const struct cleave_call *call)
{
	u32 nr = 0;
	int i;

	for (; call; call = call->outer) {
		nr += call->owner == o;
		nr += call->owned && call->root == o;
		for (i = 0; i < call->nargs; i++)
			nr += call->args[i].object == o;
	}
	return nr;
}

/*
 * A session that does not let go in time is ended: its downcalls wait no longer.
 * Those of the kernel's functions that cannot be stopped have bounds of their own.
 */
static void wait_for_pins(struct cleave_channel *ch, struct cleave_object *o,
			  const struct cleave_call *call)
{
	u32 own = cleave_object_own_pins(o, call);

	while (!wait_event_timeout(ch->wait, READ_ONCE(o->pins) <= own,
				   cleave_call_seconds() * HZ))
		if (!cleave_debugged(ch))
			cleave_session_end_current(ch, "a call does not let go of what ends");
}

void cleave_object_dispose(struct cleave_channel *ch, struct cleave_object *o,
			   const struct cleave_call *call)
{
	wait_for_pins(ch, o, call);
	cleave_region_end(o);
	cleave_shadow_put(ch, o);
	cleave_object_put(o);
}

static void bury(struct cleave_channel *ch, struct cleave_object *o,
		 const struct cleave_call *call)
{
	if (READ_ONCE(o->seen))
		cleave_arena_zap(ch, o->slot, o->nr_slots);
	cleave_object_dispose(ch, o, call);
}

/* Let what runs in it by itself come to its end, killably and as long as the call may take. */
static bool is_stopped(void *arg)
{
	const struct cleave_object *o = arg;

	/* Who is about to free it may be what runs in it, and waits for us. */
	return READ_ONCE(o->doomed) || o->layout->type->stop(o->base, false);
}

static int stop(struct cleave_object *o, struct cleave_call *call, bool wait)
{
	if (!o->layout || !o->layout->type->stop)
		return 0;
	if (!wait)
		return cleave_wait_until(call, is_stopped, o, MAX_SCHEDULE_TIMEOUT) ? -EBUSY : 0;
	o->layout->type->stop(o->base, true);
	return 0;
}

/* Something may have been acquired for it while what runs in it was stopped; needs the mutex. */
static bool is_in_use(struct cleave_channel *ch, const struct cleave_object *o,
		      const struct cleave_call *call)
{
	return o->pins > cleave_object_own_pins(o, call) || cleave_acquired_in(ch, o);
}

/* Return: 0, and a reference; -ENOENT (ended already, or it is to), -EBUSY. */
static int hide(struct cleave_channel *ch, struct cleave_object *o,
		const struct cleave_call *call, bool wait)
{
	int err = 0;

	mutex_lock(&ch->mutex);
	if (cleave_is_ending(o))
		err = -ENOENT;
	else if (!wait && is_in_use(ch, o, call))
		err = -EBUSY;
	if (!err) {
		cleave_object_hide(ch, o);
		cleave_forget(ch, o->base);
		kref_get(&o->ref);
	}
	mutex_unlock(&ch->mutex);
	return err;
}

/* Whether the object can end now, when it is the user half that wants it. */
static int may_end(struct cleave_channel *ch, struct cleave_object *o, struct cleave_call *call)
{
	bool acquired;

	mutex_lock(&ch->mutex);
	acquired = cleave_acquired_in(ch, o);
	mutex_unlock(&ch->mutex);
	return acquired ? -EBUSY : stop(o, call, false);
}

int cleave_object_leave(struct cleave_channel *ch, struct cleave_object *o,
			struct cleave_call *call, bool wait)
{
	int err = 0;

	if (wait)
		cleave_give_back_in(ch, o, call);
	else
		err = may_end(ch, o, call);
	if (!err)
		err = hide(ch, o, call, wait);
	if (err)
		return err;
	wait_for_pins(ch, o, call);
	/* Nobody can start it any more, but the kernel half itself. */
	err = stop(o, call, wait);
	if (err) {
		cleave_object_back(ch, o, call, false);
	} else if (!o->layout) {
		/* What shows of it is no copy. */
		kref_get(&o->ref);
		cleave_object_back(ch, o, call, true);
	}
	return err;
}

void cleave_object_back(struct cleave_channel *ch, struct cleave_object *o,
			const struct cleave_call *call, bool freed)
{
	mutex_lock(&ch->mutex);
	/* Its root may have ended without it. */
	freed |= o->root && o->root->ended;
	freed = !o->ended && (freed || cleave_object_show(ch, o));
	if (freed) {
		if (!o->unpointed)
			cleave_unpoint(ch, o);
		cleave_object_remove(ch, o);
	}
	mutex_unlock(&ch->mutex);
	if (freed)
		bury(ch, o, call);
	cleave_object_put(o);
}

int cleave_object_end(struct cleave_channel *ch, struct cleave_object *o,
		      struct cleave_call *call, bool wait)
{
	int err = cleave_object_leave(ch, o, call, wait);

	if (!err)
		cleave_object_back(ch, o, call, true);
	return err == -ENOENT ? 0 : err;
}
