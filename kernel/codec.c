// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * Encoder and decoder of payloads. Built into cleave.ko and into libcleave:
 * nothing here allocates, locks or keeps state, and the decoder believes no
 * byte before it has checked it.
 */
#ifdef __KERNEL__
#include <linux/align.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#define IS_ALIGNED(x, a)	(((x) & ((a) - 1)) == 0)
#define ALIGN(x, a)		(((x) + ((a) - 1)) & ~((a) - 1))
#endif
#include <cleave/codec.h>

/* The next @len bytes of the payload, as they are; NULL, and the error, if there is no room. */
static void *take(struct cleave_enc *e, __u32 len)
{
	void *at;

	if (e->err)
		return NULL;
	if (len > e->room - e->used) {
		e->err = -EMSGSIZE;
		return NULL;
	}
	at = (char *)e->buf + e->used;
	e->used += len;
	return at;
}

static struct cleave_msg *header(const struct cleave_enc *e)
{
	return e->buf;
}

void cleave_enc_start(struct cleave_enc *e, void *buf, __u32 room, __u16 op, __u32 id,
		      __u32 depth)
{
	struct cleave_msg *msg;

	e->buf = buf;
	e->room = room < CLEAVE_MAX_PAYLOAD ? room : CLEAVE_MAX_PAYLOAD;
	e->used = 0;
	e->err = 0;
	msg = take(e, sizeof(*msg));
	if (!msg)
		return;
	*msg = (struct cleave_msg){
		.version = CLEAVE_WIRE_VERSION,
		.op = op,
		.id = id,
		.depth = depth,
	};
}

__u64 *cleave_enc_words(struct cleave_enc *e, __u16 nr)
{
	__u64 *at;

	if (!e->err && header(e)->nblobs)
		e->err = -EINVAL;
	if (!e->err && nr > CLEAVE_MAX_ARGS - header(e)->nargs)
		e->err = -EMSGSIZE;
	at = take(e, nr * sizeof(*at));
	if (at)
		header(e)->nargs += nr;
	return at;
}

void cleave_enc_word(struct cleave_enc *e, __u64 word)
{
	__u64 *at = cleave_enc_words(e, 1);

	if (at)
		*at = word;
}

void *cleave_enc_blob(struct cleave_enc *e, __u16 arg, __u16 dir, __u32 len)
{
	struct cleave_blob *blob;

	if (!e->err && (arg >= header(e)->nargs || !dir || dir > CLEAVE_BOTH))
		e->err = -EINVAL;
	/* Checked before it is rounded up, which could overflow. */
	if (!e->err && len > CLEAVE_MAX_PAYLOAD)
		e->err = -EMSGSIZE;
	if (e->err)
		return NULL;
	blob = take(e, sizeof(*blob) + ALIGN(len, 8U));
	if (!blob)
		return NULL;
	if (len % 8)
		((__u64 *)cleave_blob_data(blob))[len / 8] = 0;
	blob->arg = arg;
	blob->dir = dir;
	blob->len = len;
	header(e)->nblobs++;
	return cleave_blob_data(blob);
}

int cleave_enc_finish(struct cleave_enc *e)
{
	if (e->err)
		return e->err;
	header(e)->len = e->used;
	return e->used;
}

static int check_header(const struct cleave_msg *msg, __u32 len)
{
	if (msg->version != CLEAVE_WIRE_VERSION)
		return -EPROTONOSUPPORT;
	if (msg->op < CLEAVE_OP_UPCALL || msg->op > CLEAVE_OP_EVENTS)
		return -EOPNOTSUPP;
	if (msg->nargs > CLEAVE_MAX_ARGS)
		return -EMSGSIZE;
	if (msg->len > len)
		return -ENODATA;
	if (msg->len < len)
		return -EMSGSIZE;
	if (msg->nargs * sizeof(__u64) > len - sizeof(*msg))
		return -ENODATA;
	return 0;
}

/* One blob at @at, with @left bytes up to the payload's end. Return: its bytes or -errno. */
static int check_blob(struct cleave_dec *d, void *at, __u32 left)
{
	struct cleave_blob *blob = at;

	if (left < sizeof(*blob) || left - sizeof(*blob) < blob->len)
		return -ENODATA;
	if (left - sizeof(*blob) < ALIGN(blob->len, 8U))
		return -ENODATA;
	if (blob->arg >= d->msg->nargs || d->blobs[blob->arg])
		return -EBADMSG;
	if (!blob->dir || blob->dir > CLEAVE_BOTH)
		return -EBADMSG;
	d->blobs[blob->arg] = blob;
	return sizeof(*blob) + ALIGN(blob->len, 8U);
}

int cleave_dec_check(struct cleave_dec *d, void *buf, __u32 len)
{
	__u32 used;
	int i, rc;

	memset(d, 0, sizeof(*d));
	if (!IS_ALIGNED((uintptr_t)buf, 8))
		return -EFAULT;
	if (len < sizeof(*d->msg))
		return -ENODATA;
	if (len > CLEAVE_MAX_PAYLOAD)
		return -EMSGSIZE;
	d->msg = buf;
	rc = check_header(d->msg, len);
	if (rc)
		return rc;
	d->args = (__u64 *)(d->msg + 1);
	used = sizeof(*d->msg) + d->msg->nargs * sizeof(__u64);
	for (i = 0; i < d->msg->nblobs; i++) {
		rc = check_blob(d, (char *)buf + used, len - used);
		if (rc < 0)
			return rc;
		used += rc;
	}
	return used == len ? 0 : -EMSGSIZE;
}
