// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The hot path: payloads to and from the kernel half, by whichever transport.
 * Buffers are made once; a call allocates nothing.
 */
#include "libcleave.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define STRIDE	((WORKER_BUFFER + 4095) & ~4095UL)

_Thread_local struct worker *cleave_worker;
bool cleave_session_over;

const struct transport *transport_find(const char *name)
{
	static const struct transport *const all[] = { &transport_netlink, &transport_ioctl };

	for (unsigned int i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

int worker_init(struct worker *w, int family)
{
	unsigned int nr = 1 + CLEAVE_MAX_DEPTH + 1;
	char *buffers = mmap(NULL, nr * STRIDE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (buffers == MAP_FAILED)
		return -errno;
	w->family = family;
	w->tx = buffers;
	for (unsigned int i = 0; i <= CLEAVE_MAX_DEPTH; i++)
		w->rx[i] = buffers + (i + 1) * STRIDE;
	return 0;
}

void worker_over(int err)
{
	if (err != ESHUTDOWN)
		cleave_die("socket: %s", strerror(err));
	__atomic_store_n(&cleave_session_over, true, __ATOMIC_RELAXED);
	for (;;)
		sleep(3600);
}

void worker_send(struct worker *w, struct cleave_enc *e)
{
	int len = cleave_enc_finish(e);

	if (len < 0)
		cleave_die("call does not fit into a message: %s", strerror(-len));
	w->transport->send(w, (unsigned int)len);
}

void worker_recv(struct worker *w, struct cleave_dec *d)
{
	unsigned int len = w->transport->recv(w);
	int rc = cleave_dec_check(d, w->rx[w->depth] + WORKER_HEAD, len);

	if (rc)
		cleave_die("malformed payload: %s", strerror(-rc));
}
