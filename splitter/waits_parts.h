/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What waits.c and waits_delay.c share: in which calls time passes. Nobody else includes this. */
#ifndef SPLITTER_WAITS_PARTS_H
#define SPLITTER_WAITS_PARTS_H

#include "partition.h"

#define WAITS_DEPTH	4	/* calls in calls that are looked at */

/**
 * struct passing - what happens in calls, one after the other
 * @round: in: they are in a round of a loop
 */
struct passing {
	bool waits;		/* time passes */
	bool refreshed;		/* a call across: the user half sees what the kernel half has done */
	bool round;
};

/** struct stretch - a part of a function, by its events */
struct stretch {
	const struct func *func;
	unsigned int from, to;
};

/*
 * Whether a call is a delay, or of a header's inline that has one. In a round of a loop it counts
 * if it tells the time, too.
 */
bool waits__is_delay(const struct partition *p, const struct call *call, unsigned int depth,
		     bool round);

/* Whether a variable that tells the time is among those accesses. */
bool waits__reads_clock(const struct partition *p, const struct func *func, unsigned int from,
			unsigned int end);

/*
 * What happens in a call, also in those of the driver's functions; the ones that run where nothing
 * may sleep are in the kernel half.
 */
void waits__pass(const struct partition *p, const struct call *call, struct passing *passing,
		 unsigned int depth);

/* In a round: a call across that is made only sometimes, say at its end, shows nothing before. */
struct passing waits__round(const struct partition *p, const struct stretch *s);

/* In a round of that loop. */
struct passing waits__loop(const struct partition *p, const struct func *func,
			   const struct loop_fact *loop);

/*
 * Whether each round of it reads a register, with no call across, and more than a count ends it: it
 * waits for the device.
 */
bool waits__polls(const struct partition *p, const struct func *func,
		  const struct loop_fact *loop);

#endif /* SPLITTER_WAITS_PARTS_H */
