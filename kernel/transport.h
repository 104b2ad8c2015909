/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How messages get to a worker and from it. Calls (call.c) and workers
 * (worker.c) do not know which transport it is: the worker's socket (socket.c),
 * or one ioctl() that answers and waits (exchange.c).
 */
#ifndef CLEAVE_TRANSPORT_H
#define CLEAVE_TRANSPORT_H

#include <cleave/codec.h>

struct cleave_worker;

/**
 * struct cleave_in - a message that came
 * @message: the transport's; the payload is in it
 * @dec: the payload, checked
 */
struct cleave_in {
	void *message;
	struct cleave_dec dec;
};

/**
 * struct cleave_out - a message with a payload being written
 * @message: the transport's; the payload goes into it
 */
struct cleave_out {
	void *message;
	struct cleave_msg *msg;
	struct cleave_enc enc;
};

/**
 * struct cleave_transport - a way between cleave.ko and workers
 * @start: sets out->message and out->msg: @room bytes aligned to 8. Return: 0 or -ENOMEM
 * @send: takes out->message over, in which @len bytes are written. With @turn the
 *	worker may speak from when it can receive the message, and not before. Return: 0
 *	or -errno
 * @drop: the message will not be sent
 * @consume: in->message, if there is one, is not looked at any more
 * @free: the worker goes, with what the transport keeps for it
 */
struct cleave_transport {
	int (*start)(struct cleave_out *out, struct cleave_worker *w, u32 room);
	int (*send)(struct cleave_out *out, struct cleave_worker *w, u32 len, bool turn);
	void (*drop)(struct cleave_out *out);
	void (*consume)(struct cleave_in *in);
	void (*free)(struct cleave_worker *w);
};

extern const struct cleave_transport cleave_by_netlink;
extern const struct cleave_transport cleave_by_ioctl;

/**
 * cleave_out_start() - begin a message to @w
 * @room: bytes of the payload
 *
 * Return: 0, -EMSGSIZE or -ENOMEM.
 */
int cleave_out_start(struct cleave_out *out, struct cleave_worker *w, u32 room, u16 op, u32 id);

/**
 * cleave_out_send() - send it, all written
 * @turn: the worker speaks next
 */
int cleave_out_send(struct cleave_out *out, struct cleave_worker *w, bool turn);
void cleave_out_drop(struct cleave_out *out, struct cleave_worker *w);

/**
 * cleave_exchange_file() - what a thread serves @w by
 *
 * Whose process closes it ends the session.
 *
 * Return: with a reference to @w, or ERR_PTR.
 */
struct file *cleave_exchange_file(struct cleave_worker *w);

#endif /* CLEAVE_TRANSPORT_H */
