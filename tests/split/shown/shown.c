// SPDX-License-Identifier: GPL-2.0
/*
 * A driver that shows what it knows of its device in two files of debugfs, by tables of functions,
 * and as it is in binary files of sysfs: its registers, and notes that somebody has made of it.
 */
#include <linux/debugfs.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sysfs.h>

#define LIVE		0x04
#define IRQ_STATUS	0x24
#define IRQ_ACK		0x64
#define NR_NOTES	6000

struct shown {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct dentry *dir;
	u32 interrupts, times;
	u8 notes[NR_NOTES];
};

typedef void (*part_fn)(struct shown *shown, struct seq_file *m);

static void acknowledge(struct shown *shown)
{
	writel(readl(shown->regs + IRQ_STATUS), shown->regs + IRQ_ACK);
}

static void count(struct shown *shown)
{
	shown->interrupts++;
}

/* Who calls these is an interrupt. */
static void (*const steps[])(struct shown *shown) = { acknowledge, count };

static irqreturn_t shown_interrupt(int irq, void *arg)
{
	struct shown *shown = arg;
	u32 status = readl(shown->regs + IRQ_STATUS);

	if (!status)
		return IRQ_NONE;
	for (unsigned int i = 0; i < ARRAY_SIZE(steps); i++)
		steps[i](shown);
	return IRQ_HANDLED;
}

static void tell_id(struct shown *shown, struct seq_file *m)
{
	seq_printf(m, "id %08x\n", readl(shown->regs));
}

/* Of the kernel half: no process may switch interrupts off. */
static void tell_interrupts(struct shown *shown, struct seq_file *m)
{
	unsigned long flags;
	u32 interrupts;

	local_irq_save(flags);
	interrupts = shown->interrupts;
	local_irq_restore(flags);
	seq_printf(m, "interrupts %u\n", interrupts);
}

static void tell_times(struct shown *shown, struct seq_file *m)
{
	seq_printf(m, "shown %u times\n", ++shown->times);
}

static int state_show(struct seq_file *m, void *v)
{
	static const part_fn parts[] = { tell_id, tell_interrupts, tell_times, NULL };

	for (const part_fn *part = parts; *part; part++)
		(*part)(m->private, m);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

static int live_show(struct seq_file *m, void *v)
{
	struct shown *shown = m->private;

	seq_puts(m, "alive?\n");
	seq_printf(m, "live %08x\n", readl(shown->regs + LIVE));
	return 0;
}

static int live_open(struct inode *inode, struct file *file)
{
	return single_open(file, live_show, inode->i_private);
}

static const struct file_operations live_fops = {
	.owner = THIS_MODULE,
	.open = live_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static ssize_t regs_read(struct file *file, struct kobject *kobj, struct bin_attribute *attr,
			 char *buf, loff_t off, size_t count)
{
	struct shown *shown = dev_get_drvdata(kobj_to_dev(kobj));
	size_t done;
	u32 value;

	for (done = 0; done + sizeof(value) <= count; done += sizeof(value)) {
		value = readl(shown->regs + off + done);
		memcpy(buf + done, &value, sizeof(value));
	}
	return done;
}
static BIN_ATTR_RO(regs, 8);

static ssize_t notes_read(struct file *file, struct kobject *kobj, struct bin_attribute *attr,
			  char *buf, loff_t off, size_t count)
{
	struct shown *shown = dev_get_drvdata(container_of(kobj, struct device, kobj));

	return memory_read_from_buffer(buf, count, &off, shown->notes, attr->size);
}

static ssize_t notes_write(struct file *file, struct kobject *kobj, struct bin_attribute *attr,
			   char *buf, loff_t off, size_t count)
{
	struct pci_dev *pdev = container_of(kobj, struct pci_dev, dev.kobj);
	struct shown *shown = pci_get_drvdata(pdev);

	if (memchr(buf, '!', count))
		return -EINVAL;
	memcpy(shown->notes + off, buf, count);
	return count;
}
static BIN_ATTR_RW(notes, NR_NOTES);

static struct bin_attribute *shown_files[] = { &bin_attr_notes, NULL };
static const struct attribute_group shown_group = { .name = "shown", .bin_attrs = shown_files };

static int shown_add(struct pci_dev *pdev)
{
	int rc = device_create_bin_file(&pdev->dev, &bin_attr_regs);

	if (rc)
		return rc;
	rc = sysfs_create_group(&pdev->dev.kobj, &shown_group);
	if (rc)
		device_remove_bin_file(&pdev->dev, &bin_attr_regs);
	return rc;
}

static int shown_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct shown *shown = devm_kzalloc(&pdev->dev, sizeof(*shown), GFP_KERNEL);
	int rc;

	if (!shown)
		return -ENOMEM;
	shown->pdev = pdev;
	rc = pci_enable_device(pdev);
	if (rc)
		return rc;
	rc = pci_request_region(pdev, 0, "shown");
	if (rc)
		goto disable;
	rc = -ENOMEM;
	shown->regs = pcim_iomap(pdev, 0, 0);
	if (!shown->regs)
		goto release;
	pci_set_drvdata(pdev, shown);
	rc = devm_request_irq(&pdev->dev, pdev->irq, shown_interrupt, IRQF_SHARED, "shown", shown);
	if (!rc)
		rc = shown_add(pdev);
	if (rc)
		goto release;
	shown->dir = debugfs_create_dir("shown", NULL);
	debugfs_create_file("state", 0400, shown->dir, shown, &state_fops);
	debugfs_create_file("live", 0400, shown->dir, shown, &live_fops);
	return 0;
release:
	pci_release_regions(pdev);
disable:
	pci_disable_device(pdev);
	return rc;
}

static void shown_remove(struct pci_dev *pdev)
{
	struct shown *shown = pci_get_drvdata(pdev);

	debugfs_remove_recursive(shown->dir);
	sysfs_remove_group(&pdev->dev.kobj, &shown_group);
	device_remove_bin_file(&pdev->dev, &bin_attr_regs);
	devm_free_irq(&pdev->dev, pdev->irq, shown);
	/* The one region that it has requested. */
	pci_release_regions(pdev);
	pci_disable_device(pdev);
}

static const struct pci_device_id shown_ids[] = { { PCI_DEVICE(0x1234, 0x11e8) }, {} };
MODULE_DEVICE_TABLE(pci, shown_ids);

static struct pci_driver shown_driver = {
	.name = "shown",
	.id_table = shown_ids,
	.probe = shown_probe,
	.remove = shown_remove,
};
module_pci_driver(shown_driver);
MODULE_DESCRIPTION("Files of debugfs");
MODULE_LICENSE("GPL");
