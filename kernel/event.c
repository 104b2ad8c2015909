// SPDX-License-Identifier: GPL-2.0
/*
 * Events: the way from a context that may not sleep to the user half. What is
 * posted waits in a small ring, one entry per upcall number, until a worker is
 * idle; then all of it goes in one message.
 */
#include "runtime.h"
#include "trace.h"

static struct workqueue_struct *queue;

static int post(struct cleave_events *ev, u32 id, u64 arg)
{
	unsigned int i;

	for (i = 0; i < ev->nr; i++) {
		if (ev->ring[i].id != id)
			continue;
		ev->ring[i].arg = arg;
		ev->ring[i].count++;
		return 1;
	}
	if (ev->nr == CLEAVE_RING)
		return -ENOSPC;
	ev->ring[ev->nr++] = (struct cleave_event){ .id = id, .count = 1, .arg = arg };
	return 0;
}

int cleave_event_post(struct cleave_half *half, u32 id, u64 arg)
{
	struct cleave_channel *ch = half->channel;
	unsigned long flags;
	int ret = -ENOTCONN;

	if (!ch || id >= half->nr_ups)
		return -EINVAL;
	spin_lock_irqsave(&ch->events.lock, flags);
	if (READ_ONCE(ch->state) == CLEAVE_STATE_LIVE) {
		ret = post(&ch->events, id, arg);
		queue_work(queue, &ch->events.work);
	}
	spin_unlock_irqrestore(&ch->events.lock, flags);
	cleave_count(ch, CLEAVE_A_CHANNEL_EVENTS, 1);
	if (ret == 1)
		cleave_count(ch, CLEAVE_A_CHANNEL_EVENTS_COALESCED, 1);
	if (ret < 0)
		cleave_count(ch, CLEAVE_A_CHANNEL_EVENTS_DROPPED, 1);
	trace_cleave_event(ch, half->ups[id].name, id, arg, ret);
	return ret;
}
EXPORT_SYMBOL_GPL(cleave_event_post);

u32 cleave_events_take(struct cleave_channel *ch, struct cleave_event *to)
{
	unsigned long flags;
	u32 nr;

	spin_lock_irqsave(&ch->events.lock, flags);
	nr = ch->events.nr;
	memcpy(to, ch->events.ring, nr * sizeof(*to));
	ch->events.nr = 0;
	spin_unlock_irqrestore(&ch->events.lock, flags);
	return nr;
}

void cleave_event_misplaced(struct cleave_channel *ch, u32 id)
{
	unsigned long flags;

	spin_lock_irqsave(&ch->events.lock, flags);
	if (READ_ONCE(ch->state) == CLEAVE_STATE_LIVE) {
		ch->events.misplaced = &ch->half->ups[id];
		queue_work(queue, &ch->events.work);
	}
	spin_unlock_irqrestore(&ch->events.lock, flags);
}

static const struct cleave_up *take_misplaced(struct cleave_channel *ch)
{
	const struct cleave_up *up;

	spin_lock_irq(&ch->events.lock);
	up = ch->events.misplaced;
	ch->events.misplaced = NULL;
	spin_unlock_irq(&ch->events.lock);
	return up;
}

/* When no worker is idle, the next one that becomes so kicks again. */
static void deliver(struct work_struct *work)
{
	struct cleave_channel *ch = container_of(work, struct cleave_channel, events.work);
	const struct cleave_up *up = take_misplaced(ch);

	if (up)
		cleave_session_end_misplaced(ch, up->name);
	if (READ_ONCE(ch->events.nr))
		cleave_deliver_events(ch);
}

void cleave_events_kick(struct cleave_channel *ch)
{
	if (READ_ONCE(ch->events.nr) && READ_ONCE(ch->state) == CLEAVE_STATE_LIVE)
		queue_work(queue, &ch->events.work);
}

void cleave_events_init(struct cleave_channel *ch)
{
	spin_lock_init(&ch->events.lock);
	INIT_WORK(&ch->events.work, deliver);
}

/* The channel is closing: who posts from now on sees it. */
void cleave_events_stop(struct cleave_channel *ch)
{
	spin_lock_irq(&ch->events.lock);
	spin_unlock_irq(&ch->events.lock);
	cancel_work_sync(&ch->events.work);
}

int cleave_events_start(void)
{
	queue = alloc_workqueue("cleave", WQ_UNBOUND, 0);
	return queue ? 0 : -ENOMEM;
}

void cleave_events_finish(void)
{
	destroy_workqueue(queue);
}
