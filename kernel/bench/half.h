/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel half cleave_bench: its numbers, which the user half
 * (user/bench/half.c) shares, and its upcalls.
 */
#ifndef CLEAVE_BENCH_HALF_H
#define CLEAVE_BENCH_HALF_H

#define BENCH_BUILD_ID	"c1eabe0000000001"

/* Upcalls, by name and number. BENCH_UP_EVENT is the first of 64 events. */
#define BENCH_UPS(X)				\
	X(START, bench_start)			\
	X(STOP, bench_stop)			\
	X(EMPTY, bench_null)			\
	X(NEST, bench_nest)			\
	X(TAKE, bench_take)			\
	X(GIVE, bench_give)			\
	X(ADOPT, bench_adopt)			\
	X(DROP, bench_drop)			\
	X(TOUCH, bench_touch)			\
	X(REGS, bench_regs)			\
	X(LATENCIES, bench_latencies)		\
	X(MARK, bench_mark)			\
	X(EVENT, bench_event)

/* Downcalls: X(number, name, arguments, anywhere) */
#define BENCH_DOWNS(X)				\
	X(EMPTY, bench_down, 0, false)		\
	X(ANYWHERE, bench_down_anywhere, 0, true) \
	X(ALLOC, bench_alloc, 0, false)		\
	X(FREE, bench_free, 1, false)		\
	X(READ, bench_read, 1, true)		\
	X(MARKED, bench_marked, 0, true)

#define BENCH_UP_NUMBER(number, name)			BENCH_UP_##number,
#define BENCH_DOWN_NUMBER(number, name, nargs, anywhere) BENCH_DOWN_##number,

enum { BENCH_UPS(BENCH_UP_NUMBER) };
enum { BENCH_DOWNS(BENCH_DOWN_NUMBER) };

#define BENCH_NR_EVENTS	64
#define BENCH_NR_UPS	(BENCH_UP_EVENT + BENCH_NR_EVENTS)
#define BENCH_REGION	4096	/* bytes */

/**
 * struct bench_latencies - what the user half's event functions have seen
 * @handled: calls since the last time this was asked for
 * @ns: latency of the first of them
 */
#define BENCH_LATENCIES	8192
struct bench_latencies {
	unsigned long long handled;
	unsigned int ns[BENCH_LATENCIES];
};

#ifdef __KERNEL__
#include <cleave/half.h>
#include "uapi.h"

/* Indices of the mirrored types; those with words are in one row. */
enum { BENCH_TYPE_ROOT, BENCH_TYPE_WORDS, BENCH_NR_TYPES = BENCH_TYPE_WORDS + 4 };

/** struct bench_words - an object of which a type shares the first so many */
struct bench_words {
	u64 word[CLEAVE_BENCH_MAX_WORDS];
};

extern struct cleave_half bench_half;
extern const u32 bench_words_of[BENCH_NR_TYPES - BENCH_TYPE_WORDS];
extern struct platform_device *bench_root;

int bench_up_start(struct platform_device *root);
void bench_up_stop(struct platform_device *root);
int bench_up_null(void);
/* Each returns @n when all went well. */
u64 bench_up_nest(u32 n, bool anywhere);
u64 bench_up_take(const void *bytes, u32 n);
u64 bench_up_give(void *bytes, u32 n);
u64 bench_up_regs(u32 n, bool mapped);
u64 bench_up_touch(struct bench_words *words, u16 type, u32 n);
int bench_up_adopt(struct bench_words *words, u16 type);
void bench_up_drop(struct bench_words *words, u16 type);
int bench_up_latencies(struct bench_latencies *latencies);

/** bench_region() - the kernel's address of the region; NULL if there is none */
void *bench_region(void);
#endif

#endif /* CLEAVE_BENCH_HALF_H */
