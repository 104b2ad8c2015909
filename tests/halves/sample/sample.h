/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * What both halves of the sample driver know: a driver of nothing, with every
 * kind of shared field, argument and call. Its numbers are those of the tables
 * in kernel/tables.c.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <linux/types.h>

#define SAMPLE_NAME	"cleave_sample"
#define SAMPLE_BUILD_ID	"5a3b1e00d1c0ffee5a3b1e00d1c0ffee5a3b1e00d1c0ffee5a3b1e00d1c0ffee"
#define SAMPLE_LABEL	"a label that the kernel keeps"
#define SAMPLE_LOAN	48	/* bytes of each loan */
#define SAMPLE_HEAVY	40000	/* bytes of each heavy one */
#define SAMPLE_LENT	4	/* bytes of its caller's that an upcall tells of: "lend" */
#define SAMPLE_IRQ	21	/* the device's, which is but a number */
#define SAMPLE_OTHER_IRQ 22	/* that of the other device */

struct sample_part {
	__u32 value;
	__u32 unshared;
};

struct sample_ops {
	__u32 id;
	__u32 unused;
};

struct sample_lane {
	__u16 shared;
	__u16 unshared;
};

struct sample_device {
	char name[16];
	__u32 counter;
	__u32 state;
	__u64 serial;			/* a user half may not write it */
	__u32 flags;			/* its lowest four bits are shared */
	__u32 secret;			/* not shared */
	struct sample_device *peer;
	const struct sample_ops *ops;
	const char *label;
	const __u8 *address;		/* of SAMPLE_ADDRESS bytes */
	void *links[4];
	struct sample_lane lanes[3];
	__u32 unshared;
	__u32 place;			/* an index of the driver's, below SAMPLE_PLACES */
	__u32 made;			/* a user half may write it while it is 0 */
	__u32 port;			/* ... if the device owns it: the sample owns none */
	struct sample_part part;
	__u8 bytes[64];
	__u8 *kept;			/* bytes of the user half's, which the kernel half may free */
};

#define SAMPLE_ADDRESS		6
#define SAMPLE_PLACES		5
#define SAMPLE_FLAGS_SHARED	0x0f

struct sample_buffer {
	__u32 length;
	__u32 unshared;
	__u8 bytes[56];
};

enum {
	SAMPLE_UP_PROBE,	/* int (device: born) */
	SAMPLE_UP_REMOVE,	/* void (device: ends) */
	SAMPLE_UP_OPEN,		/* int (device) */
	SAMPLE_UP_SCALARS,	/* u64 (device, u8, s16, u32, u64) */
	SAMPLE_UP_LOANS,	/* int (device, in, out, inout, string) */
	SAMPLE_UP_PICK,		/* struct sample_part *(device) */
	SAMPLE_UP_PATIENT,	/* int (device, sample_debug), waits for a user half */
	SAMPLE_UP_LOCKED,	/* int (device), under the sample's lock */
	SAMPLE_UP_HEAVY,	/* int (device, in, in): more than one message holds */
	SAMPLE_UP_UNSURE,	/* int (device), perhaps under the sample's lock */
	SAMPLE_UP_LEND,		/* int (device, memory of the process that calls) */
	SAMPLE_UP_TICK,		/* void (u64), an event */
	SAMPLE_UP_TOCK,		/* void (u64), an event */
	SAMPLE_UPS,
};

enum {
	SAMPLE_DOWN_SCALE,	/* u64 (u64, u64), anywhere */
	SAMPLE_DOWN_FILL,	/* void (out, length, byte) */
	SAMPLE_DOWN_SUM,	/* u64 (in, length) */
	SAMPLE_DOWN_INVERT,	/* void (inout, length) */
	SAMPLE_DOWN_ALLOC,	/* struct sample_buffer *(trailing bytes) */
	SAMPLE_DOWN_FREE,	/* void (struct sample_buffer *) */
	SAMPLE_DOWN_SAY,	/* length (string) */
	SAMPLE_DOWN_KEEP,	/* void (device, string): becomes its label */
	SAMPLE_DOWN_ENTER,	/* int (device): calls SAMPLE_UP_OPEN */
	SAMPLE_DOWN_WHOSE,	/* struct sample_device *(struct sample_part *) */
	SAMPLE_DOWN_OPS,	/* u32 (struct sample_ops *) */
	SAMPLE_DOWN_SAME,	/* bool (function) */
	SAMPLE_DOWN_SLEEP,	/* void (milliseconds) */
	SAMPLE_DOWN_NAP,	/* number of the thread (milliseconds): by the worker */
	SAMPLE_DOWN_GRAB,	/* void (): takes the sample's lock, and lets go of it */
	SAMPLE_DOWN_GRAB_ANYWHERE,	/* the same, anywhere */
	SAMPLE_DOWN_LOCK,	/* void (): takes the sample's second mutex, until the answer */
	SAMPLE_DOWN_UNLOCK,	/* void () */
	SAMPLE_DOWN_ARM,	/* void (struct sample_buffer *): work in it runs from now on */
	SAMPLE_DOWN_ATTACH,	/* void (struct sample_buffer *): something is acquired for it */
	SAMPLE_DOWN_WAIT,	/* jiffies left (timeout): for what never completes */
	SAMPLE_DOWN_RELY,	/* bool (): relies on the sample's lock being held */
	SAMPLE_DOWN_GRAB_SECOND, /* void (): takes the second mutex, and lets go of it */
	SAMPLE_DOWN_RELY_SECOND, /* bool (): relies on the second mutex being held */
	SAMPLE_DOWN_WORD,	/* text (number): none if that is 0 */
	SAMPLE_DOWN_FIND,	/* void (struct sample_part **result, device) */
	SAMPLE_DOWN_PLACE,	/* void (number): becomes the device's place */
	SAMPLE_DOWN_HUSH,	/* int (interrupt, milliseconds, buffer): takes so long */
	SAMPLE_DOWN_UNHUSH,	/* void (interrupt) */
	SAMPLE_DOWN_OFFER,	/* int (): a variable is registered */
	SAMPLE_DOWN_CLOSE,	/* void (struct sample_buffer *): calls SAMPLE_UP_OPEN, then frees */
	SAMPLE_DOWN_COPY,	/* bytes left (address, length): from the process that calls */
	SAMPLE_DOWN_BYTES,	/* u8 *(length): that are kept */
	SAMPLE_DOWN_UNBYTES,	/* void (u8 *) */
	SAMPLE_DOWNS,
};

enum {
	SAMPLE_TYPE_DEVICE,
	SAMPLE_TYPE_BUFFER,
	SAMPLE_TYPE_DEBUG,
	SAMPLE_TYPES,
};

enum {
	SAMPLE_CLASS_DEVICE = 1,
	SAMPLE_CLASS_BUFFER,
	SAMPLE_CLASS_PART,
	SAMPLE_CLASS_OPS,
	SAMPLE_CLASS_FUNCTION,
	SAMPLE_CLASS_INT,
};

/* Symbols, in the order of the table that goes with attach. */
enum {
	SAMPLE_SYMBOL_OPEN,	/* a function */
	SAMPLE_SYMBOL_OPS,	/* a table of two struct sample_ops */
	SAMPLE_SYMBOL_DEBUG,	/* an int, shared */
	SAMPLE_SYMBOLS,
};

#endif /* SAMPLE_H */
