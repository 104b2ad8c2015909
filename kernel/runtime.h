/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of cleave.ko share. A channel (channel.c) stands for a kernel
 * half; it has objects (object.c) and, while a user half is attached, a
 * session (session.c) with workers (worker.c), which serve its calls (call.c).
 *
 * Locks, outermost first:
 *
 *	cleave_channels		mutex: the list of channels
 *	channel->mutex		objects, records of what was acquired, kept
 *				strings; held while fields are synchronised
 *	channel->arena		rwsem: slots and data section, against page faults
 *	cleave_lock		spin: sessions and workers, their states
 *
 * None is held while somebody waits for the user half, or while a function of
 * the kernel runs on its behalf. Callers of upcalls may hold anything of the
 * kernel's, rtnl say: nothing here takes a lock of another subsystem.
 *
 * Kernel halves have pointers to objects, channels and workers, but know nothing
 * of them. __GENKSYMS__ keeps them out of the versions of symbols, too, so that
 * a change in here does not part cleave.ko from halves that are built.
 */
#ifndef CLEAVE_RUNTIME_H
#define CLEAVE_RUNTIME_H

#include <linux/hashtable.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rbtree.h>
#include <linux/rwsem.h>
#include <linux/siphash.h>
#include <linux/spinlock.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <cleave/codec.h>
#include <cleave/family.h>
#include <cleave/half.h>

struct device;
struct vm_area_struct;

#define CLEAVE_NAME_MAX		63
#define CLEAVE_DATA_MAX		(64UL << 20)	/* bytes of a section cleave_data */
#define CLEAVE_DATA_OFFSET	CLEAVE_ARENA_SIZE
#define CLEAVE_RING		64		/* distinct events pending */

/* ---- layout.c: a type's tables, prepared --------------------------------- */

/**
 * struct cleave_run - adjacent raw fields that are compared in one go
 * @first: index of the first field
 * @nr: number of fields
 * @at: the first one's offset
 * @length: bytes from there
 */
struct cleave_run {
	u16 first;
	u16 nr;
	u32 at;
	u32 length;
};

#define CLEAVE_PROBES	4	/* that are compared at once */
#define CLEAVE_SPARES	4	/* shadows that a type keeps: so many guests has a call, mostly */

/**
 * struct cleave_probe - a word that tells whether a field changed
 * @mask: the bytes and bits of it that are shared
 * @at: bytes from the start of the object; need not be aligned
 * @first: index of the first field with an element there
 * @last: of the last one; fields between them may have none
 */
struct cleave_probe {
	u64 mask;
	u32 at;
	u16 first;
	u16 last;
};

/**
 * struct cleave_link - an element of a field that is a pointer
 * @at: bytes from the start of the object
 * @element: index in its field
 * @word: index in object->words
 * @field: index of the field
 */
struct cleave_link {
	u32 at;
	u32 element;
	u32 word;
	u16 field;
};

/**
 * struct cleave_spot - where the runtime keeps what a field needs besides its bytes
 * @word: index in object->words of its first element
 * @ext: offset in object->ext of its first element
 */
struct cleave_spot {
	u32 word;
	u32 ext;
};

/**
 * struct cleave_layout - a type, prepared
 * @runs: raw fields that are worth comparing in one go
 * @probes: all other raw fields and bits; a multiple of CLEAVE_PROBES, the last without a mask
 * @links: pointers of every kind
 * @exts: indices of fields with copies behind the object
 * @whole: too small for a word: every field is looked at
 * @ext_size: bytes of copies (strings, blocks) behind an object in its mirror
 * @ext_max: bytes of the largest one
 * @spares: shadows of objects that have ended; each is taken and put at once, without a lock
 */
struct cleave_layout {
	const struct cleave_type *type;
	struct cleave_run *runs;
	struct cleave_probe *probes;
	struct cleave_link *links;
	struct cleave_spot *spots;
	u16 *exts;
	u32 nr_runs;
	u32 nr_probes;
	u32 nr_links;
	u32 nr_exts;
	bool whole;
	u32 nr_words;
	u32 ext_size;
	u32 ext_max;
	struct cleave_shadow *spares[CLEAVE_SPARES];
};

int cleave_layout_init(struct cleave_layout *l, const struct cleave_type *type);
void cleave_layout_free(struct cleave_layout *l);

/* Bytes of one element's copy in the extension; 0 for kinds that have none. */
u32 cleave_ext_bytes(const struct cleave_field *f);

/* ---- number.c ------------------------------------------------------------ */

/* Whether what a user half writes there is looked at. */
bool cleave_checked(const struct cleave_field *f);
/* Why it may not write @value there in place of @old; NULL: it may. */
const char *cleave_unfit(const struct cleave_object *o, const struct cleave_field *f, u64 old,
			 u64 value);

/* ---- object.c ------------------------------------------------------------ */

enum cleave_memory {
	CLEAVE_MIRROR,		/* an object, its mirror in slots of its own */
	CLEAVE_DATA,		/* a global, its mirror in the data section */
	CLEAVE_MMIO,		/* a region: device memory */
	CLEAVE_COHERENT,	/* a region: memory shared with a device */
	CLEAVE_PORTS,		/* a region: ports; ->base is a number that lib/iomap.c makes of the first */
};

/**
 * struct cleave_object - a piece of kernel memory that the user half may name
 * @link: in channel->objects
 * @shared: in channel->shared or ->settled; alone where nothing of it is synchronised
 * @root: whose end ends it, itself perhaps; NULL: the channel's
 * @layout: NULL for a region
 * @base: its address in the kernel
 * @address: its address in the user half; 0: not visible there
 * @mirror: where its fields are in memory shared with the user half, or NULL
 * @ext: where its copies are there
 * @ext_address: their address in the user half
 * @nr: structures of its type in it, one after the other
 * @seen: a user half may have seen a page of it, and written there; set before, with ->arena held
 * @given: the kernel may lead there in ways that nobody sees
 * @shadow: what the next ones belong to
 * @area: what its slots show, unless it is a region
 * @twin: what was last synchronised: the object's bytes, then the copies
 * @words: pointers last synchronised, as the user half sees them
 * @epoch: channel->epoch when its pointers were last translated
 * @pins: downcalls under way that were given it
 * @guests: calls that it is a guest of; 0: it is none
 * @away: a downcall may free it: in no table but its slots
 * @managed: a root that ends when its device's driver is unbound
 * @phys: MMIO: physical address of its first byte; PORTS: the first port
 * @guard: MMIO: neighbours in its pages, kept free
 * @payer: the channel, held, whose user half made it; NULL: the kernel did
 * @taken: bytes that count there until it is freed
 */
#ifndef __GENKSYMS__
struct cleave_object {
	struct kref ref;
	struct rb_node node;
	struct list_head link;
	struct list_head shared;
	struct cleave_object *root;
	struct cleave_layout *layout;
	enum cleave_memory memory;
	void *base;
	size_t size;
	u64 address;
	void *mirror;
	void *ext;
	u64 ext_address;
	struct cleave_shadow *shadow;
	void *area;
	size_t area_size;
	void *twin;
	u64 *words;
	u32 slot;
	u32 nr_slots;
	u32 generation;
	u32 epoch;
	u32 pins;
	u32 guests;
	u32 nr;
	bool seen;
	bool given;
	bool ended;
	bool away;
	bool managed;
	phys_addr_t phys;
	struct resource *guard[2];
	struct cleave_channel *payer;
	size_t taken;
};
#endif

/* Both need channel->mutex. */
struct cleave_object *cleave_object_find(struct cleave_channel *ch, const void *p);
struct cleave_object *cleave_object_at(struct cleave_channel *ch, u64 address);

/**
 * cleave_object_make() - an object that nobody sees yet
 * @layout: NULL for a region
 *
 * Return: the object, a reference of the caller's; or ERR_PTR of -EINVAL or -ENOMEM.
 */
struct cleave_object *cleave_object_make(enum cleave_memory memory,
					 struct cleave_layout *layout, void *p, size_t size);
/**
 * cleave_object_publish() - track it from now on; takes channel->mutex
 * @root: @o itself, another or NULL
 *
 * Return: 0; -EEXIST when it overlaps with another; -ENOSPC when all slots are
 * taken; -ESTALE when @root has ended; -ENOMEM.
 */
int cleave_object_publish(struct cleave_channel *ch, struct cleave_object *o,
			  struct cleave_object *root);
/*
 * A user half made it: its memory counts, until it is freed, towards what user halves may have
 * the kernel hold. Return: 0, or -ENOMEM: that is too much.
 */
int cleave_object_charge(struct cleave_channel *ch, struct cleave_object *o);
/* A downcall uses it: its end waits. Need channel->mutex. False: it has ended. */
bool cleave_object_pin(struct cleave_object *o);
void cleave_object_unpin(struct cleave_channel *ch, struct cleave_object *o);

void cleave_object_put(struct cleave_object *o);

/**
 * cleave_object_end() - forget it, once no other thread's downcall uses it
 * @call: of this thread, or NULL
 * @wait: wait until others are done with it; else give up
 *
 * What was acquired for it is given back, and what runs in it by itself stopped.
 *
 * Return: 0; -EBUSY when @wait is false and it is in use, something is on record
 * for it, or something in it does not stop.
 */
int cleave_object_end(struct cleave_channel *ch, struct cleave_object *o,
		      struct cleave_call *call, bool wait);
/*
 * Parts of it. Out of sight, into sight again (0 or -EEXIST), out of every table: need
 * channel->mutex. Then, without it: wait for who still uses it, free what it has; a reference goes.
 */
void cleave_object_hide(struct cleave_channel *ch, struct cleave_object *o);
int cleave_object_show(struct cleave_channel *ch, struct cleave_object *o);
void cleave_object_remove(struct cleave_channel *ch, struct cleave_object *o);
void cleave_object_bury(struct cleave_channel *ch, struct cleave_object *o,
			const struct cleave_call *call);
/* The last of it, once its slots do not show in the user half any more. */
void cleave_object_dispose(struct cleave_channel *ch, struct cleave_object *o,
			   const struct cleave_call *call);
/* Pins that this thread's own downcalls hold. */
u32 cleave_object_own_pins(const struct cleave_object *o, const struct cleave_call *call);
/*
 * What @o ends with, with a reference; NULL: nothing. A variable of the driver's belongs to the
 * device that is there, if only one is.
 */
struct cleave_object *cleave_root_of(struct cleave_channel *ch, struct cleave_object *o);
/* The root that what is made for @owner has, with a reference; NULL: nothing is known there. */
struct cleave_object *cleave_root_at(struct cleave_channel *ch, const void *owner);
/* All objects of @root; all at all when @root is NULL. */
void cleave_objects_end(struct cleave_channel *ch, struct cleave_object *root,
			struct cleave_call *call);
/* Stop what runs by itself in objects of @root; in all, when it is NULL. */
void cleave_objects_stop(struct cleave_channel *ch, struct cleave_object *root);

int cleave_globals_new(struct cleave_channel *ch);
/* The addresses of globals in a new user half are known; needs channel->mutex. */
void cleave_globals_place(struct cleave_channel *ch);

/* ---- shadow.c ------------------------------------------------------------ */

/**
 * struct cleave_shadow - what an object has beside its own memory
 * @payer: spare: the channel whose user half may have so much less; not held
 * @area: pages that the user half sees, or NULL
 * @bytes: of this structure, with what is behind it
 * @twin: bytes of the object, then copies; NULL: nothing of the type is shared
 * @words: the object's; @twin is behind them
 */
struct cleave_shadow {
	struct cleave_channel *payer;
	void *area;
	size_t area_size;
	size_t bytes;
	void *twin;
	u64 words[];
};

/* For an object whose layout, memory and size are set. Return: 0 or -ENOMEM. */
int cleave_shadow_get(struct cleave_object *o);
/* Nothing of it is visible to the user half any more. @ch: where it may be kept, or NULL. */
void cleave_shadow_put(struct cleave_channel *ch, struct cleave_object *o);
void cleave_shadows_free(struct cleave_layout *l);

/* ---- pointer.c ----------------------------------------------------------- */

/**
 * struct cleave_place - where a pointer of the user half leads
 * @p: address in the kernel, or NULL
 * @object: NULL if it leads to a function or table
 * @symbol: NULL if it leads into an object
 * @left: bytes from there to the end of the thing
 * @field: a string or block that it leads into the copy of, or NULL
 */
struct cleave_place {
	void *p;
	struct cleave_object *object;
	const struct cleave_symbol *symbol;
	size_t left;
	const struct cleave_field *field;
};

int cleave_symbols_init(struct cleave_channel *ch);
/* Take over @addresses (of ch->half->nr_symbols), 0 or -ENOMEM; needs channel->mutex. */
int cleave_symbols_place(struct cleave_channel *ch, const u64 *addresses);

/* All need channel->mutex. The latter two return NULL or why not. */
u64 cleave_to_user(struct cleave_channel *ch, const void *p);
const char *cleave_place(struct cleave_channel *ch, u64 word, struct cleave_place *place);
const char *cleave_from_user(struct cleave_channel *ch, u64 word, u16 class,
			     struct cleave_place *place);

/* ---- compare.c: need channel->mutex -------------------------------------- */

static inline u64 cleave_word(const void *p)
{
	u64 value;

	memcpy(&value, p, sizeof(value));
	return value;
}

size_t cleave_difference(const void *a, const void *b, size_t len);

/*
 * Whether an object that is one structure, or its mirror, has something else in a shared field
 * than when it was last synchronised; what blocks of an object lead to is not looked at.
 */
bool cleave_object_changed(const struct cleave_object *o);
bool cleave_mirror_changed(const struct cleave_object *o);

/* ---- sync.c, push.c, pull.c: need channel->mutex ------------------------- */

void cleave_push(struct cleave_channel *ch, struct cleave_object *o, bool all);
void cleave_push_all(struct cleave_channel *ch, bool all);
/* Pointers into that range of the kernel's are another word in the user half from now on. */
void cleave_new_meaning(struct cleave_channel *ch, const void *base, size_t size);
/* Where the object is to be synchronised from now on; it is in ch->objects. */
void cleave_share(struct cleave_channel *ch, struct cleave_object *o);
/* Fields of others that a user half can write no longer lead to @ended. */
void cleave_unpoint(struct cleave_channel *ch, const struct cleave_object *ended);
/* Return: 0, or -EPERM: refused and logged. */
int cleave_pull_all(struct cleave_channel *ch);
/* Whether shared fields cover the range; those that may be written, if @write. */
bool cleave_shared(const struct cleave_object *o, size_t at, size_t len, bool write);

/* ---- arena.c, region.c ---------------------------------------------------- */

int cleave_arena_init(struct cleave_channel *ch);
void cleave_arena_free(struct cleave_channel *ch);
struct file *cleave_arena_file(struct cleave_channel *ch);
/* Nothing shows in those slots any more until it is touched again. */
void cleave_arena_zap(struct cleave_channel *ch, u32 slot, u32 nr);
void cleave_region_end(struct cleave_object *o);

/* ---- owns.c --------------------------------------------------------------- */

/* The struct device of a root, or NULL. */
struct device *cleave_device_of(const struct cleave_object *root);
/* Whether the device of an object's root owns what a number stands for: enum cleave_owns. */
bool cleave_owns_number(const struct cleave_object *o, u8 what, u64 value);

/* ---- undo.c --------------------------------------------------------------- */

/**
 * struct cleave_acquired - one record
 * @root: at whose end it is given back, or NULL: the channel's
 * @born: came with it and ends with it, or NULL
 * @upcall: in which it was taken and with which it ends, or NULL
 * @lock_in: the object that such a lock lies in, pinned, or NULL
 * @locks: of the kernel's, that the thread holds as long as this is on record
 * @quiet: its use has been stopped
 * @busy: its use is being stopped: it stays where it is
 * @passes: retired: how often nothing has been found to lead there
 */
struct cleave_acquired {
	struct list_head link;
	const struct cleave_undo *undo;
	struct cleave_object *root;
	struct cleave_object *born;
	struct cleave_call *upcall;
	struct cleave_object *lock_in;
	u64 locks;
	u64 keys[CLEAVE_UNDO_KEYS];
	bool quiet;
	bool busy;
	u8 passes;
};

/* The newest such record, off the list; NULL if there is none. */
struct cleave_acquired *cleave_acquired_take(struct cleave_call *call,
					     const struct cleave_undo *undo, const u64 *keys,
					     u8 nr_keys);
void cleave_acquired_free(struct cleave_channel *ch, struct cleave_acquired *a);

/**
 * cleave_give_back() - undo what is on record for @root
 * @root: NULL: everything on record
 * @warn: a user half should have done it: name what it left
 */
void cleave_give_back(struct cleave_channel *ch, struct cleave_object *root,
		      struct cleave_call *call, bool warn);
/* What was to be held no longer than the upcall @call. */
void cleave_give_back_call(struct cleave_channel *ch, struct cleave_call *call);
/* What has a key in @o, which ends. */
void cleave_give_back_in(struct cleave_channel *ch, const struct cleave_object *o,
			 struct cleave_call *call);
/* Whether anything is on record with a key in @o; needs channel->mutex. */
bool cleave_acquired_in(struct cleave_channel *ch, const struct cleave_object *o);
/* What cleave_released() took off the record: put it back; or be done with it. */
void cleave_released_not(struct cleave_call *call);
void cleave_released_done(struct cleave_call *call);

/* ---- retire.c -------------------------------------------------------------- */

void cleave_retired_init(struct cleave_channel *ch);
/* See what can be given back by now, if there is anything; waits for nothing. */
void cleave_retired_look(struct cleave_channel *ch);
/* Give back what is retired of @root: of all, if it is NULL. */
void cleave_retired_end(struct cleave_channel *ch, struct cleave_object *root);

/* ---- event.c --------------------------------------------------------------- */

struct cleave_events {
	spinlock_t lock;
	struct work_struct work;
	struct cleave_event ring[CLEAVE_RING];
	unsigned int nr;
};

void cleave_events_init(struct cleave_channel *ch);
/* A worker is idle: deliver what is pending. Any context. */
void cleave_events_kick(struct cleave_channel *ch);
/* Move what is pending to @to, of CLEAVE_RING. Return: how many. */
u32 cleave_events_take(struct cleave_channel *ch, struct cleave_event *to);
void cleave_events_stop(struct cleave_channel *ch);
int cleave_events_start(void);
void cleave_events_finish(void);

/* ---- wait.c ---------------------------------------------------------------- */

/* Until @done, at most @timeout jiffies. Return: 0; -ETIME; or call->err, which it sets. */
int cleave_wait_until(struct cleave_call *call, bool (*done)(void *arg), void *arg,
		      unsigned long timeout);

/* ---- locks.c --------------------------------------------------------------- */

struct cleave_down_locks {
	u64 takes;
	u64 needs;
};

/* Return: 0, -ENOMEM, or -ENOSPC: too many names. */
int cleave_locks_init(struct cleave_channel *ch);
void cleave_locks_free(struct cleave_channel *ch);
/* The bits of names with blanks between them; without those that no call takes or relies on. */
u64 cleave_locks_known(const char *words);
/* Return: 0; or -EPERM: refused and logged. */
int cleave_locks_check(const struct cleave_call *call, const struct cleave_down *down);
void cleave_locks_finish(void);

/* ---- channel.c ------------------------------------------------------------ */

#define CLEAVE_CHANGES	16	/* a power of 2 */

struct cleave_range {
	u64 base;
	u64 size;
};

struct cleave_counter {
	atomic64_t calls;
	atomic64_t nanoseconds;
};

/**
 * struct cleave_channel - a kernel half, as cleave.ko knows it
 * @half: valid until the channel is closed
 * @addresses: of symbols in the user half
 * @by_kernel: indices of symbols, by address in the kernel half
 * @by_user: the same, by address in the user half
 * @taken: bytes of objects that user halves made
 * @stats: by attribute, CLEAVE_A_CHANNEL_UPCALLS and on
 * @wait: everything that a channel's users wait for
 * @active: calls that use @half
 * @watched: @watchdog is under way
 * @objects: all of them
 * @shared: those of which something is synchronised whenever one half speaks
 * @settled: those that nobody changes: one of them is looked at each time, in turn
 * @epoch: counts what made pointers mean something else to the user half
 * @changes: the last of these: at epoch n, pointers into [n % CLEAVE_CHANGES]
 * @fresh: no user half has become ready with the data section
 */
#ifndef __GENKSYMS__
struct cleave_channel {
	struct kref ref;
	struct list_head link;
	struct cleave_half *half;
	char name[CLEAVE_NAME_MAX + 1];
	atomic64_t stats[CLEAVE_A_CHANNEL_MAX + 1];
	atomic64_t taken;
	struct cleave_counter *ups;
	struct cleave_counter *downs;
	struct cleave_locks *up_locks;
	struct cleave_down_locks *down_locks;

	/* cleave_lock */
	enum cleave_channel_state state;
	struct cleave_session *session;
	u32 nr_sessions;
	unsigned int active;
	wait_queue_head_t wait;
	bool watched;
	struct delayed_work watchdog;

	/* mutex */
	struct mutex mutex;
	struct cleave_layout *layouts;
	void *scratch;
	struct list_head objects;
	struct list_head shared;
	struct list_head settled;
	struct rb_root by_address;
	u32 nr_objects;
	u32 next_slot;
	u32 generation;
	u32 epoch;
	struct cleave_range changes[CLEAVE_CHANGES];
	u64 *addresses;
	u16 *by_kernel;
	u16 *by_user;
	u32 nr_by_user;
	siphash_key_t opaque_key;
	struct list_head acquired;
	struct list_head retired;
	struct rcu_work reap;
	u32 nr_acquired;
	struct list_head strings;
	u32 nr_strings;
	struct list_head remembered;
	u32 nr_remembered;
	bool fresh;

	/* arena: written with mutex held, too */
	struct rw_semaphore arena;
	struct xarray slots;
	struct inode *inode;
	void *data;
	u64 data_base;
	size_t data_size;

	struct cleave_events events;
};
#endif

extern struct mutex cleave_channels;
extern struct list_head cleave_channel_list;
extern spinlock_t cleave_lock;

/* How many bytes a user half may have the kernel hold for it. */
unsigned long cleave_memory_limit(void);
/* How long a user half may take for a call; 1 at least. */
unsigned int cleave_call_seconds(void);
/* How long a call may take in all; 1 at least. */
unsigned int cleave_limit_seconds(void);
/* Needs cleave_channels. */
struct cleave_channel *cleave_channel_find(const char *name);
void cleave_channel_put(struct cleave_channel *ch);
/* By name, held; NULL if there is none, or it is being closed. */
struct cleave_channel *cleave_channel_get(const char *name);
/* Between them channel->half stays. */
void cleave_channel_hold(struct cleave_channel *ch);
/* Something that ch->wait is for has changed; there is mostly nobody. */
void cleave_channel_wake(struct cleave_channel *ch);
void cleave_channel_drop(struct cleave_channel *ch);

static inline void cleave_count(struct cleave_channel *ch, int attr, u64 n)
{
	atomic64_add(n, &ch->stats[attr]);
}

/* ---- session.c ------------------------------------------------------------ */

/**
 * struct cleave_session - one user half, from attach to death
 * @dead: read without cleave_lock too
 * @blamed: a refusal was logged
 */
struct cleave_session {
	struct kref ref;
	struct cleave_channel *channel;
	struct list_head workers;
	u64 cookie;
	u32 number;
	u32 nr_workers;
	pid_t pid;
	bool dead;
	bool blamed;
};

/*
 * Needs channel->mutex and no living session. Return: with a reference; or ERR_PTR of
 * -ENOMEM or -ENODEV: the channel is being closed.
 */
struct cleave_session *cleave_session_new(struct cleave_channel *ch);
/* The living one with that cookie, with a reference, or NULL. */
struct cleave_session *cleave_session_find(struct cleave_channel *ch, u64 cookie);
void cleave_session_put(struct cleave_session *s);
/* End it, unless it has ended; any thread, no spin lock held. */
void cleave_session_end(struct cleave_session *s, const char *why);
/* End the channel's session, if it has one. */
void cleave_session_end_current(struct cleave_channel *ch, const char *why);
/* Log what a check refused, once per session, and count it. */
__printf(2, 3) void cleave_blame(struct cleave_session *s, const char *fmt, ...);
/* Return: 0, -ENOTCONN (ended), -EALREADY. */
int cleave_session_ready(struct cleave_session *s);
int cleave_sessions_start(void);
void cleave_sessions_finish(void);

#include "worker.h"

/* ---- netlink.c --------------------------------------------------------------- */

void cleave_out_notify(struct cleave_channel *ch);

/* ---- call.c, args.c, args_up.c, log.c --------------------------------------------------- */

/* What stands in cleave_arg.kind. */
enum cleave_arg_kind {
	CLEAVE_ARG_VALUE,
	CLEAVE_ARG_POINTER,	/* up: translated when the call is made */
	CLEAVE_ARG_BYTES,	/* up: a loan or string; down: bytes of a blob */
	CLEAVE_ARG_COPY,	/* down: a copy to be freed */
};

/* The downcall that the message names, or NULL. */
const struct cleave_down *cleave_down_find(struct cleave_channel *ch, u32 id);
/* Of one that there is: its place in channel->downs, the builtin ones behind the half's. */
u32 cleave_down_index(const struct cleave_channel *ch, u32 id);
/* Run a downcall in its sender's system call; the worker's ->anywhere is set. */
int cleave_run_anywhere(struct cleave_worker *w, struct cleave_object *root,
			const struct cleave_dec *in);
/* A batch of events to an idle worker. Return: 0 or -errno. */
int cleave_deliver_events(struct cleave_channel *ch);

/* Words and bytes of an upcall into a message; needs channel->mutex. */
u32 cleave_args_room(struct cleave_call *call);
void cleave_args_put(struct cleave_call *call, struct cleave_enc *enc);
/* Bytes that come back with the answer. Return: 0 or -EBADMSG. */
int cleave_args_take(struct cleave_call *call, const struct cleave_dec *in);
/* What a downcall, or the argument of an upcall, gave birth to; takes @o over. */
int cleave_call_born(struct cleave_call *call, struct cleave_object *o,
		     struct cleave_object *root);
int cleave_args_start(struct cleave_call *call, const struct cleave_dec *in);
void cleave_args_answer(struct cleave_call *call, struct cleave_enc *enc);
/* The kernel keeps what it was given. */
void cleave_args_keep(struct cleave_call *call);
u32 cleave_args_answer_room(const struct cleave_call *call);
/* Lets go of what a downcall's arguments held. */
void cleave_args_finish(struct cleave_call *call);
void cleave_strings_free(struct cleave_channel *ch);

/* ---- guest.c ---------------------------------------------------------------- */

/* The upcall is over; before anything that it ends. */
void cleave_guests_leave(struct cleave_call *call);

/* ---- remember.c ------------------------------------------------------------ */

/* What was kept of an object that ends; of all, when @object is NULL. */
void cleave_forget(struct cleave_channel *ch, const void *object);

extern const struct cleave_down cleave_down_log;

/* ---- port.c ---------------------------------------------------------------- */

extern const struct cleave_down cleave_down_port;

#endif /* CLEAVE_RUNTIME_H */
