// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Messages, attaching and commands, for hostile.c; a user half without
 * libcleave, because what it says must be wrong where a case wants it.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "hostile_peer.h"

#define DEBUGFS		"/sys/kernel/debug/" SAMPLE_NAME "/"

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* ---- messages -------------------------------------------------------------------- */

jmp_buf failed;
int family;
struct message out, in;

int open_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int one = 1;

	CHECK(fd >= 0);
	IS(bind(fd, (struct sockaddr *)&any, sizeof(any)), 0);
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	return fd;
}

void start(int type, int cmd, int flags)
{
	struct nlmsghdr *h = (struct nlmsghdr *)out.bytes;
	struct genlmsghdr *g = (struct genlmsghdr *)(h + 1);

	memset(out.bytes, 0, HEAD);
	h->nlmsg_type = type;
	h->nlmsg_flags = NLM_F_REQUEST | flags;
	h->nlmsg_seq = 1;
	g->cmd = cmd;
	g->version = 1;
	out.len = NLMSG_HDRLEN + GENL_HDRLEN;
}

void put(int attr, const void *data, uint32_t len)
{
	struct nlattr *a = (struct nlattr *)(out.bytes + out.len);

	a->nla_type = attr;
	a->nla_len = NLA_HDRLEN + len;
	memset(a + 1, 0, NLA_ALIGN(len));
	if (data)
		memcpy(a + 1, data, len);
	out.len += NLA_HDRLEN + NLA_ALIGN(len);
}

void put_string(int attr, const char *s)
{
	put(attr, s, strlen(s) + 1);
}

void put_u64(int attr, uint64_t value)
{
	put(attr, &value, sizeof(value));
}

void put_u32(int attr, uint32_t value)
{
	put(attr, &value, sizeof(value));
}

/* ---- the worker's descriptor ------------------------------------------------------- */

bool by_ioctl;
static int descriptors[1024];	/* by socket, plus one */

int own(int fd)
{
	return descriptors[fd] - 1;
}

int exchange(int fd, const void *send, uint32_t len, void *recv, uint32_t room)
{
	struct cleave_exchange x = {
		.send = (uintptr_t)send, .recv = (uintptr_t)recv, .send_len = len, .recv_room = room,
	};
	int rc = ioctl(own(fd), CLEAVE_EXCHANGE, &x);

	return rc < 0 ? -errno : rc;
}

/* Whether what is put together in @out is a payload that goes to the descriptor. */
static bool to_descriptor(int fd)
{
	const struct genlmsghdr *g = (struct genlmsghdr *)(out.bytes + NLMSG_HDRLEN);

	return own(fd) >= 0 && g->cmd == CLEAVE_CMD_CALL;
}

static int send_payload(int fd)
{
	const struct nlattr *a = (struct nlattr *)(out.bytes + HEAD - NLA_HDRLEN);

	return exchange(fd, out.bytes + HEAD, a->nla_len - NLA_HDRLEN, NULL, 0);
}

static void on_alarm(int sig)
{
	(void)sig;
}

/* Signals end the wait; again and again, for one may come before it has begun. */
static void set_alarm(int ms)
{
	const struct itimerval it = {
		.it_value = { ms / 1000, ms % 1000 * 1000 }, .it_interval = { 0, ms ? 1000 : 0 },
	};
	const struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
}

/* What came looks like a message of the family. */
static int receive_payload(int fd, int timeout_ms)
{
	struct nlmsghdr *h = (struct nlmsghdr *)in.bytes;
	struct nlattr *a = (struct nlattr *)(in.bytes + HEAD - NLA_HDRLEN);
	int rc;

	set_alarm(timeout_ms ? timeout_ms : 1);
	rc = exchange(fd, NULL, 0, in.bytes + HEAD, CLEAVE_MAX_PAYLOAD);
	set_alarm(0);
	if (rc < 0)
		return rc == -EINTR ? -ETIME : rc;
	h->nlmsg_type = family;
	a->nla_len = NLA_HDRLEN + rc;
	in.len = h->nlmsg_len = HEAD + rc;
	return 0;
}

/* ---- either --------------------------------------------------------------------------- */

static void transmit_message(int fd)
{
	((struct nlmsghdr *)out.bytes)->nlmsg_len = out.len;
	IS(send(fd, out.bytes, out.len, 0), out.len);
}

void transmit(int fd)
{
	if (to_descriptor(fd))
		IS(send_payload(fd), 0);
	else
		transmit_message(fd);
}

int receive(int fd, int timeout_ms)
{
	return own(fd) < 0 ? receive_message(fd, timeout_ms) : receive_payload(fd, timeout_ms);
}

int receive_message(int fd, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	ssize_t len;

	if (poll(&p, 1, timeout_ms) <= 0)
		return -ETIME;
	len = recv(fd, in.bytes, sizeof(in.bytes), 0);
	in.len = len < 0 ? 0 : len;
	return len < 0 ? -errno : 0;
}

static const struct nlattr *find(int attr)
{
	const struct nlmsghdr *h = (struct nlmsghdr *)in.bytes;
	uint32_t at = NLMSG_HDRLEN + GENL_HDRLEN;

	while (at + NLA_HDRLEN <= h->nlmsg_len) {
		const struct nlattr *a = (struct nlattr *)(in.bytes + at);

		if ((a->nla_type & NLA_TYPE_MASK) == attr)
			return a;
		at += NLA_ALIGN(a->nla_len);
	}
	return NULL;
}

static uint64_t value_of(int attr)
{
	const struct nlattr *a = find(attr);
	uint64_t value = 0;

	CHECK(a);
	memcpy(&value, a + 1, a->nla_len - NLA_HDRLEN);
	return value;
}

char reason[256];

/* The error in the message that came, if it is one; the kernel's reason in words. */
static int error_in(void)
{
	const struct nlmsghdr *h = (struct nlmsghdr *)in.bytes;
	const struct nlmsgerr *e = NLMSG_DATA(h);
	uint32_t at = NLMSG_HDRLEN + sizeof(*e);

	*reason = 0;
	if (h->nlmsg_type != NLMSG_ERROR)
		return 1;
	while (h->nlmsg_flags & NLM_F_ACK_TLVS && at + NLA_HDRLEN <= h->nlmsg_len) {
		const struct nlattr *a = (struct nlattr *)(in.bytes + at);

		if (a->nla_type == NLMSGERR_ATTR_MSG)
			snprintf(reason, sizeof(reason), "%.*s", a->nla_len - NLA_HDRLEN,
				 (char *)(a + 1));
		at += NLA_ALIGN(a->nla_len);
	}
	return e->error;
}

/* The descriptor in the message that came, if there is one. */
static void keep_descriptor(int fd)
{
	if (find(CLEAVE_A_ATTACH_WORKER_FD))
		descriptors[fd] = value_of(CLEAVE_A_ATTACH_WORKER_FD) + 1;
}

int answered(int fd)
{
	*reason = 0;
	return to_descriptor(fd) ? send_payload(fd) : answered_message(fd);
}

int answered_message(int fd)
{
	int err;

	((struct nlmsghdr *)out.bytes)->nlmsg_flags |= NLM_F_ACK;
	transmit_message(fd);
	do {
		IS(receive_message(fd, WAIT_MS), 0);
		err = error_in();
		if (err > 0)
			keep_descriptor(fd);
	} while (err > 0);
	return err;
}

void resolve_family(void)
{
	int fd = open_socket();

	start(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	put_string(CTRL_ATTR_FAMILY_NAME, CLEAVE_GENL_NAME);
	transmit(fd);
	IS(receive_message(fd, WAIT_MS), 0);
	family = value_of(CTRL_ATTR_FAMILY_ID);
	close(fd);
}

uint64_t channel_value(int attr)
{
	int fd = open_socket();
	uint64_t value;

	start(family, CLEAVE_CMD_CHANNEL_GET, 0);
	put_string(CLEAVE_A_CHANNEL_NAME, SAMPLE_NAME);
	transmit(fd);
	IS(receive_message(fd, WAIT_MS), 0);
	value = value_of(attr);
	close(fd);
	return value;
}

bool has_channel(void)
{
	int fd = open_socket();
	bool there;

	start(family, CLEAVE_CMD_CHANNEL_GET, 0);
	put_string(CLEAVE_A_CHANNEL_NAME, SAMPLE_NAME);
	transmit(fd);
	IS(receive_message(fd, WAIT_MS), 0);
	there = error_in() > 0;
	close(fd);
	return there;
}

/* ---- a user half ------------------------------------------------------------------- */

_Alignas(4096) unsigned char data[DATA_SIZE];
int *const debug = (int *)(data + 64);
struct sample_ops tables[2];
uint64_t cookie;
bool fresh;

void some_function(void)
{
}

struct telling truth(void)
{
	return (struct telling){
		.channel = SAMPLE_NAME,
		.build_id = SAMPLE_BUILD_ID,
		.symbols = {
			[SAMPLE_SYMBOL_OPEN] = (uintptr_t)some_function,
			[SAMPLE_SYMBOL_OPS] = (uintptr_t)tables,
			[SAMPLE_SYMBOL_DEBUG] = (uintptr_t)debug,
		},
		.nr_symbols = SAMPLE_SYMBOLS,
		.base = (uintptr_t)data,
		.size = DATA_SIZE,
		.transport = by_ioctl ? CLEAVE_BY_IOCTL : CLEAVE_BY_NETLINK,
	};
}

static int arena = -1;

int attach(int fd, const struct telling *t)
{
	const struct nlattr *a;
	int err;

	start(family, CLEAVE_CMD_ATTACH, NLM_F_ACK);
	put_string(CLEAVE_A_ATTACH_CHANNEL, t->channel);
	put_string(CLEAVE_A_ATTACH_BUILD_ID, t->build_id);
	put(CLEAVE_A_ATTACH_SYMBOLS, t->symbols, t->nr_symbols * sizeof(uint64_t));
	put_u64(CLEAVE_A_ATTACH_DATA_BASE, t->base);
	put_u64(CLEAVE_A_ATTACH_DATA_SIZE, t->size);
	put_u32(CLEAVE_A_ATTACH_TRANSPORT, t->transport);
	transmit(fd);
	IS(receive_message(fd, WAIT_MS), 0);
	err = error_in();
	if (err <= 0)
		return err;
	cookie = value_of(CLEAVE_A_ATTACH_COOKIE);
	arena = value_of(CLEAVE_A_ATTACH_ARENA_FD);
	a = find(CLEAVE_A_ATTACH_DATA_FRESH);
	fresh = a;
	keep_descriptor(fd);
	IS(receive_message(fd, WAIT_MS), 0);
	return error_in();
}

int with_cookie(int fd, int cmd, uint64_t value)
{
	start(family, cmd, 0);
	put_string(CLEAVE_A_ATTACH_CHANNEL, SAMPLE_NAME);
	put_u64(CLEAVE_A_ATTACH_COOKIE, value);
	return answered(fd);
}

int join_as(int fd, uint64_t cookie, uint32_t transport)
{
	start(family, CLEAVE_CMD_JOIN, 0);
	put_string(CLEAVE_A_ATTACH_CHANNEL, SAMPLE_NAME);
	put_u64(CLEAVE_A_ATTACH_COOKIE, cookie);
	put_u32(CLEAVE_A_ATTACH_TRANSPORT, transport);
	return answered(fd);
}

int join(int fd, uint64_t cookie)
{
	return join_as(fd, cookie, by_ioctl ? CLEAVE_BY_IOCTL : CLEAVE_BY_NETLINK);
}

void map(void)
{
	void *at = (void *)CLEAVE_ARENA_BASE;

	CHECK(mmap(at, CLEAVE_ARENA_SIZE, PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_NORESERVE | MAP_FIXED, arena, 0) == at);
	CHECK(mmap(data, DATA_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, arena,
		   CLEAVE_ARENA_SIZE) == data);
	close(arena);
}

/* On a socket of its own: an upcall may come before the acknowledgement. */
void ready(void)
{
	int fd = open_socket();

	IS(with_cookie(fd, CLEAVE_CMD_READY, cookie), 0);
	close(fd);
}

int serve(void)
{
	struct telling t = truth();
	int fd = open_socket();

	IS(attach(fd, &t), 0);
	map();
	ready();
	return fd;
}

struct cleave_dec got;
unsigned int depth;
struct cleave_enc enc;

void listen_to(int fd)
{
	IS(receive(fd, WAIT_MS), 0);
	if (error_in() <= 0)
		printf("# refused: %s\n", reason);
	IS(error_in(), 1);
	IS(cleave_dec_check(&got, in.bytes + HEAD,
			    ((struct nlattr *)(in.bytes + HEAD - NLA_HDRLEN))->nla_len -
			    NLA_HDRLEN), 0);
	depth = got.msg->depth;
}

void expect(int fd, int op, unsigned int id)
{
	listen_to(fd);
	IS(got.msg->op, op);
	IS(got.msg->id, id);
}

void begin(int op, unsigned int id, unsigned int depth)
{
	start(family, CLEAVE_CMD_CALL, 0);
	cleave_enc_start(&enc, out.bytes + HEAD, CLEAVE_MAX_PAYLOAD, op, id, depth);
}

void finish(void)
{
	struct nlattr *a = (struct nlattr *)(out.bytes + HEAD - NLA_HDRLEN);
	int len = cleave_enc_finish(&enc);

	CHECK(len > 0);
	a->nla_type = CLEAVE_A_CALL_PAYLOAD;
	a->nla_len = NLA_HDRLEN + len;
	out.len = HEAD + len;
}

struct cleave_msg *payload(void)
{
	return (struct cleave_msg *)(out.bytes + HEAD);
}

void upret(int fd, unsigned int id, unsigned int depth, uint64_t ret)
{
	begin(CLEAVE_OP_UPRET, id, depth);
	payload()->ret = ret;
	finish();
	transmit(fd);
}

void add_blob(unsigned int arg, int dir, const void *bytes, unsigned int len)
{
	void *to = cleave_enc_blob(&enc, arg, dir, len);

	CHECK(to);
	memcpy(to, bytes, len);
}

int try_down(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b, uint64_t c)
{
	const uint64_t words[] = { a, b, c };

	begin(CLEAVE_OP_DOWNCALL, id, depth);
	for (unsigned int i = 0; i < n; i++)
		cleave_enc_word(&enc, words[i]);
	finish();
	if (to_descriptor(fd))
		return send_payload(fd);
	transmit(fd);
	return 0;
}

void down(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b, uint64_t c)
{
	IS(try_down(fd, id, n, a, b, c), 0);
}

uint64_t down_returns(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b,
		      uint64_t c)
{
	down(fd, id, n, a, b, c);
	expect(fd, CLEAVE_OP_DOWNRET, id);
	IS(got.msg->err, 0);
	return got.msg->ret;
}

/* ---- the other side: commands to the driver ------------------------------------------ */

static void *write_command(void *arg)
{
	struct trigger *t = arg;
	double began = now();
	sigset_t alarms;
	int fd;

	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarms, NULL);
	fd = open(DEBUGFS "command", O_WRONLY);

	t->err = 0;
	if (fd < 0 || write(fd, t->command, strlen(t->command)) < 0)
		t->err = -errno;
	close(fd);
	t->took = now() - began;
	return NULL;
}

void trigger(struct trigger *t, const char *command)
{
	memset(t, 0, sizeof(*t));
	strcpy(t->command, command);
	IS(pthread_create(&t->thread, NULL, write_command, t), 0);
}

int outcome(struct trigger *t)
{
	pthread_join(t->thread, NULL);
	return t->err;
}

int command(const char *word)
{
	struct trigger t;

	trigger(&t, word);
	return outcome(&t);
}

const char *result(const char *key)
{
	FILE *f = fopen(DEBUGFS "result", "r");
	static char line[256];
	size_t len = strlen(key);

	CHECK(f);
	while (fgets(line, sizeof(line), f) && (strncmp(line, key, len) || line[len] != ' '))
		*line = 0;
	fclose(f);
	line[strcspn(line, "\n")] = 0;
	return *line ? line + len + 1 : line;
}

long number(const char *key)
{
	return strtol(result(key), NULL, 0);
}

struct sample_device *called(int fd, struct trigger *t, const char *command,
				    unsigned int id)
{
	trigger(t, command);
	expect(fd, CLEAVE_OP_UPCALL, id);
	return (struct sample_device *)got.args[0];
}

void set_parameter(const char *name, const char *value)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/module/cleave/parameters/%s", name);
	fd = open(path, O_WRONLY);
	IS(write(fd, value, strlen(value)), strlen(value));
	close(fd);
}

void becomes(int attr, uint64_t value)
{
	double began = now();

	while (channel_value(attr) != value && now() - began < SOON)
		usleep(10000);
	IS(channel_value(attr), value);
}

void dies(void)
{
	becomes(CLEAVE_A_CHANNEL_STATE, CLEAVE_STATE_DEAD);
}

void over(int fd)
{
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
	while (!receive(fd, 0))
		;
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_DEAD);
	begin(CLEAVE_OP_UPRET, 0, 1);
	finish();
	IS(answered(fd), by_ioctl ? -ESHUTDOWN : -EPROTO);
}

void ended(int fd, struct trigger *t)
{
	double began = now();

	IS(outcome(t), -EIO);
	CHECK(now() - began < SOON);
	over(fd);
}
