// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two devices: what a user half may do to one in an upcall of the other, and how long it lasts.
 */
#include <errno.h>
#include <unistd.h>

#include "hostile.h"

#define NOBODYS_IRQ	23

/* An upcall of @command that is answered at once. */
static void served(int fd, const char *word, unsigned int up)
{
	struct trigger t;

	called(fd, &t, word, up);
	upret(fd, up, 1, 0);
	IS(outcome(&t), 0);
}

static void hush(int fd, unsigned int irq)
{
	IS(down_returns(fd, SAMPLE_DOWN_HUSH, 3, irq, 0, 0), 0);
}

static uint64_t buffer(int fd)
{
	return down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
}

static void names_what_is_nobodys(void)
{
	int fd = serve();
	struct trigger t;

	served(fd, "other", SAMPLE_UP_PROBE);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_HUSH, 3, NOBODYS_IRQ, 0, 0);
	ended(fd, &t);
	IS(number("hushed"), 0);
	IS(command("part"), 0);
}

static void gives_back_what_it_did_to_the_other(void)
{
	int fd = serve();
	struct trigger t;

	served(fd, "other", SAMPLE_UP_PROBE);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	hush(fd, SAMPLE_IRQ);
	hush(fd, SAMPLE_OTHER_IRQ);
	IS(number("hushed"), 2);
	down_returns(fd, SAMPLE_DOWN_UNHUSH, 1, SAMPLE_OTHER_IRQ, 0, 0);
	down_returns(fd, SAMPLE_DOWN_UNHUSH, 1, SAMPLE_IRQ, 0, 0);
	IS(number("hushed"), 0);
	still_works(fd, &t);
	served(fd, "part", SAMPLE_UP_REMOVE);
}

/* It goes with the other; and what is another's in that one's probe stays. */
static void leaves_what_it_did_to_the_other(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "other", SAMPLE_UP_PROBE);
	hush(fd, SAMPLE_IRQ);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	hush(fd, SAMPLE_OTHER_IRQ);
	hush(fd, SAMPLE_OTHER_IRQ);
	still_works(fd, &t);
	IS(number("hushed"), 3);
	served(fd, "part", SAMPLE_UP_REMOVE);
	IS(number("hushed"), 1);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_UNHUSH, 1, SAMPLE_IRQ, 0, 0);
	still_works(fd, &t);
}

static void names_what_has_gone(void)
{
	int fd = serve();
	struct trigger t;

	served(fd, "other", SAMPLE_UP_PROBE);
	served(fd, "part", SAMPLE_UP_REMOVE);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_HUSH, 3, SAMPLE_OTHER_IRQ, 0, 0);
	ended(fd, &t);
	IS(number("hushed"), 0);
}

/* Who removes the other waits until nobody acts on it, and leaves nothing of what was done. */
static void other_goes_meanwhile(void)
{
	int fd = serve(), second = open_socket();
	struct trigger open, part;

	IS(join(second, cookie), 0);
	served(fd, "other", SAMPLE_UP_PROBE);
	called(fd, &open, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_HUSH, 3, SAMPLE_OTHER_IRQ, 1000, 0);
	usleep(100000);
	called(second, &part, "part", SAMPLE_UP_REMOVE);
	upret(second, SAMPLE_UP_REMOVE, 1, 0);
	IS(outcome(&part), 0);
	CHECK(part.took > 0.5 && part.took < SOON);
	IS(number("hushed"), 0);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_HUSH);
	IS((int)got.msg->ret, -ENOSPC);
	still_works(fd, &open);
}

/* What a call asks of the state of what it is given, another thread's has not changed yet. */
static void does_the_same_twice(void)
{
	int fd = serve(), second = open_socket();
	struct trigger open, scalars;

	IS(join(second, cookie), 0);
	called(fd, &open, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_HUSH, 3, SAMPLE_IRQ, 1000, 0);
	called(second, &scalars, "scalars", SAMPLE_UP_SCALARS);
	down(second, SAMPLE_DOWN_HUSH, 3, SAMPLE_IRQ, 0, 0);
	over(second);
	outcome(&scalars);
	IS(outcome(&open), -EIO);
	IS(number("hushed"), 1);
	fd = serve();
	served(fd, "remove", SAMPLE_UP_REMOVE);
	IS(number("hushed"), 0);
	served(fd, "probe", SAMPLE_UP_PROBE);
}

/* The device of its own upcall has been removed meanwhile: what it had is another driver's by now. */
static void acts_on_its_own_that_has_gone(void)
{
	int fd = serve(), second = open_socket();
	struct trigger open;

	IS(join(second, cookie), 0);
	called(fd, &open, "open", SAMPLE_UP_OPEN);
	served(second, "remove", SAMPLE_UP_REMOVE);
	down(fd, SAMPLE_DOWN_HUSH, 3, SAMPLE_IRQ, 0, 0);
	ended(fd, &open);
	IS(number("hushed"), 0);
	served(serve(), "probe", SAMPLE_UP_PROBE);
}

/* A device that is out of sight, and waits for the call that it dies in, is not left half-way. */
static void dies_while_it_goes(void)
{
	int fd = serve(), second = open_socket();
	struct trigger open, remove;
	struct sample_device *dev;
	uint64_t objects;

	IS(join(second, cookie), 0);
	IS(command("bind"), 0);
	dev = called(fd, &open, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);
	called(second, &remove, "remove", SAMPLE_UP_REMOVE);
	upret(second, SAMPLE_UP_REMOVE, 1, 0);
	becomes(CLEAVE_A_CHANNEL_OBJECTS, objects - 1);
	close(fd);
	IS(outcome(&open), -EIO);
	IS(outcome(&remove), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_STRUCK), 0);
	served(serve(), "probe", SAMPLE_UP_PROBE);
}

/* Acquired for what is the other's: it stays when the one goes in whose upcall that was. */
static void acquires_for_the_other(void)
{
	int fd = serve();
	struct trigger t;
	uint64_t b;

	called(fd, &t, "other", SAMPLE_UP_PROBE);
	b = buffer(fd);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_ATTACH, 1, b, 0, 0);
	still_works(fd, &t);
	served(fd, "remove", SAMPLE_UP_REMOVE);
	IS(number("attached"), 1);
	served(fd, "part", SAMPLE_UP_REMOVE);
	IS(number("attached"), 0);
	served(fd, "probe", SAMPLE_UP_PROBE);
}

/* The other's interrupt, for what is its own: that goes with the first of both. */
static void acquires_for_both(const char *first, const char *then, const char *again)
{
	int fd = serve();
	struct trigger t;

	served(fd, "other", SAMPLE_UP_PROBE);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(down_returns(fd, SAMPLE_DOWN_HUSH, 3, SAMPLE_OTHER_IRQ, 0, buffer(fd)), 0);
	still_works(fd, &t);
	served(fd, first, SAMPLE_UP_REMOVE);
	IS(number("hushed"), 0);
	if (then)
		served(fd, then, SAMPLE_UP_REMOVE);
	if (again)
		served(fd, again, SAMPLE_UP_PROBE);
}

static void acquires_for_both_and_goes(void)
{
	acquires_for_both("remove", "part", "probe");
}

static void acquires_for_both_and_stays(void)
{
	acquires_for_both("part", NULL, NULL);
}

/* Both are left half-way: whose interrupt is off, nobody switches on again. */
static void dies_when_it_has_acted_on_the_other(void)
{
	int fd = serve();
	struct trigger t;

	IS(command("bind"), 0);
	called(fd, &t, "other", SAMPLE_UP_PROBE);
	hush(fd, SAMPLE_IRQ);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "part", SAMPLE_UP_REMOVE);
	down_returns(fd, SAMPLE_DOWN_UNHUSH, 1, SAMPLE_IRQ, 0, 0);
	close(fd);
	outcome(&t);
	IS(channel_value(CLEAVE_A_CHANNEL_STRUCK), 1);
	fd = serve();
	IS(command("open"), -EIO);
	IS(command("remove"), 0);
	IS(number("hushed"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_STRUCK), 0);
	served(fd, "probe", SAMPLE_UP_PROBE);
}

/* ---- what names no device, and was acquired for all --------------------------------------- */

/* The other device is there, and the upcall of its probe has registered a variable. */
static void offered_by_the_other(int fd)
{
	struct trigger t;

	called(fd, &t, "other", SAMPLE_UP_PROBE);
	IS(down_returns(fd, SAMPLE_DOWN_OFFER, 0, 0, 0, 0), 0);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
	IS(number("offered"), 1);
}

static void leaves_it_for_all(void)
{
	int fd = serve();

	offered_by_the_other(fd);
	served(fd, "part", SAMPLE_UP_REMOVE);
	IS(number("offered"), 1);
	served(fd, "other", SAMPLE_UP_PROBE);
	served(fd, "remove", SAMPLE_UP_REMOVE);
	IS(number("offered"), 1);
	served(fd, "part", SAMPLE_UP_REMOVE);
	IS(number("offered"), 0);
	served(fd, "probe", SAMPLE_UP_PROBE);
}

/* Who was not there in the end has left nothing for others. */
static void dies_before_the_end(void)
{
	int fd = serve();

	offered_by_the_other(fd);
	close(fd);
	dies();
	IS(command("part"), 0);
	IS(number("offered"), 0);
}

static void dies_in_the_end(void)
{
	int fd = serve();
	struct trigger t;

	offered_by_the_other(fd);
	called(fd, &t, "part", SAMPLE_UP_REMOVE);
	close(fd);
	outcome(&t);
	IS(number("offered"), 0);
}

void others(void)
{
	RUN(names_what_is_nobodys);
	RUN(gives_back_what_it_did_to_the_other);
	RUN(leaves_what_it_did_to_the_other);
	RUN(names_what_has_gone);
	RUN(other_goes_meanwhile);
	RUN(does_the_same_twice);
	RUN(acts_on_its_own_that_has_gone);
	RUN(dies_while_it_goes);
	RUN(acquires_for_the_other);
	RUN(acquires_for_both_and_goes);
	RUN(acquires_for_both_and_stays);
	RUN(dies_when_it_has_acted_on_the_other);
	RUN(leaves_it_for_all);
	RUN(dies_before_the_end);
	RUN(dies_in_the_end);
}
