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

/* hostile_exchange.c: the cases that only a worker's descriptor can have */
void exchanges(void);

#endif /* HOSTILE_H */
