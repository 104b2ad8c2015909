// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares register accesses, see user/verify_compare.h. Order counts, and every
 * value, but for two rules: reads of one register in a row are one (verify_log.c), and
 * addresses of memory, which the kernel hands out as it likes, need only correspond.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../splitter/store.h"
#include "verify_compare.h"

#define PAGE		4096
#define MEMORY_END	0xc0000000ull	/* where a PC's memory below 4 GiB ends at the latest */
#define SHOWN		12

static char *register_of(const struct verify_access *a)
{
	if (a->port)
		return store__format("port 0x%" PRIx64, a->offset);
	return store__format("BAR%u+0x%" PRIx64, a->region, a->offset);
}

static bool ignored(const struct verify_rules *rules, const struct verify_access *a)
{
	char *name = register_of(a);
	bool found = json_object_get(rules->ignore, name);

	free(name);
	return found;
}

/* Addresses of the same byte of a page; each page always stands for the same other one. */
static bool correspond(struct verify_rules *rules, uint64_t stock, uint64_t split)
{
	struct verify_page page = { stock / PAGE, split / PAGE };

	if (stock % PAGE != split % PAGE || !page.stock || !page.split || stock >= MEMORY_END ||
	    split >= MEMORY_END)
		return false;
	for (unsigned int i = 0; i < rules->nr_pages; i++)
		if (rules->pages[i].stock == page.stock || rules->pages[i].split == page.split)
			return rules->pages[i].stock == page.stock &&
			       rules->pages[i].split == page.split;
	*STORE_ADD(rules->pages, rules->nr_pages) = page;
	return true;
}

static bool same(struct verify_rules *rules, const struct verify_access *a,
		 const struct verify_access *b)
{
	if (a->write != b->write || a->region != b->region || a->offset != b->offset ||
	    a->size != b->size)
		return false;
	return a->value == b->value || ignored(rules, a) ||
	       (a->size >= 4 && correspond(rules, a->value, b->value));
}

/* A stub stands for what it calls: a function of the other half, a region under a lock. */
static char *shown(const char *function)
{
	static const struct {
		const char *prefix, *remark;
	} stubs[] = {
		{ "cleave_up_", " (user half)" },
		{ "cleave_down_cleave_outline_", " (region under a lock)" },
		{ "cleave_down_", "" },
	};

	for (size_t i = 0; i < sizeof(stubs) / sizeof(*stubs); i++) {
		size_t len = strlen(stubs[i].prefix);

		if (!strncmp(function, stubs[i].prefix, len))
			return store__format("%s%s", function + len, stubs[i].remark);
	}
	return store__copy(function);
}

static json_t *describe(const struct verify_access *a)
{
	char *name = register_of(a), *function = shown(a->function), *value = store__format("0x%" PRIx64, a->value);
	json_t *json = json_pack("{s:s, s:s, s:i, s:s, s:i, s:s}", "access",
				 a->write ? "write" : "read", "register", name, "size",
				 (int)a->size, "value", value, "times", (int)a->times,
				 "function", function);

	free(function);
	free(name);
	free(value);
	return json;
}

static json_t *describe_some(const struct verify_operation *op, unsigned int from, unsigned int to)
{
	json_t *list = json_array();

	for (unsigned int i = from; i < to && i < from + SHOWN; i++)
		json_array_append_new(list, describe(&op->accesses[i]));
	return list;
}

json_t *verify__compare(struct verify_rules *rules, const struct verify_operation *stock,
			const struct verify_operation *split)
{
	unsigned int most = stock->nr < split->nr ? stock->nr : split->nr;
	unsigned int head = 0, tail = 0;
	json_t *differences;

	while (head < most && same(rules, &stock->accesses[head], &split->accesses[head]))
		head++;
	if (head == stock->nr && head == split->nr)
		return json_pack("{s:b, s:i, s:i}", "same", 1, "accesses", (int)head, "alone",
				 (int)(stock->alone + split->alone));
	while (tail < most - head && same(rules, &stock->accesses[stock->nr - 1 - tail],
					  &split->accesses[split->nr - 1 - tail]))
		tail++;
	differences = json_pack("{s:o, s:i, s:o, s:i, s:o}",
		"before", describe_some(stock, head ? head - 1 : 0, head),
		"stock_accesses", (int)(stock->nr - tail - head),
		"stock", describe_some(stock, head, stock->nr - tail),
		"split_accesses", (int)(split->nr - tail - head),
		"split", describe_some(split, head, split->nr - tail));
	return json_pack("{s:b, s:i, s:i, s:o}", "same", 0, "accesses", (int)stock->nr, "alone",
			 (int)(stock->alone + split->alone), "differences", differences);
}
