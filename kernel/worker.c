// SPDX-License-Identifier: GPL-2.0
/*
 * Workers: found by the socket that a message came from, and by the thread
 * whose upcall they serve. Between the two a message is handed over: the user
 * half may send only what it owes, one message at a time, and anything else is
 * refused where it arrives, without harm to the call under way.
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

/* ---- messages' side ------------------------------------------------------------------------ */

/* Who deals with a message. */
enum by {
	BY_CALLER,	/* the thread that makes the upcall */
	BY_WORKER,	/* this one, while that waits */
	BY_ANYBODY,	/* this one, whoever calls */
};

static enum by by_whom(struct cleave_worker *w, const struct cleave_dec *in)
{
	const struct cleave_down *down;

	if (in->msg->op != CLEAVE_OP_DOWNCALL)
		return BY_CALLER;
	down = cleave_down_find(w->session->channel, in->msg->id);
	if (!down || !(down->anywhere || down->by_worker))
		return BY_CALLER;
	return down->anywhere ? BY_ANYBODY : BY_WORKER;
}

/* Why the worker may not send this now, or NULL. */
static const char *unexpected(const struct cleave_worker *w, const struct cleave_dec *in,
			      bool anywhere)
{
	const struct cleave_msg *msg = in->msg;

	if (w->pending)
		return "it has not received the last message yet";
	if (w->session->channel->state != CLEAVE_STATE_LIVE)
		return "the session is not live";
	if (w->anywhere || w->state == CLEAVE_ANSWERING || w->state == CLEAVE_BUSY)
		return "a message is under way already";
	if (msg->op != CLEAVE_OP_DOWNCALL && msg->op != CLEAVE_OP_UPRET)
		return "only downcalls and answers to upcalls are accepted";
	if (w->state == CLEAVE_IDLE && !anywhere)
		return "no upcall is under way";
	if (msg->depth != w->depth)
		return "the depth is not that of the upcall under way";
	if (msg->op == CLEAVE_OP_UPRET && msg->id != w->up->id)
		return "the answer is to another upcall";
	return NULL;
}

/* Run it in this system call. Drops the worker's reference. */
static int deliver_anywhere(struct cleave_worker *w, struct cleave_object *root,
			    const struct cleave_dec *in)
{
	struct cleave_session *s = w->session;
	struct cleave_channel *ch = s->channel;
	int err = cleave_run_anywhere(w, root, in);

	if (err)
		cleave_session_end(s, "a check refused what it sent");
	cleave_object_put(root);
	spin_lock(&cleave_lock);
	hash_del(&w->by_sender);
	w->anywhere = NULL;
	cleave_channel_wake(ch);
	spin_unlock(&cleave_lock);
	cleave_worker_put(w);
	cleave_channel_drop(ch);
	return err;
}

/*
 * Run it in this system call, while the upcall's caller waits: two threads need not be woken.
 * What is the caller's alone while it answers is this thread's until it is done.
 */
static int deliver_by_worker(struct cleave_worker *w, const struct cleave_dec *in)
{
	int err = cleave_run_by_worker(w, in);

	spin_lock(&cleave_lock);
	smp_store_release(&w->state, CLEAVE_SERVING);
	cleave_channel_wake(w->session->channel);
	spin_unlock(&cleave_lock);
	if (err)
		cleave_session_end(w->session, "a check refused what it sent");
	return err;
}

/* Hand it to the thread that makes the upcall; needs cleave_lock. */
static void hand_over(struct cleave_worker *w, struct cleave_in *in)
{
	struct cleave_in *slot = &w->in[w->depth - 1];

	swap(slot->message, in->message);
	slot->dec = in->dec;
	/* Pairs with cleave_worker_receive(). */
	smp_store_release(&w->state, CLEAVE_ANSWERING);
	wake_up_process(w->task);
}

/* Needs cleave_lock. Return: why it is refused, or NULL. */
static const char *check(struct cleave_worker *w, const struct cleave_dec *in, enum by *by)
{
	const char *why;

	if (w->session->dead)	/* and the channel's tables may be gone */
		return "the sender is no worker of a live session";
	*by = by_whom(w, in);
	why = unexpected(w, in, *by == BY_ANYBODY);
	cleave_count(w->session->channel,
		     why ? CLEAVE_A_CHANNEL_REFUSED : CLEAVE_A_CHANNEL_BYTES_TO_KERNEL,
		     why ? 1 : in->msg->len);
	return why;
}

int cleave_worker_deliver(struct cleave_worker *w, struct cleave_in *in, const char **why)
{
	struct cleave_object *root = NULL;
	enum by by = BY_CALLER;

	spin_lock(&cleave_lock);
	*why = check(w, &in->dec, &by);
	if (!*why && by == BY_CALLER)
		hand_over(w, in);
	else if (!*why && by == BY_WORKER)
		w->state = CLEAVE_BUSY;
	if (*why || by != BY_ANYBODY) {
		spin_unlock(&cleave_lock);
		if (*why)
			return -EPROTO;
		return by == BY_WORKER ? deliver_by_worker(w, &in->dec) : 0;
	}
	kref_get(&w->ref);
	w->anywhere = current;
	hash_add(by_sender, &w->by_sender, (unsigned long)current);
	w->session->channel->active++;
	w->caller = w->up ? w->up->locks : (struct cleave_locks){};
	w->within = w->up ? w->up->up : NULL;
	if (w->up && w->up->root) {
		root = w->up->root;
		kref_get(&root->ref);
	}
	spin_unlock(&cleave_lock);
	return deliver_anywhere(w, root, &in->dec);
}
