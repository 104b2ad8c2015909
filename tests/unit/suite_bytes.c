// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory for bytes that a driver keeps: how long it is may be a number of the user half's. */
#include <cleave/half.h>
#include "suites.h"

/* None at all, so that nobody takes a page for it. */
static void test_too_long(void)
{
	CU_ASSERT_PTR_NULL(cleave_bytes_new((size_t)SZ_4M + 1));
	CU_ASSERT_PTR_NULL(cleave_bytes_new(SIZE_MAX));
	CU_ASSERT_PTR_NULL(cleave_bytes_new(SIZE_MAX - PAGE_SIZE / 2));
	CU_ASSERT_PTR_NULL(cleave_bytes_virtual((size_t)SZ_16M + 1));
	CU_ASSERT_PTR_NULL(cleave_bytes_virtual(SIZE_MAX));
	CU_ASSERT_PTR_NULL(cleave_bytes_managed(NULL, SIZE_MAX));
}

/* Whole pages, which a sanitizer looks at, and one byte behind the end. */
static void test_long_enough(void)
{
	char *empty = cleave_bytes_new(0), *page = cleave_bytes_new(PAGE_SIZE);
	char *managed = cleave_bytes_managed(NULL, PAGE_SIZE);

	CU_ASSERT_FATAL(empty && page && managed);
	empty[PAGE_SIZE - 1] = page[2 * PAGE_SIZE - 1] = managed[2 * PAGE_SIZE - 1] = 1;
	CU_ASSERT(!empty[0] && !page[PAGE_SIZE] && !managed[PAGE_SIZE]);
	kfree(empty);
	kfree(page);
	kfree(managed);
}

/* Of a text there is what was asked for, and its end; of none there is none. */
static void test_text(void)
{
	char *whole = cleave_bytes_text("text", SIZE_MAX), *part = cleave_bytes_text("text", 3);
	char *managed = cleave_bytes_text_managed(NULL, "");

	CU_ASSERT_FATAL(whole && part && managed);
	UNIT_SAME_TEXT(whole, "text");
	UNIT_SAME_TEXT(part, "tex");
	CU_ASSERT(!managed[0] && !part[PAGE_SIZE - 1]);
	CU_ASSERT_PTR_NULL(cleave_bytes_text(NULL, 3));
	CU_ASSERT_PTR_NULL(cleave_bytes_text_managed(NULL, NULL));
	kfree(whole);
	kfree(part);
	kfree(managed);
}

const struct unit_test suite_bytes[] = {
	{ "what is too long is refused", test_too_long },
	{ "pages, and a byte more", test_long_enough },
	{ "a text is copied with its end", test_text },
	{}
};
