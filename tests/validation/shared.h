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
