/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Another module of the kernel's: it makes crafts, with a pilot behind each, and calls a crew. */
#ifndef FAKE_CRAFT_H
#define FAKE_CRAFT_H

#include <kernel.h>

struct craft {
	struct device dev;
	u32 speed;
};

struct pilot {
	struct craft *craft;
	u32 level;
	u32 parts;
	void *crew_priv;
};

/* Boarding comes first. */
struct crew {
	int (*board)(struct pilot *pilot, struct bus_device *bdev);
	int (*look)(struct pilot *pilot);
	int (*set)(struct pilot *pilot, int level);
};

struct craft_ops {
	int (*rise)(struct craft *craft, int by);
};

static inline void *craft_priv(const struct craft *craft)
{
	return (char *)craft + ((sizeof(struct craft) + 31) & ~31UL);
}

int crew_register(const struct crew *crew);
int craft_steer(struct pilot *pilot, int by);

#endif /* FAKE_CRAFT_H */
