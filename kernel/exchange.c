// SPDX-License-Identifier: GPL-2.0
/*
 * The fast transport: a worker answers and waits in one ioctl() of a
 * descriptor of its own (cleave/exchange.h). Messages are copied: what is
 * checked here is not what the user half can still change. Only the thread that
 * the worker is comes in here, so what is its alone needs no lock.
 */
#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/uaccess.h>
#include <cleave/exchange.h>
#include "runtime.h"

#define BUFFER_MIN	512U
#define WORDS_MAX	1024U	/* bytes that are copied word by word */

/* A message's bytes. Kept by the worker, and used again. */
struct buffer {
	u32 size;
	u64 data[];
};

/* Makes *@message a buffer of @len bytes at least. */
static int make_room(void **message, u32 len)
{
	struct buffer *b = *message;
	u32 size;

	if (b && len <= b->size)
		return 0;
	size = roundup_pow_of_two(max(len, BUFFER_MIN));
	kvfree(b);
	*message = b = kvmalloc(sizeof(*b) + size, GFP_KERNEL_ACCOUNT);
	if (!b)
		return -ENOMEM;
	b->size = size;
	return 0;
}

/* ---- words -------------------------------------------------------------------------------- */

/*
 * Payloads are made of words and mostly short. One by one these are copied sooner than
 * copy_from_user() has found out that the buffer is one.
 */
static bool by_words(u32 len)
{
	return len <= WORDS_MAX && IS_ALIGNED(len, sizeof(u64));
}

static int copy_in(u64 *to, const u64 __user *from, u32 len)
{
	const u64 *end = (void *)to + len;

	if (!by_words(len))
		return copy_from_user(to, from, len) ? -EFAULT : 0;
	if (!user_read_access_begin(from, len))
		return -EFAULT;
	while (to < end)
		unsafe_get_user(*to++, from++, fault);
	user_read_access_end();
	return 0;
fault:
	user_read_access_end();
	return -EFAULT;
}

static int copy_out(u64 __user *to, const u64 *from, u32 len)
{
	const u64 *end = (const void *)from + len;

	if (!by_words(len))
		return copy_to_user(to, from, len) ? -EFAULT : 0;
	if (!user_write_access_begin(to, len))
		return -EFAULT;
	while (from < end)
		unsafe_put_user(*from++, to++, fault);
	user_write_access_end();
	return 0;
fault:
	user_write_access_end();
	return -EFAULT;
}

/* ---- to the user half ---------------------------------------------------------------------- */

/* Whoever writes to the worker knows that it has received all that came before. */
static int exchange_start(struct cleave_out *out, struct cleave_worker *w, u32 room)
{
	int err = make_room(&w->tx, room);

	if (err)
		return err;
	out->message = w;
	out->msg = (void *)((struct buffer *)w->tx)->data;
	return 0;
}

static int exchange_send(struct cleave_out *out, struct cleave_worker *w, u32 len, bool turn)
{
	spin_lock(&cleave_lock);
	if (turn)
		w->state = CLEAVE_SERVING;
	/* Pairs with tell(): who sees it sees the message. */
	smp_store_release(&w->pending, len);
	spin_unlock(&cleave_lock);
	rcuwait_wake_up(&w->wait);
	return 0;
}

static void exchange_drop(struct cleave_out *out)
{
}

static void exchange_consume(struct cleave_in *in)
{
}

static void exchange_free(struct cleave_worker *w)
{
	int i;

	for (i = 0; i < CLEAVE_MAX_DEPTH; i++)
		kvfree(w->in[i].message);
	kvfree(w->rx.message);
	kvfree(w->tx);
	put_pid(w->thread);
}

const struct cleave_transport cleave_by_ioctl = {
	.start = exchange_start,
	.send = exchange_send,
	.drop = exchange_drop,
	.consume = exchange_consume,
	.free = exchange_free,
};

/* ---- the system call ----------------------------------------------------------------------- */

/* Whether this thread is the worker; the first one of the session's process becomes it. */
static bool is_worker(struct cleave_worker *w)
{
	struct pid *self = task_pid(current);

	if (likely(READ_ONCE(w->thread) == self))
		return true;
	if (task_tgid_nr(current) != w->session->pid)
		return false;
	spin_lock(&cleave_lock);
	if (!w->thread)
		w->thread = get_pid(self);
	spin_unlock(&cleave_lock);
	return w->thread == self;
}

/* Take a message from the user half. */
static int hear(struct cleave_worker *w, const struct cleave_exchange *x)
{
	struct buffer *b;
	const char *why;
	int err;

	if (x->send_len > CLEAVE_MAX_PAYLOAD)
		return -EMSGSIZE;
	err = make_room(&w->rx.message, x->send_len);
	if (err)
		return err;
	b = w->rx.message;
	err = copy_in(b->data, u64_to_user_ptr(x->send), x->send_len) ?:
	      cleave_dec_check(&w->rx.dec, b->data, x->send_len);
	return err ?: cleave_worker_deliver(w, &w->rx, &why);
}

static bool told(struct cleave_worker *w)
{
	return READ_ONCE(w->pending) || READ_ONCE(w->session->dead);
}

/* A signal ends the wait and loses nothing: the message will be there next time. */
static int wait_to_be_told(struct cleave_worker *w)
{
	int err = 0;

	if (!told(w))
		err = rcuwait_wait_event(&w->wait, told(w), TASK_INTERRUPTIBLE | TASK_FREEZABLE);
	return READ_ONCE(w->session->dead) ? -ESHUTDOWN : err;
}

/* Wait for the next message to the user half. */
static long tell(struct cleave_worker *w, const struct cleave_exchange *x)
{
	int err = wait_to_be_told(w);
	u32 len;

	if (err)
		return err;
	/* Pairs with exchange_send(). */
	len = smp_load_acquire(&w->pending);
	if (len > x->recv_room)
		return len;
	err = copy_out(u64_to_user_ptr(x->recv), ((struct buffer *)w->tx)->data, len);
	if (err)
		return err;
	/* Pairs with idle(): the buffer may be written again. */
	smp_store_release(&w->pending, 0);
	/* The answer to a downcall made without an upcall: upcalls may wait for the worker. */
	if (!READ_ONCE(w->depth))
		cleave_worker_rested(w);
	return len;
}

static long exchange_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct cleave_worker *w = file->private_data;
	struct cleave_exchange x;
	int err;

	if (cmd != CLEAVE_EXCHANGE)
		return -ENOTTY;
	if (!is_worker(w))
		return -EPERM;
	if (READ_ONCE(w->session->dead))
		return -ESHUTDOWN;
	err = copy_in((u64 *)&x, (const u64 __user *)arg, sizeof(x));
	if (!err && x.send_len)
		err = hear(w, &x);
	return err || !x.recv_room ? err : tell(w, &x);
}

/* ---- the descriptor ------------------------------------------------------------------------ */

/* Somebody closes one, perhaps a child that inherited it, perhaps while the worker waits. */
static int exchange_flush(struct file *file, fl_owner_t id)
{
	struct cleave_session *s = ((struct cleave_worker *)file->private_data)->session;

	if (task_tgid_nr(current) == s->pid)
		cleave_session_end(s, "the user half is gone");
	return 0;
}

static int exchange_release(struct inode *inode, struct file *file)
{
	struct cleave_worker *w = file->private_data;

	cleave_session_end(w->session, "the user half is gone");
	cleave_worker_put(w);
	return 0;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = exchange_ioctl,
	.flush = exchange_flush,
	.release = exchange_release,
	.llseek = noop_llseek,
};

struct file *cleave_exchange_file(struct cleave_worker *w)
{
	struct file *file = anon_inode_getfile("[cleave]", &fops, w, O_RDWR);

	if (!IS_ERR(file))
		kref_get(&w->ref);
	return file;
}
