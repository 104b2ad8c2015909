// SPDX-License-Identifier: GPL-2.0
/*
 * The builtin downcalls by which a user half waits.
 *
 * For less than its clock can tell: without timers of high resolution (kernel/time/hrtimer.c) a
 * process sees time go, and sleeps, by ticks, but drivers wait for microseconds, thousands of
 * times in a row.
 *
 * For long: what it sleeps by itself its caller takes for a user half that does not answer. What
 * it sleeps here it does not: the time of the whole call alone limits it.
 */
#include <linux/delay.h>
#include "runtime.h"

static void run_delay(struct cleave_call *call)
{
	u64 ns = cleave_arg(call, 0);

	if (!call->err && ns > CLEAVE_DELAY_MAX)
		cleave_refuse(call, 0, "is too long to be spun");
	if (call->err)
		return;
	udelay(DIV_ROUND_UP((u32)ns, NSEC_PER_USEC));
}

#define NAP	(HZ / 4)	/* between looks at whether it may go on */

static void run_sleep(struct cleave_call *call)
{
	unsigned int ms = min_t(u64, cleave_arg(call, 0), INT_MAX);
	unsigned long now = jiffies, end = now + 1 + msecs_to_jiffies(ms);

	for (; !call->err && time_before(now, end) && !cleave_wait_on(call); now = jiffies)
		schedule_timeout_uninterruptible(min_t(unsigned long, end - now, NAP));
}

const struct cleave_down cleave_down_sleep = {
	.name = "sleep",
	.run = run_sleep,
	.nargs = 1,
};

const struct cleave_down cleave_down_delay = {
	.name = "delay",
	.run = run_delay,
	.nargs = 1,
	.anywhere = true,
};
