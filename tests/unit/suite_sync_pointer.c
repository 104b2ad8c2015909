// SPDX-License-Identifier: GPL-2.0-or-later
/* Shared fields that are pointers, and what strings and blocks they lead to. */
#include "pair.h"
#include "suites.h"

static void test_pointers(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 1 });
	struct lamp second = {};
	u64 at = world_track(p.w, &second, sizeof(second), NULL)->address;

	/* the kernel's pointer appears as an address of the arena */
	p.kernel->next = &second;
	p.kernel->peer = &second.sockets[1];
	pair_push(&p);
	CU_ASSERT_EQUAL((u64)p.user->next, at);
	CU_ASSERT_EQUAL((u64)p.user->peer, at + offsetof(struct lamp, sockets[1]));
	/* and the user half's is translated back */
	p.user->next = (struct lamp *)p.o->address;
	p.user->any = (void *)(at + 4);
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->next, p.kernel);
	CU_ASSERT_PTR_EQUAL(p.kernel->any, (char *)&second + 4);
	p.user->next = NULL;
	p.user->any = (void *)USER_SWITCH;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_NULL(p.kernel->next);
	CU_ASSERT_PTR_EQUAL(p.kernel->any, p.w->symbols[SYMBOL_SWITCH].addr);
	pair_free(&p);
}

static void test_bad_pointers(void)
{
	struct lamp second = {};
	struct pair p = pair_new(&(struct lamp){ .next = &second });
	u64 at = world_track(p.w, &second, sizeof(second), NULL)->address;
	const u64 bad[] = {
		at + 1, at + offsetof(struct lamp, sockets), at + sizeof(second), at - 1,
		(uintptr_t)&second, CLEAVE_OPAQUE, CLEAVE_OPAQUE + 5, USER_SWITCH, USER_IDS, 1, -4096ULL,
	};
	size_t i;

	pair_push(&p);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		p.user->next = (struct lamp *)bad[i];
		CU_ASSERT_EQUAL(pair_pull(&p), -EPERM);
		CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.next"));
		CU_ASSERT_PTR_EQUAL(p.kernel->next, &second);
	}
	p.user->next = (struct lamp *)at;
	p.user->peer = (struct socket *)(at + offsetof(struct lamp, sockets));
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);	/* right, but the kernel's alone */
	CU_ASSERT_PTR_NULL(p.kernel->peer);
	pair_free(&p);
}

/* An error, or a small number where a void pointer is: what drivers keep there leads nowhere. */
static void test_number_pointers(void)
{
	struct pair p = pair_new(&(struct lamp){ 0 });

	pair_push(&p);
	p.user->next = ERR_PTR(-EIO);
	p.user->any = (void *)3;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->next, ERR_PTR(-EIO));
	CU_ASSERT_PTR_EQUAL(p.kernel->any, (void *)3);
	pair_push(&p);
	CU_ASSERT_PTR_EQUAL(p.user->next, ERR_PTR(-EIO));
	p.user->next = (struct lamp *)3;
	CU_ASSERT_NOT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->next, ERR_PTR(-EIO));
	pair_free(&p);
}

/* An opaque pointer left alone, or written back, changes nothing. */
static void test_opaque(void)
{
	char strange;
	struct pair p = pair_new(&(struct lamp){ .any = &strange });
	u64 word = (u64)p.user->any;

	CU_ASSERT_EQUAL(word >> 48, CLEAVE_OPAQUE >> 48);
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->any, &strange);
	p.user->any = NULL;
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_NULL(p.kernel->any);
	p.user->any = (void *)(word + 1);
	CU_ASSERT_EQUAL(pair_pull(&p), -EPERM);
	CU_ASSERT_PTR_NULL(p.kernel->any);
	pair_free(&p);
}

/* As many other objects come and go. */
static void others(struct pair *p, int nr)
{
	struct lamp other = {};

	while (nr--)
		cleave_object_end(&p->w->ch, world_track(p->w, &other, sizeof(other), NULL), NULL,
				  true);
}

/*
 * What a pointer leads to is tracked later, or ends: what the user half sees follows, however much
 * has happened meanwhile.
 */
static void follow(int meanwhile)
{
	struct lamp second = {};
	struct pair p = pair_new(&(struct lamp){ .next = &second, .any = &second.places });
	struct cleave_object *o;

	CU_ASSERT_EQUAL((u64)p.user->next >> 48, CLEAVE_OPAQUE >> 48);
	o = world_track(p.w, &second, sizeof(second), NULL);
	others(&p, meanwhile);
	pair_push(&p);
	CU_ASSERT_EQUAL((u64)p.user->next, o->address);
	CU_ASSERT_EQUAL((u64)p.user->any, o->address + offsetof(struct lamp, places));
	cleave_object_end(&p.w->ch, o, NULL, true);
	/* nobody goes there any more */
	CU_ASSERT_PTR_NULL(p.kernel->next);
	others(&p, meanwhile);
	pair_push(&p);
	CU_ASSERT_PTR_NULL(p.user->next);
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	CU_ASSERT_PTR_NULL(p.kernel->next);
	pair_free(&p);
}

static void test_tracked_later(void)
{
	int n;

	for (n = 0; n < CLEAVE_CHANGES + 2; n++)
		follow(n);
}

/* The copy that a string or block pointer of the mirror leads to. */
static void *copy_of(struct pair *p, const void *pointer)
{
	u64 off = (u64)pointer - p->o->ext_address;

	CU_ASSERT_FATAL(off < p->o->layout->ext_size);
	return (char *)p->o->ext + off;
}

static void test_strings(void)
{
	char *lengthy = malloc(3 * CLEAVE_STRING_MAX);
	struct pair p = pair_new(&(struct lamp){ .name = "bright" });

	CU_ASSERT_STRING_EQUAL(copy_of(&p, p.user->name), "bright");
	memset(lengthy, 'x', 3 * CLEAVE_STRING_MAX);	/* and no NUL */
	p.kernel->name = lengthy;
	pair_push(&p);
	CU_ASSERT_EQUAL(strlen(copy_of(&p, p.user->name)), CLEAVE_STRING_MAX - 1);
	p.kernel->name = NULL;
	pair_push(&p);
	CU_ASSERT_PTR_NULL(p.user->name);
	p.kernel->name = kshim_faults = lengthy;
	pair_push(&p);
	CU_ASSERT_STRING_EQUAL(copy_of(&p, p.user->name), "");
	kshim_faults = NULL;
	/* neither pointer nor copy may be written */
	p.user->name = (char *)p.o->address;
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);
	p.user->name = (char *)p.o->words[p.o->layout->spots[lamp_field("name") -
							     p.o->layout->type->fields].word];
	CU_ASSERT_EQUAL(pair_pull(&p), 0);
	*(char *)copy_of(&p, p.user->name) = 'y';
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.name"));
	pair_free(&p);
	free(lengthy);
}

static void test_blocks(void)
{
	u8 *image = malloc(IMAGE_BYTES);	/* a sanitizer sees a byte too many */
	struct pair p;
	u64 before;

	memset(image, 1, IMAGE_BYTES);
	p = pair_new(&(struct lamp){ .image = image });
	CU_ASSERT_EQUAL(memcmp(copy_of(&p, p.user->image), image, IMAGE_BYTES), 0);
	before = pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER);
	pair_push(&p);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before);
	image[9] = 2;	/* the pointer stays, the bytes change */
	pair_push(&p);
	CU_ASSERT_EQUAL(pair_counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before + 1);
	CU_ASSERT_EQUAL(((u8 *)copy_of(&p, p.user->image))[9], 2);
	((u8 *)copy_of(&p, p.user->image))[0] = 9;
	CU_ASSERT_EQUAL(pair_pull_soon(&p), -EPERM);
	CU_ASSERT_EQUAL(image[0], 1);
	p.kernel->image = NULL;
	pair_push(&p);
	CU_ASSERT_PTR_NULL(p.user->image);
	pair_free(&p);
	free(image);
}

const struct unit_test suite_sync_pointer[] = {
	{ "pointers are translated", test_pointers },
	{ "pointers that are refused", test_bad_pointers },
	{ "errors and numbers where pointers are", test_number_pointers },
	{ "opaque pointers", test_opaque },
	{ "what a pointer leads to is tracked later, or ends", test_tracked_later },
	{ "strings", test_strings },
	{ "blocks", test_blocks },
	{}
};
