/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A user half of tests/halves/sample, by hand: messages, attaching, and
 * commands to the driver (peer.c), for the cases of hostile.c.
 */
#ifndef HOSTILE_PEER_H
#define HOSTILE_PEER_H

#include <pthread.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "cleave/codec.h"
#include "cleave/family.h"
#include "../halves/sample/sample.h"

#define HEAD		24	/* nlmsghdr, genlmsghdr, nlattr: bytes before a payload */
#define DATA_SIZE	8192

extern jmp_buf failed;

#define CHECK(cond) do { \
	if (!(cond)) { \
		printf("# %s:%d: not so: %s\n", __FILE__, __LINE__, #cond); \
		longjmp(failed, 1); \
	} \
} while (0)

#define IS(value, expected) do { \
	long long is_ = (long long)(value), should_ = (long long)(expected); \
\
	if (is_ != should_) { \
		printf("# %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #value, is_, \
		       should_); \
		longjmp(failed, 1); \
	} \
} while (0)

double now(void);

/* ---- messages: one is put together in @out, the last one that came is in @in ------------ */

/* Aligned to a page, so that a payload behind the headers is aligned to 8. */
struct message {
	_Alignas(4096) unsigned char bytes[2 * 65536];
	uint32_t len;
};

extern struct message out, in;
extern int family;
extern char reason[256];	/* the kernel's, of the last error */

void resolve_family(void);
int open_socket(void);
void start(int type, int cmd, int flags);
void put(int attr, const void *data, uint32_t len);
void put_string(int attr, const char *s);
void put_u64(int attr, uint64_t value);
void transmit(int fd);
/* Return: 0, or -errno when nothing came or the socket has an error. */
int receive(int fd, int timeout_ms);
/* Send and return the error that it is answered with, 0 for none. */
int answered(int fd);
bool has_channel(void);
uint64_t channel_value(int attr);

/* ---- a user half ------------------------------------------------------------------------- */

/* What is told of it when it attaches. */
struct telling {
	const char *channel;
	const char *build_id;
	uint64_t symbols[SAMPLE_SYMBOLS + 1];
	uint32_t nr_symbols;
	uint64_t base;
	uint64_t size;
};

extern unsigned char data[DATA_SIZE];	/* the section cleave_data */
extern int *const debug;		/* sample_debug in it */
extern struct sample_ops tables[2];
extern uint64_t cookie;
extern bool fresh;

void some_function(void);
struct telling truth(void);
int attach(int fd, const struct telling *t);
int with_cookie(int fd, int cmd, uint64_t value);
void map(void);
void ready(void);
/* Attach properly and be ready. Return: the worker's socket. */
int serve(void);

extern struct cleave_dec got;	/* the last payload, until anything else comes */
extern unsigned int depth;	/* its depth, and that of downcalls from then on */
extern struct cleave_enc enc;

void listen_to(int fd);
void expect(int fd, int op, unsigned int id);
void begin(int op, unsigned int id, unsigned int depth);
void finish(void);
struct cleave_msg *payload(void);
void upret(int fd, unsigned int id, unsigned int depth, uint64_t ret);
void add_blob(unsigned int arg, int dir, const void *bytes, unsigned int len);
/* A downcall of @n words. */
void down(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b, uint64_t c);
uint64_t down_returns(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b,
		      uint64_t c);

/* ---- the other side: commands to the driver --------------------------------------------- */

struct trigger {
	pthread_t thread;
	char command[32];
	int err;
	double took;
};

void trigger(struct trigger *t, const char *command);
int outcome(struct trigger *t);
int command(const char *command);
/* The rest of the line of the driver's result that begins with @key. */
const char *result(const char *key);
long number(const char *key);

/* Make the driver call, and wait for the upcall. Return: its first argument. */
struct sample_device *called(int fd, struct trigger *t, const char *command, unsigned int id);
void set_parameter(const char *name, const char *value);	/* of cleave.ko */
/* The session has ended for what it did, and the caller had its error at once. */
void ended(int fd, struct trigger *t);

/* ---- hostile_harm.c: cases of its own ------------------------------------------------------ */

/* A case that needs a device, and leaves one. */
struct harm {
	const char *what;
	void (*fn)(void);
};

extern const struct harm harms[];	/* up to one without a name */

#endif /* HOSTILE_PEER_H */
