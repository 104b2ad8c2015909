// SPDX-License-Identifier: GPL-2.0
/*
 * Locks of the kernel's that callers of upcalls hold. A half names them (rtnl);
 * here a name is a bit, the same for all halves, because the upcall of one may
 * be made in a downcall of another. A downcall that would take a lock that its
 * own thread holds, or that relies on one that its thread does not hold, is
 * refused: the first would wait for itself, for ever.
 */
#include <linux/bits.h>
#include <linux/slab.h>
#include "runtime.h"

#define LOCKS_MAX	64

static DEFINE_MUTEX(mutex);
static char *names[LOCKS_MAX];
static unsigned int nr_names;

static int find(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < nr_names; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], name, len))
			return i;
	return -ENOENT;
}

/* The bit of a name, which is given one if it has none; needs the mutex. */
static int number(const char *name, size_t len)
{
	int bit = find(name, len);

	if (bit >= 0)
		return bit;
	if (nr_names == LOCKS_MAX)
		return -ENOSPC;
	names[nr_names] = kmemdup_nul(name, len, GFP_KERNEL);
	if (!names[nr_names])
		return -ENOMEM;
	return nr_names++;
}

/* The bits of names with blanks between them; NULL for none. */
static int parse(const char *words, u64 *mask)
{
	size_t len;
	int bit = 0;

	*mask = 0;
	mutex_lock(&mutex);
	for (; words && *words && bit >= 0; words += len + strspn(words + len, " ")) {
		len = strcspn(words, " ");
		bit = number(words, len);
		if (bit >= 0)
			*mask |= BIT_ULL(bit);
	}
	mutex_unlock(&mutex);
	return min(bit, 0);
}

int cleave_locks_init(struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	int i, err = 0;

	ch->up_locks = kvcalloc(half->nr_ups + 1, sizeof(*ch->up_locks), GFP_KERNEL);
	ch->down_locks = kvcalloc(half->nr_downs + 1, sizeof(*ch->down_locks), GFP_KERNEL);
	if (!ch->up_locks || !ch->down_locks)
		return -ENOMEM;
	for (i = 0; !err && i < half->nr_ups; i++) {
		err = parse(half->ups[i].holds, &ch->up_locks[i].holds) ?:
		      parse(half->ups[i].perhaps, &ch->up_locks[i].perhaps);
		ch->up_locks[i].perhaps |= ch->up_locks[i].holds;
	}
	for (i = 0; !err && i < half->nr_downs; i++)
		err = parse(half->downs[i].takes, &ch->down_locks[i].takes) ?:
		      parse(half->downs[i].needs, &ch->down_locks[i].needs);
	return err;
}

void cleave_locks_free(struct cleave_channel *ch)
{
	kvfree(ch->up_locks);
	kvfree(ch->down_locks);
}

u64 cleave_locks_known(const char *words)
{
	u64 mask = 0;
	size_t len;
	int bit;

	mutex_lock(&mutex);
	for (; words && *words; words += len + strspn(words + len, " ")) {
		len = strcspn(words, " ");
		bit = find(words, len);
		if (bit >= 0)
			mask |= BIT_ULL(bit);
	}
	mutex_unlock(&mutex);
	return mask;
}

bool cleave_holds(const struct cleave_call *call, const char *name)
{
	return call->locks.holds & cleave_locks_known(name);
}
EXPORT_SYMBOL_GPL(cleave_holds);

/* The name of the lowest of the locks. */
static const char *name_of(u64 mask)
{
	return names[__ffs64(mask)];
}

int cleave_locks_check(const struct cleave_call *call, const struct cleave_down *down)
{
	const struct cleave_down_locks *l;
	u64 both, missing;

	if (call->id >= call->half->nr_downs)
		return 0;
	l = &call->channel->down_locks[call->id];
	both = l->takes & call->locks.perhaps;
	/* Who is not the caller's thread holds nothing of the caller's. */
	missing = l->needs & ~(call->outer ? call->locks.holds : 0);
	if (!both && !missing)
		return 0;
	cleave_blame(call->worker->session, "downcall %s %s %s", down->name,
		     both ? "would wait for itself: it takes" : "is made without",
		     name_of(both ?: missing));
	return -EPERM;
}

void cleave_locks_finish(void)
{
	while (nr_names)
		kfree(names[--nr_names]);
}
