// SPDX-License-Identifier: GPL-2.0
/*
 * Gives devices another revision before a driver sees them, the ones that are
 * plugged in later as well: QEMU's chips are sometimes too new for a driver that
 * could drive them.
 */
#include <linux/module.h>
#include <linux/pci.h>

static unsigned int vendor, device, revision;

module_param(vendor, uint, 0444);
MODULE_PARM_DESC(vendor, "vendor of the devices");
module_param(device, uint, 0444);
MODULE_PARM_DESC(device, "their device ID");
module_param(revision, uint, 0444);
MODULE_PARM_DESC(revision, "the revision that they get");

static int give(struct device *dev, void *unused)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	if (pdev->vendor == vendor && pdev->device == device)
		pdev->revision = revision;
	return 0;
}

static int notify(struct notifier_block *block, unsigned long event, void *dev)
{
	if (event == BUS_NOTIFY_ADD_DEVICE)
		give(dev, NULL);
	return NOTIFY_OK;
}

static struct notifier_block block = { .notifier_call = notify };

static int __init pci_revision_init(void)
{
	int err = bus_register_notifier(&pci_bus_type, &block);

	return err ?: bus_for_each_dev(&pci_bus_type, NULL, NULL, give);
}
module_init(pci_revision_init);

static void __exit pci_revision_exit(void)
{
	bus_unregister_notifier(&pci_bus_type, &block);
}
module_exit(pci_revision_exit);

MODULE_DESCRIPTION("Gives PCI devices another revision");
MODULE_LICENSE("GPL");
