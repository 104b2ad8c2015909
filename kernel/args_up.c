// SPDX-License-Identifier: GPL-2.0
/*
 * Arguments of upcalls: collected as pointers of the kernel's, they become words and
 * blobs when the call is made, for only then is it known to whom.
 */
#include <linux/irqflags.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include "args.h"
#include "sync.h"

/* A kernel without CONFIG_PREEMPT_COUNT does not know of spin locks. */
static bool may_sleep(void)
{
	return !preempt_count() && !irqs_disabled() && !rcu_preempt_depth();
}

/*
 * A user half may put any function of the right type where the kernel half calls one, this one
 * where an interrupt does.
 */
int cleave_up_begin(struct cleave_call *call, struct cleave_half *half, u32 id)
{
	if (!half->channel || id >= half->nr_ups)
		return -ENODEV;
	if (!may_sleep()) {
		cleave_event_misplaced(half->channel, id);
		return -EPERM;
	}
	/* Arguments are zeroed when there are such: most calls have few. */
	memset(call, 0, offsetof(struct cleave_call, args));
	call->half = half;
	call->channel = half->channel;
	call->id = id;
	call->locks = half->channel->up_locks[id];
	return 0;
}
EXPORT_SYMBOL_GPL(cleave_up_begin);

/* The next argument; the first again, when there are too many. */
static struct cleave_arg *append(struct cleave_call *call, enum cleave_arg_kind kind)
{
	struct cleave_arg *a;

	if (call->nargs == CLEAVE_MAX_ARGS) {
		call->err = -E2BIG;
		return &call->args[0];
	}
	a = &call->args[call->nargs++];
	*a = (struct cleave_arg){ .kind = kind };
	return a;
}

void cleave_up_value(struct cleave_call *call, u64 value)
{
	append(call, CLEAVE_ARG_VALUE)->word = value;
}
EXPORT_SYMBOL_GPL(cleave_up_value);

void cleave_up_user(struct cleave_call *call, u64 start, size_t len)
{
	append(call, CLEAVE_ARG_VALUE)->word = start;
	call->user_start = start;
	call->user_len = len;
}
EXPORT_SYMBOL_GPL(cleave_up_user);

bool cleave_lent_user(const struct cleave_call *call, u64 start, u64 len)
{
	const struct cleave_call *up = call->outer;

	return up && start >= up->user_start && len <= up->user_len &&
	       start - up->user_start <= up->user_len - len;
}
EXPORT_SYMBOL_GPL(cleave_lent_user);

void cleave_up_pointer(struct cleave_call *call, const void *p)
{
	append(call, CLEAVE_ARG_POINTER)->mem = (void *)p;
}
EXPORT_SYMBOL_GPL(cleave_up_pointer);

int cleave_call_born(struct cleave_call *call, struct cleave_object *o,
		     struct cleave_object *root)
{
	/* Only a downcall has a worker by now; what an upcall is given is the kernel's own. */
	int err = call->worker && o->memory != CLEAVE_MMIO ?
		  cleave_object_charge(call->channel, o) : 0;

	if (!err)
		err = cleave_object_publish(call->channel, o, root);
	if (err) {
		cleave_object_put(o);
		return err;
	}
	cleave_object_put(call->born);
	call->born = o;
	return 0;
}

/* Unless it is tracked. */
static int bear_root(struct cleave_call *call, void *p, u16 type)
{
	struct cleave_layout *l = &call->channel->layouts[type];
	struct cleave_object *o = cleave_tracked(call->channel, p);

	if (o) {
		cleave_object_put(o);
		return 0;
	}
	o = cleave_object_make(CLEAVE_MIRROR, l, p, l->type->size);
	if (IS_ERR(o))
		return PTR_ERR(o);
	return cleave_call_born(call, o, o) ?: cleave_companions_come(call->channel, o);
}

static void find_root(struct cleave_call *call, const void *p)
{
	if (p && !call->err && !call->root)
		call->root = cleave_root_of(call->channel, p);
}

void cleave_up_object(struct cleave_call *call, const void *p, u16 type, bool birth)
{
	struct cleave_arg *a = append(call, CLEAVE_ARG_OBJECT);

	a->mem = (void *)p;
	a->type = type;
	if (type >= call->half->nr_types)
		call->err = -EINVAL;
	if (p && !call->err && birth)
		call->err = bear_root(call, (void *)p, type);
	find_root(call, p);
}
EXPORT_SYMBOL_GPL(cleave_up_object);

void cleave_up_unused(struct cleave_call *call, const void *p)
{
	append(call, CLEAVE_ARG_POINTER)->mem = (void *)p;
	find_root(call, p);
}
EXPORT_SYMBOL_GPL(cleave_up_unused);

void cleave_up_loan(struct cleave_call *call, const void *p, size_t len, u8 dir)
{
	struct cleave_arg *a = append(call, p ? CLEAVE_ARG_BYTES : CLEAVE_ARG_VALUE);

	if (!p)
		return;
	a->mem = (void *)p;
	a->len = min_t(size_t, len, CLEAVE_MAX_PAYLOAD);
	a->dir = dir;
	if (len > CLEAVE_MAX_PAYLOAD)
		call->err = -EMSGSIZE;
}
EXPORT_SYMBOL_GPL(cleave_up_loan);

void cleave_up_string(struct cleave_call *call, const char *s)
{
	cleave_up_loan(call, s, s ? strlen(s) + 1 : 0, CLEAVE_TO_USER);
}
EXPORT_SYMBOL_GPL(cleave_up_string);

void cleave_up_ends(struct cleave_call *call, u8 arg)
{
	if (!call->channel || arg >= call->nargs || !call->args[arg].mem)
		return;
	cleave_object_put(call->ends);
	call->ends = cleave_tracked(call->channel, call->args[arg].mem);
}
EXPORT_SYMBOL_GPL(cleave_up_ends);

/* What the loan is a part of may be of any type, and so may what downcalls are given of it. */
static u64 lend_part(struct cleave_call *call, struct cleave_object *o, size_t at)
{
	if (!cleave_concerns(call->concerns, o)) {
		cleave_push(call->channel, o, false);
		call->concerns = NULL;
	}
	return o->address + at;
}

/*
 * The user half's address of a loan that it sees anyway, or 0: then it gets a copy. What it answers
 * in a copy nobody looks at, so that must not be of a pointer, nor of a number that has bounds.
 */
static u64 by_reference(struct cleave_call *call, const struct cleave_arg *a)
{
	bool answered = a->dir & CLEAVE_TO_KERNEL;
	struct cleave_object *o = cleave_object_find(call->channel, a->mem);
	size_t at;

	if (!o || !o->address)
		return 0;
	at = a->mem - o->base;
	if (!o->layout)
		return a->len > o->size - at ? 0 : o->address + at;
	if (a->len <= o->size - at &&
	    cleave_shared(o, at, a->len, answered ? CLEAVE_PULLED : CLEAVE_READ))
		return lend_part(call, o, at);
	if (answered && cleave_guarded(o, at, a->len))
		call->err = -EPERM;
	return 0;
}

/* A driver's function may be given an object that it never heard of, or that is just being freed. */
static void refuse_unknown(struct cleave_call *call, const struct cleave_arg *a)
{
	if (a->word ? a->word >> 48 != CLEAVE_OPAQUE >> 48 : !a->mem)
		return;
	call->err = -ENODEV;
	pr_warn_ratelimited("cleave: %s: %s is not called: argument %zu, a %s, is not known\n",
			    call->channel->name, call->half->ups[call->id].name, a - call->args,
			    call->half->types[a->type]->name);
}

/* The word of an argument; of a loan once more, if it was for a user half that has died. */
static void translate(struct cleave_call *call, struct cleave_arg *a)
{
	if (a->kind == CLEAVE_ARG_POINTER || a->kind == CLEAVE_ARG_OBJECT) {
		a->word = cleave_to_user(call->channel, a->mem);
		if (a->kind == CLEAVE_ARG_OBJECT)
			refuse_unknown(call, a);
	} else if (a->mem) {
		a->word = by_reference(call, a);
		a->kind = a->word ? CLEAVE_ARG_VALUE : CLEAVE_ARG_BYTES;
		a->word = a->word ?: CLEAVE_WORD_BLOB;
	}
}

u32 cleave_args_room(struct cleave_call *call)
{
	u32 room = sizeof(struct cleave_msg) + call->nargs * sizeof(u64);
	int i;

	for (i = 0; i < call->nargs; i++) {
		translate(call, &call->args[i]);
		if (call->args[i].kind == CLEAVE_ARG_BYTES)
			room += cleave_blob_room(call->args[i].len);
	}
	return room;
}

void cleave_args_put(struct cleave_call *call, struct cleave_enc *enc)
{
	u64 *words = cleave_enc_words(enc, call->nargs);
	int i;

	for (i = 0; words && i < call->nargs; i++)
		words[i] = call->args[i].word;
	for (i = 0; i < call->nargs; i++) {
		struct cleave_arg *a = &call->args[i];
		void *to;

		if (a->kind != CLEAVE_ARG_BYTES)
			continue;
		to = cleave_enc_blob(enc, i, a->dir, a->len);
		/* Memory that the user half only writes is not shown to it. */
		if (to && a->dir & CLEAVE_TO_USER)
			memcpy(to, a->mem, a->len);
		else if (to)
			memset(to, 0, a->len);
	}
}

int cleave_args_take(struct cleave_call *call, const struct cleave_dec *in)
{
	u16 left = in->msg->nblobs;
	int i;

	/* Blobs name arguments, each another, of the answer: none may be left over. */
	for (i = 0; i < call->nargs; i++) {
		bool expected = cleave_arg_goes_back(call, i, CLEAVE_TO_KERNEL);

		if (expected != !!in->blobs[i])
			return -EBADMSG;
		if (!expected)
			continue;
		if (in->blobs[i]->len != call->args[i].len)
			return -EBADMSG;
		left--;
	}
	if (left)
		return -EBADMSG;
	for (i = 0; i < call->nargs; i++)
		if (in->blobs[i])
			memcpy(call->args[i].mem, cleave_blob_data(in->blobs[i]),
			       call->args[i].len);
	return 0;
}
