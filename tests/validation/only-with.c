// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "hearer.h"

static struct hearer hearer = { .hear = heard };

static int open(struct thing *thing)
{
	return chain_join(&hearer) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a slot that may sleep where its structure goes
 * check-has: user heard: user: may sleep (hearer.hear)
 */
