// SPDX-License-Identifier: GPL-2.0
/*
 * The module of `cleave bench`: repeats an operation in the caller's own
 * thread and tells how long each took. No hardware, no driver; for root alone.
 */
#include <linux/dma-mapping.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include "bench.h"
#include "half.h"

#define PEER_TIMEOUT	(10 * HZ)

/* Operations that own something do not run beside each other. */
static DEFINE_MUTEX(alone);

/**
 * bench_wait() - wait for a process that answers
 * Return: 0, -ETIMEDOUT if it does not, -ERESTARTSYS if the caller was killed
 */
int bench_wait(struct completion *done)
{
	long left = wait_for_completion_killable_timeout(done, PEER_TIMEOUT);

	if (left > 0)
		return 0;
	return left ?: -ETIMEDOUT;
}

static int bench_nothing(u32 n)
{
	return 0;
}

static const struct bench_op bench_op_nothing = { .once = bench_nothing };

static const struct bench_op *const ops[CLEAVE_BENCH_NR] = {
	[CLEAVE_BENCH_UPCALL] = &bench_op_upcall,
	[CLEAVE_BENCH_NESTED] = &bench_op_nested,
	[CLEAVE_BENCH_ANYWHERE] = &bench_op_anywhere,
	[CLEAVE_BENCH_PAYLOAD] = &bench_op_payload,
	[CLEAVE_BENCH_PAYLOAD_BACK] = &bench_op_payload_back,
	[CLEAVE_BENCH_OBJECTS] = &bench_op_objects,
	[CLEAVE_BENCH_FIELDS] = &bench_op_fields,
	[CLEAVE_BENCH_CHANGED_KERNEL] = &bench_op_changed_kernel,
	[CLEAVE_BENCH_CHANGED_USER] = &bench_op_changed_user,
	[CLEAVE_BENCH_BURST] = &bench_op_burst,
	[CLEAVE_BENCH_REGS_MAPPED] = &bench_op_regs_mapped,
	[CLEAVE_BENCH_REGS_DOWNCALL] = &bench_op_regs_downcall,
	[CLEAVE_BENCH_REGS_KERNEL] = &bench_op_regs_kernel,
	[CLEAVE_BENCH_IOCTL] = &bench_op_ioctl,
	[CLEAVE_BENCH_GENL] = &bench_op_genl,
	[CLEAVE_BENCH_UIO] = &bench_op_uio,
	[CLEAVE_BENCH_NOTHING] = &bench_op_nothing,
};

static int bench_repeat(const struct bench_op *op, struct cleave_bench_run *run, u32 *samples)
{
	u64 begin = ktime_get_ns(), last = begin;
	u32 i;
	int err = 0;

	for (i = 0; i < run->iterations && !err; i++) {
		err = op->once(run->n);
		if (signal_pending(current))
			err = -EINTR;
		if (samples) {
			u64 now = ktime_get_ns();

			samples[i] = min_t(u64, now - last, U32_MAX);
			last = now;
		}
		cond_resched();
	}
	run->ns = ktime_get_ns() - begin;
	return err;
}

static int bench_run_op(const struct bench_op *op, struct cleave_bench_run *run, u32 *samples)
{
	int err = 0;

	if (op->alone && mutex_lock_killable(&alone))
		return -EINTR;
	if (op->setup)
		err = op->setup(run->n);
	if (!err) {
		err = bench_repeat(op, run, samples);
		if (op->finish)
			op->finish(run->n);
	}
	if (op->alone)
		mutex_unlock(&alone);
	return err;
}

static int bench_run(struct cleave_bench_run *run)
{
	const struct bench_op *op = run->what < CLEAVE_BENCH_NR ? ops[run->what] : NULL;
	u32 *samples = NULL;
	int err;

	if (!op || !op->once)
		return -EOPNOTSUPP;
	if (run->n > op->max || run->iterations > CLEAVE_BENCH_MAX_ITERATIONS)
		return -EINVAL;
	if (run->samples) {
		samples = kvcalloc(run->iterations, sizeof(*samples), GFP_KERNEL);
		if (!samples)
			return -ENOMEM;
	}
	err = bench_run_op(op, run, samples);
	if (!err && samples && copy_to_user(u64_to_user_ptr(run->samples), samples,
					    run->iterations * sizeof(*samples)))
		err = -EFAULT;
	kvfree(samples);
	return err;
}

union bench_request {
	struct cleave_bench_run run;
	struct cleave_bench_events events;
	struct cleave_bench_load load;
};

/* Those that own the events or the load's threads also run alone. */
static int bench_alone(unsigned int cmd, union bench_request *request)
{
	int err;

	if (mutex_lock_killable(&alone))
		return -EINTR;
	err = cmd == CLEAVE_BENCH_EVENTS ? bench_events(&request->events) :
					   bench_load(&request->load);
	mutex_unlock(&alone);
	return err;
}

static long bench_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	union bench_request request;
	int err;

	if (cmd == CLEAVE_BENCH_SERVE)
		return bench_serve(arg);
	if (cmd != CLEAVE_BENCH_RUN && cmd != CLEAVE_BENCH_EVENTS && cmd != CLEAVE_BENCH_LOAD)
		return -ENOTTY;
	if (copy_from_user(&request, user, _IOC_SIZE(cmd)))
		return -EFAULT;
	err = cmd == CLEAVE_BENCH_RUN ? bench_run(&request.run) : bench_alone(cmd, &request);
	if (!err && copy_to_user(user, &request, _IOC_SIZE(cmd)))
		err = -EFAULT;
	return err;
}

static const struct file_operations bench_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = bench_ioctl,
};

static struct miscdevice bench_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = CLEAVE_BENCH_NAME,
	.fops = &bench_fops,
	.mode = 0600,
};

static int bench_make_root(void)
{
	int err;

	bench_root = platform_device_register_simple(CLEAVE_BENCH_NAME, PLATFORM_DEVID_NONE,
						     NULL, 0);
	if (IS_ERR(bench_root))
		return PTR_ERR(bench_root);
	err = dma_coerce_mask_and_coherent(&bench_root->dev, DMA_BIT_MASK(64));
	if (err)
		platform_device_unregister(bench_root);
	return err;
}

static int bench_fill_region(void)
{
	u32 *word = bench_region();
	size_t i;

	if (!word)
		return -ENOMEM;
	for (i = 0; i < BENCH_REGION / sizeof(*word); i++)
		word[i] = 1;
	return 0;
}

/* Runs once the user half has attached. */
static int bench_init(void)
{
	int err;

	bench_events_init();
	err = bench_calls_init();
	if (err)
		return err;
	err = bench_make_root();
	if (err)
		goto free_calls;
	err = bench_up_start(bench_root) ?: bench_fill_region();
	if (err)
		goto unmake_root;
	err = bench_uio_init(bench_root);
	if (err)
		goto stop;
	err = bench_genl_init();
	if (err)
		goto exit_uio;
	err = misc_register(&bench_device);
	if (!err)
		return 0;
	bench_genl_exit();
exit_uio:
	bench_uio_exit();
stop:
	bench_up_stop(bench_root);
unmake_root:
	platform_device_unregister(bench_root);
free_calls:
	bench_calls_exit();
	return err;
}

static void bench_exit(void)
{
	misc_deregister(&bench_device);
	bench_genl_exit();
	bench_uio_exit();
	bench_up_stop(bench_root);
	platform_device_unregister(bench_root);
	bench_calls_exit();
}

static int __init bench_module_init(void)
{
	return cleave_half_init(&bench_half, bench_init);
}
module_init(bench_module_init);

static void __exit bench_module_exit(void)
{
	cleave_half_exit(&bench_half, bench_exit);
}
module_exit(bench_module_exit);

MODULE_DESCRIPTION("What crossings cost: the kernel half of `cleave bench`");
MODULE_LICENSE("GPL");
