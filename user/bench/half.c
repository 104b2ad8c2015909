// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The user half of the harness, linked with libcleave: functions that do next to
 * nothing, so that what is measured is the way there and back.
 */
#include <stdint.h>
#include <string.h>
#include <time.h>
#include <cleave/boundary.h>
#include <cleave/wire.h>
#include "../../kernel/bench/half.h"

/* Nothing of ours is shared: the section of the shared data is empty. */
char cleave_data_begin[1];
extern char cleave_data_end[1] __attribute__((alias("cleave_data_begin")));

static volatile uint32_t *regs;
static struct bench_latencies seen;

static unsigned long long down(unsigned int id)
{
	struct cleave_frame f = CLEAVE_FRAME(id);

	return cleave_down(&f);
}

static void bench_start(struct cleave_served *s)
{
	regs = (volatile uint32_t *)(uintptr_t)down(BENCH_DOWN_ALLOC);
	s->ret = regs ? 0 : (unsigned long long)-1;
}

static void bench_stop(struct cleave_served *s)
{
	struct cleave_frame f = CLEAVE_FRAME(BENCH_DOWN_FREE);

	cleave_put_pointer(&f, (const void *)regs);
	cleave_down(&f);
	regs = NULL;
	s->ret = 0;
}

static void bench_null(struct cleave_served *s)
{
	s->ret = 0;
}

static void bench_nest(struct cleave_served *s)
{
	unsigned int id = s->args[1] ? BENCH_DOWN_ANYWHERE : BENCH_DOWN_EMPTY;
	unsigned long long i;

	for (i = 0; i < s->args[0] && !down(id); i++)
		;
	s->ret = i;
}

static void bench_take(struct cleave_served *s)
{
	s->ret = s->args[1];
}

static void bench_give(struct cleave_served *s)
{
	s->ret = s->args[1];
}

static void bench_adopt(struct cleave_served *s)
{
	s->ret = 0;
}

static void bench_drop(struct cleave_served *s)
{
	s->ret = 0;
}

static void bench_touch(struct cleave_served *s)
{
	volatile uint64_t *word = (volatile uint64_t *)(uintptr_t)s->args[0];
	unsigned long long i;

	for (i = 0; i < s->args[1]; i++)
		word[i]++;
	s->ret = i;
}

static uint64_t read_mapped(unsigned long long n)
{
	uint64_t sum = 0;

	for (unsigned long long i = 0; i < n; i++)
		sum += regs[i % (BENCH_REGION / sizeof(*regs))];
	return sum;
}

static uint64_t read_by_downcall(unsigned long long n)
{
	uint64_t sum = 0;

	for (unsigned long long i = 0; i < n; i++) {
		struct cleave_frame f = CLEAVE_FRAME(BENCH_DOWN_READ);

		cleave_put_pointer(&f, (const void *)&regs[i % (BENCH_REGION / sizeof(*regs))]);
		sum += cleave_down(&f);
	}
	return sum;
}

static void bench_regs(struct cleave_served *s)
{
	s->ret = s->args[1] ? read_mapped(s->args[0]) : read_by_downcall(s->args[0]);
}

static void bench_latencies(struct cleave_served *s)
{
	memcpy((void *)(uintptr_t)s->args[0], &seen, sizeof(seen));
	seen.handled = 0;
	s->ret = 0;
}

static void bench_mark(struct cleave_served *s)
{
	s->ret = down(BENCH_DOWN_MARKED);
}

/* The argument is the time of the post, or 0. */
static void bench_event(struct cleave_served *s)
{
	struct timespec t;

	if (s->args[0]) {
		clock_gettime(CLOCK_MONOTONIC, &t);
		if (seen.handled < BENCH_LATENCIES)
			seen.ns[seen.handled] = (unsigned int)((unsigned long long)t.tv_sec *
				1000000000 + (unsigned long long)t.tv_nsec - s->args[0]);
		seen.handled++;
	}
	s->ret = 0;
}

#define SERVE(number, func)	[BENCH_UP_##number] = { #func, func },
#define NAME(number, func, nargs, anywhere)	[BENCH_DOWN_##number] = #func,

#define EVENT		{ "bench_event", bench_event }
#define EVENTS8		EVENT, EVENT, EVENT, EVENT, EVENT, EVENT, EVENT, EVENT

static const struct cleave_serve ups[BENCH_NR_UPS] = {
	BENCH_UPS(SERVE)
	/* From the second on. */
	EVENTS8, EVENTS8, EVENTS8, EVENTS8, EVENTS8, EVENTS8, EVENTS8,
	EVENT, EVENT, EVENT, EVENT, EVENT, EVENT, EVENT,
};

static const char *const downs[] = { BENCH_DOWNS(NAME) };

const struct cleave_user_half cleave_user_half = {
	.name = "cleave_bench",
	.build_id = BENCH_BUILD_ID,
	.kernel = BENCH_KERNEL,
	.ups = ups,
	.downs = downs,
	.nr_ups = BENCH_NR_UPS,
	.nr_downs = sizeof(downs) / sizeof(*downs),
};
