// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * User halves that come late, die or leave, and what is given back for them.
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

static void no_answer(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_timeout", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(outcome(&t), -EIO);
	set_parameter("call_timeout", "10");
	CHECK(t.took > 0.9 && t.took < SOON);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
}

static void nobody_idle(void)
{
	int fd = serve();
	struct trigger a, b;

	set_parameter("call_timeout", "1");
	called(fd, &a, "open", SAMPLE_UP_OPEN);
	IS(command("scalars"), 0);
	trigger(&b, "loans");
	IS(outcome(&a), -EIO);
	IS(outcome(&b), -EIO);
	set_parameter("call_timeout", "10");
}

static void death_in_a_downcall(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_SLEEP, 1, 500, 0, 0);
	usleep(100000);
	close(fd);
	IS(outcome(&t), -EIO);
	CHECK(t.took > 0.4 && t.took < SOON);
}

static void nobody_serves(void)
{
	struct trigger t;

	trigger(&t, "open");
	IS(outcome(&t), -EIO);
	CHECK(t.took < 2);
}

static void patience_pays(void)
{
	struct trigger t;
	int fd;

	trigger(&t, "patient");
	usleep(300000);
	fd = serve();
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_PATIENT);
	upret(fd, SAMPLE_UP_PATIENT, 1, 0);
	IS(outcome(&t), 0);
}

/* One that is announced is waited for from when it is started. */
static void nobody_comes(void)
{
	struct trigger t;
	int fd = open_socket();

	start(family, CLEAVE_CMD_EXPECT, 0);
	put_string(CLEAVE_A_ATTACH_CHANNEL, SAMPLE_NAME);
	IS(answered(fd), -EINVAL);
	start(family, CLEAVE_CMD_EXPECT, 0);
	put_string(CLEAVE_A_ATTACH_CHANNEL, SAMPLE_NAME);
	put_u32(CLEAVE_A_ATTACH_PAUSE, 2000);
	IS(answered(fd), 0);
	trigger(&t, "patient");
	IS(outcome(&t), -EIO);
	CHECK(t.took > 4 && t.took < 5 + SOON);
}

/* ---- the next user half ---------------------------------------------------------------------------- */

/* Where its variables lie is told anew, also to a call that was made before. */
static void next_one_serves(void)
{
	struct telling told = truth();
	int fd = serve();
	struct trigger t;

	called(fd, &t, "patient", SAMPLE_UP_PATIENT);
	IS(got.args[1], (uintptr_t)debug);
	close(fd);
	dies();
	told.symbols[SAMPLE_SYMBOL_DEBUG] = (uintptr_t)(debug + 16);
	fd = open_socket();
	IS(attach(fd, &told), 0);
	map();
	ready();
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_PATIENT);
	IS(got.args[1], (uintptr_t)(debug + 16));
	upret(fd, SAMPLE_UP_PATIENT, 1, 0);
	IS(outcome(&t), 0);
}

static void next_one_serves_what_was_not_answered(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_timeout", "1");
	called(fd, &t, "patient", SAMPLE_UP_PATIENT);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
	set_parameter("call_timeout", "10");
	fd = serve();
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_PATIENT);
	upret(fd, SAMPLE_UP_PATIENT, 1, 0);
	IS(outcome(&t), 0);
}

static void third_one_does_not_serve(void)
{
	struct trigger t;
	int fd = serve();

	called(fd, &t, "patient", SAMPLE_UP_PATIENT);
	close(fd);
	dies();
	fd = serve();
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_PATIENT);
	close(fd);
	IS(outcome(&t), -EIO);
}

static void nothing_is_done_twice(void)
{
	struct trigger t;
	int fd = serve();

	called(fd, &t, "patient", SAMPLE_UP_PATIENT);
	down_returns(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	close(fd);
	IS(outcome(&t), -EIO);
	CHECK(t.took < 2);
}

/* ---- giving back ---------------------------------------------------------------------------------- */

static void ended_memory_is_gone(void)
{
	struct sample_buffer *b;
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	b = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	IS(b->length, 8);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0);
	CHECK(is_gone(b));
	still_works(fd, &t);
}

/* Leaves @n buffers to the upcall under way. */
static void leave(int fd, int n)
{
	while (n--)
		CHECK(down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0));
}

static void end_gives_back(void)
{
	uint64_t objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);
	long buffers = number("buffers");
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	leave(fd, 3);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	IS(number("buffers"), buffers + 3);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), objects + 3);
	called(fd, &t, "remove", SAMPLE_UP_REMOVE);
	leave(fd, 1);
	upret(fd, SAMPLE_UP_REMOVE, 1, 0);
	IS(outcome(&t), 0);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
}

static void failed_probe_gives_back(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	leave(fd, 2);
	upret(fd, SAMPLE_UP_PROBE, 1, (uint64_t)-ENOMEM);
	IS(outcome(&t), -ENOMEM);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
}

static void death_in_probe_gives_back(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	leave(fd, 2);
	close(fd);
	IS(outcome(&t), -EIO);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
	IS(command("probe"), -EIO);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
}

static void probes_again(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	leave(fd, 2);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
	IS(number("buffers"), 2);
}

static void remove_alone_gives_back(void)
{
	IS(command("remove"), 0);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
}

static void probes_once_more(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

void endings(void)
{
	RUN(no_answer);
	RUN(nobody_idle);
	RUN(death_in_a_downcall);
	RUN(nobody_serves);
	RUN(nobody_comes);
	RUN(patience_pays);
	RUN(next_one_serves);
	RUN(next_one_serves_what_was_not_answered);
	RUN(third_one_does_not_serve);
	RUN(nothing_is_done_twice);
	RUN(ended_memory_is_gone);
	RUN(end_gives_back);
	RUN(failed_probe_gives_back);
	RUN(death_in_probe_gives_back);
	RUN(probes_again);
	RUN(remove_alone_gives_back);
	RUN(probes_once_more);
}
