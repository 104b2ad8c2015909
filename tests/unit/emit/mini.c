// SPDX-License-Identifier: GPL-2.0
/* A driver with one of each: what suite_emit.c makes a plan of. */
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include "mini.h"

static int level = 1;
module_param(level, int, 0644);

static irqreturn_t mini_interrupt(int irq, void *arg)
{
	struct mini *mini = arg;

	mini->users++;
	return IRQ_HANDLED;
}

static void mini_start(struct mini *mini, u32 how, bool *again)
{
	*again = !*again;
	writel(how, mini->regs);
}

static int mini_helper(struct mini *mini)
{
#define MINI_LIMIT 3
	if (mini->users > MINI_LIMIT)
		return -EBUSY;
#if 0	/* as long as nobody
	 * knew better */
#define MINI_LIMIT 4
#endif	/* this is none:
#else
	 */
	return 0;
}

/* called by the kernel */
static int mini_open(struct mini *mini, u8 *data, u32 len)
{
	static const u32 limits[] = {
		1000,
	};
	unsigned long flags;
	bool again = false;
	int rc;

	rc = mini_helper(mini);
	if (rc)
		return rc;
	spin_lock_irqsave(&mini->lock, flags);
	/* more than one line */
	rc = mini->users + len;
	spin_unlock_irqrestore(&mini->lock, flags);
	if (rc > limits[ARRAY_SIZE(limits) - 1])
		return -EBUSY;
	rc = pci_enable_device(mini->pdev);
	if (rc)
		return rc;
	mini->regs = ioremap(pci_resource_start(mini->pdev, 0), MINI_LIMIT);
	mini_setup(mini);
	mini_start(mini, level, &again);
	return request_irq(mini->pdev->irq, mini_interrupt, IRQF_SHARED, "mini", mini);
}

#include "mini-late.c"
#include <linux/ethtool.h>

struct mini_ops {
	int (*open)(struct mini *mini, u8 *data, u32 len);
	void (*close)(struct mini *mini);
};

static const struct mini_ops mini_ops = {
	.open = mini_open,
	.close = mini_close,
};

static struct mini mini;

static int __init mini_init(void)
{
	mini_ops.close(&mini);
	return mini_ops.open(&mini, NULL, MINI_LIMIT);
}
module_init(mini_init);

MODULE_LICENSE("GPL");
