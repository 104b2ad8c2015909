/* SPDX-License-Identifier: GPL-2.0 */
/* What is on record: how it gets there, is looked through, is stopped and is given back. */
#ifndef CLEAVE_RECORD_H
#define CLEAVE_RECORD_H

#include <linux/list.h>
#include <cleave/half.h>
#include "object.h"

struct cleave_call;
struct cleave_channel;
struct task_struct;

/* ---- undo.c --------------------------------------------------------------- */

/**
 * struct cleave_acquired - one record
 * @roots: at the end of either of which it is given back; the first is NULL: the channel's
 * @born: came with it and ends with it, or NULL
 * @upcall: in which it was taken and with which it ends, or NULL
 * @lock_in: the object that such a lock lies in, pinned, or NULL
 * @locks: of the kernel's, that the thread holds as long as this is on record
 * @common: it names no device, and was acquired for what is the driver's: another root may have it
 * @bound: by a driver that was bound to the root's device already
 * @quiet: its use has been stopped
 * @gone: it has been given back: on record so that nobody does it once more
 * @busy: one of these is being done: it stays where it is
 * @taker: of two devices: who is giving it back
 * @ending: retired: what came with it has not ended yet
 * @passes: retired: how often nothing has been found to lead there
 * @looked: retired: channel->looks when that was looked for last
 */
struct cleave_acquired {
	struct list_head link;
	const struct cleave_undo *undo;
	struct cleave_object *roots[2];
	struct cleave_object *born;
	struct cleave_call *upcall;
	struct cleave_object *lock_in;
	u64 locks;
	u64 keys[CLEAVE_UNDO_KEYS];
	bool common;
	bool bound;
	bool quiet;
	bool gone;
	bool busy;
	struct task_struct *taker;
	bool ending;
	u8 passes;
	u32 looked;
};

/* Whether it goes with that root. */
static inline bool cleave_acquired_by(const struct cleave_acquired *a,
				      const struct cleave_object *root)
{
	return a->roots[0] == root || a->roots[1] == root;
}

/* These two need channel->mutex. */
void cleave_acquired_link(struct cleave_channel *ch, struct cleave_acquired *a);
void cleave_acquired_unlink(struct cleave_channel *ch, struct cleave_acquired *a);
void cleave_acquired_free(struct cleave_channel *ch, struct cleave_acquired *a);

/* ---- on_record.c ----------------------------------------------------------- */

/**
 * enum cleave_going - what is still to be done before all else is given back
 * @CLEAVE_GOING_ANY: does not matter
 * @CLEAVE_GOING_USED: its use can be stopped, and has not been
 * @CLEAVE_GOING_FIRST: it is to be given back before, and has not been
 */
enum cleave_going { CLEAVE_GOING_ANY, CLEAVE_GOING_USED, CLEAVE_GOING_FIRST };

/**
 * struct cleave_wanted - what is looked for: all that is set must fit, but for the last two
 * @undo: what gives it back; the first @nr_keys of its keys are @keys
 * @root: at the end of which it is given back
 * @in: what it was acquired for
 * @upcall: with which it ends
 * @with_object: something was born with it
 * @bound: a bound driver acquired it
 * @stop: before each that is given back: what was given back last may have been running it
 * @retire: who takes it puts it there; else off every list
 */
struct cleave_wanted {
	const struct cleave_undo *undo;
	const u64 *keys;
	u8 nr_keys;
	const struct cleave_object *root;
	const struct cleave_object *in;
	const struct cleave_call *upcall;
	enum cleave_going going;
	bool with_object;
	bool bound;
	bool stop;
	bool retire;
};

/* Whether a key of the record lies in @o. */
bool cleave_acquired_for(const struct cleave_acquired *a, const struct cleave_object *o);
bool cleave_acquired_fits(const struct cleave_acquired *a, const struct cleave_wanted *w);
/* The newest that fits, or NULL; needs channel->mutex. */
struct cleave_acquired *cleave_acquired_find(struct cleave_channel *ch,
					     const struct cleave_wanted *w);
/* Whether anything is on record with a key in @o; needs channel->mutex. */
bool cleave_acquired_in(struct cleave_channel *ch, const struct cleave_object *o);

/* ---- give_back.c ----------------------------------------------------------- */

/*
 * The newest such record, with what was born with it: it is retired from now on, and ->ending. NULL
 * if there is none.
 */
struct cleave_acquired *cleave_acquired_retire(struct cleave_call *call,
					       const struct cleave_undo *undo, const u64 *keys,
					       u8 nr_keys);

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
/* What cleave_released() took off the record: put it back; or be done with it. */
void cleave_released_not(struct cleave_call *call);
void cleave_released_done(struct cleave_call *call);

/* ---- quiet.c --------------------------------------------------------------- */

/* Stop the use of what is on record for @root, or with a key in @in, where they are set. */
void cleave_quiesce(struct cleave_channel *ch, const struct cleave_object *root,
		    const struct cleave_object *in);
/* Nothing of the device goes on by itself any more; what it was given stays as far as it can. */
void cleave_quiet(struct cleave_channel *ch, struct cleave_object *root);
/* So it is with what has opened the device: interrupts that a bound driver acquired, say. */
void cleave_quiet_opened(struct cleave_channel *ch, const struct cleave_object *root);
/* So it is where an upcall has failed, a close say, in a `remove` while nobody serves. */
void cleave_quiet_unclosed(struct cleave_channel *ch, const struct cleave_object *root);
/* Whether something does that a bound driver acquired: what opened the device has not closed it. */
bool cleave_goes_on(struct cleave_channel *ch, const struct cleave_object *root);

#endif
