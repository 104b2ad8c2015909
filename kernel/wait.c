// SPDX-License-Identifier: GPL-2.0
/*
 * Waiting on a user half's behalf. What the kernel's own functions wait for may
 * never come if the user half wants it so (a mutex that its other thread holds,
 * the end of the work that it runs in itself), and most of them cannot be
 * killed. So a downcall tries again and again instead, as long as its call may
 * take; then it is refused and the session ends.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/workqueue.h>
#include "runtime.h"

#define HASTY	20		/* times that are tried at once, more or less */

int cleave_wait_on(struct cleave_call *call)
{
	int err = cleave_worker_patience(call->worker);

	if (err == -ETIMEDOUT)
		cleave_refuse(call, 0, "is waited for too long");
	if (err)
		call->err = err;
	return err;
}

int cleave_wait_until(struct cleave_call *call, bool (*done)(void *arg), void *arg,
		      unsigned long timeout)
{
	unsigned long end = jiffies + timeout;
	unsigned int n;
	int err;

	for (n = 0; !done(arg); n++) {
		if (timeout != MAX_SCHEDULE_TIMEOUT && time_after_eq(jiffies, end))
			return -ETIME;
		err = cleave_wait_on(call);
		if (err)
			return err;
		if (n < HASTY)
			usleep_range(20, 50);
		else
			schedule_timeout_uninterruptible(1);
	}
	return 0;
}

static int wait(struct cleave_call *call, bool (*done)(void *arg), void *arg)
{
	return cleave_wait_until(call, done, arg, MAX_SCHEDULE_TIMEOUT);
}

/* ---- locks ------------------------------------------------------------------------------ */

static bool try_mutex(void *lock)
{
	return mutex_trylock(lock);
}

int cleave_mutex_lock(struct cleave_call *call, struct mutex *lock)
{
	return wait(call, try_mutex, lock);
}
EXPORT_SYMBOL_GPL(cleave_mutex_lock);

static bool try_rtnl(void *unused)
{
	return rtnl_trylock();
}

int cleave_rtnl_lock(struct cleave_call *call)
{
	return wait(call, try_rtnl, NULL);
}
EXPORT_SYMBOL_GPL(cleave_rtnl_lock);

static bool try_read(void *lock)
{
	return down_read_trylock(lock);
}

int cleave_down_read(struct cleave_call *call, struct rw_semaphore *lock)
{
	return wait(call, try_read, lock);
}
EXPORT_SYMBOL_GPL(cleave_down_read);

static bool try_write(void *lock)
{
	return down_write_trylock(lock);
}

int cleave_down_write(struct cleave_call *call, struct rw_semaphore *lock)
{
	return wait(call, try_write, lock);
}
EXPORT_SYMBOL_GPL(cleave_down_write);

static bool try_down(void *lock)
{
	return !down_trylock(lock);
}

int cleave_down(struct cleave_call *call, struct semaphore *lock, unsigned long timeout)
{
	return cleave_wait_until(call, try_down, lock, timeout);
}
EXPORT_SYMBOL_GPL(cleave_down);

/* ---- completions -------------------------------------------------------------------------- */

static bool try_completion(void *x)
{
	return try_wait_for_completion(x);
}

unsigned long cleave_wait_for_completion(struct cleave_call *call, struct completion *x,
					 unsigned long timeout)
{
	unsigned long start = jiffies, gone;

	if (cleave_wait_until(call, try_completion, x, timeout))
		return 0;
	gone = jiffies - start;
	return gone < timeout ? timeout - gone : 1;
}
EXPORT_SYMBOL_GPL(cleave_wait_for_completion);

/* ---- work ----------------------------------------------------------------------------------- */

struct cancelled {
	struct work_struct *work;
	struct delayed_work *delayed;
	bool was_pending;
};

static bool try_cancel(void *arg)
{
	struct cancelled *c = arg;

	c->was_pending |= c->delayed ? cancel_delayed_work(c->delayed) : cancel_work(c->work);
	return !work_busy(c->work);
}

bool cleave_cancel_work_sync(struct cleave_call *call, struct work_struct *work)
{
	struct cancelled c = { .work = work };

	wait(call, try_cancel, &c);
	return c.was_pending;
}
EXPORT_SYMBOL_GPL(cleave_cancel_work_sync);

bool cleave_cancel_delayed_work_sync(struct cleave_call *call, struct delayed_work *work)
{
	struct cancelled c = { .work = &work->work, .delayed = work };

	wait(call, try_cancel, &c);
	return c.was_pending;
}
EXPORT_SYMBOL_GPL(cleave_cancel_delayed_work_sync);

static bool is_idle(void *work)
{
	return !work_busy(work);
}

bool cleave_flush_work(struct cleave_call *call, struct work_struct *work)
{
	bool busy = work_busy(work);

	wait(call, is_idle, work);
	return busy;
}
EXPORT_SYMBOL_GPL(cleave_flush_work);

/* net/core/dev.c napi_disable(): both bits, until napi_enable(). */
bool cleave_napi_is_off(struct napi_struct *napi)
{
	unsigned int ms;

	for (ms = 0; ms < 100; ms++) {
		if (!test_bit(NAPI_STATE_SCHED, &napi->state) ||
		    !test_bit(NAPI_STATE_NPSVC, &napi->state))
			return false;
		msleep(1);
	}
	return true;
}
EXPORT_SYMBOL_GPL(cleave_napi_is_off);
