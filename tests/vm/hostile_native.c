// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the kernel half makes by itself and tells the runtime of, in the hands of a user half
 * that did not ask for it: objects (cleave_native_born(), and cleave_native_born_managed() if
 * they end with their device) and device memory (cleave_native_mmio()).
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "hostile.h"

#define PAGE	4096

/* What the kernel half makes on @word, at the next upcall, which is under way then. */
static void *made(int fd, struct trigger *t, const char *word)
{
	IS(command(word), 0);
	return called(fd, t, "open", SAMPLE_UP_OPEN)->links[3];
}

static void probed_anew(void)
{
	struct trigger t;
	int fd = serve();

	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

static void removed_and_made_anew(void)
{
	IS(command("remove"), 0);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), 1);
	probed_anew();
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
	CHECK(is_gone(b));
	down(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0);
	ended(fd, &t);
	IS(number("buffers"), buffers);
}

/* The kernel half's pointers there are good until it is freed. */
static void drops_a_buffer(void)
{
	long buffers = number("buffers");

	IS(command("make"), 0);
	IS(command("drop"), 0);
	IS(number("buffers"), buffers);
	IS(number("linked"), 1);
	IS(number("link"), 0);
}

static void gives_back_a_buffer(void)
{
	removed_and_made_anew();
	IS(command("make"), 0);
	IS(command("remove"), 0);
	IS(number("linked"), 1);
	probed_anew();
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

/* ---- objects that end when their device's driver is unbound ------------------------------ */

/* No record says that it can be given back, and memory that is managed would be freed twice. */
static void frees_a_managed_buffer(void)
{
	long buffers = number("buffers");
	int fd = serve();
	struct trigger t;

	down(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)made(fd, &t, "manage"), 0, 0);
	ended(fd, &t);
	IS(number("buffers"), buffers);
	IS(command("unbind"), 0);
	IS(number("link"), 0);
}

static void uses_what_was_unbound(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_buffer *b = made(fd, &t, "manage");

	IS(b->length, 8);
	down_returns(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)b->bytes, sizeof(b->bytes), 0);
	IS(command("unbind"), 0);
	IS(number("link"), 0);
	CHECK(is_gone(b));
	down(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)b->bytes, 1, 0);
	ended(fd, &t);
}

/* The upcall was under way when it went. */
static void stores_what_was_unbound(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev;
	void *b;

	IS(command("manage"), 0);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	b = dev->links[3];
	IS(command("unbind"), 0);
	dev->links[1] = b;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	ended(fd, &t);
	IS(strcmp(result("links"), "1 1"), 0);
}

static void managed_for_another_device(void)
{
	int fd = serve();
	struct trigger t;
	uint64_t objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);
	uintptr_t b = (uintptr_t)made(fd, &t, "manage foreign");

	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), objects);
	IS(b >> 48, CLEAVE_OPAQUE >> 48);
	down(fd, SAMPLE_DOWN_SUM, 2, b, 1, 0);
	ended(fd, &t);
	IS(command("unbind"), 0);
}

/* The root of what is managed ends, and only then what manages it. */
static void device_goes_first(void)
{
	uint64_t objects;
	struct trigger t;
	int fd = serve();

	called(fd, &t, "open", SAMPLE_UP_OPEN)->links[3] = NULL;
	still_works(fd, &t);
	objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);
	IS(((struct sample_buffer *)made(fd, &t, "manage"))->length, 8);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), objects + 1);
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
	{ "a buffer that goes while the device leads there", drops_a_buffer },
	{ "a buffer that goes with the device, which leads there", gives_back_a_buffer },
	{ "reads behind a buffer", reads_behind_a_buffer },
	{ "gives a buffer for a device", gives_a_buffer_for_a_device },
	{ "buffers that are made and go while nobody serves", buffers_of_no_session },
	{ "frees a managed buffer", frees_a_managed_buffer },
	{ "uses a buffer whose device was unbound", uses_what_was_unbound },
	{ "stores a buffer whose device was unbound", stores_what_was_unbound },
	{ "a buffer that is managed for another device", managed_for_another_device },
	{ "a managed buffer's device goes first", device_goes_first },
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
