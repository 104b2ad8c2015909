/* SPDX-License-Identifier: GPL-2.0 */
/* What arguments of upcalls (args_up.c) and of downcalls (args.c) have in common. */
#ifndef CLEAVE_ARGS_H
#define CLEAVE_ARGS_H

#include "runtime.h"

/* The tracked object that @p lies in, with a reference, or NULL. */
static inline struct cleave_object *cleave_tracked(struct cleave_channel *ch, const void *p)
{
	struct cleave_object *o;

	mutex_lock(&ch->mutex);
	o = cleave_object_find(ch, p);
	if (o)
		kref_get(&o->ref);
	mutex_unlock(&ch->mutex);
	return o;
}

/* Of a message, for so many bytes. */
static inline u32 cleave_blob_room(u32 len)
{
	return sizeof(struct cleave_blob) + ALIGN(len, 8);
}

/* Whether bytes of an argument go in direction @dir. */
static inline bool cleave_arg_goes_back(const struct cleave_call *call, int i, u8 dir)
{
	return call->args[i].kind == CLEAVE_ARG_BYTES && call->args[i].dir & dir;
}

#endif /* CLEAVE_ARGS_H */
