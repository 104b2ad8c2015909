// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that tell what synchronising mirrors costs: an empty upcall while
 * objects exist, unchanged or changed by either half.
 */
#include <linux/slab.h>
#include "bench.h"
#include "half.h"

static struct bench_words *objects[CLEAVE_BENCH_MAX_OBJECTS];
static u32 nr_objects;

static u16 bench_type_of(u32 words)
{
	u16 i;

	for (i = 0; i < ARRAY_SIZE(bench_words_of); i++)
		if (bench_words_of[i] == words)
			return BENCH_TYPE_WORDS + i;
	return 0;
}

static void bench_disown(u16 type)
{
	while (nr_objects) {
		bench_up_drop(objects[--nr_objects], type);
		kfree(objects[nr_objects]);
	}
}

/* Makes @count objects of @words shared words known to the user half. */
static int bench_own(u32 count, u32 words)
{
	u16 type = bench_type_of(words);
	int err = -EINVAL;

	if (!type)
		return err;
	while (nr_objects < count) {
		struct bench_words *object = kzalloc(sizeof(*object), GFP_KERNEL);

		err = object ? bench_up_adopt(object, type) : -ENOMEM;
		if (err) {
			kfree(object);
			bench_disown(type);
			return err;
		}
		objects[nr_objects++] = object;
	}
	return 0;
}

static int bench_empty(u32 n)
{
	return bench_up_null();
}

static int bench_objects_setup(u32 n)
{
	return bench_own(n, 8);
}

static void bench_objects_finish(u32 n)
{
	bench_disown(bench_type_of(8));
}

const struct bench_op bench_op_objects = {
	.max = CLEAVE_BENCH_MAX_OBJECTS, .alone = true, .setup = bench_objects_setup,
	.once = bench_empty, .finish = bench_objects_finish,
};

static int bench_fields_setup(u32 n)
{
	return n ? bench_own(1, n) : 0;
}

static void bench_fields_finish(u32 n)
{
	bench_disown(bench_type_of(n));
}

const struct bench_op bench_op_fields = {
	.max = CLEAVE_BENCH_MAX_WORDS, .alone = true, .setup = bench_fields_setup,
	.once = bench_empty, .finish = bench_fields_finish,
};

static int bench_changed_setup(u32 n)
{
	return bench_own(1, CLEAVE_BENCH_MAX_WORDS);
}

static void bench_changed_finish(u32 n)
{
	bench_disown(bench_type_of(CLEAVE_BENCH_MAX_WORDS));
}

static int bench_changed_kernel(u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		objects[0]->word[i]++;
	return bench_up_null();
}

const struct bench_op bench_op_changed_kernel = {
	.max = CLEAVE_BENCH_MAX_WORDS, .alone = true, .setup = bench_changed_setup,
	.once = bench_changed_kernel, .finish = bench_changed_finish,
};

/* The user half adds one to each: the change must have come back. */
static int bench_changed_user(u32 n)
{
	u64 before = n ? objects[0]->word[n - 1] : 0;
	u64 done = bench_up_touch(objects[0], bench_type_of(CLEAVE_BENCH_MAX_WORDS), n);

	return done == n && (!n || objects[0]->word[n - 1] == before + 1) ? 0 : -EIO;
}

const struct bench_op bench_op_changed_user = {
	.max = CLEAVE_BENCH_MAX_WORDS, .alone = true, .setup = bench_changed_setup,
	.once = bench_changed_user, .finish = bench_changed_finish,
};
