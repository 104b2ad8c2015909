// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Shared fields: what one side changed reaches the other, what it did not
 * change is left alone, and what it may not change is refused.
 */
#include "lamp.h"
#include "suites.h"

#define TURNS	8	/* more than there are objects */

/* A tracked lamp, and how the user half sees it. */
struct pair {
	struct world *w;
	struct lamp *kernel;
	struct lamp *user;
	struct cleave_object *o;
};

static struct pair pair_new(const struct lamp *start)
{
	struct pair p = { .w = world_new(), .kernel = malloc(sizeof(*p.kernel)) };

	*p.kernel = *start;
	p.o = world_track(p.w, p.kernel, sizeof(*p.kernel), NULL);
	CU_ASSERT_FATAL(!IS_ERR(p.o));
	p.user = p.o->mirror;
	return p;
}

static void pair_free(struct pair *p)
{
	world_free(p->w);
	free(p->kernel);
}

static void push(struct pair *p)
{
	cleave_push(&p->w->ch, p->o, false);
}

/* Return: 0, or that it was refused; the reason is in w->blame then. */
static int pull(struct pair *p)
{
	p->w->ch.session = (struct cleave_session *)p->w;
	p->w->blame[0] = '\0';
	return cleave_pull_all(&p->w->ch, NULL);
}

/* What the user half may not write is looked at in turn. */
static int pull_soon(struct pair *p)
{
	int n, err = 0;

	for (n = 0; n < TURNS && !err; n++)
		err = pull(p);
	return err;
}

static u64 counted(struct pair *p, int attr)
{
	return atomic64_read(&p->w->ch.stats[attr]);
}

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
	u64 before = counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER);

	push(&p);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before);
	p.kernel->hours = 2;
	p.kernel->private = 3;
	push(&p);
	CU_ASSERT_EQUAL(p.user->hours, 2);
	CU_ASSERT_EQUAL(p.user->private, 0);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before + 1);
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 0);
	pair_free(&p);
}

static void test_to_kernel(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 60, .hours = 1, .private = 9 });

	p.user->watt = 40;
	p.user->private = 77;	/* the user half's own, and stays there */
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->watt, 40);
	CU_ASSERT_EQUAL(p.kernel->private, 9);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 1);
	push(&p);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	push(&p);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->flags, 0x99332299);
	push(&p);
	CU_ASSERT_EQUAL(p.user->flags, 0x00332200);
	/* bits of no field are the user half's own */
	p.user->flags |= 0xff0000ff;
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->flags, 0x99332299);
	/* shown, but not to be written */
	p.user->flags ^= 0x00010000;
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);
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
		CU_ASSERT_EQUAL(pull(&p), 0);
		CU_ASSERT_EQUAL(p.kernel->zones[i].level, 100 + i);
		CU_ASSERT_EQUAL(p.kernel->zones[i].private, 10 * (i + 1));
	}
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL), 3);
	p.kernel->zones[1].level = 7;
	p.kernel->zones[1].private = 8;
	push(&p);
	CU_ASSERT_EQUAL(p.user->zones[1].level, 7);
	CU_ASSERT_EQUAL(p.user->zones[1].private, 55);
	pair_free(&p);
}

static void test_read_only(void)
{
	struct pair p = pair_new(&(struct lamp){ .hours = 5 });

	p.user->hours = 6;
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);
	CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.hours"));
	CU_ASSERT_EQUAL(p.kernel->hours, 5);
	p.user->hours = 5;
	CU_ASSERT_EQUAL(pull_soon(&p), 0);
	pair_free(&p);
}

/* What the user half writes to a number is refused, and the object stays as it was. */
#define REFUSED(p, member, value) do {							\
	typeof((p)->user->member) before = (p)->user->member;				\
											\
	(p)->user->member = (value);							\
	CU_ASSERT_EQUAL(pull(p), -EPERM);						\
	CU_ASSERT_PTR_NOT_NULL(strstr((p)->w->blame, "lamp."));				\
	CU_ASSERT_EQUAL((p)->kernel->member, before);					\
	(p)->user->member = before;							\
	CU_ASSERT_EQUAL(pull(p), 0);							\
} while (0)

#define TAKEN(p, member, value) do {							\
	(p)->user->member = (value);							\
	CU_ASSERT_EQUAL(pull(p), 0);							\
	CU_ASSERT_EQUAL((p)->kernel->member, (value));					\
} while (0)

static void test_numbers(void)
{
	struct pair p = pair_new(&(struct lamp){ .place = 77, .packed = 0xff120034 });

	/* what the kernel half wrote is nobody else's matter */
	CU_ASSERT_EQUAL(pull(&p), 0);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->packed, 0xff090034);
	p.user->packed = 0x000a0000;
	CU_ASSERT_EQUAL(pull(&p), -EPERM);
	CU_ASSERT_EQUAL(p.kernel->packed, 0xff090034);
	pair_free(&p);
}

static void test_pointers(void)
{
	struct pair p = pair_new(&(struct lamp){ .watt = 1 });
	struct lamp second = {};
	u64 at = world_track(p.w, &second, sizeof(second), NULL)->address;

	/* the kernel's pointer appears as an address of the arena */
	p.kernel->next = &second;
	p.kernel->peer = &second.sockets[1];
	push(&p);
	CU_ASSERT_EQUAL((u64)p.user->next, at);
	CU_ASSERT_EQUAL((u64)p.user->peer, at + offsetof(struct lamp, sockets[1]));
	/* and the user half's is translated back */
	p.user->next = (struct lamp *)p.o->address;
	p.user->any = (void *)(at + 4);
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->next, p.kernel);
	CU_ASSERT_PTR_EQUAL(p.kernel->any, (char *)&second + 4);
	p.user->next = NULL;
	p.user->any = (void *)USER_SWITCH;
	CU_ASSERT_EQUAL(pull(&p), 0);
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

	push(&p);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		p.user->next = (struct lamp *)bad[i];
		CU_ASSERT_EQUAL(pull(&p), -EPERM);
		CU_ASSERT_PTR_NOT_NULL(strstr(p.w->blame, "lamp.next"));
		CU_ASSERT_PTR_EQUAL(p.kernel->next, &second);
	}
	p.user->next = (struct lamp *)at;
	p.user->peer = (struct socket *)(at + offsetof(struct lamp, sockets));
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);	/* right, but the kernel's alone */
	CU_ASSERT_PTR_NULL(p.kernel->peer);
	pair_free(&p);
}

/* An error, or a small number where a void pointer is: what drivers keep there leads nowhere. */
static void test_number_pointers(void)
{
	struct pair p = pair_new(&(struct lamp){ 0 });

	push(&p);
	p.user->next = ERR_PTR(-EIO);
	p.user->any = (void *)3;
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->next, ERR_PTR(-EIO));
	CU_ASSERT_PTR_EQUAL(p.kernel->any, (void *)3);
	push(&p);
	CU_ASSERT_PTR_EQUAL(p.user->next, ERR_PTR(-EIO));
	p.user->next = (struct lamp *)3;
	CU_ASSERT_NOT_EQUAL(pull(&p), 0);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_PTR_EQUAL(p.kernel->any, &strange);
	p.user->any = NULL;
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_PTR_NULL(p.kernel->any);
	p.user->any = (void *)(word + 1);
	CU_ASSERT_EQUAL(pull(&p), -EPERM);
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
	push(&p);
	CU_ASSERT_EQUAL((u64)p.user->next, o->address);
	CU_ASSERT_EQUAL((u64)p.user->any, o->address + offsetof(struct lamp, places));
	cleave_object_end(&p.w->ch, o, NULL, true);
	/* nobody goes there any more */
	CU_ASSERT_PTR_NULL(p.kernel->next);
	others(&p, meanwhile);
	push(&p);
	CU_ASSERT_PTR_NULL(p.user->next);
	CU_ASSERT_EQUAL(pull(&p), 0);
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
	push(&p);
	CU_ASSERT_EQUAL(strlen(copy_of(&p, p.user->name)), CLEAVE_STRING_MAX - 1);
	p.kernel->name = NULL;
	push(&p);
	CU_ASSERT_PTR_NULL(p.user->name);
	p.kernel->name = kshim_faults = lengthy;
	push(&p);
	CU_ASSERT_STRING_EQUAL(copy_of(&p, p.user->name), "");
	kshim_faults = NULL;
	/* neither pointer nor copy may be written */
	p.user->name = (char *)p.o->address;
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);
	p.user->name = (char *)p.o->words[p.o->layout->spots[lamp_field("name") -
							     p.o->layout->type->fields].word];
	CU_ASSERT_EQUAL(pull(&p), 0);
	*(char *)copy_of(&p, p.user->name) = 'y';
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);
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
	before = counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER);
	push(&p);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before);
	image[9] = 2;	/* the pointer stays, the bytes change */
	push(&p);
	CU_ASSERT_EQUAL(counted(&p, CLEAVE_A_CHANNEL_FIELDS_TO_USER), before + 1);
	CU_ASSERT_EQUAL(((u8 *)copy_of(&p, p.user->image))[9], 2);
	((u8 *)copy_of(&p, p.user->image))[0] = 9;
	CU_ASSERT_EQUAL(pull_soon(&p), -EPERM);
	CU_ASSERT_EQUAL(image[0], 1);
	p.kernel->image = NULL;
	push(&p);
	CU_ASSERT_PTR_NULL(p.user->image);
	pair_free(&p);
	free(image);
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
	for (n = 0; n < 2 * TURNS && !err; n++)
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_STRING_EQUAL(p.kernel->labels[0], "red");
	CU_ASSERT_STRING_EQUAL(p.kernel->labels[1], "");
	memcpy(p.user->labels, "red\0blue", 8);
	CU_ASSERT_EQUAL(pull(&p), -EPERM);
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
	for (int i = 0; i < 2 * TURNS; i++) {
		cleave_push_all(&w->ch, NULL, false);
		CU_ASSERT_EQUAL(cleave_pull_all(&w->ch, NULL), 0);
	}
	CU_ASSERT_EQUAL(user[1], 8);
	w->ch.session = (struct cleave_session *)w;
	user[0] = 9;
	for (int i = 0; i < 2 * TURNS && !err; i++)
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	push(&p);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->alarms, 0xe6);
	CU_ASSERT_EQUAL(p.kernel->uses[0], 8);
	CU_ASSERT_EQUAL(p.kernel->uses[1], 5);
	CU_ASSERT_EQUAL(p.kernel->uses[2], 6);
	CU_ASSERT_EQUAL(p.kernel->few, 4);
	push(&p);
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
	CU_ASSERT_EQUAL(pull(&p), 0);
	CU_ASSERT_EQUAL(p.kernel->few, 8);
	p.user->few = PLACE_BELOW + 5;
	p.kernel->few = 7;
	CU_ASSERT_NOT_EQUAL(pull(&p), 0);
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
	{ "pointers are translated", test_pointers },
	{ "pointers that are refused", test_bad_pointers },
	{ "errors and numbers where pointers are", test_number_pointers },
	{ "opaque pointers", test_opaque },
	{ "what a pointer leads to is tracked later, or ends", test_tracked_later },
	{ "strings", test_strings },
	{ "blocks", test_blocks },
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
