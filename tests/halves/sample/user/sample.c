// SPDX-License-Identifier: GPL-2.0 OR LGPL-2.1-or-later
/*
 * The sample driver's user half, by hand, in the form that `cleave split` gives
 * one: it knows no C library, and the kernel's functions that it calls are
 * renamed when it is linked. Each upcall checks what it sees; a check that fails
 * is logged and becomes the answer -EINVAL.
 */
#include <cleave/boundary.h>
#include <cleave/wire.h>
#include "../sample.h"

/* The kernel's, as its headers declare them. */
extern volatile unsigned long jiffies;
int _printk(const char *fmt, ...);
int snprintf(char *buf, unsigned long size, const char *fmt, ...);
int strcmp(const char *a, const char *b);
void *memset(void *p, int c, unsigned long n);
void msleep(unsigned int ms);

#define LONG_MS		4500	/* more than sample.test lets it take by itself */

#define EINVAL		22
#define CHECK(cond)						\
	do {							\
		if (!(cond)) {					\
			_printk("\0013sample: line %d: %s\n", __LINE__, #cond); \
			return -EINVAL;				\
		}						\
	} while (0)

const struct sample_ops sample_ops[2] = { { .id = 11 }, { .id = 22 } };
int sample_debug = 1;

static unsigned int opened;	/* this half's alone, and outlives its process */
static unsigned int first_opened = 5;

int sample_open(struct sample_device *dev);

/* ---- downcalls ------------------------------------------------------------- */

static __u64 sample_scale(__u64 a, __u64 b)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_SCALE);

	cleave_put_value(&f, a);
	cleave_put_value(&f, b);
	return cleave_down(&f);
}

static void sample_fill(void *to, __u64 len, __u8 byte)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_FILL);

	cleave_put_buffer(&f, to, len, CLEAVE_TO_USER);
	cleave_put_value(&f, len);
	cleave_put_value(&f, byte);
	cleave_down(&f);
}

static __u64 sample_sum(const void *from, __u64 len)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_SUM);

	cleave_put_buffer(&f, from, len, CLEAVE_TO_KERNEL);
	cleave_put_value(&f, len);
	return cleave_down(&f);
}

static void sample_invert(void *p, __u64 len)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_INVERT);

	cleave_put_buffer(&f, p, len, CLEAVE_BOTH);
	cleave_put_value(&f, len);
	cleave_down(&f);
}

static struct sample_buffer *sample_alloc(__u64 trailing)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_ALLOC);

	cleave_put_value(&f, trailing);
	return (struct sample_buffer *)cleave_down(&f);
}

static void sample_free(struct sample_buffer *b)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_FREE);

	cleave_put_pointer(&f, b);
	cleave_down(&f);
}

static __u64 sample_say(const char *s)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_SAY);

	cleave_put_string(&f, s);
	return cleave_down(&f);
}

static const char *sample_word(int number)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_WORD);

	cleave_put_value(&f, number);
	return cleave_down_text(&f);
}

static void sample_keep(struct sample_device *dev, const char *s)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_KEEP);

	cleave_put_pointer(&f, dev);
	cleave_put_string(&f, s);
	cleave_down(&f);
}

static int sample_enter(struct sample_device *dev)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_ENTER);

	cleave_put_pointer(&f, dev);
	return (int)cleave_down(&f);
}

static struct sample_device *sample_whose(struct sample_part *part)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_WHOSE);

	cleave_put_pointer(&f, part);
	return (struct sample_device *)cleave_down(&f);
}

static __u32 sample_ops_id(const struct sample_ops *ops)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_OPS);

	cleave_put_pointer(&f, ops);
	return (__u32)cleave_down(&f);
}

static int sample_same(const void *function)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_SAME);

	cleave_put_pointer(&f, function);
	return (int)cleave_down(&f);
}

static void sample_sleep(__u64 ms)
{
	struct cleave_frame f = CLEAVE_FRAME(SAMPLE_DOWN_SLEEP);

	cleave_put_value(&f, ms);
	cleave_down(&f);
}

/* ---- the driver ------------------------------------------------------------ */

static int sample_probe(struct sample_device *dev)
{
	CHECK(!strcmp(dev->name, "sample0"));
	CHECK(dev->serial == 0x5e41a1);
	CHECK((dev->flags & SAMPLE_FLAGS_SHARED) == 0);
	CHECK(dev->secret == 0);	/* the kernel's alone */
	CHECK(!strcmp(dev->label, SAMPLE_LABEL));
	CHECK(dev->address[0] == 2 && dev->address[5] == 1);
	CHECK(dev->peer == dev);
	CHECK(dev->ops == &sample_ops[1]);
	CHECK(dev->links[0] == &sample_debug);
	CHECK((__u64)dev->links[1] >> 48 == CLEAVE_OPAQUE >> 48);
	CHECK(dev->links[2] == sample_open);
	CHECK(!dev->links[3]);
	CHECK(first_opened == 5 && !opened);
	dev->counter = 1;
	dev->state = 1;
	dev->flags |= 5;
	dev->lanes[2].shared = 30;
	dev->lanes[1].unshared = 31;	/* goes nowhere */
	dev->ops = &sample_ops[0];
	dev->part.value = 7;
	_printk("\0016sample: probed %pM %*phN\n", dev->address, 2, dev->name);
	return 0;
}

static void sample_remove(struct sample_device *dev)
{
	dev->state = 3;
	opened = 0;
	_printk("\0016sample: removed\n");
}

static int check_buffers(struct sample_device *dev)
{
	__u8 bytes[32];

	memset(bytes, 1, sizeof(bytes));
	sample_fill(bytes + 8, 8, 3);
	CHECK(bytes[7] == 1 && bytes[8] == 3 && bytes[15] == 3 && bytes[16] == 1);
	CHECK(sample_sum(bytes, sizeof(bytes)) == 24 * 1 + 8 * 3);
	sample_invert(bytes, 4);
	CHECK(bytes[3] == 0xfe && bytes[4] == 1);
	/* Shared memory goes by reference. */
	sample_fill(dev->bytes, sizeof(dev->bytes), 0x5a);
	CHECK(dev->bytes[0] == 0x5a && dev->bytes[63] == 0x5a);
	CHECK(sample_sum(dev->bytes + 1, 2) == 2 * 0x5a);
	return 0;
}

static int check_objects(struct sample_device *dev)
{
	struct sample_buffer *b = sample_alloc(100), *other = sample_alloc(0);

	CHECK(b && other && b != other);
	CHECK(b->length == 100 && other->length == 0);
	b->bytes[0] = 9;
	CHECK(sample_sum(b->bytes, 1) == 9);
	sample_free(other);
	sample_free(b);
	CHECK(sample_whose(&dev->part) == dev);
	CHECK(sample_ops_id(dev->ops) == dev->ops->id);
	CHECK(sample_ops_id(&sample_ops[1]) == 22);
	CHECK(sample_same(sample_open) == 1);
	return 0;
}

static int check_rest(struct sample_device *dev)
{
	unsigned long before = jiffies;
	char text[24];

	CHECK(sample_scale(6, 7) == 42);
	CHECK(snprintf(text, sizeof(text), "%s %u", dev->name, opened % 10) == 9);
	CHECK(sample_say(text) == 9);
	CHECK(sample_say("literal") == 7);
	CHECK(sample_say(dev->name) == 7);
	CHECK(!strcmp(sample_word(1), "a word") && sample_word(1) == sample_word(2));
	CHECK(!sample_word(0));
	sample_keep(dev, text);
	CHECK(!strcmp(dev->label, text));
	msleep(20);
	CHECK(jiffies - before >= 5 && jiffies - before < 2000);
	return 0;
}

int sample_open(struct sample_device *dev)
{
	int err = check_buffers(dev);

	if (!err)
		err = check_objects(dev);
	if (!err)
		err = check_rest(dev);
	opened++;
	dev->counter += 10;
	dev->state = 2;
	return err;
}

static __u64 sample_scalars(struct sample_device *dev, __u8 a, __s16 b, __u32 c, __u64 d)
{
	dev->counter++;
	return a + b + c + d;
}

static int sample_loans(struct sample_device *dev, const __u8 *in, __u8 *out, __u8 *inout,
			const char *s)
{
	CHECK(dev->peer == dev);
	CHECK(!strcmp(s, "a lent string"));
	for (int i = 0; i < SAMPLE_LOAN; i++) {
		CHECK(in[i] == 0x11 && out[i] == 0 && inout[i] == 0x33);
		out[i] = 0x44;
		inout[i] = (__u8)~inout[i];
	}
	return 5;
}

static struct sample_part *sample_pick(struct sample_device *dev)
{
	return &dev->part;
}

/* An upcall nested in a downcall nested in an upcall. */
static int sample_patient(struct sample_device *dev)
{
	unsigned int before = dev->counter;
	int err = sample_enter(dev);

	CHECK(dev->counter == before + 10 && dev->state == 2);
	sample_sleep(10);
	return err ? err : (int)opened;
}

/* ---- its description -------------------------------------------------------- */

#define DEVICE(s)	((struct sample_device *)(s)->args[0])

static void serve_probe(struct cleave_served *s)
{
	s->ret = (unsigned long long)sample_probe(DEVICE(s));
}

static void serve_remove(struct cleave_served *s)
{
	sample_remove(DEVICE(s));
}

static void serve_open(struct cleave_served *s)
{
	s->ret = (unsigned long long)sample_open(DEVICE(s));
}

static void serve_locked(struct cleave_served *s)
{
	unsigned long before = jiffies;

	msleep(LONG_MS);
	s->ret = jiffies == before ? -EINVAL : 0;
}

static void serve_scalars(struct cleave_served *s)
{
	s->ret = sample_scalars(DEVICE(s), (__u8)s->args[1], (__s16)s->args[2], (__u32)s->args[3],
				s->args[4]);
}

static void serve_loans(struct cleave_served *s)
{
	s->ret = (unsigned long long)sample_loans(DEVICE(s), (const __u8 *)s->args[1],
						  (__u8 *)s->args[2], (__u8 *)s->args[3],
						  (const char *)s->args[4]);
}

static void serve_pick(struct cleave_served *s)
{
	s->ret = (unsigned long long)sample_pick(DEVICE(s));
}

static void serve_patient(struct cleave_served *s)
{
	s->ret = (unsigned long long)sample_patient(DEVICE(s));
}

static void serve_tick(struct cleave_served *s)
{
	(void)s;
	sample_debug++;
}

static void serve_tock(struct cleave_served *s)
{
	(void)s;
	sample_debug += 1000;
}

static const struct cleave_serve ups[SAMPLE_UPS] = {
	[SAMPLE_UP_PROBE] = { "sample_probe", serve_probe },
	[SAMPLE_UP_REMOVE] = { "sample_remove", serve_remove },
	[SAMPLE_UP_OPEN] = { "sample_open", serve_open },
	[SAMPLE_UP_SCALARS] = { "sample_scalars", serve_scalars },
	[SAMPLE_UP_LOANS] = { "sample_loans", serve_loans },
	[SAMPLE_UP_PICK] = { "sample_pick", serve_pick },
	[SAMPLE_UP_PATIENT] = { "sample_patient", serve_patient },
	[SAMPLE_UP_LOCKED] = { "sample_locked", serve_locked },
	[SAMPLE_UP_HEAVY] = { "sample_heavy", serve_open },
	[SAMPLE_UP_UNSURE] = { "sample_unsure", serve_open },
	[SAMPLE_UP_TICK] = { "sample_tick", serve_tick },
	[SAMPLE_UP_TOCK] = { "sample_tock", serve_tock },
};

static const char *const downs[SAMPLE_DOWNS] = {
	[SAMPLE_DOWN_SCALE] = "sample_scale",	[SAMPLE_DOWN_FILL] = "sample_fill",
	[SAMPLE_DOWN_SUM] = "sample_sum",	[SAMPLE_DOWN_INVERT] = "sample_invert",
	[SAMPLE_DOWN_ALLOC] = "sample_alloc",	[SAMPLE_DOWN_FREE] = "sample_free",
	[SAMPLE_DOWN_SAY] = "sample_say",	[SAMPLE_DOWN_KEEP] = "sample_keep",
	[SAMPLE_DOWN_WORD] = "sample_word",	[SAMPLE_DOWN_FIND] = "sample_find",
	[SAMPLE_DOWN_PLACE] = "sample_place",	[SAMPLE_DOWN_CLOSE] = "sample_close",
	[SAMPLE_DOWN_ENTER] = "sample_enter",	[SAMPLE_DOWN_WHOSE] = "sample_whose",
	[SAMPLE_DOWN_OPS] = "sample_ops_id",	[SAMPLE_DOWN_SAME] = "sample_same",
	[SAMPLE_DOWN_SLEEP] = "sample_sleep",	[SAMPLE_DOWN_NAP] = "sample_nap",
	[SAMPLE_DOWN_GRAB] = "sample_grab",
	[SAMPLE_DOWN_GRAB_ANYWHERE] = "sample_grab_anywhere",
	[SAMPLE_DOWN_LOCK] = "sample_lock",	[SAMPLE_DOWN_UNLOCK] = "sample_unlock",
	[SAMPLE_DOWN_ARM] = "sample_arm",	[SAMPLE_DOWN_ATTACH] = "sample_attach",
	[SAMPLE_DOWN_WAIT] = "sample_wait",
	[SAMPLE_DOWN_RELY] = "sample_rely",
	[SAMPLE_DOWN_GRAB_SECOND] = "sample_grab_second",
	[SAMPLE_DOWN_RELY_SECOND] = "sample_rely_second",
};

static const void *const symbols[SAMPLE_SYMBOLS] = {
	[SAMPLE_SYMBOL_OPEN] = sample_open,
	[SAMPLE_SYMBOL_OPS] = sample_ops,
	[SAMPLE_SYMBOL_DEBUG] = &sample_debug,
};

static const char *const symbol_names[SAMPLE_SYMBOLS] = {
	[SAMPLE_SYMBOL_OPEN] = "sample_open",
	[SAMPLE_SYMBOL_OPS] = "sample_ops",
	[SAMPLE_SYMBOL_DEBUG] = "sample_debug",
};

const struct cleave_user_half cleave_user_half = {
	.name = SAMPLE_NAME,
	.build_id = SAMPLE_BUILD_ID,
	.kernel = SAMPLE_KERNEL,
	.ups = ups,
	.downs = downs,
	.symbols = symbols,
	.symbol_names = symbol_names,
	.nr_ups = SAMPLE_UPS,
	.nr_downs = SAMPLE_DOWNS,
	.nr_symbols = SAMPLE_SYMBOLS,
};
