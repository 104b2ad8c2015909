// SPDX-License-Identifier: GPL-2.0
/*
 * The evaluation of U2MDF (2011) again: packets are offered at a fixed rate;
 * each takes a little work in the kernel, and one in so many needs its user
 * half. The mode switch is a busy wait of a given length around a function call,
 * or a real crossing with the wait added to it.
 *
 *	timer (hard interrupt) -> packet thread -> [queue ->] crossing
 *
 * In the blocking manner the packet thread crosses by itself; in the queued
 * manner another thread does, and the packet thread goes on.
 */
#include <linux/crc32.h>
#include <linux/delay.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/tick.h>
#include "bench.h"
#include "half.h"

#define PACKET_BYTES	1500
#define PACKETS		256	/* that may wait */
#define CROSSINGS	64	/* that may wait */

struct load {
	struct cleave_bench_load *what;
	struct hrtimer timer;
	ktime_t period;
	struct task_struct *packets;
	struct task_struct *crossings;
	atomic_t packets_waiting;
	atomic_t crossings_waiting;
	u8 packet[PACKET_BYTES];
	u32 crc;
	int err;
};

/* Waits until there is one to be had, and takes it. */
static bool load_take(atomic_t *waiting)
{
	for (;;) {
		set_current_state(TASK_IDLE);
		if (kthread_should_stop() || atomic_read(waiting))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	cond_resched();
	return !kthread_should_stop() && atomic_dec_if_positive(waiting) >= 0;
}

static bool load_queue(atomic_t *waiting, int limit, struct task_struct *thread)
{
	bool room = atomic_read(waiting) < limit;

	if (room)
		atomic_inc(waiting);
	wake_up_process(thread);
	return room;
}

static enum hrtimer_restart load_tick(struct hrtimer *timer)
{
	struct load *load = container_of(timer, struct load, timer);

	load->what->offered++;
	if (!load_queue(&load->packets_waiting, PACKETS, load->packets))
		load->what->dropped++;
	load->what->offered += hrtimer_forward_now(timer, load->period) - 1;
	return HRTIMER_RESTART;
}

static void load_switch(u32 ns)
{
	if (ns >= 1000)
		udelay(ns / 1000);
	ndelay(ns % 1000);
}

static int load_real(u32 manner)
{
	return manner == CLEAVE_BENCH_QUEUED ? bench_up_null() : bench_op_ioctl.once(0);
}

static void load_cross(struct load *load)
{
	struct cleave_bench_load *what = load->what;
	int err = 0;

	load_switch(what->delay_ns);
	if (what->real)
		err = load_real(what->manner);
	load_switch(what->delay_ns);
	if (err)
		WRITE_ONCE(load->err, err);
	else
		what->crossings++;
}

static int load_packets(void *data)
{
	struct load *load = data;
	struct cleave_bench_load *what = load->what;

	while (!kthread_should_stop()) {
		if (!load_take(&load->packets_waiting))
			continue;
		load->crc = crc32_le(load->crc, load->packet, sizeof(load->packet));
		what->handled++;
		if (what->handled % what->every)
			continue;
		if (what->manner == CLEAVE_BENCH_BLOCKING)
			load_cross(load);
		else if (!load_queue(&load->crossings_waiting, CROSSINGS, load->crossings))
			what->missed++;
	}
	return 0;
}

static int load_crossings(void *data)
{
	struct load *load = data;

	while (!kthread_should_stop())
		if (load_take(&load->crossings_waiting))
			load_cross(load);
	return 0;
}

/* Idle time of all processors in nanoseconds, or ~0 if the kernel does not keep it. */
static u64 load_idle(void)
{
	u64 sum = 0;
	int cpu;

	for_each_online_cpu(cpu) {
		u64 us = get_cpu_idle_time_us(cpu, NULL);

		if (us == (u64)-1)
			return us;
		sum += us * NSEC_PER_USEC;
	}
	return sum;
}

static void load_measure(struct load *load)
{
	struct cleave_bench_load *what = load->what;
	u64 idle = load_idle();

	what->ns = ktime_get_ns();
	hrtimer_start(&load->timer, load->period, HRTIMER_MODE_REL_HARD);
	if (msleep_interruptible(what->msec))
		load->err = -EINTR;
	hrtimer_cancel(&load->timer);
	what->ns = ktime_get_ns() - what->ns;
	what->idle_ns = idle == (u64)-1 ? idle : load_idle() - idle;
	what->cpus = num_online_cpus();
}

static int load_start(struct task_struct **thread, int (*run)(void *), struct load *load)
{
	struct task_struct *task = kthread_run(run, load, "cleave_bench");

	if (IS_ERR(task))
		return PTR_ERR(task);
	*thread = task;
	return 0;
}

int bench_load(struct cleave_bench_load *what)
{
	struct load *load;
	int err;

	if (what->manner > CLEAVE_BENCH_BLOCKING || what->delay_ns > CLEAVE_BENCH_MAX_DELAY ||
	    !what->rate || what->rate > CLEAVE_BENCH_MAX_RATE || !what->every ||
	    !what->msec || what->msec > 60 * MSEC_PER_SEC)
		return -EINVAL;
	if (what->real && what->manner == CLEAVE_BENCH_BLOCKING)
		bench_op_ioctl.setup(0);
	load = kvzalloc(sizeof(*load), GFP_KERNEL);
	if (!load)
		return -ENOMEM;
	what->offered = 0;
	what->handled = 0;
	what->dropped = 0;
	what->crossings = 0;
	what->missed = 0;
	load->what = what;
	load->period = ns_to_ktime(NSEC_PER_SEC / what->rate);
	hrtimer_init(&load->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	load->timer.function = load_tick;
	err = load_start(&load->packets, load_packets, load) ?:
	      load_start(&load->crossings, load_crossings, load);
	if (!err) {
		load_measure(load);
		err = load->err;
	}
	if (load->packets)
		kthread_stop(load->packets);
	if (load->crossings)
		kthread_stop(load->crossings);
	err = err ?: load->err;
	kvfree(load);
	return err;
}
