// SPDX-License-Identifier: GPL-2.0
/*
 * Answers of the user half by which its caller makes a buffer. A later upcall
 * fills that buffer: its length is what was answered then, which the kernel
 * half keeps, and not what the user half says now.
 */
#include <linux/slab.h>
#include "runtime.h"

#define REMEMBER_MAX	1024

struct remembered {
	struct list_head link;
	const void *object;
	const char *what;	/* of the half's constant data */
	u64 key;
	s64 value;
};

static struct remembered *find(struct cleave_channel *ch, const void *object, const char *what,
			       u64 key)
{
	struct remembered *r;

	list_for_each_entry(r, &ch->remembered, link)
		if (r->object == object && r->key == key && !strcmp(r->what, what))
			return r;
	return NULL;
}

static struct remembered *make(struct cleave_channel *ch, const void *object, const char *what,
			       u64 key)
{
	struct remembered *r;

	if (ch->nr_remembered == REMEMBER_MAX)
		return NULL;
	r = kmalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return NULL;
	*r = (struct remembered){ .object = object, .what = what, .key = key };
	list_add(&r->link, &ch->remembered);
	ch->nr_remembered++;
	return r;
}

s64 cleave_remember(struct cleave_half *half, const void *object, const char *what, u64 key,
		    s64 value)
{
	struct cleave_channel *ch = half->channel;
	struct remembered *r;

	if (!ch)
		return value;
	/* Callers warn of no memory for what is absurd, and of buffers of nothing. */
	if (value > CLEAVE_MAX_PAYLOAD)
		return -EMSGSIZE;
	if (!value)
		return -EOPNOTSUPP;
	mutex_lock(&ch->mutex);
	r = find(ch, object, what, key) ?: make(ch, object, what, key);
	if (r)
		r->value = value;
	mutex_unlock(&ch->mutex);
	return r ? value : -ENOMEM;
}
EXPORT_SYMBOL_GPL(cleave_remember);

s64 cleave_remembered(struct cleave_half *half, const void *object, const char *what, u64 key)
{
	struct cleave_channel *ch = half->channel;
	struct remembered *r;
	s64 value = -ENOENT;

	if (!ch)
		return -ENOENT;
	mutex_lock(&ch->mutex);
	r = find(ch, object, what, key);
	if (r)
		value = r->value;
	mutex_unlock(&ch->mutex);
	return value;
}
EXPORT_SYMBOL_GPL(cleave_remembered);

void cleave_forget(struct cleave_channel *ch, const void *object)
{
	struct remembered *r, *next;

	list_for_each_entry_safe(r, next, &ch->remembered, link) {
		if (object && r->object != object)
			continue;
		list_del(&r->link);
		ch->nr_remembered--;
		kfree(r);
	}
}
