// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The tests' kernel half and its channel, and those functions of cleave.ko
 * that objects, pointers and fields call and that need a kernel: here they
 * note that they were called.
 */
#include <stdarg.h>
#include "lamp.h"

int kshim_fail_after = -1;
const void *kshim_faults;

#define RAW(member, direction) \
	{ .name = "lamp." #member, .offset = offsetof(struct lamp, member), \
	  .length = sizeof_member(struct lamp, member), .count = 1, .kind = CLEAVE_RAW, \
	  .dir = (direction) }
#define POINTER(member, kind_, class_, length_, direction) \
	{ .name = "lamp." #member, .offset = offsetof(struct lamp, member), .length = (length_), \
	  .count = 1, .kind = (kind_), .class = (class_), .dir = (direction) }
#define sizeof_member(type, member)	sizeof(((type *)0)->member)

static const struct cleave_field lamp_fields[] = {
	RAW(watt, CLEAVE_BOTH),
	RAW(hours, CLEAVE_TO_USER),
	{ .name = "lamp.steps", .offset = offsetof(struct lamp, steps), .length = 8, .count = 1,
	  .number = 2, .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH },
	{ .name = "lamp.flags.shared", .offset = offsetof(struct lamp, flags), .length = 4,
	  .count = 1, .mask = FLAGS_SHARED, .kind = CLEAVE_BITS, .dir = CLEAVE_BOTH },
	{ .name = "lamp.flags.shown", .offset = offsetof(struct lamp, flags), .length = 4,
	  .count = 1, .mask = FLAGS_SHOWN, .kind = CLEAVE_BITS, .dir = CLEAVE_TO_USER },
	{ .name = "lamp.zones.level", .offset = offsetof(struct lamp, zones), .length = 2,
	  .count = 3, .stride = sizeof(struct zone), .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH },
	POINTER(next, CLEAVE_POINTER, CLASS_LAMP, 8, CLEAVE_BOTH),
	POINTER(any, CLEAVE_POINTER, CLASS_ANY, 8, CLEAVE_BOTH),
	POINTER(peer, CLEAVE_POINTER, CLASS_SOCKET, 8, CLEAVE_TO_USER),
	POINTER(name, CLEAVE_STRING, 0, 8, CLEAVE_TO_USER),
	POINTER(image, CLEAVE_BLOCK, 0, IMAGE_BYTES, CLEAVE_TO_USER),
	{ .name = "lamp.place", .offset = offsetof(struct lamp, place), .length = 4, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .least = PLACE_LEAST, .below = PLACE_BELOW },
	{ .name = "lamp.places", .offset = offsetof(struct lamp, places), .length = 2, .count = 3,
	  .stride = 2, .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .below = PLACE_BELOW },
	{ .name = "lamp.port", .offset = offsetof(struct lamp, port), .length = 1, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .owns = CLEAVE_OWNS_PORT },
	{ .name = "lamp.made", .offset = offsetof(struct lamp, made), .length = 1, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .once = true },
	{ .name = "lamp.packed", .offset = offsetof(struct lamp, packed), .length = 4, .count = 1,
	  .mask = PACKED, .kind = CLEAVE_BITS, .dir = CLEAVE_BOTH, .below = PLACE_BELOW },
	{ .name = "lamp.labels", .offset = offsetof(struct lamp, labels), .length = 8, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .text = 4 },
	{ .name = "lamp.alarms", .offset = offsetof(struct lamp, alarms), .length = 4, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .merge = CLEAVE_MERGE_BITS },
	{ .name = "lamp.uses", .offset = offsetof(struct lamp, uses), .length = 6, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .number = 2, .merge = CLEAVE_MERGE_SUM },
	{ .name = "lamp.few", .offset = offsetof(struct lamp, few), .length = 2, .count = 1,
	  .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH, .below = PLACE_BELOW, .merge = CLEAVE_MERGE_SUM },
};

static const struct cleave_point lamp_points[] = {
	{ .offset = offsetof(struct lamp, sockets), .count = 2, .stride = sizeof(struct socket),
	  .class = CLASS_SOCKET },
};

static const void *shade_of(const void *root)
{
	return ((const struct lamp *)root)->shade;
}

static const struct cleave_companion lamp_companion = { .type = TYPE_LAMP, .of = shade_of };

bool (*lamp_stops)(void *lamp, bool wait);

static bool stop(void *lamp, bool wait)
{
	return !lamp_stops || lamp_stops(lamp, wait);
}

static const struct cleave_type lamp_type = {
	.name = "lamp",
	.size = sizeof(struct lamp),
	.device = -1,
	.class = CLASS_LAMP,
	.fields = lamp_fields,
	.nr_fields = ARRAY_SIZE(lamp_fields),
	.points = lamp_points,
	.nr_points = ARRAY_SIZE(lamp_points),
	.companions = &lamp_companion,
	.nr_companions = 1,
	.stop = stop,
};

static const struct cleave_field chain_field = {
	.name = "chain.lamp", .length = 8, .count = 1, .kind = CLEAVE_POINTER, .dir = CLEAVE_BOTH,
	.class = CLASS_LAMP,
};

static const struct cleave_type chain_type = {
	.name = "chain",
	.size = sizeof(struct lamp *),
	.device = -1,
	.class = CLASS_CHAIN,
	.array = true,
	.fields = &chain_field,
	.nr_fields = 1,
};

static const struct cleave_field count_field = {
	.name = "lamp_count", .length = 4, .count = 1, .kind = CLEAVE_RAW, .dir = CLEAVE_BOTH,
};

static const struct cleave_type count_type = {
	.name = "lamp_count",
	.size = sizeof(u32),
	.device = -1,
	.class = CLASS_COUNT,
	.fields = &count_field,
	.nr_fields = 1,
};

static const struct cleave_field limit_field = {
	.name = "lamp_limit", .length = 4, .count = 1, .kind = CLEAVE_RAW, .dir = CLEAVE_TO_USER,
};

static const struct cleave_type limit_type = {
	.name = "lamp_limit",
	.size = sizeof(u32),
	.device = -1,
	.class = CLASS_COUNT,
	.settled = true,
	.fields = &limit_field,
	.nr_fields = 1,
};

static const struct cleave_type *const types[] = {
	[TYPE_LAMP] = &lamp_type, [TYPE_COUNT] = &count_type, [TYPE_LIMIT] = &limit_type,
	[TYPE_CHAIN] = &chain_type,
};

const struct cleave_field *lamp_field(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lamp_fields); i++)
		if (!strcmp(lamp_fields[i].name + strlen("lamp."), name))
			return &lamp_fields[i];
	abort();
}

/* A function's address need only be one that nothing else has. */
static char lamp_switch, lamp_absent;

static void make_half(struct world *w)
{
	const struct cleave_symbol symbols[] = {
		[SYMBOL_SWITCH] = { .name = "lamp_switch", .addr = &lamp_switch, .size = 1,
				    .class = CLASS_SWITCH, .kind = CLEAVE_FUNCTION },
		[SYMBOL_IDS] = { .name = "lamp_ids", .addr = w->ids, .size = sizeof(w->ids),
				 .stride = sizeof(*w->ids), .class = CLASS_ID,
				 .kind = CLEAVE_TABLE },
		[SYMBOL_COUNT] = { .name = "lamp_count", .addr = &w->count,
				   .size = sizeof(w->count), .class = CLASS_COUNT, .type = 1,
				   .kind = CLEAVE_GLOBAL },
		[SYMBOL_LIMIT] = { .name = "lamp_limit", .addr = &w->limits[0],
				   .size = sizeof(u32), .class = CLASS_COUNT, .type = 2,
				   .kind = CLEAVE_GLOBAL },
		[SYMBOL_LAST_LIMIT] = { .name = "lamp_last_limit", .addr = &w->limits[1],
					.size = sizeof(u32), .class = CLASS_COUNT, .type = 2,
					.kind = CLEAVE_GLOBAL },
		[SYMBOL_ABSENT] = { .name = "lamp_absent", .addr = &lamp_absent, .size = 1,
				    .class = CLASS_SWITCH, .kind = CLEAVE_FUNCTION },
	};
	int i;

	memcpy(w->symbols, symbols, sizeof(symbols));
	for (i = 0; i < NR_SYMBOLS; i++)
		w->symbol_list[i] = &w->symbols[i];
	w->half = (struct cleave_half){
		.name = "lamp", .types = types, .nr_types = ARRAY_SIZE(types),
		.symbols = w->symbol_list, .nr_symbols = NR_SYMBOLS,
	};
}

/* What an attach tells; one symbol the user half does not have. */
static void place(struct cleave_channel *ch)
{
	static const u64 addresses[] = {
		[SYMBOL_SWITCH] = USER_SWITCH, [SYMBOL_IDS] = USER_IDS,
		[SYMBOL_COUNT] = USER_COUNT, [SYMBOL_LIMIT] = USER_LIMITS,
		[SYMBOL_LAST_LIMIT] = USER_LIMITS + sizeof(u32), [SYMBOL_ABSENT] = 0,
	};

	mutex_lock(&ch->mutex);
	if (cleave_symbols_place(ch, addresses))
		abort();
	ch->data_base = USER_DATA;
	ch->data_size = PAGE_SIZE;
	ch->data = vmalloc_user(PAGE_SIZE);
	cleave_globals_place(ch);
	cleave_push_all(ch, NULL, true);
	mutex_unlock(&ch->mutex);
}

struct world *world_new(void)
{
	struct world *w = calloc(1, sizeof(*w));
	struct cleave_channel *ch = &w->ch;
	u32 i;

	make_half(w);
	w->limits[0] = LAMP_LIMIT;
	strcpy(ch->name, "lamp");
	ch->half = &w->half;
	ch->next_slot = 1;
	ch->epoch = 1;
	ch->by_address = RB_ROOT;
	ch->opaque_key = (siphash_key_t){ { 0x1234567890abcdefULL, 0xfedcba0987654321ULL } };
	INIT_LIST_HEAD(&ch->objects);
	INIT_LIST_HEAD(&ch->away);
	INIT_LIST_HEAD(&ch->shared);
	INIT_LIST_HEAD(&ch->settled);
	INIT_LIST_HEAD(&ch->remembered);
	ch->layouts = calloc(ARRAY_SIZE(types), sizeof(*ch->layouts));
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		ch->layouts[i].index = i;
		if (cleave_layout_init(&ch->layouts[i], types[i]))
			abort();
	}
	ch->scratch = malloc(ch->layouts[0].ext_max);
	if (cleave_symbols_init(ch) || cleave_globals_new(ch))
		abort();
	place(ch);
	return w;
}

void world_free(struct world *w)
{
	struct cleave_channel *ch = &w->ch;
	u32 i;

	cleave_objects_end(ch, NULL, NULL);
	for (i = 0; i < CLEAVE_ARENA_SLOTS; i++)
		if (xa_load(&ch->slots, i))
			abort();
	if (ch->nr_objects || !list_empty(&ch->objects) || ch->by_address.rb_node)
		abort();
	for (i = 0; i < ARRAY_SIZE(types); i++)
		cleave_layout_free(&ch->layouts[i]);
	free(ch->layouts);
	free(ch->scratch);
	free(ch->addresses);
	free(ch->by_kernel);
	free(ch->by_user);
	free(ch->data);
	free(w);
}

static struct cleave_object *track(struct world *w, int type, void *p, size_t size,
				   struct cleave_object *root)
{
	struct cleave_object *o = cleave_object_make(CLEAVE_MIRROR, &w->ch.layouts[type], p, size);
	int err;

	if (IS_ERR(o))
		return o;
	err = cleave_object_publish(&w->ch, o, root);
	o->seen = true;
	cleave_object_put(o);
	return err ? ERR_PTR(err) : o;
}

struct cleave_object *world_track(struct world *w, struct lamp *l, size_t size,
				  struct cleave_object *root)
{
	return track(w, TYPE_LAMP, l, size, root);
}

struct cleave_object *world_track_chain(struct world *w, struct lamp **lamps, u32 nr)
{
	return track(w, TYPE_CHAIN, lamps, nr * sizeof(*lamps), NULL);
}

/* ---- what needs a kernel ---------------------------------------------------- */

void cleave_arena_zap(struct cleave_channel *ch, u32 slot, u32 nr)
{
	/* Nobody may find it any more. */
	while (nr--)
		if (xa_load(&ch->slots, slot + nr))
			abort();
	container_of(ch, struct world, ch)->zapped++;
}

void cleave_region_end(struct cleave_object *o)
{
	(void)o;
}

/* The tests' session is the world itself. */
void cleave_blame(struct cleave_session *s, const char *fmt, ...)
{
	struct world *w = (struct world *)s;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(w->blame, sizeof(w->blame), fmt, ap);
	va_end(ap);
}

/* As for any binary tree: a node with two children gives its place to the next one. */
void rb_erase(struct rb_node *node, struct rb_root *root)
{
	struct rb_node *heir = node->rb_left ? node->rb_left : node->rb_right, *parent;
	struct rb_node **link;

	if (node->rb_left && node->rb_right) {
		heir = node->rb_right;
		while (heir->rb_left)
			heir = heir->rb_left;
		rb_erase(heir, root);
		heir->rb_left = node->rb_left;
		heir->rb_right = node->rb_right;
		if (heir->rb_left)
			heir->rb_left->rb_parent = heir;
		if (heir->rb_right)
			heir->rb_right->rb_parent = heir;
	}
	parent = node->rb_parent;
	link = !parent ? &root->rb_node :
	       parent->rb_left == node ? &parent->rb_left : &parent->rb_right;
	*link = heir;
	if (heir)
		heir->rb_parent = parent;
}

/* Nothing is acquired here, nothing runs, and nobody waits, unless a test wants it. */
bool lamp_acquired;
void (*lamp_meanwhile)(struct world *w);

bool cleave_acquired_in(struct cleave_channel *ch, const struct cleave_object *o)
{
	(void)ch;
	(void)o;
	return lamp_acquired;
}

void cleave_give_back_in(struct cleave_channel *ch, const struct cleave_object *o,
			 struct cleave_call *call)
{
	(void)ch;
	(void)o;
	(void)call;
}

int cleave_wait_until(struct cleave_call *call, bool (*done)(void *arg), void *arg,
		      unsigned long timeout)
{
	(void)timeout;
	if (!done(arg) && lamp_meanwhile)
		lamp_meanwhile(container_of(call->channel, struct world, ch));
	return done(arg) ? 0 : -ETIME;
}

unsigned int cleave_call_seconds(void)
{
	return 10;
}

unsigned long cleave_memory_limit(void)
{
	return 1UL << 20;
}

void cleave_channel_put(struct cleave_channel *ch)
{
	(void)ch;
}

bool cleave_debugged(struct cleave_channel *ch)
{
	(void)ch;
	return false;
}

void cleave_session_end_current(struct cleave_channel *ch, const char *why)
{
	(void)ch;
	(void)why;
}

bool cleave_owns_number(const struct cleave_object *o, u8 what, u64 value)
{
	(void)o;
	return what == CLEAVE_OWNS_PORT && value == LAMP_PORT;
}
