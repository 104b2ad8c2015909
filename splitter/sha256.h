/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256 (FIPS 180-4), for the record of which source a plan was made from. */
#ifndef SPLITTER_SHA256_H
#define SPLITTER_SHA256_H

#include <stddef.h>
#include <stdint.h>

/** struct sha256 - a digest under way */
struct sha256 {
	uint32_t state[8];
	uint64_t bytes;
	unsigned char block[64];
};

void sha256__start(struct sha256 *sha);
void sha256__add(struct sha256 *sha, const void *data, size_t len);

/** sha256__hex() - finish; writes 64 digits and a NUL */
void sha256__hex(struct sha256 *sha, char hex[65]);

#endif /* SPLITTER_SHA256_H */
