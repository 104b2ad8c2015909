// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel half of the harness: tables and stubs as `cleave split` would
 * write them, by hand. It has no device but a platform device of its own,
 * which is the root object; the region is coherent memory of that device.
 */
#include <linux/dma-mapping.h>
#include <linux/platform_device.h>
#include "bench.h"
#include "half.h"

/* What bench_start() allocated by downcall. */
struct bench_region {
	void *cpu;
	dma_addr_t dma;
};

static struct bench_region region;
struct platform_device *bench_root;

void *bench_region(void)
{
	return region.cpu;
}

/* ---- upcalls ------------------------------------------------------------ */

int bench_up_start(struct platform_device *root)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_START);
	cleave_up_object(&call, root, BENCH_TYPE_ROOT, true);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

void bench_up_stop(struct platform_device *root)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_STOP);
	cleave_up_object(&call, root, BENCH_TYPE_ROOT, false);
	cleave_up_ends(&call, 0);
	cleave_up_end(&call, 0, CLEAVE_NUMBER);
}

int bench_up_null(void)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_EMPTY);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

u64 bench_up_nest(u32 n, bool anywhere)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_NEST);
	cleave_up_value(&call, n);
	cleave_up_value(&call, anywhere);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

static u64 bench_up_bytes(u32 id, const void *bytes, u32 n, u8 dir)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, id);
	cleave_up_loan(&call, n ? bytes : NULL, n, dir);
	cleave_up_value(&call, n);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

u64 bench_up_take(const void *bytes, u32 n)
{
	return bench_up_bytes(BENCH_UP_TAKE, bytes, n, CLEAVE_TO_USER);
}

u64 bench_up_give(void *bytes, u32 n)
{
	return bench_up_bytes(BENCH_UP_GIVE, bytes, n, CLEAVE_TO_KERNEL);
}

int bench_up_latencies(struct bench_latencies *latencies)
{
	return bench_up_bytes(BENCH_UP_LATENCIES, latencies, sizeof(*latencies), CLEAVE_TO_KERNEL);
}

u64 bench_up_regs(u32 n, bool mapped)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_REGS);
	cleave_up_value(&call, n);
	cleave_up_value(&call, mapped);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

int bench_up_adopt(struct bench_words *words, u16 type)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_ADOPT);
	cleave_up_object(&call, words, type, true);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

void bench_up_drop(struct bench_words *words, u16 type)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_DROP);
	cleave_up_object(&call, words, type, false);
	cleave_up_ends(&call, 0);
	cleave_up_end(&call, 0, CLEAVE_NUMBER);
}

u64 bench_up_touch(struct bench_words *words, u16 type, u32 n)
{
	struct cleave_call call;

	cleave_up_begin(&call, &bench_half, BENCH_UP_TOUCH);
	cleave_up_object(&call, words, type, false);
	cleave_up_value(&call, n);
	return cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

/* ---- downcalls ---------------------------------------------------------- */

static void bench_down(struct cleave_call *call)
{
	cleave_return(call, 0);
}

static void bench_down_anywhere(struct cleave_call *call)
{
	cleave_return(call, 0);
}

static void bench_region_undo(const u64 *key)
{
	dma_free_coherent(&bench_root->dev, BENCH_REGION, region.cpu, region.dma);
	region.cpu = NULL;
}

static const struct cleave_undo bench_free_undo = {
	.name = "bench_free",
	.run = bench_region_undo,
};

static void bench_alloc(struct cleave_call *call)
{
	struct device *dev = &bench_root->dev;

	if (region.cpu)
		cleave_refuse(call, 0, "the region exists");
	if (call->err)
		return;
	region.cpu = dma_alloc_coherent(dev, BENCH_REGION, &region.dma, GFP_KERNEL);
	if (region.cpu &&
	    cleave_born_coherent(call, dev, region.cpu, region.dma, BENCH_REGION)) {
		bench_region_undo(NULL);
	} else if (region.cpu &&
		   cleave_acquired(call, &bench_free_undo, (u64)region.cpu, 0, 0, 0)) {
		cleave_dies(call, region.cpu);
		bench_region_undo(NULL);
	}
	cleave_return_pointer(call, region.cpu);
}

static void bench_free(struct cleave_call *call)
{
	void *p = cleave_arg_object(call, 0, CLEAVE_ANY);

	if (!call->err && (!p || p != region.cpu))
		cleave_refuse(call, 0, "not the region");
	/* In this order: an object that something is on record for does not end. */
	if (call->err || cleave_released(call, &bench_free_undo, 1, (u64)p, 0, 0, 0) ||
	    cleave_dies(call, p))
		return;
	bench_region_undo(NULL);
}

static void bench_read(struct cleave_call *call)
{
	const void *p = cleave_arg_buffer(call, 0, sizeof(u32), CLEAVE_TO_KERNEL);

	if (call->err)
		return;
	cleave_return(call, p ? readl((const void __iomem __force *)p) : 0);
}

static void bench_marked(struct cleave_call *call)
{
	bench_events_marked();
	cleave_return(call, 0);
}

/* ---- tables ------------------------------------------------------------- */

#define WORD(i)	{								\
	.name = "bench_words.word", .offset = 8 * (i), .length = 8,		\
	.count = 1, .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH,			\
}
#define WORDS4(i)	WORD(i), WORD((i) + 1), WORD((i) + 2), WORD((i) + 3)
#define WORDS16(i)	WORDS4(i), WORDS4((i) + 4), WORDS4((i) + 8), WORDS4((i) + 12)
#define WORDS64(i)	WORDS16(i), WORDS16((i) + 16), WORDS16((i) + 32), WORDS16((i) + 48)

static const struct cleave_field words_fields[CLEAVE_BENCH_MAX_WORDS] = {
	WORDS64(0), WORDS64(64), WORDS64(128), WORDS64(192),
	WORDS64(256), WORDS64(320), WORDS64(384), WORDS64(448),
};

const u32 bench_words_of[] = { 8, 32, 128, 512 };

#define BENCH_CLASS(type)	((type) + 1)
#define WORDS_TYPE(n, index) {							\
	.name = "bench_words", .size = 8 * (n), .device = -1,			\
	.class = BENCH_CLASS(BENCH_TYPE_WORDS + (index)),				\
	.nr_fields = (n), .fields = words_fields,				\
}

static const struct cleave_type root_type = {
	.name = "platform_device",
	.size = sizeof(struct platform_device),
	.device = offsetof(struct platform_device, dev),
	.class = BENCH_CLASS(BENCH_TYPE_ROOT),
};

static const struct cleave_type words_types[] = {
	WORDS_TYPE(8, 0), WORDS_TYPE(32, 1), WORDS_TYPE(128, 2), WORDS_TYPE(512, 3),
};

static const struct cleave_type *const bench_types[BENCH_NR_TYPES] = {
	&root_type, &words_types[0], &words_types[1], &words_types[2], &words_types[3],
};

#define UP(number, func)	[BENCH_UP_##number] = { .name = #func },
#define DOWN(number, func, args, any) \
	[BENCH_DOWN_##number] = { .name = #func, .run = func, .nargs = args, .anywhere = any },

static const struct cleave_up bench_ups[BENCH_NR_UPS] = {
	BENCH_UPS(UP)
	[BENCH_UP_EVENT + 1 ... BENCH_NR_UPS - 1] = { .name = "bench_event" },
};

static const struct cleave_down bench_downs[] = { BENCH_DOWNS(DOWN) };

struct cleave_half bench_half = {
	.name = CLEAVE_BENCH_NAME,
	.build_id = BENCH_BUILD_ID,
	.owner = THIS_MODULE,
	.types = bench_types,
	.nr_types = ARRAY_SIZE(bench_types),
	.ups = bench_ups,
	.nr_ups = ARRAY_SIZE(bench_ups),
	.downs = bench_downs,
	.nr_downs = ARRAY_SIZE(bench_downs),
};
