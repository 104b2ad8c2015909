// SPDX-License-Identifier: GPL-2.0
/*
 * How long the caller of an upcall waits for what the user half owes.
 */
#include <linux/jiffies.h>
#include <linux/sched/signal.h>
#include "runtime.h"

#define GRACE		HZ	/* that a user half has to finish the call of a killed caller */

static bool answering(struct cleave_worker *w)
{
	/* Pairs with cleave_worker_deliver(): the message is there when the state is. */
	return smp_load_acquire(&w->state) == CLEAVE_ANSWERING;
}

/*
 * A driver that is not split cannot be killed half-way either. A user half that
 * is well answers long before its time is over, and nothing is lost.
 */
int cleave_worker_patience(struct cleave_worker *w)
{
	if (READ_ONCE(w->session->dead))
		return -ENOTCONN;
	if (!w->killed && fatal_signal_pending(current)) {
		w->killed = true;
		if (time_after(w->deadline, jiffies + GRACE))
			w->deadline = jiffies + GRACE;
	}
	if (time_before(jiffies, w->deadline))
		return 0;
	if (w->killed)
		return -EINTR;
	if (!cleave_debugged(w->session->channel))
		return -ETIMEDOUT;
	w->deadline = jiffies + cleave_limit_seconds() * HZ;
	return 0;
}

/* Whether the time that began at *@start is over; with a debugger it begins anew. */
static bool over(struct cleave_worker *w, unsigned long *start, unsigned long budget)
{
	if (time_before_eq(jiffies, *start + budget))
		return false;
	if (!cleave_debugged(w->session->channel))
		return true;
	*start = jiffies;
	return false;
}

int cleave_worker_receive(struct cleave_worker *w, unsigned long *budget)
{
	unsigned long start = jiffies, end;
	int err;

	/* One thread waits, and who ends the wait knows it: no queue is needed. */
	for (;;) {
		set_current_state(w->killed ? TASK_UNINTERRUPTIBLE : TASK_KILLABLE);
		err = cleave_worker_patience(w);
		if (err || answering(w) || over(w, &start, *budget))
			break;
		/* The watchdog wakes us then. */
		end = start + *budget;
		WRITE_ONCE(w->wake, time_before(w->deadline, end) ? w->deadline : end);
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	*budget -= min(*budget, jiffies - start);
	if (err)
		return err;
	if (answering(w))
		return 0;
	return w->killed ? -EINTR : -ETIMEDOUT;
}

static bool is_busy(struct cleave_worker *w)
{
	/* Pairs with deliver_by_worker(): what it did is done. */
	return smp_load_acquire(&w->state) == CLEAVE_BUSY;
}

void cleave_worker_leave(struct cleave_worker *w)
{
	wait_event(w->session->channel->wait, !is_busy(w));
}
