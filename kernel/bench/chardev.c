// SPDX-License-Identifier: GPL-2.0
/*
 * For comparison, the manner of Microdrivers: a process that replies to a call
 * and waits for the next in one ioctl.
 */
#include <linux/sched.h>
#include "bench.h"

static DECLARE_COMPLETION(asked);
static DECLARE_COMPLETION(answered);

long bench_serve(bool reply)
{
	if (reply)
		complete(&answered);
	return wait_for_completion_interruptible(&asked);
}

static int bench_ioctl_setup(u32 n)
{
	reinit_completion(&asked);
	reinit_completion(&answered);
	return 0;
}

static int bench_ioctl(u32 n)
{
	complete(&asked);
	return bench_wait(&answered);
}

const struct bench_op bench_op_ioctl = {
	.alone = true, .setup = bench_ioctl_setup, .once = bench_ioctl,
};
