// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cleave profile: in which contexts the functions of a stock driver are called,
 * and how often, as the kernel's function tracer sees them.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "cmd.h"
#include "modules.h"
#include "profile_count.h"
#include "table.h"
#include "tracefs.h"

extern const struct cmd cmd_profile;

#define POLL_MS		100

/**
 * struct profiling - what was asked for, and what has been seen
 * @command: NULL-terminated, or NULL
 * @seconds: 0: until the command ends, or a signal comes
 * @traced: functions that the tracer can see
 */
struct profiling {
	const char *driver;
	const char *out;
	char **command;
	double seconds;
	unsigned int traced;
	double took;
	struct tracefs trace;
	struct profile profile;
	char text[65536];
	size_t used;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = stop };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

/* ---- reading ------------------------------------------------------------------ */

static void take_lines(struct profiling *p)
{
	char *at = p->text, *end;

	p->text[p->used] = '\0';
	while ((end = strchr(at, '\n')) != NULL) {
		*end = '\0';
		profile__line(&p->profile, at);
		at = end + 1;
	}
	p->used -= at - p->text;
	memmove(p->text, at, p->used);
	if (p->used == sizeof(p->text) - 1)
		p->used = 0;	/* no line is that long */
}

/* Return: bytes, 0 if there is nothing now, -1 after a message. */
static ssize_t take(struct profiling *p)
{
	ssize_t len = read(p->trace.pipe, p->text + p->used, sizeof(p->text) - 1 - p->used);

	if (len < 0 && errno != EAGAIN && errno != EINTR) {
		cmd__fail("%s/trace_pipe: %s", p->trace.dir, strerror(errno));
		return -1;
	}
	if (len <= 0)
		return 0;
	p->used += len;
	take_lines(p);
	return len;
}

/* ---- the command ------------------------------------------------------------------ */

/* What it prints is no part of what we print. */
static pid_t start(char **command)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execvp(command[0], command);
	fprintf(stderr, "cleave: %s: %s\n", command[0], strerror(errno));
	_exit(127);
}

/*
 * Until the command has ended, the time is over or a signal came. Return: the
 * command's status as of waitpid(), -1 after a message.
 */
static int follow(struct profiling *p, pid_t child)
{
	struct pollfd pfd = { .fd = p->trace.pipe, .events = POLLIN };
	double begin = now();
	int status = 0;

	while (!stopped && !(p->seconds && now() - begin >= p->seconds)) {
		if (poll(&pfd, 1, POLL_MS) > 0 && take(p) < 0)
			return -1;
		if (child && waitpid(child, &status, WNOHANG) == child) {
			child = 0;
			break;
		}
	}
	p->took = now() - begin;
	if (child) {
		kill(child, SIGTERM);
		waitpid(child, NULL, 0);
	}
	tracefs__stop(&p->trace);
	for (;;) {
		ssize_t len = take(p);

		if (len <= 0)
			return len < 0 ? -1 : status;
	}
}

/* ---- what is told ------------------------------------------------------------------ */

static json_t *describe(const struct profiling *p)
{
	json_t *all = profile__json(&p->profile);
	struct utsname u;

	uname(&u);
	json_object_set_new(all, "driver", json_string(p->driver));
	json_object_set_new(all, "kernel", json_string(u.release));
	json_object_set_new(all, "seconds", json_real(p->took));
	json_object_set_new(all, "traceable", json_integer(p->traced));
	return all;
}

static void print_table(const struct profiling *p, const json_t *all)
{
	static const struct table_column columns[] = {
		{ "FUNCTION", "function" }, { "CALLS", "calls" }, { "PEAK/S", "peak" },
		{ "ATOMIC", "atomic" }, { "HARDIRQ", "hardirq" }, { "SOFTIRQ", "softirq" },
		{ "IRQS OFF", "irqs_off" }, { "BH OFF", "bh_off" },
		{ "PREEMPT OFF", "preempt_off" }, {}
	};

	table__print(json_object_get(all, "functions"), columns);
	printf("\n%lu calls of %u functions in %.1f s; %u functions can be traced, the others are inlined\n",
	       p->profile.calls, p->profile.nr, p->took, p->traced);
	if (p->profile.lost)
		printf("%lu calls were lost for want of room: counts are too low, contexts are not wrong\n",
		       p->profile.lost);
}

static int save(const struct profiling *p, const json_t *all, const char *path)
{
	if (json_dump_file(all, path, JSON_INDENT(2) | JSON_SORT_KEYS))
		return cmd__fail("%s: cannot be written: %s", path, strerror(errno));
	fprintf(stderr, "cleave: %s\ncleave: next: cleave split --evidence=%s %s\n", path, path,
		p->driver);
	return CMD_OK;
}

static int tell(const struct profiling *p, const struct cmd_options *o)
{
	json_t *all = describe(p);
	char *path = NULL;
	int status = CMD_OK;

	if (!p->out && asprintf(&path, "%s.profile.json", p->driver) < 0)
		path = NULL;
	if (o->json)
		json_dumpf(all, stdout, JSON_INDENT(2) | JSON_SORT_KEYS), putchar('\n');
	else
		print_table(p, all);
	fflush(stdout);
	if (p->out || path)
		status = save(p, all, p->out ? p->out : path);
	free(path);
	json_decref(all);
	return status;
}

/* ---- the verb ------------------------------------------------------------------------ */

static int check_module(const char *driver)
{
	char *path;
	bool split;

	if (!module__loaded(driver))
		return cmd__fail("%s is not loaded; load the stock driver: modprobe %s", driver, driver);
	if (asprintf(&path, "/sys/module/cleave/holders/%s", driver) < 0)
		return cmd__fail("out of memory");
	for (char *at = strrchr(path, '/'); *at; at++)
		if (*at == '-')
			*at = '_';
	split = !access(path, F_OK);
	free(path);
	if (split)
		return cmd__fail("the %s that is loaded is a kernel half, not the stock driver; first: cleave unload %s && modprobe %s",
				 driver, driver, driver);
	return CMD_OK;
}

static int profile(struct profiling *p, const struct cmd_options *o)
{
	int status = check_module(p->driver), ended;
	pid_t child = 0;

	if (status)
		return status;
	catch_signals();
	if (tracefs__open_functions(&p->trace, p->driver, &p->traced))
		return CMD_FAILED;
	if (p->command)
		child = start(p->command);
	ended = child < 0 ? -1 : follow(p, child);
	tracefs__close(&p->trace);
	profile__sort(&p->profile);
	if (child < 0)
		status = cmd__fail("cannot fork: %s", strerror(errno));
	else if (ended)
		status = ended < 0 ? CMD_FAILED : cmd__fail("%s failed; nothing was written", p->command[0]);
	else if (!p->profile.calls)
		status = cmd__fail("no function of %s was called", p->driver);
	else
		status = tell(p, o);
	profile__free(&p->profile);
	return status;
}

/* Options before and behind the driver's name, then perhaps -- and a command. */
static int parse(struct profiling *p, struct cmd_options *o, int argc, char **argv)
{
	char *end = NULL;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--")) {
			p->command = argv[i + 1] ? &argv[i + 1] : NULL;
			return p->command ? 0 : cmd__usage(&cmd_profile, "which command?");
		}
		if (!strcmp(argv[i], "-j")) {
			o->json = true;
		} else if (!strcmp(argv[i], "-o") && argv[i + 1]) {
			p->out = argv[++i];
		} else if (!strcmp(argv[i], "--seconds") && argv[i + 1]) {
			p->seconds = strtod(argv[++i], &end);
			if (*end || !(p->seconds > 0))
				return cmd__usage(&cmd_profile, "--seconds takes a number above 0");
		} else if (*argv[i] == '-') {
			return cmd__usage(&cmd_profile, "unknown option %s, or it lacks its value", argv[i]);
		} else if (p->driver) {
			return cmd__usage(&cmd_profile, "one driver; a command comes after --");
		} else {
			p->driver = argv[i];
		}
	}
	return 0;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	static struct profiling p;
	int status = parse(&p, o, argc, argv);

	if (status)
		return status;
	if (!p.driver)
		return cmd__usage(&cmd_profile, "which driver?");
	if (strchr(p.driver, '/') || !*p.driver)
		return cmd__fail("\"%s\" is no name of a module", p.driver);
	return profile(&p, o);
}

const struct cmd cmd_profile = {
	.name = "profile",
	.usage = "[OPTION...] DRIVER [-- COMMAND...]",
	.summary = "see how often and where a stock driver's functions run",
	.help =
	"Follows the functions of the stock driver, which is loaded and stays so, with the\n"
	"kernel's function tracer until COMMAND has ended, or until Ctrl-C: how often each is\n"
	"called, and in which contexts (hard and soft interrupts, interrupts, bottom halves or\n"
	"preemption disabled). `cleave split --evidence` checks a plan against that.\n"
	"What COMMAND prints goes to standard error. Probe and remove are seen if it unbinds\n"
	"and binds a device. The trace buffer is one of its own and is removed at the end; what\n"
	"else traces on this machine is not disturbed.\n"
	"\n"
	"  -o FILE          where it goes (default: DRIVER.profile.json)\n"
	"  --seconds N      no longer than that; a command that still runs is ended\n"
	"  -j               print it as JSON, too\n"
	"\n"
	"  cleave profile DRIVER -- ./functional-test\n"
	"  cleave profile --seconds 10 DRIVER\n"
	"  cleave split --evidence=DRIVER.profile.json DRIVER\n",
	.run = run,
};
