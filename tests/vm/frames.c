// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * frames FROM TO ADDRESS COUNT
 *
 * Sends COUNT frames to the Ethernet address ADDRESS from the interface FROM in the
 * network namespace of that name, and prints how many the interface TO in the namespace
 * TO receives. The wire keeps their order: a frame to TO's own address, which arrives
 * whatever TO filters, goes before them until it has arrived, so that the filter is in
 * effect, and another one goes after them, so that none is waited for in vain. Nothing
 * else that is on the wire counts.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define ETHER_TYPE	0x88b5	/* IEEE 802: for local experiments */
#define MARK_TRIES	100
#define MARK_WAIT	200	/* milliseconds, for each */

enum kind { MARK, COUNTED };

/* What a frame holds: as much as the shortest may. */
struct payload {
	unsigned int kind;
	unsigned int run;	/* of this program */
	unsigned int number;
	char padding[46 - 3 * sizeof(unsigned int)];
};

struct end {
	int fd;
	struct sockaddr_ll addr;	/* its own */
};

static struct end open_end(const char *name)
{
	struct end end = { .addr = { .sll_family = AF_PACKET, .sll_protocol = htons(ETHER_TYPE),
				     .sll_halen = ETHER_ADDR_LEN } };
	struct ifreq ifr = { 0 };
	char path[64];
	int ns;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	ns = open(path, O_RDONLY);
	if (ns < 0 || setns(ns, CLONE_NEWNET))
		error(1, errno, "%s", path);
	close(ns);
	end.fd = socket(AF_PACKET, SOCK_DGRAM, 0);
	if (end.fd < 0)
		error(1, errno, "socket");
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	if (ioctl(end.fd, SIOCGIFHWADDR, &ifr))
		error(1, errno, "%s", name);
	memcpy(end.addr.sll_addr, ifr.ifr_hwaddr.sa_data, ETHER_ADDR_LEN);
	end.addr.sll_ifindex = (int)if_nametoindex(name);
	if (bind(end.fd, (struct sockaddr *)&end.addr, sizeof(end.addr)))
		error(1, errno, "%s: bind", name);
	return end;
}

static void put(const struct end *from, const unsigned char *address, enum kind kind,
		unsigned int number)
{
	struct payload p = { .kind = kind, .run = (unsigned int)getpid(), .number = number };
	struct sockaddr_ll to = from->addr;

	memcpy(to.sll_addr, address, ETHER_ADDR_LEN);
	if (sendto(from->fd, &p, sizeof(p), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		error(1, errno, "sendto");
}

/* Sends marks until one has arrived; returns how many counted frames came before it. */
static unsigned int mark(const struct end *from, const struct end *to, unsigned int number)
{
	struct pollfd p = { .fd = to->fd, .events = POLLIN };
	unsigned int counted = 0;
	struct payload got;
	int tries;

	for (tries = 0; tries < MARK_TRIES; tries++) {
		put(from, to->addr.sll_addr, MARK, number);
		while (poll(&p, 1, MARK_WAIT) > 0) {
			if (recv(to->fd, &got, sizeof(got), 0) != sizeof(got) ||
			    got.run != (unsigned int)getpid())
				continue;
			if (got.kind == COUNTED)
				counted++;
			else if (got.number == number)
				return counted;
		}
	}
	error(1, 0, "nothing arrives at all");
	return 0;
}

int main(int argc, char **argv)
{
	const struct ether_addr *address;
	struct end from, to;
	int i;

	if (argc != 5)
		error(2, 0, "usage: frames FROM TO ADDRESS COUNT");
	address = ether_aton(argv[3]);
	if (!address)
		error(2, 0, "%s is no address", argv[3]);
	from = open_end(argv[1]);
	to = open_end(argv[2]);
	mark(&from, &to, 1);
	for (i = 0; i < atoi(argv[4]); i++)
		put(&from, address->ether_addr_octet, COUNTED, 0);
	printf("%u\n", mark(&from, &to, 2));
	return 0;
}
