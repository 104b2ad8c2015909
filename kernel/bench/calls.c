// SPDX-License-Identifier: GPL-2.0
/*
 * Operations: upcalls, with downcalls nested in them, with payloads, and with
 * register accesses. Each is one call; main.c repeats it.
 */
#include <linux/io.h>
#include <linux/mm.h>
#include "bench.h"
#include "half.h"

static void *payload;

int bench_calls_init(void)
{
	payload = kvzalloc(CLEAVE_BENCH_MAX_PAYLOAD, GFP_KERNEL);
	return payload ? 0 : -ENOMEM;
}

void bench_calls_exit(void)
{
	kvfree(payload);
}

/* Functions that return how much they did: anything else is a failure. */
static int bench_all_of(u64 done, u32 n)
{
	return done == n ? 0 : -EIO;
}

static int bench_upcall(u32 n)
{
	return bench_up_null();
}

const struct bench_op bench_op_upcall = { .once = bench_upcall };

static int bench_nested(u32 n)
{
	return bench_all_of(bench_up_nest(n, false), n);
}

const struct bench_op bench_op_nested = {
	.max = CLEAVE_BENCH_MAX_NESTED, .once = bench_nested,
};

static int bench_anywhere(u32 n)
{
	return bench_all_of(bench_up_nest(n, true), n);
}

const struct bench_op bench_op_anywhere = {
	.max = CLEAVE_BENCH_MAX_NESTED, .once = bench_anywhere,
};

static int bench_payload(u32 n)
{
	return bench_all_of(bench_up_take(payload, n), n);
}

const struct bench_op bench_op_payload = {
	.max = CLEAVE_BENCH_MAX_PAYLOAD, .alone = true, .once = bench_payload,
};

static int bench_payload_back(u32 n)
{
	return bench_all_of(bench_up_give(payload, n), n);
}

const struct bench_op bench_op_payload_back = {
	.max = CLEAVE_BENCH_MAX_PAYLOAD, .alone = true, .once = bench_payload_back,
};

static int bench_has_region(u32 n)
{
	return bench_region() ? 0 : -ENODEV;
}

static int bench_regs_mapped(u32 n)
{
	return bench_all_of(bench_up_regs(n, true), n);
}

const struct bench_op bench_op_regs_mapped = {
	.max = CLEAVE_BENCH_MAX_READS, .setup = bench_has_region, .once = bench_regs_mapped,
};

static int bench_regs_downcall(u32 n)
{
	return bench_all_of(bench_up_regs(n, false), n);
}

const struct bench_op bench_op_regs_downcall = {
	.max = CLEAVE_BENCH_MAX_READS, .setup = bench_has_region, .once = bench_regs_downcall,
};

/* The region holds ones, so that the sum tells that every read was made. */
static int bench_regs_kernel(u32 n)
{
	const u32 __iomem *regs = (const u32 __iomem __force *)bench_region();
	u64 sum = 0;
	u32 i;

	for (i = 0; i < n; i++)
		sum += readl(regs + i % (BENCH_REGION / sizeof(*regs)));
	return bench_all_of(sum, n);
}

const struct bench_op bench_op_regs_kernel = {
	.max = CLEAVE_BENCH_MAX_READS, .setup = bench_has_region, .once = bench_regs_kernel,
};
