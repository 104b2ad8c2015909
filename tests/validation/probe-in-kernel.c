// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

static const struct thing_ops ops;

/* It does something that only the kernel can; what it makes is known all the same. */
static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_new(sizeof(struct own));
	struct own *own;

	if (!thing)
		return -12;
	own = thing_priv(thing);
	own->bdev = bdev;
	thing->level = mystery(bdev->vendor);
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

/* Could be in the user half but for what probe did. */
static void remove(struct bus_device *bdev)
{
	struct thing *thing = bdev->dev.driver_data;

	thing_unregister(thing);
	thing_free(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bdev->vendor;
}

static int hold(struct thing *thing)
{
	return thing->level;
}

static int let_go(struct thing *thing)
{
	return thing->level + 1;
}

static const struct thing_ops ops = { .open = open, .hold = hold, .let_go = let_go };

/* Another table: what holds is in the kernel half, so what lets go is, too. */
static int hold_far(struct thing *thing)
{
	return mystery(thing->level);
}

static int let_go_far(struct thing *thing)
{
	return thing->level + 2;
}

static const struct thing_ops far_ops = { .hold = hold_far, .let_go = let_go_far };

static struct bus_driver driver = { .name = "own", .probe = probe, .remove = remove };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: what a probe in the kernel half is given, and makes by a macro, is known
 * check-has: kernel probe: calls mystery
 * check-has: kernel remove: undoes what probe does in the kernel half
 * check-has: kernel let_go_far: undoes what hold_far does in the kernel half
 * check-has: user open
 * check-has: user let_go
 * check-has: upcall open(object)
 * check-not: upcall remove
 * check-has: native thing_alloc struct thing *
 * check-has: type bus_device
 * check-has: field own.bdev pointer
 * check-has: kernel-rename { { extern const void *cleave_root_bus_device(
 */
