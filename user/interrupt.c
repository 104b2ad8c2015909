// SPDX-License-Identifier: GPL-2.0-or-later
/* Signals that ask a verb for the end, which has something to take down first. */
#include <signal.h>
#include <stddef.h>
#include "interrupt.h"

/* A signal handler has no other way to tell. */
static volatile sig_atomic_t seen;

static void on_signal(int signal)
{
	(void)signal;
	seen = 1;
}

void interrupt__catch(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaction(signals[i], &action, NULL);
}

bool interrupt__seen(void)
{
	return seen;
}
