/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The marks that cleave_mark.ko leaves and `cleave verify` reads: one 32-bit write
 * each, to a port of no device.
 */
#ifndef CLEAVE_MARK_H
#define CLEAVE_MARK_H

#define MARK_PORT		0x5ca0

/* What happened ... */
#define MARK_TASK		0x00000000	/* with a task: see below */
#define MARK_OPERATION		0x40000000	/* an operation begins */
#define MARK_ENTER		0x80000000	/* a function is called */
#define MARK_LEAVE		0xc0000000	/* ... and returns */
#define MARK_KIND_MASK		0xc0000000

/* ... in which context, other than that of a task that asks for something */
#define MARK_INTERRUPT		0x20000000
#define MARK_WORKER		0x10000000

/* ... in which task, and to what: a function or an operation, by number */
#define MARK_TASK_SHIFT		12
#define MARK_TASK_MASK		0xffff
#define MARK_NUMBER_MASK	0xfff

/* What MARK_TASK says of the task, as its number */
#define MARK_TASK_RUNS		0	/* it is the processor's turn to run it */
#define MARK_TASK_WOKEN		1	/* the one that runs wakes it up */
#define MARK_TASK_INTERRUPTED	2	/* a handler, or a soft interrupt, runs in its stead ... */
#define MARK_TASK_RESUMED	3	/* ... no more */

#endif /* CLEAVE_MARK_H */
