// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

#include "probe.h"

struct range {
	u32 least, most;
};

struct params {
	struct range range;
	u32 nr;
};

/* Whoever calls goes on with the parameters, and goes through an array by how many are there. */
struct tuner {
	int (*reads)(struct thing *thing, struct params *params);
	int (*writes)(struct thing *thing, struct params *params);
	int (*helps)(struct thing *thing, struct params *params);
	int (*part)(struct thing *thing, struct params *params);
	int (*gives)(struct thing *thing, struct params *params);
	int (*count)(struct thing *thing, struct params *params);
};

int tuner_add(struct thing *thing, const struct tuner *tuner);
int far_fit(struct params *params);

static struct range *range_of(struct params *params)
{
	return &params->range;
}

static u32 most_of(const struct params *params)
{
	return params->range.most;
}

static int reads(struct thing *thing, struct params *params)
{
	struct own *own = thing_priv(thing);

	own->level = range_of(params)->least + most_of(params);
	return 0;
}

static int writes(struct thing *thing, struct params *params)
{
	params->nr = 1;
	return 0;
}

static void fill(struct params *params)
{
	params->nr = 2;
}

static int helps(struct thing *thing, struct params *params)
{
	fill(params);
	return 0;
}

static int part(struct thing *thing, struct params *params)
{
	range_of(params)->most = 3;
	return 0;
}

static int gives(struct thing *thing, struct params *params)
{
	return far_fit(params);
}

static int count(struct thing *thing, struct params *params)
{
	params->nr = 2;
	return 0;
}

static const struct tuner tuner = {
	.reads = reads, .writes = writes, .helps = helps, .part = part, .gives = gives,
	.count = count,
};

static int open(struct thing *thing)
{
	return tuner_add(thing, &tuner);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what is lent to read alone is not written in the user half, and answers are asked about
 * check-profile:
 *	slots:
 *	  tuner.reads:  {context: sleep, args: [object, in]}
 *	  tuner.writes: {context: sleep, args: [object, in]}
 *	  tuner.helps:  {context: sleep, args: [object, in]}
 *	  tuner.part:   {context: sleep, args: [object, in]}
 *	  tuner.gives:  {context: sleep, args: [object, in]}
 *	  tuner.count:  {context: sleep, args: [object, {inout: {len: "sizeof(*$1)", answer: "$1->nr <= 4"}}]}
 *	functions:
 *	  tuner_add: {args: [object, pointer]}
 *	  far_fit: {args: [{inout: "sizeof(*$0)"}]}
 * check-has: user reads
 * check-has: kernel writes: writes a struct params that it is lent to read (line 54)
 * check-has: kernel helps: writes a struct params that it is lent to read (line 65)
 * check-has: kernel part: writes a struct params that it is lent to read (line 71)
 * check-has: kernel gives: writes a struct params that it is lent to read (line 77)
 * check-has: user count
 * check-has: upcall count(object, buffer) answered with $1->nr <= 4
 */
