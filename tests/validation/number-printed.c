// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 other;
	u32 few[8];
	char text[64];
};

#include "probe.h"

/* How long a text is comes from the kernel, whatever number is in it. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	int len = 0;

	for (int i = 0; i < 2; i++)
		len += print_at(own->text, len, "%u", own->level);
	return own->few[mystery(own->other)];
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->level = level;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->other = thing->level;
	return 0;
}

static const struct thing_ops ops = { .send = send, .set_level = set_level, .hold = hold };

/*
 * check-name: what is printed does not choose how long the text is
 * check-has: user set_level
 * check-has: kernel hold: number: writes own.other
 */
