// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers in shared fields that the kernel half makes an index, a length or a
 * port of: a user half may only write what the field's table says.
 */
#include "runtime.h"

bool cleave_checked(const struct cleave_field *f)
{
	return f->below || f->owns || f->once;
}

const char *cleave_unfit(const struct cleave_object *o, const struct cleave_field *f, u64 old,
			 u64 value)
{
	if (f->once && old && value != old)
		return "the number stays as it was first written";
	if (f->below && (value < f->least || value >= f->below))
		return "the number is out of its bounds";
	if (f->owns && value && !cleave_owns_number(o, f->owns, value))
		return "the device does not own what the number stands for";
	return NULL;
}
