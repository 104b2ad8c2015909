// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The transport by ioctl: a call costs one system call, which takes what there
 * is to send when the worker goes to receive.
 */
#include "libcleave.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleave/exchange.h"

static void exchange_send(struct worker *w, unsigned int len)
{
	w->to_send = len;
}

static unsigned int exchange_recv(struct worker *w)
{
	struct cleave_exchange x = {
		.send = (uintptr_t)worker_payload(w),
		.recv = (uintptr_t)w->rx[w->depth] + WORKER_HEAD,
		.send_len = w->to_send,
		.recv_room = CLEAVE_MAX_PAYLOAD,
	};
	int len;

	w->to_send = 0;
	while ((len = ioctl(w->own, CLEAVE_EXCHANGE, &x)) < 0) {
		if (errno == ESHUTDOWN)
			worker_over(errno);
		if (errno != EINTR)
			cleave_die("the kernel half refused a message: %s", strerror(errno));
		x.send_len = 0;		/* a signal comes when it has been taken */
	}
	return (unsigned int)len;
}

const struct transport transport_ioctl = {
	.name = "ioctl",
	.number = CLEAVE_BY_IOCTL,
	.send = exchange_send,
	.recv = exchange_recv,
};
