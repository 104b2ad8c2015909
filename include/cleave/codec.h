/* SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later */
/*
 * Encoder and decoder of the payload described in cleave/wire.h. One source,
 * kernel/codec.c, built into cleave.ko and into libcleave. No allocation, no
 * locking; any context.
 */
#ifndef CLEAVE_CODEC_H
#define CLEAVE_CODEC_H

#include "wire.h"

/**
 * struct cleave_enc - a payload being written
 * @buf: where it goes; aligned to 8; the caller's
 * @room: bytes of @buf
 * @used: bytes written so far, always a multiple of 8
 * @err: 0 or the first error (-EMSGSIZE); later calls then do nothing
 */
struct cleave_enc {
	void *buf;
	__u32 room;
	__u32 used;
	int err;
};

/**
 * struct cleave_dec - a payload that has been checked
 * @msg: its header, in place
 * @args: its words, in place
 * @blobs: its blobs, in place, by index of argument; NULL where none
 */
struct cleave_dec {
	struct cleave_msg *msg;
	__u64 *args;
	struct cleave_blob *blobs[CLEAVE_MAX_ARGS];
};

void cleave_enc_start(struct cleave_enc *e, void *buf, __u32 room, __u16 op, __u32 id,
		      __u32 depth);
/*
 * Words must all come before the first blob (-EINVAL otherwise). The second returns the place for
 * @nr more of them, to be filled; NULL on error.
 */
void cleave_enc_word(struct cleave_enc *e, __u64 word);
__u64 *cleave_enc_words(struct cleave_enc *e, __u16 nr);
/* Returns the place for @len bytes, to be filled (padding behind is zeroed); NULL on error. */
void *cleave_enc_blob(struct cleave_enc *e, __u16 arg, __u16 dir, __u32 len);
/* Sets the lengths in the header. Returns the payload's length or -errno. */
int cleave_enc_finish(struct cleave_enc *e);

/**
 * cleave_dec_check() - check a payload before anything of it is believed
 * @d: filled in
 * @buf: the payload
 * @len: its length in bytes, as the transport says
 *
 * Return: 0, or
 * -EFAULT (@buf not aligned to 8), -ENODATA (truncated: shorter than its
 * header, its arguments or a blob say), -EMSGSIZE (longer than its header
 * says, longer than CLEAVE_MAX_PAYLOAD, or more arguments than
 * CLEAVE_MAX_ARGS), -EOPNOTSUPP (unknown operation), -EPROTONOSUPPORT
 * (another version), -EBADMSG (a blob names no argument, or one twice, or has
 * no valid direction).
 */
int cleave_dec_check(struct cleave_dec *d, void *buf, __u32 len);

static inline void *cleave_blob_data(struct cleave_blob *b)
{
	return b + 1;
}

#endif /* CLEAVE_CODEC_H */
