// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct beat {
	struct ticker ticker;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ticker fast;
	struct ticker slow;
	struct ticker odd;
	struct beat beat;
	struct beat *more;
	u32 ticks;
};

#include "probe.h"

void ticker_start(struct ticker *ticker, void (*tick)(struct ticker *ticker));
void ticker_follow(struct ticker *ticker, void (*tick)(struct ticker *ticker));
void ticker_begin(struct ticker *ticker, void (*tick)(struct ticker *ticker));

static void on_fast(struct ticker *ticker)
{
	container_of(ticker, struct own, fast)->ticks++;
}

static void on_slow(struct ticker *ticker)
{
	container_of(ticker, struct own, slow)->ticks += 2;
}

static void on_odd(struct ticker *ticker)
{
	container_of(ticker, struct own, odd)->ticks += 3;
}

static void on_beat(struct ticker *ticker)
{
	container_of(container_of(ticker, struct beat, ticker), struct own, beat)->ticks++;
}

static void start_beat(struct beat *beat)
{
	ticker_follow(&beat->ticker, on_beat);
}

static void (*const beats[])(struct ticker *ticker) = { on_odd, on_odd };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	ticker_start(&own->fast, on_fast);
	ticker_start(&own->slow, on_slow);
	start_beat(&own->beat);
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	ticker_start(&own->slow, on_slow);
	own->more = kzalloc(sizeof(*own->more), 0);
	if (own->more)
		start_beat(own->more);
	ticker_begin(&own->odd, beats[thing->level & 1]);
	return 0;
}

static const struct thing_ops ops = { .open = open, .hold = hold };

/*
 * check-name: a function is called with the member that the driver's text gives together with it
 * check-profile:
 *	functions:
 *	  ticker_start: {args: [object, pointer], callbacks: {1: {context: atomic}}}
 *	  ticker_follow: {args: [object, pointer], callbacks: {1: {context: atomic}}}
 *	  ticker_begin: {args: [object, pointer], callbacks: {1: {context: atomic}}}
 * check-has: user open
 * check-has: user hold
 * check-has: kernel on_slow: atomic
 * check-has: check ticker_start $1: ($1 == on_fast && (cleave_at(call, 0, $0, CLEAVE_TYPE_thing__own, ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, fast)))) || ($1 == on_slow && (
 * check-has: user start_beat
 * check-not: check ticker_follow
 * check-not: check ticker_begin
 */
