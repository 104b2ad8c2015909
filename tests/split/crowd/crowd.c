// SPDX-License-Identifier: GPL-2.0
/*
 * A driver in which many wait for one: who reads "wait" does until somebody has written 1 to
 * "go", or for the work that who writes more has started so many milliseconds before. 0 shuts
 * the door again. Who reads "linger" does so in a function that no user half can do. Of those who read "turn" one waits there, and the others for their turn.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>

struct crowd {
	struct pci_dev *pdev;
	struct completion door;
	struct delayed_work opener;
	struct mutex turn;
};

static void crowd_open(struct work_struct *work)
{
	struct crowd *crowd = container_of(work, struct crowd, opener.work);

	complete_all(&crowd->door);
}

static ssize_t wait_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct crowd *crowd = dev_get_drvdata(dev);

	wait_for_completion(&crowd->door);
	return sysfs_emit(buf, "through\n");
}
static DEVICE_ATTR_RO(wait);

static ssize_t turn_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct crowd *crowd = dev_get_drvdata(dev);

	mutex_lock(&crowd->turn);
	wait_for_completion(&crowd->door);
	mutex_unlock(&crowd->turn);
	return sysfs_emit(buf, "through\n");
}
static DEVICE_ATTR_RO(turn);

/* current is the kernel half's, so this is. */
static void crowd_linger(struct crowd *crowd)
{
	long left = crowd->pdev ? 30 * HZ : 0;

	while (left) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		left = schedule_timeout(left);
	}
}

static ssize_t linger_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct crowd *crowd = dev_get_drvdata(dev);

	crowd_linger(crowd);
	return sysfs_emit(buf, "done\n");
}
static DEVICE_ATTR_RO(linger);

static ssize_t go_store(struct device *dev, struct device_attribute *attr, const char *buf,
			size_t count)
{
	struct crowd *crowd = dev_get_drvdata(dev);
	unsigned int number;
	int rc = kstrtouint(buf, 0, &number);

	if (rc)
		return rc;
	if (!number)
		reinit_completion(&crowd->door);
	else if (number == 1)
		complete_all(&crowd->door);
	else
		schedule_delayed_work(&crowd->opener, msecs_to_jiffies(number));
	return count;
}
static DEVICE_ATTR_WO(go);

static int crowd_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct crowd *crowd = kzalloc(sizeof(*crowd), GFP_KERNEL);
	int rc;

	if (!crowd)
		return -ENOMEM;
	crowd->pdev = pdev;
	init_completion(&crowd->door);
	mutex_init(&crowd->turn);
	INIT_DELAYED_WORK(&crowd->opener, crowd_open);
	pci_set_drvdata(pdev, crowd);
	rc = device_create_file(&pdev->dev, &dev_attr_wait);
	if (rc)
		goto free;
	rc = device_create_file(&pdev->dev, &dev_attr_go);
	if (rc)
		goto wait;
	rc = device_create_file(&pdev->dev, &dev_attr_turn);
	if (rc)
		goto go;
	rc = device_create_file(&pdev->dev, &dev_attr_linger);
	if (rc)
		goto turn;
	return 0;
turn:
	device_remove_file(&pdev->dev, &dev_attr_turn);
go:
	device_remove_file(&pdev->dev, &dev_attr_go);
wait:
	device_remove_file(&pdev->dev, &dev_attr_wait);
free:
	kfree(crowd);
	return rc;
}

static void crowd_remove(struct pci_dev *pdev)
{
	struct crowd *crowd = pci_get_drvdata(pdev);

	device_remove_file(&pdev->dev, &dev_attr_linger);
	device_remove_file(&pdev->dev, &dev_attr_turn);
	device_remove_file(&pdev->dev, &dev_attr_go);
	device_remove_file(&pdev->dev, &dev_attr_wait);
	cancel_delayed_work_sync(&crowd->opener);
	kfree(crowd);
}

static const struct pci_device_id crowd_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, crowd_ids);

static struct pci_driver crowd_driver = {
	.name = "crowd",
	.id_table = crowd_ids,
	.probe = crowd_probe,
	.remove = crowd_remove,
};
module_pci_driver(crowd_driver);

MODULE_DESCRIPTION("Many wait for one");
MODULE_LICENSE("GPL");
