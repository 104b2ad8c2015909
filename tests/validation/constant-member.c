// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* A part of what both halves are told. */
struct limit {
	u32 most;
	u32 least;
	u32 shared;
};

struct setting {
	const char *name;
	u32 command;
	u32 mask;
	u32 current;
	u32 lent;
	u32 once;
	u32 through;
	u32 assembly;
	u32 bits : 4;
	u32 chosen;
	struct limit limit;
	u32 codes[2];
};

struct cleared {
	u32 number;
};

struct copied {
	u32 number;
};

struct told {
	u32 number;
};

struct prefix {
	u32 number;
};

struct longer {
	u32 number;
	u32 more;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct setting *setting;
	struct cleared *cleared;
	struct copied *copied;
	struct told *told;
	struct longer *longer;
};

#include "probe.h"

static struct setting setting = {
	.name = "level", .command = 7, .mask = 3, .limit = { .most = 9 }, .codes = { 1, 2 },
};

static struct cleared cleared = { 1 };
static struct copied copied = { 1 }, other = { 2 };
static struct longer longer = { 1, 2 };

/* The kernel knows where it is. */
static struct told told = { 1 };
static struct device known = { .driver_data = &told };

int thing_lend(struct thing *thing, u32 *level);

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->setting = &setting;
	own->cleared = &cleared;
	own->copied = &copied;
	own->told = &told;
	own->longer = &longer;
	thing->dev.parent = &known;
	return setting.command + setting.mask + setting.current + setting.lent +
	       setting.once + setting.through + setting.assembly + setting.bits + setting.chosen +
	       setting.limit.most + setting.limit.least + setting.codes[1] + cleared.number +
	       copied.number + told.number + longer.number + longer.more;
}

/* Each of these is in the kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	struct prefix *prefix = (struct prefix *)own->longer;
	u32 *at;

	own->setting->current = packet->len;
	own->setting->limit.least++;
	own->setting->codes[0] = packet->len;
	*(volatile u32 *)&own->setting->once = packet->len;
	at = &own->setting->through;
	*at = packet->len;
	asm volatile("movl $1, %0" : "=m"(own->setting->assembly));
	own->setting->bits = 1;
	*(packet->len ? &own->setting->chosen : at) = 1;
	prefix->number = packet->len;
	memcpy(own->cleared, packet->data, sizeof(*own->cleared));
	*own->copied = other;
	return thing_lend(thing, &own->setting->lent) + own->setting->command +
	       own->setting->mask + own->setting->limit.most;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: numbers in variables that nobody ever changes
 * check-profile:
 *	functions:
 *	  thing_lend: {args: [object, {inout: "sizeof(u32)"}]}
 * check-has: user open
 * check-has: type setting
 * check-has: field setting.current raw
 * check-has: field setting.lent raw
 * check-has: field setting.once raw
 * check-has: field setting.through raw
 * check-has: field setting.assembly raw
 * check-has: field setting.bits bits
 * check-has: field setting.chosen raw
 * check-has: field setting.limit.least raw
 * check-has: field setting.codes raw
 * check-not: field setting.command
 * check-not: field setting.mask
 * check-not: field setting.limit.most
 * check-has: field cleared.number raw
 * check-has: field copied.number raw
 * check-has: field told.number raw
 * check-has: field longer.number raw
 */
