// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 line;
	u32 room;
	char text[16];
	char name[4];
};

#include "probe.h"

/* How long a text would be depends on its numbers; one that nothing cuts has to fit. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	int len = 0;

	(void)packet;
	for (int i = 0; i < 2; i++)
		len += print_wanted(own->text + len, own->room - len, "%u", own->level);
	print_all(own->name, "%u", own->line);
	return len;
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

	own->line = thing->level;
	return 0;
}

static const struct thing_ops ops = { .send = send, .set_level = set_level, .hold = hold };

/*
 * check-name: what is printed chooses how long a text is that nothing cuts
 * check-has: kernel set_level: number: writes own.level
 * check-has: kernel hold: number: writes own.line
 */
