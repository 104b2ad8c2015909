// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * main() of every user half: attach, start the workers, wait for the end. The
 * main thread serves no upcalls; it keeps jiffies going while a worker does.
 *
 * Exit status: 0 when the kernel half is gone or a signal asked for the end,
 * 1 when no session could begin, 2 for wrong usage, 4 (CLEAVE_EXIT_LOST) when
 * the session has ended and another may be tried.
 */
#include "libcleave.h"

#include <errno.h>
#include <getopt.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <unistd.h>

#define IDLE_MS		250
#define BUSY_MS		4
#define STACK_SIZE	(1UL << 20)	/* of workers: functions of the kernel take little */

/* There if the driver, or libcleave, was built with AddressSanitizer. */
extern void __asan_init(void) __attribute__((weak));

struct options {
	unsigned int workers;
	bool foreground;
	bool drop;
	const struct transport *transport;
};

static const char help[] =
	"usage: %s [OPTION...]\n"
	"The user half of a split driver. Waits for the kernel half, attaches, serves.\n"
	"  -w, --workers N   threads that serve upcalls (default %d)\n"
	"  -d, --drop        give up root and confine the process once attached\n"
	"  -f, --foreground  leave crashes to a debugger\n"
	"  -t, --transport NAME  how calls go: netlink or ioctl (default ioctl)\n"
	"  -v, --verbose     print every call\n";

/* Return: -1 to go on, else the exit status. */
static int read_options(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{ "workers", required_argument, NULL, 'w' }, { "drop", no_argument, NULL, 'd' },
		{ "foreground", no_argument, NULL, 'f' }, { "verbose", no_argument, NULL, 'v' },
		{ "transport", required_argument, NULL, 't' }, { "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	char *end;
	int c;

	while ((c = getopt_long(argc, argv, "w:dft:vh", longs, NULL)) != -1) {
		switch (c) {
		case 'w':
			o->workers = (unsigned int)strtoul(optarg, &end, 10);
			if (*end || !o->workers || o->workers > CLEAVE_MAX_WORKERS) {
				cleave_say("--workers takes a number from 1 to %d", CLEAVE_MAX_WORKERS);
				return 2;
			}
			break;
		case 'd':
			o->drop = true;
			break;
		case 'f':
			o->foreground = true;
			break;
		case 't':
			o->transport = transport_find(optarg);
			if (!o->transport) {
				cleave_say("--transport takes netlink or ioctl, not \"%s\"", optarg);
				return 2;
			}
			break;
		case 'v':
			cleave_verbose = true;
			break;
		case 'h':
			printf(help, argv[0], CLEAVE_MAX_WORKERS);
			return 0;
		default:
			fprintf(stderr, help, argv[0], CLEAVE_MAX_WORKERS);
			return 2;
		}
	}
	if (optind < argc) {
		cleave_say("unexpected argument \"%s\"", argv[optind]);
		return 2;
	}
	return -1;
}

/* Structures differ from release to release; nothing may be believed then. */
static int check_release(void)
{
	const char *built = cleave_user_half.kernel;
	struct utsname u;

	if (uname(&u) || !strcmp(u.release, built))
		return 0;
	cleave_say("built for kernel %s, but %s is running; split the driver again", built,
		   u.release);
	return -ENOEXEC;
}

static pthread_barrier_t go;

static void *serve(void *arg)
{
	struct worker *w = arg;

	cleave_worker = w;
	cleave_crash_stack();
	pthread_barrier_wait(&go);
	for (;;)
		cleave_serve_one(w);
	return NULL;
}

static int start_workers(struct session *s)
{
	pthread_attr_t attr;
	pthread_t thread;
	int rc = 0;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_barrier_init(&go, NULL, s->nr_workers + 1);
	for (unsigned int i = 0; !rc && i < s->nr_workers; i++) {
		rc = pthread_create(&thread, &attr, serve, &s->workers[i]);
		if (rc)
			cleave_say("cannot start a worker: %s", strerror(rc));
	}
	pthread_attr_destroy(&attr);
	return -rc;
}

static int signals_fd(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static bool busy(const struct session *s)
{
	for (unsigned int i = 0; i < s->nr_workers; i++)
		if (__atomic_load_n(&s->workers[i].depth, __ATOMIC_RELAXED))
			return true;
	return false;
}

/* Until a signal or the end of the session. Return: exit status. */
static int wait_for_end(struct session *s, int signals)
{
	struct pollfd p[2] = { { .fd = signals, .events = POLLIN },
			       { .fd = nl_socket_get_fd(s->events), .events = POLLIN } };
	int rc;

	for (;;) {
		rc = poll(p, 2, busy(s) ? BUSY_MS : IDLE_MS);
		cleave_jiffies_update();
		if (rc > 0 && p[0].revents)
			return 0;
		if ((rc <= 0 || !p[1].revents) &&
		    !__atomic_load_n(&cleave_session_over, __ATOMIC_RELAXED))
			continue;
		rc = session_changed(s);
		if (rc == 1)
			continue;
		cleave_say(rc ? "the kernel half ended the session" : "the kernel half is gone");
		return rc ? CLEAVE_EXIT_LOST : 0;
	}
}

int main(int argc, char **argv)
{
	struct options o = { .workers = CLEAVE_MAX_WORKERS, .transport = &transport_ioctl };
	/* Not on the stack: other threads use them until the very end. */
	static struct worker workers[CLEAVE_MAX_WORKERS];
	static struct session s = { .half = &cleave_user_half, .workers = workers };
	int rc = read_options(argc, argv, &o), signals;

	if (rc >= 0)
		return rc;
	s.nr_workers = o.workers;
	s.transport = o.transport;
	if (check_release() || session_wait(&s))
		return 1;
	signals = signals_fd();
	prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);	/* delays of microseconds */
	cleave_catch_warnings();
	cleave_read_lines();
	/* A debugger, or AddressSanitizer, has more to say of a crash. */
	if (!o.foreground && !__asan_init)
		cleave_catch_crashes();
	cleave_stay_resident();
	if (session_attach(&s) || session_map(&s) || start_workers(&s) || session_ready(&s))
		return 1;
	/* Upcalls wait until the workers are let go. */
	if (o.drop && cleave_drop())
		return 1;
	cleave_say("session %u, %u workers", s.number, s.nr_workers);
	pthread_barrier_wait(&go);
	rc = wait_for_end(&s, signals);
	if (!busy(&s))
		session_unmap();
	return rc;
}
