// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

static int set(struct gauge *gauge, u32 level)
{
	gauge->level = level;
	return 0;
}

/* No function of the user half names it, but one is given it. */
static const struct gauge_ops ops = { .set = set };
static struct gauge gauge = { .ops = &ops };

static int init(void)
{
	return gauge_register(&gauge);
}
module_init(init)

/*
 * check-name: a variable that the user half is given is an object, although it never names it
 * check-has: user set
 * check-has: upcall set(object, value)
 * check-has: type gauge
 * check-has: symbol global gauge
 * check-has: field gauge.level raw both
 */
