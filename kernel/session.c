// SPDX-License-Identifier: GPL-2.0
/*
 * Sessions: one user half each, from attach to death. A session dies when any
 * of its sockets is closed, or when the kernel half ends it: then everybody
 * who waits for it is woken, and receiving on its other sockets fails with
 * ESHUTDOWN.
 */
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <linux/pid.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>
#include "runtime.h"
#include "trace.h"

struct cleave_session *cleave_session_new(struct cleave_channel *ch)
{
	struct cleave_session *s = kzalloc(sizeof(*s), GFP_KERNEL), *old = NULL;
	bool closing;

	if (!s)
		return ERR_PTR(-ENOMEM);
	kref_init(&s->ref);
	kref_get(&ch->ref);
	s->channel = ch;
	INIT_LIST_HEAD(&s->workers);
	s->cookie = get_random_u64();
	s->pid = task_tgid_nr(current);
	s->process = get_task_pid(current, PIDTYPE_TGID);
	spin_lock(&cleave_lock);
	closing = ch->state == CLEAVE_STATE_CLOSING;
	if (!closing) {
		old = ch->session;
		kref_get(&s->ref);
		ch->session = s;
		s->number = ++ch->nr_sessions;
		ch->state = CLEAVE_STATE_ATTACHING;
	}
	spin_unlock(&cleave_lock);
	if (old)
		cleave_session_put(old);
	if (!closing)
		return s;
	cleave_session_put(s);
	return ERR_PTR(-ENODEV);
}

struct cleave_session *cleave_session_find(struct cleave_channel *ch, u64 cookie)
{
	struct cleave_session *s;

	spin_lock(&cleave_lock);
	s = ch->session;
	if (s && !s->dead && s->cookie == cookie)
		kref_get(&s->ref);
	else
		s = NULL;
	spin_unlock(&cleave_lock);
	return s;
}

static void session_free(struct kref *ref)
{
	struct cleave_session *s = container_of(ref, struct cleave_session, ref);

	cleave_channel_put(s->channel);
	put_pid(s->process);
	kfree(s);
}

void cleave_session_put(struct cleave_session *s)
{
	kref_put(&s->ref, session_free);
}

static int open_channel(struct cleave_session *s)
{
	struct cleave_channel *ch = s->channel;
	int err = 0;

	spin_lock(&cleave_lock);
	if (s->dead)
		err = -ENOTCONN;
	else if (ch->state != CLEAVE_STATE_ATTACHING)
		err = -EALREADY;
	else
		ch->state = CLEAVE_STATE_LIVE;
	wake_up_all(&ch->wait);
	spin_unlock(&cleave_lock);
	return err;
}

/*
 * A new user half finds the mirrors as the last one left them, but what is
 * shared is the kernel half's: a change that never crossed is lost, and
 * symbols may have moved.
 */
int cleave_session_ready(struct cleave_session *s)
{
	struct cleave_channel *ch = s->channel;
	int err = -EALREADY;

	mutex_lock(&ch->mutex);
	if (READ_ONCE(ch->state) == CLEAVE_STATE_ATTACHING) {
		cleave_push_all(ch, NULL, true);
		cleave_strike_left(ch);
		ch->fresh = false;
		err = open_channel(s);
	}
	mutex_unlock(&ch->mutex);
	if (err)
		return err;
	cleave_out_notify(ch);
	cleave_events_kick(ch);
	return 0;
}

/* ---- death ------------------------------------------------------------------------------ */

/* Not spoken to any more. */
static void dismiss(struct cleave_worker *w)
{
	w->sk->sk_err = ESHUTDOWN;
	sk_error_report(w->sk);
	list_del_init(&w->link);
	cleave_worker_put(w);
}

static bool bury(struct cleave_session *s, struct list_head *workers)
{
	struct cleave_channel *ch = s->channel;
	struct cleave_worker *w;

	spin_lock(&cleave_lock);
	if (s->dead) {
		spin_unlock(&cleave_lock);
		return false;
	}
	WRITE_ONCE(s->dead, true);
	if (ch->state != CLEAVE_STATE_CLOSING) {
		ch->state = CLEAVE_STATE_DEAD;
		cleave_count(ch, CLEAVE_A_CHANNEL_DEATHS, 1);
	}
	list_for_each_entry(w, &s->workers, link)
		cleave_worker_unhash(w);
	list_splice_init(&s->workers, workers);
	s->nr_workers = 0;
	wake_up_all(&ch->wait);
	spin_unlock(&cleave_lock);
	return true;
}

void cleave_session_end(struct cleave_session *s, const char *why)
{
	struct cleave_worker *w, *next;
	LIST_HEAD(workers);

	if (!bury(s, &workers))
		return;
	trace_cleave_death(s->channel, s->number, why);
	pr_info("cleave: %s: session %u has ended: %s\n", s->channel->name, s->number, why);
	cleave_out_notify(s->channel);
	list_for_each_entry_safe(w, next, &workers, link)
		dismiss(w);
}

/* With a reference, or NULL. */
static struct cleave_session *current_session(struct cleave_channel *ch)
{
	struct cleave_session *s;

	spin_lock(&cleave_lock);
	s = ch->session;
	if (s)
		kref_get(&s->ref);
	spin_unlock(&cleave_lock);
	return s;
}

void cleave_session_end_current(struct cleave_channel *ch, const char *why)
{
	struct cleave_session *s = current_session(ch);

	if (!s)
		return;
	cleave_session_end(s, why);
	cleave_session_put(s);
}

void cleave_session_end_misplaced(struct cleave_channel *ch, const char *name)
{
	struct cleave_session *s = current_session(ch);

	if (!s)
		return;
	cleave_blame(s, "%s, which sleeps, is called where that is forbidden", name);
	cleave_session_end(s, "a function is not where it belongs");
	cleave_session_put(s);
}

void cleave_blame(struct cleave_session *s, const char *fmt, ...)
{
	struct va_format vaf = { .fmt = fmt };
	va_list args;

	cleave_count(s->channel, CLEAVE_A_CHANNEL_REFUSED, 1);
	if (s->blamed)
		return;
	s->blamed = true;
	va_start(args, fmt);
	vaf.va = &args;
	pr_warn_ratelimited("cleave: %s: refused: %pV\n", s->channel->name, &vaf);
	va_end(args);
}

static int socket_closed(struct notifier_block *nb, unsigned long event, void *data)
{
	const struct netlink_notify *n = data;
	struct cleave_session *s = NULL;
	struct cleave_worker *w;

	if (event != NETLINK_URELEASE || n->protocol != NETLINK_GENERIC)
		return NOTIFY_DONE;
	spin_lock(&cleave_lock);
	w = cleave_worker_by_port(n->net, n->portid);
	if (w) {
		s = w->session;
		kref_get(&s->ref);
	}
	spin_unlock(&cleave_lock);
	if (s) {
		cleave_session_end(s, "the user half is gone");
		cleave_session_put(s);
	}
	return NOTIFY_DONE;
}

static struct notifier_block socket_notifier = {
	.notifier_call = socket_closed,
};

int cleave_sessions_start(void)
{
	return netlink_register_notifier(&socket_notifier);
}

void cleave_sessions_finish(void)
{
	netlink_unregister_notifier(&socket_notifier);
}
