// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that a user half has freed: it stays as long as the kernel half may follow a pointer to it. */
#include "lamp.h"
#include "suites.h"

static int given_back;

static void note(const u64 *keys)
{
	(void)keys;
	given_back++;
}

static const struct cleave_undo undo = { .name = "lamp_free", .run = note };

static struct cleave_acquired *record;

struct cleave_acquired *cleave_acquired_retire(struct cleave_call *call,
					       const struct cleave_undo *wanted, const u64 *keys,
					       u8 nr_keys)
{
	record->ending = true;
	record->keys[0] = keys[0];
	list_add(&record->link, &call->channel->retired);
	return record;
}

void cleave_acquired_free(struct cleave_channel *ch, struct cleave_acquired *a)
{
	cleave_object_put(a->born);
	free(a);
}

void cleave_refuse(struct cleave_call *call, u8 arg, const char *why)
{
	call->err = -EPERM;
}

/* The user half frees @lamp. Return: 0, or that it is refused. */
static int try_retire(struct world *w, struct lamp *lamp)
{
	struct cleave_call call = { .channel = &w->ch };

	INIT_LIST_HEAD(&w->ch.acquired);
	given_back = 0;
	record = calloc(1, sizeof(*record));
	record->undo = &undo;
	record->born = cleave_object_find(&w->ch, lamp);
	kref_get(&record->born->ref);
	w->ch.nr_acquired = 1;
	cleave_retire(&call, &undo, 1, (uintptr_t)lamp, 0, 0, 0);
	return call.err;
}

static void retire(struct world *w, struct lamp *lamp)
{
	CU_ASSERT_EQUAL(try_retire(w, lamp), 0);
}

/* Upcalls return, and grace periods go by. */
static void time_goes_by(struct world *w)
{
	int i;

	for (i = 0; i < 4; i++) {
		cleave_retired_look(&w->ch);
		if (!w->ch.reap.queued)
			continue;
		w->ch.reap.queued = false;
		w->ch.reap.fn(&w->ch.reap.work);
	}
}

static void test_nothing_leads_there(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};

	cleave_retired_init(&w->ch);
	world_track(w, &lamp, sizeof(lamp), NULL);
	retire(w, &lamp);
	CU_ASSERT_EQUAL(given_back, 0);
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 1);
	world_free(w);
}

static void test_something_leads_there(void)
{
	struct world *w = world_new();
	struct lamp lamp = {}, other = { .shade = &lamp };

	cleave_retired_init(&w->ch);
	world_track(w, &lamp, sizeof(lamp), NULL);
	world_track(w, &other, sizeof(other), NULL);
	retire(w, &lamp);
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 0);
	other.shade = NULL;
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 1);
	world_free(w);
}

/* What frees the other one has not returned: an interrupt may still follow its pointer. */
static void test_leads_there_from_out_of_sight(void)
{
	struct world *w = world_new();
	struct lamp lamp = {}, other = { .shade = &lamp };
	struct cleave_object *o;

	cleave_retired_init(&w->ch);
	world_track(w, &lamp, sizeof(lamp), NULL);
	o = world_track(w, &other, sizeof(other), NULL);
	retire(w, &lamp);
	CU_ASSERT_EQUAL(cleave_object_leave(&w->ch, o, NULL, true), 0);
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 0);
	cleave_object_back(&w->ch, o, NULL, true);
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 1);
	world_free(w);
}

/* By a pointer that a user half cannot set to NULL, and before anything has given it back. */
static void test_kernel_half_frees_it(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	const u64 key = (uintptr_t)&lamp;

	cleave_retired_init(&w->ch);
	world_track(w, &lamp, sizeof(lamp), NULL);
	retire(w, &lamp);
	cleave_retired_release(&w->ch, &undo, &key, 1);
	CU_ASSERT_EQUAL(w->ch.nr_acquired, 0);
	time_goes_by(w);
	cleave_retired_end(&w->ch, NULL);
	CU_ASSERT_EQUAL(given_back, 0);
	world_free(w);
}

static struct cleave_object *used;

static void let_go(struct world *w)
{
	cleave_object_unpin(&w->ch, used);
}

/* schedule_work() was given it, has run, and is not answered yet. */
static void test_another_call_lets_go(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};

	cleave_retired_init(&w->ch);
	used = world_track(w, &lamp, sizeof(lamp), NULL);
	cleave_object_pin(used);
	lamp_meanwhile = let_go;
	retire(w, &lamp);
	lamp_meanwhile = NULL;
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 1);
	world_free(w);
}

static void test_another_call_does_not_let_go(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};

	cleave_retired_init(&w->ch);
	used = world_track(w, &lamp, sizeof(lamp), NULL);
	cleave_object_pin(used);
	CU_ASSERT_EQUAL(try_retire(w, &lamp), -EPERM);
	CU_ASSERT(list_empty(&w->ch.retired));
	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, &lamp), used);
	cleave_object_unpin(&w->ch, used);
	time_goes_by(w);
	CU_ASSERT_EQUAL(given_back, 0);
	cleave_acquired_free(&w->ch, record);
	world_free(w);
}

const struct unit_test suite_retire[] = {
	{ "what nothing leads to is given back", test_nothing_leads_there },
	{ "what something leads to stays", test_something_leads_there },
	{ "what something out of sight may lead to stays", test_leads_there_from_out_of_sight },
	{ "what the kernel half frees itself is not given back", test_kernel_half_frees_it },
	{ "another call that uses it is waited for", test_another_call_lets_go },
	{ "not for ever", test_another_call_does_not_let_go },
	{}
};
