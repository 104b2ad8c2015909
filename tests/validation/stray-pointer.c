// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pair {
	u32 a, b;
};

struct board {
	u32 number;
};

/* Because they are parts of an object the user half knows of such structures. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct board first;
	struct pair inside;
	struct pair *own, *variable, *local, *element, *returned, *untyped, *passed, *given;
	struct board *board;
	void *memory;
};

#include "probe.h"

void *mystery_memory(void);

static struct pair one, some[4];
static struct board boards[] = { { 1 }, { 2 } };

static struct pair *pick(void)
{
	static struct pair hidden;

	return &hidden;
}

/* The kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	static struct pair hidden;
	struct own *own = thing_priv(thing);

	(void)packet;
	own->own = &own->inside;
	own->variable = &one;
	own->local = &hidden;
	own->element = &some[1];
	own->returned = mystery_memory();
	own->memory = mystery_memory();
	own->untyped = own->memory;
	own->passed = own->untyped;
	own->given = pick();
	own->board = &boards[1];
	return own->own->a + own->variable->a + own->local->a + own->element->a + own->returned->a +
	       own->passed->a + own->given->a;
}

/* ---- the user half, or not --------------------------------------------------- */

static void to_own(struct own *own)
{
	own->own->b = 1;
}

static void to_variable(struct own *own)
{
	own->variable->b = 1;
}

static void to_local(struct own *own)
{
	own->local->b = 1;
}

static void to_element(struct own *own)
{
	own->element->b = 1;
}

static void to_returned(struct own *own)
{
	own->returned->b = 1;
}

static void to_passed(struct own *own)
{
	struct pair *pair = own->passed;

	pair->b = 1;
}

static void to_given(struct own *own)
{
	own->given->b = 1;
}

/* Nobody writes to these: each half has them. */
static u32 to_board(struct own *own)
{
	return own->board->number;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	to_own(own);
	to_variable(own);
	to_local(own);
	to_element(own);
	to_returned(own);
	to_passed(own);
	to_given(own);
	return to_board(own);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: who follows a member where the kernel half keeps what is no object stays there
 * check-has: user open
 * check-has: user to_own
 * check-has: user to_variable
 * check-has: kernel to_local: follows own.local, where send, in the kernel half, keeps the address of hidden
 * check-has: kernel to_element: follows own.element, where send, in the kernel half, keeps an address in some
 * check-has: kernel to_returned: follows own.returned, where send, in the kernel half, keeps what mystery_memory returns
 * check-has: kernel to_passed: follows own.passed, where send, in the kernel half, keeps what mystery_memory returns
 * check-has: kernel to_given: follows own.given, where send, in the kernel half, keeps the address of hidden
 * check-has: symbol global one
 * check-has: user to_board
 */
