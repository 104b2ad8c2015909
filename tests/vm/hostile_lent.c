// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory of the process that made an upcall: a user half may have it copied from there, or there,
 * as far as that has named it in this call, and no further.
 */
#include <errno.h>

#include "hostile.h"

/* An upcall that lends some, of which the address is its second argument. */
static uint64_t lent(int fd, struct trigger *t)
{
	called(fd, t, "lend", SAMPLE_UP_LEND);
	IS(got.msg->nargs, 2);
	return got.args[1];
}

static void copies_what_it_was_lent(void)
{
	int fd = serve();
	struct trigger t;
	uint64_t at = lent(fd, &t);

	IS(down_returns(fd, SAMPLE_DOWN_COPY, 2, at, SAMPLE_LENT, 0), 0);
	IS(down_returns(fd, SAMPLE_DOWN_COPY, 2, at + 3, 1, 0), 0);
	IS(down_returns(fd, SAMPLE_DOWN_COPY, 2, at + SAMPLE_LENT, 0, 0), 0);
	upret(fd, SAMPLE_UP_LEND, 1, 0);
	IS(outcome(&t), 0);
}

static void copies_what_it_was_not_lent(void)
{
	static const struct { int64_t from, len; } wrong[] = {
		{ 0, SAMPLE_LENT + 1 }, { 1, SAMPLE_LENT }, { -1, 1 }, { -1, SAMPLE_LENT + 2 },
		{ SAMPLE_LENT, 1 }, { 1, -1 }, { -8, -8 }, { INT64_MIN, 1 },
	};

	for (unsigned int i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		int fd = serve();
		struct trigger t;
		uint64_t at = lent(fd, &t);

		down(fd, SAMPLE_DOWN_COPY, 2, at + wrong[i].from, wrong[i].len, 0);
		ended(fd, &t);
	}
}

/* What one upcall is lent is not its device's, nor that of a call further in. */
static void copies_what_another_was_lent(void)
{
	int fd = serve(), second = open_socket();
	struct trigger t, other;
	struct sample_device *dev;
	uint64_t at;

	IS(join(second, cookie), 0);
	at = lent(fd, &t);
	called(second, &other, "open", SAMPLE_UP_OPEN);
	down(second, SAMPLE_DOWN_COPY, 2, at, 1, 0);
	ended(second, &other);
	IS(outcome(&t), -EIO);
	fd = serve();
	at = lent(fd, &t);
	dev = (void *)got.args[0];
	down(fd, SAMPLE_DOWN_ENTER, 1, (uintptr_t)dev, 0, 0);
	expect(fd, CLEAVE_OP_UPCALL, SAMPLE_UP_OPEN);
	down(fd, SAMPLE_DOWN_COPY, 2, at, 1, 0);
	ended(fd, &t);
}

void lendings(void)
{
	RUN(copies_what_it_was_lent);
	RUN(copies_what_it_was_not_lent);
	RUN(copies_what_another_was_lent);
}
