// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
};

#include "probe.h"

/*
#include "not-there.h"
*/

#define OPENS {
#define ENTRY(level, name) { level, name }
struct entry { int level; const char *name; };
static const struct entry entries[] = {
#include "entries.h"
	ENTRY(9, "a brace in a string: {")
};

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	lock_init(&own->lock);
	return entries[0].level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: an #include within a table
 * check-has: user open
 * check-has: downcall macro lock_init
 */
