// SPDX-License-Identifier: GPL-2.0
/*
 * Channels: one per kernel half, from its module's init to its exit. The
 * channel itself lives longer when somebody has its arena still open; the
 * kernel half's tables are not used by then.
 */
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "runtime.h"
#include "trace.h"

DEFINE_MUTEX(cleave_channels);
LIST_HEAD(cleave_channel_list);
DEFINE_SPINLOCK(cleave_lock);

static unsigned int attach_timeout = 10;
module_param(attach_timeout, uint, 0644);
MODULE_PARM_DESC(attach_timeout, "Seconds that a kernel half waits for its user half (10)");

static unsigned int call_timeout = 10;
module_param(call_timeout, uint, 0644);
MODULE_PARM_DESC(call_timeout, "Seconds that a user half may take for a call (10)");

static unsigned int call_limit = 120;
module_param(call_limit, uint, 0644);
MODULE_PARM_DESC(call_limit, "Seconds that a call may take in all, with what the kernel does for it (120)");

static unsigned int memory_limit;
module_param(memory_limit, uint, 0644);
MODULE_PARM_DESC(memory_limit, "MiB that a user half may allocate in the kernel (a quarter of the memory)");

unsigned long cleave_memory_limit(void)
{
	unsigned long limit = READ_ONCE(memory_limit);

	return limit ? limit << 20 : totalram_pages() / 4 * PAGE_SIZE;
}

static unsigned int sane(unsigned int seconds)
{
	return clamp(seconds, 1U, 24U * 3600);
}

unsigned int cleave_call_seconds(void)
{
	return sane(READ_ONCE(call_timeout));
}

unsigned int cleave_limit_seconds(void)
{
	return sane(READ_ONCE(call_limit));
}

struct cleave_channel *cleave_channel_find(const char *name)
{
	struct cleave_channel *ch;

	list_for_each_entry(ch, &cleave_channel_list, link) {
		if (!strcmp(ch->name, name))
			return ch;
	}
	return NULL;
}

struct cleave_channel *cleave_channel_get(const char *name)
{
	struct cleave_channel *ch;

	mutex_lock(&cleave_channels);
	ch = cleave_channel_find(name);
	if (ch) {
		spin_lock(&cleave_lock);
		if (ch->state == CLEAVE_STATE_CLOSING)
			ch = NULL;
		else
			ch->active++;
		spin_unlock(&cleave_lock);
	}
	mutex_unlock(&cleave_channels);
	return ch;
}

void cleave_channel_hold(struct cleave_channel *ch)
{
	spin_lock(&cleave_lock);
	ch->active++;
	spin_unlock(&cleave_lock);
}

void cleave_channel_wake(struct cleave_channel *ch)
{
	if (wq_has_sleeper(&ch->wait))
		wake_up_all(&ch->wait);
}

void cleave_channel_drop(struct cleave_channel *ch)
{
	/* Woken under the lock: who waits may free the channel after it. */
	spin_lock(&cleave_lock);
	ch->active--;
	cleave_channel_wake(ch);
	spin_unlock(&cleave_lock);
}

/* ---- life ---------------------------------------------------------------------------------- */

static void channel_free(struct kref *ref)
{
	struct cleave_channel *ch = container_of(ref, struct cleave_channel, ref);

	cleave_arena_free(ch);
	cleave_strings_free(ch);
	cleave_forget(ch, NULL);
	xa_destroy(&ch->slots);
	vfree(ch->data);
	kvfree(ch->addresses);
	kvfree(ch->by_kernel);
	kvfree(ch->by_user);
	kfree(ch->scratch);
	kvfree(ch->ups);
	kvfree(ch->downs);
	cleave_locks_free(ch);
	kfree(ch);
}

void cleave_channel_put(struct cleave_channel *ch)
{
	kref_put(&ch->ref, channel_free);
}

static void free_layouts(struct cleave_channel *ch)
{
	int i;

	for (i = 0; ch->layouts && i < ch->half->nr_types; i++)
		cleave_layout_free(&ch->layouts[i]);
	kvfree(ch->layouts);
	ch->layouts = NULL;
}

static int prepare_types(struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	u32 scratch = 8;
	int i, err;

	ch->layouts = kvcalloc(half->nr_types + 1, sizeof(*ch->layouts), GFP_KERNEL);
	if (!ch->layouts)
		return -ENOMEM;
	for (i = 0; i < half->nr_types; i++) {
		ch->layouts[i].index = i;
		err = cleave_layout_init(&ch->layouts[i], half->types[i]);
		if (err)
			return err;
		scratch = max(scratch, ch->layouts[i].ext_max);
	}
	ch->scratch = kmalloc(scratch, GFP_KERNEL);
	return ch->scratch ? 0 : -ENOMEM;
}

static int check_symbols(const struct cleave_half *half)
{
	const struct cleave_symbol *s;
	int i;

	for (i = 0; i < half->nr_symbols; i++) {
		s = half->symbols[i];
		if (s->kind == CLEAVE_GLOBAL && s->type >= half->nr_types) {
			pr_err("cleave: variable %s has no type\n", s->name);
			return -EINVAL;
		}
	}
	return 0;
}

static int prepare(struct cleave_channel *ch)
{
	const struct cleave_half *half = ch->half;
	int err;

	/* The last downcall counters are the builtin ones'. */
	ch->ups = kvcalloc(half->nr_ups + 1, sizeof(*ch->ups), GFP_KERNEL);
	ch->downs = kvcalloc(half->nr_downs + CLEAVE_NR_BUILTINS, sizeof(*ch->downs), GFP_KERNEL);
	if (!ch->ups || !ch->downs)
		return -ENOMEM;
	err = cleave_arena_init(ch) ?: cleave_locks_init(ch);
	if (!err)
		err = check_symbols(half);
	if (!err)
		err = prepare_types(ch);
	if (!err)
		err = cleave_symbols_init(ch);
	return err ?: cleave_globals_new(ch);
}

static struct cleave_channel *channel_new(struct cleave_half *half)
{
	struct cleave_channel *ch = kzalloc(sizeof(*ch), GFP_KERNEL);

	if (!ch)
		return NULL;
	kref_init(&ch->ref);
	strscpy(ch->name, half->name, sizeof(ch->name));
	ch->half = half;
	ch->fresh = true;
	ch->next_slot = 1;
	ch->expected = jiffies;
	mutex_init(&ch->mutex);
	mutex_init(&ch->order);
	init_rwsem(&ch->arena);
	init_waitqueue_head(&ch->wait);
	xa_init(&ch->slots);
	INIT_LIST_HEAD(&ch->link);
	INIT_LIST_HEAD(&ch->objects);
	INIT_LIST_HEAD(&ch->away);
	INIT_LIST_HEAD(&ch->shared);
	INIT_LIST_HEAD(&ch->settled);
	INIT_LIST_HEAD(&ch->acquired);
	INIT_LIST_HEAD(&ch->going);
	cleave_retired_init(ch);
	INIT_LIST_HEAD(&ch->strings);
	INIT_LIST_HEAD(&ch->remembered);
	get_random_bytes(&ch->opaque_key, sizeof(ch->opaque_key));
	cleave_events_init(ch);
	cleave_watchdog_init(ch);
	return ch;
}

static int publish(struct cleave_channel *ch)
{
	int err = 0;

	mutex_lock(&cleave_channels);
	if (cleave_channel_find(ch->name))
		err = -EEXIST;
	else
		list_add_tail(&ch->link, &cleave_channel_list);
	mutex_unlock(&cleave_channels);
	return err;
}

/* ---- end -------------------------------------------------------------------------------- */

/* Nobody attaches from now on. Return: the last session, or NULL. */
static struct cleave_session *start_closing(struct cleave_channel *ch)
{
	struct cleave_session *s;

	spin_lock(&cleave_lock);
	ch->state = CLEAVE_STATE_CLOSING;
	s = ch->session;
	wake_up_all(&ch->wait);
	spin_unlock(&cleave_lock);
	return s;
}

static void forget_session(struct cleave_channel *ch, struct cleave_session *s)
{
	spin_lock(&cleave_lock);
	ch->session = NULL;
	spin_unlock(&cleave_lock);
	if (s)
		cleave_session_put(s);
}

static bool inactive(struct cleave_channel *ch)
{
	bool none;

	spin_lock(&cleave_lock);
	none = !ch->active;
	spin_unlock(&cleave_lock);
	return none;
}

/* Undoes channel_new(), prepare() and publish(), as far as they went. */
static void close_channel(struct cleave_channel *ch)
{
	bool known = !list_empty(&ch->link);
	struct cleave_session *s;

	cleave_give_back(ch, NULL, NULL, false);
	s = start_closing(ch);
	if (s)
		cleave_session_end(s, "the kernel half is being removed");
	wait_event(ch->wait, inactive(ch));
	cleave_events_stop(ch);
	cleave_watchdog_stop(ch);
	forget_session(ch, s);
	cleave_give_back(ch, NULL, NULL, false);
	cleave_objects_end(ch, NULL, NULL);
	cleave_retired_end(ch, NULL);
	mutex_lock(&cleave_channels);
	list_del_init(&ch->link);
	mutex_unlock(&cleave_channels);
	if (known)
		cleave_out_notify(ch);
	ch->half->channel = NULL;
	free_layouts(ch);
	cleave_channel_put(ch);
}

static int wait_attached(struct cleave_channel *ch)
{
	long left;

	do {
		left = wait_event_killable_timeout(ch->wait,
						   READ_ONCE(ch->state) == CLEAVE_STATE_LIVE,
						   sane(attach_timeout) * HZ);
	} while (!left && cleave_debugged(ch));
	if (left < 0)
		return -EINTR;
	if (left)
		return 0;
	pr_err("cleave: %s: no user half attached in %u s\n", ch->name, sane(attach_timeout));
	return -ETIMEDOUT;
}

int cleave_half_init(struct cleave_half *half, int (*init)(void))
{
	struct cleave_channel *ch;
	int err;

	if (strlen(half->name) > CLEAVE_NAME_MAX)
		return -EINVAL;
	ch = channel_new(half);
	if (!ch)
		return -ENOMEM;
	err = prepare(ch);
	if (!err)
		err = publish(ch);
	if (err)
		goto close;
	half->channel = ch;
	cleave_out_notify(ch);
	err = wait_attached(ch);
	if (!err && init)
		err = init();
	if (err >= 0)
		return err;
close:
	close_channel(ch);
	return err;
}
EXPORT_SYMBOL_GPL(cleave_half_init);

void cleave_half_exit(struct cleave_half *half, void (*exit)(void))
{
	if (exit)
		exit();
	close_channel(half->channel);
}
EXPORT_SYMBOL_GPL(cleave_half_exit);
