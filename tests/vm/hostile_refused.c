// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages that are refused, and by which no call under way comes to harm.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "hostile.h"

/* Netlink says in words why it refuses a payload. */
static bool says(const char *words)
{
	return by_ioctl || strstr(reason, words);
}

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
	down(fd, SAMPLE_DOWN_SLEEP, 1, 1000, 0, 0);
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
		IS(receive(fd, WAIT_MS), 0);
		depth = 1;
		still_works(fd, &t);
	}
	IS(tapped(tap, SAMPLE_UP_OPEN), 3);
}

void refusals(void)
{
	RUN(malformed_payloads);
	RUN(oversized_payload);
	RUN(unexpected_messages);
	RUN(two_messages_at_once);
	RUN(random_payloads);
	if (!by_ioctl)
		RUN(tapped_and_cut);
}
