/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What `cleave bench` and its kernel module say to each other: a character
 * device, /dev/cleave_bench, with three requests, and a Generic Netlink family
 * that serves only to be compared with.
 */
#ifndef CLEAVE_BENCH_UAPI_H
#define CLEAVE_BENCH_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define CLEAVE_BENCH_NAME	"cleave_bench"

/**
 * enum cleave_bench_what - one operation that is repeated
 * @CLEAVE_BENCH_UPCALL: upcall with nothing in it
 * @CLEAVE_BENCH_NESTED: upcall that makes @n empty downcalls
 * @CLEAVE_BENCH_ANYWHERE: the same, in the user half's own system call
 * @CLEAVE_BENCH_PAYLOAD: upcall that carries @n bytes to the user half
 * @CLEAVE_BENCH_PAYLOAD_BACK: upcall whose answer carries @n bytes
 * @CLEAVE_BENCH_OBJECTS: upcall with @n objects of eight shared fields, unchanged
 * @CLEAVE_BENCH_FIELDS: upcall with an object of @n shared words, unchanged
 * @CLEAVE_BENCH_CHANGED_KERNEL: upcall after the kernel half changed @n of 512 words
 * @CLEAVE_BENCH_CHANGED_USER: upcall in which the user half changes @n of 512 words
 * @CLEAVE_BENCH_BURST: @n events and a mark from interrupt context, until the
 *	mark has been handled
 * @CLEAVE_BENCH_REGS_MAPPED: upcall that reads @n words of a region by itself
 * @CLEAVE_BENCH_REGS_DOWNCALL: upcall that reads them by downcall (`anywhere`)
 * @CLEAVE_BENCH_REGS_KERNEL: the kernel half reads @n words; no upcall
 * @CLEAVE_BENCH_IOCTL: wakes a process that replies and waits in one ioctl
 * @CLEAVE_BENCH_GENL: sends to a process that answers, by Generic Netlink
 * @CLEAVE_BENCH_UIO: notifies a UIO device, whose reader answers by write()
 * @CLEAVE_BENCH_NOTHING: the loop itself
 */
enum cleave_bench_what {
	CLEAVE_BENCH_UPCALL,
	CLEAVE_BENCH_NESTED,
	CLEAVE_BENCH_ANYWHERE,
	CLEAVE_BENCH_PAYLOAD,
	CLEAVE_BENCH_PAYLOAD_BACK,
	CLEAVE_BENCH_OBJECTS,
	CLEAVE_BENCH_FIELDS,
	CLEAVE_BENCH_CHANGED_KERNEL,
	CLEAVE_BENCH_CHANGED_USER,
	CLEAVE_BENCH_BURST,
	CLEAVE_BENCH_REGS_MAPPED,
	CLEAVE_BENCH_REGS_DOWNCALL,
	CLEAVE_BENCH_REGS_KERNEL,
	CLEAVE_BENCH_IOCTL,
	CLEAVE_BENCH_GENL,
	CLEAVE_BENCH_UIO,
	CLEAVE_BENCH_NOTHING,
	CLEAVE_BENCH_NR,
};

#define CLEAVE_BENCH_MAX_NESTED		64
#define CLEAVE_BENCH_MAX_OBJECTS	64
#define CLEAVE_BENCH_MAX_WORDS		512
#define CLEAVE_BENCH_MAX_PAYLOAD	65472	/* with header, two words and blob a whole message */
#define CLEAVE_BENCH_MAX_BURST		63	/* with the mark, all that may be pending */
#define CLEAVE_BENCH_MAX_READS		4096
#define CLEAVE_BENCH_MAX_ITERATIONS	1000000
#define CLEAVE_BENCH_MAX_DELAY		1000000	/* nanoseconds */
#define CLEAVE_BENCH_MAX_RATE		1000000	/* events per second */

/**
 * struct cleave_bench_run - repeat one operation
 * @what: enum cleave_bench_what
 * @n: its parameter
 * @iterations: how often
 * @ns: result: nanoseconds that all of them took
 * @samples: address of @iterations u32, nanoseconds of each; 0 for none (the
 *	clock is then read only twice)
 */
struct cleave_bench_run {
	__u32 what;
	__u32 n;
	__u32 iterations;
	__u32 pad;
	__u64 ns;
	__u64 samples;
};

/**
 * struct cleave_bench_events - post events at a fixed rate from a hard interrupt
 * @rate: per second
 * @count: how many
 * @samples: address of @count u32, latencies in nanoseconds, from the post to
 *	the user half's function; 0 for none
 * @posted, @coalesced, @dropped: as cleave_event_post() said
 * @handled: calls of the user half's functions
 * @ns: from the first post until all were handled
 */
struct cleave_bench_events {
	__u32 rate;
	__u32 count;
	__u64 samples;
	__u64 posted;
	__u64 coalesced;
	__u64 dropped;
	__u64 handled;
	__u64 ns;
};

/**
 * enum cleave_bench_manner - how a loaded driver reaches its user half
 * @CLEAVE_BENCH_QUEUED: as U2MDF over netlink: handed over, the caller goes on
 * @CLEAVE_BENCH_BLOCKING: as Microdrivers by ioctl: the caller waits
 */
enum cleave_bench_manner {
	CLEAVE_BENCH_QUEUED,
	CLEAVE_BENCH_BLOCKING,
};

/**
 * struct cleave_bench_load - a generated load of packets, some of which cross
 * @manner: enum cleave_bench_manner
 * @real: cross for real (netlink, or ioctl); else a function call in the kernel
 * @delay_ns: busy wait added to each mode switch, two of which make a crossing
 * @rate: packets offered per second
 * @every: one packet in so many needs a crossing
 * @msec: how long
 * @offered, @handled, @dropped: packets
 * @crossings, @missed: made; and not made since the queue for them was full
 * @ns: how long it was in fact
 * @idle_ns: time that all processors together were idle; ~0 if not known
 * @cpus: processors
 */
struct cleave_bench_load {
	__u32 manner;
	__u32 real;
	__u32 delay_ns;
	__u32 rate;
	__u32 every;
	__u32 msec;
	__u64 offered;
	__u64 handled;
	__u64 dropped;
	__u64 crossings;
	__u64 missed;
	__u64 ns;
	__u64 idle_ns;
	__u32 cpus;
	__u32 pad;
};

#define CLEAVE_BENCH_RUN	_IOWR('c', 1, struct cleave_bench_run)
#define CLEAVE_BENCH_EVENTS	_IOWR('c', 2, struct cleave_bench_events)
#define CLEAVE_BENCH_LOAD	_IOWR('c', 3, struct cleave_bench_load)
/* Argument 1: reply to what the last one returned with. Then wait for the next. */
#define CLEAVE_BENCH_SERVE	_IO('c', 4)

/* The family that is compared with. */
#define CLEAVE_BENCH_GENL_VERSION	1

enum {
	CLEAVE_BENCH_CMD_PING = 1,	/* kernel to user; from user: "send to me" */
	CLEAVE_BENCH_CMD_PONG,
};

enum {
	CLEAVE_BENCH_A_VALUE = 1,	/* u64 */
};

#endif /* CLEAVE_BENCH_UAPI_H */
