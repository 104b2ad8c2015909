// SPDX-License-Identifier: GPL-2.0
/*
 * The builtin downcall by which a user half waits for less than its clock can tell. Without
 * timers of high resolution (kernel/time/hrtimer.c) a process sees time go, and sleeps, by
 * ticks, but drivers wait for microseconds, thousands of times in a row.
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

const struct cleave_down cleave_down_delay = {
	.name = "delay",
	.run = run_delay,
	.nargs = 1,
	.anywhere = true,
};
