/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the files of libcleave share. A user half is one process: one session
 * (session.c) with a few workers (worker.c), each a thread with a socket of
 * its own. An upcall arrives on a worker, call.c serves it there; downcalls
 * that the driver makes meanwhile go out on the same worker. Payloads go by the
 * socket (socket.c) or by an ioctl() of the worker's descriptor (exchange.c).
 */
#ifndef USER_LIBCLEAVE_H
#define USER_LIBCLEAVE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "cleave/boundary.h"
#include "cleave/codec.h"
#include "cleave/family.h"

struct nl_sock;

#define WORKER_HEAD	24	/* bytes before a payload: nlmsghdr, genlmsghdr, nlattr */
#define WORKER_BUFFER	(WORKER_HEAD + CLEAVE_MAX_PAYLOAD + 4)

struct worker;

/**
 * struct transport - how payloads go
 * @number: enum cleave_transport_kind
 * @send: the payload of @len bytes that was written to worker_payload()
 * @recv: the next one, to w->rx[w->depth] behind WORKER_HEAD. Return: its length
 */
struct transport {
	const char *name;
	uint32_t number;
	void (*send)(struct worker *w, unsigned int len);
	unsigned int (*recv)(struct worker *w);
};

extern const struct transport transport_netlink, transport_ioctl;

/**
 * struct worker - a thread that serves upcalls
 * @nl: socket's control side, used until the worker serves
 * @fd: the same socket, used bare from then on
 * @own: the worker's descriptor, if it has one
 * @to_send: bytes in @tx that go when the worker next receives
 * @depth: upcalls under way, one nested in the other
 * @serving: their names, outermost first
 * @lent: what the innermost of them was given
 * @tx: buffer of the message being sent
 * @rx: buffer per depth; a payload is used in place until its upcall is answered
 * @line: log text that lacks its newline yet
 */
struct worker {
	const struct transport *transport;
	struct nl_sock *nl;
	int fd;
	int own;
	unsigned int to_send;
	int family;
	unsigned int depth;
	const char *serving[CLEAVE_MAX_DEPTH];
	const struct cleave_dec *lent;
	char *tx;
	char *rx[CLEAVE_MAX_DEPTH + 1];
	struct {
		char level;
		unsigned int used;
		char text[1024];
	} line;
};

/**
 * struct session - this process as the kernel knows it
 * @control: socket for questions, never a worker's
 * @events: socket that hears of changes of channels
 * @number: the session's number
 * @data_fresh: the kernel's data section holds nothing yet
 */
struct session {
	const struct cleave_user_half *half;
	const struct transport *transport;
	int family;
	struct nl_sock *control;
	struct nl_sock *events;
	struct worker *workers;
	unsigned int nr_workers;
	uint64_t cookie;
	uint32_t number;
	int arena;
	bool data_fresh;
	uint64_t data_offset;
};

/* Exit status of a user half that lost its session; its supervisor tries again. */
#define CLEAVE_EXIT_LOST	4

/* session.c: all print why they fail */
int session_wait(struct session *s);
int session_attach(struct session *s);
int session_map(struct session *s);
void session_unmap(void);
int session_ready(struct session *s);

/**
 * session_changed() - look whether this process is still wanted
 *
 * Return: 1 if it is, 0 if the channel is gone, -ENOTCONN if the session ended.
 */
int session_changed(struct session *s);

/* worker.c */
/* By name, or NULL. */
const struct transport *transport_find(const char *name);
int worker_init(struct worker *w, int family);
/* Nothing can be sent or received any more; the main thread finds out why, and ends the process. */
void worker_over(int err) __attribute__((noreturn));
void worker_send(struct worker *w, struct cleave_enc *e);
void worker_recv(struct worker *w, struct cleave_dec *d);

/** worker_payload() - where the next payload to send is written */
static inline void *worker_payload(struct worker *w)
{
	return w->tx + WORKER_HEAD;
}

/** cleave_worker - the worker that this thread is, or NULL */
extern _Thread_local struct worker *cleave_worker;

/** cleave_session_over - a worker has found that the kernel ended the session */
extern bool cleave_session_over;

/* call.c */
void cleave_serve_one(struct worker *w);
bool cleave_in_arena(const void *p);
/* tell.c: what was stored so far has crossed, or does with what is sent next. */
void cleave_crossed(void);
/* Before a write to a register, or time that passes. */
void cleave_told(void);
/* After a sleep: what the kernel half has done meanwhile is to be seen. */
void cleave_look(void);

/** cleave_verbose - print calls as they are made */
extern bool cleave_verbose;

/* log.c */
void cleave_log(int level, int kind, const void *object, const char *text);
void cleave_log_flush(void);
void cleave_printk(const char *fmt, va_list ap);
void cleave_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void cleave_die(const char *fmt, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* resident.c: nothing that it needs is read from a disk from now on. Return: 0 or -errno. */
int cleave_stay_resident(void);

/* names.c */
const char *cleave_symbol_name(const void *p);

/* crash.c */
void cleave_catch_warnings(void);
void cleave_catch_crashes(void);
void cleave_crash_stack(void);
/* Before the process is confined. */
void cleave_read_lines(void);
const char *__asan_default_options(void);

/* drop.c: from here on this process has no power over the system */
int cleave_drop(void);

/* kapi_time.c */
void cleave_jiffies_from_kernel(unsigned long now);
void cleave_jiffies_update(void);
/* As the driver's msleep(): 50 ms or more are the kernel's. */
void cleave_sleep(unsigned int ms);

#endif /* USER_LIBCLEAVE_H */
