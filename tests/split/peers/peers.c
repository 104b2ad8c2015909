// SPDX-License-Identifier: GPL-2.0
/*
 * A driver whose devices have to do with each other: by a file of one the other's interrupt is
 * switched off and on, and its registers are mapped; and the first device's probe registers a
 * character device for all of them, which the last one's remove takes back.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/uaccess.h>

#define EDU_ID		0x00
#define EDU_IRQ_STATUS	0x24
#define EDU_IRQ_RAISE	0x60
#define EDU_IRQ_ACK	0x64

struct peer {
	struct pci_dev *pdev;
	struct peer *other;
	void __iomem *regs;
	unsigned int irq;
	u32 interrupts;
};

static unsigned int peers_devices;
static struct peer *peers_alone;	/* has no other yet */

/* ---- of all devices together ----------------------------------------------------------- */

static ssize_t peers_read(struct file *file, char __user *to, size_t count, loff_t *at)
{
	char answer = '0' + peers_devices;

	if (*at || !count)
		return 0;
	if (copy_to_user(to, &answer, 1))
		return -EFAULT;
	*at = 1;
	return 1;
}

static const struct file_operations peers_fops = {
	.owner = THIS_MODULE,
	.read = peers_read,
};

static struct miscdevice peers_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "peers",
	.fops = &peers_fops,
};

/* ---- of one by means of the other ------------------------------------------------------ */

static ssize_t hush_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t count)
{
	struct peer *peer = dev_get_drvdata(dev);
	unsigned int number;
	int rc = kstrtouint(buf, 0, &number);

	if (rc)
		return rc;
	if (!peer->other)
		return -ENODEV;
	if (number)
		disable_irq(peer->other->irq);
	else
		enable_irq(peer->other->irq);
	return count;
}
static DEVICE_ATTR_WO(hush);

static ssize_t look_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct peer *peer = dev_get_drvdata(dev);
	void __iomem *regs;
	u32 id;

	if (!peer->other)
		return -ENODEV;
	regs = pci_iomap(peer->other->pdev, 0, 0);
	if (!regs)
		return -ENOMEM;
	id = readl(regs + EDU_ID);
	pci_iounmap(peer->other->pdev, regs);
	return sysfs_emit(buf, "%08x\n", id);
}
static DEVICE_ATTR_RO(look);

static ssize_t interrupts_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct peer *peer = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", peer->interrupts);
}

static ssize_t interrupts_store(struct device *dev, struct device_attribute *attr,
				const char *buf, size_t count)
{
	struct peer *peer = dev_get_drvdata(dev);

	writel(1, peer->regs + EDU_IRQ_RAISE);
	return count;
}
static DEVICE_ATTR_RW(interrupts);

static struct attribute *peers_attrs[] = {
	&dev_attr_hush.attr, &dev_attr_look.attr, &dev_attr_interrupts.attr, NULL
};
ATTRIBUTE_GROUPS(peers);

static irqreturn_t peers_interrupt(int irq, void *arg)
{
	struct peer *peer = arg;
	u32 status = readl(peer->regs + EDU_IRQ_STATUS);

	if (!status)
		return IRQ_NONE;
	writel(status, peer->regs + EDU_IRQ_ACK);
	peer->interrupts++;
	return IRQ_HANDLED;
}

static void peers_meet(struct peer *peer)
{
	peer->other = peers_alone;
	if (peer->other)
		peer->other->other = peer;
	peers_alone = peer->other ? NULL : peer;
}

static void peers_part(struct peer *peer)
{
	if (peer->other)
		peer->other->other = NULL;
	peers_alone = peer->other;
}

static int peers_start(struct peer *peer)
{
	int rc = pci_enable_msi(peer->pdev);

	if (rc)
		return rc;
	peer->irq = peer->pdev->irq;
	rc = request_irq(peer->irq, peers_interrupt, 0, "peers", peer);
	if (rc)
		pci_disable_msi(peer->pdev);
	return rc;
}

static int peers_show(struct peer *peer)
{
	int rc = 0;

	if (!peers_devices)
		rc = misc_register(&peers_misc);
	if (!rc)
		peers_devices++;
	return rc;
}

static int peers_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct peer *peer = kzalloc(sizeof(*peer), GFP_KERNEL);
	int rc;

	if (!peer)
		return -ENOMEM;
	peer->pdev = pdev;
	rc = pci_enable_device(pdev);
	if (rc)
		goto free;
	pci_set_master(pdev);
	rc = -ENOMEM;
	peer->regs = pci_iomap(pdev, 0, 0);
	if (!peer->regs)
		goto disable;
	pci_set_drvdata(pdev, peer);
	rc = peers_start(peer);
	if (rc)
		goto unmap;
	rc = peers_show(peer);
	if (rc)
		goto stop;
	peers_meet(peer);
	return 0;
stop:
	free_irq(peer->irq, peer);
	pci_disable_msi(pdev);
unmap:
	pci_iounmap(pdev, peer->regs);
disable:
	pci_disable_device(pdev);
free:
	kfree(peer);
	return rc;
}

static void peers_remove(struct pci_dev *pdev)
{
	struct peer *peer = pci_get_drvdata(pdev);

	peers_part(peer);
	if (!--peers_devices)
		misc_deregister(&peers_misc);
	free_irq(peer->irq, peer);
	pci_disable_msi(pdev);
	pci_iounmap(pdev, peer->regs);
	pci_disable_device(pdev);
	kfree(peer);
}

static const struct pci_device_id peers_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, peers_ids);

static struct pci_driver peers_driver = {
	.name = "peers",
	.id_table = peers_ids,
	.probe = peers_probe,
	.remove = peers_remove,
	.dev_groups = peers_groups,
};
module_pci_driver(peers_driver);

MODULE_DESCRIPTION("Devices that have to do with each other");
MODULE_LICENSE("GPL");
