// SPDX-License-Identifier: LGPL-2.1-or-later
/* The transport by netlink: a call costs one send() and one recv(). */
#include "libcleave.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

/* What stands before the payload in every message. */
struct head {
	struct nlmsghdr nl;
	struct genlmsghdr genl;
	struct nlattr attr;
};

_Static_assert(sizeof(struct head) == WORKER_HEAD, "the payload follows the headers");

static void socket_send(struct worker *w, unsigned int len)
{
	struct head *h = (struct head *)w->tx;

	h->nl.nlmsg_type = (uint16_t)w->family;
	h->nl.nlmsg_flags = NLM_F_REQUEST;
	h->genl.cmd = CLEAVE_CMD_CALL;
	h->genl.version = CLEAVE_GENL_VERSION;
	h->attr.nla_type = CLEAVE_A_CALL_PAYLOAD;
	h->attr.nla_len = (uint16_t)(sizeof(h->attr) + len);
	h->nl.nlmsg_len = (uint32_t)(sizeof(*h) + len);
	while (send(w->fd, h, h->nl.nlmsg_len, 0) < 0) {
		if (errno != EINTR)
			worker_over(errno);
	}
}

/* The message in @h is an error or an acknowledgement; dies of the former. */
static void refused(const struct head *h, size_t len)
{
	const struct nlmsgerr *e = NLMSG_DATA(&h->nl);

	if (len < NLMSG_LENGTH(sizeof(*e)))
		cleave_die("truncated error message");
	if (e->error)
		cleave_die("the kernel half ended the session: %s", strerror(-e->error));
}

static unsigned int socket_recv(struct worker *w)
{
	struct head *h = (struct head *)w->rx[w->depth];

	for (;;) {
		ssize_t len = recv(w->fd, h, WORKER_BUFFER, 0);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			worker_over(errno);
		if ((size_t)len >= sizeof(h->nl) && h->nl.nlmsg_type == NLMSG_ERROR) {
			refused(h, len);
			continue;
		}
		if ((size_t)len < sizeof(*h) || h->nl.nlmsg_len > (size_t)len ||
		    h->nl.nlmsg_type != w->family || h->genl.cmd != CLEAVE_CMD_CALL ||
		    h->attr.nla_len < sizeof(h->attr) ||
		    h->attr.nla_len > h->nl.nlmsg_len - offsetof(struct head, attr))
			cleave_die("message that is not a call");
		return h->attr.nla_len - sizeof(h->attr);
	}
}

const struct transport transport_netlink = {
	.name = "netlink",
	.number = CLEAVE_BY_NETLINK,
	.send = socket_send,
	.recv = socket_recv,
};
