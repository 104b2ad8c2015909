// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compared with: one word by Generic Netlink and one back, with nothing around
 * it. Once by bare recv() and send(), which is the least that netlink costs, and
 * once by libnl as it is when nothing is set.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "bench.h"

struct genl_peer {
	struct nl_sock *sock;
	int family;
	int ready[2];
};

static int open_family(struct genl_peer *p)
{
	p->sock = nl_socket_alloc();
	if (!p->sock || genl_connect(p->sock))
		return -EPROTONOSUPPORT;
	p->family = genl_ctrl_resolve(p->sock, CLEAVE_BENCH_NAME);
	return p->family < 0 ? -ENOENT : 0;
}

/* Tells the module which socket to send to, and the parent that it may begin. */
static int announce(struct genl_peer *p)
{
	char byte = 0;

	if (genl_send_simple(p->sock, p->family, CLEAVE_BENCH_CMD_PING,
			     CLEAVE_BENCH_GENL_VERSION, 0) < 0 ||
	    nl_wait_for_ack(p->sock) < 0)
		return -EIO;
	return write(p->ready[1], &byte, 1) == 1 ? 0 : -errno;
}

/* ---- bare --------------------------------------------------------------- */

struct bare {
	struct nlmsghdr nl;
	struct genlmsghdr genl;
	struct nlattr attr;
	uint64_t value;
};

static int serve_bare(void *arg)
{
	struct genl_peer *p = arg;
	struct bare in, out = {
		.nl = { .nlmsg_len = sizeof(out), .nlmsg_flags = NLM_F_REQUEST },
		.genl = { .cmd = CLEAVE_BENCH_CMD_PONG, .version = CLEAVE_BENCH_GENL_VERSION },
		.attr = { .nla_len = sizeof(out.attr) + sizeof(out.value),
			  .nla_type = CLEAVE_BENCH_A_VALUE },
	};
	int rc = open_family(p), fd;

	if (rc || (rc = announce(p)))
		return rc;
	fd = nl_socket_get_fd(p->sock);
	out.nl.nlmsg_type = (uint16_t)p->family;
	for (;;) {
		if (recv(fd, &in, sizeof(in), 0) != sizeof(in))
			return errno ? -errno : -EBADMSG;
		out.value = in.value;
		if (send(fd, &out, sizeof(out), 0) < 0)
			return -errno;
	}
}

/* ---- libnl -------------------------------------------------------------- */

static int on_ping(struct nl_msg *msg, void *arg)
{
	struct nlattr *attrs[CLEAVE_BENCH_A_VALUE + 1];
	struct genl_peer *p = arg;
	struct nl_msg *reply;
	int rc;

	if (genlmsg_parse(nlmsg_hdr(msg), 0, attrs, CLEAVE_BENCH_A_VALUE, NULL) < 0 ||
	    !attrs[CLEAVE_BENCH_A_VALUE])
		return NL_STOP;
	reply = nlmsg_alloc();
	if (!reply)
		return NL_STOP;
	genlmsg_put(reply, NL_AUTO_PORT, NL_AUTO_SEQ, p->family, 0, 0, CLEAVE_BENCH_CMD_PONG,
		    CLEAVE_BENCH_GENL_VERSION);
	nla_put_u64(reply, CLEAVE_BENCH_A_VALUE, nla_get_u64(attrs[CLEAVE_BENCH_A_VALUE]));
	rc = nl_send_auto(p->sock, reply);
	nlmsg_free(reply);
	return rc < 0 ? NL_STOP : NL_OK;
}

/*
 * The kernel's calls carry no sequence number of ours, and an answer is not
 * acknowledged: the two things without which nobody could use libnl here.
 */
static int serve_libnl(void *arg)
{
	struct genl_peer *p = arg;
	int rc = open_family(p);

	if (rc || (rc = announce(p)))
		return rc;
	nl_socket_disable_seq_check(p->sock);
	nl_socket_disable_auto_ack(p->sock);
	nl_socket_modify_cb(p->sock, NL_CB_VALID, NL_CB_CUSTOM, on_ping, p);
	do
		rc = nl_recvmsgs_default(p->sock);
	while (rc >= 0);
	return -EIO;
}

static int measure_genl(struct bench *b, const struct experiment *e, int (*serve)(void *))
{
	struct subject s = { .repeat = subject__kernel, .what = CLEAVE_BENCH_GENL };
	struct genl_peer p = { 0 };
	char byte;
	int rc;

	if (pipe(p.ready))
		return bench__failed(e, 0, -errno);
	s.peer = peer__start(serve, &p);
	close(p.ready[1]);
	if (s.peer < 0)
		rc = bench__failed(e, 0, s.peer);
	else if (read(p.ready[0], &byte, 1) != 1)
		rc = bench__failed(e, 0, -ENOTCONN);
	else
		rc = bench__single(b, e, &s);
	close(p.ready[0]);
	if (s.peer > 0)
		peer__stop(s.peer);
	return rc;
}

int bench__genl(struct bench *b, const struct experiment *e)
{
	return measure_genl(b, e, serve_bare);
}

int bench__genl_libnl(struct bench *b, const struct experiment *e)
{
	return measure_genl(b, e, serve_libnl);
}
