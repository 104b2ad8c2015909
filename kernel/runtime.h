/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of cleave.ko share. A channel (channel.c) stands for a kernel
 * half; it has objects (object.c) and, while a user half is attached, a
 * session (session.c) with workers (worker.c), which serve its calls (call.c).
 *
 * Locks, outermost first:
 *
 *	cleave_channels		mutex: the list of channels
 *	channel->order		mutex: short downcalls that ask what state an object is in
 *	channel->mutex		objects, records of what was acquired, kept
 *				strings; held while fields are synchronised
 *	channel->arena		rwsem: slots and data section, against page faults
 *	cleave_lock		spin: sessions and workers, their states
 *
 * None is held while somebody waits for the user half, or, but for channel->order, while a
 * function of the kernel runs on its behalf. Callers of upcalls may hold anything of the
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
#include "object.h"
#include "record.h"

struct device;
struct vm_area_struct;

#define CLEAVE_NAME_MAX		63
#define CLEAVE_DATA_MAX		(64UL << 20)	/* bytes of a section cleave_data */
#define CLEAVE_DATA_OFFSET	CLEAVE_ARENA_SIZE
#define CLEAVE_RING		64		/* distinct events pending */

/* ---- managed.c ------------------------------------------------------------- */

/**
 * cleave_managed_leave() - nobody has undone what a failed probe did: give back what is on record
 * @root: ends with what is managed for its device, which comes after this
 */
void cleave_managed_leave(struct cleave_channel *ch, struct cleave_object *root,
			  struct cleave_call *call);

/* ---- root.c ---------------------------------------------------------------- */

/* The first half of cleave_root_end(): give back what is on record. */
void cleave_root_leave(struct cleave_channel *ch, struct cleave_object *root,
		       struct cleave_call *call, bool served, bool warn);

/**
 * cleave_root_end() - a device goes: give back what is on record for it, end what was made for it
 * @call: of this thread, or NULL
 * @served: the driver has done what it does at the end: what it left on purpose, for other devices,
 *	stays as long as there is one
 * @warn: a user half should have given it all back: name what it left
 */
void cleave_root_end(struct cleave_channel *ch, struct cleave_object *root,
		     struct cleave_call *call, bool served, bool warn);

/* ---- retire.c -------------------------------------------------------------- */

void cleave_retired_init(struct cleave_channel *ch);
/* See what can be given back by now, if there is anything; waits for nothing. */
void cleave_retired_look(struct cleave_channel *ch);
/* Give back what is retired of @root: of all, if it is NULL. */
void cleave_retired_end(struct cleave_channel *ch, struct cleave_object *root);
/* The kernel half is about to free that itself, although the user half has: nobody else does. */
void cleave_retired_release(struct cleave_channel *ch, const struct cleave_undo *undo,
			    const u64 *keys, u8 nr_keys);

/* ---- event.c --------------------------------------------------------------- */

struct cleave_events {
	spinlock_t lock;
	struct work_struct work;
	struct cleave_event ring[CLEAVE_RING];
	unsigned int nr;
	const struct cleave_up *misplaced;
};

void cleave_events_init(struct cleave_channel *ch);
/* A worker is idle: deliver what is pending. Any context. */
void cleave_events_kick(struct cleave_channel *ch);
/* Move what is pending to @to, of CLEAVE_RING. Return: how many. */
u32 cleave_events_take(struct cleave_channel *ch, struct cleave_event *to);
void cleave_events_stop(struct cleave_channel *ch);
/* An upcall was to be made where nobody may sleep: the session ends soon. Any context. */
void cleave_event_misplaced(struct cleave_channel *ch, u32 id);
int cleave_events_start(void);
void cleave_events_finish(void);

/* ---- wait.c ---------------------------------------------------------------- */

/* Whether @call may go on waiting. Return: 0; or call->err, which it sets. */
int cleave_wait_on(struct cleave_call *call);
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
 * @expected: jiffies when a user half is started that has been announced, perhaps long ago
 * @order: held while one runs that asks what state its object is in, and is over soon
 * @singles: downcalls under way that are the only ones of their kind for their object
 * @objects: all of them
 * @away: those that are out of sight, because their memory may be freed
 * @shared: those of which something is synchronised whenever one half speaks
 * @settled: those that nobody changes
 * @turn: which is looked at for what a user half may not write: of @shared the first, the
 *	second, ...; 0: of @settled one, also for what the kernel half changed
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
	unsigned long expected;

	/* mutex */
	struct mutex mutex;
	struct cleave_layout *layouts;
	void *scratch;
	struct list_head objects;
	struct list_head away;
	struct list_head shared;
	struct list_head settled;
	u32 turn;
	struct rb_root by_address;
	u32 nr_objects;
	u32 nr_struck;
	u32 next_slot;
	u64 generation;
	u64 epoch;
	struct cleave_range changes[CLEAVE_CHANGES];
	u64 *addresses;
	u16 *by_kernel;
	u16 *by_user;
	u32 nr_by_user;
	siphash_key_t opaque_key;
	struct list_head acquired;
	struct cleave_call *singles;
	struct mutex order;
	struct list_head going;
	struct list_head retired;
	struct rcu_work reap;
	u32 looks;
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
/* debugger.c: whether one is attached to the user half. */
bool cleave_debugged(struct cleave_channel *ch);
/* channel.c; needs cleave_channels. */
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
	struct pid *process;
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
/* The current one, too: the upcall @name was begun where nobody may sleep. */
void cleave_session_end_misplaced(struct cleave_channel *ch, const char *name);
/* Log what a check refused, once per session, and count it. */
__printf(2, 3) void cleave_blame(struct cleave_session *s, const char *fmt, ...);
/* Return: 0, -ENOTCONN (ended), -EALREADY. */
int cleave_session_ready(struct cleave_session *s);
int cleave_sessions_start(void);
void cleave_sessions_finish(void);

#include "worker.h"

/* ---- netlink.c --------------------------------------------------------------- */

void cleave_out_notify(struct cleave_channel *ch);

/* ---- call.c, downcall.c, args.c, args_up.c, log.c --------------------------------------- */

/* What stands in cleave_arg.kind. */
enum cleave_arg_kind {
	CLEAVE_ARG_VALUE,
	CLEAVE_ARG_POINTER,	/* up: translated when the call is made */
	CLEAVE_ARG_OBJECT,	/* up: the same, and known then */
	CLEAVE_ARG_BYTES,	/* up: a loan or string; down: bytes of a blob */
	CLEAVE_ARG_COPY,	/* down: a copy to be freed */
};

/* The downcall that the message names, or NULL. */
const struct cleave_down *cleave_down_find(struct cleave_channel *ch, u32 id);
/* Of one that there is: its place in channel->downs, the builtin ones behind the half's. */
u32 cleave_down_index(const struct cleave_channel *ch, u32 id);
/* Run the downcall that the upcall's worker has sent, in this thread, which made the upcall. */
int cleave_run_by_caller(struct cleave_call *up);
/* Run a downcall in its sender's system call; the worker's ->anywhere is set. */
int cleave_run_anywhere(struct cleave_worker *w, struct cleave_object *root,
			const struct cleave_dec *in);
/* The same for the upcall under way, whose caller waits: the worker is CLEAVE_BUSY. */
int cleave_run_by_worker(struct cleave_worker *w, const struct cleave_dec *in);
/* What both kinds of calls do: one more, which took so long; */
void cleave_counted(struct cleave_counter *counter, u64 nanoseconds);
/* all that the kernel half changed and @up may look at is there, pointers become words; */
int cleave_speak(struct cleave_channel *ch, struct cleave_session *s, const struct cleave_up *up);
/* all that the user half changed in it. Return: 0 or -errno. */
int cleave_hear(struct cleave_worker *w, const struct cleave_up *up);
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
/* cleave_born() for that root. */
int cleave_born_for(struct cleave_call *call, struct cleave_object *root, void *p, u16 type,
		    size_t size);
int cleave_args_start(struct cleave_call *call, const struct cleave_dec *in);
void cleave_args_answer(struct cleave_call *call, struct cleave_enc *enc);
/* The kernel keeps what it was given. */
void cleave_args_keep(struct cleave_call *call);
u32 cleave_args_answer_room(const struct cleave_call *call);
/* Lets go of what a downcall's arguments held, and of whose things it named. */
void cleave_args_finish(struct cleave_call *call);
void cleave_strings_free(struct cleave_channel *ch);

/* ---- guest.c ---------------------------------------------------------------- */

/* The upcall is over; before anything that it ends. */
void cleave_guests_leave(struct cleave_call *call);

/* ---- struck.c --------------------------------------------------------------- */

/* The session has ended within @call, which has not been answered. */
void cleave_strike(struct cleave_call *call);
/*
 * The same for calls of sessions that have ended whose threads are not back yet: another user half
 * is about to serve. Needs channel->mutex; who is told looks when that one has begun.
 */
void cleave_strike_left(struct cleave_channel *ch);
/*
 * What the downcall @call acquires or gives back may be another device's than its upcall's: who dies
 * in that one leaves both half-way. Needs channel->mutex. Return: 0 or -ENOMEM.
 */
int cleave_note_deed(struct cleave_call *call, const struct cleave_acquired *a);
/* The upcall is over. */
void cleave_deeds_forget(struct cleave_call *up);
/* Whether an upcall fails at once: its device was left half-way. */
bool cleave_refuses(const struct cleave_call *call);

/* ---- remember.c ------------------------------------------------------------ */

/*
 * What was kept of an object that ends; of all, when @object is NULL. Needs channel->mutex, or
 * that nobody else has the channel any more.
 */
void cleave_forget(struct cleave_channel *ch, const void *object);

extern const struct cleave_down cleave_down_log;

/* ---- port.c ---------------------------------------------------------------- */

extern const struct cleave_down cleave_down_port;

/* ---- delay.c --------------------------------------------------------------- */

extern const struct cleave_down cleave_down_delay;
extern const struct cleave_down cleave_down_sleep;

#endif /* CLEAVE_RUNTIME_H */
