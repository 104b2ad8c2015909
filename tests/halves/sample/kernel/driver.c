// SPDX-License-Identifier: GPL-2.0
/*
 * The sample driver's own part: one device made of memory, and in debugfs
 *
 *	cleave_sample/command	makes upcalls: probe, remove, open, scalars,
 *				loans, stray, pick, patient, locked, unsure,
 *				heavy, tick N, tock N, both N, touch,
 *				hasty WHERE, make (a buffer), drop (it), manage [foreign] (one),
 *				spill (free the bytes that are kept),
 *				unbind, bind (to a driver of no functions),
 *				map FROM LENGTH (the device's memory),
 *				other (probe another device), part (remove that),
 *				lend (what has been written to this file)
 *	cleave_sample/result	what they returned, and what the device is like
 *
 * A timer posts the events, so that they come from an interrupt.
 */
#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include "half.h"

const struct sample_ops sample_ops[2] = { { .id = 11 }, { .id = 22 } };
int sample_debug = 1;
unsigned int sample_buffers;
DEFINE_MUTEX(sample_mutex);
DEFINE_MUTEX(sample_second);
unsigned int sample_attached;
unsigned int sample_hushed;
unsigned int sample_offered;
static unsigned int armed;

static const u8 address[SAMPLE_ADDRESS] = { 2, 0, 0, 0xca, 0xfe, 1 };
static struct dentry *dir;
static struct sample_device *device;
static struct sample_device *other;
static struct timer_list timer;
static bool linked;	/* whether the device led to the last buffer that was freed */
static unsigned int posts;
static u32 post_id;
static s64 result;
static u32 places[SAMPLE_PLACES];	/* how often the device was touched with that place */
static u8 loans[3][SAMPLE_LOAN];

/* ---- work that lies in a buffer and never ends by itself -------------------------------- */

static struct delayed_work *runner(struct sample_buffer *buffer)
{
	return PTR_ALIGN((void *)(buffer + 1), 8);
}

static void on_work(struct work_struct *work)
{
	schedule_delayed_work(to_delayed_work(work), 1);
}

void sample_arm(struct sample_buffer *buffer)
{
	if (buffer->unshared)
		return;
	buffer->unshared = 1;
	armed++;
	INIT_DELAYED_WORK(runner(buffer), on_work);
	schedule_delayed_work(runner(buffer), 0);
}

/* The buffer type's stop(). */
bool sample_disarm(void *object, bool wait)
{
	struct sample_buffer *buffer = object;

	if (!buffer->unshared)
		return true;
	if (wait) {
		cancel_delayed_work_sync(runner(buffer));
	} else {
		cancel_delayed_work(runner(buffer));
		if (work_busy(&runner(buffer)->work))
			return false;
	}
	buffer->unshared = 0;
	armed--;
	return true;
}

/* ---- buffers that go -------------------------------------------------------------------- */

/* What an interrupt would follow meanwhile. */
static void note_link(const struct sample_buffer *buffer)
{
	linked = device && device->links[3] == buffer;
}

void sample_drop(struct sample_buffer *buffer)
{
	if (!buffer)
		return;
	note_link(buffer);
	sample_buffers--;
	kfree(buffer);
}

void sample_close(struct sample_buffer *buffer)
{
	sample_open(device);
	sample_drop(buffer);
}

/* ---- the device ------------------------------------------------------------------------- */

static void forget(struct sample_device **dev)
{
	put_device(&container_of(*dev, struct sample_whole, dev)->pdev.dev);
	*dev = NULL;
}

static struct sample_device *make(unsigned int irq)
{
	struct sample_whole *whole = kzalloc(sizeof(*whole), GFP_KERNEL);

	if (!whole)
		return NULL;
	sample_native_equip(whole, irq);
	return &whole->dev;
}

/* Has nothing to tell but its interrupt. */
static int probe_other(void)
{
	int err;

	if (other)
		return -EEXIST;
	other = make(SAMPLE_OTHER_IRQ);
	if (!other)
		return -ENOMEM;
	err = sample_probe(other);
	if (err)
		forget(&other);
	return err;
}

static int remove_other(void)
{
	if (!other)
		return -ENODEV;
	sample_remove(other);
	forget(&other);
	return 0;
}

static int probe(void)
{
	int err;

	if (device)
		return -EEXIST;
	device = make(SAMPLE_IRQ);
	if (!device)
		return -ENOMEM;
	strscpy(device->name, "sample0", sizeof(device->name));
	device->serial = 0x5e41a1;
	device->flags = 0xabcd0000;
	device->secret = 0x5ec4e7;
	device->label = SAMPLE_LABEL;
	device->address = address;
	device->peer = device;
	device->ops = &sample_ops[1];
	device->links[0] = &sample_debug;
	device->links[1] = &jiffies_64;
	device->links[2] = sample_open;
	err = sample_probe(device);
	if (err)
		forget(&device);
	return err;
}

static int remove(void)
{
	if (!device)
		return -ENODEV;
	sample_remove(device);
	forget(&device);
	return 0;
}

static s64 run_loans(void)
{
	memset(loans[0], 0x11, SAMPLE_LOAN);
	memset(loans[1], 0x22, SAMPLE_LOAN);
	memset(loans[2], 0x33, SAMPLE_LOAN);
	return sample_loans(device, loans[0], loans[1], loans[2], "a lent string");
}

/* Of a device that nobody has heard of. */
static s64 run_stray(void)
{
	static struct sample_device stray;

	return sample_open(&stray);
}

static s64 run_pick(void)
{
	struct sample_part *part = sample_pick(device);

	if (!part)
		return -EIO;
	return part == &device->part ? 1 : 2;
}

static s64 run_heavy(void)
{
	u8 *bytes = kvzalloc(SAMPLE_HEAVY, GFP_KERNEL);
	s64 ret = bytes ? sample_heavy(device, bytes, bytes) : -ENOMEM;

	kvfree(bytes);
	return ret;
}

static s64 run_locked(void)
{
	s64 ret;

	mutex_lock(&sample_mutex);
	ret = sample_locked(device);
	mutex_unlock(&sample_mutex);
	return ret;
}

/* The kernel side changes what is shared, and some of what is not. */
static s64 touch(void)
{
	places[device->place]++;
	device->counter++;
	device->serial++;
	device->flags ^= 0xffff0003;
	device->lanes[1].shared = 77;
	device->lanes[1].unshared = 88;
	device->label = "another label";
	device->links[3] = &device->part;
	sample_debug++;
	return 0;
}

static s64 post(const char *count, u32 id)
{
	if (kstrtouint(count, 10, &posts))
		return -EINVAL;
	post_id = id;
	mod_timer(&timer, jiffies + 1);
	return 0;
}

static void on_timer(struct timer_list *t)
{
	unsigned int i;

	for (i = 0; i < posts; i++) {
		if (post_id != SAMPLE_UPS)
			cleave_event_post(&cleave_half, post_id, i);
		else
			cleave_event_post(&cleave_half,
					  i & 1 ? SAMPLE_UP_TOCK : SAMPLE_UP_TICK, i);
	}
}

static s64 map(const char *words)
{
	unsigned int from, len;

	if (sscanf(words, "%u %u", &from, &len) != 2)
		return -EINVAL;
	return sample_native_map(device, from, len);
}

static s64 run_command(const char *word, const char __user *from)
{
	if (!strcmp(word, "probe"))
		return probe();
	if (!strcmp(word, "other"))
		return probe_other();
	if (!strcmp(word, "part"))
		return remove_other();
	if (!strncmp(word, "tick ", 5))
		return post(word + 5, SAMPLE_UP_TICK);
	if (!strncmp(word, "tock ", 5))
		return post(word + 5, SAMPLE_UP_TOCK);
	if (!strncmp(word, "both ", 5))
		return post(word + 5, SAMPLE_UPS);
	if (!device)
		return -ENODEV;
	if (!strcmp(word, "remove"))
		return remove();
	if (!strcmp(word, "open"))
		return sample_open(device);
	if (!strcmp(word, "scalars"))
		return sample_scalars(device, 200, -3, 4000000000U, 1ULL << 40);
	if (!strcmp(word, "loans"))
		return run_loans();
	if (!strcmp(word, "stray"))
		return run_stray();
	if (!strcmp(word, "pick"))
		return run_pick();
	if (!strcmp(word, "patient"))
		return sample_patient(device);
	if (!strcmp(word, "locked"))
		return run_locked();
	if (!strcmp(word, "heavy"))
		return run_heavy();
	if (!strcmp(word, "lend"))
		return sample_lend(device, from, SAMPLE_LENT);
	if (!strcmp(word, "unsure"))
		return sample_unsure(device);
	if (!strcmp(word, "touch"))
		return touch();
	if (!strncmp(word, "hasty ", 6))
		return sample_hasty(device, word + 6);
	if (!strcmp(word, "make"))
		return sample_native_make(device);
	if (!strcmp(word, "drop"))
		return sample_native_drop(device);
	if (!strcmp(word, "spill"))
		return sample_spill(device);
	if (!strcmp(word, "manage") || !strcmp(word, "manage foreign"))
		return sample_native_manage(device, word[6]);
	if (!strcmp(word, "unbind"))
		return sample_native_unbind(device);
	if (!strcmp(word, "bind"))
		return sample_native_bind(device);
	if (!strncmp(word, "map ", 4))
		return map(word + 4);
	return -EINVAL;
}

static ssize_t command_write(struct file *file, const char __user *from, size_t len, loff_t *at)
{
	char word[32] = "";

	if (len >= sizeof(word))
		return -EINVAL;
	if (copy_from_user(word, from, len))
		return -EFAULT;
	result = run_command(strim(word), from);
	return result < 0 ? result : len;
}

static const struct file_operations command_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = command_write,
};

static int result_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "result %lld\nbuffers %u\ndebug %d\nsecond %d\n", result, sample_buffers,
		   sample_debug, mutex_is_locked(&sample_second));
	seq_printf(m, "armed %u\nattached %u\n", armed, sample_attached);
	seq_printf(m, "hushed %u\noffered %u\n", sample_hushed, sample_offered);
	seq_printf(m, "loans %02x %02x %02x\n", loans[0][0], loans[1][0], loans[2][0]);
	seq_printf(m, "mapped %u\nlinked %d\nkept %u\n", sample_native_byte(), linked, sample_kept);
	if (!device)
		return 0;
	seq_printf(m, "name %.16s\ncounter %u\nstate %u\nflags %08x\nsecret %x\n", device->name,
		   device->counter, device->state, device->flags, device->secret);
	seq_printf(m, "peer %s\nops %d\nlabel %s\n",
		   !device->peer ? "none" : device->peer == device ? "self" : "other",
		   device->ops ? (int)(device->ops - sample_ops) : -1, device->label);
	seq_printf(m, "place %u\nthere %u\nmade %u\n", device->place, places[device->place],
		   device->made);
	seq_printf(m, "link %d\nleads %d\n", !!device->links[3], !!device->kept);
	seq_printf(m, "lanes %u %u %u, %u\npart %u\nbytes %02x\nlinks %d %d\n",
		   device->lanes[0].shared, device->lanes[1].shared, device->lanes[2].shared,
		   device->lanes[1].unshared, device->part.value, device->bytes[0],
		   device->links[1] == &jiffies_64, device->links[2] == sample_open);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(result);

int sample_init(void)
{
	int err;

	timer_setup(&timer, on_timer, 0);
	err = sample_native_init();
	if (err)
		return err;
	err = probe();
	if (err) {
		sample_native_exit();
		return err;
	}
	dir = debugfs_create_dir(SAMPLE_NAME, NULL);
	debugfs_create_file("command", 0200, dir, NULL, &command_fops);
	debugfs_create_file("result", 0400, dir, NULL, &result_fops);
	return 0;
}

void sample_exit(void)
{
	debugfs_remove(dir);
	del_timer_sync(&timer);
	remove_other();
	remove();
	sample_native_exit();
}
