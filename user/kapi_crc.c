// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Check sums: lib/crc32.c, lib/crc16.c, lib/crc-ccitt.c, lib/crc8.c. Bit by
 * bit: what a user half sums is short.
 */
#include "kapi.h"

static uint32_t crc_low_first(uint32_t crc, const uint8_t *p, size_t n, uint32_t polynomial)
{
	while (n--) {
		crc ^= *p++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
	}
	return crc;
}

uint32_t kapi_crc32_le(uint32_t crc, const uint8_t *p, size_t n)
{
	return crc_low_first(crc, p, n, 0xedb88320);
}

uint32_t kapi___crc32c_le(uint32_t crc, const uint8_t *p, size_t n)
{
	return crc_low_first(crc, p, n, 0x82f63b78);
}

uint32_t kapi_crc32_be(uint32_t crc, const uint8_t *p, size_t n)
{
	while (n--) {
		crc ^= (uint32_t)*p++ << 24;
		for (int i = 0; i < 8; i++)
			crc = crc << 1 ^ (crc >> 31 ? 0x04c11db7 : 0);
	}
	return crc;
}

uint16_t kapi_crc16(uint16_t crc, const uint8_t *p, size_t n)
{
	return (uint16_t)crc_low_first(crc, p, n, 0xa001);
}

uint16_t kapi_crc_ccitt(uint16_t crc, const uint8_t *p, size_t n)
{
	return (uint16_t)crc_low_first(crc, p, n, 0x8408);
}

void kapi_crc8_populate_msb(uint8_t *table, uint8_t polynomial)
{
	for (unsigned int v = 0; v < 256; v++) {
		unsigned int crc = v;

		for (int i = 0; i < 8; i++)
			crc = (crc << 1 ^ (crc & 0x80 ? polynomial : 0)) & 0xff;
		table[v] = (uint8_t)crc;
	}
}

uint8_t kapi_crc8(const uint8_t *table, const uint8_t *p, size_t n, uint8_t crc)
{
	while (n--)
		crc = table[crc ^ *p++];
	return crc;
}
