// SPDX-License-Identifier: GPL-2.0
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include "edu.h"

static ssize_t factorial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);
	u32 answer;
	int rc = edu_answer(edu, &answer);

	return rc ? rc : sysfs_emit(buf, "%u! = %u\n", edu->number, answer);
}

static ssize_t factorial_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);
	unsigned int number;
	int rc = kstrtouint(buf, 0, &number);

	if (rc)
		return rc;
	if (number > edu_limit)
		return -ERANGE;
	edu_ask(edu, number);
	return count;
}
static DEVICE_ATTR_RW(factorial);

static ssize_t counts_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u of %u interrupts, %u questions, %u devices\n",
			  edu->interrupts, edu_totals.interrupts, edu_totals.questions,
			  edu_totals.devices);
}
static DEVICE_ATTR_RO(counts);

static ssize_t mark_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%d\n", edu->marked);
}

static ssize_t mark_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);
	unsigned int mark;
	int rc = kstrtouint(buf, 0, &mark);

	if (rc)
		return rc;
	edu_set_mark(edu, mark);
	return count;
}
static DEVICE_ATTR_RW(mark);

void edu_pulse(struct work_struct *work)
{
	struct edu *edu = container_of(to_delayed_work(work), struct edu, pulse);

	edu->pulses++;
	schedule_delayed_work(&edu->pulse, msecs_to_jiffies(edu->period));
}

static ssize_t pulse_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", edu->pulses);
}

static ssize_t pulse_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);
	unsigned int period;
	int rc = kstrtouint(buf, 0, &period);

	if (rc)
		return rc;
	edu->period = period;
	schedule_delayed_work(&edu->pulse, 0);
	return count;
}
static DEVICE_ATTR_RW(pulse);

/* What it lies in is freed meanwhile. */
void edu_leave(struct work_struct *work)
{
	device_release_driver(&container_of(work, struct edu, leave)->pdev->dev);
}

static ssize_t leave_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);

	schedule_work(&edu->leave);
	return count;
}
static DEVICE_ATTR_WO(leave);

/* One holds the device at a time, until it says 0. Return: interrupts meanwhile, or an error. */
static int hold(struct edu *edu, unsigned int who)
{
	int rc = -ENOENT;

	spin_lock_irq(&edu->lock);
	if (!who) {
		if (!edu->holder)
			goto unlock;
	} else if (edu->holder) {
		spin_unlock_irq(&edu->lock);
		msleep(1);
		return -EBUSY;
	}
	edu->holder = who;
	rc = edu->held;
	edu->held = 0;
unlock:
	spin_unlock_irq(&edu->lock);
	return rc;
}

static ssize_t hold_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);
	struct edu_hold now;

	spin_lock_irq(&edu->lock);
	now.holder = edu->holder;
	now.held = edu->held;
	spin_unlock_irq(&edu->lock);
	return sysfs_emit(buf, "%u %u\n", now.holder, now.held);
}

static ssize_t hold_store(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);
	unsigned int who;
	int rc = kstrtouint(buf, 0, &who);

	if (!rc)
		rc = hold(edu, who);
	return rc < 0 ? rc : count;
}
static DEVICE_ATTR_RW(hold);

static ssize_t label_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct edu *edu = dev_get_drvdata(dev);
	ssize_t len;

	mutex_lock(&edu->label_lock);
	len = sysfs_emit(buf, "%s\n", edu->label);
	mutex_unlock(&edu->label_lock);
	return len;
}

static ssize_t label_store(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	struct edu *edu = dev_get_drvdata(dev);
	char *label = kstrndup(buf, strcspn(buf, "\n"), GFP_KERNEL);

	if (!label)
		return -ENOMEM;
	mutex_lock(&edu->label_lock);
	kfree(edu->label);
	edu->label = label;
	mutex_unlock(&edu->label_lock);
	sysfs_notify(&dev->kobj, NULL, "label");
	return count;
}
static DEVICE_ATTR_RW(label);

/* What the device is, and whether it lives, from its first registers. */
static ssize_t regs_read(struct file *file, struct kobject *kobj, struct bin_attribute *attr,
			 char *buf, loff_t off, size_t count)
{
	struct edu *edu = dev_get_drvdata(kobj_to_dev(kobj));
	u32 regs[2] = { edu_read(edu, 0), edu_read(edu, 4) };

	return memory_read_from_buffer(buf, count, &off, regs, sizeof(regs));
}
static BIN_ATTR_RO(regs, 8);

int edu_sysfs_add(struct pci_dev *pdev)
{
	int rc = device_create_bin_file(&pdev->dev, &bin_attr_regs);

	if (rc)
		return rc;
	rc = device_create_file(&pdev->dev, &dev_attr_label);
	if (rc)
		goto regs;
	rc = device_create_file(&pdev->dev, &dev_attr_factorial);
	if (rc)
		goto label;
	rc = device_create_file(&pdev->dev, &dev_attr_counts);
	if (rc)
		goto factorial;
	rc = device_create_file(&pdev->dev, &dev_attr_mark);
	if (rc)
		goto counts;
	rc = device_create_file(&pdev->dev, &dev_attr_pulse);
	if (rc)
		goto mark;
	rc = device_create_file(&pdev->dev, &dev_attr_hold);
	if (rc)
		goto pulse;
	rc = device_create_file(&pdev->dev, &dev_attr_leave);
	if (rc)
		goto hold;
	return 0;
hold:
	device_remove_file(&pdev->dev, &dev_attr_hold);
pulse:
	device_remove_file(&pdev->dev, &dev_attr_pulse);
mark:
	device_remove_file(&pdev->dev, &dev_attr_mark);
counts:
	device_remove_file(&pdev->dev, &dev_attr_counts);
factorial:
	device_remove_file(&pdev->dev, &dev_attr_factorial);
label:
	device_remove_file(&pdev->dev, &dev_attr_label);
regs:
	device_remove_bin_file(&pdev->dev, &bin_attr_regs);
	return rc;
}

void edu_sysfs_remove(struct pci_dev *pdev)
{
	device_remove_file(&pdev->dev, &dev_attr_leave);
	device_remove_file(&pdev->dev, &dev_attr_hold);
	device_remove_file(&pdev->dev, &dev_attr_pulse);
	device_remove_file(&pdev->dev, &dev_attr_mark);
	device_remove_file(&pdev->dev, &dev_attr_counts);
	device_remove_file(&pdev->dev, &dev_attr_factorial);
	device_remove_file(&pdev->dev, &dev_attr_label);
	device_remove_bin_file(&pdev->dev, &bin_attr_regs);
}
