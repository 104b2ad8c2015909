// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>
#include "pair.h"

static int check(struct pci_dev *pdev)
{
	return pdev->irq ? 0 : -ENODEV;
}

int pair_hw_start(struct pci_dev *pdev)
{
	int rc = check(pdev);

	return rc ? rc : pci_enable_device(pdev);
}

void pair_hw_stop(struct pci_dev *pdev)
{
	pci_disable_device(pdev);
}
