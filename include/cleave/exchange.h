/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * The second transport of payloads (cleave/wire.h): one ioctl() of a worker's
 * descriptor takes a message to the kernel and waits for the next one from it.
 *
 * The descriptor comes with the answer to attach or join. The first thread of
 * the session's process that uses it is the worker from then on.
 */
#ifndef CLEAVE_EXCHANGE_H
#define CLEAVE_EXCHANGE_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * struct cleave_exchange - argument of CLEAVE_EXCHANGE
 * @send: address of the payload to send
 * @recv: where the payload that comes is to go; aligned to 8
 * @send_len: bytes of @send; 0: send nothing
 * @recv_room: bytes of @recv; 0: wait for nothing
 */
struct cleave_exchange {
	__u64 send;
	__u64 recv;
	__u32 send_len;
	__u32 recv_room;
};

/**
 * CLEAVE_EXCHANGE - send a payload and wait for the next
 *
 * Return: bytes of the payload that came; if that is more than recv_room, it is
 * not copied, and stays. 0 if recv_room was. Errors, before anything was taken:
 * EPERM (another thread is the worker, or the process is not the session's),
 * EFAULT, EPROTO (the worker owes no such message, or has not received the last
 * one yet), what cleave_dec_check() says, ENOMEM, and what a downcall failed with that ran
 * in this system call. After it was taken: EINTR (a signal), EFAULT (recv). At
 * any time: ESHUTDOWN (the session has ended).
 */
#define CLEAVE_EXCHANGE	_IOW('c', 0xe1, struct cleave_exchange)

#endif /* CLEAVE_EXCHANGE_H */
