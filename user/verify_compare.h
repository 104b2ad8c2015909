/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two runs of a driver did the same to the device. */
#ifndef USER_VERIFY_COMPARE_H
#define USER_VERIFY_COMPARE_H

#include <jansson.h>
#include "verify_log.h"

/**
 * struct verify_rules - what is put up with
 * @ignore: registers of which the value is not compared: "BAR0+0x48" -> why
 * @pages: pages of memory of one run, and those of the other that stand for them
 */
struct verify_rules {
	const json_t *ignore;
	struct verify_page {
		uint64_t stock, split;
	} *pages;
	unsigned int nr_pages;
};

/**
 * verify__compare() - one operation
 *
 * Return: {"same", "accesses", "alone", "differences": {"before", "stock", "split"}}, a
 * new reference; accesses that the two runs do not have in common are told with the
 * function that they came from.
 */
json_t *verify__compare(struct verify_rules *rules, const struct verify_operation *stock,
			const struct verify_operation *split);

#endif /* USER_VERIFY_COMPARE_H */
