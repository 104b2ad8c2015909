// SPDX-License-Identifier: GPL-2.0
/*
 * Workers: found by the socket that a message came from, by the thread whose
 * upcall they serve, and by the one whose system call runs what they have sent.
 */
#include <linux/jiffies.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <net/sock.h>
#include "runtime.h"

#define RESERVE		16	/* one worker of so many is the kernel's threads' alone */
#define STACK_LEFT	(THREAD_SIZE / 3)	/* bytes that a nested upcall must find */

/* cleave_lock */
static DEFINE_HASHTABLE(by_port, 6);
static DEFINE_HASHTABLE(by_task, 6);
static DEFINE_HASHTABLE(by_sender, 6);

/* ---- life ------------------------------------------------------------------------------ */

struct cleave_worker *cleave_worker_by_port(const struct net *net, u32 portid)
{
	struct cleave_worker *w;

	hash_for_each_possible(by_port, w, by_port, portid) {
		if (w->portid == portid && net_eq(sock_net(w->sk), net))
			return w;
	}
	return NULL;
}

static int enlist(struct cleave_session *s, struct cleave_worker *w)
{
	if (s->dead)
		return -ENOTCONN;
	if (s->nr_workers == CLEAVE_MAX_WORKERS)
		return -ENOSPC;
	if (cleave_worker_by_port(sock_net(w->sk), w->portid))
		return -EEXIST;
	kref_get(&w->ref);
	hash_add(by_port, &w->by_port, w->portid);
	list_add_tail(&w->link, &s->workers);
	s->nr_workers++;
	return 0;
}

struct cleave_worker *cleave_worker_new(struct cleave_session *s, struct sk_buff *skb, u32 portid,
					const struct cleave_transport *transport)
{
	struct cleave_worker *w = kzalloc(sizeof(*w), GFP_KERNEL);
	int err;

	if (!w)
		return ERR_PTR(-ENOMEM);
	kref_init(&w->ref);
	kref_get(&s->ref);
	/*
	 * A driver's suspend() and resume() run while processes are frozen: who serves
	 * them is none of these, nor are threads that it starts from now on.
	 */
	current->flags |= PF_NOFREEZE;
	w->session = s;
	w->sk = NETLINK_CB(skb).sk;
	sock_hold(w->sk);
	w->portid = portid;
	w->transport = transport;
	rcuwait_init(&w->wait);
	INIT_LIST_HEAD(&w->link);
	spin_lock(&cleave_lock);
	err = enlist(s, w);
	wake_up_all(&s->channel->wait);
	spin_unlock(&cleave_lock);
	if (!err)
		return w;
	cleave_worker_put(w);
	return ERR_PTR(err);
}

static void worker_free(struct kref *ref)
{
	struct cleave_worker *w = container_of(ref, struct cleave_worker, ref);

	w->transport->free(w);
	sock_put(w->sk);
	cleave_session_put(w->session);
	kfree(w);
}

void cleave_worker_put(struct cleave_worker *w)
{
	kref_put(&w->ref, worker_free);
}

void cleave_worker_unhash(struct cleave_worker *w)
{
	hash_del(&w->by_port);
	if (w->task && (w->state == CLEAVE_SERVING || w->state == CLEAVE_BUSY))
		wake_up_process(w->task);
	rcuwait_wake_up(&w->wait);
}

void cleave_worker_enter(struct cleave_worker *w)
{
	w->anywhere = current;
	hash_add(by_sender, &w->by_sender, (unsigned long)current);
}

void cleave_worker_exit(struct cleave_worker *w)
{
	hash_del(&w->by_sender);
	w->anywhere = NULL;
}

/* ---- upcalls' side ------------------------------------------------------------------------ */

static void assign(struct cleave_worker *w, struct cleave_call *call)
{
	kref_get(&w->ref);
	w->state = CLEAVE_ANSWERING;
	w->up = call;
	w->depth++;
	call->worker = w;
}

/* The worker whose downcall this thread runs, if it is of @ch; perhaps of a dead session. */
static struct cleave_worker *own(struct cleave_channel *ch)
{
	struct cleave_worker *w;

	hash_for_each_possible(by_task, w, by_task, (unsigned long)current) {
		if (w->task == current && w->session->channel == ch)
			return w;
	}
	return NULL;
}

/* The one whose downcall runs in this thread's own system call. */
static struct cleave_worker *own_anywhere(struct cleave_channel *ch)
{
	struct cleave_worker *w;

	hash_for_each_possible(by_sender, w, by_sender, (unsigned long)current) {
		if (w->anywhere == current && w->session->channel == ch)
			return w;
	}
	return NULL;
}

struct cleave_call *cleave_worker_call(struct cleave_channel *ch)
{
	struct cleave_call *call = NULL;
	struct cleave_worker *w;

	spin_lock(&cleave_lock);
	w = own(ch);
	if (w)
		call = &w->down[w->depth - 1];
	else
		w = own_anywhere(ch);
	if (w && !call)
		call = &w->down_anywhere;
	spin_unlock(&cleave_lock);
	return call;
}

const struct cleave_worker *cleave_worker_left(const struct cleave_channel *ch,
					       const struct cleave_worker *w)
{
	const struct cleave_worker *next;
	bool found = !w;
	int bucket;

	hash_for_each(by_task, bucket, next, by_task) {
		if (found && next->session->channel == ch && next->session->dead && next->active)
			return next;
		found |= next == w;
	}
	return NULL;
}

/* What this thread holds already, in calls of any half. */
static void add_locks(struct cleave_call *call)
{
	struct cleave_worker *w;

	hash_for_each_possible(by_task, w, by_task, (unsigned long)current) {
		if (w->task != current)
			continue;
		call->locks.holds |= w->up->locks.holds;
		call->locks.perhaps |= w->up->locks.perhaps;
	}
}

void cleave_worker_holds(struct cleave_call *upcall, u64 locks)
{
	spin_lock(&cleave_lock);
	upcall->locks.holds |= locks;
	upcall->locks.perhaps |= locks;
	spin_unlock(&cleave_lock);
}

void cleave_worker_let_go(u64 locks)
{
	struct cleave_worker *w;
	struct cleave_call *call;

	spin_lock(&cleave_lock);
	hash_for_each_possible(by_task, w, by_task, (unsigned long)current) {
		if (w->task != current)
			continue;
		for (call = w->up; call; call = call->outer) {
			call->locks.holds &= ~locks;
			call->locks.perhaps &= ~locks;
		}
	}
	spin_unlock(&cleave_lock);
}

static int nest(struct cleave_worker *w, struct cleave_call *call)
{
	unsigned long left = (unsigned long)&left - (unsigned long)task_stack_page(current);

	if (w->depth == CLEAVE_MAX_DEPTH || left < STACK_LEFT)
		return -ELOOP;
	assign(w, call);
	return 0;
}

/* The call is made in a downcall of this thread's. */
static void inherit(struct cleave_call *call, struct cleave_worker *outer)
{
	call->outer = &outer->down[outer->depth - 1];
	if (!call->root && call->outer->root) {
		kref_get(&call->outer->root->ref);
		call->root = call->outer->root;
	}
}

static bool idle(struct cleave_worker *w)
{
	/* Pairs with tell() of exchange.c: the last message has been received. */
	return w->state == CLEAVE_IDLE && !w->anywhere && !smp_load_acquire(&w->pending);
}

/*
 * Processes may come in any number, and all wait for what work or a threaded interrupt
 * does: these find a worker when no process does.
 */
static struct cleave_worker *find_idle(struct cleave_session *s)
{
	u32 left = s->nr_workers;
	struct cleave_worker *w;

	if (!(current->flags & PF_KTHREAD))
		left -= left / RESERVE;
	list_for_each_entry(w, &s->workers, link) {
		if (!left--)
			break;
		if (idle(w))
			return w;
	}
	return NULL;
}

static void engage(struct cleave_worker *w, struct cleave_call *call)
{
	assign(w, call);
	w->task = current;
	w->killed = false;
	w->active = false;
	hash_add(by_task, &w->by_task, (unsigned long)current);
	cleave_watchdog_start(call->channel);
}

/* Return: 0, -ENOTCONN (no user half), -EAGAIN (none idle), -ESHUTDOWN, -ELOOP. */
static int take(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_worker *w;
	int err;

	spin_lock(&cleave_lock);
	w = own(ch);
	if (w && !call->outer)
		inherit(call, w);
	add_locks(call);
	if (w && !w->session->dead) {
		err = nest(w, call);
		goto unlock;
	}
	if (ch->state != CLEAVE_STATE_LIVE) {
		err = ch->state == CLEAVE_STATE_CLOSING ? -ESHUTDOWN : -ENOTCONN;
		goto unlock;
	}
	w = find_idle(ch->session);
	err = w ? 0 : -EAGAIN;
	if (w)
		engage(w, call);
unlock:
	spin_unlock(&cleave_lock);
	return err;
}

/* Try for @timeout jiffies, while the outcome is @err. Return: the last one, or -EINTR. */
static int retry(struct cleave_call *call, int err, unsigned long timeout)
{
	int now = err;
	long left = wait_event_killable_timeout(call->channel->wait, (now = take(call)) != err,
						timeout);

	return left < 0 ? -EINTR : now;
}

/* From when one is started, if that has been announced: it pauses the longer the more have died. */
static unsigned long end_of_wait(const struct cleave_channel *ch, unsigned long from,
				 u32 wait_ms, unsigned long end)
{
	unsigned long expected = READ_ONCE(ch->expected);

	if (time_after(expected, from))
		from = expected;
	from += msecs_to_jiffies(wait_ms);
	return time_before(from, end) ? from : end;
}

static int wait_for_user_half(struct cleave_call *call, u32 wait_ms, unsigned long end)
{
	unsigned long begin = jiffies, until;
	int err = -ENOTCONN;

	/* What is announced meanwhile counts, too. */
	while (err == -ENOTCONN) {
		until = end_of_wait(call->channel, begin, wait_ms, end);
		if (time_after_eq(jiffies, until))
			break;
		err = retry(call, -ENOTCONN, until - jiffies);
	}
	return err;
}

/* As long as a call may take: so long others may wait in downcalls, and none without reason. */
static int wait_for_idle(struct cleave_call *call)
{
	int err;

	do {
		err = retry(call, -EAGAIN, cleave_limit_seconds() * HZ);
	} while (err == -EAGAIN && cleave_debugged(call->channel));
	if (err == -EAGAIN)
		cleave_session_end_current(call->channel, "no worker became idle in time");
	return err;
}

unsigned long cleave_call_end(void)
{
	return jiffies + cleave_limit_seconds() * HZ;
}

int cleave_worker_acquire(struct cleave_call *call, u32 wait_ms, bool idle_only, unsigned long end)
{
	int err = take(call);

	if (err == -ENOTCONN && wait_ms && !idle_only)
		err = wait_for_user_half(call, wait_ms, end);
	if (err == -EAGAIN && !idle_only)
		err = wait_for_idle(call);
	if (err == -ELOOP && !idle_only)
		cleave_session_end_current(call->channel, "calls are nested too deeply");
	if (!err && call->worker->depth == 1)
		call->worker->deadline = end;
	return err;
}

void cleave_worker_release(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_worker *w = call->worker;

	cleave_worker_consume(w);
	spin_lock(&cleave_lock);
	w->depth--;
	if (w->depth) {
		w->up = call->outer->outer;
		w->state = CLEAVE_ANSWERING;
	} else {
		hash_del(&w->by_task);
		w->task = NULL;
		w->up = NULL;
		w->state = CLEAVE_IDLE;
		cleave_channel_wake(ch);
	}
	spin_unlock(&cleave_lock);
	cleave_worker_put(w);
	cleave_events_kick(ch);
}

void cleave_worker_rested(struct cleave_worker *w)
{
	struct cleave_channel *ch = w->session->channel;

	/* Under the lock: a channel that is being closed gets no more work to do. */
	spin_lock(&cleave_lock);
	if (ch->state == CLEAVE_STATE_LIVE) {
		cleave_channel_wake(ch);
		cleave_events_kick(ch);
	}
	spin_unlock(&cleave_lock);
}

void cleave_worker_listen(struct cleave_worker *w)
{
	spin_lock(&cleave_lock);
	w->state = CLEAVE_SERVING;
	spin_unlock(&cleave_lock);
}
