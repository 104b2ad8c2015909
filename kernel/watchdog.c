// SPDX-License-Identifier: GPL-2.0
/*
 * The watchdog of a channel. Setting up a timer costs more than looking at a
 * clock, and a call seldom takes long: so callers of upcalls wait without one,
 * and while there are any, somebody looks now and then whose time is over.
 */
#include <linux/jiffies.h>
#include "runtime.h"

#define PERIOD	(HZ / 4)

/* Needs cleave_lock. Return: whether there are upcalls under way. */
static bool look(struct cleave_session *s)
{
	struct cleave_worker *w;
	bool busy = false;

	list_for_each_entry(w, &s->workers, link) {
		busy |= w->depth;
		if (w->state == CLEAVE_SERVING && time_after(jiffies, READ_ONCE(w->wake)))
			wake_up_process(w->task);
	}
	return busy;
}

static void watch(struct work_struct *work)
{
	struct cleave_channel *ch = container_of(to_delayed_work(work), struct cleave_channel,
						 watchdog);

	spin_lock(&cleave_lock);
	ch->watched = ch->session && look(ch->session);
	if (ch->watched)
		schedule_delayed_work(&ch->watchdog, PERIOD);
	spin_unlock(&cleave_lock);
}

void cleave_watchdog_init(struct cleave_channel *ch)
{
	INIT_DELAYED_WORK(&ch->watchdog, watch);
}

void cleave_watchdog_start(struct cleave_channel *ch)
{
	if (ch->watched)
		return;
	ch->watched = true;
	schedule_delayed_work(&ch->watchdog, PERIOD);
}

void cleave_watchdog_stop(struct cleave_channel *ch)
{
	cancel_delayed_work_sync(&ch->watchdog);
}
