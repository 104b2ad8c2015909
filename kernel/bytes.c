// SPDX-License-Identifier: GPL-2.0
/*
 * Memory for bytes that a driver keeps, which the user half sees as regions: pages that nothing
 * else lies in, zeroed, and a byte more, for pointers to the end. How much it is may be a number of
 * the user half's wherever the driver allocates it, so nobody gets more than a downcall would give.
 */
#include <linux/device.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <cleave/half.h>

#define MOST		SZ_4M
#define MOST_VIRTUAL	SZ_16M

void *cleave_bytes_new(size_t size)
{
	if (size > MOST)
		return NULL;
	return kzalloc(PAGE_ALIGN(size + 1), GFP_KERNEL | __GFP_NOWARN);
}
EXPORT_SYMBOL_GPL(cleave_bytes_new);

void *cleave_bytes_virtual(size_t size)
{
	return size > MOST_VIRTUAL ? NULL : vzalloc(size + 1);
}
EXPORT_SYMBOL_GPL(cleave_bytes_virtual);

void *cleave_bytes_managed(struct device *dev, size_t size)
{
	if (size > MOST)
		return NULL;
	return (void *)devm_get_free_pages(dev, GFP_KERNEL | __GFP_NOWARN | __GFP_ZERO,
					   get_order(size + 1));
}
EXPORT_SYMBOL_GPL(cleave_bytes_managed);

/* What is behind the text is zeroed, and so ends it, whatever becomes of @s meanwhile. */
static void *copy(void *to, const void *s, size_t len)
{
	return to ? memcpy(to, s, len) : NULL;
}

void *cleave_bytes_text(const char *s, size_t most)
{
	size_t len = s ? strnlen(s, most) : 0;

	return s ? copy(cleave_bytes_new(len), s, len) : NULL;
}
EXPORT_SYMBOL_GPL(cleave_bytes_text);

void *cleave_bytes_text_managed(struct device *dev, const char *s)
{
	size_t len = s ? strlen(s) : 0;

	return s ? copy(cleave_bytes_managed(dev, len), s, len) : NULL;
}
EXPORT_SYMBOL_GPL(cleave_bytes_text_managed);
