// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "hearer.h"

static struct hearer hearer;
static struct ward ward = { .hearer.hear = heard };

static int open(struct thing *thing)
{
	return chain_join(&hearer) + ward_start(&ward) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: ... and is a part of something of the kernel's
 * check-has: kernel heard: atomic: heard (hearer.hear)
 */
