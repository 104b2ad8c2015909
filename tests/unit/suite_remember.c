// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers that bound a buffer: kept by object, slot and argument, and no longer than the object. */
#include "lamp.h"
#include "suites.h"

static void test_last_answer(void)
{
	struct world *w = world_new();
	struct cleave_half *half = w->ch.half;
	struct lamp a = {}, b = {};

	half->channel = &w->ch;
	CU_ASSERT_EQUAL(cleave_remembered(half, &a, "lamp_ops.count", 1), -ENOENT);
	CU_ASSERT_EQUAL(cleave_remember(half, &a, "lamp_ops.count", 1, 14), 14);
	CU_ASSERT_EQUAL(cleave_remember(half, &a, "lamp_ops.count", 2, -5), -5);
	CU_ASSERT_EQUAL(cleave_remember(half, &b, "lamp_ops.count", 1, 3), 3);
	CU_ASSERT_EQUAL(cleave_remember(half, &a, "lamp_ops.count", 1, 15), 15);
	CU_ASSERT_EQUAL(cleave_remembered(half, &a, "lamp_ops.count", 1), 15);
	CU_ASSERT_EQUAL(cleave_remembered(half, &a, "lamp_ops.count", 2), -5);
	CU_ASSERT_EQUAL(cleave_remembered(half, &b, "lamp_ops.count", 1), 3);
	CU_ASSERT_EQUAL(cleave_remembered(half, &b, "lamp_ops.other", 1), -ENOENT);
	cleave_forget(&w->ch, NULL);
	world_free(w);
}

static void test_ends_with_object(void)
{
	struct world *w = world_new();
	struct cleave_half *half = w->ch.half;
	struct lamp lamp = {}, other = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);

	half->channel = &w->ch;
	cleave_remember(half, &lamp, "lamp_ops.count", 1, 14);
	cleave_remember(half, &other, "lamp_ops.count", 1, 3);
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, o, NULL, true), 0);
	CU_ASSERT_EQUAL(cleave_remembered(half, &lamp, "lamp_ops.count", 1), -ENOENT);
	CU_ASSERT_EQUAL(cleave_remembered(half, &other, "lamp_ops.count", 1), 3);
	cleave_forget(&w->ch, NULL);
	world_free(w);
}

/* Memory that is freed may be the next object's before the first one's end has returned. */
static void test_next_one_there(void)
{
	struct world *w = world_new();
	struct cleave_half *half = w->ch.half;
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL), *next;

	half->channel = &w->ch;
	cleave_remember(half, &lamp, "lamp_ops.count", 1, 14);
	CU_ASSERT_EQUAL(cleave_object_leave(&w->ch, o, NULL, true), 0);
	CU_ASSERT_EQUAL(cleave_remembered(half, &lamp, "lamp_ops.count", 1), -ENOENT);
	next = world_track(w, &lamp, sizeof(lamp), NULL);
	CU_ASSERT_FATAL(!IS_ERR(next));
	cleave_remember(half, &lamp, "lamp_ops.count", 1, 3);
	cleave_object_back(&w->ch, o, NULL, true);
	CU_ASSERT_EQUAL(cleave_remembered(half, &lamp, "lamp_ops.count", 1), 3);
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, next, NULL, true), 0);
	CU_ASSERT_EQUAL(cleave_remembered(half, &lamp, "lamp_ops.count", 1), -ENOENT);
	world_free(w);
}

static void test_bounded(void)
{
	struct world *w = world_new();
	struct cleave_half *half = w->ch.half;
	struct lamp lamp = {};
	u64 key = 0;

	half->channel = &w->ch;
	while (key < 100000 && cleave_remember(half, &lamp, "lamp_ops.count", key, 1) == 1)
		key++;
	CU_ASSERT(key > 0 && key < 100000);
	CU_ASSERT_EQUAL(cleave_remember(half, &lamp, "lamp_ops.count", key, 1), -ENOMEM);
	CU_ASSERT_EQUAL(cleave_remember(half, &lamp, "lamp_ops.count", 0, 2), 2);
	cleave_forget(&w->ch, NULL);
	world_free(w);
}

/* No caller is told to make a buffer that it would warn of. */
static void test_absurd(void)
{
	struct world *w = world_new();
	struct cleave_half *half = w->ch.half;
	struct lamp lamp = {};

	half->channel = &w->ch;
	CU_ASSERT_EQUAL(cleave_remember(half, &lamp, "lamp_ops.count", 1, 0), -EOPNOTSUPP);
	CU_ASSERT_EQUAL(cleave_remember(half, &lamp, "lamp_ops.count", 1, 0x7fffffff), -EMSGSIZE);
	CU_ASSERT_EQUAL(cleave_remembered(half, &lamp, "lamp_ops.count", 1), -ENOENT);
	cleave_forget(&w->ch, NULL);
	world_free(w);
}

const struct unit_test suite_remember[] = {
	{ "the last answer is kept by object, slot and argument", test_last_answer },
	{ "ends with its object", test_ends_with_object },
	{ "the next one has its own", test_next_one_there },
	{ "a user half cannot fill the kernel with answers", test_bounded },
	{ "absurd lengths are refused", test_absurd },
	{ NULL, NULL },
};
