// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls as they should be: what crosses, how they nest, how events are delivered.
 * The cases of other files are told from these.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static void fields_cross(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev;

	IS(command("touch"), 0);
	dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(dev->counter, 6);
	IS(dev->serial, 0x5e41a2);
	IS(dev->flags, 1);
	IS(dev->lanes[1].shared, 77);
	IS(dev->lanes[1].unshared, 0);
	IS(strcmp(dev->label, "another label"), 0);
	IS(dev->links[3], &dev->part);
	IS(*debug, 2);

	dev->counter = 40;
	dev->flags = 0xffffff05;
	dev->secret = 1;
	dev->lanes[0].shared = 10;
	dev->lanes[2].shared = 12;
	dev->lanes[1].unshared = 99;
	dev->part.value = 1234;
	dev->ops = &tables[0];
	dev->peer = NULL;
	dev->links[3] = NULL;
	*debug = 17;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	IS(number("counter"), 40);
	IS(strtoul(result("flags"), NULL, 16), 0x54320005);
	IS(strtoul(result("secret"), NULL, 16), 0x5ec4e7);
	IS(strcmp(result("lanes"), "10 77 12, 88"), 0);
	IS(number("part"), 1234);
	IS(number("ops"), 0);
	IS(strcmp(result("peer"), "none"), 0);
	IS(strcmp(result("links"), "1 1"), 0);
	IS(number("debug"), 17);
}

/* The private part of a mirror, and what is shared, survive the user half. */
static void mirrors_stay(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	IS(dev->counter, 40);
	IS(dev->secret, 1);
	IS(dev->ops, &tables[0]);
	IS(*debug, 17);
	upret(fd, SAMPLE_UP_OPEN, 1, (uint64_t)-ENXIO);
	IS(outcome(&t), -ENXIO);
}

static void scalars_cross(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "scalars", SAMPLE_UP_SCALARS);
	IS(got.msg->nargs, 5);
	IS(got.args[1], 200);
	IS(got.args[2], -3);
	IS(got.args[3], 4000000000U);
	IS(got.args[4], 1ULL << 40);
	upret(fd, SAMPLE_UP_SCALARS, 1, 1ULL << 50);
	IS(outcome(&t), 0);
	IS(number("result"), 1LL << 50);
}

void answer_loans(int fd, unsigned int len, bool all)
{
	unsigned char bytes[SAMPLE_LOAN];

	begin(CLEAVE_OP_UPRET, SAMPLE_UP_LOANS, 1);
	for (int i = 0; i < 5; i++)
		cleave_enc_word(&enc, 0);
	memset(bytes, 0x44, sizeof(bytes));
	add_blob(2, CLEAVE_TO_KERNEL, bytes, len);
	memset(bytes, 0x55, sizeof(bytes));
	if (all)
		add_blob(3, CLEAVE_BOTH, bytes, len);
	finish();
	transmit(fd);
}

static void loans_cross(void)
{
	int fd = serve();
	struct trigger t;
	unsigned char *b;

	called(fd, &t, "loans", SAMPLE_UP_LOANS);
	for (int i = 1; i <= 4; i++)
		IS(got.args[i], CLEAVE_WORD_BLOB);
	b = cleave_blob_data(got.blobs[1]);
	IS(got.blobs[1]->len, SAMPLE_LOAN);
	IS(b[0] | b[SAMPLE_LOAN - 1], 0x11);
	b = cleave_blob_data(got.blobs[2]);
	IS(b[0] | b[SAMPLE_LOAN - 1], 0);
	b = cleave_blob_data(got.blobs[3]);
	IS(b[0] | b[SAMPLE_LOAN - 1], 0x33);
	IS(strcmp(cleave_blob_data(got.blobs[4]), "a lent string"), 0);
	answer_loans(fd, SAMPLE_LOAN, true);
	IS(outcome(&t), 0);
	IS(strcmp(result("loans"), "11 44 55"), 0);
}

static void buffers_cross(int fd, struct sample_device *dev)
{
	unsigned char bytes[16] = { 1, 2, 3 };

	IS(down_returns(fd, SAMPLE_DOWN_FILL, 3, (uintptr_t)dev->bytes, 64, 0x7e), 0);
	IS(dev->bytes[0] | dev->bytes[63], 0x7e);
	IS(down_returns(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)dev->address, SAMPLE_ADDRESS, 0),
	   2 + 0xca + 0xfe + 1);
	IS(down_returns(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)&tables[1], 4, 0), 22);
	IS(down_returns(fd, SAMPLE_DOWN_SUM, 2, 0, 4, 0), 0);

	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_INVERT, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, sizeof(bytes));
	add_blob(0, CLEAVE_BOTH, bytes, sizeof(bytes));
	finish();
	transmit(fd);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_INVERT);
	IS(got.msg->nargs, 2);
	IS(((unsigned char *)cleave_blob_data(got.blobs[0]))[2], 0xfc);
}

static void strings_cross(int fd, struct sample_device *dev)
{
	IS(down_returns(fd, SAMPLE_DOWN_SAY, 1, (uintptr_t)dev->name, 0, 0), 7);
	IS(down_returns(fd, SAMPLE_DOWN_SAY, 1, (uintptr_t)dev->label, 0, 0), strlen(dev->label));
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_KEEP, 1);
	cleave_enc_word(&enc, (uintptr_t)dev);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	add_blob(1, CLEAVE_TO_KERNEL, "kept", 5);
	finish();
	transmit(fd);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_KEEP);
	IS(strcmp(dev->label, "kept"), 0);
}

/* A pointer that the callee sets. */
static void results_cross(int fd, struct sample_device *dev)
{
	uint64_t word = 0;

	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_FIND, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, (uintptr_t)dev);
	add_blob(0, CLEAVE_TO_USER, &word, sizeof(word));
	finish();
	transmit(fd);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_FIND);
	IS(*(uint64_t *)cleave_blob_data(got.blobs[0]), &dev->part);
	down_returns(fd, SAMPLE_DOWN_PLACE, 2, (uintptr_t)dev, SAMPLE_PLACES - 1, 0);
	IS(dev->place, SAMPLE_PLACES - 1);
	down_returns(fd, SAMPLE_DOWN_PLACE, 2, (uintptr_t)dev, 0, 0);
}

static void objects_come_and_go(int fd)
{
	struct sample_buffer *b = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 100, 0, 0);
	uint64_t objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);

	IS(b->length, 100);
	b->bytes[0] = 9;
	IS(down_returns(fd, SAMPLE_DOWN_SUM, 2, (uintptr_t)b->bytes, 56, 0), 9);
	IS(number("buffers"), 1);
	IS(down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0), 0);
	IS(down_returns(fd, SAMPLE_DOWN_FREE, 1, 0, 0, 0), 0);
	IS(number("buffers"), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), objects - 1);
}

static void downcalls_work(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	IS(down_returns(fd, SAMPLE_DOWN_SCALE, 2, 6, 7, 0), 42);
	IS(down_returns(fd, SAMPLE_DOWN_WHOSE, 1, (uintptr_t)&dev->part, 0, 0), dev);
	IS(down_returns(fd, SAMPLE_DOWN_OPS, 1, (uintptr_t)&tables[1], 0, 0), 22);
	IS(down_returns(fd, SAMPLE_DOWN_SAME, 1, (uintptr_t)some_function, 0, 0), 1);
	buffers_cross(fd, dev);
	strings_cross(fd, dev);
	results_cross(fd, dev);
	objects_come_and_go(fd);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	depth = 0;
	IS(down_returns(fd, SAMPLE_DOWN_SCALE, 2, 8, 9, 0), 72);
}

/* Bytes of messages to the kernel's socket of Generic Netlink that are not freed. */
static long held_by_kernel(void)
{
	FILE *f = fopen("/proc/net/netlink", "r");
	long held = -1, pid, rmem;
	char line[256];
	int protocol;

	CHECK(f);
	while (held < 0 && fgets(line, sizeof(line), f))
		if (sscanf(line, "%*s %d %ld %*s %ld", &protocol, &pid, &rmem) == 3 &&
		    protocol == NETLINK_GENERIC && !pid)
			held = rmem;
	fclose(f);
	return held;
}

static void calls_nest(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	for (unsigned int n = 2; n <= 4; n++) {
		down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
		expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
		IS(depth, n);
	}
	for (unsigned int n = 4; n > 1; n--) {
		upret(fd, SAMPLE_UP_OPEN, n, n);
		expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_ENTER);
		IS(got.msg->ret, n);
		IS(depth, n - 1);
	}
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	IS(held_by_kernel(), 0);
}

static void nests_without_end(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	while (depth < CLEAVE_MAX_DEPTH) {
		down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
		expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	}
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	ended(fd, &t);
}

static void workers_serve_at_once(void)
{
	int fd = serve(), other = open_socket();
	struct trigger a, b, c;

	IS(join(other, cookie), 0);
	called(fd, &a, "open", SAMPLE_UP_OPEN);
	called(other, &b, "scalars", SAMPLE_UP_SCALARS);
	trigger(&c, "pick");
	usleep(50000);
	upret(other, SAMPLE_UP_SCALARS, 1, 1);
	IS(outcome(&b), 0);
	expect(other, CLEAVE_OP_UPCALL, SAMPLE_UP_PICK);
	IS(down_returns(other, SAMPLE_DOWN_SCALE, 2, 3, 4, 0), 12);
	upret(other, SAMPLE_UP_PICK, 1, 0);
	IS(outcome(&c), -EIO);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&a), 0);
}

static void events_coalesce(void)
{
	uint64_t before = channel_value(CLEAVE_A_CHANNEL_EVENTS_COALESCED);
	uint64_t dropped = channel_value(CLEAVE_A_CHANNEL_EVENTS_DROPPED);
	const struct cleave_event *e;
	int fd = serve();

	IS(command("both 100"), 0);
	expect(fd, CLEAVE_OP_EVENTS, 0);
	e = cleave_blob_data(got.blobs[0]);
	IS(got.blobs[0]->len, 2 * sizeof(*e));
	IS(e[0].id, SAMPLE_UP_TICK);
	IS(e[0].count, 50);
	IS(e[0].arg, 98);
	IS(e[1].id, SAMPLE_UP_TOCK);
	IS(e[1].arg, 99);
	IS(command("tick 3"), 0);
	usleep(50000);
	upret(fd, 0, 1, 0);
	expect(fd, CLEAVE_OP_EVENTS, 0);
	e = cleave_blob_data(got.blobs[0]);
	IS(e[0].count, 3);
	upret(fd, 0, 1, 0);
	IS(channel_value(CLEAVE_A_CHANNEL_EVENTS_COALESCED), before + 100);
	close(fd);
	dies();
	IS(command("tick 5"), 0);
	becomes(CLEAVE_A_CHANNEL_EVENTS_DROPPED, dropped + 5);
}

static void debuggers_see_mirrors(void)
{
	int fd = serve(), mem = open("/proc/self/mem", O_RDWR);
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);
	char name[8] = "";

	IS(pread(mem, name, 7, (uintptr_t)dev->name), 7);
	IS(strcmp(name, "sample0"), 0);
	IS(pwrite(mem, "gdb", 4, (uintptr_t)dev->name), 4);
	IS(strcmp(dev->name, "gdb"), 0);
	IS(pread(mem, name, 1, CLEAVE_ARENA_BASE + (60000ULL << CLEAVE_SLOT_SHIFT)), -1);
	strcpy(dev->name, "sample0");
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
}

/* Nobody is told, and the user half, which would follow a pointer to nowhere, lives on. */
static void nobody_knows_the_device(void)
{
	struct trigger t;
	int fd = serve();

	IS(command("stray"), -EIO);
	IS(receive(fd, 0), -ETIME);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

void calls(void)
{
	RUN(fields_cross);
	RUN(mirrors_stay);
	RUN(scalars_cross);
	RUN(loans_cross);
	RUN(downcalls_work);
	RUN(calls_nest);
	RUN(nests_without_end);
	RUN(workers_serve_at_once);
	RUN(events_coalesce);
	RUN(nobody_knows_the_device);
	RUN(debuggers_see_mirrors);
}
