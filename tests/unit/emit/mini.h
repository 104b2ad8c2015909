/* SPDX-License-Identifier: GPL-2.0 */
/* Of the driver in mini.c: functions in a header, compiled before any shim. */
#ifndef MINI_H
#define MINI_H

struct mini {
	struct pci_dev *pdev;
	void __iomem *regs;
	u32 users;
	u32 flag : 1;
	spinlock_t lock;
};

static inline void mini_setup(struct mini *mini)
{
	spin_lock_init(&mini->lock);
	pci_set_drvdata(mini->pdev, mini);
}

#define MINI_OWNER(mini) (mini)
static inline void mini_silence(struct mini *mini)
{
	free_irq(mini->pdev->irq, MINI_OWNER(mini));
}
#undef MINI_OWNER

#endif /* MINI_H */
