// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct heading {
	u32 length;
};

union view {
	u8 *bytes;
	struct heading *heading;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 *bytes;		/* the user half alone follows it */
	u8 *at;			/* ... into the same */
	size_t size;
	u32 *counts;		/* so does the kernel half */
	void *spare;		/* somebody keeps its address */
	u8 *either;		/* something else may be there */
	u8 *known;		/* its address is taken */
	u8 *helped;		/* allocated, filled and freed by helpers */
	struct packet packet;	/* the kernel may look there */
	u8 *viewed;		/* it has another name */
	union view view;
	u8 *from, *to;		/* the kernel half computes with them */
};

#include "probe.h"

static u8 first[16];
static void *lender;

static u8 *make(size_t size)
{
	return kzalloc(size, 0);
}

static void fill(u8 *bytes, size_t size)
{
	while (size--)
		bytes[size] = size;
}

static void drop(u8 *bytes)
{
	kfree(bytes);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->size = 16;
	own->bytes = kzalloc(own->size, 0);
	if (!own->bytes)
		return -12;
	own->at = own->bytes + 4;
	own->helped = make(32);
	if (own->helped)
		fill(own->helped, 32);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->bytes);
	own->bytes = NULL;
	drop(own->helped);
	own->helped = NULL;
	return 0;
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	u8 *fresh;

	if (size == 3)
		return copy_out((void *)at, own->at, 3);
	fresh = kzalloc(size, 0);
	if (!fresh)
		return -12;
	memcpy(fresh, own->bytes, 4);
	kfree(own->bytes);
	own->bytes = fresh;
	own->size = size;
	return own->bytes[0] + own->at[1];
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->counts = kzalloc(level, 0);
	return !own->counts;
}

static int hold_in_packet(struct own *own)
{
	own->packet.data = kzalloc(8, 0);
	return 0;
}

static int hold_in_view(struct own *own)
{
	own->viewed = kzalloc(8, 0);
	own->view.bytes = own->viewed;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->spare = kzalloc(8, 0);
	return far_register(own->spare) ?: hold_in_packet(own) ?: hold_in_view(own);
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->either = thing->level ? first : kzalloc(8, 0);
	return 0;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->known = kzalloc(8, 0);
	lender = &own->known;
	stats->nr = 1;
}

static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	own->from = kzalloc(8, 0);
	own->to = own->from + thing->level;
}

/* Whether there are some, it may look; and free what the user half has put there. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	if (!own->bytes || !own->size)
		return -12;
	return own->counts ? own->counts[0] + first[own->to - own->from] : 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .control = control, .set_level = set_level, .hold = hold,
	.let_go = let_go, .get_stats = get_stats, .send = send, .get_bytes = get_bytes,
};

/*
 * check-name: bytes that a driver keeps are a region, if the kernel half never follows a pointer there
 * check-has: user open
 * check-has: user stop
 * check-has: user control
 * check-has: user make
 * check-has: user fill
 * check-has: user drop
 * check-has: downcall typed kzalloc__own__bytes(value, value)
 * check-has: downcall typed kfree__own__bytes(pointer)
 * check-has: downcall typed kzalloc__own__helped(value, value)
 * check-has: field own.bytes pointer both bytes
 * check-has: kernel set_level: calls kzalloc, but send uses a pointer to these bytes in the kernel half
 * check-has: kernel get_bytes: calls kzalloc, but send uses a pointer to these bytes in the kernel half
 * check-has: kernel hold: calls kzalloc for bytes, and hold gives its address away
 * check-has: kernel hold_in_packet: calls kzalloc for bytes, and hold_in_packet stores its address elsewhere
 * check-has: kernel hold_in_view: calls kzalloc for bytes, and hold_in_view stores its address elsewhere
 * check-has: kernel let_go: calls kzalloc for bytes, and let_go keeps something else there, too
 * check-has: kernel get_stats: calls kzalloc for bytes, and get_stats takes the address of the pointer
 */
