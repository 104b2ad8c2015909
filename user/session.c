// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The control side of a session, over libnl: find the family and the channel,
 * attach, let workers join, map the arena and the data section, get ready.
 */
#include "libcleave.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_ATTR	CLEAVE_A_CHANNEL_MAX

/* How often to look for a channel when nothing tells that it came. */
#define LOOK_MS		200

/* An answer to one request. */
struct answer {
	int err;
	bool done;
	char why[128];
	struct nlattr *attrs[MAX_ATTR + 1];
	struct nl_msg *msg;	/* keeps @attrs */
};

static int on_answer(struct nl_msg *msg, void *arg)
{
	struct answer *a = arg;

	nlmsg_get(msg);
	nlmsg_free(a->msg);
	a->msg = msg;
	if (genlmsg_parse(nlmsg_hdr(msg), 0, a->attrs, MAX_ATTR, NULL) < 0)
		a->err = -EBADMSG;
	return NL_OK;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	struct answer *a = arg;

	(void)msg;
	a->done = true;
	return NL_STOP;
}

/* The kernel's own words follow the header that it refused. */
static void read_extack(const struct nlmsgerr *e, struct answer *a)
{
	const struct nlmsghdr *h = (const struct nlmsghdr *)((const char *)e - NLMSG_HDRLEN);
	size_t skip = sizeof(*e);
	struct nlattr *text;

	if (!(h->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(h->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - NLMSG_HDRLEN;
	if (NLMSG_HDRLEN + skip > h->nlmsg_len)
		return;
	text = nla_find((struct nlattr *)((char *)e + skip),
			(int)(h->nlmsg_len - NLMSG_HDRLEN - skip), NLMSGERR_ATTR_MSG);
	if (text)
		snprintf(a->why, sizeof(a->why), "%.*s", nla_len(text), (char *)nla_data(text));
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *e, void *arg)
{
	struct answer *a = arg;

	(void)from;
	a->err = e->error;
	read_extack(e, a);
	return NL_STOP;
}

/* Send @msg (freed) and wait for the acknowledgement. Return: 0 or -errno. */
static int ask(struct nl_sock *sk, struct nl_msg *msg, struct answer *a)
{
	struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);
	int rc;

	memset(a, 0, sizeof(*a));
	if (!cb || !msg) {
		nlmsg_free(msg);
		nl_cb_put(cb);
		return a->err = -ENOMEM;
	}
	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_answer, a);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, a);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, a);
	rc = nl_send_auto(sk, msg);
	nlmsg_free(msg);
	while (rc >= 0 && !a->err && !a->done) {
		rc = nl_recvmsgs(sk, cb);
		if (rc < 0 && !a->err)
			a->err = -EIO;
	}
	if (rc < 0 && !a->err)
		a->err = -EIO;
	nl_cb_put(cb);
	return a->err;
}

static void forget(struct answer *a)
{
	nlmsg_free(a->msg);
}

static int refused(const struct session *s, const char *what, const struct answer *a)
{
	cleave_say("%s to channel %s: %s%s%s", what, s->half->name, a->why,
		   *a->why ? " -- " : "", strerror(-a->err));
	return a->err;
}

static struct nl_msg *request(const struct session *s, int cmd, size_t room)
{
	struct nl_msg *msg = nlmsg_alloc_size(room + 512);

	if (msg)
		genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, s->family, 0, NLM_F_REQUEST | NLM_F_ACK,
			    (uint8_t)cmd, CLEAVE_GENL_VERSION);
	return msg;
}

static struct nl_sock *open_socket(void)
{
	struct nl_sock *sk = nl_socket_alloc();
	int one = 1;

	if (!sk || genl_connect(sk) < 0) {
		nl_socket_free(sk);
		return NULL;
	}
	/* Short errors, with the reason in words. */
	setsockopt(nl_socket_get_fd(sk), SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(nl_socket_get_fd(sk), SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	return sk;
}

/* ---- finding the channel ------------------------------------------------ */

/* Return: 0 with the channel's state and session, -errno. */
static int look(const struct session *s, uint32_t *state, uint32_t *number)
{
	struct nl_msg *msg = request(s, CLEAVE_CMD_CHANNEL_GET, 0);
	struct answer a;
	int rc;

	if (msg)
		nla_put_string(msg, CLEAVE_A_CHANNEL_NAME, s->half->name);
	rc = ask(s->control, msg, &a);
	if (!rc && (!a.attrs[CLEAVE_A_CHANNEL_STATE] || !a.attrs[CLEAVE_A_CHANNEL_SESSION]))
		rc = -EBADMSG;
	if (!rc) {
		*state = nla_get_u32(a.attrs[CLEAVE_A_CHANNEL_STATE]);
		*number = nla_get_u32(a.attrs[CLEAVE_A_CHANNEL_SESSION]);
	}
	forget(&a);
	return rc;
}

static int hear_changes(struct session *s)
{
	int group = genl_ctrl_resolve_grp(s->control, CLEAVE_GENL_NAME, CLEAVE_MCGRP_STATE);

	if (group < 0)
		return -ENOENT;
	s->events = open_socket();
	if (!s->events || nl_socket_add_membership(s->events, group) < 0)
		return -ENOMEM;
	nl_socket_set_nonblocking(s->events);
	nl_socket_disable_seq_check(s->events);
	return 0;
}

/* Notifications only say that it is time to look; they are read and dropped. */
static void drain(struct session *s)
{
	char buf[1024];

	while (recv(nl_socket_get_fd(s->events), buf, sizeof(buf), MSG_DONTWAIT | MSG_TRUNC) >= 0 ||
	       errno == ENOBUFS)
		;
}

static void wait_for_change(struct session *s)
{
	struct pollfd p = { .fd = s->events ? nl_socket_get_fd(s->events) : -1, .events = POLLIN };

	poll(&p, 1, LOOK_MS);
	if (s->events)
		drain(s);
}

int session_wait(struct session *s)
{
	uint32_t state, number;
	bool told = false;
	int rc;

	s->control = open_socket();
	if (!s->control) {
		cleave_say("cannot open a netlink socket");
		return -EPROTONOSUPPORT;
	}
	for (;;) {
		s->family = genl_ctrl_resolve(s->control, CLEAVE_GENL_NAME);
		if (s->family > 0 && !s->events && hear_changes(s) < 0)
			cleave_say("cannot hear of channels; looking every %d ms", LOOK_MS);
		rc = s->family > 0 ? look(s, &state, &number) : -ENOENT;
		if (!rc && (state == CLEAVE_STATE_WAITING || state == CLEAVE_STATE_DEAD))
			return 0;
		if (!rc && state != CLEAVE_STATE_CLOSING)
			return 0;	/* served already: attaching says so */
		if (!told)
			cleave_say("waiting for the kernel half%s",
				   s->family > 0 ? "" : " (cleave.ko is not loaded)");
		told = true;
		wait_for_change(s);
	}
}

int session_changed(struct session *s)
{
	uint32_t state = 0, number = 0;
	int rc;

	drain(s);
	rc = look(s, &state, &number);
	if (rc)
		return 0;
	return number == s->number && state != CLEAVE_STATE_DEAD ? 1 : -ENOTCONN;
}

/* ---- attaching ---------------------------------------------------------- */

static void take_descriptor(struct worker *w, const struct answer *a)
{
	const struct nlattr *attr = a->attrs[CLEAVE_A_ATTACH_WORKER_FD];

	w->own = attr ? (int)nla_get_u32(attr) : -1;
}

static int attach(struct session *s)
{
	const struct cleave_user_half *half = s->half;
	size_t len = half->nr_symbols * sizeof(uint64_t);
	uint64_t size = (uint64_t)(cleave_data_end - cleave_data_begin);
	struct nl_msg *msg = request(s, CLEAVE_CMD_ATTACH, len);
	struct answer a;
	int rc = 0;

	if (msg) {
		rc |= nla_put_string(msg, CLEAVE_A_ATTACH_CHANNEL, half->name);
		rc |= nla_put_string(msg, CLEAVE_A_ATTACH_BUILD_ID, half->build_id);
		rc |= nla_put(msg, CLEAVE_A_ATTACH_SYMBOLS, (int)len, half->symbols);
		/* A section of nothing need not be aligned, so it has no address. */
		rc |= nla_put_u64(msg, CLEAVE_A_ATTACH_DATA_BASE,
				  size ? (uintptr_t)cleave_data_begin : 0);
		rc |= nla_put_u64(msg, CLEAVE_A_ATTACH_DATA_SIZE, size);
		rc |= nla_put_u32(msg, CLEAVE_A_ATTACH_TRANSPORT, s->transport->number);
	}
	if (rc) {
		cleave_say("cannot attach: %u symbols do not fit into a message", half->nr_symbols);
		nlmsg_free(msg);
		return -EMSGSIZE;
	}
	rc = ask(s->workers[0].nl, msg, &a);
	if (rc)
		return refused(s, "cannot attach", &a);
	if (!a.attrs[CLEAVE_A_ATTACH_SESSION] || !a.attrs[CLEAVE_A_ATTACH_COOKIE] ||
	    !a.attrs[CLEAVE_A_ATTACH_ARENA_FD] || !a.attrs[CLEAVE_A_ATTACH_DATA_OFFSET]) {
		cleave_say("the kernel's answer to attach lacks an attribute");
		forget(&a);
		return -EBADMSG;
	}
	s->number = nla_get_u32(a.attrs[CLEAVE_A_ATTACH_SESSION]);
	s->cookie = nla_get_u64(a.attrs[CLEAVE_A_ATTACH_COOKIE]);
	s->arena = (int)nla_get_u32(a.attrs[CLEAVE_A_ATTACH_ARENA_FD]);
	s->data_offset = nla_get_u64(a.attrs[CLEAVE_A_ATTACH_DATA_OFFSET]);
	s->data_fresh = a.attrs[CLEAVE_A_ATTACH_DATA_FRESH] != NULL;
	take_descriptor(&s->workers[0], &a);
	forget(&a);
	return 0;
}

static struct nl_msg *with_cookie(const struct session *s, int cmd)
{
	struct nl_msg *msg = request(s, cmd, 0);

	if (msg) {
		nla_put_string(msg, CLEAVE_A_ATTACH_CHANNEL, s->half->name);
		nla_put_u64(msg, CLEAVE_A_ATTACH_COOKIE, s->cookie);
	}
	return msg;
}

static int join(const struct session *s, struct worker *w)
{
	struct nl_msg *msg = with_cookie(s, CLEAVE_CMD_JOIN);
	struct answer a;

	if (msg)
		nla_put_u32(msg, CLEAVE_A_ATTACH_TRANSPORT, s->transport->number);
	if (ask(w->nl, msg, &a))
		return refused(s, "cannot join", &a);
	take_descriptor(w, &a);
	forget(&a);
	return 0;
}

int session_attach(struct session *s)
{
	int rc = 0;

	for (unsigned int i = 0; !rc && i < s->nr_workers; i++) {
		struct worker *w = &s->workers[i];

		w->nl = open_socket();
		if (!w->nl) {
			cleave_say("cannot open a netlink socket");
			return -ENOMEM;
		}
		w->transport = s->transport;
		w->fd = nl_socket_get_fd(w->nl);
		/* libnl's own choice is just too small for the largest message. */
		nl_socket_set_buffer_size(w->nl, 2 * CLEAVE_MAX_PAYLOAD, 2 * CLEAVE_MAX_PAYLOAD);
		rc = worker_init(w, s->family);
		if (rc)
			cleave_say("no memory for a worker's buffers");
		else
			rc = i ? join(s, w) : attach(s);
	}
	return rc;
}

int session_ready(struct session *s)
{
	struct answer a;

	if (ask(s->control, with_cookie(s, CLEAVE_CMD_READY), &a))
		return refused(s, "cannot get ready", &a);
	forget(&a);
	return 0;
}

/* ---- mapping ------------------------------------------------------------ */

static int map_arena(const struct session *s)
{
	void *at = (void *)CLEAVE_ARENA_BASE;
	void *p = mmap(at, CLEAVE_ARENA_SIZE, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_NORESERVE | MAP_FIXED_NOREPLACE, s->arena, 0);

	if (p != at) {
		cleave_say("cannot map the arena at %p: %s", at,
			   p == MAP_FAILED ? strerror(errno) : "the address is taken");
		return -ENOMEM;
	}
	return 0;
}

/* memcpy(), but for AddressSanitizer, which keeps bytes between variables that it guards. */
__attribute__((no_sanitize("address")))
static void copy_section(void *to, const void *from, size_t size)
{
	volatile uint64_t *t = to;
	const volatile uint64_t *f = from;

	for (size_t i = 0; i < size / sizeof(*t); i++)
		t[i] = f[i];
}

/* The image of the data section goes into a fresh mapping, a former one stays. */
static int map_data(const struct session *s)
{
	size_t size = (size_t)(cleave_data_end - cleave_data_begin);
	char *image = NULL;
	void *p;

	if (!size)
		return 0;
	if (s->data_fresh) {
		image = malloc(size);
		if (!image) {
			cleave_say("no memory for the image of the data section");
			return -ENOMEM;
		}
		copy_section(image, cleave_data_begin, size);
	}
	p = mmap(cleave_data_begin, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, s->arena,
		 (off_t)s->data_offset);
	if (p == MAP_FAILED) {
		cleave_say("cannot map the data section: %s", strerror(errno));
		free(image);
		return -ENOMEM;
	}
	if (image)
		copy_section(cleave_data_begin, image, size);
	free(image);
	return 0;
}

int session_map(struct session *s)
{
	int rc = map_arena(s);

	if (!rc)
		rc = map_data(s);
	close(s->arena);
	return rc;
}

/* valgrind, which looks for pointers wherever there is memory, would look in all of it. */
void session_unmap(void)
{
	munmap((void *)CLEAVE_ARENA_BASE, CLEAVE_ARENA_SIZE);
}
