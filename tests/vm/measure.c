// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints how long system calls take, in nanoseconds, and behind it for how many of
 * these the processor was not idle. Under `run --icount` a nanosecond is an instruction.
 *
 *	measure write FILE TEXT...	write() of each TEXT to FILE in turn, a line each
 *	measure read FILE		open(), read() and close()
 *	measure open FILE		open() alone, for reading and writing
 *	measure flags INTERFACE up|down|promisc|nopromisc	ioctl() that sets one
 *	measure mtu INTERFACE N		ioctl() that sets it
 *	measure ethtool INTERFACE [VERB]	the ioctl()s of `ethtool VERB INTERFACE`;
 *				exit status 3: the driver has no such verb
 *	measure msglevel INTERFACE N	N times the ioctl() that gets a driver's message
 *				level: the median of its time, one number
 */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"
#include "stopwatch.h"

static void print(const struct stopwatch *started)
{
	struct stopwatch passed = stopwatch__stop(started);

	printf("%lld %lld\n", passed.clock, passed.clock - passed.idle);
}

static int open_or_die(const char *file, int flags)
{
	int fd = open(file, flags | O_CLOEXEC);

	if (fd < 0)
		error(1, errno, "%s", file);
	return fd;
}

static void measure_write(const char *file, char **texts)
{
	int fd = open_or_die(file, O_WRONLY);

	for (; *texts; texts++) {
		struct stopwatch started = stopwatch__start();

		if (write(fd, *texts, strlen(*texts)) < 0)
			error(1, errno, "%s: writing \"%s\"", file, *texts);
		print(&started);
	}
	close(fd);
}

static void measure_read(const char *file)
{
	struct stopwatch started = stopwatch__start();
	int fd = open_or_die(file, O_RDONLY);
	static char text[65536];

	if (read(fd, text, sizeof(text)) < 0)
		error(1, errno, "%s", file);
	close(fd);
	print(&started);
}

static void measure_open(const char *file)
{
	struct stopwatch started = stopwatch__start();
	int fd = open_or_die(file, O_RDWR);

	print(&started);
	/* a watchdog is told that it is not to bite */
	if (write(fd, "V", 1) < 0 && errno == EFAULT)
		error(1, errno, "%s", file);
	close(fd);
}

static void measure_flags(const char *interface, const char *flag)
{
	static const struct {
		const char *name;
		int flag, set;
	} flags[] = {
		{ "up", IFF_UP, 1 }, { "down", IFF_UP, 0 },
		{ "promisc", IFF_PROMISC, 1 }, { "nopromisc", IFF_PROMISC, 0 },
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (!strcmp(flags[i].name, flag)) {
			struct stopwatch started = stopwatch__start();

			measure__flag(interface, flags[i].flag, flags[i].set);
			print(&started);
			return;
		}
	error(2, 0, "%s: not a flag", flag);
}

static void measure_mtu(const char *interface, const char *mtu)
{
	struct stopwatch started = stopwatch__start();

	measure__mtu(interface, atoi(mtu));
	print(&started);
}

static void measure_ethtool(const char *interface, const char *verb)
{
	struct stopwatch started = stopwatch__start();

	measure__ethtool(interface, verb);
	print(&started);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (argc >= 4 && !strcmp(what, "write"))
		measure_write(argv[2], argv + 3);
	else if (argc == 3 && !strcmp(what, "read"))
		measure_read(argv[2]);
	else if (argc == 3 && !strcmp(what, "open"))
		measure_open(argv[2]);
	else if (argc == 4 && !strcmp(what, "flags"))
		measure_flags(argv[2], argv[3]);
	else if (argc == 4 && !strcmp(what, "mtu"))
		measure_mtu(argv[2], argv[3]);
	else if ((argc == 3 || argc == 4) && !strcmp(what, "ethtool"))
		measure_ethtool(argv[2], argc == 4 ? argv[3] : "");
	else if (argc == 4 && !strcmp(what, "msglevel"))
		measure__level(argv[2], atoi(argv[3]));
	else
		error(2, 0, "usage: measure WHAT ...; see measure.c");
	return 0;
}
