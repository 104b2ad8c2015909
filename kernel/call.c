// SPDX-License-Identifier: GPL-2.0
/*
 * Upcalls. An upcall's caller sends it to a worker and then stays for what comes
 * back: downcalls, which it runs itself, so that the kernel sees one thread all
 * along, and at last the answer. Fields are synchronised whenever one half speaks.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include "runtime.h"
#include "trace.h"

void cleave_counted(struct cleave_counter *counter, u64 nanoseconds)
{
	atomic64_inc(&counter->calls);
	atomic64_add(nanoseconds, &counter->nanoseconds);
}

int cleave_speak(struct cleave_channel *ch, struct cleave_session *s, const struct cleave_up *up)
{
	if (READ_ONCE(s->dead))
		return -ENOTCONN;
	cleave_push_all(ch, up, false);
	return 0;
}

int cleave_hear(struct cleave_worker *w, const struct cleave_up *up)
{
	struct cleave_session *s = w->session;
	struct cleave_channel *ch = s->channel;
	atomic64_t *fields = &ch->stats[CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL];
	s64 before;
	int err;

	mutex_lock(&ch->mutex);
	before = atomic64_read(fields);
	err = READ_ONCE(s->dead) ? -ENOTCONN : cleave_pull_all(ch, up);
	if (atomic64_read(fields) != before)
		w->active = true;
	mutex_unlock(&ch->mutex);
	trace_cleave_sync(ch, true, err);
	return err;
}

static int write_upcall(struct cleave_call *call, struct cleave_out *out)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_worker *w = call->worker;
	u32 room = 0;
	int err;

	mutex_lock(&ch->mutex);
	err = cleave_speak(ch, w->session, call->concerns);
	if (!err) {
		room = cleave_args_room(call);
		err = call->err;
	}
	mutex_unlock(&ch->mutex);
	trace_cleave_sync(ch, false, err);
	trace_cleave_upcall(ch, call->half->ups[call->id].name, call, w->depth);
	if (!err)
		err = cleave_out_start(out, w, room, CLEAVE_OP_UPCALL, call->id);
	if (!err)
		cleave_args_put(call, &out->enc);
	return err;
}

static int write_events(struct cleave_call *call, struct cleave_out *out)
{
	struct cleave_worker *w = call->worker;
	struct cleave_event events[CLEAVE_RING];
	u32 len = cleave_events_take(call->channel, events) * sizeof(*events);
	void *to;
	int err;

	mutex_lock(&call->channel->mutex);
	err = cleave_speak(call->channel, w->session, call->concerns);
	mutex_unlock(&call->channel->mutex);
	if (!err)
		err = cleave_out_start(out, w, sizeof(struct cleave_msg) + sizeof(u64) +
				       sizeof(struct cleave_blob) + len, CLEAVE_OP_EVENTS, 0);
	if (err)
		return err;
	cleave_enc_word(&out->enc, CLEAVE_WORD_BLOB);
	to = cleave_enc_blob(&out->enc, 0, CLEAVE_TO_USER, len);
	if (to)
		memcpy(to, events, len);
	return 0;
}

/* A pointer to @class that a function of the user half returned, perhaps an error. */
static int take_pointer(struct cleave_call *call, u16 class)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_place place;
	const char *why;

	if (IS_ERR_VALUE((unsigned long)call->ret))
		return 0;
	mutex_lock(&ch->mutex);
	why = cleave_from_user(ch, call->ret, class, &place);
	mutex_unlock(&ch->mutex);
	if (why) {
		cleave_blame(call->worker->session, "pointer returned by %s: %s",
			     call->half->ups[call->id].name, why);
		return -EPERM;
	}
	call->ret = (uintptr_t)place.p;
	return 0;
}

static int take_answer(struct cleave_call *call, int class)
{
	struct cleave_worker *w = call->worker;
	const struct cleave_dec *in = cleave_worker_in(w);
	int err;

	err = in->msg->err ? -EREMOTEIO : cleave_hear(w, call->concerns);
	if (!err)
		err = cleave_args_take(call, in);
	call->ret = in->msg->ret;
	if (!err && class != CLEAVE_NUMBER)
		err = take_pointer(call, class);
	cleave_worker_consume(w);
	return err;
}

static int converse(struct cleave_call *call, int class)
{
	unsigned long budget = cleave_call_seconds() * HZ;
	struct cleave_worker *w = call->worker;
	int err;

	do {
		/* There may always be a next one already: then its patience alone ends it. */
		err = cleave_worker_receive(w, &budget);
		if (!err && cleave_worker_in(w)->msg->op == CLEAVE_OP_UPRET)
			return take_answer(call, class);
		if (!err)
			err = cleave_run_by_caller(call);
	} while (!err);
	return err;
}

static const char *reason(int err)
{
	switch (err) {
	case -ETIMEDOUT:
		return "no answer in time";
	case -EINTR:
		return "the caller was killed";
	case -EPERM:
		return "a check refused what it sent";
	case -EBADMSG:
		return "malformed message";
	case -EREMOTEIO:
		return "it could not run a call";
	default:
		return "a message could not be sent";
	}
}

static int send(struct cleave_call *call, struct cleave_out *out)
{
	out->msg->ret = get_jiffies_64();
	return cleave_out_send(out, call->worker, true);
}

static void give_up(struct cleave_call *call, int err)
{
	struct cleave_worker *w = call->worker;

	cleave_session_end(w->session, reason(err));
	cleave_worker_leave(w);
	cleave_strike(call);
}

/* The user half went, or said nothing, before anything was done for the call. */
static bool is_untouched(const struct cleave_worker *w, int err)
{
	return !w->active && (err == -ENOTCONN || err == -ETIMEDOUT);
}

/*
 * Make the call with its worker, which is let go of. What cannot even be written
 * (it is too long, there is no memory) is not the user half's fault.
 *
 * Return: 0; -ERESTART: another user half may serve it; another error.
 */
static int make(struct cleave_call *call,
		int (*write)(struct cleave_call *call, struct cleave_out *out), int class)
{
	struct cleave_out out;
	int err = write(call, &out);

	if (!err) {
		err = send(call, &out) ?: converse(call, class);
		if (err)
			give_up(call, err);
	}
	if (is_untouched(call->worker, err))
		err = -ERESTART;
	cleave_worker_release(call);
	return err;
}

/* The device may have been struck while the call waited for a user half. */
static int find_worker(struct cleave_call *call, u32 wait_ms, unsigned long end)
{
	int err = cleave_refuses(call) ? -EIO : cleave_worker_acquire(call, wait_ms, false, end);

	if (!err && cleave_refuses(call)) {
		cleave_worker_release(call);
		err = -EIO;
	}
	return err;
}

/*
 * Who waits for a user half when there is none also does when one goes that has done nothing yet:
 * work that arms itself again would not come again. Not more than once, for it may be the call
 * that user halves die of, and in no more time than one may take.
 */
static int find_and_make(struct cleave_call *call, const struct cleave_up *up, int class,
			 u32 *depth)
{
	unsigned long end = cleave_call_end();
	int err, left = up->wait_ms ? 2 : 1;

	do {
		call->concerns = up;
		err = find_worker(call, up->wait_ms, end);
		if (err)
			return err;
		*depth = call->worker->depth;
		err = make(call, write_upcall, class);
	} while (err == -ERESTART && --left && time_before(jiffies, end));
	return err == -ERESTART ? -ENOTCONN : err;
}

/* Ends what the call ends; what was made for a root that goes is given back. */
static void settle(struct cleave_call *call, int err)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_object *o = call->ends;

	cleave_guests_leave(call);
	cleave_deeds_forget(call);
	if (err && call->root && READ_ONCE(call->root->unbinding))
		cleave_quiet_unclosed(ch, call->root);
	if (!o && (err || (s32)call->ret < 0) && !(call->born && call->born->managed))
		o = call->born;
	if (o && o->root == o)
		cleave_root_end(ch, o, call, !err, !err);
	else if (o)
		cleave_object_end(ch, o, call, true);
	else if (err && call->born && call->born->managed)
		cleave_managed_leave(ch, call->born, call);
	cleave_object_put(call->ends);
	cleave_object_put(call->born);
	cleave_object_put(call->root);
	if (!call->outer)
		cleave_retired_look(ch);
}

u64 cleave_up_end(struct cleave_call *call, u64 on_failure, int class)
{
	struct cleave_channel *ch = call->channel;
	u64 start = ktime_get_ns(), taken;
	const struct cleave_up *up;
	int err = call->err;
	u32 depth = 0;

	might_sleep();
	if (!ch || call->id >= call->half->nr_ups)
		return on_failure;
	up = &call->half->ups[call->id];
	call->up = up;
	cleave_channel_hold(ch);
	if (!err)
		err = find_and_make(call, up, class, &depth);
	/* By the thread that took them: locks have owners. */
	cleave_give_back_call(ch, call);
	settle(call, err);
	taken = ktime_get_ns() - start;
	cleave_count(ch, CLEAVE_A_CHANNEL_UPCALLS, 1);
	cleave_counted(&ch->ups[call->id], taken);
	trace_cleave_upcall_done(ch, up->name, call, depth, err, taken);
	cleave_channel_drop(ch);
	return err ? on_failure : call->ret;
}
EXPORT_SYMBOL_GPL(cleave_up_end);

void cleave_up_refuse(struct cleave_call *call, const char *why)
{
	pr_warn_ratelimited("cleave: %s: what %s answers is refused: %s\n", call->channel->name,
			    call->half->ups[call->id].name, why);
}
EXPORT_SYMBOL_GPL(cleave_up_refuse);

int cleave_deliver_events(struct cleave_channel *ch)
{
	struct cleave_call call = {
		.half = ch->half,
		.channel = ch,
	};
	int err;

	cleave_channel_hold(ch);
	err = cleave_worker_acquire(&call, 0, true, cleave_call_end());
	if (!err)
		err = make(&call, write_events, CLEAVE_NUMBER);
	cleave_channel_drop(ch);
	return err;
}
