// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 seen;
};

#include "probe.h"

static void deep(struct own *own)
{
	own->seen++;
}

static int open(struct thing *thing)
{
	deep(thing_priv(thing));
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	(void)packet;
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: evidence that a function runs where it must not sleep
 * check-exit: 1
 * check-evidence:
 *	{"driver": "driver", "functions": [
 *	 {"function": "send", "calls": 9, "peak": 9, "atomic": 9, "atomic_from": "core_send"},
 *	 {"function": "open", "calls": 5, "peak": 1, "atomic": 2, "atomic_from": "core_tick"},
 *	 {"function": "deep", "calls": 5, "peak": 1, "atomic": 1, "atomic_from": "open"}]}
 * check-says: evidence-atomic.c:17: open is held to sleep, by thing_ops.open (
 * check-says: ), but 2 of its 5 calls were atomic, the first from core_tick (
 * check-says: evidence-atomic.c:12: deep is held to sleep, as are all that are known to call it, but 1 of its 5 calls were atomic, the first from open (
 * check-not: cleave-analyse: send
 */
