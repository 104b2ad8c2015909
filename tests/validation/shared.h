/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A header of two drivers; they are the cases shared-header*.c. */
struct shared_ops {
	int (*level)(struct thing *thing);
	int (*unused)(struct thing *thing);
};

struct shared_part {
	u32 level;
	struct { u32 low; } inner;
	struct bus_device *bdev;
};

/* Of this one driver alone says anything ... */
struct alone_ops {
	int (*level)(struct thing *thing);
};

/* ... to these the other gets by a macro, and by what a function leads to. */
struct cast_ops {
	int (*level)(struct thing *thing);
};

struct held_ops {
	int (*level)(struct thing *thing);
};

struct held {
	const struct held_ops *ops;
};

#define CAST_LEVEL(ops, thing) (((const struct cast_ops *)(ops))->level(thing))

static inline struct held *held_by(struct thing *thing)
{
	return (struct held *)thing->ops;
}
