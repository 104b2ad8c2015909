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

struct cleave_acquired *cleave_acquired_take(struct cleave_call *call,
					     const struct cleave_undo *wanted, const u64 *keys,
					     u8 nr_keys)
{
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

/* The user half frees @lamp. */
static void retire(struct world *w, struct lamp *lamp)
{
	struct cleave_call call = { .channel = &w->ch };

	given_back = 0;
	record = calloc(1, sizeof(*record));
	record->undo = &undo;
	record->born = cleave_object_find(&w->ch, lamp);
	kref_get(&record->born->ref);
	w->ch.nr_acquired = 1;
	cleave_retire(&call, &undo, 1, (uintptr_t)lamp, 0, 0, 0);
	CU_ASSERT_EQUAL(call.err, 0);
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

const struct unit_test suite_retire[] = {
	{ "what nothing leads to is given back", test_nothing_leads_there },
	{ "what something leads to stays", test_something_leads_there },
	{ "what something out of sight may lead to stays", test_leads_there_from_out_of_sight },
	{}
};
