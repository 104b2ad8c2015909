/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * The payload of a CLEAVE_CMD_CALL message: one call, or the answer to one.
 *
 *	struct cleave_msg   header, 32 bytes
 *	__u64 args[nargs]
 *	nblobs times:
 *		struct cleave_blob  8 bytes
 *		data                len bytes, padded with zeros to 8
 *
 * Everything is in the byte order of the machine: both ends run on it. Every
 * part starts on a multiple of eight bytes. No padding holds data. Codec:
 * cleave/codec.h.
 */
#ifndef CLEAVE_WIRE_H
#define CLEAVE_WIRE_H

#include <linux/types.h>

#define CLEAVE_WIRE_VERSION	1

/** CLEAVE_MAX_ARGS - most arguments of one call */
#define CLEAVE_MAX_ARGS		12
/**
 * CLEAVE_MAX_PAYLOAD - most bytes of one payload, header included
 *
 * The length of a netlink attribute, its 4 bytes of header included, has 16
 * bits; this is the greatest multiple of 8 that goes in.
 */
#define CLEAVE_MAX_PAYLOAD	65528U
/** CLEAVE_TEXT_MAX - bytes of text that a downcall can return, its end included; more is cut */
#define CLEAVE_TEXT_MAX		256
/** CLEAVE_MAX_DEPTH - most upcalls nested in one logical thread */
#define CLEAVE_MAX_DEPTH	8
/**
 * CLEAVE_MAX_WORKERS - most threads of a user half that serve upcalls
 *
 * It starts them all: it cannot make another one when it needs it, since it is confined by then.
 */
#define CLEAVE_MAX_WORKERS	64

/**
 * enum cleave_op - what a payload is
 * @CLEAVE_OP_UPCALL: kernel to user: run upcall @id
 * @CLEAVE_OP_UPRET: user to kernel: answer to the innermost upcall
 * @CLEAVE_OP_DOWNCALL: user to kernel: run downcall @id
 * @CLEAVE_OP_DOWNRET: kernel to user: answer to the innermost downcall
 * @CLEAVE_OP_EVENTS: kernel to user: a batch of events; one blob, an array of
 *	struct cleave_event. Answered by CLEAVE_OP_UPRET
 */
enum cleave_op {
	CLEAVE_OP_UPCALL = 1,
	CLEAVE_OP_UPRET,
	CLEAVE_OP_DOWNCALL,
	CLEAVE_OP_DOWNRET,
	CLEAVE_OP_EVENTS,
};

/**
 * struct cleave_msg - header of every payload
 * @version: CLEAVE_WIRE_VERSION
 * @op: enum cleave_op
 * @id: number of the upcall or downcall, from the tables of the half
 * @nargs: number of 64-bit words that follow
 * @nblobs: number of blobs that follow these
 * @depth: nesting of the upcall that this belongs to, 1 for the outermost
 * @ret: value returned, in UPRET and DOWNRET; the kernel's jiffies, in UPCALL
 *	and EVENTS (the user half's own clock would drift from it)
 * @err: 0, or a negative errno when the call itself could not be made
 * @len: length of the whole payload in bytes, this header included
 */
struct cleave_msg {
	__u16 version;
	__u16 op;
	__u32 id;
	__u16 nargs;
	__u16 nblobs;
	__u32 depth;
	__u64 ret;
	__s32 err;
	__u32 len;
};

/**
 * enum cleave_dir - which way bytes go
 * @CLEAVE_TO_USER: the kernel half's bytes go to the user half
 * @CLEAVE_TO_KERNEL: the user half's bytes go to the kernel half
 * @CLEAVE_BOTH: both
 */
enum cleave_dir {
	CLEAVE_TO_USER = 1,
	CLEAVE_TO_KERNEL = 2,
	CLEAVE_BOTH = 3,
};

/**
 * struct cleave_blob - bytes that stand for a pointer argument
 * @arg: index of the argument whose word the blob replaces
 * @dir: enum cleave_dir; a blob with the direction back is in the answer too,
 *	which then has as many (zero) words as the call had
 * @len: bytes of data that follow, before padding
 */
struct cleave_blob {
	__u16 arg;
	__u16 dir;
	__u32 len;
};

/**
 * struct cleave_event - one posted event, perhaps many coalesced
 * @id: number of the upcall that handles it
 * @count: how many posts this stands for
 * @arg: argument of the last of them
 */
struct cleave_event {
	__u32 id;
	__u32 count;
	__u64 arg;
};

/*
 * Words that stand for pointers. An address inside the arena is itself; the
 * kernel finds the object by arithmetic. An address of a driver's function,
 * table or global in the user half is itself, too, as told at attach.
 */

/** CLEAVE_WORD_BLOB - the argument's bytes are in the blob of its index */
#define CLEAVE_WORD_BLOB	(~0ULL)

/**
 * CLEAVE_ARENA_BASE - where every user half maps its arena
 *
 * Above the shadow of AddressSanitizer (0x10007fff8000) and below the end of
 * what valgrind manages (0x200000000000).
 */
#define CLEAVE_ARENA_BASE	0x110000000000ULL
/**
 * CLEAVE_SLOT_SHIFT - one handle covers 1 << CLEAVE_SLOT_SHIFT bytes
 *
 * So few that objects which come one after the other share a page table in the user half.
 */
#define CLEAVE_SLOT_SHIFT	16
/** CLEAVE_ARENA_SLOTS - number of handles; a larger object takes several */
#define CLEAVE_ARENA_SLOTS	262144U
/** CLEAVE_ARENA_SIZE - bytes of address space of an arena */
#define CLEAVE_ARENA_SIZE	((__u64)CLEAVE_ARENA_SLOTS << CLEAVE_SLOT_SHIFT)

/**
 * CLEAVE_PORTS_BASE - where a user half sees ports that a driver has mapped, by their number:
 * nothing is mapped there, and what is read or written is CLEAVE_DOWN_PORT's to do
 */
#define CLEAVE_PORTS_BASE	(CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE)
#define CLEAVE_NR_PORTS		65536U

/**
 * CLEAVE_OPAQUE - base of what the user half sees for a pointer that has no
 * meaning there; not a canonical address, so a touch is a fault
 */
#define CLEAVE_OPAQUE		0xdead000000000000ULL

/* Downcalls that every kernel half has, above those of its own table. */
enum cleave_builtin {
	CLEAVE_DOWN_BUILTIN = 0xf000,
	/* args: level (0..7), kind (enum cleave_log_kind), object; blob 3: text */
	CLEAVE_DOWN_LOG = CLEAVE_DOWN_BUILTIN,
	/* args: address of a mapped port, bytes (1, 2, 4), whether to write, what; returns what was read */
	CLEAVE_DOWN_PORT,
	/* args: nanoseconds, CLEAVE_DELAY_MAX at most */
	CLEAVE_DOWN_DELAY,
	/* args: milliseconds */
	CLEAVE_DOWN_SLEEP,
	CLEAVE_DOWN_BUILTIN_END,
};

/** CLEAVE_NR_BUILTINS - how many those are */
#define CLEAVE_NR_BUILTINS	(CLEAVE_DOWN_BUILTIN_END - CLEAVE_DOWN_BUILTIN)

/** CLEAVE_DELAY_MAX - nanoseconds that a downcall may spin */
#define CLEAVE_DELAY_MAX	1000000U

/**
 * enum cleave_log_kind - which of the kernel's print functions logs a line
 * @CLEAVE_LOG_PLAIN: printk(); no object
 * @CLEAVE_LOG_DEV: dev_printk(); the object is a struct device
 * @CLEAVE_LOG_NETDEV: netdev_printk(); the object is a struct net_device
 */
enum cleave_log_kind {
	CLEAVE_LOG_PLAIN,
	CLEAVE_LOG_DEV,
	CLEAVE_LOG_NETDEV,
};

#endif /* CLEAVE_WIRE_H */
