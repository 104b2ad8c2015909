// SPDX-License-Identifier: GPL-2.0
/*
 * Arguments of downcalls, and what these answer. They are words until a stub asks for
 * one, saying what it must be; blobs are used where they lie in the message. What an
 * argument leads to is pinned until the downcall is answered.
 */
#include <linux/slab.h>
#include "args.h"

#define STRING_MAX	4096
#define KEPT_MAX	256	/* bytes of a kept string */
#define KEPT_NR_MAX	1024

int cleave_args_start(struct cleave_call *call, const struct cleave_dec *in)
{
	int i;

	call->nargs = in->msg->nargs;
	for (i = 0; i < call->nargs; i++) {
		struct cleave_arg *a = &call->args[i];
		struct cleave_blob *b = in->blobs[i];

		*a = (struct cleave_arg){ .word = in->args[i] };
		if (!b)
			continue;
		if (a->word != CLEAVE_WORD_BLOB)
			return -EBADMSG;
		a->kind = CLEAVE_ARG_BYTES;
		a->mem = cleave_blob_data(b);
		a->len = b->len;
		a->dir = b->dir;
	}
	return 0;
}

void cleave_refuse(struct cleave_call *call, u8 arg, const char *why)
{
	const struct cleave_down *down = cleave_down_find(call->channel, call->id);

	call->err = -EPERM;
	cleave_blame(call->worker->session, "downcall %s, argument %u: %s",
		     down ? down->name : "?", arg, why);
}
EXPORT_SYMBOL_GPL(cleave_refuse);

/* The argument, or NULL: refused. */
static struct cleave_arg *argument(struct cleave_call *call, u8 arg)
{
	if (arg < call->nargs)
		return &call->args[arg];
	cleave_refuse(call, arg, "is missing");
	return NULL;
}

u64 cleave_arg(struct cleave_call *call, u8 arg)
{
	struct cleave_arg *a = argument(call, arg);

	if (!a)
		return 0;
	if (a->kind != CLEAVE_ARG_VALUE) {
		cleave_refuse(call, arg, "is no scalar");
		return 0;
	}
	return a->word;
}
EXPORT_SYMBOL_GPL(cleave_arg);

/* Keep what the argument leads to until the downcall is answered; needs the mutex. */
static const char *pin(struct cleave_channel *ch, struct cleave_arg *a, struct cleave_object *o)
{
	if (!o || a->object)
		return NULL;
	if (!cleave_object_pin(o))
		return "its object has ended";
	a->object = o;
	return NULL;
}

void *cleave_arg_object(struct cleave_call *call, u8 arg, u16 class)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_arg *a = argument(call, arg);
	struct cleave_place place;
	const char *why;

	if (!a)
		return NULL;
	mutex_lock(&ch->mutex);
	if (a->kind != CLEAVE_ARG_VALUE)
		why = "is no tracked pointer";
	else
		why = cleave_from_user(ch, a->word, class, &place);
	if (!why)
		why = pin(ch, a, place.object);
	mutex_unlock(&ch->mutex);
	if (why) {
		cleave_refuse(call, arg, why);
		return NULL;
	}
	return place.p;
}
EXPORT_SYMBOL_GPL(cleave_arg_object);

bool cleave_at(const struct cleave_call *call, u8 arg, const void *p, u16 type, size_t offset)
{
	const struct cleave_object *o = arg < call->nargs ? call->args[arg].object : NULL;
	size_t at = o ? p - o->base : 0;

	if (!o || !o->layout || o->layout->type != call->half->types[type])
		return false;
	return (o->layout->type->array ? at % o->layout->type->size : at) == offset;
}
EXPORT_SYMBOL_GPL(cleave_at);

/* Why @len bytes there may not be used so, or NULL. */
static const char *check_range(const struct cleave_place *place, size_t len, bool write)
{
	const struct cleave_object *o = place->object;

	if (!place->p)
		return NULL;
	if (o && o->memory == CLEAVE_PORTS)
		return "is no memory";
	if (len > place->left)
		return "is shorter than it must be";
	if (write && (place->symbol || place->field))
		return "may not be written";
	if (place->symbol)
		return place->symbol->kind == CLEAVE_TABLE ? NULL : "is no memory";
	if (!o->layout || place->field)
		return NULL;
	if (!cleave_shared(o, place->p - o->base, len, write ? CLEAVE_WRITTEN : CLEAVE_READ))
		return write ? "has bytes that may not be written" : "has bytes that are not shared";
	return NULL;
}

void *cleave_arg_buffer(struct cleave_call *call, u8 arg, size_t len, u8 dir)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_arg *a = argument(call, arg);
	struct cleave_place place;
	const char *why = NULL;

	if (!a)
		return NULL;
	if (a->kind == CLEAVE_ARG_BYTES) {
		place.p = a->mem;
		if (a->len != len)
			why = "has another length";
		else if ((a->dir & dir) != dir)
			why = "has another direction";
	} else {
		mutex_lock(&ch->mutex);
		why = cleave_place(ch, a->word, &place);
		if (!why)
			why = check_range(&place, len, dir & CLEAVE_TO_USER);
		if (!why)
			why = pin(ch, a, place.object);
		mutex_unlock(&ch->mutex);
	}
	if (why) {
		cleave_refuse(call, arg, why);
		return NULL;
	}
	return place.p;
}
EXPORT_SYMBOL_GPL(cleave_arg_buffer);

/* An upcall has a buffer of that length. */
static bool was_lent(const struct cleave_call *upcall, u32 len)
{
	int i;

	for (i = 0; upcall && i < upcall->nargs; i++)
		if (upcall->args[i].kind == CLEAVE_ARG_BYTES && upcall->args[i].len == len)
			return true;
	return false;
}

void *cleave_arg_lent(struct cleave_call *call, u8 arg, size_t *len, u8 dir)
{
	struct cleave_arg *a = argument(call, arg);

	*len = 0;
	if (!a)
		return NULL;
	if (a->kind != CLEAVE_ARG_BYTES || !was_lent(call->outer, a->len)) {
		cleave_refuse(call, arg, "is no buffer of the upcall");
		return NULL;
	}
	*len = a->len;
	return cleave_arg_buffer(call, arg, a->len, dir);
}
EXPORT_SYMBOL_GPL(cleave_arg_lent);

/*
 * A string in shared memory can lose its end at any time, so it is copied.
 * Needs channel->mutex. Return: NULL or why not.
 */
static const char *copy_string(struct cleave_channel *ch, struct cleave_arg *a)
{
	struct cleave_place place;
	const char *why = cleave_place(ch, a->word, &place);
	size_t len;

	if (why || !place.p)
		return why;
	if (place.object && (place.object->memory == CLEAVE_MMIO ||
			     place.object->memory == CLEAVE_PORTS))
		return "is device memory";
	len = strnlen(place.p, min_t(size_t, place.left, STRING_MAX));
	if (len == STRING_MAX || len == place.left)
		return "is a string without an end";
	why = check_range(&place, len + 1, false);
	if (why)
		return why;
	a->mem = kmemdup_nul(place.p, len, GFP_KERNEL);
	if (!a->mem)
		return "is a string for which there is no memory";
	a->kind = CLEAVE_ARG_COPY;
	return NULL;
}

const char *cleave_arg_string(struct cleave_call *call, u8 arg)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_arg *a = argument(call, arg);
	const char *why = NULL;

	if (!a)
		return NULL;
	if (a->kind == CLEAVE_ARG_BYTES) {
		if (!memchr(a->mem, 0, a->len))
			why = "is a string without an end";
	} else if (a->kind == CLEAVE_ARG_VALUE) {
		mutex_lock(&ch->mutex);
		why = copy_string(ch, a);
		mutex_unlock(&ch->mutex);
	}
	if (why) {
		cleave_refuse(call, arg, why);
		return NULL;
	}
	return a->mem;
}
EXPORT_SYMBOL_GPL(cleave_arg_string);

/* ---- strings that a callee keeps ---------------------------------------------------- */

struct kept {
	struct list_head link;
	char s[];
};

static const char *keep(struct cleave_channel *ch, const char *s)
{
	size_t size = strlen(s) + 1;
	struct kept *k;

	list_for_each_entry(k, &ch->strings, link)
		if (!strcmp(k->s, s))
			return k->s;
	if (size > KEPT_MAX || ch->nr_strings == KEPT_NR_MAX)
		return NULL;
	k = kmalloc(struct_size(k, s, size), GFP_KERNEL);
	if (!k)
		return NULL;
	memcpy(k->s, s, size);
	list_add(&k->link, &ch->strings);
	ch->nr_strings++;
	return k->s;
}

const char *cleave_arg_string_kept(struct cleave_call *call, u8 arg)
{
	struct cleave_channel *ch = call->channel;
	const char *s = cleave_arg_string(call, arg);

	if (!s)
		return NULL;
	mutex_lock(&ch->mutex);
	s = keep(ch, s);
	mutex_unlock(&ch->mutex);
	if (!s)
		cleave_refuse(call, arg, "is too long a string to keep, or one too many");
	return s;
}
EXPORT_SYMBOL_GPL(cleave_arg_string_kept);

void cleave_strings_free(struct cleave_channel *ch)
{
	struct kept *k, *next;

	list_for_each_entry_safe(k, next, &ch->strings, link)
		kfree(k);
}

/* ---- answers to downcalls ------------------------------------------------------------- */

void cleave_return(struct cleave_call *call, u64 value)
{
	call->ret = value;
	call->returned_pointer = false;
}
EXPORT_SYMBOL_GPL(cleave_return);

void cleave_return_pointer(struct cleave_call *call, const void *p)
{
	call->ret = (uintptr_t)p;
	call->returned_pointer = !IS_ERR(p);
}
EXPORT_SYMBOL_GPL(cleave_return_pointer);

int cleave_born_for(struct cleave_call *call, struct cleave_object *root, void *p, u16 type,
		    size_t size)
{
	struct cleave_object *o;

	if (IS_ERR_OR_NULL(p))
		return 0;
	if (type >= call->half->nr_types && type != CLEAVE_BYTES)
		return -EINVAL;
	o = cleave_object_make_typed(call->channel, type, p, size);
	return IS_ERR(o) ? PTR_ERR(o) : cleave_call_born(call, o, root);
}

int cleave_born(struct cleave_call *call, void *p, u16 type, size_t size)
{
	return cleave_born_for(call, call->owner ?: call->root, p, type, size);
}
EXPORT_SYMBOL_GPL(cleave_born);

int cleave_native_born_for_module(struct cleave_half *half, void *p, u16 type, size_t size)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *o = cleave_object_make_typed(ch, type, p, size);
	int err;

	if (IS_ERR(o))
		return PTR_ERR(o);
	err = cleave_object_publish(ch, o, NULL);
	cleave_object_put(o);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_native_born_for_module);

void cleave_unborn(struct cleave_call *call, const void *p)
{
	struct cleave_object *o = cleave_tracked(call->channel, p);

	if (o && o->base == p)
		cleave_object_end(call->channel, o, call, true);
	cleave_object_put(o);
}
EXPORT_SYMBOL_GPL(cleave_unborn);

int cleave_dies(struct cleave_call *call, const void *p)
{
	struct cleave_object *o;
	int err = -ENOENT;

	if (!p)
		return 0;
	if (call->away) {
		cleave_refuse(call, 0, "a second object would end");
		return -EBUSY;
	}
	o = cleave_tracked(call->channel, p);
	if (o && o->base == p)
		err = cleave_object_leave(call->channel, o, call, false);
	if (!err)
		call->away = o;
	cleave_object_put(o);
	if (!err)
		return 0;
	cleave_released_not(call);
	cleave_refuse(call, 0, err == -EBUSY ? "it is in use" : "is no object's start");
	return err;
}
EXPORT_SYMBOL_GPL(cleave_dies);

bool cleave_native_part(struct cleave_half *half, const void *p)
{
	struct cleave_object *o = half->channel && p ? cleave_tracked(half->channel, p) : NULL;
	bool part = o && o->base != p;

	cleave_object_put(o);
	if (part)
		pr_warn_ratelimited("cleave: %s: what is to be freed lies within something else\n",
				    half->channel->name);
	return part;
}
EXPORT_SYMBOL_GPL(cleave_native_part);

struct cleave_object *cleave_native_dies(struct cleave_half *half, const void *p)
{
	struct cleave_channel *ch = half->channel;
	struct cleave_object *o;
	int err = -ENOENT;

	if (!ch || !p)
		return NULL;
	o = cleave_tracked(ch, p);
	if (o && o->base == p)
		err = cleave_object_leave(ch, o, cleave_worker_call(ch), true);
	cleave_object_put(o);
	return err ? NULL : o;
}
EXPORT_SYMBOL_GPL(cleave_native_dies);

void cleave_native_died(struct cleave_half *half, struct cleave_object *o)
{
	struct cleave_channel *ch = half->channel;

	if (o)
		cleave_object_back(ch, o, cleave_worker_call(ch), true);
}
EXPORT_SYMBOL_GPL(cleave_native_died);

void cleave_args_keep(struct cleave_call *call)
{
	int i;

	mutex_lock(&call->channel->mutex);
	for (i = 0; i < call->nargs; i++)
		if (call->args[i].object)
			call->args[i].object->given = true;
	mutex_unlock(&call->channel->mutex);
}

u32 cleave_args_answer_room(const struct cleave_call *call)
{
	u32 room = 0;
	int i;

	for (i = 0; i < call->nargs; i++)
		if (cleave_arg_goes_back(call, i, CLEAVE_TO_USER))
			room += cleave_blob_room(call->args[i].len);
	if (room)
		room += call->nargs * sizeof(u64);
	return sizeof(struct cleave_msg) + room;
}

void cleave_args_answer(struct cleave_call *call, struct cleave_enc *enc)
{
	u64 *words;
	int i;

	if (cleave_args_answer_room(call) == sizeof(struct cleave_msg))
		return;
	words = cleave_enc_words(enc, call->nargs);
	if (words)
		memset(words, 0, call->nargs * sizeof(*words));
	for (i = 0; i < call->nargs; i++) {
		void *to;

		if (!cleave_arg_goes_back(call, i, CLEAVE_TO_USER))
			continue;
		to = cleave_enc_blob(enc, i, call->args[i].dir, call->args[i].len);
		if (to)
			memcpy(to, call->args[i].mem, call->args[i].len);
	}
}

void cleave_args_finish(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	int i;

	cleave_released_done(call);
	mutex_lock(&ch->mutex);
	if (call->owner)
		cleave_object_unpin(ch, call->owner);
	if (call->owned)
		cleave_object_unpin(ch, call->root);
	call->owner = NULL;
	call->owned = false;
	for (i = 0; i < call->nargs; i++) {
		struct cleave_arg *a = &call->args[i];

		if (a->object)
			cleave_object_unpin(ch, a->object);
		if (a->kind == CLEAVE_ARG_COPY)
			kfree(a->mem);
		a->object = NULL;
		a->kind = CLEAVE_ARG_VALUE;
	}
	mutex_unlock(&ch->mutex);
}
