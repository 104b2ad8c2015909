// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A worker's descriptor in wrong hands, and what can go wrong in the system
 * call that sends and waits.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

#define NOWHERE	((void *)0x1000)

static unsigned char room[CLEAVE_MAX_PAYLOAD] __attribute__((aligned(8)));

static int receive_into(int fd, void *to, uint32_t size)
{
	return exchange(fd, NULL, 0, to, size);
}

/* What a thread of this process gets that is not the worker. */
static void *stranger(void *arg)
{
	*(int *)arg = receive_into(*(int *)arg, room, sizeof(room));
	return NULL;
}

static int as_other_thread(int fd)
{
	pthread_t thread;
	int arg = fd;

	IS(pthread_create(&thread, NULL, stranger, &arg), 0);
	pthread_join(thread, NULL);
	return arg;
}

/* Exit status of a child that does the same; it has all descriptors. */
static int as_child(int fd)
{
	int status;
	pid_t pid = fork();

	if (!pid)
		_exit(-receive_into(fd, room, sizeof(room)));
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static void only_the_worker_may(void)
{
	int fd = serve(), other = open_socket();
	struct trigger t;

	IS(join(other, cookie), 0);
	IS(as_child(fd), -EPERM);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(as_other_thread(fd), -EPERM);
	IS(as_child(fd), -EPERM);
	IS(as_child(other), -EPERM);
	still_works(fd, &t);
}

/* A process that has only inherited the descriptor does not end the session by its end. */
static void inherited_and_left(void)
{
	int fd = serve(), status;
	struct trigger t;
	pid_t pid = fork();

	if (!pid) {
		close(own(fd));
		_exit(0);
	}
	waitpid(pid, &status, 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

static void outlives_its_process(void)
{
	int go[2], status, fd;
	pid_t pid;
	char byte;

	IS(pipe(go), 0);
	fd = serve();
	pid = fork();
	if (!pid) {
		close(go[1]);
		close(fd);
		if (read(go[0], &byte, 1) != 0)
			_exit(1);
		status = receive_into(fd, room, sizeof(room));
		_exit(status == -EPERM ? 0 : 2);
	}
	close(fd);
	dies();
	close(go[0]);
	close(go[1]);
	waitpid(pid, &status, 0);
	IS(status, 0);
}

static void wrong_transport(void)
{
	int fd = serve(), plain = open_socket();
	struct trigger t;

	IS(join_as(plain, cookie, CLEAVE_BY_MAX + 1), -ERANGE);
	IS(join_as(plain, cookie, CLEAVE_BY_NETLINK), 0);
	IS(own(plain), -1);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	IS(answered_message(fd), -EPROTO);
	still_works(fd, &t);
}

static void wrong_request(void)
{
	int fd = serve();
	struct trigger t;

	IS(ioctl(own(fd), CLEAVE_EXCHANGE + 1, room), -1);
	IS(errno, ENOTTY);
	IS(ioctl(own(fd), CLEAVE_EXCHANGE, NOWHERE), -1);
	IS(errno, EFAULT);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

static void wrong_lengths(void)
{
	static const uint32_t lengths[] = { 1, 7, 31, 33, CLEAVE_MAX_PAYLOAD + 1, ~0U };
	static const int errors[] = { -ENODATA, -ENODATA, -ENODATA, -EMSGSIZE, -EMSGSIZE, -EMSGSIZE };
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	for (unsigned int i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		IS(exchange(fd, payload(), lengths[i], NULL, 0), errors[i]);
	still_works(fd, &t);
}

static void wrong_addresses(void)
{
	struct cleave_msg *msg = (struct cleave_msg *)room;
	int fd = serve(), len = sizeof(struct cleave_msg) + sizeof(uint64_t);
	struct trigger t;

	trigger(&t, "open");
	IS(receive_into(fd, NOWHERE, sizeof(room)), -EFAULT);
	IS(receive_into(fd, (void *)~0xfffUL, sizeof(room)), -EFAULT);
	IS(exchange(fd, NOWHERE, 32, room, sizeof(room)), -EFAULT);
	IS(exchange(fd, (void *)~0xfffUL, 32, room, sizeof(room)), -EFAULT);
	IS(receive_into(fd, room, sizeof(room)), len);
	IS(msg->id, SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

/* It stays, and nothing is written, until there is room for it. */
static void too_little_room(void)
{
	int fd = serve(), len = sizeof(struct cleave_msg) + sizeof(uint64_t);
	struct trigger t;

	trigger(&t, "open");
	memset(room, 0x55, sizeof(room));
	IS(receive_into(fd, room, 1), len);
	IS(receive_into(fd, room, len - 1), len);
	IS(room[0], 0x55);
	IS(receive_into(fd, room, len), len);
	IS(room[len], 0x55);
	still_works(fd, &t);
}

static void speaks_before_it_listens(void)
{
	int fd = serve();
	struct trigger t;

	trigger(&t, "open");
	IS(receive_into(fd, room, 1), sizeof(struct cleave_msg) + sizeof(uint64_t));
	begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
	finish();
	IS(answered(fd), -EPROTO);
	depth = 1;
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SCALE, 1);
	cleave_enc_word(&enc, 2);
	cleave_enc_word(&enc, 3);
	finish();
	IS(answered(fd), -EPROTO);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

/* An idle worker that leaves the answer to a downcall unread is not given upcalls. */
static void answer_left_unread(void)
{
	int fd = serve();
	struct trigger t;

	depth = 0;
	down(fd, SAMPLE_DOWN_SCALE, 2, 6, 7, 0);
	trigger(&t, "open");
	usleep(50000);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_SCALE);
	IS(got.msg->ret, 42);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

/* The bytes change while they are being taken: what is checked is what is used. */
static void *scribble(void *arg)
{
	volatile struct cleave_msg *msg = arg;

	for (;;) {
		msg->nargs ^= 3;
		msg->nblobs ^= 1;
		msg->len ^= 64;
	}
	return NULL;
}

static void changed_meanwhile(void)
{
	struct cleave_msg *msg = payload();
	pthread_t thread;
	int fd = serve(), err;
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_SLEEP, 1);
	cleave_enc_word(&enc, 0);
	finish();
	IS(pthread_create(&thread, NULL, scribble, msg), 0);
	for (int i = 0; i < 5000; i++) {
		err = exchange(fd, msg, sizeof(*msg) + sizeof(uint64_t), room, sizeof(room));
		CHECK(err != -EFAULT && err != -ENOMEM);
		if (err == -ESHUTDOWN)
			break;
	}
	pthread_cancel(thread);
	close(fd);
	outcome(&t);
}

/* ---- while it waits ----------------------------------------------------------------- */

static void nothing(int sig)
{
	(void)sig;
}

/* Signals every few hundred microseconds: no message is lost and none comes twice. */
static void signals_while_it_waits(void)
{
	const struct itimerval storm = { .it_value = { 0, 300 }, .it_interval = { 0, 300 } };
	const struct sigaction action = { .sa_handler = nothing, .sa_flags = SA_RESTART };
	uint32_t len = sizeof(struct cleave_msg), send_len = 0;
	int fd = serve(), rc, interrupted = 0;
	struct trigger t;

	sigaction(SIGALRM, &action, NULL);
	for (int i = 0; i < 100; i++) {
		trigger(&t, "open");
		setitimer(ITIMER_REAL, &storm, NULL);
		while ((rc = exchange(fd, payload(), send_len, room, sizeof(room))) == -EINTR) {
			interrupted++;
			send_len = 0;
		}
		setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
		IS(rc, len + sizeof(uint64_t));
		begin(CLEAVE_OP_UPRET, SAMPLE_UP_OPEN, 1);
		finish();
		IS(exchange(fd, payload(), len, NULL, 0), 0);
		IS(outcome(&t), 0);
	}
	setitimer(ITIMER_REAL, &storm, NULL);
	while (interrupted < 20) {
		IS(receive_into(fd, room, sizeof(room)), -EINTR);
		interrupted++;
	}
}

struct later {
	void (*fn)(int fd);
	int fd;
};

static void *after_a_while(void *arg)
{
	struct later *l = arg;

	usleep(100000);
	l->fn(l->fd);
	return NULL;
}

/* The wait ends at once, by @fn of another thread. */
static void ends_the_wait(int fd, void (*fn)(int fd), int other)
{
	struct later l = { fn, other };
	double began = now();
	pthread_t thread;

	IS(pthread_create(&thread, NULL, after_a_while, &l), 0);
	IS(receive_into(fd, room, sizeof(room)), -ESHUTDOWN);
	pthread_join(thread, NULL);
	CHECK(now() - began < SOON);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_DEAD);
}

static void close_it(int fd)
{
	close(fd);
}

static void closed_while_it_waits(void)
{
	int fd = serve();

	ends_the_wait(fd, close_it, own(fd));
}

static void dies_while_it_waits(void)
{
	int fd = serve(), other = open_socket();

	IS(join(other, cookie), 0);
	ends_the_wait(fd, close_it, other);
}

/* A user half that is a process of its own, serves, and goes on with @fn. */
static pid_t another_serves(void (*fn)(int fd))
{
	int told[2];
	char byte = 0;
	pid_t pid;

	IS(pipe(told), 0);
	pid = fork();
	if (!pid) {
		int fd = serve();

		if (write(told[1], &byte, 1) != 1)
			_exit(1);
		fn(fd);
		receive_into(fd, room, sizeof(room));
		_exit(1);
	}
	IS(read(told[0], &byte, 1), 1);
	return pid;
}

static void is_killed(pid_t pid)
{
	int status;

	usleep(100000);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_LIVE);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	CHECK(WIFSIGNALED(status));
}

static void wait_for_a_call(int fd)
{
	(void)fd;
}

static void killed_while_it_waits(void)
{
	is_killed(another_serves(wait_for_a_call));
	dies();
}

static void sleep_in_an_upcall(int fd)
{
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	depth = 1;
	down(fd, SAMPLE_DOWN_SLEEP, 1, 300, 0, 0);
}

static void killed_in_an_upcall(void)
{
	pid_t pid = another_serves(sleep_in_an_upcall);
	struct trigger t;

	trigger(&t, "open");
	is_killed(pid);
	IS(outcome(&t), -EIO);
	CHECK(t.took < SOON);
}

void exchanges(void)
{
	RUN(only_the_worker_may);
	RUN(inherited_and_left);
	RUN(outlives_its_process);
	RUN(wrong_transport);
	RUN(wrong_request);
	RUN(wrong_lengths);
	RUN(wrong_addresses);
	RUN(too_little_room);
	RUN(speaks_before_it_listens);
	RUN(answer_left_unread);
	RUN(changed_meanwhile);
	RUN(signals_while_it_waits);
	RUN(closed_while_it_waits);
	RUN(dies_while_it_waits);
	RUN(killed_while_it_waits);
	RUN(killed_in_an_upcall);
}
