// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A user half that does not keep the protocol. Each case is a process of its
 * own: it attaches, behaves until its point, and then says what no user half
 * should say. The kernel half must refuse it, end the session where it must,
 * let every caller go at once, and serve the next case.
 *
 *	hostile MODULE.ko TRANSPORT	inserts the kernel half of tests/halves/sample,
 *				runs all cases, prints TAP, removes it
 *
 * Needs root and cleave.ko; meant for a virtual machine.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"
#include "hostile_peer.h"

static const char *module;

/* Netlink says in words why it refuses a payload. */
static bool says(const char *words)
{
	return by_ioctl || strstr(reason, words);
}

/* ---- coming and going ----------------------------------------------------------------- */

static void *insert(void *arg)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);

	*(int *)arg = syscall(SYS_finit_module, fd, "", 0) ? -errno : 0;
	close(fd);
	return NULL;
}

static void *take_out(void *arg)
{
	*(int *)arg = syscall(SYS_delete_module, SAMPLE_NAME, 0) ? -errno : 0;
	return NULL;
}

static pthread_t inserting(int *err)
{
	pthread_t thread;
	double began = now();

	IS(pthread_create(&thread, NULL, insert, err), 0);
	while (!has_channel() && now() - began < 5)
		usleep(10000);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_WAITING);
	return thread;
}

/* What the mirror of a device that has just been made must show. */
static void look_at(const struct sample_device *dev)
{
	static const unsigned char address[] = { 2, 0, 0, 0xca, 0xfe, 1 };

	IS(strcmp(dev->name, "sample0"), 0);
	IS(dev->serial, 0x5e41a1);
	IS(dev->flags, 0);
	IS(dev->secret, 0);
	IS(dev->peer, dev);
	IS(dev->ops, &tables[1]);
	IS(strcmp(dev->label, SAMPLE_LABEL), 0);
	IS(memcmp(dev->address, address, sizeof(address)), 0);
	IS(dev->links[0], debug);
	IS((uint64_t)dev->links[1] >> 48, CLEAVE_OPAQUE >> 48);
	IS(dev->links[2], some_function);
	IS(dev->links[3], NULL);
	IS(*debug, 1);
}

static void loads(void)
{
	struct telling t = truth();
	struct sample_device *dev;
	int fd = open_socket(), err = 1;
	pthread_t thread = inserting(&err);

	begin(CLEAVE_OP_DOWNCALL, CLEAVE_DOWN_LOG, 0);
	finish();
	IS(answered(fd), -EPROTO);
	IS(attach(fd, &t), 0);
	CHECK(fresh);
	map();
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SCALE, 0);
	finish();
	IS(answered(fd), -EPROTO);
	ready();
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_PROBE);
	IS(got.msg->depth, 1);
	dev = (struct sample_device *)got.args[0];
	look_at(dev);
	dev->counter = 5;
	dev->flags |= 2;
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	pthread_join(thread, NULL);
	IS(err, 0);
	IS(number("counter"), 5);
	IS(strtoul(result("flags"), NULL, 16), 0xabcd0002);
	IS(strtoul(result("secret"), NULL, 16), 0x5ec4e7);
}

static void unloads_served(void)
{
	int fd = serve(), err = 1;
	pthread_t thread;

	IS(pthread_create(&thread, NULL, take_out, &err), 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_REMOVE);
	upret(fd, SAMPLE_UP_REMOVE, 1, 0);
	pthread_join(thread, NULL);
	IS(err, 0);
	CHECK(!has_channel());
	IS(receive(fd, 1000), -ESHUTDOWN);
}

static void unloads_alone(void)
{
	int err;

	take_out(&err);
	IS(err, 0);
	CHECK(!has_channel());
}

static void nobody_attaches(void)
{
	int err = 1;
	pthread_t thread = inserting(&err);

	pthread_join(thread, NULL);
	IS(err, -ETIMEDOUT);
	CHECK(!has_channel());
}

/* ---- attaching -------------------------------------------------------------------------- */

static void wrong_telling(void)
{
	struct telling t = truth();
	int fd = open_socket();

	t.channel = "nobody";
	IS(attach(fd, &t), -ENODEV);
	t = truth();
	t.build_id = "another";
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "different builds"));
	t = truth();
	t.nr_symbols++;
	IS(attach(fd, &t), -EINVAL);
	t.nr_symbols -= 2;
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "length"));
	t = truth();
	t.base += 8;
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "aligned"));
	t = truth();
	t.size = 1ULL << 30;
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "large"));
	t = truth();
	t.base = ~0xfffULL;
	IS(attach(fd, &t), -EINVAL);
	t = truth();
	t.base = CLEAVE_ARENA_BASE;
	IS(attach(fd, &t), -EINVAL);
	t = truth();
	t.size *= 2;
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "another size"));
	t = truth();
	t.symbols[SAMPLE_SYMBOL_DEBUG] = t.base + t.size - 2;
	IS(attach(fd, &t), -EINVAL);
	CHECK(strstr(reason, "outside of the data section"));
	t = truth();
	t.symbols[SAMPLE_SYMBOL_OPS] = CLEAVE_ARENA_BASE + 4096;
	IS(attach(fd, &t), -EINVAL);
	t.symbols[SAMPLE_SYMBOL_OPS] = 0xffffffff81000000;
	IS(attach(fd, &t), -EINVAL);
	t = truth();
	t.transport = CLEAVE_BY_MAX + 1;
	IS(attach(fd, &t), -ERANGE);
	start(family, CLEAVE_CMD_ATTACH, 0);
	put_string(CLEAVE_A_ATTACH_CHANNEL, SAMPLE_NAME);
	IS(answered(fd), -EINVAL);
}

static void second_owner(void)
{
	struct telling t = truth();
	int fd = serve(), other = open_socket();

	CHECK(!fresh);
	IS(attach(other, &t), -EBUSY);
	CHECK(strstr(reason, "already"));
	IS(join(other, cookie + 1), -EPERM);
	IS(join(fd, cookie), -EBUSY);
	IS(with_cookie(other, CLEAVE_CMD_READY, cookie), -EALREADY);
	IS(join(other, cookie), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_WORKERS), 2);
	close(other);
	usleep(10000);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_DEAD);
	IS(receive(fd, 100), -ESHUTDOWN);
}

static void too_many_workers(void)
{
	int err = 0, n = 1;

	serve();
	while (!err && n++ < 1000)
		err = join(open_socket(), cookie);
	IS(err, -ENOSPC);
	CHECK(n < 200);
}

/* ---- calls, as they should be --------------------------------------------------------------- */

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

static void answer_loans(int fd, unsigned int len, bool all)
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
	usleep(10000);
	IS(command("tick 5"), 0);
	usleep(50000);
	IS(channel_value(CLEAVE_A_CHANNEL_EVENTS_DROPPED), dropped + 5);
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

/* ---- messages that are refused without harm --------------------------------------------------- */

void still_works(int fd, struct trigger *t)
{
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(t), 0);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_LIVE);
}

static void malformed_payloads(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	start(family, CLEAVE_CMD_CALL, 0);
	if (!by_ioctl)
		IS(answered(fd), -EINVAL);
	put(CLEAVE_A_CALL_PAYLOAD, "short", 5);
	IS(answered(fd), -ENODATA);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	payload()->len += 8;
	IS(answered(fd), -ENODATA);
	payload()->len -= 16;
	IS(answered(fd), -EMSGSIZE);
	payload()->len += 8;
	payload()->nargs = CLEAVE_MAX_ARGS + 1;
	IS(answered(fd), -EMSGSIZE);
	payload()->nargs = 1;
	IS(answered(fd), -ENODATA);
	payload()->nargs = 0;
	payload()->nblobs = 1;
	IS(answered(fd), -ENODATA);
	payload()->nblobs = 0;
	payload()->version++;
	IS(answered(fd), -EPROTONOSUPPORT);
	payload()->version--;
	payload()->op = 77;
	IS(answered(fd), -EOPNOTSUPP);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	cleave_enc_word(&enc, 0);
	add_blob(0, CLEAVE_BOTH, "bytes", 6);
	finish();
	((struct cleave_blob *)(payload() + 1))[1].dir = 4;
	IS(answered(fd), -EBADMSG);
	still_works(fd, &t);
}

/* Not aligned: four bytes of another attribute before it are refused by the policy already. */
static void oversized_payload(void)
{
	static unsigned char bytes[65532];
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	start(family, CLEAVE_CMD_CALL, 0);
	put(CLEAVE_A_CALL_PAYLOAD, bytes, 65531);
	IS(answered(fd), by_ioctl ? -EMSGSIZE : -ERANGE);
	if (!by_ioctl) {
		start(family, CLEAVE_CMD_CALL, 0);
		put(17, bytes, 4);
		IS(answered(fd), -EINVAL);
	}
	still_works(fd, &t);
}

static void unexpected_messages(void)
{
	int fd = serve(), stranger = open_socket();
	struct trigger t;

	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SLEEP, 0);
	cleave_enc_word(&enc, 1);
	finish();
	IS(answered(fd), -EPROTO);
	CHECK(says("no upcall"));
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	IS(answered(stranger), -EPROTO);
	CHECK(strstr(reason, "no worker"));
	payload()->depth = 2;
	IS(answered(fd), -EPROTO);
	payload()->depth = 1;
	payload()->id++;
	IS(answered(fd), -EPROTO);
	payload()->id--;
	payload()->op = CLEAVE_OP_UPCALL;
	IS(answered(fd), -EPROTO);
	payload()->op = CLEAVE_OP_DOWNRET;
	IS(answered(fd), -EPROTO);
	payload()->op = CLEAVE_OP_EVENTS;
	IS(answered(fd), -EPROTO);
	still_works(fd, &t);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	IS(answered(fd), -EPROTO);
}

static void two_messages_at_once(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_SLEEP, 1, 200, 0, 0);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	IS(answered(fd), -EPROTO);
	CHECK(says("under way"));
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_SLEEP);
	still_works(fd, &t);
}

static void random_payloads(void)
{
	int fd = serve(), accepted = 0;
	struct trigger t;

	srand(1);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	for (int i = 0; i < 3000; i++) {
		unsigned char bytes[128];
		unsigned int len = 1 + rand() % sizeof(bytes);

		for (unsigned int k = 0; k < sizeof(bytes); k++)
			bytes[k] = rand();
		start(family, CLEAVE_CMD_CALL, 0);
		put(CLEAVE_A_CALL_PAYLOAD, bytes, len);
		accepted += answered(fd) == 0;
	}
	IS(accepted, 0);
	still_works(fd, &t);
}

/* A tap on all netlink messages, which keeps what it is shown. */
static int open_tap(void)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	int tap = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL));

	at.sll_ifindex = if_nametoindex("tap0");
	CHECK(at.sll_ifindex);
	IS(bind(tap, (struct sockaddr *)&at, sizeof(at)), 0);
	return tap;
}

/* How often the tap was shown the upcall. */
static int tapped(int tap, unsigned int id)
{
	unsigned char bytes[8192];
	struct cleave_msg msg;
	ssize_t len;
	int n = 0;

	while ((len = recv(tap, bytes, sizeof(bytes), 0)) > 0) {
		if (len < (ssize_t)(HEAD + sizeof(msg)) ||
		    ((struct nlmsghdr *)bytes)->nlmsg_type != family)
			continue;
		memcpy(&msg, bytes + HEAD, sizeof(msg));
		n += msg.op == CLEAVE_OP_UPCALL && msg.id == id;
	}
	return n;
}

/* Messages that somebody else still looks at, and that a filter of the socket's cuts off. */
static void tapped_and_cut(void)
{
	struct sock_filter cut = BPF_STMT(BPF_RET | BPF_K, HEAD + sizeof(struct cleave_msg));
	struct sock_fprog filter = { .len = 1, .filter = &cut };
	int fd = serve(), tap = open_tap();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
	for (int i = 0; i < 2; i++) {
		called(fd, &t, "patient", SAMPLE_UP_PATIENT);
		upret(fd, SAMPLE_UP_PATIENT, 1, 0);
		IS(outcome(&t), 0);
	}
	IS(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)), 0);
	for (int i = 0; i < 2; i++) {
		trigger(&t, "open");
		IS(receive(fd, 1000), 0);
		depth = 1;
		still_works(fd, &t);
	}
	IS(tapped(tap, SAMPLE_UP_OPEN), 3);
}

/* ---- what ends the session ---------------------------------------------------------------------- */

struct offence {
	const char *what;
	unsigned int id;
	unsigned int n;
	uint64_t words[3];
};

static struct sample_device *offended;
static struct sample_buffer *freed, *kept;

static void commit(const struct offence *o)
{
	int fd = serve();
	struct trigger t;
	uint64_t words[3];

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	offended = (struct sample_device *)got.args[0];
	kept = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	freed = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)freed, 0, 0);
	/* The highest bits say what a word is relative to. */
	memcpy(words, o->words, sizeof(words));
	if (words[0] >> 60 == 1)
		words[0] = (uintptr_t)offended + (words[0] & 0xffffff);
	if (words[0] >> 60 == 2)
		words[0] = (uintptr_t)freed + (words[0] & 0xffffff);
	if (words[0] >> 60 == 3)
		words[0] = (uintptr_t)kept + (words[0] & 0xffffff);
	if (words[0] >> 60 == 4)
		words[0] = (uintptr_t)tables + (words[0] & 0xffffff);
	/* One that runs in the sender's system call fails there. */
	try_down(fd, o->id, o->n, words[0], words[1], words[2]);
	ended(fd, &t);
}

#define DEVICE(off)	((1ULL << 60) + (off))
#define FREED(off)	((2ULL << 60) + (off))
#define KEPT(off)	((3ULL << 60) + (off))
#define TABLE(off)	((4ULL << 60) + (off))
#define AT(m)		DEVICE(offsetof(struct sample_device, m))

static const struct offence offences[] = {
	{ "unknown downcall", 999, 0, {} },
	{ "unknown builtin", CLEAVE_DOWN_BUILTIN_END, 0, {} },
	{ "too few arguments", SAMPLE_DOWN_SUM, 1, {} },
	{ "too many arguments", SAMPLE_DOWN_ENTER, 2, { AT(name) } },
	{ "stale handle", SAMPLE_DOWN_FREE, 1, { FREED(0) } },
	{ "stale buffer", SAMPLE_DOWN_SUM, 2, { FREED(0), 4 } },
	{ "empty slot", SAMPLE_DOWN_ENTER, 1, { CLEAVE_ARENA_BASE + (65000ULL << 24) } },
	{ "first slot", SAMPLE_DOWN_ENTER, 1, { CLEAVE_ARENA_BASE } },
	{ "behind the object", SAMPLE_DOWN_SUM, 2, { DEVICE(4096), 1 } },
	{ "end of the arena", SAMPLE_DOWN_SUM, 2, { CLEAVE_ARENA_BASE + CLEAVE_ARENA_SIZE - 1, 1 } },
	{ "across the object's end", SAMPLE_DOWN_SUM, 2, { AT(bytes), 65 } },
	{ "length that wraps", SAMPLE_DOWN_SUM, 2, { AT(bytes), ~0ULL } },
	{ "bytes that are not shared", SAMPLE_DOWN_SUM, 2, { AT(secret), 4 } },
	{ "bytes between shared ones", SAMPLE_DOWN_SUM, 2, { AT(lanes), 12 } },
	{ "write to a read-only field", SAMPLE_DOWN_FILL, 3, { AT(serial), 8, 1 } },
	{ "write to bits", SAMPLE_DOWN_FILL, 3, { AT(flags), 4, 1 } },
	{ "write to a table", SAMPLE_DOWN_FILL, 3, { TABLE(0), 4, 1 } },
	{ "behind a table", SAMPLE_DOWN_SUM, 2, { TABLE(12), 8 } },
	{ "wrong class", SAMPLE_DOWN_ENTER, 1, { KEPT(0) } },
	{ "wrong class within", SAMPLE_DOWN_FREE, 1, { AT(part) } },
	{ "wrong place", SAMPLE_DOWN_ENTER, 1, { DEVICE(8) } },
	{ "wrong place in a table", SAMPLE_DOWN_OPS, 1, { TABLE(4) } },
	{ "table for a function", SAMPLE_DOWN_SAME, 1, { TABLE(0) } },
	{ "address of the kernel's", SAMPLE_DOWN_ENTER, 1, { 0xffffffff81000000 } },
	{ "opaque pointer", SAMPLE_DOWN_ENTER, 1, { CLEAVE_OPAQUE + 5 } },
	{ "address of nothing", SAMPLE_DOWN_ENTER, 1, { 0x1000 } },
	{ "NULL", SAMPLE_DOWN_ENTER, 1, {} },
	{ "string without an end", SAMPLE_DOWN_SAY, 1, { AT(bytes) } },
	{ "word for a blob", SAMPLE_DOWN_SUM, 2, { CLEAVE_WORD_BLOB, 4 } },
	{ "free of what was not allocated", SAMPLE_DOWN_FREE, 1, { KEPT(8) } },
	{ "line of log without text", CLEAVE_DOWN_LOG, 4, {} },
};

static const struct offence *offence;

static void offends(void)
{
	commit(offence);
}

/* A session that ends for what @spoil does while an upcall is under way. */
static void spoils(const char *word, unsigned int id, void (*spoil)(int fd, struct sample_device *dev))
{
	int fd = serve();
	struct trigger t;

	spoil(fd, called(fd, &t, word, id));
	ended(fd, &t);
}

static void spoil_serial(int fd, struct sample_device *dev)
{
	dev->serial++;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_label(int fd, struct sample_device *dev)
{
	dev->label++;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_text(int fd, struct sample_device *dev)
{
	*(char *)dev->label = 'X';
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_block(int fd, struct sample_device *dev)
{
	*(char *)dev->address = 'X';
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_class(int fd, struct sample_device *dev)
{
	dev->peer = (void *)tables;
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_opaque(int fd, struct sample_device *dev)
{
	dev->links[3] = dev->links[1];
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
}

static void spoil_err(int fd, struct sample_device *dev)
{
	(void)dev;
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	payload()->err = -ENOSYS;
	finish();
	transmit(fd);
}

static void spoil_blob(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SUM, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, 16);
	add_blob(0, CLEAVE_TO_KERNEL, dev->bytes, 8);
	finish();
	transmit(fd);
}

static void spoil_direction(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_FILL, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	cleave_enc_word(&enc, 8);
	cleave_enc_word(&enc, 8);
	add_blob(0, CLEAVE_TO_KERNEL, dev->bytes, 8);
	finish();
	transmit(fd);
}

static void spoil_unasked(int fd, struct sample_device *dev)
{
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	cleave_enc_word(&enc, 0);
	add_blob(0, CLEAVE_BOTH, dev->bytes, 8);
	finish();
	transmit(fd);
}

static void spoil_string(int fd, struct sample_device *dev)
{
	(void)dev;
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SAY, 1);
	cleave_enc_word(&enc, CLEAVE_WORD_BLOB);
	add_blob(0, CLEAVE_TO_KERNEL, "endless", 7);
	finish();
	transmit(fd);
}

static void spoil_loans_length(int fd, struct sample_device *dev)
{
	(void)dev;
	answer_loans(fd, SAMPLE_LOAN - 8, true);
}

static void spoil_loans_missing(int fd, struct sample_device *dev)
{
	(void)dev;
	answer_loans(fd, SAMPLE_LOAN, false);
}

static void spoil_pick(int fd, struct sample_device *dev)
{
	upret(fd, SAMPLE_UP_PICK, 1, (uintptr_t)dev + 4096);
}

static void spoil_die(int fd, struct sample_device *dev)
{
	(void)dev;
	/* Another socket of the session, so that this one hears of it. */
	int other = open_socket();

	IS(join(other, cookie), 0);
	close(other);
	(void)fd;
}

static const struct spoil {
	const char *what;
	const char *command;
	unsigned int id;
	void (*fn)(int fd, struct sample_device *dev);
} spoilers[] = {
	{ "read-only field written", "open", SAMPLE_UP_OPEN, spoil_serial },
	{ "pointer to a string written", "open", SAMPLE_UP_OPEN, spoil_label },
	{ "copy of a string written", "open", SAMPLE_UP_OPEN, spoil_text },
	{ "copy of a block written", "open", SAMPLE_UP_OPEN, spoil_block },
	{ "pointer of a wrong class", "open", SAMPLE_UP_OPEN, spoil_class },
	{ "opaque pointer moved", "open", SAMPLE_UP_OPEN, spoil_opaque },
	{ "answer with an error", "open", SAMPLE_UP_OPEN, spoil_err },
	{ "blob of another length", "open", SAMPLE_UP_OPEN, spoil_blob },
	{ "blob of another direction", "open", SAMPLE_UP_OPEN, spoil_direction },
	{ "blob that nobody asked for", "open", SAMPLE_UP_OPEN, spoil_unasked },
	{ "copied string without an end", "open", SAMPLE_UP_OPEN, spoil_string },
	{ "loan of another length", "loans", SAMPLE_UP_LOANS, spoil_loans_length },
	{ "loan not given back", "loans", SAMPLE_UP_LOANS, spoil_loans_missing },
	{ "returned pointer out of bounds", "pick", SAMPLE_UP_PICK, spoil_pick },
	{ "death in an upcall", "open", SAMPLE_UP_OPEN, spoil_die },
};

static const struct spoil *spoiler;

static void spoilt(void)
{
	spoils(spoiler->command, spoiler->id, spoiler->fn);
}

/* ---- time --------------------------------------------------------------------------------------- */

static void no_answer(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_timeout", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(outcome(&t), -EIO);
	set_parameter("call_timeout", "10");
	CHECK(t.took > 0.9 && t.took < 2);
	IS(receive(fd, 1000), -ESHUTDOWN);
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
	CHECK(t.took > 0.4 && t.took < 1.5);
}

static void nobody_serves(void)
{
	struct trigger t;

	trigger(&t, "open");
	IS(outcome(&t), -EIO);
	CHECK(t.took < 0.5);
	trigger(&t, "patient");
	IS(outcome(&t), -EIO);
	CHECK(t.took > 2.5 && t.took < 4);
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

/* ---- giving back ---------------------------------------------------------------------------------- */

static sigjmp_buf touched;

static void on_bus_error(int sig)
{
	siglongjmp(touched, sig);
}

static void ended_memory_is_gone(void)
{
	struct sample_buffer *b;
	int fd = serve();
	struct trigger t;

	signal(SIGBUS, on_bus_error);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	b = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	IS(b->length, 8);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, (uintptr_t)b, 0, 0);
	if (!sigsetjmp(touched, 1)) {
		*(volatile uint32_t *)&b->length;
		CHECK(!"a touch of a freed buffer is a fault");
	}
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

/* ---- running them ------------------------------------------------------------------------------------ */

static int number_of_test, nr_failed;

void run(const char *what, const char *detail, void (*fn)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		if (setjmp(failed))
			_exit(1);
		fn();
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	nr_failed += status != 0;
	printf("%s %d - %s%s%s\n", status ? "not ok" : "ok", ++number_of_test, what,
	       *detail ? ": " : "", detail);
	if (WIFSIGNALED(status))
		printf("# killed by signal %d\n", WTERMSIG(status));
}

int main(int argc, char **argv)
{
	if (argc != 3 || (strcmp(argv[2], "netlink") && strcmp(argv[2], "ioctl"))) {
		fprintf(stderr, "usage: hostile MODULE.ko netlink|ioctl\n");
		return 2;
	}
	module = argv[1];
	by_ioctl = !strcmp(argv[2], "ioctl");
	if (setjmp(failed))
		return 1;
	resolve_family();
	RUN(loads);
	RUN(wrong_telling);
	RUN(second_owner);
	RUN(too_many_workers);
	RUN(fields_cross);
	RUN(mirrors_stay);
	RUN(scalars_cross);
	RUN(loans_cross);
	RUN(downcalls_work);
	RUN(calls_nest);
	RUN(nests_without_end);
	RUN(workers_serve_at_once);
	RUN(events_coalesce);
	RUN(debuggers_see_mirrors);
	RUN(malformed_payloads);
	RUN(oversized_payload);
	RUN(unexpected_messages);
	RUN(two_messages_at_once);
	RUN(random_payloads);
	if (by_ioctl)
		exchanges();
	else
		RUN(tapped_and_cut);
	for (unsigned int i = 0; i < sizeof(offences) / sizeof(*offences); i++) {
		offence = &offences[i];
		run("offence", offence->what, offends);
	}
	for (unsigned int i = 0; i < sizeof(spoilers) / sizeof(*spoilers); i++) {
		spoiler = &spoilers[i];
		run("spoilt", spoiler->what, spoilt);
	}
	RUN(no_answer);
	RUN(nobody_idle);
	RUN(death_in_a_downcall);
	RUN(nobody_serves);
	RUN(patience_pays);
	RUN(ended_memory_is_gone);
	RUN(end_gives_back);
	RUN(failed_probe_gives_back);
	RUN(death_in_probe_gives_back);
	RUN(probes_again);
	RUN(remove_alone_gives_back);
	RUN(probes_once_more);
	for (const struct harm *h = harms; h->what; h++)
		run("harm", h->what, h->fn);
	RUN(unloads_alone);
	RUN(loads);
	RUN(unloads_served);
	RUN(nobody_attaches);
	printf("1..%d\n", number_of_test);
	return nr_failed != 0;
}
