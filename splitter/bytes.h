/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that a driver allocates and keeps: a buffer of characters or numbers. Such memory is no
 * object, of which fields cross; it is a region, which both halves see as it is. births_bytes.c
 * finds them, bytes.c judges whether the user half may have them.
 */
#ifndef SPLITTER_BYTES_H
#define SPLITTER_BYTES_H

#include "facts.h"

struct partition;
struct trouble;

/** struct bytes_use - a function that touches what a pointer to them leads to, or hands it on */
struct bytes_use {
	const struct func *func;
	const struct func *to;	/* a function of the driver's that it is given to, or NULL */
	unsigned int line;
};

/** struct bytes_made - a call that allocates such memory */
struct bytes_made {
	struct func *func;
	unsigned int call;
};

/**
 * struct bytes - all buffers that the same members and variables may lead to
 * @name: the first of these, as a part of names of functions
 * @places: names of members ("own.buf"), of variables ("=buf")
 * @why: why the user half may have none, whatever the cut; or NULL
 * @common: who makes some for all devices, if there are several, after the module's init; or NULL
 */
struct bytes {
	const char *name;
	const char *why;
	const struct func *common;
	const char **places;
	unsigned int nr_places;
	struct bytes_made *made;
	unsigned int nr_made;
	struct bytes_use *uses;
	unsigned int nr_uses;
};

/** bytes__kept() - what the member or variable leads to that it was loaded from; NULL: no bytes */
const struct bytes *bytes__kept(const struct facts *facts, const struct origin *origin);

/** bytes__in() - the same of a member, by its slot */
const struct bytes *bytes__in(const struct facts *facts, const char *slot);

/** bytes__stored() - the same of where something is stored */
const struct bytes *bytes__stored(const struct facts *facts, const struct store_fact *store);

/** bytes__made_by() - what the call makes; NULL: no bytes */
const struct bytes *bytes__made_by(const struct facts *facts, const struct func *func,
				   const struct call *call);

/** bytes__why() - why the user half may not have them, as the cut is now; NULL: it may */
const char *bytes__why(const struct partition *p, const struct bytes *bytes);

/** bytes__at() - those that a pointer leads to, where the user half sees it; NULL: no bytes */
const struct bytes *bytes__at(const struct partition *p, const struct func *func,
			      const struct origin *origin);

/** bytes__followed() - whether the user half may follow that; *@t says why not */
bool bytes__followed(const struct partition *p, const struct func *func,
		     const struct origin *origin, struct trouble *t);

/** bytes__variable() - whether the variable is a pointer to such bytes that the user half has */
bool bytes__variable(const struct partition *p, const struct global *global);

/** bytes__shared() - whether it has them, as the cut is now, and does something with them */
bool bytes__shared(const struct partition *p, const struct bytes *bytes);

#endif /* SPLITTER_BYTES_H */
