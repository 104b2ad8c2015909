// SPDX-License-Identifier: GPL-2.0
/*
 * Guests: objects that the user half knows for the length of an upcall only,
 * because nobody would tell when they go. The upcall's caller keeps them until
 * it returns. Several calls may have the same guest; it ends with the last.
 *
 * An object that a downcall frees if it fails is away for as long: neither
 * synchronised nor to be named.
 */
#include <linux/slab.h>
#include "args.h"

#define TOGETHER	32	/* slots in which guests that leave are taken out of sight at once */

/* @last: no other call has the object as a guest, and it ends */
struct cleave_stay {
	struct cleave_stay *next;
	struct cleave_object *object;
	bool last;
};

/*
 * The guest at @p, one more time, with a reference; NULL if it has to be made, or cannot be: @known,
 * for it is no guest, or a part of it is known.
 */
static struct cleave_object *again(struct cleave_channel *ch, const void *p, size_t size,
				   bool *known)
{
	struct cleave_object *o;

	mutex_lock(&ch->mutex);
	*known = cleave_object_among(ch, p, size);
	o = cleave_object_find(ch, p);
	if (o && !o->guests)
		o = NULL;
	if (o) {
		o->guests++;
		kref_get(&o->ref);
	}
	mutex_unlock(&ch->mutex);
	return o;
}

/* Whether it is one of the call's already: a user half may ask for it any number of times. */
static bool is_here(struct cleave_channel *ch, const struct cleave_call *call, const void *p)
{
	const struct cleave_stay *stay;
	bool found = false;

	mutex_lock(&ch->mutex);
	for (stay = call->guests; stay && !found; stay = stay->next)
		found = stay->object->base == p && !cleave_is_ending(stay->object);
	mutex_unlock(&ch->mutex);
	return found;
}

static struct cleave_object *arrive(struct cleave_call *call, struct cleave_layout *l,
				    void *p, size_t size, struct cleave_object *root)
{
	struct cleave_object *o = cleave_object_make(CLEAVE_MIRROR, l, p, size);
	int err;

	if (IS_ERR(o))
		return o;
	o->guests = 1;
	/* Only a downcall's has a worker by now. */
	err = call->worker ? cleave_object_charge(call->channel, o) : 0;
	if (!err)
		err = cleave_object_publish(call->channel, o, root);
	if (!err)
		return o;
	cleave_object_put(o);
	return ERR_PTR(err);
}

static int host(struct cleave_call *call, void *p, u16 type, size_t size,
		struct cleave_object *root)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_stay *stay;
	struct cleave_object *o;
	bool known;

	if (is_here(ch, call, p))
		return 0;
	stay = kmalloc(sizeof(*stay), GFP_KERNEL);
	if (!stay)
		return -ENOMEM;
	/* Another thread may bring the same one, or take it away, meanwhile. */
	do {
		o = again(ch, p, size, &known);
		if (!o && !known)
			o = arrive(call, &ch->layouts[type], p, size, root);
	} while (o == ERR_PTR(-EEXIST));
	if (IS_ERR_OR_NULL(o)) {
		kfree(stay);
		return PTR_ERR_OR_ZERO(o);
	}
	stay->object = o;
	stay->next = call->guests;
	call->guests = stay;
	return 0;
}

void cleave_up_guest(struct cleave_call *call, const void *p, u16 type, const void *of)
{
	struct cleave_object *root;
	int err;

	if (!p || call->err || type >= call->half->nr_types)
		return;
	root = of ? cleave_root_of(call->channel, of) : NULL;
	err = host(call, (void *)p, type, call->channel->layouts[type].type->size,
		   root ?: call->root);
	if (err)
		call->err = err;
	if (root && !call->root)
		call->root = root;
	else
		cleave_object_put(root);
}
EXPORT_SYMBOL_GPL(cleave_up_guest);

int cleave_born_guest(struct cleave_call *call, void *p, u16 type, size_t size)
{
	struct cleave_call *up = call->outer;

	if (IS_ERR_OR_NULL(p))
		return 0;
	if (!up || type >= call->half->nr_types)
		return -EINVAL;
	/* Upcalls and downcalls alternate; the outermost is an upcall. */
	while (up->outer)
		up = up->outer->outer;
	return host(up, p, type, size, call->root);
}
EXPORT_SYMBOL_GPL(cleave_born_guest);

/* Take those that end out of every table. */
static void remove(struct cleave_channel *ch, struct cleave_stay *stay)
{
	mutex_lock(&ch->mutex);
	for (; stay; stay = stay->next) {
		struct cleave_object *o = stay->object;

		stay->last = !--o->guests && !o->ended;
		if (stay->last)
			cleave_object_remove(ch, o);
	}
	mutex_unlock(&ch->mutex);
}

static bool is_seen(const struct cleave_stay *stay)
{
	return stay->last && READ_ONCE(stay->object->seen);
}

/*
 * Then out of the user half's sight: those that came together lie together, and each walk costs as
 * much again. What lies between them shows again when it is touched.
 */
static void zap(struct cleave_channel *ch, const struct cleave_stay *guests)
{
	const struct cleave_stay *stay;
	u32 first = U32_MAX, end = 0;

	for (stay = guests; stay; stay = stay->next) {
		if (!is_seen(stay))
			continue;
		first = min(first, stay->object->slot);
		end = max(end, stay->object->slot + stay->object->nr_slots);
	}
	if (first < end && end - first <= TOGETHER) {
		cleave_arena_zap(ch, first, end - first);
		return;
	}
	for (stay = guests; stay; stay = stay->next)
		if (is_seen(stay))
			cleave_arena_zap(ch, stay->object->slot, stay->object->nr_slots);
}

void cleave_guests_leave(struct cleave_call *call)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_stay *stay;

	if (!call->guests)
		return;
	remove(ch, call->guests);
	zap(ch, call->guests);
	while ((stay = call->guests)) {
		call->guests = stay->next;
		if (stay->last)
			cleave_object_dispose(ch, stay->object, call);
		cleave_object_put(stay->object);
		kfree(stay);
	}
}

/* ---- away ---------------------------------------------------------------------- */

int cleave_away(struct cleave_call *call, const void *p)
{
	struct cleave_channel *ch = call->channel;
	struct cleave_object *o;
	const char *why = NULL;

	if (!p)
		return 0;
	mutex_lock(&ch->mutex);
	o = cleave_object_find(ch, p);
	if (call->away)
		why = "a second object would end";
	else if (!o || o->base != p)
		why = "is no object's start";
	else if (cleave_acquired_in(ch, o))
		why = "something is acquired for it";
	else if (o->pins > cleave_object_own_pins(o, call))
		why = "another call uses it";
	if (!why) {
		cleave_object_hide(ch, o);
		kref_get(&o->ref);
		call->away = o;
	}
	mutex_unlock(&ch->mutex);
	if (!why)
		return 0;
	cleave_refuse(call, 0, why);
	return -EPERM;
}
EXPORT_SYMBOL_GPL(cleave_away);

void cleave_back(struct cleave_call *call, bool freed)
{
	struct cleave_object *o = call->away;

	call->away = NULL;
	if (o)
		cleave_object_back(call->channel, o, call, freed);
}
EXPORT_SYMBOL_GPL(cleave_back);
