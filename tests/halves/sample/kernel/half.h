/* SPDX-License-Identifier: GPL-2.0 */
/* What the parts of the sample's kernel half share. */
#ifndef SAMPLE_HALF_H
#define SAMPLE_HALF_H

#include <linux/platform_device.h>
#include <linux/workqueue.h>
#include <cleave/half.h>
#include "sample.h"

extern struct cleave_half cleave_half;

extern const struct sample_ops sample_ops[2];
extern int sample_debug;
extern unsigned int sample_buffers;	/* allocated and not freed */
extern struct mutex sample_mutex;	/* "sample" in the tables */
extern struct mutex sample_second;
extern unsigned int sample_attached;	/* acquired and not given back */
extern unsigned int sample_hushed;
extern unsigned int sample_offered;

#define SAMPLE_RUNNER	(sizeof(struct delayed_work) + 8)	/* bytes that work takes */

/* What the driver allocates for a device: the user half knows of the first part. */
struct sample_whole {
	struct sample_device dev;
	struct platform_device pdev;	/* never registered; says what is the device's */
	struct resource resources[3];
};

/* driver.c: what a real driver would have */
int sample_init(void);
void sample_exit(void);

void sample_drop(struct sample_buffer *buffer);
void sample_close(struct sample_buffer *buffer);
void sample_arm(struct sample_buffer *buffer);
bool sample_disarm(void *object, bool wait);

/* hasty.c: calls from where nobody may sleep */
s64 sample_hasty(struct sample_device *device, const char *where);

/* bytes.c: those that the device keeps */
extern unsigned int sample_kept;	/* allocated and not freed */
int sample_spill(struct sample_device *device);

/* native.c: what the kernel half makes by itself */
int sample_native_init(void);
void sample_native_exit(void);
void sample_native_equip(struct sample_whole *whole, unsigned int irq);
int sample_native_bind(struct sample_device *device);
u8 sample_native_byte(void);	/* the first of the device's memory */
int sample_native_make(struct sample_device *device);
int sample_native_drop(struct sample_device *device);
int sample_native_manage(struct sample_device *device, bool foreign);
int sample_native_unbind(struct sample_device *device);
int sample_native_map(struct sample_device *device, size_t from, size_t len);

/* stubs.c: how a buffer is given back */
extern const struct cleave_undo sample_undo_alloc;

/* stubs.c: upcalls */
int sample_probe(struct sample_device *dev);
void sample_remove(struct sample_device *dev);
int sample_open(struct sample_device *dev);
u64 sample_scalars(struct sample_device *dev, u8 a, s16 b, u32 c, u64 d);
int sample_loans(struct sample_device *dev, const u8 *in, u8 *out, u8 *inout, const char *s);
struct sample_part *sample_pick(struct sample_device *dev);
int sample_patient(struct sample_device *dev);
int sample_locked(struct sample_device *dev);
int sample_heavy(struct sample_device *dev, const u8 *a, const u8 *b);
int sample_unsure(struct sample_device *dev);
int sample_lend(struct sample_device *dev, const void __user *from, size_t len);

/* stubs.c: downcalls */
void cleave_down_scale(struct cleave_call *call);
void cleave_down_fill(struct cleave_call *call);
void cleave_down_sum(struct cleave_call *call);
void cleave_down_invert(struct cleave_call *call);
void cleave_down_alloc(struct cleave_call *call);
void cleave_down_free(struct cleave_call *call);
void cleave_down_close(struct cleave_call *call);
void cleave_down_say(struct cleave_call *call);
void cleave_down_word(struct cleave_call *call);
void cleave_down_keep(struct cleave_call *call);
void cleave_down_enter(struct cleave_call *call);
void cleave_down_whose(struct cleave_call *call);
void cleave_down_ops(struct cleave_call *call);
void cleave_down_same(struct cleave_call *call);
void cleave_down_sleep(struct cleave_call *call);
void cleave_down_nap(struct cleave_call *call);
void cleave_down_grab(struct cleave_call *call);
void cleave_down_lock(struct cleave_call *call);
void cleave_down_unlock(struct cleave_call *call);
void cleave_down_grab_second(struct cleave_call *call);
void cleave_down_rely_second(struct cleave_call *call);
void cleave_down_arm(struct cleave_call *call);
void cleave_down_attach(struct cleave_call *call);
void cleave_down_wait(struct cleave_call *call);
void cleave_down_rely(struct cleave_call *call);
void cleave_down_find(struct cleave_call *call);
void cleave_down_place(struct cleave_call *call);
void cleave_down_hush(struct cleave_call *call);
void cleave_down_unhush(struct cleave_call *call);
void cleave_down_offer(struct cleave_call *call);
void cleave_down_copy(struct cleave_call *call);

/* bytes.c: more of them */
void cleave_down_bytes(struct cleave_call *call);
void cleave_down_unbytes(struct cleave_call *call);

#endif /* SAMPLE_HALF_H */
