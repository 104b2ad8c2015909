// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls as libcleave makes and serves them. The test plays the kernel at the
 * other end of a pair of sockets: it queues what the kernel would send, lets the
 * worker serve, and reads what the worker sent.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "../../user/libcleave.h"
#include "suites.h"

#define FAMILY		33
#define OBJECT		((char *)CLEAVE_ARENA_BASE + (5 << CLEAVE_SLOT_SHIFT))

enum { UP_SUM, UP_DOWN, UP_EVENT, UP_PRINT, UP_DELAY, UP_SLEEP, UP_TELL, NR_UPS };
enum { DOWN_MIX, DOWN_PLAIN };

int kapi__printk(const char *fmt, ...);
void kapi___udelay(unsigned long us);
void kapi_msleep(unsigned int ms);
long kapi_schedule_timeout_uninterruptible(long timeout);
void kapi___const_udelay(unsigned long xloops);
void kapi__dev_err(const void *dev, const char *fmt, ...);
void cleave_tell(char *unused);
char cleave_tell_begin(void);
void cleave_tell_end(char *unused);
void cleave_local_mutex_lock(uint64_t *lock);
void cleave_local_mutex_unlock(uint64_t *lock);
extern unsigned long kapi_jiffies;

/* ---- a user half ------------------------------------------------------------------ */

/* sum(a, b, bytes): the sum; adds one to each of four bytes */
static void serve_sum(struct cleave_served *s)
{
	unsigned char *bytes = (unsigned char *)s->args[2];

	for (int i = 0; i < 4; i++)
		bytes[i]++;
	s->ret = s->args[0] + s->args[1];
}

/* down(): a downcall with every kind of argument, then one without */
static void serve_down(struct cleave_served *s)
{
	struct cleave_frame f = CLEAVE_FRAME(DOWN_MIX), plain = CLEAVE_FRAME(DOWN_PLAIN);
	char in[5] = "abcd", out[6] = "keep.", both[3] = "xy";

	cleave_put_value(&f, 7);
	cleave_put_pointer(&f, OBJECT + 8);
	cleave_put_buffer(&f, in, sizeof(in), CLEAVE_TO_KERNEL);
	cleave_put_buffer(&f, out, sizeof(out), CLEAVE_TO_USER);
	cleave_put_buffer(&f, both, sizeof(both), CLEAVE_BOTH);
	cleave_put_buffer(&f, OBJECT + 16, 32, CLEAVE_BOTH);
	cleave_put_string(&f, "a string");
	cleave_put_string(&f, NULL);
	s->ret = cleave_down(&f);
	s->ret += cleave_down(&plain);
	if (!strcmp(in, "abcd") && !strcmp(out, "OUT..") && !strcmp(both, "XY"))
		s->ret += 1000;
}

static unsigned long long events[4];
static int nr_events;

static void serve_event(struct cleave_served *s)
{
	events[nr_events++] = s->args[0];
}

static void serve_print(struct cleave_served *s)
{
	(void)s;
	kapi__printk("\0016whole %d\n", 1);
	kapi__printk("\0014in ");
	kapi__printk("\001c" "pieces\n");
	kapi__printk("no newline");
	kapi__dev_err(OBJECT, "of %s\n", "a device");
	kapi__dev_err(NULL, "of none\nin two lines\n");
}

static long resolution = 1;	/* of the clock, in nanoseconds */

/* In place of the C library's. */
int clock_getres(clockid_t clock, struct timespec *ts)
{
	(void)clock;
	*ts = (struct timespec){ .tv_nsec = resolution };
	return 0;
}

static void serve_delay(struct cleave_served *s)
{
	(void)s;
	kapi___const_udelay(0x10c7UL * 50);	/* udelay(50) */
	kapi___udelay(200);
	kapi___udelay(2000);
}

static void serve_sleep(struct cleave_served *s)
{
	(void)s;
	kapi_msleep(1);
	kapi_msleep(4000);
	kapi_schedule_timeout_uninterruptible(125);
}

/* Stores that the kernel half is told of before time passes, or somebody else may go on. */
static void serve_tell(struct cleave_served *s)
{
	static uint64_t lock;
	char stored;

	(void)s;
	stored = cleave_tell_begin();
	kapi___udelay(5);
	cleave_tell_end(&stored);
	kapi___udelay(5);
	kapi___udelay(5);
	cleave_tell(&stored);
	kapi___udelay(5);
	kapi___udelay(5);
	cleave_tell(&stored);
	kapi_schedule_timeout_uninterruptible(0);
	cleave_local_mutex_lock(&lock);
	cleave_local_mutex_unlock(&lock);
	cleave_local_mutex_lock(&lock);
	cleave_local_mutex_unlock(&lock);
}

static const struct cleave_serve ups[] = {
	[UP_SUM] = { "sum", serve_sum }, [UP_DOWN] = { "down", serve_down },
	[UP_EVENT] = { "event", serve_event }, [UP_PRINT] = { "print", serve_print },
	[UP_DELAY] = { "delay", serve_delay }, [UP_SLEEP] = { "sleep", serve_sleep },
	[UP_TELL] = { "tell", serve_tell },
};
static const char *const downs[] = { "mix", "plain" };
static const void *const symbols[] = { downs };
static const char *const symbol_names[] = { "downs" };

const struct cleave_user_half cleave_user_half = {
	.name = "unit", .build_id = "0", .kernel = "0", .ups = ups, .nr_ups = NR_UPS, .downs = downs,
	.nr_downs = 2, .symbols = symbols, .symbol_names = symbol_names, .nr_symbols = 1,
};

/* ---- the kernel ------------------------------------------------------------------- */

struct message {
	struct nlmsghdr nl;
	struct genlmsghdr genl;
	struct nlattr attr;
	union {
		char payload[2048];
		struct cleave_msg msg;
	};
};

static struct worker worker;
static int kernel = -1;

static void begin(void)
{
	int pair[2];

	if (kernel >= 0) {
		close(kernel);
		close(worker.fd);
	}
	CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	if (!worker.tx)
		CU_ASSERT_EQUAL_FATAL(worker_init(&worker, FAMILY), 0);
	kernel = pair[0];
	worker.fd = pair[1];
	worker.transport = &transport_netlink;
	cleave_worker = &worker;
}

static void queue(struct message *m, struct cleave_enc *e)
{
	int len = cleave_enc_finish(e);

	CU_ASSERT_TRUE_FATAL(len > 0);
	m->attr.nla_len = (uint16_t)(sizeof(m->attr) + (size_t)len);
	m->attr.nla_type = CLEAVE_A_CALL_PAYLOAD;
	m->nl.nlmsg_len = (uint32_t)(24 + len);
	m->nl.nlmsg_type = FAMILY;
	m->genl.cmd = CLEAVE_CMD_CALL;
	CU_ASSERT_EQUAL(send(kernel, m, m->nl.nlmsg_len, 0), (ssize_t)m->nl.nlmsg_len);
}

static void queue_plain(int op, int id, int depth, unsigned long long ret, int err)
{
	struct message m = { 0 };
	struct cleave_enc e;

	cleave_enc_start(&e, m.payload, sizeof(m.payload), op, id, depth);
	m.msg.ret = ret;
	m.msg.err = err;
	queue(&m, &e);
}

static void queue_sum(int depth, int a, int b)
{
	struct message m = { 0 };
	struct cleave_enc e;

	cleave_enc_start(&e, m.payload, sizeof(m.payload), CLEAVE_OP_UPCALL, UP_SUM, depth);
	cleave_enc_word(&e, a);
	cleave_enc_word(&e, b);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	memcpy(cleave_enc_blob(&e, 2, CLEAVE_BOTH, 4), "abcd", 4);
	queue(&m, &e);
}

/* The answer to DOWN_MIX. */
static void queue_mixed(int depth)
{
	struct message m = { 0 };
	struct cleave_enc e;

	cleave_enc_start(&e, m.payload, sizeof(m.payload), CLEAVE_OP_DOWNRET, DOWN_MIX, depth);
	m.msg.ret = 40;
	for (int i = 0; i < 8; i++)
		cleave_enc_word(&e, 0);
	memcpy(cleave_enc_blob(&e, 3, CLEAVE_TO_USER, 6), "OUT..", 6);
	memcpy(cleave_enc_blob(&e, 4, CLEAVE_BOTH, 3), "XY", 3);
	queue(&m, &e);
}

/* The next message that the worker sent. */
static struct cleave_dec *sent(void)
{
	static struct message m;
	static struct cleave_dec d;
	ssize_t len = recv(kernel, &m, sizeof(m), MSG_DONTWAIT);

	CU_ASSERT_TRUE_FATAL(len >= 24);
	CU_ASSERT_EQUAL(m.nl.nlmsg_len, len);
	CU_ASSERT_EQUAL(m.nl.nlmsg_flags, NLM_F_REQUEST);
	CU_ASSERT_EQUAL(m.attr.nla_len, len - 20);
	CU_ASSERT_EQUAL_FATAL(cleave_dec_check(&d, m.payload, (__u32)len - 24), 0);
	return &d;
}

static const char *blob(const struct cleave_dec *d, int arg)
{
	CU_ASSERT_PTR_NOT_NULL_FATAL(d->blobs[arg]);
	return cleave_blob_data(d->blobs[arg]);
}

/* ---- tests -------------------------------------------------------------------------- */

static void upcall(void)
{
	struct cleave_dec *d;

	begin();
	queue_sum(1, 3, 4);
	cleave_serve_one(&worker);
	d = sent();
	CU_ASSERT_EQUAL(d->msg->op, CLEAVE_OP_UPRET);
	CU_ASSERT_EQUAL(d->msg->depth, 1);
	CU_ASSERT_EQUAL(d->msg->ret, 7);
	CU_ASSERT_EQUAL(d->msg->nargs, 3);
	CU_ASSERT_EQUAL(d->msg->nblobs, 1);
	CU_ASSERT_EQUAL(memcmp(blob(d, 2), "bcde", 4), 0);
	CU_ASSERT_EQUAL(worker.depth, 0);
}

static void check_mix(void)
{
	struct cleave_dec *d = sent();

	CU_ASSERT_EQUAL(d->msg->op, CLEAVE_OP_DOWNCALL);
	CU_ASSERT_EQUAL(d->msg->id, DOWN_MIX);
	CU_ASSERT_EQUAL(d->msg->depth, 1);
	CU_ASSERT_EQUAL(d->msg->nargs, 8);
	CU_ASSERT_EQUAL(d->msg->nblobs, 4);
	CU_ASSERT_EQUAL(d->args[0], 7);
	CU_ASSERT_EQUAL(d->args[1], (uintptr_t)OBJECT + 8);
	UNIT_SAME_TEXT(blob(d, 2), "abcd");
	UNIT_SAME_TEXT(blob(d, 3), "keep.");	/* the callee may write less than all */
	UNIT_SAME_TEXT(blob(d, 4), "xy");
	CU_ASSERT_EQUAL(d->args[5], (uintptr_t)OBJECT + 16);
	CU_ASSERT_PTR_NULL(d->blobs[5]);
	UNIT_SAME_TEXT(blob(d, 6), "a string");
	CU_ASSERT_EQUAL(d->blobs[6]->dir, CLEAVE_TO_KERNEL);
	CU_ASSERT_EQUAL(d->args[7], 0);
}

static void downcalls(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_DOWN, 1, 0, 0);
	queue_mixed(1);
	queue_plain(CLEAVE_OP_DOWNRET, DOWN_PLAIN, 1, 2, 0);
	cleave_serve_one(&worker);
	check_mix();
	CU_ASSERT_EQUAL(sent()->msg->id, DOWN_PLAIN);
	CU_ASSERT_EQUAL(sent()->msg->ret, 1042);
}

static void nested(void)
{
	struct cleave_dec *d;

	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_DOWN, 1, 0, 0);
	queue_sum(2, 1, 1);			/* before the first downcall is answered */
	queue_plain(CLEAVE_OP_UPCALL, UP_DOWN, 2, 0, 0);
	queue_mixed(2);
	queue_plain(CLEAVE_OP_DOWNRET, DOWN_PLAIN, 2, 3, 0);
	queue_mixed(1);
	queue_plain(CLEAVE_OP_DOWNRET, DOWN_PLAIN, 1, 4, 0);
	cleave_serve_one(&worker);
	check_mix();
	d = sent();
	CU_ASSERT_EQUAL(d->msg->ret, 2);
	CU_ASSERT_EQUAL(d->msg->depth, 2);
	d = sent();
	CU_ASSERT_EQUAL(d->msg->op, CLEAVE_OP_DOWNCALL);
	CU_ASSERT_EQUAL(d->msg->depth, 2);
	CU_ASSERT_EQUAL(sent()->msg->id, DOWN_PLAIN);
	CU_ASSERT_EQUAL(sent()->msg->ret, 1043);
	CU_ASSERT_EQUAL(sent()->msg->id, DOWN_PLAIN);
	d = sent();
	CU_ASSERT_EQUAL(d->msg->ret, 1044);
	CU_ASSERT_EQUAL(d->msg->depth, 1);
	CU_ASSERT_EQUAL(worker.depth, 0);
}

static void event_batch(void)
{
	const struct cleave_event batch[2] = { { UP_EVENT, 1, 11 }, { UP_EVENT, 5, 22 } };
	struct message m = { 0 };
	struct cleave_enc e;

	begin();
	cleave_enc_start(&e, m.payload, sizeof(m.payload), CLEAVE_OP_EVENTS, 0, 1);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	memcpy(cleave_enc_blob(&e, 0, CLEAVE_TO_USER, sizeof(batch)), batch, sizeof(batch));
	queue(&m, &e);
	nr_events = 0;
	cleave_serve_one(&worker);
	CU_ASSERT_EQUAL(nr_events, 2);
	CU_ASSERT_EQUAL(events[0], 11);
	CU_ASSERT_EQUAL(events[1], 22);
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void check_line(int level, int kind, const void *object, const char *text)
{
	struct cleave_dec *d = sent();

	CU_ASSERT_EQUAL(d->msg->id, CLEAVE_DOWN_LOG);
	CU_ASSERT_EQUAL(d->args[0], (__u64)level);
	CU_ASSERT_EQUAL(d->args[1], (__u64)kind);
	CU_ASSERT_EQUAL(d->args[2], (uintptr_t)object);
	UNIT_SAME_TEXT(blob(d, 3), text);
}

static void log_lines(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_PRINT, 1, 0, 0);
	for (int i = 0; i < 6; i++)
		queue_plain(CLEAVE_OP_DOWNRET, CLEAVE_DOWN_LOG, 1, 0, 0);
	cleave_serve_one(&worker);
	check_line(6, CLEAVE_LOG_PLAIN, NULL, "whole 1");
	check_line(4, CLEAVE_LOG_PLAIN, NULL, "in pieces");
	check_line(4, CLEAVE_LOG_PLAIN, NULL, "no newline");
	check_line(3, CLEAVE_LOG_DEV, OBJECT, "of a device");
	check_line(3, CLEAVE_LOG_PLAIN, NULL, "(NULL device *): of none");
	check_line(3, CLEAVE_LOG_PLAIN, NULL, "in two lines");
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void check_delay(__u64 ns)
{
	struct cleave_dec *d = sent();

	CU_ASSERT_EQUAL(d->msg->id, CLEAVE_DOWN_DELAY);
	CU_ASSERT_EQUAL(d->args[0], ns);
}

/* Ticks of 4 ms; two milliseconds are too long to be spun. */
static void coarse_clock(void)
{
	resolution = 4000000;
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_DELAY, 1, 0, 0);
	for (int i = 0; i < 2; i++)
		queue_plain(CLEAVE_OP_DOWNRET, CLEAVE_DOWN_DELAY, 1, 0, 0);
	cleave_serve_one(&worker);
	resolution = 1;
	check_delay(50000);
	check_delay(200000);
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void fine_clock(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_DELAY, 1, 0, 0);
	cleave_serve_one(&worker);
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void check_sleep(__u64 ms)
{
	struct cleave_dec *d = sent();

	CU_ASSERT_EQUAL(d->msg->id, CLEAVE_DOWN_SLEEP);
	CU_ASSERT_EQUAL(d->args[0], ms);
}

static void long_sleeps(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_SLEEP, 1, 0, 0);
	queue_plain(CLEAVE_OP_DOWNRET, CLEAVE_DOWN_DELAY, 1, 0, 0);
	for (int i = 0; i < 2; i++)
		queue_plain(CLEAVE_OP_DOWNRET, CLEAVE_DOWN_SLEEP, 1, 0, 0);
	cleave_serve_one(&worker);
	check_delay(0);	/* looks at what has come of it */
	check_sleep(4000);
	check_sleep(500);
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void stores_told(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_TELL, 1, 0, 0);
	for (int i = 0; i < 4; i++)
		queue_plain(CLEAVE_OP_DOWNRET, CLEAVE_DOWN_DELAY, 1, 0, 0);
	cleave_serve_one(&worker);
	for (int i = 0; i < 4; i++)
		check_delay(0);
	CU_ASSERT_EQUAL(sent()->msg->op, CLEAVE_OP_UPRET);
}

static void jiffies(void)
{
	begin();
	queue_plain(CLEAVE_OP_UPCALL, UP_EVENT, 1, 4294892296UL, 0);
	nr_events = 0;
	cleave_serve_one(&worker);
	CU_ASSERT_EQUAL(kapi_jiffies, 4294892296UL);
	usleep(20000);
	cleave_jiffies_update();
	CU_ASSERT_TRUE(kapi_jiffies >= 4294892296UL + 3 && kapi_jiffies < 4294892296UL + 500);
}

/* Serve in a child what is queued. Return: its exit status. */
static int outcome(void)
{
	pid_t pid = fork();
	int status = -1;

	if (!pid) {
		close(STDERR_FILENO);
		cleave_serve_one(&worker);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void endings(void)
{
	struct {
		struct nlmsghdr nl;
		struct nlmsgerr err;
	} refusal = { { .nlmsg_len = sizeof(refusal), .nlmsg_type = NLMSG_ERROR }, { .error = 0 } };

	begin();	/* a downcall that is refused */
	queue_plain(CLEAVE_OP_UPCALL, UP_DOWN, 1, 0, 0);
	queue_plain(CLEAVE_OP_DOWNRET, DOWN_MIX, 1, 0, -EPERM);
	CU_ASSERT_EQUAL(outcome(), CLEAVE_EXIT_LOST);
	begin();	/* an upcall that the half does not have */
	queue_plain(CLEAVE_OP_UPCALL, NR_UPS, 1, 0, 0);
	CU_ASSERT_EQUAL(outcome(), CLEAVE_EXIT_LOST);
	begin();	/* an answer that nobody waits for */
	queue_plain(CLEAVE_OP_DOWNRET, 0, 1, 0, 0);
	CU_ASSERT_EQUAL(outcome(), CLEAVE_EXIT_LOST);
	begin();	/* an acknowledgement is passed over, an error is the end */
	send(kernel, &refusal, sizeof(refusal), 0);
	queue_plain(CLEAVE_OP_UPCALL, UP_EVENT, 1, 0, 0);
	CU_ASSERT_EQUAL(outcome(), 0);
	begin();
	refusal.err.error = -ENOTCONN;
	send(kernel, &refusal, sizeof(refusal), 0);
	CU_ASSERT_EQUAL(outcome(), CLEAVE_EXIT_LOST);
}

const struct unit_test suite_call[] = {
	{ "an upcall's bytes are changed in place and go back", upcall },
	{ "a downcall carries words, bytes and strings", downcalls },
	{ "upcalls nest in downcalls", nested },
	{ "events are served in one batch", event_batch },
	{ "log lines go out whole, with level and device", log_lines },
	{ "short delays are the kernel's where the clock counts ticks", coarse_clock },
	{ "and the user half's where it does not", fine_clock },
	{ "long sleeps are the kernel's", long_sleeps },
	{ "stores are told before time passes", stores_told },
	{ "jiffies are the kernel's and go on", jiffies },
	{ "what the kernel refuses ends the process", endings },
	{}
};
