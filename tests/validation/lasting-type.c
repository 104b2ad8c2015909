// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct bus_device *bdev;
	int level;
};

struct card {
	void *private_data;
	void (*free)(struct card *card);
};

int card_new(struct bus_device *bdev, size_t size, struct card **out);
int card_use(struct card *card);

/* What it does to a spin lock keeps it, and the card that it makes, in the kernel half. */
static int probe(struct bus_device *bdev)
{
	struct card *card;
	int err;

	spin_lock((spinlock_t *)&bdev->irq);
	err = card_new(bdev, sizeof(struct own), &card);
	if (err)
		return err;
	spin_unlock((spinlock_t *)&bdev->irq);
	return card_use(card);
}

static void card_free(struct card *card)
{
	struct own *own = card->private_data;

	own->level = 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing->dev.driver_data;

	return own->level;
}

static const struct thing_ops ops = { .open = open };
static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	struct card card = { .free = card_free };

	return bus_register(&driver) + card_use(&card) + (ops.open ? 1 : 0);
}
module_init(init)

/*
 * check-name: what the kernel half made is not known because it is an argument
 * check-profile:
 *	types:
 *	  card: {root: true, guest: "NULL", private: {offset: "sizeof(struct card)", in: private_data}}
 *	functions:
 *	  card_new: {args: [object, value, result], returns: {object: card, at: $2, size: "sizeof(struct card) + $1", lasts: true}}
 *	  card_use: {args: [object]}
 *	slots:
 *	  card.free: {context: sleep}
 * check-has: kernel probe
 * check-has: kernel card_free
 * check-has: kernel open
 */
