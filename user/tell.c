// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stores that the kernel half hears of before a device is written to. A store to a mirror crosses
 * with the next call, but a write to a register is no call, and the interrupt handler that it
 * brings about may look for what was stored. Nor is a delay one, in which whatever runs in the kernel
 * half may look for it. So the user view tells of such stores, and the next write to a register, or
 * delay, crosses before, if nothing else has.
 */
#include "kapi.h"

#include "libcleave.h"

static _Thread_local bool untold;
static _Thread_local unsigned int storing;	/* stretches of text, in each of which something may be */

/* Of the user view: something was stored. @unused: what went out of scope then. */
void cleave_tell(char *unused)
{
	(void)unused;
	untold = true;
}

char cleave_tell_begin(void)
{
	storing++;
	return 0;
}

void cleave_tell_end(char *unused)
{
	storing--;
	cleave_tell(unused);
}

void cleave_crossed(void)
{
	untold = false;
}

/* Any downcall takes along what was stored, and brings what the kernel half has stored. */
static void cross(void)
{
	struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_DELAY);

	cleave_put_value(&f, 0);
	cleave_down(&f);
}

/* Before a write to a register, or time that passes. */
void cleave_told(void)
{
	if ((untold || storing) && cleave_worker)
		cross();
}

/* After a sleep, in which anything may have happened. */
void cleave_look(void)
{
	if (cleave_worker && cleave_worker->depth)
		cross();
}
