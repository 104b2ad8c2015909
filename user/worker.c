// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The hot path: messages with payloads on a worker's own socket. Buffers are
 * made once; a call costs one send() and one recv() and allocates nothing.
 */
#include "libcleave.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* What stands before the payload in every message. */
struct head {
	struct nlmsghdr nl;
	struct genlmsghdr genl;
	struct nlattr attr;
};

_Static_assert(sizeof(struct head) == 24, "the payload is aligned to 8");

#define BUFFER	(sizeof(struct head) + CLEAVE_MAX_PAYLOAD + NLMSG_ALIGNTO)
#define BUFFER_STRIDE	((BUFFER + 4095) & ~4095UL)

_Thread_local struct worker *cleave_worker;
bool cleave_session_over;

int worker_init(struct worker *w, int family)
{
	unsigned int nr = 1 + CLEAVE_MAX_DEPTH + 1;
	char *buffers = mmap(NULL, nr * BUFFER_STRIDE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct head *h;

	if (buffers == MAP_FAILED)
		return -errno;
	w->family = family;
	w->tx = buffers;
	for (unsigned int i = 0; i <= CLEAVE_MAX_DEPTH; i++)
		w->rx[i] = buffers + (i + 1) * BUFFER_STRIDE;
	h = (struct head *)w->tx;
	h->nl.nlmsg_type = (uint16_t)family;
	h->nl.nlmsg_flags = NLM_F_REQUEST;
	h->genl.cmd = CLEAVE_CMD_CALL;
	h->genl.version = CLEAVE_GENL_VERSION;
	h->attr.nla_type = CLEAVE_A_CALL_PAYLOAD;
	return 0;
}

/* The socket fails: the main thread finds out why, and ends the process. */
static void over(int err)
{
	if (err != ESHUTDOWN)
		cleave_die("socket: %s", strerror(err));
	__atomic_store_n(&cleave_session_over, true, __ATOMIC_RELAXED);
	for (;;)
		sleep(3600);
}

void worker_send(struct worker *w, struct cleave_enc *e)
{
	struct head *h = (struct head *)w->tx;
	int len = cleave_enc_finish(e);

	if (len < 0)
		cleave_die("call does not fit into a message: %s", strerror(-len));
	h->attr.nla_len = (uint16_t)(sizeof(h->attr) + len);
	h->nl.nlmsg_len = (uint32_t)(sizeof(*h) + len);
	while (send(w->fd, h, h->nl.nlmsg_len, 0) < 0) {
		if (errno != EINTR)
			over(errno);
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

void worker_recv(struct worker *w, struct cleave_dec *d)
{
	struct head *h = (struct head *)w->rx[w->depth];
	int rc;

	for (;;) {
		ssize_t len = recv(w->fd, h, BUFFER, 0);

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			over(errno);
		if ((size_t)len >= sizeof(h->nl) && h->nl.nlmsg_type == NLMSG_ERROR) {
			refused(h, len);
			continue;
		}
		if ((size_t)len < sizeof(*h) || h->nl.nlmsg_len > (size_t)len ||
		    h->nl.nlmsg_type != w->family || h->genl.cmd != CLEAVE_CMD_CALL ||
		    h->attr.nla_len < sizeof(h->attr) ||
		    h->attr.nla_len > h->nl.nlmsg_len - offsetof(struct head, attr))
			cleave_die("message that is not a call");
		break;
	}
	rc = cleave_dec_check(d, h + 1, h->attr.nla_len - sizeof(h->attr));
	if (rc)
		cleave_die("malformed payload: %s", strerror(-rc));
}
