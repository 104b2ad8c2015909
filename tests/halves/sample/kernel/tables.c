// SPDX-License-Identifier: GPL-2.0
/* The sample's description of itself, in the form that `cleave split` gives it. */
#include <linux/module.h>
#include "half.h"

#define FIELD(t, m, k, d) \
	.name = #t "." #m, .offset = offsetof(struct t, m), \
	.length = sizeof_field(struct t, m), .count = 1, .kind = k, .dir = d

static const struct cleave_field device_fields[] = {
	{ FIELD(sample_device, name, CLEAVE_RAW, CLEAVE_BOTH), .text = 16 },
	{ FIELD(sample_device, counter, CLEAVE_RAW, CLEAVE_BOTH) },
	{ FIELD(sample_device, state, CLEAVE_RAW, CLEAVE_BOTH) },
	{ FIELD(sample_device, serial, CLEAVE_RAW, CLEAVE_TO_USER) },
	{ FIELD(sample_device, flags, CLEAVE_BITS, CLEAVE_BOTH), .mask = SAMPLE_FLAGS_SHARED },
	{ FIELD(sample_device, peer, CLEAVE_POINTER, CLEAVE_BOTH), .class = SAMPLE_CLASS_DEVICE },
	{ FIELD(sample_device, ops, CLEAVE_POINTER, CLEAVE_BOTH), .class = SAMPLE_CLASS_OPS, .set = true },
	{ FIELD(sample_device, label, CLEAVE_STRING, CLEAVE_TO_USER) },
	{
		.name = "sample_device.address",
		.offset = offsetof(struct sample_device, address),
		.length = SAMPLE_ADDRESS,
		.count = 1,
		.kind = CLEAVE_BLOCK,
		.dir = CLEAVE_TO_USER,
	},
	{
		.name = "sample_device.links",
		.offset = offsetof(struct sample_device, links),
		.length = sizeof(void *),
		.count = 4,
		.stride = sizeof(void *),
		.kind = CLEAVE_POINTER,
		.dir = CLEAVE_BOTH,
	},
	{
		.name = "sample_device.lanes.shared",
		.offset = offsetof(struct sample_device, lanes[0].shared),
		.length = sizeof(u16),
		.count = 3,
		.stride = sizeof(struct sample_lane),
		.kind = CLEAVE_RAW,
		.dir = CLEAVE_BOTH,
	},
	{ FIELD(sample_device, place, CLEAVE_RAW, CLEAVE_BOTH), .below = SAMPLE_PLACES },
	{ FIELD(sample_device, made, CLEAVE_RAW, CLEAVE_BOTH), .once = true },
	{ FIELD(sample_device, port, CLEAVE_RAW, CLEAVE_BOTH), .owns = CLEAVE_OWNS_PORT },
	{ FIELD(sample_device, part.value, CLEAVE_RAW, CLEAVE_BOTH) },
	{ FIELD(sample_device, bytes, CLEAVE_RAW, CLEAVE_BOTH) },
	{ FIELD(sample_device, kept, CLEAVE_POINTER, CLEAVE_BOTH), .class = CLEAVE_BYTES },
};

static const struct cleave_point device_points[] = {
	{
		.offset = offsetof(struct sample_device, part),
		.count = 1,
		.class = SAMPLE_CLASS_PART,
	},
};

static const struct cleave_type device_type = {
	.name = "sample_device",
	.size = sizeof(struct sample_device),
	.device = offsetof(struct sample_whole, pdev.dev),
	.class = SAMPLE_CLASS_DEVICE,
	.fields = device_fields,
	.nr_fields = ARRAY_SIZE(device_fields),
	.points = device_points,
	.nr_points = ARRAY_SIZE(device_points),
};

static const struct cleave_field buffer_fields[] = {
	{ FIELD(sample_buffer, length, CLEAVE_RAW, CLEAVE_TO_USER) },
	{ FIELD(sample_buffer, bytes, CLEAVE_RAW, CLEAVE_BOTH) },
};

static const struct cleave_type buffer_type = {
	.name = "sample_buffer",
	.size = sizeof(struct sample_buffer),
	.device = -1,
	.class = SAMPLE_CLASS_BUFFER,
	.fields = buffer_fields,
	.nr_fields = ARRAY_SIZE(buffer_fields),
	.stop = sample_disarm,
};

static const struct cleave_field debug_fields[] = {
	{
		.name = "sample_debug",
		.length = sizeof(int),
		.count = 1,
		.kind = CLEAVE_RAW,
		.dir = CLEAVE_BOTH,
	},
};

static const struct cleave_type debug_type = {
	.name = "sample_debug",
	.size = sizeof(int),
	.device = -1,
	.class = SAMPLE_CLASS_INT,
	.fields = debug_fields,
	.nr_fields = ARRAY_SIZE(debug_fields),
};

static const struct cleave_type *const types[] = {
	[SAMPLE_TYPE_DEVICE] = &device_type,
	[SAMPLE_TYPE_BUFFER] = &buffer_type,
	[SAMPLE_TYPE_DEBUG] = &debug_type,
};

static const struct cleave_symbol open_symbol = {
	.name = "sample_open",
	.addr = sample_open,
	.size = 1,
	.class = SAMPLE_CLASS_FUNCTION,
	.kind = CLEAVE_FUNCTION,
};

static const struct cleave_symbol ops_symbol = {
	.name = "sample_ops",
	.addr = (void *)sample_ops,
	.size = sizeof(sample_ops),
	.stride = sizeof(sample_ops[0]),
	.class = SAMPLE_CLASS_OPS,
	.kind = CLEAVE_TABLE,
};

static const struct cleave_symbol debug_symbol = {
	.name = "sample_debug",
	.addr = &sample_debug,
	.size = sizeof(sample_debug),
	.class = SAMPLE_CLASS_INT,
	.type = SAMPLE_TYPE_DEBUG,
	.kind = CLEAVE_GLOBAL,
};

static const struct cleave_symbol *const symbols[] = {
	[SAMPLE_SYMBOL_OPEN] = &open_symbol,
	[SAMPLE_SYMBOL_OPS] = &ops_symbol,
	[SAMPLE_SYMBOL_DEBUG] = &debug_symbol,
};

static const u64 within_pick[] = { BIT_ULL(SAMPLE_DOWN_SCALE) };

static const struct cleave_up ups[] = {
	[SAMPLE_UP_PROBE] = { .name = "sample_probe" },
	[SAMPLE_UP_REMOVE] = { .name = "sample_remove" },
	[SAMPLE_UP_OPEN] = { .name = "sample_open" },
	[SAMPLE_UP_SCALARS] = { .name = "sample_scalars" },
	[SAMPLE_UP_LOANS] = { .name = "sample_loans" },
	[SAMPLE_UP_PICK] = { .name = "sample_pick", .downs = within_pick },
	[SAMPLE_UP_PATIENT] = { .name = "sample_patient", .wait_ms = 3000 },
	[SAMPLE_UP_LOCKED] = { .name = "sample_locked", .holds = "sample" },
	[SAMPLE_UP_HEAVY] = { .name = "sample_heavy" },
	[SAMPLE_UP_UNSURE] = { .name = "sample_unsure", .perhaps = "sample other" },
	[SAMPLE_UP_LEND] = { .name = "sample_lend" },
	[SAMPLE_UP_TICK] = { .name = "sample_tick" },
	[SAMPLE_UP_TOCK] = { .name = "sample_tock" },
};

#define DOWN(f, n)	{ .name = "sample_" #f, .run = cleave_down_##f, .nargs = n }

static const struct cleave_down downs[] = {
	[SAMPLE_DOWN_SCALE] = {
		.name = "sample_scale",
		.run = cleave_down_scale,
		.nargs = 2,
		.anywhere = true,
	},
	[SAMPLE_DOWN_FILL] = DOWN(fill, 3),
	[SAMPLE_DOWN_SUM] = DOWN(sum, 2),
	[SAMPLE_DOWN_INVERT] = DOWN(invert, 2),
	[SAMPLE_DOWN_ALLOC] = DOWN(alloc, 1),
	[SAMPLE_DOWN_FREE] = DOWN(free, 1),
	[SAMPLE_DOWN_CLOSE] = DOWN(close, 1),
	[SAMPLE_DOWN_SAY] = DOWN(say, 1),
	[SAMPLE_DOWN_KEEP] = DOWN(keep, 2),
	[SAMPLE_DOWN_WORD] = DOWN(word, 2),
	[SAMPLE_DOWN_FIND] = DOWN(find, 2),
	[SAMPLE_DOWN_PLACE] = DOWN(place, 2),
	[SAMPLE_DOWN_HUSH] = {
		.name = "sample_hush",
		.run = cleave_down_hush,
		.nargs = 3,
		.single = true,
	},
	[SAMPLE_DOWN_UNHUSH] = DOWN(unhush, 1),
	[SAMPLE_DOWN_OFFER] = DOWN(offer, 0),
	[SAMPLE_DOWN_COPY] = DOWN(copy, 2),
	[SAMPLE_DOWN_BYTES] = DOWN(bytes, 1),
	[SAMPLE_DOWN_UNBYTES] = DOWN(unbytes, 1),
	[SAMPLE_DOWN_ENTER] = DOWN(enter, 1),
	[SAMPLE_DOWN_WHOSE] = DOWN(whose, 1),
	[SAMPLE_DOWN_OPS] = DOWN(ops, 1),
	[SAMPLE_DOWN_SAME] = DOWN(same, 1),
	[SAMPLE_DOWN_SLEEP] = DOWN(sleep, 1),
	[SAMPLE_DOWN_NAP] = {
		.name = "sample_nap",
		.run = cleave_down_nap,
		.nargs = 1,
		.by_worker = true,
	},
	[SAMPLE_DOWN_GRAB] = {
		.name = "sample_grab",
		.run = cleave_down_grab,
		.takes = "sample",
	},
	[SAMPLE_DOWN_GRAB_ANYWHERE] = {
		.name = "sample_grab_anywhere",
		.run = cleave_down_grab,
		.takes = "other sample",
		.anywhere = true,
	},
	[SAMPLE_DOWN_LOCK] = DOWN(lock, 0),
	[SAMPLE_DOWN_UNLOCK] = DOWN(unlock, 0),
	[SAMPLE_DOWN_ARM] = DOWN(arm, 1),
	[SAMPLE_DOWN_ATTACH] = DOWN(attach, 1),
	[SAMPLE_DOWN_WAIT] = DOWN(wait, 1),
	[SAMPLE_DOWN_RELY] = {
		.name = "sample_rely",
		.run = cleave_down_rely,
		.needs = "sample",
	},
	[SAMPLE_DOWN_GRAB_SECOND] = {
		.name = "sample_grab_second",
		.run = cleave_down_grab_second,
		.takes = "second",
	},
	[SAMPLE_DOWN_RELY_SECOND] = {
		.name = "sample_rely_second",
		.run = cleave_down_rely_second,
		.needs = "second",
	},
};

struct cleave_half cleave_half = {
	.name = SAMPLE_NAME,
	.build_id = SAMPLE_BUILD_ID,
	.owner = THIS_MODULE,
	.types = types,
	.nr_types = ARRAY_SIZE(types),
	.symbols = symbols,
	.nr_symbols = ARRAY_SIZE(symbols),
	.ups = ups,
	.nr_ups = ARRAY_SIZE(ups),
	.downs = downs,
	.nr_downs = ARRAY_SIZE(downs),
};

static int __init half_init(void)
{
	return cleave_half_init(&cleave_half, sample_init);
}

static void __exit half_exit(void)
{
	cleave_half_exit(&cleave_half, sample_exit);
}

module_init(half_init);
module_exit(half_exit);

MODULE_DESCRIPTION("Kernel half of a driver of nothing");
MODULE_LICENSE("GPL");
