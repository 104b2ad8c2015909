// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

#include "probe.h"

/* As an argument that a macro has twice: libclang shows the attribute of the first one. */
static void read_level(struct own *own)
{
	extern void too_large(void) __attribute__((error("too large")));

	own->level = far_read(1);
	if (own->level > 64) {
		extern void too_large(void);

		too_large();
	}
}

static int set_level(struct thing *thing, int level)
{
	read_level(thing_priv(thing));
	return level;
}

static const struct thing_ops ops = { .set_level = set_level };

/*
 * check-name: an assertion that is declared twice sets up nothing
 * check-has: kernel read_level:
 * check-has: user set_level:
 */
