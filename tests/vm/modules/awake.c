// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps the virtual machine's own devices (virtio, which the root file system is
 * on) out of system sleep, so that one can look at what comes of the others:
 * 9p does not survive it.
 */
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/pm.h>

static void set(bool awake)
{
	struct pci_dev *dev = NULL;

	while ((dev = pci_get_device(PCI_VENDOR_ID_REDHAT_QUMRANET, PCI_ANY_ID, dev)))
		dev_pm_syscore_device(&dev->dev, awake);
}

static int __init awake_init(void)
{
	set(true);
	return 0;
}

static void __exit awake_exit(void)
{
	set(false);
}

module_init(awake_init);
module_exit(awake_exit);

MODULE_DESCRIPTION("Keeps virtio devices out of system sleep");
MODULE_LICENSE("GPL");
