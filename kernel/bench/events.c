// SPDX-License-Identifier: GPL-2.0
/*
 * Events posted from hard interrupt context: in bursts (an irq_work), and at a
 * fixed rate (a timer). A mark is an event whose function makes a downcall,
 * which tells that everything posted before it has been handled.
 */
#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include "bench.h"
#include "half.h"

static DECLARE_COMPLETION(marked);

void bench_events_marked(void)
{
	complete(&marked);
}

/* ---- bursts ------------------------------------------------------------- */

struct burst {
	struct irq_work work;
	u32 n;
	int err;
};

static void bench_burst_post(struct irq_work *work)
{
	struct burst *burst = container_of(work, struct burst, work);
	u32 i;

	burst->err = 0;
	for (i = 0; i < burst->n && !burst->err; i++)
		burst->err = cleave_event_post(&bench_half, BENCH_UP_EVENT + i, 0);
	if (!burst->err)
		burst->err = cleave_event_post(&bench_half, BENCH_UP_MARK, 0);
}

static struct burst burst;

static int bench_burst_setup(u32 n)
{
	reinit_completion(&marked);
	return 0;
}

static int bench_burst(u32 n)
{
	burst.n = n;
	irq_work_queue(&burst.work);
	irq_work_sync(&burst.work);
	if (burst.err)
		return burst.err < 0 ? burst.err : -EBUSY;
	return bench_wait(&marked);
}

const struct bench_op bench_op_burst = {
	.max = CLEAVE_BENCH_MAX_BURST, .alone = true, .setup = bench_burst_setup,
	.once = bench_burst,
};

void bench_events_init(void)
{
	init_irq_work(&burst.work, bench_burst_post);
}

/* ---- a fixed rate ------------------------------------------------------- */

struct ticker {
	struct hrtimer timer;
	struct cleave_bench_events *ev;
	u64 period;
	u32 left;
	struct completion posted;
};

static enum hrtimer_restart bench_tick(struct hrtimer *timer)
{
	struct ticker *ticker = container_of(timer, struct ticker, timer);
	struct cleave_bench_events *ev = ticker->ev;
	u32 id = BENCH_UP_EVENT + ticker->left % BENCH_NR_EVENTS;
	int ret = cleave_event_post(&bench_half, id, ktime_get_ns());

	ev->posted++;
	if (ret > 0)
		ev->coalesced++;
	else if (ret < 0)
		ev->dropped++;
	if (!--ticker->left) {
		complete(&ticker->posted);
		return HRTIMER_NORESTART;
	}
	hrtimer_forward_now(timer, ns_to_ktime(ticker->period));
	return HRTIMER_RESTART;
}

/* Whatever was posted is handled, or lost, when a mark has come through. */
static int bench_drain(void)
{
	int err;

	reinit_completion(&marked);
	do {
		err = cleave_event_post(&bench_half, BENCH_UP_MARK, 0);
		if (err == -ENOSPC && !fatal_signal_pending(current))
			schedule_timeout_uninterruptible(1);
	} while (err == -ENOSPC && !fatal_signal_pending(current));
	return err < 0 ? err : bench_wait(&marked);
}

static int bench_tick_all(struct cleave_bench_events *ev)
{
	struct ticker ticker = { .ev = ev, .period = NSEC_PER_SEC / ev->rate, .left = ev->count };
	int err;

	init_completion(&ticker.posted);
	hrtimer_init_on_stack(&ticker.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	ticker.timer.function = bench_tick;
	ev->posted = 0;
	ev->coalesced = 0;
	ev->dropped = 0;
	ev->ns = ktime_get_ns();
	hrtimer_start(&ticker.timer, ns_to_ktime(ticker.period), HRTIMER_MODE_REL_HARD);
	err = wait_for_completion_killable(&ticker.posted);
	hrtimer_cancel(&ticker.timer);
	destroy_hrtimer_on_stack(&ticker.timer);
	err = err ?: bench_drain();
	ev->ns = ktime_get_ns() - ev->ns;
	return err;
}

int bench_events(struct cleave_bench_events *ev)
{
	struct bench_latencies *seen;
	int err;

	if (!ev->rate || ev->rate > CLEAVE_BENCH_MAX_RATE || !ev->count ||
	    ev->count > BENCH_LATENCIES)
		return -EINVAL;
	seen = kvzalloc(sizeof(*seen), GFP_KERNEL);
	if (!seen)
		return -ENOMEM;
	err = bench_up_latencies(seen) ?: bench_tick_all(ev) ?: bench_up_latencies(seen);
	if (!err) {
		ev->handled = min_t(u64, seen->handled, ev->count);
		if (ev->samples && copy_to_user(u64_to_user_ptr(ev->samples), seen->ns,
						ev->handled * sizeof(*seen->ns)))
			err = -EFAULT;
	}
	kvfree(seen);
	return err;
}
