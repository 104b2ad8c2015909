// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compared with: a system call that does nothing, and one word sent to another
 * process and back, by eventfd and by pipe.
 */
#include <errno.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "bench.h"

static int call_nothing(void *arg)
{
	(void)arg;
	return syscall(SYS_getpid) < 0 ? -errno : 0;
}

int bench__system_call(struct bench *b, const struct experiment *e)
{
	const struct subject s = { .repeat = subject__user, .once = call_nothing };

	return bench__single(b, e, &s);
}

/* Two ways between two processes; [0] is read by the peer, [1] by the caller. */
struct ways {
	int read[2];
	int write[2];
};

static int pass(int from, int to)
{
	uint64_t word;

	if (read(from, &word, sizeof(word)) != sizeof(word) ||
	    write(to, &word, sizeof(word)) != sizeof(word))
		return errno ? -errno : -EPIPE;
	return 0;
}

static int serve(void *arg)
{
	struct ways *w = arg;
	int rc;

	do
		rc = pass(w->read[0], w->write[1]);
	while (!rc);
	return rc;
}

static int ping(void *arg)
{
	struct ways *w = arg;
	uint64_t word = 1;

	if (write(w->write[0], &word, sizeof(word)) != sizeof(word) ||
	    read(w->read[1], &word, sizeof(word)) != sizeof(word))
		return errno ? -errno : -EPIPE;
	return 0;
}

static int ping_pong(struct bench *b, const struct experiment *e, struct ways *w)
{
	struct subject s = { .repeat = subject__user, .once = ping, .arg = w };
	int rc;

	s.peer = peer__start(serve, w);
	if (s.peer < 0)
		return bench__failed(e, 0, s.peer);
	rc = bench__single(b, e, &s);
	peer__stop(s.peer);
	return rc;
}

int bench__eventfd(struct bench *b, const struct experiment *e)
{
	int there = eventfd(0, EFD_CLOEXEC), back = eventfd(0, EFD_CLOEXEC);
	struct ways w = { .read = { there, back }, .write = { there, back } };
	int rc = there < 0 || back < 0 ? bench__failed(e, 0, -errno) : ping_pong(b, e, &w);

	close(there);
	close(back);
	return rc;
}

int bench__pipe(struct bench *b, const struct experiment *e)
{
	int there[2], back[2], rc;
	struct ways w;

	if (pipe(there))
		return bench__failed(e, 0, -errno);
	if (pipe(back)) {
		close(there[0]);
		close(there[1]);
		return bench__failed(e, 0, -errno);
	}
	w = (struct ways){ .read = { there[0], back[0] }, .write = { there[1], back[1] } };
	rc = ping_pong(b, e, &w);
	for (int i = 0; i < 2; i++) {
		close(there[i]);
		close(back[i]);
	}
	return rc;
}
