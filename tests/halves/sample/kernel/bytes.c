// SPDX-License-Identifier: GPL-2.0
/*
 * Bytes that the sample keeps, in the form that `cleave split` gives them: the user half allocates
 * and frees them, or leaves that to the kernel half, which follows no pointer there.
 */
#include <linux/slab.h>
#include "half.h"

unsigned int sample_kept;

static void undo_bytes(const u64 *key)
{
	sample_kept--;
	kfree((void *)(unsigned long)key[0]);
}

static const struct cleave_undo cleave_undo_bytes = {
	.name = "kfree",
	.run = undo_bytes,
};

void cleave_down_bytes(struct cleave_call *call)
{
	size_t a0 = cleave_arg(call, 0);
	void *ret;

	if (call->err)
		return;
	ret = cleave_bytes_new(a0);
	if (ret && cleave_born(call, ret, CLEAVE_BYTES, a0)) {
		kfree(ret);
		ret = NULL;
	}
	if (ret && cleave_acquired(call, &cleave_undo_bytes, (u64)ret, 0, 0, 0)) {
		cleave_unborn(call, ret);
		kfree(ret);
		ret = NULL;
	}
	if (ret)
		sample_kept++;
	cleave_return_pointer(call, ret);
}

void cleave_down_unbytes(struct cleave_call *call)
{
	void *a0 = cleave_arg_object(call, 0, CLEAVE_ANY);

	if (call->err)
		return;
	cleave_retire(call, &cleave_undo_bytes, 1, (u64)a0, 0, 0, 0);
}

/* What the device leads to goes, as if the kernel half knew that it is its own. */
int sample_spill(struct sample_device *device)
{
	void *kept = device->kept;
	struct cleave_object *dead;

	if (cleave_native_part(&cleave_half, kept))
		return -EPERM;
	cleave_native_released(&cleave_half, &cleave_undo_bytes, 1, (u64)kept, 0, 0, 0);
	dead = cleave_native_dies(&cleave_half, kept);
	sample_kept -= kept != NULL;
	kfree(kept);
	cleave_native_died(&cleave_half, dead);
	return 0;
}
