// SPDX-License-Identifier: GPL-2.0
/*
 * A driver that does what no driver may, by what one writes to "do": it starts work that was never
 * set up, and sets up anew what is queued, pending or running; and the thread of its interrupt asks
 * for another one, which there is not. A user half that means harm could.
 */
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

#define LATER	(20 * HZ)

/* Registers of QEMU's edu. */
#define STATUS	0x24
#define RAISE	0x60
#define ACK	0x64

struct rash {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct work_struct never;
	struct delayed_work later;
	struct work_struct long_one;
	struct timer_list timer;
	struct timer_list slow;
	unsigned int ticks;
	unsigned int threads;
};

static void rash_later(struct work_struct *work)
{
	struct rash *rash = container_of(work, struct rash, later.work);

	rash->ticks++;
}

/* current is the kernel half's, so this is. */
static void rash_long(struct work_struct *work)
{
	struct rash *rash = container_of(work, struct rash, long_one);
	long left = rash->pdev ? 8 * HZ : 0;

	while (left) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		left = schedule_timeout(left);
	}
	rash->ticks++;
}

static void rash_timer(struct timer_list *timer)
{
	struct rash *rash = from_timer(rash, timer, timer);

	rash->ticks++;
}

static void rash_slow(struct timer_list *timer)
{
	struct rash *rash = from_timer(rash, timer, slow);

	rash->ticks++;
	mdelay(3000);
}

static irqreturn_t rash_interrupt(int irq, void *arg)
{
	struct rash *rash = arg;
	u32 status = ioread32(rash->regs + STATUS);

	if (!status)
		return IRQ_NONE;
	iowrite32(status, rash->regs + ACK);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t rash_thread(int irq, void *arg)
{
	struct rash *rash = arg;

	rash->threads++;
	return IRQ_WAKE_THREAD;
}

static ssize_t threads_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rash *rash = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", rash->threads);
}
static DEVICE_ATTR_RO(threads);

static ssize_t ticks_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct rash *rash = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", rash->ticks);
}
static DEVICE_ATTR_RO(ticks);

static ssize_t do_store(struct device *dev, struct device_attribute *attr, const char *buf,
			size_t count)
{
	struct rash *rash = dev_get_drvdata(dev);

	switch (buf[0]) {
	case 'w':	/* as it should be */
		schedule_work(&rash->long_one);
		break;
	case 'n':
		schedule_work(&rash->never);
		break;
	case 'd':
		schedule_delayed_work(&rash->later, LATER);
		INIT_DELAYED_WORK(&rash->later, rash_later);
		break;
	case 'r':
		INIT_WORK(&rash->long_one, rash_long);
		break;
	case 't':
		mod_timer(&rash->timer, jiffies + LATER);
		timer_setup(&rash->timer, rash_timer, 0);
		break;
	case 's':	/* as it should be */
		mod_timer(&rash->slow, jiffies + HZ);
		break;
	case 'f':
		timer_setup(&rash->slow, rash_slow, 0);
		break;
	case 'i':
		iowrite32(1, rash->regs + RAISE);
		break;
	default:
		return -EINVAL;
	}
	return count;
}
static DEVICE_ATTR_WO(do);

static int rash_start(struct rash *rash)
{
	struct pci_dev *pdev = rash->pdev;
	int rc = pci_enable_device(pdev);

	if (rc)
		return rc;
	rash->regs = pci_iomap(pdev, 0, 0);
	if (!rash->regs) {
		rc = -ENOMEM;
		goto disable;
	}
	rc = request_threaded_irq(pdev->irq, rash_interrupt, rash_thread, IRQF_SHARED, "rash", rash);
	if (!rc)
		return 0;
	pci_iounmap(pdev, rash->regs);
disable:
	pci_disable_device(pdev);
	return rc;
}

static void rash_stop(struct rash *rash)
{
	free_irq(rash->pdev->irq, rash);
	pci_iounmap(rash->pdev, rash->regs);
	pci_disable_device(rash->pdev);
}

static int rash_files(struct device *dev)
{
	int rc = device_create_file(dev, &dev_attr_do);

	if (rc)
		return rc;
	rc = device_create_file(dev, &dev_attr_ticks);
	if (rc)
		goto remove;
	rc = device_create_file(dev, &dev_attr_threads);
	if (!rc)
		return 0;
	device_remove_file(dev, &dev_attr_ticks);
remove:
	device_remove_file(dev, &dev_attr_do);
	return rc;
}

static int rash_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct rash *rash = kzalloc(sizeof(*rash), GFP_KERNEL);
	int rc;

	if (!rash)
		return -ENOMEM;
	rash->pdev = pdev;
	INIT_DELAYED_WORK(&rash->later, rash_later);
	INIT_WORK(&rash->long_one, rash_long);
	timer_setup(&rash->timer, rash_timer, 0);
	timer_setup(&rash->slow, rash_slow, 0);
	pci_set_drvdata(pdev, rash);
	rc = rash_start(rash);
	if (rc)
		goto free;
	rc = rash_files(&pdev->dev);
	if (!rc)
		return 0;
	rash_stop(rash);
free:
	kfree(rash);
	return rc;
}

static void rash_remove(struct pci_dev *pdev)
{
	struct rash *rash = pci_get_drvdata(pdev);

	device_remove_file(&pdev->dev, &dev_attr_threads);
	device_remove_file(&pdev->dev, &dev_attr_ticks);
	device_remove_file(&pdev->dev, &dev_attr_do);
	rash_stop(rash);
	cancel_delayed_work_sync(&rash->later);
	cancel_work_sync(&rash->long_one);
	del_timer_sync(&rash->timer);
	del_timer_sync(&rash->slow);
	kfree(rash);
}

static const struct pci_device_id rash_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, rash_ids);

static struct pci_driver rash_driver = {
	.name = "rash",
	.id_table = rash_ids,
	.probe = rash_probe,
	.remove = rash_remove,
};
module_pci_driver(rash_driver);

MODULE_DESCRIPTION("What no driver may do");
MODULE_LICENSE("GPL");
