/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A kernel small enough for a test: a bus whose devices a driver probes, a
 * thing that a driver registers, interrupts, locks, registers.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#define NULL		((void *)0)
#define __iomem
#define container_of(p, type, member) \
	((type *)((char *)(p) - __builtin_offsetof(type, member)))

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long size_t;
typedef _Bool bool;

typedef struct spinlock {
	int locked;
} spinlock_t;

struct mutex {
	int owner;
};

/* Calls back by itself until it is stopped. */
struct ticker {
	void (*tick)(struct ticker *ticker);
	int weight;
};

/* The kernel's own: so is its lock. */
struct closet {
	int shelves;
	spinlock_t lock;
};

/* The kernel's own: so is its ticker. */
struct gadget {
	struct ticker ticker;
};

struct device {
	struct device *parent;
	void *driver_data;
};

/* Devices have one in common. */
struct bridge {
	u32 speed;
	struct device dev;
};

/* Born as an argument of probe. */
struct bus_device {
	u16 vendor;
	int irq;
	unsigned long start;
	struct device dev;
};

struct bus_driver {
	const char *name;
	int (*probe)(struct bus_device *bdev);
	void (*remove)(struct bus_device *bdev);
};

struct stats {
	u32 nr;
	u64 bytes[4];
};

struct packet {
	struct packet *next;
	u8 *data;
	u32 len;
};

struct thing;

struct thing_ops {
	int (*open)(struct thing *thing);
	int (*stop)(struct thing *thing);
	int (*sleep)(struct thing *thing);
	int (*wake)(struct thing *thing);
	int (*send)(struct thing *thing, struct packet *packet);
	void (*get_stats)(struct thing *thing, struct stats *stats);
	void (*get_bytes)(struct thing *thing, struct stats *stats, u8 *bytes);
	int (*strange)(struct thing *thing);
	int (*hold)(struct thing *thing);
	int (*let_go)(struct thing *thing);
	int (*set_level)(struct thing *thing, int level);
	int (*control)(struct thing *thing, unsigned int size, unsigned long at);
};

struct helper {
	int number;
	struct thing *owner;
	int (*read)(struct thing *thing, int reg);
};

/* Born by thing_alloc(), the driver's part behind it. */
struct thing {
	char name[16];
	const struct thing_ops *ops;
	struct device dev;
	unsigned long state;
	u32 level;
	u8 *address;
	struct packet *queue;
#ifdef THING_TAIL
	u8 priv[] __attribute__((aligned(32)));
#endif
};

static inline void *thing_priv(const struct thing *thing)
{
#ifdef THING_TAIL
	return (void *)thing->priv;
#else
	return (char *)thing + ((sizeof(struct thing) + 31) & ~31UL);
#endif
}

/* Has the compiler look at a type; nobody calls it. */
#define thing_check_int(name, p)								\
	static inline int __attribute__((unused)) *check_##name(void) { return (p); }

struct thing *thing_alloc(size_t size);
#define thing_new(size)	thing_alloc(size)
void thing_free(struct thing *thing);
int thing_register(struct thing *thing);
void thing_unregister(struct thing *thing);

int request_irq(int irq, int (*handler)(int irq, void *data), void *data);
void free_irq(int irq, void *data);

void big_lock(void);
void big_unlock(void);
void thing_notify(struct thing *thing);		/* takes the big lock */
void thing_refresh(struct thing *thing);	/* under the big lock */
int caller_id(void);			/* of the thread that it is called in */
u32 far_read(u32 reg);			/* in the kernel alone */
int far_register(void *data);		/* ... where it stays */
int count_up(struct thing *thing);	/* also if it fails */
struct link {
	struct link *next;
};
void link_in(struct link *link, struct link *list);
void thing_resume(struct thing *thing);
void thing_pause(struct thing *thing);	/* waits for ever if it is paused */
void count_down(struct thing *thing);
void wide_lock(void);
void wide_unlock(void);
void thing_announce(struct thing *thing);	/* takes the wide lock */

void spin_lock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
unsigned long _spin_lock_irqsave(spinlock_t *lock);
void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags);
#define spin_lock_irqsave(lock, flags) do { flags = _spin_lock_irqsave(lock); } while (0)
void mutex_lock(struct mutex *mutex);
void mutex_unlock(struct mutex *mutex);

void *kzalloc(size_t size, unsigned int flags);
void *kcalloc(size_t nr, size_t size, unsigned int flags);
void *alloc_plain(size_t size, unsigned int flags);
#define alloc_zeroed(size, flags)	alloc_plain(size, (flags) | 8)
void kfree(const void *p);

/* The end of a variable's scope calls a function. */
#define __cleanup(f)	__attribute__((__unused__)) __attribute__((__cleanup__(f)))
#define guard(name, lock) \
	class_##name##_t scope __cleanup(class_##name##_destructor) = class_##name##_constructor(lock)

typedef struct mutex *class_mutex_t;
static inline class_mutex_t class_mutex_constructor(struct mutex *mutex)
{
	mutex_lock(mutex);
	return mutex;
}
static inline void class_mutex_destructor(class_mutex_t *mutex)
{
	mutex_unlock(*mutex);
}

typedef spinlock_t *class_spinlock_t;
static inline class_spinlock_t class_spinlock_constructor(spinlock_t *lock)
{
	spin_lock(lock);
	return lock;
}
static inline void class_spinlock_destructor(class_spinlock_t *lock)
{
	spin_unlock(*lock);
}

static inline void free_memory(void *p)
{
	kfree(*(void **)p);
}

int printk(const char *format, ...);
int print_at(char *to, int at, const char *format, ...);
int print_wanted(char *to, int room, const char *format, ...);
int print_all(char *to, const char *format, ...);
int sscanf(const char *text, const char *format, ...);
int mystery(int number);

/* Memory of the process that called. */
unsigned long copy_out(void *to, const void *from, size_t len);
unsigned long copy_in(void *to, const void *from, size_t len);
void *dup_in(const void *from, size_t len);
void *dup(const void *from, size_t len);
#define take_one(x, from) ({								\
	int failed;									\
	asm volatile("call __take_one" : "=a"(failed), "=d"(x) : "0"(from));		\
	failed; })

struct bus_device *mystery_device(int number);
const char *thing_word(int number);	/* text, or NULL */
struct mode;
const struct mode *mystery_mode(int number);
/* Drivers alone make these. */
struct gauge;
struct gauge_ops {
	int (*set)(struct gauge *gauge, u32 level);
};
struct gauge {
	const struct gauge_ops *ops;
	u32 level;
	void *data;
};
struct meter {
	u32 count;
};
int meter_start(struct meter *meter);
int gauge_register(struct gauge *gauge);
void gauge_unregister(struct gauge *gauge);
struct pool;
struct pool *pool_create(int number);
void pool_destroy(struct pool *pool);
int pool_take(struct pool *pool);

/* Makes a device of its own below that one, and reads by it. */
struct dial_ops {
	int (*read)(struct device *dev, u32 *value);
};

int dial_register(struct device *parent, void *data, const struct dial_ops *ops);

struct bridge *bridge_of(struct bus_device *bdev);
int bridge_send(struct bridge *bridge, u32 value);
void thing_is_hasty(struct thing *thing);	/* its sleep may not sleep then */
void poke(unsigned long at);		/* at an address of the device's own */
void poke_far(unsigned long at);
void poke_both(unsigned long at, unsigned long len);
struct claim;
struct claim *claim(struct thing *thing, int number);	/* the result is the kernel's */
void unclaim(struct thing *thing, int number);
int claim_size(struct claim *claim);
int trace_event(const char *format, ...);
void *memcpy(void *to, const void *from, size_t len);
void *memset(void *to, int c, size_t len);
void msleep(unsigned int ms);
u64 time_now(void);
extern volatile unsigned long ticks;

static inline void relax(void)
{
	asm volatile("pause");
}

static inline void set_one_bit(int nr, unsigned long *word)
{
	asm volatile("bts %1, %0" : "+m"(*word) : "r"((long)nr));
}

static inline void clear_one_bit(int nr, unsigned long *word)
{
	*word &= ~(1UL << nr);
}

static inline bool bit_is_set(int nr, const unsigned long *word)
{
	return *word & 1UL << nr;
}
void __iomem *ioremap(unsigned long start, size_t len);
void iounmap(void __iomem *regs);
void read_words(const void __iomem *regs, void *to, size_t nr);

static inline void *remap(unsigned long start, size_t len)
{
	return ioremap(start, len);
}

static inline u32 readl(const volatile void __iomem *at)
{
	u32 value;

	asm volatile("movl %1, %0" : "=r"(value) : "m"(*(volatile u32 *)at));
	return value;
}

static inline void writel(u32 value, volatile void __iomem *at)
{
	asm volatile("movl %0, %1" : : "r"(value), "m"(*(volatile u32 *)at));
}

/* Ends in assembly: an inline that is not pure. */
static inline void thing_wake(struct thing *thing)
{
	asm volatile("lock; btsl $0, %0" : "+m"(thing->state));
}

/* Pure by itself, but what it calls is not. */
static inline void thing_wake_at(struct thing *thing, u32 level)
{
	if (thing->level > level)
		thing_wake(thing);
}

/* Leave something behind for their caller. */
static inline struct mutex *thing_begin(struct mutex *mutex)
{
	mutex_lock(mutex);
	return mutex;
}

static inline void thing_end(struct mutex *mutex)
{
	mutex_unlock(mutex);
}

/* Which one it was nobody can tell who knows the thing alone. */
static inline struct claim *claim_level(struct thing *thing)
{
	return claim(thing, thing->level);
}

static inline int thing_enrol(struct thing *thing)
{
	thing_wake(thing);
	return thing_register(thing);
}

/* The kernel rewrites who asks a key. A line is a message that may be turned on by one. */
struct key {
	int on;
};

struct line {
	struct key key;
};

static inline bool key_is_on(struct key *key)
{
	bool on;

	asm volatile("jmp 1f; 1: xor %0, %0" : "=r"(on) : "m"(*key));
	return on;
}

struct knob {
	const char *name;
	int (*show)(struct thing *thing, struct knob *knob);
};

int thing_add_knob(struct thing *thing, struct knob *knob);

struct queue;
void _flush_queue(struct queue *queue);
#define flush_queue(queue) _flush_queue(queue)

#define lock_init(lock) \
	do { static int key; (void)&key; asm volatile("nop"); (lock)->locked = 0; } while (0)

#define gate_init(gate) lock_init(gate)

/* As include/linux/export.h has it. */
#define EXPORT_SYMBOL(sym) \
	extern const char __kstrtab_##sym[]; \
	static void *__attribute__((used)) __addressable_##sym = (void *)&sym

#define module_init(fn) \
	static inline int (*__inittest(void))(void) { return fn; }

int bus_register(struct bus_driver *driver);

/* Called by whatever it was given to: one chain sleeps, the other does not. */
struct hearer {
	int (*hear)(struct hearer *hearer, int what);
};
struct ward {
	struct hearer hearer;
};
int chain_join(struct hearer *hearer);
int hasty_join(struct hearer *hearer);
int ward_start(struct ward *ward);

/* Several have it; whoever is the last lets it go. */
struct turnstile {
	int nr;
};
static inline int last_out(struct turnstile *turnstile, void (*last)(struct turnstile *turnstile))
{
	if (--turnstile->nr)
		return 0;
	last(turnstile);
	return 1;
}

#endif /* FAKE_KERNEL_H */
