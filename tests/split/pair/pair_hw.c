// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>
#include "pair.h"

struct own {
	u64 pad[3];
	u32 level;
};

static struct own own;

static u32 level(struct own *o)
{
	return o->level++;
}

static int check(struct pci_dev *pdev)
{
	return pdev->irq ? 0 : -ENODEV;
}

int pair_hw_start(struct pci_dev *pdev)
{
	int rc = check(pdev);

	own.level += level(&own);
	return rc ? rc : pci_enable_device(pdev);
}

void pair_hw_stop(struct pci_dev *pdev)
{
	pci_disable_device(pdev);
}
