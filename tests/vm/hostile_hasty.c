// SPDX-License-Identifier: GPL-2.0-or-later
/* A function that sleeps, which the user half puts where the kernel half may not sleep. */
#include <errno.h>

#include "hostile.h"

static const char *where;

static void call_from_there(void)
{
	uint64_t objects = channel_value(CLEAVE_A_CHANNEL_OBJECTS);
	struct trigger t;
	int fd = serve();

	called(fd, &t, "open", SAMPLE_UP_OPEN)->links[3] = some_function;
	still_works(fd, &t);
	IS(command(where), -EIO);
	dies();
	IS(receive(fd, WAIT_MS), -ESHUTDOWN);
	IS(channel_value(CLEAVE_A_CHANNEL_OBJECTS), objects);
}

/* The next user half serves as ever, and the function where it belongs. */
static void called_as_it_should_be(void)
{
	struct trigger t;
	int fd = serve();

	called(fd, &t, "open", SAMPLE_UP_OPEN)->links[3] = NULL;
	still_works(fd, &t);
	IS(number("link"), 0);
}

void hasty(void)
{
	static const char *const places[] = {
		"hasty interrupt", "hasty spin lock", "hasty irqs off", "hasty reader",
		"hasty removing",
	};

	for (unsigned int i = 0; i < sizeof(places) / sizeof(*places); i++) {
		where = places[i];
		run("sleeping function", where, call_from_there);
	}
	run("sleeping function", "where it belongs", called_as_it_should_be);
}
