// SPDX-License-Identifier: GPL-2.0
/*
 * The function that the device's last link leads to, which the user half may choose, called from
 * where nobody may sleep.
 */
#include <linux/completion.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include "half.h"

struct hasty {
	struct timer_list timer;
	struct sample_device *device;
	struct completion done;
	s64 result;
};

static DEFINE_SPINLOCK(hasty_lock);

static s64 call(struct sample_device *device)
{
	int (*function)(struct sample_device *dev) = device->links[3];

	return function ? function(device) : -ENOENT;
}

static void on_timer(struct timer_list *t)
{
	struct hasty *hasty = from_timer(hasty, t, timer);

	hasty->result = call(hasty->device);
	complete(&hasty->done);
}

static s64 from_interrupt(struct sample_device *device)
{
	struct hasty hasty = { .device = device };

	init_completion(&hasty.done);
	timer_setup_on_stack(&hasty.timer, on_timer, 0);
	mod_timer(&hasty.timer, jiffies + 1);
	wait_for_completion(&hasty.done);
	del_timer_sync(&hasty.timer);
	destroy_timer_on_stack(&hasty.timer);
	return hasty.result;
}

static s64 under_spin_lock(struct sample_device *device)
{
	s64 ret;

	spin_lock(&hasty_lock);
	ret = call(device);
	spin_unlock(&hasty_lock);
	return ret;
}

static s64 with_irqs_off(struct sample_device *device)
{
	s64 ret;

	local_irq_disable();
	ret = call(device);
	local_irq_enable();
	return ret;
}

static s64 as_reader(struct sample_device *device)
{
	s64 ret;

	rcu_read_lock();
	ret = call(device);
	rcu_read_unlock();
	return ret;
}

/* It returns nothing, and the device does not end by it. */
static s64 removing(struct sample_device *device)
{
	spin_lock(&hasty_lock);
	sample_remove(device);
	spin_unlock(&hasty_lock);
	return -EIO;
}

s64 sample_hasty(struct sample_device *device, const char *where)
{
	if (!strcmp(where, "removing"))
		return removing(device);
	if (device->links[3] != sample_open)
		return -ENOENT;
	if (!strcmp(where, "interrupt"))
		return from_interrupt(device);
	if (!strcmp(where, "spin lock"))
		return under_spin_lock(device);
	if (!strcmp(where, "irqs off"))
		return with_irqs_off(device);
	return !strcmp(where, "reader") ? as_reader(device) : -EINVAL;
}
