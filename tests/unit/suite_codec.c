// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Payloads: what is encoded is decoded, and every kind of damage is told by
 * its own error. Payloads are checked in heap blocks of their exact size, so
 * that a sanitizer sees each byte read behind the end.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cleave/codec.h>
#include "suites.h"

/* Room for any payload that the tests make, aligned as payloads are. */
union room {
	__u64 align;
	unsigned char bytes[4096];
};

/* A payload with @nargs words and blobs of 0, 5, 10 ... bytes in place of every third. */
static int make(union room *room, int nargs)
{
	struct cleave_enc e;
	unsigned char *data;
	int i;

	cleave_enc_start(&e, room, sizeof(*room), CLEAVE_OP_DOWNCALL, 77, 3);
	for (i = 0; i < nargs; i++)
		cleave_enc_word(&e, i % 3 ? 0x1111111111111111ULL * i : CLEAVE_WORD_BLOB);
	for (i = 0; i < nargs; i += 3) {
		data = cleave_enc_blob(&e, i, CLEAVE_BOTH, 5 * i);
		CU_ASSERT_PTR_NOT_NULL_FATAL(data);
		memset(data, 'a' + i, 5 * i);
	}
	return cleave_enc_finish(&e);
}

static struct cleave_msg *header(union room *room)
{
	return (struct cleave_msg *)room;
}

/* Where bytes are read to, so that reading them is not optimised away. */
static volatile unsigned char sink;

/* Checks a copy of exactly @len bytes, and reads all that it then promises. */
static int check(const void *payload, __u32 len)
{
	unsigned char *copy = malloc(len ? len : 1);
	struct cleave_dec d;
	__u32 i, at;
	int rc;

	memcpy(copy, payload, len);
	rc = cleave_dec_check(&d, copy, len);
	for (i = 0; !rc && i < d.msg->nargs; i++) {
		sink ^= d.args[i];
		for (at = 0; d.blobs[i] && at < d.blobs[i]->len; at++)
			sink ^= ((unsigned char *)cleave_blob_data(d.blobs[i]))[at];
	}
	free(copy);
	return rc;
}

static void test_round_trip(void)
{
	struct cleave_dec d;
	union room room;
	__u32 at;
	int nargs, len, i;

	for (nargs = 0; nargs <= CLEAVE_MAX_ARGS; nargs++) {
		memset(&room, 0xff, sizeof(room));
		len = make(&room, nargs);
		CU_ASSERT_FATAL(len > 0 && len % 8 == 0);
		CU_ASSERT_EQUAL_FATAL(cleave_dec_check(&d, &room, len), 0);
		CU_ASSERT_EQUAL(d.msg->op, CLEAVE_OP_DOWNCALL);
		CU_ASSERT_EQUAL(d.msg->id, 77);
		CU_ASSERT_EQUAL(d.msg->depth, 3);
		CU_ASSERT_EQUAL(d.msg->nargs, nargs);
		CU_ASSERT_EQUAL(d.msg->ret, 0);
		CU_ASSERT_EQUAL(d.msg->err, 0);
		for (i = 0; i < nargs; i++) {
			CU_ASSERT_EQUAL(!d.blobs[i], i % 3 != 0);
			if (i % 3) {
				CU_ASSERT_EQUAL(d.args[i], 0x1111111111111111ULL * i);
				continue;
			}
			CU_ASSERT_EQUAL(d.args[i], CLEAVE_WORD_BLOB);
			CU_ASSERT_EQUAL(d.blobs[i]->dir, CLEAVE_BOTH);
			CU_ASSERT_EQUAL_FATAL(d.blobs[i]->len, 5U * i);
			for (at = 0; at < d.blobs[i]->len; at++)
				CU_ASSERT_EQUAL(((char *)cleave_blob_data(d.blobs[i]))[at], 'a' + i);
			for (; at % 8; at++)
				CU_ASSERT_EQUAL(((char *)cleave_blob_data(d.blobs[i]))[at], 0);
		}
	}
}

static void test_every_op(void)
{
	struct cleave_enc e;
	union room room;
	int op;

	for (op = CLEAVE_OP_UPCALL; op <= CLEAVE_OP_EVENTS; op++) {
		cleave_enc_start(&e, &room, sizeof(room), op, 0, 1);
		CU_ASSERT_EQUAL(check(&room, cleave_enc_finish(&e)), 0);
	}
}

static void test_largest(void)
{
	__u32 data = CLEAVE_MAX_PAYLOAD - sizeof(struct cleave_msg) - 8 - sizeof(struct cleave_blob);
	void *room = malloc(CLEAVE_MAX_PAYLOAD + 8);
	struct cleave_enc e;

	cleave_enc_start(&e, room, CLEAVE_MAX_PAYLOAD + 8, CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	CU_ASSERT_PTR_NOT_NULL(cleave_enc_blob(&e, 0, CLEAVE_TO_USER, data));
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), CLEAVE_MAX_PAYLOAD);
	CU_ASSERT_EQUAL(check(room, CLEAVE_MAX_PAYLOAD), 0);
	((struct cleave_msg *)room)->len += 8;
	CU_ASSERT_EQUAL(check(room, CLEAVE_MAX_PAYLOAD + 8), -EMSGSIZE);

	cleave_enc_start(&e, room, CLEAVE_MAX_PAYLOAD + 8, CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	CU_ASSERT_PTR_NULL(cleave_enc_blob(&e, 0, CLEAVE_TO_USER, data + 1));
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EMSGSIZE);
	free(room);
}

static void test_truncated(void)
{
	union room room;
	int len = make(&room, CLEAVE_MAX_ARGS), cut;

	for (cut = 0; cut < len; cut++)
		CU_ASSERT_EQUAL(check(&room, cut), -ENODATA);
	/* and where the header agrees with the transport */
	for (cut = sizeof(struct cleave_msg); cut < len; cut++) {
		header(&room)->len = cut;
		CU_ASSERT_EQUAL(check(&room, cut), -ENODATA);
	}
}

static void test_oversized(void)
{
	union room room;
	int len = make(&room, 4), more;

	for (more = 1; more <= 64; more++) {
		header(&room)->len = len;
		CU_ASSERT_EQUAL(check(&room, len + more), -EMSGSIZE);
		header(&room)->len = len + more;
		CU_ASSERT_EQUAL(check(&room, len + more), -EMSGSIZE);
	}
}

static void test_misaligned(void)
{
	struct cleave_dec d;
	union room room, off;
	int len = make(&room, 4), by;

	for (by = 1; by < 8; by++) {
		memcpy(off.bytes + by, &room, len);
		CU_ASSERT_EQUAL(cleave_dec_check(&d, off.bytes + by, len), -EFAULT);
	}
}

static void test_unknown_op(void)
{
	static const __u16 ops[] = { 0, CLEAVE_OP_EVENTS + 1, 0x100, 0xffff };
	union room room;
	int len = make(&room, 4);
	size_t i;

	for (i = 0; i < sizeof(ops) / sizeof(*ops); i++) {
		header(&room)->op = ops[i];
		CU_ASSERT_EQUAL(check(&room, len), -EOPNOTSUPP);
	}
}

static void test_version(void)
{
	static const __u16 versions[] = { 0, CLEAVE_WIRE_VERSION + 1, 0x100, 0xffff };
	union room room;
	int len = make(&room, 4);
	size_t i;

	for (i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		header(&room)->version = versions[i];
		CU_ASSERT_EQUAL(check(&room, len), -EPROTONOSUPPORT);
	}
}

static void test_too_many_args(void)
{
	struct cleave_enc e;
	union room room;
	int len = make(&room, CLEAVE_MAX_ARGS), i;

	header(&room)->nargs = CLEAVE_MAX_ARGS + 1;
	CU_ASSERT_EQUAL(check(&room, len), -EMSGSIZE);
	header(&room)->nargs = 0xffff;
	CU_ASSERT_EQUAL(check(&room, len), -EMSGSIZE);

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPCALL, 0, 1);
	for (i = 0; i <= CLEAVE_MAX_ARGS; i++)
		cleave_enc_word(&e, i);
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EMSGSIZE);
}

/* The error for a payload of two words whose one or two blobs are as given. */
static int blobs(struct cleave_blob first, struct cleave_blob second, int count)
{
	struct cleave_enc e;
	union room room;
	struct cleave_blob *at;
	int len;

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPRET, 0, 1);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	cleave_enc_word(&e, CLEAVE_WORD_BLOB);
	cleave_enc_blob(&e, 0, CLEAVE_BOTH, 8);
	cleave_enc_blob(&e, 1, CLEAVE_BOTH, 8);
	len = cleave_enc_finish(&e);
	at = (struct cleave_blob *)(room.bytes + sizeof(struct cleave_msg) + 16);
	at[0] = first;
	at[2] = second;
	if (count < 2)
		header(&room)->len = len -= 16;
	header(&room)->nblobs = count;
	return check(&room, len);
}

static void test_bad_blobs(void)
{
	struct cleave_blob a = { 0, CLEAVE_TO_USER, 8 }, b = { 1, CLEAVE_TO_KERNEL, 8 };
	struct cleave_blob wrong;

	CU_ASSERT_EQUAL(blobs(a, b, 2), 0);
	CU_ASSERT_EQUAL(blobs(b, a, 2), 0);
	CU_ASSERT_EQUAL(blobs(a, b, 1), 0);
	CU_ASSERT_EQUAL(blobs(a, a, 2), -EBADMSG);
	wrong = b;
	wrong.arg = 2;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -EBADMSG);
	wrong.arg = 0xffff;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -EBADMSG);
	wrong = b;
	wrong.dir = 0;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -EBADMSG);
	wrong.dir = CLEAVE_BOTH + 1;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -EBADMSG);
	wrong = b;
	wrong.len = 9;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -ENODATA);
	wrong.len = 0xffffffff;	/* rounded up to a multiple of 8 this is 0 */
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -ENODATA);
	wrong.len = 0;
	CU_ASSERT_EQUAL(blobs(a, wrong, 2), -EMSGSIZE);
	CU_ASSERT_EQUAL(blobs(a, b, 3), -ENODATA);
	CU_ASSERT_EQUAL(blobs(a, b, 0xffff), -ENODATA);
}

static void test_encoder_errors(void)
{
	struct cleave_enc e;
	union room room;

	cleave_enc_start(&e, &room, sizeof(struct cleave_msg) - 1, CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, 0);
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EMSGSIZE);

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPCALL, 0, 1);
	CU_ASSERT_PTR_NULL(cleave_enc_blob(&e, 0, CLEAVE_BOTH, 0));
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EINVAL);

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, 0);
	CU_ASSERT_PTR_NOT_NULL(cleave_enc_blob(&e, 0, CLEAVE_BOTH, 0));
	cleave_enc_word(&e, 0);
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EINVAL);

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, 0);
	CU_ASSERT_PTR_NULL(cleave_enc_blob(&e, 0, 0, 8));
	/* the first error stays */
	CU_ASSERT_PTR_NULL(cleave_enc_blob(&e, 0, CLEAVE_BOTH, 0xffffffff));
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EINVAL);

	cleave_enc_start(&e, &room, sizeof(room), CLEAVE_OP_UPCALL, 0, 1);
	cleave_enc_word(&e, 0);
	CU_ASSERT_PTR_NULL(cleave_enc_blob(&e, 0, CLEAVE_BOTH, 0xffffffff));
	CU_ASSERT_EQUAL(cleave_enc_finish(&e), -EMSGSIZE);
}

/* xorshift64: the same bits on every run */
static __u64 next_random(__u64 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Whatever bits flip, nothing outside is read, and only known errors come back. */
static void test_bit_flips(void)
{
	__u64 state = 0x9e3779b97f4a7c15ULL;
	int seen_ok = 0, seen_bad = 0, round;

	for (round = 0; round < 50000; round++) {
		union room room;
		int len = make(&room, next_random(&state) % (CLEAVE_MAX_ARGS + 1));
		int flips = 1 + next_random(&state) % 8, rc;

		while (flips--) {
			__u64 bit = next_random(&state) % (8 * len);

			room.bytes[bit / 8] ^= 1 << (bit % 8);
		}
		if (next_random(&state) % 4 == 0)
			header(&room)->len = len = next_random(&state) % (len + 1);
		rc = check(&room, len);
		if (rc)
			seen_bad++;
		else
			seen_ok++;
		CU_ASSERT(rc == 0 || rc == -ENODATA || rc == -EMSGSIZE || rc == -EOPNOTSUPP ||
			  rc == -EPROTONOSUPPORT || rc == -EBADMSG);
	}
	CU_ASSERT(seen_ok > 1000 && seen_bad > 1000);
}

const struct unit_test suite_codec[] = {
	{ "what is encoded is decoded", test_round_trip },
	{ "every operation is taken", test_every_op },
	{ "the largest payload, and one byte more", test_largest },
	{ "truncated at every length", test_truncated },
	{ "longer than it says", test_oversized },
	{ "misaligned", test_misaligned },
	{ "unknown operation", test_unknown_op },
	{ "another version", test_version },
	{ "more arguments than allowed", test_too_many_args },
	{ "blobs that name no argument, one twice, no direction", test_bad_blobs },
	{ "encoder's errors", test_encoder_errors },
	{ "flipped bits", test_bit_flips },
	{}
};
