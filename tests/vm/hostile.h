/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files with cases share. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include "hostile_peer.h"

/* Runs a case in a process of its own, and says how it went. */
void run(const char *what, const char *detail, void (*fn)(void));

#define RUN(fn)	run(#fn, "", fn)

/* Answer the upcall under way; its caller has no error, and the session lives. */
void still_works(int fd, struct trigger *t);

/* Answer the upcall "loans" with its buffers: @len bytes of each, the second if @all. */
void answer_loans(int fd, unsigned int len, bool all);

/* Whether a touch of @p is a fault. */
bool is_gone(const volatile void *p);

/* The cases of the other files. */
void calls(void);
void refusals(void);
void exchanges(void);	/* those that only a worker's descriptor can have */
void offend(void);
void endings(void);
void harm(void);
void lendings(void);
void hasty(void);	/* functions that sleep, called where nobody may */
void others(void);	/* those of two devices */
void keepings(void);	/* bytes that the device keeps */
void natives(void);	/* what the kernel half makes by itself */

#endif /* HOSTILE_H */
