// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "hearer.h"

static struct hearer hearer = { .hear = heard };

static int open(struct thing *thing)
{
	return chain_join(&hearer) + hasty_join(&hearer) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: ... and goes elsewhere, too
 * check-has: kernel heard: atomic: heard (hearer.hear)
 */
