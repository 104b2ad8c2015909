// SPDX-License-Identifier: GPL-2.0
/*
 * Messages from workers: each is handed over to whoever deals with it. The user
 * half may send only what it owes, one message at a time, and anything else is
 * refused where it arrives, without harm to the call under way.
 */
#include "runtime.h"

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
	cleave_worker_exit(w);
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
	cleave_worker_enter(w);
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
