// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a user half could do to its caller by calls that are well formed: make
 * it wait for itself, hold it up, or leave behind what outlives its memory.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "hostile_peer.h"

/* ---- locks that the caller holds ------------------------------------------------------- */

/* The upcall of @command makes a downcall @id, for which its session ends. */
static void refused(const char *command, unsigned int up, unsigned int id)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, command, up);
	down(fd, id, 0, 0, 0, 0);
	ended(fd, &t);
}

static void takes_what_is_held(void)
{
	refused("locked", SAMPLE_UP_LOCKED, SAMPLE_DOWN_GRAB);
	refused("locked", SAMPLE_UP_LOCKED, SAMPLE_DOWN_GRAB_ANYWHERE);
}

static void takes_what_may_be_held(void)
{
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_GRAB);
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_GRAB_ANYWHERE);
}

static void takes_what_is_held_further_out(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "locked", SAMPLE_UP_LOCKED);

	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	ended(fd, &t);
}

static void relies_on_what_is_not_held(void)
{
	refused("open", SAMPLE_UP_OPEN, SAMPLE_DOWN_RELY);
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_RELY);
}

static void locks_as_they_should_be(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "locked", SAMPLE_UP_LOCKED);
	IS(down_returns(fd, SAMPLE_DOWN_RELY, 0, 0, 0, 0), 0);
	upret(fd, SAMPLE_UP_LOCKED, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	depth = 0;
	down_returns(fd, SAMPLE_DOWN_GRAB_ANYWHERE, 0, 0, 0, 0);
}

const struct harm harms[] = {
	{ "takes a lock that its caller holds", takes_what_is_held },
	{ "takes a lock that its caller may hold", takes_what_may_be_held },
	{ "takes a lock that a caller further out holds", takes_what_is_held_further_out },
	{ "relies on a lock that nobody holds", relies_on_what_is_not_held },
	{ "takes and relies on locks as it should", locks_as_they_should_be },
	{}
};
