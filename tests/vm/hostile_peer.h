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
#include "cleave/exchange.h"
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

/*
 * What is to happen at once, or after a second or two, does so on a busy host as well. What it
 * would have to wait for otherwise takes longer: ten seconds (call_timeout) or two minutes.
 */
#define SOON	8.0	/* seconds */
#define WAIT_MS	20000	/* for a message that must come */

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
void put_u32(int attr, uint32_t value);
void put_u64(int attr, uint64_t value);
/* A payload of a worker that speaks ioctl goes by its descriptor. */
void transmit(int fd);
/* The next payload. Return: 0, or -errno when nothing came or the worker's session is over. */
int receive(int fd, int timeout_ms);
/* The next message on the socket, whatever the transport. */
int receive_message(int fd, int timeout_ms);
/* Send and return the error that it is answered with, 0 for none. */
int answered(int fd);
/* The same on the socket, whatever the transport. */
int answered_message(int fd);

/* Workers speak ioctl, unless they say something else. They are still named by their sockets. */
extern bool by_ioctl;
/* The descriptor of the worker with that socket, or -1. */
int own(int fd);
/* Return: what the ioctl() does, or -errno. */
int exchange(int fd, const void *send, uint32_t len, void *recv, uint32_t room);
bool has_channel(void);
uint64_t channel_value(int attr);
/* Wait until it is; what posts events is a timer. */
void becomes(int attr, uint64_t value);
/* The session's process or its socket is gone; that is noticed at leisure. */
void dies(void);

/* ---- a user half ------------------------------------------------------------------------- */

/* What is told of it when it attaches. */
struct telling {
	const char *channel;
	const char *build_id;
	uint64_t symbols[SAMPLE_SYMBOLS + 1];
	uint32_t nr_symbols;
	uint64_t base;
	uint64_t size;
	uint32_t transport;
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
int join(int fd, uint64_t cookie);
int join_as(int fd, uint64_t cookie, uint32_t transport);
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
/* A downcall of @n words. Return: 0, or -errno when sending it fails. */
int try_down(int fd, unsigned int id, unsigned int n, uint64_t a, uint64_t b, uint64_t c);
/* One that can be sent. */
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
/* The session has ended. */
void over(int fd);
/* For what it did, and the caller had its error at once. */
void ended(int fd, struct trigger *t);

#endif /* HOSTILE_PEER_H */
