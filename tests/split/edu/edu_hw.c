// SPDX-License-Identifier: GPL-2.0
#include <linux/delay.h>
#include "edu.h"

#define POLLS	100

int edu_check(struct edu *edu)
{
	if ((edu_read(edu, EDU_ID) & 0xff) != 0xed)
		return -ENODEV;
	edu_write(edu, EDU_LIVE, 0x5aa5);
	return edu_read(edu, EDU_LIVE) == ~0x5aa5u ? 0 : -EIO;
}

void edu_ask(struct edu *edu, u32 number)
{
	edu->number = number;
	edu_totals.questions++;
	edu_write(edu, EDU_STATUS, EDU_RAISE);
	edu_write(edu, EDU_FACTORIAL, number);
}

/* The interrupt comes at once. */
void edu_set_mark(struct edu *edu, u32 mark)
{
	edu->mark = mark;
	edu->other = mark < EDU_MARKS ? NULL : ERR_PTR(-ERANGE);
	edu_write(edu, EDU_IRQ_RAISE, EDU_MARK);
}

int edu_answer(struct edu *edu, u32 *answer)
{
	int i;

	for (i = 0; edu_read(edu, EDU_STATUS) & EDU_COMPUTING; i++) {
		if (i == POLLS)
			return -ETIMEDOUT;
		msleep(20);
	}
	*answer = edu_read(edu, EDU_FACTORIAL);
	return 0;
}
