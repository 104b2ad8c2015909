// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Shared fields: what one side changed reaches the other, what it did not
 * change is left alone, and what it may not change is refused.
 */
#include "pair.h"
#include "suites.h"

static void test_first(void)
{
	struct lamp start = {
		.watt = 60, .hours = 1000, .steps = { 1, 2, 3, 4 }, .private = 0xabcd,
		.flags = 0xffffffff, .zones = { { 5, 6 }, { 7, 8 }, { 9, 10 } }, .unaligned = 0xef,
	};
	struct pair p = pair_new(&start);

	CU_ASSERT_EQUAL(p.user->watt, 60);
	CU_ASSERT_EQUAL(p.user->hours, 1000);
	CU_ASSERT_EQUAL(memcmp(p.user->steps, start.steps, sizeof(start.steps)), 0);
	CU_ASSERT_EQUAL(p.user->flags, FLAGS_SHARED | FLAGS_SHOWN);
	CU_ASSERT_EQUAL(p.user->zones[0].level, 5);
	CU_ASSERT_EQUAL(p.user->zones[2].level, 9);
	/* what is not shared never shows */
	CU_ASSERT_EQUAL(p.user->private, 0);
	CU_ASSERT_EQUAL(p.user->zones[0].private, 0);
	CU_ASSERT_EQUAL(p.user->zones[2].private, 0);
	CU_ASSERT_EQUAL(p.user->unaligned, 0);
	CU_ASSERT_EQUAL(p.user->sockets[0].kind, 0);
	pair_free(&p);
}

static void test_to_user(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 60, .hours = 1 });
	u64 before = pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER);

	pair_push(&p);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before);
	p.kernel->hours = 2;
	p.kernel->private = 3;
	pair_push(&p);
	CU_ASSERT_EQUAL(p.user->hours, 2);
	CU_ASSERT_EQUAL(p.user->private, 0);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before + 1);
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 0);
	pair_free(&p);
}

static void test_to_kernel(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 60, .hours = 1, .private = 9 });

	p.user->watt = 40;
	p.user->private = 77;	/* the user half's own, and stays there */
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->watt, 40);
	CU_ASSERT_EQUAL(p.kernel->private, 9);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 1);
	pair_push(&p);
	CU_ASSERT_EQUAL(p.user->watt, 40);
	CU_ASSERT_EQUAL(p.user->private, 77);
	pair_free(&p);
}

/* Each side changed another field since they last agreed: neither is lost. */
static void test_twin(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 60, .steps = { 1, 2, 3, 4 } });

	p.user->watt = 40;
	p.user->steps[1] = 20;
	p.kernel->hours = 5;
	p.kernel->steps[2] = 30;
	p.kernel->zones[0].level = 6;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	pair_push(&p);
	CU_ASSERT_EQUAL(p.kernel->watt, 40);
	CU_ASSERT_EQUAL(p.kernel->steps[1], 20);
	CU_ASSERT_EQUAL(p.kernel->steps[2], 30);
	CU_ASSERT_EQUAL(p.kernel->hours, 5);
	CU_ASSERT_EQUAL(memcmp(p.kernel->steps, p.user->steps, sizeof(p.user->steps)), 0);
	CU_ASSERT_EQUAL(p.user->hours, 5);
	CU_ASSERT_EQUAL(p.user->zones[0].level, 6);
	pair_free(&p);
}

static void test_bits(void)
{
	struct pair p = pair_new(&(struct lamp){ .flags = 0x11111111 });

	CU_ASSERT_EQUAL(p.user->flags, 0x00111100);
	/* in one word: the user half sets its bits, the kernel others, and private ones */
	p.user->flags = 0x00112200;
	p.kernel->flags = 0x99331199;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->flags, 0x99332299);
	pair_push(&p);
	CU_ASSERT_EQUAL(p.user->flags, 0x00332200);
	/* bits of no field are the user half's own */
	p.user->flags |= 0xff0000ff;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->flags, 0x99332299);
	/* shown, but not to be written */
	p.user->flags ^= 0x00010000;
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.flags.shown"));
	CU_ASSERT_EQUAL(p.kernel->flags, 0x99332299);
	pair_free(&p);
}

static void test_arrays(void)
{
	struct pair p = pair_new(&(struct lamp){ .zones = { { 1, 10 }, { 2, 20 }, { 3, 30 } } });
	int i;

	for (i = 0; i < 3; i++) {
		p.user->zones[i].level = 100 + i;
		p.user->zones[i].private = 55;
		CU_ASSERT_EQUAL(pair_pull(&p), 0);
		CU_ASSERT_EQUAL(p.kernel->zones[i].level, 100 + i);
		CU_ASSERT_EQUAL(p.kernel->zones[i].private, 10 * (i + 1));
	}
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 3);
	p.kernel->zones[1].level = 7;
	p.kernel->zones[1].private = 8;
	pair_push(&p);
	CU_ASSERT_EQUAL(p.user->zones[1].level, 7);
	CU_ASSERT_EQUAL(p.user->zones[1].private, 55);
	pair_free(&p);
}

static void test_read_only(void)
{
	struct pair p = pair_new(&(struct lamp){ .hours = 5 });

	p.user->hours = 6;
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.hours"));
	CU_ASSERT_EQUAL(p.kernel->hours, 5);
	p.user->hours = 5;
	CU_ASSERT_EQUAL(pair_pull_soon(&p), 0);
	pair_free(&p);
}

/* What the user half writes to a number is refused, and the object stays as it was. */
#define REFUSED(p, member, value) do {							\
	typeof((p)->user->member) before = (p)->user->member;				\
											\
	(p)->user->member = (value);							\
	CU_ASSERT_EQUAL(pair_pull(p), -EPERM);						\
	CU_ASSERT_PTR_NOT_NULL(strstr((p)->w->blame, "lamp."));				\
	CU_ASSERT_EQUAL((p)->kernel->member, before);					\
	(p)->user->member = before;							\
	CU_ASSERT_EQUAL(pair_pull(p), 0);							\
} while (0)

#define TAKEN(p, member, value) do {							\
	(p)->user->member = (value);							\
	CU_ASSERT_EQUAL(pair_pull(p), 0);							\
	CU_ASSERT_EQUAL((p)->kernel->member, (value));					\
} while (0)

static void test_numbers(void)
{
	struct pair p = pair_new(&(struct lamp){ .place = 77, .packed = 0xff120034 });

	/* what the kernel half wrote is nobody else's matter */
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.user->place, 77);
	TAKEN(&p, place, PLACE_BELOW - 1);
	TAKEN(&p, place, PLACE_LEAST);
	REFUSED(&p, place, PLACE_LEAST - 1);
	REFUSED(&p, place, PLACE_BELOW);
	REFUSED(&p, place, 0);
	REFUSED(&p, place, (u32)-1);
	TAKEN(&p, places[2], PLACE_BELOW - 1);
	REFUSED(&p, places[1], PLACE_BELOW);
	REFUSED(&p, places[2], 0x8000);
	CU_ASSERT_EQUAL(p.user->packed, 0x00120000);
	TAKEN(&p, port, LAMP_PORT);
	TAKEN(&p, port, 0);
	REFUSED(&p, port, LAMP_PORT + 1);
	TAKEN(&p, made, 200);
	REFUSED(&p, made, 201);
	REFUSED(&p, made, 0);
	p.user->packed = 0x00090000;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->packed, 0xff090034);
	p.user->packed = 0x000a0000;
	CU_ASSERT_EQUAL(pair_pull(&p), -EPERM);
	CU_ASSERT_EQUAL(p.kernel->packed, 0xff090034);
	pair_free(&p);
}

static void test_globals(void)
{
	struct world *w = world_new();
	u32 *user = (u32 *)((char *)w->ch.data + (USER_COUNT - USER_DATA));

	w->count = 3;
	cleave_push_all(&w->ch, NULL, false);
	CU_ASSERT_EQUAL(*user, 3);
	*user = 4;
	CU_ASSERT_EQUAL(cleave_pull_all(&w->ch, NULL), 0);
	CU_ASSERT_EQUAL(w->count, 4);
	world_free(w);
}

/*
 * What the function in the user half leaves alone crosses when another looks at it, both ways, and
 * is looked at in turn all the same.
 */
static void test_concerns(void)
{
	static const u64 counts[] = { BIT_ULL(TYPE_COUNT) }, lamps[] = { BIT_ULL(TYPE_LAMP) };
	const struct cleave_up other = { .types = counts }, any = {}, its = { .types = lamps };
	struct pair p = pair_new(&(struct lamp){ .watt = 60, .hours = 1 });
	struct cleave_channel *ch = &p.w->ch;

	p.kernel->hours = 2;
	cleave_push_all(ch, &other, false);
	CU_ASSERT_EQUAL(p.user->hours, 1);
	p.user->watt = 40;
	ch->turn = 0;
	CU_ASSERT_EQUAL(cleave_pull_all(ch, &other), 0);
	CU_ASSERT_EQUAL(p.kernel->watt, 60);
	cleave_push_all(ch, &its, false);
	CU_ASSERT_EQUAL(p.user->hours, 2);
	CU_ASSERT_EQUAL(p.user->watt, 40);
	CU_ASSERT_EQUAL(cleave_pull_all(ch, &its), 0);
	CU_ASSERT_EQUAL(p.kernel->watt, 40);
	CU_ASSERT_EQUAL(p.kernel->hours, 2);
	p.kernel->hours = 3;
	cleave_push_all(ch, &any, false);
	CU_ASSERT_EQUAL(p.user->hours, 3);
	pair_free(&p);
}

/* So is what the user half may not write. */
static void test_no_concern(void)
{
	static const u64 counts[] = { BIT_ULL(TYPE_COUNT) };
	const struct cleave_up other = { .types = counts };
	struct pair p = pair_new(&(struct lamp){ .hours = 1 });
	int n, err = 0;

	p.w->ch.session = (struct cleave_session *)p.w;
	p.user->hours = 2;
	for (n = 0; n < 2 * PAIR_TURNS && !err; n++)
		err = cleave_pull_all(&p.w->ch, &other);
	CU_ASSERT_EQUAL(err, -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.hours"));
	CU_ASSERT_EQUAL(p.kernel->hours, 1);
	pair_free(&p);
}

/* Each text that the user half writes has an end. */
static void test_text(void)
{
	struct pair p = pair_new(&(struct lamp){ .labels = { "one", "two" } });

	memcpy(p.user->labels, "red\0\0\0\0", 8);
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_STRING_EQUAL(p.kernel->labels[0], "red");
	CU_ASSERT_STRING_EQUAL(p.kernel->labels[1], "");
	memcpy(p.user->labels, "red\0blue", 8);
	CU_ASSERT_EQUAL(pair_pull(&p), -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.labels"));
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "the text does not end"));
	CU_ASSERT_STRING_EQUAL(p.kernel->labels[1], "");
	pair_free(&p);
}

/* What nobody changes is there at once, and is looked at in turn: a change is found all the same. */
static void test_settled(void)
{
	struct world *w = world_new();
	u32 *user = (u32 *)((char *)w->ch.data + (USER_LIMITS - USER_DATA));
	int err = 0;

	CU_ASSERT_EQUAL(user[0], LAMP_LIMIT);
	w->limits[1] = 8;
	for (int i = 0; i < 2 * PAIR_TURNS; i++) {
		cleave_push_all(&w->ch, NULL, false);
		CU_ASSERT_EQUAL(cleave_pull_all(&w->ch, NULL), 0);
	}
	CU_ASSERT_EQUAL(user[1], 8);
	w->ch.session = (struct cleave_session *)w;
	user[0] = 9;
	for (int i = 0; i < 2 * PAIR_TURNS && !err; i++)
		err = cleave_pull_all(&w->ch, NULL);
	CU_ASSERT_EQUAL(err, -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(w->blame, "lamp_limit"));
	CU_ASSERT_EQUAL(w->limits[0], LAMP_LIMIT);
	/* A new user half sees all of them as they are. */
	cleave_push_all(&w->ch, NULL, true);
	CU_ASSERT_EQUAL(user[0], LAMP_LIMIT);
	world_free(w);
}

static void test_settled_type(void)
{
	struct cleave_field field = { .name = "limit", .length = 4, .count = 1 };
	const struct cleave_type type = { .name = "limits", .size = 64, .fields = &field,
					  .nr_fields = 1, .settled = true };
	struct cleave_layout layout = {}, other = {};

	field.dir = CLEAVE_BOTH;
	CU_ASSERT_EQUAL(cleave_layout_init(&layout, &type), -EINVAL);
	cleave_layout_free(&layout);
	field.dir = CLEAVE_TO_USER;
	CU_ASSERT_EQUAL(cleave_layout_init(&other, &type), 0);
	cleave_layout_free(&other);
}

static void test_ranges(void)
{
	struct pair p = pair_new(&(struct lamp){});
	static const struct {
		size_t at, len;
		bool readable, pulled, writable;
	} cases[] = {
		{ offsetof(struct lamp, watt), 4, true, true, true },
		{ offsetof(struct lamp, hours), 4, true, false, false },
		{ offsetof(struct lamp, watt), 8, true, false, false },
		{ offsetof(struct lamp, watt), 16, true, false, false },
		{ offsetof(struct lamp, steps), 8, true, true, true },
		{ offsetof(struct lamp, steps) + 3, 5, true, true, true },
		{ offsetof(struct lamp, steps), 9, false, false, false },
		{ offsetof(struct lamp, private), 1, false, false, false },
		{ offsetof(struct lamp, zones), 2, true, true, true },
		{ offsetof(struct lamp, zones), 3, false, false, false },
		{ offsetof(struct lamp, zones[2]), 2, true, true, true },
		{ offsetof(struct lamp, zones[2]), 4, false, false, false },
		{ offsetof(struct lamp, next), 8, true, true, false },		/* ... an address */
		{ offsetof(struct lamp, peer), 8, true, false, false },
		{ offsetof(struct lamp, labels), 4, true, true, false },
		{ offsetof(struct lamp, sockets), 1, false, false, false },
		{ offsetof(struct lamp, place), 4, true, true, false },	/* a callee may write anything */
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		CU_ASSERT_EQUAL(cleave_shared(p.o, cases[i].at, cases[i].len, CLEAVE_READ),
				cases[i].readable);
		CU_ASSERT_EQUAL(cleave_shared(p.o, cases[i].at, cases[i].len, CLEAVE_PULLED),
				cases[i].pulled);
		CU_ASSERT_EQUAL(cleave_shared(p.o, cases[i].at, cases[i].len, CLEAVE_WRITTEN),
				cases[i].writable);
	}
	pair_free(&p);
}

/* Both changed the same one: the user half's is kept. */
static void test_conflict(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 60 });

	p.user->watt = 61;
	p.kernel->watt = 64;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	pair_push(&p);
	CU_ASSERT_EQUAL(p.kernel->watt, 61);
	CU_ASSERT_EQUAL(p.user->watt, 61);
	pair_free(&p);
}

/* ... but where both set bits, or count: nothing is lost, whatever the other one did. */
static void test_merge(void)
{
	struct pair p = pair_new(&(struct lamp){ .alarms = 0xf1, .uses = { 5, 6, 7 }, .few = 4 });

	p.user->alarms = 0xe3;		/* cleared 0x10, set 0x02 */
	p.kernel->alarms = 0xf4;	/* cleared 0x01, set 0x04 */
	p.user->uses[0]++;
	p.kernel->uses[0] += 2;
	p.user->uses[1]--;
	p.kernel->uses[2]--;
	p.user->few++;
	p.kernel->few--;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->alarms, 0xe6);
	CU_ASSERT_EQUAL(p.kernel->uses[0], 8);
	CU_ASSERT_EQUAL(p.kernel->uses[1], 5);
	CU_ASSERT_EQUAL(p.kernel->uses[2], 6);
	CU_ASSERT_EQUAL(p.kernel->few, 4);
	pair_push(&p);
	CU_ASSERT_EQUAL(p.user->alarms, 0xe6);
	CU_ASSERT_EQUAL(memcmp(p.user->uses, p.kernel->uses, sizeof(p.user->uses)), 0);
	CU_ASSERT_EQUAL(p.user->few, 4);
	pair_free(&p);
}

/* What both together make of a number with a bound must fit, else the user half's is kept. */
static void test_merge_bound(void)
{
	struct pair p = pair_new(&(struct lamp){ .few = 4 });

	p.user->few = 8;
	p.kernel->few = 7;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->few, 8);
	p.user->few = PLACE_BELOW + 5;
	p.kernel->few = 7;
	CU_ASSERT_NOT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->few, 7);
	pair_free(&p);
}

/* Tables of a half that make no sense are refused, not followed. */
static void test_bad_types(void)
{
	static const struct {
		const char *what;
		struct cleave_field field;
	} cases[] = {
		{ "no element", { .length = 4, .dir = CLEAVE_BOTH } },
		{ "no length", { .count = 1, .dir = CLEAVE_BOTH } },
		{ "outside", { .offset = 61, .length = 4, .count = 1, .dir = CLEAVE_BOTH } },
		{ "outside", { .offset = 0xfffffffe, .length = 4, .count = 1, .dir = CLEAVE_BOTH } },
		{ "array outside", { .length = 4, .count = 17, .stride = 4, .dir = CLEAVE_BOTH } },
		{ "overflow", { .length = 4, .count = 0x40000001, .stride = 4, .dir = CLEAVE_BOTH } },
		{ "overlap", { .length = 4, .count = 2, .stride = 2, .dir = CLEAVE_BOTH } },
		{ "no direction", { .length = 4, .count = 1 } },
		{ "unknown kind", { .length = 4, .count = 1, .kind = 9, .dir = CLEAVE_BOTH } },
		{ "no word", { .length = 3, .count = 1, .kind = CLEAVE_BITS, .dir = CLEAVE_BOTH } },
		{ "pointer outside", { .offset = 60, .length = 1, .count = 1,
				       .kind = CLEAVE_POINTER, .dir = CLEAVE_BOTH } },
		{ "no number", { .length = 16, .count = 1, .dir = CLEAVE_BOTH, .below = 4 } },
		{ "no number", { .length = 8, .count = 1, .kind = CLEAVE_POINTER,
				 .dir = CLEAVE_BOTH, .once = true } },
		{ "owned by nobody", { .length = 4, .count = 1, .dir = CLEAVE_BOTH, .owns = 3 } },
		{ "no whole numbers", { .length = 10, .count = 1, .dir = CLEAVE_BOTH, .number = 4 } },
		{ "odd numbers", { .length = 9, .count = 1, .dir = CLEAVE_BOTH, .number = 3 } },
		{ "no numbers", { .length = 6, .count = 1, .dir = CLEAVE_BOTH,
				  .merge = CLEAVE_MERGE_SUM } },
		{ "no way to merge", { .length = 4, .count = 1, .dir = CLEAVE_BOTH, .merge = 3 } },
		{ "no whole texts", { .length = 9, .count = 1, .dir = CLEAVE_BOTH, .text = 4 } },
		{ "string to kernel", { .length = 8, .count = 1, .kind = CLEAVE_STRING,
					.dir = CLEAVE_BOTH } },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cleave_field field = cases[i].field;
		struct cleave_type type = { .name = "bad", .size = 64, .fields = &field,
					    .nr_fields = 1 };
		struct cleave_layout layout = {};

		field.name = cases[i].what;
		CU_ASSERT_EQUAL(cleave_layout_init(&layout, &type), -EINVAL);
		cleave_layout_free(&layout);
	}
}

const struct unit_test suite_sync[] = {
	{ "the first time everything shared is there, and nothing else", test_first },
	{ "a change of the kernel's reaches the mirror", test_to_user },
	{ "a change of the user half's reaches the object", test_to_kernel },
	{ "both changed something: neither is lost", test_twin },
	{ "both changed the same: the user half's is kept", test_conflict },
	{ "both counted, or set bits: neither is lost", test_merge },
	{ "both counted, up to a bound", test_merge_bound },
	{ "bits of one word", test_bits },
	{ "elements of an array with gaps", test_arrays },
	{ "a field that may not be written", test_read_only },
	{ "numbers out of their bounds", test_numbers },
	{ "texts", test_text },
	{ "globals", test_globals },
	{ "an upcall that leaves an object alone", test_concerns },
	{ "an upcall that leaves an object alone, forbidden write", test_no_concern },
	{ "what is settled", test_settled },
	{ "what is settled, a user half may not write", test_settled_type },
	{ "ranges that are shared", test_ranges },
	{ "types that make no sense", test_bad_types },
	{}
};
