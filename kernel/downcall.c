// SPDX-License-Identifier: GPL-2.0
/*
 * Downcalls: checked, run and answered, by the thread that made the upcall, by the worker
 * while that one waits, or in no upcall at all.
 */
#include <linux/ktime.h>
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
	cleave_counted(&ch->downs[cleave_down_index(ch, call->id)], taken);
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
	err = cleave_speak(ch, w->session, call->concerns);
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
		err = cleave_hear(call->worker, call->concerns);
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

int cleave_run_by_caller(struct cleave_call *up)
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
