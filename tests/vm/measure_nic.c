// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks a network interface's driver by ioctl(), see measure.h. */
#include <errno.h>
#include <error.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "measure.h"
#include "stopwatch.h"

#define CANNOT		3
#define MOST_STRINGS	512
#define MOST_BYTES	(64 * 1024)
#define SOME_BYTES	16	/* of an EEPROM, which may take its time */

static int sock = -1;

static struct ifreq request(const char *interface)
{
	struct ifreq ifr = {};

	if (sock < 0)
		sock = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0)
		error(1, errno, "socket");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", interface);
	return ifr;
}

static void ask_or_die(unsigned long what, struct ifreq *ifr)
{
	if (ioctl(sock, what, ifr))
		error(1, errno, "%s", ifr->ifr_name);
}

void measure__flag(const char *interface, int flag, int set)
{
	struct ifreq ifr = request(interface);

	ask_or_die(SIOCGIFFLAGS, &ifr);
	ifr.ifr_flags = set ? ifr.ifr_flags | flag : ifr.ifr_flags & ~flag;
	ask_or_die(SIOCSIFFLAGS, &ifr);
}

void measure__mtu(const char *interface, int mtu)
{
	struct ifreq ifr = request(interface);

	ifr.ifr_mtu = mtu;
	ask_or_die(SIOCSIFMTU, &ifr);
}

/* ---- ethtool ------------------------------------------------------------------- */

/* @data: one of <linux/ethtool.h>'s structures; Return: whether the driver can. */
static int ask(const char *interface, __u32 command, void *data)
{
	struct ifreq ifr = request(interface);

	*(__u32 *)data = command;
	ifr.ifr_data = data;
	if (!ioctl(sock, SIOCETHTOOL, &ifr))
		return 1;
	if (errno != EOPNOTSUPP && errno != EINVAL)
		error(1, errno, "%s: ethtool's command %#x", interface, command);
	return 0;
}

static int by_value(const void *a, const void *b)
{
	long long x = *(const long long *)a, y = *(const long long *)b;

	return (x > y) - (x < y);
}

void measure__level(const char *interface, int n)
{
	struct ethtool_value value;
	long long *took = calloc(n < 1 ? 1 : n, sizeof(*took));

	if (n < 1 || !took)
		error(2, 0, "how often?");
	for (int i = 0; i < n; i++) {
		long long started = stopwatch__now();

		if (!ask(interface, ETHTOOL_GMSGLVL, &value))
			exit(CANNOT);
		took[i] = stopwatch__now() - started;
	}
	qsort(took, n, sizeof(*took), by_value);
	printf("%lld\n", took[n / 2]);
	free(took);
}

static int one(const char *interface, __u32 command)
{
	static union {
		struct ethtool_value value;
		struct ethtool_cmd settings;
		struct ethtool_wolinfo wol;
		struct ethtool_drvinfo driver;
		struct ethtool_ringparam ring;
		struct ethtool_coalesce coalesce;
		struct ethtool_pauseparam pause;
	} data;

	memset(&data, 0, sizeof(data));
	return ask(interface, command, &data);
}

static int whole(const char *interface)
{
	int can = one(interface, ETHTOOL_GSET);

	can |= one(interface, ETHTOOL_GWOL);
	can |= one(interface, ETHTOOL_GMSGLVL);
	return one(interface, ETHTOOL_GLINK) | can;
}

static int statistics(const char *interface)
{
	static struct {
		struct ethtool_sset_info info;
		__u32 length;
	} set;
	static struct {
		struct ethtool_gstrings head;
		char names[MOST_STRINGS][ETH_GSTRING_LEN];
	} strings;
	static struct {
		struct ethtool_stats head;
		__u64 values[MOST_STRINGS];
	} stats;

	set.info.sset_mask = 1ull << ETH_SS_STATS;
	if (!ask(interface, ETHTOOL_GSSET_INFO, &set) || !set.info.sset_mask ||
	    set.length > MOST_STRINGS)
		return 0;
	strings.head.string_set = ETH_SS_STATS;
	strings.head.len = set.length;
	stats.head.n_stats = set.length;
	return ask(interface, ETHTOOL_GSTRINGS, &strings) && ask(interface, ETHTOOL_GSTATS, &stats);
}

static int registers(const char *interface)
{
	static struct {
		struct ethtool_regs head;
		char bytes[MOST_BYTES];
	} regs;
	struct ethtool_drvinfo info = {};

	if (!ask(interface, ETHTOOL_GDRVINFO, &info) || !info.regdump_len ||
	    info.regdump_len > MOST_BYTES)
		return 0;
	regs.head.len = info.regdump_len;
	return ask(interface, ETHTOOL_GREGS, &regs);
}

static int eeprom(const char *interface)
{
	static struct {
		struct ethtool_eeprom head;
		char bytes[SOME_BYTES];
	} rom;
	struct ethtool_drvinfo info = {};

	if (!ask(interface, ETHTOOL_GDRVINFO, &info) || info.eedump_len < SOME_BYTES)
		return 0;
	rom.head.len = SOME_BYTES;
	return ask(interface, ETHTOOL_GEEPROM, &rom);
}

static int test(const char *interface)
{
	static struct {
		struct ethtool_test head;
		__u64 results[MOST_STRINGS];
	} result;
	struct ethtool_drvinfo info = {};

	if (!ask(interface, ETHTOOL_GDRVINFO, &info) || !info.testinfo_len ||
	    info.testinfo_len > MOST_STRINGS)
		return 0;
	result.head.flags = ETH_TEST_FL_OFFLINE;
	result.head.len = info.testinfo_len;
	return ask(interface, ETHTOOL_TEST, &result);
}

static int set_level(const char *interface)
{
	struct ethtool_value value = { .data = 7 };

	return ask(interface, ETHTOOL_SMSGLVL, &value);
}

void measure__ethtool(const char *interface, const char *verb)
{
	static const struct {
		const char *verb;
		__u32 command;		/* if it is only one */
		int (*ask)(const char *interface);
	} verbs[] = {
		{ "", .ask = whole },
		{ "-S", .ask = statistics },
		{ "-d", .ask = registers },
		{ "-e", .ask = eeprom },
		{ "-s", .ask = set_level },
		{ "-t", .ask = test },
		{ "-i", .command = ETHTOOL_GDRVINFO },
		{ "-g", .command = ETHTOOL_GRINGPARAM },
		{ "-a", .command = ETHTOOL_GPAUSEPARAM },
		{ "-c", .command = ETHTOOL_GCOALESCE },
		{ "-r", .command = ETHTOOL_NWAY_RST },
	};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(verbs[i].verb, verb))
			continue;
		if (!(verbs[i].ask ? verbs[i].ask(interface) : one(interface, verbs[i].command)))
			exit(CANNOT);
		return;
	}
	error(2, 0, "%s: not a verb", verb);
}
