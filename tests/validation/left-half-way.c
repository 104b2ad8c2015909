// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int open;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->open = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	return mystery(1);
}

static int hold(struct thing *thing)
{
	return open(thing);
}

static int send(struct thing *thing, struct packet *packet)
{
	return mystery(1);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold, .send = send };

/*
 * check-name: what the kernel half does for a caller that may sleep it does not for what was left half-way
 * check-has: kernel stop
 * check-has: kernel send
 * check-has: user hold
 * check-has: kernel-rename   extern bool cleave_is_struck(const void *p); const bool cleave_struck_here __attribute__((__unused__)) = ({ if (cleave_is_struck(thing)) return -EIO; false; });
 * check-not: kernel-rename   extern bool cleave_is_struck(const void *p); const bool cleave_struck_here __attribute__((__unused__)) = ({ if (cleave_is_struck(thing) ||
 */
