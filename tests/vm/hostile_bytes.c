// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bytes that a driver keeps, in the hands of a user half that asks for too many, frees what is
 * not its own or no more, and puts other addresses where the kernel half frees; and parts of what
 * the kernel half frees.
 */
#include <errno.h>
#include <stddef.h>
#include <unistd.h>

#include "hostile.h"

#define LENGTH	100
#define MANY	(1UL << 20)
#define TOO_MANY (4UL << 20)

static unsigned char *bytes(int fd, uint64_t length)
{
	return (unsigned char *)down_returns(fd, SAMPLE_DOWN_BYTES, 1, length, 0, 0);
}

/* What is freed waits until nobody in the kernel can be looking. */
static void becomes_kept(long nr)
{
	double began = now();

	while (number("kept") != nr && now() - began < SOON)
		usleep(10000);
	IS(number("kept"), nr);
}

/* The upcall under way leaves @p where the kernel half frees what it leads to. */
static void keep(int fd, struct trigger *t, struct sample_device *dev, void *p)
{
	dev->kept = p;
	still_works(fd, t);
}

/* ... if it may. */
static void may_not_keep(int fd, struct trigger *t, struct sample_device *dev, void *p)
{
	dev->kept = p;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	ended(fd, t);
	IS(number("leads"), 0);
}

static void bytes_as_they_should_be(void)
{
	long kept = number("kept");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	unsigned char *p = bytes(fd, LENGTH);

	IS(p[0] | p[LENGTH - 1], 0);
	p[LENGTH - 1] = 7;
	keep(fd, &t, dev, p);
	IS(number("kept"), kept + 1);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(dev->kept[LENGTH - 1], 7);
	down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)dev->kept, 0, 0);
	keep(fd, &t, dev, NULL);
	becomes_kept(kept);
}

static void asks_for_too_many(void)
{
	int fd = serve();
	struct trigger t;
	unsigned char *p;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(bytes(fd, TOO_MANY + 1), 0);
	IS(bytes(fd, 1ULL << 32), 0);
	IS(bytes(fd, -1ULL), 0);
	IS(bytes(fd, -4096ULL), 0);
	p = bytes(fd, 0);
	if (p)
		down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	p = bytes(fd, MANY);
	CHECK(p && !p[MANY - 1]);
	down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	still_works(fd, &t);
	becomes_kept(0);
}

/* The upcall is under way; what it would free it may not. */
static void may_not_free(int fd, struct trigger *t, void *p)
{
	down(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	ended(fd, t);
}

static void frees_bytes_twice(void)
{
	int fd = serve();
	struct trigger t;
	unsigned char *p;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	p = bytes(fd, LENGTH);
	p[0] = 1;
	down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	CHECK(is_gone(p));
	may_not_free(fd, &t, p);
	becomes_kept(0);
}

static void frees_the_middle(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_free(fd, &t, bytes(fd, LENGTH) + 8);
	IS(number("kept"), 1);
}

static void frees_what_is_no_bytes(void)
{
	int fd = serve();
	struct trigger t;

	may_not_free(fd, &t, called(fd, &t, "open", SAMPLE_UP_OPEN));
	fd = serve();
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_free(fd, &t, (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, LENGTH, 0, 0));
	fd = serve();
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_free(fd, &t, debug);
}

static void keeps_what_is_no_bytes(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	may_not_keep(fd, &t, dev, dev);
	fd = serve();
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_keep(fd, &t, dev, (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, LENGTH, 0, 0));
	fd = serve();
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_keep(fd, &t, dev, bytes(fd, LENGTH) + LENGTH + 1);
	fd = serve();
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_keep(fd, &t, dev, (void *)0xffffffff81000000);
}

static void keeps_what_it_has_freed(void)
{
	long kept = number("kept");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	unsigned char *p = bytes(fd, LENGTH);

	down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	may_not_keep(fd, &t, dev, p);
	becomes_kept(kept);
}

/* The kernel half would free it once more. */
static void frees_what_is_kept(void)
{
	long kept = number("kept");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	unsigned char *p = bytes(fd, LENGTH);

	keep(fd, &t, dev, p);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_UNBYTES, 1, (uintptr_t)p, 0, 0);
	still_works(fd, &t);
	IS(number("leads"), 0);
	IS(command("spill"), 0);
	becomes_kept(kept);
}

static void kernel_half_frees_what_is_kept_twice(void)
{
	long kept = number("kept");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	unsigned char *p = bytes(fd, LENGTH);

	p[0] = 1;
	dev->links[3] = p;
	keep(fd, &t, dev, p);
	IS(command("spill"), 0);
	IS(number("kept"), kept);
	IS(number("leads"), 0);
	IS(number("link"), 0);
	CHECK(is_gone(p));
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	may_not_free(fd, &t, p);
	IS(command("spill"), 0);
	IS(number("kept"), kept);
}

/* Of what the kernel half takes for the beginning: it is left alone. */
static void keeps_the_middle(void)
{
	long kept = number("kept");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	unsigned char *p = bytes(fd, LENGTH);

	keep(fd, &t, dev, p + 8);
	IS(command("spill"), -EPERM);
	IS(number("kept"), kept + 1);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS((uintptr_t)dev->kept, (uintptr_t)p + 8);
	keep(fd, &t, dev, p);
	IS(command("spill"), 0);
	IS(number("kept"), kept);
}

static void kernel_half_frees_the_middle(void)
{
	long buffers = number("buffers");
	int fd = serve();
	struct trigger t;
	struct sample_device *dev;

	IS(command("make"), 0);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	dev->links[3] = ((struct sample_buffer *)dev->links[3])->bytes + 8;
	still_works(fd, &t);
	IS(command("drop"), -EPERM);
	IS(number("buffers"), buffers + 1);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	dev->links[3] = (char *)dev->links[3] - 8 - offsetof(struct sample_buffer, bytes);
	still_works(fd, &t);
	IS(command("drop"), 0);
	IS(number("buffers"), buffers);
}

/* What is left of it all goes with the device. */
static void removed_with_its_bytes(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "remove", SAMPLE_UP_REMOVE);
	upret(fd, SAMPLE_UP_REMOVE, 1, 0);
	IS(outcome(&t), 0);
	IS(number("kept"), 0);
	IS(number("buffers"), 0);
	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

void keepings(void)
{
	RUN(bytes_as_they_should_be);
	RUN(asks_for_too_many);
	RUN(frees_bytes_twice);
	RUN(frees_the_middle);
	RUN(frees_what_is_no_bytes);
	RUN(keeps_what_is_no_bytes);
	RUN(keeps_what_it_has_freed);
	RUN(frees_what_is_kept);
	RUN(kernel_half_frees_what_is_kept_twice);
	RUN(keeps_the_middle);
	RUN(kernel_half_frees_the_middle);
	RUN(removed_with_its_bytes);
}
