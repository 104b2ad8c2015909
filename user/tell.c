// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stores that the kernel half hears of before a device is written to. A store to a mirror crosses
 * with the next call, but a write to a register is no call, and the interrupt handler that it
 * brings about may look for what was stored. So the user view tells of such stores, and the next
 * write to a register crosses before, if nothing else has.
 */
#include "kapi.h"

#include "libcleave.h"

static _Thread_local bool untold;

/* Of the user view: something was stored. @unused: what went out of scope then. */
void cleave_tell(char *unused)
{
	(void)unused;
	untold = true;
}

void cleave_crossed(void)
{
	untold = false;
}

/* Before a write to a register: any downcall takes along what was stored. */
void cleave_told(void)
{
	struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_DELAY);

	if (!untold || !cleave_worker)
		return;
	cleave_put_value(&f, 0);
	cleave_down(&f);
}
