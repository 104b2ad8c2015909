// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Objects of it are nobody's. */
struct sensor {
	u32 nr;
	struct gauge gauge;
};

struct known {
	u32 nr;
	struct gauge gauge;
};

static int set(struct gauge *gauge, u32 level)
{
	struct sensor *sensor = (struct sensor *)((char *)gauge -
						  __builtin_offsetof(struct sensor, gauge));

	return sensor->nr + level;
}

static int set_known(struct gauge *gauge, u32 level)
{
	struct known *known = (struct known *)((char *)gauge -
					       __builtin_offsetof(struct known, gauge));

	return known->nr + level;
}

static const struct gauge_ops ops = { .set = set };
static const struct gauge_ops known_ops = { .set = set_known };
static struct known known = { .gauge = { .ops = &known_ops } };
static struct gauge gauge = { .ops = &ops };

static int init(void)
{
	return gauge_register(&gauge) + gauge_register(&known.gauge);
}
module_init(init)

/*
 * check-name: what has a part that is known is not known for that
 * check-has: kernel set: takes what is behind a struct gauge for a struct sensor
 * check-has: user set_known
 * check-has: type known
 */
