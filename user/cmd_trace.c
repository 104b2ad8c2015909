// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cleave trace: upcalls and downcalls as they happen, from the events of
 * cleave.ko, until a signal comes.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"
#include "paths.h"
#include "trace_show.h"
#include "tracefs.h"

extern const struct cmd cmd_trace;

/* How long a call may take before its begin is shown alone. */
#define PAUSE_MS	200

struct lines {
	char text[16384];
	size_t used;
};

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped++;
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = stop };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGHUP, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* Shows the whole lines in @in and keeps the rest. */
static void take_lines(struct lines *in, struct trace_show *show, const char *driver)
{
	struct trace_line line;
	char *at = in->text, *end;

	in->text[in->used] = '\0';
	while ((end = strchr(at, '\n')) != NULL) {
		*end = '\0';
		if (trace_line__parse(&line, at) &&
		    (!driver || line.kind == TRACE_LOST ||
		     paths__same_driver(line.channel, driver)))
			trace_show__line(show, &line);
		at = end + 1;
	}
	in->used -= at - in->text;
	memmove(in->text, at, in->used);
	if (in->used == sizeof(in->text) - 1)
		in->used = 0;	/* no line of ours is that long */
}

/* Shows what there is to read. Return: bytes, 0 if there is nothing now, -1 after a message. */
static ssize_t take(struct tracefs *t, struct lines *in, struct trace_show *show,
		    const char *driver)
{
	ssize_t len = read(t->pipe, in->text + in->used, sizeof(in->text) - 1 - in->used);

	if (len < 0 && errno != EAGAIN && errno != EINTR) {
		cmd__fail("%s/trace_pipe: %s", t->dir, strerror(errno));
		return -1;
	}
	if (len <= 0)
		return 0;
	in->used += len;
	take_lines(in, show, driver);
	fflush(stdout);
	return len;
}

/*
 * Until a signal comes or nobody reads any more. What had happened by then is
 * shown, unless there is a second signal. Return: enum cmd_status
 */
static int follow(struct tracefs *t, struct trace_show *show, const char *driver)
{
	struct pollfd pfd = { .fd = t->pipe, .events = POLLIN };
	struct lines in = { .used = 0 };
	ssize_t len = 0;

	while (!stopped && !ferror(stdout) && len >= 0) {
		if (poll(&pfd, 1, PAUSE_MS))
			len = take(t, &in, show, driver);
		else
			trace_show__pause(show);
	}
	tracefs__stop(t);
	while (stopped == 1 && !ferror(stdout) && len >= 0) {
		len = take(t, &in, show, driver);
		if (!len)
			break;
	}
	trace_show__pause(show);
	return len < 0 ? CMD_FAILED : CMD_OK;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_trace, o, argc, argv), status;
	struct trace_show *show;
	struct tracefs t;

	if (at < 0)
		return CMD_USAGE;
	if (argc - at > 1)
		return cmd__usage(&cmd_trace, "one driver at most");
	catch_signals();
	if (tracefs__open(&t, "cleave"))
		return CMD_FAILED;
	show = trace_show__new(o->dir, o->json, stdout);
	status = show ? follow(&t, show, argv[at]) : cmd__fail("out of memory");
	if (show)
		trace_show__free(show);
	tracefs__close(&t);
	return status;
}

const struct cmd cmd_trace = {
	.name = "trace",
	.usage = "[DRIVER]",
	.summary = "show upcalls and downcalls as they happen",
	.help =
	"Until Ctrl-C. `>` is an upcall (the kernel half calls the user half), `<` a downcall;\n"
	"calls made inside a call are indented. Arguments have their names where the driver's\n"
	"plan.json is found. #12+0x40 is an address in the object with handle 12 (cleave\n"
	"status DRIVER lists them), <bytes> went along in the message. The time at the end of\n"
	"a line is that of the call with all that it made.\n"
	"With -j: one JSON object per line and event, the synchronisation of fields included.\n"
	"\n"
	"It uses a trace buffer of its own, below /sys/kernel/tracing/instances, and removes it\n"
	"at the end.\n"
	"\n"
	"  cleave trace\n"
	"  cleave trace DRIVER\n"
	"  cleave -j trace DRIVER | jq -r 'select(.nanoseconds > 1000000) | .function'\n",
	.run = run,
};
