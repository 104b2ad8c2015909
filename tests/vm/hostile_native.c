// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel half makes by itself and tells the runtime of, in the hands of a user half
 * that did not ask for it: objects (cleave_native_born()) and device memory
 * (cleave_native_mmio()).
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "hostile.h"

#define PAGE	4096

static sigjmp_buf touched;

static void on_bus_error(int sig)
{
	siglongjmp(touched, sig);
}

/* A touch of @p is a fault. */
static bool is_gone(volatile unsigned char *p)
{
	signal(SIGBUS, on_bus_error);
	if (sigsetjmp(touched, 1))
		return true;
	(void)*p;
	return false;
}

/* What the kernel half makes on @word, at the next upcall, which is under way then. */
static void *made(int fd, struct trigger *t, const char *word)
{
	IS(command(word), 0);
	return called(fd, t, "open", SAMPLE_UP_OPEN)->links[3];
}

static void removed_and_made_anew(void)
{
	struct trigger t;
	int fd;

	IS(command("remove"), 0);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
	fd = serve();
	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

/* ---- objects ---------------------------------------------------------------------------- */

static void frees_a_buffer_twice(void)
{
	long buffers = number("buffers");
	int fd = serve();
	struct trigger t;
	struct sample_buffer *b = made(fd, &t, "make");

	IS(b->length, 8);
	IS(number("buffers"), buffers + 1);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0);
	IS(number("buffers"), buffers);
	IS(number("link"), 0);
	CHECK(is_gone((void *)b));
	down(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0);
	ended(fd, &t);
	IS(number("buffers"), buffers);
}

static void reads_behind_a_buffer(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_buffer *b = made(fd, &t, "make");

	down_returns(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)b->bytes, sizeof(b->bytes), 0);
	down(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)b->bytes, sizeof(b->bytes) + 1, 0);
	ended(fd, &t);
}

static void gives_a_buffer_for_a_device(void)
{
	int fd = serve();
	struct trigger t;

	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)made(fd, &t, "make"), 0, 0);
	ended(fd, &t);
}

/* Nobody serves when it is made, and nobody when its device goes. */
static void buffers_of_no_session(void)
{
	long buffers = number("buffers");
	struct trigger t;
	int fd;

	IS(command("make"), 0);
	IS(number("buffers"), buffers + 1);
	fd = serve();
	IS(((struct sample_buffer *)called(fd, &t, "open", SAMPLE_UP_OPEN)->links[3])->length, 8);
	close(fd);
	IS(outcome(&t), -EIO);
	removed_and_made_anew();
}

/* ---- device memory ------------------------------------------------------------------------ */

static void memory_of_nobody(void)
{
	int fd = serve();
	struct trigger t;

	IS(command("map 4096 4096"), -EPERM);
	IS(command("map 4000 200"), -EPERM);
	IS(command("map 8192 1"), -EPERM);
	IS(command("map 0 0"), -EPERM);
	IS(command("map 4096 100"), -EBUSY);
	IS(number("link"), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

static void memory_is_seen_and_gone(void)
{
	int fd = serve();
	struct trigger t;
	volatile unsigned char *p = made(fd, &t, "map 0 4096");

	CHECK(!is_gone(p + PAGE - 1));
	CHECK(is_gone(p + PAGE));
	*p = 0x5a;
	still_works(fd, &t);
	IS(number("mapped"), 0x5a);
	called(fd, &t, "remove", SAMPLE_UP_REMOVE);
	CHECK(!is_gone(p));
	upret(fd, SAMPLE_UP_REMOVE, 1, 0);
	IS(outcome(&t), 0);
	CHECK(is_gone(p));
	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	CHECK(is_gone(p));
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

static void gives_memory_for_an_object(void)
{
	int fd = serve();
	struct trigger t;

	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)made(fd, &t, "map 0 4096"), 0, 0);
	ended(fd, &t);
}

/* That of the case before. */
static void gives_memory_for_text(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	down(fd, SAMPLE_DOWN_SAY, 1, (uintptr_t)dev->links[3], 0, 0);
	ended(fd, &t);
}

static void reads_behind_memory(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	down(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)dev->links[3] + PAGE - 1, 2, 0);
	ended(fd, &t);
	removed_and_made_anew();
}

static const struct {
	const char *what;
	void (*fn)(void);
} cases[] = {
	{ "frees a buffer twice", frees_a_buffer_twice },
	{ "reads behind a buffer", reads_behind_a_buffer },
	{ "gives a buffer for a device", gives_a_buffer_for_a_device },
	{ "buffers that are made and go while nobody serves", buffers_of_no_session },
	{ "memory that the device does not own alone", memory_of_nobody },
	{ "memory is seen, and gone with its device", memory_is_seen_and_gone },
	{ "gives memory for an object", gives_memory_for_an_object },
	{ "gives memory for text", gives_memory_for_text },
	{ "reads behind memory", reads_behind_memory },
};

void natives(void)
{
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		run("native", cases[i].what, cases[i].fn);
}
