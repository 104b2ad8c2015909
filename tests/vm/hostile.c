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
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

static const char *module;

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
	while (!has_channel() && now() - began < SOON)
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
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
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
	dies();
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
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
	calls();
	refusals();
	if (by_ioctl)
		exchanges();
	offend();
	endings();
	harm();
	lendings();
	hasty();
	natives();
	keepings();
	others();
	RUN(unloads_alone);
	RUN(loads);
	RUN(unloads_served);
	RUN(nobody_attaches);
	printf("1..%d\n", number_of_test);
	return nr_failed != 0;
}
