/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * As much of the kernel as kernel/layout.c, object.c, pointer.c and sync.c use,
 * for one thread in user space: memory is malloc's, so that a sanitizer sees it;
 * locks only know whether they are held; trees are plain binary trees. Each
 * linux/ header here includes this one.
 */
#ifndef KSHIM_KERNEL_H
#define KSHIM_KERNEL_H

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <linux/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef u64 phys_addr_t, dma_addr_t;
typedef unsigned int gfp_t;

#define __iomem
#define __user
#define __printf(a, b)		__attribute__((format(printf, a, b)))
#define BIT(n)			(1UL << (n))
#define BIT_ULL(n)		(1ULL << (n))
#define READ_ONCE(x)		(*(volatile typeof(x) *)&(x))
#define WRITE_ONCE(x, v)	(*(volatile typeof(x) *)&(x) = (v))
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof(*(a)))

/* numbers */
#define PAGE_SIZE		4096UL
#define HZ			250
#define ALIGN(x, a)		(((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define PTR_ALIGN(p, a)		((typeof(p))ALIGN((unsigned long)(p), (a)))
#define IS_ALIGNED(x, a)	(((x) & ((typeof(x))(a) - 1)) == 0)
#define PAGE_ALIGN(x)		ALIGN(x, PAGE_SIZE)
#define offset_in_page(x)	((unsigned long)(x) & (PAGE_SIZE - 1))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define round_down(x, y)	((x) / (y) * (y))
#define round_up(x, y)		(((x) + (y) - 1) / (y) * (y))
#define noinline		__attribute__((noinline))
#define likely(x)		(x)
#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))
#define is_power_of_2(n)	((n) && !((n) & ((n) - 1)))
#define div64_u64(a, b)		((u64)(a) / (u64)(b))
#define __ffs64(x)		((unsigned long)__builtin_ctzll(x))

#define cmpxchg(p, old, new) ({ \
	typeof(*(p)) __old = *(p); \
	if (__old == (old)) \
		*(p) = (new); \
	__old; })
#define xchg(p, new)		({ typeof(*(p)) __old = *(p); *(p) = (new); __old; })

#define U32_MAX			(~0U)
#define U64_MAX			(~0ULL)
#define MAX_SCHEDULE_TIMEOUT	LONG_MAX

/* errors */
#define ERR_PTR(err)		((void *)(intptr_t)(err))
#define PTR_ERR(p)		((long)(intptr_t)(p))
#define IS_ERR(p)		((uintptr_t)(p) >= (uintptr_t)-4095)
#define IS_ERR_OR_NULL(p)	(!(p) || IS_ERR(p))

/* messages: the tests make errors on purpose */
#define pr_err(...)		((void)sizeof(printf(__VA_ARGS__)))
#define pr_warn(...)		((void)sizeof(printf(__VA_ARGS__)))
#define pr_info(...)		((void)sizeof(printf(__VA_ARGS__)))

/* memory */
#define GFP_KERNEL		0
#define __GFP_NOWARN		0
#define __GFP_ZERO		0
#define SZ_4M			0x400000
#define SZ_16M			0x1000000

/* Allocations until one fails; below 0 for never. */
extern int kshim_fail_after;

static inline void *kshim_alloc(size_t size)
{
	if (kshim_fail_after >= 0 && !kshim_fail_after--)
		return NULL;
	return calloc(1, size);
}

/* Exactly as long as asked for: an access behind the end is seen. */
#define kzalloc(size, gfp)	kshim_alloc(size)
#define kcalloc(n, size, gfp)	kshim_alloc((size_t)(n) * (size))
#define kvzalloc(size, gfp)	kshim_alloc(size)
#define kvcalloc(n, size, gfp)	kshim_alloc((size_t)(n) * (size))
#define kmalloc(size, gfp)	kshim_alloc(size)
#define vzalloc(size)		kshim_alloc(size)
#define vmalloc_user(size)	kshim_alloc(size)
#define get_order(size)		((size) > PAGE_SIZE ? 64 - __builtin_clzl(((size) - 1) / PAGE_SIZE) : 0)
#define devm_get_free_pages(dev, gfp, order)	((unsigned long)kshim_alloc(PAGE_SIZE << (order)))
#define memset64(p, v, n)	memset(p, v, (n) * sizeof(u64))	/* where @v is 0 */
#define get_zeroed_page(gfp)	((unsigned long)kshim_alloc(PAGE_SIZE))
#define free_page(page)		free((void *)(page))
#define kfree(p)		free((void *)(p))
#define kvfree(p)		free((void *)(p))
#define vfree(p)		free((void *)(p))

/* An address from which reading faults; NULL does, too. */
extern const void *kshim_faults;

static inline long copy_from_kernel_nofault(void *to, const void *from, size_t len)
{
	if (!from || from == kshim_faults)
		return -EFAULT;
	memcpy(to, from, len);
	return 0;
}

/* locks */
struct mutex { bool held; };
struct rw_semaphore { bool held; };
typedef struct { bool held; } spinlock_t;

#define kshim_lock(l)		(assert(!(l)->held), (void)((l)->held = true))
#define kshim_unlock(l)		(assert((l)->held), (void)((l)->held = false))
#define mutex_init(l)		((void)((l)->held = false))
#define mutex_lock(l)		kshim_lock(l)
#define mutex_unlock(l)		kshim_unlock(l)
#define lockdep_assert_held(l)	assert((l)->held)
#define init_rwsem(l)		((void)((l)->held = false))
#define down_write(l)		kshim_lock(l)
#define up_write(l)		kshim_unlock(l)
#define down_read(l)		kshim_lock(l)
#define up_read(l)		kshim_unlock(l)
#define spin_lock(l)		kshim_lock(l)
#define spin_unlock(l)		kshim_unlock(l)

/* One thread: what it waits for is there, or never will be. */
typedef struct { int unused; } wait_queue_head_t;
#define wait_event(wq, condition)			assert(condition)
#define wait_event_timeout(wq, condition, timeout)	(assert(condition), 1)
#define init_waitqueue_head(wq)				((void)(wq))
#define wake_up_all(wq)					((void)(wq))
#define smp_store_release(p, v)				((void)(*(p) = (v)))
#define smp_load_acquire(p)				(*(p))
#define cond_resched()					((void)0)

typedef struct { s64 counter; } atomic64_t;
#define atomic64_add(n, a)	((void)((a)->counter += (n)))
#define atomic64_inc(a)		((void)((a)->counter++))
#define atomic64_add_return(n, a)	((a)->counter += (s64)(n))
#define atomic64_sub(n, a)	((void)((a)->counter -= (s64)(n)))
#define atomic64_read(a)	((a)->counter)

struct kref { int count; };
#define kref_init(k)		((void)((k)->count = 1))
#define kref_get(k)		(assert((k)->count > 0), (void)(k)->count++)

static inline int kref_put(struct kref *k, void (*release)(struct kref *k))
{
	assert(k->count > 0);
	if (--k->count)
		return 0;
	release(k);
	return 1;
}

/* lists */
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };

static inline void INIT_LIST_HEAD(struct list_head *l)
{
	l->next = l->prev = l;
}

#define LIST_HEAD(name)		struct list_head name = { &(name), &(name) }

static inline void list_add(struct list_head *new, struct list_head *head)
{
	new->next = head->next;
	new->prev = head;
	head->next->prev = new;
	head->next = new;
}

static inline void list_del(struct list_head *l)
{
	l->prev->next = l->next;
	l->next->prev = l->prev;
	l->next = l->prev = NULL;
}

static inline void list_del_init(struct list_head *l)
{
	list_del(l);
	INIT_LIST_HEAD(l);
}

static inline void list_move(struct list_head *l, struct list_head *head)
{
	list_del(l);
	list_add(l, head);
}

static inline void list_move_tail(struct list_head *l, struct list_head *head)
{
	list_del(l);
	list_add(l, head->prev);
}

#define list_empty(head)	((head)->next == (head))
#define list_entry(p, type, member)	container_of(p, type, member)
#define list_first_entry_or_null(head, type, member) \
	(list_empty(head) ? NULL : list_entry((head)->next, type, member))
#define EXPORT_SYMBOL_GPL(name)	extern int unit_exports

#define list_for_each_entry_safe(pos, n, head, member)					\
	for (pos = list_entry((head)->next, typeof(*pos), member),			\
	     n = list_entry(pos->member.next, typeof(*pos), member);			\
	     &pos->member != (head);							\
	     pos = n, n = list_entry(n->member.next, typeof(*n), member))
#define list_for_each_entry(pos, head, member) \
	for (pos = list_entry((head)->next, typeof(*pos), member); &pos->member != (head); \
	     pos = list_entry(pos->member.next, typeof(*pos), member))

/* trees, never balanced */
struct rb_node { struct rb_node *rb_parent, *rb_left, *rb_right; };
struct rb_root { struct rb_node *rb_node; };

#define RB_ROOT			((struct rb_root){ NULL })
#define rb_entry(p, type, member)	container_of(p, type, member)
#define rb_entry_safe(p, type, member) ({ \
	struct rb_node *__p = (p); \
	__p ? rb_entry(__p, type, member) : NULL; })
#define rb_insert_color(node, root)	((void)(node), (void)(root))

static inline void rb_link_node(struct rb_node *node, struct rb_node *parent,
				struct rb_node **link)
{
	*node = (struct rb_node){ .rb_parent = parent };
	*link = node;
}

void rb_erase(struct rb_node *node, struct rb_root *root);

/* An array of pointers for the arena's slots. */
struct xarray { void *slots[262144]; };

#define XA_PRESENT		0
#define xa_err(p)		(IS_ERR(p) ? (int)PTR_ERR(p) : 0)

static inline void *xa_load(struct xarray *xa, unsigned long index)
{
	return index < ARRAY_SIZE(xa->slots) ? xa->slots[index] : NULL;
}

static inline void *xa_store(struct xarray *xa, unsigned long index, void *p, gfp_t gfp)
{
	(void)gfp;
	assert(index < ARRAY_SIZE(xa->slots));
	xa->slots[index] = p;
	return NULL;
}

static inline void xa_erase(struct xarray *xa, unsigned long index)
{
	xa_store(xa, index, NULL, 0);
}

static inline void *xa_find(struct xarray *xa, unsigned long *index, unsigned long most, int mark)
{
	(void)mark;
	for (; *index <= most; ++*index)
		if (xa_load(xa, *index))
			return xa_load(xa, *index);
	return NULL;
}

typedef struct { u64 key[2]; } siphash_key_t;

/* Not siphash, but as hard to guess for a test. */
static inline u64 siphash_1u64(u64 n, const siphash_key_t *key)
{
	n = (n ^ key->key[0]) * 0x9e3779b97f4a7c15ULL;
	return (n ^ n >> 29) * 0xbf58476d1ce4e5b9ULL ^ key->key[1];
}

#define sort(base, n, size, compare, swap)	qsort(base, n, size, compare)

/* Only ever pointed to, or members of what the tests do not use. */
struct work_struct { int unused; };
struct delayed_work { int unused; };
struct rcuwait { int unused; };
struct rcu_work { struct work_struct work; void (*fn)(struct work_struct *work); bool queued; };
struct module;
struct resource;
struct inode;
struct net;
struct task_struct;

/* Work that waits for a grace period is the test's to run. */
#define to_rcu_work(w)		container_of(w, struct rcu_work, work)
#define INIT_RCU_WORK(w, f)	((void)((w)->fn = (f)), (void)((w)->queued = false))
#define queue_rcu_work(wq, w)	((void)((w)->queued = true))
#define flush_work(w)		((void)(w))
#define flush_rcu_work(w)	((void)(w), false)

#endif /* KSHIM_KERNEL_H */
