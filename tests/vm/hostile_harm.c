// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a user half could do to its caller by calls that are well formed: make
 * it wait for itself, hold it up, or leave behind what outlives its memory.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

#define FOR_EVER	INT64_MAX	/* jiffies */

/* ---- locks that the caller holds ------------------------------------------------------- */

/* The upcall of @command makes a downcall @id, for which its session ends. */
static void refused(const char *command, unsigned int up, unsigned int id)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, command, up);
	try_down(fd, id, 0, 0, 0, 0);
	ended(fd, &t);
}

static void takes_what_is_held(void)
{
	refused("locked", SAMPLE_UP_LOCKED, SAMPLE_DOWN_GRAB);
	refused("locked", SAMPLE_UP_LOCKED, SAMPLE_DOWN_GRAB_ANYWHERE);
}

static void takes_what_may_be_held(void)
{
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_GRAB);
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_GRAB_ANYWHERE);
}

static void takes_what_is_held_further_out(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "locked", SAMPLE_UP_LOCKED);

	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	ended(fd, &t);
}

static void relies_on_what_is_not_held(void)
{
	refused("open", SAMPLE_UP_OPEN, SAMPLE_DOWN_RELY);
	refused("unsure", SAMPLE_UP_UNSURE, SAMPLE_DOWN_RELY);
}

/* A lock that a user half took counts until it is given back, by whatever side. */
static void takes_what_it_took(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	down(fd, SAMPLE_DOWN_GRAB_SECOND, 0, 0, 0, 0);
	ended(fd, &t);
	IS(number("second"), 0);
}

static void takes_what_it_took_further_out(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_GRAB_SECOND, 0, 0, 0, 0);
	ended(fd, &t);
	IS(number("second"), 0);
}

/* Let go of further in, it is held no more further out. */
static void relies_on_what_it_gave_back(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	IS(down_returns(fd, SAMPLE_DOWN_RELY_SECOND, 0, 0, 0, 0), 0);
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	IS(down_returns(fd, SAMPLE_DOWN_RELY_SECOND, 0, 0, 0, 0), 0);
	down_returns(fd, SAMPLE_DOWN_UNLOCK, 0, 0, 0, 0);
	down_returns(fd, SAMPLE_DOWN_GRAB_SECOND, 0, 0, 0, 0);
	upret(fd, SAMPLE_UP_OPEN, 2, 0);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_ENTER);
	down_returns(fd, SAMPLE_DOWN_GRAB_SECOND, 0, 0, 0, 0);
	down(fd, SAMPLE_DOWN_RELY_SECOND, 0, 0, 0, 0);
	ended(fd, &t);
}

static void relies_on_what_was_its_own(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_RELY_SECOND, 0, 0, 0, 0);
	ended(fd, &t);
}

static void locks_as_they_should_be(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "locked", SAMPLE_UP_LOCKED);
	IS(down_returns(fd, SAMPLE_DOWN_RELY, 0, 0, 0, 0), 0);
	upret(fd, SAMPLE_UP_LOCKED, 1, 0);
	IS(outcome(&t), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	down_returns(fd, SAMPLE_DOWN_GRAB_ANYWHERE, 0, 0, 0, 0);
	still_works(fd, &t);
}

/* ---- waits ------------------------------------------------------------------------------- */

/* The upcall that @command makes in a process of its own. */
static pid_t other_calls(int fd, const char *word, unsigned int up)
{
	pid_t pid = fork();

	if (!pid) {
		command(word);
		_exit(0);
	}
	expect(fd, CLEAVE_OP_UPCALL, up);
	return pid;
}

static void is_killed(pid_t pid)
{
	double began = now();
	int status;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	CHECK(WIFSIGNALED(status));
	CHECK(now() - began < SOON);
}

static void killed_caller_and_no_answer(void)
{
	int fd = serve();

	is_killed(other_calls(fd, "open", SAMPLE_UP_OPEN));
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
	IS(channel_value(CLEAVE_A_CHANNEL_STATE), CLEAVE_STATE_DEAD);
}

/* A user half that answers soon does not suffer from it; nor does the call. */
static void killed_caller_and_an_answer(void)
{
	int fd = serve();
	pid_t pid = other_calls(fd, "open", SAMPLE_UP_OPEN);
	struct trigger t;

	kill(pid, SIGKILL);
	usleep(50000);
	down_returns(fd, SAMPLE_DOWN_SCALE, 2, 6, 7, 0);
	down_returns(fd, SAMPLE_DOWN_GRAB, 0, 0, 0, 0);
	upret(fd, SAMPLE_UP_OPEN, 1, 0);
	is_killed(pid);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

static void killed_in_an_endless_wait(void)
{
	int fd = serve();
	pid_t pid = other_calls(fd, "open", SAMPLE_UP_OPEN);

	down(fd, SAMPLE_DOWN_WAIT, 1, FOR_EVER, 0, 0);
	usleep(100000);
	is_killed(pid);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
}

static void waits_for_ever(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_limit", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_WAIT, 1, FOR_EVER, 0, 0);
	IS(outcome(&t), -EIO);
	set_parameter("call_limit", "120");
	CHECK(t.took > 0.9 && t.took < SOON);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
}

static void dies_in_an_endless_wait(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_WAIT, 1, FOR_EVER, 0, 0);
	usleep(100000);
	close(fd);
	IS(outcome(&t), -EIO);
	CHECK(t.took < SOON);
}

static void waits_a_while(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(down_returns(fd, SAMPLE_DOWN_WAIT, 1, 10, 0, 0), 0);
	still_works(fd, &t);
}

/* No downcall is long, but there is always another one. */
static void sleeps_without_end(void)
{
	int fd = serve(), err = 0;
	struct trigger t;

	set_parameter("call_limit", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	while (!err) {
		down(fd, SAMPLE_DOWN_SLEEP, 1, 100, 0, 0);
		err = receive(fd, WAIT_MS);
	}
	IS(err, -ESHUTDOWN);
	IS(outcome(&t), -EIO);
	set_parameter("call_limit", "120");
	CHECK(t.took > 0.9 && t.took < SOON);
}

/* What it says of sleeping: its patience is not tried, but that with the whole call is. */
static void asks_to_sleep(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_timeout", "2");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(down_returns(fd, CLEAVE_DOWN_SLEEP, 1, 3000, 0, 0), 0);
	still_works(fd, &t);
	set_parameter("call_timeout", "10");
	CHECK(t.took > 2.5);	/* it slept by ticks, which come late where the host is busy */
}

static void sleeps_for_ever(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_limit", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down(fd, CLEAVE_DOWN_SLEEP, 1, ~0ULL, 0, 0);
	IS(outcome(&t), -EIO);
	set_parameter("call_limit", "120");
	CHECK(t.took > 0.9 && t.took < SOON);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
}

static void killed_in_its_sleep(void)
{
	int fd = serve();
	pid_t pid = other_calls(fd, "open", SAMPLE_UP_OPEN);

	down(fd, CLEAVE_DOWN_SLEEP, 1, ~0ULL, 0, 0);
	usleep(100000);
	is_killed(pid);
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
}

/* What does not care which thread it runs in runs in the worker's, in an upcall only. */
static void runs_downcalls_itself(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(down_returns(fd, SAMPLE_DOWN_NAP, 1, 0, 0, 0), gettid());
	still_works(fd, &t);
	begin(CLEAVE_OP_DOWNCALL, SAMPLE_DOWN_NAP, 0);
	cleave_enc_word(&enc, 0);
	finish();
	IS(answered(fd), -EPROTO);
}

static void *closes_soon(void *fd)
{
	usleep(100000);
	close(*(int *)fd);
	return NULL;
}

/* Its caller cannot leave before, with what it locked. */
static void dies_while_it_runs_a_downcall(void)
{
	int fd = serve(), other = open_socket();
	pthread_t thread;
	struct trigger t;

	IS(join(other, cookie), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	IS(pthread_create(&thread, NULL, closes_soon, &other), 0);
	try_down(fd, SAMPLE_DOWN_NAP, 1, 500, 0, 0);
	pthread_join(thread, NULL);
	IS(outcome(&t), -EIO);
	CHECK(t.took >= 0.5 && t.took < SOON);
}

/* It waits for what it holds itself. */
static void takes_a_lock_twice(void)
{
	int fd = serve();
	struct trigger t;

	set_parameter("call_limit", "1");
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	IS(number("second"), 1);
	down(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	IS(outcome(&t), -EIO);
	set_parameter("call_limit", "120");
	CHECK(t.took > 0.9 && t.took < SOON);
}

static void too_much_to_lend(void)
{
	int fd = serve();
	struct trigger t;

	IS(command("heavy"), -EIO);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	still_works(fd, &t);
}

/* ---- what is left behind -------------------------------------------------------------------- */

static void leaves_a_lock(void)
{
	int fd = serve();
	struct trigger t;

	IS(number("second"), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	IS(number("second"), 1);
	still_works(fd, &t);
	IS(number("second"), 0);
	called(fd, &t, "open", SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	down_returns(fd, SAMPLE_DOWN_UNLOCK, 0, 0, 0, 0);
	IS(number("second"), 0);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	close(fd);
	IS(outcome(&t), -EIO);
	IS(number("second"), 0);
}

/* A lock of an inner call is that call's; an outer one's is not let go of with it. */
static void leaves_a_lock_further_in(void)
{
	int fd = serve();
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	upret(fd, SAMPLE_UP_OPEN, 2, 0);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_ENTER);
	IS(number("second"), 0);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	upret(fd, SAMPLE_UP_OPEN, 2, 0);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_ENTER);
	IS(number("second"), 1);
	down_returns(fd, SAMPLE_DOWN_UNLOCK, 0, 0, 0, 0);
	still_works(fd, &t);
}

static uint64_t runner(int fd)
{
	uint64_t buffer = down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 256, 0, 0);

	down_returns(fd, SAMPLE_DOWN_ARM, 1, buffer, 0, 0);
	return buffer;
}

static void frees_what_runs(void)
{
	long armed = number("armed");
	int fd = serve();
	uint64_t buffer;
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	buffer = runner(fd);
	IS(number("armed"), armed + 1);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, buffer, 0, 0);
	IS(number("armed"), armed);
	still_works(fd, &t);
}

static void frees_what_it_acquired_for(void)
{
	long buffers = number("buffers");
	int fd = serve();
	uint64_t buffer;
	struct trigger t;

	called(fd, &t, "open", SAMPLE_UP_OPEN);
	buffer = down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	down_returns(fd, SAMPLE_DOWN_ATTACH, 1, buffer, 0, 0);
	down(fd, SAMPLE_DOWN_FREE, 1, buffer, 0, 0);
	ended(fd, &t);
	IS(number("buffers"), buffers + 1);
	IS(number("attached"), 1);
}

static void points_to_what_is_freed(void)
{
	int fd = serve();
	uint64_t buffer;
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	buffer = down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	dev->links[3] = (void *)buffer;
	IS(down_returns(fd, SAMPLE_DOWN_SUM, 2, buffer + 8, 8, 0), 0);
	IS(number("link"), 1);
	down_returns(fd, SAMPLE_DOWN_FREE, 1, buffer, 0, 0);
	IS(number("linked"), 1);
	IS(number("link"), 0);
	IS(dev->links[3], NULL);
	still_works(fd, &t);
}

/* Until what frees it returns, the kernel half still may; the user half does not see it. */
static void uses_what_is_being_freed(void)
{
	int fd = serve();
	struct sample_buffer *b;
	struct trigger t;
	struct sample_device *dev = called(fd, &t, "open", SAMPLE_UP_OPEN);

	b = (void *)down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
	dev->links[3] = b;
	down(fd, SAMPLE_DOWN_CLOSE, 1, (uintptr_t)b, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	IS(number("link"), 1);
	IS(dev->links[3], NULL);
	IS(b->length, 8);
	upret(fd, SAMPLE_UP_OPEN, 2, 0);
	expect(fd, CLEAVE_OP_DOWNRET, SAMPLE_DOWN_CLOSE);
	IS(number("linked"), 1);
	IS(number("link"), 0);
	still_works(fd, &t);
}

static void names_what_is_being_freed(void)
{
	static const unsigned int downs[] = { SAMPLE_DOWN_FREE, SAMPLE_DOWN_ATTACH, SAMPLE_DOWN_CLOSE };

	for (unsigned int i = 0; i < sizeof(downs) / sizeof(*downs); i++) {
		long buffers = number("buffers");
		int fd = serve();
		struct trigger t;
		uint64_t b;

		called(fd, &t, "open", SAMPLE_UP_OPEN);
		b = down_returns(fd, SAMPLE_DOWN_ALLOC, 1, 8, 0, 0);
		down(fd, SAMPLE_DOWN_CLOSE, 1, b, 0, 0);
		expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
		down(fd, downs[i], 1, b, 0, 0);
		ended(fd, &t);
		IS(number("buffers"), buffers);
	}
}

static void root_ends_with_all_of_it(void)
{
	int fd = serve();
	struct trigger t;

	called(fd, &t, "remove", SAMPLE_UP_REMOVE);
	down_returns(fd, SAMPLE_DOWN_LOCK, 0, 0, 0, 0);
	runner(fd);
	down_returns(fd, SAMPLE_DOWN_ATTACH, 1, runner(fd), 0, 0);
	IS(number("armed"), 2);
	IS(number("attached"), 2);
	close(fd);
	outcome(&t);
	IS(number("armed"), 0);
	IS(number("attached"), 0);
	IS(number("buffers"), 0);
	IS(number("second"), 0);
	fd = serve();
	called(fd, &t, "probe", SAMPLE_UP_PROBE);
	upret(fd, SAMPLE_UP_PROBE, 1, 0);
	IS(outcome(&t), 0);
}

/* A line of /proc/meminfo, in KiB. */
static long memory(const char *key)
{
	FILE *f = fopen("/proc/meminfo", "r");
	char line[128];
	long value = -1;

	CHECK(f);
	while (value < 0 && fgets(line, sizeof(line), f))
		if (!strncmp(line, key, strlen(key)) && line[strlen(key)] == ':')
			value = atol(line + strlen(key) + 1);
	fclose(f);
	return value;
}

/* How many buffers of a MiB the kernel allocates for the upcall under way. */
static int allocates(int fd)
{
	int n = 0;

	while (n < 2000 && down_returns(fd, SAMPLE_DOWN_ALLOC, 1, (1 << 20) - 4096, 0, 0))
		n++;
	return n;
}

static void allocates_without_end(void)
{
	int fd = serve(), n;
	struct trigger t;

	for (int i = 0; i < 2; i++) {
		called(fd, &t, "open", SAMPLE_UP_OPEN);
		n = allocates(fd);
		CHECK(n > 10);
		CHECK(memory("MemAvailable") > memory("MemTotal") / 4);
		still_works(fd, &t);
		called(fd, &t, "remove", SAMPLE_UP_REMOVE);
		upret(fd, SAMPLE_UP_REMOVE, 1, 0);
		IS(outcome(&t), 0);
		IS(number("buffers"), 0);
		called(fd, &t, "probe", SAMPLE_UP_PROBE);
		upret(fd, SAMPLE_UP_PROBE, 1, 0);
		IS(outcome(&t), 0);
	}
}

static const struct {
	const char *what;
	void (*fn)(void);
} harms[] = {
	{ "leaves a lock", leaves_a_lock },
	{ "leaves a lock further in", leaves_a_lock_further_in },
	{ "frees what something runs in", frees_what_runs },
	{ "frees what something is acquired for", frees_what_it_acquired_for },
	{ "leaves a pointer to what it freed", points_to_what_is_freed },
	{ "uses what is being freed", uses_what_is_being_freed },
	{ "names what is being freed", names_what_is_being_freed },
	{ "leaves all of it behind at the end", root_ends_with_all_of_it },
	{ "allocates without end", allocates_without_end },

	{ "answers the call of a killed caller", killed_caller_and_an_answer },
	{ "does not answer the call of a killed caller", killed_caller_and_no_answer },
	{ "waits for ever, caller killed", killed_in_an_endless_wait },
	{ "waits for ever", waits_for_ever },
	{ "waits for ever and dies", dies_in_an_endless_wait },
	{ "waits for a while", waits_a_while },
	{ "makes sleeping downcalls without end", sleeps_without_end },
	{ "sleeps longer than it may take", asks_to_sleep },
	{ "sleeps for ever", sleeps_for_ever },
	{ "sleeps for ever, caller killed", killed_in_its_sleep },
	{ "runs downcalls itself", runs_downcalls_itself },
	{ "dies while it runs a downcall", dies_while_it_runs_a_downcall },
	{ "takes a lock twice", takes_a_lock_twice },
	{ "is lent more than a message holds", too_much_to_lend },

	{ "takes a lock that its caller holds", takes_what_is_held },
	{ "takes a lock that its caller may hold", takes_what_may_be_held },
	{ "takes a lock that a caller further out holds", takes_what_is_held_further_out },
	{ "relies on a lock that nobody holds", relies_on_what_is_not_held },
	{ "takes a lock that it took", takes_what_it_took },
	{ "takes a lock that it took further out", takes_what_it_took_further_out },
	{ "relies on a lock that it gave back", relies_on_what_it_gave_back },
	{ "relies on a lock of an upcall that has ended", relies_on_what_was_its_own },
	{ "takes and relies on locks as it should", locks_as_they_should_be },
};

void harm(void)
{
	for (unsigned int i = 0; i < sizeof(harms) / sizeof(*harms); i++)
		run("harm", harms[i].what, harms[i].fn);
}
