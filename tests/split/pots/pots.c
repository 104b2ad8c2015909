// SPDX-License-Identifier: GPL-2.0
/*
 * Character devices of no hardware. The module's init makes all that their files lead to: pots that
 * are found by the cdev in them, the first two being elements of a variable; a jar, a miscdevice,
 * of which each file has a spoon of its own; and a tub, whose bytes are allocated, anew if more are
 * written than there is room for. One reads what was written last.
 */
#include <linux/cdev.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define NR_SMALL	2
#define NR_POTS		4

struct pot {
	struct cdev cdev;
	struct mutex lock;
	char text[48];
	size_t len;
	unsigned int opened;
};

struct jar {
	struct miscdevice misc;
	struct mutex lock;
	unsigned int sum;
};

struct spoon {
	struct jar *jar;
	unsigned int taken;
};

struct tub {
	struct miscdevice misc;
	struct mutex lock;
	u8 *bytes;
	u8 *end;
	size_t room;
};

static struct pot small[NR_SMALL];
static struct pot *large;
static struct jar *jar;
static struct tub *tub;
static dev_t first;

static int pot_open(struct inode *inode, struct file *file)
{
	struct pot *pot = container_of(inode->i_cdev, struct pot, cdev);

	file->private_data = pot;
	mutex_lock(&pot->lock);
	pot->opened++;
	mutex_unlock(&pot->lock);
	return 0;
}

static ssize_t pot_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct pot *pot = file->private_data;
	ssize_t ret = 0;

	mutex_lock(&pot->lock);
	if (*ppos < pot->len) {
		ret = min_t(size_t, count, pot->len - *ppos);
		if (copy_to_user(buf, pot->text + *ppos, ret))
			ret = -EFAULT;
		else
			*ppos += ret;
	}
	mutex_unlock(&pot->lock);
	return ret;
}

static ssize_t pot_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct pot *pot = file->private_data;
	ssize_t ret;

	count = min(count, sizeof(pot->text));
	mutex_lock(&pot->lock);
	ret = copy_from_user(pot->text, buf, count) ? -EFAULT : count;
	if (ret > 0)
		pot->len = ret;
	mutex_unlock(&pot->lock);
	return ret;
}

static loff_t pot_llseek(struct file *file, loff_t offset, int whence)
{
	struct pot *pot = file->private_data;

	if (whence == SEEK_END)
		offset += pot->len;
	else if (whence == SEEK_CUR)
		offset += file->f_pos;
	if (offset < 0)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

static const struct file_operations pot_fops = {
	.owner = THIS_MODULE,
	.open = pot_open,
	.read = pot_read,
	.write = pot_write,
	.llseek = pot_llseek,
};

static int jar_open(struct inode *inode, struct file *file)
{
	struct jar *in = container_of(file->private_data, struct jar, misc);
	struct spoon *spoon = kzalloc(sizeof(*spoon), GFP_KERNEL);

	if (!spoon)
		return -ENOMEM;
	spoon->jar = in;
	file->private_data = spoon;
	return 0;
}

static int jar_release(struct inode *inode, struct file *file)
{
	struct spoon *spoon = file->private_data;

	kfree(spoon);
	return 0;
}

static ssize_t jar_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct spoon *spoon = file->private_data;
	char text[32];
	int len;

	if (*ppos)
		return 0;
	mutex_lock(&spoon->jar->lock);
	len = scnprintf(text, sizeof(text), "%u of %u\n", spoon->taken, spoon->jar->sum);
	mutex_unlock(&spoon->jar->lock);
	if (count < len || copy_to_user(buf, text, len))
		return -EFAULT;
	*ppos = len;
	return len;
}

static ssize_t jar_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct spoon *spoon = file->private_data;
	unsigned char byte;

	if (!count || get_user(byte, buf))
		return -EFAULT;
	mutex_lock(&spoon->jar->lock);
	spoon->taken += byte - '0';
	spoon->jar->sum += byte - '0';
	mutex_unlock(&spoon->jar->lock);
	return count;
}

static const struct file_operations jar_fops = {
	.owner = THIS_MODULE,
	.open = jar_open,
	.release = jar_release,
	.read = jar_read,
	.write = jar_write,
};

static ssize_t tub_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct tub *in = container_of(file->private_data, struct tub, misc);
	ssize_t ret = 0;

	mutex_lock(&in->lock);
	if (*ppos < in->end - in->bytes) {
		ret = min_t(size_t, count, in->end - in->bytes - *ppos);
		if (copy_to_user(buf, in->bytes + *ppos, ret))
			ret = -EFAULT;
		else
			*ppos += ret;
	}
	mutex_unlock(&in->lock);
	return ret;
}

/* Needs the lock. What is written counts from the end, as in a mirror. */
static ssize_t fill_tub(struct tub *in, const char __user *buf, size_t count)
{
	u8 *more = in->bytes;
	size_t i;

	if (count > in->room) {
		more = kmalloc(count, GFP_KERNEL);
		if (!more)
			return -ENOMEM;
		kfree(in->bytes);
		in->bytes = more;
		in->room = count;
	}
	in->end = in->bytes;
	if (copy_from_user(more, buf, count))
		return -EFAULT;
	for (i = 0; i < count / 2; i++)
		swap(in->bytes[i], more[count - 1 - i]);
	in->end = in->bytes + count;
	return count;
}

static ssize_t tub_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct tub *in = container_of(file->private_data, struct tub, misc);
	ssize_t ret;

	if (count > SZ_64K)
		return -ENOSPC;
	mutex_lock(&in->lock);
	ret = fill_tub(in, buf, count);
	mutex_unlock(&in->lock);
	return ret;
}

static const struct file_operations tub_fops = {
	.owner = THIS_MODULE,
	.read = tub_read,
	.write = tub_write,
};

static struct pot *pot_at(int nr)
{
	return nr < NR_SMALL ? &small[nr] : &large[nr - NR_SMALL];
}

static int add_pot(int nr)
{
	struct pot *pot = pot_at(nr);

	mutex_init(&pot->lock);
	cdev_init(&pot->cdev, &pot_fops);
	pot->cdev.owner = THIS_MODULE;
	return cdev_add(&pot->cdev, first + nr, 1);
}

static void take_pots(int nr)
{
	while (nr--)
		cdev_del(&pot_at(nr)->cdev);
}

static int make_jar(void)
{
	int err;

	jar = kzalloc(sizeof(*jar), GFP_KERNEL);
	if (!jar)
		return -ENOMEM;
	mutex_init(&jar->lock);
	jar->misc.minor = MISC_DYNAMIC_MINOR;
	jar->misc.name = "jar";
	jar->misc.fops = &jar_fops;
	err = misc_register(&jar->misc);
	if (err)
		kfree(jar);
	return err;
}

static void take_jar(void)
{
	misc_deregister(&jar->misc);
	kfree(jar);
}

static int make_tub(void)
{
	int err = -ENOMEM;

	tub = kzalloc(sizeof(*tub), GFP_KERNEL);
	if (!tub)
		return err;
	tub->room = 32;
	tub->bytes = kmalloc(tub->room, GFP_KERNEL);
	tub->end = tub->bytes;
	mutex_init(&tub->lock);
	tub->misc.minor = MISC_DYNAMIC_MINOR;
	tub->misc.name = "tub";
	tub->misc.fops = &tub_fops;
	if (tub->bytes)
		err = misc_register(&tub->misc);
	if (!err)
		return 0;
	kfree(tub->bytes);
	kfree(tub);
	return err;
}

static void take_tub(void)
{
	misc_deregister(&tub->misc);
	kfree(tub->bytes);
	kfree(tub);
}

static int __init pots_init(void)
{
	int err, nr = 0;

	err = alloc_chrdev_region(&first, 0, NR_POTS, "pots");
	if (err)
		return err;
	large = kcalloc(NR_POTS - NR_SMALL, sizeof(*large), GFP_KERNEL);
	err = large ? make_jar() : -ENOMEM;
	if (err)
		goto free;
	err = make_tub();
	if (err)
		goto take;
	while (nr < NR_POTS && !err)
		err = add_pot(nr++);
	if (!err)
		return 0;
	take_pots(nr - 1);
	take_tub();
take:
	take_jar();
free:
	kfree(large);
	unregister_chrdev_region(first, NR_POTS);
	return err;
}

static void __exit pots_exit(void)
{
	take_pots(NR_POTS);
	take_tub();
	take_jar();
	kfree(large);
	unregister_chrdev_region(first, NR_POTS);
}

module_init(pots_init);
module_exit(pots_exit);

MODULE_DESCRIPTION("What files lead to, made by the module's init");
MODULE_LICENSE("GPL");
