// SPDX-License-Identifier: GPL-2.0-or-later
/* Pointers between kernel and user half: places, bounds, classes, opaque ones. */
#include "lamp.h"
#include "suites.h"

/* NULL: taken, and it leads to @want. */
static const char *from_user(struct world *w, u64 word, u16 class, const void *want)
{
	struct cleave_place place;
	const char *why = cleave_from_user(&w->ch, word, class, &place);

	if (!why)
		CU_ASSERT_PTR_EQUAL(place.p, want);
	return why;
}

static void test_into_objects(void)
{
	struct world *w = world_new();
	struct lamp *l = calloc(1, sizeof(*l) + 40);
	struct cleave_object *o = world_track(w, l, sizeof(*l) + 40, NULL);
	struct cleave_place place;
	size_t at;

	for (at = 0; at < sizeof(*l) + 40; at++) {
		u64 word = cleave_to_user(&w->ch, (char *)l + at);

		CU_ASSERT_EQUAL(word, o->address + at);
		CU_ASSERT_PTR_NULL(cleave_from_user(&w->ch, word, CLASS_ANY, &place));
		CU_ASSERT_PTR_EQUAL(place.p, (char *)l + at);
		CU_ASSERT_PTR_EQUAL(place.object, o);
		CU_ASSERT_EQUAL(place.left, sizeof(*l) + 40 - at);
	}
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, NULL), 0);
	CU_ASSERT_PTR_NULL(from_user(w, 0, CLASS_LAMP, NULL));
	world_free(w);
	free(l);
}

static void test_outside(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);
	u64 slot = 1UL << CLEAVE_SLOT_SHIFT;
	const u64 words[] = {
		o->address - 1, o->address + slot, o->address + slot - 1,
		o->ext_address + o->layout->ext_size,
		CLEAVE_ARENA_BASE, CLEAVE_ARENA_BASE - 1,
		CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE - 1, CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE,
		1, 4096, (uintptr_t)&lamp, ~0ULL, CLEAVE_WORD_BLOB - 1,
		CLEAVE_OPAQUE, CLEAVE_OPAQUE + 1, 1ULL << 63,
		USER_SWITCH - 1, USER_SWITCH + 1, USER_IDS - 1, USER_IDS + sizeof(w->ids),
		USER_DATA, USER_COUNT - 1, USER_COUNT + 4,
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		CU_ASSERT_PTR_NOT_NULL(from_user(w, words[i], CLASS_ANY, NULL));
	world_free(w);
}

/* Mapped ports: 16 from 0xc100 on, which the kernel knows by a number of its own. */
static void test_ports(void)
{
	struct world *w = world_new();
	char *base = (char *)0x1c100;
	struct cleave_object *o = cleave_object_make(CLEAVE_PORTS, NULL, base, 16);
	struct cleave_place place;
	u64 at = CLEAVE_PORTS_BASE + 0xc100;

	o->phys = 0xc100;
	CU_ASSERT_EQUAL(cleave_object_publish(&w->ch, o, NULL), 0);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, base), at);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, base + 15), at + 15);
	CU_ASSERT_PTR_NULL(from_user(w, at, CLEAVE_REGION, base));
	CU_ASSERT_PTR_NULL(from_user(w, at, CLASS_ANY, base));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, at, CLASS_LAMP, NULL));
	/* The kernel half would go on from there, into what is another device's. */
	CU_ASSERT_PTR_NOT_NULL(from_user(w, at + 4, CLEAVE_REGION, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, at + 4, CLASS_ANY, NULL));
	CU_ASSERT_PTR_NULL(cleave_place(&w->ch, at + 15, &place));
	CU_ASSERT_EQUAL(place.left, 1);
	CU_ASSERT_PTR_NOT_NULL(cleave_place(&w->ch, at + 16, &place));
	CU_ASSERT_PTR_NOT_NULL(cleave_place(&w->ch, at - 1, &place));
	cleave_object_put(o);
	world_free(w);
}

static void test_classes(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	u64 at = world_track(w, &lamp, sizeof(lamp), NULL)->address;
	u64 socket = at + offsetof(struct lamp, sockets);

	CU_ASSERT_PTR_NULL(from_user(w, at, CLASS_LAMP, &lamp));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, at, CLASS_SOCKET, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, at + 8, CLASS_LAMP, NULL));
	CU_ASSERT_PTR_NULL(from_user(w, socket, CLASS_SOCKET, &lamp.sockets[0]));
	CU_ASSERT_PTR_NULL(from_user(w, socket + 8, CLASS_SOCKET, &lamp.sockets[1]));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, socket + 4, CLASS_SOCKET, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, socket + 16, CLASS_SOCKET, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, socket - 8, CLASS_SOCKET, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, socket, CLASS_LAMP, NULL));
	world_free(w);
}

static void test_symbols(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	int i;

	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, w->symbols[SYMBOL_SWITCH].addr), USER_SWITCH);
	CU_ASSERT_PTR_NULL(from_user(w, USER_SWITCH, CLASS_SWITCH, w->symbols[SYMBOL_SWITCH].addr));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, USER_SWITCH, CLASS_LAMP, NULL));
	for (i = 0; i < NR_IDS; i++) {
		u64 word = cleave_to_user(&w->ch, &w->ids[i]);

		CU_ASSERT_EQUAL(word, USER_IDS + i * sizeof(w->ids[0]));
		CU_ASSERT_PTR_NULL(from_user(w, word, CLASS_ID, &w->ids[i]));
		CU_ASSERT_PTR_NOT_NULL(from_user(w, word + 4, CLASS_ID, NULL));
	}
	/* an object's class cannot be had from a table of another */
	CU_ASSERT_PTR_NOT_NULL(from_user(w, USER_IDS, CLASS_LAMP, NULL));
	world_track(w, &lamp, sizeof(lamp), NULL);
	CU_ASSERT_PTR_NULL(from_user(w, USER_SWITCH, CLASS_ANY, w->symbols[SYMBOL_SWITCH].addr));
	world_free(w);
}

static void test_globals(void)
{
	struct world *w = world_new();
	struct cleave_place place;

	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, &w->count), USER_COUNT);
	CU_ASSERT_PTR_NULL(cleave_from_user(&w->ch, USER_COUNT, CLASS_COUNT, &place));
	CU_ASSERT_PTR_EQUAL(place.p, &w->count);
	CU_ASSERT_PTR_NOT_NULL_FATAL(place.object);
	CU_ASSERT_EQUAL(place.left, sizeof(w->count));
	cleave_object_end(&w->ch, place.object, NULL, true);
	CU_ASSERT_PTR_NOT_NULL(from_user(w, USER_COUNT, CLASS_COUNT, NULL));
	world_free(w);
}

/* What is not known tells nothing, is the same for the same pointer, and leads nowhere. */
static void test_opaque(void)
{
	struct world *w = world_new();
	char strange[2];
	u64 a = cleave_to_user(&w->ch, &strange[0]), b = cleave_to_user(&w->ch, &strange[1]);

	CU_ASSERT_EQUAL(a & 0xffff000000000000ULL, CLEAVE_OPAQUE);
	CU_ASSERT_EQUAL(a, cleave_to_user(&w->ch, &strange[0]));
	CU_ASSERT_NOT_EQUAL(a, b);
	CU_ASSERT_NOT_EQUAL(a & 0xffffffff, (uintptr_t)&strange[0] & 0xffffffff);
	CU_ASSERT_PTR_NOT_NULL(from_user(w, a, CLASS_ANY, NULL));
	/* a number that the driver keeps where pointers are is what it is, and leads nowhere */
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)1), 1);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)(PAGE_SIZE - 1)), PAGE_SIZE - 1);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)PAGE_SIZE) >> 48, CLEAVE_OPAQUE >> 48);
	CU_ASSERT_PTR_NOT_NULL(from_user(w, PAGE_SIZE - 1, CLASS_ANY, NULL));
	/* So are errors: the user half, too, asks IS_ERR(). */
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)-5L), (u64)-5);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)-4095L), (u64)-4095);
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, (void *)-4096L) >> 48, CLEAVE_OPAQUE >> 48);
	CU_ASSERT_PTR_NOT_NULL(from_user(w, (u64)-5, CLASS_ANY, NULL));
	/* a symbol that the user half does not have is opaque, too */
	CU_ASSERT_EQUAL(cleave_to_user(&w->ch, w->symbols[SYMBOL_ABSENT].addr) >> 48,
			CLEAVE_OPAQUE >> 48);
	world_free(w);
}

/* Copies of strings and blocks behind an object: to be read, not to be pointed to. */
static void test_copies(void)
{
	u8 image[IMAGE_BYTES] = "0123456789";
	struct lamp lamp = { .name = "bright", .image = image };
	struct world *w = world_new();
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);
	u64 name = *(u64 *)((char *)o->mirror + offsetof(struct lamp, name));
	u64 block = *(u64 *)((char *)o->mirror + offsetof(struct lamp, image));
	struct cleave_place place;

	CU_ASSERT_PTR_NULL(cleave_place(&w->ch, name + 2, &place));
	CU_ASSERT_STRING_EQUAL(place.p, "ight");
	CU_ASSERT_EQUAL(place.left, CLEAVE_STRING_MAX - 2);
	CU_ASSERT_PTR_NULL(cleave_place(&w->ch, block + 9, &place));
	CU_ASSERT_EQUAL(*(u8 *)place.p, '9');
	CU_ASSERT_EQUAL(place.left, 1);
	/* its padding is no part of it */
	CU_ASSERT_PTR_NOT_NULL(cleave_place(&w->ch, block + IMAGE_BYTES, &place));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, name, CLASS_ANY, NULL));
	CU_ASSERT_PTR_NOT_NULL(from_user(w, block, CLASS_ANY, NULL));
	world_free(w);
}

/* Whatever number the user half makes up, it leads into something known or is refused. */
static void test_made_up(void)
{
	struct world *w = world_new();
	struct lamp *lamps = calloc(8, sizeof(*lamps));
	u64 bases[12] = { CLEAVE_ARENA_BASE, USER_SWITCH, USER_IDS, USER_COUNT }, state = 42;
	int i, taken = 0;

	for (i = 0; i < 8; i++)
		bases[4 + i] = world_track(w, &lamps[i], sizeof(*lamps), NULL)->address;
	for (i = 0; i < 200000; i++) {
		struct cleave_place place;
		u64 word;

		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		word = bases[(state >> 60) % 12] + (s64)(state << 20) / (1LL << (44 + state % 12));
		if (cleave_place(&w->ch, word, &place))
			continue;
		taken++;
		CU_ASSERT_FATAL(place.left > 0);
		/* a sanitizer sees it if either byte is not there */
		(void)((volatile char *)place.p)[0];
		if (!place.symbol || place.symbol->kind != CLEAVE_FUNCTION)
			(void)((volatile char *)place.p)[place.left - 1];
	}
	CU_ASSERT(taken > 1000 && taken < 200000);
	world_free(w);
	free(lamps);
}

const struct unit_test suite_pointer[] = {
	{ "into objects, there and back", test_into_objects },
	{ "what leads outside is refused", test_outside },
	{ "mapped ports are named by their number", test_ports },
	{ "classes of places inside objects", test_classes },
	{ "functions and tables", test_symbols },
	{ "globals", test_globals },
	{ "opaque pointers", test_opaque },
	{ "copies of strings and blocks", test_copies },
	{ "numbers made up", test_made_up },
	{}
};
