// SPDX-License-Identifier: GPL-2.0
/*
 * A driver that is not the kernel's: several files, headers of its own in two directories, a
 * parameter, variables that both halves use, any number of devices.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>
#include "edu.h"

unsigned int edu_limit = 12;
module_param_named(limit, edu_limit, uint, 0644);
MODULE_PARM_DESC(limit, "Greatest number of which a factorial is asked");

struct edu_totals edu_totals;

/* The C library of a user half has another function of that name. */
int poll(struct edu *edu)
{
	return edu_read(edu, EDU_IRQ_STATUS);
}

static irqreturn_t edu_interrupt(int irq, void *arg)
{
	struct edu *edu = arg;
	u32 status = poll(edu);

	if (!status)
		return IRQ_NONE;
	edu_write(edu, EDU_IRQ_ACK, status);
	if (status == EDU_MARK) {
		edu->marked = IS_ERR(edu->other) ? PTR_ERR(edu->other) : edu->mark;
		return IRQ_HANDLED;
	}
	spin_lock(&edu->lock);
	edu->held += edu->holder != 0;
	spin_unlock(&edu->lock);
	edu->interrupts++;
	edu_totals.interrupts++;
	return IRQ_HANDLED;
}

static int edu_start(struct edu *edu)
{
	struct pci_dev *pdev = edu->pdev;
	int rc = edu_check(edu);

	if (rc)
		return rc;
	rc = request_irq(pdev->irq, edu_interrupt, IRQF_SHARED, "edu", edu);
	if (rc)
		return rc;
	rc = edu_sysfs_add(pdev);
	if (rc)
		free_irq(pdev->irq, edu);
	return rc;
}

static int edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct edu *edu = kzalloc(sizeof(*edu), GFP_KERNEL);
	int rc = -ENOMEM;

	if (!edu)
		return rc;
	edu->pdev = pdev;
	mutex_init(&edu->label_lock);
	edu->label = kasprintf(GFP_KERNEL, "edu up to %u", edu_limit);
	if (!edu->label)
		goto free;
	spin_lock_init(&edu->lock);
	INIT_DELAYED_WORK(&edu->pulse, edu_pulse);
	INIT_WORK(&edu->leave, edu_leave);
	rc = pci_enable_device(pdev);
	if (rc)
		goto free;
	rc = pci_request_regions(pdev, "edu");
	if (rc)
		goto disable;
	rc = -ENOMEM;
	edu->regs = pci_iomap(pdev, 0, 0);
	if (!edu->regs)
		goto release;
	pci_set_drvdata(pdev, edu);
	rc = edu_start(edu);
	if (rc)
		goto unmap;
	edu_totals.devices++;
	dev_info(&pdev->dev, "factorials up to %u!\n", edu_limit);
	return 0;
unmap:
	pci_iounmap(pdev, edu->regs);
release:
	pci_release_regions(pdev);
disable:
	pci_disable_device(pdev);
free:
	kfree(edu->label);
	kfree(edu);
	return rc;
}

static void edu_remove(struct pci_dev *pdev)
{
	struct edu *edu = pci_get_drvdata(pdev);

	edu_sysfs_remove(pdev);
	cancel_delayed_work_sync(&edu->pulse);
	free_irq(pdev->irq, edu);
	pci_iounmap(pdev, edu->regs);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	edu_totals.devices--;
	kfree(edu->label);
	kfree(edu);
}

static const struct pci_device_id edu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{}
};
MODULE_DEVICE_TABLE(pci, edu_ids);

static struct pci_driver edu_driver = {
	.name = "edu",
	.id_table = edu_ids,
	.probe = edu_probe,
	.remove = edu_remove,
};
module_pci_driver(edu_driver);

MODULE_DESCRIPTION("QEMU's teaching device");
MODULE_LICENSE("GPL");
