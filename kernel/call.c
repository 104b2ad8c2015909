// SPDX-License-Identifier: GPL-2.0
/*
 * Upcalls and downcalls. An upcall's caller sends it to a worker and then
 * stays for what comes back: downcalls, which it runs itself, so that the
 * kernel sees one thread all along, and at last the answer. Fields are
 * synchronised whenever one half speaks.
 */
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/sched/signal.h>
#include "runtime.h"
#include "trace.h"

u32 cleave_down_index(const struct cleave_channel *ch, u32 id)
{
	return id < CLEAVE_DOWN_BUILTIN ? id : ch->half->nr_downs + id - CLEAVE_DOWN_BUILTIN;
}

const struct cleave_down *cleave_down_find(struct cleave_channel *ch, u32 id)
{
	if (id == CLEAVE_DOWN_LOG)
		return &cleave_down_log;
	if (id == CLEAVE_DOWN_PORT)
		return &cleave_down_port;
	if (id == CLEAVE_DOWN_DELAY)
		return &cleave_down_delay;
	if (id == CLEAVE_DOWN_SLEEP)
		return &cleave_down_sleep;
	return id < ch->half->nr_downs ? &ch->half->downs[id] : NULL;
}

static void counted(struct cleave_counter *counter, u64 nanoseconds)
{
	atomic64_inc(&counter->calls);
	atomic64_add(nanoseconds, &counter->nanoseconds);
}

/* All that the kernel half changed and @up may look at is there; pointers become words. */
static int speak(struct cleave_channel *ch, struct cleave_session *s, const struct cleave_up *up)
{
	if (READ_ONCE(s->dead))
		return -ENOTCONN;
	cleave_push_all(ch, up, false);
	return 0;
}

/* All that the user half changed in it. */
static int hear(struct cleave_worker *w, const struct cleave_up *up)
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

/* ---- downcalls ------------------------------------------------------------------------ */

static void run(struct cleave_call *call, const struct cleave_down *down)
{
	struct cleave_channel *ch = call->channel;
	u32 depth = call->worker->depth;
	u64 start = ktime_get_ns(), taken;

	trace_cleave_downcall(ch, down->name, call, depth);
	if (call->id < CLEAVE_DOWN_BUILTIN)
		call->worker->active = true;
	down->run(call);
	/* What the callee has freed. */
	cleave_back(call, true);
	taken = ktime_get_ns() - start;
	cleave_count(ch, CLEAVE_A_CHANNEL_DOWNCALLS, 1);
	counted(&ch->downs[cleave_down_index(ch, call->id)], taken);
	trace_cleave_downcall_done(ch, down->name, call, depth, call->err, taken);
}

/* The answer, written; not yet sent. */
static int answer(struct cleave_call *call, struct cleave_out *out)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_worker *w = call->worker;
	int err;

	err = cleave_out_start(out, w, cleave_args_answer_room(call), CLEAVE_OP_DOWNRET, call->id);
	if (err)
		return err;
	mutex_lock(&ch->mutex);
	err = speak(ch, w->session, call->concerns);
	if (call->returned_pointer)
		call->ret = cleave_to_user(ch, (void *)(uintptr_t)call->ret);
	mutex_unlock(&ch->mutex);
	trace_cleave_sync(ch, false, err);
	out->msg->ret = call->ret;
	cleave_args_answer(call, &out->enc);
	if (err)
		cleave_out_drop(out, w);
	return err;
}

static bool has(const struct cleave_up *up, u32 id)
{
	return !up->downs || up->downs[id / 64] & BIT_ULL(id % 64);
}

/* Whether the driver's own text makes it where the user half does; at other times all must. */
static bool leads_to(const struct cleave_call *call)
{
	const struct cleave_half *half = call->half;
	bool found = true;
	int i;

	if (call->id >= half->nr_downs)
		return true;
	if (call->up)
		return has(call->up, call->id);
	for (i = 0; i < half->nr_ups && found; i++)
		found = has(&half->ups[i], call->id);
	return found;
}

static int check_downcall(const struct cleave_call *call, const struct cleave_down *down,
			  const struct cleave_dec *in)
{
	struct cleave_session *s = call->worker->session;

	if (!down) {
		cleave_blame(s, "downcall %u does not exist", in->msg->id);
		return -EPERM;
	}
	if (in->msg->nargs != down->nargs) {
		cleave_blame(s, "downcall %s has %u arguments, not %u", down->name,
			     down->nargs, in->msg->nargs);
		return -EPERM;
	}
	if (!leads_to(call)) {
		cleave_blame(s, "downcall %s is none that %s makes", down->name,
			     call->up ? call->up->name : "the user half");
		return -EPERM;
	}
	return cleave_locks_check(call, down);
}

/*
 * What a stub asks of its object it asks before it calls: two threads would both be told that a
 * network device is not registered.
 */
static int begin_single(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	const struct cleave_call *other;

	mutex_lock(&ch->mutex);
	for (other = ch->singles; other; other = other->other)
		if (other->id == call->id && other->args[0].word == call->args[0].word)
			break;
	if (!other) {
		call->other = ch->singles;
		ch->singles = call;
	}
	mutex_unlock(&ch->mutex);
	if (!other)
		return 0;
	cleave_refuse(call, 0, "another thread does the same with it");
	return call->err;
}

static void end_single(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_call **at = &ch->singles;

	mutex_lock(&ch->mutex);
	while (*at != call)
		at = &(*at)->other;
	*at = call->other;
	mutex_unlock(&ch->mutex);
}

/* The callee, between what its kind needs before and after. */
static int run_one(struct cleave_call *call, const struct cleave_down *down)
{
	int err = down->single ? begin_single(call) : 0;

	if (err)
		return err;
	/* Work that is set up anew must not be queued between the question and the answer. */
	if (down->ordered)
		mutex_lock(&call->channel->order);
	run(call, down);
	if (down->ordered)
		mutex_unlock(&call->channel->order);
	if (down->single)
		end_single(call);
	if (down->keeps)
		cleave_args_keep(call);
	return call->err;
}

/* @call has ->worker, ->up, ->outer, ->root and ->locks set. */
static int run_downcall(struct cleave_call *call, const struct cleave_dec *in,
			struct cleave_out *out)
{
	const struct cleave_down *down;
	int err;

	call->channel = call->worker->session->channel;
	call->half = call->channel->half;
	call->id = in->msg->id;
	down = cleave_down_find(call->channel, call->id);
	err = check_downcall(call, down, in);
	if (!err)
		err = cleave_args_start(call, in);
	if (!err)
		err = hear(call->worker, call->concerns);
	if (!err)
		err = run_one(call, down) ?: answer(call, out);
	cleave_args_finish(call);
	cleave_object_put(call->born);
	return err;
}

/* A downcall made in @up, which nobody else has to do with meanwhile. */
static struct cleave_call *downcall_in(struct cleave_call *up)
{
	struct cleave_worker *w = up->worker;
	struct cleave_call *call = &w->down[w->depth - 1];

	memset(call, 0, offsetof(struct cleave_call, args));
	call->worker = w;
	call->up = up->up;
	call->concerns = up->concerns;
	call->outer = up;
	call->root = up->root;
	call->locks = up->locks;
	return call;
}

/* The downcall that the upcall's worker has sent, in this thread. */
static int serve(struct cleave_call *up)
{
	struct cleave_worker *w = up->worker;
	struct cleave_out out;
	int err = run_downcall(downcall_in(up), cleave_worker_in(w), &out);

	cleave_worker_consume(w);
	return err ?: cleave_out_send(&out, w, true);
}

int cleave_run_by_worker(struct cleave_worker *w, const struct cleave_dec *in)
{
	struct cleave_out out;
	int err = run_downcall(downcall_in(w->up), in, &out);

	return err ?: cleave_out_send(&out, w, false);
}

int cleave_run_anywhere(struct cleave_worker *w, struct cleave_object *root,
			const struct cleave_dec *in)
{
	struct cleave_channel *ch = w->session->channel;
	struct cleave_call *call = &w->down_anywhere;
	struct cleave_out out;
	bool pinned;
	int err;

	mutex_lock(&ch->mutex);
	pinned = root && cleave_object_pin(root);
	mutex_unlock(&ch->mutex);
	memset(call, 0, offsetof(struct cleave_call, args));
	call->worker = w;
	call->up = w->within;
	call->root = pinned ? root : NULL;
	call->locks = w->caller;
	err = run_downcall(call, in, &out);
	if (pinned) {
		mutex_lock(&ch->mutex);
		cleave_object_unpin(ch, root);
		mutex_unlock(&ch->mutex);
	}
	return err ?: cleave_out_send(&out, w, false);
}

/* ---- upcalls --------------------------------------------------------------------------- */

static int write_upcall(struct cleave_call *call, struct cleave_out *out)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_worker *w = call->worker;
	u32 room = 0;
	int err;

	mutex_lock(&ch->mutex);
	err = speak(ch, w->session, call->concerns);
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
	err = speak(call->channel, w->session, call->concerns);
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

	err = in->msg->err ? -EREMOTEIO : hear(w, call->concerns);
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
			err = serve(call);
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
	counted(&ch->ups[call->id], taken);
	trace_cleave_upcall_done(ch, up->name, call, depth, err, taken);
	cleave_channel_drop(ch);
	return err ? on_failure : call->ret;
}
EXPORT_SYMBOL_GPL(cleave_up_end);

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
