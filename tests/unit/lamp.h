/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel half for the tests of cleave.ko's objects, pointers and shared
 * fields: one type with a field of every kind, and its channel.
 */
#ifndef UNIT_LAMP_H
#define UNIT_LAMP_H

#include "runtime.h"

#define IMAGE_BYTES	10

struct socket {
	u32 kind;
	u32 depth;
};

struct zone {
	u16 level;		/* to user and to kernel */
	u16 private;
};

struct lamp {
	u32 watt;		/* both ways */
	u32 hours;		/* to user; adjacent to watt and steps: one run */
	u16 steps[4];		/* both ways */
	u32 private;
	u32 flags;		/* FLAGS_SHARED both ways, FLAGS_SHOWN to user */
	struct zone zones[3];
	u32 unaligned;		/* no field; keeps the rest at 8 */
	struct lamp *next;	/* both ways, to a lamp */
	void *any;		/* both ways, to anything */
	struct socket *peer;	/* to user, to a socket */
	const char *name;	/* string */
	u8 *image;		/* IMAGE_BYTES elsewhere */
	struct socket sockets[2];
	u32 place;		/* both ways, PLACE_LEAST to PLACE_BELOW */
	u16 places[3];		/* each below PLACE_BELOW */
	u8 port;		/* both ways, LAMP_PORT only */
	u8 made;		/* both ways, once */
	u32 packed;		/* PACKED, below PLACE_BELOW */
	char labels[2][4];	/* both ways, texts */
	u32 alarms;		/* both ways, merged bit by bit */
	u16 uses[3];		/* both ways, merged by adding */
	u16 few;		/* both ways, merged by adding, below PLACE_BELOW */
	struct lamp *shade;	/* no field; comes with a root */
};

#define PLACE_LEAST	2
#define PLACE_BELOW	10
#define LAMP_PORT	0x60
#define LAMP_LIMIT	7
#define PACKED		0x00ff0000U

#define FLAGS_SHARED	0x0000ff00U
#define FLAGS_SHOWN	0x00ff0000U

enum lamp_types { TYPE_LAMP, TYPE_COUNT, TYPE_LIMIT, TYPE_CHAIN };
enum lamp_class { CLASS_ANY, CLASS_LAMP, CLASS_SOCKET, CLASS_SWITCH, CLASS_ID, CLASS_COUNT,
		  CLASS_CHAIN };

/* Indices of symbols. */
enum { SYMBOL_SWITCH, SYMBOL_IDS, SYMBOL_COUNT, SYMBOL_LIMIT, SYMBOL_LAST_LIMIT,
       SYMBOL_ABSENT, NR_SYMBOLS };

/* Elements of the table lamp_ids. */
struct lamp_id { u64 id; };
#define NR_IDS	4

/* Where the tests' user half has its things. */
#define USER_SWITCH	0x555500001000ULL
#define USER_IDS	0x555500002000ULL
#define USER_DATA	0x555500008000ULL
#define USER_COUNT	(USER_DATA + 64)
#define USER_LIMITS	(USER_DATA + 128)

/**
 * struct world - a channel with its half
 * @half: lamp's own
 * @blame: what was refused last; "" if nothing was
 * @zapped: how many objects were taken out of the mapping
 */
struct world {
	struct cleave_channel ch;
	struct cleave_half half;
	struct cleave_type *types[2];
	struct cleave_symbol symbols[NR_SYMBOLS];
	const struct cleave_symbol *symbol_list[NR_SYMBOLS];
	struct lamp_id ids[NR_IDS];
	u32 count;
	u32 limits[2];	/* settled */
	char blame[200];
	int zapped;
};

/** world_new() - the channel, globals tracked, the user half's addresses told */
struct world *world_new(void);
/** world_free() - ends all objects; nothing may be left of them */
void world_free(struct world *w);

/** world_track() - track @size bytes at @l as a lamp that the user half has touched; the channel's
 * reference alone */
struct cleave_object *world_track(struct world *w, struct lamp *l, size_t size,
				  struct cleave_object *root);

/** world_track_chain() - the same of @nr pointers to lamps, an array */
struct cleave_object *world_track_chain(struct world *w, struct lamp **lamps, u32 nr);

/* What runs in a lamp by itself has stopped; NULL: nothing runs in any. */
extern bool (*lamp_stops)(void *lamp, bool wait);
/* Whether something is acquired for every object. */
extern bool lamp_acquired;
/* What happens while somebody waits; NULL: nothing. */
extern void (*lamp_meanwhile)(struct world *w);

/* Field numbers of struct lamp in its type, by name. */
const struct cleave_field *lamp_field(const char *name);

#endif /* UNIT_LAMP_H */
