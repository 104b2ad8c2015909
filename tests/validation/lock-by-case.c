// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex mutex;
};

#include "probe.h"

/* Called twice: what the first call takes the second gives back. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	switch (level) {
	case 1:
		if (own->thing)
			mutex_lock(&own->mutex);
		break;
	case 2:
		thing->level = 0;
		mutex_unlock(&own->mutex);
		break;
	}
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->mutex);
	switch (thing->level) {
	case 1:
		mutex_unlock(&own->mutex);
		thing->level = 2;
		mutex_lock(&own->mutex);
		/* falls through */
	case 2:
		if (own->thing)
			break;
		thing->level = 3;
		break;
	case 3:
		mutex_unlock(&own->mutex);
		return 1;
	}
	mutex_unlock(&own->mutex);
	return 0;
}

/* So it is by branches, the second of which may be what follows. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	if (thing->level)
		mutex_unlock(&own->mutex);
	else
		mutex_lock(&own->mutex);
	return 0;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	if (thing->level) {
		mutex_unlock(&own->mutex);
		return 1;
	}
	mutex_lock(&own->mutex);
	return 0;
}

/* What is given back in each branch, or jumped to, was taken before. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->mutex);
	if (thing->level == 1) {
		mutex_unlock(&own->mutex);
		return 1;
	} else if (thing->level == 2) {
		goto out;
	}
	thing->level = 0;
	if (own->thing)
		goto out;
	mutex_unlock(&own->mutex);
	return 0;
out:
	mutex_unlock(&own->mutex);
	return 2;
}

static const struct thing_ops ops = {
	.open = open, .set_level = set_level, .hold = hold, .let_go = let_go, .stop = stop,
};

/*
 * check-name: a lock that one case takes and another gives back
 * check-has: kernel set_level: calls mutex_lock on some ways only, and not on the same (line 20)
 * check-has: kernel hold: calls mutex_unlock on some ways only, and not on the same
 * check-has: kernel let_go: calls mutex_unlock on some ways only, and not on the same
 * check-has: user stop
 * check-has: user open
 * check-not: native mutex_unlock
 */
