// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave.ko's objects: handles, generations, bounds, roots, and want of memory. */
#include "lamp.h"
#include "suites.h"

static void test_handles(void)
{
	struct world *w = world_new();
	struct lamp lamps[3] = {};
	struct cleave_object *o[3];
	int i;

	for (i = 0; i < 3; i++) {
		o[i] = world_track(w, &lamps[i], sizeof(lamps[i]), NULL);
		CU_ASSERT_FATAL(!IS_ERR(o[i]));
		CU_ASSERT_EQUAL(o[i]->nr_slots, 1);
		CU_ASSERT(o[i]->slot);
		CU_ASSERT_EQUAL(o[i]->address,
				CLEAVE_ARENA_BASE + ((u64)o[i]->slot << CLEAVE_SLOT_SHIFT));
		CU_ASSERT_PTR_EQUAL(cleave_object_at(&w->ch, o[i]->address), o[i]);
	}
	CU_ASSERT(o[0]->slot != o[1]->slot && o[1]->slot != o[2]->slot &&
		  o[0]->slot != o[2]->slot);
	CU_ASSERT(o[0]->generation != o[1]->generation && o[1]->generation != o[2]->generation);
	world_free(w);
}

/* A handle comes back only when all others have been given out, a generation never. */
static void test_rotation(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	u32 first = 0, again = 0, n;
	u64 generation = 0;

	w->ch.generation = U32_MAX - 10;
	for (n = 0; n < CLEAVE_ARENA_SLOTS + 10 && !again; n++) {
		struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);

		CU_ASSERT_FATAL(!IS_ERR(o));
		CU_ASSERT_FATAL(o->slot > 0 && o->slot < CLEAVE_ARENA_SLOTS);
		CU_ASSERT(o->generation > generation);
		generation = o->generation;
		if (!first)
			first = o->slot;
		else if (o->slot == first)
			again = n;
		cleave_object_end(&w->ch, o, NULL, true);
		CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &lamp));
	}
	CU_ASSERT(again > CLEAVE_ARENA_SLOTS - 10);
	world_free(w);
}

static void test_stale(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);
	u64 address = o->address;
	struct cleave_place place;
	int zapped = w->zapped;

	cleave_object_end(&w->ch, o, NULL, true);
	CU_ASSERT_EQUAL(w->zapped, zapped + 1);
	CU_ASSERT_PTR_NULL(cleave_object_at(&w->ch, address));
	CU_ASSERT_PTR_NOT_NULL(cleave_place(&w->ch, address, &place));
	/* the same memory, tracked again, is something else */
	o = world_track(w, &lamp, sizeof(lamp), NULL);
	CU_ASSERT(!IS_ERR(o) && o->address != address);
	CU_ASSERT_PTR_NOT_NULL(cleave_place(&w->ch, address, &place));
	/* no page of it was touched: there is nothing to take out of the mapping */
	o->seen = false;
	cleave_object_end(&w->ch, o, NULL, true);
	CU_ASSERT_EQUAL(w->zapped, zapped + 1);
	world_free(w);
}

/* An object of several slots: every slot leads to it, none is given out again. */
static void test_large(void)
{
	struct world *w = world_new();
	size_t slot = 1UL << CLEAVE_SLOT_SHIFT;
	void *memory = calloc(1, 2 * slot);
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, memory, 2 * slot, NULL), *other;
	struct cleave_place place;

	CU_ASSERT_FATAL(!IS_ERR(o));
	/* behind the object there are copies: one slot more */
	CU_ASSERT_EQUAL(o->nr_slots, 3);
	CU_ASSERT_PTR_EQUAL(cleave_object_at(&w->ch, o->address + slot), o);
	CU_ASSERT_PTR_NULL(cleave_place(&w->ch, o->address + 2 * slot - 1, &place));
	CU_ASSERT_PTR_EQUAL(place.p, (char *)memory + 2 * slot - 1);
	CU_ASSERT_EQUAL(place.left, 1);
	other = world_track(w, &lamp, sizeof(lamp), NULL);
	CU_ASSERT_FATAL(!IS_ERR(other));
	CU_ASSERT(other->slot < o->slot || other->slot >= o->slot + o->nr_slots);
	world_free(w);
	free(memory);
}

static void test_full(void)
{
	struct world *w = world_new();
	struct lamp lamp = {}, *more = calloc(2, sizeof(*more));
	struct cleave_object *o;
	u32 i;

	/* as if all slots but one were taken */
	for (i = 1; i < CLEAVE_ARENA_SLOTS; i++)
		if (i != 7 && !xa_load(&w->ch.slots, i))
			xa_store(&w->ch.slots, i, &lamp, GFP_KERNEL);
	o = world_track(w, &more[0], sizeof(*more), NULL);
	CU_ASSERT(!IS_ERR(o) && o->slot == 7);
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, &more[1], sizeof(*more), NULL)), -ENOSPC);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &more[1]));
	for (i = 1; i < CLEAVE_ARENA_SLOTS; i++)
		if (xa_load(&w->ch.slots, i) == &lamp)
			xa_erase(&w->ch.slots, i);
	world_free(w);
	free(more);
}

static void test_bounds(void)
{
	struct world *w = world_new();
	struct { char before[64]; struct lamp lamp; char after[64]; } m = {};
	struct cleave_object *o = world_track(w, &m.lamp, sizeof(m.lamp), NULL);

	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, &m.lamp), o);
	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, (char *)(&m.lamp + 1) - 1), o);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &m.lamp + 1));
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, (char *)&m.lamp - 1));

	/* nothing may overlap it */
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, &m.lamp, sizeof(m.lamp), NULL)), -EEXIST);
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, (void *)m.before, 64 + sizeof(m.lamp), NULL)),
			-EEXIST);
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, (void *)((char *)&m.lamp + 8), sizeof(m.lamp),
					    NULL)), -EEXIST);
	/* nor be smaller than its type, or nothing at all */
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, &m.lamp, sizeof(m.lamp) - 1, NULL)), -EINVAL);
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, NULL, sizeof(m.lamp), NULL)), -EINVAL);
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, (void *)4096, 1UL << 40, NULL)), -EINVAL);
	world_free(w);
}

/* Many objects, found by address, whatever the order in which they came and went. */
static void test_tree(void)
{
	enum { NR = 200 };
	struct lamp *lamps = calloc(NR, sizeof(*lamps));
	bool there[NR] = {};
	struct world *w = world_new();
	u64 state = 1;
	int round, i;

	for (round = 0; round < 3000; round++) {
		struct cleave_object *o;

		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		i = (state >> 33) % NR;
		o = cleave_object_find(&w->ch, (char *)&lamps[i] + (state >> 20) % sizeof(*lamps));
		CU_ASSERT_EQUAL_FATAL(!o, !there[i]);
		if (o) {
			CU_ASSERT_PTR_EQUAL(o->base, &lamps[i]);
			cleave_object_end(&w->ch, o, NULL, true);
		} else {
			CU_ASSERT(!IS_ERR(world_track(w, &lamps[i], sizeof(*lamps), NULL)));
		}
		there[i] = !there[i];
	}
	world_free(w);
	free(lamps);
}

static void test_only_root(void)
{
	struct world *w = world_new();
	struct lamp lamps[2] = {};
	struct cleave_object *roots[2], *o;
	int i;

	CU_ASSERT_PTR_NOT_NULL_FATAL(cleave_object_find(&w->ch, &w->count));
	CU_ASSERT_PTR_NULL(cleave_root_of(&w->ch, &w->count));
	CU_ASSERT_PTR_NULL(cleave_root_of(&w->ch, &lamps[0]));
	for (i = 0; i < 2; i++) {
		roots[i] = world_track(w, &lamps[i], sizeof(lamps[i]), NULL);
		CU_ASSERT_FATAL(!IS_ERR(roots[i]));
		CU_ASSERT_PTR_NULL(cleave_root_of(&w->ch, &lamps[i]));
		roots[i]->root = roots[i];
		o = cleave_root_of(&w->ch, &w->count);
		CU_ASSERT_PTR_EQUAL(o, i ? NULL : roots[0]);
		cleave_object_put(o);
	}
	for (i = 0; i < 2; i++)
		roots[i]->root = NULL;
	world_free(w);
}

static void test_roots(void)
{
	struct world *w = world_new();
	struct lamp root_lamp = {}, child = {}, other = {};
	struct cleave_object *root, *o;

	root = world_track(w, &root_lamp, sizeof(root_lamp), NULL);
	CU_ASSERT_FATAL(!IS_ERR(root));
	kref_get(&root->ref);
	root->root = root;
	o = world_track(w, &child, sizeof(child), root);
	CU_ASSERT_FATAL(!IS_ERR(o));
	CU_ASSERT(!IS_ERR(world_track(w, &other, sizeof(other), NULL)));
	cleave_objects_end(&w->ch, root, NULL);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &root_lamp));
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &child));
	CU_ASSERT_PTR_NOT_NULL(cleave_object_find(&w->ch, &other));
	/* nothing is born of a root that has ended */
	CU_ASSERT_EQUAL(PTR_ERR(world_track(w, &child, sizeof(child), root)), -ESTALE);
	cleave_object_put(root);
	world_free(w);
}

static struct cleave_object *new_root(struct world *w, struct lamp *lamp)
{
	struct cleave_object *o = world_track(w, lamp, sizeof(*lamp), NULL);

	CU_ASSERT_FATAL(!IS_ERR(o));
	o->root = o;
	CU_ASSERT_EQUAL(cleave_companions_come(&w->ch, o), 0);
	return o;
}

/* What several roots bring is there as long as any of them is, and belongs to one that is. */
static void test_companions(void)
{
	struct world *w = world_new();
	struct lamp shade = {}, lamps[] = { { .shade = &shade }, { .shade = &shade }, {} };
	struct cleave_object *first = new_root(w, &lamps[0]), *o;
	struct cleave_object *second = new_root(w, &lamps[1]);

	new_root(w, &lamps[2]);
	o = cleave_object_find(&w->ch, &shade);
	CU_ASSERT_PTR_NOT_NULL_FATAL(o);
	CU_ASSERT_PTR_EQUAL(o->root, first);
	cleave_objects_end(&w->ch, first, NULL);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &lamps[0]));
	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, &shade), o);
	CU_ASSERT_PTR_EQUAL(o->root, second);
	cleave_objects_end(&w->ch, second, NULL);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &shade));
	/* with the root that brings it anew it is known anew */
	first = new_root(w, &lamps[0]);
	CU_ASSERT_PTR_NOT_NULL(cleave_object_find(&w->ch, &shade));
	cleave_objects_end(&w->ch, first, NULL);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &shade));
	world_free(w);
}

/* What a root brings cannot become an object where a part of it is one, and nobody waits for that. */
static void test_companion_in_part(void)
{
	struct world *w = world_new();
	struct lamp rows[2] = {}, lamp = { .shade = &rows[0] };
	char *end = (char *)rows + sizeof(lamp);
	struct cleave_object *part = world_track(w, (void *)(end - 8), sizeof(lamp), NULL);

	CU_ASSERT_FATAL(!IS_ERR(part));
	new_root(w, &lamp);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &rows[0]));
	CU_ASSERT_PTR_EQUAL(cleave_object_among(&w->ch, &rows[0], sizeof(lamp)), part);
	CU_ASSERT_PTR_NULL(cleave_object_among(&w->ch, &rows[0], sizeof(lamp) - 8));
	CU_ASSERT_PTR_NULL(cleave_object_among(&w->ch, end - 8 + sizeof(lamp), 8));
	world_free(w);
}

/* What another downcall uses does not end under it. */
static void test_pins(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);
	struct cleave_call call = {};

	CU_ASSERT(cleave_object_pin(o));
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, o, NULL, false), -EBUSY);
	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, &lamp), o);
	/* a pin of the call that ends it does not count */
	call.nargs = 4;
	call.args[3].object = o;
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, o, &call, false), 0);
	CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &lamp));
	CU_ASSERT(!cleave_object_pin(o));
	cleave_object_unpin(&w->ch, o);
	world_free(w);
}

static bool acquires(void *lamp, bool wait)
{
	(void)lamp;
	(void)wait;
	lamp_acquired = true;
	return true;
}

/* Another thread acquires something for it while what runs in it is being stopped. */
static void test_acquired_meanwhile(void)
{
	struct world *w = world_new();
	struct lamp lamp = {};
	struct cleave_object *o = world_track(w, &lamp, sizeof(lamp), NULL);

	lamp_stops = acquires;
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, o, NULL, false), -EBUSY);
	CU_ASSERT_PTR_EQUAL(cleave_object_find(&w->ch, &lamp), o);
	lamp_stops = NULL;
	lamp_acquired = false;
	CU_ASSERT_EQUAL(cleave_object_end(&w->ch, o, NULL, false), 0);
	world_free(w);
}

/* All pointers of an array of structures, and not those of the first alone. */
static void test_array_leads_there(void)
{
	struct world *w = world_new();
	struct lamp lamps[3] = {}, *chain[] = { &lamps[0], &lamps[1], &lamps[0] };
	struct cleave_object *o = world_track(w, &lamps[0], sizeof(lamps[0]), NULL);

	CU_ASSERT(!IS_ERR(world_track_chain(w, chain, 3)));
	cleave_object_end(&w->ch, o, NULL, true);
	CU_ASSERT_PTR_NULL(chain[0]);
	CU_ASSERT_PTR_EQUAL(chain[1], &lamps[1]);
	CU_ASSERT_PTR_NULL(chain[2]);
	world_free(w);
}

/* What a callee has not freed after all leads to nothing that ended meanwhile. */
static void test_ended_meanwhile(void)
{
	struct world *w = world_new();
	struct lamp ends = {}, stays = {}, away = {};
	struct lamp lamp = { .next = &ends, .any = &stays }, *chain[] = { &lamp, &ends, &away };
	struct cleave_object *o = world_track(w, &ends, sizeof(ends), NULL), *leaves, *back[2];
	int i;

	CU_ASSERT(!IS_ERR(world_track(w, &stays, sizeof(stays), NULL)));
	leaves = world_track(w, &away, sizeof(away), NULL);
	back[0] = world_track(w, &lamp, sizeof(lamp), NULL);
	back[1] = world_track_chain(w, chain, 3);
	for (i = 0; i < 2; i++)
		CU_ASSERT_EQUAL(cleave_object_leave(&w->ch, back[i], NULL, true), 0);
	cleave_object_end(&w->ch, o, NULL, true);
	CU_ASSERT_EQUAL(cleave_object_leave(&w->ch, leaves, NULL, true), 0);
	/* something else is there by now */
	CU_ASSERT(!IS_ERR(world_track(w, &ends, sizeof(ends), NULL)));
	for (i = 0; i < 2; i++)
		cleave_object_back(&w->ch, back[i], NULL, false);
	CU_ASSERT_PTR_NULL(lamp.next);
	CU_ASSERT_PTR_EQUAL(lamp.any, &stays);
	CU_ASSERT_PTR_EQUAL(chain[0], &lamp);
	CU_ASSERT_PTR_NULL(chain[1]);
	CU_ASSERT_PTR_EQUAL(chain[2], &away);
	cleave_object_back(&w->ch, leaves, NULL, true);
	CU_ASSERT_PTR_NULL(chain[2]);
	world_free(w);
}

/* Whichever allocation fails, nothing is left of the object. */
static void test_no_memory(void)
{
	struct world *w = world_new();
	struct lamp lamp = { .name = "no" };
	struct cleave_object *o;
	int after;

	for (after = 0;; after++) {
		kshim_fail_after = after;
		o = world_track(w, &lamp, sizeof(lamp), NULL);
		if (kshim_fail_after >= 0)
			break;
		CU_ASSERT_EQUAL(PTR_ERR(o), -ENOMEM);
		CU_ASSERT_PTR_NULL(cleave_object_find(&w->ch, &lamp));
	}
	kshim_fail_after = -1;
	CU_ASSERT(after >= 3);
	CU_ASSERT(!IS_ERR(o));
	world_free(w);
}

static u32 nr_spares(struct world *w)
{
	u32 i, nr = 0;

	for (i = 0; i < CLEAVE_SPARES; i++)
		nr += w->ch.layouts[0].spares[i] != NULL;
	return nr;
}

/* The pages of one that has ended are used again, and nothing of it is in them. */
static void test_spare(void)
{
	struct world *w = world_new();
	struct lamp old = { .watt = 60, .name = "old", .image = (u8 *)w }, next = { .hours = 7 };
	struct cleave_object *o = world_track(w, &old, sizeof(old), NULL);
	u64 address = o->address;
	void *area = o->area;
	struct lamp *mirror = o->mirror, as_new;
	size_t i;

	CU_ASSERT_FATAL(!IS_ERR(o) && o->area_size == PAGE_SIZE);
	/* fields that are not shared are the user half's to scribble in */
	mirror->private = 0xbad;
	mirror->unaligned = 0xbad;
	CU_ASSERT_STRING_EQUAL((char *)o->ext, "old");
	cleave_object_end(&w->ch, o, NULL, true);
	CU_ASSERT_EQUAL(nr_spares(w), 1);

	o = world_track(w, &next, sizeof(next), NULL);
	CU_ASSERT_FATAL(!IS_ERR(o));
	CU_ASSERT_EQUAL(nr_spares(w), 0);
	CU_ASSERT_PTR_EQUAL(o->area, area);
	CU_ASSERT_NOT_EQUAL(o->address, address);
	memset(&as_new, 0, sizeof(as_new));
	as_new.hours = 7;
	CU_ASSERT(!memcmp(o->mirror, &as_new, sizeof(as_new)));
	for (i = 0; i < o->layout->ext_size; i++)
		CU_ASSERT_EQUAL(((char *)o->ext)[i], 0);
	CU_ASSERT_EQUAL(cleave_pull_all(&w->ch, NULL), 0);
	CU_ASSERT(!memcmp(&next, &as_new, sizeof(next)));
	world_free(w);
}

/* A type keeps few, they count as the user half's, and one more than it may have is freed. */
static void test_spares_count(void)
{
	enum { NR = CLEAVE_SPARES + 2 };
	struct world *w = world_new();
	struct lamp lamps[NR] = {};
	s64 one;
	int i;

	for (i = 0; i < NR; i++)
		CU_ASSERT_FATAL(!IS_ERR(world_track(w, &lamps[i], sizeof(*lamps), NULL)));
	CU_ASSERT_EQUAL(atomic64_read(&w->ch.taken), 0);
	cleave_object_end(&w->ch, cleave_object_find(&w->ch, &lamps[0]), NULL, true);
	one = atomic64_read(&w->ch.taken);
	CU_ASSERT(one >= (s64)(PAGE_SIZE + sizeof(struct lamp)));
	cleave_objects_end(&w->ch, NULL, NULL);
	CU_ASSERT_EQUAL(nr_spares(w), CLEAVE_SPARES);
	CU_ASSERT(atomic64_read(&w->ch.taken) >= CLEAVE_SPARES * one);

	cleave_shadows_free(&w->ch.layouts[0]);
	CU_ASSERT_EQUAL(nr_spares(w), 0);
	CU_ASSERT_EQUAL(atomic64_read(&w->ch.taken), 0);
	atomic64_add(cleave_memory_limit(), &w->ch.taken);
	CU_ASSERT_FATAL(!IS_ERR(world_track(w, &lamps[0], sizeof(*lamps), NULL)));
	cleave_objects_end(&w->ch, NULL, NULL);
	CU_ASSERT_EQUAL(nr_spares(w), 0);
	CU_ASSERT_EQUAL(atomic64_read(&w->ch.taken), (s64)cleave_memory_limit());
	world_free(w);
}

const struct unit_test suite_object[] = {
	{ "handles name slots of the arena", test_handles },
	{ "handles rotate, generations grow", test_rotation },
	{ "a stale handle leads nowhere", test_stale },
	{ "a large object takes several slots", test_large },
	{ "a full table", test_full },
	{ "bounds, and objects that would overlap", test_bounds },
	{ "many objects that come and go", test_tree },
	{ "a variable belongs to the only root", test_only_root },
	{ "what belongs to a root ends with it", test_roots },
	{ "what several roots bring ends with the last", test_companions },
	{ "a root brings what is an object in part", test_companion_in_part },
	{ "an object in use does not end", test_pins },
	{ "nor what something is acquired for meanwhile", test_acquired_meanwhile },
	{ "an array does not lead there any more", test_array_leads_there },
	{ "nor does what comes back", test_ended_meanwhile },
	{ "every allocation may fail", test_no_memory },
	{ "pages are used again, cleared", test_spare },
	{ "pages that are kept are few, and count", test_spares_count },
	{}
};
