// SPDX-License-Identifier: GPL-2.0
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include "pair.h"

struct pair_state pair_state;

/* Of each of these names there is another one in the other file. */
struct own {
	u32 level;
	u32 count;
};

static struct own own;

void level(struct own *o);
void level(struct own *o)
{
	o->count++;
}

static irqreturn_t pair_interrupt(int irq, void *arg)
{
	pair_state.interrupts++;
	own.count = 3;
	return IRQ_HANDLED;
}

static int check(struct pci_dev *pdev)
{
	return pair_full(&pair_state) ? -EBUSY : 0;
}

static int pair_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int rc = check(pdev);

	if (rc)
		return rc;
	rc = pair_hw_start(pdev);
	if (rc)
		return rc;
	rc = request_irq(pdev->irq, pair_interrupt, IRQF_SHARED, "pair", pdev);
	if (rc) {
		pair_hw_stop(pdev);
		return rc;
	}
	pair_state.probes++;
	own.count += 2;
	level(&own);
	return 0;
}

static void pair_remove(struct pci_dev *pdev)
{
	free_irq(pdev->irq, pdev);
	pair_hw_stop(pdev);
	pair_state.probes--;
}

static const struct pci_device_id pair_ids[] = {
	{ PCI_DEVICE(0x1234, 0x5678) },
	{}
};
MODULE_DEVICE_TABLE(pci, pair_ids);

static struct pci_driver pair_driver = {
	.name = "pair",
	.id_table = pair_ids,
	.probe = pair_probe,
	.remove = pair_remove,
};

/* As they were called before there was module_init(). */
int init_module(void)
{
	return pci_register_driver(&pair_driver);
}

void cleanup_module(void)
{
	pci_unregister_driver(&pair_driver);
}

MODULE_LICENSE("GPL");
