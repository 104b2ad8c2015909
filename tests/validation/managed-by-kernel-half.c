// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct part *part;
	struct part *other;
	int level;
};

int part_new(struct device *dev, int nr, struct part **out);
void *devm_zalloc(struct device *dev, size_t size);

struct part {
	struct device *dev;
	void (*let_go)(struct part *part);
	void (*done)(struct part *part);
	const struct part_ops *ops;
	int level;
};

struct part_ops {
	int (*raise)(struct part *part);
};

struct note {
	struct part *part;
	int level;
};

/* Sets up more than this: nobody but the kernel half may undo it. */
static void let_go(struct part *part)
{
	part->level = 0;
}

static void done(struct part *part)
{
	part->level = 1;
}

static int raise(struct part *part)
{
	return ++part->level;
}

static const struct part_ops part_ops = { .raise = raise };

/* Stays for what it calls. It makes a part, through an argument, and notes, for its device. */
static int probe(struct bus_device *bdev)
{
	struct part *part;
	struct note *note;
	int err = part_new(&bdev->dev, mystery(1), &part);

	if (err)
		return err;
	note = devm_zalloc(&bdev->dev, sizeof(*note));
	if (!note)
		return -12;
	note->part = part;
	part->let_go = let_go;
	part->ops = &part_ops;
	bdev->dev.driver_data = note;
	return 0;
}

static struct bus_driver driver = { .name = "own", .probe = probe };

static int show(struct bus_device *bdev)
{
	struct note *note = bdev->dev.driver_data;
	struct part *part;
	int err = part_new(&bdev->dev, 1, &part);

	if (!err)
		part->done = done;
	return err ? err : note->level;
}

struct bus_ops {
	int (*show)(struct bus_device *bdev);
};

static const struct bus_ops ops = { .show = show };

const struct bus_ops *mystery_ops(const struct bus_ops *ops);

static int init(void)
{
	return mystery_ops(&ops) ? bus_register(&driver) : -19;
}
module_init(init)

/*
 * check-name: what the kernel half makes for its device is known, also through an argument
 * check-profile:
 *	types:
 *	  part: {root: true}
 *	slots:
 *	  part.let_go: {context: sleep, undoes: setter}
 *	  part.done: {context: sleep, undoes: setter}
 *	  part_ops.raise: {context: sleep}
 *	  bus_ops.show: {context: sleep}
 *	functions:
 *	  part_new: {args: [object, value, result], returns: {object: part, at: $2, size: sizeof(struct part), managed: $0}}
 *	  devm_zalloc: {args: [object, value], returns: {object: any, size: $1, managed: $0}}
 * check-has: kernel probe: calls mystery
 * check-has: kernel let_go: undoes what probe does in the kernel half
 * check-has: user done
 * check-has: user raise
 * check-has: user show
 * check-has: upcall show(object)
 * check-has: downcall function part_new(object, value, result)
 * check-has: native part_new__of_bdev
 * check-has: native devm_zalloc__note__of_bdev
 * check-has: type part
 * check-has: type note
 */
