// SPDX-License-Identifier: GPL-2.0
/* The sample's stubs, in the form that `cleave split` gives them. */
#include <linux/delay.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include "half.h"

/* ---- upcalls ---------------------------------------------------------------- */

int sample_probe(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_PROBE))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, true);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

void sample_remove(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_REMOVE))
		return;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_ends(&call, 0);
	cleave_up_end(&call, 0, CLEAVE_NUMBER);
}

int sample_open(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_OPEN))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

u64 sample_scalars(struct sample_device *dev, u8 a, s16 b, u32 c, u64 d)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_SCALARS))
		return 0;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_value(&call, a);
	cleave_up_value(&call, b);
	cleave_up_value(&call, c);
	cleave_up_value(&call, d);
	return cleave_up_end(&call, 0, CLEAVE_NUMBER);
}

int sample_loans(struct sample_device *dev, const u8 *in, u8 *out, u8 *inout, const char *s)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_LOANS))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_loan(&call, in, SAMPLE_LOAN, CLEAVE_TO_USER);
	cleave_up_loan(&call, out, SAMPLE_LOAN, CLEAVE_TO_KERNEL);
	cleave_up_loan(&call, inout, SAMPLE_LOAN, CLEAVE_BOTH);
	cleave_up_string(&call, s);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

struct sample_part *sample_pick(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_PICK))
		return NULL;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	return (struct sample_part *)cleave_up_end(&call, 0, SAMPLE_CLASS_PART);
}

int sample_patient(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_PATIENT))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_loan(&call, &sample_debug, sizeof(sample_debug), CLEAVE_BOTH);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

int sample_locked(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_LOCKED))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

int sample_heavy(struct sample_device *dev, const u8 *a, const u8 *b)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_HEAVY))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_loan(&call, a, SAMPLE_HEAVY, CLEAVE_TO_USER);
	cleave_up_loan(&call, b, SAMPLE_HEAVY, CLEAVE_TO_USER);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

int sample_unsure(struct sample_device *dev)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_UNSURE))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

int sample_lend(struct sample_device *dev, const void __user *from, size_t len)
{
	struct cleave_call call;

	if (cleave_up_begin(&call, &cleave_half, SAMPLE_UP_LEND))
		return -EIO;
	cleave_up_object(&call, dev, SAMPLE_TYPE_DEVICE, false);
	cleave_up_user(&call, (u64)(unsigned long)from, len);
	return (int)cleave_up_end(&call, (u64)-EIO, CLEAVE_NUMBER);
}

/* ---- downcalls -------------------------------------------------------------- */

void cleave_down_scale(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);
	u64 a1 = cleave_arg(call, 1);

	if (call->err)
		return;
	cleave_return(call, a0 * a1);
}

void cleave_down_fill(struct cleave_call *call)
{
	u64 a1 = cleave_arg(call, 1);
	u64 a2 = cleave_arg(call, 2);
	void *a0;

	if (call->err)
		return;
	a0 = cleave_arg_buffer(call, 0, a1, CLEAVE_TO_USER);
	if (call->err)
		return;
	memset(a0, a2, a1);
}

void cleave_down_sum(struct cleave_call *call)
{
	u64 a1 = cleave_arg(call, 1);
	u64 sum = 0, i;
	u8 *a0;

	if (call->err)
		return;
	a0 = cleave_arg_buffer(call, 0, a1, CLEAVE_TO_KERNEL);
	if (call->err)
		return;
	for (i = 0; a0 && i < a1; i++)
		sum += a0[i];
	cleave_return(call, sum);
}

void cleave_down_invert(struct cleave_call *call)
{
	u64 a1 = cleave_arg(call, 1);
	u64 i;
	u8 *a0;

	if (call->err)
		return;
	a0 = cleave_arg_buffer(call, 0, a1, CLEAVE_BOTH);
	if (call->err)
		return;
	for (i = 0; a0 && i < a1; i++)
		a0[i] = ~a0[i];
}

static void undo_alloc(const u64 *key)
{
	sample_drop((void *)key[0]);
}

const struct cleave_undo sample_undo_alloc = {
	.name = "sample_free",
	.run = undo_alloc,
};

void cleave_down_alloc(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);
	size_t size = sizeof(struct sample_buffer) + a0;
	struct sample_buffer *ret;

	if (call->err)
		return;
	ret = a0 <= SZ_1M ? kzalloc(size, GFP_KERNEL) : NULL;
	if (ret && cleave_born(call, ret, SAMPLE_TYPE_BUFFER, size)) {
		kfree(ret);
		ret = NULL;
	}
	if (ret && cleave_acquired(call, &sample_undo_alloc, (u64)ret, 0, 0, 0)) {
		cleave_unborn(call, ret);
		kfree(ret);
		ret = NULL;
	}
	if (ret) {
		ret->length = a0;
		sample_buffers++;
	}
	cleave_return_pointer(call, ret);
}

void cleave_down_free(struct cleave_call *call)
{
	void *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_BUFFER);

	if (call->err)
		return;
	if (cleave_released(call, &sample_undo_alloc, 1, (u64)a0, 0, 0, 0))
		return;
	if (cleave_dies(call, a0))
		return;
	sample_drop(a0);
}

void cleave_down_close(struct cleave_call *call)
{
	void *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_BUFFER);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	if (cleave_released(call, &sample_undo_alloc, 1, (u64)a0, 0, 0, 0))
		return;
	if (cleave_dies(call, a0))
		return;
	sample_close(a0);
}

void cleave_down_say(struct cleave_call *call)
{
	const char *a0 = cleave_arg_string(call, 0);

	if (call->err)
		return;
	cleave_return(call, a0 ? strlen(a0) : 0);
}

void cleave_down_word(struct cleave_call *call)
{
	int a0 = cleave_arg(call, 0);

	cleave_arg_text(call, 1);
	if (call->err)
		return;
	cleave_return_text(call, 1, a0 ? "a word" : NULL);
}

void cleave_down_find(struct cleave_call *call)
{
	struct sample_device *a1 = cleave_arg_object(call, 1, SAMPLE_CLASS_DEVICE);

	cleave_arg_result(call, 0);
	if (!a1)
		cleave_refuse(call, 1, "NULL");
	if (call->err)
		return;
	cleave_result(call, 0, &a1->part);
}

void cleave_down_place(struct cleave_call *call)
{
	struct sample_device *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_DEVICE);
	s32 a1 = cleave_arg(call, 1);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	if (!(a1 >= 0 && a1 < SAMPLE_PLACES))
		cleave_refuse(call, 1, "$1 >= 0 && $1 < SAMPLE_PLACES");
	if (call->err)
		return;
	a0->place = a1;
}

void cleave_down_keep(struct cleave_call *call)
{
	struct sample_device *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_DEVICE);
	const char *a1 = cleave_arg_string_kept(call, 1);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	a0->label = a1;
}

void cleave_down_enter(struct cleave_call *call)
{
	struct sample_device *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_DEVICE);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	cleave_return(call, sample_open(a0));
}

void cleave_down_whose(struct cleave_call *call)
{
	struct sample_part *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_PART);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	cleave_return_pointer(call, container_of(a0, struct sample_device, part));
}

void cleave_down_ops(struct cleave_call *call)
{
	const struct sample_ops *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_OPS);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	cleave_return(call, a0->id);
}

void cleave_down_same(struct cleave_call *call)
{
	void *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_FUNCTION);

	if (call->err)
		return;
	cleave_return(call, a0 == sample_open);
}

void cleave_down_sleep(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);

	if (call->err)
		return;
	msleep(min_t(u64, a0, 5000));
}

void cleave_down_nap(struct cleave_call *call)
{
	cleave_down_sleep(call);
	cleave_return(call, task_pid_nr(current));
}

void cleave_down_grab(struct cleave_call *call)
{
	mutex_lock(&sample_mutex);
	mutex_unlock(&sample_mutex);
}

void cleave_down_rely(struct cleave_call *call)
{
	cleave_return(call, WARN_ON(!mutex_is_locked(&sample_mutex)) || !cleave_holds(call, "sample"));
}

static void undo_lock(const u64 *key)
{
	mutex_unlock((struct mutex *)(unsigned long)key[0]);
}

static const struct cleave_undo cleave_undo_lock = {
	.name = "mutex_unlock",
	.run = undo_lock,
	.until_answer = true,
	.holds = "second",
};

void cleave_down_lock(struct cleave_call *call)
{
	cleave_mutex_lock(call, &sample_second);
	if (call->err)
		return;
	if (cleave_acquired(call, &cleave_undo_lock, (u64)&sample_second, 0, 0, 0))
		mutex_unlock(&sample_second);
}

void cleave_down_unlock(struct cleave_call *call)
{
	if (cleave_released(call, &cleave_undo_lock, 1, (u64)&sample_second, 0, 0, 0))
		return;
	mutex_unlock(&sample_second);
}

void cleave_down_grab_second(struct cleave_call *call)
{
	mutex_lock(&sample_second);
	mutex_unlock(&sample_second);
}

void cleave_down_rely_second(struct cleave_call *call)
{
	cleave_return(call, WARN_ON(!mutex_is_locked(&sample_second)) ||
			    !cleave_holds(call, "second"));
}

void cleave_down_wait(struct cleave_call *call)
{
	static DECLARE_COMPLETION(never);
	u64 a0 = cleave_arg(call, 0);
	unsigned long ret;

	if (call->err)
		return;
	ret = cleave_wait_for_completion(call, &never, a0);
	if (call->err)
		return;
	cleave_return(call, ret);
}

static void undo_attach(const u64 *key)
{
	struct sample_buffer *buffer = (void *)(unsigned long)key[1];

	WARN_ON(buffer->length == ~0U);
	sample_attached--;
}

static const struct cleave_undo cleave_undo_attach = {
	.name = "sample_detach",
	.run = undo_attach,
};

void cleave_down_attach(struct cleave_call *call)
{
	void *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_BUFFER);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (call->err)
		return;
	if (!cleave_acquired(call, &cleave_undo_attach, 0, (u64)a0, 0, 0))
		sample_attached++;
}

static void undo_hush(const u64 *key)
{
	sample_hushed--;
}

static const struct cleave_undo cleave_undo_hush = {
	.name = "sample_unhush",
	.run = undo_hush,
};

void cleave_down_hush(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);
	u64 a1 = cleave_arg(call, 1);
	void *a2 = cleave_arg_object(call, 2, SAMPLE_CLASS_BUFFER);
	int ret;

	if (!call->err && !cleave_owns_irq(call, a0))
		cleave_refuse(call, 0, "cleave_owns_irq(call, $0)");
	if (call->err)
		return;
	msleep(min_t(u64, a1, 5000));
	ret = cleave_acquired(call, &cleave_undo_hush, a0, (u64)a2, 0, 0);
	if (!ret)
		sample_hushed++;
	cleave_return(call, ret);
}

void cleave_down_unhush(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);

	if (!call->err && !cleave_owns_irq(call, a0))
		cleave_refuse(call, 0, "cleave_owns_irq(call, $0)");
	if (call->err)
		return;
	if (!cleave_released(call, &cleave_undo_hush, 1, a0, 0, 0, 0))
		sample_hushed--;
}

static void undo_offer(const u64 *key)
{
	sample_offered--;
}

static const struct cleave_undo cleave_undo_offer = {
	.name = "sample_withdraw",
	.run = undo_offer,
};

void cleave_down_offer(struct cleave_call *call)
{
	int ret = cleave_acquired(call, &cleave_undo_offer, (u64)&sample_debug, 0, 0, 0);

	if (!ret)
		sample_offered++;
	cleave_return(call, ret);
}

void cleave_down_copy(struct cleave_call *call)
{
	u64 a0 = cleave_arg(call, 0);
	u64 a1 = cleave_arg(call, 1);
	u8 bytes[SAMPLE_LENT];

	if (!call->err && !cleave_lent_user(call, a0, a1))
		cleave_refuse(call, 0, "cleave_lent_user(call, $0, $1)");
	if (call->err)
		return;
	cleave_return(call, copy_from_user(bytes, (const void __user *)a0, a1));
}

void cleave_down_arm(struct cleave_call *call)
{
	struct sample_buffer *a0 = cleave_arg_object(call, 0, SAMPLE_CLASS_BUFFER);

	if (!a0)
		cleave_refuse(call, 0, "NULL");
	if (!call->err && a0->length < SAMPLE_RUNNER)
		cleave_refuse(call, 0, "too small");
	if (call->err)
		return;
	sample_arm(a0);
}
