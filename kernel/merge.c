// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers that an interrupt, say, changed while the user half did: where both set bits, or count,
 * neither change is lost.
 */
#include "sync.h"

static u64 merged(const struct cleave_field *f, u64 twin, u64 kernel, u64 user)
{
	u64 changed = user ^ twin;

	if (f->merge == CLEAVE_MERGE_SUM)
		return kernel + (user - twin);
	return (kernel & ~changed) | (user & changed);
}

/* The kernel's change is as if it had been pushed before the user half made its own. */
static void merge_number(const struct cleave_element *e, u32 at, u32 len)
{
	u64 twin = cleave_load(in_twin(e) + at, len);
	u64 kernel = cleave_load(in_object(e) + at, len);
	u64 user = cleave_load(in_mirror(e) + at, len);
	u64 both = 0;

	if (kernel == twin || user == twin)
		return;
	user = merged(e->f, twin, kernel, user);
	cleave_copy(&both, &user, len);
	if (cleave_unfit(e->o, e->f, kernel, both))
		return;
	cleave_copy(in_twin(e) + at, &kernel, len);
	cleave_copy(in_mirror(e) + at, &both, len);
}

void cleave_merge(const struct cleave_element *e)
{
	u32 at, len = cleave_number_bytes(e->f);

	for (at = 0; at < e->f->length; at += len)
		merge_number(e, at, len);
}
