// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prints how many nanoseconds a system call takes, as the median of some
 * repetitions. Under `run --icount` a nanosecond is an instruction.
 *
 *	measure write FILE TEXT...	write() of each TEXT to FILE in turn, a line each
 *	measure msglevel INTERFACE N	ioctl() that gets a driver's message level
 *	measure flags INTERFACE up|down	ioctl() that opens or closes an interface
 */
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

static void measure_write(const char *file, char **texts)
{
	int fd = open(file, O_WRONLY);
	long long start;

	if (fd < 0)
		error(1, errno, "%s", file);
	for (; *texts; texts++) {
		start = now();
		if (write(fd, *texts, strlen(*texts)) < 0)
			error(1, errno, "%s: writing \"%s\"", file, *texts);
		printf("%lld\n", now() - start);
	}
	close(fd);
}

static int interface(const char *name, struct ifreq *ifr)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		error(1, errno, "socket");
	memset(ifr, 0, sizeof(*ifr));
	snprintf(ifr->ifr_name, sizeof(ifr->ifr_name), "%s", name);
	return fd;
}

static void measure_msglevel(const char *name, int n)
{
	struct ethtool_value value = { .cmd = ETHTOOL_GMSGLVL };
	long long *took, start;
	struct ifreq ifr;
	int fd = interface(name, &ifr);
	int i;

	took = calloc(n, sizeof(*took));
	if (n < 1 || !took)
		error(2, 0, "how often?");
	ifr.ifr_data = (void *)&value;
	for (i = 0; i < n; i++) {
		start = now();
		if (ioctl(fd, SIOCETHTOOL, &ifr))
			error(1, errno, "%s: getting its message level", name);
		took[i] = now() - start;
	}
	qsort(took, n, sizeof(*took), by_value);
	printf("%lld\n", took[n / 2]);
	free(took);
	close(fd);
}

static void measure_flags(const char *name, int up)
{
	struct ifreq ifr;
	int fd = interface(name, &ifr);
	long long start;

	if (ioctl(fd, SIOCGIFFLAGS, &ifr))
		error(1, errno, "%s: getting its flags", name);
	ifr.ifr_flags = up ? ifr.ifr_flags | IFF_UP : ifr.ifr_flags & ~IFF_UP;
	start = now();
	if (ioctl(fd, SIOCSIFFLAGS, &ifr))
		error(1, errno, "%s: setting its flags", name);
	printf("%lld\n", now() - start);
	close(fd);
}

int main(int argc, char **argv)
{
	if (argc >= 4 && !strcmp(argv[1], "write"))
		measure_write(argv[2], argv + 3);
	else if (argc == 4 && !strcmp(argv[1], "msglevel"))
		measure_msglevel(argv[2], atoi(argv[3]));
	else if (argc == 4 && !strcmp(argv[1], "flags"))
		measure_flags(argv[2], !strcmp(argv[3], "up"));
	else
		error(2, 0, "usage: measure write|msglevel|flags ...; see measure.c");
	return 0;
}
