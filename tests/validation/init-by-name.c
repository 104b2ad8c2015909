// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

static int set(struct gauge *gauge, u32 level)
{
	gauge->level = level;
	return 0;
}

static const struct gauge_ops ops = { .set = set };
static struct gauge gauge = { .ops = &ops };

/* Both begin with the level of the last time. */
static void settle(void)
{
	msleep(1);
}

int init_module(void)
{
	settle();
	return gauge_register(&gauge);
}

void cleanup_module(void)
{
	gauge_unregister(&gauge);
	settle();
}

/*
 * check-name: the module's own init and exit, by the names that the kernel calls them by
 * check-has: kernel init_module: init: the module's own init or exit
 * check-has: kernel cleanup_module: init: the module's own init or exit
 * check-has: kernel settle: callers: only called from the kernel half
 * check-has: user set
 */
