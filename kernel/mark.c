// SPDX-License-Identifier: GPL-2.0
/*
 * cleave_mark.ko: marks in the log of an emulated machine. Each call of a watched
 * function, and its return, writes to an I/O port that no device has. In QEMU's trace
 * of register accesses these writes stand among those of the driver, in order, so that
 * one can tell from which function an access came. For `cleave verify`; of no use on a
 * real machine, and never loaded there.
 */
#include <linux/io.h>
#include <linux/kprobes.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

#include "mark.h"

/**
 * struct watch - a function whose calls are marked
 * @number: what the marks call it
 */
struct watch {
	struct kretprobe probe;
	struct list_head link;
	unsigned int number;
	char name[];
};

static LIST_HEAD(watches);
static DEFINE_MUTEX(watches_lock);

/* What runs by itself, whoever asked for something at the time. */
static u32 context(void)
{
	if (in_hardirq() || in_serving_softirq())
		return MARK_INTERRUPT;
	return current->flags & PF_WQ_WORKER ? MARK_WORKER : 0;
}

static void mark_task(u32 kind, const struct task_struct *task, unsigned int number)
{
	outl(kind | context() | (task->pid & MARK_TASK_MASK) << MARK_TASK_SHIFT |
	     (number & MARK_NUMBER_MASK), MARK_PORT);
}

static void mark(u32 kind, unsigned int number)
{
	mark_task(kind, current, number);
}

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *probe = get_kretprobe(ri);

	if (probe)
		mark(MARK_ENTER, container_of(probe, struct watch, probe)->number);
	return 0;
}
NOKPROBE_SYMBOL(on_entry);

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	struct kretprobe *probe = get_kretprobe(ri);

	if (probe)
		mark(MARK_LEAVE, container_of(probe, struct watch, probe)->number);
	return 0;
}
NOKPROBE_SYMBOL(on_return);

/* "NUMBER MODULE:FUNCTION" */
static int set_watch(const char *value, const struct kernel_param *param)
{
	struct watch *watch = kzalloc(sizeof(*watch) + strlen(value) + 1, GFP_KERNEL);
	int err;

	if (!watch)
		return -ENOMEM;
	if (sscanf(value, "%u %s", &watch->number, watch->name) != 2 ||
	    watch->number > MARK_NUMBER_MASK) {
		kfree(watch);
		return -EINVAL;
	}
	watch->probe.kp.symbol_name = watch->name;
	watch->probe.entry_handler = on_entry;
	watch->probe.handler = on_return;
	watch->probe.maxactive = 64;
	err = register_kretprobe(&watch->probe);
	if (err) {
		kfree(watch);
		return err;
	}
	mutex_lock(&watches_lock);
	list_add(&watch->link, &watches);
	mutex_unlock(&watches_lock);
	return 0;
}

static const struct kernel_param_ops watch_ops = { .set = set_watch };
module_param_cb(watch, &watch_ops, NULL, 0200);
MODULE_PARM_DESC(watch, "NUMBER MODULE:FUNCTION: mark its calls from now on");

/* An operation begins, of which the marks know the number. */
static int set_operation(const char *value, const struct kernel_param *param)
{
	unsigned int number;
	int err = kstrtouint(value, 0, &number);

	if (err || number > MARK_NUMBER_MASK)
		return err ? err : -EINVAL;
	mark(MARK_OPERATION, number);
	return 0;
}

static const struct kernel_param_ops operation_ops = { .set = set_operation };
module_param_cb(operation, &operation_ops, NULL, 0200);
MODULE_PARM_DESC(operation, "NUMBER: mark that an operation begins");

/* ---- tasks ------------------------------------------------------------------------------- */

static void on_switch(void *unused, bool preempt, struct task_struct *prev,
		      struct task_struct *next, unsigned int prev_state)
{
	mark_task(MARK_TASK, next, MARK_TASK_RUNS);
}

static void on_waking(void *unused, struct task_struct *task)
{
	mark_task(MARK_TASK, task, MARK_TASK_WOKEN);
}

/*
 * A function that an interrupt calls in the middle of a mark is missed: no probe runs within
 * another one. What is between these is an interrupt's all the same.
 */
static void on_handler(void *unused, int irq, struct irqaction *action)
{
	mark_task(MARK_TASK, current, MARK_TASK_INTERRUPTED);
}

static void on_handler_end(void *unused, int irq, struct irqaction *action, int ret)
{
	mark_task(MARK_TASK, current, MARK_TASK_RESUMED);
}

static void on_softirq(void *unused, unsigned int vector)
{
	mark_task(MARK_TASK, current, MARK_TASK_INTERRUPTED);
}

static void on_softirq_end(void *unused, unsigned int vector)
{
	mark_task(MARK_TASK, current, MARK_TASK_RESUMED);
}

/*
 * Tracepoints that are probed; modules cannot name them, only find them. In this order, and
 * unprobed in the other, so that no beginning is marked of which the end is not.
 */
static struct {
	const char *name;
	void *probe;
	struct tracepoint *tracepoint;
} probes[] = {
	{ "sched_switch", on_switch },
	{ "sched_waking", on_waking },
	{ "irq_handler_exit", on_handler_end },
	{ "softirq_exit", on_softirq_end },
	{ "irq_handler_entry", on_handler },
	{ "softirq_entry", on_softirq },
};

static void find_tracepoint(struct tracepoint *tracepoint, void *unused)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(probes); i++)
		if (!strcmp(probes[i].name, tracepoint->name))
			probes[i].tracepoint = tracepoint;
}

static void unprobe(int nr)
{
	while (nr--)
		tracepoint_probe_unregister(probes[nr].tracepoint, probes[nr].probe, NULL);
	tracepoint_synchronize_unregister();
}

static int probe(void)
{
	int i, err;

	for_each_kernel_tracepoint(find_tracepoint, NULL);
	for (i = 0; i < ARRAY_SIZE(probes); i++) {
		err = probes[i].tracepoint ?
		      tracepoint_probe_register(probes[i].tracepoint, probes[i].probe, NULL) :
		      -ENOENT;
		if (err) {
			unprobe(i);
			return err;
		}
	}
	return 0;
}

static int __init cleave_mark_init(void)
{
	return probe();
}
module_init(cleave_mark_init);

static void __exit cleave_mark_exit(void)
{
	struct watch *watch, *next;

	unprobe(ARRAY_SIZE(probes));
	list_for_each_entry_safe(watch, next, &watches, link) {
		unregister_kretprobe(&watch->probe);
		kfree(watch);
	}
}
module_exit(cleave_mark_exit);

MODULE_DESCRIPTION("Marks in the log of an emulated machine");
MODULE_LICENSE("GPL");
