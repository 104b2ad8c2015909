/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Workers (worker.c): the threads of a user half, and the upcalls that they
 * serve. Part of runtime.h.
 */
#ifndef CLEAVE_WORKER_H
#define CLEAVE_WORKER_H

#include <linux/rcuwait.h>
#include "transport.h"

struct net;
struct sk_buff;
struct sock;

enum cleave_worker_state {
	CLEAVE_IDLE,		/* no upcall under way */
	CLEAVE_SERVING,		/* the user half owes a message */
	CLEAVE_BUSY,		/* its own thread runs a downcall, then it owes the next */
	CLEAVE_ANSWERING,	/* the kernel has it, and owes the next */
};

/**
 * struct cleave_worker - a thread of a user half, known by its socket
 * @sk: the socket, held: keeps its namespace, too
 * @transport: how messages go; the socket is kept whatever it is
 * @task: thread that makes the upcall; nobody else waits for the worker's messages
 * @wake: jiffies; when @task is to look whether it has waited long enough
 * @up: innermost upcall; its caller's
 * @depth: upcalls under way
 * @deadline: jiffies when the call that it was taken for has taken too long
 * @active: something was done for that call: a downcall, or a field crossed
 * @killed: that call's caller was killed: @deadline has come closer
 * @anywhere: thread in whose own system call a downcall runs, or NULL
 * @caller: locks of the caller of the upcall meanwhile under way
 * @within: that upcall, or NULL
 * @in: messages that its caller has to do with, by depth of the upcall: that of a
 *	downcall stays while upcalls are nested in it
 * @spare: socket.c: buffer of the last message to it, perhaps not yet received
 * @thread: exchange.c: the thread itself, once it has shown up
 * @wait: where it waits
 * @rx: the message that it brings
 * @tx: the message to it
 * @pending: bytes of that, not yet received; it may not speak before it has
 * @down: downcalls under way, by depth of the upcall that each was made in
 */
#ifndef __GENKSYMS__
struct cleave_worker {
	struct kref ref;
	struct hlist_node by_port;
	struct hlist_node by_task;
	struct hlist_node by_sender;
	struct list_head link;
	struct cleave_session *session;
	struct sock *sk;
	u32 portid;
	const struct cleave_transport *transport;
	enum cleave_worker_state state;
	struct task_struct *task;
	unsigned long wake;
	struct cleave_call *up;
	u32 depth;
	unsigned long deadline;
	bool killed;
	bool active;
	struct task_struct *anywhere;
	struct cleave_locks caller;
	const struct cleave_up *within;
	struct sk_buff *spare;
	struct pid *thread;
	struct rcuwait wait;
	struct cleave_in rx;
	void *tx;
	u32 pending;
	struct cleave_in in[CLEAVE_MAX_DEPTH];
	struct cleave_call down[CLEAVE_MAX_DEPTH];
	struct cleave_call down_anywhere;
};
#endif

/**
 * cleave_worker_new() - make the sender of @skb a worker
 *
 * Return: with a reference; or ERR_PTR of -ENOMEM, -ENOTCONN (the session has ended),
 * -ENOSPC (it has enough), -EEXIST (the sender is one already).
 */
struct cleave_worker *cleave_worker_new(struct cleave_session *s, struct sk_buff *skb, u32 portid,
					const struct cleave_transport *transport);
void cleave_worker_put(struct cleave_worker *w);
/* This thread runs what the worker has sent, in no upcall; or does no more. Need cleave_lock. */
void cleave_worker_enter(struct cleave_worker *w);
void cleave_worker_exit(struct cleave_worker *w);
/* Needs cleave_lock. */
struct cleave_worker *cleave_worker_by_port(const struct net *net, u32 portid);
/* No messages from it any more; who waits for one, or for it, is woken. Needs cleave_lock. */
void cleave_worker_unhash(struct cleave_worker *w);

/**
 * cleave_worker_acquire() - a worker for an upcall of this thread
 * @wait_ms: how long to wait for a user half
 * @idle_only: take an idle one or none, at once
 * @end: jiffies when the call, if it is an outermost one, has taken too long
 *
 * Return: 0 and call->worker, ->outer set; or -errno.
 */
int cleave_worker_acquire(struct cleave_call *call, u32 wait_ms, bool idle_only, unsigned long end);
/* When a call that begins now has taken too long. */
unsigned long cleave_call_end(void);
void cleave_worker_release(struct cleave_call *call);
/* The thread that answers has nothing more to say; the user half may speak. */
void cleave_worker_listen(struct cleave_worker *w);
/* Upcalls and events may be waiting for it. */
void cleave_worker_rested(struct cleave_worker *w);
/* The downcall that this thread runs, or NULL; only for cleave_object_end(). */
struct cleave_call *cleave_worker_call(struct cleave_channel *ch);
/*
 * The next worker after @w, or the first, of a session of the channel's that has ended, for whose
 * call something was done, and whose caller is not back yet; or NULL. Needs cleave_lock.
 */
const struct cleave_worker *cleave_worker_left(const struct cleave_channel *ch,
					       const struct cleave_worker *w);
/* This thread took locks in @upcall, or gave them back, in whatever call of it. */
void cleave_worker_holds(struct cleave_call *upcall, u64 locks);
void cleave_worker_let_go(u64 locks);

/* The payload of the last message, for the innermost upcall; until it is consumed. */
static inline const struct cleave_dec *cleave_worker_in(const struct cleave_worker *w)
{
	return &w->in[w->depth - 1].dec;
}

static inline void cleave_worker_consume(struct cleave_worker *w)
{
	w->transport->consume(&w->in[w->depth - 1]);
}

/* ---- deliver.c ------------------------------------------------------------------------- */

/**
 * cleave_worker_deliver() - a message has come
 * @in: it; in->message is swapped with what was there where a thread takes it
 * @why: set when it is refused
 *
 * Return: 0; -EPROTO when the worker does not owe it; what a downcall that ran
 * here failed with.
 */
int cleave_worker_deliver(struct cleave_worker *w, struct cleave_in *in, const char **why);

/* ---- patience.c ------------------------------------------------------------------------ */

/**
 * cleave_worker_receive() - wait for what the user half owes
 * @budget: jiffies that it may still take
 *
 * Return: 0 and cleave_worker_in(); or -ENOTCONN, -ETIMEDOUT, -EINTR.
 */
int cleave_worker_receive(struct cleave_worker *w, unsigned long *budget);
/* Return: 0; -ENOTCONN, -ETIMEDOUT, -EINTR: what is done for the call must come to its end. */
int cleave_worker_patience(struct cleave_worker *w);
/* The session has ended and this thread leaves: not before what the worker itself runs ends. */
void cleave_worker_leave(struct cleave_worker *w);

/* ---- watchdog.c ------------------------------------------------------------------------ */

void cleave_watchdog_init(struct cleave_channel *ch);
/* A worker is taken: wake who waits too long. Needs cleave_lock. */
void cleave_watchdog_start(struct cleave_channel *ch);
/* No worker will be taken any more. */
void cleave_watchdog_stop(struct cleave_channel *ch);

#endif /* CLEAVE_WORKER_H */
